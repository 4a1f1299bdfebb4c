// The runtime changes under the nodes, which go on without a restart.
//
// `PALISADE_NEXT_WASM` names the runtime to change to; `scripts/next-runtime.sh` builds one.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { u8aToHex } from '@polkadot/util';
import { Chain, newAccount, wellKnownAccounts } from '../src/chain.js';
import {
	SLOT_MS,
	assertNoFaults,
	assertSameState,
	authorOf,
	describeOnNetwork,
	eventually,
	inBlock,
} from '../src/network.js';

const { alice, eve, ferdie } = await wellKnownAccounts();
const sink = await newAccount('Sink');
const AMOUNT = 10n ** 12n;
const path = process.env.PALISADE_NEXT_WASM;
const skip = path ? false : 'PALISADE_NEXT_WASM names no wasm: scripts/next-runtime.sh builds one';

describeOnNetwork('runtime upgrade', { skip }, (check) => {
	const version = async (peer, hash) => (await peer.rpc('state_getRuntimeVersion', hash)).specVersion;
	let old;
	let early;
	let upgrade;

	check('root changes the runtime, and all nodes run the new one', { timeoutMs: 300_000 }, async (network) => {
		const chain = await network.chain('alice');
		await network.assertFinalizes(1, { timeoutMs: 120_000 });
		old = await version(network.peers.alice);
		early = await chain.sign(chain.api.tx.balances.transferKeepAlive(sink.address, AMOUNT), eve, { era: 0 });

		const code = u8aToHex(await readFile(path));
		const signed = await chain.sign(chain.api.tx.sudo.sudo(chain.api.tx.system.setCode(code)), alice);
		const { number } = await chain.head();
		await chain.rpc('author_submitExtrinsic', signed.toHex());
		upgrade = await inBlock(chain, signed, number, { timeoutMs: 10 * SLOT_MS });
		assert.equal(upgrade.error, null);
		assert.equal(chain.sudoError(upgrade), null);
		assert.ok(upgrade.events.some(({ name }) => name === 'system.CodeUpdated'));

		await Promise.all(network.up.map((peer) => peer.finalizes(upgrade.number, { timeoutMs: 10 * SLOT_MS })));
		const next = await version(network.peers.alice);
		assert.ok(next > old, `${next} after ${old}`);
		for (const peer of network.up) {
			assert.equal(await version(peer), next, peer.name);
			assert.equal(await version(peer, await peer.hashOf(upgrade.number - 1)), old, peer.name);
		}
		// The first block that it makes records it.
		await network.peers.alice.reaches(upgrade.number + 1);
		const { query } = await chain.at(await chain.hashOf(upgrade.number + 1));
		assert.equal((await query.system.lastRuntimeUpgrade()).unwrap().specVersion.toNumber(), next);
		console.log(`from ${old} to ${next} in block ${upgrade.number}`);
	});

	check('every node goes on finalising, each validator makes blocks', { timeoutMs: 600_000 }, async (network) => {
		await network.assertFinalizes(4, { timeoutMs: 15 * SLOT_MS });
		const chain = await network.chain('rpc');
		const authors = new Set();
		let number = upgrade.number;
		await eventually('a block of each validator', async () => {
			while (number < (await chain.head()).number) authors.add(await authorOf(chain, await chain.hashOf(++number)));
			return authors.size === network.validators.length;
		}, { timeoutMs: 40 * SLOT_MS });
		await network.assertOneChain();
		await assertNoFaults(chain);
	});

	check('transactions are taken that are signed for the new runtime, and no others', { timeoutMs: 180_000 }, async (network) => {
		const next = await version(network.peers.rpc);
		await assert.rejects(network.peers.rpc.rpc('author_submitExtrinsic', early.toHex()), { code: 1010 });
		// A wallet that comes now.
		const chain = await Chain.connect(network.peers.rpc.url);
		try {
			assert.equal(chain.api.runtimeVersion.specVersion.toNumber(), next);
			const { number } = await chain.head();
			const signed = await chain.sign(chain.api.tx.balances.transferKeepAlive(sink.address, AMOUNT), ferdie);
			await chain.rpc('author_submitExtrinsic', signed.toHex());
			const outcome = await inBlock(chain, signed, number, { timeoutMs: 10 * SLOT_MS });
			assert.equal(outcome.error, null);
			await Promise.all(network.up.map((peer) => peer.finalizes(outcome.number, { timeoutMs: 10 * SLOT_MS })));
			assert.equal((await chain.native(sink, outcome.hash)).free, AMOUNT);
		} finally {
			await chain.disconnect();
		}
		// And one that was there before has noticed.
		const before = await network.chain('alice');
		await eventually('a client of before knows the new version', () => before.api.runtimeVersion.specVersion.toNumber() === next);
		const { number } = await before.head();
		const signed = await before.sign(before.api.tx.balances.transferKeepAlive(sink.address, AMOUNT), eve);
		await before.rpc('author_submitExtrinsic', signed.toHex());
		assert.equal((await inBlock(before, signed, number, { timeoutMs: 10 * SLOT_MS })).error, null);
	});

	check('a node restarts with it, and a late one syncs through the change', { timeoutMs: 300_000 }, async (network) => {
		await network.stop('bob');
		await network.start(['bob']);
		const target = await network.peers.alice.finalized();
		const late = await network.spawn('late');
		await late.finalizes(target.number, { timeoutMs: 120_000 });
		await network.assertFinalizes(2, { timeoutMs: 15 * SLOT_MS });
		const final = await network.assertOneChain();
		await assertSameState(final.hash, network.up);
		await network.end('late');
	});
});
