import path from "node:path";
import * as vscode from "vscode";
import { messages } from "./messages";
import { draftPath, functionOfPayload, jsonProblem, payloadFiles, Payloads, resultText, type Store } from "./payloads";
import { saveEditors } from "./saving";
import type { SmythServer } from "./smythServer";

const RESULT = "smyth-result";

type Payload = () => Promise<string | undefined>;

/** Invokes functions with a payload that the user writes, has written before, or keeps in a file of `.smyth/events/`. */
export class Invoking implements vscode.Disposable {
  readonly #payloads: Payloads;
  readonly #results = new Results();
  readonly #subscriptions: vscode.Disposable;

  constructor(readonly server: SmythServer, store: Store) {
    this.#payloads = new Payloads(store);
    this.#subscriptions = vscode.Disposable.from(
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
    if (chosen) await this.#invoke(name, chosen.payload);
  }

  async #choices(name: string): Promise<(vscode.QuickPickItem & { payload: Payload })[]> {
    const last = this.#payloads.lastOf(name);
    const document = vscode.window.activeTextEditor?.document;
    const files = (await vscode.workspace.findFiles(payloadFiles(name))).sort((a, b) => a.path.localeCompare(b.path));
    const isListed = (uri: vscode.Uri) => files.some((file) => file.toString() === uri.toString());
    return [
      ...(last === undefined ? [] : [{ label: `$(history) ${messages.lastPayload}`, description: last.replace(/\s+/g, " ").slice(0, 80), payload: async () => last }]),
      { label: `$(edit) ${messages.editPayload}`, payload: () => this.#edit(name) },
      ...(document?.languageId === "json" && !isListed(document.uri)
        ? [{ label: `$(json) ${messages.editorPayload}`, description: path.basename(document.fileName), payload: async () => document.getText() }]
        : []),
      ...files.map((file) => ({
        label: `$(file) ${path.basename(file.fsPath)}`,
        description: vscode.workspace.asRelativePath(file),
        payload: async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
      })),
    ];
  }

  /** Opens a payload to write, a file that is kept; its own button sends it. */
  async #edit(name: string): Promise<undefined> {
    const target = await this.server.project.target();
    if (!target) return undefined;
    const uri = vscode.Uri.joinPath(vscode.Uri.file(target.configuration?.directory ?? target.folder.uri.fsPath), draftPath(name));
    const isThere = await vscode.workspace.fs.stat(uri).then(() => true, () => false);
    if (!isThere) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(this.#payloads.lastOf(name) ?? "{\n  \n}\n"));
    await vscode.window.showTextDocument(uri, { preview: false });
    return undefined;
  }

  async #send(uri?: vscode.Uri): Promise<void> {
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    if (!document) return;
    const name = functionOfPayload(document.uri.path) ?? (await this.#functionName());
    if (name !== undefined) await this.#invoke(name, async () => document.getText());
  }

  async #invoke(name: string, payloadOf: Payload): Promise<void> {
    await saveEditors();
    const payload = await payloadOf();
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
    void this.#payloads.remember(name, payload);
    const begun = Date.now();
    try {
      const reply = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `${name}...` }, () => state.api.invoke(name, payload));
      await this.#results.show(name, resultText(name, reply, Date.now() - begun));
    } catch (e) {
      void vscode.window.showErrorMessage(messages.invocationFailed(name, e instanceof Error ? e.message : String(e)));
    }
  }

  async #functionName(): Promise<string | undefined> {
    const names = (await this.server.project.functions()).map((each) => each.name);
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
