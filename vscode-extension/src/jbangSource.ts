import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Where the JBang that runs Smyth comes from. */
export type JbangSource =
  /** It is on this machine. */
  | "installed"
  /** Maven fetches its jar once, whose checksum is known. */
  | "maven"
  /** JBang's own installer, a script of the network. */
  | "installer";

/**
 * The same that `jbangw` will find.
 *
 * @param jbang the setting, or ""
 * @param jbangw the file
 */
export function jbangSource(jbang: string, jbangw: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): JbangSource {
  if (jbang !== "" || platform === "win32" || isOnPath("jbang", env)) return "installed";
  const version = /^version=(\S+)/m.exec(fs.readFileSync(jbangw, "utf8"))?.[1];
  const home = env["JBANG_DIR"] || path.join(env["HOME"] || os.homedir(), ".jbang");
  const cache = env["JBANG_CACHE_DIR"] || path.join(home, "cache");
  if (fs.existsSync(path.join(cache, "jbangw", `jbang-cli-${version}-all.jar`))) return "installed";
  return isOnPath("mvn", env) ? "maven" : "installer";
}

function isOnPath(command: string, env: NodeJS.ProcessEnv): boolean {
  return (env["PATH"] ?? "").split(path.delimiter).some((folder) => {
    try {
      fs.accessSync(path.join(folder, command), fs.constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}
