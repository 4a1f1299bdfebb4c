// Who can be trusted with stake, who buys security and on what terms, and who serves whom in which epoch.

import assert from 'node:assert/strict';
import { SESSION, eventsOf, newAccount, wellKnownAccounts } from '../src/chain.js';
import { EMPTY_POOL } from '../src/ledger.js';
import { assertRefused } from '../src/refusals.js';
import {
	CONSENSUS,
	FINE_PERCENT,
	MEMBERSHIP_DEPOSIT,
	PERCENT,
	condition,
	keyOf,
	possession,
	registrationDeposit,
	serviceDeposit,
	terms,
} from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, textHex, withId } from '../src/values.js';

// Bob owns the services, Charlie, Dave and Eve operate, Ferdie delegates, Alice cleans up.
const { alice, bob: owner, charlie, dave, eve, ferdie, aliceStash: validator } = await wellKnownAccounts();
const OPERATORS = [charlie, dave, eve];
const METADATA = new Map(OPERATORS.map((operator) => [operator, `https://${operator.meta.name}.example`]));

const keys = {
	charlie: await newAccount('Charlie', 'ed25519'),
	charlieNew: await newAccount('Charlie again', 'sr25519'),
	dave: await newAccount('Dave', 'sr25519'),
	eve: await newAccount('Eve', 'ecdsa'),
};

/** What the development chain calls U. */
const UNBONDING = 6;

const ORACLE = 1;
const ORACLE_METADATA = 'https://oracle.example/terms';
const BRIDGE = 2;
const BRIDGE_METADATA = 'a bridge';

/** Uses each field. Slashing windows are as long as they may be: 4 + 0 + 1 + 1 and 2 + 2 + 1 + 1 epochs, which is U. */
const FIRST = terms({
	assets: [
		{ asset: NATIVE, kinds: { Both: null } },
		{ asset: withId(1), kinds: { Exclusive: null } },
	],
	admission: { Approval: null },
	conditions: [
		condition(),
		condition({
			evidence: { Ruling: { by: alice.address } },
			penalty: {
				// severity × min(1, (3 × convicted value share)²)
				formula: [
					{ Fact: { Severity: null } },
					{ Const: 300n * FINE_PERCENT },
					{ Fact: { ConvictedValueShare: null } },
					{ Mul: null },
					{ Pow: 2 },
					{ Const: 100n * FINE_PERCENT },
					{ Min: null },
					{ Mul: null },
				],
				lookBack: UNBONDING,
			},
			evidenceAge: 2,
			resolution: { Veto: { resolver: ferdie.address, window: 2 } },
			proceeds: { bounty: 5 * PERCENT, restitution: { to: owner.address, share: 60 * PERCENT } },
			jail: 2,
		}),
	],
	rewardAssets: [NATIVE],
	securityTarget: { valueAtRisk: 1_000_000n * PAL, attackThreshold: 333_333_333 },
});
const SECOND = { ...FIRST, admission: { Open: null } };
const THIRD = { ...SECOND, maxSlashPerEpoch: 20n * FINE_PERCENT };
const FOURTH = terms();
const BRIDGE_TERMS = terms({ maxOperators: 1 });

const services = (chain, method, ...args) => chain.ask('servicesApi', method, ...args);
const operators = (chain, method, ...args) => chain.ask('operatorsApi', method, ...args);

/** `{ Charlie: 'Member' }`: how everybody with a record stands with a service. */
async function standings(chain, service = ORACLE) {
	const { items, next } = await services(chain, 'members', service, null, 256);
	assert.equal(next, null);
	const nameOf = (address) => OPERATORS.find((operator) => operator.address === address).meta.name;
	return Object.fromEntries(items.map(({ operator, standing }) => [nameOf(operator), Object.keys(standing)[0]]));
}

/** What an operator was to a service in each of these epochs, as far as that can still be asked. */
async function memberships(chain, operator, first, last, service = ORACLE) {
	const found = [];
	for (let epoch = first; epoch <= last; epoch++) {
		found.push(await services(chain, 'membership', service, operator, epoch));
	}
	return found;
}

/** A membership in an epoch. Nothing is pledged and the terms ask for nothing, so whoever is a member counts. */
const under = (version, pair) => ({ version, key: keyOf(pair), counts: true });

/** Reads a list page by page, and answers the pages. */
async function readPages(read, start) {
	const pages = [];
	let from = start;
	do {
		const { items, next } = await read(from);
		pages.push(items);
		from = next;
	} while (from !== null);
	return pages;
}

/** Makes blocks up to the last one of an epoch. */
async function lastBlockOf(chain, epoch) {
	const { hash } = await chain.createBlocksUntil((epoch + 1) * SESSION);
	assert.equal(await chain.epoch(hash), epoch);
}

/** Goes from the last block of an epoch to the first one of `epoch`. */
async function enter(chain, epoch) {
	const { hash } = await chain.createBlock();
	assert.equal(await chain.epoch(hash), epoch);
}

/** What an account has after it paid `fee` and `deposit` was held. */
const afterDeposit = ({ free, reserved, frozen }, fee, deposit) => ({
	free: free - fee - deposit,
	reserved: reserved + deposit,
	frozen,
});

describeOnNode('registries', { sealing: 'manual' }, (check) => {
	/** The epoch in which operators begin to join. The others are counted from it. */
	let start;

	const apply = (chain, service, version, proven) => chain.api.tx.services.apply(service, version, ...proven);

	check('operators register and are listed page by page', async (chain) => {
		const commission = 5 * PERCENT;
		const infos = {};
		for (const operator of OPERATORS) {
			const metadata = METADATA.get(operator);
			const outcome = await chain.succeed(chain.api.tx.operators.register(metadata, commission), operator);
			const data = { operator: operator.address, metadata: textHex(metadata), commission };
			assert.deepEqual(eventsOf(outcome, 'operators'), [{ name: 'operators.Registered', data }]);
			infos[operator.address] = {
				metadata: textHex(metadata),
				commission,
				announced: null,
				status: { Active: null },
			};
		}

		assert.deepEqual(await operators(chain, 'operator', charlie), infos[charlie.address]);
		assert.equal(await operators(chain, 'operator', ferdie), null);
		// The chain's validator is one from the start.
		infos[validator.address] = { metadata: textHex('Alice'), commission, announced: null, status: { Active: null } };
		assert.deepEqual(await operators(chain, 'operator', validator), infos[validator.address]);
		const pages = await readPages((from) => operators(chain, 'operators', from, 3), null);
		assert.deepEqual(pages.map((page) => page.length), [3, 1]);
		assert.deepEqual(Object.fromEntries(pages.flat()), infos);
		assert.deepEqual(await operators(chain, 'operators', charlie, 0), { items: [], next: charlie.address });
		// Stake behind Dave, for what comes later.
		await chain.succeed(chain.api.tx.restaking.delegate(dave.address, NATIVE, 100n * PAL), ferdie);
	});

	check('terms that are not lawful are refused', async (chain) => {
		const refused = (changes, error) => {
			const unlawful = terms({ conditions: [condition(changes)] });
			return assertRefused(chain, chain.api.tx.services.create(unlawful, ''), owner, `services.${error}`);
		};
		await refused({ evidenceAge: 5 }, 'SlashingWindowTooLong');
		await refused({ evidence: { Ruling: { by: alice.address } } }, 'EvidenceNeedsVeto');
	});

	check('a service publishes its terms for a deposit by their size', async (chain) => {
		const epoch = await chain.advanceEpochs(1);
		const deposit = serviceDeposit(chain, ORACLE_METADATA, [FIRST]);
		const before = await chain.native(owner);

		const outcome = await chain.succeed(chain.api.tx.services.create(FIRST, ORACLE_METADATA), owner);

		assert.deepEqual(eventsOf(outcome, 'services'), [
			{
				name: 'services.Created',
				data: { service: ORACLE, owner: owner.address, metadata: textHex(ORACLE_METADATA) },
			},
		]);
		assert.deepEqual(await chain.native(owner), afterDeposit(before, outcome.fee, deposit));
		assert.deepEqual(await chain.holds(owner), [{ id: { Services: { Service: null } }, amount: deposit }]);
		assert.deepEqual(await services(chain, 'service', ORACLE), {
			owner: owner.address,
			metadata: textHex(ORACLE_METADATA),
			version: 1,
			announced: null,
			members: 0,
			stopsAt: null,
		});
		assert.equal(await services(chain, 'terms', ORACLE, epoch - 1), null);
		assert.deepEqual(await services(chain, 'terms', ORACLE, epoch), [1, FIRST]);
		assert.deepEqual(await services(chain, 'version', ORACLE, 1), FIRST);
		assert.equal(await services(chain, 'version', ORACLE, 2), null);
	});

	check('services are listed page by page', async (chain) => {
		await chain.succeed(chain.api.tx.services.create(BRIDGE_TERMS, BRIDGE_METADATA), owner);

		const list = (from, limit) => services(chain, 'services', from, limit);
		const pages = await readPages((from) => list(from, 2), 0);
		const [oracle, bridge] = [await services(chain, 'service', ORACLE), await services(chain, 'service', BRIDGE)];
		assert.equal(bridge.metadata, textHex(BRIDGE_METADATA));
		const consensus = await services(chain, 'service', CONSENSUS);
		assert.equal(consensus.metadata, textHex('consensus'));
		// Ids 0 and 1, then 2 and 3.
		assert.deepEqual(pages, [[[CONSENSUS, consensus], [ORACLE, oracle]], [[BRIDGE, bridge]]]);
		assert.deepEqual(await list(BRIDGE, 1), { items: [[BRIDGE, bridge]], next: null });
		assert.deepEqual(await list(BRIDGE + 1, 256), { items: [], next: null });
		assert.equal(await services(chain, 'service', BRIDGE + 1), null);
		assert.deepEqual(await services(chain, 'members', ORACLE, null, 256), { items: [], next: null });
	});

	check('nobody but the owner acts for a service', async (chain) => {
		const { tx } = chain.api;
		for (const call of [
			tx.services.updateTerms(ORACLE, SECOND),
			tx.services.setMetadata(ORACLE, 'mine'),
			tx.services.approve(ORACLE, dave.address),
			tx.services.reject(ORACLE, dave.address),
			tx.services.eject(ORACLE, dave.address),
			tx.services.close(ORACLE),
		]) {
			await assertRefused(chain, call, charlie, 'services.NotOwner');
		}
	});

	check('a proof serves for one chain, one service and one operator, and for its own scheme', async (chain) => {
		const refused = (proven, error, signer = charlie) =>
			assertRefused(chain, apply(chain, ORACLE, 1, proven), signer, `services.${error}`);
		const foreign = { genesis: new Uint8Array(32).fill(1) };
		await refused(possession(chain, keys.charlie, ORACLE, charlie, foreign), 'InvalidProof');
		await refused(possession(chain, keys.charlie, BRIDGE, charlie), 'InvalidProof');
		await refused(possession(chain, keys.charlie, ORACLE, dave), 'InvalidProof');
		const [, proof] = possession(chain, keys.charlie, ORACLE, charlie);
		await refused([keyOf(keys.charlieNew), proof], 'ProofOfOtherScheme');
		await refused(possession(chain, keys.charlie, ORACLE, ferdie), 'NotOperator', ferdie);
	});

	check('operators join by the approval of the owner, or by applying', async (chain) => {
		const { tx } = chain.api;
		start = await chain.advanceEpochs(1);

		// Charlie signs with an ed25519 key, as it is.
		const before = await chain.native(charlie);
		const proven = possession(chain, keys.charlie, ORACLE, charlie);
		const applied = await chain.succeed(apply(chain, ORACLE, 1, proven), charlie);
		const application = { service: ORACLE, operator: charlie.address, version: 1, key: keyOf(keys.charlie) };
		assert.deepEqual(eventsOf(applied, 'services'), [{ name: 'services.Applied', data: application }]);
		assert.deepEqual(await chain.native(charlie), afterDeposit(before, applied.fee, MEMBERSHIP_DEPOSIT));
		assert.equal(await chain.held(charlie, 'Services', 'Membership'), MEMBERSHIP_DEPOSIT);
		assert.deepEqual(await standings(chain), { Charlie: 'Applicant' });
		assert.deepEqual(await memberships(chain, charlie, start, start + 2), [null, null, null]);

		const approved = await chain.succeed(tx.services.approve(ORACLE, charlie.address), owner);
		assert.deepEqual(eventsOf(approved, 'services'), [
			{ name: 'services.Joined', data: { ...application, countsFrom: start + 2 } },
		]);

		// The bridge is open. One key serves in as many services as its operator likes, and no other operator.
		const opened = await chain.succeed(
			apply(chain, BRIDGE, 1, possession(chain, keys.charlie, BRIDGE, charlie)),
			charlie,
		);
		assert.deepEqual(eventsOf(opened, 'services'), [
			{ name: 'services.Joined', data: { ...application, service: BRIDGE, countsFrom: start + 2 } },
		]);
		const taken = possession(chain, keys.charlie, ORACLE, dave);
		await assertRefused(chain, apply(chain, ORACLE, 1, taken), dave, 'services.KeyTaken');
		const second = possession(chain, keys.dave, BRIDGE, dave);
		await assertRefused(chain, apply(chain, BRIDGE, 1, second), dave, 'services.ServiceFull');

		// Eve's ecdsa key is in a wallet.
		const wrapped = possession(chain, keys.eve, ORACLE, eve, { wallet: true });
		await chain.succeed(apply(chain, ORACLE, 1, wrapped), eve);
		const late = await chain.succeed(tx.services.approve(ORACLE, eve.address), owner);
		assert.deepEqual(eventsOf(late, 'services'), [
			{
				name: 'services.Joined',
				data: {
					service: ORACLE,
					operator: eve.address,
					version: 1,
					key: keyOf(keys.eve),
					countsFrom: start + 2,
				},
			},
		]);
		assert.equal(await chain.epoch(late.hash), start);

		const member = (operator, pair) => ({
			operator: operator.address,
			standing: { Joining: null },
			accepted: 1,
			countsFrom: start + 2,
			stopsAt: null,
			key: keyOf(pair),
		});
		const pages = await readPages((from) => services(chain, 'members', ORACLE, from, 1), null);
		assert.deepEqual(pages.map((page) => page.length), [1, 1]);
		const members = Object.fromEntries(pages.flat().map((info) => [info.operator, info]));
		assert.deepEqual(members, {
			[charlie.address]: member(charlie, keys.charlie),
			[eve.address]: member(eve, keys.eve),
		});
		assert.equal((await services(chain, 'service', ORACLE)).members, 2);
		assert.deepEqual(await services(chain, 'servicesOf', charlie), [ORACLE, BRIDGE]);
		assert.deepEqual(await services(chain, 'servicesOf', dave), []);
	});

	check('a membership counts from the second epoch after', async (chain) => {
		await lastBlockOf(chain, start + 1);
		assert.deepEqual(await standings(chain), { Charlie: 'Joining', Eve: 'Joining' });
		await enter(chain, start + 2);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Eve: 'Member' });
		const joined = (pair) => [null, null, under(1, pair), under(1, pair)];
		assert.deepEqual(await memberships(chain, charlie, start, start + 3), joined(keys.charlie));
		assert.deepEqual(await memberships(chain, eve, start, start + 3), joined(keys.eve));
		assert.deepEqual(await memberships(chain, charlie, start + 1, start + 2, BRIDGE), [null, under(1, keys.charlie)]);
	});

	check('new terms are announced, and whoever comes late joins under them', async (chain) => {
		const { tx } = chain.api;
		const heldBefore = await chain.held(owner, 'Services', 'Service');

		const announced = await chain.succeed(tx.services.updateTerms(ORACLE, SECOND), owner);
		assert.deepEqual(eventsOf(announced, 'services'), [
			{ name: 'services.TermsAnnounced', data: { service: ORACLE, version: 2, inForceFrom: start + 4 } },
		]);
		const more =
			serviceDeposit(chain, ORACLE_METADATA, [FIRST, SECOND]) - serviceDeposit(chain, ORACLE_METADATA, [FIRST]);
		assert.equal(await chain.held(owner, 'Services', 'Service'), heldBefore + more);
		assert.deepEqual(await standings(chain), { Charlie: 'Leaving', Eve: 'Leaving' });
		await assertRefused(chain, tx.services.updateTerms(ORACLE, THIRD), owner, 'services.TermsPending');

		const proven = possession(chain, keys.dave, ORACLE, dave);
		await assertRefused(chain, apply(chain, ORACLE, 1, proven), dave, 'services.TermsChanged');
		const joined = await chain.succeed(apply(chain, ORACLE, 2, proven), dave);
		assert.deepEqual(eventsOf(joined, 'services'), [
			{
				name: 'services.Joined',
				data: {
					service: ORACLE,
					operator: dave.address,
					version: 2,
					key: keyOf(keys.dave),
					countsFrom: start + 4,
				},
			},
		]);
		for (const operator of [charlie, eve]) {
			const accepted = await chain.succeed(tx.services.acceptTerms(ORACLE, 2), operator);
			assert.deepEqual(eventsOf(accepted, 'services'), [
				{ name: 'services.TermsAccepted', data: { service: ORACLE, operator: operator.address, version: 2 } },
			]);
		}
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Joining', Eve: 'Member' });
	});

	check('a new key counts from the next epoch, and the old one goes on answering', async (chain) => {
		assert.equal(await chain.epoch(), start + 2);
		const proven = possession(chain, keys.charlieNew, ORACLE, charlie, { wallet: true });
		const changed = await chain.succeed(chain.api.tx.services.setKey(ORACLE, ...proven), charlie);
		assert.deepEqual(eventsOf(changed, 'services'), [
			{
				name: 'services.KeySet',
				data: {
					service: ORACLE,
					operator: charlie.address,
					key: keyOf(keys.charlieNew),
					countsFrom: start + 3,
				},
			},
		]);
		assert.deepEqual(await memberships(chain, charlie, start + 1, start + 4), [
			null,
			under(1, keys.charlie),
			under(1, keys.charlieNew),
			under(2, keys.charlieNew),
		]);
		// In the other service nothing changed.
		assert.deepEqual(await memberships(chain, charlie, start + 3, start + 3, BRIDGE), [under(1, keys.charlie)]);
	});

	check('announced terms come into force at the start of their epoch', async (chain) => {
		await lastBlockOf(chain, start + 3);
		const before = await services(chain, 'service', ORACLE);
		assert.deepEqual([before.version, before.announced, before.members], [1, [2, start + 4], 3]);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Joining', Eve: 'Member' });

		await enter(chain, start + 4);
		const after = await services(chain, 'service', ORACLE);
		assert.deepEqual([after.version, after.announced, after.members], [2, null, 3]);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Member', Eve: 'Member' });
		assert.deepEqual(await services(chain, 'terms', ORACLE, start + 3), [1, FIRST]);
		assert.deepEqual(await services(chain, 'terms', ORACLE, start + 4), [2, SECOND]);
		assert.deepEqual(await memberships(chain, dave, start + 3, start + 4), [null, under(2, keys.dave)]);
		assert.deepEqual(await memberships(chain, eve, start + 3, start + 4), [under(1, keys.eve), under(2, keys.eve)]);
	});

	check('of the next terms one member accepts, one leaves and one sleeps', async (chain) => {
		const { tx } = chain.api;
		await chain.succeed(tx.services.updateTerms(ORACLE, THIRD), owner);
		await chain.succeed(tx.services.acceptTerms(ORACLE, 3), charlie);
		const left = await chain.succeed(tx.services.leave(ORACLE), dave);
		assert.deepEqual(eventsOf(left, 'services'), [
			{ name: 'services.Left', data: { service: ORACLE, operator: dave.address, stopsAt: start + 5 } },
		]);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Leaving', Eve: 'Leaving' });
		await assertRefused(chain, tx.operators.deregister(), dave, 'operators.HasMemberships');

		// Meanwhile the bridge closes. It goes on answering for its member.
		await assertRefused(chain, tx.services.remove(BRIDGE), alice, 'services.NotClosed');
		const closed = await chain.succeed(tx.services.close(BRIDGE), owner);
		assert.deepEqual(eventsOf(closed, 'services'), [
			{ name: 'services.Closed', data: { service: BRIDGE, stopsAt: start + 5 } },
		]);
		const { members, stopsAt } = await services(chain, 'service', BRIDGE);
		assert.deepEqual([members, stopsAt], [0, start + 5]);
		assert.deepEqual(await standings(chain, BRIDGE), { Charlie: 'Leaving' });
		await assertRefused(chain, tx.services.remove(BRIDGE), alice, 'services.RecordsRemain');
		assert.equal(await chain.epoch(), start + 4);
	});

	check('from their epoch on those who accepted are members, and the past does not change', async (chain) => {
		await lastBlockOf(chain, start + 5);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Former', Eve: 'Leaving' });
		assert.equal((await services(chain, 'service', ORACLE)).members, 2);

		await enter(chain, start + 6);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Former', Eve: 'Former' });
		const { version, members } = await services(chain, 'service', ORACLE);
		assert.deepEqual([version, members], [3, 1]);
		assert.deepEqual(await memberships(chain, charlie, start + 1, start + 6), [
			null,
			under(1, keys.charlie),
			under(1, keys.charlieNew),
			under(2, keys.charlieNew),
			under(2, keys.charlieNew),
			under(3, keys.charlieNew),
		]);
		assert.deepEqual(await memberships(chain, dave, start + 3, start + 6), [null, under(2, keys.dave), null, null]);
		assert.deepEqual(await memberships(chain, eve, start + 1, start + 6), [
			null,
			under(1, keys.eve),
			under(1, keys.eve),
			under(2, keys.eve),
			under(2, keys.eve),
			null,
		]);
		assert.deepEqual(await memberships(chain, charlie, start + 4, start + 5, BRIDGE), [under(1, keys.charlie), null]);
	});

	check('the sleeper applies again', async (chain) => {
		await assertRefused(chain, chain.api.tx.services.acceptTerms(ORACLE, 3), eve, 'services.NotMember');

		const proven = possession(chain, keys.eve, ORACLE, eve, { wallet: true });
		const again = await chain.succeed(apply(chain, ORACLE, 3, proven), eve);
		assert.deepEqual(eventsOf(again, 'services'), [
			{
				name: 'services.Joined',
				data: {
					service: ORACLE,
					operator: eve.address,
					version: 3,
					key: keyOf(keys.eve),
					countsFrom: start + 8,
				},
			},
		]);
		// The record and its deposit are the ones from before.
		assert.equal(await chain.held(eve, 'Services', 'Membership'), MEMBERSHIP_DEPOSIT);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Dave: 'Former', Eve: 'Joining' });
		assert.deepEqual(await memberships(chain, eve, start + 5, start + 8), [
			under(2, keys.eve),
			null,
			null,
			under(3, keys.eve),
		]);
	});

	check('a commission rises by little and with notice, and falls at once', async (chain) => {
		const set = (percent) => chain.api.tx.operators.setCommission(percent * PERCENT);
		const inForce = async () => {
			const { commission, announced } = await operators(chain, 'operator', charlie);
			return [commission / PERCENT, announced];
		};
		const tooSteep = chain.api.tx.operators.setCommission(10 * PERCENT + 1);
		await assertRefused(chain, tooSteep, charlie, 'operators.CommissionRiseTooSteep');

		const epoch = await chain.epoch();
		const rise = await chain.succeed(set(10), charlie);
		assert.deepEqual(eventsOf(rise, 'operators'), [
			{
				name: 'operators.CommissionRiseAnnounced',
				data: { operator: charlie.address, commission: 10 * PERCENT, from: epoch + 2 },
			},
		]);
		await lastBlockOf(chain, epoch + 1);
		assert.deepEqual(await inForce(), [5, [10 * PERCENT, epoch + 2]]);
		await enter(chain, epoch + 2);
		assert.deepEqual(await inForce(), [10, null]);

		const fall = await chain.succeed(set(3), charlie);
		assert.deepEqual(eventsOf(fall, 'operators'), [
			{ name: 'operators.CommissionSet', data: { operator: charlie.address, commission: 3 * PERCENT } },
		]);
		assert.deepEqual(await inForce(), [3, null]);
		await chain.succeed(set(8), charlie);
		assert.deepEqual(await inForce(), [3, [8 * PERCENT, epoch + 4]]);
		const withdrawn = await chain.succeed(set(3), charlie);
		assert.deepEqual(eventsOf(withdrawn, 'operators'), [
			{ name: 'operators.CommissionRiseWithdrawn', data: { operator: charlie.address } },
		]);
		assert.deepEqual(await inForce(), [3, null]);
	});

	check('a paused operator takes on nothing new, and lets go what it has', async (chain) => {
		const { tx } = chain.api;
		const statusIs = async (status) =>
			assert.deepEqual((await operators(chain, 'operator', dave)).status, { [status]: null });

		const paused = await chain.succeed(tx.operators.pause(), dave);
		assert.deepEqual(eventsOf(paused, 'operators'), [
			{ name: 'operators.Paused', data: { operator: dave.address } },
		]);
		await statusIs('Paused');
		const proven = possession(chain, keys.dave, ORACLE, dave);
		await assertRefused(chain, apply(chain, ORACLE, 3, proven), dave, 'services.OperatorPaused');
		const delegate = tx.restaking.delegate(dave.address, NATIVE, 10n * PAL);
		await assertRefused(chain, delegate, ferdie, 'restaking.OperatorPaused');

		await chain.succeed(tx.restaking.undelegate(dave.address, NATIVE, 40n * PAL), ferdie);
		await chain.advanceEpochs(1);
		const before = await chain.native(ferdie);
		const { fee } = await chain.succeed(tx.restaking.withdraw(dave.address, NATIVE), ferdie);
		assert.equal((await chain.native(ferdie)).free, before.free + 40n * PAL - fee);

		const resumed = await chain.succeed(tx.operators.resume(), dave);
		assert.deepEqual(eventsOf(resumed, 'operators'), [
			{ name: 'operators.Resumed', data: { operator: dave.address } },
		]);
		await statusIs('Active');
		await chain.succeed(tx.restaking.delegate(dave.address, NATIVE, 10n * PAL), ferdie);
		assert.equal((await chain.position(ferdie, dave, NATIVE)).value, 70n * PAL);
	});

	check('a record is cleared when its last epoch is more than U ago, and not earlier', async (chain) => {
		const clear = chain.api.tx.services.clearMembership(ORACLE, dave.address);
		const left = start + 4;
		const free = left + UNBONDING + 1;
		// In the very last block before.
		await chain.createBlocksUntil(free * SESSION - 1);
		const early = await assertRefused(chain, clear, alice, 'services.StillAnswers');
		assert.equal(early.number, free * SESSION);
		assert.deepEqual(await memberships(chain, dave, left, left + 1), [under(2, keys.dave), null]);
		assert.deepEqual(await services(chain, 'terms', ORACLE, left), [2, SECOND]);
		assert.deepEqual(await services(chain, 'servicesOf', dave), [ORACLE]);

		// In the first block that takes transactions, which is the second of the epoch.
		const before = await chain.native(dave);
		const cleared = await chain.succeed(clear, alice);
		assert.equal(cleared.number, free * SESSION + 2);
		assert.deepEqual(eventsOf(cleared, 'services'), [
			{ name: 'services.MembershipCleared', data: { service: ORACLE, operator: dave.address } },
		]);
		assert.deepEqual(await chain.native(dave), afterDeposit(before, 0n, -MEMBERSHIP_DEPOSIT));
		assert.equal(await chain.held(dave, 'Services', 'Membership'), 0n);
		assert.deepEqual(await memberships(chain, dave, left, left), [null]);
		assert.equal(await services(chain, 'terms', ORACLE, left), null);
		assert.deepEqual(await services(chain, 'terms', ORACLE, left + 1), [2, SECOND]);
		assert.deepEqual(await services(chain, 'servicesOf', dave), []);
		assert.deepEqual(await standings(chain), { Charlie: 'Member', Eve: 'Member' });
		await assertRefused(chain, clear, alice, 'services.NotMember');
	});

	check('an operator leaves the registry, and the stake behind it stays with its owners', async (chain) => {
		const { tx } = chain.api;
		const deposit = registrationDeposit(METADATA.get(dave));
		assert.equal(await chain.held(dave, 'Operators', 'Registration'), deposit);
		const before = await chain.native(dave);
		const gone = await chain.succeed(tx.operators.deregister(), dave);
		assert.deepEqual(eventsOf(gone, 'operators'), [
			{ name: 'operators.Deregistered', data: { operator: dave.address } },
		]);
		assert.deepEqual(await chain.native(dave), afterDeposit(before, gone.fee, -deposit));
		assert.deepEqual(await chain.holds(dave), []);
		assert.equal(await operators(chain, 'operator', dave), null);
		const { items } = await operators(chain, 'operators', null, 256);
		assert.deepEqual(items.map(([address]) => address).sort(), [charlie, eve, validator].map(({ address }) => address).sort());

		const delegate = tx.restaking.delegate(dave.address, NATIVE, 10n * PAL);
		await assertRefused(chain, delegate, ferdie, 'restaking.UnknownOperator');
		const stake = (await chain.position(ferdie, dave, NATIVE)).value;
		const free = (await chain.native(ferdie)).free;
		const out = await chain.succeed(tx.restaking.undelegate(dave.address, NATIVE, null), ferdie);
		await chain.advanceEpochs(1);
		const paid = await chain.succeed(tx.restaking.withdraw(dave.address, NATIVE), ferdie);
		assert.equal((await chain.native(ferdie)).free, free + stake - out.fee - paid.fee);
		assert.deepEqual(await chain.pool(dave, NATIVE), EMPTY_POOL);
	});

	check('a closed service is removed when it answers for nothing any more', async (chain) => {
		const { tx } = chain.api;
		const before = { charlie: await chain.native(charlie), owner: await chain.native(owner) };

		await chain.succeed(tx.services.clearMembership(BRIDGE, charlie.address), alice);
		assert.deepEqual(await chain.native(charlie), afterDeposit(before.charlie, 0n, -MEMBERSHIP_DEPOSIT));
		const removed = await chain.succeed(tx.services.remove(BRIDGE), alice);
		assert.deepEqual(eventsOf(removed, 'services'), [{ name: 'services.Removed', data: { service: BRIDGE } }]);
		const deposit = serviceDeposit(chain, BRIDGE_METADATA, [BRIDGE_TERMS]);
		assert.deepEqual(await chain.native(owner), afterDeposit(before.owner, 0n, -deposit));

		assert.equal(await services(chain, 'service', BRIDGE), null);
		assert.equal(await services(chain, 'version', BRIDGE, 1), null);
		assert.deepEqual(await services(chain, 'servicesOf', charlie), [ORACLE]);
		// Its id is not used again, and a list reaches beyond it.
		const next = await chain.succeed(tx.services.create(BRIDGE_TERMS, ''), owner);
		assert.equal(eventsOf(next, 'services')[0].data.service, BRIDGE + 1);
		const { items } = await services(chain, 'services', 0, 256);
		assert.deepEqual(items.map(([id]) => id), [CONSENSUS, ORACLE, BRIDGE + 1]);
	});

	check('versions that nobody can ask for are dropped with the next one, and paid for no longer', async (chain) => {
		const version = (number) => services(chain, 'version', ORACLE, number);
		const versions = async () => Promise.all([1, 2, 3, 4].map(version));
		assert.deepEqual(await versions(), [FIRST, SECOND, THIRD, null]);
		// The third version is in force since the oldest epoch that can be asked about.
		assert.equal((await chain.epoch()) - UNBONDING, start + 6);
		await chain.succeed(chain.api.tx.services.updateTerms(ORACLE, FOURTH), owner);
		assert.deepEqual(await versions(), [null, null, THIRD, FOURTH]);
		const deposits =
			serviceDeposit(chain, ORACLE_METADATA, [THIRD, FOURTH]) + serviceDeposit(chain, '', [BRIDGE_TERMS]);
		assert.equal(await chain.held(owner, 'Services', 'Service'), deposits);
	});
});
