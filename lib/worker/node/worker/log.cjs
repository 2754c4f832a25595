/// What `console` and errors print, in AWS's text or JSON format: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
"use strict";

const util = require("node:util");
const { REQUEST_ID } = require("./environment.cjs");
const { intoError, ownFramesCut, toPayload } = require("./failure.cjs");

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

function logError(title, thrown) {
  const error = intoError(thrown);
  if (isJsonLog) {
    console.error(error);
    return;
  }
  const shown = (_, value) =>
    value instanceof Error
      ? { errorType: value.name, errorMessage: value.message, code: value.code, ...value, stack: shownStack(value.stack) }
      : value;
  let text;
  try {
    text = JSON.stringify(error, shown);
  } catch {
    text = JSON.stringify(toPayload(error));
  }
  console.error(title, "\t" + text);
}

function shownStack(stack) {
  return typeof stack === "string" ? ownFramesCut(stack).split("\n") : stack;
}

module.exports = { patchConsole, logError };
