PRICES = {"tea": 3, "coffee": 4}


def handler(event, context):
    """GET /price/tea"""
    item = event["pathParameters"]["item"]
    if item not in PRICES:
        return {"statusCode": 404, "body": f"no {item} today"}
    return {"item": item, "price": PRICES[item]}
