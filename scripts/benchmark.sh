#!/usr/bin/env bash
# Measures the calls of pallets and writes their weights. See --help.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
	cat <<'USAGE'
Usage: scripts/benchmark.sh [options] [PALLET…]

Measures the calls of pallets on this machine, shows what changed, and writes their weights: pallets/PALLET/src/weights.rs.
A pallet is named as its folder is. Default: every pallet that has such a file.

A call is measured for at least 10 seconds, so leave the machine alone meanwhile: other work shows in the times. Before that
two things are built: the program that measures, which the first time takes more than 12 minutes on 2 cores, and the
runtime's wasm with its benchmarks. Missing tools are installed where that needs no password, and named otherwise.

Options:
  --quick       few steps and repetitions: shows rough times, and overwrites nothing
  --check       overwrites nothing, and fails if reads, writes or proof sizes are not those of the files; times are never
                compared. Measures as many steps as a full run, each once, or with --quick as few as that
  --no-build    measures with what is built already, whatever changed since
  -h, --help    this text

Environment:
  CARGO_TARGET_DIR    the builds go into `bencher` and `benchmark-wasm` beside it, and what was measured is kept below it,
                      in `logs/benchmark/`; default: ~/.cache/palisade/target (or below XDG_CACHE_HOME)

docs/benchmarking.md says how to read and review a result.
USAGE
}

# --- the table --------------------------------------------------------------------------------------------------------

# compare TITLE OLD NEW: a table of what two files of weights say, both in the form of scripts/weights.hbs. Returns 1 if
# the calls, their reads, writes or proof sizes differ, and 2 if a file says something that is not understood.
compare() {
	LC_ALL=C awk -v title="$1" '
		# The weights of a call are sums: a constant part, and for each component (a letter) a part to multiply with it.
		# value[side, call, component, field], where the component of the constant part is empty.

		function number(text) { gsub(/_/, "", text); return text + 0 }

		function complain(text) {
			print "error: " text > "/dev/stderr"
			failed = 1
		}

		function add(component, field, text) {
			if (!((side, call, component) in seen)) {
				seen[side, call, component] = 1
				if (component != "" && !((call, component) in known_component)) {
					known_component[call, component] = 1
					components[call] = components[call] " " component
				}
			}
			value[side, call, component, field] += number(text)
		}

		# One term of the sum, without blanks.
		function term(text, component, pair) {
			component = ""
			if (match(text, /\.saturating_mul\([a-z0-9_]+\.into\(\)/)) {
				component = substr(text, RSTART + 16, RLENGTH - 23)
				text = substr(text, 1, RSTART - 1)
			}
			if (match(text, /^(T|RocksDbWeight|ParityDbWeight)(::DbWeight)?::get\(\)\.(reads|writes)\(/)) {
				pair[1] = text ~ /\.reads\(/ ? "reads" : "writes"
				text = substr(text, RLENGTH + 1)
				sub(/^\(/, "", text)
				if (text ~ /^[0-9]/) return add(component, pair[1], text)
			} else if (text ~ /^Weight::from_parts\([0-9_]+,[0-9_]+\)/) {
				sub(/^Weight::from_parts\(/, "", text)
				split(text, pair, ",")
				add(component, "time", pair[1])
				return add(component, "proof", pair[2])
			} else if (text ~ /^Weight::zero\(\)/) {
				return add(component, "time", "0")
			}
			complain(FILENAME ": what `" call "` weighs is not understood: " text)
		}

		function finish(terms, count, i) {
			sub(/^[^{]*[{]/, "", body)
			sub(/[}]$/, "", body)
			count = split(body, terms, /\.saturating_add\(/)
			for (i = 1; i <= count; i++) term(terms[i])
			has[side, call] = 1
			calls[side]++
			order[side, calls[side]] = call
			call = ""
		}

		FNR == 1 { side = FILENAME == ARGV[1] ? 1 : 2; inside = 0; call = "" }
		/^impl.*SubstrateWeight</ { inside = 1; next }
		/^[}]/ { inside = 0 }
		!inside { next }
		{
			line = $0
			sub(/\/\/.*/, "", line)
			if (call == "" && line ~ /^[ \t]*fn [a-z0-9_]+\(/) {
				call = line
				sub(/^[ \t]*fn /, "", call)
				sub(/\(.*/, "", call)
				body = ""
			}
			gsub(/[ \t\r]/, "", line)
			if (call == "") next
			body = body line
			if (line ~ /[}]$/) finish()
		}

		# What is written as text: picoseconds as microseconds, short and not too coarse.
		function microseconds(time) {
			time = time / 1000000
			if (time == 0) return "0"
			return sprintf(time >= 10 ? "%.1f" : time >= 0.1 ? "%.2f" : "%.4f", time)
		}

		function change(before, after) { return before == after ? before : before " → " after }

		function row(call, component, i, old, new, both) {
			rows++
			cell[rows, 1] = component == "" ? call : "  for each " component
			both = has[1, call] && has[2, call]
			for (i = 2; i <= 5; i++) {
				old = value[1, call, component, field[i]] + 0
				new = value[2, call, component, field[i]] + 0
				if (i == 2) {
					cell[rows, 6] = !both ? (has[2, call] ? "new" : "gone") : old > 0 ? sprintf("%.2f", new / old) : "-"
					old = microseconds(old)
					new = microseconds(new)
				} else {
					# As numbers of bytes can be long.
					old = sprintf("%.0f", old)
					new = sprintf("%.0f", new)
					if (old != new) differs[call] = 1
				}
				cell[rows, i] = both ? change(old, new) : has[2, call] ? new : old
			}
			if (!both) differs[call] = 1
		}

		function rows_of(call, list, count, i) {
			row(call, "")
			count = split(components[call], list, " ")
			for (i = 1; i <= count; i++) row(call, list[i])
		}

		# How many characters wide a text is, whether awk counts those or bytes.
		function width(text) { gsub(/→/, ">", text); gsub(/µ/, "u", text); return length(text) }

		function print_row(i, line, column, k) {
			line = ""
			for (k = 1; k <= 6; k++) {
				column = shown[k]
				if (k == 1) line = cell[i, 1] sprintf("%" (widest[1] - width(cell[i, 1]) + 1) "s", "")
				else line = line sprintf("%" (widest[column] - width(cell[i, column]) + 2) "s", "") cell[i, column]
			}
			print line
		}

		END {
			for (side = 1; side <= 2; side++)
				if (!calls[side]) complain(ARGV[side] ": no weights in it")
			if (failed) exit 2

			split("- time reads writes proof", field, " ")
			split("1 2 6 3 4 5", shown, " ")
			cell[0, 1] = title; cell[0, 2] = "µs"; cell[0, 6] = "ratio"
			cell[0, 3] = "reads"; cell[0, 4] = "writes"; cell[0, 5] = "proof bytes"
			rows = 0
			for (k = 1; k <= calls[2]; k++) rows_of(order[2, k])
			for (k = 1; k <= calls[1]; k++) if (!has[2, order[1, k]]) rows_of(order[1, k])

			for (i = 0; i <= rows; i++)
				for (k = 1; k <= 6; k++)
					if (width(cell[i, k]) > widest[k]) widest[k] = width(cell[i, k])
			for (i = 0; i <= rows; i++) print_row(i)

			different = ""
			for (k = 1; k <= calls[2]; k++) if (order[2, k] in differs) different = different " " order[2, k]
			for (k = 1; k <= calls[1]; k++)
				if (!has[2, order[1, k]]) different = different " " order[1, k]
			if (different != "") {
				print "Reads, writes or proof sizes differ:" different
				exit 1
			}
			print "Reads, writes and proof sizes are the same."
		}' "$2" "$3"
}

# --- pallets ----------------------------------------------------------------------------------------------------------

known_pallets() {
	local file separator=""
	for file in pallets/*/src/weights.rs; do
		[ -f "$file" ] || continue
		file="${file#pallets/}"
		printf '%s%s' "$separator" "${file%%/*}"
		separator=" "
	done
}

is_known() {
	local one
	for one in $(known_pallets); do
		[ "$one" != "$1" ] || return 0
	done
	return 1
}

# The name under which the runtime lists the benchmarks of a folder of pallets/.
listed_name() { printf 'pallet_%s' "$1" | tr - _; }

# --- measuring --------------------------------------------------------------------------------------------------------

# The running measurement. In the background, so that it ends with this script, whichever of the two gets a signal.
child=""
end_child() {
	[ -n "$child" ] || return 0
	kill -s TERM "$child" 2>/dev/null || true
	wait "$child" 2>/dev/null || true
	child=""
}
trap end_child EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# measure PALLET: leaves the weights in $results/PALLET.rs and the fits behind them in $results/PALLET.log.
measure() {
	local status=0
	rm -f "$results/$1.rs"
	"$bencher" --runtime "$wasm" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "$(listed_name "$1")" --extrinsic '*' --steps "$steps" --repeat "$repeat" --min-duration "$min_duration" \
		--template "$PALISADE_ROOT/scripts/weights.hbs" --output "$results/$1.rs" >"$results/$1.log" </dev/null &
	child=$!
	wait "$child" || status=$?
	child=""
	[ "$status" = 0 ] || die "measuring $1 failed with status $status; above is why" "What it printed besides: $results/$1.log"
	[ -s "$results/$1.rs" ] || die "measuring $1 wrote no weights" "What it printed: $results/$1.log"
}

# --- command line -----------------------------------------------------------------------------------------------------

cd "$PALISADE_ROOT"
quick=0 check=0 build=1 pallets=""
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--quick) quick=1 ;;
	--check) check=1 ;;
	--no-build) build=0 ;;
	-*) die "unknown option: $1" "scripts/benchmark.sh --help says more." ;;
	*)
		is_known "$1" || die "no pallet with weights: $1 (no pallets/$1/src/weights.rs)" "Pallets are: $(known_pallets)"
		case " $pallets " in
		*" $1 "*) ;;
		*) pallets="$pallets${pallets:+ }$1" ;;
		esac
		;;
	esac
	shift
done
[ -n "$pallets" ] || pallets="$(known_pallets)"
[ -n "$pallets" ] || die "no pallet has weights: there is no pallets/*/src/weights.rs"
for pallet in $pallets; do
	grep -q "^[[:space:]]*\[$(listed_name "$pallet"), " runtime/src/benchmarks.rs ||
		die "the runtime runs no benchmarks of $pallet" "$(listed_name "$pallet") is missing in runtime/src/benchmarks.rs."
done

# The last one is how long a call is measured at least, in seconds: the command goes round again until then.
if [ "$quick" = 1 ]; then
	steps=10 repeat=3 min_duration=0
elif [ "$check" = 1 ]; then
	steps=50 repeat=1 min_duration=0
else
	steps=50 repeat=20 min_duration=10
fi
overwrite=1
if [ "$quick" = 1 ] || [ "$check" = 1 ]; then overwrite=0; fi

builds="$(dirname "$CARGO_TARGET_DIR")"
builds="${builds%/}"
bencher="$builds/bencher/release/palisade-bencher"
wasm="$builds/benchmark-wasm/wasm32v1-none/release/palisade_runtime.wasm"
results="$CARGO_TARGET_DIR/logs/benchmark"

# --- building ---------------------------------------------------------------------------------------------------------

bencher_lock_is_clean || exit 1

if [ "$build" = 1 ]; then
	say "Checking the tools."
	ensure_tools
	say "Building palisade-bencher, which measures, in $builds/bencher."
	say "A first build takes more than 12 minutes on 2 cores; later ones take seconds."
	# Skipped: a wasm for the command's measurements of storage, which nobody asks for here. Its nested build would take
	# minutes, and look for a lock file where the target folder is.
	SKIP_WASM_BUILD=1 CARGO_TARGET_DIR="$builds/bencher" \
		cargo build --locked --release --manifest-path scripts/bencher/Cargo.toml
	say "Building the runtime's wasm with benchmarks in $builds/benchmark-wasm."
	say "A first build compiles every dependency of the runtime; later ones are much faster."
	# The flags and the LTO with which the wasm builder compiles the blob that is shipped. Without that builder there is no
	# native build beside it, and nothing of the node.
	(
		unset CARGO_ENCODED_RUSTFLAGS
		export CARGO_TARGET_DIR="$builds/benchmark-wasm" CARGO_PROFILE_RELEASE_LTO=thin
		export RUSTFLAGS="-C link-arg=--export-table -C link-arg=--export=__heap_base"
		RUSTFLAGS="$RUSTFLAGS -C link-arg=--import-memory --cfg substrate_runtime"
		cargo rustc --locked --release -p palisade-runtime --lib --crate-type cdylib --target wasm32v1-none \
			--no-default-features --features runtime-benchmarks
	)
fi
[ -x "$bencher" ] || die "no program to measure with at $bencher" "Run once without --no-build."
[ -f "$wasm" ] || die "no runtime to measure at $wasm" "Run once without --no-build."

# --- the run ----------------------------------------------------------------------------------------------------------

mkdir -p "$results"
say "Measuring $pallets: steps $steps, repeat $repeat."
different=""
for pallet in $pallets; do
	file="pallets/$pallet/src/weights.rs"
	start=$SECONDS
	printf '\n=== %s\n' "$pallet"
	measure "$pallet"
	printf '=== %s: measured in %s s\n\n' "$pallet" $((SECONDS - start))
	status=0
	compare "$pallet" "$file" "$results/$pallet.rs" || status=$?
	case "$status" in
	0) ;;
	1) different="$different $pallet" ;;
	*) die "the weights of $pallet cannot be compared; above is why" "The measured ones are in $results/$pallet.rs" ;;
	esac
	if [ "$overwrite" = 1 ]; then
		cp "$results/$pallet.rs" "$file"
		say "Written: $file"
	fi
done

say
if [ "$check" = 1 ] && [ -n "$different" ]; then
	die "reads, writes or proof sizes are not those of the files:$different" \
		"If the change is meant, measure these and commit what is written: scripts/benchmark.sh$different"
elif [ "$check" = 1 ]; then
	say "Reads, writes and proof sizes are those of the files."
elif [ "$overwrite" = 1 ]; then
	say "docs/benchmarking.md says what to look at before committing."
else
	say "Nothing was overwritten. What was measured: $results"
fi
