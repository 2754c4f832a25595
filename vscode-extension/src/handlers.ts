/** Where the handler of a function is written. */
export interface HandlerPlace {
  readonly function: string;
  readonly handler: string;
  /** Absolute. */
  readonly file: string;
  /** From 0. */
  readonly line: number;
}

/** The handlers that `smyth check --json` found; none when it printed something else. */
export function placesOf(json: string): HandlerPlace[] {
  return entriesOf(json).flatMap((each) => {
    const { name, handler_path: handler, file, line } = each;
    if (typeof name !== "string" || typeof handler !== "string" || typeof file !== "string" || typeof line !== "number") return [];
    return [{ function: name, handler, file, line: Math.max(0, line - 1) }];
  });
}

/** The lines of this file that hold a handler; a line that the file no longer has is its last one. */
export function handlersIn(file: string, lineCount: number, places: readonly HandlerPlace[]): { function: string; line: number }[] {
  return places.filter((each) => each.file === file).map((each) => ({ function: each.function, line: Math.min(each.line, lineCount - 1) }));
}

/** Whether what Smyth said about handlers may change when this file is saved. */
export function concerns(file: string, places: readonly HandlerPlace[]): boolean {
  return places.some((each) => each.file === file);
}

function entriesOf(json: string): Record<string, unknown>[] {
  try {
    const { functions } = JSON.parse(json) as { functions?: unknown };
    return Array.isArray(functions) ? functions.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null) : [];
  } catch {
    return [];
  }
}
