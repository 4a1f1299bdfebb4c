//! What the runtime API answers. Reads only.

use crate::*;
use frame_support::traits::Contains;
use palisade_primitives::{EpochClock, Jail, ServiceRegistry, CONSENSUS_SERVICE};
use pallet_validators_runtime_api::{ElectionInfo, ValidatorInfo};

impl<T: Config> Pallet<T> {
	/// See [`pallet_validators_runtime_api::ValidatorsApi::election`].
	pub fn election() -> ElectionInfo<T::AccountId> {
		let limits = Limits::<T>::get();
		let Election { candidates, validators, .. } =
			Self::elect(&limits, T::Clock::current_epoch());
		ElectionInfo { min: limits.min, max: limits.max, candidates, validators }
	}

	/// See [`pallet_validators_runtime_api::ValidatorsApi::validator`].
	pub fn validator(who: &T::AccountId) -> ValidatorInfo {
		let epoch = T::Clock::current_epoch();
		let stake = T::Services::counting_stake(CONSENSUS_SERVICE, who, epoch);
		let Election { candidates, validators, .. } = Self::elect(&Limits::<T>::get(), epoch);
		let rank = candidates.iter().zip(1..).find(|((candidate, _), _)| candidate == who);
		ValidatorInfo {
			weight: stake.map(|stake| Self::weight_of(&stake)),
			jailed: T::Jail::is_jailed(CONSENSUS_SERVICE, who, epoch),
			suspended: Self::suspended_in(epoch).contains(who),
			has_session_keys: T::SessionKeys::contains(who),
			rank: rank.map(|(_, rank)| rank),
			would_be_elected: validators.contains(who),
			planned: Planned::<T>::get().contains(who),
			may_leave: !matches!(Self::departure(who, epoch), Departure::Refused),
		}
	}
}
