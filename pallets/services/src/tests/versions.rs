//! How terms change.

use super::*;

#[test]
fn new_terms_are_in_force_when_the_notice_ends_and_not_before() {
	with_registry(|| {
		let service = create(OWNER, terms());
		assert_ok!(Services::update_terms(signed(OWNER), service, stricter()));
		let in_force_from = START + NOTICE;
		assert_eq!(
			take_events(),
			vec![Event::TermsAnnounced { service, version: 2, in_force_from }]
		);
		for (now, version, terms) in [
			(START, 1, terms()),
			(in_force_from - 1, 1, terms()),
			(in_force_from, 2, stricter()),
			(in_force_from + 1, 2, stricter()),
		] {
			at(now);
			assert_eq!(Services::terms_at(service, now), Some((version, terms)), "epoch {now}");
			let info = Services::service(service).unwrap();
			let announced = (version == 1).then_some((2, in_force_from));
			assert_eq!((info.version, info.announced), (version, announced), "epoch {now}");
		}
		// Asked about the future.
		at(START);
		assert_eq!(version_at(service, in_force_from - 1), Some(1));
		assert_eq!(version_at(service, in_force_from), Some(2));
	});
}

#[test]
fn the_notice_is_the_chains_and_leaves_a_whole_epoch() {
	with_registry(|| {
		for (notice, expected) in [(5, 5), (2, 2), (1, MIN_TERMS_NOTICE), (0, MIN_TERMS_NOTICE)] {
			TermsNotice::set(notice);
			let service = create(OWNER, terms());
			update(service, stricter());
			// A later change of the notice is for later versions.
			TermsNotice::set(9);
			assert_eq!(version_at(service, START + expected - 1), Some(1), "notice {notice}");
			assert_eq!(version_at(service, START + expected), Some(2), "notice {notice}");
		}
	});
}

#[test]
fn one_version_is_announced_at_a_time() {
	with_registry(|| {
		let service = create(OWNER, terms());
		update(service, stricter());
		for now in [START, START + 1] {
			at(now);
			assert_noop!(
				Services::update_terms(signed(OWNER), service, terms()),
				Error::<Test>::TermsPending
			);
		}
		at(START + 2);
		update(service, terms());
		assert_eq!(version_at(service, START + 3), Some(2));
		assert_eq!(version_at(service, START + 4), Some(3));
	});
}

#[test]
fn terms_are_changed_by_the_owner_of_an_open_service() {
	with_registry(|| {
		let service = create(OWNER, terms());
		create(PEER, terms());
		let update = |who, service| Services::update_terms(signed(who), service, stricter());
		assert_noop!(update(OWNER, 9), Error::<Test>::UnknownService);
		for who in [PEER, STRANGER, OPS[0]] {
			assert_noop!(update(who, service), Error::<Test>::NotOwner);
		}
		close(service);
		assert_noop!(update(OWNER, service), Error::<Test>::ServiceClosed);
	});
}

#[test]
fn a_member_that_accepts_goes_on_under_the_new_terms() {
	// In the epoch of the announcement, and in the last one before the terms are in force.
	for accepts_at in [30, 31] {
		with_registry(|| {
			let [a, ..] = OPS;
			let service = create(OWNER, terms());
			join(a, service, 1);
			at(30);
			update(service, stricter());
			at(accepts_at);
			assert_ok!(Services::accept_terms(signed(a), service, 2));
			assert_eq!(
				take_events(),
				vec![Event::TermsAccepted { service, operator: a, version: 2 }]
			);
			at(34);
			assert_eq!(epochs_of(service, a, 20..=60), range(28..=60));
			assert_eq!(Services::member_at(service, &a, 31), Some((1, key(1))));
			assert_eq!(Services::member_at(service, &a, 32), Some((2, key(1))));
			assert_eq!(Services::service(service).unwrap().members, 1);
		});
	}
}

#[test]
fn accepting_when_the_terms_are_in_force_is_too_late() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		update(service, stricter());
		at(32);
		assert_noop!(Services::accept_terms(signed(a), service, 2), Error::<Test>::NotMember);
	});
}

#[test]
fn a_member_that_sleeps_counts_last_in_the_epoch_before() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		assert_eq!(epochs_of(service, a, 20..=60), range(24..=60));
		update(service, stricter());
		for now in [30, 31, 32, 37] {
			at(now);
			assert_eq!(epochs_of(service, a, 20..=60), range(now - U..=31), "epoch {now}");
			let members = u32::from(now < 32);
			assert_eq!(Services::service(service).unwrap().members, members, "epoch {now}");
		}
		at(38);
		assert_eq!(epochs_of(service, a, 20..=60), Vec::<Epoch>::new());
	});
}

#[test]
fn the_place_of_a_member_that_sleeps_is_free_when_the_terms_are_in_force() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, at_most(1));
		join(a, service, 1);
		at(30);
		update(service, at_most(1));
		at(31);
		assert_noop!(apply(b, service, 2), Error::<Test>::ServiceFull);
		at(32);
		join(b, service, 2);
		assert_noop!(apply(a, service, 1), Error::<Test>::ServiceFull);
		assert_eq!(Services::service(service).unwrap().members, 1);
	});
}

#[test]
fn a_member_that_slept_applies_again() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, at_most(1));
		join(a, service, 1);
		at(30);
		update(service, at_most(1));
		at(31);
		assert_noop!(apply(a, service, 1), Error::<Test>::AlreadyMember);
		at(32);
		join(a, service, 1);
		assert_eq!(epochs_of(service, a, 20..=60), [range(26..=31), range(34..=60)].concat());
		assert_eq!(Services::member_at(service, &a, 31), Some((1, key(1))));
		assert_eq!(Services::member_at(service, &a, 34), Some((2, key(1))));
		assert_eq!(held_for_records(a), record_price());
		// It is one member, of the new version.
		assert_eq!(Services::service(service).unwrap().members, 1);
	});
}

#[test]
fn sleeping_through_several_versions_is_like_sleeping_through_the_first() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		update(service, stricter());
		at(32);
		update(service, terms());
		at(34);
		update(service, stricter());
		assert_eq!(epochs_of(service, a, 20..=60), range(28..=31));
		// The version that it slept through is dropped: nobody can ask about the epochs before it any more.
		at(40);
		update(service, terms());
		assert_eq!(Services::version(service, 2), None);
		assert_eq!(epochs_of(service, a, 20..=60), Vec::<Epoch>::new());
		clear(service, a);
		assert!(no_trace(service, a));
		join(b, service, 1);
		assert_eq!(Services::service(service).unwrap().members, 1);
	});
}

#[test]
fn a_joining_member_that_sleeps_never_counts() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let service = create(OWNER, at_most(1));
		join(a, service, 1);
		update(service, at_most(1));
		assert_eq!(epochs_of(service, a, 14..=60), Vec::<Epoch>::new());
		at(22);
		join(b, service, 2);
		assert_eq!(epochs_of(service, a, 16..=60), Vec::<Epoch>::new());
		at(22 + U);
		clear(service, a);
		assert!(no_trace(service, a));
		assert_eq!(held_for_records(a), 0);
	});
}

#[test]
fn a_joining_member_accepts_like_any_other() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		update(service, stricter());
		accept(a, service, 2);
		assert_eq!(epochs_of(service, a, 14..=60), range(22..=60));
		assert_eq!(Services::member_at(service, &a, 22), Some((2, key(1))));
	});
}

#[test]
fn what_was_accepted_is_not_accepted_again() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		let accepts = |version| Services::accept_terms(signed(a), service, version);
		assert_noop!(accepts(1), Error::<Test>::AlreadyAccepted);
		update(service, stricter());
		assert_noop!(accepts(1), Error::<Test>::AlreadyAccepted);
		assert_ok!(accepts(2));
		assert_noop!(accepts(2), Error::<Test>::AlreadyAccepted);
	});
}

#[test]
fn only_the_announced_version_is_accepted() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		let accepts = |version| Services::accept_terms(signed(a), service, version);
		// Nothing is announced.
		assert_noop!(accepts(2), Error::<Test>::VersionNotAnnounced);
		update(service, stricter());
		for version in [0, 3, u32::MAX] {
			assert_noop!(accepts(version), Error::<Test>::VersionNotAnnounced);
		}
		assert_ok!(accepts(2));
		// There is no way back.
		assert_noop!(accepts(1), Error::<Test>::VersionNotAnnounced);
		at(30);
		assert_noop!(accepts(1), Error::<Test>::VersionNotAnnounced);
	});
}

#[test]
fn terms_are_accepted_by_members() {
	with_registry(|| {
		let [a, b, c, d] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		join(b, service, 2);
		at(30);
		leave(a, service);
		update(service, approval_terms());
		join(c, service, 3);
		let accepts = |who, service| Services::accept_terms(signed(who), service, 2);
		assert_noop!(accepts(b, 9), Error::<Test>::UnknownService);
		// One that left, an applicant, an operator that never applied, the owner.
		for who in [a, c, d, OWNER] {
			assert_noop!(accepts(who, service), Error::<Test>::NotMember);
		}
		close(service);
		assert_noop!(accepts(b, service), Error::<Test>::ServiceClosed);
	});
}

#[test]
fn terms_are_told_for_exactly_u_epochs_back() {
	with_registry(|| {
		let service = create(OWNER, terms());
		update(service, stricter());
		for now in [26, 27, 28, 40] {
			at(now);
			let expected = |epoch: Epoch| match epoch {
				..=21 => Some((1, terms())),
				_ => Some((2, stricter())),
			};
			assert_eq!(Services::terms_at(service, now - U), expected(now - U), "epoch {now}");
			assert_eq!(Services::terms_at(service, now - U - 1), None, "epoch {now}");
		}
		assert_eq!(Services::terms_at(9, 40), None);
	});
}

#[test]
fn a_version_is_dropped_by_the_first_update_after_nobody_can_ask_for_it() {
	with_registry(|| {
		let kept = |service| TermsOf::<Test>::iter_key_prefix(service).count();
		// Version 1 is in force in 20 and 21.
		let dropping = |now| {
			at(START);
			let service = create(OWNER, terms());
			update(service, stricter());
			at(now);
			let info = Services::update_terms(signed(OWNER), service, terms()).unwrap();
			(service, info.actual_weight)
		};
		let (service, weight) = dropping(21 + U);
		assert_eq!(weight, Some(Weights::update_terms(1, 1, 0)));
		assert_eq!(kept(service), 3);
		assert_eq!(Services::version(service, 1), Some(terms()));

		let (service, weight) = dropping(22 + U);
		assert_eq!(weight, Some(Weights::update_terms(1, 1, 1)));
		assert_eq!(kept(service), 2);
		assert_eq!(Services::version(service, 1), None);
		assert_eq!(Services::version(service, 2), Some(stricter()));
		assert_eq!(Services::version(service, 3), Some(terms()));
		// Who asks does not notice.
		assert_eq!(Services::terms_at(service, 22), Some((2, stricter())));
		assert_eq!(Services::terms_at(service, 30), Some((3, terms())));
	});
}

#[test]
fn the_deposit_follows_the_versions_that_are_kept() {
	with_registry(|| {
		let longer = changed(|terms| {
			terms.reward_assets.try_push(AssetId::WithId(9)).unwrap();
		});
		let service = create(OWNER, terms());
		update(service, longer.clone());
		let both = service_price(METADATA.len(), &[terms(), longer.clone()]);
		assert_eq!(held_for_services(OWNER), both);
		// Drops the first one.
		at(30);
		update(service, terms());
		assert_eq!(held_for_services(OWNER), both);
		// Drops the longer one.
		at(40);
		update(service, terms());
		let last = service_price(METADATA.len(), &[terms(), terms()]);
		assert_eq!(held_for_services(OWNER), last);
		assert!(last < both);
	});
}

#[test]
fn an_owner_that_cannot_pay_changes_nothing() {
	with_registry(|| {
		let service = create(OWNER, terms());
		Balances::set_balance(&OWNER, EXISTENTIAL);
		assert_noop!(
			Services::update_terms(signed(OWNER), service, stricter()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn the_most_frequent_changes_at_the_longest_unbonding_fit() {
	with_registry(|| {
		UnbondingEpochs::set(MAX_UNBONDING_EPOCHS);
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		let mut most = 0;
		for now in START..=START + 100 {
			at(now);
			if (now - START).is_multiple_of(NOTICE) {
				update(service, changed(|terms| terms.min_operator_value = now.into()));
				accept(a, service, latest(service));
			}
			let kept = Registry::get(service).unwrap().timeline.versions().len();
			most = most.max(kept);
			// Each answerable epoch has its version and its terms, and the member all of them.
			if let Some(epoch) = now.checked_sub(MAX_UNBONDING_EPOCHS + 1) {
				assert_eq!(version_at(service, epoch), None, "epoch {epoch} in {now}");
			}
			for epoch in now.saturating_sub(MAX_UNBONDING_EPOCHS).max(START)..=now {
				let (version, terms) = Services::terms_at(service, epoch).unwrap();
				let changes = (epoch - START) / NOTICE;
				assert_eq!(version, 1 + changes, "epoch {epoch} in {now}");
				// The last change in force was announced a notice before it was.
				let value = match changes {
					0 => MIN_VALUE,
					_ => (START + (changes - 1) * NOTICE).into(),
				};
				assert_eq!(terms.min_operator_value, value, "epoch {epoch} in {now}");
				let member = Services::member_at(service, &a, epoch).map(|(version, _)| version);
				assert_eq!(member, (epoch >= 22).then_some(version), "epoch {epoch} in {now}");
			}
		}
		assert_eq!(most, MAX_VERSIONS as usize);
	});
}

#[test]
fn a_chain_younger_than_u_answers_for_all_its_epochs() {
	with_registry(|| {
		let [a, ..] = OPS;
		at(0);
		let service = create(OWNER, terms());
		join(a, service, 1);
		update(service, stricter());
		accept(a, service, 2);
		for now in 0..=U {
			at(now);
			assert_eq!(version_at(service, 0), Some(1), "epoch {now}");
			assert_eq!(version_at(service, 2), Some(2), "epoch {now}");
			assert_eq!(epochs_of(service, a, 0..=9), range(2..=9), "epoch {now}");
		}
		at(U + 1);
		assert_eq!(version_at(service, 0), None);
		assert_eq!(version_at(service, 1), Some(1));
	});
}

#[test]
fn nothing_is_told_of_more_epochs_than_histories_have_room_for() {
	with_registry(|| {
		let service = create(OWNER, terms());
		UnbondingEpochs::set(MAX_UNBONDING_EPOCHS + 5);
		let now = START + MAX_UNBONDING_EPOCHS + 10;
		at(now);
		assert_eq!(version_at(service, now - MAX_UNBONDING_EPOCHS), Some(1));
		assert_eq!(version_at(service, now - MAX_UNBONDING_EPOCHS - 1), None);
	});
}
