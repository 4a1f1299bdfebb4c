// The command line of the node.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { mnemonicValidate, xxhashAsHex } from '@polkadot/util-crypto';
import { Chain, SESSION, wellKnownAccounts } from '../src/chain.js';
import { runTool, startNode, withFolder } from '../src/node.js';
import { withLogs } from '../src/suite.js';
import { PAL } from '../src/values.js';

const LIMIT = { timeout: 60_000 };

async function succeed(...args) {
	const result = await runTool(args);
	assert.equal(result.code, 0, `palisade-node ${args.join(' ')}\n${result.stderr}`);
	return result;
}

async function fail(...args) {
	const result = await runTool(args);
	assert.notEqual(result.code, 0, `palisade-node ${args.join(' ')}\n${result.stdout}`);
	return result;
}

describe('command line', () => {
	it('tells its version', LIMIT, async () => {
		const { stdout } = await succeed('--version');
		assert.match(stdout, /^palisade-node \d+\.\d+\.\d+(-\S+)?\n$/);
	});

	it('explains itself with examples', LIMIT, async () => {
		const { stdout } = await succeed('--help');
		for (const word of [
			'Examples:',
			'palisade-node --dev',
			'--sealing',
			...['key', 'export-chain-spec', 'build-spec', 'check-block', 'export-blocks', 'import-blocks', 'export-state'],
			...['purge-chain', 'revert', 'chain-info'],
		]) {
			assert.ok(stdout.includes(word), `--help does not mention ${word}`);
		}
	});

	for (const args of [['export-chain-spec'], ['build-spec', '--disable-default-bootnode']]) {
		it(`${args[0]} writes the development chain`, LIMIT, async () => {
			const spec = JSON.parse((await succeed(...args, '--chain', 'dev')).stdout);
			assert.equal(spec.name, 'Palisade Development');
			assert.equal(spec.id, 'palisade_dev');
			assert.equal(spec.chainType, 'Development');
			assert.deepEqual(spec.bootNodes, []);
			assert.deepEqual(spec.properties, { tokenSymbol: 'PAL', tokenDecimals: 12, ss58Format: 42 });
			assert.match(spec.genesis.runtimeGenesis.code, /^0x[0-9a-f]{1000,}$/);
		});

		it(`${args[0]} writes raw chain specs of all known chains, each time the same`, LIMIT, async () => {
			for (const chain of ['dev', 'local']) {
				const { stdout } = await succeed(...args, '--chain', chain, '--raw');
				assert.ok(Object.keys(JSON.parse(stdout).genesis.raw.top).length > 50);
				assert.equal((await succeed(...args, '--chain', chain, '--raw')).stdout, stdout);
			}
		});
	}

	it('takes a chain spec file where it takes a chain', LIMIT, async () => {
		await withFolder(async (path) => {
			const file = join(path, 'spec.json');
			await succeed('export-chain-spec', '--chain', 'local', '--output', file);
			const raw = (await succeed('export-chain-spec', '--chain', file, '--raw')).stdout;
			assert.equal(raw, (await succeed('export-chain-spec', '--chain', 'local', '--raw')).stdout);
		});
	});

	it('generates keys that are different each time', LIMIT, async () => {
		const generate = async () => JSON.parse((await succeed('key', 'generate', '--output-type', 'json')).stdout);
		const [first, second] = [await generate(), await generate()];
		assert.ok(mnemonicValidate(first.secretPhrase));
		assert.match(first.publicKey, /^0x[0-9a-f]{64}$/);
		assert.notEqual(first.secretPhrase, second.secretPhrase);
		const inspected = JSON.parse((await succeed('key', 'inspect', '--output-type', 'json', first.secretPhrase)).stdout);
		assert.equal(inspected.ss58Address, first.ss58Address);
	});

	it('says what --sealing takes', LIMIT, async () => {
		for (const text of ['banana', 'Manual', '1.5', '500ms']) {
			const { stderr } = await fail('--dev', `--sealing=${text}`);
			assert.ok(
				stderr.includes(`expected \`manual\`, \`instant\` or a whole number of milliseconds, got \`${text}\``),
				stderr,
			);
		}
		assert.match((await fail('--dev', '--sealing', '0')).stderr, /use at least 1/);
		assert.match((await fail('--dev', '--sealing', '3600001')).stderr, /at most 3600000 milliseconds/);
	});

	it('seals development chains only', LIMIT, async () => {
		await withFolder(async (path) => {
			const { stderr } = await fail('--sealing', 'manual', '--chain', 'local', '--base-path', path);
			assert.match(stderr, /--sealing is for development chains, but `palisade_local` is a chain of type Local/);
			assert.ok(!existsSync(join(path, 'chains', 'palisade_local', 'paritydb')), 'a database was made');
		});
	});

	it('names the chains that it knows when asked for another', LIMIT, async () => {
		await withFolder(async (path) => {
			const { stderr } = await fail('--chain', 'no-such-chain', '--base-path', path);
			assert.match(stderr, /`no-such-chain` is neither a known chain \(dev, local, production\) nor a chain spec file/);
		});
	});
});

describe('tools for a database', () => {
	it('export, revert and purge a chain that was sealed by hand', { timeout: 180_000 }, async () => {
		await withFolder(async (path) => {
			const { alice, bob } = await wellKnownAccounts();
			const finalBlocks = SESSION + 2;
			const notFinal = 3;
			const best = finalBlocks + notFinal;
			const hashes = [];
			let bobFree;

			const node = await startNode({ sealing: 'manual', basePath: path });
			await withLogs(node, async () => {
				let chain;
				try {
					chain = await Chain.connect(node.url);
					await chain.succeed(chain.api.tx.balances.transferKeepAlive(bob.address, PAL), alice);
					await chain.createBlocksUntil(finalBlocks);
					for (let i = 0; i < notFinal; i++) await chain.createBlock({ finalize: false });
					for (let number = 0; number <= best; number++) hashes.push(await chain.hashOf(number));
					bobFree = (await chain.native(bob)).free;
				} finally {
					await chain?.disconnect();
					await node.stop();
				}
			});

			const here = ['--dev', '--base-path', path];
			const info = async () => JSON.parse((await succeed('chain-info', ...here)).stdout);
			const expectedInfo = (number) => ({
				best_hash: hashes[number],
				best_number: number,
				genesis_hash: hashes[0],
				finalized_hash: hashes[finalBlocks],
				finalized_number: finalBlocks,
			});
			assert.deepEqual(await info(), expectedInfo(best));

			// The file begins with the number of blocks in it.
			const file = join(path, 'blocks.bin');
			await succeed('export-blocks', file, '--binary', '--from', '2', ...here);
			assert.equal((await readFile(file)).readBigUInt64LE(0), BigInt(best - 1));
			const beyond = await fail('export-blocks', file, '--from', String(best + 1), ...here);
			assert.match(beyond.stderr, /Invalid block range/);

			// The state of a block, as a chain spec: it knows the block's number.
			const numberKey = xxhashAsHex('System', 128) + xxhashAsHex('Number', 128).slice(2);
			for (const [args, number] of [
				[[], best],
				[['2'], 2],
				[[hashes[finalBlocks]], finalBlocks],
			]) {
				const spec = JSON.parse((await succeed('export-state', ...args, ...here)).stdout);
				const encoded = Buffer.from(spec.genesis.raw.top[numberKey].slice(2), 'hex');
				assert.equal(encoded.readUInt32LE(0), number);
			}

			// Only what is not final goes away, and the chain goes on from there.
			await succeed('revert', '2', ...here);
			assert.deepEqual(await info(), expectedInfo(best - 2));
			await succeed('revert', '10', ...here);
			assert.deepEqual(await info(), expectedInfo(finalBlocks));
			const again = await startNode({ sealing: 'manual', basePath: path });
			await withLogs(again, async () => {
				let chain;
				try {
					chain = await Chain.connect(again.url);
					assert.deepEqual(await chain.head(), { hash: hashes[finalBlocks], number: finalBlocks });
					assert.equal((await chain.native(bob)).free, bobFree);
					const block = await chain.createBlock();
					assert.equal(block.number, finalBlocks + 1);
					const [before, after] = [await chain.slotOf(hashes[finalBlocks]), await chain.slotOf(block.hash)];
					assert.equal(after, before + 1n);
				} finally {
					await chain?.disconnect();
					await again.stop();
				}
			});

			const { stdout } = await succeed('purge-chain', '-y', ...here);
			const purged = stdout.match(/^"(.+)" removed\.\n$/);
			assert.ok(purged, stdout);
			assert.ok(purged[1].startsWith(join(path, 'chains', 'palisade_dev')));
			assert.ok(!existsSync(purged[1]));
			assert.match((await succeed('purge-chain', '-y', ...here)).stderr, /did not exist/);
		});
	});
});
