import * as vscode from "vscode";
import type { HandlerPlaces } from "./handlerPlaces";
import { handlersIn } from "./handlers";

const LANGUAGES = ["java", "python", "javascript", "typescript"];
const SCHEMES = ["file", "vscode-remote"];

/** 'Invoke' over each handler that the configuration names. */
export class HandlerLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly onDidChangeCodeLenses: vscode.Event<void>;
  readonly #registration: vscode.Disposable;

  constructor(readonly places: HandlerPlaces) {
    this.onDidChangeCodeLenses = places.onDidChange;
    const selector = SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ language, scheme })));
    this.#registration = vscode.languages.registerCodeLensProvider(selector, this);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const handlers = handlersIn(document.uri.fsPath, document.lineCount, await this.places.all());
    return handlers.map(({ function: name, line }) => {
      const range = document.lineAt(line).range;
      return new vscode.CodeLens(range, { command: "smyth.invoke", title: `$(zap) Invoke ${name}`, arguments: [name] });
    });
  }
}
