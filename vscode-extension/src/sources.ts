import fs from "node:fs/promises";
import path from "node:path";

const USUAL = ["", "src/main/java", "src", "src/test/java"];

/** Where a debugger finds Java sources when no language server tells it: the usual places that are there. */
export async function sourceFolders(folder: string, configured: readonly string[] = []): Promise<string[]> {
  const candidates = [...configured, ...USUAL].map((name) => path.resolve(folder, name));
  const found: string[] = [];
  for (const candidate of new Set(candidates)) if (await isFolder(candidate)) found.push(candidate);
  return found;
}

async function isFolder(candidate: string): Promise<boolean> {
  return fs.stat(candidate).then((stat) => stat.isDirectory(), () => false);
}
