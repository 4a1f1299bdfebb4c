//! Faults of the chain's own consensus, service 0.
//!
//! The chain sees them itself: nobody reports them here, nobody puts down a bond, nobody earns a bounty. Which condition applies is
//! found by the kind of the fault. All the rest, from the window to the circuit breaker, is as for any other service.

use crate::{evidence::Fact, *};
use frame_support::weights::Weight;
use palisade_primitives::{Offence, StakeView, CONSENSUS_SERVICE};
use palisade_terms::{ConsensusJudge, Fact as FormulaFact, FaultOutcome, Jurisdiction, SeenFault};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchError,
};

impl<T: Config> ConsensusJudge<T::AccountId> for Pallet<T> {
	fn judge(seen: &SeenFault<T::AccountId>) -> Result<FaultOutcome, DispatchError> {
		let service = CONSENSUS_SERVICE;
		let terms =
			T::Jurisdiction::terms(service, seen.charged).ok_or(Error::<T>::UnknownService)?;
		let judged_by = |condition: &palisade_terms::Condition<_>| {
			condition.evidence.fault() == Some(seen.fault)
		};
		let place = terms.conditions.iter().position(judged_by);
		// Terms have fewer conditions than a byte counts.
		let condition = place.ok_or(Error::<T>::UnknownCondition)? as u8;
		let operator = seen.operator.clone();
		let case = Case { offence: Offence { operator, service, epoch: seen.charged }, condition };
		let (law, _) = Self::law_of(&case)?;

		let needs_totals = law.condition.penalty.formula.facts().any(FormulaFact::needs_totals);
		let added_up = Self::add_up_for(&case.offence, &law.condition);
		if needs_totals && added_up && T::Stake::totals(service, seen.charged).is_none() {
			return Ok(FaultOutcome::Waits);
		}
		// A fault becomes more severe when others are found that committed it with the accused.
		let topic = BlakeTwo256::hash_of(&(seen.fault, seen.session, seen.severity));
		Self::report_fact(None, case, law, Fact { topic, severity: seen.severity })?;
		Ok(FaultOutcome::Reported)
	}

	fn judge_weight() -> Weight {
		// What the chain itself sees takes the same way, an absence or a fault.
		T::WeightInfo::report_absence().saturating_add(T::Stake::add_up_weight())
	}
}
