import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { SmythProcess } from "../../src/smythProcess";

const unix = { skip: process.platform === "win32" };
const options = { cwd: process.cwd(), env: process.env };
const sh = (script: string) => ({ command: "sh", arguments: ["-c", script], verbatim: false });

/** Ended, whether or not somebody has asked for its exit code already. */
async function gone(pid: number): Promise<void> {
  while (!/^(Z.*)?$/.test(spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("lines of stdout and stderr come apart, and the exit code at the end", unix, async () => {
  const lines: string[] = [];
  const code = await new SmythProcess(sh("echo out; echo err >&2; exit 3"), options, (text, stream) => lines.push(`${stream} ${text}`)).ended;
  assert.deepEqual(lines.sort(), ["stderr err", "stdout out"]);
  assert.equal(code, 3);
});

test("a command that is not there rejects", async () => {
  await assert.rejects(new SmythProcess({ command: "no-such-jbang", arguments: [], verbatim: false }, options, () => {}).ended, { code: "ENOENT" });
});

test("ending it before it is ready ends what it has started, too", unix, async () => {
  let grandchild = 0;
  const started = new SmythProcess(sh("sleep 60 & echo $!; wait"), options, (text) => (grandchild = Number(text)));
  while (grandchild === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await started.end(false);
  await gone(grandchild);
});

test("killing takes the whole group", unix, async () => {
  let grandchild = 0;
  const started = new SmythProcess(sh("trap '' TERM; sleep 60 & echo $!; wait"), options, (text) => (grandchild = Number(text)));
  while (grandchild === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  started.kill();
  assert.equal(await started.ended, -1);
  await gone(grandchild);
});
