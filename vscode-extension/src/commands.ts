import * as vscode from "vscode";
import type { SmythDebug } from "./smythDebug";
import type { SmythServer } from "./smythServer";

/** The commands that start and stop Smyth. */
export function registerCommands(server: SmythServer, debug: SmythDebug): vscode.Disposable {
  const run = async (debugged: boolean) => {
    const target = await server.project.target();
    if (target) await debug.start({ folder: target.folder, debug: debugged });
  };
  const commands: Readonly<Record<string, () => unknown>> = {
    "smyth.run": () => run(true),
    "smyth.runWithoutDebugging": () => run(false),
    "smyth.stop": () => server.stop(),
    "smyth.restart": () => debug.restart(),
    "smyth.showLog": () => server.log.show(),
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(name, command)));
}
