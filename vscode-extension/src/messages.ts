import type { Failure } from "./failure";

/** Every sentence that a user sees in a notification, in the status bar or in the view. */
export const messages = {
  noFolder: "Smyth serves a folder. Open the folder of your handlers first.",
  openFolder: "Open Folder",
  showLog: "Show Log",
  openSettings: "Open Settings",

  starting: "Smyth is starting",
  waitingForOtherWindow: "Another window is building Smyth just now; this one starts it afterwards.",
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
        return "Smyth needs JDK 25 or later to run, and none was found. Install one, or name it in the setting smyth.javaHome. Your handlers keep their own Java version.";
      case "noJbang":
        return "Smyth runs with JBang, which is not installed. VS Code can download JBang's installer from https://sh.jbang.dev and run it; it installs into ~/.jbang.";
      case "noCommand":
        return `'${failure.command}' was not found on the PATH of VS Code. Install JBang, or set smyth.jbangPath.`;
      case "notTrusted":
        return `JBang does not trust the source of '${failure.script}' yet, so it did not run it. Smyth is code that runs on your machine: trust ${failure.trust} if you know it.`;
      case "ended":
        return `Smyth has ended unexpectedly: ${failure.reason}`;
    }
  },
  hasEnded: (code: number) => `Smyth has ended (exit code ${code}).`,
  restartedAfterCrash: "It was not asked to; starting it again.",
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

  debuggerMissing: (name: string, language: string) => `Smyth can attach the debugger to your ${language} workers once the extension '${name}' is installed.`,
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
  whichConfiguration: "Which configuration is this window about? It is remembered for the workspace.",
  whichFunction: "Which function?",
  whichRoute: "Which route?",
  whichPayload: (name: string) => `Payload for ${name}`,
  lastPayload: "Last payload",
  editPayload: "Write a payload...",
  editorPayload: "The JSON in the active editor",
  payloadIsNoJson: (why: string) => `The payload is not JSON: ${why}`,
  invocationFailed: (name: string, why: string) => `${name} could not be invoked: ${why}`,
  handlerNotFound: (handler: string) => `No source file of '${handler}' was found in the workspace.`,
  whichLanguage: "A first handler in which language?",
  creating: "Smyth makes a first project",
  created: "The project is ready. Run it, and send a request to the address in the status bar.",
  configured: "Smyth wrote a smyth.toml for the handlers in this folder.",
  isConfigured: "This folder has a configuration already.",
  noHandlers: "Smyth did not find a handler in this folder, and the folder is not empty.",
  createIn: (folder: string) => `Create a First Project in ${folder}/`,
  notCreated: "No project was made; the log says why.",

  barStopped: "$(debug-alt) Smyth",
  barStarting: "$(loading~spin) Smyth",
  barRunning: (url: string) => `$(zap) Smyth ${url.replace(/^https?:\/\//, "")}`,
  barFailed: "$(error) Smyth",
  tipStopped: "Run Smyth",
  tipRunning: (url: string, debug: boolean) => `Smyth on ${url}${debug ? ", debugging" : ""}. Click for the log.`,
  tipFailed: (reason: string) => `${reason.replace(/\.?$/, ".")} Click for the log.`,
} as const;
