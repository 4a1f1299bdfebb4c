//! Which period is when, and which were attested: pure arithmetic.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use palisade_terms::{Evidence, Terms};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A block number, wide enough for every product.
pub type Height = u64;

/// Most periods of one epoch that count: those of a day of blocks of six seconds, at the shortest period.
pub const MAX_PERIODS: u32 = 1_440;

const BITS: u32 = u8::BITS;

/// A set of the periods of an epoch, by their places in it.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Periods(BoundedVec<u8, ConstU32<{ MAX_PERIODS / BITS }>>);

impl Periods {
	/// Adds a period. Whether it was not there; `None` if there is no such place.
	pub fn insert(&mut self, place: u32) -> Option<bool> {
		let (byte, bit) = Self::split(place)?;
		if self.0.len() <= byte {
			self.0.bounded_resize(byte.saturating_add(1), 0);
		}
		let bits = self.0.get_mut(byte)?;
		let is_new = *bits & bit == 0;
		*bits |= bit;
		Some(is_new)
	}

	/// Whether a period is among them.
	pub fn contains(&self, place: u32) -> bool {
		Self::split(place)
			.and_then(|(byte, bit)| Some(self.0.get(byte)? & bit != 0))
			.unwrap_or(false)
	}

	/// How many there are.
	pub fn count(&self) -> u32 {
		self.0.iter().map(|bits| bits.count_ones()).sum()
	}

	/// How many of them are not among `others`.
	pub fn count_without(&self, others: &Self) -> u32 {
		let others = others.0.iter().copied().chain(core::iter::repeat(0));
		self.0.iter().zip(others).map(|(bits, others)| (bits & !others).count_ones()).sum()
	}

	/// The places, in ascending order.
	pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
		(0..).zip(&self.0).flat_map(|(byte, bits): (u32, _)| {
			(0..BITS).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| byte * BITS + bit)
		})
	}

	fn split(place: u32) -> Option<(usize, u8)> {
		(place < MAX_PERIODS).then_some(((place / BITS) as usize, 1 << (place % BITS)))
	}
}

/// A duty as terms say it.
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
pub struct DutyTerms {
	/// The place of the condition in the terms.
	pub condition: u8,
	/// See [`Evidence::MissedDuty`].
	pub every: u32,
	/// See [`Evidence::MissedDuty`].
	pub grace: u32,
	/// See [`Evidence::MissedDuty`].
	pub tolerated: Perbill,
}

impl DutyTerms {
	/// The duty in `terms`, if they have one.
	pub fn of<AccountId>(terms: &Terms<AccountId>) -> Option<Self> {
		(0..).zip(&terms.conditions).find_map(|(condition, is)| match is.evidence {
			// Lawful periods are not empty.
			Evidence::MissedDuty { every, grace, tolerated } => {
				Some(Self { condition, every: every.max(1), grace, tolerated })
			},
			_ => None,
		})
	}

	/// The first block of a period.
	pub fn begins(&self, period: u64) -> Height {
		period.saturating_mul(self.every.into())
	}

	/// The first block in which a period cannot be attested any more.
	pub fn closes(&self, period: u64) -> Height {
		self.begins(period.saturating_add(1)).saturating_add(self.grace.into())
	}

	/// The first period that begins at `height` or later.
	pub fn first_from(&self, height: Height) -> u64 {
		height.div_ceil(self.every.into())
	}

	/// The most periods that begin in an epoch of so many blocks, of those that count.
	pub fn most_in(&self, blocks: u32) -> u32 {
		blocks.div_ceil(self.every).min(MAX_PERIODS)
	}

	/// Whether a period of the epoch before last counts, where that ended with block `end` and was enrolled in `enrolled_at`.
	pub fn may_be_due(&self, period: u64, enrolled_at: Height, end: Height) -> bool {
		let late = enrolled_at.saturating_sub(self.begins(period));
		self.closes(period) <= end && late.saturating_mul(2) < self.every.into()
	}

	/// Whether as much absence is no offence: `missed ÷ due ≤ tolerated`, exactly.
	pub fn tolerates(&self, missed: u32, due: u32) -> bool {
		let [missed, due, tolerated] = [missed, due, self.tolerated.deconstruct()].map(u64::from);
		missed.saturating_mul(1_000_000_000) <= tolerated.saturating_mul(due)
	}
}
