/** What the debugger of a worker is called by Smyth. */
export type Language = "java" | "node" | "python";

export const LANGUAGES: readonly Language[] = ["java", "node", "python"];

/** A worker that a debugger can attach to: one process of one execution environment. */
export interface Worker {
  /** Name of the execution environment, `orders:0`. */
  readonly environment: string;
  readonly function: string;
  readonly pid: number;
  readonly language: Language;
  readonly port: number;
}

/** The same for one process only, however often its port is announced. */
export function keyOf(worker: { readonly environment: string; readonly pid: number }): string {
  return `${worker.environment}#${worker.pid}`;
}
