// Stake that is pledged: who comes and who goes over twenty epochs, and what services can count on meanwhile. Every step
// is done in a model, too, and all that the chain answers is compared with what the model does.

import assert from 'node:assert/strict';
import { bnToU8a, stringToU8a, u8aConcat } from '@polkadot/util';
import { blake2AsU8a, decodeAddress, encodeAddress } from '@polkadot/util-crypto';
import { SESSION, eventsOf, newAccount, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE, Ledger, SHARED } from '../src/ledger.js';
import { assertRefused, assertRootRefused } from '../src/refusals.js';
import { GENESIS_STAKE, PERCENT, condition, possession, terms } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, withId } from '../src/values.js';

const LST = withId(1);
const LST_UNIT = 10_000_000_000n;
/** Plancks for a unit. */
const LST_RATE = (5n * PAL) / LST_UNIT;

// Bob owns the services, Charlie, Dave and Eve operate, Ferdie is somebody, Alice is the sudo key.
const { alice, bob: owner, charlie, dave, eve, ferdie } = await wellKnownAccounts();
const OPERATORS = [charlie, dave, eve];
const [anna, ben, cleo, dora] = await Promise.all(['Anna', 'Ben', 'Cleo', 'Dora'].map((name) => newAccount(name)));
const DELEGATORS = [anna, ben, cleo, dora];

const BRIDGE = 1;
const ORACLE = 2;
const takes = (kinds) => [NATIVE, LST].map((asset) => ({ asset, kinds }));
/** Needs all of U. */
const BRIDGE_TERMS = terms({ assets: takes(EXCLUSIVE), conditions: [condition()] });
const ORACLE_TERMS = terms({
	assets: takes(SHARED),
	minOperatorValue: 1_000n * PAL,
	maxOperators: 20,
	conditions: [condition({ evidenceAge: 2 })],
});
const JOINERS = [
	[BRIDGE, charlie, await newAccount('Charlie', 'sr25519')],
	[ORACLE, charlie, await newAccount('Charlie', 'sr25519')],
	[BRIDGE, dave, await newAccount('Dave', 'ecdsa')],
	[ORACLE, dave, await newAccount('Dave', 'ecdsa')],
	[ORACLE, eve, await newAccount('Eve', 'sr25519')],
];
/** Operators without stake. With the others they are one more than a page of a tally. */
const CROWD = 14;
const TALLY_PAGE = 16;

/** What the chain's validator put behind itself, in which nothing happens here. */
const untouched = (asset) => ('Native' in asset ? GENESIS_STAKE : 0n);

/** Parts of a magnitude. */
const percent = (share) => (FULL_MAGNITUDE * share) / 100n;

/** An account that acts through another one's calls. */
function derivativeOf(who, index) {
	const seed = u8aConcat(stringToU8a('modlpy/utilisuba'), decodeAddress(who.address), bnToU8a(index, { bitLength: 16 }));
	return encodeAddress(blake2AsU8a(seed), 42);
}

const byId = (entries) =>
	entries
		.map((entry) => [JSON.stringify(entry.slice(0, -1)), entry.at(-1)])
		.sort(([a], [b]) => (a < b ? -1 : 1));

describeOnNode('ledger', { sealing: 'manual' }, (check) => {
	/** The epoch in which operators join. The others are counted from it. */
	let start;
	/** What each wallet had when the story began, and what it paid for transactions since. */
	const opening = new Map();
	const fees = new Map();
	const ledger = new Ledger({
		epoch: 0,
		unbonding: 6,
		notice: 2,
		assets: [
			[NATIVE, 1n, 0],
			[LST, LST_RATE, 10 * PERCENT],
		],
		minimums: { [BRIDGE]: 0n, [ORACLE]: ORACLE_TERMS.minOperatorValue },
	});

	const paid = (who, { fee }) => fees.set(who, (fees.get(who) ?? 0n) + fee);
	const restaking = (chain, method, args) =>
		chain.api.tx.restaking[method](...args.map((arg) => arg?.address ?? arg));

	/** Sends a call, and does the same in the model. Both say that the same has happened. */
	async function step(chain, who, method, ...args) {
		const outcome = await chain.succeed(restaking(chain, method, args), who);
		assert.equal(await chain.epoch(outcome.hash), ledger.now);
		assert.deepEqual(eventsOf(outcome, 'restaking'), ledger[method](who, ...args));
		paid(who, outcome);
	}

	async function refused(chain, error, who, method, ...args) {
		const outcome = await assertRefused(chain, restaking(chain, method, args), who, `restaking.${error}`);
		assert.equal(await chain.epoch(outcome.hash), ledger.now);
		paid(who, outcome);
		return outcome;
	}

	/** Goes on to the first block of an epoch: what happened before counts now, and the past is as it was. */
	async function enter(chain, epochs) {
		ledger.enter(start + epochs);
		const { hash } = await chain.createBlocksUntil(ledger.now * SESSION + 1);
		assert.equal(await chain.epoch(hash), ledger.now);
		await assertSecurity(chain);
	}

	/** Makes blocks up to the last but one of the epoch. */
	const approachEnd = (chain) => chain.createBlocksUntil((ledger.now + 1) * SESSION - 1);

	async function assertSecurity(chain) {
		const answerable = ledger.answerable();
		for (const epoch of answerable) {
			for (const service of [BRIDGE, ORACLE]) {
				const { value, members } = await chain.security(service, epoch);
				const expected = ledger.security(service, epoch);
				assert.deepEqual([value, byId(members)], [expected.value, byId(expected.members)]);
			}
		}
		const beyond = [answerable[0] - 1, ledger.now + 1].filter((epoch) => epoch >= 0);
		for (const epoch of [...answerable, ...beyond]) {
			for (const [service, operator] of JOINERS) {
				const stake = await chain.stake(operator, service, epoch);
				assert.deepEqual(stake, ledger.stake(operator, service, epoch), `${service} ${operator.address} ${epoch}`);
			}
		}
	}

	/** Compares pools, positions, wallets and the pool account. */
	async function assertBooks(chain) {
		const { hash } = await chain.head();
		for (const asset of [NATIVE, LST]) {
			for (const operator of OPERATORS) {
				const pool = await chain.pool(operator, asset, hash);
				const allocations = pool.allocations.map((info) => ({ ...info, layers: ledger.tidy(info.layers) }));
				assert.deepEqual({ ...pool, allocations }, ledger.pool(operator, asset));
			}
			const total = ledger.total(asset) + untouched(asset);
			assert.equal(await chain.recorded(asset, hash), total);
			assert.equal(await chain.custody(asset, hash), total);
		}
		for (const who of DELEGATORS) {
			assert.deepEqual(byId(await chain.positions(who)), byId(ledger.positions(who)));
		}
		for (const [who, { native, lst }] of opening) {
			const deposits = ledger.deposits(who);
			assert.deepEqual(await chain.native(who, hash), {
				free: native.free + ledger.flow(who, NATIVE) - deposits - (fees.get(who) ?? 0n),
				reserved: native.reserved + deposits,
				frozen: 0n,
			});
			assert.equal(await chain.asset(who, 1, hash), lst + ledger.flow(who, LST));
		}
	}

	check('operators join two services with keys of two schemes', async (chain) => {
		const { tx } = chain.api;
		const create = [BRIDGE_TERMS, ORACLE_TERMS].map((published) => tx.services.create(published, ''));
		await chain.succeed(tx.utility.batchAll(create), owner);
		for (const operator of OPERATORS) await chain.succeed(tx.operators.register('', 0), operator);

		start = await chain.advanceEpochs(1);
		ledger.enter(start);
		for (const [service, operator, pair] of JOINERS) {
			const proven = possession(chain, pair, service, operator);
			const outcome = await chain.succeed(tx.services.apply(service, 1, ...proven), operator);
			assert.equal(eventsOf(outcome, 'services')[0].data.countsFrom, start + 2);
			ledger.join(operator, service, start + 2);
		}
		const crowd = await Promise.all(
			Array.from({ length: CROWD }, async (_, index) => {
				const account = derivativeOf(alice, index);
				const proven = possession(chain, await newAccount(`Crowd ${index}`), ORACLE, { address: account });
				return [
					tx.balances.transferKeepAlive(account, 20n * PAL),
					tx.utility.asDerivative(index, tx.operators.register('', 0)),
					tx.utility.asDerivative(index, tx.services.apply(ORACLE, 1, ...proven)),
				];
			}),
		);
		await chain.succeed(tx.utility.batchAll(crowd.flat()), alice);
		assert.equal((await chain.ask('servicesApi', 'service', ORACLE)).members, CROWD + OPERATORS.length);

		const gifts = DELEGATORS.flatMap(({ address }) => [
			tx.balances.transferKeepAlive(address, 20_000n * PAL),
			tx.assets.transferKeepAlive(1, address, 2_000n * LST_UNIT),
		]);
		await chain.succeed(tx.utility.batchAll(gifts), ferdie);
		for (const who of [...OPERATORS, ...DELEGATORS]) {
			opening.set(who, { native: await chain.native(who), lst: await chain.asset(who, 1) });
		}
	});

	check('delegators put units of two assets behind three operators', async (chain) => {
		await enter(chain, 1);
		await step(chain, anna, 'delegate', charlie, NATIVE, 12_345_678_901_234_567n);
		await step(chain, ben, 'delegate', charlie, LST, 1_500n * LST_UNIT + 7n);
		await step(chain, cleo, 'delegate', dave, NATIVE, 7_000n * PAL + 3n);
		await step(chain, cleo, 'delegate', dave, LST, 400n * LST_UNIT + 11n);
		await step(chain, dora, 'delegate', eve, NATIVE, 900n * PAL);
		await assertBooks(chain);

		// What somebody has is listed page by page.
		const [[operator, asset]] = await chain.positions(cleo, null, 1);
		const rest = await chain.positions(cleo, [operator, asset], 1);
		const pages = [...(await chain.positions(cleo, null, 1)), ...rest];
		assert.deepEqual(byId(pages), byId(ledger.positions(cleo)));
		assert.deepEqual(await chain.positions(cleo, rest[0].slice(0, 2)), []);
	});

	check('operators pledge parts of their pools, ring-fenced or shared, and nothing counts yet', async (chain) => {
		await enter(chain, 2);
		await step(chain, charlie, 'allocate', BRIDGE, NATIVE, percent(40n), EXCLUSIVE);
		await step(chain, charlie, 'allocate', ORACLE, NATIVE, percent(60n), SHARED);
		await step(chain, charlie, 'allocate', BRIDGE, LST, percent(25n), EXCLUSIVE);
		await step(chain, dave, 'allocate', ORACLE, NATIVE, percent(100n), SHARED);
		await step(chain, dave, 'allocate', BRIDGE, LST, FULL_MAGNITUDE / 3n, EXCLUSIVE);
		await step(chain, eve, 'allocate', ORACLE, LST, percent(50n), SHARED);
		// The first units come after the pledge.
		await step(chain, dora, 'delegate', eve, LST, 600n * LST_UNIT + 1n);
		await refused(chain, 'KindNotInTerms', dave, 'allocate', BRIDGE, NATIVE, 1n, SHARED);
		await assertBooks(chain);
	});

	check('whoever leaves before a pledge counts is paid in the next epoch, like idle stake', async (chain) => {
		await enter(chain, 3);
		assert.deepEqual(await chain.security(ORACLE, start + 3), { value: 0n, members: [] });
		await step(chain, ben, 'undelegate', charlie, LST, 100n * LST_UNIT);
		await step(chain, dora, 'undelegate', eve, NATIVE, 300n * PAL);
		assert.deepEqual((await chain.position(ben, charlie, LST)).exits, [[start + 4, 100n * LST_UNIT]]);
		assert.deepEqual((await chain.position(dora, eve, NATIVE)).exits, [[start + 4, 300n * PAL]]);
		await assertBooks(chain);

		await approachEnd(chain);
		await refused(chain, 'NotClaimable', dora, 'withdraw', eve, NATIVE);
	});

	check('pledges count two epochs after, and whoever leaves from then on waits for U epochs', async (chain) => {
		await enter(chain, 4);
		const native = (12_345_678_901_234_567n * 4n) / 10n;
		const lst = (1_400n * LST_UNIT + 7n) / 4n;
		assert.deepEqual(await chain.stake(charlie, BRIDGE, start + 3), []);
		assert.deepEqual(await chain.stake(charlie, BRIDGE, start + 4), [
			{ asset: NATIVE, amount: native, value: native, kind: EXCLUSIVE },
			{ asset: LST, amount: lst, value: lst * 450n, kind: EXCLUSIVE },
		]);
		await step(chain, dora, 'withdraw', eve, NATIVE);
		// What joins in an epoch, or leaves in it, changes the stake of the next one.
		await step(chain, cleo, 'delegate', dave, NATIVE, 500n * PAL + 1n);
		await step(chain, cleo, 'undelegate', dave, NATIVE, 3_000n * PAL);
		await step(chain, cleo, 'undelegate', dave, LST, 150n * LST_UNIT);
		await step(chain, anna, 'undelegate', charlie, NATIVE, 2_345n * PAL + 6n);
		assert.deepEqual((await chain.position(anna, charlie, NATIVE)).exits, [[start + 10, 2_345n * PAL + 6n]]);
		await assertSecurity(chain);
		await assertBooks(chain);
	});

	check('what is taken back counts through the epoch and cools, what was announced is free at once', async (chain) => {
		await enter(chain, 5);
		await step(chain, charlie, 'allocate', ORACLE, NATIVE, percent(30n), SHARED);
		await refused(chain, 'WouldShelterStake', charlie, 'allocate', BRIDGE, NATIVE, percent(40n) + 1n, EXCLUSIVE);
		await step(chain, dave, 'allocate', ORACLE, NATIVE, percent(20n), SHARED);
		await step(chain, charlie, 'allocate', BRIDGE, LST, percent(50n), EXCLUSIVE);
		await step(chain, eve, 'allocate', ORACLE, LST, percent(75n), SHARED);
		await step(chain, eve, 'allocate', ORACLE, NATIVE, percent(10n), SHARED);
		await assertBooks(chain);
		await step(chain, eve, 'allocate', ORACLE, NATIVE, 0n, SHARED);
		assert.deepEqual((await chain.pool(eve, NATIVE)).allocations, []);
		// Ben's exit from before matured, and is folded into one amount.
		await step(chain, ben, 'undelegate', charlie, LST, 200n * LST_UNIT);
		assert.deepEqual((await chain.position(ben, charlie, LST)).exits, [
			[start + 5, 100n * LST_UNIT],
			[start + 11, 200n * LST_UNIT],
		]);
		await assertBooks(chain);
	});

	check('an exit is cancelled, and an operator leaves a service', async (chain) => {
		await enter(chain, 6);
		// A fifth of what is left is worth less than the oracle asks for.
		assert.deepEqual((await chain.stake(dave, ORACLE, start + 6)).map(({ value }) => value), [900n * PAL]);
		await step(chain, ben, 'cancelUndelegation', charlie, LST, start + 5);
		await step(chain, charlie, 'allocate', BRIDGE, LST, percent(30n), EXCLUSIVE);

		const left = await chain.succeed(chain.api.tx.services.leave(BRIDGE), dave);
		assert.equal(eventsOf(left, 'services')[0].data.stopsAt, start + 7);
		assert.deepEqual(eventsOf(left, 'restaking'), ledger.leave(dave, BRIDGE));
		paid(dave, left);
		await refused(chain, 'NotMember', dave, 'allocate', BRIDGE, NATIVE, 1n, EXCLUSIVE);
		await assertBooks(chain);
	});

	check('governance stops accepting an asset from the next epoch on, and counts it for less', async (chain) => {
		const config = {
			minDelegation: LST_UNIT,
			capPerPool: 10_000_000n * LST_UNIT,
			haircut: 155_000_001,
			leverage: 2,
			accepting: false,
		};
		const outcome = await chain.sudo(chain.api.tx.restaking.updateAsset(LST, config));
		assert.deepEqual(eventsOf(outcome, 'restaking'), [
			{ name: 'restaking.AssetUpdated', data: { asset: LST, config, from: start + 7 } },
		]);
		ledger.setHaircut(start + 7, LST, config.haircut);
		// It is accepted until the epoch ends.
		await step(chain, ben, 'delegate', charlie, LST, LST_UNIT);
		await assertBooks(chain);
	});

	check('exits go on when an asset is not accepted any more', async (chain) => {
		await enter(chain, 7);
		await refused(chain, 'AssetNotAccepted', ben, 'delegate', charlie, LST, LST_UNIT);
		await step(chain, ben, 'withdraw', charlie, LST);
		await step(chain, ben, 'undelegate', charlie, LST, 333n * LST_UNIT + 3n);
		await step(chain, dora, 'undelegate', eve, LST, null);
		await assertBooks(chain);
	});

	check('U rises for exits of later epochs, and those behind what has stopped wait less', async (chain) => {
		await enter(chain, 8);
		const outcome = await chain.sudo(chain.api.tx.restaking.setUnbondingEpochs(8));
		assert.deepEqual(eventsOf(outcome, 'restaking'), [
			{ name: 'restaking.UnbondingEpochsSet', data: { epochs: 8, from: start + 9 } },
		]);
		ledger.setUnbonding(start + 9, 8);
		await step(chain, anna, 'undelegate', charlie, NATIVE, 1_000n * PAL);
		// Nothing of this pool counts since Dave left the bridge in epoch 6.
		await step(chain, cleo, 'undelegate', dave, LST, null);
		assert.deepEqual(
			(await chain.position(cleo, dave, LST)).exits.map(([claimable]) => claimable),
			[start + 10, start + 12],
		);
		await assertBooks(chain);

		await enter(chain, 9);
		await step(chain, anna, 'undelegate', charlie, NATIVE, 500n * PAL);
		await step(chain, dave, 'allocate', ORACLE, NATIVE, 0n, SHARED);
		assert.deepEqual(
			(await chain.position(anna, charlie, NATIVE)).exits.map(([claimable]) => claimable),
			[start + 10, start + 14, start + 17],
		);
		const again = chain.api.tx.restaking.setUnbondingEpochs(9);
		await assertRootRefused(chain, again, 'restaking.UnbondingRoseRecently');
		await assertBooks(chain);
	});

	check('anybody tallies a past epoch page by page', async (chain) => {
		const epoch = start + 4;
		const expected = ledger.security(ORACLE, epoch);
		const { items } = await chain.ask('servicesApi', 'members', ORACLE, null, 256);
		assert.equal(items.length, TALLY_PAGE + 1);
		for (const [end, complete] of [[TALLY_PAGE, false], [TALLY_PAGE + 1, true]]) {
			const seen = items.slice(0, end).map(({ operator }) => operator);
			const counted = expected.members.filter(([operator]) => seen.includes(operator));
			const value = counted.reduce((total, [, more]) => total + more, 0n);
			const outcome = await chain.succeed(chain.api.tx.restaking.tally(ORACLE, epoch), ferdie);
			assert.deepEqual(eventsOf(outcome, 'restaking'), [
				{
					name: 'restaking.Tallied',
					data: { service: ORACLE, epoch, value, members: counted.length, complete },
				},
			]);
		}
		const tally = (await (await chain.at()).query.restaking.tallies(ORACLE, epoch)).unwrap();
		assert.equal(tally.value.toBigInt(), (await chain.security(ORACLE, epoch)).value);
		assert.equal(tally.members.toNumber(), OPERATORS.length);
		const again = chain.api.tx.restaking.tally(ORACLE, epoch);
		await assertRefused(chain, again, ferdie, 'restaking.TallyComplete');
	});

	check('pledged stake is paid after U epochs and not earlier, to a wallet or into another pool', async (chain) => {
		await approachEnd(chain);
		const early = await refused(chain, 'NotClaimable', anna, 'withdraw', charlie, NATIVE);
		assert.equal(early.number, (start + 10) * SESSION);

		await enter(chain, 10);
		await step(chain, anna, 'withdraw', charlie, NATIVE);
		await refused(chain, 'AssetNotAccepted', cleo, 'withdrawInto', dave, LST, charlie);
		await step(chain, cleo, 'withdrawInto', dave, NATIVE, charlie);
		assert.equal((await chain.position(cleo, charlie, NATIVE)).value, 3_000n * PAL);
		await step(chain, cleo, 'withdraw', dave, LST);
		// Charlie's 30 % cool for the last epoch.
		await refused(chain, 'WouldShelterStake', charlie, 'allocate', BRIDGE, NATIVE, percent(70n), EXCLUSIVE);
		await assertBooks(chain);
	});

	check('what has cooled can be pledged otherwise', async (chain) => {
		await enter(chain, 11);
		await step(chain, charlie, 'allocate', BRIDGE, NATIVE, percent(70n), EXCLUSIVE);
		await assertBooks(chain);
	});

	check('an entry goes, and the deposit for it, when nobody can ask about it any more', async (chain) => {
		await enter(chain, 12);
		await refused(chain, 'AllocationUnchanged', dave, 'allocate', BRIDGE, LST, 0n, EXCLUSIVE);
		await step(chain, cleo, 'withdraw', dave, LST);
		await enter(chain, 13);
		await step(chain, dave, 'allocate', BRIDGE, LST, 0n, EXCLUSIVE);
		assert.deepEqual((await chain.pool(dave, LST)).allocations, []);
		await assertBooks(chain);
	});

	check('each exit is paid in its own epoch', async (chain) => {
		await step(chain, ben, 'withdraw', charlie, LST);
		await step(chain, dora, 'withdraw', eve, LST);
		await enter(chain, 14);
		await step(chain, anna, 'withdraw', charlie, NATIVE);
		await assertBooks(chain);
		await enter(chain, 16);
		await step(chain, dora, 'undelegate', eve, NATIVE, 100n * PAL);
		await assertBooks(chain);
		await approachEnd(chain);
		await refused(chain, 'NotClaimable', anna, 'withdraw', charlie, NATIVE);
		await enter(chain, 17);
		await step(chain, anna, 'withdraw', charlie, NATIVE);
		await step(chain, anna, 'undelegate', charlie, NATIVE, null);
		await step(chain, cleo, 'undelegate', dave, NATIVE, 2_000n * PAL);
		await assertBooks(chain);
	});

	check('at the end the pool account holds what is recorded, and every wallet has what is its own', async (chain) => {
		await enter(chain, 20);
		// Some is staked, some waits, some is claimable and was not claimed.
		const { balance } = await chain.pool(charlie, NATIVE);
		assert.equal(balance, 3_000n * PAL);
		assert.deepEqual((await chain.pool(eve, NATIVE)).exits, []);
		assert.deepEqual((await chain.position(dora, eve, NATIVE)).exits, [[start + 17, 100n * PAL]]);
		const moved = (asset) => DELEGATORS.reduce((total, who) => total + ledger.flow(who, asset), 0n);
		for (const asset of [NATIVE, LST]) assert.equal(await chain.custody(asset), untouched(asset) - moved(asset));
		await assertBooks(chain);
	});
});
