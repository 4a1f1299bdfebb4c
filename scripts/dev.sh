#!/usr/bin/env bash
# Builds the node and starts a development chain. See --help.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
	cat <<'USAGE'
Usage: scripts/dev.sh [options] [node arguments]

Builds the Palisade node and starts a development chain: one validator (Alice), funded test accounts, a new empty chain
at every start. The node answers on ws://127.0.0.1:9944. Ctrl-C ends it.

The first build takes about 35 minutes on 2 cores and less on more; later ones take seconds to a few minutes. The node
itself starts within seconds. Missing tools are installed where that needs no password, and named otherwise.

Options:
  --build-only        build, do not start
  --testing-profile   build and start the binary that scripts/test.sh uses: with debug assertions, and there already
                      once the tests have run
  --features LIST     cargo features of palisade-node, separated by commas
  -h, --help          this text

Everything else goes to the node, and so does everything after `--`. For example:
  scripts/dev.sh --sealing manual            blocks only when engine_createBlock asks for one
  scripts/dev.sh --sealing 500               a block every 500 milliseconds
  scripts/dev.sh --base-path /tmp/palisade   keep the chain
  scripts/dev.sh --rpc-port 9955             another port
  scripts/dev.sh -- --help                   what the node understands

Environment:
  CARGO_TARGET_DIR    where to build; default: ~/.cache/palisade/target (or below XDG_CACHE_HOME)
USAGE
}

build_only=0
profile=release
features=""
port=9944
port_given=0
node_args=()
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--build-only) build_only=1 ;;
	--testing-profile) profile=testing ;;
	--features)
		[ $# -ge 2 ] || die "--features needs a list"
		features="$2"
		shift
		;;
	--)
		shift
		break
		;;
	*) node_args+=("$1") ;;
	esac
	shift
done
node_args+=("$@")

# The default port gives way to one that the caller names.
previous=""
for argument in ${node_args[@]+"${node_args[@]}"}; do
	case "$argument" in
	--rpc-port) port_given=1 ;;
	--rpc-port=*) port_given=1 port="${argument#--rpc-port=}" ;;
	esac
	[ "$previous" != --rpc-port ] || port="$argument"
	previous="$argument"
done
[ "$port_given" = 1 ] || node_args+=(--rpc-port "$port")

say "Checking the tools."
ensure_tools

cd "$PALISADE_ROOT"
say "Building palisade-node, profile $profile, in $CARGO_TARGET_DIR."
say "A first build takes about 35 minutes on 2 cores; later ones are much faster."
cargo build --profile "$profile" --locked -p palisade-node ${features:+--features "$features"}
node="$CARGO_TARGET_DIR/$profile/palisade-node"
say "Built $node"
[ "$build_only" = 0 ] || exit 0

cat <<INFO

Starting a development chain; Ctrl-C ends it.
  RPC:       ws://127.0.0.1:$port
  Explorer:  https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A$port#/explorer

INFO
exec "$node" --dev "${node_args[@]}"
