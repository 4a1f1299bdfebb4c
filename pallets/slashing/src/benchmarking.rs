//! Benchmarks. Lists are full and conditions as long as they can be. What the ledger does is measured there, but for opening
//! and closing, whose worst case is part of `report` and `overturn`: the accused has pledged as many assets as it can.

use crate::*;
use alloc::vec;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use palisade_primitives::{
	keys::{wrapped, KeySignature, ServiceKey},
	AssetId, Epoch, EpochClock, Offence, ServiceId, ServiceRegistry, SlashId, StakeView,
	MAX_ASSETS_PER_SERVICE, MAX_UNBONDING_EPOCHS,
};
use palisade_terms::{
	Admission, Condition, Evidence, Fact, Formula, Jurisdiction, Op, Penalty, Proceeds, Resolution,
	Restitution, Terms, MAX_BOUNTY, MAX_CONDITIONS, MAX_OPERATORS, MIN_DUTY_PERIOD,
};
use sp_core::{crypto::KeyTypeId, ecdsa, H256};
use sp_io::crypto;
use sp_runtime::{traits::One, FixedU128, Perbill, Perquintill, Weight};

/// The epoch in which everything is measured: that in which the ledger measures.
const NOW: Epoch = 1_000;

/// An epoch in which the accused had pledged what it could, and one in which it had not yet.
const PLEDGED: Epoch = NOW - 1;
const UNPLEDGED: Epoch = NOW - MAX_UNBONDING_EPOCHS / 2;

/// Under which the keystore of the benchmarking host keeps keys.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"pals");

fn bounded<Item: core::fmt::Debug, Max: Get<u32>>(items: Vec<Item>) -> BoundedVec<Item, Max> {
	items.try_into().expect("no list is longer than its bound")
}

/// As many operations as there may be, which count repeats, and read `fact`.
fn longest_formula(fact: Fact) -> Formula {
	let repeats = Op::Fact(Fact::Repeats);
	let mut ops = vec![Op::Fact(fact)];
	for _ in 0..7 {
		ops.extend([repeats, repeats, Op::Const(FixedU128::one()), Op::Choose]);
	}
	ops.extend([repeats, Op::Mul, Op::Pow(palisade_terms::MAX_EXPONENT)]);
	Formula::new(bounded(ops))
}

fn condition<T: Config>(
	evidence: Evidence<T::AccountId>,
	fact: Fact,
	resolver: &T::AccountId,
) -> Condition<T::AccountId> {
	Condition {
		evidence,
		penalty: Penalty { formula: longest_formula(fact), look_back: MAX_UNBONDING_EPOCHS },
		evidence_age: MAX_UNBONDING_EPOCHS,
		resolution: Resolution::Veto { resolver: resolver.clone(), window: 1 },
		proceeds: Proceeds {
			bounty: MAX_BOUNTY,
			restitution: Some(Restitution {
				to: account("client", 0, 0),
				share: Perbill::from_percent(50),
			}),
		},
		jail: MAX_UNBONDING_EPOCHS,
	}
}

/// A service, its member, and a ruler with all that a bond takes.
struct Court<T: Config> {
	service: ServiceId,
	operator: T::AccountId,
	ruler: T::AccountId,
	resolver: T::AccountId,
}

/// Full lists of what is remembered of the member.
fn court<T: Config>() -> Court<T> {
	court_of(Fact::Repeats)
}

/// With a formula that reads `fact`.
fn court_of<T: Config>(fact: Fact) -> Court<T> {
	court_with(fact, |ruler| Evidence::Ruling { by: ruler })
}

/// With a duty of as many periods as count.
fn court_of_duty<T: Config>() -> Court<T> {
	let duty = DUTY;
	court_with(Fact::ConvictedMembers, |_| Evidence::MissedDuty {
		every: duty.every,
		grace: duty.grace,
		tolerated: duty.tolerated,
	})
}

/// With conditions of that evidence.
fn court_with<T: Config>(
	fact: Fact,
	evidence: impl FnOnce(T::AccountId) -> Evidence<T::AccountId>,
) -> Court<T> {
	T::Clock::set_epoch(NOW);
	let operator: T::AccountId = account("operator", 0, 0);
	let (ruler, resolver) = (account("ruler", 0, 0), account("resolver", 0, 0));
	let service = T::BenchmarkHelper::service_with_member(&operator);
	T::BenchmarkHelper::fund(&ruler);
	let evidence = evidence(ruler.clone());
	let conditions = vec![condition::<T>(evidence, fact, &resolver); MAX_CONDITIONS as usize];
	let terms = Terms {
		assets: bounded(vec![]),
		min_operator_value: 0,
		max_operators: 1,
		admission: Admission::Open,
		conditions: bounded(conditions),
		max_slash_per_epoch: Perquintill::one(),
		reward_assets: Default::default(),
		security_target: None,
	};
	let key = ServiceKey::Ecdsa(ecdsa::Public::from_raw([0x4d; 33]));
	T::Jurisdiction::set_terms_for_benchmark(service, &operator, terms, key);
	let conviction = |slash| Conviction { slash, final_from: NOW, immediate: false };
	let convictions = (1..MAX_CONVICTIONS).map(|n| conviction(SlashId::MAX - n)).collect();
	Convictions::<T>::insert((service, &operator, 0), bounded::<_, _>(convictions));
	let sentence = |n| Sentence { slash: Some(SlashId::MAX - n), from: NOW, until: NOW + 1 };
	let sentences = (1..MAX_SENTENCES).map(sentence).collect();
	Sentences::<T>::insert(service, &operator, bounded::<_, _>(sentences));
	for epoch in [PLEDGED, UNPLEDGED] {
		T::Stake::add_up(service, epoch).expect("it has a member");
	}
	NextSlashId::<T>::put(1);
	// Each epoch has as many blocks as periods of a duty count.
	let length = Height::from(MAX_PERIODS * MIN_DUTY_PERIOD);
	let starts = (0..duties::KNOWN_STARTS)
		.rev()
		.map(|ago| (NOW - ago, Height::from(NOW - ago) * length))
		.collect();
	EpochStarts::<T>::put(bounded::<_, _>(starts));
	Court { service, operator, ruler, resolver }
}

/// Of the shortest periods.
const DUTY: DutyTerms = DutyTerms {
	condition: 0,
	every: MIN_DUTY_PERIOD,
	grace: MIN_DUTY_PERIOD - 1,
	tolerated: Perbill::zero(),
};

/// All periods of an epoch.
fn all_periods() -> Periods {
	let mut periods = Periods::default();
	for place in 0..MAX_PERIODS {
		periods.insert(place);
	}
	periods
}

/// An enrolled duty.
fn duty<AccountId>(assessment: Option<Assessment<AccountId>>) -> Duty<AccountId> {
	Duty { terms: DUTY, enrolled_at: 0, attestations: MAX_PERIODS, assessment }
}

impl<T: Config> Court<T> {
	/// Of as many members as there can be, so many attested all that was due in `epoch`.
	fn attended(service: ServiceId, epoch: Epoch, operators: &[T::AccountId]) {
		for operator in operators {
			let attendance = Attendance { value: 1, attested: all_periods() };
			Attendances::<T>::insert((epoch, service, operator), attendance);
		}
	}

	fn ruling() -> Proof<T::AccountId> {
		Proof::Ruling(Ruling { topic: H256::repeat_byte(1), severity: Perquintill::one() })
	}

	/// All that belong to the service but the accused are convicted for `epoch`.
	fn convict_others(&self, epoch: Epoch, count: u32) {
		let convict = |n| Convict {
			operator: account("convict", n, epoch),
			final_from: NOW,
			value_share: Perquintill::from_parts(n.into()),
		};
		let convicts = (0..count).map(convict).collect();
		Convicts::<T>::insert((self.service, 0, epoch), bounded::<_, _>(convicts));
	}

	/// A pending slash charged to `epoch`, final from `final_from` on, with as many facts as it remembers.
	fn slash(&self, epoch: Epoch, final_from: Epoch) -> Result<SlashId, BenchmarkError> {
		let id = NextSlashId::<T>::get();
		let origin = RawOrigin::Signed(self.ruler.clone()).into();
		let operator = self.operator.clone();
		Pallet::<T>::report(origin, self.service, 0, operator, epoch, Self::ruling())
			.map_err(|failed| failed.error)?;
		let mut slash = Slashes::<T>::get(id).ok_or("it was reported")?;
		for topic in 1..MAX_FACTS {
			let topic = H256::repeat_byte(u8::MAX.saturating_sub(topic as u8));
			slash.facts.try_push(topic).map_err(|_| "there is room")?;
			Facts::<T>::insert(&slash.case, topic, id);
		}
		Pallet::<T>::set_final(id, &mut slash, final_from);
		Slashes::<T>::insert(id, slash);
		Ok(id)
	}

	/// A slash that was executed in as many assets as there can be.
	fn executed(&self) -> Result<SlashId, BenchmarkError> {
		let id = self.slash(UNPLEDGED, NOW)?;
		Pallet::<T>::do_execute(id)?;
		let taken = (0..MAX_ASSETS_PER_SERVICE).map(|n| (AssetId::WithId(n), 1)).collect();
		Slashes::<T>::mutate(id, |slash| {
			let slash = slash.as_mut().expect("it was executed");
			slash.stage = Stage::Executed { penalty: Perquintill::one(), taken: bounded(taken) };
		});
		Ok(id)
	}
}

/// What a key of each scheme signs.
const MESSAGE: &[u8] = &[0x6d; 150];

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Opens a slash of the accused with a bond, a sentence and a conviction that other members' slashes count.
	#[benchmark]
	fn report() -> Result<(), BenchmarkError> {
		let court = court_of::<T>(Fact::ConvictedMembers);
		court.convict_others(PLEDGED, MAX_OPERATORS - 1);
		let origin = RawOrigin::Signed(court.ruler.clone());
		let (service, operator) = (court.service, court.operator.clone());
		#[extrinsic_call]
		_(origin, service, 0, operator, PLEDGED, Court::<T>::ruling());
		assert!(Slashes::<T>::get(1).is_some_and(|slash| slash.bond > 0));
		Ok(())
	}

	#[benchmark]
	fn verify_ed25519() -> Result<(), BenchmarkError> {
		let public = crypto::ed25519_generate(KEY_TYPE, None);
		let signature = crypto::ed25519_sign(KEY_TYPE, &public, &wrapped(MESSAGE));
		let signature = KeySignature::Ed25519(signature.ok_or("the key is there")?);
		let key = ServiceKey::Ed25519(public);
		let verified;
		#[block]
		{
			verified = key.verify(MESSAGE, &signature);
		}
		assert_eq!(verified, Ok(()));
		Ok(())
	}

	#[benchmark]
	fn verify_sr25519() -> Result<(), BenchmarkError> {
		let public = crypto::sr25519_generate(KEY_TYPE, None);
		let signature = crypto::sr25519_sign(KEY_TYPE, &public, &wrapped(MESSAGE));
		let signature = KeySignature::Sr25519(signature.ok_or("the key is there")?);
		let key = ServiceKey::Sr25519(public);
		let verified;
		#[block]
		{
			verified = key.verify(MESSAGE, &signature);
		}
		assert_eq!(verified, Ok(()));
		Ok(())
	}

	#[benchmark]
	fn verify_ecdsa() -> Result<(), BenchmarkError> {
		let public = crypto::ecdsa_generate(KEY_TYPE, None);
		let signature = crypto::ecdsa_sign(KEY_TYPE, &public, &wrapped(MESSAGE));
		let signature = KeySignature::Ecdsa(signature.ok_or("the key is there")?);
		let key = ServiceKey::Ecdsa(public);
		let verified;
		#[block]
		{
			verified = key.verify(MESSAGE, &signature);
		}
		assert_eq!(verified, Ok(()));
		Ok(())
	}

	#[benchmark]
	fn uphold() -> Result<(), BenchmarkError> {
		let court = court::<T>();
		let id = court.slash(PLEDGED, NOW + 3)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(court.resolver), id);
		assert!(Slashes::<T>::get(id).is_some_and(|slash| slash.upheld));
		Ok(())
	}

	#[benchmark]
	fn reduce() -> Result<(), BenchmarkError> {
		let court = court::<T>();
		let id = court.slash(PLEDGED, NOW + 3)?;
		let origin = T::GovernanceOrigin::try_successful_origin();
		let origin = origin.map_err(|_| BenchmarkError::Weightless)?;
		let limit = Perquintill::from_percent(1);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, limit);
		assert!(Slashes::<T>::get(id).is_some_and(|slash| slash.limit == limit));
		Ok(())
	}

	/// The bond goes to the accused, who is released.
	#[benchmark]
	fn overturn() -> Result<(), BenchmarkError> {
		let court = court::<T>();
		let id = court.slash(PLEDGED, NOW + 3)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(court.resolver), id, true);
		let overturned = Stage::Overturned { frivolous: true };
		assert!(Slashes::<T>::get(id).is_some_and(|slash| slash.stage == overturned));
		Ok(())
	}

	/// Without what the ledger does: no pool answers.
	#[benchmark]
	fn execute() -> Result<(), BenchmarkError> {
		let court = court::<T>();
		let id = court.slash(UNPLEDGED, NOW)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);
		assert!(Slashes::<T>::get(id).is_some_and(|slash| !slash.is_pending()));
		Ok(())
	}

	/// Without payments: it looks for them.
	#[benchmark]
	fn collect() -> Result<(), BenchmarkError> {
		let id = court::<T>().executed()?;
		let collected;
		#[block]
		{
			collected = Pallet::<T>::do_collect(id);
		}
		assert_eq!(collected, Err(Error::<T>::NothingToCollect.into()));
		Ok(())
	}

	/// Without payments.
	#[benchmark]
	fn forget() -> Result<(), BenchmarkError> {
		let id = court::<T>().executed()?;
		let slash = Slashes::<T>::get(id).ok_or("it was executed")?;
		#[block]
		{
			Pallet::<T>::forget(id, slash, NOW);
		}
		assert!(!Slashes::<T>::contains_key(id));
		Ok(())
	}

	/// Finds what is due, for which the block has no room.
	#[benchmark]
	fn next_due() -> Result<(), BenchmarkError> {
		let court = court::<T>();
		let id = court.slash(UNPLEDGED, NOW)?;
		LastTurn::<T>::put(Turn { epoch: NOW, service: Some(court.service.saturating_sub(1)) });
		let step = T::WeightInfo::next_due();
		let done;
		#[block]
		{
			done = Pallet::<T>::work_off(step);
		}
		assert_eq!(done, step);
		assert!(Slashes::<T>::get(id).is_some_and(|slash| slash.is_pending()));
		Ok(())
	}

	/// Counts the convicts of as many epochs, in each of which all members are. Of the charged epoch alone, there is nothing to
	/// add up.
	#[benchmark]
	fn correlate(e: Linear<2, { MAX_UNBONDING_EPOCHS + 1 }>) -> Result<(), BenchmarkError> {
		let court = court_of::<T>(Fact::ConvictedMembers);
		let id = court.slash(PLEDGED, NOW)?;
		let mut slash = Slashes::<T>::get(id).ok_or("it was reported")?;
		slash.condition.penalty.look_back = e - 1;
		for ago in 0..e {
			court.convict_others(PLEDGED - ago, MAX_OPERATORS);
		}
		let facts;
		#[block]
		{
			facts = Pallet::<T>::facts(id, &slash);
		}
		assert_eq!(facts.convicted_members, e * MAX_OPERATORS + 1);
		Ok(())
	}

	/// In the first block of an epoch.
	#[benchmark]
	fn note_epoch() -> Result<(), BenchmarkError> {
		court::<T>();
		T::Clock::set_epoch(NOW + 1);
		#[block]
		{
			Pallet::<T>::note_epoch();
		}
		assert!(EpochStarts::<T>::get().iter().any(|(epoch, _)| *epoch == NOW + 1));
		Ok(())
	}

	/// The member's first attestation of the last epoch, of its last period, while that is open.
	#[benchmark]
	fn attest() -> Result<(), BenchmarkError> {
		let court = court_of_duty::<T>();
		let Court { service, operator, .. } = court;
		Duties::<T>::insert(PLEDGED, service, duty(None));
		let period = MAX_PERIODS * NOW - 1;
		frame_system::Pallet::<T>::set_block_number((MAX_PERIODS * NOW * MIN_DUTY_PERIOD).into());
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), service, period);
		let attendance = Attendances::<T>::get((PLEDGED, service, operator));
		assert!(attendance.is_some_and(|it| it.attested.contains(MAX_PERIODS - 1)));
		Ok(())
	}

	/// The first attestation of an epoch does this as well.
	#[benchmark]
	fn enrol() -> Result<(), BenchmarkError> {
		let Court { service, .. } = court_of_duty::<T>();
		let (owner, _) = T::Jurisdiction::owner_and_members(service).ok_or("it has an owner")?;
		T::BenchmarkHelper::fund(&owner);
		T::BenchmarkHelper::fund(&T::Treasury::get());
		#[block]
		{
			Pallet::<T>::enrol(service, NOW, DUTY)?;
		}
		assert!(Duties::<T>::contains_key(NOW, service));
		Ok(())
	}

	/// Finds the next duty, for which the block has no room.
	#[benchmark]
	fn next_duty() -> Result<(), BenchmarkError> {
		let Court { service, .. } = court_of_duty::<T>();
		AssessedEpoch::<T>::put(NOW - 3);
		DutyLoad::<T>::insert(NOW - 3, 1);
		Duties::<T>::insert(NOW - 2, service, duty(None));
		let step = T::WeightInfo::next_duty().saturating_mul(2);
		let done;
		#[block]
		{
			done = Pallet::<T>::assess(step);
		}
		assert_eq!(done, step);
		assert_eq!(AssessedEpoch::<T>::get(), NOW - 2);
		Ok(())
	}

	/// Of as many members, all of which attested all periods.
	#[benchmark]
	fn find_due(m: Linear<0, { MAX_OPERATORS }>) -> Result<(), BenchmarkError> {
		let Court { service, .. } = court_of_duty::<T>();
		let epoch = NOW - 2;
		T::Stake::add_up(service, epoch)?;
		Duties::<T>::insert(epoch, service, duty(None));
		let members: Vec<T::AccountId> = (0..m).map(|n| account("member", n, 0)).collect();
		Court::<T>::attended(service, epoch, &members);
		let done;
		#[block]
		{
			done = Pallet::<T>::assess_service(service, epoch, Weight::MAX);
		}
		assert_eq!(done, Some(T::WeightInfo::find_due(m)));
		let duty = Duties::<T>::get(epoch, service).ok_or("it is enrolled")?;
		let due = duty.assessment.map(|assessment| assessment.due.count());
		assert!(m == 0 || due == Some(MAX_PERIODS), "{due:?}");
		Ok(())
	}

	/// Members that attested enough.
	#[benchmark]
	fn judge(m: Linear<1, { duties::JUDGED_AT_ONCE }>) -> Result<(), BenchmarkError> {
		court_of_duty::<T>();
		let members: Vec<T::AccountId> = (0..m).map(|n| account("member", n, 0)).collect();
		let service = T::Jurisdiction::create_for_benchmark(&[], &members);
		let epoch = NOW - 2;
		let assessment = Assessment { due: all_periods(), absent: 0, last: None };
		Duties::<T>::insert(epoch, service, duty(Some(assessment)));
		Court::<T>::attended(service, epoch, &members);
		#[block]
		{
			Pallet::<T>::assess_service(service, epoch, Weight::MAX);
		}
		assert_eq!(Attendances::<T>::iter_prefix((epoch, service)).count(), 0);
		Ok(())
	}

	/// A member that attested nothing.
	#[benchmark]
	fn report_absence() -> Result<(), BenchmarkError> {
		let court = court_of_duty::<T>();
		court.convict_others(PLEDGED, MAX_OPERATORS - 1);
		let Court { service, operator, .. } = court;
		let offence = Offence { operator, service, epoch: PLEDGED };
		#[block]
		{
			Pallet::<T>::report_absence(offence, 0, Perquintill::one());
		}
		assert!(Slashes::<T>::get(1).is_some_and(|slash| slash.reporter.is_none()));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
