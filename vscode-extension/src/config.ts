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
    const served = more.path || this.#text("path");
    return {
      debug,
      folder: this.folder.uri.fsPath,
      path: served === "" ? fallback : path.resolve(this.folder.uri.fsPath, served),
      arguments: [...this.#settings.get<string[]>("arguments", []), ...(more.args ?? [])],
      script: this.script,
      jbang: this.jbang,
      parent: process.pid,
    };
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
