import { keyOf, type Language, type Worker } from "./worker";

/** An extension's manifest, as far as it tells which debuggers the extension brings. */
export interface Manifest {
  readonly contributes?: { readonly debuggers?: readonly { readonly type?: string }[] };
}

interface Debugger {
  /** The `type` of its launch configurations. */
  readonly type: string;
  /** The extension to offer where it is missing. */
  readonly extension: string;
  readonly name: string;
}

const DEBUGGERS: Readonly<Record<Language, Debugger>> = {
  java: { type: "java", extension: "vscjava.vscode-java-debug", name: "Debugger for Java" },
  node: { type: "node", extension: "ms-vscode.js-debug", name: "JavaScript Debugger" },
  python: { type: "debugpy", extension: "ms-python.debugpy", name: "Python Debugger" },
};

export function debuggerOf(language: Language): Debugger {
  return DEBUGGERS[language];
}

/** Whether one of the installed extensions can debug the language: whichever it is, only the debug type counts. */
export function canDebug(language: Language, installed: readonly Manifest[]): boolean {
  const { type } = DEBUGGERS[language];
  return installed.some((manifest) => manifest.contributes?.debuggers?.some((debug) => debug.type === type) === true);
}

/**
 * A launch configuration that attaches to the worker. The marker `smyth` tells our sessions from others.
 *
 * @param loud whether VS Code shows a modal dialog when the debugger cannot start
 */
export function attachConfiguration(worker: Worker, folder: string, sourceFolders: readonly string[], loud: boolean): { type: string; request: string; name: string; [key: string]: unknown } {
  const common = {
    type: DEBUGGERS[worker.language].type,
    request: "attach",
    name: worker.environment,
    internalConsoleOptions: "neverOpen", // Smyth's log stays in front
    ...(loud ? {} : { __autoAttach: true }), // VS Code's own mark for sessions that nobody has asked for: no dialog holds them up
    smyth: { ...worker, key: keyOf(worker) },
  };
  switch (worker.language) {
    case "java":
      return { ...common, hostName: "127.0.0.1", port: worker.port, timeout: 10_000, sourcePaths: [...sourceFolders] };
    case "node":
      return { ...common, address: "127.0.0.1", port: worker.port, cwd: folder, timeout: 10_000, continueOnAttach: true, skipFiles: ["<node_internals>/**"] };
    case "python":
      return { ...common, connect: { host: "127.0.0.1", port: worker.port }, cwd: folder, justMyCode: true };
  }
}
