// Starts and ends real nodes, and runs the tools of their binary.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const KEPT_LOG_LINES = 5_000;
const RPC_LINE = /Running JSON-RPC server: addr=(127\.0\.0\.1:\d+)/;

/** The node under test: what PALISADE_NODE names, else where scripts/test.sh builds it. */
export function binary() {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const target = process.env.CARGO_TARGET_DIR || join(cache, 'palisade', 'target');
	const path = process.env.PALISADE_NODE || join(target, 'testing', 'palisade-node');
	if (!existsSync(path)) {
		throw new Error(`there is no node at ${path}: build it with \`scripts/test.sh --only wasm\``);
	}
	return path;
}

/** A new folder that belongs to one test, and `remove` to take it away again. */
async function temporaryFolder() {
	const path = await mkdtemp(join(tmpdir(), 'palisade-e2e-'));
	return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Runs `body` with the path of a new folder, which is gone afterwards. */
export async function withFolder(body) {
	const folder = await temporaryFolder();
	try {
		await body(folder.path);
	} finally {
		await folder.remove();
	}
}

// Whatever happens to a test, no node outlives the process that started it.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => process.exit(1));
}

function launch(args) {
	const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
	running.add(child);
	const exited = new Promise((resolve) => {
		child.on('error', (error) => {
			running.delete(child);
			resolve({ error });
		});
		child.on('exit', (code, signal) => {
			running.delete(child);
			resolve({ code, signal });
		});
	});
	return { child, exited };
}

/** A running node. Made by {@link startNode}. */
class Node {
	#child;
	#exited;
	#logs = [];
	#remove;

	constructor(args, folder) {
		/** The folder of its database. */
		this.basePath = folder.path;
		this.#remove = folder.remove;
		/** When it was launched, as `performance.now()` counts. */
		this.launchedAt = performance.now();
		const { child, exited } = launch(args);
		this.#child = child;
		this.#exited = exited;
		/** Resolves to the `host:port` of its RPC server. */
		this.listening = new Promise((resolve) => {
			for (const stream of [child.stdout, child.stderr]) {
				let rest = '';
				stream.setEncoding('utf8').on('data', (text) => {
					const lines = (rest + text).split('\n');
					rest = lines.pop();
					for (const line of lines) {
						this.#logs.push(line);
						if (this.#logs.length > KEPT_LOG_LINES) this.#logs.shift();
						const found = line.match(RPC_LINE);
						if (found) resolve(found[1]);
					}
				});
			}
		});
	}

	/** Resolves to `{ code, signal }`, or `{ error }` if it could not even start. */
	get exited() {
		return this.#exited;
	}

	/** The URL of its RPC server. Set once it listens. */
	url = undefined;

	/** The last lines that it wrote. */
	logTail(lines = 80) {
		return this.#logs.slice(-lines).join('\n');
	}

	/** Ends the process; the database stays. */
	async kill() {
		this.#child.kill('SIGTERM');
		const patience = new AbortController();
		const late = sleep(STOP_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => undefined);
		if ((await Promise.race([this.#exited, late])) === 'late') {
			this.#child.kill('SIGKILL');
			await this.#exited;
		}
		patience.abort();
	}

	/** Ends the process and removes its database, unless the folder was the caller's. */
	async stop() {
		await this.kill();
		await this.#remove();
	}
}

/**
 * Starts a node of the development chain, with free ports on this machine only, and waits until its RPC server listens.
 *
 * `sealing` is the value of `--sealing`; without it the chain runs on BABE's clock. `basePath` keeps the database where
 * the caller says; without it the node gets a folder of its own, which `stop` removes.
 */
export async function startNode({ sealing, basePath, args = [] } = {}) {
	binary();
	const folder = basePath ? { path: basePath, remove: async () => {} } : await temporaryFolder();
	const node = new Node(
		[
			'--dev',
			...(sealing === undefined ? [] : ['--sealing', String(sealing)]),
			...['--base-path', folder.path],
			...['--rpc-port', '0'],
			...['--listen-addr', '/ip4/127.0.0.1/tcp/0'],
			...['--no-prometheus', '--no-telemetry', '--no-mdns'],
			...args,
		],
		folder,
	);
	const patience = new AbortController();
	const outcome = await Promise.race([
		node.listening.then((address) => ({ address })),
		node.exited,
		sleep(START_TIMEOUT_MS, { late: true }, { signal: patience.signal }).catch(() => ({})),
	]);
	patience.abort();
	if (!outcome.address) {
		const logs = node.logTail();
		await node.stop();
		throw new Error(`the node did not start: ${JSON.stringify(outcome)} ${outcome.error ?? ''}\n${logs}`);
	}
	node.url = `ws://${outcome.address}`;
	return node;
}

/** Runs the binary to its end. Resolves to its exit code and what it wrote; never rejects because of the code. */
export async function runTool(args, { timeoutMs = 60_000 } = {}) {
	const { child, exited } = launch(args);
	const output = { stdout: [], stderr: [] };
	const closed = ['stdout', 'stderr'].map(
		(name) =>
			new Promise((resolve) => {
				child[name].on('data', (data) => output[name].push(data)).on('close', resolve);
			}),
	);
	const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
	const { code, signal, error } = await exited;
	clearTimeout(timer);
	if (error) throw error;
	await Promise.all(closed);
	if (signal) throw new Error(`\`palisade-node ${args.join(' ')}\` ended by ${signal}, limit ${timeoutMs} ms`);
	return {
		code,
		stdout: Buffer.concat(output.stdout).toString('utf8'),
		stderr: Buffer.concat(output.stderr).toString('utf8'),
	};
}
