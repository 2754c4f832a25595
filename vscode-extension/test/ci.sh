#!/usr/bin/env bash
# All checks of the extension, counted on the last line, from a clean machine: JDK 25, Maven, Node 20 or later with npm, and what Debian's apt brings.
#
#   test/ci.sh                      everything
#   test/ci.sh quick                types, unit tests and the package: no browser
#   test/ci.sh --language-server    the journey once more, with the real Java language server
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
step() { local begun=$SECONDS; echo "== $1"; "${@:2}" 2>&1 | tee -a "$log"; echo "   $((SECONDS - begun)) s"; }
lists() { # what is in the package, and what must not be
  local names # read whole: a reader that stops at its first match ends the writer with SIGPIPE, which pipefail takes for a failure
  names=$(unzip -Z1 smyth-*.vsix)
  grep -qx extension/smyth/smyth.java <<<"$names" || { echo "the package has no smyth.java" >&2; return 1; }
  grep -qx extension/smyth/jbangw <<<"$names" || { echo "the package has no jbangw" >&2; return 1; }
  ! grep -E "^extension/(src|test|node_modules|out)/" <<<"$names" || { echo "the package contains files that do not belong in it" >&2; return 1; }
}

unit() {
  node build.mjs --unit
  node --test --test-reporter=tap out/unit/ | grep -vE '^( |# Subtest|TAP)'
}

step "packages" npm ci --ignore-scripts --no-audit --no-fund
step "types" npm run -s check
step "unit tests" unit
step "package" npm run -s package
step "contents of the package" lists
# Every check that a unit test, the suite or the journey has made is a line that begins with ok.
counts() { printf '%d passed, 0 failed, 0 skipped\n' "$(grep -cE '^(ok |  *[0-9.]+ s  ok )' "$log")"; }
[ "${1:-}" != quick ] || { counts; exit 0; }
step "workbench" test/install.sh "$@"
export PATH="${SMYTH_TEST_TOOLS:-$PWD/test/.tools}/tools/node_modules/.bin:$PATH"
if [ "${1:-}" = --language-server ]; then
  step "journey with the language server" node test/journey/journey.mjs --language-server
  counts
  exit 0
fi
step "suite in the extension host" npm run -s host
step "the same without a Java debugger" node test/host/host.mjs --without-debugger
step "journey" npm run -s journey
counts
