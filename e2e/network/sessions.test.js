// Validators over sessions: new keys, late nodes behind many changes of the authorities, and cheaters among them. The
// sessions are short, so that many pass.

import assert from 'node:assert/strict';
import { u8aToHex } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';
import { wellKnownAccounts } from '../src/chain.js';
import {
	SLOT_MS,
	assertSameState,
	describeOnNetwork,
	equivocations,
	eventually,
	inBlock,
	makesBlock,
	voters,
} from '../src/network.js';
import { plain } from '../src/values.js';

// Its node signs with keys of Bob's.
const { bobStash: bob } = await wellKnownAccounts();
const SESSION_SLOTS = 6;
const SESSION_MS = SESSION_SLOTS * SLOT_MS;

describeOnNetwork('sessions', { sessionSlots: SESSION_SLOTS }, (check) => {
	let keys;

	check('a validator changes its keys and goes on with the new ones', { timeoutMs: 900_000 }, async (network) => {
		await network.assertFinalizes(1, { timeoutMs: 60_000 });
		const chain = await network.chain('alice');
		const validator = await network.chain('bob');
		const owner = u8aToHex(decodeAddress(bob.address));
		const generated = await validator.rpc('author_rotateKeysWithOwner', owner);
		const old = (await (await chain.at()).query.session.nextKeys(bob.address)).unwrap();
		keys = chain.api.createType(old.toRawType(), generated.keys);
		const { babe, grandpa } = plain(keys);
		assert.notEqual(plain(old).babe, babe);
		const signed = await validator.sign(validator.api.tx.session.setKeys(generated.keys, generated.proof), bob);
		const start = await validator.head();
		await validator.rpc('author_submitExtrinsic', signed.toHex());
		const outcome = await inBlock(validator, signed, start.number);
		assert.equal(outcome.error, null);

		// They count from the session after the next one.
		const session = (await (await chain.at(outcome.hash)).query.session.currentIndex()).toNumber();
		const first = await eventually('the new keys are in force', async () => {
			const head = await chain.head();
			const { query } = await chain.at(head.hash);
			const authorities = (await query.babe.authorities()).map(([key]) => key.toHex());
			return authorities.includes(babe) && { ...head, authorities };
		}, { timeoutMs: 4 * SESSION_MS });
		assert.equal((await (await chain.at(first.hash)).query.session.currentIndex()).toNumber(), session + 2);
		assert.equal(first.authorities.length, 4);
		assert.ok(!first.authorities.includes(plain(old).babe));

		// A block counts for its author by the key that sealed it, a vote by the key that signed it.
		await makesBlock(chain, bob, first.number, { timeoutMs: 3 * SESSION_MS });
		await voters(chain, [grandpa], { timeoutMs: 6 * SESSION_MS });
		await network.assertFinalizes(2);
	});

	check('a late node syncs by warp through the changes of authorities', { timeoutMs: 800_000 }, async (network) => {
		const chain = await network.chain('alice');
		// Two of them came after the one with the new keys.
		const setId = async (peer) => (await peer.rpc('grandpa_roundState')).setId;
		await eventually('the fourth set of voters', async () => (await setId(network.peers.alice)) >= 4, {
			timeoutMs: 5 * SESSION_MS,
		});
		const target = await network.peers.alice.finalized();
		const warp = await network.spawnWarp('warp');
		await warp.finalizes(target.number + 1, { timeoutMs: 90_000 });
		const final = await network.assertOneChain();
		await assertSameState(final.hash, network.up);
		await assert.rejects(
			warp.rpc('state_getStorage', chain.accountKey(bob), await network.peers.alice.hashOf(1)),
			/State already discarded/,
		);
		assert.ok((await setId(warp)) >= 4);
		await network.end('warp');
	});

	check('the new keys outlive a restart', { timeoutMs: 500_000 }, async (network) => {
		await network.stop('bob');
		await network.start(['bob']);
		const chain = await network.chain('alice');
		assert.equal(await network.peers.bob.rpc('author_hasSessionKeys', keys.toHex()), true);
		const { number } = await chain.head();
		await Promise.all([
			makesBlock(chain, bob, number, { timeoutMs: 4 * SESSION_MS }),
			// Three signatures are enough, so one may be missing for a while.
			voters(chain, [plain(keys).grandpa], { timeoutMs: 6 * SESSION_MS }),
		]);
		assert.deepEqual(await equivocations(chain), []);
	});

	// The proofs that sc-consensus-babe 0.60 makes carry headers without their seals, and the runtime rejects them.
	const todo = 'sc-consensus-babe reports authors with proofs that cannot be checked';
	check('an author of two blocks in one slot is reported', { timeoutMs: 300_000, todo }, async (network) => {
		const chain = await network.chain('alice');
		await network.spawn('twin', '--dave');
		const reported = await eventually('an author is reported', async () => {
			const kinds = (await equivocations(chain)).map(({ kind }) => kind);
			return kinds.includes('babe:equivocatio') && kinds;
		}, { timeoutMs: 3 * SESSION_MS });
		console.log(`reported: ${reported}`);
	});
});
