// A chain as a client sees it: polkadot.js, plus what only a test needs.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { stringCamelCase } from '@polkadot/util';
import { cryptoWaitReady, xxhashAsHex } from '@polkadot/util-crypto';
import { palletAccount, plain } from './values.js';

/** Blocks of a session, on the development chain. There a session is an epoch. */
export const SESSION = 10;

/**
 * Blocks in which a transaction must be included. The first block of a session takes none: rotating the session counts
 * as a full block.
 */
const BLOCKS_TO_INCLUSION = 2;

/** How many blocks a transaction can wait for its inclusion: what wallets choose. */
const MORTAL_PERIOD = 64;

const PAGE = 500;

/**
 * The accounts that every client knows: `alice` and so on, and `aliceStash` and so on. The first four stashes are the accounts of
 * the validators of test networks; their nodes sign with keys of the accounts without `//stash`.
 */
export async function wellKnownAccounts() {
	await cryptoWaitReady();
	const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
	return Object.fromEntries(
		['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].flatMap((name) => [
			[name.toLowerCase(), keyring.addFromUri(`//${name}`, { name })],
			[`${name.toLowerCase()}Stash`, keyring.addFromUri(`//${name}//stash`, { name: `${name}//stash` })],
		]),
	);
}

/** A key pair without funds. `type` is `sr25519`, `ed25519` or `ecdsa`. */
export async function newAccount(uri, type = 'sr25519') {
	await cryptoWaitReady();
	return new Keyring({ type, ss58Format: 42 }).addFromUri(`//Palisade//${uri}`);
}

/** A connection to a node. */
export class Chain {
	static async connect(url) {
		const provider = new WsProvider(url, 1_000);
		try {
			const api = await ApiPromise.create({
				provider,
				noInitWarn: true,
				throwOnConnect: true,
				// polkadot.js knows every extension of the chain but this one, which adds no bytes.
				signedExtensions: { AuthorizeCall: { extrinsic: {}, payload: {} } },
			});
			return new Chain(api, provider);
		} catch (error) {
			await provider.disconnect();
			throw error;
		}
	}

	constructor(api, provider) {
		this.api = api;
		this.provider = provider;
		/** Where all stake lies. */
		this.poolAccount = palletAccount('pal/rstk');
		/** From where services pay rewards; what is minted for blocks comes here. */
		this.rewardsAccount = palletAccount('pal/rwrd');
		/** Where fees go. */
		this.treasury = palletAccount(api.consts.treasury.palletId.toUtf8());
	}

	async disconnect() {
		await this.api.disconnect();
	}

	/** Calls an RPC method and answers what it answers, without any decoding. Rejects with the error's code. */
	rpc(method, ...params) {
		return this.provider.send(method, params);
	}

	// --- blocks --------------------------------------------------------------------------------------------------------

	/** The best block: its hash and its number. */
	async head() {
		return this.block(await this.rpc('chain_getBlockHash'));
	}

	/** The last final block: its hash and its number. */
	async finalized() {
		return this.block(await this.rpc('chain_getFinalizedHead'));
	}

	async block(hash) {
		const { number } = await this.rpc('chain_getHeader', hash);
		return { hash, number: Number(number) };
	}

	hashOf(number) {
		return this.rpc('chain_getBlockHash', number);
	}

	/** Makes a block, on a chain with manual sealing. */
	async createBlock({ finalize = true } = {}) {
		const { hash } = await this.rpc('engine_createBlock', true, finalize);
		return this.block(hash);
	}

	/** Makes blocks until the best one has this number. */
	async createBlocksUntil(number) {
		let head = await this.head();
		assert.ok(head.number <= number, `block ${number} is there already: the chain is at ${head.number}`);
		while (head.number < number) head = await this.createBlock();
		return head;
	}

	/** Makes blocks until `epochs` more have begun; the best block is then the first of its epoch. */
	async advanceEpochs(epochs) {
		const target = (await this.epoch()) + epochs;
		while ((await this.epoch()) < target) await this.createBlock();
		return target;
	}

	/** Waits until `condition` resolves to something that is true, and answers that. */
	async waitUntil(condition, { timeoutMs, what, everyMs = 100 }) {
		const deadline = performance.now() + timeoutMs;
		for (;;) {
			const found = await condition();
			if (found) return found;
			if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
			await sleep(everyMs);
		}
	}

	/** How many transactions a block holds. Its first extrinsic sets the time and is none. */
	async transactionCount(hash) {
		const { block } = await this.rpc('chain_getBlock', hash);
		return block.extrinsics.length - 1;
	}

	/** The slot of a block, as its author claimed it for BABE. */
	async slotOf(hash) {
		const header = this.api.createType('Header', await this.rpc('chain_getHeader', hash));
		const log = header.digest.logs.find((log) => log.isPreRuntime && log.asPreRuntime[0].toUtf8() === 'BABE');
		assert.ok(log, `block ${hash} claims no slot`);
		// One byte for the kind of claim, four for the author's index, then the slot.
		const claim = log.asPreRuntime[1].toU8a(true);
		return new DataView(claim.buffer, claim.byteOffset).getBigUint64(5, true);
	}

	// --- state ---------------------------------------------------------------------------------------------------------

	/**
	 * The state after one block, by default the best one. Reads name their block, because a read of "the newest state" may
	 * still answer from the block before.
	 */
	async at(hash) {
		const block = hash ?? (await this.rpc('chain_getBlockHash'));
		return this.api.at(block, this.api.runtimeVersion);
	}

	/** What a runtime API answers about the best block, plain: `ask('operatorsApi', 'operator', account)`. */
	async ask(api, method, ...args) {
		const { call } = await this.at();
		return plain(await call[api][method](...args.map((arg) => arg?.address ?? arg)));
	}

	async epoch(hash) {
		return plain(await (await this.at(hash)).call.restakingApi.epoch());
	}

	/** `{ balance, shares, magnitude, generation, opened, allocations, exits: [[claimable epoch, units]], waiting }` */
	async pool(operator, asset, hash) {
		return plain(await (await this.at(hash)).call.restakingApi.pool(address(operator), asset));
	}

	/** `{ shares, value, exits: [[claimable epoch, units]] }` */
	async position(who, operator, asset, hash) {
		const { call } = await this.at(hash);
		return plain(await call.restakingApi.position(address(who), address(operator), asset));
	}

	/** `[[operator, asset, position]]`, behind the pool `from`: its operator and asset. */
	async positions(who, from = null, limit = 256) {
		return this.ask('restakingApi', 'positions', who, from, limit);
	}

	/** `[{ asset, amount, value, kind }]` */
	async stake(operator, service, epoch) {
		return this.ask('restakingApi', 'stake', operator, service, epoch);
	}

	/** `{ value, members: [[operator, value]] }` */
	async security(service, epoch) {
		return this.ask('restakingApi', 'security', service, epoch);
	}

	/** `{ free, reserved, frozen }` in plancks; what is held for deposits is `reserved`. */
	async native(who, hash) {
		const { data } = await (await this.at(hash)).query.system.account(address(who));
		return { free: data.free.toBigInt(), reserved: data.reserved.toBigInt(), frozen: data.frozen.toBigInt() };
	}

	/** All native units but those that were minted for blocks. */
	async issuance(hash) {
		const { hash: block } = hash ? { hash } : await this.head();
		const issued = (await (await this.at(block)).query.balances.totalIssuance()).toBigInt();
		return issued - (await this.native(this.rewardsAccount, block)).free;
	}

	/** How many transactions an account has signed. */
	async nonce(who, hash) {
		return (await (await this.at(hash)).query.system.account(address(who))).nonce.toNumber();
	}

	/** Units of an asset of `pallet-assets`. */
	async asset(who, id, hash) {
		const account = await (await this.at(hash)).query.assets.account(id, address(who));
		return account.isSome ? account.unwrap().balance.toBigInt() : 0n;
	}

	/** Units of the native token or of an asset, without what is held. */
	async balance(who, asset, hash) {
		return 'Native' in asset ? (await this.native(who, hash)).free : this.asset(who, asset.WithId, hash);
	}

	/** `[{ id, amount }]`: what is held on an account, and why. */
	async holds(who, hash) {
		return plain(await (await this.at(hash)).query.balances.holds(address(who)));
	}

	/** What a pallet holds on an account for one reason, such as `Operators` for `Registration`. */
	async held(who, pallet, reason) {
		const hold = (await this.holds(who)).find(({ id }) => id[pallet] && reason in id[pallet]);
		return hold?.amount ?? 0n;
	}

	/** What the pool account holds beyond its endowment: the asset's minimum balance. */
	async custody(asset, hash) {
		const { consts, query } = await this.at(hash);
		const endowment =
			'Native' in asset
				? consts.balances.existentialDeposit.toBigInt()
				: (await query.assets.asset(asset.WithId)).unwrap().minBalance.toBigInt();
		return (await this.balance(this.poolAccount, asset, hash)) - endowment;
	}

	/** Σ of what the ledger records: active stake, exits, those that were folded into positions, proceeds not collected. */
	async recorded(asset, hash) {
		const { restaking } = (await this.at(hash)).query;
		const sums = [
			[restaking.pools, ({ part }) => part.balance],
			[restaking.buckets, ({ part }) => part.balance],
			[restaking.positions, ({ matured }) => matured],
			[restaking.uncollected, (amount) => amount],
		].map(async ([storage, unitsOf]) =>
			(await storage.entries())
				.filter(([{ args }]) => args.some((arg) => isDeepStrictEqual(plain(arg), asset)))
				.reduce((total, [, value]) => total + unitsOf(plain(value)), 0n),
		);
		return (await Promise.all(sums)).reduce((total, units) => total + units);
	}

	/** The storage of these pallets and the accounts, byte by byte: a map from keys to values, both hexadecimal. */
	async storage(pallets, hash) {
		const block = hash ?? (await this.rpc('chain_getBlockHash'));
		const prefixes = pallets.map((pallet) => xxhashAsHex(pallet, 128));
		prefixes.push(this.accountsPrefix);
		const values = new Map();
		for (const prefix of prefixes) {
			let last = null;
			for (;;) {
				const keys = await this.rpc('state_getKeysPaged', prefix, PAGE, last, block);
				if (keys.length > 0) {
					const [{ changes }] = await this.rpc('state_queryStorageAt', keys, block);
					for (const [key, value] of changes) values.set(key, value);
				}
				if (keys.length < PAGE) break;
				last = keys[keys.length - 1];
			}
		}
		return values;
	}

	get accountsPrefix() {
		return xxhashAsHex('System', 128) + xxhashAsHex('Account', 128).slice(2);
	}

	accountKey(who) {
		return this.api.query.system.account.key(address(who));
	}

	// --- transactions --------------------------------------------------------------------------------------------------

	/** Signs a call as wallets do: mortal, with the next nonce. */
	async sign(call, signer, options = {}) {
		const nonce = await this.rpc('system_accountNextIndex', signer.address);
		return call.signAsync(signer, { nonce, ...(await this.mortality()), ...options });
	}

	/**
	 * A life of {@link MORTAL_PERIOD} blocks, from the parent of the last final block on: the pool may still stand before the last
	 * one, and take what is born there for a transaction of the future.
	 */
	async mortality() {
		const { parentHash, number } = await this.rpc('chain_getHeader', await this.rpc('chain_getFinalizedHead'));
		// Genesis has no parent.
		const birth = Math.max(Number(number) - 1, 0);
		return {
			blockHash: Number(number) > 0 ? parentHash : this.api.genesisHash,
			era: this.api.createType('ExtrinsicEra', { current: birth, period: MORTAL_PERIOD }),
		};
	}

	/**
	 * Signs and submits a call and makes blocks until it is in one, on a chain with manual sealing.
	 *
	 * Answers the block's `hash` and `number`, the transaction's `index` in it, its `events` in order as `{ name, data }`
	 * with plain values by field name, the same events as polkadot.js has them in `records`, the `fee` that the signer paid, and
	 * `error`: `null`, or the name of why the call failed, such as `restaking.NotClaimable`.
	 */
	async send(call, signer) {
		const signed = await this.sign(call, signer);
		await this.rpc('author_submitExtrinsic', signed.toHex());
		return this.include(signed);
	}

	/**
	 * Signs calls of a signer of whom nothing waits in the pool, then submits one after the other without waiting for any block.
	 * Answers how many transactions of the signer there will be in blocks.
	 */
	async submitAll(calls, signer) {
		// Of the state: what the pool says can still be of the block before.
		const first = await this.nonce(signer);
		const mortality = await this.mortality();
		const sign = (call, n) => call.signAsync(signer, { ...mortality, nonce: first + n });
		for (const signed of await Promise.all(calls.map(sign))) {
			await this.rpc('author_submitExtrinsic', signed.toHex());
		}
		return first + calls.length;
	}

	/** Makes blocks until a submitted transaction is in one. Answers as {@link send} does. */
	async include(signed) {
		for (let blocks = 0; blocks < BLOCKS_TO_INCLUSION; blocks++) {
			const { hash } = await this.createBlock();
			const outcome = await this.outcome(signed, hash);
			if (outcome) return outcome;
		}
		const pending = await this.rpc('author_pendingExtrinsics');
		throw new Error(
			`not included within ${BLOCKS_TO_INCLUSION} blocks: ${signed.method.section}.${signed.method.method}; ` +
				`${pending.length} transactions are pending, this one ${pending.includes(signed.toHex()) ? 'among them' : 'not'}`,
		);
	}

	/** What became of a signed transaction in a block; nothing, if it is not in it. */
	async outcome(signed, hash) {
		const { block } = await this.rpc('chain_getBlock', hash);
		const index = block.extrinsics.indexOf(signed.toHex());
		if (index < 0) return undefined;
		const { query } = await this.at(hash);
		const records = (await query.system.events())
			.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index)
			.map(({ event }) => event);
		const events = records.map((event) => ({
			name: `${event.section}.${event.method}`,
			data: eventData(event),
		}));
		const paid = events.find(({ name }) => name === 'transactionPayment.TransactionFeePaid');
		assert.ok(paid, 'nobody paid a fee');
		assert.equal(paid.data.who, signed.signer.toString());
		assert.equal(paid.data.tip, 0n);
		const failed = records.find((event) => event.section === 'system' && event.method === 'ExtrinsicFailed');
		return {
			hash,
			number: Number(block.header.number),
			index,
			records,
			events,
			fee: paid.data.actualFee,
			error: failed ? this.errorName(failed.data.dispatchError) : null,
		};
	}

	/** All events of a block, in order, as `{ name, data }`. */
	async events(hash) {
		const { query } = await this.at(hash);
		return (await query.system.events()).map(({ event }) => ({
			name: `${event.section}.${event.method}`,
			data: eventData(event),
		}));
	}

	/** As {@link send}, for a call that must succeed. */
	async succeed(call, signer) {
		const outcome = await this.send(call, signer);
		assert.equal(outcome.error, null);
		return outcome;
	}

	/** Lets the sudo key, Alice's, do a call as root; it must succeed. */
	async sudo(call) {
		const { alice } = await wellKnownAccounts();
		const outcome = await this.succeed(this.api.tx.sudo.sudo(call), alice);
		assert.equal(this.sudoError(outcome), null);
		return outcome;
	}

	/** Why the call failed that the sudo key did; `null`, if it did not. */
	sudoError({ records }) {
		const sudid = records.find((event) => event.section === 'sudo' && event.method === 'Sudid');
		return this.resultError(sudid.data.sudoResult);
	}

	/** The name of a dispatch error: `pallet.Error`, `token.FundsUnavailable`, `badOrigin` and so on. */
	errorName(error) {
		if (error.isModule) {
			const { section, name } = error.registry.findMetaError(error.asModule);
			return `${section}.${name}`;
		}
		const inner = error.inner?.type;
		return inner ? `${stringCamelCase(error.type)}.${inner}` : stringCamelCase(error.type);
	}

	/** `null` for `Ok`, else the name of the dispatch error. */
	resultError(result) {
		return result.isOk ? null : this.errorName(result.asErr);
	}
}

/** The events of one pallet, or of several, in order. */
export function eventsOf(outcome, ...pallets) {
	return outcome.events.filter(({ name }) => pallets.includes(name.split('.')[0]));
}

/** The address of a key pair; an address is its own. */
export function address(who) {
	return typeof who === 'string' ? who : who.address;
}

function eventData(event) {
	const values = [...event.data].map(plain);
	return event.data.names ? Object.fromEntries(event.data.names.map((name, i) => [name, values[i]])) : values;
}
