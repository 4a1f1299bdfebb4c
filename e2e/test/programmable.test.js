// A service whose owner writes its penalties as text: what the chain reads, prints and computes is what the vectors of the formula
// language say; then two of five members are accused by the others and pay alike, whoever was accused first, and a slash that is
// more than may be taken at once is stopped until governance had a look.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { u8aToHex } from '@polkadot/util';
import { eventsOf, newAccount, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE } from '../src/ledger.js';
import { assertRefused } from '../src/refusals.js';
import { FINE_PERCENT, GENESIS_STAKE, PERCENT, accusation, condition, possession, terms } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL } from '../src/values.js';

const { bob: owner, eve: resolver, ferdie: reporter } = await wellKnownAccounts();
const names = ['Anna', 'Ben', 'Cleo', 'Dora', 'Emil'];
const operators = await Promise.all(names.map((name) => newAccount(name)));
const schemes = ['sr25519', 'ed25519', 'ecdsa', 'sr25519', 'ed25519'];
const keys = await Promise.all(names.map((name, at) => newAccount(`${name} signs`, schemes[at])));
const [anna, ben, cleo, dora, emil] = operators;
const keyOf = (operator) => keys[operators.indexOf(operator)];

const SERVICE = 1;
/** As much as the chain's validator has behind itself, of which all counts as pledged. */
const STAKE = GENESIS_STAKE;
const WHOLE = 100n * FINE_PERCENT;
/** As the owner writes it: as severe as the offence, but lenient as long as few members do it. */
const CORRELATED = 'severity * min((2 * convicted_member_share)^2, 1)';
const hash = (byte) => u8aToHex(new Uint8Array(32).fill(byte));

const FACTS = ['severity', 'repeats', 'convictedValueShare', 'convictedMemberShare', 'convictedMembers', 'members', 'valueShare'];

/** `[text, facts, penalty]` of each vector. */
function vectors() {
	const lines = readFileSync(new URL('../../primitives/terms/src/tests/vectors.txt', import.meta.url), 'utf8').split('\n');
	return lines
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => {
			const [text, numbers, penalty] = line.split('|').map((part) => part.trim());
			const facts = Object.fromEntries(numbers.split(' ').map((number, at) => [FACTS[at], BigInt(number)]));
			return [text, facts, BigInt(penalty)];
		});
}

describeOnNode('programmable slashing', { sealing: 'manual' }, (check) => {
	let start;

	const parse = async (chain, text) => (await chain.ask('slashingApi', 'parseFormula', text)).Ok;
	const accuse = (chain, accused, epoch, topic, severity = WHOLE, signers = [cleo, dora, emil]) =>
		chain.api.tx.slashing.report(
			SERVICE,
			0,
			accused.address,
			epoch,
			accusation(
				chain,
				signers.map((signer) => [signer, keyOf(signer)]),
				{ service: SERVICE, epoch, condition: 0, accused, severity, topic: hash(topic) },
			),
		);
	const stake = async (chain, operator) => (await chain.pool(operator, NATIVE)).balance;
	const slash = (chain, id) => chain.ask('slashingApi', 'slash', id);

	/** Makes blocks up to the second one of an epoch: what was due at its start is done. */
	async function enter(chain, epoch) {
		await chain.advanceEpochs(epoch - (await chain.epoch()));
		await chain.createBlock();
		assert.equal(await chain.epoch(), epoch);
	}

	check('the chain computes what the vectors of the formula language say', async (chain) => {
		const all = vectors();
		assert.ok(all.length >= 50, `${all.length} vectors`);
		for (const [text, facts, penalty] of all) {
			const formula = await parse(chain, text);
			const computed = await chain.ask('slashingApi', 'evaluate', formula, facts);
			assert.deepEqual(computed, { Ok: penalty }, text);
			const printed = (await chain.ask('slashingApi', 'printFormula', formula)).Ok;
			assert.deepEqual(await parse(chain, printed), formula, text);
		}
	});

	check('what is no formula is refused, with the place and the reason', async (chain) => {
		const refusal = async (text) => (await chain.ask('slashingApi', 'parseFormula', text)).Err;
		assert.deepEqual(await refusal('severity * guilt'), { at: 11, reason: { UnknownWord: null } });
		assert.deepEqual(await refusal('0.05 *'), { at: 6, reason: { UnexpectedEnd: null } });
		assert.deepEqual(await refusal('severity ^ 9'), { at: 11, reason: { ExponentTooLarge: null } });
		const ill = [{ Add: null }];
		assert.deepEqual(await chain.ask('slashingApi', 'printFormula', ill), { Err: { MissingOperand: null } });
	});

	check('an owner publishes a formula that it wrote, and five operators join', async (chain) => {
		const { tx } = chain.api;
		const formula = await parse(chain, CORRELATED);
		const quorum = condition({
			evidence: { QuorumAccusation: { threshold: 60 * PERCENT } },
			penalty: { formula, lookBack: 1 },
			evidenceAge: 2,
			resolution: { Veto: { resolver: resolver.address, window: 1 } },
		});
		const published = terms({
			assets: [{ asset: NATIVE, kinds: EXCLUSIVE }],
			maxOperators: 5,
			maxSlashPerEpoch: WHOLE,
			conditions: [quorum],
		});
		const immediate = { ...quorum, resolution: { Immediate: null } };
		await assertRefused(chain, tx.services.create({ ...published, conditions: [immediate] }, ''), owner, 'services.EvidenceNeedsVeto');
		await chain.succeed(tx.services.create(published, ''), owner);
		// Whoever looks at the terms reads what the owner wrote.
		const { conditions } = await chain.ask('servicesApi', 'version', SERVICE, 1);
		const read = await chain.ask('slashingApi', 'printFormula', conditions[0].penalty.formula);
		assert.deepEqual(read, { Ok: CORRELATED });
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
		await enter(chain, start);
		const facts = await chain.ask('slashingApi', 'facts', SERVICE, 0, anna, start, WHOLE);
		assert.equal(facts.members, 5);
		assert.equal(facts.valueShare, 20n * FINE_PERCENT);
		assert.equal(facts.convictedMembers, 1);
		// (2 · 1/5)² = 16 %.
		const penalty = await chain.ask('slashingApi', 'evaluate', formula, facts);
		assert.deepEqual(penalty, { Ok: 16n * FINE_PERCENT });
		const preview = await chain.ask('slashingApi', 'preview', SERVICE, 0, anna, start, WHOLE);
		assert.equal(preview.penalty, 16n * FINE_PERCENT);
		assert.equal(preview.pools[0].fromActive, (STAKE * 16n) / 100n);
	});

	check('accusations that convict nobody are refused', async (chain) => {
		const refuse = (call, error) => assertRefused(chain, call, reporter, `slashing.${error}`);
		await refuse(accuse(chain, anna, start, 1, WHOLE, [cleo, dora]), 'QuorumNotReached');
		await refuse(accuse(chain, anna, start, 1, WHOLE, [anna, cleo, dora]), 'AccusedSigned');
		await refuse(accuse(chain, anna, start, 1, 0n), 'ZeroSeverity');
		await refuse(accuse(chain, anna, start - 2, 1), 'NotMember');
		const twice = accuse(chain, anna, start, 1, WHOLE, [cleo, cleo, dora, emil]);
		await refuse(twice, 'SignersOutOfOrder');
		// What was signed against one accuses no other.
		const against = (accused, evidence) => chain.api.tx.slashing.report(SERVICE, 0, accused.address, start, evidence);
		const signed = accusation(
			chain,
			[cleo, dora, emil].map((signer) => [signer, keyOf(signer)]),
			{ service: SERVICE, epoch: start, condition: 0, accused: anna, severity: WHOLE, topic: hash(1) },
		);
		await refuse(against(ben, signed), 'InvalidSignature');
	});

	check('two that did the same pay alike, whoever was accused first', async (chain) => {
		const due = start + 4;
		const first = await chain.succeed(accuse(chain, anna, start, 1), reporter);
		assert.equal(eventsOf(first, 'slashing')[0].data.finalFrom, due);
		await chain.succeed(chain.api.tx.slashing.uphold(0), resolver);
		await enter(chain, start + 2);
		const second = await chain.succeed(accuse(chain, ben, start, 2), reporter);
		assert.equal(eventsOf(second, 'slashing')[0].data.finalFrom, due);
		// (2 · 2/5)² = 64 %: of both, although the first waited longer. That is more than may be taken at once.
		for (const id of [0, 1]) {
			assert.deepEqual((await slash(chain, id)).outcome, { Pending: { penalty: 64n * FINE_PERCENT } });
		}
		await enter(chain, due - 1);
		assert.equal(await stake(chain, anna), STAKE);
		await enter(chain, due);
		// 64,000 PAL are more than a tenth of the 600,000 that are pledged to anybody, and less than a third of the 500,000 that are
		// to the service.
		for (const id of [0, 1]) {
			const { outcome, stoppedUntil } = await slash(chain, id);
			assert.deepEqual([outcome, stoppedUntil], [{ Pending: { penalty: 64n * FINE_PERCENT } }, due + 1]);
		}
		assert.deepEqual([await stake(chain, anna), await stake(chain, ben)], [STAKE, STAKE]);
	});

	check('what the circuit breaker stopped is executed later, unless governance objects', async (chain) => {
		const { tx } = chain.api;
		await assertRefused(chain, tx.slashing.execute(0), reporter, 'slashing.Stopped');
		await assertRefused(chain, tx.slashing.overturn(0, false), resolver, 'slashing.WindowClosed');
		await chain.sudo(tx.slashing.reduce(0, 10n * FINE_PERCENT));
		const breaker = await chain.ask('slashingApi', 'breaker', SERVICE, start);
		assert.equal(breaker.isOn, true);
		assert.equal(breaker.service.budget, (5n * STAKE * 33n) / 100n);
		assert.equal(breaker.chain.budget, (6n * STAKE) / 10n);
		await enter(chain, start + 5);
		assert.equal(await stake(chain, anna), (STAKE * 90n) / 100n);
		assert.equal(await stake(chain, ben), (STAKE * 36n) / 100n);
		assert.equal(await stake(chain, cleo), STAKE);
	});

	check('governance sets how much may be taken at once', async (chain) => {
		const { tx } = chain.api;
		for (const name of ['ServiceBudget', 'ChainBudget']) {
			await chain.sudo(tx.parameters.setParameter({ Slashing: { [name]: [null, WHOLE] } }));
		}
		// Anew: an epoch is judged by what was pledged at its start, and this one began with executions.
		const epoch = start + 6;
		await enter(chain, epoch);
		assert.equal((await chain.ask('slashingApi', 'breaker', SERVICE, epoch)).isOn, false);
		await chain.succeed(accuse(chain, anna, epoch, 3, WHOLE, [cleo, dora, emil, ben]), reporter);
		const before = await stake(chain, anna);
		await enter(chain, epoch + 4);
		// Alone again, as the others did nothing in that epoch nor in the one before it.
		assert.equal(await stake(chain, anna), before - (before * 16n) / 100n);
	});
});
