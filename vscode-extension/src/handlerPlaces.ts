import * as vscode from "vscode";
import { concerns, placesOf, type HandlerPlace } from "./handlers";
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
      server.project.onDidChange(() => this.#forget()),
      vscode.workspace.onDidSaveTextDocument(({ fileName }) => concerns(fileName, this.#last) && this.#forget()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** The handlers of the chosen configuration. Takes a second or two after a change. */
  all(): Promise<readonly HandlerPlace[]> {
    this.#answer ??= this.#ask();
    return this.#answer;
  }

  #forget(): void {
    this.#answer = undefined;
    this.#changed.fire();
  }

  async #ask(): Promise<readonly HandlerPlace[]> {
    const chosen = await this.server.project.configuration();
    const places = chosen ? placesOf(await this.server.ask(["check", "--json", chosen.file.fsPath], chosen.folder)) : [];
    this.#last = places;
    return places;
  }
}
