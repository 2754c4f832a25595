/** Where what is to outlast the window is kept: VS Code's `Memento`. */
export interface Store {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = "payloads";
/** A larger one is in a file anyway. */
const MOST_CHARACTERS = 100_000;

/** The payload of each function's last invocation in this workspace. */
export class Payloads {
  constructor(readonly store: Store) {}

  lastOf(functionName: string): string | undefined {
    return this.#all()[functionName];
  }

  async remember(functionName: string, payload: string): Promise<void> {
    if (payload.length <= MOST_CHARACTERS) await this.store.update(KEY, { ...this.#all(), [functionName]: payload });
  }

  #all(): Readonly<Record<string, string>> {
    return this.store.get<Record<string, string>>(KEY) ?? {};
  }
}

/** The payload that is being written for a function, below the folder of the configuration: a file like any other. */
export function draftPath(functionName: string): string {
  return `.smyth/events/${functionName}/payload.json`;
}

/** Where the payloads of a function are kept: its own and those for every function. */
export function payloadFiles(functionName: string): string {
  return `**/.smyth/events/{*,${functionName}/*}.json`;
}

/** The function that a file is a payload of; nothing for any other file. */
export function functionOfPayload(path: string): string | undefined {
  return /[\\/]\.smyth[\\/]events[\\/]([^\\/]+)[\\/][^\\/]+\.json$/.exec(path)?.[1];
}

/** Why a string is not JSON, or nothing if it is. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}

/** JSON with indentation, any other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What an invocation came to, as the document that the user sees: a line of comment, then the payload. */
export function resultText(functionName: string, outcome: { failed: boolean; status: number; body: string }, millis: number): string {
  const how = outcome.status !== 200 ? `was refused with status ${outcome.status}` : outcome.failed ? "failed" : "answered";
  return `// ${functionName} ${how} after ${millis} ms\n${pretty(outcome.body)}\n`;
}
