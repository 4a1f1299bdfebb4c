// Runs what a guide tells its readers to type.

import { readFileSync } from 'node:fs';
import * as api from '@polkadot/api';
import * as util from '@polkadot/util';

/** What blocks can require. Not as CommonJS, which would be there a second time. */
const PACKAGES = { '@polkadot/api': api, '@polkadot/util': util };

const AsyncFunction = (async () => {}).constructor;

/**
 * The `js run NAME` blocks of a guide. A block runs as if it were typed into `node`: it can await, and the ones after it know
 * what it declares. `environment` is what it finds in `process.env`.
 */
export class Guide {
	#blocks;
	/** What the blocks have declared. */
	scope;

	constructor(url, environment) {
		const text = readFileSync(url, 'utf8');
		this.#blocks = new Map([...text.matchAll(/^```js run (\w+)\n([\s\S]*?)^```$/gm)].map(([, name, code]) => [name, code]));
		this.scope = { require: (name) => PACKAGES[name], process: { env: environment } };
		/** The names of the blocks, in the order of the guide. */
		this.names = [...this.#blocks.keys()];
		/** The names of those that ran. */
		this.ran = [];
	}

	/** Runs one block to its end. */
	async run(name) {
		this.ran.push(name);
		// Top-level declarations become properties of the scope.
		const code = this.#blocks
			.get(name)
			.replace(/^const (\w+) =/gm, 'scope.$1 =')
			.replace(/^const \{(.+)\} = (.+);$/gm, 'Object.assign(scope, (({$1}) => ({$1}))($2));');
		await new AsyncFunction('scope', `with (scope) {\n${code}\n}`)(this.scope);
	}
}
