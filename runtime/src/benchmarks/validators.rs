//! As many validators as there can be, whose last one committed a fault that everybody else was reported for before it.

use crate::{configs::consensus::MaxAuthorities, *};
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, KeyOwnerProofSystem};
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::crypto::KeyTypeId;
use sp_runtime::generic::DigestItem;
use sp_session::MembershipProof;
use sp_staking::offence::{Offence, ReportOffence};

/// The session in which the fault happened. It is the current one: then the proof of who owned the key is checked against
/// the keys of all validators, of a past session against one hash.
pub const SESSION: u32 = 1_000;

/// The slot of the block that is made.
pub const SLOT: u64 = 2_000_000;

/// How many validators there are.
pub fn count() -> u32 {
	MaxAuthorities::get()
}

fn validator(n: u32) -> AccountId {
	account("validator", n, 0)
}

/// Keys that nobody can sign with.
fn keys(n: u32) -> SessionKeys {
	let raw = |key: &'static str| account::<AccountId>(key, n, 0).encode();
	let raw = [raw("babe"), raw("grandpa"), raw("im_online"), raw("authority_discovery")].concat();
	SessionKeys::decode(&mut &raw[..]).expect("four keys of 32 bytes; qed")
}

/// Stores the validators of [`SESSION`], the last one with keys that `change` changed, and a block that one of them makes.
pub fn store(change: impl FnOnce(&mut SessionKeys)) {
	let last = count() - 1;
	let mut last_keys = keys(last);
	change(&mut last_keys);
	for n in 0..last {
		pallet_session::NextKeys::<Runtime>::insert(validator(n), keys(n));
	}
	pallet_session::NextKeys::<Runtime>::insert(validator(last), last_keys);
	pallet_session::Validators::<Runtime>::put((0..=last).map(validator).collect::<Vec<_>>());
	pallet_session::CurrentIndex::<Runtime>::put(SESSION);
	pallet_session::DisabledValidators::<Runtime>::kill();
	let pre_digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index: 0,
		slot: SLOT.into(),
	});
	System::deposit_log(DigestItem::babe_pre_digest(pre_digest));
	assert_eq!(Authorship::author(), Some(validator(0)));
}

/// The proof that the last validator has `key`.
pub fn prove(key_type: KeyTypeId, key: &[u8]) -> Result<MembershipProof, BenchmarkError> {
	let proof = Historical::prove((key_type, key)).ok_or("the keys are stored")?;
	assert_eq!((proof.session, proof.validator_count), (SESSION, count()));
	Ok(proof)
}

/// Reports everybody but the last validator for what `offence` makes of them. With the last one, the handler of offences is
/// told of all of them.
pub fn report_others<Reports, O>(offence: impl Fn((AccountId, ())) -> O)
where
	Reports: ReportOffence<AccountId, (AccountId, ()), O>,
	O: Offence<(AccountId, ())>,
{
	for n in 0..count() - 1 {
		Reports::report_offence(alloc::vec![validator(0)], offence((validator(n), ())))
			.unwrap_or_else(|_| panic!("validator {n} was not reported before"));
	}
	assert!(!Session::disabled_validators().is_empty());
	System::reset_events();
}

/// The last validator was reported for `slot`, too.
pub fn check<O>(slot: &O::Slot)
where
	O: Offence<(AccountId, ())>,
{
	let last = (validator(count() - 1), ());
	assert!(<Offences as ReportOffence<_, _, O>>::is_known_offence(&[last], slot));
	let reports = pallet_offences::ConcurrentReportsIndex::<Runtime>::get(O::ID, slot.encode());
	assert_eq!(reports.len() as u32, count());
}
