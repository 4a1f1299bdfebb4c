//! # Runtime API of slashing
//!
//! What reporters, resolvers, operators and wallets read, without an indexer. Clients find the types in the metadata; in
//! polkadot.js the calls are `api.call.slashingApi.*`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::{string::String, vec::Vec};
use codec::{Codec, Decode, Encode};
use palisade_primitives::{
	ActiveStake, AssetId, Balance, Epoch, Offence, Page, PledgedStake, ServiceId, SlashId,
};
use palisade_terms::{Facts, Formula, FormulaError, ParseError};
use scale_info::TypeInfo;
use sp_runtime::{Perbill, Perquintill};

/// A slash.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SlashInfo<AccountId> {
	/// Who offended against whom, in which epoch.
	pub offence: Offence<AccountId>,
	/// Which condition, by its place in the terms of that epoch.
	pub condition: u8,
	/// The greatest severity proven.
	pub severity: Perquintill,
	/// Who reported first, and gets the bounty.
	pub reporter: Option<AccountId>,
	/// What the reporter put down, in native units.
	pub bond: Balance,
	/// The epoch of the report that proved this severity.
	pub reported: Epoch,
	/// The first epoch in which nobody can object any more.
	pub final_from: Epoch,
	/// The circuit breaker stopped it: it is executed in that epoch, and governance can object until then.
	pub stopped_until: Option<Epoch>,
	/// Whether the resolver waived its veto.
	pub upheld: bool,
	/// The penalty may not be greater.
	pub limit: Perquintill,
	/// What became of it.
	pub outcome: Outcome,
}

/// What became of a slash.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Outcome {
	/// Nothing has moved. The penalty as it would be by what is known now.
	Pending {
		/// A share of what was pledged at the charged epoch.
		penalty: Perquintill,
	},
	/// Nothing moved.
	Overturned {
		/// The reporter lost its bond to the accused.
		frivolous: bool,
	},
	/// It took stake.
	Executed {
		/// A share of what was pledged at the charged epoch.
		penalty: Perquintill,
		/// Of each asset that answered, its units.
		taken: Vec<(AssetId, Balance)>,
	},
}

/// What a slash would do if it were reported and executed now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Preview {
	/// A share of what was pledged at the charged epoch.
	pub penalty: Perquintill,
	/// What the reporter would have to put down, in native units.
	pub bond: Balance,
	/// Whether the circuit breaker would stop it for a while, were it final now.
	pub stopped: bool,
	/// What it takes from each pool that answers.
	pub pools: Vec<PoolEffect>,
	/// What the operator would have pledged afterwards, to each service that it has to do with.
	pub pledged: Vec<(ServiceId, Vec<PledgedStake>)>,
}

/// What the circuit breaker lets through for slashes that are final in an epoch and charged to it. Of those charged to an
/// earlier one, the budget is a share of what was pledged then.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BreakerInfo {
	/// Whether there is anything that is stopped.
	pub is_on: bool,
	/// For the service; `None` where it was not added up yet what its members pledged.
	pub service: Option<BudgetInfo>,
	/// For the whole chain.
	pub chain: BudgetInfo,
}

/// What may be executed in an epoch, in native units.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BudgetInfo {
	/// What was executed.
	pub drawn: Balance,
	/// What may be.
	pub budget: Balance,
}

/// The duty of a service, and what of it an operator can attest now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DutyInfo {
	/// The place of the condition in the terms in force.
	pub condition: u8,
	/// Length of a period in blocks.
	pub every: u32,
	/// Blocks after a period's end in which it may still be attested.
	pub grace: u32,
	/// The share of an epoch's due periods that may be missed.
	pub tolerated: Perbill,
	/// The periods that the operator can attest now or has attested, oldest first; none if it does not count as a member.
	pub open: Vec<OpenPeriod>,
}

/// A period that can be attested now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OpenPeriod {
	/// Its number: it begins with block `period × every`.
	pub period: u32,
	/// The epoch for which it counts.
	pub epoch: Epoch,
	/// The first block in which it cannot be attested any more.
	pub closes: u64,
	/// Whether the operator attested it.
	pub attested: bool,
}

/// Why a formula cannot be printed or evaluated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum NotAFormula {
	/// It consists of no operations.
	Empty,
	/// An operation takes more values than those before it left.
	MissingOperand,
	/// More than one value is left at the end.
	UnusedOperand,
	/// An exponent is too large.
	ExponentTooLarge,
}

impl From<FormulaError> for NotAFormula {
	fn from(error: FormulaError) -> Self {
		match error {
			FormulaError::Empty => Self::Empty,
			FormulaError::MissingOperand => Self::MissingOperand,
			FormulaError::UnusedOperand => Self::UnusedOperand,
			FormulaError::ExponentTooLarge => Self::ExponentTooLarge,
		}
	}
}

/// What a slash would do to a pool.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PoolEffect {
	/// The asset of the pool.
	pub asset: AssetId,
	/// Units taken from active stake.
	pub from_active: Balance,
	/// Units taken from stake on its way out.
	pub from_exits: Balance,
	/// The active stake before. What a share is worth falls as its balance does; shares stay.
	pub before: ActiveStake,
	/// The active stake afterwards.
	pub after: ActiveStake,
}

sp_api::decl_runtime_apis! {
	/// Reads slashes.
	pub trait SlashingApi<AccountId>
	where
		AccountId: Codec,
	{
		/// A slash; `None` if it never was, or was so long ago that nothing depends on it any more.
		fn slash(slash: SlashId) -> Option<SlashInfo<AccountId>>;

		/// The slashes of `operator` that wait for their execution, from `from` on in an order that never changes; at most
		/// `limit` and 256.
		fn pending(
			operator: AccountId,
			from: Option<SlashId>,
			limit: u32,
		) -> Page<(SlashId, SlashInfo<AccountId>), SlashId>;

		/// What a slash of `operator` for that condition of `service` at `epoch` would do, were its severity proven and
		/// nobody objected: computed by the code that executes slashes, and taken back. `None` where nobody can be charged.
		fn preview(
			service: ServiceId,
			condition: u8,
			operator: AccountId,
			epoch: Epoch,
			severity: Perquintill,
		) -> Option<Preview>;

		/// What the formula of that condition knows of `operator` at `epoch`, were that severity proven and the slash final now:
		/// what to evaluate other formulas with. Facts that the condition's own formula does not read are 0. `None` where nobody
		/// can be charged, or what the members pledged was not added up.
		fn facts(
			service: ServiceId,
			condition: u8,
			operator: AccountId,
			epoch: Epoch,
			severity: Perquintill,
		) -> Option<Facts>;

		/// What the circuit breaker lets through in `epoch`.
		fn breaker(service: ServiceId, epoch: Epoch) -> BreakerInfo;

		/// The duty of `service` in this epoch, or in the last one if there is none now, and what of both `operator` can attest.
		/// `None` without a duty.
		fn duty(service: ServiceId, operator: AccountId) -> Option<DutyInfo>;

		/// The formula that `text` says.
		fn parse_formula(text: String) -> Result<Formula, ParseError>;

		/// How a formula is written.
		fn print_formula(formula: Formula) -> Result<String, NotAFormula>;

		/// The penalty that a formula makes of such facts.
		fn evaluate(formula: Formula, facts: Facts) -> Result<Perquintill, NotAFormula>;
	}
}
