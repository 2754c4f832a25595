import { keyOf, type Worker } from "./worker";

/** What to do about a worker that a debugger can attach to. */
export type Decision =
  /** Attach, and tell Smyth when the debugger is in place. */
  | "attach"
  /** Leave it alone, and tell Smyth at once that nobody comes. */
  | "release"
  /** It is known already. */
  | "nothing";

type State =
  | { readonly kind: "attaching"; readonly worker: Worker }
  | { readonly kind: "attached"; readonly worker: Worker; readonly session: string }
  | { readonly kind: "detached"; readonly worker: Worker };

/**
 * Who is debugged and who is not: one entry for each worker, from the word that its debugger listens until the worker has ended.
 *
 * An execution environment whose debugger the user has disconnected stays without one, also after reloads, until the user asks for it
 * or Smyth is started anew.
 */
export class Attachments {
  readonly #workers = new Map<string, State>();
  readonly #unwanted = new Set<string>();

  /** A JVM says that it listens again whenever a debugger has left: only the first word of a process counts. */
  listening(worker: Worker, enabled: boolean): Decision {
    const key = keyOf(worker);
    if (this.#workers.has(key)) return "nothing";
    const wanted = enabled && !this.#unwanted.has(worker.environment);
    this.#workers.set(key, wanted ? { kind: "attaching", worker } : { kind: "detached", worker });
    return wanted ? "attach" : "release";
  }

  started(worker: Worker, session: string): void {
    const key = keyOf(worker);
    if (this.#workers.has(key)) this.#workers.set(key, { kind: "attached", worker, session });
  }

  /** The user has asked for the debugger's end; noted at once, since the worker may be replaced before its session has ended. */
  disconnected(worker: Worker): void {
    if (this.#workers.has(keyOf(worker))) this.#unwanted.add(worker.environment);
  }

  /** The session has ended, or never came to be. */
  ended(worker: Worker): void {
    const key = keyOf(worker);
    if (this.#workers.has(key)) this.#workers.set(key, { kind: "detached", worker });
  }

  /** The worker's process has ended. */
  stopped(environment: string, pid: number): void {
    this.#workers.delete(keyOf({ environment, pid }));
  }

  /** The user wants debuggers in these execution environments again: the workers to attach to. */
  wanted(environments: (name: string) => boolean): Worker[] {
    for (const name of [...this.#unwanted]) if (environments(name)) this.#unwanted.delete(name);
    const workers = [...this.#workers.values()].filter((state) => state.kind === "detached" && environments(state.worker.environment)).map((state) => state.worker);
    for (const worker of workers) this.#workers.set(keyOf(worker), { kind: "attaching", worker });
    return workers;
  }

  /** Whether this very process is still there, as far as the journal has told. */
  isAlive(worker: Worker): boolean {
    return this.#workers.has(keyOf(worker));
  }

  /** For the view: the state of the debugger of an execution environment. */
  debuggerOf(environment: string): "attaching" | "attached" | "detached" | "none" {
    return [...this.#workers.values()].findLast((state) => state.worker.environment === environment)?.kind ?? "none";
  }

  /** Smyth has ended, or begins anew. */
  clear(): void {
    this.#workers.clear();
    this.#unwanted.clear();
  }
}
