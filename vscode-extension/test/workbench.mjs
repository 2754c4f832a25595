// A real VS Code workbench in a browser: what the extension-host suite and the journey run in.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";

export const here = import.meta.dirname;
export const extensionFolder = path.dirname(here);
const tools = process.env.SMYTH_TEST_TOOLS ?? path.join(here, ".tools");
const { chromium } = createRequire(path.join(tools, "tools", "x.js"))("playwright-core");
const PATIENCE = 60_000;
const began = Date.now();

export const say = (text) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

/** Waits until the check returns something true, and returns that. */
export async function until(what, check, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await check();
    if (value) {
      say(`ok  ${what}`);
      return value;
    }
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export class Workbench {
  /**
   * @param out        an empty folder for everything that is written
   * @param workspace  the folder to open
   * @param extensions .vsix files
   * @param options    settings: of the machine; env: of the server; arguments: of code-server; query: of the page
   */
  static async open(out, workspace, extensions, { settings = {}, env = {}, args = [], query = () => "", prepare = async () => {} } = {}) {
    const bench = new Workbench(out, workspace);
    await bench.#start(extensions, settings, env, args);
    await bench.#browse(query(bench.port), prepare);
    return bench;
  }

  constructor(out, workspace) {
    this.out = out;
    this.workspace = workspace;
  }

  async #start(extensions, settings, env, args) {
    const user = path.join(this.out, "user");
    const write = (name, text) => {
      fs.mkdirSync(path.dirname(path.join(this.out, name)), { recursive: true });
      fs.writeFileSync(path.join(this.out, name), text);
    };
    write("user/User/settings.json", JSON.stringify(QUIET));
    write("user/Machine/settings.json", JSON.stringify(settings)); // settings of scope "machine" are read here alone
    write("none.yaml", "auth: none\n");
    const bin = path.join(tools, "tools", "node_modules", ".bin");
    const command = path.join(bin, "code-server");
    const folders = ["--user-data-dir", user, "--extensions-dir", path.join(this.out, "extensions"), "--config", path.join(this.out, "none.yaml")];
    const environment = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...env };
    for (const kind of ["CONFIG", "DATA", "CACHE"]) environment[`XDG_${kind}_HOME`] = path.join(this.out, `xdg-${kind.toLowerCase()}`);
    for (const extension of extensions) {
      const { status, stdout, stderr } = spawnSync(command, [...folders, "--install-extension", extension], { env: environment, encoding: "utf8" });
      if (status !== 0) throw new Error(`${extension} was not installed: ${stdout}${stderr}`);
    }
    this.port = await freePort();
    const log = fs.openSync(path.join(this.out, "code-server.log"), "w");
    this.server = spawn(command, [...folders, "--bind-addr", `127.0.0.1:${this.port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check",
      "--disable-getting-started-override", "--disable-workspace-trust", ...args, this.workspace], { env: environment, stdio: ["ignore", log, log], detached: true });
    await until("the workbench's server answers", () => fetch(`http://127.0.0.1:${this.port}/healthz`).then((reply) => reply.ok, () => false));
  }

  async #browse(query, prepare) {
    this.browser = await chromium.launchPersistentContext(path.join(this.out, "browser"), {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, viewport: { width: 1400, height: 1000 }, deviceScaleFactor: 1.5,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    this.page = this.browser.pages()[0] ?? (await this.browser.newPage());
    this.page.setDefaultTimeout(PATIENCE);
    await prepare(this.page);
    await this.page.goto(`http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(this.workspace)}${query}`);
    await this.page.locator(".monaco-workbench").waitFor();
    say("ok  the workbench is drawn");
  }

  /**
   * Quick input closes whenever the workbench takes the focus, so it is tried again.
   *
   * @param label of the row to take, which is not always the first: the list begins with what was used last
   */
  async #quick(key, text, label) {
    const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "\\s")}\\s*$`);
    const row = this.page.locator(".quick-input-list .monaco-list-row").filter({ has: this.page.locator(".label-name", { hasText: exactly }) });
    for (let attempt = 1; ; attempt++) {
      try {
        await this.page.keyboard.press(key);
        await this.page.locator(".quick-input-widget input[type=text]").first().fill(text, { timeout: 3000 });
        await row.first().click({ timeout: 3000 });
        await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: 3000 });
        return;
      } catch (e) {
        if (attempt === 6) throw e;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** From the palette. */
  command(title) {
    return this.#quick("F1", `>${title}`, title);
  }

  async openFile(name) {
    await this.#quick("Control+P", name, path.basename(name));
    await this.page.locator(`.tab[data-resource-name="${path.basename(name)}"]`).waitFor();
  }

  /** In the file that is open, by a click beside the line: the cursor is the debugger's, which moves it at each stop. */
  async toggleBreakpoint(line) {
    const place = (wanted) => {
      const margin = document.querySelector(".editor-instance .margin")?.getBoundingClientRect();
      const number = [...document.querySelectorAll(".editor-instance .line-numbers")].find((each) => each.textContent.trim() === wanted)?.getBoundingClientRect();
      if (!margin || !number) return undefined;
      const marks = [...document.querySelectorAll(".editor-instance .codicon-debug-breakpoint, .editor-instance .codicon-debug-breakpoint-unverified")];
      const isSet = marks.some((mark) => Math.abs(mark.getBoundingClientRect().y - number.y) < 8);
      return { x: margin.x + 9, y: number.y + number.height / 2, isSet };
    };
    const before = await until(`line ${line} is there to click on`, () => this.page.evaluate(place, String(line)));
    await until(`the breakpoint in line ${line} is ${before.isSet ? "taken away" : "set"}`, async () => {
      const now = await this.page.evaluate(place, String(line));
      if (now && now.isSet !== before.isSet) return true;
      if (now) await this.page.mouse.click(now.x, now.y);
      await new Promise((resolve) => setTimeout(resolve, 700));
      return false;
    });
  }

  async screenshot(name, options = {}) {
    fs.mkdirSync(path.join(this.out, "screenshots"), { recursive: true });
    await this.page.screenshot({ path: path.join(this.out, "screenshots", `${name}.png`), ...options });
  }

  rows(selector) {
    return this.page.locator(`${selector} .monaco-list-row`).allInnerTexts().then((texts) => texts.map((text) => text.replace(/\s*\n\s*/g, " ").trim()));
  }

  async close() {
    await this.browser?.close().catch(() => {});
    try {
      process.kill(-this.server.pid, "SIGTERM");
    } catch {
      // it is gone
    }
  }
}

const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.enabled": false,
  "files.autoSave": "off",
  "editor.minimap.enabled": false,
};

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Packages a folder as a .vsix without any build step of its own. */
export function packaged(folder, out) {
  const file = path.join(out, `${path.basename(folder)}.vsix`);
  const vsce = path.join(extensionFolder, "node_modules", "@vscode", "vsce", "vsce");
  const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, "package", "--no-dependencies", "--skip-license", "--allow-missing-repository", "-o", file], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stdout + stderr);
  return file;
}

/** A JDK that the language server runs on, 21 or newer. */
function recentJdk() {
  const usual = fs.existsSync("/usr/lib/jvm") ? fs.readdirSync("/usr/lib/jvm").map((name) => path.join("/usr/lib/jvm", name)) : [];
  const found = [process.env.JAVA_HOME, ...usual].find((home) => {
    const release = home && fs.existsSync(path.join(home, "release")) ? fs.readFileSync(path.join(home, "release"), "utf8") : "";
    return Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1]) >= 21;
  });
  if (!found) throw new Error("the language server needs a JDK 21 or newer: set JAVA_HOME");
  return found;
}

/** Runs the debug adapter from its source: one JDK both compiles and runs it, whichever it is today. */
export function adapterCommand({ JAVA_HOME }) {
  const java = JAVA_HOME ? path.join(JAVA_HOME, "bin", "java") : "java";
  return [java, "--source", "17", "-cp", path.join(tools, "java", "lib", "*"), path.join(here, "java", "DebugAdapter.java")];
}

/** What the test's Java debugger needs to know. */
export function javaDebugger(languageServer, out) {
  if (!languageServer) return { SMYTH_TEST_DEBUG_ADAPTER: JSON.stringify(adapterCommand(process.env)) };
  const packages = path.join(tools, "tools-java", "node_modules");
  const bundle = fs.readdirSync(path.join(packages, "coc-java-debug"), { recursive: true }).find((name) => /com\.microsoft\.java\.debug\.plugin-.*\.jar$/.test(name));
  return {
    SMYTH_TEST_LANGUAGE_SERVER: JSON.stringify({
      java: path.join(recentJdk(), "bin", "java"),
      home: path.join(packages, "coc-java", "server"), bundle: path.join(packages, "coc-java-debug", bundle), data: path.join(out, "language-server"),
    }),
  };
}
