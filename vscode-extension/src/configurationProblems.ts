/** Something wrong in a configuration file. */
export interface ConfigurationProblem {
  /** From 0. */
  readonly line: number;
  readonly text: string;
}

export interface ConfigurationProblems {
  /** As Smyth writes it: relative to the folder that it was started in, or absolute. */
  readonly file: string;
  readonly problems: readonly ConfigurationProblem[];
}

/** The problems that Smyth lists: a head with the file, then a line for each, and perhaps more text behind them. */
export function problemsIn(text: string): ConfigurationProblems | undefined {
  const lines = text.split(/\r?\n/);
  const head = lines.findIndex((line) => HEAD.test(line));
  const file = HEAD.exec(lines[head] ?? "")?.[1];
  if (file === undefined) return undefined;
  const problems: ConfigurationProblem[] = [];
  for (const each of lines.slice(head + 1)) {
    const [, line, said] = PROBLEM.exec(each) ?? [];
    if (said === undefined) break;
    problems.push({ line: Math.max(0, Number(line ?? "1") - 1), text: said.replace(/ {3,}/, ": ").trim() });
  }
  return { file, problems };
}

const HEAD = /^\d+ problems? in (.+)$/;
const PROBLEM = /^ {2}(?:line (\d+) *| {8}) (.+)$/;
