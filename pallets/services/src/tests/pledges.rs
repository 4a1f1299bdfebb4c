//! What the ledger is told and may ask: who may pledge what, when memberships end, and which U the terms need.

use super::*;
use crate::NeededUnbonding;
use palisade_primitives::{PledgeRefusal, ServiceRegistry, StakeKind};

fn may(service: ServiceId, operator: AccountId, kind: StakeKind) -> Result<(), PledgeRefusal> {
	Services::may_pledge(service, &operator, &AssetId::Native, kind)
}

/// [`terms`] that need a U of `needs`.
fn needing(needs: Epoch) -> Terms<AccountId> {
	changed(|terms| {
		let mut conditions = terms.conditions.to_vec();
		// Immediate: age + breaker window + 1.
		conditions[0].evidence_age = needs - 2;
		terms.conditions = conditions.try_into().expect("as many as before");
	})
}

#[test]
fn an_admitted_operator_pledges_before_its_membership_counts() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		assert_eq!(may(service, a, StakeKind::Shared), Err(PledgeRefusal::NotMember));
		join(a, service, 1);
		for kind in [StakeKind::Shared, StakeKind::Exclusive] {
			assert_eq!(may(service, a, kind), Ok(()));
			assert_eq!(may(service, b, kind), Err(PledgeRefusal::NotMember));
			assert_eq!(may(service + 1, a, kind), Err(PledgeRefusal::NotMember));
		}
	});
}

#[test]
fn an_applicant_pledges_nothing() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, approval_terms());
		join(a, service, 1);
		assert_eq!(may(service, a, StakeKind::Shared), Err(PledgeRefusal::NotMember));
		approve(service, a);
		assert_eq!(may(service, a, StakeKind::Shared), Ok(()));
	});
}

#[test]
fn what_is_pledged_is_what_the_accepted_terms_take() {
	with_registry(|| {
		let [a, ..] = OPS;
		let only = |kinds| {
			changed(|terms| {
				let native = AcceptedAsset { asset: AssetId::Native, kinds };
				terms.assets = vec![native].try_into().expect("one asset");
			})
		};
		let service = create(OWNER, only(StakeKinds::Exclusive));
		join(a, service, 1);
		assert_eq!(may(service, a, StakeKind::Exclusive), Ok(()));
		assert_eq!(may(service, a, StakeKind::Shared), Err(PledgeRefusal::KindNotAccepted));
		let other = Services::may_pledge(service, &a, &AssetId::WithId(1), StakeKind::Exclusive);
		assert_eq!(other, Err(PledgeRefusal::AssetNotAccepted));

		// The announced terms decide from their acceptance on, not from their announcement on.
		update(service, only(StakeKinds::Shared));
		assert_eq!(may(service, a, StakeKind::Shared), Err(PledgeRefusal::KindNotAccepted));
		accept(a, service, 2);
		assert_eq!(may(service, a, StakeKind::Shared), Ok(()));
		assert_eq!(may(service, a, StakeKind::Exclusive), Err(PledgeRefusal::KindNotAccepted));
	});
}

#[test]
fn who_leaves_pledges_nothing_more_from_the_next_epoch_on() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		leave(a, service);
		assert_eq!(may(service, a, StakeKind::Shared), Err(PledgeRefusal::NotMember));
		assert_eq!(Services::ended_at(service, &a), None, "epoch 30 counts");
		at(31);
		assert_eq!(Services::ended_at(service, &a), Some(31));
	});
}

#[test]
fn the_ledger_is_told_of_each_end_once_with_its_epoch() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, at_most(4));
		for (seed, operator) in [(1, a), (2, b), (3, c), (4, d)] {
			join(operator, service, seed);
		}
		at(30);
		leave(a, service);
		assert_ok!(Services::eject(signed(OWNER), service, b));
		assert_eq!(Ends::take(), vec![(service, a, 31), (service, b, 31)]);

		// A lapse is told when it is written down, with the epoch in which it came.
		update(service, at_most(4));
		accept(d, service, 2);
		at(33);
		assert_eq!(Services::ended_at(service, &c), Some(32));
		assert_eq!(Ends::take(), vec![]);
		join(c, service, 5);
		assert_eq!(Ends::take(), vec![(service, c, 32)]);
		assert_eq!(Services::ended_at(service, &c), None, "it is a member again");

		// So is a closing.
		close(service);
		at(34);
		assert_eq!(Services::ended_at(service, &d), Some(34));
		assert_eq!(Ends::take(), vec![]);
		at(34 + U);
		clear(service, d);
		assert_eq!(Ends::take(), vec![(service, d, 34)]);
	});
}

#[test]
fn members_are_listed_page_by_page_each_once() {
	with_registry(|| {
		let (service, other) = (create(OWNER, at_most(4)), create(OWNER, terms()));
		join(OPS[0], other, 9);
		for (seed, operator) in (1..).zip(OPS) {
			join(operator, service, seed);
		}
		for size in 1..=5 {
			let mut listed = Vec::new();
			loop {
				let page = Services::members_after(service, listed.last(), size);
				assert!(page.len() <= size as usize);
				let is_last = (page.len() as u32) < size;
				listed.extend(page);
				if is_last {
					break;
				}
			}
			listed.sort();
			assert_eq!(listed, OPS, "in pages of {size}");
		}
	});
}

#[test]
fn the_value_of_a_member_that_counts_is_that_of_all_its_assets() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		// The double pledges a third of it in one asset and two thirds in another.
		DefaultValue::set(MIN_VALUE + 1);
		assert_eq!(Services::counting_value(service, &a, 30), Some(MIN_VALUE + 1));
		assert_eq!(Services::counting_value(service, &b, 30), None);
		DefaultValue::set(MIN_VALUE - 1);
		assert_eq!(Services::counting_value(service, &a, 30), None);
	});
}

#[test]
fn the_needed_unbonding_is_the_longest_of_all_kept_terms() {
	with_registry(|| {
		assert_eq!(Services::required_unbonding(), 0);
		create(PEER, needing(4));
		let service = create(OWNER, needing(6));
		assert_eq!(Services::required_unbonding(), 6);
		update(service, needing(5));
		at(START + NOTICE + U);
		// Version 1 answered through the epoch before; it is dropped by the next announcement.
		assert_eq!(Services::required_unbonding(), 6);
		update(service, needing(3));
		assert_eq!(Services::required_unbonding(), 5);
		close(service);
		assert_eq!(Services::required_unbonding(), 5, "a closing ends nothing that is liable");
		assert_ok!(Services::remove(signed(STRANGER), service));
		assert_eq!(Services::required_unbonding(), 4);
		assert_eq!(NeededUnbonding::<Test>::iter().count(), 1);
	});
}
