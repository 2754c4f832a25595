import * as vscode from "vscode";
import type { SmythServer } from "./smythServer";

/**
 * The debug session of Smyth itself: what F5 and **Run Smyth** start, and what the sessions of the workers are grouped under.
 *
 * It has no threads and no breakpoints of its own. While it lasts Smyth runs, and the other way round.
 */
export class SmythSession implements vscode.DebugAdapter {
  readonly #messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.#messages.event;
  #sequence = 0;
  #isOver = false;
  #subscription: vscode.Disposable | undefined;

  constructor(readonly server: SmythServer, readonly folder: vscode.WorkspaceFolder) {}

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const request = message as Request;
    if (request.type === "request") void this.#answer(request);
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#messages.dispose();
  }

  async #answer(request: Request): Promise<void> {
    switch (request.command) {
      case "initialize":
        this.#respond(request, { supportsConfigurationDoneRequest: true, supportsTerminateRequest: true });
        break;
      case "launch":
        await this.#launch(request);
        break;
      case "terminate":
      case "disconnect":
        this.#subscription?.dispose();
        if (!this.#isOver) await this.server.stop(); // else what runs by now is another session's
        this.#respond(request);
        this.#end();
        break;
      case "threads":
        this.#respond(request, { threads: [] });
        break;
      case "setBreakpoints":
        // Breakpoints belong to the workers' sessions; unverified here, verified there.
        this.#respond(request, { breakpoints: (request.arguments?.breakpoints ?? []).map(() => ({ verified: false })) });
        break;
      default:
        this.#respond(request);
    }
  }

  async #launch(request: Request): Promise<void> {
    const { noDebug, path, args } = request.arguments ?? {};
    const runs = await this.server.run({ folder: this.folder, debug: noDebug !== true, ...(path ? { path } : {}), ...(args ? { args } : {}) });
    this.#respond(request);
    if (!runs) return this.#end(); // the server has told the user why
    this.#send({ type: "event", event: "initialized" });
    this.#subscription = this.server.onDidChange((state) => (state.kind === "stopped" || state.kind === "failed") && this.#end());
  }

  #end(): void {
    if (!this.#isOver) this.#send({ type: "event", event: "terminated" });
    this.#isOver = true;
  }

  #respond(request: Request, body: object = {}): void {
    this.#send({ type: "response", request_seq: request.seq, command: request.command, success: true, body });
  }

  #send(message: object): void {
    this.#messages.fire({ seq: ++this.#sequence, ...message } as vscode.DebugProtocolMessage);
  }
}

interface Request {
  readonly type: string;
  readonly seq: number;
  readonly command: string;
  readonly arguments?: { readonly noDebug?: boolean; readonly path?: string; readonly args?: string[]; readonly breakpoints?: unknown[] };
}
