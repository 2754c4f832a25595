import type * as vscode from "vscode";
import type { SmythApi } from "./api";
import type { Failure } from "./failure";

export type ServerState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly api: SmythApi; readonly debug: boolean; readonly folder: vscode.WorkspaceFolder }
  | { readonly kind: "stopping" }
  /** Until the next start. */
  | { readonly kind: "failed"; readonly failure: Failure };

/** What a run needs: where, how, and with what on top of the settings. */
export interface Run {
  readonly folder: vscode.WorkspaceFolder;
  readonly debug: boolean;
  /** What to serve instead of what the settings say. */
  readonly path?: string;
  /** More of the command line than the settings have. */
  readonly args?: readonly string[];
}
