import * as vscode from "vscode";
import type { EnvironmentStatus, FunctionStatus } from "./api";
import type { Debuggers } from "./debuggers";
import { examplePath, type FunctionInfo } from "./functions";
import type { HandlerPlaces } from "./handlerPlaces";
import type { JournalClient } from "./journalClient";
import { messages } from "./messages";
import type { SmythServer } from "./smythServer";
import { environmentItem, functionItem } from "./treeItems";

/** A function, or one of its execution environments, as the commands of the view get it. */
type Node =
  | { readonly kind: "function"; readonly functionName: string; readonly info: FunctionInfo | undefined; readonly status: FunctionStatus }
  | { readonly kind: "environment"; readonly functionName: string; readonly status: EnvironmentStatus };

const SETTLE_MS = 150;

/** The view of functions with their execution environments while Smyth runs. */
export class FunctionsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly server: SmythServer, readonly debuggers: Debuggers, journal: JournalClient, places: HandlerPlaces) {
    const command = (name: string, run: (node: Node) => unknown) => vscode.commands.registerCommand(name, run);
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerTreeDataProvider("smyth.functions", this),
      server.onDidChange(() => this.#refresh()),
      journal.onEntry(() => this.#refresh()),
      debuggers.onDidChange(() => this.#refresh()),
      server.project.onDidChange(() => this.#refresh()),
      command("smyth.openInBrowser", async (node) => {
        const url = await this.#url(node);
        if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
      }),
      command("smyth.copyUrl", async (node) => {
        const url = await this.#url(node);
        // In a container, over SSH or in a codespace the browser and curl are on another machine.
        if (url !== undefined) await vscode.env.clipboard.writeText((await vscode.env.asExternalUri(vscode.Uri.parse(url))).toString(true));
      }),
      command("smyth.openHandler", (node) => node.kind === "function" && openHandler(node.functionName, node.info, places)),
      command("smyth.stopEnvironment", (node) => node.kind === "environment" && node.status.pid !== null && stop(node.status.pid)),
      // The palette passes no node, and then means all functions.
      vscode.commands.registerCommand("smyth.attach", (node?: Node) =>
        debuggers.attachAgain((name) => !node || (node.kind === "environment" ? name === node.status.name : name.startsWith(`${node.functionName}:`))),
      ),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node?.kind === "function") return node.status.environments.map((status) => ({ kind: "environment", functionName: node.functionName, status }));
    const { state } = this.server;
    if (node || state.kind !== "running") return [];
    const functions = await this.server.project.functions();
    const status = await state.api.status().catch(() => []);
    return status.map((each) => ({ kind: "function", functionName: each.name, info: functions.find(({ name }) => name === each.name), status: each }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const shown = node.kind === "function" ? functionItem(node.status, node.info) : environmentItem(node.status, this.debuggers.debuggerOf(node.status.name));
    const item = new vscode.TreeItem(shown.label, node.kind === "function" ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
    item.id = shown.label;
    item.description = shown.description;
    item.tooltip = shown.tooltip;
    item.contextValue = shown.context;
    item.iconPath = new vscode.ThemeIcon(shown.icon, shown.color === undefined ? undefined : new vscode.ThemeColor(shown.color));
    return item;
  }

  /** Many entries come at once: one question to Smyth answers them all. */
  #refresh(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, SETTLE_MS);
  }

  async #url(node: Node | undefined): Promise<string | undefined> {
    const { state } = this.server;
    if (state.kind !== "running") return undefined;
    const routed = (await this.server.project.functions()).filter((each) => each.urlPaths.length > 0);
    const name = node?.kind === "function" ? node.functionName : await pick(routed.map((each) => each.name), messages.whichFunction);
    const urlPath = await pick(routed.find((each) => each.name === name)?.urlPaths ?? [], messages.whichRoute);
    return urlPath === undefined ? undefined : state.api.url + examplePath(urlPath);
  }
}

/** The one that the user picks, without a question where there is only one. */
async function pick(names: readonly string[], placeHolder: string): Promise<string | undefined> {
  return names.length < 2 ? names[0] : vscode.window.showQuickPick([...names], { placeHolder });
}

async function openHandler(name: string, info: FunctionInfo | undefined, places: HandlerPlaces): Promise<void> {
  const place = (await places.all()).find((each) => each.function === name);
  if (place) await vscode.window.showTextDocument(vscode.Uri.file(place.file), { selection: new vscode.Range(place.line, 0, place.line, 0) });
  else void vscode.window.showInformationMessage(messages.handlerNotFound(info?.handler ?? name));
}

/** Smyth starts another one at the next invocation. */
function stop(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended in the meantime.
  }
}
