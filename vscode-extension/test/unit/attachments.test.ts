import assert from "node:assert/strict";
import test from "node:test";
import { Attachments } from "../../src/attachments";
import type { Worker } from "../../src/worker";

const worker = (pid: number, environment = "orders:0"): Worker => ({ environment, function: environment.split(":")[0] ?? "", pid, language: "java", port: 5000 + pid });

test("a worker is attached to once, however often its port is announced", () => {
  const attachments = new Attachments();
  assert.equal(attachments.listening(worker(1), true), "attach");
  assert.equal(attachments.listening(worker(1), true), "nothing");
});

test("the worker after a reload is attached to again", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.started(worker(1), "session");
  attachments.ended(worker(1));
  attachments.stopped("orders:0", 1);
  assert.equal(attachments.listening(worker(2), true), "attach");
});

test("the new worker may come before the old one has ended", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.started(worker(1), "session");
  assert.equal(attachments.listening(worker(2), true), "attach");
  attachments.stopped("orders:0", 1);
  assert.ok(attachments.isAlive(worker(2)));
});

test("whom the user has disconnected stays disconnected, also after a reload", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.started(worker(1), "session");
  attachments.disconnected(worker(1));
  attachments.ended(worker(1));
  attachments.stopped("orders:0", 1);
  assert.equal(attachments.listening(worker(2), true), "release");
  assert.equal(attachments.listening(worker(3, "other:0"), true), "attach");
});

test("until the user asks for it", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.started(worker(1), "session");
  attachments.disconnected(worker(1));
  attachments.ended(worker(1));
  assert.deepEqual(attachments.wanted((name) => name === "orders:0"), [worker(1)]);
  attachments.stopped("orders:0", 1);
  assert.equal(attachments.listening(worker(2), true), "attach");
});

test("or Smyth is started anew", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.disconnected(worker(1));
  attachments.ended(worker(1));
  attachments.clear();
  assert.equal(attachments.listening(worker(2), true), "attach");
});

test("a function that is not to be debugged is released at once", () => {
  assert.equal(new Attachments().listening(worker(1), false), "release");
});

test("a session that ends after its worker changes nothing", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.started(worker(1), "session");
  attachments.stopped("orders:0", 1);
  attachments.disconnected(worker(1));
  attachments.ended(worker(1));
  assert.equal(attachments.listening(worker(2), true), "attach");
});

test("the view is told how it stands", () => {
  const attachments = new Attachments();
  assert.equal(attachments.debuggerOf("orders:0"), "none");
  attachments.listening(worker(1), true);
  assert.equal(attachments.debuggerOf("orders:0"), "attaching");
  attachments.started(worker(1), "session");
  assert.equal(attachments.debuggerOf("orders:0"), "attached");
  attachments.disconnected(worker(1));
  attachments.ended(worker(1));
  assert.equal(attachments.debuggerOf("orders:0"), "detached");
});

test("a Disconnect counts although the worker is replaced at the same moment", () => {
  const attachments = new Attachments();
  attachments.listening(worker(1), true);
  attachments.started(worker(1), "session");
  attachments.disconnected(worker(1));
  attachments.stopped("orders:0", 1);
  attachments.ended(worker(1));
  assert.equal(attachments.listening(worker(2), true), "release");
});
