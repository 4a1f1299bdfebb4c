// The life of slashes: an operator that double-signs is slashed at once; of three rulings one is vetoed, one is reduced, and
// one executes by itself while everybody looks away. Whatever is taken was previewed, and is computed here a second time.

import assert from 'node:assert/strict';
import { u8aToHex } from '@polkadot/util';
import { eventsOf, newAccount, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE, SHARED } from '../src/ledger.js';
import { assertRefused } from '../src/refusals.js';
import { FINE_PERCENT, GENESIS_STAKE, PERCENT, condition, possession, statement, terms } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL } from '../src/values.js';

// Bob owns the services, Charlie operates, Dave rules, Eve resolves, Ferdie reports.
const { bob: owner, charlie: operator, dave: court, eve: resolver, ferdie: reporter } = await wellKnownAccounts();
const [anna, ben, client] = await Promise.all(['Anna', 'Ben', 'Client'].map((name) => newAccount(name)));
const key = await newAccount('Charlie', 'sr25519');

const BRIDGE = 1;
const ORACLE = 2;
const DOUBLE_SIGN = 0;
const RULING = 1;
/** What each delegator puts behind the operator. */
const STAKES = [
	[anna, 600n * PAL],
	[ben, 300n * PAL],
];
const STAKE = 900n * PAL;
const LEAST_BOND = 10n * PAL;

const hash = (byte) => u8aToHex(new Uint8Array(32).fill(byte));
const ruling = (topic, percent) => ({ Ruling: { topic: hash(topic), severity: percent * FINE_PERCENT } });

const BRIDGE_TERMS = terms({
	assets: [{ asset: NATIVE, kinds: EXCLUSIVE }],
	maxSlashPerEpoch: 100n * FINE_PERCENT,
	conditions: [
		condition({ jail: 2 }),
		condition({
			evidence: { Ruling: { by: court.address } },
			penalty: { formula: [{ Fact: 'Severity' }], lookBack: 0 },
			evidenceAge: 2,
			resolution: { Veto: { resolver: resolver.address, window: 2 } },
			proceeds: { bounty: 0, restitution: { to: client.address, share: 60 * PERCENT } },
		}),
	],
});
const ORACLE_TERMS = terms({ assets: [{ asset: NATIVE, kinds: SHARED }] });

describeOnNode('slashing', { sealing: 'manual' }, (check) => {
	/** The epoch in which the pledges count. */
	let start;
	/** What the bridge holds of the operator's magnitude, and what of each slash is pending, by our own reckoning. */
	let pledged = FULL_MAGNITUDE / 2n;
	let balance = STAKE;
	/** What a pool's part of a magnitude is worth: slashes change both alike. */
	const units = (magnitude) => (magnitude * STAKE) / FULL_MAGNITUDE;

	const report = (chain, condition, epoch, evidence) =>
		chain.api.tx.slashing.report(BRIDGE, condition, operator.address, epoch, evidence);
	const doubleSign = (chain, epoch, options) => ({
		DoubleSign: {
			topic: hash(7),
			first: statement(chain, key, BRIDGE, epoch, hash(7), hash(1)),
			second: statement(chain, key, BRIDGE, epoch, hash(7), hash(2), options),
		},
	});
	const preview = (chain, condition, epoch, percent) =>
		chain.ask('slashingApi', 'preview', BRIDGE, condition, operator, epoch, percent * FINE_PERCENT);

	/** Makes blocks up to the second one of an epoch: what was due at its start is done. */
	async function enter(chain, epoch) {
		await chain.advanceEpochs(epoch - (await chain.epoch()));
		await chain.createBlock();
		assert.equal(await chain.epoch(), epoch);
	}

	/** Stake is what it should be, in all accounts. */
	async function assertStake(chain) {
		const pool = await chain.pool(operator, NATIVE);
		assert.equal(pool.balance, balance);
		for (const [who, stake] of STAKES) {
			const { value } = await chain.position(who, operator, NATIVE);
			assert.equal(value, (stake * balance) / STAKE);
		}
		assert.equal(await chain.custody(NATIVE), GENESIS_STAKE + balance);
	}

	/** What a preview says that a penalty takes, compared with our own reckoning. */
	function assertPreviewed(previewed, percent, taken) {
		assert.equal(previewed.penalty, percent * FINE_PERCENT);
		assert.equal(previewed.pools.length, 1);
		const [pool] = previewed.pools;
		assert.deepEqual(pool.asset, NATIVE);
		assert.equal(pool.fromActive, taken);
		assert.equal(pool.fromExits, 0n);
		assert.equal(pool.before.balance - pool.after.balance, taken);
		assert.equal(pool.after.shares, pool.before.shares);
	}

	check('stake stands behind an operator, half of it ring-fenced for a bridge', async (chain) => {
		const { tx } = chain.api;
		for (const [who, stake] of STAKES) {
			await chain.sudo(tx.balances.forceSetBalance(who.address, stake + 10n * PAL));
		}
		await chain.sudo(tx.balances.forceSetBalance(client.address, PAL));
		await chain.succeed(tx.operators.register('', 0), operator);
		const services = [BRIDGE_TERMS, ORACLE_TERMS].map((published) => tx.services.create(published, ''));
		await chain.succeed(tx.utility.batchAll(services), owner);
		const joins = [BRIDGE, ORACLE].map((service) =>
			tx.services.apply(service, 1, ...possession(chain, key, service, operator)),
		);
		const half = FULL_MAGNITUDE / 2n;
		const pledges = [
			tx.restaking.allocate(BRIDGE, NATIVE, half, EXCLUSIVE),
			tx.restaking.allocate(ORACLE, NATIVE, half, SHARED),
		];
		await chain.succeed(tx.utility.batchAll([...joins, ...pledges]), operator);
		for (const [who, stake] of STAKES) {
			await chain.succeed(tx.restaking.delegate(operator.address, NATIVE, stake), who);
		}
		start = (await chain.epoch()) + 2;
		await enter(chain, start);
		assert.equal((await chain.stake(operator, BRIDGE, start))[0].amount, STAKE / 2n);
		await assertStake(chain);
	});

	check('evidence that proves nothing is refused', async (chain) => {
		const refuse = (evidence, error, condition = DOUBLE_SIGN, epoch = start, who = reporter) =>
			assertRefused(chain, report(chain, condition, epoch, evidence), who, `slashing.${error}`);
		const elsewhere = doubleSign(chain, start - 1);
		await refuse(elsewhere, 'InvalidSignature');
		const honest = doubleSign(chain, start);
		honest.DoubleSign.second = honest.DoubleSign.first;
		await refuse(honest, 'SamePayload');
		await refuse(doubleSign(chain, start), 'WrongEvidence', RULING);
		await refuse(doubleSign(chain, start), 'UnknownCondition', 2);
		await refuse(doubleSign(chain, start + 1), 'FutureEpoch', DOUBLE_SIGN, start + 1);
		await refuse(doubleSign(chain, start - 1), 'NotMember', DOUBLE_SIGN, start - 1);
		await refuse(ruling(1, 10n), 'NotRuler', RULING);
		await refuse(ruling(1, 0n), 'ZeroSeverity', RULING, start, court);
		assert.equal(await preview(chain, 2, start, 100n), null);
		await assertStake(chain);
	});

	check('who double-signs is slashed at once, as previewed, and jailed', async (chain) => {
		await enter(chain, start + 1);
		const epoch = start + 1;
		const drawn = (pledged * 5n) / 100n;
		const taken = units(drawn);
		assertPreviewed(await preview(chain, DOUBLE_SIGN, epoch, 100n), 5n, taken);
		const issued = await chain.issuance();
		const before = await chain.native(reporter);
		const outcome = await chain.succeed(report(chain, DOUBLE_SIGN, epoch, doubleSign(chain, epoch, { wallet: true })), reporter);
		const [reported, jailed, executed] = eventsOf(outcome, 'slashing');
		assert.equal(reported.name, 'slashing.Reported');
		assert.deepEqual([reported.data.slash, reported.data.bond, reported.data.finalFrom], [0, 0n, epoch]);
		assert.deepEqual([jailed.name, jailed.data.from, jailed.data.until], ['slashing.Jailed', epoch + 1, epoch + 3]);
		assert.deepEqual(executed, {
			name: 'slashing.Executed',
			data: { slash: 0, penalty: 5n * FINE_PERCENT, taken: [[NATIVE, taken]] },
		});
		const bounty = taken / 20n;
		assert.equal((await chain.native(reporter)).free, before.free + bounty - outcome.fee);
		assert.equal(await chain.issuance(), issued - (taken - bounty));
		pledged -= drawn;
		balance -= taken;
		await assertStake(chain);
		const info = await chain.ask('slashingApi', 'slash', 0);
		assert.deepEqual(info.outcome, { Executed: { penalty: 5n * FINE_PERCENT, taken: [[NATIVE, taken]] } });
		// The same once more, and another one of the same epoch.
		await assertRefused(chain, report(chain, DOUBLE_SIGN, epoch, doubleSign(chain, epoch)), reporter, 'slashing.AlreadyReported');
		await enter(chain, epoch + 1);
		// It serves the oracle, and does not count for the bridge.
		assert.deepEqual((await chain.security(BRIDGE, epoch + 1)).members, []);
		assert.equal((await chain.security(ORACLE, epoch + 1)).members.length, 1);
	});

	check('a vetoed ruling has moved nothing', async (chain) => {
		const epoch = await chain.epoch();
		assertPreviewed(await preview(chain, RULING, epoch, 20n), 20n, units((pledged * 20n) / 100n));
		const outcome = await chain.succeed(report(chain, RULING, epoch, ruling(1, 20n)), court);
		const [reported] = eventsOf(outcome, 'slashing');
		assert.deepEqual([reported.data.slash, reported.data.bond, reported.data.finalFrom], [1, LEAST_BOND, epoch + 3]);
		assert.equal(await chain.held(court, 'Slashing', 'ReportBond'), LEAST_BOND);
		const { tx } = chain.api;
		await assertRefused(chain, tx.slashing.overturn(1, false), reporter, 'slashing.NotResolver');
		await assertRefused(chain, tx.slashing.execute(1), reporter, 'slashing.NotFinal');
		await assertRefused(chain, tx.slashing.execute(9), reporter, 'slashing.UnknownSlash');
		const pending = await chain.ask('slashingApi', 'pending', operator, null, 10);
		assert.deepEqual(pending.items.map(([id, { outcome }]) => [id, outcome]), [[1, { Pending: { penalty: 20n * FINE_PERCENT } }]]);
		await chain.succeed(tx.slashing.overturn(1, false), resolver);
		assert.equal(await chain.held(court, 'Slashing', 'ReportBond'), 0n);
		await assertStake(chain);
		await assertRefused(chain, report(chain, RULING, epoch, ruling(1, 30n)), court, 'slashing.AlreadyReported');
	});

	check('a ruling that governance reduces, and one that nobody looks at, are executed when they are due', async (chain) => {
		const epoch = await chain.epoch();
		const { tx } = chain.api;
		const magnitude = pledged;
		await chain.succeed(report(chain, RULING, epoch, ruling(2, 30n)), court);
		await chain.sudo(tx.slashing.reduce(2, 10n * FINE_PERCENT));
		await assertRefused(chain, tx.slashing.reduce(2, 10n * FINE_PERCENT), resolver, 'slashing.NotLower');
		await enter(chain, epoch + 1);
		await chain.succeed(report(chain, RULING, epoch + 1, ruling(3, 8n)), court);
		assert.equal(await chain.held(court, 'Slashing', 'ReportBond'), 2n * LEAST_BOND);

		const paid = await chain.native(client);
		const issued = await chain.issuance();
		for (const [id, due, percent] of [
			[2, epoch + 3, 10n],
			[3, epoch + 4, 8n],
		]) {
			await enter(chain, due - 1);
			const waiting = await chain.ask('slashingApi', 'slash', id);
			assert.deepEqual([waiting.finalFrom, waiting.outcome], [due, { Pending: { penalty: percent * FINE_PERCENT } }]);
			await assertStake(chain);
			// Nobody does anything but making blocks.
			await enter(chain, due);
			const drawn = (magnitude * percent) / 100n;
			balance -= units(drawn);
			pledged -= drawn;
			const { outcome } = await chain.ask('slashingApi', 'slash', id);
			assert.deepEqual(outcome, { Executed: { penalty: percent * FINE_PERCENT, taken: [[NATIVE, units(drawn)]] } });
			await assertStake(chain);
			await assertRefused(chain, tx.slashing.overturn(id, false), resolver, 'slashing.NotPending');
			await assertRefused(chain, tx.slashing.collect(id), reporter, 'slashing.NothingToCollect');
		}
		assert.equal(await chain.held(court, 'Slashing', 'ReportBond'), 0n);
		const taken = units((magnitude * 18n) / 100n);
		assert.equal((await chain.native(client)).free - paid.free, (taken * 60n) / 100n);
		assert.equal(await chain.issuance(), issued - (taken * 40n) / 100n);
	});

	check('what the oracle shares shrank only with the pool', async (chain) => {
		const epoch = await chain.epoch();
		await enter(chain, epoch + 1);
		const [bridge] = await chain.stake(operator, BRIDGE, epoch + 1);
		assert.equal(bridge.amount, units(pledged));
		const [oracle] = await chain.stake(operator, ORACLE, epoch + 1);
		assert.equal(oracle.amount, STAKE / 2n);
	});
});
