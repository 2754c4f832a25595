import path from "node:path";
import * as vscode from "vscode";
import type { Start } from "./commandLine";

/** The only reader of settings. */
export class Config {
  readonly #settings: vscode.WorkspaceConfiguration;

  constructor(readonly folder: vscode.WorkspaceFolder) {
    this.#settings = vscode.workspace.getConfiguration("smyth", folder.uri);
  }

  /**
   * @param more     what a launch configuration says instead
   * @param fallback what to serve when nobody says
   */
  start(debug: boolean, more: { readonly path?: string; readonly args?: readonly string[] }, fallback: string): Start {
    return {
      debug,
      folder: this.folder.uri.fsPath,
      path: this.resolved(more.path) || this.path || fallback,
      arguments: [...this.#settings.get<string[]>("arguments", []), ...(more.args ?? [])],
      script: this.script,
      jbang: this.jbang,
      parent: process.pid,
    };
  }

  /** What to serve: absolute, or "" when the settings do not say. */
  get path(): string {
    return this.resolved(this.#text("path"));
  }

  /** A path of the workspace folder; "" for none. */
  resolved(written: string | undefined): string {
    return written ? path.resolve(this.folder.uri.fsPath, written) : "";
  }

  get script(): string {
    return this.#text("script");
  }

  get jbang(): string {
    return this.#text("jbangPath");
  }

  /** The environment variables of Smyth itself. */
  get env(): NodeJS.ProcessEnv {
    const javaHome = this.#text("javaHome");
    return javaHome === "" ? process.env : { ...process.env, JAVA_HOME: javaHome };
  }

  autoAttaches(functionName: string): boolean {
    return this.#settings.get("autoAttach", true) && this.#settings.get<Record<string, boolean>>("autoAttachFunctions", {})[functionName] !== false;
  }

  get autoAttach(): boolean {
    return this.#settings.get("autoAttach", true);
  }

  #text(name: string): string {
    return this.#settings.get(name, "").trim();
  }
}
