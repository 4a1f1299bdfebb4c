//! Random histories of the whole ledger against an exact-rational model.
//!
//! Delegators, operators, services and a judge do whatever they can, mostly in places where it matters. Before each step
//! the [`model`], which shares no code with the pallet, says what the step does, or why it is refused. Then
//! 1. the pallet does the same, or refuses for the same reason;
//! 2. all that the ledger keeps equals the model: pools, layers as far as any answerable epoch tells them apart, exits and
//!    what they answer for, positions, waiting slashes, proceeds, wallets. So nothing else changed;
//! 3. `deposited = remaining + paid + burned` to the unit, over the whole history, and the invariants of `try_state` hold;
//! 4. a slash takes what was quoted, each part's loss is the exact one but for rounding, no bill exceeds what was judged,
//!    and other services' exclusive stake stays;
//! 5. what every answerable epoch had at its start is what the model noted then;
//! 6. nobody's step lowers what a share of another is worth, unless it is a slash.
//!
//! A second walk keeps an exact ledger beside the rounding one for the whole history: nobody's wealth differs by more
//! units than there were roundings.
//!
//! `PALISADE_WALKS=n` walks n histories instead of the default, `PALISADE_SEED=s` only that of seed s; a failure prints
//! its seed and its steps.

mod model;
mod rational;

use super::*;
use crate::pool::PoolNow;
use model::*;
use palisade_ledger_math::Layer as KnownLayer;
use palisade_primitives::{OnMembershipEnd, PledgeRefusal, ServiceRegistry, StakeView};
use sp_runtime::Perbill;
use std::{collections::BTreeMap, ops::RangeInclusive};

const STEPS: usize = 200;
const HISTORIES: u64 = 1_000;

/// An asset of which single units can be staked.
const DUST: AssetId = AssetId::WithId(7);
const DUST_MINIMUM: Balance = 1;
const ASSETS: [AssetId; 2] = [NATIVE, DUST];
const OPERATORS: [AccountId; 2] = [OPS[0], OPS[1]];
/// One of them is an operator.
const DELEGATORS: [AccountId; 4] = [ALICE, BOB, CHARLIE, OPS[1]];
/// Get shares of slashes, and have nothing.
const REPORTER: AccountId = 77;
const VICTIM: AccountId = 78;
/// Takes exclusive stake only.
const FENCED: ServiceId = SERVICES[0];
/// Takes shared stake only.
const COMMON: ServiceId = SERVICES[1];
const LARGE_CAP: Balance = 10u128.pow(31);

/// The least a position is worth, and the most a pool holds.
fn limits(asset: &AssetId) -> (Balance, Balance) {
	let minimum = if *asset == NATIVE { MIN_DELEGATION } else { DUST_MINIMUM };
	(minimum, LARGE_CAP)
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
	fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	fn below(&mut self, bound: u64) -> u64 {
		self.roll() % bound
	}

	fn percent(&mut self, chance: u64) -> bool {
		self.below(100) < chance
	}

	fn one<T: Clone>(&mut self, of: &[T]) -> T {
		of[self.below(of.len() as u64) as usize].clone()
	}

	fn any<T>(&mut self, of: impl Iterator<Item = T> + Clone) -> Option<T> {
		let count = of.clone().count() as u64;
		(count > 0).then(|| of.clone().nth(self.below(count) as usize)).flatten()
	}
}

/// Prints how to replay a history that failed.
struct Replay {
	seed: u64,
	steps: Vec<Step>,
}

impl Drop for Replay {
	fn drop(&mut self) {
		if std::thread::panicking() {
			for step in &self.steps {
				eprintln!("{step:?}");
			}
			eprintln!(
				"failed at the last of these steps; PALISADE_SEED={} replays them",
				self.seed
			);
		}
	}
}

/// How often what happened.
type Counts = BTreeMap<String, u64>;

struct Walk {
	dice: Dice,
	/// The greatest power of ten that is delegated.
	scale: u64,
	/// Everything is pledged, and taken.
	reckless: bool,
	model: Model,
	exact: Option<Model>,
	replay: Replay,
	counts: Counts,
}

impl Walk {
	fn new(seed: u64, with_exact: bool) -> Self {
		let mut dice = Dice(seed);
		assert_ok!(Assets::force_create(RuntimeOrigin::root(), 7, GOVERNANCE, true, DUST_MINIMUM));
		assert_ok!(NativeAndAssets::mint_into(DUST, &TREASURY, WEALTH));
		let dust = AssetConfig {
			min_delegation: DUST_MINIMUM,
			cap_per_pool: LARGE_CAP,
			leverage: dice.one(&[1, 2, 4]),
			..config()
		};
		assert_ok!(Restaking::register_asset(RuntimeOrigin::root(), DUST, dust));
		AcceptedAssets::<Test>::remove(STAKED_DOT);
		let native = AssetConfig { cap_per_pool: LARGE_CAP, ..config() };
		AcceptedAssets::<Test>::insert(NATIVE, native);
		let refused = ASSETS.into_iter().flat_map(|asset| {
			let refusal = PledgeRefusal::KindNotAccepted;
			[(FENCED, asset.clone(), Shared, refusal), (COMMON, asset, Exclusive, refusal)]
		});
		Refused::set(refused.collect());
		let wallets: BTreeMap<_, _> =
			tracked().map(|(who, asset)| ((who, asset.clone()), q(wallet(who, &asset)))).collect();
		let exact = with_exact.then(|| Model::new(true, wallets.clone()));
		let scale = dice.one(&[4, 10, 18, 24, 30]);
		let reckless = dice.percent(25);
		let replay = Replay { seed, steps: Vec::new() };
		let model = Model::new(false, wallets);
		Self { dice, scale, reckless, model, exact, replay, counts: BTreeMap::new() }
	}

	fn count(&mut self, what: impl ToString) {
		*self.counts.entry(what.to_string()).or_default() += 1;
	}

	fn walk(mut self) -> Counts {
		for at in 1..=STEPS {
			for step in self.next() {
				self.replay.steps.push(step.clone());
				self.take(step);
			}
			if at % 20 == 0 {
				let now = self.model.now;
				self.compare_history(&OPERATORS, &SERVICES, now.saturating_sub(U + 1)..=now + 1);
			}
		}
		self.counts
	}

	fn take(&mut self, step: Step) {
		let mut before = self.model.clone();
		let mut trace = Trace::default();
		let expected = self.model.take(&step, &mut trace);
		if let (Some(exact), Ok(())) = (&mut self.exact, &expected) {
			exact.follow(&step, &trace);
		}
		let quoted = self.quote(&step);
		let result = act(&step);
		let is_taken = result.is_ok();
		match (expected, result) {
			(Ok(()), Ok(taken)) => {
				if let Step::Execute { .. } = step {
					let recorded =
						taken.iter().map(|t| (t.asset.clone(), (t.from_active, t.from_exits)));
					assert_eq!(recorded.collect::<BTreeMap<_, _>>(), trace.taken, "what was taken");
					assert_eq!(Some(taken), quoted, "what was quoted");
				}
				self.count(name(&step));
				for seen in trace.seen {
					self.count(seen);
				}
			},
			(Err(refusal), Err(error)) => {
				std::mem::swap(&mut self.model, &mut before);
				let reason = format!("{refusal:?}");
				assert_eq!(error, DispatchError::from(refusal), "why it is refused");
				self.count(reason);
			},
			(expected, result) => panic!("the model says {expected:?}, the ledger {result:?}"),
		}
		if matches!(step, Step::Mint { .. }) {
			return;
		}
		if is_taken {
			Restaking::do_try_state().unwrap();
		}
		self.compare();
		if is_taken && !matches!(step, Step::Execute { .. }) {
			self.compare_prices(&before);
		}
		let (now, service) = (self.model.now, self.dice.one(&SERVICES));
		let epoch = (now + 1).saturating_sub(self.dice.below(u64::from(U) + 3) as Epoch);
		match step {
			Step::Open { offence } | Step::Execute { offence, .. } | Step::Close { offence } => {
				self.compare_history(&[offence.0], &SERVICES, epoch..=epoch);
			},
			_ => self.compare_history(&OPERATORS, &[service], epoch..=epoch),
		}
		self.compare_wealth();
	}

	fn quote(&self, step: &Step) -> Option<Vec<Taken>> {
		match step {
			Step::Execute { offence, penalty } => {
				Some(Restaking::quote(&of(*offence), &judged(penalty)))
			},
			_ => None,
		}
	}

	/// All that the ledger keeps is what the model has.
	fn compare(&self) {
		let model = &self.model;
		for operator in OPERATORS {
			for asset in ASSETS {
				self.compare_pool(operator, &asset);
			}
		}
		let positions = Positions::<Test>::iter().map(|(place, position)| {
			let exits = position.exits.iter().map(|exit| (exit.requested, exit.shares)).collect();
			(place, (position.shares, position.generation, position.matured, exits))
		});
		let expected = model.positions.iter().map(|(place, position)| {
			let exits: BTreeMap<_, _> =
				position.exits.iter().map(|(epoch, shares)| (*epoch, shares.whole())).collect();
			let shares = position.shares.whole();
			(place.clone(), (shares, position.generation, position.matured.whole(), exits))
		});
		assert_eq!(positions.collect::<BTreeMap<_, _>>(), expected.collect::<BTreeMap<_, _>>());

		let kept = Uncollected::<Test>::iter().map(|(who, asset, amount)| ((who, asset), amount));
		let expected = model.kept.iter().map(|(key, amount)| (key.clone(), amount.whole()));
		assert_eq!(kept.collect::<BTreeMap<_, _>>(), expected.collect::<BTreeMap<_, _>>());
		for (who, asset) in tracked() {
			let expected = model.wallets[&(who, asset.clone())].whole();
			assert_eq!(wallet(who, &asset), expected, "wallet of {who} in {asset:?}");
		}
		for (asset, flow) in &model.flows {
			let inside = &flow.deposited - &(&flow.paid + &flow.burned);
			let held = Restaking::balance_beyond_endowment(asset).expect("the endowment is there");
			assert_eq!(q(held), &inside + &flow.given, "what was deposited is accounted for");
			assert_eq!(model.inside(asset), inside, "what remains is accounted for");
		}
	}

	fn compare_pool(&self, operator: AccountId, asset: &AssetId) {
		let none = PoolModel::default();
		let key = (operator, asset.clone());
		let expected = self.model.pools.get(&key).unwrap_or(&none);
		let current = PoolNow::<Test>::read(&operator, asset).unwrap();
		let pool = &current.pool;
		assert_eq!(pool.part.balance(), expected.part.balance.whole(), "stake of {key:?}");
		assert_eq!(pool.part.shares(), expected.part.shares.whole(), "shares of {key:?}");
		assert_eq!(pool.generation, expected.generation, "generation of {key:?}");
		let now = self.model.now;
		let is_now = |end: Option<Epoch>| end == Some(now);
		assert_eq!(is_now(pool.wiped_in), is_now(expected.wiped_in), "end of {key:?}");
		// An earlier L says nothing any more, and is not kept for ever.
		let says = |last: Option<Epoch>| last.filter(|last| last + U > now);
		let (known, last) = (pool.last_counted(now), expected.last_counted(now));
		assert_eq!(says(known), says(last), "L of {key:?}");
		let waiting = pool.waiting.iter().map(|w| (w.charged, (w.generation, w.slashes)));
		assert_eq!(waiting.collect::<BTreeMap<_, _>>(), expected.waiting, "slashes of {key:?}");
		let oldest = self.model.oldest_answerable(&key);
		compare_pledged(&pool.pledged, &expected.pledged, oldest);
		let services: Vec<_> = pool.pledged.pledges.iter().map(|pledge| pledge.service).collect();
		assert!(expected.pledged.pledges.keys().eq(&services), "entries of {key:?}: {services:?}");

		let mut buckets = self
			.model
			.buckets
			.range((operator, asset.clone(), 0)..=(operator, asset.clone(), Epoch::MAX));
		let mut known: Vec<_> =
			Buckets::<Test>::iter_key_prefix((operator, asset.clone())).collect();
		known.sort_unstable();
		for requested in known {
			let ((_, _, epoch), expected_bucket) = buckets.next().expect("a bucket too many");
			assert_eq!(requested, *epoch, "buckets of {key:?}");
			let bucket = current.bucket(requested).expect("it is listed");
			let part = &expected_bucket.part;
			assert_eq!(bucket.part.balance(), part.balance.whole(), "exits {requested} of {key:?}");
			assert_eq!(bucket.part.shares(), part.shares.whole());
			assert_eq!(
				bucket.claimable_from, expected_bucket.claimable_from,
				"{pool:?} {expected:?}"
			);
			assert_eq!(bucket.generation, expected_bucket.generation);
			let pledged = expected_bucket.copy.as_ref().unwrap_or(&expected.pledged);
			compare_pledged(current.answers_for(&bucket), pledged, oldest);
		}
		assert!(buckets.next().is_none(), "a bucket is missing");
	}

	/// What members had at the start of answerable epochs is what was noted then.
	fn compare_history(
		&self,
		operators: &[AccountId],
		services: &[ServiceId],
		epochs: RangeInclusive<Epoch>,
	) {
		for operator in operators {
			for service in services {
				for epoch in epochs.clone() {
					if self.model.strangers.contains(&(*operator, *service, epoch)) {
						continue;
					}
					let stake = Restaking::pledged(operator, *service, epoch);
					let stake =
						stake.into_iter().map(|stake| (stake.asset, (stake.kind, stake.amount)));
					let noted = ASSETS.into_iter().filter_map(|asset| {
						let key = (*operator, asset.clone(), epoch, *service);
						let base = self.model.history.get(&key)?;
						Some((asset, (base.kind, base.captured)))
					});
					assert_eq!(
						stake.collect::<BTreeMap<_, _>>(),
						noted.collect::<BTreeMap<_, _>>(),
						"stake of {operator} for {service} at {epoch}"
					);
				}
			}
		}
	}

	/// Nobody's shares are worth less than before.
	fn compare_prices(&self, before: &Model) {
		let falls = |was: &Share, is: &Share| {
			!was.shares.is_zero()
				&& !is.shares.is_zero()
				&& &is.balance * &was.shares < &was.balance * &is.shares
		};
		for (key, was) in &before.pools {
			let is = &self.model.pools[key];
			let reopened = is.generation != was.generation;
			assert!(reopened || !falls(&was.part, &is.part), "shares of {key:?} lost");
		}
		for (key, was) in &before.buckets {
			if let Some(is) = self.model.buckets.get(key) {
				assert!(!falls(&was.part, &is.part), "shares of exits {key:?} lost");
			}
		}
	}

	/// Nobody's wealth differs from the exact one by more units than there were roundings.
	fn compare_wealth(&self) {
		let Some(exact) = &self.exact else { return };
		let tolerance = q(self.model.roundings.get());
		for asset in ASSETS {
			for who in DELEGATORS {
				let (rounded, exact) = (self.model.wealth(who, &asset), exact.wealth(who, &asset));
				assert!(
					rounded.apart(&exact) <= tolerance,
					"{who} has {rounded:?} of {asset:?}, exactly {exact:?}, after {tolerance:?} roundings"
				);
			}
		}
	}

	// What comes next.

	fn next(&mut self) -> Vec<Step> {
		let step = match self.dice.below(1_000) {
			0..140 => return self.delegation(),
			140..260 => self.undelegation(),
			260..320 => self.cancellation(),
			320..400 => {
				let place = self.place_with_exits();
				Step::Withdraw { place }
			},
			400..430 => {
				let (place, to) = (self.place_with_exits(), self.dice.one(&OPERATORS));
				Step::WithdrawInto { place, to }
			},
			430..590 => self.allocation(),
			590..635 => self.membership(),
			635..650 => {
				let operator = self.dice.one(&OPERATORS);
				let paused = !PausedList::get().contains(&operator) && self.dice.percent(25);
				Step::Pause { operator, paused }
			},
			650..740 => self.opening(),
			740..860 => self.execution(),
			860..880 => match self.waiting() {
				Some(offence) => Step::Close { offence },
				None => Step::Epochs(1),
			},
			880..890 => {
				let kept = self.dice.any(self.model.kept.keys().cloned());
				let (who, asset) = kept.unwrap_or((VICTIM, NATIVE));
				Step::Collect { who, asset }
			},
			890..895 => {
				let asset = self.dice.one(&ASSETS);
				Step::Gift { asset, amount: self.dice.one(&[1, 1_000, 10u128.pow(20)]) }
			},
			_ => Step::Epochs(self.dice.one(&[1, 1, 1, 1, 1, 1, 2, 2, U])),
		};
		vec![step]
	}

	fn place(&mut self) -> Place {
		let who = self.dice.one(&DELEGATORS);
		(who, self.dice.one(&OPERATORS), self.dice.one(&ASSETS))
	}

	/// A place where there is something, mostly.
	fn known_place(&mut self) -> Place {
		let known = self.dice.any(self.model.positions.keys().cloned());
		match known {
			Some(place) if self.dice.percent(95) => place,
			_ => self.place(),
		}
	}

	fn place_with_exits(&mut self) -> Place {
		let positions = self.model.positions.iter();
		let places = positions
			.filter(|(_, position)| !position.exits.is_empty() || !position.matured.is_zero())
			.map(|(place, _)| place.clone());
		let known = self.dice.any(places);
		match known {
			Some(place) if self.dice.percent(95) => place,
			_ => self.place(),
		}
	}

	fn amount(&mut self) -> u128 {
		let power = 10u128.pow(self.dice.below(self.scale + 1) as u32);
		let factor = u128::from(self.dice.below(9) + 1);
		let odd = u128::from(self.dice.roll()) % power;
		let large = (power * factor + odd).min(10u128.pow(30));
		self.dice.one(&[1, 3, 99, 100, 101, 1_000, power, large, large, large, large, large])
	}

	fn delegation(&mut self) -> Vec<Step> {
		let mut place = self.place();
		let ended = self.model.pools.iter().filter(|(_, pool)| pool.part.is_wiped());
		if let Some((operator, asset)) = self.dice.any(ended.map(|(key, _)| key.clone())) {
			place = (place.0, operator, asset);
		}
		let amount = self.amount();
		let delegate = Step::Delegate { place: place.clone(), amount };
		if self.dice.percent(5) {
			return vec![delegate];
		}
		let (who, _, asset) = place;
		vec![Step::Mint { who, asset, amount: amount + MINIMUM }, delegate]
	}

	fn undelegation(&mut self) -> Step {
		let place = self.known_place();
		let worth = match (
			self.model.positions.get(&place),
			self.model.pools.get(&(place.1, place.2.clone())),
		) {
			(Some(position), Some(pool)) => {
				let held = position.shares_of(pool);
				if held.is_zero() {
					0
				} else {
					pool.part.worth(&held).floor().whole()
				}
			},
			_ => 0,
		};
		let parts =
			[1, worth / 2, worth / 3, worth - worth / 7, worth, worth.saturating_sub(1), worth + 1];
		let amount = if self.dice.percent(40) { None } else { Some(self.dice.one(&parts)) };
		Step::Undelegate { place, amount }
	}

	fn cancellation(&mut self) -> Step {
		let place = self.place_with_exits();
		let position = self.model.positions.get(&place);
		let exit = position.and_then(|position| position.exits.keys().next_back().copied());
		let epoch = match exit {
			Some(epoch) if self.dice.percent(80) => epoch,
			_ => self.model.now.saturating_sub(self.dice.below(4) as Epoch),
		};
		Step::Cancel { place, epoch }
	}

	fn allocation(&mut self) -> Step {
		let (operator, asset) = (self.dice.one(&OPERATORS), self.dice.one(&ASSETS));
		let pool = self.model.pools.get(&(operator, asset.clone()));
		let busy = pool.and_then(|pool| {
			let pledges = pool.pledged.pledges.iter();
			pledges.max_by_key(|(_, pledge)| pledge.layers.len()).map(|(service, _)| *service)
		});
		let service = match busy {
			Some(service) if self.dice.percent(30) => service,
			_ => self.dice.one(&SERVICES),
		};
		let pledge = pool.and_then(|pool| pool.pledged.pledges.get(&service));
		let usual = match service {
			FENCED => Exclusive,
			COMMON => Shared,
			_ => pledge.map_or(self.dice.one(&[Exclusive, Shared]), |pledge| pledge.kind),
		};
		let kind = if self.dice.percent(92) { usual } else { self.dice.one(&[Exclusive, Shared]) };
		let magnitude = pool.map_or(WHOLE, |pool| pool.pledged.magnitude);
		let thousandths = self.dice.one(&[0, 0, 100, 150, 250, 300, 400, 500, 700, 1_000]);
		let target = match (kind, thousandths) {
			(_, 0) => 0,
			_ if self.dice.percent(if self.reckless { 50 } else { 10 }) => magnitude,
			(Exclusive, 300..) if self.dice.percent(70) => magnitude / 5,
			_ => magnitude * thousandths / 1_000,
		};
		let odd = self.dice.one(&[0, 0, 0, 1, 7]);
		let target = if self.dice.percent(3) { odd } else { target.saturating_sub(odd) };
		// Many changes of the same pledge.
		let before = pledge.map_or(0, Pledge::target);
		let target = if before > 0 && self.dice.percent(30) {
			self.dice.one(&[before - before / 8, before + before / 16])
		} else {
			target
		};
		Step::Allocate { operator, service, asset, target, kind }
	}

	fn membership(&mut self) -> Step {
		let (operator, service) = (self.dice.one(&OPERATORS), self.dice.one(&SERVICES));
		let (_, ends) = Members::get()[&(service, operator)];
		match ends {
			// Also on the day on which it left.
			Some(ends) if ends <= self.model.now + 1 => Step::Return { operator, service },
			Some(_) => Step::Epochs(1),
			None if self.dice.percent(50) => Step::Leave { operator, service },
			None => {
				let ends = self.model.now + 1 + self.dice.below(3) as Epoch;
				Step::Lapse { operator, service, ends }
			},
		}
	}

	fn opening(&mut self) -> Step {
		// Only members are judged.
		let known = self.dice.any(
			self.model
				.history
				.keys()
				.map(|(operator, _, epoch, service)| (*operator, *service, *epoch)),
		);
		let offence = match known {
			Some(offence) if self.dice.percent(97) => offence,
			_ => {
				let epoch = (self.model.now + 1).saturating_sub(self.dice.below(9) as Epoch);
				(self.dice.one(&OPERATORS), self.dice.one(&SERVICES), epoch)
			},
		};
		if self.model.strangers.contains(&offence) {
			return Step::Epochs(1);
		}
		Step::Open { offence }
	}

	fn waiting(&mut self) -> Option<OffenceKey> {
		let charges = self.model.charges.iter();
		self.dice.any(charges.filter(|(_, charge)| charge.waiting > 0).map(|(key, _)| *key))
	}

	fn execution(&mut self) -> Step {
		let Some(offence) = self.waiting() else { return self.opening() };
		let any = u128::from(self.dice.below(WHOLE as u64)) + 1;
		let penalty = self.dice.one(&[
			WHOLE,
			WHOLE - 1,
			WHOLE / 2,
			WHOLE / 3,
			WHOLE / 3,
			WHOLE / 10,
			WHOLE / 10,
			WHOLE / 1_000,
			1,
			any / 10,
			any,
		]);
		let penalty = if self.reckless && self.dice.percent(50) { WHOLE } else { penalty };
		// Of one service and epoch it is always the same.
		let max = if (offence.1 + offence.2) % 3 == 0 { WHOLE / 2 } else { WHOLE };
		let penalty = Penalty {
			condition: self.dice.below(3) as u8,
			penalty,
			max,
			bounty: self.dice.one(&[0, 50_000_000, 1]),
			restitution: self.dice.one(&[0, 300_000_000, 1_000_000_000]),
		};
		Step::Execute { offence, penalty }
	}
}

/// The accounts whose wallets are compared, and the assets.
fn tracked() -> impl Iterator<Item = (AccountId, AssetId)> {
	let accounts = DELEGATORS.into_iter().chain([OPS[0], TREASURY, REPORTER, VICTIM]);
	accounts.flat_map(|who| ASSETS.map(|asset| (who, asset)))
}

fn compare_pledged(known: &palisade_ledger_math::Pledged, expected: &Pledged, oldest: Epoch) {
	assert_eq!(known.magnitude, expected.magnitude, "magnitude");
	let told = known.pledges.iter().map(|pledge| {
		let mut layers = BTreeMap::new();
		for KnownLayer { amount, counts_from, stopped_after } in &pledge.layers {
			if *amount > 0 {
				*layers.entry((*stopped_after, (*counts_from).max(oldest))).or_default() += amount;
			}
		}
		(pledge.service, (pledge.kind, layers))
	});
	let told = told.filter(|(_, (_, layers))| !layers.is_empty());
	assert_eq!(
		told.collect::<Told>(),
		Model::told(expected, oldest),
		"layers: {known:?} {expected:?}"
	);
}

fn of((operator, service, epoch): OffenceKey) -> Offence<AccountId> {
	Offence { operator, service, epoch }
}

fn judged(penalty: &Penalty) -> Judgement {
	let parts = |parts: u128| Perquintill::from_parts(parts as u64);
	Judgement {
		condition: penalty.condition,
		penalty: parts(penalty.penalty),
		max_slash: parts(penalty.max),
		shared_limit: Perquintill::one(),
	}
}

fn name(step: &Step) -> &'static str {
	match step {
		Step::Mint { .. } => "mint",
		Step::Delegate { .. } => "delegate",
		Step::Undelegate { .. } => "undelegate",
		Step::Cancel { .. } => "cancel",
		Step::Withdraw { .. } => "withdraw",
		Step::WithdrawInto { .. } => "withdraw into",
		Step::Allocate { .. } => "allocate",
		Step::Leave { .. } => "leave",
		Step::Lapse { .. } => "lapse",
		Step::Return { .. } => "return",
		Step::Pause { .. } => "pause",
		Step::Open { .. } => "open",
		Step::Execute { .. } => "execute",
		Step::Close { .. } => "close",
		Step::Collect { .. } => "collect",
		Step::Gift { .. } => "gift",
		Step::Epochs(_) => "epochs",
	}
}

/// Lets the pallet, or what surrounds it, take `step`. Returns what a slash took.
fn act(step: &Step) -> Result<Vec<Taken>, DispatchError> {
	let nothing = |()| Vec::new();
	let refunded = |result: frame_support::dispatch::DispatchResultWithPostInfo| {
		result.map(|_| Vec::new()).map_err(|error| error.error)
	};
	match step.clone() {
		Step::Mint { who, asset, amount } => {
			NativeAndAssets::mint_into(asset, &who, amount).map(|_| Vec::new())
		},
		Step::Delegate { place: (who, operator, asset), amount } => {
			Restaking::delegate(signed(who), operator, asset, amount).map(nothing)
		},
		Step::Undelegate { place: (who, operator, asset), amount } => {
			refunded(Restaking::undelegate(signed(who), operator, asset, amount))
		},
		Step::Cancel { place: (who, operator, asset), epoch } => {
			Restaking::cancel_undelegation(signed(who), operator, asset, epoch).map(nothing)
		},
		Step::Withdraw { place: (who, operator, asset) } => {
			refunded(Restaking::withdraw(signed(who), operator, asset))
		},
		Step::WithdrawInto { place: (who, operator, asset), to } => {
			refunded(Restaking::withdraw_into(signed(who), operator, asset, to))
		},
		Step::Allocate { operator, service, asset, target, kind } => {
			refunded(Restaking::allocate(signed(operator), service, asset, target, kind))
		},
		Step::Leave { operator, service } => {
			leave(service, operator);
			Ok(Vec::new())
		},
		Step::Lapse { operator, service, ends } => {
			end_membership(service, operator, ends);
			Ok(Vec::new())
		},
		Step::Return { operator, service } => {
			let (_, ends) = Members::get()[&(service, operator)];
			if let Some(ends) = ends {
				Restaking::on_membership_end(service, &operator, ends);
			}
			let from = CurrentEpoch::get() + 2;
			Members::mutate(|members| members.insert((service, operator), (from, None)));
			Ok(Vec::new())
		},
		Step::Pause { operator, paused } => {
			PausedList::mutate(|list| {
				list.retain(|of| *of != operator);
				list.extend(paused.then_some(operator));
			});
			Ok(Vec::new())
		},
		Step::Open { offence } => Restaking::open(&of(offence)).map(|_| Vec::new()),
		Step::Execute { offence, penalty } => {
			let recipients = Recipients {
				bounty: Some((REPORTER, Perbill::from_parts(penalty.bounty))),
				restitution: Some((VICTIM, Perbill::from_parts(penalty.restitution))),
			};
			Restaking::execute(&of(offence), &judged(&penalty), &recipients)
		},
		Step::Close { offence } => Restaking::close(&of(offence)).map(nothing),
		Step::Collect { who, asset } => Restaking::collect(&who, &asset).map(|_| Vec::new()),
		Step::Gift { asset, amount } => {
			NativeAndAssets::mint_into(asset, &Restaking::pool_account(), amount)
				.map(|_| Vec::new())
		},
		Step::Epochs(epochs) => {
			CurrentEpoch::mutate(|epoch| *epoch += epochs);
			Ok(Vec::new())
		},
	}
}

/// As [`new_test_ext`], with all of it in the overlay, where reading costs least.
fn light_ext() -> sp_io::TestExternalities {
	let mut all = Vec::new();
	new_test_ext().execute_with(|| {
		let mut last = Vec::new();
		while let Some(key) = sp_io::storage::next_key(&last) {
			all.extend(sp_io::storage::get(&key).map(|value| (key.clone(), value)));
			last = key;
		}
	});
	let mut ext = sp_io::TestExternalities::default();
	ext.execute_with(|| all.iter().for_each(|(key, value)| sp_io::storage::set(key, value)));
	ext
}

/// Walks and returns how often what happened.
fn walks(default: u64, with_exact: bool) -> (u64, Counts) {
	let number = |name| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
	let histories = number("PALISADE_WALKS").unwrap_or(default);
	if let Some(seed) = number("PALISADE_SEED") {
		return (0, walk(seed, with_exact));
	}
	let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
	let mut counts = Counts::new();
	std::thread::scope(|scope| {
		let shares: Vec<_> = (0..threads)
			.map(|first| {
				scope.spawn(move || {
					let seeds = (first..histories).step_by(threads as usize);
					seeds.map(|seed| walk(seed, with_exact)).collect::<Vec<_>>()
				})
			})
			.collect();
		for share in shares {
			let walked = share.join().unwrap_or_else(|failure| std::panic::resume_unwind(failure));
			for (what, count) in walked.into_iter().flatten() {
				*counts.entry(what).or_default() += count;
			}
		}
	});
	(histories, counts)
}

fn walk(seed: u64, with_exact: bool) -> Counts {
	light_ext().execute_with(|| Walk::new(seed, with_exact).walk())
}

/// The walks went somewhere: on average once a history, once in a hundred histories, and at all.
fn ensure_busy(histories: u64, counts: &Counts) {
	let often = [
		"delegate",
		"undelegate",
		"cancel",
		"withdraw",
		"withdraw into",
		"allocate",
		"leave",
		"lapse",
		"return",
		"open",
		"execute",
		"close",
		"active stake slashed",
		"exits slashed",
		"scaled",
		"cooling layer slashed",
		"exclusive stake of others stayed",
		"NotClaimable",
		"ExceedsCeiling",
	];
	let sometimes = [
		"late execution",
		"generation ended",
		"written off",
		"proceeds kept",
		"collect",
		"gift",
		"SlashDue",
		"BucketDiverged",
		"PoolRestarting",
		"PoolDiluted",
		"KindChanged",
		"ExceedsMagnitude",
		"ExceedsLeverage",
		"WouldShelterStake",
		"BelowMinDelegation",
		"ReceiverCannotHold",
		"EpochNotChargeable",
	];
	let rarely = ["exit kept by a slash", "TooManyChanges"];
	let count = |what: &str| counts.get(what).copied().unwrap_or(0);
	for (list, least) in
		[(&often[..], histories), (&sometimes, histories / 100), (&rarely, histories.min(1))]
	{
		for what in list {
			assert!(count(what) >= least, "too few in {histories} histories: {what}; {counts:?}");
		}
	}
}

#[test]
fn random_histories_follow_the_model() {
	let (histories, counts) = walks(HISTORIES, false);
	// Fewer histories need not come everywhere.
	if histories >= HISTORIES {
		ensure_busy(histories, &counts);
	}
}

#[test]
fn random_histories_stay_near_the_exact_ledger() {
	walks(HISTORIES / 10, true);
}
