import * as vscode from "vscode";
import { attachConfiguration, debuggerOf } from "./attachConfiguration";
import { Attachments } from "./attachments";
import { Attempt, type Outcome } from "./attempt";
import { Config } from "./config";
import type { Entry } from "./entry";
import { languages, type JournalClient } from "./journalClient";
import { messages } from "./messages";
import type { SmythServer } from "./smythServer";
import { sourceFolders } from "./sources";
import { keyOf, type Language, type Worker } from "./worker";
import { workerOf, workerOfSession, workerTracker } from "./workerTracker";

/** How long a debug adapter may be silent before the worker runs without it. */
const SILENCE_MS = 3_000;
/** The same for the first one of a language, whose extension may be starting, and Java's language server with it. */
const COLD_MS: Readonly<Record<Language, number>> = { java: 30_000, node: 10_000, python: 10_000 };
/** How long a session may outlive its worker. */
const LEFT_OVER_MS = 3_000;
/** How long the end of a worker may take to be known here. */
const NEWS_MS = 1_000;

/** Attaches a debugger to every worker as soon as its port is known, and keeps it attached. */
export class Debuggers implements vscode.Disposable {
  readonly #attachments = new Attachments();
  readonly #attempts = new Map<string, Attempt>();
  readonly #open = new Map<string, vscode.DebugSession>();
  readonly #offered = new Set<Language>();
  readonly #tried = new Set<Language>();
  readonly #told = new Set<Language>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  /** @param group the session under which the workers' sessions are shown */
  constructor(readonly server: SmythServer, journal: JournalClient, readonly group: () => vscode.DebugSession | undefined) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      server.onDidChange((state) => state.kind !== "running" && this.#clear()),
      journal.onEntry((entry) => this.#entry(entry)),
      vscode.debug.onDidStartDebugSession((session) =>
        this.#update(session, (worker) => {
          this.#attachments.started(worker, session.id);
          this.#open.set(keyOf(worker), session);
        }),
      ),
      vscode.debug.onDidTerminateDebugSession((session) => this.#update(session, (worker) => this.#open.delete(keyOf(worker)))),
      vscode.debug.registerDebugAdapterTrackerFactory("*", { createDebugAdapterTracker: (session) => this.#tracker(session) }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  debuggerOf(environment: string): ReturnType<Attachments["debuggerOf"]> {
    return this.#attachments.debuggerOf(environment);
  }

  /**
   * Attaches again where the user has disconnected, or where it did not work.
   *
   * @param loud whether VS Code may say in a dialog of its own why a debugger cannot start
   */
  async attachAgain(environments: (name: string) => boolean, loud = false): Promise<void> {
    const state = this.server.state;
    if (state.kind !== "running") return;
    // A JVM whose debugger has left listens on another port than before.
    const present = (await state.api.status()).flatMap((each) => each.environments);
    const workers = this.#attachments.wanted(environments).map((worker) => ({ ...worker, port: present.find((each) => each.pid === worker.pid)?.debug_port ?? worker.port }));
    this.#changed.fire();
    await Promise.all(workers.map((worker) => this.#attach(worker, loud)));
  }

  #clear(): void {
    for (const attempt of this.#attempts.values()) attempt.settle({ kind: "gone" });
    this.#attachments.clear();
    this.#told.clear();
  }

  #entry(entry: Entry): void {
    if (entry.kind === "environmentStopped") {
      this.#attempts.get(keyOf(entry))?.settle({ kind: "gone" });
      this.#attachments.stopped(entry.environment, entry.pid);
      setTimeout(() => this.#endLeftOver(keyOf(entry)), LEFT_OVER_MS);
      this.#changed.fire();
    }
    if (entry.kind === "debuggerListening") void this.#listening(entry.worker);
  }

  /** An adapter that was just attaching when its worker ended may not notice. */
  #endLeftOver(key: string): void {
    const session = this.#open.get(key);
    if (session) void vscode.debug.stopDebugging(session);
  }

  async #listening(worker: Worker): Promise<void> {
    const state = this.server.state;
    if (state.kind !== "running") return;
    const installed = languages().includes(worker.language);
    const enabled = new Config(state.folder).autoAttaches(worker.function);
    if (enabled && !installed) this.#offer(worker.language);
    switch (this.#attachments.listening(worker, enabled && installed)) {
      case "attach":
        await this.#attach(worker, false);
        break;
      case "release":
        await this.#release(worker);
        break;
      case "nothing":
        break;
    }
    this.#changed.fire();
  }

  /** Returns when the worker's init phase may begin, with a debugger or without one. */
  async #attach(worker: Worker, loud: boolean): Promise<void> {
    const key = keyOf(worker);
    const attempt = new Attempt(this.#tried.has(worker.language) ? SILENCE_MS : COLD_MS[worker.language], SILENCE_MS);
    this.#attempts.set(key, attempt);
    const waiting = setTimeout(() => this.#showWaiting(worker, attempt), SILENCE_MS);
    void this.#start(worker, attempt, loud);
    const outcome = await attempt.outcome;
    clearTimeout(waiting);
    if (this.#attempts.get(key) === attempt) this.#attempts.delete(key);
    this.#tried.add(worker.language);
    await this.#release(worker);
    if (!loud) void this.#tell(worker, outcome);
  }

  async #start(worker: Worker, attempt: Attempt, loud: boolean): Promise<void> {
    const state = this.server.state;
    if (state.kind !== "running") return attempt.settle({ kind: "gone" });
    try {
      const chosen = await this.server.project.configuration();
      const directory = chosen?.directory ?? state.folder.uri.fsPath;
      const sources = chosen?.functions.find((each) => each.name === worker.function)?.sources;
      const configuration = attachConfiguration(worker, directory, await sourceFolders(directory, sources), loud);
      const parentSession = this.group();
      const isAttached = await vscode.debug.startDebugging(state.folder, configuration, {
        ...(parentSession ? { parentSession } : {}),
        suppressSaveBeforeStart: true,
        suppressDebugView: true,
      });
      if (isAttached) return;
      attempt.failed();
    } catch (e) {
      attempt.failed(e instanceof Error ? e.message : String(e));
    }
    this.#attachments.ended(worker);
    this.#changed.fire();
  }

  /** The init phase waits for this word; a worker that is gone needs it no more. */
  async #release(worker: Worker): Promise<void> {
    const state = this.server.state;
    if (state.kind !== "running" || !this.#attachments.isAlive(worker)) return;
    await state.api.attached(worker.environment, worker.pid).catch((e: unknown) => this.server.log.appendLine(`${worker.environment}: ${String(e)}`));
  }

  #update(session: vscode.DebugSession, change: (worker: Worker) => void): void {
    const worker = workerOf(session);
    if (!worker) return;
    change(worker);
    this.#changed.fire();
  }

  #tracker(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const found = workerOfSession(session);
    if (!found) return undefined;
    const { worker, isOwn } = found;
    return workerTracker(worker, isOwn, {
      attempt: this.#attempts.get(keyOf(worker)),
      isAlive: () => this.#attachments.isAlive(worker),
      disconnected: () => this.#attachments.disconnected(worker),
      stopped: () => void this.server.stop(),
      ended: () => this.#update(session, () => this.#attachments.ended(worker)),
    });
  }

  /** Why a request is held for longer than usual, with a way not to wait. */
  #showWaiting(worker: Worker, attempt: Attempt): void {
    const title = messages.waitingForDebugger(worker.environment, debuggerOf(worker.language).name);
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, cancel) => {
      cancel.onCancellationRequested(() => attempt.settle({ kind: "dismissed" }));
      await attempt.outcome;
    });
  }

  /** One message for each language and run; the log has them all. */
  async #tell(worker: Worker, outcome: Outcome): Promise<void> {
    if (outcome.kind !== "failed" && outcome.kind !== "silent") return;
    await new Promise((resolve) => setTimeout(resolve, NEWS_MS));
    if (!this.#attachments.isAlive(worker)) return; // one that has just ended is no news
    const { name } = debuggerOf(worker.language);
    const text = outcome.kind === "failed" ? messages.debuggerFailed(worker.environment, name, outcome.reason) : messages.debuggerSilent(worker.environment, name, SILENCE_MS / 1000);
    this.server.log.appendLine(text);
    if (this.#told.has(worker.language)) return;
    this.#told.add(worker.language);
    const next = outcome.kind === "failed" ? messages.tryAgain : messages.reloadWindow;
    const chosen = await vscode.window.showWarningMessage(text, next, messages.showLog);
    if (chosen === messages.showLog) this.server.log.show();
    if (chosen === messages.tryAgain) await this.attachAgain((environment) => environment === worker.environment, true);
    if (chosen === messages.reloadWindow) await vscode.commands.executeCommand("workbench.action.reloadWindow");
  }

  #offer(language: Language): void {
    if (this.#offered.has(language)) return;
    this.#offered.add(language);
    const { name, extension } = debuggerOf(language);
    void vscode.window.showInformationMessage(messages.debuggerMissing(name, language), messages.install(name)).then((chosen) => {
      if (chosen) void vscode.commands.executeCommand("workbench.extensions.installExtension", extension);
    });
  }
}
