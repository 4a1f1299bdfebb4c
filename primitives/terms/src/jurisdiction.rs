//! Who is judged by what, as the judge of offences sees it.

use crate::{ConsensusFault, Terms};
use alloc::vec::Vec;
use palisade_primitives::{keys::ServiceKey, Epoch, ServiceId};
use sp_runtime::{DispatchError, Perquintill, Weight};

/// What an operator answers with for an epoch in which it was a member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charged<AccountId> {
	/// The terms in force at the start of the epoch.
	pub terms: Terms<AccountId>,
	/// Its key in that epoch.
	pub key: ServiceKey,
}

/// Why nobody can be charged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotCharged {
	/// There is no such service.
	UnknownService,
	/// The operator was not a member at that epoch, or the epoch lies more than U back.
	NotMember,
}

/// Knows services, their terms and who was bound by them.
pub trait Jurisdiction<AccountId> {
	/// What `operator` answers with to `service` for `epoch`. At most three reads.
	fn charged(
		service: ServiceId,
		operator: &AccountId,
		epoch: Epoch,
	) -> Result<Charged<AccountId>, NotCharged>;

	/// The terms of `service` that are in force at the start of `epoch`, one of the last U + 1 or a later one. Two reads.
	fn terms(service: ServiceId, epoch: Epoch) -> Option<Terms<AccountId>>;

	/// Who owns `service`, and how many members it has whose membership has no end. One read.
	fn owner_and_members(service: ServiceId) -> Option<(AccountId, u32)>;

	/// The services with which `operator` has a record of membership. One read.
	fn services_of(operator: &AccountId) -> Vec<ServiceId>;

	/// Makes `terms` those of `service`, and `key` that of `operator`, which is a member, in all its epochs.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_terms_for_benchmark(
		service: ServiceId,
		operator: &AccountId,
		terms: Terms<AccountId>,
		key: ServiceKey,
	);
}

/// A fault of a validator that the chain itself saw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenFault<AccountId> {
	/// Who.
	pub operator: AccountId,
	/// What.
	pub fault: ConsensusFault,
	/// The session in which it was committed.
	pub session: u32,
	/// The epoch to which it is charged.
	pub charged: Epoch,
	/// How severe it is: not zero.
	pub severity: Perquintill,
}

/// What became of a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultOutcome {
	/// It is judged.
	Reported,
	/// What the members pledged is still being added up: it is to be asked again.
	Waits,
}

/// The judge of offences, as the chain's own consensus sees it.
pub trait ConsensusJudge<AccountId> {
	/// Judges a fault under the terms of service 0 in the charged epoch. May add up a page of what members pledged before.
	fn judge(fault: &SeenFault<AccountId>) -> Result<FaultOutcome, DispatchError>;

	/// What [`Self::judge`] costs at most.
	fn judge_weight() -> Weight;
}
