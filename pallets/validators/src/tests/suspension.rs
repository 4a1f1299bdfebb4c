//! Whoever equivocated is not elected in the rest of the epoch.

use super::*;

fn offend(who: AccountId, fault: ConsensusFault) {
	Validators::record_fault(1, who, fault, Perquintill::one());
}

#[test]
fn an_equivocator_is_no_candidate_until_the_next_epoch() {
	for fault in [BlockEquivocation, VoteEquivocation] {
		with_validators(|| {
			elect_all(5);
			offend(5, fault);
			assert!(Validators::candidacy(&5, 0).is_none());
			assert!(!elect().contains(&5) && !elect().contains(&5));
			CurrentEpoch::set(1);
			assert!(elect().contains(&5));
		});
	}
}

#[test]
fn who_was_absent_is_not_suspended() {
	with_validators(|| {
		elect_all(5);
		offend(5, Unresponsiveness);
		assert!(elect().contains(&5));
	});
}

#[test]
fn a_suspended_validator_stays_only_where_it_is_needed() {
	with_validators(|| {
		elect_all(4);
		offend(4, VoteEquivocation);
		assert_eq!(elect().len(), 3);
		offend(3, VoteEquivocation);
		let validators = elect();
		assert_eq!(validators.len(), 3);
		assert!(validators.contains(&3) && !validators.contains(&4));
	});
}

#[test]
fn each_epoch_has_a_list_of_its_own() {
	with_validators(|| {
		elect_all(5);
		offend(5, VoteEquivocation);
		offend(5, BlockEquivocation);
		assert_eq!(Suspended::<Test>::get().1, vec![5]);
		CurrentEpoch::set(1);
		offend(4, VoteEquivocation);
		let (epoch, suspended) = Suspended::<Test>::get();
		assert_eq!((epoch, suspended.to_vec()), (1, vec![4]));
		assert!(elect().contains(&5));
	});
}
