#!/usr/bin/env bash
# Runs every check of the project. See --help.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
	cat <<'USAGE'
Usage: scripts/test.sh [--fast] [--only STEP[,STEP…]]

Runs every check of the project; the first that fails ends the run with its name. Continuous integration runs the same.

Steps, in this order:
  scripts   bash -n, and shellcheck if it is installed; the benchmarks' runner is of the chain's line of polkadot-sdk
  fmt       cargo fmt --check
  wasm      builds the node with the runtime's wasm, profile `testing`
  clippy    warnings are errors: the node, and everything else with its benchmarks
  unit      unit, property and benchmark tests of runtime, pallets and primitives; unit tests of the node
  e2e       drives real nodes through their RPC (builds the node first)

Options:
  --fast        fmt, and the unit tests of runtime, pallets and primitives: no node, no clippy, no end-to-end tests
  --only LIST   only these steps, separated by commas
  -h, --help    this text

Environment:
  PROPTEST_RNG_SEED   which random histories and amounts the property tests try, a number. Default: 2609, so that a commit
                      that passed passes again. `cargo test` tries new ones each time, unless it is set.

The first run takes about 50 minutes on 2 cores, because every dependency is compiled; later ones take 10 to 15 minutes,
5 of them for the end-to-end tests. `--fast` takes about 10 minutes the first time, then 1 to 4.
Missing tools are installed where that needs no password, and named otherwise. Nothing is asked.

The last line is the total over all test runners: `N passed, M failed`. Outputs are kept below CARGO_TARGET_DIR
(default: ~/.cache/palisade/target, or below XDG_CACHE_HOME) in `logs/`.
USAGE
}

ALL_STEPS="scripts fmt wasm clippy unit e2e"
fast=0
steps="$ALL_STEPS"
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--fast) fast=1 steps="fmt unit" ;;
	--only)
		[ $# -ge 2 ] || die "--only needs a list of steps out of: $ALL_STEPS"
		steps="$(printf '%s' "$2" | tr ',' ' ')"
		shift
		;;
	--only=*) steps="$(printf '%s' "${1#--only=}" | tr ',' ' ')" ;;
	*) die "unknown option: $1" "scripts/test.sh --help says more." ;;
	esac
	shift
done
for step in $steps; do
	case " $ALL_STEPS " in
	*" $step "*) ;;
	*) die "unknown step: $step" "Steps are: $ALL_STEPS" ;;
	esac
done
[ -n "$steps" ] || die "--only needs a list of steps out of: $ALL_STEPS"

wants() {
	case " $steps " in
	*" $1 "*) return 0 ;;
	*) return 1 ;;
	esac
}

# Plain output where nobody looks at a terminal.
if [ ! -t 1 ] || [ "${CI:-}" = true ]; then
	export CARGO_TERM_COLOR=never NO_COLOR=1
	unset FORCE_COLOR
fi

export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-2609}"

LOGS="$CARGO_TARGET_DIR/logs"
mkdir -p "$LOGS"
passed=0
failed=0
table=""
began=$SECONDS

# Reads the closing lines of cargo's and Node's test runners in file $1 and adds them up.
add_counts() {
	local counts
	counts="$(sed $'s/\x1b\\[[0-9;]*m//g' "$1" | awk '
		/^test result: / { for (i = 2; i <= NF; i++) { if ($i == "passed;") p += $(i - 1); if ($i == "failed;") f += $(i - 1) } }
		/^(#|ℹ) pass [0-9]+$/ { p += $3 }
		/^(#|ℹ) (fail|cancelled) [0-9]+$/ { f += $3 }
		END { print p + 0, f + 0 }')"
	passed=$((passed + ${counts% *}))
	failed=$((failed + ${counts#* }))
}

summary() {
	printf '\n%-34s %8s  %s\n' step seconds result
	printf '%s' "$table"
	printf '%-34s %8s\n\n' total $((SECONDS - began))
	printf '%s passed, %s failed\n' "$passed" "$failed"
}

# step <name> <counted: yes|no> <command…>: runs it, keeps the time, ends the run if it fails. The standard output of a
# counted step is kept and its results added up; the others keep the terminal, and with it cargo's progress bar.
step() {
	local name="$1" counted="$2" start=$SECONDS status=0 failed_before=$failed log
	shift 2
	printf '\n=== %s\n' "$name"
	if [ "$counted" = yes ]; then
		log="$LOGS/$(printf '%s' "$name" | tr -cs 'a-z0-9' '-').log"
		"$@" | tee "$log" || status=$?
		add_counts "$log"
	else
		"$@" || status=$?
	fi
	local seconds=$((SECONDS - start)) result=ok
	[ "$status" = 0 ] || result=FAILED
	table="$table$(printf '%-34s %8s  %s' "$name" "$seconds" "$result")"$'\n'
	printf '=== %s: %s after %s s\n' "$name" "$result" "$seconds"
	if [ "$status" != 0 ]; then
		[ "$failed" != "$failed_before" ] || failed=$((failed + 1))
		printf '\nfailed step: %s\n' "$name" >&2
		summary
		exit 1
	fi
}

check_scripts() {
	local file
	for file in scripts/*.sh .ci/run; do
		bash -n "$file" || return 1
	done
	if have shellcheck; then
		shellcheck -x scripts/*.sh .ci/run || return 1
	else
		say "shellcheck is not installed: only the syntax was checked"
	fi
	bencher_lock_is_clean
}

# The two feature sets in which anything is ever built: what is shipped, and natively, without the wasm blob, what tests
# need. Each command line below belongs to one of them, so that neither makes cargo build anything of the other again.
cargo_node() {
	local command="$1"
	shift
	cargo "$command" --profile testing --locked -p palisade-node "$@"
}

cargo_rest() {
	local command="$1"
	shift
	cargo "$command" --profile testing --locked --workspace --exclude palisade-node \
		--no-default-features --features std,runtime-benchmarks,try-runtime "$@"
}

# npm ci starts from nothing each time, so it runs only if the lock file is not the one that was installed.
install_e2e() {
	local installed=node_modules/.installed-package-lock.json
	(
		cd e2e || exit 1
		if cmp -s package-lock.json "$installed"; then
			say "npm packages are up to date"
		else
			npm ci --no-audit --no-fund && cp package-lock.json "$installed"
		fi
	)
}

run_e2e() {
	(
		cd e2e || exit 1
		PALISADE_NODE="$CARGO_TARGET_DIR/testing/palisade-node" npm test --silent
	)
}

cd "$PALISADE_ROOT"
say "Palisade: running $steps"
say "The first run compiles every dependency: about 50 minutes on 2 cores for everything, 10 for --fast. Later: minutes."

if wants scripts; then step scripts no check_scripts; fi
if wants fmt || wants wasm || wants clippy || wants unit || wants e2e; then step "tools: build" no ensure_tools; fi
if wants e2e; then step "tools: end-to-end" no ensure_node; fi
if wants fmt; then step fmt no cargo fmt --all --check; fi
if wants wasm || wants e2e; then step "wasm: node with wasm runtime" no cargo_node build; fi
if wants clippy; then
	step "clippy: node" no cargo_node clippy --all-targets -- -D warnings
	step "clippy: everything else" no cargo_rest clippy --all-targets -- -D warnings
fi
if wants unit; then
	step "unit: runtime, pallets, primitives" yes cargo_rest test
	if [ "$fast" = 0 ]; then step "unit: node" yes cargo_node test; fi
fi
if wants e2e; then
	step "e2e: packages" no install_e2e
	step "e2e: tests" yes run_e2e
fi

summary
