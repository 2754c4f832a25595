/// One Node execution environment: asks the Lambda Runtime API for invocations and calls the handler, as AWS's own Node runtime does.
///
/// It differs in what surrounds the handler: no native library, one connection that is kept, and two calls that Smyth alone serves:
/// /smyth/start, which waits until the init phase may begin, and /smyth/request/{id}, the raw HTTP request for the user's event and
/// context functions. Node's own modules only; Node 18 and later. The files are
/// CommonJS, which starts some milliseconds sooner than ES modules.
///
/// Ends with status 129 or 128 after an uncaught error, as AWS's does; with 1 when the Runtime API is gone, with 0 when it was
/// never needed. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"use strict";

const { RuntimeApi } = require("./api.cjs");
const { offerStreaming, STREAMING } = require("./awslambda.cjs");
const { BEFORE_EXIT, REQUEST_ID } = require("./environment.cjs");
const { fault } = require("./failure.cjs");
const { UserFunctions, userFunction } = require("./functions.cjs");
const { invoke, Runtime } = require("./invoke.cjs");
const { logError, patchConsole } = require("./log.cjs");
const { load } = require("./lookup.cjs");

async function main() {
  // As on AWS, whose runtime is an ES module: require.main is undefined in the handler's modules.
  process.mainModule = undefined;
  // A terminal's Ctrl-C reaches workers too; Smyth ends them in its own order.
  if (process.platform === "win32") endWithParent();
  const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API ?? "");
  const start = await api.start();
  if (start === null) process.exit(0);
  patchConsole();
  await serve(api, start);
}

/// On Windows a process survives the one that started it; elsewhere Smyth's guard sees to that.
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(1);
    }
  }, 1000).unref();
}

async function serve(api, start) {
  const reporter = reportWhatNobodyCatches((error) => api.initError(error));
  globalThis[BEFORE_EXIT] = () => {};
  process.on("beforeExit", () => globalThis[BEFORE_EXIT]());

  let handler;
  let functions;
  let send = invoke;
  try {
    offerStreaming();
    const root = start.folders[0] ?? process.cwd();
    handler = await load(root, start.handler);
    if (handler[STREAMING]) {
      if (handler[STREAMING] !== "response") throw fault("MalformedStreamingHandler", "Only response streaming is supported.");
      send = require("./invoke-streaming.cjs").invokeStreaming; // here, because few handlers stream
    }
    functions = new UserFunctions(await userFunction("event", root, start.eventFunction), await userFunction("context", root, start.contextFunction), start);
  } catch (error) {
    logError("Uncaught Exception", error);
    await api.initError(error);
    process.exit(129);
  }
  const runtime = new Runtime(handler);
  api.askForNext();
  while (true) {
    const invocation = await api.next();
    globalThis[REQUEST_ID] = invocation.id;
    reporter.report = (error) => api.error(invocation.id, error);
    await send(api, runtime, functions, invocation);
    reporter.report = async () => {}; // it was answered
  }
}

/// Reports an uncaught error, then ends the process. It is an error of the init phase, later of the invocation under way.
///
/// @param report what tells the server; may be exchanged in the object that is returned
function reportWhatNobodyCatches(report) {
  const reporter = { report };
  process.on("uncaughtException", async (error) => {
    logError("Uncaught Exception", error);
    await reporter.report(error);
    process.exit(129);
  });
  process.on("unhandledRejection", async (reason, promise) => {
    const error = Object.assign(fault("UnhandledPromiseRejection", reason), { reason, promise });
    logError("Unhandled Promise Rejection", error);
    await reporter.report(error);
    process.exit(128);
  });
  return reporter;
}

main();
