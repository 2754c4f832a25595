import * as vscode from "vscode";
import type { FileMessage } from "./entry";
import type { JournalClient } from "./journalClient";
import type { SmythServer } from "./smythServer";

/** Shows in the Problems view what the compiler said, until the function is built again. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("smyth");
  readonly #byFunction = new Map<string, [vscode.Uri, vscode.Diagnostic][]>();
  readonly #subscriptions: vscode.Disposable;

  constructor(server: SmythServer, journal: JournalClient) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      server.onDidChange((state) => state.kind !== "running" && this.#clear()),
      journal.onEntry((entry) => {
        if (entry.kind === "built") this.#put(entry.function, []);
        if (entry.kind === "notBuilt") this.#put(entry.function, entry.messages);
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #put(functionName: string, messages: readonly FileMessage[]): void {
    this.#byFunction.set(
      functionName,
      messages.map(({ file, line, column, isError, text }) => {
        const severity = isError ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
        const diagnostic = new vscode.Diagnostic(new vscode.Range(line, column, line, column), text, severity);
        diagnostic.source = "smyth";
        return [vscode.Uri.file(file), diagnostic];
      }),
    );
    this.#collection.clear();
    const all = [...this.#byFunction.values()].flat();
    for (const [uri] of all) this.#collection.set(uri, distinct(all.filter(([other]) => other.toString() === uri.toString()).map(([, diagnostic]) => diagnostic)));
  }

  #clear(): void {
    this.#byFunction.clear();
    this.#collection.clear();
  }
}

/** Two functions of one project see the same errors. */
function distinct(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [`${each.range.start.line}:${each.range.start.character}:${each.message}`, each])).values()];
}
