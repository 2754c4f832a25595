/// The function that a handler name means, found and refused as AWS's runtime does.
"use strict";

const path = require("node:path");
const { fault, ownRequireCut } = require("./failure.cjs");
const { loadModule } = require("./modules.cjs");

/// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: `folder/module.export`, exports may be nested.
async function load(root, name) {
  if (name.includes("..")) {
    throw fault("MalformedHandlerName", `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const base = path.basename(name);
  const folder = name.slice(0, name.indexOf(base));
  const dot = base.indexOf(".");
  if (dot < 0) throw fault("MalformedHandlerName", "Bad handler");
  let module;
  try {
    module = await loadModule(root, folder, base.slice(0, dot));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const wrapped = fault("UserCodeSyntaxError", String(error));
      wrapped.stack = error.stack;
      throw wrapped;
    }
    throw error?.code === "MODULE_NOT_FOUND" ? fault("ImportModuleError", ownRequireCut(String(error))) : error;
  }
  const find = (from) => base.slice(dot + 1).split(".").reduce((nested, key) => nested && nested[key], from);
  const handler = find(module) ?? find(module?.default);
  if (!handler) throw fault("HandlerNotFound", `${name} is undefined or not exported`);
  if (typeof handler !== "function") throw fault("HandlerNotFound", `${name} is not a function`);
  return handler;
}

module.exports = { load };
