/// One invocation of a handler made by `awslambda.streamifyResponse`. Its stream is always sent as it is written: where the client takes
/// the response in one piece, Smyth collects it, as AWS does.
"use strict";

const { HIGH_WATER_MARK } = require("./awslambda.cjs");
const { contextOf } = require("./context.cjs");
const { BEFORE_EXIT } = require("./environment.cjs");
const { call, isPromise } = require("./invoke.cjs");
const { logError } = require("./log.cjs");
const { ResponseStream } = require("./response-stream.cjs");

async function invokeStreaming(api, runtime, functions, invocation) {
  const stream = new ResponseStream(api, invocation.id, runtime.handler[HIGH_WATER_MARK]);
  const context = contextOf(invocation);
  context.callbackWaitsForEmptyEventLoop = true;
  try {
    const { value } = await call(api, functions, invocation, context, (event) => runtime.handler(event, stream, context));
    if (!isPromise(value)) throw "Streaming does not support non-async handlers.";
    const idle = new Promise((resolve) => (globalThis[BEFORE_EXIT] = () => resolve("idle")));
    if ((await Promise.race([value, idle])) !== undefined) console.warn("Streaming handlers ignore return values.");
    // What the handler piped and did not wait for is still on its way as long as anything happens.
    if ((await Promise.race([stream.done, idle])) === "idle") throw "Response stream is not finished.";
    api.askForNext();
  } catch (error) {
    logError("Invoke Error", error);
    await stream.fail(error);
    api.askForNext();
  } finally {
    globalThis[BEFORE_EXIT] = () => {};
  }
}

module.exports = { invokeStreaming };
