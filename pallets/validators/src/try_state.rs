//! What must always hold.

use crate::*;
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use palisade_primitives::EpochClock;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// 1. The limits are in range.
	/// 2. Nobody is planned twice, nor absent twice.
	/// 3. Nobody is listed as absent for no session, or for so many that it was a fault.
	/// 4. Nothing of no severity is recorded.
	/// 5. Nobody departed or is suspended twice, nor is suspended in an epoch that has not begun.
	/// 6. No block that is still to come was rewarded.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(Self::are_sound(&Limits::<T>::get()), "limits out of range");
		let planned = Planned::<T>::get();
		let all = planned.iter().collect::<BTreeSet<_>>();
		ensure!(all.len() == planned.len(), "a validator that is planned twice");
		if let Some(Absences { absent, .. }) = LastAbsences::<T>::get() {
			let all = absent.iter().map(|(who, _)| who).collect::<BTreeSet<_>>();
			ensure!(all.len() == absent.len(), "a validator that is absent twice");
			let within = 1..T::MaxAbsence::get();
			ensure!(
				absent.iter().all(|(_, sessions)| within.contains(sessions)),
				"a miscounted absence"
			);
		}
		let recorded = Recorded::<T>::iter_values();
		ensure!(recorded.into_iter().all(|severity| !severity.is_zero()), "a fault of no severity");
		let departed = Departed::<T>::get();
		let (epoch, suspended) = Suspended::<T>::get();
		for list in [&departed, &suspended] {
			ensure!(
				list.iter().collect::<BTreeSet<_>>().len() == list.len(),
				"an operator that is listed twice"
			);
		}
		ensure!(epoch <= T::Clock::current_epoch(), "a suspension in an epoch to come");
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(RewardedUpTo::<T>::get() <= now, "a block was rewarded that is still to come");
		Ok(())
	}
}
