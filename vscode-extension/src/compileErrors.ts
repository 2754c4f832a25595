/** One message of a compiler. */
export interface CompileError {
  /** As written: relative to the configuration's folder, or absolute. */
  readonly file: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly isError: boolean;
  readonly text: string;
}

const HEAD = /^(\S.*?):(\d+)(?::(\d+))?: (error|warning): (.*)$/;

/** The compiler's messages in the text with which Smyth rejects an invocation: file, line, column, kind, text. */
export function compileErrors(message: string): CompileError[] {
  return message.split(/\r?\n/).flatMap((line) => {
    const match = HEAD.exec(line);
    if (!match) return [];
    const [, file = "", at = "1", column = "1", kind, text = ""] = match;
    return [{ file, line: Number(at) - 1, column: Number(column) - 1, isError: kind === "error", text }];
  });
}
