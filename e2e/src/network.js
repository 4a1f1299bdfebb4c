// Several nodes on this machine, driven through scripts/testnet.sh as a person would, and claims about all of them.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { Chain, wellKnownAccounts } from './chain.js';
import { binary, runTool } from './node.js';

export const SLOT_MS = 6_000;

const SCRIPT = fileURLToPath(new URL('../../scripts/testnet.sh', import.meta.url));
const TABLE = fileURLToPath(new URL('../../scripts/network.tsv', import.meta.url));

/** A node needs up to this to compile the runtime on a machine that does much else. */
const START_TIMEOUT_MS = 200_000;
const STOP_TIMEOUT_MS = 20_000;
const RPC_TIMEOUT_MS = 15_000;
const RPC_LINE = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
/** JSON-RPC requests that are sent at once. */
const BATCH = 50;

/**
 * What the first of these networks adds to the ports of scripts/network.tsv. Their highest port is then below the range
 * from which systems take the ports of clients.
 */
const PORT_OFFSETS = { first: 1_000, last: 2_300, step: 100 };

const run = promisify(execFile);

// Whatever happens to a test, no node outlives it. The script knows which processes are its own.
const networks = new Set();
const extraProcesses = new Set();
process.on('exit', () => {
	extraProcesses.forEach((child) => child.kill('SIGKILL'));
	for (const { folder } of networks) {
		try {
			execFileSync('bash', [SCRIPT, 'down', '--dir', folder], { stdio: 'ignore' });
		} catch {
			// Nothing more can be done about it here.
		}
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	}
});

/** The rows of scripts/network.tsv. */
function table() {
	return readFileSync(TABLE, 'utf8')
		.split('\n')
		.filter((line) => line && !line.startsWith('#'))
		.map((line) => {
			const [name, role, p2p, rpc, prometheus, nodeKey, account, peerId] = line.split('\t');
			return { name, role, p2p: Number(p2p), rpc: Number(rpc), prometheus: Number(prometheus), account, peerId };
		});
}

function isFree(port) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

/** An offset whose ports nobody has. `PALISADE_PORT_OFFSET` is the first to be tried. */
async function freeOffset(rows) {
	const wanted = process.env.PALISADE_PORT_OFFSET;
	const { first, last, step } = PORT_OFFSETS;
	const offsets = wanted ? [Number(wanted)] : [];
	for (let offset = first; offset <= last; offset += step) offsets.push(offset);
	for (const offset of offsets) {
		const ports = rows.flatMap(({ p2p, rpc, prometheus }) => [p2p, rpc, prometheus]);
		const free = await Promise.all(ports.map((port) => isFree(port + offset)));
		if (free.every(Boolean)) return offset;
	}
	throw new Error(`no free ports for a network with an offset of ${first} to ${last}`);
}

/** Waits until `condition` resolves to something that is true, and answers that. A node that does not answer is false. */
export async function eventually(what, condition, { timeoutMs = 60_000, everyMs = 250 } = {}) {
	const deadline = performance.now() + timeoutMs;
	let trouble;
	for (;;) {
		try {
			const found = await condition();
			if (found) return found;
			trouble = undefined;
		} catch (error) {
			if (error instanceof assert.AssertionError) throw error;
			trouble = error;
		}
		if (performance.now() > deadline) {
			throw new Error(`not within ${timeoutMs} ms: ${what}${trouble ? ` (${trouble.message})` : ''}`);
		}
		await sleep(everyMs);
	}
}

/** A node of a network, which may run or not. It is asked over HTTP: no connection can break when it ends. */
export class Peer {
	constructor({ name, peerId, rpcPort, address }) {
		this.name = name;
		this.peerId = peerId;
		this.rpcPort = rpcPort;
		/** Where other nodes find it. */
		this.address = address;
	}

	get url() {
		return `ws://127.0.0.1:${this.rpcPort}`;
	}

	/** Sends JSON-RPC requests in one batch; answers their results in order. */
	async batch(requests) {
		const body = requests.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params }));
		const response = await fetch(`http://127.0.0.1:${this.rpcPort}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(RPC_TIMEOUT_MS),
		});
		const answers = await response.json();
		return requests.map(([method], id) => {
			const { error, result } = answers.find((answer) => answer.id === id) ?? { error: answers };
			if (error) {
				throw Object.assign(new Error(`${this.name}: ${method}: ${JSON.stringify(error)}`), { code: error.code });
			}
			return result;
		});
	}

	async rpc(method, ...params) {
		return (await this.batch([[method, ...params]]))[0];
	}

	async block(hash) {
		const header = await this.rpc('chain_getHeader', hash);
		return header && { hash, number: Number(header.number), stateRoot: header.stateRoot };
	}

	async head() {
		return this.block(await this.rpc('chain_getBlockHash'));
	}

	async finalized() {
		return this.block(await this.rpc('chain_getFinalizedHead'));
	}

	hashOf(number) {
		return this.rpc('chain_getBlockHash', number);
	}

	/** The hashes of its best chain, from block `first` to block `last`. */
	async hashes(first, last) {
		const hashes = [];
		for (let from = first; from <= last; from += BATCH) {
			const numbers = Array.from({ length: Math.min(BATCH, last - from + 1) }, (_, i) => from + i);
			hashes.push(...(await this.batch(numbers.map((number) => ['chain_getBlockHash', number]))));
		}
		return hashes;
	}

	/** The peer ids of the nodes with which it exchanges blocks. */
	async peers() {
		return (await this.rpc('system_peers')).map(({ peerId }) => peerId);
	}

	/** Waits until a block with this number, or a later one, is final here. */
	finalizes(number, options) {
		return eventually(`${this.name} finalises block ${number}`, async () => {
			const final = await this.finalized();
			return final.number >= number && final;
		}, options);
	}

	/** Waits until its best block has this number or a later one. */
	reaches(number, options) {
		return eventually(`${this.name} reaches block ${number}`, async () => {
			const head = await this.head();
			return head.number >= number && head;
		}, options);
	}
}

/** A node beside those of scripts/network.tsv. Made by {@link Network.spawn}. */
class ExtraPeer extends Peer {
	#child;
	#exited;

	#logged;

	/** `logged`: how many bytes of the log are of runs before this one. */
	constructor(name, logFile, logged, child) {
		super({ name });
		this.logFile = logFile;
		this.#logged = logged;
		this.#child = child;
		extraProcesses.add(child);
		this.#exited = new Promise((resolve) => child.on('exit', resolve)).then(() => extraProcesses.delete(child));
	}

	/** Waits until it listens. */
	async ready() {
		this.rpcPort = await eventually(`${this.name} listens`, async () => {
			assert.equal(this.#child.exitCode, null, `${this.name} ended; see its log`);
			return Number((await this.#log()).match(RPC_LINE)?.[1]);
		}, { timeoutMs: START_TIMEOUT_MS });
		this.peerId = await this.rpc('system_localPeerId');
		return this;
	}

	async #log() {
		return (await readFile(this.logFile)).subarray(this.#logged).toString('utf8');
	}

	/** Waits until its log has a match, and answers that. */
	logs(pattern, options) {
		return eventually(`${this.name} logs ${pattern}`, async () => (await this.#log()).match(pattern), options);
	}

	async stop() {
		this.#child.kill('SIGTERM');
		const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
		await this.#exited;
		clearTimeout(late);
	}
}

/** A running network. Made by {@link startNetwork}. */
class Network {
	/** All blocks that were ever seen final, by number. */
	#final = new Map();
	#chains = new Map();
	#extra = new Map();

	constructor(folder, offset, rows) {
		this.folder = folder;
		this.#extra = new Map();
		/** The nodes of scripts/network.tsv by name, and the ones that were added. */
		this.peers = Object.fromEntries(
			rows.map((row) => {
				const address = `/ip4/127.0.0.1/tcp/${row.p2p + offset}/p2p/${row.peerId}`;
				return [row.name, new Peer({ name: row.name, peerId: row.peerId, rpcPort: row.rpc + offset, address })];
			}),
		);
		this.validators = rows.filter(({ role }) => role === 'validator').map(({ name }) => name);
		/** The names of the nodes that should run. */
		this.running = new Set();
		networks.add(this);
	}

	/** Runs scripts/testnet.sh. */
	async script(...args) {
		const own = args.indexOf('--');
		const at = own < 0 ? args.length : own;
		const line = [SCRIPT, ...args.slice(0, at), '--dir', this.folder, ...args.slice(at)];
		try {
			return (await run('bash', line, { timeout: START_TIMEOUT_MS })).stdout;
		} catch (error) {
			throw new Error(`scripts/testnet.sh ${args.join(' ')}: ${error.message}\n${error.stdout}\n${error.stderr}`);
		}
	}

	/** A connection with metadata to a running node, kept until the node ends. */
	async chain(name) {
		if (!this.#chains.has(name)) this.#chains.set(name, await Chain.connect(this.peers[name].url));
		return this.#chains.get(name);
	}

	async #disconnect(name) {
		const chain = this.#chains.get(name);
		this.#chains.delete(name);
		await chain?.disconnect();
	}

	/** Starts nodes side by side, each with the same further arguments. */
	async start(names, ...args) {
		const ready = [];
		for (const name of names) {
			const pid = join(this.folder, name, 'pid');
			let over = false;
			const done = this.script('start', name, ...(args.length > 0 ? ['--', ...args] : [])).finally(() => (over = true));
			done.catch(() => {});
			ready.push(done);
			this.running.add(name);
			// The script is made for one hand: two of it do not write their settings at the same time.
			await eventually(`${name} is launched`, async () => over || (existsSync(pid) && (await readFile(pid, 'utf8'))), {
				everyMs: 50,
			});
		}
		await Promise.all(ready);
	}

	async #end(command, name) {
		await this.#disconnect(name);
		this.running.delete(name);
		await this.script(command, name);
	}

	/** Ends a node in order. */
	stop(name) {
		return this.#end('stop', name);
	}

	/** Ends nodes as a power failure would, at once. */
	async kill(...names) {
		await Promise.all(names.map((name) => this.#end('kill', name)));
	}

	/**
	 * Starts a node that scripts/network.tsv does not have, on ports of its own, and connects it to the running ones.
	 * `args` say what it is: `--dave`, `--sync warp`; with `--reserved-only` it knows nobody at first. One that was there before and
	 * was ended goes on with its database and keys.
	 */
	async spawn(name, ...args) {
		const folder = join(this.folder, `extra-${name}`);
		await mkdir(folder, { recursive: true });
		const known = args.includes('--reserved-only') ? [] : [...this.running];
		const bootnodes = known.filter((other) => this.peers[other].address);
		const logFile = join(folder, 'node.log');
		const log = openSync(logFile, 'a');
		const logged = statSync(logFile).size;
		const child = spawn(
			binary(),
			[
				...['--chain', join(this.folder, 'chain-spec.raw.json'), '--base-path', folder, '--name', name],
				...['--listen-addr', '/ip4/127.0.0.1/tcp/0', '--rpc-port', '0', '--rpc-methods', 'unsafe'],
				...['--unsafe-force-node-key-generation', '--no-prometheus', '--no-telemetry', '--no-mdns'],
				...bootnodes.flatMap((other) => ['--bootnodes', this.peers[other].address]),
				...args,
			],
			{ stdio: ['ignore', log, log] },
		);
		closeSync(log);
		const peer = new ExtraPeer(name, logFile, logged, child);
		this.#extra.set(name, peer);
		await peer.ready();
		this.peers[name] = peer;
		this.running.add(name);
		return peer;
	}

	/**
	 * As {@link spawn}, for a node that syncs by warp. sc-service 0.62 cannot import the state of a block whose parent
	 * changed the voters: of that parent it has the header, from the proof, and of what is below nothing. The node then stays
	 * behind for ever; one with a new database, which starts a block later, does not.
	 */
	async spawnWarp(name) {
		for (let tries = 1; ; tries++) {
			const peer = await this.spawn(name, '--sync', 'warp');
			const [outcome] = await peer.logs(/State sync (is complete|failed)/, { timeoutMs: 90_000 });
			if (outcome.endsWith('complete')) return peer;
			if (tries === 3) throw new Error(`${name}: ${outcome}, ${tries} times`);
			console.log(`${name}: ${outcome}; once more with a new database`);
			await this.end(name);
			await rm(dirname(peer.logFile), { recursive: true });
		}
	}

	/** Ends a node that {@link spawn} started. */
	async end(name) {
		await this.#disconnect(name);
		this.running.delete(name);
		delete this.peers[name];
		const peer = this.#extra.get(name);
		this.#extra.delete(name);
		await peer.stop();
	}

	/** The running nodes. */
	get up() {
		return [...this.running].map((name) => this.peers[name]);
	}

	/**
	 * The arguments of a node that talks to these nodes only, so that {@link cut} can separate it from some of them. A node
	 * with slots for others would keep a connection to a peer that it no longer reserves, even with `--reserved-only`.
	 */
	onlyTo(names) {
		return [
			...['--reserved-only', '--in-peers', '0', '--in-peers-light', '0', '--out-peers', '0'],
			...names.flatMap((name) => ['--reserved-nodes', this.peers[name].address]),
		];
	}

	/** Separates nodes that were started {@link onlyTo} their peers from these others, until {@link heal}. */
	async cut(names, others) {
		for (const name of names) {
			for (const other of others) {
				await this.peers[name].rpc('system_removeReservedPeer', this.peers[other].peerId);
			}
		}
		await eventually('the network is cut', async () => {
			for (const [some, rest] of [[names, others], [others, names]]) {
				const forbidden = new Set(rest.map((name) => this.peers[name].peerId));
				for (const name of some) {
					if ((await this.peers[name].peers()).some((id) => forbidden.has(id))) return false;
				}
			}
			return true;
		});
	}

	/** Lets nodes that were {@link cut} off find these others again. */
	async heal(names, others) {
		for (const name of names) {
			for (const other of others) {
				await this.peers[name].rpc('system_addReservedPeer', this.peers[other].address);
			}
		}
	}

	/**
	 * What is final stays so and is the same everywhere: no two running nodes have two different final blocks of one
	 * height, and none has one that differs from what any node had before. Answers the lowest of their last final blocks.
	 */
	async assertOneChain() {
		let lowest;
		for (const peer of this.up) {
			const final = await peer.finalized();
			// Who synced by warp gets the blocks of before later.
			const hashes = await eventually(`${peer.name} has every block`, async () => {
				const found = await peer.hashes(0, final.number);
				return found.every(Boolean) && found;
			});
			assert.equal(hashes[final.number], final.hash, `${peer.name}: block ${final.number} is final and not in its chain`);
			hashes.forEach((hash, number) => {
				const known = this.#final.get(number) ?? { hash, peer: peer.name };
				assert.equal(hash, known.hash, `final block ${number} of ${peer.name}, after that of ${known.peer}`);
				this.#final.set(number, known);
			});
			if (lowest === undefined || final.number < lowest.number) lowest = final;
		}
		return lowest;
	}

	/** Everybody finalises `blocks` more, and it is one chain. */
	async assertFinalizes(blocks, { timeoutMs = (blocks + 4) * SLOT_MS } = {}) {
		const finals = await Promise.all(this.up.map((peer) => peer.finalized()));
		const target = Math.max(...finals.map(({ number }) => number)) + blocks;
		await Promise.all(this.up.map((peer) => peer.finalizes(target, { timeoutMs })));
		return this.assertOneChain();
	}

	/** The end of what each node wrote. */
	logTails(lines = 25) {
		return Object.keys(this.peers)
			.map((name) => {
				const file = this.#extra.get(name)?.logFile ?? join(this.folder, name, 'node.log');
				const text = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
				return `--- ${name}\n${text}`;
			})
			.join('\n');
	}

	/** Ends everything. */
	async down() {
		for (const name of [...this.#chains.keys()]) await this.#disconnect(name);
		await Promise.all([...this.#extra.keys()].map((name) => this.end(name)));
		await this.script('down');
		networks.delete(this);
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** The `local` chain with sessions of another length, and whatever else `genesis` changes of what it is given. */
async function writeChainSpec(folder, sessionSlots, genesis) {
	const tool = async (...args) => {
		const { code, stdout, stderr } = await runTool(['export-chain-spec', ...args]);
		assert.equal(code, 0, stderr);
		return stdout;
	};
	const spec = JSON.parse(await tool('--chain', 'local'));
	const { config } = spec.genesis.runtimeGenesis;
	config.epochs.sessionLength = sessionSlots;
	genesis?.(config);
	const plain = join(folder, 'chain-spec.json');
	await writeFile(plain, JSON.stringify(spec));
	await tool('--chain', plain, '--raw', '--output', join(folder, 'chain-spec.raw.json'));
}

/**
 * Starts nodes of scripts/network.tsv, by default all, on free ports of this machine. With `sessionSlots` the sessions
 * have another length than those of the chain `local`, and `genesis` may change what else is in its genesis.
 */
export async function startNetwork({ only, sessionSlots, genesis } = {}) {
	const rows = table();
	const offset = await freeOffset(rows);
	const network = new Network(await mkdtemp(join(tmpdir(), 'palisade-network-')), offset, rows);
	if (sessionSlots) await writeChainSpec(network.folder, sessionSlots, genesis);
	const names = only ?? rows.map(({ name }) => name);
	names.forEach((name) => network.running.add(name));
	await network.script('up', '--only', names.join(','), '--binary', binary(), '--port-offset', String(offset));
	return network;
}

/**
 * Declares tests that share one network, in order; after the first that fails, the rest is skipped, since each continues
 * where the one before ended. `declare` gets `check(name, { timeoutMs }, body)`, whose body gets the network. `skip` says
 * why none of them can run; then nothing is started.
 */
export function describeOnNetwork(name, { skip = false, ...options }, declare) {
	describe(name, { skip }, () => {
		let network;
		let failed = false;

		before(
			async () => {
				const began = performance.now();
				network = await startNetwork(options);
				console.log(`${network.running.size} nodes answered after ${Math.round((performance.now() - began) / 1_000)} s`);
			},
			{ timeout: START_TIMEOUT_MS + 60_000 },
		);

		after(() => network?.down(), { timeout: 60_000 });

		declare((name, { timeoutMs, todo }, body) => {
			it(name, { timeout: timeoutMs, todo }, async (context) => {
				if (failed) return context.skip('a test before this one failed');
				failed = true;
				try {
					await body(network);
				} catch (error) {
					console.error(`${network.logTails()}\n---`);
					throw error;
				}
				failed = false;
			});
		});
	});
}

// --- what the tests ask of a chain ---------------------------------------------------------------------------------------

/** The validators that are disabled after a block, by default the best one, as addresses. */
export async function disabledValidators(chain, hash) {
	const { query } = await chain.at(hash);
	const validators = await query.session.validators();
	return [...(await query.session.disabledValidators())].map(([index]) => validators[index.toNumber()].toString());
}

/**
 * The offences that were reported until a block, by default the best one, as `{ kind, offender, reporters }`. Not among
 * them: being absent for a session, which is no more than bad luck in a short one.
 */
export async function equivocations(chain, hash) {
	const { query } = await chain.at(hash);
	const reports = new Map((await query.offences.reports.entries()).map(([key, value]) => [key.args[0].toHex(), value]));
	const found = [];
	for (const [key, ids] of await query.offences.concurrentReportsIndex.entries()) {
		const kind = Buffer.from(key.args[0].toU8a()).toString();
		if (kind === 'im-online:offlin') continue;
		for (const id of ids) {
			const { offender, reporters } = reports.get(id.toHex()).unwrap();
			found.push({ kind, offender: offender[0].toString(), reporters: [...reporters].map(String) });
		}
	}
	return found;
}

/**
 * Nobody did what others can prove, and nobody is kept from its work for good: when two of four were absent for a session,
 * as behind a power failure or on the other side of a cut, one of them is disabled for the rest of the next one.
 */
export async function assertNoFaults(chain, { timeoutMs = 60 * SLOT_MS } = {}) {
	await eventually('nobody is disabled any more', async () => (await disabledValidators(chain)).length === 0, { timeoutMs });
	assert.deepEqual(await equivocations(chain), []);
}

/** Waits for the block with a signed transaction, after block `number`. Answers as {@link Chain.outcome} does. */
export async function inBlock(chain, signed, number, options) {
	let next = number + 1;
	return eventually(`${signed.method.section}.${signed.method.method} is in a block`, async () => {
		const { number: last } = await chain.head();
		while (next <= last) {
			const outcome = await chain.outcome(signed, await chain.hashOf(next));
			if (outcome) return outcome;
			next += 1;
		}
		// A block that was the best one may have been replaced by another of its height.
		next = Math.max(number + 1, last - 2);
		return undefined;
	}, options);
}

/** Signs and submits a call, and waits for its block. Answers as {@link Chain.outcome} does. */
async function submit(chain, call, signer, { timeoutMs = 30 * SLOT_MS } = {}) {
	const { number } = await chain.head();
	const signed = await chain.sign(call, signer);
	await chain.rpc('author_submitExtrinsic', signed.toHex());
	return inBlock(chain, signed, number, { timeoutMs });
}

/** As {@link submit}, for a call that must succeed. */
export async function succeed(chain, call, signer, options) {
	const outcome = await submit(chain, call, signer, options);
	assert.equal(outcome.error, null, `${call.method.section}.${call.method.method}`);
	return outcome;
}

/** As {@link submit}, for a call that must fail with this error. */
export async function fails(chain, call, signer, error, options) {
	const outcome = await submit(chain, call, signer, options);
	assert.equal(outcome.error, error, `${call.method.section}.${call.method.method}`);
	return outcome;
}

/** Lets the sudo key do a call as root; it must succeed. */
export async function sudo(chain, call, options) {
	const { alice } = await wellKnownAccounts();
	const outcome = await succeed(chain, chain.api.tx.sudo.sudo(call), alice, options);
	assert.equal(chain.sudoError(outcome), null);
	return outcome;
}

/** What happened in final blocks, from block 1 on. */
export class Chronicle {
	#chain;
	#read = 0;
	/** `{ name, data, number, hash }`, in order. */
	events = [];

	constructor(chain) {
		this.#chain = chain;
	}

	/** Reads what is final and was not read yet. */
	async catchUp() {
		const { number: last } = await this.#chain.finalized();
		while (this.#read < last) {
			const number = this.#read + 1;
			const hash = await this.#chain.hashOf(number);
			for (const event of await this.#chain.events(hash)) this.events.push({ ...event, number, hash });
			this.#read = number;
		}
	}

	/** The events of that name whose data have what `like` has. */
	all(name, like = {}) {
		const matches = ({ data }) => Object.entries(like).every(([field, value]) => isDeepStrictEqual(data[field], value));
		return this.events.filter((event) => event.name === name && matches(event));
	}

	/** Waits for the first block of a session, and answers it. */
	async session(index, options) {
		const { number, hash } = await this.find('session.NewSession', { sessionIndex: index }, options);
		return { number, hash };
	}

	/** Waits for an event of that name whose data have what `like` has; the first one. */
	find(name, like, options) {
		return eventually(`${name} ${JSON.stringify(like, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`, async () => {
			await this.catchUp();
			return this.all(name, like)[0];
		}, { everyMs: 1_000, ...options });
	}
}

/** The index of the session after a block, by default the best one. */
export async function sessionAt(chain, hash) {
	return (await (await chain.at(hash)).query.session.currentIndex()).toNumber();
}

/** The accounts of the validators after a block, by default the best one. */
export async function validatorsAt(chain, hash) {
	return [...(await (await chain.at(hash)).query.session.validators())].map(String);
}

/** Waits until a block is final that belongs to this session or a later one, and answers it. */
export async function reachesSession(chain, session, { timeoutMs }) {
	return eventually(`session ${session}`, async () => {
		const final = await chain.finalized();
		return (await sessionAt(chain, final.hash)) >= session && final;
	}, { timeoutMs, everyMs: 500 });
}

/** Waits for a block by this account on top of block `after`, and answers it. */
export async function makesBlock(chain, { address }, after, { timeoutMs }) {
	let number = after;
	return eventually(`a block by ${address}`, async () => {
		while (number < (await chain.head()).number) {
			number += 1;
			const hash = await chain.hashOf(number);
			if ((await authorOf(chain, hash)) === address) return { number, hash };
		}
		return undefined;
	}, { timeoutMs });
}

/** The account of the validator that made a block. */
export async function authorOf(chain, hash) {
	const header = chain.api.createType('Header', await chain.rpc('chain_getHeader', hash));
	const log = header.digest.logs.find((log) => log.isPreRuntime && log.asPreRuntime[0].toUtf8() === 'BABE');
	// One byte for the kind of claim, then the author's index.
	const claim = log.asPreRuntime[1].toU8a(true);
	const index = new DataView(claim.buffer, claim.byteOffset).getUint32(1, true);
	const { query } = await chain.at(hash);
	return (await query.session.validators())[index].toString();
}

/**
 * Waits for a block after which equivocations are known, and checks that this validator did each, that others reported it
 * and that it is disabled. Answers of which kinds they are.
 */
export async function assertEquivocationReported(chain, { address }, options) {
	const { known, disabled } = await eventually('an equivocation is reported', async () => {
		const { hash } = await chain.head();
		const known = await equivocations(chain, hash);
		return known.length > 0 && { known, disabled: await disabledValidators(chain, hash) };
	}, options);
	for (const { kind, offender, reporters } of known) {
		assert.ok(['babe:equivocatio', 'grandpa:equivoca'].includes(kind), kind);
		assert.equal(offender, address);
		assert.ok(reporters.length > 0 && !reporters.includes(address), `reported by ${reporters}`);
	}
	assert.deepEqual(disabled, [address]);
	return known.map(({ kind }) => kind);
}

/** Waits until each of these GRANDPA keys signed for the finality of some block; the blocks may differ. */
export async function voters(chain, keys, { timeoutMs = 60_000 } = {}) {
	const missing = new Set(keys);
	const subscription = ['grandpa_justifications', 'grandpa_subscribeJustifications', []];
	const id = await chain.provider.subscribe(...subscription, (error, justification) => {
		if (error) return;
		const { commit } = chain.api.createType('GrandpaJustification', justification);
		commit.precommits.forEach((precommit) => missing.delete(precommit.id.toHex()));
	});
	try {
		await eventually(`signatures of ${keys.length} voters`, () => missing.size === 0, { timeoutMs });
	} catch (error) {
		throw new Error(`${error.message}; without ${[...missing].join()}`);
	} finally {
		await chain.provider.unsubscribe('grandpa_justifications', 'grandpa_unsubscribeJustifications', id);
	}
}

/** All nodes have the same keys with the same values after a block. */
export async function assertSameState(hash, peers) {
	const states = await Promise.all(peers.map((peer) => peer.rpc('state_getPairs', '0x', hash)));
	const digests = states.map((pairs) => createHash('sha256').update(JSON.stringify(pairs.sort())).digest('hex'));
	assert.ok(states[0].length > 100, `${states[0].length} entries`);
	peers.forEach((peer, i) => assert.equal(digests[i], digests[0], `the state of ${peer.name}`));
}

/**
 * Sends transfers to `sink`, ten a second, from each of the signers in turn, until `stop`. They share the nodes called
 * `via`; a node that does not answer is passed over.
 */
export async function startLoad(network, via, signers, sink, { perSecond = 10 } = {}) {
	const chain = await network.chain(via[0]);
	const transfer = chain.api.tx.balances.transferKeepAlive(sink.address, 10n ** 12n);
	const nonces = new Map();
	for (const { address } of signers) nonces.set(address, await chain.rpc('system_accountNextIndex', address));
	const key = chain.accountKey(sink);
	let sent = 0;
	let going = true;
	const send = async () => {
		for (let i = 0; going; i++) {
			const signer = signers[i % signers.length];
			const nonce = nonces.get(signer.address);
			const signed = await transfer.signAsync(signer, { nonce, era: 0 });
			try {
				// A signer keeps to one node: others learn of a transaction only when the ones before it have come to them.
				const peer = network.peers[via[(i % signers.length) % via.length]];
				await peer.rpc('author_submitExtrinsic', signed.toHex());
				nonces.set(signer.address, nonce + 1);
				sent += 1;
			} catch {
				// The next one has the same nonce.
			}
			await sleep(1_000 / perSecond);
		}
	};
	const sending = send();
	return {
		/** The sink's account as a node has it after a block, as bytes. */
		account: (name, hash) => network.peers[name].rpc('state_getStorage', key, hash),
		/** Ends it, and answers how many transfers were accepted. */
		stop: async () => {
			going = false;
			await sending;
			return sent;
		},
	};
}
