#!/bin/sh
# Installs grpcurl for the tests of the page that uses it: grpcurl.sh VERSION FOLDER.
# Never fails: without it those tests say that they skipped.
set -u
version=$1
folder=$2

skip() {
    echo "make tools: $1, so no grpcurl: the tests of its page will say that they skipped"
    exit 0
}

[ -f "$folder/.$version" ] && exit 0

# Where Go's own installer puts it, for a PATH that does not have it.
PATH="$PATH:/usr/local/go/bin"
command -v go >/dev/null 2>&1 || skip "no Go"

mkdir -p "$folder"
absolute=$(cd "$folder" && pwd)
echo "Building grpcurl $version into $folder (a minute the first time)"
GOBIN=$absolute CGO_ENABLED=0 go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@v$version" ||
    skip "go install failed"
touch "$folder/.$version"
