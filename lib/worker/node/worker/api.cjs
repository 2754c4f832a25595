/// The Lambda Runtime API, and Smyth's two calls beside it: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"use strict";

const { Connection } = require("./connection.cjs");
const { toPayload, xrayCause } = require("./failure.cjs");
const { startOf } = require("./start.cjs");

const INVOCATION = "/2018-06-01/runtime/invocation/";
const INIT_ERROR = "/2018-06-01/runtime/init/error";
const MAX_XRAY_CAUSE = 1 << 20; // AWS's clients leave a longer one out
const ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
const ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

/// Asking and reading the answer are calls of their own: a response and the request for the next event leave in one write.
class RuntimeApi {
  #connection;
  #verdicts = 0;

  constructor(address) {
    this.#connection = new Connection(address);
  }

  /// Waits until the init phase may begin. Null when this worker is not needed any more.
  async start() {
    const { onGone } = this.#connection;
    this.#connection.onGone = () => process.exit(0);
    const answer = await this.#ask("/smyth/start");
    this.#connection.onGone = onGone;
    if (answer.status !== 200) this.#connection.fail(new Error(`GET /smyth/start was answered ${answer.status}`));
    return startOf(answer.body.toString());
  }

  askForNext() {
    this.#connection.write([this.#next()]);
  }

  /// Waits until there is an invocation.
  async next() {
    await this.#verdictsAreIn();
    const { status, headers, body } = await this.#connection.receive();
    const id = headers["lambda-runtime-aws-request-id"];
    if (status !== 200 || id === undefined) this.#connection.fail(new Error(`next was answered ${status}`));
    return { id, headers, event: body.toString() };
  }

  /// The HTTP request behind an invocation; null for a direct invoke.
  async request(id) {
    const answer = await this.#ask("/smyth/request/" + id);
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
    this.#post(INIT_ERROR, JSON.stringify(payload), { [ERROR_TYPE]: headerValue(payload.errorType) });
    await this.#verdictsAreIn();
  }

  /// The head of a response that follows in chunks.
  streamHead(id, contentType) {
    return this.#connection.head("POST", `${INVOCATION}${id}/response`, {
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      Trailer: `${ERROR_TYPE}, ${ERROR_BODY}`,
      "Content-Type": contentType,
      "Transfer-Encoding": "chunked",
    });
  }

  /// Sends a piece of a response, with what must go before it.
  ///
  /// @param callback called when the system has taken it, which it does not while the server does not read
  sendChunk(before, chunk, callback) {
    // An empty chunk would end the response.
    const framed = chunk.length > 0 ? [`${chunk.length.toString(16)}\r\n`, chunk, "\r\n"] : [""];
    this.#connection.write([before, ...framed], callback);
  }

  /// Ends a response that was sent in chunks.
  ///
  /// @param error what it ended with, in the middle; undefined when it is whole
  endChunks(before, error) {
    this.#connection.write([`${before}0\r\n${error === undefined ? "" : trailers(toPayload(error))}\r\n`]);
    this.#verdicts++;
  }

  #next() {
    return this.#connection.head("GET", INVOCATION + "next");
  }

  #ask(target) {
    this.#connection.write([this.#connection.head("GET", target)]);
    return this.#connection.receive();
  }

  /// @param next asked for in the same write
  #post(target, json, headers, next = "") {
    const all = { "Content-Type": "application/json", ...headers, "Content-Length": Buffer.byteLength(json) };
    this.#connection.write([this.#connection.head("POST", target, all) + json + next]);
    this.#verdicts++;
  }

  /// What was refused (too large, too late) the caller heard from the server already.
  async #verdictsAreIn() {
    for (; this.#verdicts > 0; this.#verdicts--) await this.#connection.receive();
  }
}

function trailers(payload) {
  return `${ERROR_TYPE}: ${headerValue(payload.errorType)}\r\n${ERROR_BODY}: ${Buffer.from(JSON.stringify(payload)).toString("base64")}\r\n`;
}

/// An error's type as far as a header can hold it.
function headerValue(type) {
  return String(type).replace(/[^\x21-\x7e]/g, "?");
}

function xrayHeader(error) {
  const cause = xrayCause(error).replace(/[^\x20-\x7e]/g, (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"));
  return cause && cause.length < MAX_XRAY_CAUSE ? { "Lambda-Runtime-Function-XRay-Error-Cause": cause } : {};
}

module.exports = { RuntimeApi };
