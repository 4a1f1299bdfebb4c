// Blocks on demand.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { SESSION, wellKnownAccounts } from '../src/chain.js';
import { describeOnNode } from '../src/suite.js';
import { PAL } from '../src/values.js';

const SLOT_MS = 6_000n;
/** Without offchain workers, so that no heartbeat of the validator is a transaction that the tests did not send. */
const NO_WORKERS = ['--offchain-worker', 'never'];
const { alice, bob } = await wellKnownAccounts();

const timeAt = async (chain, hash) => (await (await chain.at(hash)).query.timestamp.now()).toBigInt();

/** Each block takes the slot after its parent's, and the chain's time is the time of the slot. */
async function assertConsecutiveSlots(chain, from, to) {
	let slot;
	for (let number = from; number <= to; number++) {
		const hash = await chain.hashOf(number);
		const next = await chain.slotOf(hash);
		if (slot !== undefined) assert.equal(next, slot + 1n, `slot of block ${number}`);
		assert.equal((await timeAt(chain, hash)) / SLOT_MS, next, `time of block ${number}`);
		slot = next;
	}
}

/** Submits `count` transactions of Alice without waiting for any block; answers how many of hers there will be in blocks. */
function submitBurst(chain, count) {
	return chain.submitAll(Array.from({ length: count }, () => chain.api.tx.system.remark('0x')), alice);
}

/** Waits until so many transactions of Alice are in blocks. */
async function assertIncluded(chain, count) {
	const included = () => chain.nonce(alice);
	try {
		await chain.waitUntil(async () => (await included()) === count, { timeoutMs: 30_000, what: 'all of a burst' });
	} catch (error) {
		throw new Error(`${await included()} of ${count} transactions are in blocks`, { cause: error });
	}
}

describeOnNode('manual sealing', { sealing: 'manual', args: NO_WORKERS }, (check) => {
	check('no block is made that nobody asked for', async (chain) => {
		await sleep(1_000);
		assert.equal((await chain.head()).number, 0);
	});

	check('each block takes exactly one slot of six seconds', async (chain) => {
		for (let number = 1; number <= 3 * SESSION + 1; number++) {
			const block = await chain.createBlock();
			assert.equal(block.number, number);
			assert.deepEqual(await chain.head(), block);
		}
		await assertConsecutiveSlots(chain, 1, 3 * SESSION + 1);
		const [first, second] = [await chain.hashOf(1), await chain.hashOf(2)];
		assert.equal((await timeAt(chain, second)) - (await timeAt(chain, first)), SLOT_MS);
	});

	check('sessions rotate every ten blocks and epochs with them', async (chain) => {
		for (let number = 1; number <= 3 * SESSION + 1; number++) {
			const hash = await chain.hashOf(number);
			const session = Math.floor((number - 1) / SESSION);
			const { query } = await chain.at(hash);
			assert.equal((await query.session.currentIndex()).toNumber(), session, `session of block ${number}`);
			assert.equal(await chain.epoch(hash), session, `epoch of block ${number}`);
		}
	});

	check('blocks are final only if that is asked for', async (chain) => {
		const final = await chain.createBlock({ finalize: true });
		assert.deepEqual(await chain.finalized(), final);
		const block = await chain.createBlock({ finalize: false });
		assert.deepEqual(await chain.finalized(), final);
		assert.equal(await chain.rpc('engine_finalizeBlock', block.hash), true);
		assert.deepEqual(await chain.finalized(), block);
	});

	check('the first block of a session takes no transactions, the next one does', async (chain) => {
		const { number } = await chain.head();
		const last = Math.ceil((number + 1) / SESSION) * SESSION;
		await chain.createBlocksUntil(last);
		const outcome = await chain.succeed(chain.api.tx.system.remark('0x00'), alice);
		assert.equal(outcome.number, last + 2);
	});

	check('blocks in quick succession take all that was sent before them', async (chain) => {
		for (let burst = 1; burst <= 4; burst++) {
			const count = await submitBurst(chain, 1_000);
			// One of them may be the first of a session.
			await chain.createBlock();
			const { hash } = await chain.createBlock();
			assert.equal(await chain.nonce(alice, hash), count, `burst ${burst}`);
		}
	});

	check('a block with no transaction is refused if it must not be empty', async (chain) => {
		const head = await chain.head();
		assert.deepEqual(await chain.rpc('author_pendingExtrinsics'), []);
		await assert.rejects(chain.rpc('engine_createBlock', false, true), { code: 12_000 });
		assert.deepEqual(await chain.head(), head);
	});
});

describeOnNode('instant sealing', { sealing: 'instant', args: NO_WORKERS }, (check) => {
	check('a transaction makes one block and finalises it', async (chain) => {
		assert.equal((await chain.head()).number, 0);
		for (let number = 1; number <= 3; number++) {
			const before = await chain.native(bob);
			const signed = await chain.sign(chain.api.tx.balances.transferKeepAlive(bob.address, PAL), alice);
			await chain.rpc('author_submitExtrinsic', signed.toHex());
			const block = await chain.waitUntil(
				async () => {
					const final = await chain.finalized();
					return final.number >= number ? final : undefined;
				},
				{ timeoutMs: 10_000, what: `final block ${number}` },
			);
			assert.equal(block.number, number);
			assert.equal((await chain.outcome(signed, block.hash)).error, null);
			assert.equal((await chain.native(bob, block.hash)).free, before.free + PAL);
		}
	});

	check('no block is made without a transaction', async (chain) => {
		await sleep(1_000);
		assert.equal((await chain.head()).number, 3);
		for (let number = 1; number <= 3; number++) {
			assert.equal(await chain.transactionCount(await chain.hashOf(number)), 1, `block ${number}`);
		}
	});
});

describeOnNode('instant sealing of many', { sealing: 'instant', args: NO_WORKERS }, (check) => {
	check('every transaction of a burst gets into a block', async (chain) => {
		for (const count of [1, 30, 300]) await assertIncluded(chain, await submitBurst(chain, count));
	});
});

describeOnNode('instant sealing over sessions', { sealing: 'instant', args: NO_WORKERS }, (check) => {
	check('a transaction for which a new session has no room goes into the block after', async (chain) => {
		const transactions = 2 * SESSION + 1;
		for (let count = 1; count <= transactions; count++) {
			const signed = await chain.sign(chain.api.tx.system.remark('0x00'), alice);
			await chain.rpc('author_submitExtrinsic', signed.toHex());
			await chain.waitUntil(async () => chain.outcome(signed, await chain.hashOf((await chain.head()).number)), {
				timeoutMs: 10_000,
				what: `transaction ${count} in the best block`,
			});
		}
		// One block each, and one without transactions at the start of each of two sessions.
		assert.equal((await chain.head()).number, transactions + 2);
		await assertConsecutiveSlots(chain, 1, transactions + 2);
	});
});

describeOnNode('interval sealing', { sealing: 200 }, (check) => {
	check('blocks come by themselves, faster than slots, and are final', async (chain) => {
		const start = await chain.head();
		await chain.waitUntil(async () => (await chain.finalized()).number >= start.number + 12, {
			timeoutMs: 20_000,
			what: '12 blocks',
		});
		await assertConsecutiveSlots(chain, 1, start.number + 12);
	});

	check('a transaction is taken into one of them', async (chain) => {
		const signed = await chain.sign(chain.api.tx.balances.transferKeepAlive(bob.address, PAL), alice);
		const { number: start } = await chain.head();
		await chain.rpc('author_submitExtrinsic', signed.toHex());
		const outcome = await chain.waitUntil(
			async () => {
				const { number: last } = await chain.head();
				for (let number = start; number <= last; number++) {
					const found = await chain.outcome(signed, await chain.hashOf(number));
					if (found) return found;
				}
				return undefined;
			},
			{ timeoutMs: 20_000, what: 'a block with the transaction' },
		);
		assert.equal(outcome.error, null);
	});

	check('every transaction of a burst gets into a block', async (chain) => {
		await assertIncluded(chain, await submitBurst(chain, 1_000));
	});
});
