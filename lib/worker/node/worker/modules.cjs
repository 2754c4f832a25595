/// The user's modules: CommonJS, ES modules and TypeScript, looked for in AWS's order.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { fault } = require("./failure.cjs");

/// The module `name` in a folder below the root; its file's ending is not known yet.
async function loadModule(root, folder, name) {
  const file = path.resolve(root, folder, name);
  const load = (extension) => import(pathToFileURL(file + extension).href);
  if (fs.existsSync(file) && fs.statSync(file).isFile()) return require(file);
  if (fs.existsSync(file + ".js")) return isModule(path.dirname(file)) ? load(".js") : require(file + ".js");
  if (fs.existsSync(file + ".mjs")) return load(".mjs");
  if (fs.existsSync(file + ".cjs")) return require(file + ".cjs");
  for (const extension of [".ts", ".mts", ".cts"]) if (fs.existsSync(file + extension)) return loadTypeScript(file + extension);
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

/// Node strips types itself from 22.18 on, and from 22.6 on when asked to (which Smyth does on the command line).
async function loadTypeScript(file) {
  if (!process.features.typescript && !process.execArgv.includes("--experimental-strip-types")) {
    throw fault("ImportModuleError", `${file} is TypeScript, which Node ${process.versions.node} cannot load; use Node 22.6 or later, or set build and name the compiled file`);
  }
  return import(pathToFileURL(file).href);
}

/// Whether the nearest package.json makes `.js` files ES modules.
function isModule(folder) {
  if (path.basename(folder) === "node_modules") return false;
  const file = path.join(folder, "package.json");
  if (fs.existsSync(file)) {
    try {
      return JSON.parse(fs.readFileSync(file, "utf8"))?.type === "module";
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent !== folder && isModule(parent);
}

module.exports = { loadModule };
