// The chain's own consensus as service 0: what it says of itself, who is elected, and what is minted for blocks.

import assert from 'node:assert/strict';
import { SESSION, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE } from '../src/ledger.js';
import { CONSENSUS, FINE_PERCENT, GENESIS_STAKE } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, palletAccount, textHex } from '../src/values.js';

const { aliceStash: validator, bob } = await wellKnownAccounts();
const REWARD = PAL / 20n;

describeOnNode('service 0', { sealing: 'manual' }, (check) => {
	check('is there from the start, under terms that anybody can read', async (chain) => {
		await chain.createBlock();
		const { owner, metadata, version, members, stopsAt } = await chain.ask('servicesApi', 'service', CONSENSUS);
		assert.deepEqual([metadata, version, members, stopsAt], [textHex('consensus'), 1, 1, null]);
		// The keyless account that stands for governance.
		assert.equal(owner, palletAccount('pal/govn'));
		const terms = await chain.ask('servicesApi', 'version', CONSENSUS, 1);
		assert.deepEqual([terms.minOperatorValue, terms.maxOperators, terms.admission], [10_000n * PAL, 1_000, { Open: null }]);
		assert.deepEqual(terms.assets, [{ asset: NATIVE, kinds: { Both: null } }]);
		const faults = ['BlockEquivocation', 'VoteEquivocation', 'Unresponsiveness'];
		assert.deepEqual(terms.conditions.map(({ evidence }) => evidence), faults.map((fault) => ({ Consensus: { [fault]: null } })));
		assert.deepEqual(terms.conditions.map(({ jail }) => jail), [4, 4, 1]);
		const formula = 'max(min(severity, 0.1), if convicted_members >= 2 then (3 * convicted_value_share)^2 else 0)';
		const printed = await Promise.all(
			terms.conditions.map(({ penalty }) => chain.ask('slashingApi', 'printFormula', penalty.formula)),
		);
		assert.deepEqual(printed.slice(0, 2), [{ Ok: formula }, { Ok: formula }]);
		assert.deepEqual(terms.conditions[2].penalty, { formula: [{ Const: 0n }], lookBack: 0 });
	});

	check('has the validator as its member, with half of its own stake', async (chain) => {
		const half = GENESIS_STAKE / 2n;
		assert.deepEqual(await chain.security(CONSENSUS, 0), { value: half, members: [[validator.address, half]] });
		assert.deepEqual(await chain.stake(validator, CONSENSUS, 0), [{ asset: NATIVE, amount: half, value: half, kind: EXCLUSIVE }]);
		assert.equal((await chain.position(validator, validator, NATIVE)).value, GENESIS_STAKE);
		assert.deepEqual((await (await chain.at()).query.session.validators()).map(String), [validator.address]);
		// One of one: (3 · 1)², which is more than the whole, of which a tenth is taken.
		const preview = await chain.ask('slashingApi', 'preview', CONSENSUS, 1, validator, 0, FULL_MAGNITUDE);
		assert.equal(preview.penalty, 10n * FINE_PERCENT);
		assert.equal(preview.pools[0].fromActive, half / 10n);
	});

	check('tells what an election decides, and where an operator stands', async (chain) => {
		const half = GENESIS_STAKE / 2n;
		assert.deepEqual(await chain.ask('validatorsApi', 'election'), {
			min: 1,
			max: 100,
			candidates: [[validator.address, half]],
			validators: [validator.address],
		});
		const standing = {
			weight: half,
			jailed: false,
			suspended: false,
			hasSessionKeys: true,
			rank: 1,
			wouldBeElected: true,
			planned: true,
			mayLeave: false,
		};
		assert.deepEqual(await chain.ask('validatorsApi', 'validator', validator), standing);
		assert.deepEqual(await chain.ask('validatorsApi', 'validator', bob), {
			...standing,
			weight: null,
			hasSessionKeys: false,
			rank: null,
			wouldBeElected: false,
			planned: false,
			mayLeave: true,
		});
		// It is told the truth.
		const { error } = await chain.send(chain.api.tx.services.leave(CONSENSUS), validator);
		assert.equal(error, 'services.TooFewValidators');
	});

	check('elects at the start of each session, and mints for the blocks of the one before', async (chain) => {
		const first = (session) => session * SESSION + 1;
		await chain.createBlocksUntil(first(3));
		let minted = 0n;
		for (let session = 1; session <= 3; session++) {
			const hash = await chain.hashOf(first(session));
			const events = (await chain.events(hash)).filter(({ name }) => name.startsWith('validators.'));
			const blocks = first(session) - (session === 1 ? 0 : first(session - 1));
			const amount = BigInt(blocks) * REWARD;
			assert.deepEqual(events, [
				{ name: 'validators.RewardsIssued', data: { session: session - 1, blocks, amount } },
				{ name: 'validators.Elected', data: { session: session + 1, candidates: 1, validators: 1 } },
			]);
			minted += amount;
			assert.equal((await chain.native(chain.rewardsAccount, hash)).free, minted);
		}
		// All there is beside it was there before.
		assert.equal(await chain.issuance(await chain.hashOf(first(3))), await chain.issuance(await chain.hashOf(1)));
	});

	check('lets governance say what a block is worth', async (chain) => {
		await chain.sudo(chain.api.tx.parameters.setParameter({ Validators: { BlockReward: [null, 7n * PAL] } }));
		const epoch = await chain.advanceEpochs(1);
		const events = await chain.events(await chain.hashOf(epoch * SESSION + 1));
		const { data } = events.find(({ name }) => name === 'validators.RewardsIssued');
		assert.deepEqual(data, { session: epoch - 1, blocks: SESSION, amount: BigInt(SESSION) * 7n * PAL });
	});
});
