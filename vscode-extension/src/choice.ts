import path from "node:path";

/** Which configuration file a window is about. */
export type Choice =
  | { readonly kind: "none" }
  | { readonly kind: "clear"; readonly file: string }
  /** There are several, and nobody has said which: this one until somebody does. */
  | { readonly kind: "open"; readonly file: string };

/**
 * @param files      of the workspace, absolute
 * @param served     what Smyth was told to serve, by the settings or a launch configuration: absolute, or ""
 * @param remembered what the user has picked in this workspace before
 */
export function choose(files: readonly string[], served: string, remembered: string | undefined): Choice {
  const known = withoutShadowed(files);
  if (served !== "") {
    const file = configurationOf(served, known);
    return file === undefined ? { kind: "none" } : { kind: "clear", file };
  }
  if (remembered !== undefined && known.includes(remembered)) return { kind: "clear", file: remembered };
  const [first, second] = [...known].sort((a, b) => depth(a) - depth(b) || a.localeCompare(b));
  if (first === undefined) return { kind: "none" };
  // Smyth searches upwards from the folder: one at its top is meant where the others are deeper.
  return { kind: second === undefined || depth(first) < depth(second) ? "clear" : "open", file: first };
}

/** Those to choose from: Smyth reads the smyth.toml where there is a pyproject.toml beside it. */
export function withoutShadowed(files: readonly string[]): string[] {
  return files.filter((file) => path.basename(file) === "smyth.toml" || !files.includes(path.join(path.dirname(file), "smyth.toml")));
}

/** Whether the file is the folder or in it. */
export function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way === "" || (way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** The file itself, or the nearest one at or above what is served, as Smyth searches it. */
function configurationOf(served: string, files: readonly string[]): string | undefined {
  if (files.includes(served)) return served;
  return files.filter((file) => isInside(path.dirname(file), served)).sort((a, b) => depth(b) - depth(a))[0];
}

function depth(file: string): number {
  return file.split(/[\\/]/).length;
}
