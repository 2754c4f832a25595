import assert from "node:assert/strict";
import test from "node:test";
import { endingOf, failureOf } from "../../src/failure";
import { problemsIn } from "../../src/configurationProblems";

const NOTHING_FOUND = ["smyth: no configuration found", "  searched   /shop", "             /", "  handlers   a.py (a.handler)", "             b.mjs (b.handler)", "  next       smyth init"];

test("without a configuration the handlers that are there are counted", () => {
  assert.deepEqual(failureOf(2, NOTHING_FOUND, ""), { kind: "noConfiguration", folder: "/shop", handlers: 2 });
  assert.deepEqual(failureOf(2, NOTHING_FOUND.toSpliced(5, 0, "             and 7 more"), ""), { kind: "noConfiguration", folder: "/shop", handlers: 9 });
  assert.deepEqual(failureOf(2, ["smyth: no configuration found", "  handlers   none", "  next       smyth init"], ""), { kind: "noConfiguration", folder: undefined, handlers: 0 });
});

test("each problem of a broken configuration has its line", () => {
  const said = ["smyth: 2 problems in smyth.toml", "  line 1   handlers.a.handler_path   is missing", "  line 12  handlers.a.handler_pth    unknown setting; did you mean handler_path?", "jbang: other"];
  assert.deepEqual(failureOf(2, said, ""), {
    kind: "brokenConfiguration",
    reason: "2 problems in smyth.toml",
    problems: {
      file: "smyth.toml",
      problems: [
        { line: 0, text: "handlers.a.handler_path: is missing" },
        { line: 11, text: "handlers.a.handler_pth: unknown setting; did you mean handler_path?" },
      ],
    },
  });
});

test("so has one that Smyth tells while it goes on with the configuration before", () => {
  assert.deepEqual(problemsIn("1 problem in api/smyth.toml\n  line 1   column 12: Unexpected end of line, expected ]\nthe configuration before it stays in force"), {
    file: "api/smyth.toml", problems: [{ line: 0, text: "column 12: Unexpected end of line, expected ]" }],
  });
  assert.deepEqual(problemsIn("1 problem in smyth.toml\n           tool.smyth   this table is missing")?.problems, [{ line: 0, text: "tool.smyth: this table is missing" }]);
  assert.equal(problemsIn("configuration reloaded"), undefined);
});

test("a port that is taken, a missing JDK and a source that is not trusted are told apart", () => {
  const taken = "port 8080 of 127.0.0.1 is taken; stop what listens there, or take a free port with --port 0";
  assert.deepEqual(failureOf(1, ["jbangw: fetching JBang 0.132.1", `smyth: ${taken}`], ""), { kind: "portTaken", reason: taken });
  assert.deepEqual(failureOf(4, ["jbangw: Smyth needs a JDK 25; none was found and JBang could not fetch one."], ""), { kind: "noJdk" });
  assert.deepEqual(failureOf(1, ["jbangw: no Java found; install a JDK 25, or JBang"], ""), { kind: "noJdk" });
  assert.deepEqual(failureOf(10, [], "smyth@mirumee"), { kind: "notTrusted", script: "smyth@mirumee", trust: "https://github.com/mirumee/" });
});

test("anything else is told in its own words, or by its exit code", () => {
  assert.deepEqual(failureOf(1, ["[jbang] [ERROR] Could not resolve dependencies", "worker says bye"], ""), { kind: "other", reason: "Could not resolve dependencies" });
  assert.deepEqual(failureOf(137, [], ""), { kind: "other", reason: "exit code 137" });
});

test("a Smyth that crashes is restarted once, and the second time the user is asked", () => {
  assert.equal(endingOf("running", -1, false), "restart");
  assert.equal(endingOf("running", 134, false), "restart");
  assert.equal(endingOf("running", 1, true), "crashed");
});

test("one that was asked to end has not crashed, and one that never served is not restarted", () => {
  assert.equal(endingOf("stopping", -1, false), "stopped");
  assert.equal(endingOf("running", 143, false), "stopped");
  assert.equal(endingOf("running", 0, false), "stopped");
  assert.equal(endingOf("starting", 2, false), "failed to start");
});
