import { parse, type TomlTable, type TomlValue } from "smol-toml";

/** A function as the configuration names it, as far as the editor needs to know. */
export interface FunctionInfo {
  readonly name: string;
  /** `shop.Orders::handle`, `app.handlers.order`, `index.handler`. */
  readonly handler: string;
  /** One for each route, as written; none when it is reached by name only. */
  readonly urlPaths: readonly string[];
  /** Source folders or files, as written. */
  readonly sources: readonly string[];
}

/**
 * The functions of a configuration file.
 *
 * @param isPyproject whether the settings are below `[tool.smyth]`
 */
export function functionsOf(text: string, isPyproject: boolean): FunctionInfo[] {
  return Object.entries(table(settingsOf(text, isPyproject)["handlers"])).map(([name, value]) => {
    const handler = table(value);
    return { name, handler: textOf(handler["handler_path"]) ?? "", urlPaths: routesOf(handler).flatMap((route) => textOf(route["url_path"]) ?? []), sources: texts(handler["source"]) };
  });
}

/** The table of the only route, or those of `[[handlers.NAME.routes]]`. */
function routesOf(handler: TomlTable): TomlTable[] {
  const routes = handler["routes"];
  return Array.isArray(routes) ? routes.map(table) : [handler];
}

/** Where Smyth's own pages begin. */
export function pathPrefixOf(text: string, isPyproject: boolean): string {
  return textOf(settingsOf(text, isPyproject)["smyth_path_prefix"]) ?? "/smyth";
}

/** A path that the route matches, to click on: the same that Smyth shows. */
export function examplePath(urlPath: string): string {
  return urlPath.replace(/\/?\{[^}]*(\+|:path)\}/g, "/hello").replace(/\{[^}]*\}/g, "1");
}

/** A file that is being edited is often incomplete: it has no settings then, and Smyth says what is wrong. */
function settingsOf(text: string, isPyproject: boolean): TomlTable {
  try {
    const root = parse(text);
    return isPyproject ? table(table(root["tool"])["smyth"]) : root;
  } catch {
    return {};
  }
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
