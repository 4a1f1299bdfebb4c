//! The heartbeat of a validator. The SDK's benchmark of its check stops early on a chain with fewer validators than keys.

use crate::{configs::consensus::MaxAuthorities, *};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	dispatch::RawOrigin,
	traits::{Authorize, Get, UnfilteredDispatchable},
};
use pallet_im_online::{sr25519::AuthorityId, Call, Heartbeat, Keys, ReceivedHeartbeats};
use sp_runtime::{transaction_validity::TransactionSource, RuntimeAppPublic};

/// The subject of these benchmarks.
pub struct Pallet<T: Config>(core::marker::PhantomData<T>);

/// What they ask of the runtime: to be this one.
pub trait Config: frame_system::Config {}

impl Config for Runtime {}

/// The heartbeat of the last of `count` validators, which made no block and sent none before.
fn last_heartbeat(count: u32) -> Result<Call<Runtime>, BenchmarkError> {
	let validators: Vec<AccountId> = (0..count).map(|n| account("validator", n, 0)).collect();
	pallet_session::Validators::<Runtime>::put(validators);
	let key = |n: u32| AuthorityId::generate_pair(Some(alloc::format!("//Validator//{n}").into()));
	let keys: Vec<_> = (0..count).map(key).collect();
	let last = keys.last().ok_or("there is a validator")?.clone();
	Keys::<Runtime>::put(
		frame_support::WeakBoundedVec::<_, MaxAuthorities>::try_from(keys)
			.map_err(|()| "there are as many as can be")?,
	);
	let heartbeat = Heartbeat {
		block_number: 0,
		session_index: Session::current_index(),
		authority_index: count - 1,
		validators_len: count,
	};
	let signature = last.sign(&heartbeat.encode()).ok_or("the keystore has the key")?;
	Ok(Call::heartbeat { heartbeat, signature })
}

/// Whether the heartbeat of the last of `count` validators was received.
fn is_received(count: u32) -> bool {
	ReceivedHeartbeats::<Runtime>::contains_key(Session::current_index(), count - 1)
}

#[benchmarks]
mod measured {
	use super::*;

	/// `k`: validators.
	#[benchmark]
	fn heartbeat(k: Linear<1, { MaxAuthorities::get() }>) -> Result<(), BenchmarkError> {
		let call = last_heartbeat(k)?;
		#[block]
		{
			call.dispatch_bypass_filter(RawOrigin::Authorized.into())?;
		}
		assert!(is_received(k));
		Ok(())
	}

	/// `k`: validators.
	#[benchmark]
	fn authorize_heartbeat(k: Linear<1, { MaxAuthorities::get() }>) -> Result<(), BenchmarkError> {
		let call: RuntimeCall = last_heartbeat(k)?.into();
		let authorized;
		#[block]
		{
			authorized = call.authorize(TransactionSource::InBlock);
		}
		authorized.ok_or("the call authorizes itself")??;
		assert!(!is_received(k));
		Ok(())
	}
}
