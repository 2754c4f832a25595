import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { problemsIn, type ConfigurationProblems } from "./configurationProblems";
import type { Failure } from "./failure";
import type { JournalClient } from "./journalClient";
import { messages } from "./messages";
import type { SmythServer } from "./smythServer";

/** Shows in the Problems view why Smyth did not start, and what is wrong in a configuration file that is edited while it runs. */
export class ConfigurationDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("smyth configuration");
  readonly #subscriptions: vscode.Disposable;

  constructor(readonly server: SmythServer, journal: JournalClient) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      server.onDidChange((state) => (state.kind === "failed" ? void this.#failed(state.failure) : this.#collection.clear())),
      journal.onEntry((entry) => {
        if (entry.kind !== "note") return;
        const problems = problemsIn(entry.text);
        if (problems) this.#put(problems);
        else if (entry.text === "configuration reloaded") this.#collection.clear();
      }),
      // What is wrong with what was saved just now will be told anew.
      vscode.workspace.onDidSaveTextDocument((document) => this.server.state.kind === "running" && this.#collection.delete(document.uri)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #failed(failure: Failure): Promise<void> {
    this.#collection.clear();
    if (failure.kind === "brokenConfiguration" && this.#put(failure.problems)) return;
    if (failure.kind === "other" || failure.kind === "ended") return; // nothing that a file could be blamed for
    const file = (await this.server.project.configuration())?.file;
    if (file && this.server.state.kind === "failed") this.#collection.set(file, [diagnostic(0, messages.failed(failure))]);
  }

  /** Returns whether there is such a file. */
  #put({ file, problems }: ConfigurationProblems): boolean {
    const uri = vscode.Uri.file(path.resolve(this.server.lastRun?.folder.uri.fsPath ?? "", file));
    if (!fs.existsSync(uri.fsPath)) return false;
    this.#collection.set(uri, problems.map(({ line, text }) => diagnostic(line, text)));
    return true;
  }
}

function diagnostic(line: number, text: string): vscode.Diagnostic {
  const made = new vscode.Diagnostic(new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER), text, vscode.DiagnosticSeverity.Error);
  made.source = "smyth";
  return made;
}
