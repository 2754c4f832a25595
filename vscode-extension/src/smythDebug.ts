import * as vscode from "vscode";
import type { SmythServer } from "./smythServer";
import { SmythSession } from "./smythSession";
import { projectFolder } from "./project";

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

  /** Runs Smyth in debug mode; the same as F5. */
  async start(folder: vscode.WorkspaceFolder): Promise<void> {
    await vscode.debug.startDebugging(folder, configuration(), { suppressDebugView: true, suppressSaveBeforeStart: true });
  }

  async resolveDebugConfiguration(folder: vscode.WorkspaceFolder | undefined, resolved: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    if (!(folder ?? (await projectFolder()))) return undefined;
    const { state } = this.server;
    if (state.kind === "starting" || state.kind === "running") {
      this.server.log.show(true);
      return undefined; // one Smyth in a window
    }
    return { ...configuration(), ...resolved };
  }

  async createDebugAdapterDescriptor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor | undefined> {
    const folder = session.workspaceFolder ?? (await projectFolder());
    if (!folder) return undefined;
    this.#session = session;
    return new vscode.DebugAdapterInlineImplementation(new SmythSession(this.server, folder));
  }
}

function configuration(): vscode.DebugConfiguration {
  return { type: TYPE, request: "launch", name: "Smyth", internalConsoleOptions: "neverOpen" };
}
