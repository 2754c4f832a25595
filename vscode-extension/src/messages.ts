/** Every sentence that a user sees in a notification, in the status bar or in the view. */
export const messages = {
  noFolder: "Smyth serves a folder. Open the folder of your handlers first.",
  openFolder: "Open Folder",
  showLog: "Show Log",
  openSettings: "Open Settings",

  starting: "Smyth is starting",
  waitingForOtherWindow: "Another window is building Smyth just now; this one starts it afterwards.",
  failedToStart: (reason: string) => `Smyth did not start: ${reason}`,
  ended: (reason: string) => `Smyth has ended: ${reason}`,
  noShell: (command: string) => `'${command}' was not found on the PATH of VS Code. Install JBang, or set smyth.jbangPath.`,
  installJbang: "Install JBang",
  useFreePort: "Use a Free Port",
  notTrusted: (script: string, trust: string) =>
    `JBang does not trust the source of '${script}' yet, so it did not run it. Smyth is code that runs on your machine: trust ${trust} if you know it.`,
  trustAndRun: "Trust and Run",

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
  whichFunction: "Which function?",
  whichPayload: (name: string) => `Payload for ${name}`,
  lastPayload: "Last payload",
  editPayload: "Write a payload...",
  editorPayload: "The JSON in the active editor",
  payloadIsNoJson: (why: string) => `The payload is not JSON: ${why}`,
  invocationFailed: (name: string, why: string) => `${name} could not be invoked: ${why}`,
  handlerNotFound: (handler: string) => `No source file of '${handler}' was found in the workspace.`,
  whichLanguage: "A first handler in which language?",
  creating: "Smyth makes a first project",
  notCreated: "No project was made; the log says why.",

  barStopped: "$(debug-alt) Smyth",
  barStarting: "$(loading~spin) Smyth",
  barRunning: (url: string) => `$(zap) Smyth ${url.replace(/^https?:\/\//, "")}`,
  barFailed: "$(error) Smyth",
  tipStopped: "Run Smyth",
  tipRunning: (url: string, debug: boolean) => `Smyth on ${url}${debug ? ", debugging" : ""}. Click for the log.`,
  tipFailed: (reason: string) => `${reason}. Click for the log.`,
} as const;
