//! What formulas know about an offence, and the penalty that they make of it.
//!
//! `penalty = min(formula(facts), what it was reduced to)`, evaluated as of the epoch in which the slash becomes final.
//!
//! | Fact | Taken from | Known from |
//! |---|---|---|
//! | severity | the evidence | the report |
//! | value share, members | the service's [totals](palisade_primitives::StakeView::totals) at the charged epoch | the report, which fails until they are added up |
//! | repeats | slashes of the operator under the condition that are final in the look-back window | the final epoch |
//! | convicted members, and their share of members and value | slashes of all members under the condition, charged to the look-back window | the final epoch |
//!
//! ## Colluders pay alike
//!
//! A formula that reads other members' convictions counts those that are **charged** to the epochs from `e − look_back` through
//! `e`, were not overturned and are final by then. Each such slash of an epoch `e` is final at the same time, whenever it was
//! reported and whatever the resolver waives:
//!
//! ```text
//! final = e + evidence_age + window + 1
//! ```
//!
//! So the order of the reports changes no penalty. With `evidence_age` = 2 and `window` = 1, four of ten members that each did in
//! epoch 10 what `(3 × convicted member share)²` judges, reported in 10, 11, 12 and 12, all pay `min(1, 1.2²)`, 100 %, in 14. A
//! member that was convicted for several epochs counts once, with the greatest of its value shares.

use crate::*;
use alloc::collections::BTreeMap;
use frame_support::defensive;
use palisade_primitives::{Epoch, Offence, ServiceId, SlashId, StakeView, CONSENSUS_SERVICE};
use palisade_terms::{Condition, Fact, Facts as FormulaFacts};
use sp_runtime::{
	traits::{Saturating, Zero},
	PerThing, Perquintill, Rounding,
};

/// What other members' convictions amount to.
struct Correlation {
	members: u32,
	value_share: Perquintill,
}

impl<T: Config> Pallet<T> {
	/// The penalty of a slash by what is known now: what the formula says, and no more than it was reduced to.
	pub(crate) fn penalty(id: SlashId, slash: &Slash<T::AccountId>) -> Perquintill {
		slash.condition.penalty.formula.evaluate(&Self::facts(id, slash)).min(slash.limit)
	}

	/// What the formula of a slash knows. Facts that it does not read are not looked up.
	pub(crate) fn facts(id: SlashId, slash: &Slash<T::AccountId>) -> FormulaFacts {
		let mut facts = FormulaFacts {
			severity: slash.severity,
			repeats: Self::repeats(id, slash),
			..Default::default()
		};
		if let Some(standing) = slash.standing {
			facts.value_share = standing.value_share;
			facts.members = standing.members;
			if slash.is_correlated() {
				let Correlation { members, value_share } = Self::correlation(slash, &standing);
				facts.convicted_members = members;
				facts.convicted_value_share = value_share;
				facts.convicted_member_share = share(members.into(), standing.members.into());
			}
		}
		facts
	}

	/// Other convictions of the operator under the condition, final within the look-back window when this one is. Those
	/// under veto that become final with the same epoch count each other; of those without, the later ones the earlier.
	fn repeats(id: SlashId, slash: &Slash<T::AccountId>) -> u32 {
		let look_back = slash.condition.penalty.look_back;
		if look_back == 0 {
			return 0;
		}
		let at = slash.final_from;
		let oldest = at.saturating_sub(look_back);
		let counts = |other: &&Conviction| {
			let before = match (other.immediate, slash.is_immediate()) {
				_ if other.final_from != at => other.final_from < at,
				(true, true) => other.slash < id,
				(true, false) => false,
				(false, _) => true,
			};
			other.slash != id && before && other.final_from >= oldest
		};
		// Not more than are remembered.
		let convictions = Convictions::<T>::get(Self::record_key(&slash.case));
		convictions.iter().filter(counts).count() as u32
	}

	/// Who of the members is convicted for the epochs of the look-back window, and final by the time that this slash is; the
	/// accused included.
	fn correlation(slash: &Slash<T::AccountId>, standing: &Standing) -> Correlation {
		let Offence { operator, service, epoch } = &slash.case.offence;
		let first = epoch.saturating_sub(slash.condition.penalty.look_back);
		let mut convicts = BTreeMap::from([(operator.clone(), standing.value_share)]);
		for charged in first..=*epoch {
			for convict in Convicts::<T>::get((*service, slash.case.condition, charged)) {
				if convict.final_from <= slash.final_from {
					let known = convicts.entry(convict.operator).or_insert(Perquintill::zero());
					*known = convict.value_share.max(*known);
				}
			}
		}
		let sum = |sum: Perquintill, share: &Perquintill| sum.saturating_add(*share);
		Correlation {
			// At most a service's members in each epoch of the window.
			members: convicts.len() as u32,
			value_share: convicts.values().fold(Perquintill::zero(), sum),
		}
	}

	/// What the accused was among the members at the charged epoch, if the formula of `condition` asks for that. Two reads, and
	/// what [`StakeView::pledged`] reads.
	pub(crate) fn standing(
		offence: &Offence<T::AccountId>,
		condition: &Condition<T::AccountId>,
	) -> Result<Option<Standing>, Error<T>> {
		if !condition.penalty.formula.facts().any(Fact::needs_totals) {
			return Ok(None);
		}
		let totals = T::Stake::totals(offence.service, offence.epoch);
		let totals = totals.ok_or(Error::<T>::NotTallied)?;
		let value_share = share(Self::value_at_stake(offence), totals.value);
		Ok(Some(Standing { value_share, members: totals.members }))
	}

	/// Lists the accused among those whom formulas of other slashes count.
	pub(crate) fn list_convict(slash: &Slash<T::AccountId>) -> Result<(), Error<T>> {
		let Some(standing) = slash.standing.filter(|_| slash.is_correlated()) else {
			return Ok(());
		};
		let convict = Convict {
			operator: slash.case.offence.operator.clone(),
			final_from: slash.final_from,
			value_share: standing.value_share,
		};
		let listed = Convicts::<T>::mutate(Self::convicts_key(slash), |convicts| {
			convicts.try_push(convict).is_ok()
		});
		// Consensus alone has more members than there is room: whoever is not listed counts for its own slash only.
		if !listed && slash.service() != CONSENSUS_SERVICE {
			defensive!("a service has no more members in an epoch than there is room");
			return Err(Error::<T>::Defensive);
		}
		Ok(())
	}

	/// The accused is not, or need not be, counted by other slashes' formulas any more.
	pub(crate) fn unlist_convict(slash: &Slash<T::AccountId>) {
		if !slash.is_correlated() {
			return;
		}
		let operator = &slash.case.offence.operator;
		Convicts::<T>::mutate_exists(Self::convicts_key(slash), |stored| {
			if let Some(convicts) = stored {
				convicts.retain(|convict| convict.operator != *operator);
				if convicts.is_empty() {
					*stored = None;
				}
			}
		});
	}

	/// Where those stand who are convicted of the same for the same epoch.
	fn convicts_key(slash: &Slash<T::AccountId>) -> (ServiceId, u8, Epoch) {
		let Offence { service, epoch, .. } = slash.case.offence;
		(service, slash.case.condition, epoch)
	}
}

/// `part` of `whole`, rounded up, at most all: also where the whole does not contain the part.
pub(crate) fn share(part: u128, whole: u128) -> Perquintill {
	if part.is_zero() {
		return Perquintill::zero();
	}
	if part >= whole {
		return Perquintill::one();
	}
	Perquintill::from_rational_with_rounding(part, whole, Rounding::Up)
		.unwrap_or(Perquintill::one())
}
