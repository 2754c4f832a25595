/** All sentences that users see in notifications, in the status bar and in the view. */
export const messages = {
  noFolder: "Smyth serves a folder. Open the folder with your handlers first.",
  openFolder: "Open Folder",
  showLog: "Show Log",
  openSettings: "Open Settings",

  starting: "Starting Smyth",
  waitingForOtherWindow: "Another window is building Smyth. This window starts it afterwards.",
  failedToStart: (reason: string) => `Smyth did not start: ${reason}`,
  ended: (reason: string) => `Smyth stopped: ${reason}`,
  noShell: (command: string) => `Cannot find '${command}' on the PATH that VS Code uses. Install JBang, or set smyth.jbangPath.`,
  installJbang: "Install JBang",
  useFreePort: "Use a Free Port",
  notTrusted: (script: string, trust: string) =>
    `JBang did not run '${script}', because it does not trust its source yet. Smyth runs code on your machine: trust ${trust} only if you know it.`,
  trustAndRun: "Trust and Run",

  debuggerMissing: (name: string, language: string) => `To debug your ${language} workers, install the extension '${name}'.`,
  install: (name: string) => `Install ${name}`,
  attachFailed: (environment: string, reason: string) => `Cannot attach the debugger to ${environment}: ${reason}`,

  notRunning: "Smyth is not running.",
  run: "Run Smyth",
  whichFunction: "Which function?",
  whichPayload: (name: string) => `Payload for ${name}`,
  lastPayload: "Last payload",
  editPayload: "Write a payload...",
  editorPayload: "The JSON in the active editor",
  payloadIsNoJson: (why: string) => `The payload is not JSON: ${why}`,
  invocationFailed: (name: string, why: string) => `Cannot invoke ${name}: ${why}`,
  handlerNotFound: (handler: string) => `Cannot find the source file of '${handler}' in the workspace.`,
  whichLanguage: "Which language do you want for your first handler?",
  creating: "Creating a first project",
  notCreated: "Smyth did not create a project. The log says why.",

  barStopped: "$(debug-alt) Smyth",
  barStarting: "$(loading~spin) Smyth",
  barRunning: (url: string) => `$(zap) Smyth ${url.replace(/^https?:\/\//, "")}`,
  barFailed: "$(error) Smyth",
  tipStopped: "Run Smyth",
  tipRunning: (url: string, debug: boolean) => `Smyth on ${url}${debug ? ", debugging" : ""}. Click for the log.`,
  tipFailed: (reason: string) => `${reason}. Click for the log.`,
} as const;
