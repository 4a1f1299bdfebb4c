//! What the ledger stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use palisade_ledger_math::{Base, ExecutedPenalties, Part, Pledged, FULL_MAGNITUDE};
use palisade_primitives::{AssetId, Balance, Epoch, MAX_ASSETS_PER_SERVICE, MAX_UNBONDING_EPOCHS};
use scale_info::TypeInfo;
use sp_runtime::{FixedU128, Perbill};

/// Most assets that the ledger accepts.
pub const MAX_ASSETS: u32 = 32;

/// Most exits of one position: one for each epoch of which an exit can still be immature, the current one included.
pub const MAX_EXITS: u32 = MAX_UNBONDING_EPOCHS + 1;

/// Most past states that are kept of a pool: one for each epoch that can still be asked for.
pub const MAX_SNAPSHOTS: u32 = MAX_UNBONDING_EPOCHS + 1;

/// Most epochs to which slashes of one pool, or of one operator and service, can be charged that wait or can still be
/// followed by others: those that can be charged, and as many whose execution is late.
pub const MAX_CHARGED_EPOCHS: u32 = 2 * (MAX_UNBONDING_EPOCHS + 1);

/// Members whose values one call of `tally` adds up.
pub const TALLY_PAGE: u32 = 16;

/// Most that shared stake of one unit can be pledged: to as many services as a pool can be pledged to.
pub const MAX_LEVERAGE: u32 = palisade_ledger_math::MAX_PLEDGES;

/// Most percentage points by which governance changes a haircut at once.
pub const MAX_HAIRCUT_CHANGE: Perbill = Perbill::from_percent(10);

/// Most times by which governance raises or lowers a minimum delegation at once.
pub const MAX_MINIMUM_CHANGE: Balance = 10;

/// How the ledger treats an asset.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssetConfig {
	/// What a position is worth at least when it is made or partly left, in units of the asset.
	pub min_delegation: Balance,
	/// Most active stake of one pool, in units of the asset.
	pub cap_per_pool: Balance,
	/// The part of the asset's market value that does not count as security.
	pub haircut: Perbill,
	/// How often stake that is not exclusive can be pledged as shared stake, from 1 to [`MAX_LEVERAGE`].
	pub leverage: u32,
	/// Whether new stake is taken. Exits work in any case.
	pub accepting: bool,
}

/// The stake behind one operator in one asset.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Pool {
	/// The active stake: `B` and `S`.
	pub part: Part,
	/// `M`, and what of it is pledged to whom.
	pub pledged: Pledged,
	/// `g`: how often the pool started anew after a total loss.
	pub generation: u32,
	/// The epoch in which this generation took its first stake.
	pub opened: Option<Epoch>,
	/// The epoch of the last total loss.
	pub wiped_in: Option<Epoch>,
	/// The last epoch in which a pledge of this generation counted that has stopped.
	pub last_stopped: Option<Epoch>,
	/// The epoch of the bucket that still shares the pool's magnitude and pledges, because its epoch goes on.
	pub open_bucket: Option<Epoch>,
	/// The epoch of the last change.
	pub settled_in: Option<Epoch>,
	/// The epochs at whose start the pool was as its history records; oldest first.
	pub snapshots: BoundedVec<Epoch, ConstU32<MAX_SNAPSHOTS>>,
	/// The slashes that wait for their execution, by charged epoch; oldest first.
	pub waiting: BoundedVec<Waiting, ConstU32<MAX_CHARGED_EPOCHS>>,
	/// What of the active stake counts as pledged: all of it, if anything encumbered it at the last change, or nothing.
	pub pledged_units: Balance,
}

impl Pool {
	/// The earliest epoch to which a slash is charged that waits.
	pub fn oldest_waiting(&self) -> Option<Epoch> {
		self.waiting.first().map(|waiting| waiting.charged)
	}

	/// `L`: the last epoch, `now` at the latest, in which any pledge of this generation counted.
	pub fn last_counted(&self, now: Epoch) -> Option<Epoch> {
		self.last_stopped.max(self.pledged.pledges.last_counted(now))
	}

	/// Whether a slash waits that stake of `generation` which left in epoch `left` answers for.
	pub fn is_due(&self, generation: u32, left: Epoch) -> bool {
		let due = |waiting: &Waiting| waiting.generation == generation && waiting.charged <= left;
		self.waiting.iter().any(due)
	}

	/// Whether this generation is over: everything was lost, or everybody left what heavy slashes had left of it.
	pub fn is_over(&self) -> bool {
		self.part.is_wiped()
			|| self.part.is_empty() && self.pledged.magnitude < palisade_ledger_math::MIN_MAGNITUDE
	}

	/// Whether nothing distinguishes it from a pool that never was.
	pub fn is_forgotten(&self) -> bool {
		self.part.is_empty()
			&& self.generation == 0
			&& self.pledged.magnitude == FULL_MAGNITUDE
			&& self.pledged.pledges.is_empty()
			&& self.open_bucket.is_none()
			&& self.snapshots.is_empty()
			&& self.waiting.is_empty()
	}
}

/// Slashes that wait, charged to one epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Waiting {
	/// The epoch.
	pub charged: Epoch,
	/// The pool's generation at that epoch: no other answers.
	pub generation: u32,
	/// How many.
	pub slashes: u32,
}

/// A pool at the start of an epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Snapshot {
	/// `B` and `S`.
	pub part: Part,
	/// `M`, and the pledges.
	pub pledged: Pledged,
	/// `g`.
	pub generation: u32,
	/// The earliest epoch to which a slash was charged that waited.
	pub oldest_waiting: Option<Epoch>,
}

/// Stake whose owners asked for it in one epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Bucket {
	/// Its units, and the bucket's own shares of them.
	pub part: Part,
	/// The epoch from which it can be withdrawn, fixed at the bucket's first request.
	pub claimable_from: Epoch,
	/// The generation that it left.
	pub generation: u32,
	/// What it goes on answering for: a copy from the end of the epoch of the requests. Until then it shares the pool's.
	pub answers_for: Option<Pledged>,
}

/// One owner's part of a [`Bucket`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Exit {
	/// The epoch of the request, which names the bucket.
	pub requested: Epoch,
	/// Shares of the bucket.
	pub shares: Balance,
}

/// What one account has in one pool.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Position {
	/// Shares of the pool's active stake.
	pub shares: Balance,
	/// The generation of the pool that they belong to. Shares of an earlier one are void.
	pub generation: u32,
	/// Units that left their matured buckets and wait to be withdrawn. Nothing can touch them any more.
	pub matured: Balance,
	/// Exits by epoch of request, oldest first, at most one an epoch.
	pub exits: BoundedVec<Exit, ConstU32<MAX_EXITS>>,
}

impl Position {
	/// Nothing is left to remember.
	pub fn is_empty(&self) -> bool {
		self.shares == 0 && self.matured == 0 && self.exits.is_empty()
	}

	/// Its shares of `pool` that are not void.
	pub fn shares_of(&self, pool: &Pool) -> Balance {
		if self.generation == pool.generation {
			self.shares
		} else {
			0
		}
	}
}

/// What answers for the offences of one operator against one service in one epoch.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Charge {
	/// The pools, fixed when the first slash was opened.
	pub pools: BoundedVec<ChargedPool, ConstU32<MAX_ASSETS_PER_SERVICE>>,
	/// What was executed.
	pub executed: ExecutedPenalties,
	/// Slashes that are neither executed nor closed.
	pub waiting: u32,
}

/// A pool that answers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct ChargedPool {
	/// Its asset.
	pub asset: AssetId,
	/// Its generation at the charged epoch: no other answers.
	pub generation: u32,
	/// What penalties are measured by.
	pub base: Base,
}

/// The value of a service's members at one epoch, as far as it was added up.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Tally<AccountId> {
	/// Σ value, in native units.
	pub value: Balance,
	/// Members that counted.
	pub members: u32,
	/// The last operator that was looked at.
	pub last: Option<AccountId>,
	/// Nobody is left to look at.
	pub complete: bool,
}

/// What one unit of each asset counts as security, in native units, from one epoch on.
pub type RateTable = BoundedVec<(AssetId, FixedU128), ConstU32<MAX_ASSETS>>;

/// The epochs whose [`RateTable`]s are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct KeptRates {
	/// The oldest.
	pub first: Epoch,
	/// The newest.
	pub last: Epoch,
}
