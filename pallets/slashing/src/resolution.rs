//! Who may object to a slash, and until when.
//!
//! Terms without a window leave nobody time. With a window, the **resolver** that they name and **governance** may limit the
//! penalty or undo the slash until its final epoch begins. The resolver may also waive its veto; that takes nothing from
//! governance, which has until the end of the epoch after the report in any case:
//!
//! ```text
//! final = max(next epoch, report + 2), if that is earlier than report + window + 1
//! ```
//!
//! A resolver that reported the offence, made it more severe, or is accused of it is a party and has no say. (That it is not the
//! one who rules is the law of terms.)
//!
//! A slash whose formula reads other members' convictions is final when all of the same epoch are, whatever the resolver waives.
//! While the circuit breaker holds up a slash that was final, governance alone may still object.

use crate::*;
use frame_support::{ensure, traits::EnsureOrigin};
use frame_system::ensure_signed;
use palisade_primitives::{Epoch, EpochClock, Liability, SlashId};
use palisade_terms::Resolution;
use sp_runtime::{DispatchError, DispatchResult, Perquintill};

impl<T: Config> Pallet<T> {
	/// See [`Call::uphold`].
	pub(crate) fn do_uphold(who: T::AccountId, id: SlashId) -> DispatchResult {
		let (mut slash, now) = Self::objectionable(id)?;
		Self::ensure_resolver(&slash, &who, now)?;
		slash.upheld = true;
		let earliest = slash.reported.saturating_add(2).max(now.saturating_add(1));
		// Who is judged by other members' convictions waits for them.
		let final_from =
			if slash.is_correlated() { slash.final_from } else { slash.final_from.min(earliest) };
		Self::set_final(id, &mut slash, final_from);
		Slashes::<T>::insert(id, slash);
		Self::deposit_event(Event::Upheld { slash: id, final_from });
		Ok(())
	}

	/// See [`Call::reduce`].
	pub(crate) fn do_reduce(
		origin: T::RuntimeOrigin,
		id: SlashId,
		limit: Perquintill,
	) -> DispatchResult {
		let (mut slash, now) = Self::objectionable(id)?;
		let by_governance = Self::ensure_objector(origin, &slash, now)?;
		ensure!(limit < slash.limit, Error::<T>::NotLower);
		slash.limit = limit;
		Slashes::<T>::insert(id, slash);
		Self::deposit_event(Event::Reduced { slash: id, limit, by_governance });
		Ok(())
	}

	/// See [`Call::overturn`].
	pub(crate) fn do_overturn(
		origin: T::RuntimeOrigin,
		id: SlashId,
		frivolous: bool,
	) -> DispatchResult {
		let (mut slash, now) = Self::objectionable(id)?;
		let by_governance = Self::ensure_objector(origin, &slash, now)?;
		ensure!(!frivolous || slash.is_subjective(), Error::<T>::NotFrivolous);
		T::Liability::close(&slash.case.offence)?;
		let bond = if frivolous {
			Self::forfeit_bond(&slash)?
		} else {
			Self::return_bond(&slash)?;
			0
		};
		slash.stage = Stage::Overturned { frivolous };
		Self::acquit(id, &slash.case);
		Self::unlist_convict(&slash);
		// Other facts of the case can still be reported.
		Cases::<T>::remove(&slash.case);
		Self::settle(id, &mut slash, now);
		Self::deposit_event(Event::Overturned { slash: id, by_governance, frivolous, bond });
		Self::release(id, &slash.case.offence, now);
		Slashes::<T>::insert(id, slash);
		Ok(())
	}

	/// The slash, if anybody may still object to it.
	fn objectionable(id: SlashId) -> Result<(Slash<T::AccountId>, Epoch), DispatchError> {
		let slash = Self::slash_of(id)?;
		ensure!(slash.is_pending(), Error::<T>::NotPending);
		let now = T::Clock::current_epoch();
		ensure!(now < slash.executed_from(), Error::<T>::WindowClosed);
		Ok((slash, now))
	}

	/// Whether it is governance that objects; otherwise it is the resolver.
	fn ensure_objector(
		origin: T::RuntimeOrigin,
		slash: &Slash<T::AccountId>,
		now: Epoch,
	) -> Result<bool, DispatchError> {
		match T::GovernanceOrigin::try_origin(origin) {
			Ok(_) => Ok(true),
			Err(origin) => {
				let who = ensure_signed(origin)?;
				Self::ensure_resolver(slash, &who, now)?;
				Ok(false)
			},
		}
	}

	/// `who` is the resolver, has a say, and did not waive it. What the breaker stopped is governance's matter.
	fn ensure_resolver(
		slash: &Slash<T::AccountId>,
		who: &T::AccountId,
		now: Epoch,
	) -> Result<(), Error<T>> {
		ensure!(slash.is_open(now), Error::<T>::WindowClosed);
		let resolver = match &slash.condition.resolution {
			Resolution::Veto { resolver, .. } => Some(resolver),
			Resolution::Immediate => None,
		};
		ensure!(resolver == Some(who), Error::<T>::NotResolver);
		let reported = [&slash.reporter, &slash.raised_by].contains(&&Some(who.clone()));
		let is_party = reported || slash.case.offence.operator == *who;
		ensure!(!is_party, Error::<T>::ResolverIsParty);
		ensure!(!slash.upheld, Error::<T>::AlreadyUpheld);
		Ok(())
	}
}
