import json

import boto3

# Reads AWS_ENDPOINT_URL_LAMBDA: the other container's Smyth.
functions = boto3.client("lambda")


def handler(event, context):
    """GET /orders/tea"""
    item = event["pathParameters"]["item"]
    reply = functions.invoke(FunctionName="inventory", Payload=json.dumps({"item": item}))
    stock = json.load(reply["Payload"])
    return {"item": item, "ordered": stock["left"] > 0, "left": stock["left"]}
