import * as vscode from "vscode";
import { messages } from "./messages";
import type { Run } from "./serverState";
import type { SmythServer } from "./smythServer";
import { SmythSession } from "./smythSession";

const TYPE = "smyth";

/** The debug type `smyth`: F5, launch.json, and the session that **Run Smyth** starts. */
export class SmythDebug implements vscode.Disposable, vscode.DebugConfigurationProvider, vscode.DebugAdapterDescriptorFactory {
  #session: vscode.DebugSession | undefined;
  readonly #subscriptions: vscode.Disposable;

  constructor(readonly server: SmythServer) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.debug.registerDebugConfigurationProvider(TYPE, this),
      vscode.debug.registerDebugConfigurationProvider(TYPE, { provideDebugConfigurations: () => [configuration()] }, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
      vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, this),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.id === this.#session?.id) this.#session = undefined;
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** The session of the running Smyth. */
  get session(): vscode.DebugSession | undefined {
    return this.#session;
  }

  /** Runs Smyth, in debug mode in a session as F5 does. */
  async start(run: Run): Promise<void> {
    if (this.#isActive(run.debug)) return;
    if (!run.debug) {
      await this.server.run(run);
      return;
    }
    await offerSmyth(true);
    const { folder, path, args } = run;
    // What is being edited is saved by the server, for every way to start it.
    await vscode.debug.startDebugging(folder, { ...configuration(), ...(path ? { path } : {}), ...(args ? { args } : {}) }, { suppressDebugView: true, suppressSaveBeforeStart: true });
  }

  /** Ends Smyth, and starts it again as it was: with the same path, the same arguments, the same kind of session. */
  async restart(more: Partial<Run> = {}): Promise<void> {
    const run = this.server.lastRun;
    if (!run) return;
    await this.server.stop();
    await this.start({ ...run, ...more });
  }

  async resolveDebugConfiguration(_folder: vscode.WorkspaceFolder | undefined, resolved: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    if (this.#isActive(resolved["noDebug"] !== true)) return undefined;
    // A path is an answer to the question which configuration is meant.
    if (!resolved["path"] && !(await this.server.project.target())) return undefined;
    return { ...configuration(), ...resolved };
  }

  async createDebugAdapterDescriptor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor | undefined> {
    const folder = session.workspaceFolder ?? (await this.server.project.target())?.folder;
    if (!folder) return undefined;
    this.#session = session;
    return new vscode.DebugAdapterInlineImplementation(new SmythSession(this.server, folder));
  }

  /** There is one Smyth in a window: shows its log, or offers to start it again in the way that is wanted now. */
  #isActive(debug: boolean): boolean {
    const { state } = this.server;
    if (state.kind !== "starting" && state.kind !== "running") return false;
    if (state.kind === "running" && state.debug !== debug) void this.#offerRestart(debug);
    else this.server.log.show(true);
    return true;
  }

  async #offerRestart(debug: boolean): Promise<void> {
    const restart = messages.restartWith(debug);
    const chosen = await vscode.window.showInformationMessage(messages.runsNow(!debug), restart, messages.showLog);
    if (chosen === restart) await this.restart({ debug });
    if (chosen === messages.showLog) this.server.log.show();
  }
}

function configuration(): vscode.DebugConfiguration {
  return { type: TYPE, request: "launch", name: "Smyth", internalConsoleOptions: "neverOpen" };
}

/** Whether a launch.json of the workspace has a configuration of our type. */
export function isInLaunchJson(): boolean {
  const configurations = vscode.workspace.getConfiguration("launch").get<unknown>("configurations");
  return Array.isArray(configurations) && configurations.some((each: { type?: unknown } | null) => each?.type === TYPE);
}

/** Whether there is a debug type `smyth` in this window: F5 in a source file without a launch.json offers it beside the debugger of the language. */
export async function offerSmyth(offered: boolean): Promise<void> {
  await vscode.commands.executeCommand("setContext", "smyth.offered", offered);
}
