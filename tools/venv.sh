#!/bin/sh
# Makes a virtual environment: venv.sh FOLDER.
# Takes $PYTHON where it is set, else the first Python on PATH that is new enough. POSIX sh only,
# for this is what runs before anything of ours is there.
set -eu
folder=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

stop() {
    printf 'opsdeck: %s\n' "$1" >&2
    exit 2
}

# Each candidate is run, not just looked up: a pyenv shim is on PATH without its Python.
found=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$new_enough" 2>/dev/null; then
        found=$candidate
        break
    fi
done
if [ -z "$found" ]; then
    where="on PATH"
    [ -n "${PYTHON:-}" ] && where="as PYTHON=$PYTHON"
    stop "no Python 3.11 or newer $where; install one, or name it: make PYTHON=/path/to/python3 …"
fi
if ! "$found" -c 'import venv, ensurepip' 2>/dev/null; then
    stop "$found has no venv module; on Debian and Ubuntu: apt install python3-venv"
fi

echo "Making $folder with $("$found" --version 2>&1) (once; takes a minute or two)"
"$found" -m venv --clear "$folder" || stop "$found could not make $folder; see above"
# Scripts in the environment begin with its absolute path: the Makefile makes it anew when the
# checkout has moved.
pwd -P >"$folder/.made-in"
