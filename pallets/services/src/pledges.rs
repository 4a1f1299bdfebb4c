//! The registry as the ledger sees it: what a member may pledge, and what its value amounts to.
//!
//! A member may pledge what the terms accept that it accepted last, from its admission on: also before its membership
//! counts, so that it counts in full from its first epoch. A pledge made under terms that are gone goes on; a service
//! that does not want it any more ejects the member.

use crate::*;
use palisade_primitives::{
	AssetId, EpochClock, Jail, PledgeRefusal, PledgedStake, ServiceRegistry, StakeKind, StakeView,
};
use palisade_terms::{Charged, Jurisdiction, NotCharged, Terms};

impl<T: Config> Pallet<T> {
	/// The terms that `operator`, a member without an end that has come, accepted last; of the chain's own consensus, those in
	/// force. Three reads.
	fn accepted_terms(service: ServiceId, operator: &T::AccountId) -> Option<Terms<T::AccountId>> {
		let entry = Services::<T>::get(service)?;
		let member = Self::member_record(&entry, service, operator).ok()?;
		let version = entry.timeline.binding(member.accepted, T::Clock::current_epoch());
		TermsOf::<T>::get(service, version)
	}
}

impl<T: Config> ServiceRegistry<T::AccountId> for Pallet<T> {
	fn may_pledge(
		service: ServiceId,
		operator: &T::AccountId,
		asset: &AssetId,
		kind: StakeKind,
	) -> Result<(), PledgeRefusal> {
		let terms = Self::accepted_terms(service, operator).ok_or(PledgeRefusal::NotMember)?;
		let accepted = terms.assets.iter().find(|accepted| accepted.asset == *asset);
		let accepted = accepted.ok_or(PledgeRefusal::AssetNotAccepted)?;
		ensure!(accepted.kinds.accepts(kind), PledgeRefusal::KindNotAccepted);
		Ok(())
	}

	fn ended_at(service: ServiceId, operator: &T::AccountId) -> Option<Epoch> {
		let record = Memberships::<T>::get(service, operator)?;
		let entry = Services::<T>::get(service)?;
		let end = record.ends_at(&entry.timeline, entry.stops_at);
		end.filter(|end| *end <= T::Clock::current_epoch())
	}

	fn is_member(service: ServiceId, operator: &T::AccountId, epoch: Epoch) -> bool {
		Self::member_at(service, operator, epoch).is_some()
	}

	fn counting_stake(
		service: ServiceId,
		operator: &T::AccountId,
		epoch: Epoch,
	) -> Option<Vec<PledgedStake>> {
		let (version, _) = Self::member_at(service, operator, epoch)?;
		if T::Jail::is_jailed(service, operator, epoch) {
			return None;
		}
		let terms = TermsOf::<T>::get(service, version)?;
		let pledged = T::Stake::pledged(operator, service, epoch);
		let enough = PledgedStake::value_of(&pledged) >= terms.min_operator_value;
		enough.then_some(pledged)
	}

	fn members_after(
		service: ServiceId,
		after: Option<&T::AccountId>,
		limit: u32,
	) -> Vec<T::AccountId> {
		let all = match after {
			Some(after) => Memberships::<T>::iter_key_prefix_from(
				service,
				Memberships::<T>::hashed_key_for(service, after),
			),
			None => Memberships::<T>::iter_key_prefix(service),
		};
		all.take(limit as usize).collect()
	}

	fn required_unbonding() -> Epoch {
		NeededUnbonding::<T>::iter_keys().max().unwrap_or(0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn create_for_benchmark(assets: &[AssetId], operators: &[T::AccountId]) -> ServiceId {
		benchmarking::service_of_members::<T>(assets, operators)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn need_each_unbonding_for_benchmark() {
		for needs in 1..=palisade_primitives::MAX_UNBONDING_EPOCHS {
			NeededUnbonding::<T>::insert(needs, 1);
		}
	}
}

impl<T: Config> Jurisdiction<T::AccountId> for Pallet<T> {
	fn charged(
		service: ServiceId,
		operator: &T::AccountId,
		epoch: Epoch,
	) -> Result<Charged<T::AccountId>, NotCharged> {
		ensure!(Services::<T>::contains_key(service), NotCharged::UnknownService);
		let (version, key) =
			Self::member_at(service, operator, epoch).ok_or(NotCharged::NotMember)?;
		let terms = TermsOf::<T>::get(service, version).ok_or(NotCharged::NotMember)?;
		Ok(Charged { terms, key })
	}

	fn terms(service: ServiceId, epoch: Epoch) -> Option<Terms<T::AccountId>> {
		Some(Self::terms_at(service, epoch)?.1)
	}

	fn owner_and_members(service: ServiceId) -> Option<(T::AccountId, u32)> {
		let entry = Services::<T>::get(service)?;
		let members = entry.timeline.members(T::Clock::current_epoch());
		Some((entry.owner, members))
	}

	fn services_of(operator: &T::AccountId) -> Vec<ServiceId> {
		OperatorServices::<T>::get(operator).into_inner()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_terms_for_benchmark(
		service: ServiceId,
		operator: &T::AccountId,
		terms: Terms<T::AccountId>,
		key: palisade_primitives::keys::ServiceKey,
	) {
		benchmarking::set_terms::<T>(service, operator, terms, key);
	}
}
