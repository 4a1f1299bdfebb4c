// A network under a steady load for as long as one likes: what it makes of the time, and what it costs.
//
//   npm run soak -- --minutes 30 --per-second 10

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import { SLOT_MS, disabledValidators, equivocations, eventually, startLoad, startNetwork } from '../src/network.js';

const USAGE = `Usage: npm run soak -- [--minutes N] [--per-second N]

Starts four validators and a full node on this machine, sends transfers all the time, and prints a table in Markdown: blocks
and missed slots, how far finality is behind, memory and databases of the nodes, transactions. PALISADE_NODE is the node.

  --minutes N      for how long; default: 30
  --per-second N   transfers that are sent a second, at most; default: 10
  --help           this text`;

/** How often heads are asked for, and every how manieth time the memory, too. */
const SAMPLE_MS = 1_000;
const SAMPLES_PER_MEMORY = 10;
const MEBIBYTE = 1_024 * 1_024;

const run = promisify(execFile);

function options() {
	const { values } = parseArgs({
		options: { minutes: { type: 'string' }, 'per-second': { type: 'string' }, help: { type: 'boolean' } },
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const positive = (name, otherwise) => {
		const value = Number(values[name] ?? otherwise);
		if (!(value > 0)) throw new Error(`--${name} needs a number above 0`);
		return value;
	};
	return { minutes: positive('minutes', 30), perSecond: positive('per-second', 10) };
}

// --- what is measured ----------------------------------------------------------------------------------------------------

/** Resident memory of each node, in bytes. */
async function memory(network, names) {
	const pids = await Promise.all(names.map(async (name) => (await readFile(join(network.folder, name, 'pid'), 'utf8')).trim()));
	const { stdout } = await run('ps', ['-o', 'pid=,rss=', '-p', pids.join()]);
	const sizes = new Map(stdout.trim().split('\n').map((line) => line.trim().split(/\s+/)));
	return pids.map((pid, i) => {
		if (!sizes.has(pid)) throw new Error(`${names[i]} has ended`);
		return Number(sizes.get(pid)) * 1_024;
	});
}

/** What a folder takes up on the disk, in bytes. Files may go while it is looked through. */
async function diskUsage(path) {
	try {
		const entry = await lstat(path);
		if (!entry.isDirectory()) return entry.blocks * 512;
		const sizes = await Promise.all((await readdir(path)).map((name) => diskUsage(join(path, name))));
		return sizes.reduce((total, size) => total + size, 0);
	} catch (error) {
		if (error.code === 'ENOENT') return 0;
		throw error;
	}
}

const databases = (network, names) => Promise.all(names.map((name) => diskUsage(join(network.folder, name, 'chains'))));

/** Lines of the nodes' logs that tell of an error. */
async function errorLines(network, names) {
	const lines = [];
	for (const name of names) {
		const file = join(network.folder, name, 'node.log');
		if (!existsSync(file)) continue;
		const text = await readFile(file, 'utf8');
		lines.push(...text.split('\n').filter((line) => /\bERROR\b|panicked|Essential task/.test(line)).map((line) => `${name}: ${line}`));
	}
	return lines;
}

class Figures {
	#values = [];

	add(value) {
		this.#values.push(value);
	}

	get count() {
		return this.#values.length;
	}

	/** The value that this part of all values does not exceed. */
	quantile(part) {
		const sorted = [...this.#values].sort((a, b) => a - b);
		return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
	}

	get median() {
		return this.quantile(0.5);
	}

	get max() {
		return this.quantile(1);
	}
}

/** When a block was seen first as the best one, and when as final, on one node: seconds between the two. */
class Finality {
	#seen = new Map();
	#best = 0;
	#final = 0;
	blocks = new Figures();
	seconds = new Figures();

	note(best, final) {
		const now = performance.now();
		this.blocks.add(best - final);
		if (this.#best === 0) [this.#best, this.#final] = [best, Math.max(final, best)];
		while (this.#best < best) this.#seen.set(++this.#best, now);
		while (this.#final < final) {
			const seen = this.#seen.get(++this.#final);
			if (seen !== undefined) this.seconds.add((now - seen) / 1_000);
			this.#seen.delete(this.#final);
		}
	}
}

// --- the run -------------------------------------------------------------------------------------------------------------

const mebibytes = (bytes) => `${Math.round(bytes / MEBIBYTE)} MiB`;
const number = (value) => value.toLocaleString('en-US');

async function soak(network, { minutes, perSecond }) {
	const { alice, charlie, dave, eve, ferdie } = await wellKnownAccounts();
	const sink = await newAccount('Sink');
	const names = [...network.running];
	const full = network.peers.rpc;
	const chain = await network.chain('rpc');
	await network.assertFinalizes(2, { timeoutMs: 120_000 });

	const began = performance.now();
	const load = new Figures();
	load.add(loadavg()[0]);
	const first = await full.head();
	const before = { memory: await memory(network, names), databases: await databases(network, names) };
	const largest = [...before.memory];
	const finality = new Finality();
	const transfers = await startLoad(network, ['rpc', 'alice', 'bob'], [alice, charlie, dave, eve, ferdie], sink, { perSecond });

	const end = began + minutes * 60_000;
	let unanswered = 0;
	for (let sample = 1; performance.now() < end; sample++) {
		await sleep(SAMPLE_MS);
		try {
			const [best, final] = await Promise.all([full.head(), full.finalized()]);
			finality.note(best.number, final.number);
		} catch {
			unanswered += 1;
		}
		if (sample % SAMPLES_PER_MEMORY !== 0) continue;
		load.add(loadavg()[0]);
		(await memory(network, names)).forEach((size, i) => (largest[i] = Math.max(largest[i], size)));
	}
	const last = await full.head();
	const seconds = (performance.now() - began) / 1_000;
	const after = { memory: await memory(network, names), databases: await databases(network, names) };
	const sent = await transfers.stop();

	// What was sent last has some time to get into a block and to become final. What is missing then is told, not hidden.
	const paid = async (hash) => Number((await chain.native(sink, hash)).free / 10n ** 12n);
	await eventually('all transfers are final', async () => (await paid((await full.finalized()).hash)) >= sent, {
		timeoutMs: 10 * SLOT_MS,
	}).catch(() => {});
	const included = await paid((await full.finalized()).hash);
	const oneChain = await network.assertOneChain();

	const slots = await Promise.all([first, last].map(({ hash }) => chain.slotOf(hash)));
	const passed = Number(slots[1] - slots[0]);
	const blocks = last.number - first.number;
	let fullest = 0;
	for (let i = first.number + 1; i <= last.number; i++) {
		fullest = Math.max(fullest, await chain.transactionCount(await full.hashOf(i)));
	}
	const sessions = (await (await chain.at()).query.session.currentIndex()).toNumber();
	const faults = [...(await equivocations(chain)).map(({ kind }) => kind), ...(await disabledValidators(chain))];
	const errors = await errorLines(network, names);

	const table = (rows) => rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
	console.log(`
${table([
	['What', 'Figure'],
	['---', '---'],
	['Time', `${(seconds / 60).toFixed(1)} min, ${cpus().length} cores; load of the machine: median ${load.median.toFixed(1)}, at most ${load.max.toFixed(1)}`],
	['Slots', number(passed)],
	['Blocks', `${number(blocks)}, so ${number(passed - blocks)} slots without one`],
	['Sessions', `${sessions}`],
	['Finality behind the best block', `median ${finality.blocks.median} blocks, 99 % ≤ ${finality.blocks.quantile(0.99)}, at most ${finality.blocks.max} (${number(finality.blocks.count)} samples)`],
	['From a block to its finality', finality.seconds.count > 0 ? `median ${finality.seconds.median.toFixed(0)} s, at most ${finality.seconds.max.toFixed(0)} s` : '–'],
	['Transfers', `${number(sent)} sent (${(sent / seconds).toFixed(1)} a second), ${number(included)} final, at most ${fullest} transactions in a block`],
	['One chain', `to block ${number(oneChain.number)} on each node`],
	['Offences and disabled validators', faults.join(', ') || 'none'],
	['Errors in the logs', `${errors.length}`],
	['Questions without an answer', `${unanswered}`],
])}

${table([
	['Node', 'Memory at start', 'at end', 'most', 'Database at start', 'growth, bytes', 'growth a block, bytes'],
	['---', '---', '---', '---', '---', '---', '---'],
	...names.map((name, i) => {
		const growth = after.databases[i] - before.databases[i];
		return [
			name,
			...[before.memory[i], after.memory[i], Math.max(largest[i], after.memory[i]), before.databases[i]].map(mebibytes),
			number(growth),
			number(Math.round(growth / Math.max(1, blocks))),
		];
	}),
])}
`);
	errors.slice(0, 20).forEach((line) => console.error(line));
	return included === sent && faults.length === 0;
}

const wanted = options();
const network = await startNetwork();
let good = false;
try {
	good = await soak(network, wanted);
} catch (error) {
	console.error(network.logTails());
	throw error;
} finally {
	await network.down();
}
process.exit(good ? 0 : 1);
