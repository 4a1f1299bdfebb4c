//! How a slash reaches the stake that answers for it.

use crate::{AssetId, Balance, Base, Epoch, ServiceId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::{DispatchError, DispatchResult, Weight};
use scale_info::TypeInfo;
use sp_runtime::{Perbill, Perquintill};

/// Who answers to whom for which epoch. All penalties of one offence key are measured by the same stake.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Offence<AccountId> {
	/// Who offended.
	pub operator: AccountId,
	/// Against whom.
	pub service: ServiceId,
	/// The charged epoch.
	pub epoch: Epoch,
}

/// What an offence costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Judgement {
	/// The condition, by its index in the terms of the charged epoch.
	pub condition: u8,
	/// The penalty, as a share of the stake at the charged epoch. Of all penalties of one condition the greatest counts.
	pub penalty: Perquintill,
	/// The most that all conditions of that epoch take together.
	pub max_slash: Perquintill,
	/// The most that this execution adds where stake is shared with other services. What is beyond it is dropped: it
	/// counts as executed.
	pub shared_limit: Perquintill,
}

/// Who gets a share of what a slash takes. The rest is burned, or goes to the treasury.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipients<AccountId> {
	/// The reporter's, of everything.
	pub bounty: Option<(AccountId, Perbill)>,
	/// That of those whom the service protects, of what exclusive stake lost.
	pub restitution: Option<(AccountId, Perbill)>,
}

/// A pool that answers for an offence, and what a penalty is measured by.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AtStake {
	/// The asset of the pool.
	pub asset: AssetId,
	/// What was judged: fixed when the first slash of the offence is opened.
	pub base: Base,
}

/// What a penalty takes from one pool.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Taken {
	/// The asset of the pool.
	pub asset: AssetId,
	/// From active stake, in units.
	pub from_active: Balance,
	/// From stake on its way out, in units.
	pub from_exits: Balance,
	/// Buckets of exits that answered.
	pub buckets: u32,
}

impl Taken {
	/// All of it, in units.
	pub fn amount(&self) -> Balance {
		self.from_active.saturating_add(self.from_exits)
	}
}

/// The ledger, as the judge of offences sees it.
///
/// A slash is *opened* when it is reported, and either *executed* or *closed*. In between nothing that answers for it can
/// leave the ledger, and nothing is moved or frozen.
pub trait Liability<AccountId> {
	/// Opens a slash for `offence` and names the pools that answer for it; possibly none. What is judged is fixed when the
	/// first slash of the offence is opened.
	///
	/// Fails where the epoch lies in the future, or so far back that what answered for it may have left. Reads and writes
	/// grow with the assets pledged.
	fn open(offence: &Offence<AccountId>) -> Result<Vec<AtStake>, DispatchError>;

	/// What [`Self::execute`] would take, now. Nothing needs to be open.
	fn quote(offence: &Offence<AccountId>, judgement: &Judgement) -> Vec<Taken>;

	/// Takes a penalty, pays the recipients, and closes one open slash of `offence`. Returns exactly what was moved, by
	/// asset. All or nothing.
	///
	/// Reads and writes grow with assets pledged × live buckets, and with nothing else.
	fn execute(
		offence: &Offence<AccountId>,
		judgement: &Judgement,
		recipients: &Recipients<AccountId>,
	) -> Result<Vec<Taken>, DispatchError>;

	/// Closes one open slash of `offence` without taking anything.
	fn close(offence: &Offence<AccountId>) -> DispatchResult;

	/// What of `asset` `who` got of slashes and could not receive. One read.
	fn uncollected(who: &AccountId, asset: &AssetId) -> Balance;

	/// Pays `who` what it got of slashes and could not receive. Returns the amount.
	fn collect(who: &AccountId, asset: &AssetId) -> Result<Balance, DispatchError>;

	/// What [`Self::open`] costs at most.
	fn open_weight() -> Weight;

	/// What [`Self::execute`] costs at most for an offence that lies `epochs` epochs back, the current one counted.
	fn execute_weight(epochs: u32) -> Weight;

	/// What [`Self::close`] costs at most.
	fn close_weight() -> Weight;

	/// What [`Self::collect`] costs at most.
	fn collect_weight() -> Weight;
}
