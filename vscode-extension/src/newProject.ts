import fs from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { firstProject } from "./firstProject";
import { messages } from "./messages";
import { configurationFiles } from "./project";
import type { SmythServer } from "./smythServer";

const RUNTIMES = ["java", "python", "node"] as const;
/** The folder of a first project beside files that hold no handler. */
const OWN_FOLDER = "hello";

/** Lets Smyth make a first project in the open folder, or a configuration for the handlers that are there: the same as `smyth init`. */
export function registerNewProject(server: SmythServer): vscode.Disposable {
  return vscode.commands.registerCommand("smyth.newProject", async () => {
    const folder = (await server.project.target())?.folder;
    if (!folder) return;
    const inside = (await configurationFiles()).find((file) => path.dirname(file.fsPath) === folder.uri.fsPath);
    switch (firstProject(await fs.readdir(folder.uri.fsPath), inside !== undefined)) {
      case "handler":
        await createHandler(server, folder, ".");
        break;
      case "configuration":
        await createConfiguration(server, folder);
        break;
      case "nothing":
        if (inside) await vscode.window.showTextDocument(inside);
        await offer(messages.isConfigured, messages.run, () => vscode.commands.executeCommand("smyth.run"));
        break;
    }
  });
}

async function createHandler(server: SmythServer, folder: vscode.WorkspaceFolder, name: string): Promise<void> {
  const runtime = await vscode.window.showQuickPick(RUNTIMES, { placeHolder: messages.whichLanguage });
  if (!runtime) return;
  if (await init(server, folder, ["--runtime", runtime, name])) {
    const [handler] = await vscode.workspace.findFiles(new vscode.RelativePattern(vscode.Uri.joinPath(folder.uri, name), "{Hello.java,hello.py,hello.mjs}"), undefined, 1);
    if (handler) await vscode.window.showTextDocument(handler);
    await offer(messages.created, messages.run, () => vscode.commands.executeCommand("smyth.run"));
  } else {
    await offer(messages.notCreated, messages.showLog, () => server.log.show());
  }
}

async function createConfiguration(server: SmythServer, folder: vscode.WorkspaceFolder): Promise<void> {
  if (await init(server, folder, [])) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, "smyth.toml"));
    await offer(messages.configured, messages.run, () => vscode.commands.executeCommand("smyth.run"));
  } else {
    await offer(messages.noHandlers, messages.createIn(OWN_FOLDER), () => createHandler(server, folder, OWN_FOLDER));
  }
}

async function init(server: SmythServer, folder: vscode.WorkspaceFolder, args: readonly string[]): Promise<boolean> {
  const line = [path.join(server.bundled, "smyth.java"), "init", ...args];
  const options = { location: vscode.ProgressLocation.Notification, title: messages.creating };
  return (await vscode.window.withProgress(options, () => server.command(line, folder, folder.uri.fsPath))) === 0;
}

/** A message with one next step. */
async function offer(message: string, step: string, take: () => unknown): Promise<void> {
  if (await vscode.window.showInformationMessage(message, step)) await take();
}
