import type { Failure } from "./failure";

/** All sentences that users see in notifications, in the status bar and in the view. */
export const messages = {
  noFolder: "Smyth serves a folder. Open the folder with your handlers first.",
  openFolder: "Open Folder",
  showLog: "Show Log",
  openSettings: "Open Settings",

  starting: "Starting Smyth",
  waitingForOtherWindow: "Another window is building Smyth. This window starts it afterwards.",
  failed: (failure: Failure): string => {
    switch (failure.kind) {
      case "noConfiguration":
        return failure.handlers === 0
          ? "Smyth did not start: this folder has neither a smyth.toml nor a file with a handler."
          : `Smyth did not start: this folder has no smyth.toml yet, but ${failure.handlers === 1 ? "a file with a handler" : `${failure.handlers} files with a handler`}.`;
      case "brokenConfiguration":
        return `Smyth did not start: ${failure.reason}. They are listed in the Problems view.`.replace(/(\b1 problem .*)They are/, "$1It is");
      case "portTaken":
      case "other":
        return `Smyth did not start: ${failure.reason}`;
      case "noJdk":
        return "Smyth needs JDK 25 or later, and cannot find one. Install one, or set smyth.javaHome. Your handlers keep their own Java version.";
      case "noJbang":
        return "Smyth runs with JBang, which is not installed. VS Code can download JBang's installer from https://sh.jbang.dev and run it; it installs into ~/.jbang.";
      case "noCommand":
        return `Cannot find '${failure.command}' on the PATH that VS Code uses. Install JBang, or set smyth.jbangPath.`;
      case "notTrusted":
        return `JBang did not run '${failure.script}', because it does not trust its source yet. Smyth runs code on your machine: trust ${failure.trust} only if you know it.`;
      case "ended":
        return `Smyth stopped unexpectedly: ${failure.reason}`;
    }
  },
  hasEnded: (code: number) => `Smyth stopped (exit code ${code}).`,
  restartedAfterCrash: "This was unexpected. Starting it again.",
  serveFound: (count: number) => (count === 1 ? "Serve the Handler Found" : `Serve the ${count} Handlers Found`),
  createProject: "Create a First Project",
  showProblems: "Show Problems",
  useFreePort: "Use a Free Port",
  installJdk: "Install a JDK",
  installJbang: "Install JBang",
  downloadJbang: "Download and Run",
  trustAndRun: "Trust and Run",
  startAgain: "Start Again",
  runsNow: (debug: boolean) => (debug ? "Smyth is running with debuggers." : "Smyth is running without debuggers."),
  restartWith: (debug: boolean) => (debug ? "Restart with Debuggers" : "Restart without Debuggers"),

  debuggerMissing: (name: string, language: string) => `To debug your ${language} workers, install the extension '${name}'.`,
  install: (name: string) => `Install ${name}`,
  waitingForDebugger: (environment: string, name: string) => `${environment} waits for '${name}' to start. Cancel to run it without a debugger`,
  debuggerFailed: (environment: string, name: string, reason: string | undefined) =>
    `'${name}' could not start, so ${environment} runs without a debugger${reason === undefined ? ". Try again to see why." : `: ${reason}`}`,
  debuggerSilent: (environment: string, name: string, seconds: number) =>
    `'${name}' has not answered for ${seconds} seconds, so ${environment} runs without a debugger until it does. If it stays silent, reload the window.`,
  tryAgain: "Try Again",
  reloadWindow: "Reload Window",

  notRunning: "Smyth is not running.",
  run: "Run Smyth",
  whichConfiguration: "Which configuration do you want to use in this workspace?",
  whichFunction: "Which function?",
  whichRoute: "Which route?",
  whichPayload: (name: string) => `Payload for ${name}`,
  lastPayload: "Last payload",
  editPayload: "Write a payload...",
  editorPayload: "The JSON in the active editor",
  payloadIsNoJson: (why: string) => `The payload is not JSON: ${why}`,
  invocationFailed: (name: string, why: string) => `Cannot invoke ${name}: ${why}`,
  handlerNotFound: (handler: string) => `Cannot find the source file of '${handler}' in the workspace.`,
  whichLanguage: "Which language do you want for your first handler?",
  creating: "Creating a first project",
  created: "The project is ready. Run it, and send a request to the address in the status bar.",
  configured: "Smyth wrote a smyth.toml for the handlers in this folder.",
  isConfigured: "This folder already has a configuration.",
  noHandlers: "Smyth did not find a handler in this folder, and the folder is not empty.",
  createIn: (folder: string) => `Create a First Project in ${folder}/`,
  notCreated: "Smyth did not create a project. The log says why.",

  barStopped: "$(debug-alt) Smyth",
  barStarting: "$(loading~spin) Smyth",
  barRunning: (url: string) => `$(zap) Smyth ${url.replace(/^https?:\/\//, "")}`,
  barFailed: "$(error) Smyth",
  tipStopped: "Run Smyth",
  tipRunning: (url: string, debug: boolean) => `Smyth on ${url}${debug ? ", debugging" : ""}. Click for the log.`,
  tipFailed: (reason: string) => `${reason.replace(/\.?$/, ".")} Click for the log.`,
} as const;
