import path from "node:path";
import * as vscode from "vscode";
import { messages } from "./messages";
import { jsonProblem, Payloads, resultText } from "./payloads";
import { configuredFunctions } from "./project";
import type { SmythServer } from "./smythServer";

const PAYLOAD = "smyth-payload";
const RESULT = "smyth-result";
const EVENTS = "**/.smyth/events/*.json";

/** Invokes functions with a payload that the user writes, has written before, or keeps in a file of `.smyth/events/`. */
export class Invoking implements vscode.Disposable {
  readonly #payloads = new Payloads();
  readonly #drafts = new Drafts();
  readonly #results = new Results();
  readonly #subscriptions: vscode.Disposable;

  constructor(readonly server: SmythServer) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider(PAYLOAD, this.#drafts),
      vscode.workspace.registerTextDocumentContentProvider(RESULT, this.#results),
      vscode.commands.registerCommand("smyth.invoke", (target?: unknown) => this.#pick(target)),
      vscode.commands.registerCommand("smyth.sendPayload", (uri?: vscode.Uri) => this.#send(uri)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #pick(target: unknown): Promise<void> {
    const name = nameOf(target) ?? (await this.#functionName());
    if (name === undefined) return;
    const chosen = await vscode.window.showQuickPick(await this.#choices(name), { placeHolder: messages.whichPayload(name) });
    if (chosen) await this.#invoke(name, await chosen.payload());
  }

  async #choices(name: string): Promise<(vscode.QuickPickItem & { payload: () => Promise<string | undefined> })[]> {
    const last = this.#payloads.lastOf(name);
    const editor = vscode.window.activeTextEditor;
    const files = (await vscode.workspace.findFiles(EVENTS)).sort((a, b) => a.path.localeCompare(b.path));
    return [
      ...(last === undefined ? [] : [{ label: `$(history) ${messages.lastPayload}`, description: last.replace(/\s+/g, " ").slice(0, 80), payload: async () => last }]),
      { label: `$(edit) ${messages.editPayload}`, payload: () => this.#edit(name) },
      ...(editor?.document.languageId === "json" && editor.document.uri.scheme !== PAYLOAD
        ? [{ label: `$(json) ${messages.editorPayload}`, description: path.basename(editor.document.fileName), payload: async () => editor.document.getText() }]
        : []),
      ...files.map((file) => ({
        label: `$(file) ${path.basename(file.fsPath)}`,
        description: vscode.workspace.asRelativePath(file),
        payload: async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
      })),
    ];
  }

  /** Opens a payload to write; its own button sends it. */
  async #edit(name: string): Promise<undefined> {
    const uri = vscode.Uri.from({ scheme: PAYLOAD, path: `/${name}.json` });
    this.#drafts.begin(uri, this.#payloads.lastOf(name) ?? "{\n  \n}\n");
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), "json");
    await vscode.window.showTextDocument(document, { preview: false });
    return undefined;
  }

  async #send(uri?: vscode.Uri): Promise<void> {
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    if (!document) return;
    const name = document.uri.scheme === PAYLOAD ? path.basename(document.uri.path, ".json") : await this.#functionName();
    if (name !== undefined) await this.#invoke(name, document.getText());
  }

  async #invoke(name: string, payload: string | undefined): Promise<void> {
    if (payload === undefined) return;
    const problem = jsonProblem(payload);
    if (problem !== undefined) {
      void vscode.window.showErrorMessage(messages.payloadIsNoJson(problem));
      return;
    }
    const { state } = this.server;
    if (state.kind !== "running") {
      const chosen = await vscode.window.showInformationMessage(messages.notRunning, messages.run);
      if (chosen) await vscode.commands.executeCommand("smyth.run");
      return;
    }
    this.#payloads.remember(name, payload);
    const begun = Date.now();
    try {
      const reply = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `${name}...` }, () => state.api.invoke(name, payload));
      await this.#results.show(name, resultText(name, reply, Date.now() - begun));
    } catch (e) {
      void vscode.window.showErrorMessage(messages.invocationFailed(name, e instanceof Error ? e.message : String(e)));
    }
  }

  async #functionName(): Promise<string | undefined> {
    const names = (await configuredFunctions()).map((each) => each.name);
    if (names.length === 1) return names[0];
    return vscode.window.showQuickPick(names, { placeHolder: messages.whichFunction });
  }
}

/** A tree item of the functions view, or the name itself from a code lens. */
function nameOf(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  const name = (target as { functionName?: unknown } | undefined)?.functionName;
  return typeof name === "string" ? name : undefined;
}

/** Payloads that are being written: files of this window only, so that saving one asks for no place. */
class Drafts implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  begin(uri: vscode.Uri, text: string): void {
    if (!this.#files.has(uri.toString())) this.#files.set(uri.toString(), new TextEncoder().encode(text));
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.#files.get(uri.toString());
    if (!content) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.#files.set(uri.toString(), content);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    this.#files.delete(uri.toString());
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}

/** The last answer of each function, beside the editor. */
class Results implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: RESULT, path: `/${name} answer` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), "jsonc");
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }
}
