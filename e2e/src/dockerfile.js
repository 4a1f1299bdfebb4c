// A small linter for Dockerfiles: the rules that matter here, and that need no tool besides.

const INSTRUCTIONS = new Set(
	'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);

/** The instructions of a Dockerfile as `{ name, text }`, without comments, with continued lines joined. */
export function parse(dockerfile) {
	const joined = dockerfile
		.split('\n')
		.filter((line) => !/^\s*#/.test(line))
		.join('\n')
		.replace(/\\\n\s*/g, ' ');
	return joined
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean)
		.map((line) => {
			const [, name, text = ''] = line.match(/^(\S+)\s*(.*)$/);
			return { name: name.toUpperCase(), text };
		});
}

/** The defaults of the arguments before the first FROM. */
export function baseArguments(instructions) {
	const first = instructions.findIndex(({ name }) => name === 'FROM');
	const found = new Map();
	for (const { name, text } of instructions.slice(0, first)) {
		const [, key, value] = (name === 'ARG' && text.match(/^(\w+)=(\S+)$/)) || [];
		if (key) found.set(key, value);
	}
	return found;
}

/** What is wrong with a Dockerfile, as a list of sentences; empty if nothing is. */
export function lint(dockerfile) {
	const wrong = [];
	const instructions = parse(dockerfile);
	const bases = baseArguments(instructions);
	for (const [key, value] of bases) {
		if (!/^[\w./-]+(:[\w.-]+|@sha256:[0-9a-f]{64})$/.test(value)) wrong.push(`${key} is not pinned: ${value}`);
		if (/:latest$/.test(value)) wrong.push(`${key} is latest`);
	}

	const stages = [];
	for (const { name, text } of instructions) {
		if (!INSTRUCTIONS.has(name)) wrong.push(`no such instruction: ${name}`);
		if (name === 'ADD') wrong.push('ADD instead of COPY');
		if (name === 'FROM') {
			const [, image, alias] = text.match(/^(\S+)(?:\s+AS\s+(\S+))?$/i) ?? [];
			const argument = image?.match(/^\$\{(\w+)\}$/)?.[1];
			const known = stages.some((stage) => stage.alias && stage.alias === image);
			if (!known && !bases.has(argument)) wrong.push(`base image is no argument with a default: ${text}`);
			stages.push({ alias, own: [] });
			continue;
		}
		stages.at(-1)?.own.push({ name, text });
		if (name === 'RUN') {
			if (/\bsudo\b/.test(text)) wrong.push('sudo');
			if (/(^|[;&]\s*)cd\s/.test(text)) wrong.push('cd instead of WORKDIR');
			if (/(curl|wget)[^&;]*\|\s*(ba)?sh/.test(text)) wrong.push('a script from the network, run unseen');
			if (/\bapt\s/.test(text) || /apt-get (dist-)?upgrade/.test(text)) wrong.push('apt, or an upgrade');
			if (/apt-get install/.test(text)) {
				if (!/apt-get update.*apt-get install/.test(text)) wrong.push('apt-get install without update');
				if (!/apt-get install -y --no-install-recommends/.test(text)) wrong.push('apt-get install with recommendations');
				if (!/rm -rf \/var\/lib\/apt\/lists\/\*/.test(text)) wrong.push('apt lists left behind');
			}
		}
		if (name === 'COPY') {
			const from = text.match(/--from=(\S+)/)?.[1];
			if (from && !stages.some((stage) => stage.alias === from)) wrong.push(`COPY from an unknown stage: ${from}`);
		}
		if (name === 'WORKDIR' && !text.startsWith('/')) wrong.push('relative WORKDIR');
		if (['ENV', 'ARG'].includes(name) && /(PASSWORD|SECRET|TOKEN|PRIVATE|NODE_KEY)/i.test(text)) wrong.push(`secret: ${text}`);
		if (['CMD', 'ENTRYPOINT'].includes(name) && !isJsonList(text)) wrong.push(`${name} is not in JSON form`);
		if (name === 'HEALTHCHECK' && !isJsonList(text.replace(/^.*?\bCMD\s+/, ''))) wrong.push('HEALTHCHECK is not in JSON form');
	}

	const final = stages.at(-1)?.own ?? [];
	const user = final.findLastIndex(({ name }) => name === 'USER');
	if (user < 0) wrong.push('no USER: the image runs as root');
	else if (/^(root|0)(:|$)/.test(final[user].text)) wrong.push('USER is root');
	else if (final.slice(user).some(({ name }) => name === 'RUN')) wrong.push('RUN after USER');
	for (const name of ['HEALTHCHECK', 'ENTRYPOINT']) {
		const count = final.filter((instruction) => instruction.name === name).length;
		if (count !== 1) wrong.push(`${count} times ${name} in the final stage`);
	}
	return wrong;
}

function isJsonList(text) {
	try {
		const list = JSON.parse(text);
		return Array.isArray(list) && list.length > 0 && list.every((word) => typeof word === 'string');
	} catch {
		return false;
	}
}
