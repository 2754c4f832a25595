import { parse, type TomlTable, type TomlValue } from "smol-toml";

/** A function as the configuration names it, as far as the editor needs to know. */
export interface FunctionInfo {
  readonly name: string;
  /** `shop.Orders::handle`, `app.handlers.order`, `index.handler`. */
  readonly handler: string;
  /** As written, or undefined when it is reached by name only. */
  readonly urlPath: string | undefined;
  /** Source folders or files, as written. */
  readonly sources: readonly string[];
}

/**
 * The functions of a configuration file.
 *
 * A file that is being typed is broken every other second: there are no functions in it then, and Smyth says what is wrong.
 *
 * @param isPyproject whether the settings are below `[tool.smyth]`
 */
export function functionsOf(text: string, isPyproject: boolean): FunctionInfo[] {
  let root: TomlTable;
  try {
    root = parse(text);
  } catch {
    return [];
  }
  const settings = isPyproject ? table(table(root["tool"])["smyth"]) : root;
  return Object.entries(table(settings["handlers"])).map(([name, value]) => {
    const handler = table(value);
    return { name, handler: textOf(handler["handler_path"]) ?? "", urlPath: textOf(handler["url_path"]), sources: texts(handler["source"]) };
  });
}

/** A path that the route matches, to click on: the same that Smyth shows. */
export function examplePath(urlPath: string): string {
  return urlPath.replace(/\/?\{[^}]*(\+|:path)\}/g, "/hello").replace(/\{[^}]*\}/g, "1");
}

function table(value: TomlValue | undefined): TomlTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date) ? value : {};
}

function textOf(value: TomlValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: TomlValue | undefined): string[] {
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return values.filter((each) => typeof each === "string");
}
