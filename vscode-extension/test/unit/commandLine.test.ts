import assert from "node:assert/strict";
import test from "node:test";
import { commandLine, isBuilt, progressOf, readyUrl, trustOf, type Start } from "../../src/commandLine";

const start: Start = { debug: true, folder: "/shop", path: "", arguments: [], script: "", jbang: "", parent: 42 };

test("the Smyth that comes with the extension runs through jbangw", () => {
  assert.deepEqual(commandLine(start, "/ext/smyth", "linux"), {
    command: "sh", arguments: ["/ext/smyth/jbangw", "/ext/smyth/smyth.java", "--debug", "--parent", "42"], verbatim: false,
  });
});

test("a path, more arguments and no debugging are passed on as they are", () => {
  const { arguments: args } = commandLine({ ...start, debug: false, path: "/my shop/api", arguments: ["--port", "0"] }, "/ext/smyth", "darwin");
  assert.deepEqual(args.slice(2), ["/my shop/api", "--parent", "42", "--port", "0"]);
});

test("another script runs in place of the one that comes along", () => {
  assert.deepEqual(commandLine({ ...start, script: "smyth@mirumee" }, "/ext/smyth", "linux").arguments.slice(0, 2), ["/ext/smyth/jbangw", "smyth@mirumee"]);
});

test("the user's own jbang is run as it is", () => {
  assert.deepEqual(commandLine({ ...start, jbang: "/opt/jbang/bin/jbang" }, "/ext/smyth", "linux"), {
    command: "/opt/jbang/bin/jbang", arguments: ["/ext/smyth/smyth.java", "--debug", "--parent", "42"], verbatim: false,
  });
});

test("on Windows every argument is quoted for cmd.exe", () => {
  const line = commandLine({ ...start, path: 'C:\\my "shop" & co 100%' }, "C:\\ext", "win32");
  assert.equal(line.command, "cmd.exe");
  assert.equal(line.verbatim, true);
  assert.match(line.arguments[3] ?? "", /^""jbang\.cmd" ".*smyth\.java" "C:\\my ""shop"" & co 100%"\^"" "--debug" "--parent" "42""$/);
});

test("the ready line names the address; no other line does", () => {
  assert.equal(readyUrl("Smyth on http://127.0.0.1:8080"), "http://127.0.0.1:8080");
  assert.equal(readyUrl("Smyth on http://[::1]:8080"), "http://[::1]:8080");
  assert.equal(readyUrl("orders:0 | Smyth on http://127.0.0.1:1"), undefined);
});

test("what JBang is asked to trust is the catalog's owner, or the folder of the URL", () => {
  assert.equal(trustOf("smyth@mirumee"), "https://github.com/mirumee/");
  assert.equal(trustOf("smyth@mirumee/jbang-catalog"), "https://github.com/mirumee/");
  assert.equal(trustOf("https://example.com/tools/smyth.java"), "https://example.com/tools/");
});

test("a release is not compiled, so no window waits for another one", () => {
  assert.equal(isBuilt("io.github.mirumee:smyth:0.1.0"), true);
  for (const script of ["", "smyth@mirumee", "https://example.com/smyth.java", "C:\\tools\\smyth.java", "lib/smyth.java"]) assert.equal(isBuilt(script), false, script);
});

test("what the first start fetches is told", () => {
  assert.equal(progressOf("[jbang] Downloading JDK 25. Be patient, this can take several minutes..."), "Downloading JDK 25. Be patient, this can take several minutes...");
  assert.equal(progressOf("[jbang]    info.picocli:picocli:4.7.7"), "info.picocli:picocli:4.7.7");
  assert.equal(progressOf("jbangw: fetching JBang 0.132.1"), "fetching JBang 0.132.1");
  assert.equal(progressOf("[jbang] [ERROR] no"), undefined);
  assert.equal(progressOf("orders:0 | hello"), undefined);
});
