#!/usr/bin/env bash
# Builds the runtime with the next spec_version, to try an upgrade. See --help.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
	cat <<'USAGE'
Usage: scripts/next-runtime.sh

Builds the runtime of this checkout with a spec_version that is one higher, and prints the path of its wasm: a blob that a
running chain takes as an upgrade. Nothing else is different, and the checkout stays as it is. To try an upgrade:

  export PALISADE_NEXT_WASM="$(scripts/next-runtime.sh)"
  cd e2e && node --test network/upgrade.test.js

The path is all that goes to the standard output; what happens meanwhile goes to the standard error. The first build compiles
every dependency of the runtime; later ones compile the runtime only. Missing tools are installed where that needs no
password, and named otherwise.

Options:
  -h, --help    this text

Environment:
  CARGO_TARGET_DIR    the build goes into `next-wasm` beside it; default: ~/.cache/palisade/target (or below
                      XDG_CACHE_HOME)
USAGE
}

case "${1:-}" in
"") ;;
-h | --help)
	usage
	exit 0
	;;
*) die "unknown option: $1" "scripts/next-runtime.sh --help says more." ;;
esac

# From here on the standard output is the standard error, and the path goes to 3.
exec 3>&1 1>&2

cd "$PALISADE_ROOT"
say "Checking the tools."
have zstd || need_package zstd zstd zstd
ensure_tools

builds="$(dirname "$CARGO_TARGET_DIR")"
target="${builds%/}/next-wasm"
source="$target/source"

# --- the copy ---------------------------------------------------------------------------------------------------------

version_line='^\([[:space:]]*spec_version: \)\([0-9][0-9]*\),$'
version="$(sed -n "s/$version_line/\2/p" runtime/src/lib.rs)"
case "$version" in
"" | *[!0-9]*) die "runtime/src/lib.rs has no one line \`spec_version: NUMBER,\`" ;;
esac
next=$((version + 1))

# The folders of the workspace's members, with the times of their files: what is older than the last build is not built
# again. The place is always the same for that reason, too.
folders="$(sed -n '/^members = \[/,/^\]/s/^[[:space:]]*"\([^"/]*\).*/\1/p' Cargo.toml | sort -u)"
[ -n "$folders" ] || die "Cargo.toml names no members"
rm -rf "$source"
mkdir -p "$source"
# shellcheck disable=SC2086 # a list of words
cp -Rp Cargo.toml Cargo.lock rust-toolchain.toml $folders "$source/"
sed "s/$version_line/\1$next,/" runtime/src/lib.rs >"$source/runtime/src/lib.rs"

# --- building ---------------------------------------------------------------------------------------------------------

say "Building the runtime with spec_version $next, after $version, in $target."
# The flags and the LTO with which the wasm builder compiles the blob that is shipped, as in scripts/benchmark.sh. Without
# that builder there is no native build beside it, and nothing of the node.
(
	cd "$source"
	unset CARGO_ENCODED_RUSTFLAGS
	export CARGO_TARGET_DIR="$target" CARGO_PROFILE_RELEASE_LTO=thin
	export RUSTFLAGS="-C link-arg=--export-table -C link-arg=--export=__heap_base"
	RUSTFLAGS="$RUSTFLAGS -C link-arg=--import-memory --cfg substrate_runtime"
	cargo rustc --locked --release -p palisade-runtime --lib --crate-type cdylib --target wasm32v1-none \
		--no-default-features
)

# Compressed, as the blob that is shipped: eight bytes that say so, then zstd. As it is, it would about fill a block.
wasm="$target/palisade_runtime.$next.compressed.wasm"
{
	printf '\122\274\123\166\106\333\216\005'
	zstd --quiet --stdout -12 "$target/wasm32v1-none/release/palisade_runtime.wasm"
} >"$wasm.new"
mv "$wasm.new" "$wasm"
printf '%s\n' "$wasm" >&3
