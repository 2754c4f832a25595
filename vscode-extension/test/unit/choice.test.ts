import assert from "node:assert/strict";
import test from "node:test";
import { choose, isInside, withoutShadowed } from "../../src/choice";

const ORDERS = "/shop/services/orders/smyth.toml";
const AUDIT = "/shop/services/audit/smyth.toml";

test("the only configuration is chosen, wherever it is", () => {
  assert.deepEqual(choose([ORDERS], "", undefined), { kind: "clear", file: ORDERS });
  assert.deepEqual(choose([], "", undefined), { kind: "none" });
});

test("the one at the top is meant where the others are deeper", () => {
  assert.deepEqual(choose([ORDERS, "/shop/smyth.toml"], "", undefined), { kind: "clear", file: "/shop/smyth.toml" });
});

test("between equals the user is asked, and the answer is remembered", () => {
  assert.deepEqual(choose([ORDERS, AUDIT], "", undefined), { kind: "open", file: AUDIT });
  assert.deepEqual(choose([ORDERS, AUDIT], "", ORDERS), { kind: "clear", file: ORDERS });
  assert.deepEqual(choose([ORDERS, AUDIT], "", "/shop/gone/smyth.toml"), { kind: "open", file: AUDIT });
});

test("what the settings or a launch configuration name comes first: the file, its folder, or what is below", () => {
  for (const served of [AUDIT, "/shop/services/audit", "/shop/services/audit/src/Audit.java"]) {
    assert.deepEqual(choose([ORDERS, AUDIT], served, ORDERS), { kind: "clear", file: AUDIT });
  }
  assert.deepEqual(choose([ORDERS], "/elsewhere/Hello.java", undefined), { kind: "none" });
});

test("a pyproject.toml beside a smyth.toml is not read", () => {
  assert.deepEqual(withoutShadowed(["/shop/pyproject.toml", "/shop/smyth.toml", "/shop/api/pyproject.toml"]), ["/shop/smyth.toml", "/shop/api/pyproject.toml"]);
});

test("a folder whose name begins like another one's is not in it", () => {
  assert.equal(isInside("/shop", "/shop-old/smyth.toml"), false);
  assert.equal(isInside("/shop", "/shop/smyth.toml"), true);
  assert.equal(isInside("/shop", "/shop"), true);
  assert.equal(isInside("/shop", "/shop/..hidden/smyth.toml"), true);
});
