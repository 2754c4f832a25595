import type { EnvironmentStatus, FunctionStatus } from "./api";
import type { FunctionInfo } from "./functions";

/** What a line of the functions view shows. */
export interface Shown {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Which actions there are: matched by the `when` clauses of the menus. */
  readonly context: string;
  readonly icon: string;
  readonly color?: string;
}

export function functionItem(status: FunctionStatus, info: FunctionInfo | undefined): Shown {
  const routes = info?.urlPaths ?? [];
  return {
    label: status.name,
    description: routes.length === 0 ? "by name" : routes.join(", "),
    tooltip: `${info?.handler ?? status.name}\n${status.environments.length} execution environment${status.environments.length === 1 ? "" : "s"} at most`,
    context: routes.length === 0 ? "function" : "function-route",
    icon: "symbol-event",
  };
}

export function environmentItem(status: EnvironmentStatus, debug: "attaching" | "attached" | "detached" | "none"): Shown {
  if (status.pid === null) {
    return { label: status.name, description: "cold", tooltip: "Not started. The next invocation starts it.", context: "environment-cold", icon: "circle-outline" };
  }
  const parts = [status.state, `process ${status.pid}`, `${status.task_counter} invocation${status.task_counter === 1 ? "" : "s"}`, ...(debug === "none" ? [] : [DEBUGGER[debug]])];
  return {
    label: status.name,
    description: parts.join(", "),
    tooltip: `Revision ${status.revision}${status.debug_port === null ? "" : `, debugger port ${status.debug_port}`}`,
    context: debug === "detached" ? "environment-alive-detached" : "environment-alive",
    icon: debug === "attached" ? "bug" : "circle-filled",
    color: status.state === "working" ? "charts.orange" : "charts.green",
  };
}

const DEBUGGER = { attaching: "debugger coming", attached: "debugging", detached: "no debugger" } as const;
