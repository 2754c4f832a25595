/** The payload of each function's last invocation, and what to begin with. */
export class Payloads {
  readonly #last = new Map<string, string>();

  lastOf(functionName: string): string | undefined {
    return this.#last.get(functionName);
  }

  remember(functionName: string, payload: string): void {
    this.#last.set(functionName, payload);
  }
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
