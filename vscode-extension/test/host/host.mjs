// Runs the suite in the extension host of a real workbench: what @vscode/test-electron does, in a browser.
//
//   node test/host/host.mjs [--without-debugger]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { extensionFolder, here, javaDebugger, packaged, say, Workbench } from "../workbench.mjs";

const LIMIT = 300_000;
const without = process.argv.includes("--without-debugger");
const out = process.env.SMYTH_TEST_OUT ?? fs.mkdtempSync(path.join(os.tmpdir(), "smyth-host-"));
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const workspace = path.join(out, "shop");
fs.cpSync(path.join(here, "fixtures", "shop"), workspace, { recursive: true });

let finished = () => {};
const code = new Promise((resolve) => (finished = resolve));
const bench = await Workbench.open(out, workspace, without ? [] : [packaged(path.join(here, "java-debugger"), out)], {
  env: without ? {} : javaDebugger(false, out),
  // A built workbench takes the two paths only with this.
  args: ["--vscode-option", "enable-smoke-test-driver"],
  query: (port) => {
    const uri = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
    const payload = [["extensionDevelopmentPath", uri(extensionFolder)], ["extensionTestsPath", uri(path.join(extensionFolder, "out", "host", "suite.js"))], ["skipWelcome", "true"]];
    return `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  },
  prepare: async (page) => {
    await page.exposeFunction("codeAutomationExit", (exitCode) => finished(exitCode));
    await page.exposeFunction("codeAutomationLog", (_type, args) => /^(ok|FAIL) /.test(args[0]) && console.log(...args));
  },
});
const result = await Promise.race([code, new Promise((resolve) => setTimeout(resolve, LIMIT, "no result in time"))]);
if (result !== 0) await bench.screenshot("failure").catch(() => {});
await bench.close();
say(result === 0 ? "PASS" : `FAILED (${result}); everything it wrote is in ${out}`);
process.exit(result === 0 ? 0 : 1);
