//! The rule of commissions, apart from storage.
//!
//! A commission may **fall** at any time, and the fall is in force at once. It **rises** only by an announcement, a
//! notice of `N` epochs ahead and by at most a fixed step above the commission in force when it is announced. One rise is
//! announced at a time; another announcement replaces it, with fresh notice. So over any `N` epochs a commission rises by
//! at most one step, and whoever delegated sees every rise `N` epochs before it costs anything.
//!
//! With `N = 3` and a step of 5 points (of 100):
//!
//! ```text
//! epoch      |   10    |   11    |   12    |   13    |   14    |   15    |   16    |
//! call       | set 9%  |         |         | set 14% |         | set 3%  |         |
//! in force   |   5%    |   5%    |   5%    |   9%    |   9%    |   3%    |   3%    |
//! announced  | 9% from 13                  | 14% from 16       |         |         |
//! ```
//!
//! * In 10 the operator announces 9 %. Nothing happens at the start of 13, when it comes into force: whoever asks
//!   compares epochs. More than 10 % would have been refused.
//! * From 13 on up to 14 % may be announced: 9 % is in force.
//! * In 15 the commission falls, at once, and the announced 14 % is dropped. Setting 9 % instead, which was in force,
//!   would have dropped it and changed nothing else.

use codec::{Decode, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use palisade_primitives::Epoch;
use scale_info::TypeInfo;
use sp_runtime::{Perbill, Saturating};

/// A rise that was announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Rise {
	/// The commission that it brings.
	pub to: Perbill,
	/// The first epoch in which that is in force.
	pub from: Epoch,
}

/// The part of its delegators' rewards that an operator keeps, and the rise that it announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Commission {
	/// In force until the announced rise, if there is one.
	current: Perbill,
	/// Above `current`. Stays here after its epoch began, until the commission is set again.
	announced: Option<Rise>,
}

/// How fast commissions may rise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
	/// Epochs between the announcement of a rise and its effect.
	pub notice: Epoch,
	/// Most that one rise may add to the commission in force at its announcement.
	pub step: Perbill,
}

/// What setting a commission came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
	/// It is in force, and no rise is announced.
	Set,
	/// It will be in force.
	Announced(Rise),
	/// It was in force already; a rise that was announced is dropped.
	Withdrawn,
}

/// Why a commission cannot be set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
	/// It is in force with no rise announced, or it is what the announced rise brings.
	Unchanged,
	/// It is more than a step above the commission in force.
	TooSteep,
}

impl Commission {
	/// In force at once, with no rise announced.
	pub fn new(current: Perbill) -> Self {
		Self { current, announced: None }
	}

	/// The commission in force in `epoch`, if nobody sets another before: an announced rise counts from its epoch on. Of
	/// past epochs nothing is remembered.
	pub fn at(&self, epoch: Epoch) -> Perbill {
		match self.announced {
			Some(rise) if rise.from <= epoch => rise.to,
			_ => self.current,
		}
	}

	/// The rise that is announced and not in force in `now`.
	pub fn pending(&self, now: Epoch) -> Option<Rise> {
		self.announced.filter(|rise| rise.from > now)
	}

	/// Writes down what [`at`](Self::at) computes: an announced rise whose epoch began becomes the commission in force.
	pub fn settle(&mut self, now: Epoch) {
		*self = Self { current: self.at(now), announced: self.pending(now) };
	}

	/// Makes `to` the commission: at once if that is a fall, with notice if it is a rise.
	pub fn set(&mut self, to: Perbill, now: Epoch, pace: Pace) -> Result<Change, Refusal> {
		self.settle(now);
		match to.cmp(&self.current) {
			Ordering::Less => {
				*self = Self::new(to);
				Ok(Change::Set)
			},
			Ordering::Equal => {
				self.announced.take().map(|_| Change::Withdrawn).ok_or(Refusal::Unchanged)
			},
			// The same rise again would only postpone it.
			Ordering::Greater if self.announced.is_some_and(|rise| rise.to == to) => {
				Err(Refusal::Unchanged)
			},
			Ordering::Greater if to > self.current.saturating_add(pace.step) => {
				Err(Refusal::TooSteep)
			},
			Ordering::Greater => {
				let rise = Rise { to, from: now.saturating_add(pace.notice) };
				self.announced = Some(rise);
				Ok(Change::Announced(rise))
			},
		}
	}

	/// An announced rise is one. (By how much depends on the step that was allowed when it was announced.)
	#[cfg(any(test, feature = "try-runtime"))]
	pub fn is_sound(&self) -> bool {
		self.announced.is_none_or(|rise| rise.to > self.current)
	}
}
