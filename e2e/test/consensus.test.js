// The chain on its own clock: BABE makes the blocks, GRANDPA finalises them. And what such blocks are worth elsewhere.

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SESSION } from '../src/chain.js';
import { runTool, withFolder } from '../src/node.js';
import { describeOnNode } from '../src/suite.js';

const SLOT_MS = 6_000;
/** Two slots, and some patience with slow machines. */
const FIRST_BLOCK_MS = 2 * SLOT_MS + 3_000;
const SESSIONS = 2;

describeOnNode('consensus', {}, (check) => {
	check('answers within seconds of its start', { timeoutMs: 30_000 }, async (chain, node) => {
		assert.equal(await chain.rpc('system_chain'), 'Palisade Development');
		const ms = Math.round(performance.now() - node.launchedAt);
		console.log(`RPC answered, and the metadata was read, ${ms} ms after the start`);
		assert.ok(ms < 20_000, `${ms} ms`);
	});

	check('makes its first block within two slots', async (chain, node) => {
		await chain.waitUntil(async () => (await chain.head()).number >= 1, {
			timeoutMs: FIRST_BLOCK_MS,
			what: 'the first block',
		});
		console.log(`first block ${Math.round(performance.now() - node.launchedAt)} ms after the start`);
	});

	check('runs through two sessions and finalises them', { timeoutMs: 240_000 }, async (chain) => {
		const session = async () => (await (await chain.at()).query.session.currentIndex()).toNumber();
		const first = await session();
		await chain.waitUntil(async () => (await session()) >= first + SESSIONS, {
			timeoutMs: (SESSIONS * SESSION + 3) * SLOT_MS,
			everyMs: 500,
			what: `session ${first + SESSIONS}`,
		});

		const head = await chain.head();
		const epoch = await chain.epoch(head.hash);
		assert.ok(epoch >= first + SESSIONS, `epoch ${epoch}`);
		// One validator and a secondary author for every slot: none stays empty.
		const slots = [];
		for (let number = 1; number <= head.number; number++) slots.push(await chain.slotOf(await chain.hashOf(number)));
		for (let i = 1; i < slots.length; i++) assert.ok(slots[i] > slots[i - 1], `slot of block ${i + 1}`);
		const passed = Number(slots[slots.length - 1] - slots[0]) + 1;
		assert.ok(head.number >= passed - 2, `${head.number} blocks in ${passed} slots`);

		// Finality went through the change of authority sets that comes with a session. The first rotation only repeats
		// what genesis queued, so two of them make one change.
		const final = await chain.waitUntil(
			async () => {
				const block = await chain.finalized();
				return block.number >= head.number ? block : undefined;
			},
			{ timeoutMs: 5 * SLOT_MS, what: `finality of block ${head.number}` },
		);
		assert.equal(await chain.hashOf(head.number), head.hash);
		assert.ok(final.number > SESSION);
		const { setId } = await chain.rpc('grandpa_roundState');
		assert.ok(setId >= SESSIONS - 1, `GRANDPA set ${setId}`);
	});

	check('leaves blocks that another node accepts from a file', { timeoutMs: 180_000 }, async (chain, node) => {
		const last = (await chain.finalized()).number;
		const hash = await chain.hashOf(last);
		const genesis = await chain.hashOf(0);
		await chain.disconnect();
		await node.kill();

		await withFolder(async (path) => {
			const first = ['--dev', '--base-path', node.basePath];
			const second = ['--dev', '--base-path', join(path, 'second')];
			const file = join(path, 'blocks.bin');
			const run = async (...args) => {
				const result = await runTool(args, { timeoutMs: 120_000 });
				assert.equal(result.code, 0, `${args.join(' ')}\n${result.stderr}`);
				return result;
			};

			await run('export-blocks', file, '--binary', '--to', String(last), ...first);
			assert.ok((await stat(file)).size > 0);
			await run('import-blocks', file, '--binary', ...second);
			const info = JSON.parse((await run('chain-info', ...second)).stdout);
			assert.equal(info.best_number, last);
			assert.equal(info.best_hash, hash);
			assert.equal(info.genesis_hash, genesis);

			// A block of the second session runs again to the same result, from its number and from its hash.
			const checked = SESSION + 2;
			assert.match((await run('check-block', String(checked), ...second)).stdout, /Completed in \d+ ms/);
			assert.match((await run('check-block', hash, ...first)).stdout, /Completed in \d+ ms/);
			const unknown = await runTool(['check-block', String(last + 1_000), ...second]);
			assert.notEqual(unknown.code, 0);
			assert.match(unknown.stderr, /Unknown block/);
		});
	});
});
