//! Benchmarks. Histories are full, and terms and metadata as long as they can be, whatever U is on the chain that
//! measures. Where a call has several paths, the one with the most accesses to the storage is measured. Members have
//! pledged as many assets as they can, which the end of a membership stops.

use crate::*;
use alloc::vec;
use codec::{Encode, MaxEncodedLen};
use core::fmt::Debug;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Consideration, Footprint, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use palisade_primitives::{
	keys::{possession_payload, wrapped, KeySignature, ServiceKey},
	AssetId, EpochClock, OnMembershipEnd, OperatorRegistry, StakeAssets, MAX_UNBONDING_EPOCHS,
};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, Evidence, Formula, Op, Penalty, Proceeds, Resolution,
	Restitution, SecurityTarget, StakeKinds, Terms, MAX_ASSETS, MAX_BOUNTY, MAX_CONDITIONS,
	MAX_EXPONENT, MAX_OPERATORS, MAX_OPS, MAX_REWARD_ASSETS,
};
use sp_core::{crypto::KeyTypeId, ecdsa};
use sp_io::crypto;
use sp_runtime::{traits::Zero, FixedU128, Perbill, Perquintill};

/// The epoch in which everything is measured.
const NOW: Epoch = 1_000;

/// So long ago that nobody answers for it, whatever U is.
const LONG_AGO: Epoch = NOW - 2 * MAX_UNBONDING_EPOCHS;

/// The service.
const SERVICE: ServiceId = CONSENSUS_SERVICE + 1;

/// Of a full timeline, the version that is announced, the one in force, and the one before: whoever accepted no more
/// than that lapses in [`NOW`].
const ANNOUNCED: TermsVersion = MAX_VERSIONS;
const IN_FORCE: TermsVersion = MAX_VERSIONS - 1;
const OUTDATED: TermsVersion = MAX_VERSIONS - 2;

/// Under which the keystore of the benchmarking host keeps the keys that sign proofs.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"pals");

fn bounded<Item: Debug, Max: Get<u32>>(items: Vec<Item>) -> BoundedVec<Item, Max> {
	items.try_into().expect("no list is longer than its bound")
}

/// The longest lawful formula: of as many operations as there may be, as many as possible are numbers.
fn longest_formula() -> Formula {
	let number = Op::Const(FixedU128::from_u32(1));
	let mut ops = vec![number];
	for _ in 0..7 {
		ops.extend([number, number, number, Op::Choose]);
	}
	ops.extend([number, Op::Add, Op::Pow(MAX_EXPONENT)]);
	assert_eq!(ops.len(), MAX_OPS as usize);
	Formula::new(bounded(ops))
}

/// Lawful terms that accept `assets` and have so many conditions, everything else as long as it can be.
fn terms<T: Config>(assets: Vec<AssetId>, conditions: u32) -> Terms<T::AccountId> {
	let accepted = |asset| AcceptedAsset { asset, kinds: StakeKinds::Both };
	let condition = Condition {
		evidence: Evidence::Ruling { by: account("ruler", 0, 0) },
		penalty: Penalty { formula: longest_formula(), look_back: 0 },
		evidence_age: 1,
		resolution: Resolution::Veto { resolver: account("resolver", 0, 0), window: 1 },
		proceeds: Proceeds {
			bounty: MAX_BOUNTY,
			restitution: Some(Restitution {
				to: account("client", 0, 0),
				share: Perbill::from_percent(50),
			}),
		},
		jail: 1,
	};
	Terms {
		assets: bounded(assets.into_iter().map(accepted).collect()),
		min_operator_value: 1,
		max_operators: MAX_OPERATORS,
		admission: Admission::Open,
		conditions: bounded(vec![condition; conditions as usize]),
		max_slash_per_epoch: Perquintill::one(),
		reward_assets: bounded((0..MAX_REWARD_ASSETS).map(AssetId::WithId).collect()),
		security_target: Some(SecurityTarget {
			value_at_risk: 1,
			attack_threshold: Perbill::from_percent(50),
		}),
	}
}

/// So many registered assets.
fn registered_assets<T: Config>(count: u32) -> Vec<AssetId> {
	(0..count).map(|_| T::StakeAssets::register_for_benchmark()).collect()
}

/// Gives `owner` what the deposit for the largest service takes.
fn fund<T: Config>(owner: &T::AccountId) {
	let versions = MAX_VERSIONS as usize;
	let terms = Terms::<T::AccountId>::max_encoded_len().saturating_mul(versions);
	let bytes = terms.saturating_add(T::MaxMetadata::get() as usize);
	let largest = Footprint::from_parts(1, bytes);
	T::ServiceDeposit::ensure_successful(owner, largest);
}

/// Moves the clock to [`NOW`] and stores a service of `owner` with so many versions, the last one in force from `last`.
///
/// The deposit is that of a single byte, so that every call that looks after it has to change it. The versions need another U
/// than [`terms`] do, so that a call that adds those counts them apart.
fn service<T: Config>(
	owner: &T::AccountId,
	versions: u32,
	last: Epoch,
) -> Result<(), BenchmarkError> {
	T::Clock::set_epoch(NOW);
	let mut longest = terms::<T>((0..MAX_ASSETS).map(AssetId::WithId).collect(), MAX_CONDITIONS);
	for condition in longest.conditions.iter_mut() {
		condition.evidence_age = condition.evidence_age.saturating_add(1);
	}
	let size = longest.encoded_size() as u32;
	let needs = longest.requires_unbonding(T::BreakerWindow::get());
	let version = |number: TermsVersion| {
		let later = versions.saturating_sub(number);
		let in_force_from = last.saturating_sub(later.saturating_mul(MIN_TERMS_NOTICE));
		Version { number, in_force_from, members: 0, size, needs }
	};
	let timeline = Timeline::from_parts((1..=versions).map(version).collect());
	for number in 1..=versions {
		TermsOf::<T>::insert(SERVICE, number, &longest);
	}
	NeededUnbonding::<T>::insert(needs, versions);
	fund::<T>(owner);
	let entry: ServiceOf<T> = Service {
		owner: owner.clone(),
		metadata: bounded(vec![0x4f; T::MaxMetadata::get() as usize]),
		timeline,
		stops_at: None,
		records: 0,
		deposit: Some(T::ServiceDeposit::new(owner, Footprint::from_parts(1, 1))?),
	};
	Services::<T>::insert(SERVICE, entry);
	NextServiceId::<T>::put(SERVICE.saturating_add(1));
	Ok(())
}

/// A service of `owner` with a full timeline, whose last version is announced.
fn announced<T: Config>(owner: &T::AccountId) -> Result<(), BenchmarkError> {
	service::<T>(owner, MAX_VERSIONS, NOW + MIN_TERMS_NOTICE)
}

/// The `n`-th key that an operator had, of the longest kind.
fn old_key(n: u32) -> ServiceKey {
	let mut raw = [0x4b; 33];
	raw[..4].copy_from_slice(&n.to_le_bytes());
	ServiceKey::Ecdsa(ecdsa::Public::from_raw(raw))
}

/// So many keys, one an epoch, the last one in force from `last`.
fn old_keys(count: u32, last: Epoch) -> Vec<KeyFrom> {
	let key = |n: u32| {
		let later = count.saturating_sub(n).saturating_sub(1);
		KeyFrom { key: old_key(n), from: last.saturating_sub(later) }
	};
	(0..count).map(key).collect()
}

/// So many spells that ended: the first long ago, so that a call drops it, the others just now, so that a call keeps as
/// many as possible, whatever U is.
fn ended_spells(count: u32) -> Vec<Spell> {
	let mut spells = vec![Spell { from: LONG_AGO, until: Some(LONG_AGO + 1) }];
	spells.resize(count as usize, Spell { from: NOW - 2, until: Some(NOW - 1) });
	spells
}

/// Stores a record of `operator`, with all that belongs to one: the registration, the deposit, the keys, the operator's
/// list of services, which is full.
fn record<T: Config>(
	operator: &T::AccountId,
	spells: Vec<Spell>,
	accepted: TermsVersion,
	keys: Vec<KeyFrom>,
	application: Option<Application>,
) -> Result<(), BenchmarkError> {
	T::Operators::register_for_benchmark(operator);
	let footprint = Pallet::<T>::membership_footprint();
	T::MembershipDeposit::ensure_successful(operator, footprint);
	let deposit = T::MembershipDeposit::new(operator, footprint)?;

	let used = |key: &ServiceKey, uses: u32, stopped: Option<Epoch>| {
		Keys::<T>::insert(key, KeyUse { operator: operator.clone(), uses, stopped });
	};
	for entry in &keys {
		used(&entry.key, 0, Some(entry.from.saturating_add(1)));
	}
	let open = spells.last().is_some_and(|spell| spell.until.is_none());
	if let Some(latest) = keys.last().filter(|_| open) {
		used(&latest.key, 1, None);
	}
	// It was in force elsewhere, long ago, so that U decides whether it is free.
	if let Some(application) = &application {
		used(&application.key, 1, Some(LONG_AGO));
	}

	let end = SERVICE.saturating_add(MAX_SERVICES_PER_OPERATOR);
	OperatorServices::<T>::set(operator, bounded((SERVICE..end).collect()));
	Services::<T>::mutate(SERVICE, |entry| {
		if let Some(entry) = entry {
			entry.records = entry.records.saturating_add(1);
			if open {
				entry.timeline.count_in(accepted);
			}
		}
	});
	let record: MembershipOf<T> = Membership {
		spells: bounded(spells),
		accepted,
		keys: KeyHistory::from_parts(keys),
		application,
		deposit,
	};
	Memberships::<T>::insert(SERVICE, operator, record);
	if open {
		T::OnMembershipEnd::pledge_for_benchmark(SERVICE, operator);
	}
	Ok(())
}

/// A service that accepts `assets` as stake of either kind, with `operators` as members from the first epoch on.
pub(crate) fn service_of_members<T: Config>(
	assets: &[AssetId],
	operators: &[T::AccountId],
) -> ServiceId {
	let service = NextServiceId::<T>::get();
	let terms = terms::<T>(assets.to_vec(), 1);
	let needs = terms.requires_unbonding(T::BreakerWindow::get());
	let mut timeline = Timeline::start(0, terms.encoded_size() as u32, needs, Consent::Acceptance);
	TermsOf::<T>::insert(service, 1, &terms);
	NeededUnbonding::<T>::mutate(needs, |versions| *versions = versions.saturating_add(1));
	for (n, operator) in (0..).zip(operators) {
		let key = ServiceKey::Ecdsa(ecdsa::Public::from_raw({
			let mut raw = [0x4d; 33];
			raw[..8].copy_from_slice(&[service.to_le_bytes(), u32::to_le_bytes(n)].concat());
			raw
		}));
		let footprint = Pallet::<T>::membership_footprint();
		T::MembershipDeposit::ensure_successful(operator, footprint);
		let deposit = T::MembershipDeposit::new(operator, footprint);
		let record: MembershipOf<T> = Membership {
			spells: bounded(vec![Spell { from: 0, until: None }]),
			accepted: 1,
			keys: KeyHistory::from_parts(vec![KeyFrom { key, from: 0 }]),
			application: None,
			deposit: deposit.expect("the operator is funded"),
		};
		timeline.count_in(1);
		Keys::<T>::insert(key, KeyUse { operator: operator.clone(), uses: 1, stopped: None });
		Memberships::<T>::insert(service, operator, record);
		OperatorServices::<T>::mutate(operator, |services| {
			services.try_push(service).expect("the operator has few services");
		});
	}
	let owner: T::AccountId = account("owner", 0, service);
	fund::<T>(&owner);
	let footprint = Pallet::<T>::service_footprint(&[], &timeline);
	let deposit = T::ServiceDeposit::new(&owner, footprint);
	let entry: ServiceOf<T> = Service {
		owner,
		metadata: Default::default(),
		timeline,
		stops_at: None,
		records: operators.len() as u32,
		deposit: Some(deposit.expect("the owner is funded")),
	};
	Services::<T>::insert(service, entry);
	NextServiceId::<T>::put(service.saturating_add(1));
	service
}

/// Makes `terms` those of `service`, and `key` that of its member `operator`.
pub(crate) fn set_terms<T: Config>(
	service: ServiceId,
	operator: &T::AccountId,
	terms: Terms<T::AccountId>,
	key: ServiceKey,
) {
	TermsOf::<T>::insert(service, 1, terms);
	Memberships::<T>::mutate(service, operator, |record| {
		let record = record.as_mut().expect("the operator is a member");
		record.keys = KeyHistory::from_parts(vec![KeyFrom { key, from: 0 }]);
	});
}

/// Makes `operator` a member with full histories that accepted no more than `accepted`. Of its keys, as many are
/// outdated as a call drops.
fn member<T: Config>(
	operator: &T::AccountId,
	accepted: TermsVersion,
) -> Result<(), BenchmarkError> {
	let mut spells = ended_spells(MAX_SPELLS.saturating_sub(1));
	spells.push(Spell { from: NOW - 1, until: None });
	record::<T>(operator, spells, accepted, old_keys(MAX_KEYS, NOW - 1), None)
}

/// Makes `operator` a member for the first time, which does not count yet: when it ends, nothing is left of it.
fn newcomer<T: Config>(operator: &T::AccountId) -> Result<(), BenchmarkError> {
	let from = NOW + JOINING_EPOCHS;
	let spells = vec![Spell { from, until: None }];
	record::<T>(operator, spells, ANNOUNCED, old_keys(1, from), None)
}

/// What `key` signs to prove that `operator` has it: wrapped, so that it is verified as it is and wrapped.
fn statement<T: Config>(operator: &T::AccountId, key: &ServiceKey) -> Vec<u8> {
	let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
	wrapped(&possession_payload(&genesis, SERVICE, operator, key))
}

/// Registers `key` for somebody else, whose it was until long ago.
fn abandoned<T: Config>(key: &ServiceKey) {
	let operator: T::AccountId = account("former", 0, 0);
	Keys::<T>::insert(key, KeyUse { operator, uses: 0, stopped: Some(LONG_AGO) });
}

/// A key that somebody else abandoned, and the proof that `operator` has it now.
fn ed25519_key<T: Config>(
	operator: &T::AccountId,
) -> Result<(ServiceKey, KeySignature), BenchmarkError> {
	let public = crypto::ed25519_generate(KEY_TYPE, None);
	let key = ServiceKey::Ed25519(public);
	let proof = crypto::ed25519_sign(KEY_TYPE, &public, &statement::<T>(operator, &key))
		.ok_or("the keystore does not sign with ed25519")?;
	abandoned::<T>(&key);
	Ok((key, KeySignature::Ed25519(proof)))
}

/// See [`ed25519_key`].
fn sr25519_key<T: Config>(
	operator: &T::AccountId,
) -> Result<(ServiceKey, KeySignature), BenchmarkError> {
	let public = crypto::sr25519_generate(KEY_TYPE, None);
	let key = ServiceKey::Sr25519(public);
	let proof = crypto::sr25519_sign(KEY_TYPE, &public, &statement::<T>(operator, &key))
		.ok_or("the keystore does not sign with sr25519")?;
	abandoned::<T>(&key);
	Ok((key, KeySignature::Sr25519(proof)))
}

/// See [`ed25519_key`].
fn ecdsa_key<T: Config>(
	operator: &T::AccountId,
) -> Result<(ServiceKey, KeySignature), BenchmarkError> {
	let public = crypto::ecdsa_generate(KEY_TYPE, None);
	let key = ServiceKey::Ecdsa(public);
	let proof = crypto::ecdsa_sign(KEY_TYPE, &public, &statement::<T>(operator, &key))
		.ok_or("the keystore does not sign with ecdsa")?;
	abandoned::<T>(&key);
	Ok((key, KeySignature::Ecdsa(proof)))
}

/// A member whose membership has lapsed applies again.
///
/// For its first application an operator puts down a deposit and gets a place in its list of services, which is two
/// entries written. One that comes back has three more keys instead: the one that it stops using, and those that are
/// dropped. That is one write more, and writes cost most.
fn returning<T: Config>(operator: &T::AccountId) -> Result<(), BenchmarkError> {
	announced::<T>(&account("owner", 0, 0))?;
	member::<T>(operator, OUTDATED)
}

/// A member changes its key.
fn rekeying<T: Config>(operator: &T::AccountId) -> Result<(), BenchmarkError> {
	announced::<T>(&account("owner", 0, 0))?;
	member::<T>(operator, IN_FORCE)
}

fn stored_service<T: Config>() -> Result<ServiceOf<T>, BenchmarkError> {
	Services::<T>::get(SERVICE).ok_or(BenchmarkError::Stop("the service is not stored"))
}

fn stored_record<T: Config>(operator: &T::AccountId) -> Result<MembershipOf<T>, BenchmarkError> {
	Memberships::<T>::get(SERVICE, operator).ok_or(BenchmarkError::Stop("there is no record"))
}

/// `operator` is a member with full histories that begins to use `key`, and outdated keys are gone.
fn check_key<T: Config>(operator: &T::AccountId, key: &ServiceKey) -> Result<(), BenchmarkError> {
	let record = stored_record::<T>(operator)?;
	assert!(record.open_spell().is_some());
	assert_eq!(record.spells.len(), MAX_SPELLS as usize);
	let keys = record.keys.entries();
	assert_eq!(keys.len(), (MAX_KEYS - KEYS_DROPPED_PER_CALL + 1) as usize);
	assert!(keys.last().is_some_and(|latest| latest.key == *key && latest.from > NOW));
	let entry = Keys::<T>::get(key).ok_or("the key is not registered")?;
	assert!(entry.operator == *operator && entry.uses == 1 && entry.stopped.is_none());
	assert!((0..KEYS_DROPPED_PER_CALL).all(|n| !Keys::<T>::contains_key(old_key(n))));
	Ok(())
}

/// Nothing is left of the record of `operator`, which had `keys` keys.
fn check_gone<T: Config>(operator: &T::AccountId, keys: u32) -> Result<(), BenchmarkError> {
	assert!(!Memberships::<T>::contains_key(SERVICE, operator));
	assert!(!OperatorServices::<T>::get(operator).contains(&SERVICE));
	assert!((0..keys).all(|n| !Keys::<T>::contains_key(old_key(n))));
	assert_eq!(stored_service::<T>()?.records, 0);
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create(
		a: Linear<1, MAX_ASSETS>,
		c: Linear<0, MAX_CONDITIONS>,
		m: Linear<0, { T::MaxMetadata::get() }>,
	) -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		fund::<T>(&owner);
		let terms = terms::<T>(registered_assets::<T>(a), c);
		let id = NextServiceId::<T>::get();
		#[extrinsic_call]
		_(RawOrigin::Signed(owner.clone()), terms, vec![0x50; m as usize]);
		let entry = Services::<T>::get(id).ok_or("the service is not stored")?;
		assert_eq!(entry.owner, owner);
		assert_eq!(entry.metadata.len(), m as usize);
		assert!(TermsOf::<T>::contains_key(id, 1));
		Ok(())
	}

	/// Of the kept versions, all but the one in force are dropped, of which there is at least one.
	#[benchmark]
	fn update_terms(
		a: Linear<1, MAX_ASSETS>,
		c: Linear<0, MAX_CONDITIONS>,
		v: Linear<1, { MAX_VERSIONS - 1 }>,
	) -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		service::<T>(&owner, v.saturating_add(1), NOW - MAX_UNBONDING_EPOCHS)?;
		let terms = terms::<T>(registered_assets::<T>(a), c);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), SERVICE, terms);
		assert_eq!(stored_service::<T>()?.timeline.versions().len(), 2);
		assert!(!TermsOf::<T>::contains_key(SERVICE, 1));
		assert!(TermsOf::<T>::contains_key(SERVICE, v.saturating_add(2)));
		Ok(())
	}

	#[benchmark]
	fn accept_terms() -> Result<(), BenchmarkError> {
		announced::<T>(&account("owner", 0, 0))?;
		let operator: T::AccountId = whitelisted_caller();
		member::<T>(&operator, IN_FORCE)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), SERVICE, ANNOUNCED);
		assert_eq!(stored_record::<T>(&operator)?.accepted, ANNOUNCED);
		Ok(())
	}

	#[benchmark]
	fn set_metadata(m: Linear<0, { T::MaxMetadata::get() }>) -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		announced::<T>(&owner)?;
		let metadata = vec![0x50; m as usize];
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), SERVICE, metadata.clone());
		assert_eq!(stored_service::<T>()?.metadata.into_inner(), metadata);
		Ok(())
	}

	#[benchmark]
	fn apply_with_ed25519() -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		returning::<T>(&operator)?;
		let (key, proof) = ed25519_key::<T>(&operator)?;
		#[extrinsic_call]
		apply(RawOrigin::Signed(operator.clone()), SERVICE, ANNOUNCED, key, proof);
		check_key::<T>(&operator, &key)?;
		Ok(())
	}

	#[benchmark]
	fn apply_with_sr25519() -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		returning::<T>(&operator)?;
		let (key, proof) = sr25519_key::<T>(&operator)?;
		#[extrinsic_call]
		apply(RawOrigin::Signed(operator.clone()), SERVICE, ANNOUNCED, key, proof);
		check_key::<T>(&operator, &key)?;
		Ok(())
	}

	#[benchmark]
	fn apply_with_ecdsa() -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		returning::<T>(&operator)?;
		let (key, proof) = ecdsa_key::<T>(&operator)?;
		#[extrinsic_call]
		apply(RawOrigin::Signed(operator.clone()), SERVICE, ANNOUNCED, key, proof);
		check_key::<T>(&operator, &key)?;
		Ok(())
	}

	/// The applicant was a member before, as often and with as many keys as a record remembers.
	#[benchmark]
	fn approve() -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		announced::<T>(&owner)?;
		let operator: T::AccountId = account("operator", 0, 0);
		let spells = ended_spells(MAX_SPELLS - 1);
		let keys = old_keys(MAX_KEYS - 1, NOW - 1);
		let application = Application { version: ANNOUNCED, key: old_key(MAX_KEYS) };
		record::<T>(&operator, spells, IN_FORCE, keys, Some(application))?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), SERVICE, operator.clone());
		let record = stored_record::<T>(&operator)?;
		assert!(record.open_spell().is_some());
		assert_eq!(record.spells.len(), MAX_SPELLS as usize);
		assert_eq!(record.keys.entries().len(), MAX_KEYS as usize);
		Ok(())
	}

	/// It was the first application: the record goes, and the deposit is returned.
	#[benchmark]
	fn reject() -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		announced::<T>(&owner)?;
		let operator: T::AccountId = account("operator", 0, 0);
		let application = Application { version: ANNOUNCED, key: old_key(0) };
		record::<T>(&operator, vec![], ANNOUNCED, vec![], Some(application))?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), SERVICE, operator.clone());
		check_gone::<T>(&operator, 1)?;
		Ok(())
	}

	/// The membership never counted: the record goes, and the deposit is returned. That accesses as many entries as
	/// writing down the end of a long membership, which drops old keys, and the currency takes more time.
	#[benchmark]
	fn leave() -> Result<(), BenchmarkError> {
		announced::<T>(&account("owner", 0, 0))?;
		let operator: T::AccountId = whitelisted_caller();
		newcomer::<T>(&operator)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), SERVICE);
		check_gone::<T>(&operator, 1)?;
		Ok(())
	}

	/// As in `leave`. The operator's account is written on top of that.
	#[benchmark]
	fn eject() -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		announced::<T>(&owner)?;
		let operator: T::AccountId = account("operator", 0, 0);
		newcomer::<T>(&operator)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), SERVICE, operator.clone());
		check_gone::<T>(&operator, 1)?;
		Ok(())
	}

	#[benchmark]
	fn set_key_with_ed25519() -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		rekeying::<T>(&operator)?;
		let (key, proof) = ed25519_key::<T>(&operator)?;
		#[extrinsic_call]
		set_key(RawOrigin::Signed(operator.clone()), SERVICE, key, proof);
		check_key::<T>(&operator, &key)?;
		Ok(())
	}

	#[benchmark]
	fn set_key_with_sr25519() -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		rekeying::<T>(&operator)?;
		let (key, proof) = sr25519_key::<T>(&operator)?;
		#[extrinsic_call]
		set_key(RawOrigin::Signed(operator.clone()), SERVICE, key, proof);
		check_key::<T>(&operator, &key)?;
		Ok(())
	}

	#[benchmark]
	fn set_key_with_ecdsa() -> Result<(), BenchmarkError> {
		let operator: T::AccountId = whitelisted_caller();
		rekeying::<T>(&operator)?;
		let (key, proof) = ecdsa_key::<T>(&operator)?;
		#[extrinsic_call]
		set_key(RawOrigin::Signed(operator.clone()), SERVICE, key, proof);
		check_key::<T>(&operator, &key)?;
		Ok(())
	}

	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let owner: T::AccountId = whitelisted_caller();
		announced::<T>(&owner)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), SERVICE);
		assert_eq!(stored_service::<T>()?.stops_at, Some(NOW + 1));
		Ok(())
	}

	/// The last of many spells lapsed when the second version came into force, and nobody wrote that down. `k` counts
	/// the keys that are left after, as in every call, the oldest ones were dropped in passing: what the call reports.
	#[benchmark]
	fn clear_membership(
		k: Linear<1, { MAX_KEYS - KEYS_DROPPED_PER_CALL }>,
	) -> Result<(), BenchmarkError> {
		service::<T>(&account("owner", 0, 0), MAX_VERSIONS, NOW)?;
		let operator: T::AccountId = account("operator", 0, 0);
		let ended = Spell { from: LONG_AGO, until: Some(LONG_AGO + 1) };
		let mut spells = vec![ended; (MAX_SPELLS - 1) as usize];
		spells.push(Spell { from: LONG_AGO + 1, until: None });
		let keys = k.saturating_add(KEYS_DROPPED_PER_CALL);
		record::<T>(&operator, spells, 1, old_keys(keys, LONG_AGO), None)?;
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), SERVICE, operator.clone());
		check_gone::<T>(&operator, keys)?;
		Ok(())
	}

	#[benchmark]
	fn remove(v: Linear<1, MAX_VERSIONS>) -> Result<(), BenchmarkError> {
		service::<T>(&account("owner", 0, 0), v, NOW)?;
		let mut entry = stored_service::<T>()?;
		entry.stops_at = Some(NOW);
		Services::<T>::insert(SERVICE, entry);
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), SERVICE);
		assert!(!Services::<T>::contains_key(SERVICE));
		assert!((1..=v).all(|number| !TermsOf::<T>::contains_key(SERVICE, number)));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
