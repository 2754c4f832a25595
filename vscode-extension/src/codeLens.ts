import * as vscode from "vscode";
import { handlersIn, type SourceLanguage } from "./handlers";
import type { Project } from "./project";

const LANGUAGES: Readonly<Record<string, SourceLanguage>> = {
  java: "java", python: "python", javascript: "javascript", typescript: "javascript",
};

/** 'Invoke' over each handler that the configuration names. */
export class HandlerLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(readonly project: Project) {
    const selector = Object.keys(LANGUAGES).map((language) => ({ language, scheme: "file" }));
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerCodeLensProvider([...selector, ...selector.map((each) => ({ ...each, scheme: "vscode-remote" }))], this),
      project.onDidChange(() => this.#changed.fire()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const language = LANGUAGES[document.languageId];
    if (language === undefined) return [];
    return handlersIn(document.getText(), document.uri.path, language, await this.project.functions()).map(({ function: name, line }) => {
      const range = document.lineAt(line).range;
      return new vscode.CodeLens(range, { command: "smyth.invoke", title: `$(zap) Invoke ${name}`, arguments: [name] });
    });
  }
}
