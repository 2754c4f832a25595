import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const AGAIN_AFTER_MS = 200;

/**
 * Lets one window at a time build Smyth: two cold builds of one script would write the same files.
 *
 * The lock is a folder, since making one either succeeds or fails; it holds the owner's process id, so that one whose owner has died
 * is taken over.
 *
 * @returns gives the lock back; may be called more than once
 */
export async function acquireBuildLock(folder: string, waiting: () => void, signal: AbortSignal): Promise<() => Promise<void>> {
  const lock = path.join(folder, "building");
  await fs.mkdir(folder, { recursive: true });
  let told = false;
  while (!(await take(lock))) {
    if (await isAbandoned(lock)) {
      await fs.rm(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) waiting();
    told = true;
    await pause(AGAIN_AFTER_MS, undefined, { signal });
  }
  let held = true;
  return async () => {
    if (held) await fs.rm(lock, { recursive: true, force: true });
    held = false;
  };
}

async function take(lock: string): Promise<boolean> {
  try {
    await fs.mkdir(lock);
  } catch {
    return false;
  }
  await fs.writeFile(path.join(lock, "pid"), String(process.pid));
  return true;
}

async function isAbandoned(lock: string): Promise<boolean> {
  const pid = Number(await fs.readFile(path.join(lock, "pid"), "utf8").catch(() => "0"));
  if (pid === 0) {
    // Just made, and its owner has not written its id yet; or its owner died in between.
    const age = await fs.stat(lock).then((stat) => Date.now() - stat.mtimeMs, () => 0);
    return age > 5_000;
  }
  return !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === "EPERM";
  }
}
