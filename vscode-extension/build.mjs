// Builds the extension into dist/.
//
//   node build.mjs                  once
//   node build.mjs --production     minified
//   node build.mjs --package        smyth-<version>.vsix, with the Smyth of this repository in it
//   node build.mjs --unit           the unit tests, into out/unit/
//   node build.mjs --host           the suite for the extension host, into out/host/
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const repository = path.dirname(here);
const options = new Set(process.argv.slice(2));
process.chdir(here);

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", external: ["vscode"], logLevel: "warning" };

async function extension() {
  fs.rmSync("dist", { recursive: true, force: true });
  await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", minify: options.has("--production"), sourcemap: !options.has("--production") });
}

async function unitTests() {
  fs.rmSync("out/unit", { recursive: true, force: true });
  const tests = fs.readdirSync("test/unit").filter((name) => name.endsWith(".test.ts")).map((name) => `test/unit/${name}`);
  await build({ ...common, entryPoints: tests, outdir: "out/unit", sourcemap: "inline", define: { "process.env.SMYTH_EXTENSION": JSON.stringify(here) } });
}

async function hostSuite() {
  fs.rmSync("out/host", { recursive: true, force: true });
  await build({ ...common, entryPoints: ["test/host/suite.ts"], outdir: "out/host", sourcemap: "inline" });
}

/** Smyth itself, as `jbangw` runs it: the sources and nothing of the tests. */
function bundleSmyth() {
  fs.rmSync("smyth", { recursive: true, force: true });
  for (const name of ["smyth.java", "jbangw", "lib", "LICENSE"]) {
    const from = path.join(repository, name);
    if (fs.existsSync(from)) fs.cpSync(from, path.join(here, "smyth", name), { recursive: true });
  }
}

if (options.has("--unit")) {
  await unitTests();
} else if (options.has("--host")) {
  await hostSuite();
} else if (options.has("--package")) {
  bundleSmyth();
  const vsce = path.join("node_modules", "@vscode", "vsce", "vsce");
  const { status } = spawnSync(process.execPath, [vsce, "package", "--no-dependencies", "--skip-license"], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  bundleSmyth();
  await extension();
}
