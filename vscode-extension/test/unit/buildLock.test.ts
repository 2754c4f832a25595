import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { acquireBuildLock } from "../../src/buildLock";

const never = new AbortController().signal;
const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), "smyth-lock-"));

test("the second window waits until the first has built", async () => {
  const shared = folder();
  const order: string[] = [];
  const release = await acquireBuildLock(shared, () => order.push("first waits"), never);
  const second = acquireBuildLock(shared, () => order.push("second waits"), never).then((done) => {
    order.push("second builds");
    return done();
  });
  while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  order.push("first is done");
  await release();
  await second;
  assert.deepEqual(order, ["second waits", "first is done", "second builds"]);
});

test("the lock of a window that has died is taken over", async () => {
  const shared = folder();
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  fs.mkdirSync(path.join(shared, "building"));
  fs.writeFileSync(path.join(shared, "building", "pid"), String(pid));
  await (await acquireBuildLock(shared, () => assert.fail("nobody builds"), never))();
});

test("waiting can be given up", async () => {
  const shared = folder();
  const release = await acquireBuildLock(shared, () => {}, never);
  const abort = new AbortController();
  await assert.rejects(acquireBuildLock(shared, () => abort.abort(), abort.signal));
  await release();
});
