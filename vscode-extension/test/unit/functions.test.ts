import assert from "node:assert/strict";
import test from "node:test";
import { examplePath, functionsOf, pathPrefixOf } from "../../src/functions";

test("functions are read from smyth.toml in the order of the file", () => {
  const toml = '[handlers.orders]\nhandler_path = "shop.Orders::handle"\nurl_path = "/orders"\nsource = "src"\n[handlers.audit]\nhandler_path = "shop.Audit"\nsource = ["a", "b"]';
  assert.deepEqual(functionsOf(toml, false), [
    { name: "orders", handler: "shop.Orders::handle", urlPaths: ["/orders"], sources: ["src"] },
    { name: "audit", handler: "shop.Audit", urlPaths: [], sources: ["a", "b"] },
  ]);
});

test("a function may have several routes", () => {
  const toml = '[handlers.orders]\nhandler_path = "shop.Orders"\n[[handlers.orders.routes]]\nurl_path = "/orders/{id}"\n[[handlers.orders.routes]]\nurl_path = "/stream"\nevent = "function-url"\n[[handlers.orders.routes]]\n';
  assert.deepEqual(functionsOf(toml, false).map((each) => each.urlPaths), [["/orders/{id}", "/stream"]]);
});

test("and from [tool.smyth] of a pyproject.toml", () => {
  const toml = '[project]\nname = "x"\n[tool.smyth]\nsmyth_path_prefix = "/dev"\n[tool.smyth.handlers.saleor]\nhandler_path = "app.handler"\nurl_path = "/{path:path}"';
  assert.deepEqual(functionsOf(toml, true).map((each) => each.name), ["saleor"]);
  assert.equal(pathPrefixOf(toml, true), "/dev");
});

test("a file that is just being typed has none", () => {
  assert.deepEqual(functionsOf("[handlers.orders\nhand", false), []);
  assert.equal(pathPrefixOf("[handlers.orders\nhand", false), "/smyth");
});

test("a project without Smyth has none", () => {
  assert.deepEqual(functionsOf('[project]\nname = "x"', true), []);
});

test("the path to click on is one that the route matches", () => {
  assert.equal(examplePath("/orders/{id}"), "/orders/1");
  assert.equal(examplePath("/saleor/{path:path}"), "/saleor/hello");
  assert.equal(examplePath("/{proxy+}"), "/hello");
  assert.equal(examplePath("/plain"), "/plain");
});
