//! How many validators there are.

use super::*;
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn governance_sets_the_limits() {
	with_validators(|| {
		assert_ok!(Validators::set_limits(RuntimeOrigin::root(), 1, MOST));
		assert_eq!(Limits::<Test>::get(), ValidatorLimits { min: 1, max: MOST });
		assert_eq!(take_events(), vec![Event::LimitsSet { min: 1, max: MOST }]);
	});
}

#[test]
fn limits_out_of_range_are_refused() {
	with_validators(|| {
		for (min, max) in [(0, 1), (2, 1), (1, MOST + 1)] {
			assert_noop!(
				Validators::set_limits(RuntimeOrigin::root(), min, max),
				Error::<Test>::LimitsOutOfRange
			);
		}
		assert_noop!(Validators::set_limits(RuntimeOrigin::signed(1), 1, 1), BadOrigin);
	});
}
