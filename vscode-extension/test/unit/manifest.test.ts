import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const folder = process.env["SMYTH_EXTENSION"] ?? "";
const read = (name: string) => fs.readFileSync(path.join(folder, name), "utf8");
const manifest = JSON.parse(read("package.json"));

test("every setting has a description, a default and a scope", () => {
  for (const [name, setting] of Object.entries<Record<string, unknown>>(manifest.contributes.configuration.properties))
    for (const key of ["markdownDescription", "default", "scope"]) assert.ok(key in setting, `${name} has no ${key}`);
});

test("every command that menus and walkthrough name is there, and registered", () => {
  const commands: string[] = manifest.contributes.commands.map((each: { command: string }) => each.command);
  const sources = fs.readdirSync(path.join(folder, "src")).map((name) => read(`src/${name}`)).join("\n");
  for (const command of commands) assert.ok(sources.includes(`"${command}"`), `${command} is not registered`);
  for (const [named] of JSON.stringify(manifest.contributes).matchAll(/smyth\.[a-zA-Z]+(?=\)|")/g)) {
    const known = commands.includes(named) || named in manifest.contributes.configuration.properties || ["smyth.active", "smyth.running", "smyth.configured", "smyth.offered", "smyth.functions", "smyth.toml"].includes(named);
    assert.ok(known, `${named} is named in package.json`);
  }
});

test("every command and setting is in the README", () => {
  const readme = read("README.md");
  for (const { title } of manifest.contributes.commands) assert.ok(readme.includes(title), `README.md says nothing of ${title}`);
  for (const name of Object.keys(manifest.contributes.configuration.properties)) assert.ok(readme.includes(`\`${name}\``), `README.md says nothing of ${name}`);
});

test("nothing is started in an untrusted workspace, and no other extension is needed", () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, false);
  assert.equal(manifest.extensionDependencies, undefined);
});

test("F5 in a source file of a project offers Smyth, and in no other folder", () => {
  const [smyth] = manifest.contributes.debuggers;
  assert.deepEqual(smyth.languages, ["java", "python", "javascript", "typescript"]);
  assert.equal(smyth.when, "smyth.offered");
  assert.ok(manifest.activationEvents.includes("onDebug"), "the context key is set before a debug type is looked for");
});

test("the schema knows every setting that the page of settings has, and no other", () => {
  const page = fs.readFileSync(path.join(folder, "..", "docs", "settings.md"), "utf8");
  const rows = (title: string) => [...(page.split(`## ${title}`)[1] ?? "").split("\n## ")[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).sort();
  const schema = JSON.parse(read("schema/smyth.schema.json"));
  const handler = schema.properties.handlers.additionalProperties.properties;
  assert.deepEqual(Object.keys(schema.properties).sort(), rows("Top level"));
  assert.deepEqual(Object.keys(handler).sort(), [...rows("Handlers"), ...rows("Routes")].sort());
  assert.deepEqual(Object.keys(handler.routes.items.properties).sort(), rows("Routes"));
});
