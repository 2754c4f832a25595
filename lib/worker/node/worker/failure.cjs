/// What is reported of an error: AWS's JSON, with the user's stack frames only, and its cause for X-Ray.
"use strict";

const path = require("node:path");
const util = require("node:util");

/// As it is written in stack traces.
const OWN_FOLDER = __dirname + path.sep;

/// An error that AWS's runtime reports in its own words.
function fault(kind, message) {
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: `Runtime.${kind}`, configurable: true, writable: true });
  if (error.stack) error.stack = error.stack.replace(/^Error/, error.name);
  return error;
}

function intoError(thrown) {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

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

/// Stack traces are the user's: nothing of this folder, and nothing of Node below it.
function ownFramesCut(stack) {
  const isOwn = (line) => line.includes(OWN_FOLDER);
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
  const isOwn = (line) => line.startsWith("- " + OWN_FOLDER);
  return message.split("\n").filter((line) => !isOwn(line)).join("\n").replace(/\nRequire stack:$/, "");
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

module.exports = { fault, intoError, toPayload, ownFramesCut, ownRequireCut, xrayCause };
