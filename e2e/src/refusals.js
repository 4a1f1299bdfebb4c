// What it means that the chain refuses a call.

import assert from 'node:assert/strict';
import { SESSION, wellKnownAccounts } from './chain.js';

/** Everything that the tested transactions could change. The accounts are compared beside them. */
export const WATCHED = [
	'Restaking',
	'Operators',
	'Services',
	'Slashing',
	'Validators',
	'Assets',
	'AssetRate',
	'Balances',
	'Proxy',
	'Multisig',
	'Preimage',
	'Parameters',
	'Sudo',
];

/**
 * Sends a call that must fail, and compares every byte of the watched state: only the fee has moved, to the treasury.
 * Answers as `chain.send` does.
 */
export async function assertRefused(chain, call, signer, error) {
	await passEpochStart(chain);
	const outcome = await chain.send(call, signer);
	assert.equal(outcome.error, error);
	assert.ok(outcome.fee > 0n);
	await assertOnlyFeeMoved(chain, outcome, signer);
	return outcome;
}

/** As {@link assertRefused}, for a call that the sudo key does as root, for which it pays nothing. */
export async function assertRootRefused(chain, call, error) {
	const { alice } = await wellKnownAccounts();
	await passEpochStart(chain);
	const outcome = await chain.succeed(chain.api.tx.sudo.sudo(call), alice);
	assert.equal(chain.sudoError(outcome), error);
	assert.equal(outcome.fee, 0n);
	await assertOnlyFeeMoved(chain, outcome, alice);
	return outcome;
}

/** Makes blocks past the first two of an epoch, in which the chain itself writes down what is new. */
export async function passEpochStart(chain) {
	let { number } = await chain.head();
	while (number % SESSION < 2) ({ number } = await chain.createBlock());
}

/** Compares the state after a transaction's block, which holds no other one, with the state before. */
async function assertOnlyFeeMoved(chain, { hash, fee, events }, signer) {
	const { parentHash } = await chain.rpc('chain_getHeader', hash);
	const [before, after] = [await chain.storage(WATCHED, parentHash), await chain.storage(WATCHED, hash)];
	// The treasury's funds count as inactive issuance. A block takes note of what the block before did to them.
	const inactive = chain.api.query.balances.inactiveIssuance.key();
	const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
		(key) => key !== inactive && before.get(key) !== after.get(key),
	);
	const payers = fee > 0n ? [signer, chain.treasury] : [signer];
	assert.deepEqual(changed.sort(), payers.map((who) => chain.accountKey(who)).sort());
	for (const [who, moved] of [[signer, -fee], [chain.treasury, fee]]) {
		const balance = await chain.native(who, parentHash);
		assert.deepEqual(await chain.native(who, hash), { ...balance, free: balance.free + moved });
	}
	assert.equal(await chain.nonce(signer, hash), (await chain.nonce(signer, parentHash)) + 1);
	assert.deepEqual(
		events.filter(({ name }) => /^(restaking|operators|services|slashing|validators|assets)\./.test(name)),
		[],
	);
}
