/// The handler's second argument.

"use strict";

/// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
function contextOf({ id, headers }) {
  const json = (name, title) => {
    if (headers[name] === undefined) return undefined;
    try {
      return JSON.parse(headers[name]);
    } catch (error) {
      throw new Error(`Cannot parse ${title} as json: ${error}`);
    }
  };
  const { env } = process;
  return {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: json("lambda-runtime-client-context", "ClientContext"),
    identity: json("lambda-runtime-cognito-identity", "CognitoIdentity"),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: id,
    tenantId: headers["lambda-runtime-aws-tenant-id"],
    getRemainingTimeInMillis: () => Number(headers["lambda-runtime-deadline-ms"]) - Date.now(),
  };
}

module.exports = { contextOf };
