//! What `pallet_grandpa` asks for by [`pallet_grandpa::WeightInfo`]. Its crate measures a part of that, without the database.

use super::validators;
use crate::*;
use alloc::boxed::Box;
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::{dispatch::RawOrigin, traits::UnfilteredDispatchable};
use pallet_grandpa::{Call, EquivocationOffence, TimeSlot};
use sp_consensus_grandpa::{AuthorityId, Equivocation, EquivocationProof, KEY_TYPE};
use sp_io::crypto;

/// The subject of these benchmarks.
pub struct Pallet<T: Config>(core::marker::PhantomData<T>);

/// What they ask of the runtime: to be this one.
pub trait Config: frame_system::Config {}

impl Config for Runtime {}

/// When the votes were cast.
const TIME: TimeSlot = TimeSlot { set_id: 50, round: 3 };

/// Two votes in one round, both signed by `offender`.
fn fault(offender: &AuthorityId) -> Result<EquivocationProof<Hash, BlockNumber>, BenchmarkError> {
	// In their encodings, since the types are those of a crate of the node.
	let signed_vote = |block: u8| {
		const PREVOTE: u8 = 0;
		let vote = (Hash::repeat_byte(block), 5u32);
		let payload =
			sp_consensus_grandpa::localized_payload(TIME.round, TIME.set_id, &(PREVOTE, vote));
		let signature = crypto::ed25519_sign(KEY_TYPE, offender.as_ref(), &payload);
		signature.map(|signature| (vote, signature)).ok_or("the keystore has the key")
	};
	let votes = (0u8, TIME.round, offender, signed_vote(1)?, signed_vote(2)?).encode();
	let votes = Equivocation::decode(&mut &votes[..]).map_err(|_| "it is an equivocation")?;
	Ok(EquivocationProof::new(TIME.set_id, votes))
}

#[benchmarks]
mod measured {
	use super::*;

	/// The report of a block's author, whose proof is checked before and in the call. The other one is checked once.
	#[benchmark]
	fn report_equivocation() -> Result<(), BenchmarkError> {
		let offender: AuthorityId =
			crypto::ed25519_generate(KEY_TYPE, Some(b"//Offender".to_vec())).into();
		validators::store(|keys| keys.grandpa = offender.clone());
		pallet_grandpa::SetIdSession::<Runtime>::insert(TIME.set_id - 1, validators::SESSION - 1);
		pallet_grandpa::SetIdSession::<Runtime>::insert(TIME.set_id, validators::SESSION);
		let key_owner_proof = validators::prove(KEY_TYPE, offender.as_ref())?;
		let offence = |offender| EquivocationOffence {
			time_slot: TIME,
			session_index: validators::SESSION,
			validator_set_count: validators::count(),
			offender,
		};
		validators::report_others::<configs::consensus::VoteFaults, _>(offence);
		let call = Call::<Runtime>::report_equivocation_unsigned {
			equivocation_proof: Box::new(fault(&offender)?),
			key_owner_proof,
		};
		#[block]
		{
			Grandpa::pre_dispatch(&call)?;
			call.dispatch_bypass_filter(RawOrigin::None.into())?;
		}
		validators::check::<EquivocationOffence<_>>(&TIME);
		Ok(())
	}

	#[benchmark]
	fn note_stalled() -> Result<(), BenchmarkError> {
		#[block]
		{
			Grandpa::note_stalled(RuntimeOrigin::root(), 1_000, 1)?;
		}
		assert!(pallet_grandpa::Stalled::<Runtime>::exists());
		Ok(())
	}
}
