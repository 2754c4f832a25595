/// `awslambda`, the global with which handlers stream: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html

"use strict";

/// "response" on a handler that writes its response to a stream.
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
/// Bytes that such a handler's stream holds before `write` returns false.
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

function offerStreaming() {
  globalThis.awslambda = { ...globalThis.awslambda, streamifyResponse, HttpResponseStream };
}

function streamifyResponse(handler, options) {
  handler[STREAMING] = "response";
  if (typeof options?.highWaterMark === "number") handler[HIGH_WATER_MARK] = options.highWaterMark;
  return handler;
}

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

module.exports = { STREAMING, HIGH_WATER_MARK, offerStreaming };
