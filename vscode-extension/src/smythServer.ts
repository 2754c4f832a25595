import path from "node:path";
import * as vscode from "vscode";
import { SmythApi } from "./api";
import { acquireBuildLock } from "./buildLock";
import { commandLine, isBuilt, progressOf, readyUrl, withJbang } from "./commandLine";
import { Config } from "./config";
import { endingOf, failureOf, reasonOf, type Failure } from "./failure";
import { jbangSource } from "./jbangSource";
import { messages } from "./messages";
import type { Project } from "./project";
import { saveEditors } from "./saving";
import type { Run, ServerState } from "./serverState";
import { SmythProcess } from "./smythProcess";

/** How many of the last lines are kept to find out why a start has failed. */
const LINES = 200;

/** The one Smyth of this window: owns its process from start to end. */
export class SmythServer implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChange = this.#changed.event;
  readonly #progress = new vscode.EventEmitter<string>();
  /** What is fetched or compiled before Smyth can serve. */
  readonly onDidProgress = this.#progress.event;
  #state: ServerState = { kind: "stopped" };
  #process: SmythProcess | undefined;
  #lastRun: Run | undefined;
  #restarted = false;
  #abort = new AbortController();
  #lines: string[] = [];
  /** The user has agreed to JBang's installer. */
  mayInstallJbang = false;

  constructor(readonly log: vscode.OutputChannel, readonly bundled: string, readonly storage: string, readonly project: Project) {}

  get state(): ServerState {
    return this.#state;
  }

  get lastRun(): Run | undefined {
    return this.#lastRun;
  }

  /** Starts Smyth unless it is there already. Returns whether it serves; when it does not, the state says why. */
  async run(run: Run): Promise<boolean> {
    if (this.#state.kind === "stopping") await this.#process?.ended.catch(() => -1);
    if (this.#state.kind === "starting" || this.#state.kind === "running") {
      this.log.show(true);
      return this.#state.kind === "running";
    }
    this.#lastRun = run;
    this.#restarted = false;
    return this.#begin(run);
  }

  /** Ends Smyth and all that it has started; returns when they are gone. A failure before stays to be seen. */
  async stop(): Promise<void> {
    const running = this.#process;
    const ready = this.#state.kind === "running";
    this.#abort.abort();
    if (!running) return;
    this.#become({ kind: "stopping" });
    await running.end(ready);
  }

  /** A command that ends by itself, such as `init`; its output goes to the log. */
  async command(args: readonly string[], folder: vscode.WorkspaceFolder, cwd: string): Promise<number> {
    const config = new Config(folder);
    if (this.#wouldInstallJbang(config)) {
      this.#fail({ kind: "noJbang" });
      return -1;
    }
    const unlock = await acquireBuildLock(this.storage, () => this.log.appendLine(messages.waitingForOtherWindow), new AbortController().signal);
    try {
      const line = withJbang(args, config.jbang, this.bundled, process.platform);
      return await new SmythProcess(line, { cwd, env: config.env }, (text) => this.log.appendLine(text)).ended;
    } finally {
      await unlock();
    }
  }

  /** What Smyth prints to its standard output for a command that ends by itself, such as `check`; "" when it cannot be run. The rest goes to the log. */
  async ask(args: readonly string[], folder: vscode.WorkspaceFolder): Promise<string> {
    const config = new Config(folder);
    if (this.#wouldInstallJbang(config)) return ""; // a run asks the user first
    const unlock = await acquireBuildLock(this.storage, () => this.log.appendLine(messages.waitingForOtherWindow), new AbortController().signal);
    try {
      const line = withJbang([config.script || path.join(this.bundled, "smyth.java"), ...args], config.jbang, this.bundled, process.platform);
      const printed: string[] = [];
      await new SmythProcess(line, { cwd: folder.uri.fsPath, env: { ...config.env, NO_COLOR: "1" } }, (text, stream) =>
        stream === "stdout" ? printed.push(text) : this.log.appendLine(text),
      ).ended;
      return printed.join("\n");
    } catch (e) {
      this.log.appendLine(e instanceof Error ? e.message : String(e));
      return "";
    } finally {
      await unlock();
    }
  }

  dispose(): Thenable<void> {
    return this.stop().finally(() => vscode.Disposable.from(this.#changed, this.#progress).dispose());
  }

  async #begin(run: Run): Promise<boolean> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#become({ kind: "starting" });
    const config = new Config(run.folder);
    try {
      if (this.#wouldInstallJbang(config)) return this.#fail({ kind: "noJbang" });
      await saveEditors();
      const waiting = () => this.log.appendLine(messages.waitingForOtherWindow);
      const unlock = isBuilt(config.script) ? async () => {} : await acquireBuildLock(this.storage, waiting, signal);
      try {
        this.project.serves(config.resolved(run.path) || undefined);
        const chosen = await this.project.configuration();
        const start = config.start(run.debug, run, chosen && chosen.directory !== run.folder.uri.fsPath ? chosen.directory : "");
        signal.throwIfAborted();
        return await this.#start(commandLine(start, this.bundled, process.platform), start.folder, run, config, chosen?.prefix ?? "/smyth");
      } finally {
        await unlock();
      }
    } catch (e) {
      if (!signal.aborted) return this.#fail({ kind: "other", reason: e instanceof Error ? e.message : String(e) });
      this.#become({ kind: "stopped" });
      return false;
    }
  }

  #start(line: ReturnType<typeof commandLine>, folder: string, run: Run, config: Config, prefix: string): Promise<boolean> {
    this.log.appendLine(`> ${[line.command, ...line.arguments].join(" ")}`);
    this.#lines = [];
    return new Promise((resolve) => {
      const started = new SmythProcess(line, { cwd: folder, env: { ...config.env, NO_COLOR: "1" } }, (text, stream) => {
        this.log.appendLine(text);
        if (this.#lines.push(text) > LINES) this.#lines.shift();
        if (this.#state.kind !== "starting") return;
        const url = stream === "stdout" ? readyUrl(text) : undefined;
        const progress = progressOf(text);
        if (progress !== undefined) this.#progress.fire(progress);
        if (url === undefined) return;
        this.#become({ kind: "running", api: new SmythApi(url, prefix), debug: run.debug, folder: run.folder });
        resolve(true);
      });
      this.#process = started;
      started.ended.then(
        (code) => this.#ended(code, run, config),
        (e: unknown) => this.#notStarted(line.command, e),
      ).finally(() => resolve(false));
    });
  }

  #ended(code: number, run: Run, config: Config): void {
    this.#process = undefined;
    this.log.appendLine(messages.hasEnded(code));
    switch (endingOf(this.#state.kind, code, this.#restarted)) {
      case "stopped":
        this.#become({ kind: "stopped" });
        break;
      case "failed to start":
        this.#fail(failureOf(code, this.#lines, config.script));
        break;
      case "restart":
        this.#restarted = true;
        this.log.appendLine(messages.restartedAfterCrash);
        void this.#begin(run);
        break;
      case "crashed":
        this.#fail({ kind: "ended", reason: reasonOf(code, this.#lines) });
        break;
    }
  }

  #notStarted(command: string, e: unknown): void {
    this.#process = undefined;
    const isMissing = (e as NodeJS.ErrnoException).code === "ENOENT";
    this.#fail(isMissing ? { kind: "noCommand", command } : { kind: "other", reason: e instanceof Error ? e.message : String(e) });
  }

  #wouldInstallJbang(config: Config): boolean {
    const source = jbangSource(config.jbang, path.join(this.bundled, "jbangw"), config.env, process.platform);
    return source === "installer" && !this.mayInstallJbang;
  }

  #fail(failure: Failure): false {
    this.#become({ kind: "failed", failure });
    return false;
  }

  #become(state: ServerState): void {
    this.#state = state;
    if (state.kind === "stopped") this.project.serves(undefined);
    this.#changed.fire(state);
  }
}
