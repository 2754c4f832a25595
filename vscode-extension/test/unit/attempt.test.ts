import assert from "node:assert/strict";
import test from "node:test";
import { Attempt } from "../../src/attempt";

const LONG = 60_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("an adapter that never says anything holds its worker no longer than the limit", async () => {
  assert.deepEqual(await new Attempt(10, LONG).outcome, { kind: "silent" });
});

test("nor one that falls silent on its way", async () => {
  const attempt = new Attempt(LONG, 10);
  attempt.heard();
  assert.deepEqual(await attempt.outcome, { kind: "silent" });
});

test("one that goes on talking may take longer", async () => {
  const attempt = new Attempt(100, 100);
  for (let i = 0; i < 8; i++) {
    await pause(25);
    attempt.heard();
  }
  assert.equal(attempt.isOver, false);
  attempt.settle({ kind: "inPlace" });
  assert.deepEqual(await attempt.outcome, { kind: "inPlace" });
});

test("a failure ends the wait at once, with what the adapter has said of it", async () => {
  const attempt = new Attempt(LONG, LONG);
  attempt.reason = "no Java was found";
  attempt.failed("the session did not start");
  assert.deepEqual(await attempt.outcome, { kind: "failed", reason: "no Java was found" });
});

test("the first outcome counts", async () => {
  const attempt = new Attempt(LONG, LONG);
  attempt.settle({ kind: "gone" });
  attempt.failed("connection refused");
  attempt.heard();
  assert.deepEqual(await attempt.outcome, { kind: "gone" });
});

test("silence after the adapter's last word is a good sign where it says no more", async () => {
  const attempt = new Attempt(LONG, LONG);
  attempt.inPlaceAfter(10);
  assert.deepEqual(await attempt.outcome, { kind: "inPlace" });
});
