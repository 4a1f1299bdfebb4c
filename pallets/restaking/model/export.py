#!/usr/bin/env python3
"""The executable model of the ledger: sections 4 to 6 of docs/protocol.md for one pool, in plain integers.

It walks random histories, step by step, and writes them down: each step, whether the model takes it or why it refuses
it, and what that changes. `src/tests/exported.rs` replays them on the pallet, which shares no code with this file, and
documents the format.

It is the model of the protocol's design, with what docs/protocol.md changed since. Each such place names its rule, or
its departure by the number in section 16. What the pallet does lazily, with the first change of an epoch, is done here
at the start of every epoch: histories, copies of buckets, L, the renormalised magnitude. A bucket has its own copy from
its first request on, as in the design; that it stays what its pool answers for until the epoch ends (departure 16) is
checked.

Not modelled: several operators and assets, withdrawing into another pool, ends of memberships, the cap of a pool, what
limits slashes of shared stake, changes of U and of an asset's configuration, and who gets what a slash takes.
"""

import argparse
import collections
import copy
import sys

FULL = 10**18  # magnitude of a fresh pool; also the whole of a penalty
MIN_MAGNITUDE = 10**12  # the design's model: 10⁹, which would overflow (section 4)
DILUTION = 10**6  # the design's model: 10⁹, likewise
NOTICE = 2
MAX_LAYERS = 4
START = 5  # the epoch in which histories start: that of the mock runtime
LIMIT = 2**128
NEVER = 10**9  # later than any epoch

DELEGATORS = "ABCD"
SERVICES = (1, 2, 3, 4, 5)
EXCLUSIVE, SHARED = "exclusive", "shared"


class Refused(Exception):
	"""A step that the ledger does not take, with the name of its error."""


class Broken(Exception):
	"""The model contradicts itself: a rule is missing."""


def require(holds, error):
	if not holds:
		raise Refused(error)


def ensure(holds, what):
	if not holds:
		raise Broken(what)


def down(a, b, c):
	return a * b // c


def up(a, b, c):
	return -(-a * b // c)


def fits(number):
	require(number < LIMIT, "Overflow")
	return number


class Layer:
	def __init__(self, amount, start, stop):
		self.amount, self.start, self.stop = amount, start, stop

	def counted_at(self, epoch):
		return self.start <= epoch and (self.stop is None or epoch <= self.stop)


class Pledge:
	def __init__(self, kind):
		self.kind, self.layers = kind, []

	def target(self):
		return sum(layer.amount for layer in self.layers if layer.stop is None)

	def counted_at(self, epoch):
		return sum(layer.amount for layer in self.layers if layer.counted_at(epoch))

	def draw(self, amount, charged, now):
		"""Soonest stopped first, then youngest. What a layer loses it loses for all epochs."""
		layers = [layer for layer in self.layers if layer.counted_at(charged)]
		layers.sort(key=lambda layer: (NEVER if layer.stop is None else layer.stop, -layer.start))
		for layer in layers:
			taken = min(layer.amount, amount)
			layer.amount -= taken
			amount -= taken
			# Section 6, step 4: a layer of which nothing is left stops. It keeps its dates (departure 22).
			if layer.amount == 0 and layer.stop is None:
				layer.stop = now
		ensure(amount == 0, "a slash takes more than there is")


class Part:
	"""Active stake of the pool, or a bucket of exits: a balance with shares, and what it answers for."""

	def __init__(self, generation):
		self.balance = self.shares = 0
		self.magnitude, self.pledges = FULL, {}
		self.generation = generation
		self.claimable = None

	def worth(self, shares):
		return self.balance if shares >= self.shares else down(shares, self.balance, self.shares)

	def worth_up(self, shares):
		return self.balance if shares >= self.shares else up(shares, self.balance, self.shares)

	def is_diluted(self):
		return self.magnitude < MIN_MAGNITUDE or self.shares > self.balance * DILUTION

	def is_wiped(self):
		return self.balance == 0 and self.shares > 0

	def put(self, amount):
		require(amount > 0, "ZeroAmount")
		ensure(not self.is_wiped(), "stake joins shares that are void")
		shares = amount if self.shares == 0 else fits(down(amount, self.shares, self.balance))
		self.balance, self.shares = fits(self.balance + amount), fits(self.shares + shares)
		return shares

	def take(self, shares):
		amount = self.worth(shares)
		self.balance -= amount
		self.shares -= shares
		ensure(self.shares > 0 or self.balance == 0, "units without an owner")
		return amount

	def sum(self, kind, encumbers):
		pledges = [pledge for pledge in self.pledges.values() if pledge.kind == kind]
		return sum(l.amount for pledge in pledges for l in pledge.layers if encumbers(l))

	def room(self, service, kind, charged, encumbers):
		pledge = self.pledges.get(service)
		if pledge is None or pledge.kind != kind:
			return 0
		held = pledge.counted_at(charged)
		return held if kind == EXCLUSIVE else min(held, self.ceiling(encumbers))

	def ceiling(self, encumbers):
		return max(0, self.magnitude - self.sum(EXCLUSIVE, encumbers))


class Position:
	def __init__(self):
		self.shares = self.generation = 0
		self.matured = 0  # departure 3: what was folded out of buckets
		self.exits = {}

	def shares_of(self, pool):
		return self.shares if self.generation == pool.generation else 0

	def is_empty(self):
		return not (self.shares or self.matured or self.exits)


class Base:
	"""What is judged of an offence."""

	def __init__(self, generation, kind, magnitude, captured):
		self.generation, self.kind = generation, kind
		self.magnitude, self.captured = magnitude, captured


class Charge:
	def __init__(self, base):
		self.base, self.waiting, self.executed = base, 0, {}


class Ledger:
	def __init__(self, unbonding, leverage, minimum):
		self.unbonding, self.leverage, self.minimum = unbonding, leverage, minimum
		self.now = START
		self.pool = Part(0)
		self.wiped_in = self.asked_in = None
		self.last_counted = None  # L
		self.buckets, self.positions, self.charges = {}, {}, {}
		self.history = {}
		self.deposited = self.paid = self.taken = 0
		self.seen = collections.Counter()
		self.note_start()

	# Time.

	def oldest_waiting(self):
		"""Departure 20: whoever charges, and whatever generation answers."""
		waiting = [e for (_, e), charge in self.charges.items() if charge.waiting and charge.base]
		return min(waiting, default=None)

	def holds(self, stop):
		oldest = self.oldest_waiting()
		return self.now < stop + self.unbonding or oldest is not None and oldest <= stop

	def encumbers(self, layer):
		return layer.stop is None or self.holds(layer.stop)

	def forget(self):
		"""Departure 22: a stopped layer stays one epoch longer than it encumbers."""
		for pledge in self.pool.pledges.values():
			pledge.layers = [
				layer
				for layer in pledge.layers
				if self.encumbers(layer) or self.now <= layer.stop + self.unbonding
			]

	def begin_epoch(self):
		bucket = self.buckets.get(self.now)
		if bucket is not None:
			# What became free in its epoch it does not answer for.
			for pledge in bucket.pledges.values():
				pledge.layers = [layer for layer in pledge.layers if self.encumbers(layer)]
			self.check_copy(bucket)
		self.now += 1
		self.forget()
		pool, last = self.pool, self.last_counted
		is_free = pool.sum(EXCLUSIVE, self.encumbers) + pool.sum(SHARED, self.encumbers) == 0
		is_over = last is None or last + self.unbonding <= self.now
		# The design's model leaves an empty pool as it is; section 6 excepts only one that lost everything.
		if is_free and is_over and self.oldest_waiting() is None and not pool.is_wiped():
			if pool.magnitude < FULL:
				self.seen["magnitude renormalised"] += 1
			pool.magnitude = FULL
		self.note_start()

	def note_start(self):
		pool, now = self.pool, self.now
		bases = {}
		for service, pledge in pool.pledges.items():
			counted = pledge.counted_at(now)
			if counted > 0:
				ceiling = pool.magnitude
				if pledge.kind == SHARED:
					ceiling = pool.ceiling(self.encumbers)
				magnitude = min(counted, ceiling)
				if magnitude < counted:
					self.seen["a ceiling binds"] += 1
				captured = pool.magnitude and down(pool.balance, magnitude, pool.magnitude)
				bases[service] = Base(pool.generation, pledge.kind, magnitude, captured)
		self.history[now] = bases
		if bases:
			self.last_counted = now

	# Stake in.

	def delegate(self, who, amount):
		self.join(self.positions.setdefault(who, Position()), amount)
		self.deposited += amount

	def join(self, position, amount):
		pool = self.pool
		if pool.is_wiped() or pool.shares == 0 and pool.magnitude < MIN_MAGNITUDE:
			# Departure 17.
			require(self.now not in (self.wiped_in, self.asked_in), "PoolRestarting")
			pool.generation += 1
			pool.balance = pool.shares = 0
			pool.magnitude = FULL
			self.void()
			# L is that of the pool's generation (section 4).
			self.last_counted = None
			self.seen["generation opened"] += 1
		require(not pool.is_diluted(), "PoolDiluted")
		if position.generation != pool.generation:
			position.shares, position.generation = 0, pool.generation
		position.shares += pool.put(amount)
		self.ensure_worth_keeping(position)

	def ensure_worth_keeping(self, position):
		"""Departure 4: rounding up."""
		worth = self.pool.worth_up(position.shares)
		require(worth >= self.minimum, "BelowMinDelegation")

	def void(self):
		"""Nothing of what is pledged is left, but its dates (departure 22)."""
		for pledge in self.pool.pledges.values():
			pledge.layers = [layer for layer in pledge.layers if layer.start <= self.now]
			for layer in pledge.layers:
				layer.amount = 0
				layer.stop = self.now if layer.stop is None else min(layer.stop, self.now)

	# Stake out.

	def known(self, who):
		position = self.positions.get(who)
		require(position is not None and not position.is_empty(), "NoPosition")
		return position

	def undelegate(self, who, amount):
		position, pool = self.known(who), self.pool
		held = position.shares_of(pool)
		if amount is None and position.shares > 0 and pool.worth(held) == 0:
			# Departure 30. Void shares stay on record until then, or until the owner joins the next generation.
			pool.take(held)
			position.shares = 0
			self.seen["worthless shares forgotten"] += 1
			return
		if amount is None:
			require(held > 0, "InsufficientStake")
			shares, amount = held, pool.worth(held)
		else:
			require(amount > 0, "ZeroAmount")
			require(amount <= pool.balance, "InsufficientStake")
			shares = up(amount, pool.shares, pool.balance)
			require(shares <= held, "InsufficientStake")
		pool.balance -= amount
		pool.shares -= shares
		ensure(pool.shares > 0 or pool.balance == 0, "units without an owner")
		position.shares = held - shares
		if position.shares > 0:
			self.ensure_worth_keeping(position)
		self.fold(position)
		self.enter_bucket(position, amount)

	def enter_bucket(self, position, amount):
		pool, now = self.pool, self.now
		bucket = self.buckets.get(now)
		if bucket is None:
			bucket = self.buckets[now] = Part(pool.generation)
			last, bucket.claimable = self.last_counted, now + 1
			if last is not None:
				bucket.claimable = max(now + 1, min(now, last) + self.unbonding)
			bucket.magnitude = pool.magnitude
			bucket.pledges = copy.deepcopy(pool.pledges)
			for pledge in bucket.pledges.values():
				left = [l for l in pledge.layers if l.start <= now and self.encumbers(l)]
				pledge.layers = left
		ensure(bucket.generation == pool.generation, "an epoch has buckets of two generations")
		position.exits[now] = position.exits.get(now, 0) + bucket.put(amount)
		self.asked_in = now

	def take_exit(self, position, requested):
		bucket = self.buckets[requested]
		amount = bucket.take(position.exits.pop(requested))
		if bucket.shares == 0:
			del self.buckets[requested]
		return amount

	def fold(self, position):
		"""Departures 3 and 27. Returns how many exits were folded, and how many wait for slashes."""
		folded = due = 0
		for requested in sorted(position.exits):
			bucket = self.buckets[requested]
			if bucket.claimable > self.now:
				continue
			if self.is_due(bucket.generation, requested):
				due += 1
				continue
			position.matured += self.take_exit(position, requested)
			folded += 1
		return folded, due

	def is_due(self, generation, left):
		return any(
			charge.waiting and charge.base and charge.base.generation == generation and e <= left
			for (_, e), charge in self.charges.items()
		)

	def withdraw(self, who):
		position = self.known(who)
		require(position.matured > 0 or position.exits, "NoExit")
		before = position.matured
		folded, due = self.fold(position)
		require(before > 0 or folded > 0, "SlashDue" if due else "NotClaimable")
		amount, position.matured = position.matured, 0
		self.paid += amount
		return amount

	def cancel(self, who, requested):
		position, pool = self.known(who), self.pool
		require(requested in position.exits, "NoExit")
		bucket = self.buckets[requested]
		require(bucket.claimable > self.now, "ExitMatured")
		alike = bucket.generation == pool.generation and bucket.magnitude == pool.magnitude
		require(alike, "BucketDiverged")
		require(not pool.is_diluted(), "PoolDiluted")
		self.join(position, self.take_exit(position, requested))

	# Pledges.

	def allocate(self, service, target, kind):
		"""The target counts what is announced, too, and an announcement does not replace another (section 5)."""
		self.forget()
		pledges = self.pool.pledges
		removed = [of for of, pledge in pledges.items() if not pledge.layers]
		for of in removed:
			del pledges[of]
		pledge = pledges.get(service)
		before = pledge.target() if pledge else 0
		if target > before:
			require(not self.pool.is_diluted(), "PoolDiluted")
		elif target == 0 and service in removed:
			self.seen["an entry given up"] += 1
			return
		if pledge is None:
			pledge = pledges[service] = Pledge(kind)
		require(pledge.kind == kind, "KindChanged")
		require(target != before, "AllocationUnchanged")
		if target > before:
			pledge.layers.append(Layer(target - before, self.now + NOTICE, None))
			self.merge(pledge)
			self.check_increase(kind)
		else:
			self.lower(pledge, before - target)
			self.merge(pledge)
		if not pledge.layers:
			del pledges[service]

	def lower(self, pledge, amount):
		"""What is announced first, at once; then what counts, the youngest first."""
		wanted = [layer for layer in pledge.layers if layer.stop is None]
		for layer in sorted(wanted, key=lambda layer: -layer.start):
			taken = min(layer.amount, amount)
			amount -= taken
			layer.amount -= taken
			if layer.start <= self.now and taken > 0:
				pledge.layers.append(Layer(taken, layer.start, self.now))
			if layer.amount == 0:
				pledge.layers.remove(layer)
		ensure(amount == 0, "less is pledged than is taken back")

	def merge(self, pledge):
		"""Layers that no answerable epoch tells apart are one, and there are at most four (section 5)."""
		oldest = self.now - self.unbonding
		waiting = self.oldest_waiting()
		if waiting is not None:
			oldest = min(oldest, waiting)
		merged = {}
		for layer in pledge.layers:
			other = merged.setdefault((layer.stop, max(layer.start, oldest)), layer)
			if other is not layer:
				other.amount += layer.amount
				other.start = max(other.start, layer.start)
				self.seen["layers merged"] += 1
		require(len(merged) <= MAX_LAYERS, "TooManyChanges")
		pledge.layers = list(merged.values())

	def check_increase(self, kind):
		exclusive = self.pool.sum(EXCLUSIVE, self.encumbers)
		shared = self.pool.sum(SHARED, self.encumbers)
		left = self.pool.magnitude - exclusive
		require(left >= 0, "ExceedsMagnitude")
		require(kind == SHARED or shared <= left, "WouldShelterStake")
		for pledge in self.pool.pledges.values():
			held = sum(layer.amount for layer in pledge.layers if self.encumbers(layer))
			require(pledge.kind == EXCLUSIVE or held <= left, "ExceedsCeiling")
		require(shared <= left * self.leverage, "ExceedsLeverage")

	# Slashes.

	def open(self, service, epoch):
		require(epoch <= self.now < epoch + self.unbonding, "EpochNotChargeable")
		charge = self.charges.get((service, epoch))
		if charge is None:
			# Departure 25: fixed once. A service that had nothing can accuse, and takes nothing.
			base = self.history.get(epoch, {}).get(service)
			charge = self.charges[service, epoch] = Charge(base)
		charge.waiting += 1
		return charge.base

	def waiting(self, service, epoch):
		charge = self.charges.get((service, epoch))
		require(charge is not None and charge.waiting > 0, "NotOpen")
		return charge

	def close(self, service, epoch):
		self.waiting(service, epoch).waiting -= 1

	def execute(self, service, epoch, condition, penalty, most):
		charge = self.waiting(service, epoch)
		executed = charge.executed
		before = min(most, sum(executed.values()))
		executed[condition] = max(executed.get(condition, 0), penalty)
		after = min(most, sum(executed.values()))
		lost = {}
		if charge.base is not None:
			lost = self.bill(service, epoch, charge.base, before, after)
		charge.waiting -= 1
		active = lost.pop("active", 0)
		exits = sum(lost.values())
		self.taken += active + exits
		if epoch + self.unbonding <= self.now and active + exits:
			self.seen["executed late"] += 1
		return charge.base and (active, exits)

	def bill(self, service, epoch, base, before, after):
		"""Takes a penalty, and returns what each part that answers lost."""
		pool = self.pool
		parts = {}
		if pool.generation == base.generation:
			parts["active"] = pool
		for requested, bucket in self.buckets.items():
			if requested >= epoch and bucket.generation == base.generation:
				parts[requested] = bucket
		others = self.exclusive_stake_of_others(service)

		# Many small penalties cost what one does (section 6, step 2); in the design's model each rounds by itself.
		owed = up(after, base.magnitude, FULL) - up(before, base.magnitude, FULL)
		bound = up(after - before, base.captured, FULL)
		claims = {}
		due = 0
		for name, part in parts.items():
			# In the ceiling of the pool counts what is announced and cools, too; of exits nothing becomes free.
			encumbers = self.encumbers if name == "active" else lambda layer: True
			claims[name] = min(owed, part.room(service, base.kind, epoch, encumbers))
			# Departure 32: a part that was wiped adds nothing.
			if part.magnitude > 0:
				due += up(claims[name], part.balance, part.magnitude)
			if claims[name] < owed and part.magnitude > 0:
				self.seen["clipped"] += 1
		if base.captured == 0:
			claims = {name: 0 for name in claims}
		elif due > bound:
			self.seen["scaled"] += 1
			claims = {name: down(claim, bound, due) for name, claim in claims.items()}

		lost = {}
		was_wiped = pool.is_wiped()
		for name, part in parts.items():
			claim = claims[name]
			lost[name] = part.magnitude and down(claim, part.balance, part.magnitude)
			ensure(claim <= part.magnitude and lost[name] <= part.balance, "a part is overcharged")
			part.balance -= lost[name]
			part.magnitude -= claim
			if claim > 0:
				part.pledges[service].draw(claim, epoch, self.now)
		ensure(sum(lost.values()) <= bound, "a bill exceeds what was judged")
		if pool.magnitude > 0:
			self.ensure_fenced(others)
		if pool.is_wiped() and not was_wiped:
			self.void()
			self.wiped_in = self.now
			self.seen["generation ended"] += 1
		return lost

	# What holds after every step.

	def exclusive_stake_of_others(self, service):
		pool, stakes = self.pool, {}
		for of, pledge in pool.pledges.items():
			if of != service and pledge.kind == EXCLUSIVE and pool.magnitude > 0:
				amount = sum(layer.amount for layer in pledge.layers if self.encumbers(layer))
				stakes[of] = amount, pool.balance, pool.magnitude
		return stakes

	def ensure_fenced(self, others):
		pool = self.pool
		for amount, balance, magnitude in others.values():
			# balance·amount/magnitude, over a common denominator.
			grown = (pool.balance * magnitude - balance * pool.magnitude) * amount
			one = max(1, up(balance, 1, magnitude)) * magnitude * pool.magnitude
			ensure(0 <= grown <= one, "a slash moved exclusive stake of another service")

	def check(self):
		pool = self.pool
		inside = pool.balance + sum(bucket.balance for bucket in self.buckets.values())
		inside += sum(position.matured for position in self.positions.values())
		ensure(self.deposited == inside + self.paid + self.taken, "units are missing")
		shares = sum(position.shares_of(pool) for position in self.positions.values())
		ensure(shares == pool.shares >= pool.balance, "shares of the pool")
		for requested, bucket in self.buckets.items():
			shares = sum(position.exits.get(requested, 0) for position in self.positions.values())
			ensure(shares == bucket.shares >= bucket.balance, "shares of a bucket")
			exclusive = bucket.sum(EXCLUSIVE, lambda layer: True)
			ensure(exclusive <= bucket.magnitude, "a bucket pledges more than it has")
			ensure(bucket.magnitude > 0 or bucket.balance == 0, "exits without magnitude")
			if requested == self.now:
				self.check_copy(bucket)
		ensure(pool.sum(EXCLUSIVE, self.encumbers) <= pool.magnitude <= FULL, "exclusive stake")
		ensure(pool.magnitude > 0 or pool.balance == 0, "stake without magnitude")

	def check_copy(self, bucket):
		"""Departure 16: until its epoch ends a bucket answers for what its pool answers for."""
		ensure(bucket.magnitude == self.pool.magnitude, "a bucket has another magnitude than its pool")
		waiting = [e for (_, e), charge in self.charges.items() if charge.waiting and charge.base]
		for epoch in [*waiting, *range(self.now - self.unbonding + 1, self.now + 1)]:
			for service in SERVICES if bucket.magnitude > 0 else ():
				ours, copied = self.pool.pledges.get(service), bucket.pledges.get(service)
				counted = ours.counted_at(epoch) if ours else 0
				same = counted == (copied.counted_at(epoch) if copied else 0)
				ensure(same, "a bucket answers for something else than its pool")

	def state(self):
		"""All that is compared, by name. See `src/tests/exported.rs`."""
		pool, now = self.pool, self.now
		state = {"pool": (pool.balance, pool.shares, pool.magnitude, pool.generation)}
		for service, pledge in pool.pledges.items():
			layers = pledge.layers
			announced = sum(layer.amount for layer in layers if layer.start > now)
			stopped = [layer for layer in layers if layer.stop is not None]
			cooling = sum(layer.amount for layer in stopped if self.encumbers(layer))
			counted = pledge.counted_at(now)
			state[f"to{service}"] = pledge.kind, counted, announced, cooling
		for requested, bucket in self.buckets.items():
			numbers = bucket.balance, bucket.shares, bucket.magnitude
			state[f"W{requested}"] = numbers + (bucket.claimable, bucket.generation)
		for who, position in self.positions.items():
			if not position.is_empty():
				state[who] = position.shares_of(pool), position.matured
			for requested, shares in position.exits.items():
				state[f"{who}{requested}"] = (shares,)
		waiting = collections.Counter()
		for (_, epoch), charge in self.charges.items():
			if charge.waiting and charge.base:
				waiting[epoch, charge.base.generation] += charge.waiting
		for (epoch, generation), count in waiting.items():
			state[f"due{epoch}"] = count, generation
		return {name: "/".join(map(str, numbers)) for name, numbers in state.items()}


class Dice:
	"""SplitMix64: the same numbers everywhere and for ever."""

	def __init__(self, seed):
		self.state = seed

	def roll(self):
		mask = 2**64 - 1
		self.state = (self.state + 0x9E3779B97F4A7C15) & mask
		z = self.state
		z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
		z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
		return z ^ (z >> 31)

	def below(self, bound):
		# Two rolls, for bounds beyond 64 bits.
		return (self.roll() << 64 | self.roll()) % bound

	def percent(self, chance):
		return self.below(100) < chance

	def one(self, of):
		return of[self.below(len(of))]


WEIGHTS = {
	"delegate": 14,
	"undelegate": 15,
	"cancel": 6,
	"withdraw": 7,
	"allocate": 14,
	"open": 14,
	"close": 2,
	"execute": 1,
	"rest": 1,
	"epoch": 27,
}


class Walk:
	"""One history. Steps are tried mostly where they matter, and sometimes where they are refused."""

	def __init__(self, number, seed):
		self.dice = dice = Dice(seed * 1_000_003 + number)
		unbonding = dice.one([1, 3, 5, 6, 6, 8, 14])
		minimum = dice.one([1, 1, 10, 100])
		self.ledger = Ledger(unbonding, dice.one([1, 2, 4]), minimum)
		self.scale = dice.one([3, 9, 18, 28])
		# All is pledged, and taken.
		self.reckless = dice.percent(35)
		self.lag = dice.one([0, 0, 30, 90])
		self.loose = dice.percent(30)
		fenced = 20 if self.reckless else 40
		self.kinds = {s: EXCLUSIVE if dice.percent(fenced) else SHARED for s in SERVICES}
		# Its pledge changes again and again.
		self.favourite = dice.one(SERVICES)
		self.most = {s: dice.one([FULL, FULL, FULL * 3 // 4]) for s in SERVICES}
		self.pending = []
		self.known = {}
		self.lines = []
		self.write("history", [number, unbonding, self.ledger.leverage, minimum], "ok")

	def walk(self, steps):
		for what in ["delegate", "delegate", "allocate", "allocate", "allocate", "epoch", "epoch"]:
			self.propose(what)
		while len(self.lines) <= steps:
			self.propose(self.choose())
			for slash in list(self.pending):
				if slash["final"] <= self.ledger.now and not self.dice.percent(self.lag):
					self.settle(slash)
		return self.lines[: steps + 1]

	def choose(self):
		at = self.dice.below(sum(WEIGHTS.values()))
		for what, weight in WEIGHTS.items():
			if at < weight:
				# Stake that joins keeps a slash from taking all.
				crowded = self.reckless and self.ledger.pool.balance > 0
				return "open" if what == "delegate" and crowded and self.dice.percent(60) else what
			at -= weight
		raise AssertionError("the weights add up")

	def propose(self, what):
		dice, ledger = self.dice, self.ledger
		who = dice.one(DELEGATORS)
		if what == "delegate":
			self.take(what, who, self.amount())
		elif what == "undelegate":
			who = self.any_of(lambda position: position.shares) or who
			self.take(what, who, self.part_of(who))
		elif what == "withdraw":
			who = self.any_of(self.is_paid) or self.any_of(lambda position: position.exits) or who
			self.take(what, who)
		elif what == "cancel":
			exits = [(q, r) for q, position in ledger.positions.items() for r in position.exits]
			fresh = [(q, r) for q, r in exits if ledger.buckets[r].claimable > ledger.now]
			if fresh and dice.percent(85):
				exits = fresh
			who, requested = dice.one(exits) if exits else (who, ledger.now)
			self.take(what, who, requested)
		elif what == "allocate":
			service = self.favourite if dice.percent(45) else dice.one(SERVICES)
			kind = self.kinds[service]
			if self.loose and dice.percent(30):
				kind = self.kinds[service] = SHARED if kind == EXCLUSIVE else EXCLUSIVE
			self.take(what, service, self.target(service), kind)
		elif what == "open":
			self.open()
		elif what in ("close", "execute"):
			slash = self.accuse()
			if self.pending and (what == "close" or dice.percent(50)):
				slash = dice.one(self.pending)
				self.pending.remove(slash)
			if what == "close":
				self.take(what, slash["service"], slash["epoch"])
			else:
				self.execute(slash)
		elif what == "rest":
			# Nothing is pledged any more, and nothing waits.
			for service, pledge in list(ledger.pool.pledges.items()):
				if pledge.target() > 0:
					self.take("allocate", service, 0, pledge.kind)
			for slash in list(self.pending):
				self.settle(slash)
			self.epochs(ledger.unbonding + dice.below(3))
		else:
			# Nothing happens in some epochs.
			self.epochs(1 + (dice.below(ledger.unbonding + 2) if dice.percent(8) else 0))

	def epochs(self, count):
		for _ in range(count):
			self.ledger.begin_epoch()
			self.ledger.check()
		self.write("epoch", [self.ledger.now], "ok")

	def any_of(self, likely):
		"""A delegator for whom that holds; sometimes nobody."""
		who = [who for who, position in self.ledger.positions.items() if likely(position)]
		return self.dice.one(who) if who and self.dice.percent(80) else None

	def is_paid(self, position):
		"""Whether it can ask for its exits: something matured, or would, if no slash waits."""
		matured = [r for r in position.exits if self.ledger.buckets[r].claimable <= self.ledger.now]
		return position.matured or matured

	def amount(self):
		if self.dice.percent(25):
			return self.dice.one([0, 1, 3, 10, 100, 999])
		power = self.dice.below(self.scale + 1)
		return 10**power * (1 + self.dice.below(9)) + self.dice.below(10**power)

	def part_of(self, who):
		dice, pool = self.dice, self.ledger.pool
		position = self.ledger.positions.get(who, Position())
		worth = pool.worth(position.shares_of(pool)) if pool.shares else 0
		return dice.one(
			[None, None, worth, worth + 1, worth // 2, worth // 2, worth // 3, worth * 3 // 4, 1]
		)

	def target(self, service):
		dice, ledger = self.dice, self.ledger
		magnitude = ledger.pool.magnitude
		pledge = ledger.pool.pledges.get(service)
		before = pledge.target() if pledge else 0
		left = magnitude - ledger.pool.sum(EXCLUSIVE, ledger.encumbers)
		# All that is left: then a ceiling binds as soon as a slash takes some of it.
		is_bold = self.reckless or self.kinds[service] == SHARED and before < left
		if is_bold and (before or dice.percent(80)) and dice.percent(40 if before else 100):
			return max(0, left)
		if before and dice.percent(90 if service == self.favourite else 50):
			# As an operator does: a step up or down.
			return dice.one([0, before // 2, before * 9 // 10, before - 1, before + magnitude // 50])
		thousandths = dice.one([0, 1, 100, 250, 300, 500, 700, 1000])
		return dice.one([magnitude, magnitude, FULL, max(0, left)]) * thousandths // 1000

	def accuse(self):
		dice, ledger = self.dice, self.ledger
		now, unbonding = ledger.now, ledger.unbonding
		epochs = range(max(0, now - unbonding + 1), now + 1)
		held = [(s, e) for e in epochs for s in sorted(ledger.history.get(e, {}))]
		if held and dice.percent(90):
			service, epoch = dice.one(held)
		else:
			service = dice.one(SERVICES)
			epoch = dice.one(range(max(0, now - unbonding - 1), now + 2))
		final = now + dice.one([0, 0, 1, 2, 3])
		penalty = dice.one(
			[
				FULL,
				FULL // 2,
				FULL // 3,
				FULL // 10,
				FULL // 10,
				1,
				0,
				FULL - 1,
				FULL - 10 ** dice.below(18),
				dice.below(FULL + 1),
			]
		)
		if self.reckless and dice.percent(65):
			penalty = dice.one([FULL, FULL, FULL - 10 ** dice.below(15)])
		elif dice.percent(50):
			penalty //= 10
		condition = dice.below(3)
		return dict(service=service, epoch=epoch, final=final, condition=condition, penalty=penalty)

	def open(self):
		slash = self.accuse()
		if self.take("open", slash["service"], slash["epoch"]):
			self.pending.append(slash)

	def settle(self, slash):
		self.pending.remove(slash)
		self.execute(slash)

	def execute(self, slash):
		service = slash["service"]
		numbers = slash["condition"], slash["penalty"], self.most[service]
		self.take("execute", service, slash["epoch"], *numbers)

	def take(self, what, *arguments):
		"""Tries a step on a copy, so that a refused one leaves nothing behind."""
		after = copy.deepcopy(self.ledger)
		try:
			result = getattr(after, what)(*arguments)
		except Refused as refused:
			self.ledger.seen[f"{what}: {refused}"] += 1
			self.write(what, arguments, f"no {refused}")
			return False
		after.check()
		after.seen[what] += 1
		self.ledger = after
		if what == "open":
			result = result and (result.kind, result.magnitude, result.captured)
		elif what == "withdraw":
			result = (result,)
		outcome = " ".join(map(str, ("ok",) + (result or ())))
		self.write(what, arguments, outcome)
		return True

	def write(self, what, arguments, outcome):
		words = [what] + ["all" if word is None else str(word) for word in arguments]
		state = self.ledger.state()
		changes = [f"{name}={state[name]}" for name in state if state[name] != self.known.get(name)]
		changes += [f"{name}=-" for name in self.known if name not in state]
		self.known = state
		self.lines.append(" : ".join([" ".join(words), outcome] + changes))


def main():
	parser = argparse.ArgumentParser(
		description="Writes random histories of the executable model to the standard output, for "
		"the tests of pallet-restaking. The same arguments give the same output.",
	)
	numbers = {"histories": (100, "how many"), "steps": (140, "of each"), "seed": (2609, "of all")}
	for name, (default, text) in numbers.items():
		text += " (default: %(default)s)"
		parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=text)
	text = "say on the standard error how often what happened"
	parser.add_argument("--seen", action="store_true", help=text)
	arguments = parser.parse_args()

	print("# Written by pallets/restaking/model/export.py. src/tests/exported.rs says how to read it.")
	seen = collections.Counter()
	for number in range(arguments.histories):
		walk = Walk(number, arguments.seed)
		for line in walk.walk(arguments.steps):
			print(line)
		seen += walk.ledger.seen
	if arguments.seen:
		for what, count in sorted(seen.items()):
			print(f"{count:6} {what}", file=sys.stderr)


if __name__ == "__main__":
	main()
