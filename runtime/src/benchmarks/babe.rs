//! What `pallet_babe` asks for by [`pallet_babe::WeightInfo`]. Its crate measures a part of that, without the database.

use super::validators;
use crate::*;
use alloc::boxed::Box;
use frame_benchmarking::v2::*;
use frame_support::{
	dispatch::RawOrigin,
	traits::{ConstU32, Get, UnfilteredDispatchable},
	BoundedVec,
};
use pallet_babe::{Call, EquivocationOffence};
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, NextConfigDescriptor, PreDigest, SecondaryPlainPreDigest},
	AllowedSlots, AuthorityId, EquivocationProof, KEY_TYPE,
};
use sp_io::crypto;
use sp_runtime::{
	generic::{Digest, DigestItem},
	traits::Header as _,
};

/// The subject of these benchmarks.
pub struct Pallet<T: Config>(core::marker::PhantomData<T>);

/// What they ask of the runtime: to be this one.
pub trait Config: frame_system::Config {}

impl Config for Runtime {}

/// Two blocks of one slot, both signed by `offender`.
fn fault(offender: &AuthorityId) -> Result<EquivocationProof<Header>, BenchmarkError> {
	let header = |parent: u8| {
		let pre_digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			authority_index: validators::count() - 1,
			slot: validators::SLOT.into(),
		});
		let digest = Digest { logs: alloc::vec![DigestItem::babe_pre_digest(pre_digest)] };
		let parent = Hash::repeat_byte(parent);
		let mut header = Header::new(7, Hash::default(), Hash::default(), parent, digest);
		let seal = crypto::sr25519_sign(KEY_TYPE, offender.as_ref(), header.hash().as_ref())
			.ok_or("the keystore has the key")?;
		header.digest_mut().push(DigestItem::babe_seal(seal.into()));
		Ok::<_, BenchmarkError>(header)
	};
	Ok(EquivocationProof {
		offender: offender.clone(),
		slot: validators::SLOT.into(),
		first_header: header(1)?,
		second_header: header(2)?,
	})
}

#[benchmarks]
mod measured {
	use super::*;

	/// The report of a block's author, whose proof is checked before and in the call. The other one is checked once.
	#[benchmark]
	fn report_equivocation() -> Result<(), BenchmarkError> {
		let offender: AuthorityId =
			crypto::sr25519_generate(KEY_TYPE, Some(b"//Offender".to_vec())).into();
		validators::store(|keys| keys.babe = offender.clone());
		// Of as many skipped epochs as are remembered, each shifts the count of sessions by one.
		let skipped: Vec<_> = (1..=100u32).map(|n| (2 * u64::from(n), n)).collect();
		let epochs = u64::from(validators::SESSION + 100);
		pallet_babe::SkippedEpochs::<Runtime>::put(
			BoundedVec::<_, ConstU32<100>>::try_from(skipped).map_err(|_| "there is room")?,
		);
		let length: u64 = <Runtime as pallet_babe::Config>::EpochDuration::get();
		let genesis = validators::SLOT.checked_sub(epochs * length).ok_or("an epoch is short")?;
		pallet_babe::GenesisSlot::<Runtime>::put(sp_consensus_babe::Slot::from(genesis));

		let key_owner_proof = validators::prove(KEY_TYPE, offender.as_ref())?;
		let offence = |offender| EquivocationOffence {
			slot: validators::SLOT.into(),
			session_index: validators::SESSION,
			validator_set_count: validators::count(),
			offender,
		};
		validators::report_others::<configs::consensus::BlockFaults, _>(offence);
		let call = Call::<Runtime>::report_equivocation_unsigned {
			equivocation_proof: Box::new(fault(&offender)?),
			key_owner_proof,
		};
		#[block]
		{
			Babe::pre_dispatch(&call)?;
			call.dispatch_bypass_filter(RawOrigin::None.into())?;
		}
		validators::check::<EquivocationOffence<_>>(&validators::SLOT.into());
		Ok(())
	}

	#[benchmark]
	fn plan_config_change() -> Result<(), BenchmarkError> {
		let config = NextConfigDescriptor::V1 {
			c: (1, 4),
			allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
		};
		#[block]
		{
			Babe::plan_config_change(RuntimeOrigin::root(), config)?;
		}
		assert!(pallet_babe::PendingEpochConfigChange::<Runtime>::exists());
		Ok(())
	}
}
