import * as vscode from "vscode";
import { attachConfiguration, debuggerOf } from "./attachConfiguration";
import { Attachments } from "./attachments";
import { Config } from "./config";
import type { Entry } from "./entry";
import { languages, type JournalClient } from "./journalClient";
import { messages } from "./messages";
import { configuredFunctions } from "./project";
import type { SmythServer } from "./smythServer";
import { sourceFolders } from "./sources";
import { keyOf, type Language, type Worker } from "./worker";

/** How long js-debug may take from its own session to the one of the Node process in it. */
const NODE_TARGET_MS = 3_000;
/** How long a session may outlive its worker. */
const LEFT_OVER_MS = 3_000;

/** Attaches a debugger to every worker as soon as its port is known, and keeps it attached. */
export class Debuggers implements vscode.Disposable {
  readonly #attachments = new Attachments();
  readonly #open = new Map<string, vscode.DebugSession>();
  readonly #offered = new Set<Language>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  /** @param group the session under which the workers' sessions are shown */
  constructor(readonly server: SmythServer, journal: JournalClient, readonly group: () => vscode.DebugSession | undefined) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      server.onDidChange((state) => state.kind !== "running" && this.#attachments.clear()),
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

  /** Attaches again where the user has disconnected. */
  async attachAgain(environments: (name: string) => boolean): Promise<void> {
    const state = this.server.state;
    if (state.kind !== "running") return;
    // A JVM whose debugger has left listens on another port than before.
    const present = (await state.api.status()).flatMap((each) => each.environments);
    const workers = this.#attachments.wanted(environments).map((worker) => ({ ...worker, port: present.find((each) => each.pid === worker.pid)?.debug_port ?? worker.port }));
    this.#changed.fire();
    await Promise.all(workers.map((worker) => this.#attach(worker)));
  }

  #entry(entry: Entry): void {
    if (entry.kind === "environmentStopped") {
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
        await this.#attach(worker);
        break;
      case "release":
        await this.#inPlace(worker);
        break;
      case "nothing":
        break;
    }
    this.#changed.fire();
  }

  async #attach(worker: Worker): Promise<void> {
    const state = this.server.state;
    if (state.kind !== "running") return;
    const folder = state.folder;
    const configuration = attachConfiguration(worker, folder.uri.fsPath, await sourceFolders(folder.uri.fsPath, await configuredSources(worker.function)));
    const parentSession = this.group();
    const isAttached = await vscode.debug.startDebugging(folder, configuration, {
      ...(parentSession ? { parentSession } : {}),
      suppressSaveBeforeStart: true,
      suppressDebugView: true,
    });
    if (isAttached) return;
    this.#attachments.ended(worker);
    this.#changed.fire();
    await this.#inPlace(worker);
  }

  /** The init phase waits for this word; a worker that is gone needs it no more. */
  async #inPlace(worker: Worker): Promise<void> {
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
    const own = workerOf(session);
    // js-debug makes a session of its own for the Node process, below the one that we have started.
    const worker = own ?? (session.parentSession ? workerOf(session.parentSession) : undefined);
    if (!worker) return undefined;
    let adapterHasEnded = false;
    return {
      onWillReceiveMessage: (message: DapMessage) => {
        if (message.type !== "request" || adapterHasEnded || !this.#attachments.isAlive(worker)) return;
        if (message.arguments?.restart === true || (message.command !== "disconnect" && message.command !== "terminate")) return;
        if (own) this.#attachments.disconnected(worker);
        // Disconnect means this worker alone; the Stop button of the group means Smyth.
        if (own && (message.command === "terminate" || message.arguments?.terminateDebuggee === true)) void this.server.stop();
      },
      onDidSendMessage: (message: DapMessage) => {
        if (message.type === "event" && (message.event === "terminated" || message.event === "exited")) adapterHasEnded = true;
        if (message.type !== "response") return;
        if (message.command === "configurationDone" && own?.language === "node") setTimeout(() => void this.#inPlace(worker), NODE_TARGET_MS);
        else if (message.command === "configurationDone") void this.#inPlace(worker);
        if (message.command === "attach" && message.success === false && own) this.#attachFailed(worker, message);
      },
      onWillStopSession: () => own && this.#update(session, () => this.#attachments.ended(worker)),
    };
  }

  /** VS Code shows a modal dialog unless the adapter says otherwise. A worker that has just ended does not need one. */
  #attachFailed(worker: Worker, message: DapMessage): void {
    const reason = message.body?.error?.format ?? message.message ?? "no reason given";
    message.body = { error: { id: 1, format: reason, showUser: false } };
    this.server.log.appendLine(messages.attachFailed(worker.environment, reason));
    if (this.#attachments.isAlive(worker)) void this.#warnIfStillAlive(worker, reason);
  }

  async #warnIfStillAlive(worker: Worker, reason: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // its end may be on the way to us
    if (!this.#attachments.isAlive(worker)) return;
    const chosen = await vscode.window.showWarningMessage(messages.attachFailed(worker.environment, reason), messages.showLog);
    if (chosen === messages.showLog) this.server.log.show();
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

/** The part of the Debug Adapter Protocol's messages that is looked at. */
interface DapMessage {
  readonly type: string;
  readonly command?: string;
  readonly event?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly arguments?: { readonly restart?: boolean; readonly terminateDebuggee?: boolean };
  body?: { error?: { id: number; format: string; showUser?: boolean } };
}

async function configuredSources(functionName: string): Promise<readonly string[]> {
  return (await configuredFunctions()).find((each) => each.name === functionName)?.sources ?? [];
}

function workerOf(session: vscode.DebugSession): Worker | undefined {
  const marker = session.configuration["smyth"] as (Worker & { key: string }) | undefined;
  return marker?.key !== undefined && marker.key === keyOf(marker) ? marker : undefined;
}
