import assert from "node:assert/strict";
import test from "node:test";
import { draftPath, functionOfPayload, jsonProblem, Payloads, pretty, resultText } from "../../src/payloads";
import { environmentItem, functionItem } from "../../src/treeItems";

const environment = { name: "orders:0", state: "warm", task_counter: 1, pid: 71, revision: 2, debug_port: 5005 } as const;

test("an execution environment shows its state, its process and its debugger", () => {
  assert.equal(environmentItem(environment, "attached").description, "warm, process 71, 1 invocation, debugging");
  assert.equal(environmentItem({ ...environment, state: "working", task_counter: 3 }, "none").description, "working, process 71, 3 invocations");
  assert.equal(environmentItem({ ...environment, state: "cold", pid: null }, "none").description, "cold");
});

test("only one whose debugger has left offers to attach again", () => {
  assert.equal(environmentItem(environment, "detached").context, "environment-alive-detached");
  assert.equal(environmentItem(environment, "attached").context, "environment-alive");
});

test("only a function with a route can be opened in a browser", () => {
  const status = { name: "orders", environments: [environment] };
  assert.equal(functionItem(status, { name: "orders", handler: "shop.Orders", urlPaths: ["/orders"], sources: [] }).context, "function-route");
  assert.equal(functionItem(status, { name: "orders", handler: "shop.Orders", urlPaths: ["/orders", "/stream"], sources: [] }).description, "/orders, /stream");
  assert.equal(functionItem(status, undefined).context, "function");
  assert.equal(functionItem(status, undefined).description, "by name");
});

test("an answer is shown with how it came about", () => {
  assert.equal(resultText("orders", { failed: false, status: 200, body: '{"a":1}' }, 12), '// orders answered after 12 ms\n{\n  "a": 1\n}\n');
  assert.match(resultText("orders", { failed: true, status: 200, body: "{}" }, 12), /^\/\/ orders failed after 12 ms/);
  assert.match(resultText("orders", { failed: false, status: 404, body: "{}" }, 12), /^\/\/ orders was refused with status 404/);
});

test("a payload is checked before it is sent", () => {
  assert.equal(jsonProblem('{"a": [1, "b", null]}'), undefined);
  assert.match(jsonProblem("{a}") ?? "", /JSON/);
  assert.equal(pretty("no json"), "no json");
});

test("a payload that is being written is a file, from which its function is known", () => {
  assert.equal(draftPath("orders"), ".smyth/events/orders/payload.json");
  assert.equal(functionOfPayload(`/shop/${draftPath("orders")}`), "orders");
  assert.equal(functionOfPayload("C:\\shop\\.smyth\\events\\orders\\large.json"), "orders");
  assert.equal(functionOfPayload("/shop/.smyth/events/any.json"), undefined);
  assert.equal(functionOfPayload("/shop/orders/payload.json"), undefined);
});

test("the last payload outlasts the window", async () => {
  const kept = new Map<string, unknown>();
  const store = { get: <T>(key: string) => kept.get(key) as T | undefined, update: async (key: string, value: unknown) => void kept.set(key, value) };
  await new Payloads(store).remember("orders", '{"id": 1}');
  await new Payloads(store).remember("audit", "{}");
  await new Payloads(store).remember("audit", `"${"x".repeat(200_000)}"`);
  assert.equal(new Payloads(store).lastOf("orders"), '{"id": 1}');
  assert.equal(new Payloads(store).lastOf("audit"), "{}");
  assert.equal(new Payloads(store).lastOf("other"), undefined);
});
