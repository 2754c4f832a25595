import http from "node:http";
import { SseParser, type ServerSentEvent } from "./sse";
import type { Language } from "./worker";

/** One execution environment as Smyth's status has it. */
export interface EnvironmentStatus {
  readonly name: string;
  readonly state: "cold" | "warm" | "working";
  readonly task_counter: number;
  readonly pid: number | null;
  readonly revision: number;
  readonly debug_port: number | null;
}

export interface FunctionStatus {
  readonly name: string;
  readonly environments: readonly EnvironmentStatus[];
}

export interface Reply {
  readonly status: number;
  /** What AWS's clients show as FunctionError: the handler has failed. */
  readonly failed: boolean;
  readonly body: string;
}

/** A running Smyth's own pages and its Lambda API. */
export class SmythApi {
  readonly #prefix: string;

  constructor(readonly url: string, prefix: string) {
    this.#prefix = prefix.replace(/\/+$/, "");
  }

  async status(): Promise<FunctionStatus[]> {
    const { body } = await this.#request("GET", `${this.#prefix}/api/status`);
    const status = JSON.parse(body) as { "lambda handlers": Record<string, { processes: EnvironmentStatus[] }> };
    return Object.entries(status["lambda handlers"]).map(([name, { processes }]) => ({ name, environments: processes }));
  }

  /** Tells that the debugger is in place, or that none will come: the init phase may begin. */
  async attached(environment: string, pid: number): Promise<void> {
    await this.#request("POST", `${this.#prefix}/api/environments/${encodeURIComponent(environment)}/attached?pid=${pid}`);
  }

  /** One invocation; waits for as long as the handler takes, also at a breakpoint. */
  async invoke(functionName: string, payload: string): Promise<Reply> {
    return this.#request("POST", `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, payload);
  }

  /**
   * Reads the journal until it ends.
   *
   * @param attach the languages that this client attaches debuggers for
   * @param signal ends it from our side; then the promise resolves
   */
  journal(attach: readonly Language[], onOpen: () => void, onEvent: (event: ServerSentEvent) => void, signal: AbortSignal): Promise<void> {
    const query = attach.length > 0 ? `?attach=${attach.join(",")}` : "";
    return new Promise((resolve, reject) => {
      const fail = (e: Error) => (signal.aborted ? resolve() : reject(e));
      const request = http.get(this.url + this.#prefix + "/api/journal" + query, { signal, headers: { accept: "text/event-stream" } }, (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          reject(new Error(`the journal answered ${response.statusCode}`));
          return;
        }
        onOpen();
        const parser = new SseParser();
        response.setEncoding("utf8");
        response.on("data", (text: string) => parser.push(text).forEach(onEvent));
        response.on("end", resolve);
        response.on("error", fail);
      });
      request.on("error", fail);
    });
  }

  #request(method: string, path: string, body?: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const request = http.request(this.url + path, { method }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, failed: response.headers["x-amz-function-error"] !== undefined, body: Buffer.concat(parts).toString("utf8") }),
        );
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}
