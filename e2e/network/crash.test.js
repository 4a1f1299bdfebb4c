// All nodes at once lose their power, under load and more than once.

import assert from 'node:assert/strict';
import { newAccount, wellKnownAccounts } from '../src/chain.js';
import { assertNoFaults, describeOnNetwork, eventually, startLoad } from '../src/network.js';

const { alice, charlie, dave, eve, ferdie } = await wellKnownAccounts();
const sink = await newAccount('Sink');
const POWER_FAILURES = 3;

describeOnNetwork('power failures', {}, (check) => {
	for (let failure = 1; failure <= POWER_FAILURES; failure++) {
		check(`failure ${failure}: what was final is there, and the chain goes on`, { timeoutMs: 600_000 }, async (network) => {
			const load = await startLoad(network, ['alice', 'rpc'], [charlie, dave, eve, ferdie], sink, { perSecond: 25 });
			await network.assertFinalizes(2, { timeoutMs: 90_000 });
			const names = [...network.running];
			const before = await Promise.all(
				names.map(async (name) => {
					const final = await network.peers[name].finalized();
					return { name, final, account: await load.account(name, final.hash) };
				}),
			);
			await network.kill(...names);
			const sent = await load.stop();
			await network.start(names);

			for (const { name, final, account } of before) {
				const peer = network.peers[name];
				assert.ok((await peer.finalized()).number >= final.number, `${name} went back behind its final block`);
				assert.equal(await peer.hashOf(final.number), final.hash, `${name} has another block`);
				assert.equal(await load.account(name, final.hash), account, `${name} has another state`);
			}
			await network.assertFinalizes(3, { timeoutMs: 120_000 });
			// Nobody voted or built a second time for what it had before.
			const chain = await network.chain('alice');
			await assertNoFaults(chain);
			console.log(`${sent} transfers before the failure`);
		});
	}

	check('transactions are still taken', { timeoutMs: 120_000 }, async (network) => {
		const chain = await network.chain('rpc');
		const before = await chain.native(sink);
		const signed = await chain.sign(chain.api.tx.balances.transferKeepAlive(sink.address, 10n ** 12n), alice);
		await chain.rpc('author_submitExtrinsic', signed.toHex());
		await eventually('the transfer is in a block', async () => (await chain.native(sink)).free > before.free);
	});
});
