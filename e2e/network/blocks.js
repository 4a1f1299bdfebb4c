// Full blocks on the real node: what their transactions weigh, and how long they take.
//
//   npm run blocks -- --repeat 3

import { parseArgs } from 'node:util';
import { Chain, wellKnownAccounts } from '../src/chain.js';
import { startNode } from '../src/node.js';
import { NATIVE, PAL } from '../src/values.js';

const USAGE = `Usage: npm run blocks -- [--repeat N]

Starts a development chain with manual sealing, fills blocks with transactions of one kind after the other, and prints a table in
Markdown, of the median: how many a block takes, what it weighs, how long the node takes from the request to the block in its
database, and the ratio of both. Above 1, a block takes longer on this machine than it is allowed to. PALISADE_NODE is the node.

  --repeat N   full blocks of each kind; default: 3
  --help       this text`;

/** More than a block takes of any kind, and less than the pool holds. */
const COUNT = 8_000;
const PICOSECONDS_PER_MS = 1e9;

function options() {
	const { values } = parseArgs({ options: { repeat: { type: 'string' }, help: { type: 'boolean' } } });
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const repeat = Number(values.repeat ?? 3);
	if (!(Number.isInteger(repeat) && repeat > 0)) throw new Error('--repeat needs a whole number above 0');
	return repeat;
}

/** What a block weighs with all that is in it, in milliseconds. */
async function weightOf(chain, hash) {
	const { normal, operational, mandatory } = await (await chain.at(hash)).query.system.blockWeight();
	const ms = ({ refTime }) => Number(refTime.toBigInt()) / PICOSECONDS_PER_MS;
	return [normal, operational, mandatory].map(ms).reduce((sum, part) => sum + part);
}

/** Makes blocks until all that was sent is in one; answers the fullest. The first block of a session takes no transactions. */
async function drain(chain) {
	let fullest = { count: 0 };
	for (let waiting = COUNT, blocks = 0; waiting > 0; blocks++) {
		if (blocks > COUNT / 100) throw new Error(`${waiting} transactions are in none of ${blocks} blocks`);
		const began = performance.now();
		const { hash } = await chain.createBlock();
		const took = performance.now() - began;
		const count = await chain.transactionCount(hash);
		if (count > fullest.count) fullest = { count, took, weight: await weightOf(chain, hash) };
		waiting -= count;
	}
	return fullest;
}

const repeat = options();
const { alice, bob, charlie } = await wellKnownAccounts();
const node = await startNode({ sealing: 'manual' });
const chain = await Chain.connect(node.url);
try {
	const { tx } = chain.api;
	await chain.succeed(tx.operators.register('0x', 0), bob);
	let created = 0;
	const kinds = {
		'`system.remark` of nothing': () => tx.system.remark('0x'),
		'`balances.transferKeepAlive`': () => tx.balances.transferKeepAlive(charlie.address, PAL),
		'`balances.transferKeepAlive` that creates an account': () => {
			const fresh = new Uint8Array(32).fill(0xee);
			new DataView(fresh.buffer).setUint32(0, created++);
			return tx.balances.transferKeepAlive(fresh, PAL);
		},
		'`restaking.delegate`': () => tx.restaking.delegate(bob.address, NATIVE, PAL),
		'`restaking.undelegate`': () => tx.restaking.undelegate(bob.address, NATIVE, PAL / 10n),
	};
	console.log('| Full block of | Transactions | Weighs, ms | Takes, ms | Ratio |\n|---|---|---|---|---|');
	for (const [name, call] of Object.entries(kinds)) {
		const blocks = [];
		for (let i = 0; i < repeat; i++) {
			await chain.submitAll(Array.from({ length: COUNT }, call), alice);
			blocks.push(await drain(chain));
		}
		// The median.
		blocks.sort((a, b) => a.took / a.weight - b.took / b.weight);
		const { count, weight, took } = blocks[Math.floor(repeat / 2)];
		console.log(`| ${name} | ${count} | ${weight.toFixed(0)} | ${took.toFixed(0)} | ${(took / weight).toFixed(2)} |`);
	}
} finally {
	await chain.disconnect();
	await node.stop();
}
