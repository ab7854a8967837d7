#!/bin/sh
# Puts a Dart SDK and protoc-gen-dart into a folder, for what generates and checks the Dart client:
# dart.sh FOLDER. Both come from Debian unstable, through the mirror that this machine's apt uses,
# and change nothing of the system: the SDK brings its C library along. The plugin is made from its
# source, which is a part of the SDK's.
# Never fails: without them the checks of the Dart client say that they skipped.
set -u
mkdir -p "$1" || exit 0
folder=$(cd "$1" && pwd)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

skip() {
    echo "make tools: $1, so no Dart: the checks of its client will say that they skipped"
    rm -rf "$folder/apt" "$folder/debs" "$folder/source.tar.xz"
    exit 0
}

# Made again when this script changes.
stamp="$folder/.$(cksum <"$0" | tr ' ' '-')"
[ -f "$stamp" ] && exit 0
rm -rf "${folder:?}"/* "$folder"/.[0-9]*

for program in apt-get dpkg xz; do
    command -v $program >/dev/null 2>&1 || skip "no $program"
done
[ -f $keyring ] || skip "no keyring of Debian's"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    grep '/debian/$' | head -n 1)
[ -n "$mirror" ] || skip "apt knows no mirror of Debian's"

echo "Installing Dart into $1 (some 300 MB to download, two minutes)"

# ---- An apt of its own, beside the system's ----

mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$folder/debs"
: >"$folder/apt/status"
for kind in deb deb-src; do
    echo "$kind [signed-by=$keyring] $mirror sid main"
done >"$folder/apt/sources.list"
cat >"$folder/apt/apt.conf" <<CONF
Dir::State "$folder/apt";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt/cache";
Dir::Etc::sourcelist "$folder/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Acquire::Languages "none";
APT::Sandbox::User "$(id -un)";
CONF
export APT_CONFIG="$folder/apt/apt.conf"
apt-get -qq update || skip "apt-get update failed"
cd "$folder/debs" || skip "no room"
apt-get -qq download dart-sdk patchelf \
    libc6 libdouble-conversion3 zlib1g libgcc-s1 libstdc++6 || skip "apt-get download failed"
# The description of the source changes more often than the source, which is all that we want.
apt-get -qq source --download-only --tar-only dart-sdk || skip "apt-get source failed"

# ---- The SDK, on the C library that it was built for ----

for deb in *.deb; do
    dpkg -x "$deb" "$folder/root" || skip "dpkg cannot unpack $deb"
done
mv "$folder/root/usr/lib/dart" "$folder/sdk" || skip "the SDK is not where it was"
lib=$(dirname "$(find "$folder/root" -name libc.so.6 | head -n 1)")
loader=$(find "$lib" -name 'ld-linux*.so.*' | head -n 1)
for program in dart dartvm dartaotruntime utils/gen_snapshot; do
    # The first $ORIGIN is the linker's own word for the program's folder.
    # shellcheck disable=SC2016
    "$loader" --library-path "$lib" "$folder/root/usr/bin/patchelf" --set-interpreter "$loader" \
        --set-rpath '$ORIGIN:'"$lib" "$folder/sdk/bin/$program" || skip "patchelf failed"
done

# ---- The plugin, and the libraries that generated code imports ----

tar -xJf dart-sdk_*.orig.tar.xz -C "$folder" --strip-components=1 --wildcards \
    --no-wildcards-match-slash \
    '*/pkg/analyzer' '*/pkg/_fe_analyzer_shared' '*/pkg/meta' \
    '*/third_party/pkg/dart_style' '*/third_party/pkg/tools/pkgs/*' \
    '*/third_party/pkg/core/pkgs/*' '*/third_party/pkg/protobuf/protobuf' \
    '*/third_party/pkg/protobuf/protoc_plugin' || skip "the sources are not where they were"
cd "$folder" || skip "no room"
{
    separator='{"configVersion": 2, "packages": ['
    for file in pkg/*/pubspec.yaml third_party/pkg/*/pubspec.yaml \
        third_party/pkg/*/*/pubspec.yaml third_party/pkg/*/*/*/pubspec.yaml; do
        [ -f "$file" ] || continue
        package=${file%/pubspec.yaml}
        language=$(sed -n 's/^ *sdk: *[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p' "$file" | head -n 1)
        printf '%s\n{"name": "%s", "rootUri": "%s", "packageUri": "lib/", "languageVersion": "%s"}' \
            "$separator" "${package##*/}" "file://$folder/$package" "$language"
        separator=,
    done
    printf ']}\n'
} >packages.json
sed -n 's/^version: *//p' third_party/pkg/protobuf/protoc_plugin/pubspec.yaml >plugin-version
# Where a pubspec is, dart looks for a network first.
find pkg third_party -name pubspec.yaml -delete
mkdir -p bin
sdk/bin/dart compile aot-snapshot --packages=packages.json -o bin/protoc_plugin.aot \
    third_party/pkg/protobuf/protoc_plugin/bin/protoc_plugin.dart >compile.log 2>&1 ||
    skip "the plugin does not compile, $folder/compile.log says why"
cat >bin/protoc-gen-dart <<SH
#!/bin/sh
exec "$folder/sdk/bin/dartaotruntime" "$folder/bin/protoc_plugin.aot"
SH
chmod +x bin/protoc-gen-dart

rm -rf apt debs compile.log pkg/analyzer pkg/_fe_analyzer_shared
touch "$stamp"
