#!/usr/bin/env bash
# Measures what the runtime's weights are made of, and writes them. See --help.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
	cat <<'USAGE'
Usage: scripts/benchmark.sh [options] [PALLET…]

Measures the calls and hooks of pallets on this machine, shows what changed against the committed weights, and writes them:
pallets/PALLET/src/weights.rs for a pallet of this repository, runtime/src/weights/NAME.rs for one of polkadot-sdk and for
the transaction extensions. A pallet is named as its folder is, or as in runtime/src/benchmarks.rs, where `pallet_` may be
left out. Default: all of them, unless one of the measurements below is asked for.

A benchmark is repeated for at least 3 seconds, so leave the machine alone meanwhile: other work shows in the times. Before
that two things are built: the program that measures, which the first time takes about 25 minutes on 2 cores, and the
runtime's wasm with its benchmarks. Missing tools are installed where that needs no password, and named otherwise.

Other measurements:
  --overhead    an empty block, and a transaction on top of its call: runtime/src/weights/block_weights.rs and
                extrinsic_weights.rs
  --storage     reads and writes of a state of 1 000 000 items on ParityDB: runtime/src/weights/parity_db_weights.rs. Takes
                about 2 GB of memory, and a GB of disk in TMPDIR
  --machine     this machine beside the one that polkadot-sdk refers to; writes nothing

Options:
  --quick       few steps and repetitions: shows rough numbers, and overwrites nothing
  --check       overwrites nothing, and fails if reads, writes or proof sizes are not those of the files; times are never
                compared. Measures as many steps as a full run, each once, or with --quick as few as that
  --no-build    measures with what is built already, whatever changed since
  --list        names what can be measured
  -h, --help    this text

Environment:
  CARGO_TARGET_DIR    the builds go into `bencher` and `benchmark-wasm` beside it, and what was measured is kept below it,
                      in `logs/benchmark/`; default: ~/.cache/palisade/target (or below XDG_CACHE_HOME)
  TMPDIR              where the databases of --overhead and --storage are made; default: /tmp

docs/benchmarking.md says how to read and review a result.
USAGE
}

# --- the table --------------------------------------------------------------------------------------------------------

# compare TITLE OLD NEW: a table of what two files of weights say, both in the form of scripts/weights.hbs or
# scripts/runtime-weights.hbs; OLD is /dev/null if there is none yet. Returns 1 if the calls, their reads, writes or proof
# sizes differ, and 2 if a file says something that is not understood.
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
		/^impl.*Weight(Info)?<T>/ { inside = 1; next }
		/^[}]/ { inside = 0 }
		!inside { next }
		{
			line = $0
			sub(/\/\/.*/, "", line)
			if (call == "" && line ~ /^[ \t]*(pub )?fn [a-z0-9_]+\(/) {
				call = line
				sub(/^[ \t]*(pub )?fn /, "", call)
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
				if (!calls[side] && ARGV[side] != "/dev/null") complain(ARGV[side] ": no weights in it")
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

# The names under which the runtime lists benchmarks, in its order. `frame_benchmarking` is the SDK's measure of a machine's
# speed, and no weight comes of it.
listed() {
	sed -n 's/^[[:space:]]*\[\([a-z_0-9]*\), .*\]$/\1/p' runtime/src/benchmarks.rs | grep -v '^frame_benchmarking$'
}

# folder_of NAME: the folder in pallets/ of a listed name, or nothing if it is the SDK's.
folder_of() {
	local file folder
	for file in pallets/*/src/weights.rs; do
		[ -f "$file" ] || continue
		folder="${file#pallets/}"
		folder="${folder%%/*}"
		if [ "pallet_$(printf '%s' "$folder" | tr - _)" = "$1" ]; then
			printf '%s' "$folder"
			return 0
		fi
	done
}

# file_of NAME: the file that holds its weights.
file_of() {
	local folder
	folder="$(folder_of "$1")"
	if [ -n "$folder" ]; then
		printf 'pallets/%s/src/weights.rs' "$folder"
	else
		printf 'runtime/src/weights/%s.rs' "$1"
	fi
}

# name_of WORD: the listed name that a word on the command line means. Fails if there is none.
name_of() {
	local word name
	word="$(printf '%s' "$1" | tr - _)"
	for name in $(listed); do
		if [ "$name" = "$word" ] || [ "$name" = "pallet_$word" ]; then
			printf '%s' "$name"
			return 0
		fi
	done
	return 1
}

# --- the machine ------------------------------------------------------------------------------------------------------

# One line about the processor, the memory and the system.
machine() {
	local cpu cores memory
	if is_macos; then
		cpu="$(sysctl -n machdep.cpu.brand_string)"
		cores="$(sysctl -n hw.ncpu)"
		memory="$(sysctl -n hw.memsize)"
		memory=$((memory / 1024 / 1024 / 1024))
	else
		cpu="$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
		cores="$(grep -c '^processor' /proc/cpuinfo)"
		memory="$(awk '/^MemTotal:/ { printf "%.0f", $2 / 1024 / 1024 }' /proc/meminfo)"
	fi
	printf '%s, %s cores, %s GiB, %s' "${cpu:-an unnamed processor}" "$cores" "$memory" "$(uname -sm)"
}

# What every generated file says about where its numbers come from.
write_header() {
	# Without an end of line, which the templates add.
	printf '//!\n//! Machine: %s.\n' "$(machine)" >"$results/header.txt"
	printf '//! With %s and frame-benchmarking-cli %s.' "$(rustc --version | cut -d ' ' -f 1-2)" \
		"$(sed -n '/^name = "frame-benchmarking-cli"$/{n;s/^version = "\(.*\)"$/\1/p;}' scripts/bencher/Cargo.lock)" \
		>>"$results/header.txt"
}

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

# run_bencher LOG ARGUMENT…: what it prints goes to LOG, its progress to the terminal.
run_bencher() {
	local log="$1" status=0
	shift
	"$bencher" "$@" >"$log" </dev/null &
	child=$!
	wait "$child" || status=$?
	child=""
	return "$status"
}

# measure NAME: leaves the weights in $results/NAME.rs and the fits behind them in $results/NAME.log.
measure() {
	local status=0 template=runtime-weights.hbs
	[ -z "$(folder_of "$1")" ] || template=weights.hbs
	rm -f "$results/$1.rs"
	run_bencher "$results/$1.log" pallet --runtime "$wasm" --genesis-builder runtime \
		--genesis-builder-preset development --pallet "$1" --extrinsic '*' --steps "$steps" --repeat "$repeat" \
		--min-duration "$min_duration" --header "$results/header.txt" --template "$PALISADE_ROOT/scripts/$template" \
		--output "$results/$1.rs" || status=$?
	[ "$status" = 0 ] || die "measuring $1 failed with status $status; above is why" "What it printed besides: $results/$1.log"
	[ -s "$results/$1.rs" ] || die "measuring $1 wrote no weights" "What it printed: $results/$1.log"
}

# keep NAME FILE: what was measured, $results/NAME.rs, becomes FILE, unless nothing is to be overwritten.
keep() {
	if [ "$overwrite" = 1 ]; then
		mkdir -p "$(dirname "$2")"
		cp "$results/$1.rs" "$2"
		say "Written: $2"
	else
		say "Not written: $2"
	fi
}

# show_constants NAME FILE NEW: the constants of both files, in one line each.
show_constants() {
	local file line
	printf '%s\n' "$1"
	for file in "$2" "$3"; do
		[ -f "$file" ] || continue
		line="$(sed -n -e 's/.*saturating_mul(\([0-9_]*\)).*/\1 ns/p' -e 's/^[[:space:]]*read: \([0-9_]*\) .*/a read \1 ns/p' \
			-e 's/^[[:space:]]*write: \([0-9_]*\) .*/a write \1 ns/p' "$file" | tr '\n' ' ')"
		if [ "$file" = "$2" ]; then printf '  before  %s\n' "$line"; else printf '  now     %s\n' "$line"; fi
	done
}

# overhead_file SHORT LONG WHAT: the constant of the SDK's file SHORT_weights.rs with this repository's head.
overhead_file() {
	printf '//! %s, measured.\n//!\n' "$3"
	# shellcheck disable=SC2016 # the backticks are Markdown
	printf '//! Generated on %s by `scripts/benchmark.sh --overhead`; edits are lost. Executed %s times.\n' \
		"$(date -u +%Y-%m-%d)" "$overhead_repeat"
	cat "$results/header.txt"
	printf '\n\n#![cfg_attr(rustfmt, rustfmt_skip)]\n\n'
	printf 'use frame_support::{parameter_types, weights::{constants::WEIGHT_REF_TIME_PER_NANOS, Weight}};\n\n'
	awk '/^parameter_types! [{]/ { inside = 1 } inside { print } /^[}]/ && inside { exit }' "$results/$1_weights.rs"
}

measure_overhead() {
	local status=0 short
	printf '\n=== overhead\n'
	run_bencher "$results/overhead.log" overhead --runtime "$wasm" --genesis-builder runtime \
		--genesis-builder-preset development --warmup "$overhead_warmup" --repeat "$overhead_repeat" \
		--weight-path "$results" || status=$?
	[ "$status" = 0 ] || die "measuring the overhead failed with status $status; above is why"
	overhead_file block BlockExecution 'The weight of a block without transactions' >"$results/block_weights.tmp"
	overhead_file extrinsic ExtrinsicBase 'The weight of a transaction beside its call and extensions' \
		>"$results/extrinsic_weights.tmp"
	for short in block extrinsic; do
		grep -q 'saturating_mul([0-9_]*)' "$results/${short}_weights.tmp" ||
			die "the SDK's $results/${short}_weights.rs has a form that is not understood"
		mv "$results/${short}_weights.tmp" "$results/${short}_weights.rs"
		show_constants "$short" "runtime/src/weights/${short}_weights.rs" "$results/${short}_weights.rs"
		keep "${short}_weights" "runtime/src/weights/${short}_weights.rs"
	done
}

measure_storage() {
	local status=0
	printf '\n=== storage\n'
	say "Filling a database with $storage_items items, reading and writing each of them."
	run_bencher "$results/storage.log" storage --runtime "$wasm" --items "$storage_items" --state-version 1 \
		--disable-pov-recorder --batch-size 10000 --warmups 1 --header "$results/header.txt" \
		--template-path "$PALISADE_ROOT/scripts/storage-weights.hbs" --weight-path "$results/parity_db_weights.tmp" || status=$?
	[ "$status" = 0 ] || die "measuring the storage failed with status $status; above is why"
	# The command explains its date.
	sed 's| (Y/M/D)||' "$results/parity_db_weights.tmp" >"$results/parity_db_weights.rs"
	rm "$results/parity_db_weights.tmp"
	show_constants parity_db runtime/src/weights/parity_db_weights.rs "$results/parity_db_weights.rs"
	keep parity_db_weights runtime/src/weights/parity_db_weights.rs
}

measure_machine() {
	printf '\n=== machine: %s\n' "$(machine)"
	run_bencher "$results/machine.log" machine --allow-fail --base-path "$results/machine" ||
		die "measuring the machine failed; above is why"
	rm -rf "$results/machine"
}

# --- command line -----------------------------------------------------------------------------------------------------

cd "$PALISADE_ROOT"
quick=0 check=0 build=1 overhead=0 storage=0 machine=0 names=""
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--list)
		for name in $(listed); do printf '%-28s %s\n' "$name" "$(file_of "$name")"; done
		exit 0
		;;
	--quick) quick=1 ;;
	--check) check=1 ;;
	--no-build) build=0 ;;
	--overhead) overhead=1 ;;
	--storage) storage=1 ;;
	--machine) machine=1 ;;
	-*) die "unknown option: $1" "scripts/benchmark.sh --help says more." ;;
	*)
		name="$(name_of "$1")" || die "the runtime runs no benchmarks of $1" "It runs these: $(listed | tr '\n' ' ')" \
			"A new pallet is added in runtime/src/benchmarks.rs."
		case " $names " in
		*" $name "*) ;;
		*) names="$names${names:+ }$name" ;;
		esac
		;;
	esac
	shift
done
if [ -z "$names" ] && [ "$overhead$storage$machine" = 000 ]; then names="$(listed | tr '\n' ' ')"; fi
if [ "$check" = 1 ] && [ "$overhead$storage$machine" != 000 ]; then
	die "--check compares counts, and --overhead, --storage and --machine measure only times"
fi

# min_duration is how long a benchmark is measured at least, in seconds: the command goes round again until then.
overhead_warmup=10 overhead_repeat=100 storage_items=1000000
if [ "$quick" = 1 ]; then
	steps=10 repeat=3 min_duration=0
	overhead_warmup=1 overhead_repeat=10 storage_items=50000
elif [ "$check" = 1 ]; then
	steps=50 repeat=1 min_duration=0
else
	steps=50 repeat=20 min_duration=3
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
	say "A first build takes about 25 minutes on 2 cores; later ones take seconds."
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
write_header
began=$SECONDS
[ "$machine" = 0 ] || measure_machine
[ "$overhead" = 0 ] || measure_overhead
[ "$storage" = 0 ] || measure_storage

count=0
total="$(printf '%s' "$names" | wc -w | tr -d ' ')"
different=""
[ "$total" = 0 ] || say "Measuring $total pallets: steps $steps, repeat $repeat."
for name in $names; do
	count=$((count + 1))
	file="$(file_of "$name")"
	start=$SECONDS
	printf '\n=== %s, %s of %s\n' "$name" "$count" "$total"
	measure "$name"
	printf '=== %s: measured in %s s, %s s since the start\n\n' "$name" $((SECONDS - start)) $((SECONDS - began))
	status=0
	before="$file"
	[ -f "$before" ] || before=/dev/null
	compare "$name" "$before" "$results/$name.rs" || status=$?
	case "$status" in
	0) ;;
	1) different="$different $name" ;;
	*) die "the weights of $name cannot be compared; above is why" "The measured ones are in $results/$name.rs" ;;
	esac
	[ "$check" = 1 ] || keep "$name" "$file"
done

say
if [ "$check" = 1 ] && [ -n "$different" ]; then
	die "reads, writes or proof sizes are not those of the files:$different" \
		"If the change is meant, measure these and commit what is written: scripts/benchmark.sh$different"
elif [ "$check" = 1 ]; then
	say "Reads, writes and proof sizes are those of the files."
elif [ "$overwrite" = 1 ]; then
	[ -z "$different" ] || say "Reads, writes or proof sizes changed in:$different"
	say "docs/benchmarking.md says what to look at before committing."
else
	say "Nothing was overwritten. What was measured: $results"
fi
