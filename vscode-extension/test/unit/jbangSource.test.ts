import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { jbangSource } from "../../src/jbangSource";

const jbangw = path.join(process.env["SMYTH_EXTENSION"] ?? "", "..", "jbangw");
const version = /^version=(\S+)/m.exec(fs.readFileSync(jbangw, "utf8"))?.[1];

function machine(commands: readonly string[] = []): { PATH: string; HOME: string } {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "smyth-jbang-"));
  for (const command of commands) fs.writeFileSync(path.join(home, command), "", { mode: 0o755 });
  return { PATH: home, HOME: home };
}

test("without JBang and Maven an installer would run, which is asked about first", () => {
  assert.equal(jbangSource("", jbangw, machine(), "linux"), "installer");
});

test("with Maven its jar is fetched, and its checksum compared", () => {
  assert.equal(jbangSource("", jbangw, machine(["mvn"]), "darwin"), "maven");
});

test("nothing is fetched where JBang is installed, named in the settings, or fetched already", () => {
  assert.equal(jbangSource("", jbangw, machine(["jbang"]), "linux"), "installed");
  assert.equal(jbangSource("/opt/jbang", jbangw, machine(), "linux"), "installed");
  const env = machine();
  fs.mkdirSync(path.join(env.HOME, ".jbang/cache/jbangw"), { recursive: true });
  fs.writeFileSync(path.join(env.HOME, `.jbang/cache/jbangw/jbang-cli-${version}-all.jar`), "");
  assert.equal(jbangSource("", jbangw, env, "linux"), "installed");
});

test("on Windows jbang of the PATH runs, or nothing", () => {
  assert.equal(jbangSource("", jbangw, machine(), "win32"), "installed");
});
