#!/usr/bin/env bash
# All checks of the extension, from a clean machine: JDK 25, Maven, Node 20 or later with npm, and what Debian's apt brings.
#
#   test/ci.sh                      everything
#   test/ci.sh quick                types, unit tests and the package: no browser
#   test/ci.sh --language-server    the journey once more, with the real Java language server
set -euo pipefail
cd "$(dirname "$0")/.."
step() { local begun=$SECONDS; echo "== $1"; "${@:2}"; echo "   $((SECONDS - begun)) s"; }
lists() { # what is in the package, and what must not be
  unzip -Z1 smyth-*.vsix | grep -qx extension/smyth/smyth.java || { echo "the package has no smyth.java" >&2; return 1; }
  unzip -Z1 smyth-*.vsix | grep -qx extension/smyth/jbangw || { echo "the package has no jbangw" >&2; return 1; }
  ! unzip -Z1 smyth-*.vsix | grep -E "^extension/(src|test|node_modules|out)/" || { echo "the package has what it needs not" >&2; return 1; }
}

step "packages" npm ci --ignore-scripts --no-audit --no-fund
step "types" npm run -s check
step "unit tests" npm run -s unit
step "package" npm run -s package
step "contents of the package" lists
[ "${1:-}" != quick ] || exit 0
step "workbench" test/install.sh "$@"
export PATH="${SMYTH_TEST_TOOLS:-$PWD/test/.tools}/tools/node_modules/.bin:$PATH"
if [ "${1:-}" = --language-server ]; then
  step "journey with the language server" node test/journey/journey.mjs --language-server
  exit 0
fi
step "suite in the extension host" npm run -s host
step "the same without a Java debugger" node test/host/host.mjs --without-debugger
step "journey" npm run -s journey
