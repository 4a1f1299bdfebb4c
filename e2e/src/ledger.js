// The ledger of stake computed the plain way: nothing that ever happened is dropped, and every question is answered from
// all of it. It knows no slashes.

import { address } from './chain.js';
import { allocationDeposit } from './registries.js';

/** What allocations are parts of, in a pool that was never slashed. */
export const FULL_MAGNITUDE = 10n ** 18n;

export const EXCLUSIVE = { Exclusive: null };
export const SHARED = { Shared: null };

/** What `chain.pool` answers where nobody has stake. */
export const EMPTY_POOL = {
	balance: 0n,
	shares: 0n,
	magnitude: FULL_MAGNITUDE,
	generation: 0,
	opened: null,
	allocations: [],
	exits: [],
	waiting: [],
};

const BILLION = 1_000_000_000n;

const idOf = (...parts) => JSON.stringify(parts.map((part) => part?.address ?? part));
const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0n);
const least = (a, b) => (a < b ? a : b);

/** What is in force from which epoch on. */
class Timeline {
	#entries;

	constructor(first) {
		this.#entries = [[0, first]];
	}

	set(from, value) {
		this.#entries.push([from, value]);
	}

	at(epoch) {
		return this.#entries.findLast(([from]) => from <= epoch)[1];
	}
}

/** Units that many own through shares. */
class Part {
	balance = 0n;
	shares = 0n;

	put(amount) {
		const shares = this.shares === 0n ? amount : (amount * this.shares) / this.balance;
		this.balance += amount;
		this.shares += shares;
		return shares;
	}

	takeUnits(amount) {
		return this.#take(amount, (amount * this.shares + this.balance - 1n) / this.balance);
	}

	takeShares(shares) {
		return this.#take(this.worth(shares), shares);
	}

	worth(shares) {
		return shares === 0n ? 0n : (shares * this.balance) / this.shares;
	}

	#take(amount, shares) {
		this.balance -= amount;
		this.shares -= shares;
		return { amount, shares };
	}
}

const isWanted = (layer) => layer.stoppedAfter === null;
const target = ({ layers }) => sum(layers.filter(isWanted).map(({ amount }) => amount));
const countedAt = ({ layers }, epoch) =>
	sum(
		layers
			.filter(({ countsFrom, stoppedAfter }) => countsFrom <= epoch && epoch <= (stoppedAfter ?? epoch))
			.map(({ amount }) => amount),
	);

/**
 * What the chain's ledger should hold. The methods that are named like calls of the pallet take the caller and what the
 * call takes, and answer the events that it should emit; the call must be one that succeeds.
 */
export class Ledger {
	/** The current epoch. */
	now;
	#notice;
	#unbonding;
	#assets;
	#minimums;
	#pools = new Map();
	#positions = new Map();
	#flows = new Map();
	#memberships = [];
	/** By epoch: active stake and pledges at its start, by pool. */
	#starts = new Map();

	/**
	 * Begins in `epoch`, with U `unbonding` and N `notice`. `assets` are `[asset, native units for a unit, haircut]`,
	 * `minimums` are the values by which members count, by service.
	 */
	constructor({ epoch, unbonding, notice, assets, minimums }) {
		this.now = epoch;
		this.#notice = notice;
		this.#unbonding = new Timeline(unbonding);
		this.#assets = assets.map(([asset, rate, haircut]) => ({ asset, rate, haircut: new Timeline(haircut) }));
		this.#minimums = minimums;
	}

	// --- time ----------------------------------------------------------------------------------------------------------

	/** Goes on to `epoch`. */
	enter(epoch) {
		while (this.now < epoch) {
			this.now += 1;
			const pools = [...this.#pools].map(([id, { part, pledges }]) => [id, { balance: part.balance, pledges }]);
			this.#starts.set(this.now, structuredClone(new Map(pools)));
		}
	}

	setUnbonding(from, epochs) {
		this.#unbonding.set(from, epochs);
	}

	setHaircut(from, asset, haircut) {
		this.#asset(asset).haircut.set(from, haircut);
	}

	/** The epochs that can still be asked about. */
	answerable() {
		const epochs = Array.from({ length: this.now + 1 }, (_, epoch) => epoch);
		return epochs.filter((epoch) => this.#ends(epoch) >= this.now);
	}

	/** U epochs later; a longer U keeps nothing that ended before it was in force. */
	#ends(epoch) {
		return epoch + Math.min(this.#unbonding.at(epoch), this.#unbonding.at(this.now));
	}

	// --- calls ---------------------------------------------------------------------------------------------------------

	delegate(who, operator, asset, amount) {
		this.#flow(who, asset, -amount);
		const shares = this.#join(who, operator, asset, amount);
		return [event('Delegated', { who, operator, asset, amount, shares })];
	}

	undelegate(who, operator, asset, units) {
		const pool = this.#pool(operator, asset);
		const position = this.#position(who, operator, asset);
		const { amount, shares } = units === null ? pool.part.takeShares(position.shares) : pool.part.takeUnits(units);
		position.shares -= shares;
		this.#foldMatured(pool, position);
		if (!pool.buckets.has(this.now)) {
			pool.buckets.set(this.now, { part: new Part(), claimable: this.#claimable(pool) });
		}
		const bucket = pool.buckets.get(this.now);
		position.exits.set(this.now, (position.exits.get(this.now) ?? 0n) + bucket.part.put(amount));
		const claimableEpoch = bucket.claimable;
		return [event('Undelegated', { who, operator, asset, amount, shares, claimableEpoch })];
	}

	cancelUndelegation(who, operator, asset, requested) {
		const amount = this.#takeExit(this.#pool(operator, asset), this.#position(who, operator, asset), requested);
		const shares = this.#join(who, operator, asset, amount);
		return [event('UndelegationCancelled', { who, operator, asset, requested, amount, shares })];
	}

	withdraw(who, operator, asset) {
		const amount = this.#takeMatured(who, operator, asset);
		this.#flow(who, asset, amount);
		return [event('Withdrawn', { who, operator, asset, amount })];
	}

	withdrawInto(who, operator, asset, newOperator) {
		const amount = this.#takeMatured(who, operator, asset);
		const shares = this.#join(who, newOperator, asset, amount);
		return [event('WithdrawnInto', { who, operator, asset, amount, newOperator, shares })];
	}

	allocate(operator, service, asset, magnitude, kind) {
		const { pledges } = this.#pool(operator, asset);
		const over = this.#unlistForgotten(operator, asset);
		if (magnitude === 0n && !pledges.get(service)?.listed) return over;
		const pledge = pledges.get(service) ?? { layers: [] };
		const from = target(pledge);
		const change = { operator, service, asset, from, to: magnitude };
		const countsFrom = this.now + this.#notice;
		pledges.set(service, pledge);
		Object.assign(pledge, { kind, listed: true });
		if (magnitude > from) {
			pledge.layers.push({ amount: magnitude - from, countsFrom, stoppedAfter: null });
			return [...over, event('AllocationIncreased', { ...change, kind, countsFrom })];
		}
		this.#lower(pledge, from - magnitude);
		const lowered = event('AllocationDecreased', { ...change, stopsAfter: this.now });
		return [...over, lowered, ...this.#unlistForgotten(operator, asset)];
	}

	/** The operator is a member from epoch `from` on. */
	join(operator, service, from) {
		this.#memberships.push({ operator, service, from, until: Infinity });
	}

	/** The operator leaves the service: it is no member from the next epoch on. */
	leave(operator, service) {
		this.#memberships.findLast((m) => m.operator === operator && m.service === service).until = this.now + 1;
		return this.#assets.flatMap(({ asset }) => {
			const pledge = this.#pools.get(idOf(operator, asset))?.pledges.get(service);
			const from = pledge ? target(pledge) : 0n;
			if (from === 0n) return [];
			this.#lower(pledge, from);
			return [event('AllocationDecreased', { operator, service, asset, from, to: 0n, stopsAfter: this.now })];
		});
	}

	// --- what the runtime API answers ----------------------------------------------------------------------------------

	pool(operator, asset) {
		const pool = this.#pools.get(idOf(operator, asset));
		if (!pool) return EMPTY_POOL;
		const { part, opened, pledges, buckets } = pool;
		return {
			...EMPTY_POOL,
			balance: part.balance,
			shares: part.shares,
			opened,
			allocations: [...pledges]
				.filter(([, { listed }]) => listed)
				.sort(([a], [b]) => a - b)
				.map(([service, pledge]) => ({
					service,
					kind: pledge.kind,
					target: target(pledge),
					counting: countedAt(pledge, this.now),
					encumbering: this.#encumbering(pledge, this.now),
					layers: this.tidy(pledge.layers),
				})),
			exits: [...buckets.values()]
				.filter(({ claimable }) => claimable > this.now)
				.map(({ claimable, part: { balance } }) => [claimable, balance]),
		};
	}

	/** Layers as whoever asks today can tell them apart. */
	tidy(layers) {
		const [oldest] = this.answerable();
		const tidied = new Map();
		for (const { amount, countsFrom, stoppedAfter } of layers.filter((layer) => !this.#isForgotten(layer))) {
			const from = Math.max(countsFrom, oldest);
			const before = tidied.get(idOf(from, stoppedAfter))?.amount ?? 0n;
			tidied.set(idOf(from, stoppedAfter), { amount: before + amount, countsFrom: from, stoppedAfter });
		}
		const end = ({ stoppedAfter }) => stoppedAfter ?? Number.MAX_SAFE_INTEGER;
		return [...tidied.values()].sort((a, b) => end(a) - end(b) || a.countsFrom - b.countsFrom);
	}

	position(who, operator, asset) {
		const { shares, matured, exits } = this.#position(who, operator, asset);
		const { part, buckets } = this.#pool(operator, asset);
		const waiting = [...exits].map(([requested, owned]) => {
			const bucket = buckets.get(requested);
			return [bucket.claimable, bucket.part.worth(owned)];
		});
		if (matured > 0n) waiting.unshift([this.now, matured]);
		return { shares, value: part.worth(shares), exits: waiting.sort(([a], [b]) => a - b) };
	}

	/** `[[operator, asset, position]]` */
	positions(who) {
		return [...this.#positions.values()]
			.filter((position) => position.who === who)
			.map(({ operator, asset }) => [address(operator), asset, this.position(who, operator, asset)])
			.filter(([, , { shares, exits }]) => shares > 0n || exits.length > 0);
	}

	stake(operator, service, epoch) {
		const isMember = this.#memberships.some(
			(m) => m.operator === operator && m.service === service && m.from <= epoch && epoch < m.until,
		);
		if (!isMember || !this.answerable().includes(epoch)) return [];
		return this.#assets.flatMap(({ asset, rate, haircut }) => {
			const pool = this.#starts.get(epoch).get(idOf(operator, asset));
			const pledge = pool?.pledges.get(service);
			const counted = pledge ? countedAt(pledge, epoch) : 0n;
			if (counted === 0n) return [];
			const exclusive = [...pool.pledges.values()].filter(({ kind }) => 'Exclusive' in kind);
			const ringFenced = sum(exclusive.map((other) => this.#encumbering(other, epoch)));
			const ceiling = FULL_MAGNITUDE - ('Shared' in pledge.kind ? ringFenced : 0n);
			const amount = (pool.balance * least(counted, ceiling)) / FULL_MAGNITUDE;
			const value = (amount * rate * (BILLION - BigInt(haircut.at(epoch)))) / BILLION;
			return [{ asset, amount, value, kind: pledge.kind }];
		});
	}

	security(service, epoch) {
		const members = this.#memberships
			.filter((m) => m.service === service && m.from <= epoch && epoch < m.until)
			.map(({ operator }) => [address(operator), sum(this.stake(operator, service, epoch).map(({ value }) => value))])
			.filter(([, value]) => value >= this.#minimums[service]);
		return { value: sum(members.map(([, value]) => value)), members };
	}

	// --- what follows for balances -------------------------------------------------------------------------------------

	/** All units of an asset that the ledger holds. */
	total(asset) {
		const isSo = (other) => idOf(other.asset) === idOf(asset);
		const pools = [...this.#pools.values()].filter(isSo);
		return (
			sum(pools.map(({ part }) => part.balance)) +
			sum(pools.flatMap(({ buckets }) => [...buckets.values()].map(({ part }) => part.balance))) +
			sum([...this.#positions.values()].filter(isSo).map(({ matured }) => matured))
		);
	}

	/** Units that came to a wallet, less those that left it. */
	flow(who, asset) {
		return this.#flows.get(idOf(who, asset)) ?? 0n;
	}

	/** What is held on an operator's account for its allocations. */
	deposits(operator) {
		const pools = this.#assets.map(({ asset }) => this.#pools.get(idOf(operator, asset))).filter(Boolean);
		return sum(pools.map(({ pledges }) => allocationDeposit([...pledges.values()].filter(({ listed }) => listed).length)));
	}

	// --- steps ---------------------------------------------------------------------------------------------------------

	#asset(asset) {
		return this.#assets.find((other) => idOf(other.asset) === idOf(asset));
	}

	#pool(operator, asset) {
		return entry(this.#pools, idOf(operator, asset), () => ({
			asset,
			part: new Part(),
			opened: null,
			pledges: new Map(),
			buckets: new Map(),
		}));
	}

	#position(who, operator, asset) {
		return entry(this.#positions, idOf(who, operator, asset), () => ({
			who,
			operator,
			asset,
			shares: 0n,
			matured: 0n,
			exits: new Map(),
		}));
	}

	#flow(who, asset, amount) {
		this.#flows.set(idOf(who, asset), this.flow(who, asset) + amount);
	}

	#join(who, operator, asset, amount) {
		const pool = this.#pool(operator, asset);
		pool.opened ??= this.now;
		const shares = pool.part.put(amount);
		this.#position(who, operator, asset).shares += shares;
		return shares;
	}

	#takeExit({ buckets }, { exits }, requested) {
		const { part } = buckets.get(requested);
		const { amount } = part.takeShares(exits.get(requested));
		exits.delete(requested);
		if (part.shares === 0n) buckets.delete(requested);
		return amount;
	}

	#foldMatured(pool, position) {
		for (const requested of [...position.exits.keys()]) {
			if (pool.buckets.get(requested).claimable > this.now) continue;
			position.matured += this.#takeExit(pool, position, requested);
		}
	}

	#takeMatured(who, operator, asset) {
		const position = this.#position(who, operator, asset);
		this.#foldMatured(this.#pool(operator, asset), position);
		const amount = position.matured;
		position.matured = 0n;
		return amount;
	}

	/** `max(r + 1, min(r, L) + U)`, with L the last epoch in which anything of the pool counted. */
	#claimable({ pledges }) {
		const counted = [...pledges.values()]
			.flatMap(({ layers }) => layers)
			.filter(({ countsFrom }) => countsFrom <= this.now)
			.map(({ stoppedAfter }) => stoppedAfter ?? this.now);
		return Math.max(this.now + 1, Math.max(...counted) + this.#unbonding.at(this.now));
	}

	/** Takes back what is announced, then stops what counts, the youngest first. */
	#lower({ layers }, amount) {
		let left = amount;
		for (const layer of layers.filter(isWanted).sort((a, b) => b.countsFrom - a.countsFrom)) {
			const taken = least(left, layer.amount);
			left -= taken;
			layer.amount -= taken;
			if (layer.countsFrom <= this.now) layers.push({ ...layer, amount: taken, stoppedAfter: this.now });
		}
		layers.splice(0, layers.length, ...layers.filter((layer) => layer.amount > 0n));
	}

	#encumbering({ layers }, epoch) {
		const encumbers = (layer) => isWanted(layer) || epoch < this.#ends(layer.stoppedAfter);
		return sum(layers.filter(encumbers).map(({ amount }) => amount));
	}

	#isForgotten(layer) {
		return !isWanted(layer) && this.#ends(layer.stoppedAfter) < this.now;
	}

	#unlistForgotten(operator, asset) {
		const { pledges } = this.#pool(operator, asset);
		const over = [...pledges].filter(
			([, { listed, layers }]) => listed && layers.every((layer) => this.#isForgotten(layer)),
		);
		return over.map(([service, pledge]) => {
			pledge.listed = false;
			return event('AllocationRemoved', { operator, service, asset });
		});
	}
}

/** What `map` has under `key`; at first what `make` makes. */
function entry(map, key, make) {
	if (!map.has(key)) map.set(key, make());
	return map.get(key);
}

function event(name, data) {
	const values = Object.entries(data).map(([field, value]) => [field, value?.address ?? value]);
	return { name: `restaking.${name}`, data: Object.fromEntries(values) };
}
