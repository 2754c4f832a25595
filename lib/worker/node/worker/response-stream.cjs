/// The stream that a streaming handler writes to. Each write leaves at once. `write` returns false while the server does not keep up, and
/// "drain" follows when it does.
"use strict";

const { Writable } = require("node:stream");
const { fault } = require("./failure.cjs");

class ResponseStream extends Writable {
  #api;
  #id;
  #contentType = "application/octet-stream";
  #begun = false;
  #error;

  /// @param highWaterMark bytes that it holds before `write` returns false; Node's own default when undefined
  constructor(api, id, highWaterMark) {
    super(highWaterMark === undefined ? {} : { highWaterMark });
    this.#api = api;
    this.#id = id;
    this.on("error", () => {});
    /// Resolves with undefined when all of it was sent.
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
    if (!this.#begun && typeof this._onBeforeFirstWrite === "function") this._onBeforeFirstWrite((bytes) => this.#api.sendChunk(this.#begin(), Buffer.from(bytes)));
    this.#api.sendChunk(this.#begin(), chunk, callback);
  }

  _final(callback) {
    this.#api.endChunks(this.#begin(), this.#error);
    callback();
  }

  /// Ends the stream with the error in its trailers; does nothing when it was ended already.
  async fail(error) {
    if (this.writableEnded && !this.destroyed) await this.done;
    if (this.writableFinished) return;
    this.#error = error;
    if (this.destroyed) this._final(() => {});
    else await new Promise((resolve) => this.end(resolve));
  }

  /// The head of the response, the first time.
  #begin() {
    if (this.#begun) return "";
    this.#begun = true;
    return this.#api.streamHead(this.#id, this.#contentType);
  }
}

module.exports = { ResponseStream };
