// A service with four conditions, in one story: of five operators one signs twice, one stops attesting, one is accused by the
// others, and one is ruled against. What a period of a duty costs, who pays for it, and what the chain refuses, on the way.

import assert from 'node:assert/strict';
import { u8aToHex } from '@polkadot/util';
import { eventsOf, newAccount, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE } from '../src/ledger.js';
import { assertRefused } from '../src/refusals.js';
import { FINE_PERCENT, PERCENT, accusation, condition, possession, statement, terms } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, palletAccount } from '../src/values.js';

const { bob: owner, dave: court, eve: resolver, ferdie: reporter } = await wellKnownAccounts();
const names = ['Signs twice', 'Stops', 'Accused', 'Ruled against', 'Faithful'];
const operators = await Promise.all(names.map((name) => newAccount(name.replaceAll(' ', ''))));
const keys = await Promise.all(names.map((name) => newAccount(`${name.replaceAll(' ', '')}Key`)));
const [twice, stops, accused, ruled, faithful] = operators;
const keyOf = (operator) => keys[operators.indexOf(operator)];

const SERVICE = 1;
const [DOUBLE_SIGN, DUTY, QUORUM, RULING] = [0, 1, 2, 3];
const STAKE = 100n * PAL;
const WHOLE = 100n * FINE_PERCENT;
const EVERY = 10;
/** What the chain asks a service for each attestation that an epoch can bring. */
const PRICE = PAL / 10_000n;
const hash = (byte) => u8aToHex(new Uint8Array(32).fill(byte));

describeOnNode('a service with four conditions', { sealing: 'manual' }, (check) => {
	let start;

	const stake = async (chain, operator) => (await chain.pool(operator, NATIVE)).balance;
	const height = async (chain) => (await chain.api.rpc.chain.getHeader()).number.toNumber();
	const duty = (chain, operator) => chain.ask('slashingApi', 'duty', SERVICE, operator.address);

	/** Makes blocks up to that height. */
	async function reach(chain, block) {
		while ((await height(chain)) < block) {
			await chain.createBlock();
		}
	}

	/** Makes blocks up to the second one of an epoch: what was due at its start is done. */
	async function enter(chain, epoch) {
		await chain.advanceEpochs(epoch - (await chain.epoch()));
		await chain.createBlock();
		assert.equal(await chain.epoch(), epoch);
	}

	/** Waits for the period that begins in `epoch`, and has operators attest it. */
	async function attest(chain, epoch, who) {
		const period = epoch + 1;
		await reach(chain, period * EVERY);
		for (const operator of who) {
			const { open } = await duty(chain, operator);
			const found = open.find((one) => one.epoch === epoch);
			assert.deepEqual(found, { period, epoch, closes: BigInt((period + 1) * EVERY + 1), attested: false });
			await chain.succeed(chain.api.tx.slashing.attest(SERVICE, found.period), operator);
		}
		return period;
	}

	check('an owner publishes four conditions, and five operators join', async (chain) => {
		const { tx } = chain.api;
		const formula = async (text) => ({ formula: (await chain.ask('slashingApi', 'parseFormula', text)).Ok, lookBack: 0 });
		const veto = { Veto: { resolver: resolver.address, window: 1 } };
		const nobody = { bounty: 0, restitution: null };
		const conditions = [
			condition({ penalty: await formula('0.05') }),
			condition({
				evidence: { MissedDuty: { every: EVERY, grace: 1, tolerated: 10 * PERCENT } },
				penalty: await formula('severity * 0.02'),
				evidenceAge: 2,
				proceeds: nobody,
			}),
			condition({
				evidence: { QuorumAccusation: { threshold: 60 * PERCENT } },
				penalty: await formula('severity * 0.1'),
				evidenceAge: 2,
				resolution: veto,
			}),
			condition({ evidence: { Ruling: { by: court.address } }, penalty: await formula('severity'), evidenceAge: 2, resolution: veto }),
		];
		const published = terms({ assets: [{ asset: NATIVE, kinds: EXCLUSIVE }], maxOperators: 5, maxSlashPerEpoch: WHOLE, conditions });
		const refuse = (changed, error) => assertRefused(chain, tx.services.create({ ...published, conditions: changed }, ''), owner, `services.${error}`);
		await refuse([{ ...conditions[DUTY], evidenceAge: 1 }], 'DutyEvidenceTooShort');
		await refuse([conditions[DUTY], conditions[DUTY]], 'SecondDuty');
		await chain.succeed(tx.services.create(published, ''), owner);
		for (const operator of operators) {
			await chain.sudo(tx.balances.forceSetBalance(operator.address, STAKE + 100n * PAL));
			await chain.succeed(
				tx.utility.batchAll([
					tx.operators.register('', 0),
					tx.services.apply(SERVICE, 1, ...possession(chain, keyOf(operator), SERVICE, operator)),
					tx.restaking.allocate(SERVICE, NATIVE, FULL_MAGNITUDE, EXCLUSIVE),
					tx.restaking.delegate(operator.address, NATIVE, STAKE),
				]),
				operator,
			);
		}
		start = (await chain.epoch()) + 2;
	});

	check('what nobody can attest is refused', async (chain) => {
		const attests = (who, period, error) => assertRefused(chain, chain.api.tx.slashing.attest(SERVICE, period), who, `slashing.${error}`);
		await enter(chain, start);
		await attests(faithful, start + 1, 'PeriodNotBegun');
		await attests(faithful, start - 1, 'PeriodOver');
		await assertRefused(chain, chain.api.tx.slashing.attest(77, start + 1), faithful, 'slashing.UnknownService');
	});

	check('the first attestation of an epoch has the owner pay, and none costs a fee', async (chain) => {
		const { tx } = chain.api;
		const free = async (who) => (await chain.api.query.system.account(who.address)).data.free.toBigInt();
		const treasury = palletAccount('pal/trsy');
		const [ownerBefore, before] = [await free(owner), await free(faithful)];
		const treasuryBefore = await free({ address: treasury });
		const period = start + 1;
		// In the first half of the period, else it would not be due.
		await reach(chain, period * EVERY);
		const outcome = await chain.succeed(tx.slashing.attest(SERVICE, period), faithful);
		const paid = 5n * PRICE;
		const [enrolled, attested] = eventsOf(outcome, 'slashing').map((event) => event.data);
		assert.deepEqual(enrolled, { service: SERVICE, epoch: start, attestations: 5, paid });
		assert.deepEqual(attested, { service: SERVICE, operator: faithful.address, epoch: start, period });
		assert.equal(await free(owner), ownerBefore - paid);
		assert.equal(await free({ address: treasury }), treasuryBefore + paid);
		assert.equal(await free(faithful), before);
		await attest(chain, start, [twice, accused, ruled]);
		await assertRefused(chain, tx.slashing.attest(SERVICE, period), faithful, 'slashing.AlreadyAttested');
		await assertRefused(chain, tx.slashing.attest(SERVICE, period), reporter, 'slashing.NotCounting');
		// One does not.
		const { open } = await duty(chain, stops);
		assert.equal(open.find((one) => one.epoch === start).attested, false);
		assert.equal(await stake(chain, stops), STAKE);
	});

	check('meanwhile one signs twice, one is accused and one is ruled against', async (chain) => {
		const { tx } = chain.api;
		const report = (place, who, evidence) => tx.slashing.report(SERVICE, place, who.address, start, evidence);
		const signed = (payload) => statement(chain, keyOf(twice), SERVICE, start, hash(7), hash(payload));
		const doubleSign = { DoubleSign: { topic: hash(7), first: signed(1), second: signed(2) } };
		// A report of absence there is not: the chain finds out.
		await assertRefused(chain, report(DUTY, stops, doubleSign), reporter, 'slashing.WrongEvidence');
		await chain.succeed(report(DOUBLE_SIGN, twice, doubleSign), reporter);
		assert.equal(await stake(chain, twice), (STAKE * 95n) / 100n);
		const signers = [twice, stops, ruled, faithful].map((signer) => [signer, keyOf(signer)]);
		const said = { service: SERVICE, epoch: start, condition: QUORUM, accused, severity: WHOLE, topic: hash(1) };
		await chain.succeed(report(QUORUM, accused, accusation(chain, signers, said)), reporter);
		await chain.succeed(report(RULING, ruled, { Ruling: { topic: hash(2), severity: 3n * FINE_PERCENT } }), court);
	});

	check('in the second epoch after it the chain reports who was absent', async (chain) => {
		// The next epoch is attested as well.
		await attest(chain, start + 1, operators);
		await enter(chain, start + 2);
		// 2 % by the formula, of which a duty takes 1 % at most.
		assert.equal(await stake(chain, stops), (STAKE * 99n) / 100n);
		const slashes = await Promise.all([0, 1, 2, 3].map((id) => chain.ask('slashingApi', 'slash', id)));
		const found = slashes.find((one) => one.offence.operator === stops.address);
		const { offence, condition: place, severity, reporter: by, limit } = found;
		assert.deepEqual(
			[offence, place, severity, by, limit],
			[{ operator: stops.address, service: SERVICE, epoch: start }, DUTY, WHOLE, null, FINE_PERCENT],
		);
	});

	check('the others pay when nobody objected any more, and who was faithful pays nothing', async (chain) => {
		await enter(chain, start + 4);
		assert.equal(await stake(chain, accused), (STAKE * 90n) / 100n);
		assert.equal(await stake(chain, ruled), (STAKE * 97n) / 100n);
		assert.equal(await stake(chain, twice), (STAKE * 95n) / 100n);
		assert.equal(await stake(chain, stops), (STAKE * 99n) / 100n);
		assert.equal(await stake(chain, faithful), STAKE);
		assert.equal(await chain.ask('slashingApi', 'slash', 4), null);
	});
});
