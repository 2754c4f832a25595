import fs from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { choose, withoutShadowed, type Choice } from "./choice";
import { Config } from "./config";
import { functionsOf, pathPrefixOf, type FunctionInfo } from "./functions";
import { messages } from "./messages";

const NOT_SEARCHED = "**/{node_modules,target,build,.venv,.git}/**";
const KEY = "configuration";

/** The configuration that a window is about. */
export interface Configuration {
  readonly file: vscode.Uri;
  /** Where its relative paths begin, and where its handlers run. */
  readonly directory: string;
  readonly folder: vscode.WorkspaceFolder;
  readonly functions: readonly FunctionInfo[];
  /** Where the pages of Smyth itself begin. */
  readonly prefix: string;
}

/** What `project.target` says to run. */
export interface Target {
  readonly folder: vscode.WorkspaceFolder;
  readonly configuration: Configuration | undefined;
}

/** The one configuration that paths, lenses, the view, problems and debuggers are about, of all that the workspace has. */
export class Project implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another one is chosen, or one of the files has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #served: string | undefined;

  constructor(readonly store: vscode.Memento) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/{smyth,pyproject}.toml");
    const changed = () => this.#changed.fire();
    this.#subscriptions = vscode.Disposable.from(
      this.#changed, watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed), watcher.onDidChange(changed),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("smyth.path") && changed()),
      vscode.commands.registerCommand("smyth.chooseConfiguration", () => this.pick()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** What the Smyth that runs was told to serve, instead of what the settings say; nothing when it has ended. */
  serves(path: string | undefined): void {
    if (path === this.#served) return;
    this.#served = path;
    this.#changed.fire();
  }

  async configuration(): Promise<Configuration | undefined> {
    const choice = await this.#choice();
    return choice.kind === "none" ? undefined : read(choice.file);
  }

  /** The functions of the chosen configuration. */
  async functions(): Promise<readonly FunctionInfo[]> {
    return (await this.configuration())?.functions ?? [];
  }

  /** The folder to run, and the configuration in it; asks where there is a choice, and tells the user when no folder is open. */
  async target(): Promise<Target | undefined> {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    if (!first) {
      void vscode.window.showInformationMessage(messages.noFolder, messages.openFolder).then((chosen) => {
        if (chosen) void vscode.commands.executeCommand("workbench.action.files.openFolder");
      });
      return undefined;
    }
    if ((await this.#choice()).kind === "open" && !(await this.pick())) return undefined;
    const configuration = await this.configuration();
    return { folder: configuration?.folder ?? first, configuration };
  }

  /** Lets the user choose, and remembers it. Returns whether there is a choice now. */
  async pick(): Promise<boolean> {
    const files = withoutShadowed((await configurationFiles()).map((file) => file.fsPath)).sort();
    const items = files.map((file) => ({ label: vscode.workspace.asRelativePath(file), file }));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: messages.whichConfiguration });
    if (!chosen) return false;
    await this.store.update(KEY, chosen.file);
    this.#changed.fire();
    return true;
  }

  async #choice(): Promise<Choice> {
    const files = (await configurationFiles()).map((file) => file.fsPath);
    const served = this.#served ?? (vscode.workspace.workspaceFolders ?? []).map((folder) => new Config(folder).path).find((each) => each !== "") ?? "";
    return choose(files, served, this.store.get<string>(KEY));
  }
}

/** All configuration files of the workspace: every `smyth.toml`, and every `pyproject.toml` with `[tool.smyth]`. */
export async function configurationFiles(): Promise<vscode.Uri[]> {
  const own = await vscode.workspace.findFiles("**/smyth.toml", NOT_SEARCHED);
  const shared = await vscode.workspace.findFiles("**/pyproject.toml", NOT_SEARCHED);
  const ours = await Promise.all(shared.map(async (file) => /^\s*\[tool\.smyth[\].]/m.test(await fs.readFile(file.fsPath, "utf8").catch(() => ""))));
  return [...own, ...shared.filter((_, index) => ours[index])];
}

async function read(name: string): Promise<Configuration | undefined> {
  const file = vscode.Uri.file(name);
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (!folder) return undefined;
  const text = await fs.readFile(name, "utf8").catch(() => "");
  const isPyproject = path.basename(name) === "pyproject.toml";
  return { file, folder, directory: path.dirname(name), functions: functionsOf(text, isPyproject), prefix: pathPrefixOf(text, isPyproject) };
}
