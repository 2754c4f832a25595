import { spawn, type ChildProcess } from "node:child_process";
import readline from "node:readline";
import type { CommandLine } from "./commandLine";

const GRACE_MS = 6_000; // Smyth itself gives its workers less

/** A running command with all that it starts. Its lines go to one listener, stdout and stderr apart. */
export class SmythProcess {
  /** Resolves with the exit code, or -1 after a signal; rejects when the command cannot be run. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  #isOver = false;

  constructor(line: CommandLine, options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }, onLine: (text: string, stream: "stdout" | "stderr") => void) {
    // A group of its own on Unix: what JBang starts while it builds ends with it.
    this.#child = spawn(line.command, [...line.arguments], {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsVerbatimArguments: line.verbatim,
      windowsHide: true,
    });
    for (const stream of ["stdout", "stderr"] as const) {
      const input = this.#child[stream];
      if (input) readline.createInterface({ input }).on("line", (text) => onLine(text, stream));
    }
    this.ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code) => resolve(code ?? -1));
    });
    const over = () => (this.#isOver = true);
    this.ended.then(over, over);
  }

  /**
   * Asks it to end, and kills it with its whole group when it does not.
   *
   * @param ready whether it is Smyth already, which ends its workers in order; what is before that has no order to keep
   */
  async end(ready: boolean): Promise<void> {
    if (this.#isOver) return;
    if (process.platform === "win32") this.#taskkill();
    else if (ready) this.#child.kill("SIGTERM");
    else this.#signalGroup("SIGTERM");
    const killing = setTimeout(() => this.kill(), GRACE_MS);
    await this.ended.catch(() => -1);
    clearTimeout(killing);
  }

  /** At once, and without asking. */
  kill(): void {
    if (this.#isOver) return;
    if (process.platform === "win32") this.#taskkill();
    else this.#signalGroup("SIGKILL");
  }

  #signalGroup(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // It has ended in the meantime.
    }
  }

  #taskkill(): void {
    spawn("taskkill", ["/pid", String(this.#child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () => this.#child.kill());
  }
}
