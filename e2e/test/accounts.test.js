// What accounts can do beside staking, and how they let others act for them.

import assert from 'node:assert/strict';
import { createKeyMulti, encodeAddress, sortAddresses } from '@polkadot/util-crypto';
import { eventsOf, newAccount, wellKnownAccounts } from '../src/chain.js';
import { registrationDeposit } from '../src/registries.js';
import { describeOnNode } from '../src/suite.js';
import { NATIVE, PAL, textHex } from '../src/values.js';

const { alice, bob, charlie, dave, eve, ferdie } = await wellKnownAccounts();
const operator = dave;
const proxy = await newAccount('Proxy');

const METADATA = 'ipfs://operator';
const DEPOSIT = registrationDeposit(METADATA);

describeOnNode('accounts', { sealing: 'manual' }, (check) => {
	check('a transfer moves the amount and its fee goes to the treasury', async (chain) => {
		const amount = 123n * PAL + 456n;
		const start = {
			alice: await chain.native(alice),
			bob: await chain.native(bob),
			treasury: await chain.native(chain.treasury),
		};

		const outcome = await chain.succeed(chain.api.tx.balances.transferKeepAlive(bob.address, amount), alice);

		assert.deepEqual(
			eventsOf(outcome, 'balances').filter(({ name }) => name === 'balances.Transfer'),
			[{ name: 'balances.Transfer', data: { from: alice.address, to: bob.address, amount } }],
		);
		assert.ok(outcome.fee >= PAL / 2_000n && outcome.fee <= PAL / 500n, `a transfer costs ${outcome.fee} plancks`);
		assert.deepEqual(await chain.native(alice), { ...start.alice, free: start.alice.free - amount - outcome.fee });
		assert.deepEqual(await chain.native(bob), { ...start.bob, free: start.bob.free + amount });
		assert.deepEqual(await chain.native(chain.treasury), {
			...start.treasury,
			free: start.treasury.free + outcome.fee,
		});
	});

	check('what a wallet is told about the fee is what it pays', async (chain) => {
		const call = chain.api.tx.balances.transferKeepAlive(bob.address, PAL);
		const signed = await chain.sign(call, alice);
		const { partialFee } = await chain.rpc('payment_queryInfo', signed.toHex());
		const outcome = await chain.succeed(call, alice);
		assert.ok(outcome.fee <= BigInt(partialFee), `told ${partialFee}, paid ${outcome.fee}`);
		assert.ok(outcome.fee * 100n >= BigInt(partialFee) * 75n, `told ${partialFee}, paid ${outcome.fee}`);
	});

	check('a staking proxy stakes for an operator and cannot touch its balance otherwise', async (chain) => {
		const { tx, consts } = chain.api;
		const stake = 50n * PAL;
		await chain.succeed(tx.operators.register(METADATA, 0), operator);
		await chain.succeed(tx.balances.transferKeepAlive(proxy.address, 10n * PAL), alice);

		const beforeAdding = await chain.native(operator);
		const added = await chain.succeed(tx.proxy.addProxy(proxy.address, 'Staking', 0), operator);
		assert.deepEqual(eventsOf(added, 'proxy'), [
			{
				name: 'proxy.ProxyAdded',
				data: {
					delegator: operator.address,
					delegatee: proxy.address,
					proxyType: { Staking: null },
					delay: 0,
				},
			},
		]);
		const deposit = consts.proxy.proxyDepositBase.toBigInt() + consts.proxy.proxyDepositFactor.toBigInt();
		assert.deepEqual(await chain.native(operator), {
			...beforeAdding,
			free: beforeAdding.free - deposit - added.fee,
			reserved: beforeAdding.reserved + deposit,
		});

		// The proxy pays the fee, the operator the stake.
		const before = { operator: await chain.native(operator), proxy: await chain.native(proxy) };
		const delegate = tx.restaking.delegate(operator.address, NATIVE, stake);
		const staked = await chain.succeed(tx.proxy.proxy(operator.address, null, delegate), proxy);
		assert.deepEqual(eventsOf(staked, 'restaking', 'proxy'), [
			{
				name: 'restaking.Delegated',
				data: {
					who: operator.address,
					operator: operator.address,
					asset: NATIVE,
					amount: stake,
					shares: stake,
				},
			},
			{ name: 'proxy.ProxyExecuted', data: { result: { Ok: null } } },
		]);
		assert.equal((await chain.position(operator, operator, NATIVE)).value, stake);
		const after = { operator: await chain.native(operator), proxy: await chain.native(proxy) };
		assert.deepEqual(after, {
			operator: { ...before.operator, free: before.operator.free - stake },
			proxy: { ...before.proxy, free: before.proxy.free - staked.fee },
		});

		// What is not staking is refused, alone and in a batch.
		const transfer = tx.balances.transferKeepAlive(proxy.address, PAL);
		for (const [call, batched] of [
			[transfer, false],
			[tx.utility.batchAll([transfer]), true],
		]) {
			const proxyBefore = await chain.native(proxy);
			const refused = await chain.succeed(tx.proxy.proxy(operator.address, null, call), proxy);
			const executed = refused.records.find((event) => event.section === 'proxy');
			assert.equal(executed.method, 'ProxyExecuted');
			assert.equal(chain.resultError(executed.data.result), 'system.CallFiltered', `batched: ${batched}`);
			assert.deepEqual(await chain.native(operator), after.operator);
			assert.deepEqual(await chain.native(proxy), { ...proxyBefore, free: proxyBefore.free - refused.fee });
		}

		// Nobody else is its proxy.
		const stranger = await chain.send(tx.proxy.proxy(operator.address, null, delegate), eve);
		assert.equal(stranger.error, 'proxy.NotProxy');
	});

	check('two of three signatories register their shared account as an operator', async (chain) => {
		const { tx, consts } = chain.api;
		const threshold = 2;
		const signatories = [bob, charlie, ferdie];
		const addresses = signatories.map(({ address }) => address);
		const shared = encodeAddress(createKeyMulti(addresses, threshold), 42);
		const othersThan = ({ address }) => sortAddresses(addresses.filter((other) => other !== address), 42);
		await chain.succeed(tx.balances.transferKeepAlive(shared, 100n * PAL), alice);

		const register = tx.operators.register(METADATA, 100_000_000);
		const callHash = register.method.hash.toHex();
		const { weight } = await register.paymentInfo(bob.address);
		const multisigDeposit =
			consts.multisig.depositBase.toBigInt() + BigInt(threshold) * consts.multisig.depositFactor.toBigInt();
		const start = { bob: await chain.native(bob), charlie: await chain.native(charlie), shared: await chain.native(shared) };

		const first = await chain.succeed(tx.multisig.asMulti(threshold, othersThan(bob), null, register, weight), bob);
		assert.deepEqual(eventsOf(first, 'multisig', 'operators'), [
			{ name: 'multisig.NewMultisig', data: { approving: bob.address, multisig: shared, callHash } },
		]);
		assert.deepEqual(await chain.native(bob), {
			...start.bob,
			free: start.bob.free - multisigDeposit - first.fee,
			reserved: start.bob.reserved + multisigDeposit,
		});
		assert.deepEqual(await chain.native(shared), start.shared);

		const timepoint = { height: first.number, index: first.index };
		const second = await chain.succeed(
			tx.multisig.asMulti(threshold, othersThan(charlie), timepoint, register, weight),
			charlie,
		);
		assert.deepEqual(eventsOf(second, 'multisig', 'operators'), [
			{
				name: 'operators.Registered',
				data: { operator: shared, metadata: textHex(METADATA), commission: 100_000_000 },
			},
			{
				name: 'multisig.MultisigExecuted',
				data: { approving: charlie.address, timepoint, multisig: shared, callHash, result: { Ok: null } },
			},
		]);
		assert.deepEqual(await chain.native(bob), { ...start.bob, free: start.bob.free - first.fee });
		assert.deepEqual(await chain.native(charlie), { ...start.charlie, free: start.charlie.free - second.fee });
		assert.deepEqual(await chain.native(shared), {
			...start.shared,
			free: start.shared.free - DEPOSIT,
			reserved: DEPOSIT,
		});

		// It is an operator like any other.
		const stake = 5n * PAL;
		await chain.succeed(tx.restaking.delegate(shared, NATIVE, stake), eve);
		const { balance, shares } = await chain.pool(shared, NATIVE);
		assert.deepEqual([balance, shares], [stake, stake]);
	});
});
