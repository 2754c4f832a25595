import assert from "node:assert/strict";
import test from "node:test";
import type { FunctionInfo } from "../../src/functions";
import { candidates, handlersIn } from "../../src/handlers";

const named = (handler: string): FunctionInfo => ({ name: "f", handler, urlPaths: [], sources: [] });

const JAVA = `package shop;

public class Orders {
    private final Orders other = new Orders();

    public String handle(String event) {
        return other.handle(event);
    }
}
`;

test("a Java method is found in the file of its class", () => {
  assert.deepEqual(handlersIn(JAVA, "/w/src/main/java/shop/Orders.java", "java", [named("shop.Orders::handle")]), [{ function: "f", line: 5 }]);
});

test("not in a file of another package", () => {
  assert.deepEqual(handlersIn(JAVA, "/w/src/other/Orders.java", "java", [named("shop.Orders::handle")]), []);
});

test("Python Smyth's form names class and method", () => {
  assert.deepEqual(handlersIn(JAVA, "/w/shop/Orders.java", "java", [named("shop.Orders.handle")]), [{ function: "f", line: 5 }]);
});

test("a method that is inherited is shown at its class", () => {
  assert.deepEqual(handlersIn(JAVA, "/w/shop/Orders.java", "java", [named("shop.Orders")]), [{ function: "f", line: 2 }]);
});

test("a nested class is found in the file of the outer one", () => {
  const source = "class Outer {\n    static class Inner {\n        void handle() {\n        }\n    }\n}\n";
  assert.deepEqual(handlersIn(source, "/w/Outer.java", "java", [named("Outer$Inner::handle")]), [{ function: "f", line: 2 }]);
});

test("a Python function is found in its module", () => {
  const source = "import json\n\n\nasync def other(): ...\n\n\ndef order_handler(event, context):\n    return {}\n";
  assert.deepEqual(handlersIn(source, "/w/my_app/handlers.py", "python", [named("my_app.handlers.order_handler")]), [{ function: "f", line: 6 }]);
  assert.deepEqual(handlersIn(source, "/w/my_app/other.py", "python", [named("my_app.handlers.order_handler")]), []);
});

test("a Node export is found in all its forms", () => {
  for (const line of ["export const handler = async (event) => {", "export async function handler(event) {", "exports.handler = async () => {", "module.exports.handler = 1"]) {
    assert.deepEqual(handlersIn(`// first\n${line}\n`, "C:\\w\\src\\index.mjs", "javascript", [named("src/index.handler")]), [{ function: "f", line: 1 }], line);
  }
});

test("the source of a handler is looked for under the names that it can have", () => {
  assert.deepEqual(candidates("shop.Orders::handle").slice(0, 1), ["shop/Orders.java"]);
  assert.ok(candidates("shop.Orders.handle").includes("shop/Orders.java"));
  assert.ok(candidates("my_app.handlers.order").includes("my_app/handlers.py"));
  assert.ok(candidates("src/index.handler").includes("src/index.mjs"));
});
