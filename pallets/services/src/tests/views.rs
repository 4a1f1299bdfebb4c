//! What the runtime API answers.

use super::*;

#[test]
fn a_service_is_shown_as_of_the_current_epoch() {
	with_registry(|| {
		let [a, b, c, ..] = OPS;
		assert_eq!(Services::service(1), None);
		let service = create(OWNER, terms());
		let info = ServiceInfo {
			owner: OWNER,
			metadata: METADATA.to_vec(),
			version: 1,
			announced: None,
			members: 0,
			stops_at: None,
		};
		assert_eq!(Services::service(service), Some(info.clone()));
		for (operator, seed) in [(a, 1), (b, 2), (c, 3)] {
			join(operator, service, seed);
		}
		// Members that do not count yet are members.
		let info = ServiceInfo { members: 3, ..info };
		assert_eq!(Services::service(service), Some(info.clone()));
		at(30);
		update(service, stricter());
		accept(a, service, 2);
		leave(b, service);
		let before = ServiceInfo { announced: Some((2, 32)), members: 2, ..info.clone() };
		let after = ServiceInfo { version: 2, members: 1, ..info };
		for (now, expected) in [(30, &before), (31, &before), (32, &after), (60, &after)] {
			at(now);
			assert_eq!(Services::service(service).as_ref(), Some(expected), "epoch {now}");
		}
		close(service);
		let closed = ServiceInfo { members: 0, stops_at: Some(61), ..after };
		assert_eq!(Services::service(service), Some(closed));
	});
}

/// The ids on the page, and where the next one starts.
fn ids(from: ServiceId, limit: u32) -> (Vec<ServiceId>, Option<ServiceId>) {
	let page = Services::services(from, limit);
	for (id, info) in &page.items {
		assert_eq!(Services::service(*id).as_ref(), Some(info));
	}
	(page.items.into_iter().map(|(id, _)| id).collect(), page.next)
}

#[test]
fn services_are_paged_by_id_with_gaps() {
	with_registry(|| {
		for _ in 0..5 {
			create(OWNER, terms());
		}
		for removed in [2, 4] {
			close(removed);
			assert_ok!(Services::remove(signed(OWNER), removed));
		}
		assert_eq!(ids(0, 10), (vec![1, 3, 5], None));
		assert_eq!(ids(1, 2), (vec![1], Some(3)));
		assert_eq!(ids(3, 2), (vec![3], Some(5)));
		assert_eq!(ids(5, 1), (vec![5], None));
		// A page of removed services only.
		assert_eq!(ids(4, 1), (vec![], Some(5)));
		assert_eq!(ids(3, 0), (vec![], Some(3)));
		assert_eq!(ids(6, 10), (vec![], None));
		assert_eq!(ids(u32::MAX, u32::MAX), (vec![], None));
	});
}

#[test]
fn a_page_of_services_has_a_limit() {
	with_registry(|| {
		let last = NextServiceId::<Test>::get() + MAX_PAGE;
		NextServiceId::<Test>::put(last);
		create(OWNER, terms());
		assert_eq!(ids(1, u32::MAX), (vec![], Some(1 + MAX_PAGE)));
		assert_eq!(ids(2, u32::MAX), (vec![last], None));
		assert_eq!(ids(1 + MAX_PAGE, u32::MAX), (vec![last], None));
	});
}

/// Makes operators of these accounts, which apply to `service`. Returns them in the order of their storage keys.
fn applicants(service: ServiceId, accounts: RangeInclusive<AccountId>) -> Vec<AccountId> {
	let mut all: Vec<_> = accounts.collect();
	for who in &all {
		Balances::set_balance(who, WEALTH);
		set_status(*who, OperatorStatus::Active);
		join(*who, service, *who as u32);
	}
	all.sort_by_key(|who| Memberships::<Test>::hashed_key_for(service, who));
	all
}

/// The operators on the page, and where the next one starts.
fn members(
	service: ServiceId,
	from: Option<AccountId>,
	limit: u32,
) -> (Vec<AccountId>, Option<AccountId>) {
	let Page { items, next } = Services::members(service, from, limit);
	(items.into_iter().map(|info| info.operator).collect(), next)
}

#[test]
fn pages_of_members_of_any_size_cover_the_list_once() {
	with_registry(|| {
		let service = create(OWNER, approval_terms());
		let other = create(OWNER, approval_terms());
		let all = applicants(service, 1_001..=1_007);
		applicants(other, 1_005..=1_009);
		for limit in 1..=8 {
			let (mut seen, mut from, mut pages) = (vec![], None, 0);
			loop {
				let (page, next) = members(service, from, limit);
				assert!(page.len() <= limit as usize);
				seen.extend(page);
				pages += 1;
				from = next;
				if from.is_none() {
					break;
				}
			}
			assert_eq!(seen, all, "pages of {limit}");
			assert_eq!(pages, 7u32.div_ceil(limit), "pages of {limit}");
		}
		assert_eq!(members(9, None, 10), (vec![], None));
	});
}

#[test]
fn a_page_of_members_starts_at_or_after_the_one_it_is_asked_from() {
	with_registry(|| {
		let service = create(OWNER, approval_terms());
		let all = applicants(service, 1_001..=1_007);
		for (index, who) in all.iter().enumerate() {
			let expected = all[index..all.len().min(index + 2)].to_vec();
			let next = all.get(index + 2).copied();
			assert_eq!(members(service, Some(*who), 2), (expected, next));
		}
		// One that has gone meanwhile.
		for gone in [all[3], all[6]] {
			leave(gone, service);
		}
		assert_eq!(members(service, Some(all[3]), 1), (vec![all[4]], Some(all[5])));
		assert_eq!(members(service, Some(all[6]), 1), (vec![], None));
	});
}

#[test]
fn an_empty_page_of_members_goes_nowhere() {
	with_registry(|| {
		let service = create(OWNER, approval_terms());
		let all = applicants(service, 1_001..=1_003);
		assert_eq!(members(service, None, 0), (vec![], Some(all[0])));
		assert_eq!(members(service, Some(all[1]), 0), (vec![], Some(all[1])));
	});
}

#[test]
fn a_page_of_members_has_a_limit() {
	with_registry(|| {
		let service = create(OWNER, approval_terms());
		let first = 1_000;
		let all = applicants(service, first..=first + AccountId::from(MAX_PAGE) + 4);
		let (page, next) = members(service, None, u32::MAX);
		let most = MAX_PAGE as usize;
		assert_eq!((page.as_slice(), next), (&all[..most], Some(all[most])));
		assert_eq!(members(service, next, u32::MAX), (all[most..].to_vec(), None));
	});
}

/// What is shown of `operator`.
fn shown(service: ServiceId, operator: AccountId) -> Option<MemberInfo<AccountId>> {
	let page = Services::members(service, Some(operator), 1);
	page.items.into_iter().find(|info| info.operator == operator)
}

#[test]
fn a_member_is_shown_from_its_application_to_its_end() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, approval_terms());
		assert_eq!(shown(service, a), None);
		join(a, service, 1);
		let info = MemberInfo {
			operator: a,
			standing: Standing::Applicant,
			accepted: 1,
			counts_from: None,
			stops_at: None,
			key: Some(key(1)),
		};
		assert_eq!(shown(service, a), Some(info.clone()));

		approve(service, a);
		let joining =
			MemberInfo { standing: Standing::Joining, counts_from: Some(22), ..info.clone() };
		let member = MemberInfo { standing: Standing::Member, ..joining.clone() };
		for (now, expected) in [(20, &joining), (21, &joining), (22, &member), (30, &member)] {
			at(now);
			assert_eq!(shown(service, a).as_ref(), Some(expected), "epoch {now}");
		}

		leave(a, service);
		let leaving =
			MemberInfo { standing: Standing::Leaving, stops_at: Some(31), ..member.clone() };
		let former = MemberInfo { standing: Standing::Former, ..leaving.clone() };
		for (now, expected) in [(30, &leaving), (31, &former), (60, &former)] {
			at(now);
			assert_eq!(shown(service, a).as_ref(), Some(expected), "epoch {now}");
		}

		// It applies again.
		join(a, service, 2);
		let again = shown(service, a).unwrap();
		assert_eq!((again.standing, again.key), (Standing::Applicant, Some(key(2))));
		assert_ok!(Services::reject(signed(OWNER), service, a));
		clear(service, a);
		assert_eq!(shown(service, a), None);
	});
}

#[test]
fn a_member_that_sleeps_is_leaving_until_it_accepts() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		for (operator, seed) in [(a, 1), (b, 2)] {
			join(operator, service, seed);
		}
		at(30);
		assert_ok!(set_key(a, service, 3));
		let member = shown(service, a).unwrap();
		// The latest key, in force or not.
		assert_eq!((member.standing, member.key), (Standing::Member, Some(key(3))));
		update(service, stricter());
		let leaving =
			MemberInfo { standing: Standing::Leaving, stops_at: Some(32), ..member.clone() };
		assert_eq!(shown(service, a), Some(leaving.clone()));
		accept(b, service, 2);
		let accepted = shown(service, b).unwrap();
		assert_eq!((accepted.standing, accepted.accepted), (Standing::Member, 2));
		assert_eq!(accepted.stops_at, None);
		at(32);
		let former = MemberInfo { standing: Standing::Former, ..leaving };
		assert_eq!(shown(service, a), Some(former));
		assert_eq!(shown(service, b), Some(accepted));
	});
}

#[test]
fn all_members_of_a_closed_service_are_leaving_and_then_gone() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(29);
		join(b, service, 2);
		at(30);
		close(service);
		let standing = |who| shown(service, who).map(|info| (info.standing, info.stops_at));
		assert_eq!(standing(a), Some((Standing::Leaving, Some(31))));
		// It will not count in the epoch from which it would.
		assert_eq!(standing(b), Some((Standing::Joining, Some(31))));
		at(31);
		assert_eq!(standing(a), Some((Standing::Former, Some(31))));
		assert_eq!(standing(b), Some((Standing::Former, Some(31))));
	});
}

#[test]
fn a_membership_is_shown_for_an_epoch() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		assert_ok!(set_key(a, service, 2));
		update(service, stricter());
		accept(a, service, 2);
		at(34);
		let info = |version, seed, counts| Some(MembershipInfo { version, key: key(seed), counts });
		assert_eq!(Services::membership(service, &a, 28), info(1, 1, true));
		assert_eq!(Services::membership(service, &a, 31), info(1, 2, true));
		// What it pledged is below the new minimum.
		assert_eq!(Services::membership(service, &a, 32), info(2, 2, false));
		assert_eq!(Services::membership(service, &a, 27), None);
		assert_eq!(Services::membership(service, &b, 32), None);
		assert_eq!(Services::membership(9, &a, 32), None);
	});
}

#[test]
fn an_operators_services_are_listed() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let [first, second, third] = [(); 3].map(|()| create(OWNER, approval_terms()));
		assert_eq!(Services::services_of(&a), Vec::<ServiceId>::new());
		for service in [second, first, third] {
			join(a, service, 1);
		}
		join(b, second, 2);
		assert_eq!(Services::services_of(&a), vec![second, first, third]);
		leave(a, first);
		assert_eq!(Services::services_of(&a), vec![second, third]);
		leave(b, second);
		assert_eq!(Services::services_of(&b), Vec::<ServiceId>::new());
		// Not an empty list.
		assert!(!OperatorServices::<Test>::contains_key(b));
	});
}

#[test]
fn a_version_is_shown_while_it_is_kept() {
	with_registry(|| {
		let service = create(OWNER, terms());
		update(service, stricter());
		// In force, announced, not there.
		assert_eq!(Services::version(service, 1), Some(terms()));
		assert_eq!(Services::version(service, 2), Some(stricter()));
		assert_eq!(Services::version(service, 0), None);
		assert_eq!(Services::version(service, 3), None);
		assert_eq!(Services::version(9, 1), None);
	});
}
