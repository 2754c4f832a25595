import * as vscode from "vscode";
import { messages } from "./messages";
import type { ServerState } from "./serverState";
import type { SmythServer } from "./smythServer";

/** Smyth's place in the status bar, and the context keys that menus ask: both are functions of the server's state. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("smyth", vscode.StatusBarAlignment.Left, 50);
  readonly #subscription: vscode.Disposable;
  #configured = false;

  constructor(readonly server: SmythServer) {
    this.#item.name = "Smyth";
    this.#subscription = server.onDidChange((state) => this.#show(state));
    this.#show(server.state);
  }

  /** Whether there is a configuration: before that, nothing is shown unless Smyth runs. */
  set configured(configured: boolean) {
    this.#configured = configured;
    void vscode.commands.executeCommand("setContext", "smyth.configured", configured);
    this.#show(this.server.state);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(state: ServerState): void {
    const isActive = state.kind === "starting" || state.kind === "running";
    void vscode.commands.executeCommand("setContext", "smyth.active", isActive);
    void vscode.commands.executeCommand("setContext", "smyth.running", state.kind === "running");
    const { text, tooltip, command } = shown(state);
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.command = command;
    if (this.#configured || state.kind !== "stopped") this.#item.show();
    else this.#item.hide();
  }
}

function shown(state: ServerState): { text: string; tooltip: string; command: string } {
  switch (state.kind) {
    case "stopped":
      return { text: messages.barStopped, tooltip: messages.tipStopped, command: "smyth.run" };
    case "starting":
    case "stopping":
      return { text: messages.barStarting, tooltip: messages.starting, command: "smyth.showLog" };
    case "running":
      return { text: messages.barRunning(state.api.url), tooltip: messages.tipRunning(state.api.url, state.debug), command: "smyth.showLog" };
    case "failed":
      return { text: messages.barFailed, tooltip: messages.tipFailed(messages.failed(state.failure)), command: "smyth.showLog" };
  }
}
