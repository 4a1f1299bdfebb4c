//! Who is neither seen nor heard, session after session.

use super::*;

const NOBODY: [AccountId; 0] = [];

/// These were absent in `session`. Answers with who committed a fault by that.
fn absent(session: u32, who: &[AccountId]) -> Vec<AccountId> {
	take_events();
	let offenders: Vec<_> = who.iter().map(|who| (*who, Perbill::zero())).collect();
	Validators::while_reporting(Unresponsiveness, || {
		Validators::record_offenders(session, offenders)
	});
	let faults = take_events().into_iter().map(|event| match event {
		Event::FaultRecorded { session: of, operator, fault, severity } => {
			assert_eq!((of, fault, severity), (session, Unresponsiveness, percent(100)));
			operator
		},
		other => panic!("{other:?}"),
	});
	faults.collect()
}

/// Who is listed, and for how many sessions.
fn listed() -> Vec<(AccountId, u32)> {
	LastAbsences::<Test>::get().map_or(vec![], |last| last.absent.into_inner())
}

#[test]
fn the_third_absence_on_end_is_a_fault() {
	with_validators(|| {
		assert_eq!(absent(5, &[1]), NOBODY);
		assert_eq!(listed(), [(1, 1)]);
		assert_eq!(absent(6, &[1]), NOBODY);
		assert_eq!(listed(), [(1, 2)]);
		assert_eq!(absent(7, &[1]), [1]);
		assert!(listed().is_empty());
	});
}

#[test]
fn absences_are_faults_whatever_fraction_is_reported() {
	with_validators(|| {
		for session in 5..8 {
			Validators::while_reporting(Unresponsiveness, || {
				Validators::record_offenders(session, [(1, Perbill::from_percent(7))])
			});
		}
		let severity = Recorded::<Test>::get((Ordered::from(7), 1, Unresponsiveness));
		assert_eq!(severity, Some(Perquintill::one()));
		assert_eq!(Recorded::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_session_in_between_starts_anew() {
	with_validators(|| {
		absent(5, &[1]);
		absent(6, &[1]);
		// Nobody was absent in 7.
		for session in [8, 9] {
			assert_eq!(absent(session, &[1]), NOBODY, "{session}");
		}
		assert_eq!(absent(10, &[1]), [1]);
	});
}

#[test]
fn a_session_in_which_only_others_are_absent_starts_anew() {
	with_validators(|| {
		absent(5, &[1, 2]);
		absent(6, &[1, 2]);
		assert_eq!(absent(7, &[2]), [2]);
		assert_eq!(absent(8, &[1]), NOBODY);
		assert_eq!(listed(), [(1, 1)]);
	});
}

#[test]
fn after_a_fault_absences_count_anew() {
	with_validators(|| {
		let faults = (5..15).filter(|session| !absent(*session, &[1]).is_empty());
		assert_eq!(faults.collect::<Vec<_>>(), [7, 10, 13]);
		assert_eq!(Recorded::<Test>::iter().count(), 3);
	});
}

#[test]
fn each_is_counted_by_itself() {
	with_validators(|| {
		assert_eq!(absent(5, &[1, 2]), NOBODY);
		assert_eq!(absent(6, &[3, 2, 1]), NOBODY);
		assert_eq!(listed(), [(3, 1), (2, 2), (1, 2)]);
		assert_eq!(absent(7, &[1, 3, 2]), [1, 2]);
		assert_eq!(absent(8, &[1, 2, 3]), [3]);
		assert_eq!(listed(), [(1, 1), (2, 1)]);
	});
}

#[test]
fn all_validators_may_be_absent() {
	with_validators(|| {
		let all: Vec<_> = (1..=u64::from(MOST)).collect();
		absent(5, &all);
		absent(6, &all);
		assert_eq!(listed().len(), MOST as usize);
		assert_eq!(absent(7, &all), all);
	});
}

#[test]
fn the_first_sessions_count_like_others() {
	with_validators(|| {
		assert_eq!((absent(0, &[1]), absent(1, &[1])), (vec![], vec![]));
		assert_eq!(absent(2, &[1]), [1]);
		Validators::on_initialize(1);
		assert_eq!((Judged::get()[0].fault, Judged::get()[0].charged), (Unresponsiveness, 0));
	});
}
