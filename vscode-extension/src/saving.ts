import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";

/** Smyth answers with what was saved this long before a request. */
const SEEN_MS = 100;

/** Saves what is being edited, as VS Code does before it debugs, unless the user has turned that off. Returns when Smyth has seen it. */
export async function saveEditors(): Promise<void> {
  if (vscode.workspace.getConfiguration("debug").get("saveBeforeStart") === "none") return;
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled);
  if (dirty.length === 0) return;
  await Promise.all(dirty.map((document) => document.save()));
  await pause(SEEN_MS);
}
