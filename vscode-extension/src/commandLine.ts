import path from "node:path";

/** How Smyth is to be started. */
export interface Start {
  readonly debug: boolean;
  /** The folder that Smyth is started in. */
  readonly folder: string;
  /** What to serve, or "" for the folder. */
  readonly path: string;
  readonly arguments: readonly string[];
  /** The script that JBang runs, or "" for the one that comes with the extension. */
  readonly script: string;
  /** The user's own `jbang`, or "". */
  readonly jbang: string;
  /** The process whose end ends Smyth. */
  readonly parent: number;
}

export interface CommandLine {
  readonly command: string;
  readonly arguments: readonly string[];
  /** On Windows `.cmd` files run in `cmd.exe` alone, which wants its line quoted by us. */
  readonly verbatim: boolean;
}

/** The command line that starts Smyth: the extension's own copy through `jbangw`, or the script and the `jbang` that the user has named. */
export function commandLine(start: Start, bundled: string, platform: NodeJS.Platform): CommandLine {
  const script = start.script || path.join(bundled, "smyth.java");
  const smyth = [script, ...(start.path === "" ? [] : [start.path]), ...(start.debug ? ["--debug"] : []), "--parent", String(start.parent), ...start.arguments];
  return withJbang(smyth, start.jbang, bundled, platform);
}

/** JBang with these arguments. */
export function withJbang(args: readonly string[], jbang: string, bundled: string, platform: NodeJS.Platform): CommandLine {
  if (platform === "win32") {
    const line = [jbang || "jbang.cmd", ...args].map(quotedForCmd).join(" ");
    return { command: "cmd.exe", arguments: ["/d", "/s", "/c", `"${line}"`], verbatim: true };
  }
  if (jbang !== "") return { command: jbang, arguments: args, verbatim: false };
  return { command: "sh", arguments: [path.join(bundled, "jbangw"), ...args], verbatim: false };
}

function quotedForCmd(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll("%", '%"^"')}"`;
}

/** The exit code by which JBang says that it does not trust the source of a script yet. */
export const NOT_TRUSTED = 10;

/** What to trust so that this script runs: the folder of a URL, the owner of a catalog. */
export function trustOf(script: string): string {
  const catalog = /@([^/]+)(\/.*)?$/.exec(script)?.[1];
  if (catalog !== undefined && !script.includes("://")) return `https://github.com/${catalog}/`;
  return script.replace(/[^/]*$/, "");
}

/** The URL of Smyth's ready line; nothing for any other line. */
export function readyUrl(line: string): string | undefined {
  return /^Smyth on (https?:\/\/\S+)\s*$/.exec(line)?.[1];
}

/** Whether a script needs no compilation: Maven coordinates of a jar. */
export function isBuilt(script: string): boolean {
  return /^[\w.-]+:[\w.-]+:[\w.-]+$/.test(script) && !/^[a-z]:/i.test(script);
}

/** What a line of JBang or of its wrapper says of the way to the start; nothing for any other line. */
export function progressOf(line: string): string | undefined {
  const said = /^(?:\[jbang\]|jbangw:) +(?!\[(?:ERROR|WARN)\])(.+)$/.exec(line)?.[1];
  return said === undefined || /needs a JDK|no Java found/.test(said) ? undefined : said;
}
