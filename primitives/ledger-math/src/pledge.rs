//! What an operator has pledged of one pool, when it counts, and when it is free again.
//!
//! A pool's **magnitude** `M` stands for all of its stake. An operator pledges parts of it to services, each pledge of one
//! [kind](StakeKind). A pledge is a short list of [`Layer`]s:
//!
//! ```text
//! epoch        t          t + N                    s                      s + U
//!              | announced |        counts         |        cools          |
//!              ━━━━━━━━━━━━━━━━━━━━━━━━ encumbers ━━━━━━━━━━━━━━━━━━━━━━━━━━
//!              increase                        decrease                  free
//! ```
//!
//! A layer encumbers from its announcement until it is free, and no moment in between is unguarded: what counted at an
//! epoch stays liable for it until no slash of that epoch can come any more. An announced layer that is taken back has
//! never counted, so it is free at once.
//!
//! | Service's stake at `e` | `B · min(m, c) / M`, with `m` = Σ of its layers that count at `e` |
//! |---|---|
//! | ceiling `c`, exclusive | `M` |
//! | ceiling `c`, shared | `M − Σ` of everything exclusive that encumbers |
//!
//! Every increase is checked against all that encumbers ([`PledgeError`]). After a slash the excess is tolerated, and the
//! ceiling binds.

use crate::{mul_div_floor, Epoch, Part, ServiceId};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Reverse;
use scale_info::TypeInfo;

/// Magnitude of a pool that was never slashed.
pub const FULL_MAGNITUDE: u128 = 1_000_000_000_000_000_000;

/// Below this magnitude a pool takes no new stake and no new pledge: of an amount of 10³⁰, rounding would be more than a
/// millionth part of what is left.
pub const MIN_MAGNITUDE: u128 = 1_000_000_000_000;

/// Most layers of one pledge.
pub const MAX_LAYERS: u32 = 4;

/// Most services that one pool is pledged to, those whose pledges cool included.
pub const MAX_PLEDGES: u32 = 16;

/// Who else can slash a pledge.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum StakeKind {
	/// Nobody: it is pledged to this service alone.
	#[codec(index = 0)]
	Exclusive,
	/// Every service to which the same stake is pledged.
	#[codec(index = 1)]
	Shared,
}

/// U, as far as it is known. A longer U applies from an epoch on: what was free before under a shorter one stays free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unbonding {
	/// U in the current epoch.
	pub epochs: Epoch,
	/// Where it rose last.
	pub rise: Option<Rise>,
}

/// Where U rose.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Rise {
	/// The first epoch of the longer U.
	pub from: Epoch,
	/// U before.
	pub before: Epoch,
}

impl Unbonding {
	/// A U that never rose.
	pub const fn constant(epochs: Epoch) -> Self {
		Self { epochs, rise: None }
	}

	/// For how many epochs `epoch` is answered for. Never falls as epochs grow.
	pub fn of(&self, epoch: Epoch) -> Epoch {
		match self.rise {
			Some(rise) if epoch < rise.from => rise.before.min(self.epochs),
			_ => self.epochs,
		}
	}

	/// The first epoch in which nobody answers for `epoch` any more, unless something waits for it.
	pub fn ends(&self, epoch: Epoch) -> Epoch {
		epoch.saturating_add(self.of(epoch))
	}
}

/// What decides whether a stopped layer is free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cooling {
	/// The current epoch.
	pub now: Epoch,
	/// U.
	pub unbonding: Unbonding,
	/// The earliest epoch to which a slash of the pool is charged that was not executed yet.
	pub oldest_waiting: Option<Epoch>,
}

impl Cooling {
	/// For stake that left its pool: it answers for what it left until it is paid, so nothing in it becomes free.
	pub const NEVER: Self =
		Self { now: 0, unbonding: Unbonding::constant(1), oldest_waiting: None };

	/// Whether a layer that stopped after `stop` still encumbers: until `stop + U`, and while a slash charged to an epoch
	/// ≤ `stop` waits.
	pub fn holds(&self, stop: Epoch) -> bool {
		self.now < self.unbonding.ends(stop)
			|| self.oldest_waiting.is_some_and(|charged| charged <= stop)
	}

	/// Whether nobody can ask about `stop` any more, and nothing waits for it.
	fn forgets(&self, stop: Epoch) -> bool {
		!self.holds(stop) && self.now > self.unbonding.ends(stop)
	}

	/// The earliest epoch that can still be charged or asked for.
	fn oldest_answerable(&self) -> Epoch {
		let oldest = self.now.saturating_sub(self.unbonding.epochs);
		self.oldest_waiting.map_or(oldest, |waiting| waiting.min(oldest))
	}
}

/// A part of a pledge with its own dates.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Layer {
	/// Of the pool's magnitude.
	pub amount: u128,
	/// The first epoch in which it counts.
	pub counts_from: Epoch,
	/// The last epoch in which it counts, once that is known.
	pub stopped_after: Option<Epoch>,
}

impl Layer {
	/// Whether it counted at `epoch`.
	pub fn counted_at(&self, epoch: Epoch) -> bool {
		self.counts_from <= epoch && self.stopped_after.is_none_or(|stop| epoch <= stop)
	}

	/// Whether it is pledged for good: it counts, or will.
	fn is_wanted(&self) -> bool {
		self.stopped_after.is_none()
	}

	fn encumbers(&self, cooling: &Cooling) -> bool {
		self.stopped_after.is_none_or(|stop| cooling.holds(stop))
	}
}

/// What a pool is pledged to one service with.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Pledge {
	/// The service.
	pub service: ServiceId,
	/// Who else can slash it.
	pub kind: StakeKind,
	/// Its layers; none once nobody can ask about it any more.
	pub layers: BoundedVec<Layer, ConstU32<MAX_LAYERS>>,
}

impl Pledge {
	/// What it is set to: layers that count or are announced.
	pub fn target(&self) -> u128 {
		sum(self.layers.iter().filter(|layer| layer.is_wanted()))
	}

	/// What counted at `epoch`.
	pub fn counted_at(&self, epoch: Epoch) -> u128 {
		sum(self.layers.iter().filter(|layer| layer.counted_at(epoch)))
	}

	/// What encumbers: counts, is announced, or cools.
	pub fn encumbering(&self, cooling: &Cooling) -> u128 {
		sum(self.layers.iter().filter(|layer| layer.encumbers(cooling)))
	}

	/// Announces `amount` more, to count from `counts_from`.
	fn raise(
		&mut self,
		amount: u128,
		counts_from: Epoch,
		oldest: Epoch,
	) -> Result<(), PledgeError> {
		let mut layers = self.layers.to_vec();
		layers.push(Layer { amount, counts_from, stopped_after: None });
		self.replace(layers, oldest)
	}

	/// Takes `amount` back: what is announced first, at once; then what counts, the youngest first, after `now`.
	fn lower(&mut self, mut amount: u128, now: Epoch, oldest: Epoch) -> Result<(), PledgeError> {
		let mut layers = self.layers.to_vec();
		layers.sort_by_key(|layer| Reverse(layer.counts_from));
		let mut stopped = Vec::new();
		for layer in layers.iter_mut().filter(|layer| layer.is_wanted()) {
			let taken = amount.min(layer.amount);
			amount = amount.saturating_sub(taken);
			layer.amount = layer.amount.saturating_sub(taken);
			if layer.counts_from <= now && taken > 0 {
				stopped.push(Layer { amount: taken, stopped_after: Some(now), ..*layer });
			}
		}
		layers.retain(|layer| layer.amount > 0 || !layer.is_wanted());
		layers.extend(stopped);
		self.replace(layers, oldest)
	}

	/// Sets the layers, merging those that no epoch from `oldest` on tells apart.
	fn replace(&mut self, layers: Vec<Layer>, oldest: Epoch) -> Result<(), PledgeError> {
		let mut merged: Vec<Layer> = Vec::with_capacity(layers.len());
		for layer in layers {
			let alike = |other: &&mut Layer| {
				other.stopped_after == layer.stopped_after
					&& other.counts_from.max(oldest) == layer.counts_from.max(oldest)
			};
			match merged.iter_mut().find(alike) {
				Some(other) => {
					other.amount = other.amount.saturating_add(layer.amount);
					other.counts_from = other.counts_from.max(layer.counts_from);
				},
				None => merged.push(layer),
			}
		}
		self.layers = merged.try_into().map_err(|_| PledgeError::TooManyChanges)?;
		Ok(())
	}

	/// Lets nothing count after `last`. What had not counted by then is dropped.
	fn stop(&mut self, last: Epoch) {
		self.layers.retain(|layer| layer.counts_from <= last);
		for layer in &mut self.layers {
			layer.stopped_after = Some(layer.stopped_after.map_or(last, |stop| stop.min(last)));
		}
	}

	/// Takes `amount` from the layers that counted at `charged`: soonest stopped first, then youngest. A layer with
	/// nothing left stops. Returns what could not be taken.
	fn draw(&mut self, mut amount: u128, charged: Epoch, now: Epoch) -> u128 {
		let mut drawn: Vec<&mut Layer> =
			self.layers.iter_mut().filter(|layer| layer.counted_at(charged)).collect();
		drawn.sort_by_key(|layer| {
			(layer.stopped_after.unwrap_or(Epoch::MAX), Reverse(layer.counts_from))
		});
		for layer in drawn {
			let taken = amount.min(layer.amount);
			amount = amount.saturating_sub(taken);
			layer.amount = layer.amount.saturating_sub(taken);
			if layer.amount == 0 && layer.is_wanted() {
				layer.stopped_after = Some(now);
			}
		}
		amount
	}
}

fn sum<'a>(layers: impl Iterator<Item = &'a Layer>) -> u128 {
	layers.fold(0, |total, layer| total.saturating_add(layer.amount))
}

/// Why an operator cannot pledge so. A refused change changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PledgeError {
	/// It is pledged so already.
	Unchanged,
	/// Layers of the other kind exist.
	KindChanged,
	/// The pool is pledged to as many services as it can be.
	TooManyServices,
	/// The pledge has as many layers as it can have.
	TooManyChanges,
	/// All exclusive stake would exceed the magnitude.
	ExceedsMagnitude,
	/// A shared pledge would exceed what exclusive stake leaves of the magnitude.
	ExceedsCeiling,
	/// All shared pledges would exceed the leverage times what exclusive stake leaves of the magnitude.
	ExceedsLeverage,
	/// Exclusive stake would cover stake that other services can accuse.
	WouldShelterStake,
}

/// What an operator sets a pledge to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PledgeChange {
	/// The service.
	pub service: ServiceId,
	/// Who else can slash the pledge.
	pub kind: StakeKind,
	/// What shall count, of the pool's magnitude.
	pub target: u128,
	/// The first epoch in which more than before counts.
	pub counts_from: Epoch,
	/// How often what exclusive stake leaves can be pledged as shared stake.
	pub leverage: u32,
}

/// The pledges of one pool, at most one a service, ordered by service.
#[derive(
	Clone,
	Default,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Pledges(BoundedVec<Pledge, ConstU32<MAX_PLEDGES>>);

impl Pledges {
	/// All, by service.
	pub fn iter(&self) -> impl Iterator<Item = &Pledge> {
		self.0.iter()
	}

	/// How many.
	pub fn len(&self) -> usize {
		self.0.len()
	}

	/// There are none.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// The pledge to `service`.
	pub fn get(&self, service: ServiceId) -> Option<&Pledge> {
		self.find(service).ok().and_then(|at| self.0.get(at))
	}

	/// Nothing has a date any more.
	pub fn are_forgotten(&self) -> bool {
		self.iter().all(|pledge| pledge.layers.is_empty())
	}

	/// Nothing counts, is announced, or cools.
	pub fn are_free(&self, cooling: &Cooling) -> bool {
		self.iter().all(|pledge| pledge.encumbering(cooling) == 0)
	}

	/// Σ of everything exclusive that encumbers.
	pub fn exclusive(&self, cooling: &Cooling) -> u128 {
		self.encumbering(StakeKind::Exclusive, cooling)
	}

	/// Σ of everything shared that encumbers.
	pub fn shared(&self, cooling: &Cooling) -> u128 {
		self.encumbering(StakeKind::Shared, cooling)
	}

	/// The last epoch, `now` at the latest, in which anything that is left of a pledge counted.
	pub fn last_counted(&self, now: Epoch) -> Option<Epoch> {
		self.left_of_layers()
			.filter(|layer| layer.counts_from <= now)
			.map(|layer| layer.stopped_after.map_or(now, |stop| stop.min(now)))
			.max()
	}

	/// As [`Self::last_counted`], of layers that have stopped.
	pub fn last_stopped(&self) -> Option<Epoch> {
		self.left_of_layers().filter_map(|layer| layer.stopped_after).max()
	}

	fn left_of_layers(&self) -> impl Iterator<Item = &Layer> {
		self.iter().flat_map(|pledge| &pledge.layers).filter(|layer| layer.amount > 0)
	}

	/// See [`Pledged::set`].
	fn set(
		&mut self,
		change: &PledgeChange,
		magnitude: u128,
		cooling: &Cooling,
	) -> Result<u128, PledgeError> {
		let at = match self.find(change.service) {
			Ok(at) => at,
			Err(at) => {
				let pledge = Pledge {
					service: change.service,
					kind: change.kind,
					layers: BoundedVec::new(),
				};
				self.0.try_insert(at, pledge).map_err(|_| PledgeError::TooManyServices)?;
				at
			},
		};
		let pledge = self.0.get_mut(at).ok_or(PledgeError::TooManyServices)?;
		if pledge.kind != change.kind {
			if !pledge.layers.is_empty() {
				return Err(PledgeError::KindChanged);
			}
			pledge.kind = change.kind;
		}
		let before = pledge.target();
		let oldest = cooling.oldest_answerable();
		if change.target == before {
			return Err(PledgeError::Unchanged);
		} else if let Some(less) = before.checked_sub(change.target) {
			pledge.lower(less, cooling.now, oldest)?;
		} else {
			pledge.raise(change.target.saturating_sub(before), change.counts_from, oldest)?;
			self.check_increase(change, magnitude, cooling)?;
		}
		Ok(before)
	}

	/// The constraints on every announcement, over all that encumbers.
	fn check_increase(
		&self,
		change: &PledgeChange,
		magnitude: u128,
		cooling: &Cooling,
	) -> Result<(), PledgeError> {
		let shared = self.shared(cooling);
		let left =
			magnitude.checked_sub(self.exclusive(cooling)).ok_or(PledgeError::ExceedsMagnitude)?;
		if change.kind == StakeKind::Exclusive && shared > left {
			return Err(PledgeError::WouldShelterStake);
		}
		let exceeds = |pledge: &Pledge| {
			pledge.kind == StakeKind::Shared && pledge.encumbering(cooling) > left
		};
		if self.iter().any(exceeds) {
			return Err(PledgeError::ExceedsCeiling);
		}
		if shared > left.saturating_mul(change.leverage.into()) {
			return Err(PledgeError::ExceedsLeverage);
		}
		Ok(())
	}

	/// Lets nothing pledged to `service` count after `last`. Returns the target before; `None` without a pledge.
	pub fn stop(&mut self, service: ServiceId, last: Epoch) -> Option<u128> {
		let at = self.find(service).ok()?;
		let pledge = self.0.get_mut(at)?;
		let before = pledge.target();
		pledge.stop(last);
		Some(before)
	}

	/// Ends everything after a total loss in epoch `now`: what is left of it is worth nothing.
	pub fn void(&mut self, now: Epoch) {
		for pledge in &mut self.0 {
			pledge.stop(now);
			for layer in &mut pledge.layers {
				layer.amount = 0;
			}
		}
	}

	/// Drops layers that are free and that nobody can ask about any more.
	pub fn forget(&mut self, cooling: &Cooling) {
		for pledge in &mut self.0 {
			pledge
				.layers
				.retain(|layer| layer.stopped_after.is_none_or(|stop| !cooling.forgets(stop)));
		}
	}

	/// Drops pledges without layers, and names their services.
	pub fn remove_forgotten(&mut self) -> Vec<ServiceId> {
		let gone = self.iter().filter(|pledge| pledge.layers.is_empty());
		let gone: Vec<_> = gone.map(|pledge| pledge.service).collect();
		self.0.retain(|pledge| !pledge.layers.is_empty());
		gone
	}

	/// What stake that left in epoch `left` goes on answering for: what counted or cooled then.
	fn as_left(&self, left: Epoch, cooling: &Cooling) -> Self {
		let mut all = self.clone();
		for pledge in &mut all.0 {
			pledge.layers.retain(|layer| layer.counts_from <= left && layer.encumbers(cooling));
		}
		all.0.retain(|pledge| !pledge.layers.is_empty());
		all
	}

	fn encumbering(&self, kind: StakeKind, cooling: &Cooling) -> u128 {
		self.iter()
			.filter(|pledge| pledge.kind == kind)
			.fold(0, |total, pledge| total.saturating_add(pledge.encumbering(cooling)))
	}

	fn find(&self, service: ServiceId) -> Result<usize, usize> {
		self.0.binary_search_by_key(&service, |pledge| pledge.service)
	}
}

/// A magnitude and what of it is pledged.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Pledged {
	/// `M`: [`FULL_MAGNITUDE`] less what slashes took.
	pub magnitude: u128,
	/// What of it is pledged to whom.
	pub pledges: Pledges,
}

impl Default for Pledged {
	fn default() -> Self {
		Self { magnitude: FULL_MAGNITUDE, pledges: Pledges::default() }
	}
}

/// What one service's stake in a part was at an epoch: what a penalty of that epoch is measured by.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Base {
	/// `min(m, c)`: of the magnitude.
	pub magnitude: u128,
	/// `⌊B · min(m, c) / M⌋`: in units.
	pub captured: u128,
	/// Who else could slash it.
	pub kind: StakeKind,
}

impl Pledged {
	/// `c`: the most that a pledge of `kind` can take.
	pub fn ceiling(&self, kind: StakeKind, cooling: &Cooling) -> u128 {
		match kind {
			StakeKind::Exclusive => self.magnitude,
			StakeKind::Shared => self.magnitude.saturating_sub(self.pledges.exclusive(cooling)),
		}
	}

	/// What `service` can take for an offence of epoch `charged` against stake of `kind`: what it holds in layers that
	/// counted then, under the ceiling.
	pub fn room(
		&self,
		service: ServiceId,
		kind: StakeKind,
		charged: Epoch,
		cooling: &Cooling,
	) -> u128 {
		self.pledges
			.get(service)
			.filter(|pledge| pledge.kind == kind)
			.map_or(0, |pledge| pledge.counted_at(charged).min(self.ceiling(kind, cooling)))
	}

	/// The stake of `service` at the epoch `cooling.now`, where these pledges stood beside `part`; `None` if it had none.
	pub fn base(&self, service: ServiceId, part: &Part, cooling: &Cooling) -> Option<Base> {
		let pledge = self.pledges.get(service)?;
		let counted = pledge.counted_at(cooling.now);
		if counted == 0 {
			return None;
		}
		let magnitude = counted.min(self.ceiling(pledge.kind, cooling));
		let captured = mul_div_floor(part.balance(), magnitude, self.magnitude).unwrap_or(0);
		Some(Base { magnitude, captured, kind: pledge.kind })
	}

	/// Sets what counts or is announced of a pledge to the target, in epoch `cooling.now`: more counts from
	/// `change.counts_from`, less stops after this epoch. Returns the target before.
	pub fn set(&mut self, change: &PledgeChange, cooling: &Cooling) -> Result<u128, PledgeError> {
		let mut pledges = self.pledges.clone();
		let before = pledges.set(change, self.magnitude, cooling)?;
		self.pledges = pledges;
		Ok(before)
	}

	/// What stake that left in epoch `left` goes on answering for. `cooling` is that of `left`.
	pub fn as_left(&self, left: Epoch, cooling: &Cooling) -> Self {
		Self { magnitude: self.magnitude, pledges: self.pledges.as_left(left, cooling) }
	}

	/// Takes `amount` of the magnitude and of the layers of `service` that counted at `charged`. Returns what these
	/// layers did not hold: nothing, where `amount` is within the [room](Self::room).
	pub fn draw(&mut self, service: ServiceId, amount: u128, charged: Epoch, now: Epoch) -> u128 {
		self.magnitude = self.magnitude.saturating_sub(amount);
		match self.pledges.find(service).ok().and_then(|at| self.pledges.0.get_mut(at)) {
			Some(pledge) => pledge.draw(amount, charged, now),
			None => amount,
		}
	}
}
