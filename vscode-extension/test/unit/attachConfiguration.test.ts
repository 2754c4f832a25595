import assert from "node:assert/strict";
import test from "node:test";
import { attachConfiguration, canDebug } from "../../src/attachConfiguration";
import type { Worker } from "../../src/worker";

const java: Worker = { environment: "orders:0", function: "orders", pid: 7, language: "java", port: 5005 };

test("a Java worker is attached to on loopback, with the source folders for want of a language server", () => {
  const configuration = attachConfiguration(java, "/shop", ["/shop/src"], false);
  assert.deepEqual([configuration["type"], configuration["request"], configuration["name"]], ["java", "attach", "orders:0"]);
  assert.deepEqual([configuration["hostName"], configuration["port"], configuration["sourcePaths"]], ["127.0.0.1", 5005, ["/shop/src"]]);
});

test("a Node worker is attached to by the built-in debugger", () => {
  const configuration = attachConfiguration({ ...java, language: "node" }, "/shop", [], false);
  assert.deepEqual([configuration["type"], configuration["address"], configuration["port"]], ["node", "127.0.0.1", 5005]);
});

test("a Python worker is attached to by debugpy", () => {
  const configuration = attachConfiguration({ ...java, language: "python" }, "/shop", [], false);
  assert.deepEqual([configuration["type"], configuration["connect"]], ["debugpy", { host: "127.0.0.1", port: 5005 }]);
});

test("each session carries the worker that it belongs to", () => {
  assert.deepEqual(attachConfiguration(java, "/shop", [], false)["smyth"], { ...java, key: "orders:0#7" });
});

test("a debugger is known by its type, whichever extension brings it", () => {
  const installed = [{ contributes: { debuggers: [{ type: "node" }, { type: "java" }] } }, {}, { contributes: {} }];
  assert.equal(canDebug("java", installed), true);
  assert.equal(canDebug("node", installed), true);
  assert.equal(canDebug("python", installed), false);
});

test("a debugger that cannot start brings up a dialog only when the user has asked for it", () => {
  assert.equal(attachConfiguration(java, "/shop", [], false)["__autoAttach"], true);
  assert.equal(attachConfiguration(java, "/shop", [], true)["__autoAttach"], undefined);
});
