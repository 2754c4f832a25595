import { NOT_TRUSTED, trustOf } from "./commandLine";
import { problemsIn, type ConfigurationProblems } from "./configurationProblems";

/** Why Smyth does not run, as far as there is something to do about it. */
export type Failure =
  /**
   * @property folder   where one would be
   * @property handlers how many source files with a handler there are without it
   */
  | { readonly kind: "noConfiguration"; readonly folder: string | undefined; readonly handlers: number }
  | { readonly kind: "brokenConfiguration"; readonly reason: string; readonly problems: ConfigurationProblems }
  | { readonly kind: "portTaken"; readonly reason: string }
  | { readonly kind: "noJdk" }
  /** JBang is missing, and would come from an installer of the network that the user has not agreed to. */
  | { readonly kind: "noJbang" }
  | { readonly kind: "noCommand"; readonly command: string }
  | { readonly kind: "notTrusted"; readonly script: string; readonly trust: string }
  | { readonly kind: "other"; readonly reason: string }
  /** It had started before. */
  | { readonly kind: "ended"; readonly reason: string };

const WORD = /^(smyth|jbangw): |^\[jbang\] \[ERROR\] /;

/**
 * What a start that came to nothing has said.
 *
 * @param lines  the output, stdout and stderr together
 * @param script the setting, "" for the Smyth that comes with the extension
 */
export function failureOf(code: number, lines: readonly string[], script: string): Failure {
  if (code === NOT_TRUSTED && script !== "") return { kind: "notTrusted", script, trust: trustOf(script) };
  const text = lines.join("\n");
  if (/^smyth: no configuration found/m.test(text)) return { kind: "noConfiguration", folder: /^ +searched +(.+)$/m.exec(text)?.[1], handlers: handlersFound(lines) };
  if (/needs a JDK \d+|no Java found/.test(text)) return { kind: "noJdk" };
  const reason = reasonOf(code, lines);
  const problems = problemsIn(text.replace(/^smyth: /gm, ""));
  if (problems) return { kind: "brokenConfiguration", reason, problems };
  if (/^port \d+ .*is taken/.test(reason)) return { kind: "portTaken", reason };
  return { kind: "other", reason };
}

/** The last sentence that Smyth or JBang has said of itself, or the exit code. */
export function reasonOf(code: number, lines: readonly string[]): string {
  return lines.findLast((line) => WORD.test(line))?.replace(WORD, "") ?? `exit code ${code}`;
}

/** What to do when Smyth has ended by itself. */
export type Ending = "stopped" | "failed to start" | "restart" | "crashed";

/** @param restarted whether this run has been restarted after a crash already */
export function endingOf(state: string, code: number, restarted: boolean): Ending {
  if (state === "stopping" || code === 0 || SIGNALS.has(code)) return "stopped";
  if (state === "starting") return "failed to start";
  return restarted ? "crashed" : "restart";
}

/** A JVM that was asked to end, by SIGHUP, SIGINT or SIGTERM, has not crashed. */
const SIGNALS: ReadonlySet<number> = new Set([128 + 1, 128 + 2, 128 + 15]);

/** Counts the lines of the report's paragraph `handlers`: one a source file, the last one perhaps `and 7 more`. */
function handlersFound(lines: readonly string[]): number {
  const first = lines.findIndex((line) => /^ +handlers /.test(line));
  if (first < 0) return 0;
  const paragraph = [lines[first]?.replace(/^ +handlers +/, "") ?? ""];
  for (const line of lines.slice(first + 1)) {
    if (!/^ {6,}\S/.test(line)) break;
    paragraph.push(line.trim());
  }
  return paragraph.map((each) => (each === "none" ? 0 : Number(/^and (\d+) more$/.exec(each)?.[1] ?? 1))).reduce((a, b) => a + b, 0);
}
