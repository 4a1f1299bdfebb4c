// What the open RPC server of a node has to stand: callers that are broken, greedy or ill-meaning.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const MEGABYTE = 1_024 * 1_024;
/** `--rpc-max-request-size` of a node, by default. */
const MAX_REQUEST = 15 * MEGABYTE;
/** `--rpc-max-subscriptions-per-connection`, by default. */
const MAX_SUBSCRIPTIONS = 1_024;
const ANSWER_MS = 20_000;

/** Methods that change the node, or that no test needs to call with nonsense. */
const SPARED = /^author_(rotate|insert|remove)|^system_(add|remove|reset)|^offchain_|subscribe|Watch|_follow$|broadcast/;

const request = (method, params = [], id = 1) => JSON.stringify({ jsonrpc: '2.0', id, method, params });

async function post(port, body) {
	const response = await fetch(`http://127.0.0.1:${port}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body,
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	return { status: response.status, text: await response.text() };
}

/** A WebSocket that does what well-behaved ones never do: it may stop to read. */
class RawSocket {
	#socket;
	#waiting = [];
	#text = '';
	#closed = false;
	/** Bytes that came. */
	received = 0;

	static async open(port) {
		const socket = connect(port, '127.0.0.1');
		await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
		const raw = new RawSocket();
		raw.#socket = socket;
		const end = () => {
			raw.#closed = true;
			raw.#waiting.splice(0).forEach((check) => check());
		};
		socket.on('error', end).on('close', end);
		socket.on('data', (data) => {
			raw.received += data.length;
			// Enough to find answers in, whatever the frames are.
			raw.#text = (raw.#text + data.toString('latin1')).slice(-4 * MEGABYTE);
			raw.#waiting.splice(0).forEach((check) => check());
		});
		socket.write(
			`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
		);
		const [answer] = await raw.until(/HTTP\/1\.1 (\d+)[^]*?\r\n\r\n/g);
		raw.accepted = answer?.[1] === '101';
		raw.#text = '';
		return raw;
	}

	get closed() {
		return this.#closed;
	}

	send(text) {
		const payload = Buffer.from(text);
		const long = payload.length > 0xffff;
		const header = Buffer.alloc(payload.length < 126 ? 6 : long ? 14 : 8);
		header[0] = 0x81;
		if (payload.length < 126) {
			header[1] = 0x80 | payload.length;
		} else if (long) {
			header[1] = 0x80 | 127;
			header.writeBigUInt64BE(BigInt(payload.length), 2);
		} else {
			header[1] = 0x80 | 126;
			header.writeUInt16BE(payload.length, 2);
		}
		// The mask is zero, so that the payload goes as it is.
		this.#socket.write(Buffer.concat([header, payload]));
	}

	/** Waits for `count` matches in what came, or for the end of the connection, and answers the ones that came in time. */
	until(pattern, count = 1) {
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve([]), ANSWER_MS);
			const check = () => {
				const found = [...this.#text.matchAll(pattern)];
				if (found.length >= count || this.#closed) {
					clearTimeout(timer);
					resolve(found);
				} else {
					this.#waiting.push(check);
				}
			};
			check();
		});
	}

	stopReading() {
		this.#socket.pause();
	}

	destroy() {
		this.#socket.destroy();
	}
}

/** Requests that are too long, over HTTP and in a WebSocket. Each is refused or cut off. */
async function oversized(port) {
	const body = request('system_name', ['x'.repeat(MAX_REQUEST + MEGABYTE)]);
	try {
		const { status, text } = await post(port, body);
		assert.ok(status >= 400 || 'error' in JSON.parse(text), `HTTP ${status}: ${text.slice(0, 200)}`);
	} catch (error) {
		// The server may hang up before all of it is sent.
		if (error instanceof assert.AssertionError) throw error;
	}
	const socket = await RawSocket.open(port);
	socket.send(body);
	const [answer] = await socket.until(/"error":\{"code":-\d+/g);
	assert.ok(answer || socket.closed, 'a request that is too long was neither refused nor cut off');
	socket.destroy();
}

/** Requests that are none. None gets a result. */
async function malformed(port) {
	const bodies = [
		'',
		'{',
		'null',
		'"system_name"',
		'[]',
		'[1,2,3]',
		'{}',
		'{"jsonrpc":"1.0","id":1,"method":"system_name","params":[]}',
		'{"jsonrpc":"2.0","id":{},"method":"system_name","params":[]}',
		'{"jsonrpc":"2.0","id":1,"method":7,"params":[]}',
		request('no_such_method'),
		request('x'.repeat(MEGABYTE)),
		request('chain_getBlockHash', [-1]),
		request('chain_getBlockHash', [Number.MAX_SAFE_INTEGER]),
		request('chain_getHeader', ['0x1234']),
		request('state_call', ['Core_no_such', '0x', null]),
		request('author_submitExtrinsic', ['0x00']),
		request('author_submitExtrinsic', [`0x${'ff'.repeat(MEGABYTE)}`]),
		'['.repeat(200_000),
		'{"a":'.repeat(200_000),
		`{"jsonrpc":"2.0","id":1,"method":"chain_getHeader","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
		Buffer.from([0xff, 0xfe, 0x00, 0x80]),
		randomBytes(100_000),
	];
	for (const body of bodies) {
		const { status, text } = await post(port, body);
		// No answer at all is for what looks like a notification.
		assert.ok(status >= 400 || text === '' || /"error":\{/.test(text), `HTTP ${status}: ${String(body).slice(0, 60)}: ${text.slice(0, 200)}`);
	}
	// A batch is answered one by one; a long one is only work.
	const { text } = await post(port, `[${Array.from({ length: 5_000 }, (_, id) => request('system_name', [], id)).join()}]`);
	assert.ok(text.length > 0);
}

/** Every method with nonsense for parameters. Answers how many calls that were. */
async function nonsense(port) {
	const { methods } = JSON.parse((await post(port, request('rpc_methods'))).text).result;
	const parameters = [[], ['0x'], [-1, {}], [null, null, null], [[], 'ÿ', 1e300], ['0x00', [['0x']], true, 'x', 5]];
	let calls = 0;
	for (const method of methods.filter((method) => !SPARED.test(method))) {
		for (const params of parameters) {
			const { status } = await post(port, request(method, params));
			assert.ok(status < 500, `${method} ${JSON.stringify(params)}: HTTP ${status}`);
			calls += 1;
		}
	}
	return calls;
}

/**
 * Subscribes to new blocks as often as each of some connections may, and once more. Answers how many subscriptions there
 * are. Like the ones below, leaves its connections open in `sockets`.
 */
async function manySubscriptions(port, connections, sockets) {
	for (let i = 0; i < connections; i++) {
		const socket = await RawSocket.open(port);
		sockets.push(socket);
		assert.ok(socket.accepted, 'a connection was refused');
		for (let id = 0; id <= MAX_SUBSCRIPTIONS; id++) socket.send(request('chain_subscribeNewHeads', [], id));
		const answers = await socket.until(/"id":\d+,"(result|error)"/g, MAX_SUBSCRIPTIONS + 1);
		const count = (kind) => answers.filter((answer) => answer[1] === kind).length;
		assert.deepEqual([count('result'), count('error')], [MAX_SUBSCRIPTIONS, 1], 'answers to subscriptions');
	}
	return connections * MAX_SUBSCRIPTIONS;
}

/** Asks for much and reads none of it. */
async function slowReaders(port, connections, sockets) {
	for (let i = 0; i < connections; i++) {
		const socket = await RawSocket.open(port);
		sockets.push(socket);
		assert.ok(socket.accepted, 'a connection was refused');
		socket.stopReading();
		for (let id = 1; id <= 50; id++) socket.send(request('chain_subscribeAllHeads', [], id));
		for (let id = 100; id < 200; id++) socket.send(request('state_getMetadata', [], id));
	}
}

/** Never says what it wants. */
function silentConnections(port, connections, sockets) {
	for (let i = 0; i < connections; i++) {
		const socket = connect(port, '127.0.0.1');
		sockets.push(socket);
		socket.on('error', () => {});
		socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n');
	}
}

/**
 * Does all of it to the RPC server on a port, for at least `forMs` and with everything open at once in the end. Calls
 * `during` once a second then. Answers what was done, in words.
 */
export async function abuse(port, forMs, during) {
	const until = performance.now() + forMs;
	const sockets = [];
	try {
		await oversized(port);
		await malformed(port);
		const calls = await nonsense(port);
		const subscriptions = await manySubscriptions(port, 4, sockets);
		await slowReaders(port, 10, sockets);
		// More than the server takes: it refuses everybody who comes now.
		silentConnections(port, 150, sockets);
		do {
			await sleep(1_000);
			await during();
		} while (performance.now() < until);
		return `${calls} calls with nonsense, ${subscriptions} subscriptions, ${sockets.length} connections`;
	} finally {
		sockets.forEach((socket) => socket.destroy());
	}
}
