//! The calls of `pallet_session`. The SDK's benchmarks of them want `pallet_staking` around them.

use crate::*;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::traits::fungible::InspectHold;
use frame_system::RawOrigin;
use pallet_session::{ExternallySetKeys, KeyOwner, NextKeys, SessionInterface};
use sp_runtime::traits::OpaqueKeys;

/// The subject of these benchmarks.
pub struct Pallet<T: Config>(core::marker::PhantomData<T>);

/// What they ask of the runtime: to be this one.
pub trait Config: frame_system::Config {}

impl Config for Runtime {}

/// So much that the deposit can be paid.
fn fund(who: &AccountId) -> Result<(), BenchmarkError> {
	Ok(Session::ensure_can_pay_key_deposit(who)
		.and_then(|()| Session::ensure_can_pay_key_deposit(who))?)
}

/// Keys of `who` out of a seed, and the proof of that.
fn keys(who: &AccountId, seed: &str) -> (SessionKeys, Vec<u8>) {
	let generated = SessionKeys::generate(&who.encode(), Some(seed.into()));
	(generated.keys, generated.proof.encode())
}

/// Whether `who` has registered exactly these keys.
fn owns(who: &AccountId, keys: &SessionKeys) -> bool {
	let owner = |id: &sp_core::crypto::KeyTypeId| {
		KeyOwner::<Runtime>::get((*id, keys.get_raw(*id).to_vec()))
	};
	SessionKeys::key_ids().iter().all(|id| owner(id).as_ref() == Some(who))
		&& NextKeys::<Runtime>::get(who).as_ref() == Some(keys)
}

#[benchmarks]
mod measured {
	use super::*;

	/// The new keys replace others that some pallet set. Then the account puts down a deposit as for its first keys, and the
	/// old ones are removed as for any but the first.
	#[benchmark]
	fn set_keys() -> Result<(), BenchmarkError> {
		let who: AccountId = whitelisted_caller();
		fund(&who)?;
		let (old, _) = keys(&who, "//Old");
		<Session as SessionInterface>::set_keys(&who, old.clone())?;
		assert!(owns(&who, &old));
		let (new, proof) = keys(&who, "//New");
		#[block]
		{
			Session::set_keys(RawOrigin::Signed(who.clone()).into(), new.clone(), proof)?;
		}
		assert!(owns(&who, &new) && !owns(&who, &old));
		assert!(!ExternallySetKeys::<Runtime>::contains_key(&who));
		assert!(Balances::total_balance_on_hold(&who) > 0);
		Ok(())
	}

	/// The deposit is returned.
	#[benchmark]
	fn purge_keys() -> Result<(), BenchmarkError> {
		let who: AccountId = whitelisted_caller();
		fund(&who)?;
		let (keys, proof) = keys(&who, "//Old");
		Session::set_keys(RawOrigin::Signed(who.clone()).into(), keys, proof)?;
		assert!(Balances::total_balance_on_hold(&who) > 0);
		#[block]
		{
			Session::purge_keys(RawOrigin::Signed(who.clone()).into())?;
		}
		assert!(!NextKeys::<Runtime>::contains_key(&who));
		assert_eq!(Balances::total_balance_on_hold(&who), 0);
		Ok(())
	}
}
