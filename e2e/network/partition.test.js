// Two halves that are apart for longer than a session, and both make blocks out of the same accounts.

import assert from 'node:assert/strict';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import { SLOT_MS, assertNoFaults, describeOnNetwork, eventually } from '../src/network.js';

const { alice: sudo, eve } = await wellKnownAccounts();
const [left, right] = [await newAccount('Left'), await newAccount('Right')];
const SESSION_SLOTS = 8;
const validators = ['alice', 'bob', 'charlie', 'dave'];
const half = ['charlie', 'dave'];
const others = ['alice', 'bob'];
const AMOUNT = 10n ** 12n;

describeOnNetwork('partition', { only: others, sessionSlots: SESSION_SLOTS }, (check) => {
	const received = async (network, name, account) => (await (await network.chain(name)).native(account)).free;

	check('the network is whole', { timeoutMs: 300_000 }, async (network) => {
		await network.start(half, ...network.onlyTo(validators));
		await network.assertFinalizes(2, { timeoutMs: 120_000 });
	});

	check('each half builds on, over a session, and finalises nothing', { timeoutMs: 700_000 }, async (network) => {
		await network.cut(half, others);
		const chains = await Promise.all(['alice', 'charlie'].map((name) => network.chain(name)));
		// The same nonce, in each half for somebody else.
		for (const [i, account] of [left, right].entries()) {
			const signed = await chains[i].sign(chains[i].api.tx.balances.transferKeepAlive(account.address, AMOUNT), eve);
			await chains[i].rpc('author_submitExtrinsic', signed.toHex());
		}
		const session = async (chain) => (await (await chain.at()).query.session.currentIndex()).toNumber();
		const sessions = await Promise.all(chains.map(session));
		await eventually('both halves are in a later session', async () => {
			const now = await Promise.all(chains.map(session));
			return now.every((index, i) => index > sessions[i]);
		}, { timeoutMs: 5 * SESSION_SLOTS * SLOT_MS });
		assert.equal(await received(network, 'alice', left), AMOUNT);
		assert.equal(await received(network, 'charlie', right), AMOUNT);
		assert.equal(await received(network, 'alice', right), 0n);
		assert.equal(await received(network, 'charlie', left), 0n);

		const { number: final } = await network.assertOneChain();
		for (const name of ['alice', 'charlie']) {
			await network.peers[name].reaches(final + SESSION_SLOTS / 2 + 1, { timeoutMs: 5 * SESSION_SLOTS * SLOT_MS });
		}
		assert.equal((await network.assertOneChain()).number, final);
	});

	check('together they are one chain, in which one transfer happened', { timeoutMs: 500_000 }, async (network) => {
		const highest = Math.max(...(await Promise.all(network.up.map((peer) => peer.head()))).map(({ number }) => number));
		await network.heal(half, others);
		await Promise.all(network.up.map((peer) => peer.finalizes(highest + 2, { timeoutMs: 120_000 })));
		const { hash } = await network.assertOneChain();
		const amounts = [];
		for (const name of validators) {
			const chain = await network.chain(name);
			amounts.push(await Promise.all([left, right].map(async (account) => (await chain.native(account, hash)).free)));
		}
		assert.equal(amounts[0][0] + amounts[0][1], AMOUNT, 'one of two transfers with the same nonce');
		amounts.forEach((pair) => assert.deepEqual(pair, amounts[0]));
		const chain = await network.chain('alice');
		await assertNoFaults(chain);
		// The chain lives on: somebody who was in neither transfer can pay.
		const signed = await chain.sign(chain.api.tx.balances.transferKeepAlive(left.address, AMOUNT), sudo);
		await chain.rpc('author_submitExtrinsic', signed.toHex());
		await eventually('a transfer is in a block', async () => (await received(network, 'charlie', left)) > amounts[0][0]);
	});
});
