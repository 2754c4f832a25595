import type { ServerSentEvent } from "./sse";
import { LANGUAGES, type Worker } from "./worker";

/** What Smyth's journal says that the extension acts on. */
export type Entry =
  | { readonly kind: "debuggerListening"; readonly worker: Worker }
  | { readonly kind: "environmentStopped"; readonly environment: string; readonly pid: number; readonly expected: boolean }
  | { readonly kind: "environmentChanged" }
  | { readonly kind: "built"; readonly function: string }
  | { readonly kind: "notBuilt"; readonly function: string; readonly messages: readonly FileMessage[] }
  /** A sentence for the user, also of several lines. */
  | { readonly kind: "note"; readonly text: string };

/** What a compiler says about a place in a file. */
export interface FileMessage {
  /** Absolute. */
  readonly file: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly isError: boolean;
  /** All of its lines. */
  readonly text: string;
}

/** The entry for an event of the journal, or nothing for an event that the extension does not use or know. */
export function entryOf(event: ServerSentEvent): Entry | undefined {
  const data = fields(event.data);
  switch (event.event) {
    case "DebuggerListening": {
      const language = LANGUAGES.find((known) => known === data["debugger"]);
      if (language === undefined) return undefined;
      return {
        kind: "debuggerListening",
        worker: { environment: text(data, "environment"), function: text(data, "function"), pid: number(data, "pid"), language, port: number(data, "port") },
      };
    }
    case "EnvironmentStopped":
      return { kind: "environmentStopped", environment: text(data, "environment"), pid: number(data, "pid"), expected: data["expected"] === true };
    case "EnvironmentStarted":
    case "EnvironmentReady":
    case "InvocationStarted":
    case "InvocationFinished":
      return { kind: "environmentChanged" };
    case "RevisionReady":
      return { kind: "built", function: text(data, "function") };
    case "RevisionFailed":
      return { kind: "notBuilt", function: text(data, "function"), messages: fileMessages(data["diagnostics"]) };
    case "Note":
      return { kind: "note", text: text(data, "text") };
    default:
      return undefined;
  }
}

/** Those about no file have no place among VS Code's problems; the log shows them. */
function fileMessages(diagnostics: unknown): FileMessage[] {
  if (!Array.isArray(diagnostics)) return [];
  return diagnostics
    .map((each: unknown) => (typeof each === "object" && each !== null ? (each as Record<string, unknown>) : {}))
    .filter((each) => text(each, "file") !== "")
    .map((each) => ({
      file: text(each, "file"),
      line: Math.max(0, number(each, "line") - 1),
      column: Math.max(0, number(each, "column") - 1),
      isError: each["severity"] !== "warning",
      text: text(each, "message"),
    }));
}

function fields(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(data: Record<string, unknown>, name: string): string {
  const value = data[name];
  return typeof value === "string" ? value : "";
}

function number(data: Record<string, unknown>, name: string): number {
  const value = data[name];
  return typeof value === "number" ? value : 0;
}
