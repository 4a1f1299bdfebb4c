//! States that nothing leads to: each is named.

use super::*;

fn names(error: &'static str, breaks: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		assert_eq!(Validators::do_try_state(), Ok(()));
		breaks();
		assert_eq!(Validators::do_try_state(), Err(error.into()));
	});
}

fn absent(absent: &[(AccountId, u32)]) {
	let absent = BoundedVec::truncate_from(absent.to_vec());
	LastAbsences::<Test>::put(Absences { session: 5, absent });
}

#[test]
fn limits_out_of_range() {
	for (min, max) in [(0, 0), (0, 1), (2, 1), (1, MOST + 1)] {
		names("limits out of range", || Limits::<Test>::put(ValidatorLimits { min, max }));
	}
}

#[test]
fn a_validator_that_is_planned_twice() {
	names("a validator that is planned twice", || {
		Planned::<Test>::put(BoundedVec::truncate_from(vec![1, 2, 1]))
	});
}

#[test]
fn a_validator_that_is_absent_twice() {
	names("a validator that is absent twice", || absent(&[(1, 1), (2, 1), (1, 2)]));
}

#[test]
fn a_miscounted_absence() {
	for sessions in [0, MAX_ABSENCE] {
		names("a miscounted absence", || absent(&[(1, 1), (2, sessions)]));
	}
}

#[test]
fn a_fault_of_no_severity() {
	names("a fault of no severity", || {
		let key = (Ordered::from(5), 1, BlockEquivocation);
		Recorded::<Test>::insert(key, Perquintill::zero());
	});
}

#[test]
fn a_reward_for_what_is_still_to_come() {
	names("a block was rewarded that is still to come", || {
		RewardedUpTo::<Test>::put(System::block_number() + 1)
	});
}
