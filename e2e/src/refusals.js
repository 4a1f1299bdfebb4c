// What it means that the chain refuses a call.

import assert from 'node:assert/strict';

/** Everything that the tested transactions could change. The accounts are compared beside them. */
export const WATCHED = [
	'Restaking',
	'Operators',
	'Services',
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
	const before = { storage: await chain.storage(WATCHED), signer: await chain.native(signer) };
	const treasuryBefore = await chain.native(chain.treasury);
	const nonceBefore = await chain.rpc('system_accountNextIndex', signer.address);

	const outcome = await chain.send(call, signer);

	assert.equal(outcome.error, error);
	assert.ok(outcome.fee > 0n);
	const after = await chain.storage(WATCHED, outcome.hash);
	// The treasury's funds count as inactive issuance. A block takes note of what the block before did to them.
	const inactive = chain.api.query.balances.inactiveIssuance.key();
	const changed = [...new Set([...before.storage.keys(), ...after.keys()])].filter(
		(key) => key !== inactive && before.storage.get(key) !== after.get(key),
	);
	assert.deepEqual(changed.sort(), [chain.accountKey(signer), chain.accountKey(chain.treasury)].sort());
	assert.deepEqual(await chain.native(signer), { ...before.signer, free: before.signer.free - outcome.fee });
	assert.deepEqual(await chain.native(chain.treasury), {
		...treasuryBefore,
		free: treasuryBefore.free + outcome.fee,
	});
	assert.equal(await chain.rpc('system_accountNextIndex', signer.address), nonceBefore + 1);
	assert.deepEqual(
		outcome.events.filter(({ name }) => /^(restaking|operators|services|assets)\./.test(name)),
		[],
	);
	return outcome;
}
