//! What becomes of faults.

use super::*;

fn record(session: u32, operator: AccountId, fault: ConsensusFault, severity: Perquintill) {
	Validators::record_fault(session, operator, fault, severity);
}

/// Starts a block.
fn begin_block() -> Weight {
	Validators::on_initialize(System::block_number())
}

/// What is recorded and not judged, oldest session first.
fn waiting() -> Vec<(u32, AccountId, ConsensusFault)> {
	Recorded::<Test>::iter_keys()
		.map(|(session, who, fault)| (session.into(), who, fault))
		.collect()
}

/// Session and operator of what the judge was asked about, in order.
fn asked() -> Vec<(u32, AccountId)> {
	Judged::get().into_iter().map(|seen| (seen.session, seen.operator)).collect()
}

/// What so many judgements cost.
fn judgements(count: u64) -> Weight {
	<Test as Config>::WeightInfo::next_fault()
		.saturating_add(Validators::judging_weight())
		.saturating_mul(count)
}

mod recording {
	use super::*;

	#[test]
	fn a_fault_is_recorded_and_told() {
		with_validators(|| {
			record(5, 1, VoteEquivocation, percent(10));
			assert_eq!(
				take_events(),
				vec![Event::FaultRecorded {
					session: 5,
					operator: 1,
					fault: VoteEquivocation,
					severity: percent(10),
				}]
			);
			assert_eq!(waiting(), [(5, 1, VoteEquivocation)]);
		});
	}

	#[test]
	fn the_gravest_severity_counts_once() {
		with_validators(|| {
			for (severity, told) in [(10, 1), (9, 0), (10, 0), (11, 1), (10, 0)] {
				record(5, 1, BlockEquivocation, percent(severity));
				assert_eq!(take_events().len(), told, "{severity}");
			}
			assert_eq!(Recorded::<Test>::iter_values().collect::<Vec<_>>(), [percent(11)]);
		});
	}

	#[test]
	fn no_severity_is_no_fault() {
		with_validators(|| {
			record(5, 1, BlockEquivocation, Perquintill::zero());
			assert_eq!((waiting(), take_events()), (vec![], vec![]));
		});
	}

	#[test]
	fn sessions_operators_and_kinds_are_recorded_by_themselves() {
		with_validators(|| {
			for session in [5, 6] {
				for operator in [1, 2] {
					for fault in [BlockEquivocation, VoteEquivocation, Unresponsiveness] {
						record(session, operator, fault, percent(1));
					}
				}
			}
			assert_eq!(waiting().len(), 12);
		});
	}

	#[test]
	fn offenders_are_recorded_with_the_kind_that_is_reported() {
		with_validators(|| {
			let offenders =
				[(1, Perbill::from_percent(10)), (2, Perbill::one()), (3, Perbill::zero())];
			let told = Validators::while_reporting(BlockEquivocation, || {
				assert_eq!(Reporting::<Test>::get(), Some(BlockEquivocation));
				Validators::record_offenders(5, offenders);
				take_events()
			});
			assert_eq!(Reporting::<Test>::get(), None);
			let recorded = |operator, severity| Event::FaultRecorded {
				session: 5,
				operator,
				fault: BlockEquivocation,
				severity,
			};
			assert_eq!(told, vec![recorded(1, percent(10)), recorded(2, percent(100))]);
		});
	}

	#[test]
	fn severities_are_taken_over_exactly() {
		with_validators(|| {
			for parts in [1, 333_333_333, 999_999_999] {
				let share = Perbill::from_parts(parts);
				Validators::while_reporting(VoteEquivocation, || {
					Validators::record_offenders(parts, [(1, share)])
				});
				let severity =
					Recorded::<Test>::get((Ordered::from(parts), 1, VoteEquivocation)).unwrap();
				assert_eq!(severity.deconstruct(), u64::from(parts) * 1_000_000_000);
			}
		});
	}

	#[test]
	#[should_panic(expected = "which kind it is")]
	fn whoever_reports_says_of_which_kind() {
		new_test_ext().execute_with(|| Validators::record_offenders(5, [(1, Perbill::one())]));
	}
}

mod judging {
	use super::*;

	#[test]
	fn what_is_recorded_is_judged_at_the_start_of_the_next_block() {
		with_validators(|| {
			record(5, 1, VoteEquivocation, percent(10));
			assert!(Judged::get().is_empty());
			take_events();
			begin_block();
			let seen = SeenFault {
				operator: 1,
				fault: VoteEquivocation,
				session: 5,
				charged: 1,
				severity: percent(10),
			};
			assert_eq!(Judged::get(), [seen]);
			assert_eq!(
				take_events(),
				vec![Event::FaultJudged {
					session: 5,
					operator: 1,
					fault: VoteEquivocation,
					charged: 1,
				}]
			);
			assert!(waiting().is_empty());
			begin_block();
			assert_eq!(Judged::get().len(), 1);
		});
	}

	#[test]
	fn a_fault_is_charged_to_the_epoch_of_the_session_before() {
		with_validators(|| {
			// Epochs of three sessions.
			for (session, charged) in
				[(0, 0), (1, 0), (2, 0), (3, 0), (4, 1), (6, 1), (7, 2), (u32::MAX, 1_431_655_764)]
			{
				assert_eq!(Validators::charged_epoch(session), charged, "{session}");
				record(session, 1, BlockEquivocation, percent(1));
			}
			begin_block();
			let charged: Vec<_> = Judged::get().into_iter().map(|seen| seen.charged).collect();
			assert_eq!(charged, [0, 0, 0, 0, 1, 1, 2, 1_431_655_764]);
		});
	}

	#[test]
	fn the_oldest_session_goes_first() {
		with_validators(|| {
			// Not in the order of their bytes, the lowest first.
			for session in [256, 2, 65_536, 1, 511, 255] {
				record(session, 1, BlockEquivocation, percent(1));
			}
			begin_block();
			assert_eq!(asked(), [1, 2, 255, 256, 511, 65_536].map(|session| (session, 1)));
		});
	}

	#[test]
	fn a_block_judges_as_many_as_its_budget_has_room_for() {
		with_validators(|| {
			for session in 1..=5 {
				record(session, 1, BlockEquivocation, percent(1));
			}
			JudgingBudget::set(judgements(2));
			assert_eq!(begin_block(), judgements(2));
			assert_eq!(asked(), [(1, 1), (2, 1)]);
			// A bit less is room for one; that there is a next one was found out.
			let next = <Test as Config>::WeightInfo::next_fault();
			JudgingBudget::set(judgements(2).saturating_sub(Weight::from_parts(1, 0)));
			assert_eq!(begin_block(), judgements(1).saturating_add(next));
			assert_eq!(asked().len(), 3);
			JudgingBudget::set(Weight::MAX);
			assert_eq!(begin_block(), judgements(2).saturating_add(next));
			assert!(waiting().is_empty());
			// Where there is nothing to judge, only that costs.
			assert_eq!(begin_block(), next);
		});
	}

	#[test]
	fn without_room_nothing_is_judged() {
		with_validators(|| {
			record(1, 1, BlockEquivocation, percent(1));
			JudgingBudget::set(Weight::zero());
			assert_eq!(begin_block(), Weight::zero());
			assert_eq!(waiting().len(), 1);
		});
	}

	#[test]
	fn what_waits_goes_on_in_the_next_block_and_nothing_overtakes_it() {
		with_validators(|| {
			for session in [4, 5] {
				record(session, 1, BlockEquivocation, percent(1));
			}
			take_events();
			Answers::set(vec![Ok(FaultOutcome::Waits), Ok(FaultOutcome::Waits)]);
			for _ in 0..2 {
				begin_block();
				assert_eq!((waiting().len(), take_events()), (2, vec![]));
			}
			// What the judge did meanwhile is kept.
			let wrote = || frame_support::storage::unhashed::get::<u32>(JUDGE_WROTE);
			assert_eq!(wrote(), Some(4));
			begin_block();
			assert_eq!(asked(), [(4, 1), (4, 1), (4, 1), (5, 1)]);
			assert!(waiting().is_empty());
		});
	}

	#[test]
	fn a_graver_severity_of_what_waits_counts() {
		with_validators(|| {
			record(4, 1, BlockEquivocation, percent(1));
			Answers::set(vec![Ok(FaultOutcome::Waits)]);
			begin_block();
			record(4, 1, BlockEquivocation, percent(2));
			begin_block();
			assert_eq!(Judged::get()[1].severity, percent(2));
		});
	}

	#[test]
	fn what_cannot_be_judged_is_dropped_and_told_and_the_next_one_judged() {
		with_validators(|| {
			let error = DispatchError::Unavailable;
			for operator in [1, 2] {
				record(operator as u32, operator, VoteEquivocation, percent(1));
			}
			take_events();
			Answers::set(vec![Err(error)]);
			begin_block();
			assert_eq!(
				take_events(),
				vec![
					Event::FaultNotJudged {
						session: 1,
						operator: 1,
						fault: VoteEquivocation,
						error,
					},
					Event::FaultJudged {
						session: 2,
						operator: 2,
						fault: VoteEquivocation,
						charged: 0,
					},
				]
			);
			assert!(waiting().is_empty());
		});
	}

	#[test]
	fn nothing_stays_of_a_judgement_that_failed() {
		with_validators(|| {
			record(1, 1, VoteEquivocation, percent(1));
			Answers::set(vec![Err(DispatchError::Corruption)]);
			begin_block();
			assert_eq!(Judged::get().len(), 1);
			assert_eq!(frame_support::storage::unhashed::get::<u32>(JUDGE_WROTE), None);
		});
	}

	#[test]
	fn a_fault_that_was_judged_can_be_recorded_again() {
		with_validators(|| {
			for severity in [1, 1, 2] {
				record(5, 1, VoteEquivocation, percent(severity));
				begin_block();
			}
			// What is new of that, the judge decides.
			assert_eq!(Judged::get().len(), 3);
		});
	}
}
