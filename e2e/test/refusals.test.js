// What the chain refuses: with which error, and that nothing but the fee is gone.

import assert from 'node:assert/strict';
import { compactAddLength, u8aToHex } from '@polkadot/util';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import { EXCLUSIVE, FULL_MAGNITUDE, SHARED } from '../src/ledger.js';
import { WATCHED, assertRefused, assertRootRefused, passEpochStart } from '../src/refusals.js';
import { CONSENSUS, PERCENT, condition, possession, terms } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, withId } from '../src/values.js';

const { alice, bob, charlie, dave: operator, ferdie, aliceStash: validator } = await wellKnownAccounts();
const stranger = await newAccount('Stranger');
const LST = withId(1);
/** What the development chain calls U. */
const UNBONDING = 6;

// Services, by what they take. Nobody joins the last one.
const RING_FENCED = 1;
const ANYTHING = 2;
const SHARED_LST = [3, 4];
const DESERTED = 5;
const SERVICES = [
	terms({ assets: [{ asset: NATIVE, kinds: EXCLUSIVE }], conditions: [condition()] }),
	terms({ assets: [NATIVE, LST].map((asset) => ({ asset, kinds: { Both: null } })) }),
	...SHARED_LST.map(() => terms({ assets: [{ asset: LST, kinds: SHARED }] })),
	terms(),
];
/** The smallest delegation. */
const LEAST_LST = 10_000_000_000n;
const SIXTY_PERCENT = (FULL_MAGNITUDE * 6n) / 10n;

describeOnNode('refusals', { sealing: 'manual' }, (check) => {
	const delegate = (chain, asset, amount, to = operator) =>
		chain.api.tx.restaking.delegate(to.address, asset, amount);

	check('there is a pool to refuse things to', async (chain) => {
		await chain.succeed(chain.api.tx.operators.register('', 0), operator);
		await chain.succeed(delegate(chain, NATIVE, 20n * PAL), bob);
		assert.equal((await chain.pool(operator, NATIVE)).balance, 20n * PAL);
	});

	check('more native tokens than the delegator has', async (chain) => {
		const { free } = await chain.native(bob);
		await assertRefused(chain, delegate(chain, NATIVE, free + 1n), bob, 'restaking.InsufficientBalance');
		// All of it is too much, too: the account must stay, and the fee is due.
		await assertRefused(chain, delegate(chain, NATIVE, free), bob, 'restaking.InsufficientBalance');
	});

	check('one unit of an asset more than the delegator has', async (chain) => {
		const units = await chain.asset(charlie, 1);
		await assertRefused(chain, delegate(chain, LST, units + 1n), charlie, 'restaking.InsufficientBalance');
	});

	check('more than there is of anything', async (chain) => {
		await assertRefused(chain, delegate(chain, NATIVE, 2n ** 128n - 1n), bob, 'restaking.InsufficientBalance');
	});

	check('more than a pool may hold', async (chain) => {
		const config = (await (await chain.at()).query.restaking.acceptedAssets(LST)).unwrap();
		const { balance } = await chain.pool(operator, LST);
		const room = config.capPerPool.toBigInt() - balance;
		await chain.succeed(chain.api.tx.assets.mint(1, charlie.address, room), ferdie);
		await assertRefused(chain, delegate(chain, LST, room + 1n), charlie, 'restaking.PoolCapExceeded');
	});

	check('an operator that nobody knows', async (chain) => {
		await assertRefused(chain, delegate(chain, NATIVE, 5n * PAL, stranger), bob, 'restaking.UnknownOperator');
		// Having stake behind others makes nobody an operator.
		await assertRefused(chain, delegate(chain, NATIVE, 5n * PAL, bob), bob, 'restaking.UnknownOperator');
	});

	check('an asset that is not accepted', async (chain) => {
		await assertRefused(chain, delegate(chain, withId(2), 5n * PAL), bob, 'restaking.AssetNotRegistered');
		await assertRefused(chain, delegate(chain, withId(4_294_967_295), 1n), bob, 'restaking.AssetNotRegistered');
	});

	check('less than the minimum, and nothing at all', async (chain) => {
		await assertRefused(chain, delegate(chain, LST, LEAST_LST - 1n), charlie, 'restaking.BelowMinDelegation');
		await assertRefused(chain, delegate(chain, LST, 0n), charlie, 'restaking.ZeroAmount');
		// The minimum itself is enough.
		await chain.succeed(delegate(chain, LST, LEAST_LST), charlie);
		assert.equal((await chain.position(charlie, operator, LST)).value, LEAST_LST);
		// Leaving less than the minimum behind is refused as well.
		const leave = chain.api.tx.restaking.undelegate(operator.address, LST, 1n);
		await assertRefused(chain, leave, charlie, 'restaking.BelowMinDelegation');
	});

	check('a second registration', async (chain) => {
		const again = chain.api.tx.operators.register('another name', 10_000_000);
		await assertRefused(chain, again, operator, 'operators.AlreadyRegistered');
	});

	check('metadata that is too long', async (chain) => {
		const limit = chain.api.consts.operators.maxMetadata.toNumber();
		const register = chain.api.tx.operators.register('x'.repeat(limit + 1), 0);
		await assertRefused(chain, register, bob, 'operators.MetadataTooLong');
	});

	check('stake that is not there', async (chain) => {
		const undelegate = (asset, amount) => chain.api.tx.restaking.undelegate(operator.address, asset, amount);
		const withdraw = (asset) => chain.api.tx.restaking.withdraw(operator.address, asset);
		await assertRefused(chain, undelegate(NATIVE, PAL), alice, 'restaking.NoPosition');
		await assertRefused(chain, undelegate(NATIVE, 20n * PAL + 1n), bob, 'restaking.InsufficientStake');
		await assertRefused(chain, withdraw(NATIVE), alice, 'restaking.NoPosition');
		await assertRefused(chain, withdraw(NATIVE), bob, 'restaking.NoExit');
	});

	const allocate = (chain, service, asset, magnitude, kind) =>
		chain.api.tx.restaking.allocate(service, asset, magnitude, kind);

	check('there are services to refuse pledges to', async (chain) => {
		const { tx } = chain.api;
		await chain.succeed(tx.utility.batchAll(SERVICES.map((published) => tx.services.create(published, ''))), alice);
		const key = await newAccount('Dave');
		const joined = [RING_FENCED, ANYTHING, ...SHARED_LST].map((service) =>
			tx.services.apply(service, 1, ...possession(chain, key, service, operator)),
		);
		await chain.succeed(tx.utility.batchAll(joined), operator);
		await chain.succeed(allocate(chain, ANYTHING, NATIVE, SIXTY_PERCENT, SHARED), operator);
	});

	check('a pledge that the terms do not take', async (chain) => {
		const refused = (service, asset, kind, error) =>
			assertRefused(chain, allocate(chain, service, asset, 1n, kind), operator, `restaking.${error}`);
		await refused(DESERTED, NATIVE, SHARED, 'NotMember');
		await refused(RING_FENCED, LST, EXCLUSIVE, 'AssetNotInTerms');
		await refused(RING_FENCED, NATIVE, SHARED, 'KindNotInTerms');
		await refused(ANYTHING, withId(2), SHARED, 'AssetNotRegistered');
	});

	check('a pledge that changes nothing, or only its kind', async (chain) => {
		const same = allocate(chain, ANYTHING, NATIVE, SIXTY_PERCENT, SHARED);
		await assertRefused(chain, same, operator, 'restaking.AllocationUnchanged');
		const none = allocate(chain, RING_FENCED, NATIVE, 0n, EXCLUSIVE);
		await assertRefused(chain, none, operator, 'restaking.AllocationUnchanged');
		const other = allocate(chain, ANYTHING, NATIVE, SIXTY_PERCENT, EXCLUSIVE);
		await assertRefused(chain, other, operator, 'restaking.KindChanged');
	});

	check('more pledges than there is to pledge', async (chain) => {
		const refused = (service, asset, magnitude, kind, error) =>
			assertRefused(chain, allocate(chain, service, asset, magnitude, kind), operator, `restaking.${error}`);
		const pledge = (...args) => chain.succeed(allocate(chain, ...args), operator);
		const rest = FULL_MAGNITUDE - SIXTY_PERCENT;

		await refused(RING_FENCED, NATIVE, FULL_MAGNITUDE + 1n, EXCLUSIVE, 'ExceedsMagnitude');
		await refused(RING_FENCED, NATIVE, rest + 1n, EXCLUSIVE, 'WouldShelterStake');
		await pledge(RING_FENCED, NATIVE, rest, EXCLUSIVE);
		await refused(ANYTHING, NATIVE, SIXTY_PERCENT + 1n, SHARED, 'ExceedsCeiling');

		// This asset's stake can be shared twice.
		await pledge(ANYTHING, LST, FULL_MAGNITUDE, SHARED);
		await pledge(SHARED_LST[0], LST, FULL_MAGNITUDE, SHARED);
		await refused(SHARED_LST[1], LST, 1n, SHARED, 'ExceedsLeverage');
	});

	check('exits that are not there, too early, or too late', async (chain) => {
		const { undelegate, cancelUndelegation, withdraw } = chain.api.tx.restaking;
		const epoch = await chain.advanceEpochs(1);
		const cancel = cancelUndelegation(operator.address, NATIVE, epoch);
		await assertRefused(chain, cancel, bob, 'restaking.NoExit');
		await assertRefused(chain, withdraw(operator.address, NATIVE), bob, 'restaking.NoExit');
		await chain.succeed(undelegate(operator.address, NATIVE, PAL), bob);
		const [[claimable]] = (await chain.position(bob, operator, NATIVE)).exits;
		await assertRefused(chain, withdraw(operator.address, NATIVE), bob, 'restaking.NotClaimable');
		await chain.advanceEpochs(claimable - epoch);
		await assertRefused(chain, cancel, bob, 'restaking.ExitMatured');
	});

	check('tallies of what cannot be asked, of nobody, and twice', async (chain) => {
		const refused = (service, epoch, error) =>
			assertRefused(chain, chain.api.tx.restaking.tally(service, epoch), bob, `restaking.${error}`);
		const epoch = await chain.advanceEpochs(UNBONDING + 1);
		await refused(RING_FENCED, epoch + 1, 'EpochNotAnswerable');
		await refused(RING_FENCED, epoch - UNBONDING - 1, 'EpochNotAnswerable');
		await refused(DESERTED, epoch, 'NothingToTally');
		await refused(DESERTED + 1, epoch, 'NothingToTally');
		await chain.succeed(chain.api.tx.restaking.tally(RING_FENCED, epoch), bob);
		await refused(RING_FENCED, epoch, 'TallyComplete');
	});

	check('what governance may not do either', async (chain) => {
		const { updateAsset, setUnbondingEpochs } = chain.api.tx.restaking;
		const config = {
			minDelegation: LEAST_LST,
			capPerPool: 1_000n * LEAST_LST,
			haircut: 10 * PERCENT,
			leverage: 2,
			accepting: true,
		};
		const refused = (call, error) => assertRootRefused(chain, call, `restaking.${error}`);

		// Some terms need all of U.
		await refused(setUnbondingEpochs(UNBONDING - 1), 'UnbondingTooShort');
		await refused(setUnbondingEpochs(0), 'UnbondingTooShort');
		await refused(setUnbondingEpochs(33), 'UnbondingTooLong');
		for (const change of [
			{ haircut: 20 * PERCENT + 1 },
			{ minDelegation: 10n * LEAST_LST + 1n },
			{ minDelegation: LEAST_LST / 10n - 1n },
			{ leverage: 4 },
		]) {
			await refused(updateAsset(LST, { ...config, ...change }), 'ChangeTooLarge');
		}
		await refused(updateAsset(LST, { ...config, leverage: 0 }), 'LeverageOutOfRange');
		await refused(updateAsset(withId(2), config), 'AssetNotRegistered');
		for (const call of [updateAsset(LST, config), setUnbondingEpochs(UNBONDING)]) {
			await assertRefused(chain, call, alice, 'badOrigin');
		}

		await chain.sudo(updateAsset(LST, { ...config, accepting: false }));
		await chain.advanceEpochs(1);
		await assertRefused(chain, delegate(chain, LST, LEAST_LST), charlie, 'restaking.AssetNotAccepted');
		const into = chain.api.tx.restaking.withdrawInto(operator.address, LST, operator.address);
		await assertRefused(chain, into, charlie, 'restaking.AssetNotAccepted');
	});

	check('what would leave the chain without validators', async (chain) => {
		const { tx } = chain.api;
		const [{ target, kind }] = (await chain.pool(validator, NATIVE)).allocations;
		await assertRefused(chain, tx.services.leave(CONSENSUS), validator, 'services.TooFewValidators');
		const less = allocate(chain, CONSENSUS, NATIVE, target - 1n, kind);
		await assertRefused(chain, less, validator, 'restaking.TooFewValidators');
		await assertRefused(chain, tx.session.purgeKeys(), validator, 'system.CallFiltered');
		await assertRootRefused(chain, tx.services.eject(CONSENSUS, validator.address), 'services.TooFewValidators');
		await assertRootRefused(chain, tx.validators.setLimits(0, 1), 'validators.LimitsOutOfRange');
		await assertRootRefused(chain, tx.validators.setLimits(2, 1), 'validators.LimitsOutOfRange');
		await assertRefused(chain, tx.validators.setLimits(1, 1), alice, 'badOrigin');
	});

	check('to meddle with the chain\'s own consensus', async (chain) => {
		const { tx } = chain.api;
		for (const call of [
			tx.services.updateTerms(CONSENSUS, terms()),
			tx.services.setMetadata(CONSENSUS, 'mine'),
			tx.services.eject(CONSENSUS, validator.address),
		]) {
			await assertRefused(chain, call, alice, 'badOrigin');
		}
		await assertRefused(chain, tx.services.close(CONSENSUS), alice, 'services.ConsensusStays');
		// What its validators did the chain reports, and nobody else.
		const evidence = { Ruling: { topic: new Uint8Array(32).fill(1), severity: 1n } };
		const report = tx.slashing.report(CONSENSUS, 0, validator.address, await chain.epoch(), evidence);
		await assertRefused(chain, report, alice, 'slashing.WrongEvidence');
		await assertRefused(chain, allocate(chain, CONSENSUS, NATIVE, 1n, SHARED), operator, 'restaking.NotMember');
	});

	check('bytes that are no transaction', async (chain) => {
		const signed = await chain.sign(chain.api.tx.system.remark('0x01'), bob);
		const whole = signed.toU8a();
		const truncated = whole.slice(0, whole.length - 1);
		const forged = whole.slice();
		// The last byte of the signature: length (2), version, address (33), kind of signature, its 64 bytes.
		forged[2 + 1 + 33 + 1 + 63] ^= 1;
		const undecodable = { code: 1002, message: /^1002: Verification Error: Runtime error: Execution failed/ };
		// The block takes note of what the fee of the transaction before did to the treasury.
		await chain.createBlock();
		await passEpochStart(chain);
		const before = await chain.storage(WATCHED);

		for (const [what, params, error] of [
			['no hexadecimal', ['0xno'], { code: -32602, message: /Invalid params/ }],
			['no text', [1], { code: -32602, message: /Invalid params/ }],
			['no parameter', [], { code: -32602, message: /Invalid params/ }],
			['no bytes', ['0x'], { code: 1040, message: /^1040: Client error: / }],
			['random bytes', ['0xdeadbeef'], { code: 1040, message: /^1040: Client error: / }],
			['a transaction that ends early', [u8aToHex(truncated)], { code: 1040, message: /^1040: Client error: / }],
			// Their length is right, what is in them is not.
			['an empty envelope', ['0x00'], undecodable],
			['garbage in an envelope', ['0x10deadbeef'], undecodable],
			['a transaction without its end in an envelope', [u8aToHex(compactAddLength(truncated.slice(2)))], undecodable],
			['a forged signature', [u8aToHex(forged)], { code: 1010, message: /bad signature/ }],
		]) {
			await assert.rejects(chain.rpc('author_submitExtrinsic', ...params), error, what);
			assert.equal((await chain.rpc('system_health')).isSyncing, false, what);
			const pending = await chain.rpc('author_pendingExtrinsics');
			assert.ok(!pending.includes(params[0]), what);
		}

		const { hash } = await chain.createBlock();
		assert.deepEqual(await chain.storage(WATCHED, hash), before);
		// The original still goes through.
		await chain.rpc('author_submitExtrinsic', signed.toHex());
		const included = await chain.include(signed);
		assert.equal(included.error, null);
	});

	check('a transaction twice', async (chain) => {
		const signed = await chain.sign(chain.api.tx.system.remark('0x02'), bob);
		await chain.rpc('author_submitExtrinsic', signed.toHex());
		await assert.rejects(chain.rpc('author_submitExtrinsic', signed.toHex()), { code: 1013 });
		await chain.include(signed);
		await chain.createBlock();
		const free = (await chain.native(bob)).free;
		await assert.rejects(chain.rpc('author_submitExtrinsic', signed.toHex()), ({ code, message }) => {
			// Outdated, banned for having been included, or still remembered.
			assert.ok([1010, 1012, 1013].includes(code), `${code}: ${message}`);
			return true;
		});
		await chain.createBlock();
		await chain.createBlock();
		assert.equal((await chain.native(bob)).free, free);
	});
});
