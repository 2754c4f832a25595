import * as vscode from "vscode";
import { concerns, placesOf, type HandlerPlace } from "./handlers";
import { configurationFiles } from "./project";
import type { SmythServer } from "./smythServer";

/** Asks Smyth where handlers are, and keeps the answer until a file that it depends on is saved. */
export class HandlerPlaces implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #answer: Promise<readonly HandlerPlace[]> | undefined;
  #last: readonly HandlerPlace[] = [];

  constructor(readonly server: SmythServer) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.onDidSaveTextDocument(({ fileName }) => concerns(fileName, this.#last) && this.#forget()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** The handlers of every configuration of the workspace. Takes a second or two after a change. */
  all(): Promise<readonly HandlerPlace[]> {
    this.#answer ??= this.#ask();
    return this.#answer;
  }

  #forget(): void {
    this.#answer = undefined;
    this.#changed.fire();
  }

  async #ask(): Promise<readonly HandlerPlace[]> {
    const places: HandlerPlace[] = [];
    for (const file of await configurationFiles()) {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      if (folder) places.push(...placesOf(await this.server.ask(["check", "--json", file.fsPath], folder)));
    }
    this.#last = places;
    return places;
  }
}
