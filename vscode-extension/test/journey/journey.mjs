// One day with Smyth in VS Code, as a user lives it: run, stop at breakpoints, edit, go on, disconnect, stop.
//
//   node test/journey/journey.mjs [--language-server] [--screenshots]
//
// With --screenshots the pictures of the README are made anew.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { extensionFolder, here, javaDebugger, packaged, say, until, Workbench } from "../workbench.mjs";

const withLanguageServer = process.argv.includes("--language-server");
const out = process.env.SMYTH_TEST_OUT ?? fs.mkdtempSync(path.join(os.tmpdir(), "smyth-journey-"));
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const workspace = path.join(out, "shop");
fs.cpSync(path.join(here, "fixtures", "shop"), workspace, { recursive: true });
const greeting = path.join(workspace, "src/main/java/shop/Greeting.java");

const vsix = fs.readdirSync(extensionFolder).find((name) => /^smyth-.*\.vsix$/.test(name));
assert.ok(vsix, "npm run package comes first");
const bench = await Workbench.open(out, workspace, [path.join(extensionFolder, vsix), packaged(path.join(here, "java-debugger"), out)], {
  env: javaDebugger(withLanguageServer, out),
});
const { page } = bench;
let url = "";
try {
  await journey();
  if (process.argv.includes("--screenshots")) {
    for (const name of ["breakpoint.png", "functions.png", "problems.png"]) fs.copyFileSync(path.join(out, "screenshots", name), path.join(extensionFolder, "media", name));
  }
  say("PASS");
} catch (e) {
  console.error(e);
  await bench.screenshot("failure").catch(() => {});
  process.exitCode = 1;
} finally {
  await bench.close();
  say(`everything it wrote is in ${out}`);
}

async function journey() {
  const bar = page.locator("[id='mirumee.smyth.smyth']");
  await until("a workspace with a smyth.toml shows Smyth in the status bar", async () => (await bar.innerText()).trim() === "Smyth");
  assert.deepEqual(smythProcesses(), [], "nothing starts on activation");

  await bench.openFile("Greeting.java");
  await until("F5 in a source file offers Smyth where there is no launch.json", async () => {
    await page.keyboard.press("F5");
    return page.locator(".quick-input-list .monaco-list-row", { hasText: /^Smyth/ }).first().waitFor({ timeout: 3000 }).then(() => true, () => false);
  });
  await page.keyboard.press("Escape");
  await bench.toggleBreakpoint(11); // in the constructor
  await bench.toggleBreakpoint(17);
  await bench.command("Smyth: Run Smyth");
  url = await until("Run Smyth from the palette starts it, also the first time", async () => /127\.0\.0\.1:\d+/.exec(await bar.innerText())?.[0], 240_000);
  const journal = readJournal();
  const [smyth] = smythProcesses();
  assert.ok(smyth, "Smyth is a process");

  let reply = get("/greeting");
  await stoppedAt(11, "a breakpoint in a constructor is hit at the first request");
  await bench.screenshot("constructor");
  await proceed();
  await stoppedAt(17, "and the one in the handler");
  await bench.command("View: Show Run and Debug");
  for (const pane of ["Watch", "Breakpoints"]) await page.locator(".pane-header", { hasText: pane }).first().click(); // room for two sessions
  await variable("name", '"Ada"');
  assert.equal(await Promise.race([reply, new Promise((resolve) => setTimeout(resolve, 2500, "no answer"))]), "no answer", "the worker stands still");
  say("ok  the worker stands still");
  await bench.screenshot("breakpoint");
  const first = await worker("greeting");
  await proceed();
  assert.equal((await reply).text, "hello, Ada");

  await edit(journal, "Ada", "Grace");
  reply = get("/greeting");
  await stoppedAt(11, "after a save the debugger is attached to the new process by itself");
  await proceed();
  await stoppedAt(17, "and stops in the new code");
  assert.notEqual((await worker("greeting")).pid, first.pid);
  assert.ok(!isAlive(first.pid), "the old worker has ended");
  await proceed();
  assert.equal((await reply).text, "hello, Grace");

  reply = get("/greeting");
  await stoppedAt(17, "the same worker stops again");
  await edit(journal, "Grace", "Hedy"); // while it is stopped
  say("ok  saved at a breakpoint");
  await proceed();
  assert.equal((await reply).text, "hello, Grace", "an invocation ends in the code that it has begun in");
  await bench.openFile("Greeting.java");
  await bench.toggleBreakpoint(11);
  reply = get("/greeting");
  await stoppedAt(17, "and the next one runs the new code");

  await bench.openFile("Farewell.java");
  await bench.toggleBreakpoint(9);
  const other = get("/farewell/Ada");
  await collapseSession("greeting:0");
  await until("two functions are debugged at once, in one group", async () => {
    const sessions = (await bench.rows(".debug-call-stack")).join("\n");
    return ["Smyth", "greeting:0", "farewell:0"].every((name) => sessions.includes(name));
  });
  await focusSession("farewell:0");
  await stoppedAt(9, "the other function stops as well");
  await bench.screenshot("two-functions");
  await proceed();
  assert.equal((await other).text, "goodbye");
  await stoppedAt(17, "then the editor shows where the first one stands");
  await proceed();
  assert.equal((await reply).text, "hello, Hedy");

  await bench.openFile("order.mjs");
  await bench.toggleBreakpoint(1); // as the module is loaded
  await bench.toggleBreakpoint(7);
  const third = get("/order/17");
  await stoppedAt(1, "a Node worker is debugged from its module's first line on");
  await proceed();
  await stoppedAt(7, "and stops in its handler");
  await variable("id", "'17'");
  await bench.screenshot("node");
  await proceed();
  assert.equal((await third).id, "17");

  const killed = await worker("farewell");
  process.kill(killed.pid, "SIGKILL");
  await until("the session of a killed worker ends", async () => !(await bench.rows(".debug-call-stack")).some((row) => row.includes("farewell:0")));
  const afterCrash = get("/farewell/Bob");
  await stoppedAt(9, "after a crash the debugger is attached to the next worker");
  await proceed();
  await afterCrash;

  reply = get("/greeting");
  await stoppedAt(17, "the first function stops again");
  const disconnected = await worker("greeting");
  await bench.command("Debug: Disconnect");
  assert.equal((await reply).text, "hello, Hedy");
  say("ok  Disconnect lets the worker go on");
  assert.equal((await get("/greeting")).count, 3);
  assert.equal((await worker("greeting")).pid, disconnected.pid);
  await edit(journal, "Hedy", "Joan");
  await until("the new code runs", async () => (await get("/greeting")).text === "hello, Joan");
  assert.notEqual((await worker("greeting")).pid, disconnected.pid);
  // A new session would be there before the reply; the rows of an old one may take a moment to go.
  await until("disconnected stays disconnected, also after a reload", async () => !(await bench.rows(".debug-call-stack")).some((row) => row.includes("greeting:0")));

  const workers = [await worker("greeting"), await worker("farewell")].map(({ pid }) => pid);
  assert.equal(await page.locator(".monaco-dialog-box").count(), 0, "no dialog has come up");
  await bench.command("Smyth: Stop");
  await until("Stop leaves no process", () => [smyth, ...workers].every((pid) => !isAlive(pid)));
  await until("and no session", async () => (await bar.innerText()).trim() === "Smyth" && (await page.locator(".debug-toolbar:visible").count()) === 0);
  await bench.screenshot("stopped");

  await bench.command("Smyth: Run Smyth Without Debugging");
  url = await until("Run Without Debugging starts it again", async () => /127\.0\.0\.1:\d+/.exec(await bar.innerText())?.[0], 120_000);
  assert.equal((await get("/greeting")).count, 1);
  assert.equal((await worker("greeting")).debug_port, null);
  await everyday();
  await nextStep();
  const last = smythProcesses();
  await page.close();
  await bench.close();
  await until("closing VS Code ends Smyth", () => last.every((pid) => !isAlive(pid)));
}

/** What there is beside debugging: the view, an invocation from the editor, a compile error. */
async function everyday() {
  await bench.command("View: Close All Editors");
  await bench.openFile("Greeting.java");
  await page.locator(".activitybar a[aria-label^='Smyth']").click();
  await until("the view shows functions and their execution environments", async () => {
    const rows = await bench.rows(".tree-explorer-viewlet-tree-view, .pane-body");
    return rows.some((row) => row.includes("greeting:0") && /warm, process \d+, 1 invocation/.test(row)) && rows.some((row) => row.includes("farewell") && row.includes("/farewell/{name}"));
  });
  const payloads = page.locator(".quick-input-list .monaco-list-row", { hasText: /Write.a.payload/ }).first();
  await until("the code lens asks for a payload", async () => {
    await page.getByText(/Invoke.greeting/).first().click();
    return payloads.waitFor({ timeout: 3000 }).then(() => true, () => false);
  });
  await bench.screenshot("payload");
  await payloads.click();
  await page.locator(".tab[data-resource-name='payload.json']").waitFor();
  assert.ok(fs.existsSync(path.join(workspace, ".smyth/events/greeting/payload.json")), "a payload is a file");
  await page.locator(".editor-actions a[aria-label^='Invoke with This Payload']").first().click();
  await until("an invocation from the editor shows its answer", async () => (await page.locator(".view-lines").allInnerTexts()).some((text) => /greeting\sanswered/.test(text)));
  await bench.openFile("Greeting.java");
  await page.mouse.move(700, 700);
  await bench.screenshot("functions");

  const text = fs.readFileSync(greeting, "utf8");
  fs.writeFileSync(greeting, text.replace('String name = "', 'Strin name = "'));
  await bench.command("View: Close All Editors");
  await bench.openFile("Greeting.java");
  await bench.command("Problems: Focus on Problems View");
  await until("a compile error is a problem", async () => (await bench.rows(".markers-panel")).some((row) => row.includes("cannot find symbol")));
  await bench.screenshot("problems");
  fs.writeFileSync(greeting, text);
  await until("and gone when it is repaired", async () => (await bench.rows(".markers-panel")).length === 0);
}

/** A start that comes to nothing says what to do, and stays to be seen until that is done. */
async function nextStep() {
  const bar = page.locator("[id='mirumee.smyth.smyth']");
  await bench.command("Smyth: Stop");
  await until("it has stopped", async () => (await bar.innerText()).trim() === "Smyth");
  fs.mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(workspace, ".vscode/settings.json"), JSON.stringify({ "smyth.arguments": ["--port", "0"] }));
  fs.rmSync(path.join(workspace, "smyth.toml"));
  fs.writeFileSync(path.join(workspace, "refund.mjs"), "export const handler = async () => ({ refunded: true });\n"); // a single one would be served as it is
  await bench.command("Smyth: Run Smyth");
  const button = page.locator(".notification-toast .monaco-button", { hasText: "Serve the 2 Handlers Found" });
  await until("without a configuration it offers to serve the handlers that are there", () => button.first().isVisible());
  await until("its session is over", async () => (await page.locator(".debug-toolbar:visible").count()) === 0);
  assert.equal(await bar.locator(".codicon-error").count(), 1, "the status bar shows that it has failed");
  await bench.screenshot("next-step");
  await button.first().click();
  url = await until("and does", async () => /127\.0\.0\.1:\d+/.exec(await bar.innerText())?.[0], 120_000);
  assert.match(fs.readFileSync(path.join(workspace, "smyth.toml"), "utf8"), /refund\.handler/);
}

async function get(where) {
  const response = await fetch(`http://${url}${where}`);
  return response.json();
}

async function worker(name) {
  const status = await (await fetch(`http://${url}/smyth/api/status`)).json();
  return status["lambda handlers"][name].processes[0];
}

/** Waits until the editor shows that execution has stopped in this line. */
async function stoppedAt(line, what) {
  const isThere = (wanted) => {
    const mark = document.querySelector(".editor-instance .debug-top-stack-frame-line")?.getBoundingClientRect();
    const number = [...document.querySelectorAll(".editor-instance .line-numbers")].find((each) => each.textContent.trim() === wanted)?.getBoundingClientRect();
    return mark !== undefined && number !== undefined && Math.abs(mark.y - number.y) < 4;
  };
  await until(what, () => page.evaluate(isThere, String(line)), 90_000);
}

async function proceed() {
  await page.keyboard.press("F5");
  await new Promise((resolve) => setTimeout(resolve, 300));
}

async function variable(name, value) {
  const rows = page.locator(".debug-variables .monaco-list-row");
  await rows.filter({ hasText: /Local/ }).first().waitFor();
  await until(`the variable ${name} is ${value}`, async () => {
    const texts = await bench.rows(".debug-variables");
    if (texts.some((text) => text.startsWith(name) && text.includes(value))) return true;
    await rows.filter({ hasText: /Local/ }).first().click();
    await page.keyboard.press("ArrowRight");
    return false;
  });
}

/** Its threads would take all the room. */
async function collapseSession(name) {
  await focusSession(name);
  await page.keyboard.press("ArrowLeft");
}

async function focusSession(name) {
  await page.locator(".debug-call-stack .monaco-list-row", { hasText: name }).first().click();
}

/** On disk, as another program would: in the editor the debugger moves the cursor. Returns when Smyth has seen it. */
async function edit(journal, from, to) {
  const text = fs.readFileSync(greeting, "utf8");
  assert.ok(text.includes(from), `${from} is in ${greeting}`);
  const before = journal.count("RevisionBuilding");
  fs.writeFileSync(greeting, text.replace(from, to));
  await until(`Smyth has seen that ${from} is ${to}`, () => journal.count("RevisionBuilding") > before, 10_000);
}

/** Smyth's journal, read beside the extension by somebody who attaches nothing. */
function readJournal() {
  let text = "";
  void (async () => {
    const response = await fetch(`http://${url}/smyth/api/journal`);
    for await (const part of response.body) text += new TextDecoder().decode(part);
  })().catch(() => {}); // it ends with Smyth
  return { count: (name) => text.split(`event: ${name}\n`).length - 1 };
}

function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Smyth's own JVMs that the extension under test has started. */
function smythProcesses() {
  return fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const line = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return line.includes("--parent") && line.split("\0")[0].endsWith("java") && fs.readFileSync(`/proc/${pid}/environ`, "utf8").includes(out);
    } catch {
      return false;
    }
  });
}
