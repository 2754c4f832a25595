// The debug type `java` for the tests. The adapter is Microsoft's own, started by SMYTH_TEST_DEBUG_ADAPTER (a JSON array: the command), or the one
// inside the Java language server of SMYTH_TEST_LANGUAGE_SERVER (a JSON object: java, home, bundle, data).
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const vscode = require("vscode");

let children = [];

exports.activate = (context) => {
  const start = process.env.SMYTH_TEST_LANGUAGE_SERVER ? languageServer(JSON.parse(process.env.SMYTH_TEST_LANGUAGE_SERVER)) : adapter();
  context.subscriptions.push(
    { dispose: () => children.forEach((child) => child.kill("SIGKILL")) },
    vscode.debug.registerDebugAdapterDescriptorFactory("java", {
      createDebugAdapterDescriptor: async () => {
        await fault();
        return new vscode.DebugAdapterServer(await (await start)(), "127.0.0.1");
      },
    }),
  );
};

/** Files of the workspace by which a test makes the adapter fail to start, or never come. */
async function fault() {
  const has = (name) => fs.existsSync(path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, name));
  if (has(".adapter-cannot-start")) throw new Error("no Java was found to run the debug adapter on");
  while (has(".adapter-hangs")) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function adapter() {
  const [command, ...args] = JSON.parse(process.env.SMYTH_TEST_DEBUG_ADAPTER);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const port = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the debug adapter has ended with ${code}`)));
    readline.createInterface({ input: child.stdout }).on("line", (line) => line.startsWith("port ") && resolve(Number(line.slice(5))));
  });
  return async () => port;
}

async function languageServer({ java, home, bundle, data }) {
  const launcher = fs.readdirSync(path.join(home, "plugins")).find((name) => /^org\.eclipse\.equinox\.launcher_.*\.jar$/.test(name));
  const child = spawn(java, [
    "-Declipse.application=org.eclipse.jdt.ls.core.id1", "-Dosgi.bundles.defaultStartLevel=4", "-Declipse.product=org.eclipse.jdt.ls.core.product",
    `-Dosgi.sharedConfiguration.area=${path.join(home, "config_linux")}`, "-Dosgi.sharedConfiguration.area.readOnly=true", "-Dosgi.configuration.cascaded=true",
    "-Xmx1G", "--add-modules=ALL-SYSTEM", "--add-opens", "java.base/java.util=ALL-UNNAMED", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
    "-jar", path.join(home, "plugins", launcher), "-configuration", path.join(data, "configuration"), "-data", path.join(data, "workspace"),
  ], { stdio: ["pipe", "pipe", "ignore"] });
  children.push(child);
  const peer = new Peer(child);
  const folders = vscode.workspace.workspaceFolders.map((folder) => ({ uri: vscode.Uri.file(folder.uri.path).toString(), name: folder.name }));
  const ready = new Promise((resolve) => peer.on("language/status", (status) => status.type === "ServiceReady" && resolve()));
  await peer.request("initialize", {
    processId: process.pid, rootUri: folders[0].uri, workspaceFolders: folders,
    capabilities: { workspace: { workspaceFolders: true, executeCommand: {} }, textDocument: {} },
    initializationOptions: { bundles: [bundle], workspaceFolders: folders.map((folder) => folder.uri), extendedClientCapabilities: { executeClientCommandSupport: true } },
  });
  peer.send({ method: "initialized", params: {} });
  await ready;
  return () => peer.request("workspace/executeCommand", { command: "vscode.java.startDebugSession", arguments: [] });
}

/** Just enough of the Language Server Protocol's wire. */
class Peer {
  #child;
  #id = 0;
  #waiting = new Map();
  #listeners = new Map();
  #bytes = Buffer.alloc(0);

  constructor(child) {
    this.#child = child;
    child.stdout.on("data", (part) => this.#read(part));
  }

  on(method, listener) {
    this.#listeners.set(method, listener);
  }

  send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#child.stdin.write(body);
  }

  request(method, params) {
    const id = ++this.#id;
    this.send({ id, method, params });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #read(part) {
    this.#bytes = Buffer.concat([this.#bytes, part]);
    for (;;) {
      const head = this.#bytes.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#bytes.subarray(0, head).toString())[1]);
      const end = head + 4 + length;
      if (this.#bytes.length < end) return;
      const message = JSON.parse(this.#bytes.subarray(head + 4, end).toString());
      this.#bytes = this.#bytes.subarray(end);
      this.#handle(message);
    }
  }

  #handle(message) {
    if (message.method && message.id !== undefined) {
      this.send({ id: message.id, result: message.method === "workspace/configuration" ? message.params.items.map(() => null) : null });
    } else if (message.method) {
      this.#listeners.get(message.method)?.(message.params);
    } else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result);
    }
  }
}
