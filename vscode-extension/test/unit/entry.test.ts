import assert from "node:assert/strict";
import test from "node:test";
import { entryOf } from "../../src/entry";

test("a worker whose debugger listens is read with its language and port", () => {
  const data = '{"environment":"orders:0","function":"orders","pid":12,"debugger":"java","port":5005}';
  assert.deepEqual(entryOf({ event: "DebuggerListening", data }), {
    kind: "debuggerListening",
    worker: { environment: "orders:0", function: "orders", pid: 12, language: "java", port: 5005 },
  });
});

test("a debugger of an unknown language is passed over", () => {
  assert.equal(entryOf({ event: "DebuggerListening", data: '{"debugger":"cobol"}' }), undefined);
});

test("what a newer Smyth writes is passed over", () => {
  assert.equal(entryOf({ event: "SomethingNew", data: "{}" }), undefined);
  assert.equal(entryOf({ event: "DebuggerListening", data: "not json" }), undefined);
});

test("an execution environment that has ended says whether Smyth ended it", () => {
  assert.deepEqual(entryOf({ event: "EnvironmentStopped", data: '{"environment":"a:0","pid":3,"reason":"exit status 1","expected":false}' }), {
    kind: "environmentStopped", environment: "a:0", pid: 3, expected: false,
  });
});

test("a revision that was not built carries the compiler's words", () => {
  assert.deepEqual(entryOf({ event: "RevisionFailed", data: '{"function":"a","message":"A.java:1:2: error: no"}' }), {
    kind: "notBuilt", function: "a", message: "A.java:1:2: error: no",
  });
});
