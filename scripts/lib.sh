# Helpers of the scripts in this folder; sourced, never run. Works with bash 3.2, which macOS still ships.
# shellcheck shell=bash

PALISADE_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Where cargo builds: outside of the checkout, so that a fresh clone starts warm and the checkout stays small.
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/palisade/target}"
case "$CARGO_TARGET_DIR" in
/*) ;;
*) CARGO_TARGET_DIR="$PWD/$CARGO_TARGET_DIR" ;;
esac
export CARGO_TARGET_DIR

# The oldest Node.js whose test runner has the flags of e2e/package.json.
PALISADE_MIN_NODE="18.19"

say() { printf '%s\n' "$*"; }

# An error ends the script; what to do about it goes on the lines that follow the first.
die() {
	printf 'error: %s\n' "$1" >&2
	shift
	local line
	for line in "$@"; do printf '       %s\n' "$line" >&2; done
	exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_macos() { [ "$(uname -s)" = Darwin ]; }

is_debian() { [ -f /etc/debian_version ] && have apt-get; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# Whether packages can be installed without asking anybody for anything.
may_install() { is_root || { have sudo && sudo -n true 2>/dev/null; }; }

as_root() {
	if is_root; then "$@"; else sudo -n "$@"; fi
}

# --- packages ---------------------------------------------------------------------------------------------------------

# need_package <what is missing> <Debian packages> <brew packages, or empty>: remembers it for install_missing.
PALISADE_MISSING=""
PALISADE_APT=""
PALISADE_BREW=""
need_package() {
	PALISADE_MISSING="$PALISADE_MISSING${PALISADE_MISSING:+, }$1"
	PALISADE_APT="$PALISADE_APT${PALISADE_APT:+ }$2"
	PALISADE_BREW="$PALISADE_BREW${PALISADE_BREW:+ }$3"
}

# Installs what need_package remembers, or names the command that would and exits.
install_missing() {
	[ -n "$PALISADE_MISSING" ] || return 0
	local missing="$PALISADE_MISSING" apt="$PALISADE_APT" brew="$PALISADE_BREW"
	PALISADE_MISSING="" PALISADE_APT="" PALISADE_BREW=""
	if is_debian; then
		may_install || die "missing: $missing" \
			"This user can neither install packages nor use sudo without a password. Run, then start again:" \
			"  sudo apt-get update && sudo apt-get install -y $apt"
		say "Installing with apt-get: $apt"
		as_root apt-get update -q || die "apt-get update failed, and these are missing: $missing"
		# shellcheck disable=SC2086 # a list of words
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $apt </dev/null ||
			die "apt-get could not install: $apt"
	elif is_macos; then
		[ -n "$brew" ] || die "missing: $missing"
		have brew || die "missing: $missing" "Install Homebrew (https://brew.sh), then run:" "  brew install $brew"
		say "Installing with Homebrew: $brew"
		# shellcheck disable=SC2086 # a list of words
		brew install $brew </dev/null || die "Homebrew could not install: $brew"
	else
		die "missing: $missing" "On Debian they come with these packages: $apt" \
			"Install the ones of this system that have them, then start again."
	fi
}

# --- Rust -------------------------------------------------------------------------------------------------------------

# The first quoted word of a line `key = "…"` in rust-toolchain.toml.
toolchain_value() {
	sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\"\([^\"]*\)\".*/\1/p" "$PALISADE_ROOT/rust-toolchain.toml" | head -n 1
}

# The quoted words of a line `key = ["…", "…"]` in rust-toolchain.toml, separated by commas.
toolchain_list() {
	sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\[\(.*\)\].*/\1/p" "$PALISADE_ROOT/rust-toolchain.toml" |
		head -n 1 | tr -d '" \t'
}

ensure_rustup() {
	local cargo_bin="${CARGO_HOME:-$HOME/.cargo}/bin"
	if ! have rustup && [ -x "$cargo_bin/rustup" ]; then PATH="$cargo_bin:$PATH"; fi
	if ! have rustup; then
		if ! is_debian || ! have curl; then
			die "missing: rustup, which brings the Rust compiler" "Install it as https://rustup.rs says, then start again."
		fi
		say "Installing rustup from https://sh.rustup.rs"
		curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs |
			sh -s -- -y --quiet --profile minimal --default-toolchain none --no-modify-path ||
			die "the installer of rustup failed" "Install it as https://rustup.rs says, then start again."
		PATH="$cargo_bin:$PATH"
	fi
	export PATH
	have cargo || die "rustup is there, but cargo is not on the PATH" "Add $cargo_bin to it."
}

# Whether every word of the comma-separated list $1 starts a line of $2.
lists_all() {
	local word
	for word in $(printf '%s' "$1" | tr ',' ' '); do
		printf '%s\n' "$2" | grep -q "^$word" || return 1
	done
}

# The pinned toolchain with its components and targets. rustup may be told not to install them by itself, and a toolchain
# that is there may lack the target, so all three are looked at.
ensure_toolchain() {
	local channel components targets
	channel="$(toolchain_value channel)"
	components="$(toolchain_list components)"
	targets="$(toolchain_list targets)"
	if [ -z "$channel" ] || [ -z "$targets" ]; then die "rust-toolchain.toml names no channel or no targets"; fi
	if lists_all "$channel-" "$(rustup toolchain list)" &&
		lists_all "$components" "$(rustup component list --installed --toolchain "$channel" 2>/dev/null)" &&
		lists_all "$targets" "$(rustup target list --installed --toolchain "$channel" 2>/dev/null)"; then
		return 0
	fi
	say "Installing Rust $channel with $components and $targets"
	rustup toolchain install "$channel" --profile minimal -c "$components" -t "$targets" </dev/null ||
		die "rustup could not install Rust $channel" "Run, then start again:" \
			"  rustup toolchain install $channel --profile minimal -c $components -t $targets"
}

# --- lock files -------------------------------------------------------------------------------------------------------

# What is wrong with the lock file $2 of the benchmarks' runner beside the chain's, $1: a line each, none if all is well.
# Of the crates in both, those of polkadot-sdk and the compiler of the wasm are compared; the others may differ.
bencher_lock_problems() {
	LC_ALL=C awk '
		function unquoted(line) { sub(/^[a-z]+ = "/, "", line); sub(/"[ \t\r]*$/, "", line); return line }
		{ lock = FILENAME == ARGV[1] ? "chain" : "runner" }
		/^\[\[package\]\]/ { name = "" }
		/^name = "/ { name = unquoted($0) }
		/^version = "/ && name != "" {
			if (lock == "runner") names[name]
			if ((lock, name) in versions) versions[lock, name] = versions[lock, name] " and " unquoted($0)
			else versions[lock, name] = unquoted($0)
			name = ""
		}
		END {
			if (!("sp-runtime" in names)) print "no sp-runtime: this is not the lock file of the runner"
			if ("librocksdb-sys" in names) print "librocksdb-sys: some crate has its RocksDB feature on"
			for (name in names) {
				if (name !~ /^(frame|pallet|sc|sp|substrate|wasmtime|cranelift)-/ && name != "wasmtime") continue
				if (name ~ /^frame-(decode|metadata)$/ || !(("chain", name) in versions)) continue
				if (versions["runner", name] != versions["chain", name])
					print name " " versions["runner", name] ", which is " versions["chain", name] " in Cargo.lock"
			}
		}' "$1" "$2" | sort
}

# The runner has a workspace and a lock file of its own. With another line of polkadot-sdk, or another compiler of the
# wasm, it would measure something else than the chain's nodes run, or not run the runtime at all.
bencher_lock_is_clean() {
	local lock problems
	for lock in Cargo.lock scripts/bencher/Cargo.lock; do
		if [ ! -s "$PALISADE_ROOT/$lock" ]; then
			printf 'error: no %s\n' "$lock" >&2
			return 1
		fi
	done
	problems="$(bencher_lock_problems "$PALISADE_ROOT/Cargo.lock" "$PALISADE_ROOT/scripts/bencher/Cargo.lock")" || return 1
	[ -n "$problems" ] || return 0
	{
		printf 'error: scripts/bencher/Cargo.lock does not go with Cargo.lock:\n'
		printf '%s\n' "$problems" | sed 's/^/         /'
		printf '       Pin the crates of scripts/bencher/Cargo.toml as Cargo.toml pins them. To move one of the others:\n'
		printf '         cargo update --manifest-path scripts/bencher/Cargo.toml NAME --precise VERSION\n'
	} >&2
	return 1
}

# --- what is needed when ----------------------------------------------------------------------------------------------

# protoc, and the .proto files of its standard library, which some systems package apart.
protoc_works() {
	have protoc || return 1
	local dir works=0
	dir="$(mktemp -d)"
	printf 'syntax = "proto3";\nimport "google/protobuf/empty.proto";\nmessage M { google.protobuf.Empty e = 1; }\n' >"$dir/m.proto"
	protoc -I "$dir" --descriptor_set_out="$dir/m.bin" "$dir/m.proto" >/dev/null 2>&1 || works=1
	rm -rf "$dir"
	return $works
}

node_is_new_enough() {
	have node && have npm && node -e '
		const [major, minor] = process.versions.node.split(".").map(Number);
		const [least, atLeast] = process.argv[1].split(".").map(Number);
		process.exit(major > least || (major === least && minor >= atLeast) ? 0 : 1);' "$PALISADE_MIN_NODE" 2>/dev/null
}

# ensure_tools: what a build needs.
ensure_tools() {
	if is_macos; then
		xcode-select -p >/dev/null 2>&1 || die "missing: a C and C++ compiler" "Run, then start again:" "  xcode-select --install"
	elif ! have cc || ! have c++ || ! have make; then
		need_package "a C and C++ compiler" build-essential ""
	fi
	have git || need_package git git git
	have curl || need_package curl "curl ca-certificates" curl
	protoc_works || need_package "protoc with its standard .proto files" "protobuf-compiler libprotobuf-dev" protobuf
	install_missing
	protoc_works || die "protoc does not find google/protobuf/empty.proto, which belongs to its standard library" \
		"On Debian it comes with libprotobuf-dev. Another protoc may come first on the PATH: $(command -v protoc)"
	ensure_rustup
	ensure_toolchain
}

# ensure_node: what the end-to-end tests need on top of that.
ensure_node() {
	if ! have node || ! have npm; then
		need_package "Node.js and npm" "nodejs npm" node
		install_missing
	fi
	node_is_new_enough || die "Node.js $(node --version 2>/dev/null || echo '(missing)') is older than $PALISADE_MIN_NODE" \
		"Install a newer one as https://nodejs.org says, then start again."
}
