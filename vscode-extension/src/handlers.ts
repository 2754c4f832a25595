import type { FunctionInfo } from "./functions";

/** A handler in a source file: the line to show it at, from 0. */
export interface HandlerLine {
  readonly function: string;
  readonly line: number;
}

export type SourceLanguage = "java" | "python" | "javascript";

/** The handlers of the configuration that this file holds. */
export function handlersIn(source: string, path: string, language: SourceLanguage, functions: readonly FunctionInfo[]): HandlerLine[] {
  const lines = source.split(/\r?\n/);
  return functions.flatMap((each) => {
    const line = lineOf(lines, path, language, each.handler);
    return line < 0 ? [] : [{ function: each.name, line }];
  });
}

/** The ends of the paths under which the source file of a handler may be found, best first. */
export function candidates(handler: string): string[] {
  const type = handler.replace(/::.*$/, "");
  const module = type.replace(/\.[^./]*$/, "");
  const asPath = (name: string) => name.replaceAll(".", "/");
  const outer = asPath(type.replace(/\$.*$/, ""));
  return [`${outer}.java`, `${asPath(module)}.java`, `${asPath(module)}.py`, ...["mjs", "js", "cjs", "ts", "mts"].map((extension) => `${module.replace(/^\.\//, "")}.${extension}`)];
}

function lineOf(lines: readonly string[], path: string, language: SourceLanguage, handler: string): number {
  const file = path.replaceAll("\\", "/");
  const [type = "", method] = handler.split("::");
  switch (language) {
    case "java": {
      // AWS's form names the class, Python Smyth's the class and then the method.
      const forms = method === undefined ? [{ type, method: "handleRequest" }, { type: type.replace(/\.[^.]*$/, ""), method: type.replace(/^.*\./, "") }] : [{ type, method }];
      for (const form of forms) {
        if (!endsWithPath(file, `${form.type.replace(/\$.*$/, "").replaceAll(".", "/")}.java`)) continue;
        const found = javaMethod(lines, form.type.replace(/^.*[.$]/, ""), form.method);
        if (found >= 0) return found;
      }
      return -1;
    }
    case "python": {
      const name = type.replace(/^.*\./, "");
      if (!endsWithPath(file, `${type.replace(/\.[^.]*$/, "").replaceAll(".", "/")}.py`)) return -1;
      return lines.findIndex((line) => new RegExp(`^(async\\s+)?def\\s+${escaped(name)}\\b|^${escaped(name)}\\s*=`).test(line));
    }
    case "javascript": {
      const name = type.replace(/^.*\./, "");
      const module = type.replace(/\.[^./]*$/, "").replace(/^\.\//, "");
      if (!endsWithPath(file.replace(/\.(mjs|cjs|js|mts|ts)$/, ""), module)) return -1;
      const exported = new RegExp(`^\\s*export\\s+(default\\s+)?(async\\s+)?(const|let|var|function\\*?)\\s+${escaped(name)}\\b|^\\s*(module\\.)?exports\\.${escaped(name)}\\s*=`);
      return lines.findIndex((line) => exported.test(line));
    }
  }
}

/** The method's line behind the line of its class; else the class's, when the method is inherited. */
function javaMethod(lines: readonly string[], simpleName: string, method: string): number {
  const start = lines.findIndex((line) => new RegExp(`\\b(class|record|enum|interface)\\s+${escaped(simpleName)}\\b`).test(line));
  if (start < 0) return -1;
  const declared = new RegExp(`^\\s+(?!return\\b|new\\b|else\\b)[\\w@].*\\b${escaped(method)}\\s*\\(`);
  const found = lines.findIndex((line, index) => index > start && declared.test(line) && !/;\s*$/.test(line) && !/[.=]\s*\w*\s*\w*\(/.test(line.slice(0, line.indexOf("(") + 1)));
  return found < 0 ? start : found;
}

function endsWithPath(file: string, end: string): boolean {
  return file === end || file.endsWith(`/${end}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
