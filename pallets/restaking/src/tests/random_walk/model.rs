//! The ledger by the rules of the protocol and nothing else: plain maps, rational amounts, every epoch begun one by one.
//!
//! It shares no arithmetic with the pallet. It rounds where the protocol says so; an *exact* model follows a rounding one
//! and rounds nothing. Magnitudes are whole in both.

use super::{rational::Rational, *};
use std::{
	cell::Cell,
	collections::{BTreeMap, BTreeSet},
	rc::Rc,
};

/// Penalties count in parts of this.
pub const WHOLE: u128 = 1_000_000_000_000_000_000;
const MIN_MAGNITUDE: u128 = 1_000_000_000_000;
const DILUTION: u128 = 1_000_000;
const LAYERS: usize = 4;
const EXITS: usize = 33;

/// Operator and asset.
pub type PoolKey = (AccountId, AssetId);
/// Owner, operator and asset.
pub type Place = (AccountId, AccountId, AssetId);
/// Operator, service and epoch.
pub type OffenceKey = (AccountId, ServiceId, Epoch);
type Refusal = Error<Test>;

pub fn q(whole: u128) -> Rational {
	whole.into()
}

/// `a·b/c`.
fn fraction(a: &Rational, b: &Rational, c: &Rational) -> Rational {
	&(a * b) / c
}

#[derive(Clone, Debug)]
pub struct Layer {
	pub amount: u128,
	pub from: Epoch,
	pub stop: Option<Epoch>,
}

impl Layer {
	fn counted_at(&self, epoch: Epoch) -> bool {
		self.from <= epoch && self.stop.is_none_or(|stop| epoch <= stop)
	}
}

#[derive(Clone, Debug)]
pub struct Pledge {
	pub kind: StakeKind,
	pub layers: Vec<Layer>,
}

impl Pledge {
	pub fn target(&self) -> u128 {
		self.layers.iter().filter(|layer| layer.stop.is_none()).map(|layer| layer.amount).sum()
	}

	fn counted_at(&self, epoch: Epoch) -> u128 {
		self.layers.iter().filter(|layer| layer.counted_at(epoch)).map(|layer| layer.amount).sum()
	}

	/// Nothing counts after `last`.
	fn stop(&mut self, last: Epoch) {
		self.layers.retain(|layer| layer.from <= last);
		for layer in &mut self.layers {
			layer.stop = Some(layer.stop.map_or(last, |stop| stop.min(last)));
		}
	}

	/// What counted at `charged`, in the order in which slashes take it.
	fn drawn(&mut self, charged: Epoch) -> Vec<&mut Layer> {
		let mut layers: Vec<_> =
			self.layers.iter_mut().filter(|layer| layer.counted_at(charged)).collect();
		layers.sort_by(|a, b| {
			let sooner = a.stop.unwrap_or(Epoch::MAX).cmp(&b.stop.unwrap_or(Epoch::MAX));
			sooner.then(b.from.cmp(&a.from))
		});
		layers
	}

	/// Merges what no epoch from `oldest` on tells apart.
	fn merge(&mut self, oldest: Epoch) {
		let mut merged = BTreeMap::<(Option<Epoch>, Epoch), u128>::new();
		for layer in &self.layers {
			*merged.entry((layer.stop, layer.from.max(oldest))).or_default() += layer.amount;
		}
		let layers = merged.into_iter();
		self.layers = layers.map(|((stop, from), amount)| Layer { amount, from, stop }).collect();
	}
}

/// What is pledged of a magnitude.
#[derive(Clone, Debug)]
pub struct Pledged {
	pub magnitude: u128,
	pub pledges: BTreeMap<ServiceId, Pledge>,
}

impl Pledged {
	fn sum(&self, kind: StakeKind, encumbers: &dyn Fn(&Layer) -> bool) -> u128 {
		let of_kind = self.pledges.values().filter(|pledge| pledge.kind == kind);
		let layers = of_kind.flat_map(|pledge| &pledge.layers);
		layers.filter(|layer| encumbers(layer)).map(|layer| layer.amount).sum()
	}

	fn ceiling(&self, kind: StakeKind, encumbers: &dyn Fn(&Layer) -> bool) -> u128 {
		match kind {
			Exclusive => self.magnitude,
			Shared => self.magnitude.saturating_sub(self.sum(Exclusive, encumbers)),
		}
	}

	fn room(
		&self,
		service: ServiceId,
		kind: StakeKind,
		charged: Epoch,
		encumbers: &dyn Fn(&Layer) -> bool,
	) -> u128 {
		let pledge = self.pledges.get(&service).filter(|pledge| pledge.kind == kind);
		pledge.map_or(0, |pledge| pledge.counted_at(charged).min(self.ceiling(kind, encumbers)))
	}

	fn draw(&mut self, service: ServiceId, mut amount: u128, charged: Epoch, now: Epoch) {
		self.magnitude -= amount;
		if amount == 0 {
			return;
		}
		let pledge = self.pledges.get_mut(&service).expect("it had room");
		for layer in pledge.drawn(charged) {
			let taken = amount.min(layer.amount);
			amount -= taken;
			layer.amount -= taken;
			if layer.amount == 0 && layer.stop.is_none() {
				layer.stop = Some(now);
			}
		}
		assert_eq!(amount, 0, "a slash takes no more than its room");
	}

	fn void(&mut self, now: Epoch) {
		for pledge in self.pledges.values_mut() {
			pledge.stop(now);
			pledge.layers.iter_mut().for_each(|layer| layer.amount = 0);
		}
	}
}

#[derive(Clone, Debug)]
pub struct Share {
	pub balance: Rational,
	pub shares: Rational,
}

impl Share {
	const EMPTY: Self = Self { balance: Rational::ZERO, shares: Rational::ZERO };

	/// What `shares` are worth.
	pub fn worth(&self, shares: &Rational) -> Rational {
		if shares >= &self.shares {
			return self.balance.clone();
		}
		fraction(shares, &self.balance, &self.shares)
	}

	fn is_diluted(&self) -> bool {
		self.shares > &self.balance * &q(DILUTION)
	}

	pub fn is_wiped(&self) -> bool {
		self.balance.is_zero() && !self.shares.is_zero()
	}
}

#[derive(Clone, Debug)]
pub struct PoolModel {
	pub part: Share,
	pub pledged: Pledged,
	pub generation: u32,
	pub wiped_in: Option<Epoch>,
	/// The last epoch with an exit.
	pub asked_in: Option<Epoch>,
	/// The last epoch in which a pledge counted that is not a layer any more.
	pub noted: Option<Epoch>,
	/// Generation and number of the slashes that wait, by charged epoch.
	pub waiting: BTreeMap<Epoch, (u32, u32)>,
}

impl Default for PoolModel {
	fn default() -> Self {
		Self {
			part: Share::EMPTY,
			pledged: Pledged { magnitude: WHOLE, pledges: BTreeMap::new() },
			generation: 0,
			wiped_in: None,
			asked_in: None,
			noted: None,
			waiting: BTreeMap::new(),
		}
	}
}

impl PoolModel {
	pub fn oldest_waiting(&self) -> Option<Epoch> {
		self.waiting.keys().next().copied()
	}

	/// `L`.
	pub fn last_counted(&self, now: Epoch) -> Option<Epoch> {
		let layers = self.pledged.pledges.values().flat_map(|pledge| &pledge.layers);
		let counted = layers
			.filter(|layer| layer.amount > 0 && layer.from <= now)
			.map(|layer| layer.stop.unwrap_or(now).min(now));
		self.noted.max(counted.max())
	}

	fn is_over(&self) -> bool {
		self.part.is_wiped() || self.part.shares.is_zero() && self.pledged.magnitude < MIN_MAGNITUDE
	}

	fn encumbers(&self, now: Epoch) -> impl Fn(&Layer) -> bool {
		let waiting = self.oldest_waiting();
		move |layer| {
			layer
				.stop
				.is_none_or(|stop| now < stop + U || waiting.is_some_and(|charged| charged <= stop))
		}
	}

	/// Drops layers that nobody can ask about any more.
	fn forget(&mut self, now: Epoch) {
		let waiting = self.oldest_waiting();
		let layers = self.pledged.pledges.values().flat_map(|pledge| &pledge.layers);
		let stops = layers.filter(|layer| layer.amount > 0).filter_map(|layer| layer.stop);
		self.noted = self.noted.max(stops.max());
		for pledge in self.pledged.pledges.values_mut() {
			pledge.layers.retain(|layer| {
				layer.stop.is_none_or(|stop| {
					now <= stop + U || waiting.is_some_and(|charged| charged <= stop)
				})
			});
		}
	}

	fn oldest_answerable(&self, now: Epoch) -> Epoch {
		let oldest = now.saturating_sub(U);
		self.oldest_waiting().map_or(oldest, |waiting| waiting.min(oldest))
	}
}

/// Layers as far as the answerable epochs tell them apart: kind, and amounts by the last and the first epoch.
pub type Told = BTreeMap<ServiceId, (StakeKind, BTreeMap<(Option<Epoch>, Epoch), u128>)>;

#[derive(Clone, Debug)]
pub struct BucketModel {
	pub part: Share,
	pub claimable_from: Epoch,
	pub generation: u32,
	/// What it answers for; until its epoch ends that is what its pool answers for.
	pub copy: Option<Pledged>,
}

#[derive(Clone, Debug)]
pub struct PositionModel {
	pub shares: Rational,
	pub generation: u32,
	pub matured: Rational,
	pub exits: BTreeMap<Epoch, Rational>,
}

impl PositionModel {
	const EMPTY: Self = Self {
		shares: Rational::ZERO,
		generation: 0,
		matured: Rational::ZERO,
		exits: BTreeMap::new(),
	};

	fn is_empty(&self) -> bool {
		self.shares.is_zero() && self.matured.is_zero() && self.exits.is_empty()
	}

	pub fn shares_of(&self, pool: &PoolModel) -> Rational {
		if self.generation == pool.generation {
			self.shares.clone()
		} else {
			Rational::ZERO
		}
	}
}

/// What a service had of a pool at the start of an epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseModel {
	pub generation: u32,
	pub kind: StakeKind,
	pub magnitude: u128,
	pub captured: u128,
}

#[derive(Clone, Debug, Default)]
pub struct ChargeModel {
	pub pools: BTreeMap<AssetId, BaseModel>,
	pub executed: BTreeMap<u8, u128>,
	pub waiting: u32,
}

/// Units that crossed the ledger's border.
#[derive(Clone, Debug)]
pub struct Flows {
	pub deposited: Rational,
	pub paid: Rational,
	pub burned: Rational,
	pub given: Rational,
}

impl Flows {
	const NONE: Self = Self {
		deposited: Rational::ZERO,
		paid: Rational::ZERO,
		burned: Rational::ZERO,
		given: Rational::ZERO,
	};
}

/// What a penalty asks for.
#[derive(Clone, Copy, Debug)]
pub struct Penalty {
	pub condition: u8,
	pub penalty: u128,
	pub max: u128,
	/// In parts of 10⁹.
	pub bounty: u32,
	/// In parts of 10⁹.
	pub restitution: u32,
}

#[derive(Clone, Debug)]
pub enum Step {
	Mint {
		who: AccountId,
		asset: AssetId,
		amount: u128,
	},
	Delegate {
		place: Place,
		amount: u128,
	},
	Undelegate {
		place: Place,
		amount: Option<u128>,
	},
	Cancel {
		place: Place,
		epoch: Epoch,
	},
	Withdraw {
		place: Place,
	},
	WithdrawInto {
		place: Place,
		to: AccountId,
	},
	Allocate {
		operator: AccountId,
		service: ServiceId,
		asset: AssetId,
		target: u128,
		kind: StakeKind,
	},
	/// The membership ends by an act of today, of which the ledger is told.
	Leave {
		operator: AccountId,
		service: ServiceId,
	},
	/// It ends from an epoch on, in silence.
	Lapse {
		operator: AccountId,
		service: ServiceId,
		ends: Epoch,
	},
	Return {
		operator: AccountId,
		service: ServiceId,
	},
	Pause {
		operator: AccountId,
		paused: bool,
	},
	Open {
		offence: OffenceKey,
	},
	Execute {
		offence: OffenceKey,
		penalty: Penalty,
	},
	Close {
		offence: OffenceKey,
	},
	Collect {
		who: AccountId,
		asset: AssetId,
	},
	Gift {
		asset: AssetId,
		amount: u128,
	},
	Epochs(Epoch),
}

/// What a part of the ledger that answers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answers {
	Active,
	Exits(Epoch),
}

/// What a step did, as far as an exact model must follow it and the test wants to know.
#[derive(Clone, Debug, Default)]
pub struct Trace {
	written_off: bool,
	all: bool,
	/// Of the magnitudes.
	pub draws: BTreeMap<(AssetId, Answers), u128>,
	/// From active stake and from exits, by asset.
	pub taken: BTreeMap<AssetId, (u128, u128)>,
	pub seen: BTreeSet<&'static str>,
}

#[derive(Clone)]
pub struct Model {
	exact: bool,
	pub now: Epoch,
	pub pools: BTreeMap<PoolKey, PoolModel>,
	pub buckets: BTreeMap<(AccountId, AssetId, Epoch), BucketModel>,
	pub positions: BTreeMap<Place, PositionModel>,
	pub wallets: BTreeMap<(AccountId, AssetId), Rational>,
	pub kept: BTreeMap<(AccountId, AssetId), Rational>,
	pub charges: BTreeMap<OffenceKey, ChargeModel>,
	/// What members had.
	pub history: Rc<BTreeMap<(AccountId, AssetId, Epoch, ServiceId), BaseModel>>,
	/// Who did not belong to what when.
	pub strangers: Rc<BTreeSet<OffenceKey>>,
	pub flows: BTreeMap<AssetId, Flows>,
	/// How often something was rounded, by asset.
	pub roundings: Cell<u128>,
}

impl Model {
	pub fn new(exact: bool, wallets: BTreeMap<(AccountId, AssetId), Rational>) -> Self {
		Self {
			exact,
			now: START,
			pools: BTreeMap::new(),
			buckets: BTreeMap::new(),
			positions: BTreeMap::new(),
			wallets,
			kept: BTreeMap::new(),
			charges: BTreeMap::new(),
			history: Rc::default(),
			strangers: Rc::default(),
			flows: BTreeMap::new(),
			roundings: Cell::new(0),
		}
	}

	/// Takes a step that a rounding model took.
	pub fn follow(&mut self, step: &Step, trace: &Trace) {
		let taken = self.take(step, &mut trace.clone());
		assert_eq!(taken, Ok(()), "an exact model refuses nothing");
	}

	/// Takes `step`. Where it is refused, the model is of no use any more.
	pub fn take(&mut self, step: &Step, trace: &mut Trace) -> Result<(), Refusal> {
		match step.clone() {
			Step::Mint { who, asset, amount } => {
				let wallet = self.wallet(who, &asset);
				*wallet = &*wallet + &q(amount);
				Ok(())
			},
			Step::Delegate { place, amount } => self.delegate(place, amount),
			Step::Undelegate { place, amount } => self.undelegate(place, amount, trace),
			Step::Cancel { place, epoch } => self.cancel(place, epoch),
			Step::Withdraw { place } => self.withdraw(place, trace),
			Step::WithdrawInto { place, to } => self.withdraw_into(place, to, trace),
			Step::Allocate { operator, service, asset, target, kind } => {
				self.allocate((operator, asset), service, target, kind)
			},
			Step::Leave { operator, service } => {
				self.membership_ends(operator, service, self.now + 1);
				Ok(())
			},
			// Of these the ledger knows nothing, or learns it from the registries.
			Step::Lapse { .. } | Step::Pause { .. } => Ok(()),
			Step::Return { operator, service } => {
				let ended = Members::get().get(&(service, operator)).and_then(|member| member.1);
				if let Some(ended) = ended {
					self.membership_ends(operator, service, ended);
				}
				Ok(())
			},
			Step::Open { offence } => self.open(offence),
			Step::Execute { offence, penalty } => self.execute(offence, penalty, trace),
			Step::Close { offence } => self.close(offence),
			Step::Collect { who, asset } => {
				let kept = self.kept.remove(&(who, asset.clone()));
				self.ensure(kept.is_some(), Refusal::NothingToCollect)?;
				self.pay(who, &asset, &kept.unwrap_or(Rational::ZERO))
			},
			Step::Gift { asset, amount } => {
				let flows = self.flows.entry(asset).or_insert(Flows::NONE);
				flows.given = &flows.given + &q(amount);
				Ok(())
			},
			Step::Epochs(epochs) => {
				(0..epochs).for_each(|_| self.begin_epoch());
				Ok(())
			},
		}
	}

	fn ensure(&self, holds: bool, refusal: Refusal) -> Result<(), Refusal> {
		if holds || self.exact {
			Ok(())
		} else {
			Err(refusal)
		}
	}

	fn down(&self, amount: Rational) -> Rational {
		if self.exact {
			return amount;
		}
		let rounded = amount.floor();
		if rounded != amount {
			self.roundings.set(self.roundings.get() + 1);
		}
		rounded
	}

	fn up(&self, amount: Rational) -> Rational {
		if self.exact {
			return amount;
		}
		let rounded = amount.ceil();
		if rounded != amount {
			self.roundings.set(self.roundings.get() + 1);
		}
		rounded
	}

	fn wallet(&mut self, who: AccountId, asset: &AssetId) -> &mut Rational {
		self.wallets.entry((who, asset.clone())).or_insert(Rational::ZERO)
	}

	fn flow(&mut self, asset: &AssetId) -> &mut Flows {
		self.flows.entry(asset.clone()).or_insert(Flows::NONE)
	}

	// Time.

	fn begin_epoch(&mut self) {
		let ended = self.now;
		self.now += 1;
		let now = self.now;
		// The ledger learns late that a membership lapsed; nobody asks it about such epochs.
		let strangers = Rc::make_mut(&mut self.strangers);
		strangers.retain(|(_, _, epoch)| epoch + U + 1 >= now);
		for operator in OPERATORS {
			let services = SERVICES.into_iter();
			let not_of = services.filter(|of| !ServiceDouble::is_member(*of, &operator, now));
			strangers.extend(not_of.map(|service| (operator, service, now)));
		}
		let mut history = BTreeMap::new();
		for ((operator, asset), pool) in &mut self.pools {
			if let Some(bucket) = self.buckets.get_mut(&(*operator, asset.clone(), ended)) {
				// It goes on answering for what counted or cooled.
				let encumbers = pool.encumbers(ended);
				let mut copy = pool.pledged.clone();
				for pledge in copy.pledges.values_mut() {
					pledge.layers.retain(|layer| layer.from <= ended && encumbers(layer));
				}
				bucket.copy = Some(copy);
			}
			let waiting = pool.oldest_waiting();
			pool.forget(now);
			let encumbers = pool.encumbers(now);
			let mut layers = pool.pledged.pledges.values().flat_map(|pledge| &pledge.layers);
			let is_free = layers.all(|layer| layer.amount == 0 || !encumbers(layer));
			let is_past = pool.last_counted(now).is_none_or(|last| last + U <= now);
			if is_free && is_past && waiting.is_none() && !pool.part.is_wiped() {
				pool.pledged.magnitude = WHOLE;
			}
			for (service, pledge) in &pool.pledged.pledges {
				let counted = pledge.counted_at(now);
				if counted == 0 || strangers.contains(&(*operator, *service, now)) {
					continue;
				}
				let magnitude = counted.min(pool.pledged.ceiling(pledge.kind, &encumbers));
				let captured = match pool.pledged.magnitude {
					0 => 0,
					all => fraction(&pool.part.balance, &q(magnitude), &q(all)).floor().whole(),
				};
				let base = BaseModel {
					generation: pool.generation,
					kind: pledge.kind,
					magnitude,
					captured,
				};
				history.insert((*operator, asset.clone(), now, *service), base);
			}
		}
		let known = Rc::make_mut(&mut self.history);
		known.retain(|(_, _, epoch, _), _| epoch + U >= now);
		known.extend(history);
	}

	// Stake in and out.

	fn ensure_accepting(&self, operator: AccountId) -> Result<(), Refusal> {
		self.ensure(OperatorList::get().contains(&operator), Refusal::UnknownOperator)?;
		self.ensure(!PausedList::get().contains(&operator), Refusal::OperatorPaused)
	}

	fn delegate(&mut self, place: Place, amount: u128) -> Result<(), Refusal> {
		let (who, operator, asset) = place.clone();
		self.ensure_accepting(operator)?;
		let amount = q(amount);
		let has = self.wallet(who, &asset).clone();
		let affordable = match asset {
			AssetId::Native => &amount + &q(MINIMUM + held_for_pledges(who)) <= has,
			_ => amount == has || &amount + &q(DUST_MINIMUM) <= has,
		};
		self.ensure(affordable, Refusal::InsufficientBalance)?;
		self.join(&place, &amount)?;
		*self.wallet(who, &asset) = &has - &amount;
		let flow = self.flow(&asset);
		flow.deposited = &flow.deposited + &amount;
		Ok(())
	}

	fn join(&mut self, place: &Place, amount: &Rational) -> Result<(), Refusal> {
		let key = (place.1, place.2.clone());
		let now = self.now;
		let mut pool = self.pools.get(&key).cloned().unwrap_or_default();
		if pool.is_over() {
			let restarts = pool.wiped_in == Some(now) || pool.asked_in == Some(now);
			self.ensure(!restarts, Refusal::PoolRestarting)?;
			pool.generation += 1;
			pool.part = Share::EMPTY;
			pool.pledged.magnitude = WHOLE;
			pool.pledged.void(now);
			pool.noted = None;
		}
		let diluted = pool.part.is_diluted() || pool.pledged.magnitude < MIN_MAGNITUDE;
		self.ensure(!diluted, Refusal::PoolDiluted)?;
		let mut position = self.positions.remove(place).unwrap_or(PositionModel::EMPTY);
		if position.generation != pool.generation {
			position.shares = Rational::ZERO;
			position.generation = pool.generation;
		}
		self.ensure(!amount.is_zero(), Refusal::ZeroAmount)?;
		let part = &mut pool.part;
		let shares = if part.shares.is_zero() {
			amount.clone()
		} else {
			self.down(fraction(amount, &part.shares, &part.balance))
		};
		part.balance = &part.balance + amount;
		part.shares = &part.shares + &shares;
		position.shares = &position.shares + &shares;
		let (minimum, cap) = limits(&place.2);
		self.ensure(
			part.worth(&position.shares).ceil() >= q(minimum),
			Refusal::BelowMinDelegation,
		)?;
		self.ensure(part.balance <= q(cap), Refusal::PoolCapExceeded)?;
		self.pools.insert(key, pool);
		self.positions.insert(place.clone(), position);
		Ok(())
	}

	fn undelegate(
		&mut self,
		place: Place,
		amount: Option<u128>,
		trace: &mut Trace,
	) -> Result<(), Refusal> {
		let (_, operator, asset) = place.clone();
		let key = (operator, asset.clone());
		let now = self.now;
		let mut position = self.positions.get(&place).cloned().ok_or(Refusal::NoPosition)?;
		let held = {
			let pool = self.pools.entry(key.clone()).or_default();
			let held = position.shares_of(pool);
			let worthless = pool.part.worth(&held) < Rational::ONE;
			if !self.exact && amount.is_none() && !position.shares.is_zero() && worthless {
				trace.written_off = true;
			}
			if trace.written_off {
				if held == pool.part.shares {
					pool.part.balance = Rational::ZERO;
				}
				pool.part.shares = &pool.part.shares - &held;
				position.shares = Rational::ZERO;
				self.roundings.set(self.roundings.get() + 1);
				self.set_position(place, position);
				trace.seen.insert("written off");
				return Ok(());
			}
			held
		};

		self.record_ended(&key);
		let mut pool = self.pools.get(&key).cloned().unwrap_or_default();
		let part = &mut pool.part;
		let worth = part.worth(&held);
		let (amount, burned) = match amount {
			Some(amount) if !(self.exact && trace.all) => {
				self.ensure(amount > 0, Refusal::ZeroAmount)?;
				let amount = q(amount);
				self.ensure(amount <= part.balance, Refusal::InsufficientStake)?;
				let burned = self.up(fraction(&amount, &part.shares, &part.balance));
				self.ensure(burned <= held, Refusal::InsufficientStake)?;
				if burned < held {
					(amount, burned)
				} else {
					(if self.exact { worth } else { amount }, held.clone())
				}
			},
			_ => {
				self.ensure(!held.is_zero(), Refusal::InsufficientStake)?;
				(self.down(worth), held.clone())
			},
		};
		trace.all = burned == held;
		part.balance = &part.balance - &amount;
		part.shares = &part.shares - &burned;
		position.shares = &held - &burned;
		if !position.shares.is_zero() {
			let (minimum, _) = limits(&asset);
			let rest = part.worth(&position.shares).ceil();
			self.ensure(rest >= q(minimum), Refusal::BelowMinDelegation)?;
		}
		pool.asked_in = Some(now);
		let until = pool.last_counted(now).map(|last| last.min(now) + U);
		let claimable_from = until.unwrap_or(0).max(now + 1);
		let (waiting, generation) = (pool.oldest_waiting(), pool.generation);
		self.pools.insert(key, pool);

		self.fold(&place, &mut position);
		self.ensure(waiting.is_none_or(|oldest| now < oldest + 66), Refusal::SlashDue)?;
		let entry = self.buckets.entry((operator, asset, now));
		let mut bucket = entry
			.or_insert(BucketModel { part: Share::EMPTY, claimable_from, generation, copy: None })
			.clone();
		let shares = if bucket.part.shares.is_zero() {
			amount.clone()
		} else {
			self.down(fraction(&amount, &bucket.part.shares, &bucket.part.balance))
		};
		bucket.part.balance = &bucket.part.balance + &amount;
		bucket.part.shares = &bucket.part.shares + &shares;
		self.buckets.insert((place.1, place.2.clone(), now), bucket);
		let exit = position.exits.entry(now).or_insert(Rational::ZERO);
		*exit = &*exit + &shares;
		self.ensure(position.exits.len() <= EXITS, Refusal::SlashDue)?;
		self.set_position(place, position);
		Ok(())
	}

	fn set_position(&mut self, place: Place, position: PositionModel) {
		if position.is_empty() {
			self.positions.remove(&place);
		} else {
			self.positions.insert(place, position);
		}
	}

	/// Burns all of `position`'s shares of the bucket of `requested`.
	fn take_exit(
		&mut self,
		place: &Place,
		position: &mut PositionModel,
		requested: Epoch,
	) -> Rational {
		let shares = position.exits.remove(&requested).expect("an exit");
		let key = (place.1, place.2.clone(), requested);
		let mut bucket = self.buckets.remove(&key).expect("its bucket");
		let amount = self.down(bucket.part.worth(&shares));
		bucket.part.balance = &bucket.part.balance - &amount;
		bucket.part.shares = &bucket.part.shares - &shares;
		if !bucket.part.shares.is_zero() {
			self.buckets.insert(key, bucket);
		}
		amount
	}

	/// Makes one amount of all that matured, but for what a slash waits for. Returns how many exits matured and how many
	/// of them wait.
	fn fold(&mut self, place: &Place, position: &mut PositionModel) -> (u32, u32) {
		let (mut paid, mut due) = (0, 0);
		for requested in position.exits.keys().copied().collect::<Vec<_>>() {
			let bucket = &self.buckets[&(place.1, place.2.clone(), requested)];
			if bucket.claimable_from > self.now {
				continue;
			}
			let waiting = &self.pools[&(place.1, place.2.clone())].waiting;
			let mut answered = waiting.range(..=requested);
			if answered.any(|(_, (generation, _))| *generation == bucket.generation) {
				due += 1;
				continue;
			}
			paid += 1;
			let amount = self.take_exit(place, position, requested);
			position.matured = &position.matured + &amount;
		}
		(paid, due)
	}

	fn cancel(&mut self, place: Place, epoch: Epoch) -> Result<(), Refusal> {
		let mut position = self.positions.get(&place).cloned().ok_or(Refusal::NoPosition)?;
		self.ensure(position.exits.contains_key(&epoch), Refusal::NoExit)?;
		let bucket = &self.buckets[&(place.1, place.2.clone(), epoch)];
		let pool = &self.pools[&(place.1, place.2.clone())];
		self.ensure(bucket.claimable_from > self.now, Refusal::ExitMatured)?;
		let magnitude = bucket.copy.as_ref().unwrap_or(&pool.pledged).magnitude;
		let alike = bucket.generation == pool.generation && magnitude == pool.pledged.magnitude;
		self.ensure(alike, Refusal::BucketDiverged)?;
		let diluted = pool.part.is_diluted() || magnitude < MIN_MAGNITUDE;
		self.ensure(!diluted, Refusal::PoolDiluted)?;
		let amount = self.take_exit(&place, &mut position, epoch);
		self.positions.insert(place.clone(), position);
		self.join(&place, &amount)
	}

	fn take_matured(&mut self, place: &Place, trace: &mut Trace) -> Result<Rational, Refusal> {
		let mut position = self.positions.get(place).cloned().ok_or(Refusal::NoPosition)?;
		let has_any = !position.matured.is_zero() || !position.exits.is_empty();
		self.ensure(has_any, Refusal::NoExit)?;
		let nothing = position.matured.is_zero();
		let (paid, due) = self.fold(place, &mut position);
		let refusal = if due > 0 { Refusal::SlashDue } else { Refusal::NotClaimable };
		if due > 0 {
			trace.seen.insert("exit kept by a slash");
		}
		self.ensure(!nothing || paid > 0, refusal)?;
		let amount = std::mem::replace(&mut position.matured, Rational::ZERO);
		self.set_position(place.clone(), position);
		Ok(amount)
	}

	fn withdraw(&mut self, place: Place, trace: &mut Trace) -> Result<(), Refusal> {
		let amount = self.take_matured(&place, trace)?;
		self.pay(place.0, &place.2, &amount)
	}

	fn withdraw_into(
		&mut self,
		place: Place,
		to: AccountId,
		trace: &mut Trace,
	) -> Result<(), Refusal> {
		self.ensure_accepting(to)?;
		let amount = self.take_matured(&place, trace)?;
		self.join(&(place.0, to, place.2), &amount)
	}

	fn pay(&mut self, who: AccountId, asset: &AssetId, amount: &Rational) -> Result<(), Refusal> {
		let minimum = if *asset == NATIVE { MINIMUM } else { DUST_MINIMUM };
		let then = &*self.wallet(who, asset) + amount;
		let holds = amount.is_zero() || then >= q(minimum);
		self.ensure(holds, Refusal::ReceiverCannotHold)?;
		*self.wallet(who, asset) = then;
		let flow = self.flow(asset);
		flow.paid = &flow.paid + amount;
		Ok(())
	}

	// Pledges.

	fn record_ended(&mut self, key: &PoolKey) {
		let Some(pool) = self.pools.get_mut(key) else { return };
		for (service, pledge) in &mut pool.pledged.pledges {
			let membership = Members::get().get(&(*service, key.0)).copied();
			let ended = membership.and_then(|member| member.1).filter(|ends| *ends <= self.now);
			if let Some(ended) = ended.filter(|_| pledge.target() > 0) {
				pledge.stop(ended - 1);
			}
		}
		pool.forget(self.now);
	}

	fn membership_ends(&mut self, operator: AccountId, service: ServiceId, stops_at: Epoch) {
		for ((of, _), pool) in &mut self.pools {
			if *of == operator {
				if let Some(pledge) = pool.pledged.pledges.get_mut(&service) {
					pledge.stop(stops_at - 1);
				}
			}
		}
	}

	fn allocate(
		&mut self,
		key: PoolKey,
		service: ServiceId,
		target: u128,
		kind: StakeKind,
	) -> Result<(), Refusal> {
		let now = self.now;
		self.record_ended(&key);
		let mut pool = self.pools.get(&key).cloned().unwrap_or_default();
		let is_over = pool.pledged.pledges.get(&service).is_some_and(|p| p.layers.is_empty());
		pool.pledged.pledges.retain(|_, pledge| !pledge.layers.is_empty());
		let before = pool.pledged.pledges.get(&service).map_or(0, Pledge::target);
		if target > before {
			let membership = Members::get().get(&(service, key.0)).copied();
			let belongs = membership.is_some_and(|(_, ends)| ends.is_none_or(|ends| now < ends));
			self.ensure(belongs, Refusal::NotMember)?;
			let not_in_terms =
				(service == FENCED && kind == Shared) || (service == COMMON && kind == Exclusive);
			self.ensure(!not_in_terms, Refusal::KindNotInTerms)?;
			let diluted = pool.part.is_diluted() || pool.pledged.magnitude < MIN_MAGNITUDE;
			self.ensure(!diluted, Refusal::PoolDiluted)?;
		}
		if target > 0 || !is_over {
			let oldest = pool.oldest_answerable(now);
			let pledge =
				pool.pledged.pledges.entry(service).or_insert(Pledge { kind, layers: Vec::new() });
			self.ensure(pledge.kind == kind || pledge.layers.is_empty(), Refusal::KindChanged)?;
			pledge.kind = kind;
			self.ensure(target != before, Refusal::AllocationUnchanged)?;
			if target > before {
				let amount = target - before;
				pledge.layers.push(Layer { amount, from: now + NOTICE, stop: None });
			} else {
				let mut less = before - target;
				let mut stopped = Vec::new();
				pledge.layers.sort_by_key(|layer| std::cmp::Reverse(layer.from));
				for layer in pledge.layers.iter_mut().filter(|layer| layer.stop.is_none()) {
					let taken = less.min(layer.amount);
					less -= taken;
					layer.amount -= taken;
					if layer.from <= now && taken > 0 {
						stopped.push(Layer { amount: taken, from: layer.from, stop: Some(now) });
					}
				}
				pledge.layers.retain(|layer| layer.amount > 0 || layer.stop.is_some());
				pledge.layers.extend(stopped);
			}
			pledge.merge(oldest);
			self.ensure(pledge.layers.len() <= LAYERS, Refusal::TooManyChanges)?;
			if target > before {
				self.ensure_increase(&pool, kind, &key.1)?;
			}
			pool.pledged.pledges.retain(|_, pledge| !pledge.layers.is_empty());
		}
		self.pools.insert(key, pool);
		Ok(())
	}

	/// Section 5's constraints, over what counts, is announced or cools.
	fn ensure_increase(
		&self,
		pool: &PoolModel,
		kind: StakeKind,
		asset: &AssetId,
	) -> Result<(), Refusal> {
		let encumbers = pool.encumbers(self.now);
		let magnitude = pool.pledged.magnitude;
		let exclusive = pool.pledged.sum(Exclusive, &encumbers);
		let shared = pool.pledged.sum(Shared, &encumbers);
		self.ensure(exclusive <= magnitude, Refusal::ExceedsMagnitude)?;
		let shelters = kind == Exclusive && exclusive + shared > magnitude;
		self.ensure(!shelters, Refusal::WouldShelterStake)?;
		let ceiling = magnitude - exclusive;
		for pledge in pool.pledged.pledges.values().filter(|pledge| pledge.kind == Shared) {
			let layers = pledge.layers.iter().filter(|layer| encumbers(layer));
			let amount: u128 = layers.map(|layer| layer.amount).sum();
			self.ensure(amount <= ceiling, Refusal::ExceedsCeiling)?;
		}
		let leverage = Restaking::asset_config(asset).expect("registered").leverage;
		self.ensure(shared <= ceiling * u128::from(leverage), Refusal::ExceedsLeverage)
	}

	// Slashes.

	fn open(&mut self, offence: OffenceKey) -> Result<(), Refusal> {
		let (operator, service, epoch) = offence;
		let chargeable = epoch <= self.now && self.now < epoch + U;
		self.ensure(chargeable, Refusal::EpochNotChargeable)?;
		let history = &self.history;
		let charge = self.charges.entry(offence).or_insert_with(|| {
			let bases = ASSETS.into_iter().filter_map(|asset| {
				let base = history.get(&(operator, asset.clone(), epoch, service))?;
				Some((asset, base.clone()))
			});
			ChargeModel { pools: bases.collect(), ..Default::default() }
		});
		charge.waiting += 1;
		for (asset, base) in &charge.pools {
			let pool = self.pools.get_mut(&(operator, asset.clone())).expect("it was pledged");
			pool.waiting.entry(epoch).or_insert((base.generation, 0)).1 += 1;
		}
		Ok(())
	}

	fn end_waiting(&mut self, offence: OffenceKey, asset: &AssetId) {
		let pool = self.pools.get_mut(&(offence.0, asset.clone())).expect("it was pledged");
		let (_, count) = pool.waiting.get_mut(&offence.2).expect("it waits");
		*count -= 1;
		if *count == 0 {
			pool.waiting.remove(&offence.2);
		}
	}

	fn close(&mut self, offence: OffenceKey) -> Result<(), Refusal> {
		let charge = self.charges.get_mut(&offence).filter(|charge| charge.waiting > 0);
		let charge = charge.ok_or(Refusal::NotOpen)?;
		charge.waiting -= 1;
		for asset in charge.pools.keys().cloned().collect::<Vec<_>>() {
			self.end_waiting(offence, &asset);
		}
		Ok(())
	}

	fn execute(
		&mut self,
		offence: OffenceKey,
		penalty: Penalty,
		trace: &mut Trace,
	) -> Result<(), Refusal> {
		let charge = self.charges.get_mut(&offence).filter(|charge| charge.waiting > 0);
		let charge = charge.ok_or(Refusal::NotOpen)?;
		let others: u128 = charge
			.executed
			.iter()
			.filter(|(of, _)| **of != penalty.condition)
			.map(|(_, p)| p)
			.sum();
		let own = charge.executed.entry(penalty.condition).or_default();
		let before = penalty.max.min(others + *own);
		*own = penalty.penalty.max(*own);
		let after = penalty.max.min(others + *own);
		charge.waiting -= 1;
		for (asset, base) in charge.pools.clone() {
			self.bill(offence, &asset, &base, before, after, trace);
			self.end_waiting(offence, &asset);
			let (active, exits) = trace.taken[&asset];
			if !self.exact {
				self.distribute(&asset, active + exits, base.kind, &penalty, trace);
			}
		}
		Ok(())
	}

	/// Steps 2 to 4 of section 6.
	fn bill(
		&mut self,
		(operator, service, epoch): OffenceKey,
		asset: &AssetId,
		base: &BaseModel,
		before: u128,
		after: u128,
		trace: &mut Trace,
	) {
		let now = self.now;
		let mut pool = self.pools[&(operator, asset.clone())].clone();
		let encumbers = pool.encumbers(now);
		let forever = |_: &Layer| true;
		let mut parts: Vec<(Answers, Rational, u128, u128)> = Vec::new();
		if pool.generation == base.generation {
			let room = pool.pledged.room(service, base.kind, epoch, &encumbers);
			let balance = pool.part.balance.clone();
			parts.push((Answers::Active, balance, pool.pledged.magnitude, room));
		}
		let from = (operator, asset.clone(), epoch);
		for ((_, _, requested), bucket) in
			self.buckets.range(from..=(operator, asset.clone(), Epoch::MAX))
		{
			if bucket.generation == base.generation {
				let (pledged, room) = match &bucket.copy {
					Some(copy) => (copy, copy.room(service, base.kind, epoch, &forever)),
					None => {
						let room = pool.pledged.room(service, base.kind, epoch, &encumbers);
						(&pool.pledged, room)
					},
				};
				let balance = bucket.part.balance.clone();
				parts.push((Answers::Exits(*requested), balance, pledged.magnitude, room));
			}
		}

		if !self.exact {
			self.reduce(base, before, after, &parts, asset, trace);
		}
		let (mut active, mut exits) = (Rational::ZERO, Rational::ZERO);
		for (part, balance, magnitude, _) in &parts {
			let drawn = trace.draws[&(asset.clone(), *part)];
			let lost = match magnitude {
				0 => Rational::ZERO,
				_ => self.down(fraction(&q(drawn), balance, &q(*magnitude))),
			};
			match part {
				Answers::Active => {
					if drawn > 0 {
						pool.noted = pool.last_counted(now);
						let pledge = pool.pledged.pledges.get_mut(&service);
						let stopped =
							pledge.and_then(|p| p.drawn(epoch).first().and_then(|l| l.stop));
						if stopped.is_some_and(|stop| stop < now) {
							trace.seen.insert("cooling layer slashed");
						}
					}
					pool.part.balance = &pool.part.balance - &lost;
					pool.pledged.draw(service, drawn, epoch, now);
					active = lost;
				},
				Answers::Exits(requested) => {
					let key = (operator, asset.clone(), *requested);
					let bucket = self.buckets.get_mut(&key).expect("it answers");
					bucket.part.balance = &bucket.part.balance - &lost;
					if let Some(copy) = &mut bucket.copy {
						copy.draw(service, drawn, epoch, now);
					}
					exits = &exits + &lost;
				},
			}
		}
		if pool.part.is_wiped() && !self.pools[&(operator, asset.clone())].part.is_wiped() {
			pool.pledged.void(now);
			pool.wiped_in = Some(now);
			trace.seen.insert("generation ended");
		}
		if !self.exact {
			self.observe(&pool, (operator, service, epoch), asset, &active, &exits, trace);
			trace.taken.insert(asset.clone(), (active.whole(), exits.whole()));
		}
		self.pools.insert((operator, asset.clone()), pool);
	}

	/// What each part loses of its magnitude, and that this is what the exact formulas say, up to rounding.
	fn reduce(
		&self,
		base: &BaseModel,
		before: u128,
		after: u128,
		parts: &[(Answers, Rational, u128, u128)],
		asset: &AssetId,
		trace: &mut Trace,
	) {
		let share = |p: u128, of: u128| fraction(&q(p), &q(of), &q(WHOLE));
		let units = |drawn: &Rational, balance: &Rational, magnitude: u128| match magnitude {
			0 => Rational::ZERO,
			_ => fraction(drawn, balance, &q(magnitude)),
		};
		let sum = |of: Vec<Rational>| of.iter().fold(Rational::ZERO, |sum, one| &sum + one);
		let owed = &share(after, base.magnitude).ceil() - &share(before, base.magnitude).ceil();
		let bound = share(after - before, base.captured).ceil();
		let claims: Vec<_> =
			parts.iter().map(|(_, _, _, room)| owed.clone().min(q(*room))).collect();
		let each = parts.iter().zip(&claims);
		let due = sum(each.map(|((_, b, m, _), claim)| units(claim, b, *m).ceil()).collect());

		let exact_owed = share(after - before, base.magnitude);
		let exact_bound = share(after - before, base.captured);
		let exact_claims: Vec<_> =
			parts.iter().map(|(_, _, _, room)| exact_owed.clone().min(q(*room))).collect();
		let each = parts.iter().zip(&exact_claims);
		let exact_due = sum(each.map(|((_, b, m, _), claim)| units(claim, b, *m)).collect());

		let scaled = due > bound;
		let nothing = base.captured == 0;
		if scaled && !nothing {
			trace.seen.insert("scaled");
		}
		let mut bill = Rational::ZERO;
		for (at, (part, balance, magnitude, room)) in parts.iter().enumerate() {
			let drawn = match scaled {
				_ if nothing => Rational::ZERO,
				true => fraction(&claims[at], &bound, &due).floor(),
				false => claims[at].clone(),
			};
			if drawn < owed && *room > 0 {
				trace.seen.insert("clipped or scaled");
			}
			let lost = units(&drawn, balance, *magnitude).floor();
			let exact_drawn = match exact_due > exact_bound {
				_ if nothing => Rational::ZERO,
				true => fraction(&exact_claims[at], &exact_bound, &exact_due),
				false => exact_claims[at].clone(),
			};
			let exact_lost = units(&exact_drawn, balance, *magnitude);
			// One part of the magnitude and one unit; a reduction rounds the sum of the parts, too.
			let mut tolerance = &units(&Rational::ONE, balance, *magnitude).ceil() + &Rational::ONE;
			if scaled || exact_due > exact_bound {
				tolerance = &(&tolerance + &tolerance) + &q(parts.len() as u128);
			}
			assert!(
				lost.apart(&exact_lost) <= tolerance,
				"{part:?} of {asset:?} loses {lost:?}, exactly {exact_lost:?}: {base:?}, {parts:?}"
			);
			bill = &bill + &lost;
			trace.draws.insert((asset.clone(), *part), drawn.whole());
		}
		assert!(bill <= bound, "the bill exceeds what was judged");
	}

	/// What a slash may not touch.
	fn observe(
		&self,
		after: &PoolModel,
		(operator, service, epoch): OffenceKey,
		asset: &AssetId,
		active: &Rational,
		exits: &Rational,
		trace: &mut Trace,
	) {
		let before = &self.pools[&(operator, asset.clone())];
		if !active.is_zero() {
			trace.seen.insert("active stake slashed");
		}
		if !exits.is_zero() {
			trace.seen.insert("exits slashed");
			if epoch + U <= self.now {
				trace.seen.insert("late execution");
			}
		}
		if after.pledged.magnitude == 0 || before.pledged.magnitude == 0 {
			return;
		}
		// Exclusive stake of others is what it was, up to one unit or what one part of the magnitude is worth.
		let encumbers = before.encumbers(self.now);
		let one = fraction(&before.part.balance, &Rational::ONE, &q(before.pledged.magnitude));
		for (of, pledge) in &before.pledged.pledges {
			if *of != service && pledge.kind == Exclusive {
				let layers = pledge.layers.iter().filter(|layer| encumbers(layer));
				let amount = q(layers.map(|layer| layer.amount).sum());
				let stake = |pool: &PoolModel| {
					fraction(&pool.part.balance, &amount, &q(pool.pledged.magnitude))
				};
				let (was, is) = (stake(before), stake(after));
				assert!(is >= was, "a slash of {service} took exclusive stake of {of}");
				assert!(&is - &was <= one.ceil().max(Rational::ONE), "it gained too much");
				trace.seen.insert("exclusive stake of others stayed");
			}
		}
	}

	fn distribute(
		&mut self,
		asset: &AssetId,
		taken: u128,
		kind: StakeKind,
		penalty: &Penalty,
		trace: &mut Trace,
	) {
		let part =
			|parts: u32| fraction(&q(taken), &q(parts.into()), &q(1_000_000_000)).floor().whole();
		let bounty = part(penalty.bounty);
		let restitution = if kind == Exclusive { part(penalty.restitution) } else { 0 };
		let restitution = restitution.min(taken - bounty);
		let rest = taken - bounty - restitution;
		let mut receivers = vec![(REPORTER, bounty), (VICTIM, restitution)];
		if *asset == NATIVE {
			let flow = self.flow(asset);
			flow.burned = &flow.burned + &q(rest);
		} else {
			receivers.push((TREASURY, rest));
		}
		for (who, amount) in receivers {
			if self.pay(who, asset, &q(amount)).is_err() {
				let kept = self.kept.entry((who, asset.clone())).or_insert(Rational::ZERO);
				*kept = &*kept + &q(amount);
				trace.seen.insert("proceeds kept");
			}
		}
	}

	// What is asked.

	/// All units of `asset` that belong to somebody.
	pub fn inside(&self, asset: &AssetId) -> Rational {
		let pools = self.pools.iter().filter(|((_, of), _)| of == asset);
		let buckets = self.buckets.iter().filter(|((_, of, _), _)| of == asset);
		let positions = self.positions.iter().filter(|((_, _, of), _)| of == asset);
		let kept = self.kept.iter().filter(|((_, of), _)| of == asset);
		let all = pools.map(|(_, pool)| &pool.part.balance);
		let all = all.chain(buckets.map(|(_, bucket)| &bucket.part.balance));
		let all = all.chain(positions.map(|(_, position)| &position.matured));
		all.chain(kept.map(|(_, kept)| kept)).fold(Rational::ZERO, |sum, one| &sum + one)
	}

	/// All that `who` has in `asset`, wherever it is.
	pub fn wealth(&self, who: AccountId, asset: &AssetId) -> Rational {
		let mut sum = self.wallets.get(&(who, asset.clone())).cloned().unwrap_or(Rational::ZERO);
		for ((of, operator, in_asset), position) in &self.positions {
			if *of == who && in_asset == asset {
				sum = &sum + &position.matured;
				let pool = &self.pools[&(*operator, asset.clone())];
				let shares = position.shares_of(pool);
				if !shares.is_zero() {
					sum = &sum + &pool.part.worth(&shares);
				}
				for (requested, shares) in &position.exits {
					let bucket = &self.buckets[&(*operator, asset.clone(), *requested)];
					sum = &sum + &bucket.part.worth(shares);
				}
			}
		}
		sum
	}

	/// See [`Told`].
	pub fn told(pledged: &Pledged, oldest: Epoch) -> Told {
		let told = pledged.pledges.iter().map(|(service, pledge)| {
			let mut layers = BTreeMap::new();
			for layer in pledge.layers.iter().filter(|layer| layer.amount > 0) {
				*layers.entry((layer.stop, layer.from.max(oldest))).or_default() += layer.amount;
			}
			(*service, (pledge.kind, layers))
		});
		told.filter(|(_, (_, layers))| !layers.is_empty()).collect()
	}

	pub fn oldest_answerable(&self, key: &PoolKey) -> Epoch {
		self.pools
			.get(key)
			.map_or(self.now.saturating_sub(U), |pool| pool.oldest_answerable(self.now))
	}
}
