// What a network of real nodes stands: absent, killed, separated and cheating validators, late nodes, abused RPC servers.
//
// The longer claims are in the files beside this one; `npm run test:network` checks all.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { abuse } from '../src/abuse.js';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import {
	SLOT_MS,
	assertEquivocationReported,
	assertNoFaults,
	assertSameState,
	describeOnNetwork,
	equivocations,
	eventually,
	startLoad,
	voters,
} from '../src/network.js';

const { alice, daveStash, eve, ferdie } = await wellKnownAccounts();
const sink = await newAccount('Sink');
const validators = ['alice', 'bob', 'charlie', 'dave'];
/** What a node says about its last final block, to be compared when it comes back. */
async function snapshot(network, load, name) {
	const final = await network.peers[name].finalized();
	return { name, final, account: await load.account(name, final.hash) };
}

async function assertLostNothing(network, load, { name, final, account }) {
	const peer = network.peers[name];
	assert.ok((await peer.finalized()).number >= final.number, `${name} went back behind its final block`);
	assert.equal(await peer.hashOf(final.number), final.hash, `${name} has another block`);
	assert.equal(await load.account(name, final.hash), account, `${name} has another state`);
}

/**
 * Nothing becomes final anywhere, for three slots at least and until each of these nodes has two more blocks: two validators
 * of four have no author for every other slot.
 */
async function assertNothingFinal(network, names) {
	// Votes that are under way may still count.
	await sleep(SLOT_MS / 2);
	const finals = await Promise.all(network.up.map((peer) => peer.finalized()));
	const heads = await Promise.all(names.map((name) => network.peers[name].head()));
	await sleep(3 * SLOT_MS);
	await Promise.all(names.map((name, i) => network.peers[name].reaches(heads[i].number + 2, { timeoutMs: 20 * SLOT_MS })));
	assert.deepEqual(await Promise.all(network.up.map((peer) => peer.finalized())), finals);
}

describeOnNetwork('network', { only: validators }, (check) => {
	let load;
	const before = {};

	check('four of four validators finalise what they make', { timeoutMs: 150_000 }, async (network) => {
		const chain = await network.chain('alice');
		const authorities = (await (await chain.at()).call.grandpaApi.grandpaAuthorities()).map(([id]) => id.toHex());
		assert.equal(authorities.length, 4);
		await Promise.all([network.assertFinalizes(2, { timeoutMs: 60_000 }), voters(chain, authorities)]);
	});

	check('abuse of its RPC server keeps no validator from its work', { timeoutMs: 180_000 }, async (network) => {
		const { alice: victim, bob: witness } = network.peers;
		// Who was connected before is still served when the server has no room for more.
		const chain = await network.chain('alice');
		const first = await witness.head();
		const done = await abuse(victim.rpcPort, 4 * SLOT_MS, async () => {
			assert.equal(await chain.rpc('system_name'), 'Palisade Node');
		});
		console.log(done);

		// Every slot has its block, also those of the abused validator; one may be late on a slow machine.
		const last = await witness.head();
		const slots = await Promise.all([first, last].map(({ hash }) => chain.slotOf(hash)));
		const made = last.number - first.number;
		const passed = Number(slots[1] - slots[0]);
		assert.ok(passed >= 3 && made >= passed - 1, `${made} blocks in ${passed} slots`);
		await victim.finalizes(last.number, { timeoutMs: 5 * SLOT_MS });
		await network.assertOneChain();
	});

	check('late nodes sync, block by block and by warp, to the same state', { timeoutMs: 500_000 }, async (network) => {
		const target = await network.peers.alice.finalized();
		const [, warp] = await Promise.all([network.start(['rpc']), network.spawnWarp('warp')]);
		await Promise.all([network.peers.rpc, warp].map((late) => late.finalizes(target.number + 1, { timeoutMs: 90_000 })));
		const final = await network.assertOneChain();
		await assertSameState(final.hash, network.up);

		// Who synced block by block has the state of each; who took a newer state never had the first one.
		const first = await network.peers.alice.hashOf(1);
		const account = (await network.chain('alice')).accountKey(alice);
		assert.ok(await network.peers.rpc.rpc('state_getStorage', account, first));
		await assert.rejects(warp.rpc('state_getStorage', account, first), /State already discarded/);
		await network.end('warp');
	});

	check('three of four finalise, after the fourth was killed under load', { timeoutMs: 150_000 }, async (network) => {
		load = await startLoad(network, ['alice', 'bob'], [eve, ferdie], sink);
		await eventually('transfers are final', async () => {
			before.dave = await snapshot(network, load, 'dave');
			return before.dave.account;
		});
		await network.kill('dave');
		await network.assertFinalizes(2);
	});

	check('two of four finalise nothing', { timeoutMs: 200_000 }, async (network) => {
		before.charlie = await snapshot(network, load, 'charlie');
		await network.kill('charlie');
		await assertNothingFinal(network, ['alice']);
	});

	check('they do again when the killed ones are back, who lost nothing', { timeoutMs: 600_000 }, async (network) => {
		await network.start(['charlie', 'dave'], ...network.onlyTo([...validators, 'rpc']));
		for (const name of ['charlie', 'dave']) await assertLostNothing(network, load, before[name]);
		await network.assertFinalizes(2, { timeoutMs: 90_000 });
		const sent = await load.stop();
		const chain = await network.chain('alice');
		await eventually('all transfers are final', async () => {
			const { hash } = await network.assertFinalizes(1);
			return (await chain.native(sink, hash)).free === BigInt(sent) * 10n ** 12n;
		});
		console.log(`${sent} transfers, all final`);
		await assertNoFaults(chain);
	});

	check('two halves finalise nothing, and are one chain when they meet again', { timeoutMs: 300_000 }, async (network) => {
		const half = ['charlie', 'dave'];
		const others = ['alice', 'bob', 'rpc'];
		await network.cut(half, others);
		await assertNothingFinal(network, ['alice', 'charlie']);
		const forks = await Promise.all(['alice', 'charlie'].map((name) => network.peers[name].head()));
		const lower = Math.min(...forks.map(({ number }) => number));
		const sides = await Promise.all(['alice', 'charlie'].map((name) => network.peers[name].hashOf(lower)));
		assert.notEqual(sides[0], sides[1]);
		await network.heal(half, others);
		await network.assertFinalizes(2, { timeoutMs: 60_000 });
		const highest = Math.max(...forks.map(({ number }) => number));
		await Promise.all(network.up.map((peer) => peer.finalizes(highest, { timeoutMs: 60_000 })));
		await network.assertOneChain();
	});

	check('a validator with its keys on two nodes is reported and disabled', { timeoutMs: 400_000 }, async (network) => {
		// Dave's node and its twin see two different halves, in which no round of votes can end. So both vote in the same
		// one, and as soon as the twin's half has blocks of its own, for different chains.
		const half = ['charlie', 'dave'];
		await network.cut(half, ['alice', 'bob', 'rpc']);
		const { number } = await network.peers.alice.head();
		await network.peers.alice.reaches(number + 3, { timeoutMs: 30 * SLOT_MS });
		await network.kill('bob');
		const twin = await network.spawn('twin', '--dave');
		await eventually('the twin follows its half', async () => (await twin.head()).number > number + 2);
		await sleep(SLOT_MS);
		const chain = await network.chain('alice');
		assert.deepEqual(await equivocations(chain), []);
		await network.heal(half, ['alice', 'rpc']);

		console.log(`reported: ${await assertEquivocationReported(chain, daveStash)}`);
		await network.assertFinalizes(2);
	});
});
