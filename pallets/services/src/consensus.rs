//! Service 0, the chain's own consensus, at genesis.

use crate::*;
use frame_support::{pallet_prelude::DispatchResult, BoundedVec};
use palisade_primitives::{keys::ServiceKey, EpochClock, OperatorRegistry};
use palisade_terms::Terms;

impl<T: Config> Pallet<T> {
	/// Creates service 0 for `owner`, the account that stands for governance, with version 1 of its terms in force. Fails as
	/// [`Call::create`] does.
	pub fn found_consensus(owner: T::AccountId, terms: Terms<T::AccountId>) -> DispatchResult {
		let service = CONSENSUS_SERVICE;
		Self::check_terms(service, &terms)?;
		let entry = Service {
			owner,
			metadata: BoundedVec::truncate_from(b"consensus".to_vec()),
			timeline: Self::first_version(&terms, Consent::Notice),
			stops_at: None,
			records: 0,
			deposit: None,
		};
		Self::store_new(service, entry, terms);
		Ok(())
	}

	/// Makes `operator`, a registered one, a member of service 0 with `key` from this epoch on. It puts down the deposit for its
	/// record. For genesis: nobody proves to hold the key.
	pub fn enlist(operator: &T::AccountId, key: ServiceKey) -> DispatchResult {
		let service = CONSENSUS_SERVICE;
		ensure!(T::Operators::status(operator).is_some(), Error::<T>::NotOperator);
		ensure!(!Memberships::<T>::contains_key(service, operator), Error::<T>::AlreadyMember);
		ensure!(!key.is_weak(), Error::<T>::WeakKey);
		let now = T::Clock::current_epoch();
		let mut entry = Self::open_service(service)?;
		let latest = entry.timeline.latest().map_or(1, |latest| latest.number);
		let terms = TermsOf::<T>::get(service, latest).ok_or(Error::<T>::Defensive)?;
		Self::ensure_room(&entry, &terms, now)?;
		let mut record = Self::new_record(service, operator, latest, &mut entry)?;
		Self::claim_key(&key, operator, now)?;
		Self::begin_spell(&mut record, &mut entry, latest, key, now)?;
		Services::<T>::insert(service, entry);
		Memberships::<T>::insert(service, operator, record);
		Ok(())
	}
}
