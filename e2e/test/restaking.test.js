// Stake on its way in, and all the way out again.

import assert from 'node:assert/strict';
import { SESSION, eventsOf, wellKnownAccounts } from '../src/chain.js';
import { EMPTY_POOL } from '../src/ledger.js';
import { GENESIS_STAKE, PERCENT, registrationDeposit } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, textHex, withId } from '../src/values.js';

const LST = withId(1);
const LST_UNIT = 10_000_000_000n;
const KSM = withId(2);
const KSM_UNIT = 1_000_000_000_000n;
const EMPTY_POSITION = { shares: 0n, value: 0n, exits: [] };

const { alice, bob, charlie, dave: operator, eve } = await wellKnownAccounts();

/** What an account has of both assets. */
async function purse(chain, who, hash) {
	return { native: await chain.native(who, hash), lst: await chain.asset(who, 1, hash) };
}

/** The pool account holds what the ledger says, to the unit: this much beside the validator's own stake. */
async function assertLedgerCovered(chain, asset, more) {
	const expected = 'Native' in asset ? GENESIS_STAKE + more : more;
	assert.equal(await chain.custody(asset), expected);
	assert.equal(await chain.recorded(asset), expected);
}

describeOnNode('restaking', { sealing: 'manual' }, (check) => {
	check('pool account starts with its endowment, what the validator put behind itself, and nothing else', async (chain) => {
		await assertLedgerCovered(chain, NATIVE, 0n);
		await assertLedgerCovered(chain, LST, 0n);
	});

	check('operator registers for a deposit by size', async (chain) => {
		const metadata = 'https://operator.example';
		const commission = 50_000_000;
		const deposit = registrationDeposit(metadata);
		const before = await chain.native(operator);

		const outcome = await chain.succeed(chain.api.tx.operators.register(metadata, commission), operator);

		assert.deepEqual(eventsOf(outcome, 'operators', 'restaking'), [
			{
				name: 'operators.Registered',
				data: { operator: operator.address, metadata: textHex(metadata), commission },
			},
		]);
		assert.deepEqual(await chain.native(operator), {
			free: before.free - deposit - outcome.fee,
			reserved: before.reserved + deposit,
			frozen: before.frozen,
		});
		assert.deepEqual(await chain.holds(operator), [{ id: { Operators: { Registration: null } }, amount: deposit }]);
	});

	check('stake goes in, waits for the next epoch and comes out, to the unit', async (chain) => {
		const nativeIn = 100n * PAL;
		const nativeOut = 40n * PAL;
		const lstIn = 25n * LST_UNIT;
		const start = { bob: await purse(chain, bob), charlie: await purse(chain, charlie) };
		// All that follows up to the requests to leave happens in one epoch.
		const epoch = await chain.advanceEpochs(1);
		const claimable = epoch + 1;
		const poolOf = (units, exits = []) => ({ ...EMPTY_POOL, balance: units, shares: units, opened: epoch, exits });

		// In: Bob with the native token, Charlie with a liquid staking token.
		const bobIn = await chain.succeed(chain.api.tx.restaking.delegate(operator.address, NATIVE, nativeIn), bob);
		assert.deepEqual(eventsOf(bobIn, 'restaking'), [
			{
				name: 'restaking.Delegated',
				data: { who: bob.address, operator: operator.address, asset: NATIVE, amount: nativeIn, shares: nativeIn },
			},
		]);
		assert.deepEqual(
			eventsOf(bobIn, 'balances').filter(({ name }) => name === 'balances.Transfer'),
			[{ name: 'balances.Transfer', data: { from: bob.address, to: chain.poolAccount, amount: nativeIn } }],
		);
		const charlieIn = await chain.succeed(chain.api.tx.restaking.delegate(operator.address, LST, lstIn), charlie);
		assert.deepEqual(eventsOf(charlieIn, 'restaking', 'assets'), [
			{
				name: 'assets.Transferred',
				data: { assetId: 1, from: charlie.address, to: chain.poolAccount, amount: lstIn },
			},
			{
				name: 'restaking.Delegated',
				data: { who: charlie.address, operator: operator.address, asset: LST, amount: lstIn, shares: lstIn },
			},
		]);

		const bobStaked = { free: start.bob.native.free - nativeIn - bobIn.fee, reserved: 0n, frozen: 0n };
		assert.deepEqual(await purse(chain, bob), { native: bobStaked, lst: start.bob.lst });
		assert.deepEqual(await purse(chain, charlie), {
			native: { free: start.charlie.native.free - charlieIn.fee, reserved: 0n, frozen: 0n },
			lst: start.charlie.lst - lstIn,
		});
		assert.deepEqual(await chain.pool(operator, NATIVE), poolOf(nativeIn));
		assert.deepEqual(await chain.pool(operator, LST), poolOf(lstIn));
		assert.deepEqual(await chain.position(bob, operator, NATIVE), { shares: nativeIn, value: nativeIn, exits: [] });
		assert.deepEqual(await chain.position(charlie, operator, LST), { shares: lstIn, value: lstIn, exits: [] });
		assert.deepEqual(await chain.position(bob, operator, LST), EMPTY_POSITION);
		await assertLedgerCovered(chain, NATIVE, nativeIn);
		await assertLedgerCovered(chain, LST, lstIn);

		// On the way out: Bob a part, Charlie all.
		const bobOut = await chain.succeed(chain.api.tx.restaking.undelegate(operator.address, NATIVE, nativeOut), bob);
		assert.deepEqual(eventsOf(bobOut, 'restaking'), [
			{
				name: 'restaking.Undelegated',
				data: {
					who: bob.address,
					operator: operator.address,
					asset: NATIVE,
					amount: nativeOut,
					shares: nativeOut,
					claimableEpoch: claimable,
				},
			},
		]);
		const charlieOut = await chain.succeed(chain.api.tx.restaking.undelegate(operator.address, LST, null), charlie);
		assert.deepEqual(eventsOf(charlieOut, 'restaking', 'assets'), [
			{
				name: 'restaking.Undelegated',
				data: {
					who: charlie.address,
					operator: operator.address,
					asset: LST,
					amount: lstIn,
					shares: lstIn,
					claimableEpoch: claimable,
				},
			},
		]);
		assert.equal(await chain.epoch(charlieOut.hash), epoch);

		const nativeLeft = nativeIn - nativeOut;
		const bobPool = poolOf(nativeLeft, [[claimable, nativeOut]]);
		const bobPosition = { shares: nativeLeft, value: nativeLeft, exits: [[claimable, nativeOut]] };
		const charliePosition = { shares: 0n, value: 0n, exits: [[claimable, lstIn]] };
		assert.deepEqual(await chain.pool(operator, NATIVE), bobPool);
		assert.deepEqual(await chain.position(bob, operator, NATIVE), bobPosition);
		assert.deepEqual(await chain.pool(operator, LST), poolOf(0n, [[claimable, lstIn]]));
		assert.deepEqual(await chain.position(charlie, operator, LST), charliePosition);
		assert.equal((await chain.native(bob)).free, bobStaked.free - bobOut.fee);
		assert.equal(await chain.asset(charlie, 1), start.charlie.lst - lstIn);
		await assertLedgerCovered(chain, NATIVE, nativeIn);
		await assertLedgerCovered(chain, LST, lstIn);

		// In the very last block before the claimable epoch: too early.
		const lastBlock = claimable * SESSION;
		await chain.createBlocksUntil(lastBlock - 1);
		const bobBefore = await chain.native(bob);
		const early = await chain.send(chain.api.tx.restaking.withdraw(operator.address, NATIVE), bob);
		assert.equal(early.number, lastBlock);
		assert.equal(await chain.epoch(early.hash), epoch);
		assert.equal(early.error, 'restaking.NotClaimable');
		assert.deepEqual(eventsOf(early, 'restaking', 'assets'), []);
		assert.deepEqual(await chain.native(bob), { ...bobBefore, free: bobBefore.free - early.fee });
		assert.deepEqual(await chain.pool(operator, NATIVE), bobPool);
		assert.deepEqual(await chain.position(bob, operator, NATIVE), bobPosition);
		await assertLedgerCovered(chain, NATIVE, nativeIn);

		// In the first block of the claimable epoch that takes transactions, which is its second: claimable.
		const bobPaid = await chain.succeed(chain.api.tx.restaking.withdraw(operator.address, NATIVE), bob);
		assert.equal(bobPaid.number, lastBlock + 2);
		assert.equal(await chain.epoch(await chain.hashOf(lastBlock + 1)), claimable);
		assert.deepEqual(eventsOf(bobPaid, 'restaking'), [
			{
				name: 'restaking.Withdrawn',
				data: { who: bob.address, operator: operator.address, asset: NATIVE, amount: nativeOut },
			},
		]);
		assert.deepEqual(
			eventsOf(bobPaid, 'balances').filter(({ name }) => name === 'balances.Transfer'),
			[{ name: 'balances.Transfer', data: { from: chain.poolAccount, to: bob.address, amount: nativeOut } }],
		);
		const charliePaid = await chain.succeed(chain.api.tx.restaking.withdraw(operator.address, LST), charlie);
		assert.deepEqual(eventsOf(charliePaid, 'restaking', 'assets'), [
			{
				name: 'assets.Transferred',
				data: { assetId: 1, from: chain.poolAccount, to: charlie.address, amount: lstIn },
			},
			{
				name: 'restaking.Withdrawn',
				data: { who: charlie.address, operator: operator.address, asset: LST, amount: lstIn },
			},
		]);

		// Everybody has what they came with, less the stake that stays and the fees of each transaction.
		const bobFees = bobIn.fee + bobOut.fee + early.fee + bobPaid.fee;
		const charlieFees = charlieIn.fee + charlieOut.fee + charliePaid.fee;
		assert.deepEqual(await purse(chain, bob), {
			native: { free: start.bob.native.free - nativeLeft - bobFees, reserved: 0n, frozen: 0n },
			lst: start.bob.lst,
		});
		assert.deepEqual(await purse(chain, charlie), {
			native: { free: start.charlie.native.free - charlieFees, reserved: 0n, frozen: 0n },
			lst: start.charlie.lst,
		});
		assert.deepEqual(await chain.pool(operator, NATIVE), poolOf(nativeLeft));
		assert.deepEqual(await chain.pool(operator, LST), EMPTY_POOL);
		assert.deepEqual(await chain.position(bob, operator, NATIVE), { shares: nativeLeft, value: nativeLeft, exits: [] });
		assert.deepEqual(await chain.position(charlie, operator, LST), EMPTY_POSITION);
		await assertLedgerCovered(chain, NATIVE, nativeLeft);
		await assertLedgerCovered(chain, LST, 0n);

		// There is nothing to withdraw twice.
		const again = await chain.send(chain.api.tx.restaking.withdraw(operator.address, NATIVE), bob);
		assert.equal(again.error, 'restaking.NoExit');
		const nothing = await chain.send(chain.api.tx.restaking.withdraw(operator.address, LST), charlie);
		assert.equal(nothing.error, 'restaking.NoPosition');
	});

	check('another delegator shares the pool at its price', async (chain) => {
		const pool = await chain.pool(operator, NATIVE);
		const amount = 7n * PAL + 1n;
		const outcome = await chain.succeed(chain.api.tx.restaking.delegate(operator.address, NATIVE, amount), eve);
		assert.deepEqual(eventsOf(outcome, 'restaking'), [
			{
				name: 'restaking.Delegated',
				data: { who: eve.address, operator: operator.address, asset: NATIVE, amount, shares: amount },
			},
		]);
		assert.deepEqual(await chain.pool(operator, NATIVE), {
			...pool,
			balance: pool.balance + amount,
			shares: pool.shares + amount,
		});
		await assertLedgerCovered(chain, NATIVE, pool.balance + amount);
	});

	check('governance registers an asset, and stake in it is accepted from then on', async (chain) => {
		const amount = 3n * KSM_UNIT;
		const config = {
			minDelegation: KSM_UNIT,
			capPerPool: 1_000n * KSM_UNIT,
			haircut: 20 * PERCENT,
			leverage: 1,
			accepting: true,
		};
		const delegate = () => chain.api.tx.restaking.delegate(operator.address, KSM, amount);
		const register = () => chain.api.tx.restaking.registerAsset(KSM, config);
		const minimum = (await (await chain.at()).query.assets.asset(2)).unwrap().minBalance.toBigInt();
		const start = { charlie: await chain.asset(charlie, 2), treasury: await chain.asset(chain.treasury, 2) };

		assert.equal((await chain.send(delegate(), charlie)).error, 'restaking.AssetNotRegistered');
		assert.equal((await chain.send(register(), alice)).error, 'badOrigin');
		assert.equal(await chain.asset(chain.poolAccount, 2), 0n);

		const registered = await chain.sudo(register());
		assert.deepEqual(eventsOf(registered, 'restaking', 'assets'), [
			{
				name: 'assets.Transferred',
				data: { assetId: 2, from: chain.treasury, to: chain.poolAccount, amount: minimum },
			},
			{ name: 'restaking.AssetRegistered', data: { asset: KSM, config } },
		]);
		assert.equal(await chain.asset(chain.treasury, 2), start.treasury - minimum);
		await assertLedgerCovered(chain, KSM, 0n);

		const accepted = await chain.succeed(delegate(), charlie);
		assert.deepEqual(eventsOf(accepted, 'restaking'), [
			{
				name: 'restaking.Delegated',
				data: { who: charlie.address, operator: operator.address, asset: KSM, amount, shares: amount },
			},
		]);
		assert.equal(await chain.asset(charlie, 2), start.charlie - amount);
		assert.deepEqual(await chain.pool(operator, KSM), {
			...EMPTY_POOL,
			balance: amount,
			shares: amount,
			opened: await chain.epoch(),
		});
		await assertLedgerCovered(chain, KSM, amount);
	});
});
