// Runs inside the extension host of a real workbench, with a real Smyth and real workers. In it a dialog throws in place of being shown.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

const PATIENCE = 120_000;
const tests: [string, () => Promise<void>][] = [];
const test = (name: string, body: () => Promise<void>) => tests.push([name, body]);
const folder = vscode.workspace.workspaceFolders![0]!;
const file = (name: string) => vscode.Uri.joinPath(folder.uri, "src/main/java/shop", name);
const hasJava = process.env["SMYTH_TEST_DEBUG_ADAPTER"] !== undefined;

export async function run(): Promise<void> {
  let failures = 0;
  for (const [name, body] of tests) {
    const begun = Date.now();
    try {
      await body();
      console.log(`ok    ${Date.now() - begun} ms  ${name}`);
    } catch (e) {
      failures++;
      console.log(`FAIL  ${Date.now() - begun} ms  ${name}\n${e instanceof Error ? e.stack : String(e)}`);
    }
  }
  await vscode.commands.executeCommand("smyth.stop");
  if (failures > 0) throw new Error(`${failures} of ${tests.length} failed`);
}

async function until<T>(what: string, check: () => T | undefined | Promise<T | undefined>, patience = PATIENCE): Promise<NonNullable<T>> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Sessions of workers that are there now. */
const sessions: vscode.DebugSession[] = [];
vscode.debug.onDidStartDebugSession((session) => sessions.push(session));
vscode.debug.onDidTerminateDebugSession(({ id }) => sessions.splice(0, sessions.length, ...sessions.filter((session) => session.id !== id)));
const sessionOf = (environment: string) => sessions.find((session) => session.name === environment);

let url = "";
async function get(where: string): Promise<{ status: number; body: string }> {
  const response = await fetch(url + where);
  return { status: response.status, body: await response.text() };
}

interface Environment {
  pid: number;
  debug_port: number | null;
}

async function environment(name: string): Promise<Environment> {
  const status = JSON.parse((await get("/smyth/api/status")).body) as { "lambda handlers": Record<string, { processes: [Environment] }> };
  return status["lambda handlers"][name]!.processes[0];
}

/** The log is a file; its ready line names the address. */
async function logText(): Promise<string> {
  const editor = vscode.workspace.textDocuments.find((document) => document.uri.scheme === "output" && document.fileName.includes("Smyth"));
  return editor?.getText() ?? "";
}

/** Each command line that Smyth was started with. */
async function commandLines(): Promise<string[]> {
  return [...(await logText()).matchAll(/^> .*$/gm)].map(([line]) => line);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const state = (): { kind: string } => vscode.extensions.getExtension("mirumee.smyth")!.exports.state();

/** Smyth's own JVM: our descendant that has our process id in its command line. */
function smythProcess(): number {
  const found = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).find((pid) => {
    try {
      const line = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return line[0]!.endsWith("java") && line[line.indexOf("--parent") + 1] === String(process.pid);
    } catch {
      return false;
    }
  });
  return Number(found);
}

async function started(): Promise<void> {
  url = await until("a new ready line is in the log", async () => {
    const latest = [...(await logText()).matchAll(/^Smyth on (\S+)$/gm)].at(-1)?.[1];
    return latest === url ? undefined : latest;
  });
  await until("Smyth answers", () => fetch(`${url}/smyth/api/status`).then((reply) => reply.ok, () => false));
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("the extension is activated by smyth.toml, and starts nothing", async () => {
  const extension = await until("activated", () => vscode.extensions.getExtension("mirumee.smyth"));
  await until("active", () => extension.isActive);
  const commands = await vscode.commands.getCommands(true);
  for (const { command } of extension.packageJSON.contributes.commands) assert.ok(commands.includes(command), command);
  assert.deepEqual(sessions, []);
});

test("each handler of the configuration has a code lens", async () => {
  await vscode.window.showTextDocument(file("Greeting.java"));
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", file("Greeting.java"));
  assert.deepEqual(lenses.map((lens) => [lens.range.start.line, lens.command?.title]), [[13, "$(zap) Invoke greeting"]]);
});

test("a launch configuration of type smyth runs Smyth", async () => {
  await vscode.commands.executeCommand("smyth.showLog");
  assert.ok(await vscode.debug.startDebugging(folder, { type: "smyth", request: "launch", name: "Run Smyth", args: ["--log-level", "DEBUG"] }));
  await started();
  assert.deepEqual(sessions.map((session) => session.type), ["smyth"]);
});

if (hasJava) {
  test("a worker is attached to before its init phase, in the group of Smyth's session", async () => {
    const reply = await get("/greeting");
    assert.equal(reply.status, 200);
    const session = sessionOf("greeting:0");
    assert.equal(session?.type, "java");
    assert.equal(session?.parentSession?.type, "smyth");
    assert.match(await logText(), /greeting:0 waits for the debugger to attach/);
  });

  test("a worker is attached to once, and Disconnect is final until it is asked for", async () => {
    const { pid } = await environment("greeting");
    await vscode.commands.executeCommand("workbench.action.debug.disconnect", undefined, { sessionId: sessionOf("greeting:0")!.id });
    await until("the session has ended", () => !sessionOf("greeting:0"));
    assert.equal((await get("/greeting")).status, 200);
    assert.equal((await environment("greeting")).pid, pid);
    process.kill(pid, "SIGKILL");
    await until("another worker", async () => (await get("/greeting")).status === 200 && (await environment("greeting")).pid !== pid);
    assert.equal(sessionOf("greeting:0"), undefined, "nor is the next worker attached to");

    await vscode.commands.executeCommand("smyth.attach");
    await until("attached again", () => sessionOf("greeting:0"));
  });

  test("after a crash the next worker is attached to", async () => {
    const { pid } = await environment("greeting");
    const before = sessionOf("greeting:0")!.id;
    process.kill(pid, "SIGKILL");
    await until("the session has ended", () => !sessionOf("greeting:0"));
    assert.equal((await get("/greeting")).status, 200);
    assert.notEqual(sessionOf("greeting:0")?.id, before);
  });

  test("a worker that ends while it is attached to brings up no dialog", async () => {
    for (let i = 0; i < 3; i++) assert.equal((await get("/brief")).status, 500);
    await until("its sessions are gone", () => !sessionOf("brief:0"));
  });

  test("a debug adapter that cannot start holds nobody up, and neither does one that hangs", async () => {
    const faults = [[".adapter-cannot-start", 3_000, /'Debugger for Java' could not start, so greeting:0 runs/], [".adapter-hangs", 6_000, /'Debugger for Java' has not answered for 3 seconds/]] as const;
    for (const [fault, limit, said] of faults) {
      const { pid } = await environment("greeting");
      fs.writeFileSync(path.join(folder.uri.fsPath, fault), "");
      process.kill(pid, "SIGKILL");
      await until("Smyth has seen its end", async () => (await environment("greeting")).pid !== pid && !sessionOf("greeting:0"));
      const begun = Date.now();
      assert.equal((await get("/greeting")).status, 200);
      assert.ok(Date.now() - begun < limit, `${fault}: answered after ${Date.now() - begun} ms`);
      assert.equal(sessionOf("greeting:0"), undefined);
      await until("the log says why", async () => said.test(await logText()));
      fs.rmSync(path.join(folder.uri.fsPath, fault));
    }
    await until("one that hung comes in the end", () => sessionOf("greeting:0"));
  });

  test("a function that is turned off in the settings is neither attached to nor waited for", async () => {
    const settings = vscode.workspace.getConfiguration("smyth", folder.uri);
    await settings.update("autoAttachFunctions", { farewell: false }, vscode.ConfigurationTarget.Workspace);
    const begun = Date.now();
    assert.equal((await get("/farewell/Ada")).status, 200);
    assert.ok(Date.now() - begun < 15_000);
    assert.equal(sessionOf("farewell:0"), undefined);
  });
} else {
  test("without a debugger Smyth runs all the same, and nobody is waited for", async () => {
    assert.equal((await get("/greeting")).status, 200);
    assert.deepEqual(sessions.map((session) => session.type), ["smyth"]);
    assert.doesNotMatch(await logText(), /waits for the debugger/);
  });
}

test("what does not compile is shown as a problem until it does", async () => {
  const source = file("Farewell.java");
  const text = fs.readFileSync(source.fsPath, "utf8");
  fs.writeFileSync(source.fsPath, text.replace('"goodbye"', "goodbye"));
  const [problem] = await until("a problem", () => {
    const problems = vscode.languages.getDiagnostics(source).filter((each) => each.source === "smyth");
    return problems.length > 0 ? problems : undefined;
  });
  assert.equal(problem?.range.start.line, 7);
  assert.match(problem?.message ?? "", /cannot find symbol/);
  fs.writeFileSync(source.fsPath, text);
  await until("no problem", () => vscode.languages.getDiagnostics(source).length === 0);
});

test("a payload is sent to the function that it is for, and the answer is shown", async () => {
  const payload = vscode.Uri.joinPath(folder.uri, ".smyth/events/greeting/payload.json");
  await vscode.workspace.fs.writeFile(payload, new TextEncoder().encode("{}"));
  const document = await vscode.workspace.openTextDocument(payload);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(payload, new vscode.Range(0, 0, 0, 2), '{"who": "Ada"}');
  await vscode.workspace.applyEdit(edit);
  assert.ok(document.isDirty);
  await vscode.commands.executeCommand("smyth.sendPayload", payload);
  assert.equal(fs.readFileSync(payload.fsPath, "utf8"), '{"who": "Ada"}', "what was being edited is saved");
  const answer = await until("the answer", () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === "smyth-result"));
  assert.match(answer.getText(), /^\/\/ greeting answered after \d+ ms\n{\n {2}"/);
});

test("Restart starts another Smyth in the same way, and Stop leaves no process", async () => {
  const before = (await environment("greeting")).pid;
  await vscode.commands.executeCommand("smyth.restart");
  await started();
  assert.ok(!isAlive(before), "the old worker has ended");
  assert.equal((await get("/greeting")).status, 200);
  const [first, second] = (await commandLines()).slice(-2);
  assert.match(first ?? "", / --log-level DEBUG$/);
  assert.equal(second, first);
  const { pid } = await environment("greeting");
  await vscode.commands.executeCommand("smyth.stop");
  await until("the worker has ended", () => !isAlive(pid));
  await until("no session is left", () => sessions.length === 0);
  assert.equal(state().kind, "stopped");
});

test("a Smyth that crashes is started again once, in the session that it had; then the failure stays to be seen", async () => {
  await vscode.debug.startDebugging(folder, { type: "smyth", request: "launch", name: "Run Smyth" });
  await started();
  const [session] = sessions.filter((each) => each.type === "smyth");
  process.kill(smythProcess(), "SIGKILL");
  await started();
  assert.equal((await get("/farewell/Ada")).status, 200);
  assert.ok(sessions.some((each) => each.id === session?.id), "the session has gone on");
  process.kill(smythProcess(), "SIGKILL");
  await until("no session is left", () => sessions.length === 0);
  await pause(1_000); // for whatever else would change the state
  assert.deepEqual(state(), { kind: "failed", failure: { kind: "ended", reason: "exit code -1" } });
});

test("what is wrong in smyth.toml is a problem in its line, and Smyth has failed until the next start", async () => {
  const toml = vscode.Uri.joinPath(folder.uri, "smyth.toml");
  const text = fs.readFileSync(toml.fsPath, "utf8");
  fs.writeFileSync(toml.fsPath, text.replace("handler_path", "handler_pth"));
  await vscode.debug.startDebugging(folder, { type: "smyth", request: "launch", name: "Run Smyth" });
  const problems = await until("problems", () => {
    const found = vscode.languages.getDiagnostics(toml).filter((each) => each.source === "smyth");
    return found.length > 0 ? found : undefined;
  });
  assert.ok(problems.some((each) => each.range.start.line === 3 && /handler_pth: unknown setting; did you mean handler_path/.test(each.message)), JSON.stringify(problems));
  await until("no session is left", () => sessions.length === 0);
  await pause(1_000); // for whatever else would change the state
  assert.equal(state().kind, "failed");
  fs.writeFileSync(toml.fsPath, text);
});

test("without debugging there is no session and no debugger port", async () => {
  await vscode.commands.executeCommand("smyth.runWithoutDebugging");
  await started();
  assert.deepEqual(vscode.languages.getDiagnostics(vscode.Uri.joinPath(folder.uri, "smyth.toml")), []);
  assert.equal((await get("/greeting")).status, 200);
  assert.equal((await environment("greeting")).debug_port, null);
  assert.deepEqual(sessions, []);
});

test("with several configurations everything is about the one that runs", async () => {
  await vscode.commands.executeCommand("smyth.stop");
  const audit = path.join(folder.uri.fsPath, "services/audit");
  fs.mkdirSync(audit, { recursive: true });
  fs.writeFileSync(path.join(audit, "smyth.toml"), 'port = 0\n\n[handlers.audit]\nhandler_path = "audit.handler"\nurl_path = "/audit"\n');
  fs.writeFileSync(path.join(audit, "audit.mjs"), "export const handler = async () => ({ cwd: process.cwd() });\n");
  const lensesOf = async (uri: vscode.Uri) => {
    await vscode.window.showTextDocument(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri);
    return lenses.map((lens) => lens.command?.title);
  };
  const handler = vscode.Uri.file(path.join(audit, "audit.mjs"));
  assert.deepEqual([await lensesOf(file("Greeting.java")), await lensesOf(handler)], [["$(zap) Invoke greeting"], []], "the one at the top is chosen");

  await vscode.commands.executeCommand("smyth.showLog");
  await vscode.debug.startDebugging(folder, { type: "smyth", request: "launch", name: "Run Smyth", path: "services/audit", noDebug: true });
  await started();
  assert.equal(JSON.parse((await get("/audit")).body).cwd, audit);
  assert.deepEqual([await lensesOf(file("Greeting.java")), await lensesOf(handler)], [[], ["$(zap) Invoke audit"]]);
  await vscode.commands.executeCommand("smyth.stop");
  await until("the one at the top is chosen again", async () => (await lensesOf(file("Greeting.java"))).length === 1);
});
