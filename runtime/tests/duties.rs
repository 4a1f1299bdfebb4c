//! Duties of many services at once: whether the chain assesses an epoch within the next one, with the runtime's own budget and
//! weights. `docs/performance.md` says what the large run printed.

#![cfg(all(feature = "try-runtime", feature = "runtime-benchmarks"))]

use crate::common::*;
use frame_support::traits::{Hooks, TryState, TryStateSelect};
use palisade_primitives::{keys::ServiceKey, OperatorRegistry, ServiceRegistry};
use palisade_runtime::*;
use palisade_terms::{Condition, Evidence, Formula, Jurisdiction, Penalty, Proceeds, Resolution};
use pallet_slashing::{
	AssessedEpoch, Attendance, Attendances, Duties, Duty, DutyLoad, DutyTerms, EpochStarts,
	NextSlashId, Periods,
};
use sp_core::ecdsa;
use sp_io::TestExternalities;
use sp_runtime::{Perbill, Perquintill};
use std::time::{Duration, Instant};

/// Blocks of an epoch of a day.
const EPOCH: u32 = 14_400;
const EVERY: u32 = 100;
const PERIODS: u32 = EPOCH / EVERY;
/// One member of so many attests nothing.
const ABSENT: u32 = 16;
/// Services of an operator.
const SERVED: u32 = 32;

struct Crowd {
	services: u32,
	members: u32,
}

fn operator(n: u32) -> AccountId {
	let mut raw = [7; 32];
	raw[..4].copy_from_slice(&n.to_be_bytes());
	raw.into()
}

/// Each period is to be attested, and whoever is absent is jailed.
fn duty_terms() -> palisade_terms::Terms<AccountId> {
	let mut terms = terms();
	terms.min_operator_value = 0;
	let condition = Condition {
		evidence: Evidence::MissedDuty { every: EVERY, grace: 20, tolerated: Perbill::zero() },
		penalty: Penalty { formula: Formula::severity(), look_back: 0 },
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: operator(0), window: 1 },
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		jail: 2,
	};
	terms.conditions = vec![condition].try_into().expect("one condition");
	terms.max_slash_per_epoch = Perquintill::one();
	terms
}

impl Crowd {
	/// The first block of epoch 2, when epoch 0 is to be assessed.
	fn chain(&self) -> TestExternalities {
		let mut ext = in_block_one(DEVELOPMENT);
		ext.execute_with(|| {
			// As many as serve so many services each.
			let count = (self.services * self.members).div_ceil(SERVED).max(self.members);
			let operators: Vec<_> = (0..count).map(operator).collect();
			operators.iter().for_each(Operators::register_for_benchmark);
			let mut next = operators.iter().cycle();
			let mut attested = Periods::default();
			(0..PERIODS).for_each(|place| {
				attested.insert(place).expect("there are more");
			});
			for _ in 0..self.services {
				let members: Vec<_> = next.by_ref().take(self.members as usize).cloned().collect();
				let service = Services::create_for_benchmark(&[], &members);
				let key = ServiceKey::Ecdsa(ecdsa::Public::from_raw([7; 33]));
				Services::set_terms_for_benchmark(service, &members[0], duty_terms(), key);
				let attestations = self.members * PERIODS;
				let terms = DutyTerms::of(&duty_terms()).expect("they have a duty");
				let duty = Duty { terms, enrolled_at: 1, attestations, assessment: None };
				Duties::<Runtime>::insert(0, service, duty);
				DutyLoad::<Runtime>::mutate(0, |load| *load += attestations);
				for (n, member) in (1..).zip(&members) {
					if n % ABSENT != 0 {
						let attendance = Attendance { value: 0, attested: attested.clone() };
						Attendances::<Runtime>::insert((0, service, member), attendance);
					}
				}
			}
			let starts = (0..3).map(|epoch| (epoch, u64::from(epoch * EPOCH) + 1));
			EpochStarts::<Runtime>::put(frame_support::BoundedVec::truncate_from(starts.collect()));
			pallet_session::CurrentIndex::<Runtime>::put(Epochs::first_session_of(2));
			System::set_block_number(2 * EPOCH + 1);
		});
		ext.commit_all().expect("nothing is open");
		ext
	}

	/// Returns after how many blocks the last duty was assessed, and the longest time that a block took.
	fn assess(&self) -> (u32, Duration) {
		self.chain().execute_with(|| {
			let mut longest = Duration::ZERO;
			let mut blocks = 0;
			while AssessedEpoch::<Runtime>::get() == 0 {
				assert!(blocks < EPOCH, "an epoch is assessed within the one that follows");
				let began = Instant::now();
				Slashing::on_initialize(System::block_number());
				longest = longest.max(began.elapsed());
				blocks += 1;
			}
			assert_eq!(Duties::<Runtime>::iter_keys().count(), 0);
			assert_eq!(Attendances::<Runtime>::iter_keys().count(), 0);
			let absent = self.services * (self.members / ABSENT);
			assert_eq!(NextSlashId::<Runtime>::get(), absent);
			(blocks, longest)
		})
	}
}

#[test]
fn the_duties_of_many_services_are_assessed_within_an_epoch() {
	let crowd = Crowd { services: 12, members: 40 };
	let (blocks, _) = crowd.assess();
	assert!(blocks > 1, "a block has no room for all of it");
	crowd.chain().execute_with(|| {
		Slashing::on_initialize(System::block_number());
		let slashing = TryStateSelect::Only(vec![b"Slashing".to_vec()]);
		AllPalletsWithSystem::try_state(System::block_number(), slashing).expect("it is sound");
	});
}

#[test]
#[ignore = "measures"]
fn the_duties_of_a_thousand_full_services() {
	let (blocks, longest) = Crowd { services: 1_000, members: 256 }.assess();
	println!("assessed in {blocks} of {EPOCH} blocks, the longest of which took {longest:?}");
}
