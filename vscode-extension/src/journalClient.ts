import * as vscode from "vscode";
import { canDebug, type Manifest } from "./attachConfiguration";
import { Config } from "./config";
import { entryOf, type Entry } from "./entry";
import type { SmythServer } from "./smythServer";
import { LANGUAGES, type Language } from "./worker";

const AGAIN_AFTER_MS = 500;

/** Reads the journal of the running Smyth, from its start to its end, and passes on what happens. */
export class JournalClient implements vscode.Disposable {
  readonly #entries = new vscode.EventEmitter<Entry>();
  readonly onEntry = this.#entries.event;
  readonly #opened = new vscode.EventEmitter<void>();
  /** The stream is open: from here on nothing is missed. */
  readonly onDidOpen = this.#opened.event;
  readonly #subscriptions: vscode.Disposable;
  #abort = new AbortController();

  constructor(readonly server: SmythServer) {
    this.#subscriptions = vscode.Disposable.from(
      this.#entries,
      this.#opened,
      server.onDidChange(() => this.#follow()),
      // Which languages we attach to is said when the stream is opened.
      vscode.extensions.onDidChange(() => this.#follow()),
      vscode.workspace.onDidChangeConfiguration((e) => e.affectsConfiguration("smyth.autoAttach") && this.#follow()),
    );
  }

  dispose(): void {
    this.#abort.abort();
    this.#subscriptions.dispose();
  }

  #follow(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    void this.#read(this.#abort.signal);
  }

  async #read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const state = this.server.state;
      if (state.kind !== "running") return;
      const attach = state.debug && new Config(state.folder).autoAttach ? languages() : [];
      try {
        await state.api.journal(attach, () => this.#opened.fire(), (event) => this.#pass(entryOf(event)), signal);
      } catch (e) {
        this.server.log.appendLine(`journal: ${e instanceof Error ? e.message : String(e)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }

  #pass(entry: Entry | undefined): void {
    if (entry) this.#entries.fire(entry);
  }
}

/** What the installed extensions can debug. */
export function languages(): Language[] {
  const manifests = vscode.extensions.all.map((extension) => extension.packageJSON as Manifest);
  return LANGUAGES.filter((language) => canDebug(language, manifests));
}
