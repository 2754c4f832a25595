#!/usr/bin/env bash
# Installs what the tests in a real workbench need into the folder that is printed at the end; does nothing where it is there already.
#
#   test/install.sh             a workbench for the browser, Node 24, Playwright, Microsoft's debug adapter for Java, Chromium where there is none
#   test/install.sh --language-server      the Java language server with its debug plugin as well
#
# Of the workbench's native modules only one is built: the others are for terminals and search, which the tests do not use.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${SMYTH_TEST_TOOLS:-$here/.tools}
mkdir -p "$tools/done"

# once NAME COMMAND...: runs it unless it has succeeded with the same pinned versions before, and shows its output only when it fails
once() {
  local name=$1 stamp log begun=$SECONDS
  shift
  stamp=$tools/done/$name-$(cat "$here/install.sh" "$here"/tools*/package.json "$here/java/pom.xml" | cksum | cut -d' ' -f1)
  log=$tools/$name.log
  [ ! -e "$stamp" ] || return 0
  "$@" >"$log" 2>&1 || { tail -40 "$log" >&2; echo "could not install $name; the whole log is $log" >&2; exit 1; }
  touch "$stamp"
  echo "installed $name in $((SECONDS - begun)) s" >&2
}

packages() { # FOLDER: the packages of test/FOLDER, exactly as its lock file has them
  mkdir -p "$tools/$1"
  cp "$here/$1"/package*.json "$tools/$1/"
  npm ci --prefix "$tools/$1" --ignore-scripts --no-audit --no-fund
}

workbench() {
  packages tools
  npm rebuild --prefix "$tools/tools" node
  # The package leaves these to a script of its own that compiles every native module: minutes, and Debian packages nobody needs here.
  export PATH=$tools/tools/node_modules/.bin:$PATH
  local vscode=$tools/tools/node_modules/code-server/lib/vscode
  npm install --prefix "$vscode" --omit=dev --ignore-scripts --no-audit --no-fund
  npm install --prefix "$vscode/extensions" --omit=dev --ignore-scripts --no-audit --no-fund
  # Output channels are files that this module writes. Any Node's headers do, since it is N-API.
  npm rebuild --prefix "$vscode" @vscode/spdlog --nodedir="$(headers)"
}

headers() {
  for folder in /usr "$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")" /usr/local; do
    [ ! -e "$folder/include/node/node_api.h" ] || { printf %s "$folder"; return; }
  done
  echo "no headers of Node found; install Debian's libnode-dev, or Node from nodejs.org" >&2
  exit 1
}

debug_adapter() {
  mvn -q -B -f "$here/java/pom.xml" dependency:copy-dependencies -DoutputDirectory="$tools/java/lib"
}

browser() {
  if [ "$(id -u)" = 0 ]; then apt-get update && apt-get install -y --no-install-recommends chromium
  else sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium; fi
}

[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || once chromium browser
once workbench workbench
once debug-adapter debug_adapter
[ "${1:-}" != --language-server ] || once language-server packages tools-java
printf '%s\n' "$tools"
