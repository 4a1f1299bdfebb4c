// An operator on its way: from nothing to its first block, out of the set and in again by the stake behind it, away and back, and
// gone with all that is its own. What it does are the commands of docs/validators.md.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import { Guide } from '../src/guide.js';
import { EXCLUSIVE, FULL_MAGNITUDE } from '../src/ledger.js';
import {
	Chronicle,
	SLOT_MS,
	describeOnNetwork,
	fails,
	makesBlock,
	reachesSession,
	succeed,
	sudo,
	validatorsAt,
} from '../src/network.js';
import { CONSENSUS, GENESIS_STAKE, MEMBERSHIP_DEPOSIT, keyOf } from '../src/registries.js';
import { NATIVE, PAL } from '../src/values.js';

const { aliceStash, bobStash, charlieStash, daveStash, ferdie: delegator } = await wellKnownAccounts();
const FIRST = [aliceStash, bobStash, charlieStash, daveStash];
const gina = await newAccount('Gina');
const ginasKey = await newAccount('Gina signs');
/** What she has in the beginning. */
const FUNDS = 20_100n * PAL;

/** A session, which is an epoch here. */
const SESSION_SLOTS = 6;
const SESSION_MS = SESSION_SLOTS * SLOT_MS;
const UNBONDING = 6;
const MINUTES = 60_000;
/** For how many sessions on end nobody may be absent. */
const ABSENCES = 4;
const UNRESPONSIVENESS = { Unresponsiveness: null };

const guide = new Guide(new URL('../../docs/validators.md', import.meta.url), {
	STASH: '//Palisade//Gina',
	SERVICE_KEY: '//Palisade//Gina signs',
	DELEGATOR: '//Ferdie',
});

/** Of equals the greatest account stands last. */
const lastOf = (accounts) => accounts.map((who) => [u8aToHex(decodeAddress(who.address)), who]).sort().at(-1)[1];

describeOnNetwork('an operator', { only: ['alice', 'bob', 'charlie', 'dave'], sessionSlots: SESSION_SLOTS }, (check) => {
	let chronicle;
	after(() => guide.scope.api?.disconnect());

	/** The validators of a session, once it has begun. */
	async function validatorsOf(chain, session) {
		return validatorsAt(chain, (await chronicle.session(session, { timeoutMs: 10 * SESSION_MS })).hash);
	}

	const validates = async (chain, who, session) => (await validatorsOf(chain, session)).includes(who.address);

	/** What the election for a session said. */
	const elected = async (session) => {
		const { data } = await chronicle.find('validators.Elected', { session }, { timeoutMs: 10 * SESSION_MS });
		return [data.candidates, data.validators];
	};

	/** Waits for the event, and answers its data and its epoch. */
	async function happens(chain, name, like, options = { timeoutMs: 10 * SESSION_MS }) {
		const { data, hash } = await chronicle.find(name, like, options);
		return { data, epoch: await chain.epoch(hash) };
	}

	/** Sets the limits; answers the first session whose election goes by them. */
	async function setLimits(chain, min, max) {
		const { hash } = await sudo(chain, chain.api.tx.validators.setLimits(min, max));
		return (await chain.epoch(hash)) + 2;
	}

	check('starts a node, and it follows the chain without making a block', { timeoutMs: 8 * MINUTES }, async (network) => {
		await network.assertFinalizes(1, { timeoutMs: 3 * MINUTES });
		const node = await network.spawn('gina', '--validator');
		const chain = await network.chain('alice');
		chronicle = new Chronicle(chain);
		await succeed(chain, chain.api.tx.balances.transferKeepAlive(gina.address, FUNDS), delegator);
		await node.finalizes((await chain.finalized()).number, { timeoutMs: MINUTES });
		guide.scope.process.env.NODE_URL = node.url;
		await guide.run('connect');
		assert.equal(guide.scope.stash.address, gina.address);
	});

	check('registers keys, stake and a pledge, and makes a block when it was promised', { timeoutMs: 20 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		await guide.run('keys');
		await guide.run('stake');
		await guide.run('apply');
		await guide.run('pledge');

		const { query } = await chain.at();
		assert.equal((await query.session.nextKeys(gina.address)).unwrap().toHex(), guide.scope.made.keys);
		assert.equal(await network.peers.gina.rpc('author_hasSessionKeys', guide.scope.made.keys), true);
		const joined = await happens(chain, 'services.Joined', { operator: gina.address });
		assert.deepEqual(joined.data.key, keyOf(ginasKey));
		assert.equal(joined.data.countsFrom, joined.epoch + 2);
		const pledged = await happens(chain, 'restaking.AllocationIncreased', { operator: gina.address });
		assert.equal(pledged.data.countsFrom, pledged.epoch + 2);
		assert.equal(await chain.held(gina, 'Services', 'Membership'), MEMBERSHIP_DEPOSIT);

		// The pledge is the last thing that she did.
		const counts = pledged.epoch + 2;
		assert.deepEqual([await elected(counts), await elected(counts + 1)], [[4, 4], [5, 5]]);
		const { value, members } = await chain.security(CONSENSUS, counts);
		assert.equal(value, 4n * (GENESIS_STAKE / 2n) + 25_000n * PAL);
		assert.deepEqual(members.find(([operator]) => operator === gina.address), [gina.address, 25_000n * PAL]);
		assert.equal(await validates(chain, gina, counts), false);
		assert.equal(await validates(chain, gina, counts + 1), true);
		const { number } = await chronicle.session(counts + 1);
		const block = await makesBlock(chain, gina, number - 1, { timeoutMs: 8 * SESSION_MS });
		console.log(`applied in epoch ${joined.epoch}, pledged in ${pledged.epoch}, elected in ${counts}, block ${block.number} in ${await chain.epoch(block.hash)}`);
		await guide.run('look');
		assert.equal(guide.scope.validating, true);
		const { weight, rank, planned } = guide.scope.standing;
		assert.deepEqual([weight.unwrap().toBigInt(), rank.unwrap().toNumber(), planned.isTrue], [25_000n * PAL, 5, true]);
		await network.assertFinalizes(2, { timeoutMs: 20 * SLOT_MS });
	});

	check('is pushed out when there are fewer places, and back in by more stake', { timeoutMs: 15 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		const fewer = await setLimits(chain, 2, 4);
		assert.deepEqual([await elected(fewer - 1), await elected(fewer)], [[5, 5], [5, 4]]);
		assert.equal(await validates(chain, gina, fewer - 1), true);
		assert.equal(await validates(chain, gina, fewer), false);

		await guide.run('more');
		const amount = 60_000n * PAL;
		const { epoch } = await happens(chain, 'restaking.Delegated', { operator: gina.address, amount });
		// It is worth something at the start of the next epoch, which elects the validators of the session after it.
		assert.equal(await validates(chain, gina, epoch + 1), false);
		assert.equal(await validates(chain, gina, epoch + 2), true);
		const validators = await validatorsOf(chain, epoch + 2);
		const out = FIRST.filter(({ address }) => !validators.includes(address));
		assert.deepEqual([validators.length, out], [4, [lastOf(FIRST)]]);
		console.log(`${out[0].meta.name} gave way, the last of four equals`);

		const more = await setLimits(chain, 2, 100);
		assert.deepEqual(await elected(more), [5, 5]);
	});

	check('what is minted for blocks waits in an account', { timeoutMs: 3 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		await guide.run('rewards');
		await chronicle.catchUp();
		const issued = chronicle.all('validators.RewardsIssued');
		for (const { data } of issued) assert.equal(data.amount, (BigInt(data.blocks) * PAL) / 20n);
		const minted = issued.reduce((total, { data }) => total + data.amount, 0n);
		assert.equal((await chain.native(chain.rewardsAccount, issued.at(-1).hash)).free, minted);
		assert.ok(guide.scope.waiting >= minted);
		// As many blocks as there were, whichever slots stayed empty.
		assert.equal(issued.reduce((total, { data }) => total + data.blocks, 0), issued.at(-1).number);
	});

	check('cannot go while there are too few candidates', { timeoutMs: 12 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		const { tx } = chain.api;
		const tight = await setLimits(chain, 5, 100);
		// With the election for it there are five candidates, and five have to be.
		await elected(tight);
		await assert.rejects(guide.run('leave'), /^Error: TooFewValidators$/);
		await fails(chain, tx.services.leave(CONSENSUS), gina, 'services.TooFewValidators');
		const less = tx.restaking.allocate(CONSENSUS, NATIVE, FULL_MAGNITUDE / 2n - 1n, EXCLUSIVE);
		await fails(chain, less, gina, 'restaking.TooFewValidators');
		await fails(chain, tx.session.purgeKeys(), gina, 'system.CallFiltered');
		await elected(await setLimits(chain, 2, 100));
	});

	check('is jailed when it was silent for four sessions, and comes back by itself', { timeoutMs: 25 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		const stake = (await chain.pool(gina, NATIVE)).balance;
		await guide.scope.api.disconnect();
		const last = await chain.epoch();
		await network.end('gina');
		const silent = await chain.epoch();
		const fault = { operator: gina.address, fault: UNRESPONSIVENESS };
		const recorded = await happens(chain, 'validators.FaultRecorded', fault, { timeoutMs: 8 * SESSION_MS });
		const { session } = recorded.data;
		assert.deepEqual(recorded.data, { ...fault, session, severity: FULL_MAGNITUDE });
		// In the session in which it ended it may have made a block before.
		const absent = session - ABSENCES + 1;
		assert.ok(last <= absent && absent <= silent + 1, `silent since session ${last} or ${silent}, fault of ${session}`);
		const judged = await happens(chain, 'validators.FaultJudged', fault);
		assert.deepEqual([judged.data.session, judged.data.charged, judged.epoch], [session, session - 1, session + 1]);
		const { data: jailed } = await happens(chain, 'slashing.Jailed', { operator: gina.address });
		assert.deepEqual([jailed.service, jailed.from, jailed.until], [CONSENSUS, session + 2, session + 3]);

		// The same machine, with the same keys.
		await network.spawn('gina', '--validator');
		const sessions = [session + 2, session + 3, session + 4];
		const found = [];
		for (const one of sessions) found.push([await validates(chain, gina, one), (await elected(one))[0]]);
		assert.deepEqual(found, [[true, 5], [false, 4], [true, 5]]);
		const { number } = await chain.finalized();
		await makesBlock(chain, gina, number - 1, { timeoutMs: 8 * SESSION_MS });
		assert.equal((await chain.pool(gina, NATIVE)).balance, stake);
		assert.deepEqual(chronicle.all('validators.FaultRecorded').map(({ data }) => data.operator), [gina.address]);
		await network.assertFinalizes(2, { timeoutMs: 20 * SLOT_MS });
	});

	check('leaves, validates for the last time, and answers for what was', { timeoutMs: 12 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		guide.scope.process.env.NODE_URL = network.peers.gina.url;
		await guide.run('connect');
		await guide.run('look');
		await guide.run('faults');
		assert.equal(guide.scope.pending.items.length, 0);
		assert.equal(guide.scope.preview.unwrap().penalty.toBigInt(), FULL_MAGNITUDE / 10n);

		await guide.run('leave');
		const { data, epoch: left } = await happens(chain, 'services.Left', { operator: gina.address });
		assert.deepEqual(data, { service: CONSENSUS, operator: gina.address, stopsAt: left + 1 });
		assert.equal(await validates(chain, gina, left + 1), true);
		assert.equal(await validates(chain, gina, left + 2), false);
		assert.deepEqual([await elected(left + 1), await elected(left + 2)], [[5, 5], [4, 4]]);
		const membership = (epoch) => chain.ask('servicesApi', 'membership', CONSENSUS, gina, epoch);
		assert.equal((await membership(left)).counts, true);
		assert.equal(await membership(left + 1), null);

		await guide.run('purge');
		await network.end('gina');
		await guide.scope.api.disconnect();
		await network.assertFinalizes(2, { timeoutMs: 20 * SLOT_MS });
	});

	check('has its stake back after U epochs, and its deposits after one more', { timeoutMs: 20 * MINUTES }, async (network) => {
		const chain = await network.chain('alice');
		guide.scope.process.env.NODE_URL = network.peers.alice.url;
		await guide.run('connect');
		try {
			const { data: gone } = chronicle.all('services.Left', { operator: gina.address })[0];
			const left = gone.stopsAt - 1;
			await guide.run('undelegate');
			// What does not count any more waits no longer than what left in the last epoch that counted.
			assert.equal(guide.scope.claimable, left + UNBONDING);
			await assert.rejects(guide.run('withdraw'), /^Error: NotClaimable$/);
			await reachesSession(chain, left + UNBONDING, { timeoutMs: 10 * SESSION_MS });
			const before = await chain.native(gina);
			await guide.run('withdraw');
			const { data } = await happens(chain, 'restaking.Withdrawn', { who: gina.address });
			assert.equal(data.amount, 20_000n * PAL);
			assert.ok((await chain.native(gina)).free > before.free + 19_999n * PAL);

			await reachesSession(chain, left + UNBONDING + 1, { timeoutMs: 5 * SESSION_MS });
			await guide.run('clear');
			assert.deepEqual(await chain.holds(gina), []);
			const { free, reserved } = await chain.native(gina);
			assert.equal(reserved, 0n);
			// She paid fees, and nothing else.
			assert.ok(free < FUNDS && free > FUNDS - PAL / 2n, `${free} of ${FUNDS}`);
			assert.equal(await chain.ask('operatorsApi', 'operator', gina), null);
			// What others put behind her is theirs.
			const theirs = await chain.position(delegator, gina, NATIVE);
			assert.equal(theirs.value, 90_000n * PAL);
		} finally {
			await guide.scope.api.disconnect();
		}
	});

	check('has done all that the guide says', { timeoutMs: MINUTES }, async () => {
		assert.deepEqual(guide.names.filter((name) => !guide.ran.includes(name)), []);
	});
});
