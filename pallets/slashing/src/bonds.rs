//! What a reporter puts down, so that nobody accuses for fun.
//!
//! `bond = max(MinReportBond, ReportBondRate × value at stake)`, held where somebody may object. It is returned when the
//! slash is executed or overturned; forfeited to the accused only where the slash rests on the reporter's word and was
//! overturned as frivolous.

use crate::*;
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use palisade_primitives::Balance;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// What a reporter puts down for a slash where so much is at stake.
	pub(crate) fn bond(value_at_stake: Balance) -> Balance {
		// Against the reporter.
		T::ReportBondRate::get().mul_ceil(value_at_stake).max(T::MinReportBond::get())
	}

	/// Holds the bond of the reporter of `slash`.
	pub(crate) fn take_bond(slash: &mut Slash<T::AccountId>) -> DispatchResult {
		if slash.is_immediate() {
			return Ok(());
		}
		let Some(reporter) = &slash.reporter else { return Ok(()) };
		let bond = Self::bond(Self::value_at_stake(&slash.case.offence));
		T::Currency::hold(&HoldReason::ReportBond.into(), reporter, bond)
			.map_err(|_| Error::<T>::BondUnavailable)?;
		slash.bond = bond;
		Ok(())
	}

	/// Returns the bond.
	pub(crate) fn return_bond(slash: &Slash<T::AccountId>) -> DispatchResult {
		let Some(reporter) = slash.reporter.as_ref().filter(|_| slash.bond > 0) else {
			return Ok(());
		};
		let reason = HoldReason::ReportBond.into();
		let released = T::Currency::release(&reason, reporter, slash.bond, Precision::BestEffort)?;
		if released != slash.bond {
			defensive!("the bond is held");
		}
		Ok(())
	}

	/// Gives the bond to the accused, or to the treasury if the accused cannot receive it. Returns what moved.
	pub(crate) fn forfeit_bond(slash: &Slash<T::AccountId>) -> Result<Balance, DispatchError> {
		let Some(reporter) = slash.reporter.as_ref().filter(|_| slash.bond > 0) else {
			return Ok(0);
		};
		let give = |to: &T::AccountId| {
			T::Currency::transfer_on_hold(
				&HoldReason::ReportBond.into(),
				reporter,
				to,
				slash.bond,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
		};
		with_storage_layer(|| give(&slash.case.offence.operator))
			.or_else(|_| give(&T::Treasury::get()))
	}
}
