/// One invocation of a handler that returns its response, in every form that AWS's runtime knows.
"use strict";

const { contextOf } = require("./context.cjs");
const { BEFORE_EXIT } = require("./environment.cjs");
const { intoError } = require("./failure.cjs");
const { logError } = require("./log.cjs");

/// Handlers are called as a method of an object with this class's name: it shows in the user's stack traces, as on AWS.
class Runtime {
  constructor(handler) {
    this.handler = handler;
  }
}

/// Calls the handler and sends what it returns, rejects with, throws, or gives its callback. The first of them counts.
async function invoke(api, runtime, functions, invocation) {
  const answer = await new Promise((resolve) => {
    let settled = false;
    const once = (made) => {
      globalThis[BEFORE_EXIT] = () => {};
      settled = true;
      resolve(made);
    };
    // Here, so that what is logged of a thrown text has the handler's own frames.
    const fail = (error) => once({ error: error ?? "handled", shown: intoError(error ?? "handled") });
    const succeed = (result) => once({ result });
    const context = contextOf(invocation);
    let waits = true;
    Object.defineProperty(context, "callbackWaitsForEmptyEventLoop", { get: () => waits, set: (value) => (waits = value), enumerable: true, configurable: true });
    Object.assign(context, { succeed, fail, done: (error, result) => (error === undefined || error === null ? succeed(result) : fail(error)) });
    let called = false;
    const callback = (error, result) => {
      if (called || settled) return;
      called = true;
      if (error !== undefined && error !== null) fail(error);
      else if (!waits) succeed(result);
      else globalThis[BEFORE_EXIT] = () => setImmediate(() => succeed(result));
    };
    // A handler that never answers, when there is nothing left that could.
    globalThis[BEFORE_EXIT] = () => succeed(null);
    call(api, functions, invocation, context, (event) => runtime.handler(event, context, callback)).then((returned) => {
      if (isPromise(returned.value)) returned.value.then(succeed, fail);
    }, callback);
  });
  if ("error" in answer) {
    failed(api, invocation, answer.error, answer.shown);
    return;
  }
  const json = stringified(answer.result);
  if (json === undefined) failed(api, invocation, new Error("Unable to stringify response body"));
  else api.respondAndAskForNext(invocation.id, json);
}

function failed(api, invocation, error, shown = error) {
  logError("Invoke Error", shown);
  api.errorAndAskForNext(invocation.id, error);
}

/// Undefined where JSON has no word for it.
function stringified(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch {
    return undefined;
  }
}

/// The handler's return value in a box: a promise in it is not waited for here.
async function call(api, functions, invocation, context, withEvent) {
  const trace = invocation.headers["lambda-runtime-trace-id"];
  if (trace === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = trace;
  const event = JSON.parse(invocation.event);
  return { value: withEvent(functions.isEmpty() ? event : await functions.apply(api, invocation, event, context)) };
}

function isPromise(value) {
  return value && typeof value.then === "function";
}

module.exports = { Runtime, invoke, call, isPromise };
