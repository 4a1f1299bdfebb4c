//! Creating a service, and its metadata.

use super::*;

#[test]
fn a_service_starts_with_its_first_terms_in_force_at_once() {
	with_registry(|| {
		assert_ok!(Services::create(signed(OWNER), terms(), METADATA.to_vec()));
		let metadata = bounded(METADATA);
		assert_eq!(take_events(), vec![Event::Created { service: 1, owner: OWNER, metadata }]);
		assert_eq!(Services::terms_at(1, START), Some((1, terms())));
		assert_eq!(Services::terms_at(1, START - 1), None);
		let entry = Registry::get(1).unwrap();
		assert_eq!((entry.owner, entry.stops_at, entry.records), (OWNER, None, 0));
	});
}

#[test]
fn ids_count_from_one_and_are_never_used_again() {
	with_registry(|| {
		assert_eq!(create(OWNER, terms()), CONSENSUS_SERVICE + 1);
		assert_eq!(create(OWNER, terms()), 2);
		close(2);
		assert_ok!(Services::remove(signed(STRANGER), 2));
		assert_eq!(create(PEER, terms()), 3);
		assert_eq!(Services::service(2), None);
		assert_eq!(Services::service(CONSENSUS_SERVICE), None);
	});
}

#[test]
fn ids_are_used_up_at_the_last_number() {
	with_registry(|| {
		NextServiceId::<Test>::put(u32::MAX - 1);
		assert_eq!(create(OWNER, terms()), u32::MAX - 1);
		assert_noop!(
			Services::create(signed(OWNER), terms(), vec![]),
			Error::<Test>::NoServiceIdLeft
		);
	});
}

#[test]
fn the_deposit_is_by_the_bytes_of_metadata_and_terms() {
	with_registry(|| {
		create(OWNER, terms());
		let first = service_price(METADATA.len(), &[terms()]);
		assert_eq!(held_for_services(OWNER), first);
		assert_eq!(Balances::total_balance(&OWNER), WEALTH);

		let longer = changed(|terms| {
			terms.reward_assets.try_push(AssetId::WithId(9)).unwrap();
		});
		assert_ok!(Services::create(signed(OWNER), longer.clone(), vec![1; 100]));
		assert_eq!(held_for_services(OWNER), first + service_price(100, &[longer]));
	});
}

#[test]
fn the_owner_pays_exactly_the_deposit() {
	with_registry(|| {
		create(OWNER, terms());
		let price = held_for_services(OWNER);
		Balances::set_balance(&POOR, price + EXISTENTIAL - 1);
		assert_noop!(
			Services::create(signed(POOR), terms(), METADATA.to_vec()),
			TokenError::FundsUnavailable
		);
		Balances::set_balance(&POOR, price + EXISTENTIAL);
		create(POOR, terms());
		assert_eq!(Balances::balance(&POOR), EXISTENTIAL);
	});
}

#[test]
fn metadata_have_a_limit() {
	with_registry(|| {
		let most = MAX_METADATA as usize;
		assert_noop!(
			Services::create(signed(OWNER), terms(), vec![0; most + 1]),
			Error::<Test>::MetadataTooLong
		);
		assert_ok!(Services::create(signed(OWNER), terms(), vec![0; most]));
	});
}

#[test]
fn only_registered_assets_are_accepted() {
	with_registry(|| {
		let service = create(OWNER, terms());
		let accepts = |id| {
			changed(|terms| {
				let asset = AssetId::WithId(id);
				let accepted = AcceptedAsset { asset, kinds: StakeKinds::Shared };
				terms.assets.try_push(accepted).unwrap();
			})
		};
		assert_noop!(
			Services::create(signed(OWNER), accepts(2), vec![]),
			Error::<Test>::AssetNotRegistered
		);
		assert_noop!(
			Services::update_terms(signed(OWNER), service, accepts(2)),
			Error::<Test>::AssetNotRegistered
		);
		assert_ok!(Services::create(signed(OWNER), accepts(1), vec![]));
		assert_ok!(Services::update_terms(signed(OWNER), service, accepts(1)));
	});
}

/// [`terms`] with a change of their condition.
fn judging(change: impl FnOnce(&mut Condition<AccountId>)) -> Terms<AccountId> {
	changed(|terms| change(&mut terms.conditions[0]))
}

/// [`terms`] with a formula, well-formed or not, and a look-back.
fn costing(ops: Vec<Op>, look_back: Epoch) -> Terms<AccountId> {
	judging(|condition| {
		let formula = Formula::new(ops.try_into().expect("it is short enough"));
		condition.penalty = Penalty { formula, look_back };
	})
}

/// Terms that are not lawful, each for one reason.
fn unlawful() -> Vec<(Terms<AccountId>, TermsError)> {
	let exclusive = AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Exclusive };
	let shared = AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Shared };
	let target = SecurityTarget { value_at_risk: 1, attack_threshold: Perbill::zero() };
	let quorum = Evidence::QuorumAccusation { threshold: Perbill::from_percent(50) };
	let duty = |every, grace, percent| {
		let tolerated = Perbill::from_percent(percent);
		Evidence::MissedDuty { every, grace, tolerated }
	};
	let pays = |condition: &mut Condition<AccountId>, share| {
		condition.proceeds.restitution = Some(Restitution { to: PEER, share });
	};
	let one = Op::Const(FixedU128::from_u32(1));
	let parts = Perbill::from_parts;
	vec![
		(changed(|terms| terms.assets.clear()), TermsError::NoAssets),
		(changed(|terms| terms.assets.try_push(exclusive).unwrap()), TermsError::DuplicateAsset),
		(at_most(0), TermsError::OperatorLimitOutOfRange),
		(at_most(MAX_OPERATORS + 1), TermsError::OperatorLimitOutOfRange),
		(
			changed(|terms| terms.max_slash_per_epoch = Perquintill::zero()),
			TermsError::ZeroSlashLimit,
		),
		(
			changed(|terms| terms.reward_assets.try_push(AssetId::Native).unwrap()),
			TermsError::DuplicateRewardAsset,
		),
		(changed(|terms| terms.security_target = Some(target)), TermsError::ZeroAttackThreshold),
		(
			judging(|it| it.evidence = Evidence::Consensus(ConsensusFault::BlockEquivocation)),
			TermsError::ReservedEvidence,
		),
		(judging(|it| it.evidence = quorum), TermsError::QuorumTooSmall),
		(judging(|it| it.evidence = duty(9, 1, 10)), TermsError::DutyPeriodTooShort),
		(judging(|it| it.evidence = duty(10, 10, 10)), TermsError::GraceTooLong),
		(judging(|it| it.evidence = duty(10, 9, 100)), TermsError::ToleranceIsEverything),
		(judging(|it| it.evidence = Evidence::Ruling { by: PEER }), TermsError::EvidenceNeedsVeto),
		(
			judging(|it| it.resolution = Resolution::Veto { resolver: PEER, window: 0 }),
			TermsError::ZeroWindow,
		),
		(
			judging(|it| {
				it.evidence = Evidence::Ruling { by: PEER };
				it.resolution = Resolution::Veto { resolver: PEER, window: 1 };
			}),
			TermsError::ResolverIsRuler,
		),
		(judging(|it| it.evidence_age = 0), TermsError::ZeroEvidenceAge),
		(
			judging(|it| {
				it.evidence = duty(10, 9, 10);
				it.evidence_age = 1;
			}),
			TermsError::DutyEvidenceTooShort,
		),
		(judging(|it| it.evidence_age = U - 1), TermsError::SlashingWindowTooLong),
		(
			judging(|it| it.proceeds.bounty = parts(MAX_BOUNTY.deconstruct() + 1)),
			TermsError::BountyTooHigh,
		),
		(judging(|it| pays(it, Perbill::zero())), TermsError::EmptyRestitution),
		// With a bounty of 1 %.
		(judging(|it| pays(it, parts(990_000_001))), TermsError::ProceedsExceedPenalty),
		(
			judging(|it| {
				it.evidence = duty(10, 9, 10);
				pays(it, Perbill::from_percent(1));
			}),
			TermsError::RestitutionFromDuty,
		),
		(
			changed(|terms| {
				terms.assets[0] = shared;
				pays(&mut terms.conditions[0], Perbill::from_percent(1));
			}),
			TermsError::RestitutionNeedsExclusiveStake,
		),
		(
			changed(|terms| {
				let mut second = terms.conditions[0].clone();
				second.evidence = duty(10, 9, 10);
				second.evidence_age = 2;
				terms.conditions = vec![second; 2].try_into().unwrap();
			}),
			TermsError::SecondDuty,
		),
		(costing(vec![], 0), TermsError::FormulaEmpty),
		(costing(vec![one, Op::Add], 0), TermsError::FormulaMissingOperand),
		(costing(vec![one, one], 0), TermsError::FormulaUnusedOperand),
		(costing(vec![one, Op::Pow(9)], 0), TermsError::FormulaExponentTooLarge),
		(costing(vec![Op::Fact(Fact::ConvictedMembers)], 1), TermsError::CorrelationNeedsWindow),
		(costing(vec![Op::Fact(Fact::Repeats)], 0), TermsError::LookBackMissing),
		(costing(vec![one], 1), TermsError::LookBackUnused),
		(costing(vec![Op::Fact(Fact::Repeats)], U + 1), TermsError::LookBackTooLong),
	]
}

#[test]
fn unlawful_terms_are_refused_by_the_name_of_what_is_wrong() {
	with_registry(|| {
		let service = create(OWNER, terms());
		for (terms, why) in unlawful() {
			let error = DispatchError::from(Error::<Test>::from(why));
			let DispatchError::Module(ModuleError { message, .. }) = error else {
				panic!("not the error of a pallet: {error:?}")
			};
			assert_eq!(message.map(str::to_string), Some(format!("{why:?}")));
			assert_noop!(Services::create(signed(OWNER), terms.clone(), vec![]), error);
			assert_noop!(Services::update_terms(signed(OWNER), service, terms), error);
		}
	});
}

#[test]
fn the_law_takes_its_delays_from_the_chain() {
	with_registry(|| {
		// 3 + 0 + 1 + 1 = 5.
		UnbondingEpochs::set(4);
		assert_noop!(
			Services::create(signed(OWNER), terms(), vec![]),
			Error::<Test>::SlashingWindowTooLong
		);
		UnbondingEpochs::set(5);
		assert_ok!(Services::create(signed(OWNER), terms(), vec![]));
	});
	// An announced fall of U binds new terms at once, and takes nothing from what can be asked for.
	with_registry(|| {
		let service = create(OWNER, terms());
		join(OPS[0], service, 1);
		at(30);
		AnnouncedFall::set(Some(4));
		assert_noop!(
			Services::create(signed(OWNER), terms(), vec![]),
			Error::<Test>::SlashingWindowTooLong
		);
		assert!(Services::member_at(service, &OPS[0], 30 - U).is_some());
	});
	// A chain's breaker window never changes.
	with_registry(|| {
		UnbondingEpochs::set(5);
		BreakerWindow::set(2);
		assert_noop!(
			Services::create(signed(OWNER), terms(), vec![]),
			Error::<Test>::SlashingWindowTooLong
		);
		UnbondingEpochs::set(6);
		assert_ok!(Services::create(signed(OWNER), terms(), vec![]));
	});
}

#[test]
fn new_metadata_cost_or_return_the_difference() {
	with_registry(|| {
		let service = create(OWNER, terms());
		let before = held_for_services(OWNER);
		for len in [0, 200, METADATA.len()] {
			assert_ok!(Services::set_metadata(signed(OWNER), service, vec![7; len]));
			let metadata = bounded(&vec![7; len]);
			assert_eq!(
				take_events(),
				vec![Event::MetadataSet { service, metadata: metadata.clone() }]
			);
			assert_eq!(Registry::get(service).unwrap().metadata, metadata);
			assert_eq!(held_for_services(OWNER), service_price(len, &[terms()]));
		}
		assert_eq!(held_for_services(OWNER), before);
	});
}

#[test]
fn metadata_are_set_by_the_owner_of_an_open_service() {
	with_registry(|| {
		let service = create(OWNER, terms());
		let set = |who, service, metadata: &[u8]| {
			Services::set_metadata(signed(who), service, metadata.to_vec())
		};
		assert_noop!(set(OWNER, 9, b"new"), Error::<Test>::UnknownService);
		assert_noop!(set(PEER, service, b"new"), Error::<Test>::NotOwner);
		let long = [0; MAX_METADATA as usize + 1];
		assert_noop!(set(OWNER, service, &long), Error::<Test>::MetadataTooLong);
		Balances::set_balance(&OWNER, EXISTENTIAL);
		assert_noop!(set(OWNER, service, &[0; 100]), TokenError::FundsUnavailable);
		close(service);
		assert_noop!(set(OWNER, service, b"new"), Error::<Test>::ServiceClosed);
	});
}
