import * as vscode from "vscode";
import { SmythApi } from "./api";
import { acquireBuildLock } from "./buildLock";
import { commandLine, NOT_TRUSTED, readyUrl, trustOf, withJbang, type Start } from "./commandLine";
import { Config } from "./config";
import { messages } from "./messages";
import { pathPrefix, servedPath } from "./project";
import { SmythProcess } from "./smythProcess";

export type ServerState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly api: SmythApi; readonly debug: boolean; readonly folder: vscode.WorkspaceFolder }
  | { readonly kind: "stopping" }
  | { readonly kind: "failed"; readonly reason: string };

/** What a run needs: where, how, and with what on top of the settings. */
export interface Run {
  readonly folder: vscode.WorkspaceFolder;
  readonly debug: boolean;
  readonly path?: string;
  readonly args?: readonly string[];
}

/** The one Smyth of this window: owns its process from start to end. */
export class SmythServer implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChange = this.#changed.event;
  #state: ServerState = { kind: "stopped" };
  #process: SmythProcess | undefined;
  #lastRun: Run | undefined;
  #abort = new AbortController();
  #lastError = "";

  constructor(readonly log: vscode.OutputChannel, readonly bundled: string, readonly storage: string) {}

  get state(): ServerState {
    return this.#state;
  }

  get lastRun(): Run | undefined {
    return this.#lastRun;
  }

  /** Starts Smyth unless it is there already. Returns when it serves, or did not come to that; the user has been told then. */
  async run(run: Run): Promise<boolean> {
    if (this.#state.kind === "stopping") await this.#process?.ended.catch(() => -1);
    if (this.#state.kind === "starting" || this.#state.kind === "running") {
      this.log.show(true);
      return this.#state.kind === "running";
    }
    this.#lastRun = run;
    this.#abort = new AbortController();
    this.#become({ kind: "starting" });
    const config = new Config(run.folder);
    try {
      const unlock = await acquireBuildLock(this.storage, () => this.log.appendLine(messages.waitingForOtherWindow), this.#abort.signal);
      try {
        return await this.#start(config.start(run.debug, run, (await servedPath(run.folder)) ?? ""), run, config, await pathPrefix());
      } finally {
        await unlock();
      }
    } catch (e) {
      if (this.#abort.signal.aborted) this.#become({ kind: "stopped" });
      else this.#fail(messages.failedToStart(reasonOf(e)));
      return false;
    }
  }

  async restart(): Promise<boolean> {
    const run = this.#lastRun;
    if (!run) return false;
    await this.stop();
    return this.run(run);
  }

  /** Ends Smyth and all that it has started; returns when they are gone. */
  async stop(): Promise<void> {
    const running = this.#process;
    const ready = this.#state.kind === "running";
    this.#abort.abort();
    if (!running) {
      if (this.#state.kind !== "starting") this.#become({ kind: "stopped" });
      return;
    }
    this.#become({ kind: "stopping" });
    await running.end(ready);
  }

  /** A command that ends by itself, such as `init`; its output goes to the log. */
  async command(args: readonly string[], folder: vscode.WorkspaceFolder, cwd: string): Promise<number> {
    const config = new Config(folder);
    const unlock = await acquireBuildLock(this.storage, () => this.log.appendLine(messages.waitingForOtherWindow), new AbortController().signal);
    try {
      const line = withJbang(args, config.jbang, this.bundled, process.platform);
      return await new SmythProcess(line, { cwd, env: config.env }, (text) => this.log.appendLine(text)).ended;
    } finally {
      await unlock();
    }
  }

  dispose(): Thenable<void> {
    return this.stop().finally(() => this.#changed.dispose());
  }

  #start(start: Start, run: Run, config: Config, prefix: string): Promise<boolean> {
    const line = commandLine(start, this.bundled, process.platform);
    this.log.appendLine(`> ${[line.command, ...line.arguments].join(" ")}`);
    this.#lastError = "";
    return new Promise((resolve) => {
      const started = new SmythProcess(line, { cwd: start.folder, env: { ...config.env, NO_COLOR: "1" } }, (text, stream) => {
        this.log.appendLine(text);
        if (text.startsWith("smyth: ") || text.startsWith("[jbang] [ERROR]")) this.#lastError = text.replace(/^(smyth: |\[jbang\] \[ERROR\] )/, "");
        const url = stream === "stdout" ? readyUrl(text) : undefined;
        if (url === undefined || this.#state.kind !== "starting") return;
        this.#become({ kind: "running", api: new SmythApi(url, prefix), debug: run.debug, folder: run.folder });
        resolve(true);
      });
      this.#process = started;
      started.ended.then(
        (code) => this.#ended(code, start, config),
        (e: unknown) => this.#notFound(line.command, e),
      ).finally(() => resolve(false));
    });
  }

  #ended(code: number, start: Start, config: Config): void {
    this.#process = undefined;
    const before = this.#state.kind;
    this.log.appendLine(`Smyth stopped (exit code ${code}).`);
    if (before === "stopping" || code === 0) {
      this.#become({ kind: "stopped" });
    } else if (code === NOT_TRUSTED && start.script !== "") {
      this.#notTrusted(start, config);
    } else {
      const reason = this.#lastError || `exit code ${code}`;
      this.#fail(before === "starting" ? messages.failedToStart(reason) : messages.ended(reason));
    }
  }

  #notTrusted(start: Start, config: Config): void {
    const trust = trustOf(start.script);
    const text = messages.notTrusted(start.script, trust);
    this.#become({ kind: "failed", reason: text });
    void vscode.window.showWarningMessage(text, messages.trustAndRun, messages.showLog).then(async (chosen) => {
      if (chosen === messages.showLog) this.log.show();
      if (chosen !== messages.trustAndRun || !this.#lastRun) return;
      await this.command(["trust", "add", trust], config.folder, start.folder);
      await this.run(this.#lastRun);
    });
  }

  #notFound(command: string, e: unknown): void {
    this.#process = undefined;
    const text = (e as NodeJS.ErrnoException).code === "ENOENT" ? messages.noShell(command) : messages.failedToStart(reasonOf(e));
    this.#become({ kind: "failed", reason: text });
    void vscode.window.showErrorMessage(text, messages.installJbang, messages.openSettings).then((chosen) => {
      if (chosen === messages.installJbang) void vscode.env.openExternal(vscode.Uri.parse("https://www.jbang.dev/download"));
      if (chosen === messages.openSettings) void vscode.commands.executeCommand("workbench.action.openSettings", "smyth.jbangPath");
    });
  }

  #fail(text: string): void {
    this.#become({ kind: "failed", reason: text });
    const portTaken = text.includes("is taken");
    const buttons = portTaken ? [messages.useFreePort, messages.showLog] : [messages.showLog];
    void vscode.window.showErrorMessage(text, ...buttons).then((chosen) => {
      if (chosen === messages.showLog) this.log.show();
      if (chosen === messages.useFreePort && this.#lastRun) void this.run({ ...this.#lastRun, args: [...(this.#lastRun.args ?? []), "--port", "0"] });
    });
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

function reasonOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}
