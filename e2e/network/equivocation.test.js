// What becomes of a validator that cheats, and of those who stand behind it. Dave's keys run on two nodes, and he votes for two
// chains. Everything after that the chain does by itself: it takes note, disables him, judges, jails and replaces him, and takes
// what a preview said beforehand, from whom it answers for and from nobody else.
//
// `npm run story` tells it.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { u8aToHex } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE } from '../src/ledger.js';
import {
	Chronicle,
	SLOT_MS,
	assertEquivocationReported,
	describeOnNetwork,
	disabledValidators,
	equivocations,
	eventually,
	makesBlock,
	reachesSession,
	sessionAt,
	succeed,
	validatorsAt,
} from '../src/network.js';
import { CONSENSUS, FINE_PERCENT, GENESIS_STAKE, possession } from '../src/registries.js';
import { NATIVE, PAL } from '../src/values.js';

const { ferdie: donor, daveStash: dave, eveStash: eve } = await wellKnownAccounts();
const [anna, ben, cleo] = await Promise.all(['Anna', 'Ben', 'Cleo'].map((name) => newAccount(name)));

/** A session, which is an epoch here. The report has to come in the session of the offence or in the one after it. */
const SESSION_SLOTS = 16;
const SESSION_MS = SESSION_SLOTS * SLOT_MS;
const VALIDATORS = ['alice', 'bob', 'charlie', 'dave'];
const HALF = ['charlie', 'dave'];

/** Who stands behind Dave, beside himself. */
const STAKES = [
	[anna, 20_000n * PAL],
	[ben, 12_000n * PAL],
	[cleo, 8_000n * PAL],
];
const [ANNAS, BENS, CLEOS] = STAKES.map(([, stake]) => stake);
/** What Eve brings. Pledged by half, as everybody's is, it is less than what the four have. */
const EVES = 60_000n * PAL;

// The terms of consensus on test networks.
const VOTE_EQUIVOCATION = 1;
const JAIL = 4;
const UNBONDING = 6;
/** From the charged epoch on: evidence age 2, veto window 1, and the next one. */
const FINAL_AFTER = 2 + 1 + 1;
/** A tenth at most, where nobody else offended. */
const PENALTY = 10n * FINE_PERCENT;
/** One of four: (3 · 1/4)². */
const SEVERITY = (FULL_MAGNITUDE * 9n) / 16n;
/** What half of `stake` loses: of each PAL, one twentieth. */
const lost = (stake) => stake / 20n;

const pal = (amount) => `${(Number(amount) / Number(PAL)).toLocaleString('en-US')} PAL`;
const tell = (text) => console.log(`    ${text}`);

describeOnNetwork('a validator that cheats', {
	only: ['alice', 'bob'],
	sessionSlots: SESSION_SLOTS,
	genesis: (config) => (config.validators.maxValidators = VALIDATORS.length),
}, (check) => {
	let chronicle;
	/** The epoch in which Eve begins to count, whose validators are Dave's last that he shares with nobody. */
	let counts;
	/** Of the offence: the session, the epoch that it is charged to, and that of its report. */
	let session;
	let charged;
	let reported;
	let preview;

	const others = (network) => network.onlyTo(VALIDATORS);
	const pool = async (chain, hash) => (await chain.pool(dave, NATIVE, hash)).balance;
	const worth = async (chain, who, hash) => (await chain.position(who, dave, NATIVE, hash)).value;
	const exits = async (chain, who, hash) => (await chain.position(who, dave, NATIVE, hash)).exits;
	const epochOf = (chain, { hash }) => chain.epoch(hash);

	check('four validate, a fifth operator applies, and three delegators stand behind Dave', { timeoutMs: 900_000 }, async (network) => {
		await network.start(HALF, ...others(network));
		const spare = await network.spawn('eve', '--validator');
		await network.assertFinalizes(2, { timeoutMs: 180_000 });
		const chain = await network.chain('alice');
		chronicle = new Chronicle(chain);
		const { tx } = chain.api;

		const gifts = STAKES.map(([{ address }, stake]) => tx.balances.transferKeepAlive(address, stake + 10n * PAL));
		await succeed(chain, tx.utility.batchAll(gifts), donor);
		await Promise.all(STAKES.map(([who, stake]) => succeed(chain, tx.restaking.delegate(dave.address, NATIVE, stake), who)));

		const { keys, proof } = await spare.rpc('author_rotateKeysWithOwner', u8aToHex(decodeAddress(eve.address)));
		const key = await newAccount('Eve signs');
		const joined = await succeed(chain, tx.utility.batchAll([
			tx.session.setKeys(keys, proof),
			tx.operators.register('Eve', 0),
			tx.restaking.delegate(eve.address, NATIVE, EVES),
			tx.services.apply(CONSENSUS, 1, ...possession(chain, key, CONSENSUS, eve)),
			tx.restaking.allocate(CONSENSUS, NATIVE, FULL_MAGNITUDE / 2n, EXCLUSIVE),
		]), eve);
		counts = (await epochOf(chain, joined)) + 2;
		const { data } = joined.events.find(({ name }) => name === 'services.Joined');
		assert.equal(data.countsFrom, counts);
		const balance = await pool(chain, joined.hash);
		assert.equal(balance, GENESIS_STAKE + ANNAS + BENS + CLEOS);
		tell(`epoch ${counts - 2}: behind Dave are ${pal(balance)}, half of it pledged to consensus: ` +
			`${pal(GENESIS_STAKE)} of his own, Anna's ${pal(ANNAS)}, Ben's ${pal(BENS)}, Cleo's ${pal(CLEOS)}`);
		tell(`         Eve applies with ${pal(EVES)}; she counts from epoch ${counts} on`);
	});

	check('the fifth waits as a replacement, and one delegator leaves in time', { timeoutMs: 15 * 60_000 }, async (network) => {
		const chain = await network.chain('alice');
		// In an epoch before the one that will be charged, whether the vote comes in session `counts` + 1 or in the one before.
		const left = await succeed(chain, chain.api.tx.restaking.undelegate(dave.address, NATIVE, null), anna);
		const epoch = await epochOf(chain, left);
		assert.ok(epoch < counts, `too slow: it is epoch ${epoch} already`);
		assert.deepEqual(await exits(chain, anna, left.hash), [[epoch + UNBONDING, ANNAS]]);
		tell(`epoch ${epoch}: Anna asks for her stake back`);

		const elected = await chronicle.find('validators.Elected', { candidates: 5 }, { timeoutMs: 4 * SESSION_MS });
		assert.deepEqual(elected.data, { session: counts + 1, candidates: 5, validators: 4 });
		assert.equal(await epochOf(chain, elected), counts);
		const value = ({ members }, who) => members.find(([operator]) => operator === who.address)[1];
		const security = await chain.security(CONSENSUS, counts);
		assert.equal(value(security, eve), EVES / 2n);
		assert.equal(value(security, dave), (GENESIS_STAKE + BENS + CLEOS) / 2n);
		tell(`epoch ${counts}: five candidates; the four with more at stake are elected for session ${counts + 1}`);
	});

	check('his keys run on two nodes, and the others report him', { timeoutMs: 15 * 60_000 }, async (network) => {
		// The twin starts before it is needed, and finds nobody.
		const twin = await network.spawn('twin', '--dave', '--reserved-only');
		const chain = await network.chain('alice');
		await reachesSession(chain, counts + 1, { timeoutMs: 3 * SESSION_MS });
		const validators = await validatorsAt(chain);
		assert.equal(validators.length, 4);
		assert.ok(validators.includes(dave.address) && !validators.includes(eve.address));

		// Dave's node and its twin see two halves, in which no round of votes can end. So both vote in the same one, and for
		// different chains.
		await network.cut(HALF, ['alice', 'bob']);
		await network.kill('bob');
		await twin.rpc('system_addReservedPeer', network.peers.alice.address);
		const { number } = await network.peers.alice.head();
		await network.peers.alice.reaches(number + 3, { timeoutMs: 30 * SLOT_MS });
		await eventually('the twin follows its half', async () => (await twin.head()).number > number + 2);
		await sleep(SLOT_MS);
		assert.deepEqual(await equivocations(chain), []);
		tell(`session ${await sessionAt(chain)}: Dave's keys run on two nodes, each in a half of the network`);

		await network.heal(HALF, ['alice']);
		const kinds = await assertEquivocationReported(chain, dave, { timeoutMs: 30 * SLOT_MS });
		assert.deepEqual([...new Set(kinds)], ['grandpa:equivoca']);
		tell(`session ${await sessionAt(chain)}: the halves meet, the others report two votes of one round, and Dave is disabled`);
		await network.end('twin');
	});

	check('the chain records and judges it under the terms of service 0, and jails him', { timeoutMs: 300_000 }, async (network) => {
		const chain = await network.chain('alice');
		const fault = { operator: dave.address, fault: { VoteEquivocation: null } };
		const recorded = await chronicle.find('validators.FaultRecorded', fault);
		session = recorded.data.session;
		assert.deepEqual(recorded.data, { ...fault, session, severity: SEVERITY });
		// The votes were counted in the last session of which a block was final: on a slow machine, the one after.
		assert.ok([counts + 1, counts + 2].includes(session), `in session ${session}`);

		charged = session - 1;
		const judged = await chronicle.find('validators.FaultJudged', fault);
		assert.deepEqual(judged.data, { ...fault, session, charged });
		reported = await epochOf(chain, judged);
		const offence = { operator: dave.address, service: CONSENSUS, epoch: charged };
		const report = await chronicle.find('slashing.Reported', { offence });
		assert.equal(report.number, judged.number);
		assert.deepEqual(report.data, {
			slash: 0,
			offence,
			condition: VOTE_EQUIVOCATION,
			severity: SEVERITY,
			reporter: null,
			bond: 0n,
			finalFrom: charged + FINAL_AFTER,
		});
		const jailed = await chronicle.find('slashing.Jailed', { slash: 0 });
		const sentence = { from: reported + 1, until: reported + 1 + JAIL };
		assert.deepEqual(jailed.data, { service: CONSENSUS, operator: dave.address, ...sentence, slash: 0 });
		tell(`epoch ${reported}: the fault of session ${session} is charged to epoch ${charged}, whose stake elected him`);
		tell(`         final from epoch ${charged + FINAL_AFTER} on; jailed from ${sentence.from} up to ${sentence.until}`);
	});

	check('what it will cost is known, and who leaves now still answers', { timeoutMs: 300_000 }, async (network) => {
		const chain = await network.chain('alice');
		const left = await succeed(chain, chain.api.tx.restaking.undelegate(dave.address, NATIVE, null), ben);
		const epoch = await epochOf(chain, left);
		assert.ok(epoch >= charged);
		assert.deepEqual(await exits(chain, ben, left.hash), [[epoch + UNBONDING, BENS]]);
		tell(`epoch ${epoch}: Ben asks for his stake back, too late`);

		preview = await chain.ask('slashingApi', 'preview', CONSENSUS, VOTE_EQUIVOCATION, dave, charged, SEVERITY);
		assert.ok(preview, `too slow: epoch ${charged} cannot be charged any more in epoch ${await chain.epoch()}`);
		assert.equal(preview.penalty, PENALTY);
		assert.equal(preview.stopped, false);
		const active = GENESIS_STAKE + CLEOS;
		const [effect] = preview.pools;
		assert.deepEqual(
			[preview.pools.length, effect.asset, effect.fromActive, effect.fromExits],
			[1, NATIVE, lost(active), lost(BENS)],
		);
		assert.deepEqual([effect.before.balance, effect.after.balance], [active, active - lost(active)]);
		const { outcome } = await chain.ask('slashingApi', 'slash', 0);
		assert.deepEqual(outcome, { Pending: { penalty: PENALTY } });
		// Nothing has moved.
		assert.equal(await pool(chain), active);
		tell(`         the preview: a tenth of what was pledged, ${pal(effect.fromActive)} of the pool and ${pal(effect.fromExits)} of Ben's exit`);

		// Bob's node was away so that the halves were equal.
		await network.start(['bob']);
		await network.heal(HALF, ['bob']);
		await network.assertFinalizes(2, { timeoutMs: 20 * SLOT_MS });
	});

	check('the fifth takes his place', { timeoutMs: 15 * 60_000 }, async (network) => {
		const chain = await network.chain('alice');
		const replaced = reported + 2;
		const elected = await chronicle.find('validators.Elected', { session: replaced }, { timeoutMs: 4 * SESSION_MS });
		assert.deepEqual(elected.data, { session: replaced, candidates: 4, validators: 4 });
		const { hash, number } = await chronicle.session(replaced, { timeoutMs: 3 * SESSION_MS });
		const validators = await validatorsAt(chain, hash);
		assert.equal(validators.length, 4);
		assert.ok(validators.includes(eve.address) && !validators.includes(dave.address));
		assert.deepEqual(await disabledValidators(chain, hash), []);
		tell(`session ${replaced}: Eve validates in Dave's place`);
		await makesBlock(chain, eve, number - 1, { timeoutMs: 3 * SESSION_MS });
		await network.assertFinalizes(2, { timeoutMs: 20 * SLOT_MS });
	});

	check('the slash is executed when it is final, exactly as previewed', { timeoutMs: 15 * 60_000 }, async (network) => {
		const chain = await network.chain('alice');
		const due = charged + FINAL_AFTER;
		const executed = await chronicle.find('slashing.Executed', { slash: 0 }, { timeoutMs: 5 * SESSION_MS });
		assert.equal(await epochOf(chain, executed), due);
		const [effect] = preview.pools;
		const taken = effect.fromActive + effect.fromExits;
		assert.deepEqual(executed.data, { slash: 0, penalty: preview.penalty, taken: [[NATIVE, taken]] });
		assert.deepEqual((await chain.pool(dave, NATIVE, executed.hash)).balance, effect.after.balance);

		// The first block begins the epoch, the second one does what is due in it.
		const { hash: before, number: first } = await chronicle.session(due);
		assert.equal(executed.number, first + 1);
		const rows = [
			['Dave', dave, GENESIS_STAKE],
			['Cleo', cleo, CLEOS],
		];
		for (const [name, who, stake] of rows) {
			assert.deepEqual([await worth(chain, who, before), await worth(chain, who, executed.hash)], [stake, stake - lost(stake)]);
			tell(`epoch ${due}: ${name} has ${pal(stake - lost(stake))} of ${pal(stake)}`);
		}
		const exit = async (who, hash) => (await exits(chain, who, hash)).map(([, amount]) => amount);
		assert.deepEqual([await exit(ben, before), await exit(ben, executed.hash)], [[BENS], [BENS - lost(BENS)]]);
		tell(`epoch ${due}: Ben's exit has ${pal(BENS - lost(BENS))} of ${pal(BENS)}`);
		// Who left before the charged epoch has nothing to do with it.
		assert.deepEqual([await exit(anna, before), await exit(anna, executed.hash)], [[ANNAS], [ANNAS]]);
		tell(`epoch ${due}: Anna's exit has ${pal(ANNAS)} of ${pal(ANNAS)}`);
		// Nobody gains by it.
		assert.equal(await chain.issuance(before), (await chain.issuance(executed.hash)) + taken);
		assert.deepEqual((await chain.custody(NATIVE, before)) - (await chain.custody(NATIVE, executed.hash)), taken);
	});

	check('who left in time is paid in full, and the chain goes on', { timeoutMs: 15 * 60_000 }, async (network) => {
		const chain = await network.chain('alice');
		const [[claimable]] = await exits(chain, anna);
		const { hash } = await reachesSession(chain, claimable, { timeoutMs: 4 * SESSION_MS });
		const before = await chain.native(anna, hash);
		const paid = await succeed(chain, chain.api.tx.restaking.withdraw(dave.address, NATIVE), anna);
		assert.equal((await chain.native(anna, paid.hash)).free, before.free + ANNAS - paid.fee);
		tell(`epoch ${claimable}: Anna is paid ${pal(ANNAS)}`);
		await network.assertFinalizes(3, { timeoutMs: 20 * SLOT_MS });
		assert.deepEqual(await disabledValidators(chain), []);
		const kinds = new Set(chronicle.all('validators.FaultRecorded').map(({ data }) => Object.keys(data.fault)[0]));
		assert.deepEqual([...kinds], ['VoteEquivocation']);
		assert.equal(chronicle.all('slashing.Executed').length, 1);
	});
});
