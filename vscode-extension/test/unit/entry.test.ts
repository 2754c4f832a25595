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

test("a revision that was not built carries every line of each message", () => {
  const diagnostics = [
    { file: "/w/A.java", line: 3, column: 9, severity: "error", message: "cannot find symbol\n  symbol: class B" },
    { file: "/w/pom.xml", line: 0, column: 0, severity: "error", message: "no such version" },
    { file: "/w/A.java", line: 1, column: 2, severity: "warning", message: "old" },
    { file: null, line: 0, column: 0, severity: "warning", message: "about no file" },
  ];
  assert.deepEqual(entryOf({ event: "RevisionFailed", data: JSON.stringify({ function: "a", message: "not looked at", diagnostics }) }), {
    kind: "notBuilt",
    function: "a",
    messages: [
      { file: "/w/A.java", line: 2, column: 8, isError: true, text: "cannot find symbol\n  symbol: class B" },
      { file: "/w/pom.xml", line: 0, column: 0, isError: true, text: "no such version" },
      { file: "/w/A.java", line: 0, column: 1, isError: false, text: "old" },
    ],
  });
});

test("a revision that was not built for another reason has no messages about files", () => {
  assert.deepEqual(entryOf({ event: "RevisionFailed", data: '{"function":"a","message":"no JDK"}' }), { kind: "notBuilt", function: "a", messages: [] });
});
