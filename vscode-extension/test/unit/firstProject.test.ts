import assert from "node:assert/strict";
import test from "node:test";
import { firstProject } from "../../src/firstProject";

test("an empty folder, or a new repository, gets a handler, so the language is asked for", () => {
  assert.equal(firstProject([], false), "handler");
  assert.equal(firstProject([".git", ".gitignore", "README.md", "LICENSE"], false), "handler");
});

test("a folder with files gets a configuration for the handlers in it, whose languages are known", () => {
  assert.equal(firstProject(["README.md", "Hello.java"], false), "configuration");
});

test("one that has a configuration gets nothing", () => {
  assert.equal(firstProject(["smyth.toml", "src"], true), "nothing");
});
