/** What `smyth init` is to do in a folder. */
export type FirstProject =
  /** Write a handler in a language of the user's choice, and its configuration. */
  | "handler"
  /** Write a configuration for the handlers that are there. */
  | "configuration"
  /** Nothing: there is a configuration. */
  | "nothing";

/**
 * @param names        of the files and folders in it; what a new repository comes with does not count
 * @param isConfigured whether there is a `smyth.toml`, or a `pyproject.toml` with `[tool.smyth]`
 */
export function firstProject(names: readonly string[], isConfigured: boolean): FirstProject {
  if (isConfigured) return "nothing";
  return names.every((name) => /^\.|^(README|LICENSE)(\..*)?$/.test(name)) ? "handler" : "configuration";
}
