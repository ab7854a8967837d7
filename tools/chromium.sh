#!/bin/sh
# Installs Chromium for the tests that run the TypeScript client in a browser.
# Never fails: without it those tests say that they skipped.
set -u

skip() {
    echo "make tools: $1, so no Chromium: its tests will say that they skipped"
    exit 0
}

command -v chromium >/dev/null 2>&1 && exit 0
command -v apt-get >/dev/null 2>&1 || skip "no apt-get (install it as your system does)"
[ "$(id -u)" = 0 ] || skip "only root may install (try: sudo apt-get install chromium)"

echo "Installing Chromium"
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null ||
    skip "apt-get failed"
