import os


def handler(event, context):
    """Answers behind the HTTP API, whose events have a route key."""
    price = 10 * (1 + float(os.environ["TAX"]))
    return {"route": event["routeKey"], "path": event["rawPath"], "price": f"{price} {os.environ['CURRENCY']}"}


def invoice(event, context):
    """Is invoked by a queue."""
    return {"invoices": len(event["Records"])}
