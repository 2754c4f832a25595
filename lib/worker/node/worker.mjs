/// One Node execution environment: asks the Lambda Runtime API for invocations and calls the handler, as AWS's own Node runtime does.
///
/// It differs in what surrounds the handler: no native library, one connection that is kept, and two calls that Smyth alone serves:
/// /smyth/start, which waits until the init phase may begin, and /smyth/request/{id}, the raw HTTP request for the user's event and
/// context functions. Node's own modules only; Node 18 and later.
///
/// Ends with status 129 or 128 after an error that nobody caught, as AWS's does; with 1 when the Runtime API is gone, with 0 when it was
/// never needed. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import util from "node:util";

const require = createRequire(import.meta.url);
const OWN_FILE = fileURLToPath(import.meta.url);
const INVOCATION = "/2018-06-01/runtime/invocation/";
const INIT_ERROR = "/2018-06-01/runtime/init/error";
const MAX_XRAY_CAUSE = 1 << 20; // AWS's clients leave a longer one out
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const REQUEST_ID = Symbol.for("aws.lambda.runtime.requestId");
const BEFORE_EXIT = Symbol.for("aws.lambda.beforeExit");

async function main() {
  const address = process.env.AWS_LAMBDA_RUNTIME_API ?? "";
  // A terminal's Ctrl-C reaches workers too; Smyth ends them in its own order.
  if (process.platform === "win32") endWithParent();
  const api = new RuntimeApi(address);
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
  // What nobody catches is the init phase's error first, then the one of the invocation under way.
  const reporter = { report: (error) => api.initError(error) };
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
  globalThis[BEFORE_EXIT] = () => {};
  process.on("beforeExit", () => globalThis[BEFORE_EXIT]());

  const root = start.folders[0] ?? process.cwd();
  let handler;
  let functions;
  let streaming;
  try {
    handler = await load(root, start.handler);
    streaming = handler[STREAMING] ? true : false;
    if (streaming && handler[STREAMING] !== "response") throw fault("MalformedStreamingHandler", "Only response streaming is supported.");
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
    if (streaming) await invokeStreaming(api, runtime, functions, invocation);
    else await invoke(api, runtime, functions, invocation);
    reporter.report = async () => {}; // it was answered
  }
}

// --- an invocation ---

/// Handlers are called as a method of an object with this class's name: it stands in the user's stack traces, as on AWS.
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

/// Calls a handler made by awslambda.streamifyResponse. Its stream is sent as it is written.
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

// --- the handler ---

function fault(kind, message) {
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: `Runtime.${kind}`, configurable: true, writable: true });
  if (error.stack) error.stack = error.stack.replace(/^Error/, error.name);
  return error;
}

/// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: `folder/module.export`, exports may be nested.
async function load(root, name) {
  if (name.includes("..")) {
    throw fault("MalformedHandlerName", `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const base = path.basename(name);
  const folder = name.slice(0, name.indexOf(base));
  const dot = base.indexOf(".");
  if (dot < 0) throw fault("MalformedHandlerName", "Bad handler");
  let module;
  try {
    module = await loadModule(root, folder, base.slice(0, dot));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const wrapped = fault("UserCodeSyntaxError", String(error));
      wrapped.stack = error.stack;
      throw wrapped;
    }
    throw error?.code === "MODULE_NOT_FOUND" ? fault("ImportModuleError", ownRequireCut(String(error))) : error;
  }
  const find = (from) => base.slice(dot + 1).split(".").reduce((nested, key) => nested && nested[key], from);
  const handler = find(module) ?? find(module?.default);
  if (!handler) throw fault("HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof handler !== "function") throw fault("HandlerNotFound", `${name} is not a function`);
  return handler;
}

async function loadModule(root, folder, name) {
  globalThis.awslambda = {
    ...globalThis.awslambda,
    streamifyResponse: (handler, options) => {
      handler[STREAMING] = "response";
      if (typeof options?.highWaterMark === "number") handler[HIGH_WATER_MARK] = options.highWaterMark;
      return handler;
    },
    HttpResponseStream,
  };
  const file = path.resolve(root, folder, name);
  const load = (extension) => import(pathToFileURL(file + extension).href);
  if (fs.existsSync(file) && fs.statSync(file).isFile()) return require(file);
  if (fs.existsSync(file + ".js")) return isModule(path.dirname(file)) ? load(".js") : require(file + ".js");
  if (fs.existsSync(file + ".mjs")) return load(".mjs");
  if (fs.existsSync(file + ".cjs")) return require(file + ".cjs");
  for (const extension of [".ts", ".mts", ".cts"]) if (fs.existsSync(file + extension)) return loadTypeScript(file + extension);
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

/// Node strips types itself from 22.18 on, and from 22.6 on when asked to (which Smyth does on the command line).
async function loadTypeScript(file) {
  if (!process.features.typescript && !process.execArgv.includes("--experimental-strip-types")) throw fault("ImportModuleError", `${file} is TypeScript, which Node ${process.versions.node} cannot load; use Node 22.6 or later, or set build and name the compiled file`);
  return import(pathToFileURL(file).href);
}

/// Whether the nearest package.json makes `.js` files ES modules.
function isModule(folder) {
  if (path.basename(folder) === "node_modules") return false;
  const file = path.join(folder, "package.json");
  if (fs.existsSync(file)) {
    try {
      return JSON.parse(fs.readFileSync(file, "utf8"))?.type === "module";
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent !== folder && isModule(parent);
}

// --- the user's event and context functions: (event, request) => object ---

async function userFunction(kind, root, name) {
  if (name === undefined) return undefined;
  try {
    return { title: `${kind} function ${name}`, call: await load(root, name) };
  } catch (error) {
    const short = name.slice(name.lastIndexOf(".") + 1);
    if (error?.name?.startsWith("Runtime.")) error.message = `${kind} function ${name}: ${error.message}; it must have the form export function ${short}(event, request)`;
    throw error;
  }
}

class UserFunctions {
  constructor(event, context, { config, environment }) {
    this.event = event;
    this.context = context;
    this.config = config;
    this.process = { name: environment, state: "cold", task_counter: 0, last_used_timestamp: 0 };
  }

  isEmpty() {
    return this.event === undefined && this.context === undefined;
  }

  /// The event that the handler gets; what the context function returns becomes the context's.
  async apply(api, invocation, event, context) {
    context.smyth = { process: { ...this.process }, handler: { name: this.config.name, smyth_handler_config: this.config } };
    this.process.state = "warm";
    this.process.task_counter++;
    this.process.last_used_timestamp = Date.now() / 1000;
    const request = await api.request(invocation.id);
    if (this.event && request !== null) {
      event = JSON.parse(JSON.stringify((await this.event.call(event, request)) ?? null));
      if (event === null) throw new Error(`${this.event.title} returned nothing in place of an event`);
    }
    if (this.context) Object.assign(context, await this.context.call(event, request));
    return event;
  }
}

// --- errors, as AWS's runtime writes them ---

const visible = (text) => text?.replaceAll("\x7F", "%7F");

function toPayload(error) {
  try {
    if (util.types.isNativeError(error) || error instanceof Error) {
      return { errorType: visible(error.name), errorMessage: visible(error.message), trace: visible(ownFramesCut(error.stack)).split("\n") };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return { errorType: "handled", errorMessage: "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack" };
  }
}

/// Stack traces are the user's: nothing of this file, and nothing of Node below it.
function ownFramesCut(stack) {
  const isOwn = (line) => line.includes(import.meta.url);
  const kept = [];
  let isUsers = false;
  for (const line of stack.split("\n")) {
    if (isOwn(line) && isUsers) break;
    if (isOwn(line)) continue;
    isUsers ||= /^\s+at .*[/\\(]/.test(line) && !line.includes("node:internal");
    kept.push(line);
  }
  return (isUsers ? kept : kept.filter((line) => !line.includes("node:internal"))).join("\n");
}

/// The same for the files that Node says a module was asked for by.
function ownRequireCut(message) {
  return message.replace(`\n- ${OWN_FILE}`, "").replace(/\nRequire stack:$/, "");
}

function xrayCause(error) {
  try {
    const lines = error.stack ? visible(ownFramesCut(error.stack)).split("\n").slice(1) : [];
    const stack = lines.map((line) => {
      const [, label, place] = /^\s*at (?:(.*) )?\(?(.*?)\)?$/.exec(line) ?? [null, line.trim(), ""];
      const [file, number] = place.split(/:(\d+)(?::\d+)?$/);
      return { path: file, line: parseInt(number), label: label || "anonymous" };
    });
    return JSON.stringify({
      working_directory: process.cwd(),
      exceptions: [{ type: visible(error.name), message: visible(error.message), stack }],
      paths: [...new Set(stack.map((entry) => entry.path))],
    });
  } catch {
    return "";
  }
}

// --- the log, as AWS's runtime writes it: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html ---

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const isJsonLog = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";

function patchConsole() {
  const least = Math.max(0, LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()));
  const write = isJsonLog ? jsonLine : textLine;
  for (const level of LEVELS) {
    const enabled = LEVELS.indexOf(level) >= least || level === "FATAL";
    console[level.toLowerCase()] = enabled ? (...params) => process.stdout.write(write(level, params)) : () => {};
  }
  console.log = console.info;
}

function textLine(level, params) {
  return `${new Date().toISOString()}\t${globalThis[REQUEST_ID]}\t${level}\t${util.format(...(params.length ? params : [undefined]))}\n`;
}

function jsonLine(level, params) {
  const line = { timestamp: new Date().toISOString(), level, requestId: globalThis[REQUEST_ID] };
  const details = (error) => ({
    errorType: error?.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  });
  if (params.length <= 1) {
    line.message = params[0];
    try {
      return JSON.stringify(line, (_, value) => (value instanceof Error ? { ...details(value), ...value } : value)) + "\n";
    } catch {
      line.message = util.format(params[0]);
      return JSON.stringify(line) + "\n";
    }
  }
  line.message = util.format(...params);
  const error = params.find((param) => param instanceof Error);
  return JSON.stringify(error ? { ...line, ...details(error) } : line) + "\n";
}

function intoError(thrown) {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function logError(title, thrown) {
  const error = intoError(thrown);
  if (isJsonLog) {
    console.error(error);
    return;
  }
  const shown = (_, value) =>
    value instanceof Error
      ? { errorType: value.name, errorMessage: value.message, code: value.code, ...value, stack: typeof value.stack === "string" ? ownFramesCut(value.stack).split("\n") : value.stack }
      : value;
  let text;
  try {
    text = JSON.stringify(error, shown);
  } catch {
    text = JSON.stringify(toPayload(error));
  }
  console.error(title, "\t" + text);
}

// --- response streaming: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html ---

class HttpResponseStream {
  /// Before the first bytes go the status and headers as JSON, and eight NULs.
  static from(stream, prelude) {
    stream.setContentType("application/vnd.awslambda.http-integration-response");
    const json = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(json);
      write(new Uint8Array(8));
    };
    return stream;
  }
}

class ResponseStream extends Writable {
  #api;
  #id;
  #contentType = "application/octet-stream";
  #begun = false;
  #trailers = "";

  constructor(api, id, highWaterMark) {
    super(highWaterMark === undefined ? {} : { highWaterMark });
    this.#api = api;
    this.#id = id;
    this.on("error", () => {});
    /// Resolves with undefined when the server has all of it.
    this.done = new Promise((resolve) => this.once("finish", () => resolve(undefined)));
  }

  setContentType(type) {
    if (this.#begun) throw fault("InvalidStreamingOperation", "Cannot set content-type, too late.");
    this.#contentType = type;
  }

  write(chunk, encoding, callback) {
    const isBytes = typeof chunk === "string" || chunk instanceof Uint8Array;
    return super.write(isBytes || chunk === null || chunk === undefined ? chunk : JSON.stringify(chunk), encoding, callback);
  }

  /// Returns nothing, as AWS's stream does: `async (event, stream) => stream.end()` has no return value.
  end(...rest) {
    super.end(...rest);
  }

  _write(chunk, _encoding, callback) {
    if (!this.#begun) this.#begin(true);
    this.#send(chunk, callback);
  }

  _final(callback) {
    if (!this.#begun) this.#begin(false);
    this.#api.write(`0\r\n${this.#trailers}\r\n`);
    this.#api.expectVerdict();
    callback();
  }

  /// Ends the stream with the error in its trailers; does nothing when it was ended already.
  async fail(error) {
    if (this.writableEnded && !this.destroyed) await this.done;
    if (this.writableFinished) return;
    const payload = toPayload(error);
    this.#trailers = `Lambda-Runtime-Function-Error-Type: ${headerValue(payload.errorType)}\r\n`
      + `Lambda-Runtime-Function-Error-Body: ${Buffer.from(JSON.stringify(payload)).toString("base64")}\r\n`;
    if (this.destroyed) this._final(() => {});
    else await new Promise((resolve) => this.end(resolve));
  }

  #begin(hasBody) {
    this.#begun = true;
    this.#api.write(head("POST", `${INVOCATION}${this.#id}/response`, this.#api.host, {
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
      "Content-Type": this.#contentType,
      "Transfer-Encoding": "chunked",
    }));
    if (hasBody && typeof this._onBeforeFirstWrite === "function") this._onBeforeFirstWrite((chunk) => this.#send(Buffer.from(chunk)));
  }

  #send(chunk, callback) {
    if (chunk.length === 0) {
      callback?.();
      return;
    }
    this.#api.write(`${chunk.length.toString(16)}\r\n`);
    this.#api.write(chunk);
    this.#api.write("\r\n", callback);
  }
}

// --- the Runtime API ---

function head(method, target, host, headers) {
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/// An error's type as far as a header can hold it.
function headerValue(type) {
  return String(type).replace(/[^\x21-\x7e]/g, "?");
}

function xrayHeader(error) {
  const cause = xrayCause(error).replace(/[^\x20-\x7e]/g, (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"));
  return cause && cause.length < MAX_XRAY_CAUSE ? { "Lambda-Runtime-Function-XRay-Error-Cause": cause } : {};
}

/// Asking and reading the answer are calls of their own: an answer and the wish for the next event leave in one write. The connection
/// keeps the process alive only while something is awaited from it; so Node notices when a handler has nothing left to do.
class RuntimeApi {
  #socket;
  #received = Buffer.alloc(0);
  #awaiting = null;
  #verdicts = 0;
  #closed = null;

  constructor(address) {
    this.host = address;
    const colon = address.lastIndexOf(":");
    if (colon < 1) this.#gone(new Error("AWS_LAMBDA_RUNTIME_API must be host:port"));
    this.#socket = net.connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true });
    this.#socket.on("data", (bytes) => {
      this.#received = this.#received.length ? Buffer.concat([this.#received, bytes]) : bytes;
      this.#deliver();
    });
    this.#socket.on("error", (error) => this.#end(error));
    this.#socket.on("close", () => this.#end(new Error("it closed the connection")));
  }

  write(bytes, callback) {
    this.#socket.write(bytes, callback);
  }

  expectVerdict() {
    this.#verdicts++;
  }

  /// What to run, told when the init phase may begin: lines of name=value. Null when this worker is not needed any more.
  async start() {
    this.#closed = () => process.exit(0);
    this.write(head("GET", "/smyth/start", this.host));
    const answer = await this.#receive();
    this.#closed = null;
    if (answer.status !== 200) this.#gone(new Error(`GET /smyth/start was answered ${answer.status}`));
    const pairs = answer.body.toString().split("\n").filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
    const values = Object.fromEntries(pairs);
    return {
      handler: values.handler ?? "",
      folders: pairs.filter(([name]) => name === "classpath").map(([, value]) => value),
      eventFunction: values.event_function,
      contextFunction: values.context_function,
      environment: values.environment ?? "",
      config: JSON.parse(values.config ?? "{}"),
    };
  }

  askForNext() {
    this.write(this.#next());
  }

  /// Waits until there is an invocation.
  async next() {
    await this.#verdictsAreIn();
    const { status, headers, body } = await this.#receive();
    const id = headers["lambda-runtime-aws-request-id"];
    if (status !== 200 || id === undefined) this.#gone(new Error(`next was answered ${status}`));
    return { id, headers, event: body.toString() };
  }

  /// The HTTP request behind an invocation; null for a direct invoke.
  async request(id) {
    this.write(head("GET", "/smyth/request/" + id, this.host));
    const answer = await this.#receive();
    return answer.status === 200 ? JSON.parse(answer.body.toString()) : null;
  }

  respondAndAskForNext(id, json) {
    this.#post(`${INVOCATION}${id}/response`, json, {}, this.#next());
  }

  errorAndAskForNext(id, error) {
    this.#post(`${INVOCATION}${id}/error`, JSON.stringify(toPayload(error)), xrayHeader(error), this.#next());
  }

  /// Resolves when the server has it.
  async error(id, error) {
    this.#post(`${INVOCATION}${id}/error`, JSON.stringify(toPayload(error)), xrayHeader(error));
    await this.#verdictsAreIn();
  }

  async initError(error) {
    const payload = toPayload(error);
    this.#post(INIT_ERROR, JSON.stringify(payload), { "Lambda-Runtime-Function-Error-Type": headerValue(payload.errorType) });
    await this.#verdictsAreIn();
  }

  #next() {
    return head("GET", INVOCATION + "next", this.host);
  }

  /// @param next asked for in the same write
  #post(target, json, headers, next = "") {
    this.write(head("POST", target, this.host, { "Content-Type": "application/json", ...headers, "Content-Length": Buffer.byteLength(json) }) + json + next);
    this.#verdicts++;
  }

  /// What was refused (too large, too late) the caller heard from the server already.
  async #verdictsAreIn() {
    for (; this.#verdicts > 0; this.#verdicts--) await this.#receive();
  }

  /// The next answer of the server. Keeps the process alive until it is there.
  #receive() {
    return new Promise((resolve) => {
      this.#awaiting = resolve;
      this.#socket.ref();
      this.#deliver();
    });
  }

  #deliver() {
    if (!this.#awaiting) return;
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const [first, ...lines] = this.#received.toString("utf8", 0, end).split("\r\n");
    const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
    const length = Number(headers["content-length"] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.subarray(end + 4, end + 4 + length);
    this.#received = this.#received.subarray(end + 4 + length);
    const resolve = this.#awaiting;
    this.#awaiting = null;
    this.#socket.unref();
    resolve({ status: Number(first.split(" ")[1]), headers, body });
  }

  #end(error) {
    if (this.#closed) this.#closed();
    else this.#gone(error);
  }

  #gone(error) {
    process.stderr.write(`the Runtime API at ${this.host} is gone: ${error.message}\n`);
    process.exit(1);
  }
}

main();
