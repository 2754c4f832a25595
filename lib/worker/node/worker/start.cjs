/// What Smyth sends a worker when its init phase may begin: lines of name=value. Unknown lines, from a later Smyth, are skipped.
"use strict";

function startOf(text) {
  const pairs = text.split("\n").filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
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

module.exports = { startOf };
