import type * as vscode from "vscode";
import type { Attempt } from "./attempt";
import { keyOf, type Worker } from "./worker";

/** How long js-debug may take from its own session to the one of the Node process in it. */
const NODE_TARGET_MS = 3_000;

/** What the debug session of a worker tells. */
export interface Listener {
  /** The wait for the debugger that is going on, if there is one. */
  readonly attempt: Attempt | undefined;
  readonly isAlive: () => boolean;
  /** The user wants this worker without a debugger. */
  readonly disconnected: () => void;
  /** The user wants everything to end. */
  readonly stopped: () => void;
  readonly ended: () => void;
}

/** The worker of a session that we have started, or that js-debug has started below one of ours. */
export function workerOfSession(session: vscode.DebugSession): { readonly worker: Worker; readonly isOwn: boolean } | undefined {
  const own = workerOf(session);
  if (own) return { worker: own, isOwn: true };
  const worker = session.parentSession && workerOf(session.parentSession);
  return worker && { worker, isOwn: false };
}

export function workerOf(session: vscode.DebugSession): Worker | undefined {
  const marker = session.configuration["smyth"] as (Worker & { key: string }) | undefined;
  return marker?.key !== undefined && marker.key === keyOf(marker) ? marker : undefined;
}

/** Listens to what VS Code and a worker's debug adapter say to each other. */
export function workerTracker(worker: Worker, isOwn: boolean, listener: Listener): vscode.DebugAdapterTracker {
  let adapterHasEnded = false;
  const { attempt } = listener;
  const because = (reason: string) => attempt && (attempt.reason ??= reason);
  return {
    onWillReceiveMessage: (message: DapMessage) => {
      if (message.type !== "request" || adapterHasEnded || !listener.isAlive()) return;
      if (message.arguments?.restart === true || (message.command !== "disconnect" && message.command !== "terminate")) return;
      if (attempt?.reason !== undefined) return; // VS Code clears up after a failure
      if (isOwn) listener.disconnected();
      // Disconnect means this worker alone; the Stop button of the group means Smyth.
      if (isOwn && (message.command === "terminate" || message.arguments?.terminateDebuggee === true)) listener.stopped();
    },
    onDidSendMessage: (message: DapMessage) => {
      if (message.type === "event" && (message.event === "terminated" || message.event === "exited")) adapterHasEnded = true;
      attempt?.heard();
      if (message.type !== "response") return;
      if (message.success === false && isOwn && (message.command === "attach" || message.command === "initialize")) {
        const reason = message.body?.error?.format ?? message.message;
        if (reason !== undefined) because(reason);
        // VS Code shows a modal dialog unless the adapter says that there is no need: the message is ours.
        message.body = { error: { id: 1, format: reason ?? "", showUser: false } };
      }
      if (message.command !== "configurationDone") return;
      if (isOwn && worker.language === "node") attempt?.inPlaceAfter(NODE_TARGET_MS);
      else attempt?.settle({ kind: "inPlace" });
    },
    onError: (error) => because(error.message),
    onExit: (code) => because(`its debug adapter has ended with exit code ${code ?? -1}`),
    onWillStopSession: () => isOwn && listener.ended(),
  };
}

/** The part of the Debug Adapter Protocol's messages that is looked at. */
interface DapMessage {
  readonly type: string;
  readonly command?: string;
  readonly event?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly arguments?: { readonly restart?: boolean; readonly terminateDebuggee?: boolean };
  body?: { error?: { id: number; format: string; showUser?: boolean } };
}
