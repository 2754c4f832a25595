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
import { watchConfiguration } from "./project";
import { SmythDebug } from "./smythDebug";
import { SmythServer } from "./smythServer";
import { StatusBar } from "./statusBar";

let server: SmythServer | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Smyth", "log");
  server = new SmythServer(log, context.asAbsolutePath("smyth"), context.globalStorageUri.fsPath);
  const debug = new SmythDebug(server);
  const journal = new JournalClient(server);
  const debuggers = new Debuggers(server, journal, () => debug.session);
  const statusBar = new StatusBar(server);
  const places = new HandlerPlaces(server);
  context.subscriptions.push(
    log, debug, journal, debuggers, statusBar, places,
    new FunctionsView(server, debuggers, journal, places), new Invoking(server), new HandlerLenses(places), new Diagnostics(server, journal),
    registerCommands(server, debug), registerNewProject(server),
    watchConfiguration((configured) => (statusBar.configured = configured)),
  );
}

/** VS Code waits for this, for some seconds: Smyth and its workers end with the window. */
export async function deactivate(): Promise<void> {
  await server?.dispose();
}
