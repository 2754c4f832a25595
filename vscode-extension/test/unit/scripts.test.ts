import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const folder = process.env["SMYTH_EXTENSION"] ?? "";
const read = (name: string) => fs.readFileSync(path.join(folder, name), "utf8");

// grep -q and head stop reading early; whether the writer notices in time, and fails with SIGPIPE, is chance.
test("no script with pipefail pipes into a reader that may stop early", () => {
  for (const script of ["test/ci.sh", "test/install.sh", "../.ci/run"]) {
    const text = read(script);
    assert.ok(text.includes("pipefail"), script);
    const early = text.split("\n").filter((line) => /[^|]\|\s*(grep\s+-[a-z]*[qm]|head\b)/.test(line) && !line.trim().startsWith("#"));
    assert.deepEqual(early, [], script);
  }
});

test("the test's debug adapter is compiled by the JDK that runs it", () => {
  assert.doesNotMatch(read("test/install.sh"), /\bjavac\b/);
});
