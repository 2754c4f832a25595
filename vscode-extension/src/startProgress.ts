import * as vscode from "vscode";
import { messages } from "./messages";
import type { SmythServer } from "./smythServer";

/** Shows what the first start of a version downloads and compiles; later starts have nothing to show. */
export class StartProgress implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  #report: ((message: string) => void) | undefined;

  constructor(readonly server: SmythServer) {
    this.#subscriptions = server.onDidProgress((message) => (this.#report ? this.#report(message) : this.#show(message)));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #show(first: string): void {
    const options = { location: vscode.ProgressLocation.Notification, title: messages.starting, cancellable: true };
    void vscode.window.withProgress(options, async (progress, cancel) => {
      this.#report = (message) => progress.report({ message });
      this.#report(first);
      cancel.onCancellationRequested(() => this.server.stop());
      await this.#hasStarted();
      this.#report = undefined;
    });
  }

  async #hasStarted(): Promise<void> {
    if (this.server.state.kind !== "starting") return;
    await new Promise<void>((resolve) => {
      const subscription = this.server.onDidChange((state) => {
        if (state.kind === "starting") return;
        subscription.dispose();
        resolve();
      });
    });
  }
}
