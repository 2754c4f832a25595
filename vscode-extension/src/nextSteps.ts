import path from "node:path";
import * as vscode from "vscode";
import type { Failure } from "./failure";
import { messages } from "./messages";
import type { SmythDebug } from "./smythDebug";
import type { SmythServer } from "./smythServer";

/** A button of a message, and what it does. */
interface Step {
  readonly title: string;
  readonly take: () => unknown;
}

/** Tells why Smyth does not run, and offers what to do about it. */
export class NextSteps implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;

  constructor(readonly server: SmythServer, readonly debug: SmythDebug) {
    this.#subscription = server.onDidChange((state) => state.kind === "failed" && void this.#show(state.failure));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #show(failure: Failure): Promise<void> {
    const steps = [...this.#stepsFor(failure), { title: messages.showLog, take: () => this.server.log.show() }];
    const chosen = await vscode.window.showErrorMessage(messages.failed(failure), ...steps.map((step) => step.title));
    await steps.find((step) => step.title === chosen)?.take();
  }

  #stepsFor(failure: Failure): Step[] {
    const command = (title: string, name: string, ...args: unknown[]): Step => ({ title, take: () => vscode.commands.executeCommand(name, ...args) });
    const settings = (name: string) => command(messages.openSettings, "workbench.action.openSettings", name);
    const open = (title: string, url: string): Step => ({ title, take: () => vscode.env.openExternal(vscode.Uri.parse(url)) });
    const again = (title: string): Step => ({ title, take: () => this.#again() });
    switch (failure.kind) {
      case "noConfiguration":
        if (failure.handlers === 0) return [command(messages.createProject, "smyth.newProject")];
        return [{ title: messages.serveFound(failure.handlers), take: () => this.#serveFound(failure.folder) }];
      case "brokenConfiguration":
        return [command(messages.showProblems, "workbench.actions.view.problems"), again(messages.startAgain)];
      case "portTaken":
        return [{ title: messages.useFreePort, take: () => this.#again(["--port", "0"]) }];
      case "noJdk":
        return [open(messages.installJdk, "https://adoptium.net/temurin/releases/?version=25"), settings("smyth.javaHome")];
      case "noJbang":
        return [{ title: messages.downloadJbang, take: () => this.#installJbang() }, settings("smyth.jbangPath")];
      case "noCommand":
        return [open(messages.installJbang, "https://www.jbang.dev/download"), settings("smyth.jbangPath")];
      case "notTrusted":
        return [{ title: messages.trustAndRun, take: () => this.#trust(failure.trust) }];
      case "other":
      case "ended":
        return [again(messages.startAgain)];
    }
  }

  /** The same run once more, in a debug session if it had one. */
  async #again(more: readonly string[] = []): Promise<void> {
    const run = this.server.lastRun;
    if (run) await this.debug.start({ ...run, args: [...(run.args ?? []), ...more] });
  }

  /** Writes a smyth.toml for the handlers that are there, and serves them. */
  async #serveFound(folder: string | undefined): Promise<void> {
    const run = this.server.lastRun;
    if (!run) return;
    const init = [path.join(this.server.bundled, "smyth.java"), "init"];
    if ((await this.server.command(init, run.folder, folder ?? run.folder.uri.fsPath)) === 0) await this.#again();
    else this.server.log.show();
  }

  async #installJbang(): Promise<void> {
    this.server.mayInstallJbang = true;
    await this.#again();
  }

  async #trust(source: string): Promise<void> {
    const run = this.server.lastRun;
    if (!run) return;
    await this.server.command(["trust", "add", source], run.folder, run.folder.uri.fsPath);
    await this.#again();
  }
}
