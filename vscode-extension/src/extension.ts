import * as vscode from "vscode";
import { HandlerLenses } from "./codeLens";
import { registerCommands } from "./commands";
import { Debuggers } from "./debuggers";
import { Diagnostics } from "./diagnostics";
import { FunctionsView } from "./functionsView";
import { HandlerPlaces } from "./handlerPlaces";
import { Invoking } from "./invoking";
import { JournalClient } from "./journalClient";
import { registerNewProject } from "./newProject";
import { NextSteps } from "./nextSteps";
import { configurationFiles, Project } from "./project";
import { isInLaunchJson, offerSmyth, SmythDebug } from "./smythDebug";
import type { ServerState } from "./serverState";
import { SmythServer } from "./smythServer";
import { ConfigurationDiagnostics } from "./configurationDiagnostics";
import { StartProgress } from "./startProgress";
import { StatusBar } from "./statusBar";

let server: SmythServer | undefined;

/** What other extensions and tests may ask. */
export interface Api {
  /** How it stands with the Smyth of this window. */
  readonly state: () => ServerState;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel("Smyth", "log");
  const project = new Project(context.workspaceState);
  server = new SmythServer(log, context.asAbsolutePath("smyth"), context.globalStorageUri.fsPath, project);
  const debug = new SmythDebug(server);
  const journal = new JournalClient(server);
  const debuggers = new Debuggers(server, journal, () => debug.session);
  const statusBar = new StatusBar(server);
  const places = new HandlerPlaces(server);
  const show = async () => {
    const configured = (await configurationFiles()).length > 0;
    statusBar.configured = configured;
    await offerSmyth(configured || isInLaunchJson());
  };
  context.subscriptions.push(
    log, project, debug, journal, debuggers, statusBar, places,
    new FunctionsView(server, debuggers, journal, places), new Invoking(server, context.workspaceState), new HandlerLenses(places), new Diagnostics(server, journal),
    new NextSteps(server, debug), new StartProgress(server), new ConfigurationDiagnostics(server, journal),
    registerCommands(server, debug), registerNewProject(server),
    project.onDidChange(() => void show()),
  );
  await show(); // F5 waits for our activation, and looks for the debug type then
  const started = server;
  return { state: () => started.state };
}

/** VS Code waits for this, for some seconds: Smyth and its workers end with the window. */
export async function deactivate(): Promise<void> {
  await server?.dispose();
}
