import path from "node:path";
import * as vscode from "vscode";
import { messages } from "./messages";
import { requiredFolder } from "./project";
import type { SmythServer } from "./smythServer";

const RUNTIMES = ["java", "python", "node"] as const;

/** Lets Smyth make a first project in the open folder: the same as `smyth init`. */
export function registerNewProject(server: SmythServer): vscode.Disposable {
  return vscode.commands.registerCommand("smyth.newProject", async () => {
    const folder = await requiredFolder();
    const runtime = folder && (await vscode.window.showQuickPick(RUNTIMES, { placeHolder: messages.whichLanguage }));
    if (!folder || !runtime) return;
    server.log.show(true);
    const args = [path.join(server.bundled, "smyth.java"), "init", "--runtime", runtime];
    const code = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: messages.creating }, () =>
      server.command(args, folder, folder.uri.fsPath),
    );
    if (code !== 0) {
      void vscode.window.showWarningMessage(messages.notCreated, messages.showLog).then((chosen) => chosen && server.log.show());
      return;
    }
    const [handler] = await vscode.workspace.findFiles(`{Hello.java,hello.py,hello.mjs}`, undefined, 1);
    if (handler) await vscode.window.showTextDocument(handler);
  });
}
