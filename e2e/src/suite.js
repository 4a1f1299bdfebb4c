// How tests get their node.

import { after, before, describe, it } from 'node:test';
import { Chain } from './chain.js';
import { startNode } from './node.js';

/**
 * Declares tests that share one node, in order. `options` are those of {@link startNode}. `declare` gets
 * `check(name, body)` and `check(name, { timeoutMs }, body)`, which declare a test whose body gets the connection to
 * the node, and the node; if it fails, the end of the node's log is printed.
 */
export function describeOnNode(name, options, declare) {
	describe(name, () => {
		let node;
		let chain;

		before(
			async () => {
				node = await startNode(options);
				chain = await Chain.connect(node.url);
			},
			{ timeout: 90_000 },
		);

		after(
			async () => {
				await chain?.disconnect();
				await node?.stop();
			},
			{ timeout: 60_000 },
		);

		const check = (name, ...rest) => {
			const body = rest.pop();
			const [{ timeoutMs = 60_000 } = {}] = rest;
			it(name, { timeout: timeoutMs }, () => withLogs(node, () => body(chain, node)));
		};

		declare(check);
	});
}

/** Runs `body`; if that fails, prints the end of the node's log. */
export async function withLogs(node, body) {
	try {
		return await body();
	} catch (error) {
		console.error(`--- end of the node's log\n${node.logTail()}\n---`);
		throw error;
	}
}
