"""A Saleor app in one function: its manifest, its registration, and a webhook."""

import json
import logging

logger = logging.getLogger(__name__)

ORDERS = []


def saleor_http_handler(event, context):
    method = event["requestContext"]["http"]["method"]
    path = event["pathParameters"]["path"]
    if (method, path) == ("GET", "api/manifest"):
        return reply(200, manifest(base_url(event)))
    if (method, path) == ("POST", "api/register"):
        return register(event)
    if (method, path) == ("POST", "api/webhooks/order-created"):
        return order_created(event)
    return reply(404, {"error": f"no {method} {path} in {context.function_name}"})


def base_url(event):
    """Where Saleor reaches this app: through a tunnel that is the tunnel's address, not localhost."""
    headers = event["headers"]
    return f"{headers['x-forwarded-proto']}://{headers.get('x-forwarded-host', headers['host'])}/saleor"


def manifest(url):
    return {
        "id": "my-project.saleor",
        "version": "0.1.0",
        "name": "My project",
        "permissions": ["MANAGE_ORDERS"],
        "appUrl": url,
        "tokenTargetUrl": f"{url}/api/register",
        "webhooks": [
            {
                "name": "Order created",
                "asyncEvents": ["ORDER_CREATED"],
                "query": "subscription { event { ... on OrderCreated { order { id number } } } }",
                "targetUrl": f"{url}/api/webhooks/order-created",
            }
        ],
    }


def register(event):
    token = json.loads(event["body"])["auth_token"]
    logger.info("registered by %s with a token of %d characters", event["headers"].get("saleor-domain"), len(token))
    return reply(200, {"success": True})


def order_created(event):
    order = json.loads(event["body"])["order"]
    ORDERS.append(order["number"])
    logger.info("%s: order %s", event["headers"].get("saleor-event"), order["number"])
    return reply(200, {"orders": ORDERS})


def reply(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
