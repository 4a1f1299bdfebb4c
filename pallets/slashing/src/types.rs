//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use palisade_primitives::{
	AssetId, Balance, Epoch, Offence, ServiceId, SlashId, MAX_ASSETS_PER_SERVICE,
	MAX_UNBONDING_EPOCHS,
};
use palisade_terms::{Condition, Fact, MAX_OPERATORS};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::Perquintill;

/// Most facts that one slash remembers. A fact adds to a slash only what is more severe than those before.
pub const MAX_FACTS: u32 = 8;

/// Most convictions of one operator under one condition that are remembered: one for each charged epoch whose slash can
/// still be executed late or be read by a formula.
pub const MAX_CONVICTIONS: u32 = 3 * (MAX_UNBONDING_EPOCHS + 1);

/// Most sentences of one operator in one service that can be lifted one by one.
pub const MAX_SENTENCES: u32 = 48;

/// Open slashes of one operator in one service whose evidence the chain cannot verify.
pub const MAX_OPEN_RULINGS: u32 = 4;

/// Epochs for which a closed slash is remembered.
pub const REMEMBERED_EPOCHS: Epoch = MAX_UNBONDING_EPOCHS;

/// What facts have in common that share one slash.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Case<AccountId> {
	/// Who offended against whom, in which epoch.
	pub offence: Offence<AccountId>,
	/// Which condition, by its place in the terms of that epoch.
	pub condition: u8,
}

/// A slash, from its first report until it is forgotten.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Slash<AccountId> {
	/// Who is slashed for what.
	pub case: Case<AccountId>,
	/// The condition as the terms of the charged epoch say it: they are forgotten sooner than slashes.
	pub condition: Condition<AccountId>,
	/// The most that all conditions of those terms take together from one operator for one epoch.
	pub max_slash: Perquintill,
	/// The greatest severity proven.
	pub severity: Perquintill,
	/// Topics of the facts reported, those that are remembered.
	pub facts: BoundedVec<H256, ConstU32<MAX_FACTS>>,
	/// Who reported first. `None`: the chain itself.
	pub reporter: Option<AccountId>,
	/// Who proved the severity, if that was not the first report.
	pub raised_by: Option<AccountId>,
	/// What is held of the reporter, in native units.
	pub bond: Balance,
	/// The epoch of the report that proved the severity: the window's start.
	pub reported: Epoch,
	/// The first epoch in which nobody can object any more; as of which the formula is evaluated.
	pub final_from: Epoch,
	/// The circuit breaker stopped it: until that epoch governance can still object, and nothing is executed.
	pub stopped_until: Option<Epoch>,
	/// What the accused was among the members at the charged epoch, where the formula asks for that.
	pub standing: Option<Standing>,
	/// The resolver waived its veto.
	pub upheld: bool,
	/// The penalty may not be greater: what it was reduced to.
	pub limit: Perquintill,
	/// What became of it.
	pub stage: Stage,
	/// The epoch under which it stands in the agenda.
	pub due: Epoch,
}

/// What became of a slash.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub enum Stage {
	/// Nothing has moved. What answers for it cannot leave.
	Pending,
	/// It was executed.
	Executed {
		/// As a share of what was pledged at the charged epoch.
		penalty: Perquintill,
		/// What moved, by asset.
		taken: BoundedVec<(AssetId, Balance), ConstU32<MAX_ASSETS_PER_SERVICE>>,
	},
	/// It was overturned; nothing moved.
	Overturned {
		/// The reporter's bond went to the accused.
		frivolous: bool,
	},
}

impl<AccountId> Slash<AccountId> {
	/// Against whom.
	pub fn service(&self) -> ServiceId {
		self.case.offence.service
	}

	/// Whether it waits.
	pub fn is_pending(&self) -> bool {
		self.stage == Stage::Pending
	}

	/// Whether the resolver may still object in `now`, and a more severe fact be reported.
	pub fn is_open(&self, now: Epoch) -> bool {
		self.is_pending() && now < self.final_from
	}

	/// The first epoch in which it is executed.
	pub fn executed_from(&self) -> Epoch {
		self.stopped_until.unwrap_or(self.final_from)
	}

	/// Whether the penalty depends on other members' convictions.
	pub fn is_correlated(&self) -> bool {
		self.condition.penalty.formula.facts().any(Fact::is_correlation)
	}

	/// Whether the chain takes somebody's word for it.
	pub fn is_subjective(&self) -> bool {
		!self.condition.evidence.is_self_verifying()
	}

	/// Whether it was final when it was reported.
	pub fn is_immediate(&self) -> bool {
		self.condition.resolution.window() == 0
	}
}

/// A slash that was not overturned, as formulas that count repeats see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Conviction {
	/// Which one.
	pub slash: SlashId,
	/// The epoch in which it becomes, or became, final.
	pub final_from: Epoch,
	/// Whether it was final at once, in the middle of that epoch.
	pub immediate: bool,
}

/// What an operator was among the members of a service at the start of an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Standing {
	/// Its share of the value of all members that counted, rounded up.
	pub value_share: Perquintill,
	/// How many members counted.
	pub members: u32,
}

/// A member whose slash for an epoch was not overturned, as formulas that read other members' convictions see it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Convict<AccountId> {
	/// Who.
	pub operator: AccountId,
	/// From when on the slash is final.
	pub final_from: Epoch,
	/// See [`Standing::value_share`].
	pub value_share: Perquintill,
}

/// The members convicted of one condition for one epoch: not more than belong to a service in an epoch.
pub type ConvictsOf<AccountId> = BoundedVec<Convict<AccountId>, ConstU32<MAX_OPERATORS>>;

/// Whose stake a circuit breaker guards.
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
pub enum Scope {
	/// That of the whole chain.
	#[codec(index = 0)]
	Chain,
	/// That which is pledged to one service.
	#[codec(index = 1)]
	Service(ServiceId),
}

/// A time for which an operator is excluded from a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Sentence {
	/// The slash with which it is lifted. `None`: several sentences that are not lifted any more.
	pub slash: Option<SlashId>,
	/// The first epoch.
	pub from: Epoch,
	/// The first epoch after it.
	pub until: Epoch,
}

/// What the weight of an execution goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
	/// Epochs since the charged one, that one counted.
	pub epochs: Epoch,
	/// Epochs whose convictions its formula counts.
	pub correlated: Epoch,
}

impl Size {
	/// The greatest that an execution can have, so many epochs after the charged one.
	pub(crate) fn at_most(epochs: Epoch) -> Self {
		Self { epochs, correlated: MAX_UNBONDING_EPOCHS.saturating_add(1) }
	}

	/// That of an execution of `slash` in `now`.
	pub(crate) fn of<AccountId>(slash: &Slash<AccountId>, now: Epoch) -> Self {
		let look_back = slash.condition.penalty.look_back;
		Self {
			epochs: now.saturating_sub(slash.case.offence.epoch).saturating_add(1),
			correlated: if slash.is_correlated() { look_back.saturating_add(1) } else { 0 },
		}
	}
}

/// What the weight of a report goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReportSize {
	/// The execution that is paid for with it.
	pub execution: Size,
	/// Whether some of the service's totals were added up.
	pub added_up: bool,
}

/// Where the execution of slashes has got to.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Turn {
	/// All earlier epochs of the agenda are done.
	pub epoch: Epoch,
	/// The service whose turn was the last one in it.
	pub service: Option<ServiceId>,
}

/// What slashes that rest on somebody's word took in one epoch of what an operator shares with a service.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct WordTaken {
	/// The epoch of the executions.
	pub epoch: Epoch,
	/// The sum of their penalties.
	pub penalty: Perquintill,
}
