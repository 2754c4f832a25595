import fs from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { functionsOf, pathPrefixOf, type FunctionInfo } from "./functions";
import { messages } from "./messages";

const NOT_SEARCHED = "**/{node_modules,target,build,.venv,.git}/**";

/** The configuration files of the workspace: every `smyth.toml`, and every `pyproject.toml` with `[tool.smyth]`. */
export async function configurationFiles(): Promise<vscode.Uri[]> {
  const own = await vscode.workspace.findFiles("**/smyth.toml", NOT_SEARCHED);
  const shared = await vscode.workspace.findFiles("**/pyproject.toml", NOT_SEARCHED);
  const ours = await Promise.all(shared.map(async (file) => /^\s*\[tool\.smyth[\].]/m.test(await fs.readFile(file.fsPath, "utf8").catch(() => ""))));
  return [...own, ...shared.filter((_, index) => ours[index])];
}

/** The functions of all configuration files of the workspace. */
export async function configuredFunctions(): Promise<FunctionInfo[]> {
  return (await read()).flatMap(({ text, isPyproject }) => functionsOf(text, isPyproject));
}

/** Where the pages of Smyth itself begin. */
export async function pathPrefix(): Promise<string> {
  const [first] = await read();
  return first ? pathPrefixOf(first.text, first.isPyproject) : "/smyth";
}

async function read(): Promise<{ text: string; isPyproject: boolean }[]> {
  const files = await configurationFiles();
  return Promise.all(
    files.map(async ({ fsPath }) => ({ text: await fs.readFile(fsPath, "utf8").catch(() => ""), isPyproject: fsPath.endsWith("pyproject.toml") })),
  );
}

/** The workspace folder that Smyth is about: the one with a configuration, else the first. */
export async function projectFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const configured = (await configurationFiles()).map((file) => vscode.workspace.getWorkspaceFolder(file));
  return folders.find((folder) => configured.includes(folder)) ?? folders[0];
}

/** The same, and tells the user when no folder is open. */
export async function requiredFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folder = await projectFolder();
  if (!folder) {
    void vscode.window.showInformationMessage(messages.noFolder, messages.openFolder).then((chosen) => {
      if (chosen) void vscode.commands.executeCommand("workbench.action.files.openFolder");
    });
  }
  return folder;
}

/** What to serve when the settings do not say: the only configured folder below the workspace folder, where there is none at its top. */
export async function servedPath(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const folders = (await configurationFiles()).map((file) => path.dirname(file.fsPath)).filter((each) => each.startsWith(folder.uri.fsPath));
  const distinct = [...new Set(folders)];
  return distinct.length === 1 && distinct[0] !== folder.uri.fsPath ? distinct[0] : undefined;
}

/** Tells whether there is a configuration, now and whenever that may have changed. */
export function watchConfiguration(tell: (configured: boolean) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher("**/{smyth,pyproject}.toml");
  const ask = () => void configurationFiles().then((files) => tell(files.length > 0));
  ask();
  return vscode.Disposable.from(watcher, watcher.onDidCreate(ask), watcher.onDidDelete(ask), watcher.onDidChange(ask));
}
