import * as vscode from "vscode";
import { requiredFolder } from "./project";
import type { SmythDebug } from "./smythDebug";
import type { SmythServer } from "./smythServer";

/** The commands that start and stop Smyth. */
export function registerCommands(server: SmythServer, debug: SmythDebug): vscode.Disposable {
  const commands: Readonly<Record<string, () => unknown>> = {
    "smyth.run": async () => {
      const folder = await requiredFolder();
      if (folder) await debug.start(folder);
    },
    "smyth.runWithoutDebugging": async () => {
      const folder = await requiredFolder();
      if (folder) await server.run({ folder, debug: false });
    },
    "smyth.stop": () => server.stop(),
    "smyth.restart": async () => {
      const folder = server.lastRun?.folder;
      if (!server.lastRun?.debug || !folder) return server.restart();
      await server.stop();
      return debug.start(folder);
    },
    "smyth.showLog": () => server.log.show(),
  };
  return vscode.Disposable.from(...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)));
}
