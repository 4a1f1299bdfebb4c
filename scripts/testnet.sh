#!/usr/bin/env bash
# Runs a network of several nodes on this machine. See --help.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TABLE="$PALISADE_ROOT/scripts/network.tsv"
START_TIMEOUT=180
STOP_TIMEOUT=20

usage() {
	cat <<'USAGE'
Usage: scripts/testnet.sh COMMAND [options]

Runs a network on this machine: the validators alice, bob, charlie and dave, and rpc, a full node that keeps every state.
They listen on 127.0.0.1 only. Names, ports and node keys come from scripts/network.tsv.

Commands:
  up                  start every node that does not run, wait until it answers and has found another one
  down                end all nodes; the chain stays
  start NAME          start one node
  stop NAME           end one node (SIGTERM, and SIGKILL if it takes too long)
  kill NAME           end one node at once (SIGKILL)
  status              what runs, at which block, with how many peers
  logs NAME           what a node wrote; -f follows it
  command NAME        the command line of a node
  wipe                remove the chain with all databases, logs and settings; refused while a node runs

Options:
  --dir DIR           where the network lives; default: palisade/testnet below XDG_STATE_HOME or ~/.local/state
  --binary PATH       the node to run, remembered; default: built from this checkout, as scripts/dev.sh does
  --port-offset N     added to every port, remembered; for a second network on the same machine
  --only NAME[,NAME…] with `up`: these nodes only
  --json              with `status`: for programs
  -h, --help          this text
  -- ARGUMENTS        with `start`: more arguments for the node, this time only

Files in DIR:
  chain-spec.raw.json the chain, exported from the binary by the first `up`
  settings            the remembered options
  NAME/               a node's database and keys, node.log and pid

The chain is `local`: four validators, a session of 20 slots, well-known accounts. The validators are the accounts
//Alice//stash, //Bob//stash and so on, with 100,000 PAL behind each; their nodes sign with the keys of //Alice, //Bob and
so on. Everything here is for tests: node keys and accounts are public, and every RPC method is open to all programs of
this machine.
USAGE
}

# --- the table --------------------------------------------------------------------------------------------------------

table() { grep -v '^#' "$TABLE"; }

all_names() { table | cut -f 1; }

is_name() { all_names | grep -qxF -e "$1"; }

need_name() {
	is_name "$1" || die "unknown node: $1" "Nodes are: $(all_names | tr '\n' ' ')"
}

# load NAME: reads the node's line into variables, the ports with the offset.
load() {
	local line
	line="$(awk -F '\t' -v name="$1" '$1 == name' "$TABLE")"
	IFS=$'\t' read -r name role p2p_port rpc_port prometheus_port node_key account peer_id <<<"$line"
	p2p_port=$((p2p_port + port_offset))
	rpc_port=$((rpc_port + port_offset))
	prometheus_port=$((prometheus_port + port_offset))
	base="$dir/$name"
}

# The addresses of all nodes but $1, one a line.
addresses_without() {
	local one _role port _rpc _prometheus _key _account peer
	table | while IFS=$'\t' read -r one _role port _rpc _prometheus _key _account peer; do
		[ "$one" = "$1" ] || printf '/ip4/127.0.0.1/tcp/%s/p2p/%s\n' $((port + port_offset)) "$peer"
	done
}

# node_arguments NAME: sets `arguments`.
node_arguments() {
	local address
	load "$1"
	arguments=(--chain "$dir/chain-spec.raw.json" --base-path "$base" --name "$name")
	if [ "$role" = full ]; then
		arguments+=(--state-pruning archive --blocks-pruning archive)
	else
		arguments+=("$account")
	fi
	arguments+=(--node-key "$node_key" --listen-addr "/ip4/127.0.0.1/tcp/$p2p_port")
	arguments+=(--rpc-port "$rpc_port" --rpc-methods unsafe --prometheus-port "$prometheus_port" --no-mdns --no-telemetry)
	for address in $(addresses_without "$name"); do arguments+=(--bootnodes "$address"); done
}

# --- settings ---------------------------------------------------------------------------------------------------------

setting() {
	[ ! -f "$dir/settings" ] || sed -n "s/^$1=//p" "$dir/settings"
}

save_settings() {
	printf 'binary=%s\nbuilt=%s\nport_offset=%s\n' "$binary" "$built" "$port_offset" >"$dir/settings.new"
	mv "$dir/settings.new" "$dir/settings"
}

# --- processes --------------------------------------------------------------------------------------------------------

# The command line of process $1; nothing if it is gone, even if nobody fetched its exit code yet.
command_line() {
	if [ -d /proc/self ]; then
		tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" || true
	else
		ps -ww -o args= -p "$1" 2>/dev/null || true
	fi
}

# pid_of NAME: the process of a running node. A number in the file may be somebody else's by now.
pid_of() {
	local pid
	pid="$(cat "$dir/$1/pid" 2>/dev/null)" || return 1
	[ -n "$pid" ] || return 1
	case "$(command_line "$pid")" in
	*" --base-path $dir/$1 "*) printf '%s' "$pid" ;;
	*) return 1 ;;
	esac
}

runs() { pid_of "$1" >/dev/null; }

running_names() {
	local one
	for one in $(all_names); do
		if runs "$one"; then printf '%s\n' "$one"; fi
	done
}

in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A node whose RPC port is taken would silently move to another one.
need_ports() {
	local port
	load "$1"
	for port in "$p2p_port" "$rpc_port" "$prometheus_port"; do
		! in_use "$port" || die "port $port, which $name needs, is taken by another program" \
			"End that program, or move this network: scripts/testnet.sh up --port-offset 100"
	done
}

# launch NAME [arguments]: starts a node in the background, in a process group of its own, so that Ctrl-C here leaves it.
launch() {
	node_arguments "$1"
	shift
	mkdir -p "$base"
	rm -f "$base/pid"
	(
		set -m
		nohup "$binary" "${arguments[@]}" "$@" >>"$base/node.log" 2>&1 </dev/null &
		printf '%s\n' $! >"$base/pid"
	)
}

# end NAME SIGNAL: returns when the process is gone.
end() {
	local pid waited=0
	pid="$(pid_of "$1")" || return 0
	kill -s "$2" "$pid" 2>/dev/null || true
	while runs "$1"; do
		if [ $waited -eq $((STOP_TIMEOUT * 5)) ]; then
			say "$1 did not end within $STOP_TIMEOUT seconds: SIGKILL"
			kill -s KILL "$pid" 2>/dev/null || true
		fi
		sleep 0.2
		waited=$((waited + 1))
	done
	rm -f "$dir/$1/pid"
}

# --- RPC --------------------------------------------------------------------------------------------------------------

ensure_curl() {
	have curl || need_package curl "curl ca-certificates" curl
	install_missing
}

# rpc METHOD [PARAMETERS]: asks the loaded node; nothing if it does not answer.
rpc() {
	curl -s --noproxy '*' --max-time 5 -H 'Content-Type: application/json' \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":${2:-[]}}" "http://127.0.0.1:$rpc_port" || true
}

# The string or number of field $1 in the JSON on the standard input.
json_field() { sed -n "s/.*\"$1\":\"\{0,1\}\([0-9A-Za-z]*\).*/\1/p"; }

peers_of_loaded() { rpc system_health | json_field peers; }

# The number of the block with the hash $1, or of the best one.
block_number() {
	local number
	number="$(rpc chain_getHeader "[${1:+\"$1\"}]" | json_field number)"
	[ -z "$number" ] || printf '%d' "$number"
}

# Whether the loaded node answers, and nobody in its place.
answers() { [ "$(rpc system_localPeerId | json_field result)" = "$peer_id" ]; }

# wait_for NAMES NEEDS_PEERS: until each of them answers and, if that is 1, has a peer.
wait_for() {
	local one waiting="$1" left peers deadline=$((SECONDS + START_TIMEOUT))
	while [ -n "$waiting" ]; do
		left=""
		for one in $waiting; do
			load "$one"
			# Just after its launch it is not yet what it will be.
			if ! runs "$one" && { sleep 1; ! runs "$one"; }; then
				tail -n 15 "$base/node.log" >&2
				die "$one ended; above are the last lines of $base/node.log"
			fi
			peers=0
			if answers; then peers="$(peers_of_loaded)"; else peers=""; fi
			if [ -z "$peers" ] || { [ "$2" = 1 ] && [ "$peers" -eq 0 ]; }; then
				left="$left $one"
			else
				say "  $one answers on ws://127.0.0.1:$rpc_port, peers: $peers"
			fi
		done
		waiting="$left"
		[ -z "$waiting" ] || [ $SECONDS -lt $deadline ] ||
			die "not ready after $START_TIMEOUT seconds:$waiting" "Its log: scripts/testnet.sh logs NAME"
		[ -z "$waiting" ] || sleep 1
	done
}

# --- commands ---------------------------------------------------------------------------------------------------------

# Sets `binary`, building it if need be, and makes sure that the chain exists.
prepare() {
	local built=no
	if [ -z "$binary" ]; then
		binary="$(setting binary)"
		built="$(setting built)"
		# `start` takes what the others run. `up` builds again what it built, in case the sources changed.
		if [ -z "$binary" ] && [ "$command" = start ]; then
			die "there is no network in $dir" "\`up\` makes one. To start with a single node, name the binary: --binary PATH"
		elif [ -z "$binary" ] || { [ "$command" = up ] && [ "$built" = yes ]; }; then
			"$PALISADE_ROOT/scripts/dev.sh" --build-only
			binary="$CARGO_TARGET_DIR/release/palisade-node"
			built=yes
		fi
	fi
	if [ ! -f "$binary" ] || [ ! -x "$binary" ]; then die "no node at $binary" "Give one with --binary PATH."; fi
	ensure_curl
	mkdir -p "$dir"
	save_settings
	if [ -f "$dir/chain-spec.raw.json" ]; then
		say "The chain of $dir goes on; \`wipe\` makes place for a new one."
	else
		"$binary" export-chain-spec --chain local --raw --output "$dir/chain-spec.new" >/dev/null 2>"$dir/export.log" ||
			die "the chain spec could not be exported: $(cat "$dir/export.log")"
		rm -f "$dir/export.log"
		mv "$dir/chain-spec.new" "$dir/chain-spec.raw.json"
		say "A new chain in $dir"
	fi
}

cmd_up() {
	local one wanted started=""
	wanted="${only:-$(all_names)}"
	prepare
	for one in $wanted; do
		runs "$one" || need_ports "$one"
	done
	for one in $wanted; do
		if runs "$one"; then
			say "$one runs already, process $(pid_of "$one")"
		else
			launch "$one"
			started="$started $one"
		fi
	done
	say "Started:${started:- nothing}"
	# A node alone has nobody to find.
	local needs_peers=0
	[ "$(running_names | wc -l)" -lt 2 ] || needs_peers=1
	# shellcheck disable=SC2086 # a list of words
	wait_for "$(printf '%s ' $wanted)" $needs_peers
	say "The network is up. Next: scripts/testnet.sh status, logs NAME -f, down"
}

cmd_down() {
	local one pid names
	names="$(running_names)"
	[ -n "$names" ] || {
		say "Nothing runs in $dir"
		return 0
	}
	# All get the signal before any is waited for.
	for one in $names; do
		if pid="$(pid_of "$one")"; then kill -s TERM "$pid" 2>/dev/null || true; fi
	done
	for one in $names; do
		end "$one" TERM
		say "$one ended"
	done
}

cmd_start() {
	! runs "$1" || die "$1 runs already, process $(pid_of "$1")"
	prepare
	need_ports "$1"
	launch "$@"
	wait_for "$1" 0
}

cmd_end() {
	runs "$1" || die "$1 does not run"
	end "$1" "$2"
	say "$1 ended"
}

or_dash() { if [ -n "$1" ]; then printf '%s' "$1"; else printf -- -; fi; }
or_null() { if [ -n "$1" ]; then printf '%s' "$1"; else printf null; fi; }

cmd_status() {
	local one pid running best finalised peers hash separator="["
	[ "$json" = 1 ] || printf '%-8s %-10s %8s %-8s %8s %10s %6s  %s\n' name role pid running best finalised peers rpc
	for one in $(all_names); do
		load "$one"
		running=false best="" finalised="" peers=""
		if pid="$(pid_of "$one")"; then
			running=true
			peers="$(peers_of_loaded)"
			best="$(block_number)"
			hash="$(rpc chain_getFinalizedHead | json_field result)"
			[ -z "$hash" ] || finalised="$(block_number "$hash")"
		else
			pid=""
		fi
		if [ "$json" = 1 ]; then
			printf '%s{"name":"%s","role":"%s","pid":%s,"running":%s,"best":%s,"finalised":%s,"peers":%s,"rpc":"%s"}' \
				"$separator" "$name" "$role" "$(or_null "$pid")" $running "$(or_null "$best")" "$(or_null "$finalised")" \
				"$(or_null "$peers")" "ws://127.0.0.1:$rpc_port"
			separator=$',\n '
		else
			printf '%-8s %-10s %8s %-8s %8s %10s %6s  %s\n' "$name" "$role" "$(or_dash "$pid")" \
				"$([ $running = true ] && echo yes || echo no)" "$(or_dash "$best")" "$(or_dash "$finalised")" \
				"$(or_dash "$peers")" "ws://127.0.0.1:$rpc_port"
		fi
	done
	[ "$json" = 0 ] || printf ']\n'
}

cmd_logs() {
	[ -f "$dir/$1/node.log" ] || die "$1 has written nothing to $dir/$1/node.log"
	if [ "$follow" = 1 ]; then exec tail -n 100 -f "$dir/$1/node.log"; fi
	exec cat "$dir/$1/node.log"
}

cmd_command() {
	local word line
	[ -n "$binary" ] || binary="$(setting binary)"
	node_arguments "$1"
	line="${binary:-palisade-node}"
	for word in "${arguments[@]}"; do
		case "$word" in
		--*) line="$line \\"$'\n'"  $word" ;;
		*) line="$line $word" ;;
		esac
	done
	say "$line"
}

# Only what this script makes, so that a mistyped --dir costs nothing else.
cmd_wipe() {
	local one names
	names="$(running_names)"
	# shellcheck disable=SC2086 # a list of words
	[ -z "$names" ] || die "these nodes run: $(printf '%s ' $names)" "End them first: scripts/testnet.sh down"
	if [ ! -f "$dir/settings" ]; then
		say "There is no network in $dir"
		return 0
	fi
	for one in $(all_names); do rm -rf "${dir:?}/$one"; done
	rm -f "$dir/chain-spec.raw.json" "$dir/chain-spec.new" "$dir/export.log" "$dir/settings" "$dir/settings.new"
	rmdir "$dir" 2>/dev/null || say "$dir holds files that are not of this script, and stays"
	say "The network in $dir is gone"
}

# --- command line -----------------------------------------------------------------------------------------------------

command="" node="" dir="" binary="" port_offset="" only="" json=0 follow=0
more=()
while [ $# -gt 0 ]; do
	case "$1" in
	-h | --help)
		usage
		exit 0
		;;
	--dir | --binary | --port-offset | --only)
		[ $# -ge 2 ] || die "$1 needs a value" "scripts/testnet.sh --help says more."
		case "$1" in
		--dir) dir="$2" ;;
		--binary) binary="$2" ;;
		--port-offset) port_offset="$2" ;;
		--only) only="$(printf '%s' "$2" | tr ',' ' ')" ;;
		esac
		shift
		;;
	--dir=*) dir="${1#*=}" ;;
	--binary=*) binary="${1#*=}" ;;
	--port-offset=*) port_offset="${1#*=}" ;;
	--only=*) only="$(printf '%s' "${1#*=}" | tr ',' ' ')" ;;
	--json) json=1 ;;
	-f | --follow) follow=1 ;;
	--)
		shift
		more=("$@")
		break
		;;
	-*) die "unknown option: $1" "scripts/testnet.sh --help says more." ;;
	*)
		if [ -z "$command" ]; then
			command="$1"
		elif [ -z "$node" ]; then
			node="$1"
		else
			die "one word too many: $1" "scripts/testnet.sh --help says more."
		fi
		;;
	esac
	shift
done

absolute() {
	case "$1" in
	/*) printf '%s' "$1" ;;
	*) printf '%s/%s' "$PWD" "$1" ;;
	esac
}

case "$command" in
"")
	usage >&2
	exit 1
	;;
up | down | status | wipe) [ -z "$node" ] || die "\`$command\` takes no name; \`up --only\` and \`start\` do" ;;
start | stop | kill | logs | command)
	[ -n "$node" ] || die "\`$command\` needs the name of a node" "Nodes are: $(all_names | tr '\n' ' ')"
	need_name "$node"
	;;
*) die "unknown command: $command" "scripts/testnet.sh --help says more." ;;
esac
if [ -n "$only" ] && [ "$command" != up ]; then die "--only belongs to \`up\`"; fi
if [ ${#more[@]} -gt 0 ] && [ "$command" != start ]; then die "arguments for the node belong to \`start\`"; fi
for one in $only; do need_name "$one"; done

dir="$(absolute "${dir:-${XDG_STATE_HOME:-$HOME/.local/state}/palisade/testnet}")"
dir="${dir%/}"
[ -z "$binary" ] || binary="$(absolute "$binary")"

remembered_offset="$(setting port_offset)"
port_offset="${port_offset:-${remembered_offset:-0}}"
case "$port_offset" in
"" | *[!0-9]*) die "--port-offset needs a whole number, not $port_offset" ;;
esac
[ "$port_offset" -le 35000 ] || die "--port-offset can be at most 35000: ports end at 65535"
if [ "$port_offset" != "${remembered_offset:-$port_offset}" ] && [ -n "$(running_names)" ]; then
	die "the nodes of $dir run with --port-offset $remembered_offset" "End them first: scripts/testnet.sh down"
fi

case "$command" in
up) cmd_up ;;
down) cmd_down ;;
start) cmd_start "$node" ${more[@]+"${more[@]}"} ;;
stop) cmd_end "$node" TERM ;;
kill) cmd_end "$node" KILL ;;
status) cmd_status ;;
logs) cmd_logs "$node" ;;
command) cmd_command "$node" ;;
wipe) cmd_wipe ;;
esac
