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
  assert.ok(await vscode.debug.startDebugging(folder, { type: "smyth", request: "launch", name: "Run Smyth" }));
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
      await until("the worker has ended", () => !isAlive(pid) && !sessionOf("greeting:0"));
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
  fs.mkdirSync(path.join(folder.uri.fsPath, ".smyth/events"), { recursive: true });
  const payload = vscode.Uri.from({ scheme: "smyth-payload", path: "/greeting.json" });
  await vscode.workspace.fs.writeFile(payload, new TextEncoder().encode('{"who": "Ada"}'));
  await vscode.commands.executeCommand("smyth.sendPayload", payload);
  const answer = await until("the answer", () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === "smyth-result"));
  assert.match(answer.getText(), /^\/\/ greeting answered after \d+ ms\n{\n {2}"/);
});

test("Restart starts another Smyth, and Stop leaves no process", async () => {
  const before = (await environment("greeting")).pid;
  await vscode.commands.executeCommand("smyth.restart");
  await started();
  assert.ok(!isAlive(before), "the old worker has ended");
  assert.equal((await get("/greeting")).status, 200);
  const { pid } = await environment("greeting");
  await vscode.commands.executeCommand("smyth.stop");
  await until("the worker has ended", () => !isAlive(pid));
  await until("no session is left", () => sessions.length === 0);
});

test("without debugging there is no session and no debugger port", async () => {
  await vscode.commands.executeCommand("smyth.runWithoutDebugging");
  await started();
  assert.equal((await get("/greeting")).status, 200);
  assert.equal((await environment("greeting")).debug_port, null);
  assert.deepEqual(sessions, []);
});
