import assert from "node:assert/strict";
import test from "node:test";
import { concerns, handlersIn, placesOf } from "../../src/handlers";

const JSON_OF_SMYTH = JSON.stringify({
  configuration: "/w/smyth.toml",
  functions: [
    { name: "orders", handler_path: "shop.Orders::create", language: "java", file: "/w/src/shop/Orders.java", line: 6 },
    { name: "cancel", handler_path: "shop.Orders::cancel", language: "java", file: "/w/src/shop/Orders.java", line: 9 },
    { name: "gone", handler_path: "No.Where", language: null, file: null, line: null },
  ],
  handlers: [],
  problem: null,
});
const places = placesOf(JSON_OF_SMYTH);

test("functions whose handler Smyth has found are read with file and line", () => {
  assert.deepEqual(places, [
    { function: "orders", handler: "shop.Orders::create", file: "/w/src/shop/Orders.java", line: 5 },
    { function: "cancel", handler: "shop.Orders::cancel", file: "/w/src/shop/Orders.java", line: 8 },
  ]);
});

test("what is not Smyth's answer holds no handlers", () => {
  for (const text of ["", "jbang: no", "[]", "{}", "null", '{"functions":[null,1,{"name":2}]}']) assert.deepEqual(placesOf(text), [], text);
});

test("a file shows its own handlers, on lines that it has", () => {
  assert.deepEqual(handlersIn("/w/src/shop/Orders.java", 7, places), [{ function: "orders", line: 5 }, { function: "cancel", line: 6 }]);
  assert.deepEqual(handlersIn("/w/other/shop/Orders.java", 7, places), []);
});

test("a saved handler asks Smyth again", () => {
  assert.ok(concerns("/w/src/shop/Orders.java", places));
  assert.ok(!concerns("/w/src/shop/Other.java", places));
});
