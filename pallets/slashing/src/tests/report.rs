//! What a report does, and which are refused.

use super::*;
use crate::evidence::Fact;
use frame_support::{dispatch::DispatchResultWithPostInfo, weights::Weight};
use palisade_primitives::{Jail, ServiceId, SlashId};
use palisade_terms::{Condition, Fact as FormulaFact, Formula, Op, Penalty, Resolution};

/// Somebody reports that [`OP`] double-signed about `topic`.
fn attempt(
	service: ServiceId,
	condition: u8,
	epoch: Epoch,
	topic: u8,
) -> DispatchResultWithPostInfo {
	let proof = double_sign(OP, (service, epoch), topic);
	Slashing::report(signed(REPORTER), service, condition, OP, epoch, proof)
}

/// The court rules upon `topic`, against [`OP`].
fn judge(
	service: ServiceId,
	condition: u8,
	epoch: Epoch,
	topic: u8,
	percent: u64,
) -> DispatchResultWithPostInfo {
	let proof = ruling(topic, percent);
	Slashing::report(signed(COURT), service, condition, OP, epoch, proof)
}

fn case(service: ServiceId, condition: u8, epoch: Epoch) -> Case<AccountId> {
	Case { offence: Offence { operator: OP, service, epoch }, condition }
}

/// What the chain does with a fact of any severity, whoever proved it.
fn notice(
	reporter: Option<AccountId>,
	case: &Case<AccountId>,
	topic: u8,
	percent: u64,
) -> Result<Size, DispatchError> {
	let (law, _) = Slashing::law_of(case)?;
	let topic = H256::repeat_byte(topic);
	let fact = Fact { topic, severity: Perquintill::from_percent(percent) };
	Slashing::report_fact(reporter, case.clone(), law, fact)
}

fn remembered(id: SlashId) -> Slash<AccountId> {
	Slashes::<Test>::get(id).expect("it is remembered")
}

/// A service with these conditions and [`OP`] as its one member, who pledged nothing to it.
fn unpledged(conditions: Vec<Condition<AccountId>>) -> ServiceId {
	let service = create(conditions);
	join(OP, service);
	service
}

#[test]
fn a_double_signature_is_slashed_at_once() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		assert_eq!(staked(&NATIVE), 500);
		let penalty = Perquintill::from_percent(50);
		let taken = vec![(NATIVE, 500)].try_into().unwrap();
		assert_eq!(stage(id), Stage::Executed { penalty, taken });
		// Nothing is left to do, and the reporter put down nothing.
		assert_eq!(Slashing::pending(&OP, None, 10).items, vec![]);
		assert_eq!(bond_of(REPORTER), 0);
		at(COUNTS + 1);
		assert_eq!(staked(&NATIVE), 500);
	});
}

#[test]
fn a_service_that_does_not_exist_has_no_case() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		assert_noop!(attempt(service + 1, 0, COUNTS, 1), Error::<Test>::UnknownService);
		assert_noop!(attempt(ServiceId::MAX, 0, COUNTS, 1), Error::<Test>::UnknownService);
	});
}

#[test]
fn reports_are_signed() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let proof = double_sign(OP, (service, COUNTS), 1);
			assert_noop!(
				Slashing::report(origin, service, 0, OP, COUNTS, proof),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn who_was_no_member_in_that_epoch_does_not_answer_for_it() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		let refused = |operator, epoch| {
			let proof = double_sign(operator, (service, epoch), 1);
			assert_noop!(
				Slashing::report(signed(REPORTER), service, 0, operator, epoch, proof),
				Error::<Test>::NotMember
			);
		};
		// The epochs between admission and the first one that counts.
		refused(OP, START);
		refused(OP, COUNTS - 1);
		refused(OPS[1], COUNTS);
		refused(STRANGER, COUNTS);
		register(OPS[1]);
		join(OPS[1], service);
		refused(OPS[1], COUNTS);
		at(COUNTS + 2);
		refused(OPS[1], COUNTS + 1);
		let proof = double_sign(OPS[1], (service, COUNTS + 2), 1);
		assert_ok!(Slashing::report(signed(REPORTER), service, 0, OPS[1], COUNTS + 2, proof));
	});
}

#[test]
fn whose_membership_ended_answers_for_the_epochs_before() {
	let leave = |service| {
		assert_ok!(Services::leave(signed(OP), service));
	};
	let eject = |service| {
		assert_ok!(Services::eject(signed(OWNER), service, OP));
	};
	let close = |service| {
		assert_ok!(Services::close(signed(OWNER), service));
	};
	// By not accepting what is in force from the second next epoch on.
	let lapse = |service| {
		assert_ok!(Services::update_terms(signed(OWNER), service, terms(vec![vetoable()])));
	};
	let ways: [(&dyn Fn(ServiceId), Epoch); 4] =
		[(&leave, COUNTS), (&eject, COUNTS), (&close, COUNTS), (&lapse, COUNTS + NOTICE - 1)];
	for (end, last) in ways {
		with_chain(|| {
			let service = guarded(vec![at_once()], 1_000, Exclusive);
			end(service);
			at(last + 1);
			assert_noop!(attempt(service, 0, last + 1, 1), Error::<Test>::NotMember);
			report(service, 0, last);
			assert_eq!(staked(&NATIVE), 500);
		});
	}
}

#[test]
fn nobody_is_asked_about_an_epoch_more_than_the_unbonding_period_ago() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		at(COUNTS + U);
		assert_noop!(attempt(service, 0, COUNTS, 1), Error::<Test>::EvidenceTooOld);
		at(COUNTS + U + 1);
		assert_noop!(attempt(service, 0, COUNTS, 1), Error::<Test>::NotMember);
	});
}

#[test]
fn conditions_are_those_of_the_terms() {
	with_chain(|| {
		let service = guarded(vec![at_once(), vetoable()], 1_000, Exclusive);
		assert_noop!(attempt(service, 2, COUNTS, 1), Error::<Test>::UnknownCondition);
		assert_noop!(attempt(service, u8::MAX, COUNTS, 1), Error::<Test>::UnknownCondition);
		let harmless = unpledged(vec![]);
		at(COUNTS + 2);
		assert_noop!(attempt(harmless, 0, COUNTS + 2, 1), Error::<Test>::UnknownCondition);
		assert_ok!(attempt(service, 1, COUNTS, 1));
	});
}

#[test]
fn an_offence_is_judged_by_the_terms_of_its_epoch() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		let next = terms(vec![vetoable(), at_once()]);
		assert_ok!(Services::update_terms(signed(OWNER), service, next));
		assert_ok!(Services::accept_terms(signed(OP), service, 2));
		at(COUNTS + NOTICE);
		assert_noop!(attempt(service, 1, COUNTS + NOTICE - 1, 1), Error::<Test>::UnknownCondition);
		// Then nobody could object, now somebody can.
		let then = report(service, 0, COUNTS + NOTICE - 1);
		assert!(is_executed(then));
		let now = report(service, 0, COUNTS + NOTICE);
		assert_eq!(stage(now), Stage::Pending);
		assert_ok!(attempt(service, 1, COUNTS + NOTICE, 1));
	});
}

#[test]
fn an_epoch_that_has_not_begun_has_no_offence() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		assert_noop!(attempt(service, 0, COUNTS + 1, 1), Error::<Test>::FutureEpoch);
		assert_noop!(attempt(service, 0, Epoch::MAX, 1), Error::<Test>::FutureEpoch);
		at(COUNTS + 1);
		assert_ok!(attempt(service, 0, COUNTS + 1, 1));
	});
}

#[test]
fn an_offence_is_reported_through_its_evidence_age() {
	for age in 1..=4 {
		let reported_after = |epochs: Epoch, test: fn(DispatchResultWithPostInfo)| {
			with_chain(|| {
				let condition = Condition { evidence_age: age, ..at_once() };
				let service = guarded(vec![condition], 1_000, Exclusive);
				at(COUNTS + epochs);
				test(attempt(service, 0, COUNTS, 1));
			});
		};
		reported_after(age - 1, |reported| {
			assert_ok!(reported);
		});
		reported_after(age, |reported| {
			assert_ok!(reported);
		});
		with_chain(|| {
			let condition = Condition { evidence_age: age, ..at_once() };
			let service = guarded(vec![condition], 1_000, Exclusive);
			at(COUNTS + age + 1);
			assert_noop!(attempt(service, 0, COUNTS, 1), Error::<Test>::EvidenceTooOld);
		});
	}
}

#[test]
fn a_more_severe_fact_is_reported_in_time_as_well() {
	with_chain(|| {
		let resolution = Resolution::Veto { resolver: RESOLVER, window: 3 };
		let condition = Condition { evidence_age: 1, resolution, ..by_court() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 10);
		at(COUNTS + 1);
		assert_ok!(judge(service, 0, COUNTS, 2, 20));
		at(COUNTS + 2);
		assert_noop!(judge(service, 0, COUNTS, 3, 30), Error::<Test>::EvidenceTooOld);
		assert_eq!(stage(id), Stage::Pending);
	});
}

#[test]
fn formulas_read_every_fact_of_a_service_with_few_members() {
	with_chain(|| {
		let reading = |fact: FormulaFact| {
			let ops = vec![Op::Fact(FormulaFact::Severity), Op::Fact(fact), Op::Min];
			let formula = Formula::new(ops.try_into().unwrap());
			let look_back = if fact.needs_look_back() { 1 } else { 0 };
			Condition { penalty: Penalty { formula, look_back }, ..vetoable() }
		};
		let facts = [
			(FormulaFact::ConvictedValueShare, 100),
			(FormulaFact::ConvictedMemberShare, 100),
			(FormulaFact::ConvictedMembers, 100),
			(FormulaFact::Members, 100),
			(FormulaFact::ValueShare, 100),
			(FormulaFact::Severity, 100),
			(FormulaFact::Repeats, 0),
		];
		let conditions = facts.iter().map(|(fact, _)| reading(*fact)).collect();
		let service = guarded(conditions, 1_000, Exclusive);
		for (condition, (_, percent)) in (0u8..).zip(facts) {
			let id = report(service, condition, COUNTS);
			let penalty = Slashing::penalty(id, &remembered(id));
			assert_eq!(penalty, Perquintill::from_percent(percent), "{condition}");
		}
	});
}

#[test]
fn a_fact_is_reported_once() {
	with_chain(|| {
		let service = guarded(vec![vetoable(), at_once()], 1_000, Exclusive);
		let pair = pair(seed_of(OP));
		let of = (service, COUNTS);
		let contradiction = |first, second| {
			Proof::DoubleSign(DoubleSign {
				topic: H256::repeat_byte(1),
				first: statement(&pair, of, 1, first),
				second: statement(&pair, of, 1, second),
			})
		};
		for condition in [0, 1] {
			report(service, condition, COUNTS);
			// By whomever, the other way round, or by what else was said about it.
			for (reporter, first, second) in
				[(REPORTER, 1, 2), (STRANGER, 1, 2), (STRANGER, 2, 1), (STRANGER, 3, 4)]
			{
				let proof = contradiction(first, second);
				assert_noop!(
					Slashing::report(signed(reporter), service, condition, OP, COUNTS, proof),
					Error::<Test>::AlreadyReported
				);
			}
		}
		// The same topic in another epoch is another fact.
		at(COUNTS + 1);
		report(service, 0, COUNTS + 1);
		report(service, 1, COUNTS + 1);
		// Nor is it reported again when it was executed.
		at(COUNTS + 2);
		assert_noop!(attempt(service, 1, COUNTS, 1), Error::<Test>::AlreadyReported);
	});
}

#[test]
fn a_final_slash_does_not_become_more_severe() {
	with_chain(|| {
		let service = guarded(vec![at_once(), by_court()], 1_000, Exclusive);
		report(service, 0, COUNTS);
		assert_noop!(attempt(service, 0, COUNTS, 2), Error::<Test>::AlreadyFinal);
		assert_eq!(staked(&NATIVE), 500);

		let id = rule(service, 1, COUNTS, 10);
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		at(COUNTS + 1);
		// It is final with the epoch, whether or not it was executed.
		Budget::set(Weight::zero());
		at(COUNTS + 2);
		assert_eq!(stage(id), Stage::Pending);
		assert_noop!(judge(service, 1, COUNTS, 2, 20), Error::<Test>::AlreadyFinal);
		assert_ok!(Slashing::execute(signed(STRANGER), id));
		assert_noop!(judge(service, 1, COUNTS, 2, 20), Error::<Test>::AlreadyFinal);
		assert_noop!(judge(service, 1, COUNTS, 1, 20), Error::<Test>::AlreadyReported);
	});
}

#[test]
fn a_further_fact_is_more_severe() {
	with_chain(|| {
		let paid = Condition { proceeds: proceeds(5, 0), ..vetoable() };
		let service = guarded(vec![by_court(), paid], 100_000, Exclusive);
		let id = rule(service, 0, COUNTS, 30);
		for percent in [1, 29, 30] {
			assert_noop!(judge(service, 0, COUNTS, 2, percent), Error::<Test>::NotMoreSevere);
		}
		// By the least part of it.
		let severity = Perquintill::from_parts(Perquintill::from_percent(30).deconstruct() + 1);
		let proof = Proof::Ruling(Ruling { topic: H256::repeat_byte(2), severity });
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, proof));
		assert_eq!(remembered(id).severity, severity);
		assert_eq!(NextSlashId::<Test>::get(), 1);

		// No double signature is worse than another one, so whoever reports the second one gets nothing.
		report(service, 1, COUNTS);
		let proof = double_sign(OP, (service, COUNTS), 2);
		assert_noop!(
			Slashing::report(signed(STRANGER), service, 1, OP, COUNTS, proof),
			Error::<Test>::NotMoreSevere
		);
		at(COUNTS + 3);
		// 5 % of 49,999: the one before took 30,000 and left a part of a unit less.
		assert_eq!(wallet(REPORTER, &NATIVE), WEALTH + 2_499);
		assert_eq!(wallet(STRANGER, &NATIVE), WEALTH);
	});
}

#[test]
fn facts_on_somebodys_word_are_limited() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let most = MAX_FACTS as u8;
		for topic in 1..=most {
			assert_ok!(judge(service, 0, COUNTS, topic, topic.into()));
		}
		let refused = || {
			assert_noop!(judge(service, 0, COUNTS, most + 1, 99), Error::<Test>::TooManyFacts);
		};
		refused();
		// Nor does the window that starts again with each of them make room.
		at(COUNTS + 1);
		refused();
		let slash = remembered(0);
		assert_eq!(slash.facts.len() as u32, MAX_FACTS);
		assert_eq!(slash.severity, Perquintill::from_percent(most.into()));
		for topic in 1..=most {
			assert_noop!(judge(service, 0, COUNTS, topic, 99), Error::<Test>::AlreadyReported);
		}
	});
}

#[test]
fn a_fact_that_the_chain_verified_is_taken_however_many_there_are() {
	with_chain(|| {
		let condition = Condition { penalty: graded(), ..vetoable() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let case = case(service, 0, COUNTS);
		let most = MAX_FACTS as u8;
		for topic in 1..=most + 2 {
			assert_ok!(notice(Some(REPORTER), &case, topic, topic.into()));
		}
		let slash = remembered(0);
		assert_eq!(slash.facts.len() as u32, MAX_FACTS);
		assert_eq!(slash.severity, Perquintill::from_percent(10));
		// What is not remembered any more makes nothing worse.
		for topic in [most + 1, most + 2] {
			assert_noop!(
				notice(Some(REPORTER), &case, topic, topic.into()),
				Error::<Test>::NotMoreSevere
			);
		}
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 900);
	});
}

#[test]
fn four_slashes_on_somebodys_word_wait_at_once() {
	with_chain(|| {
		register(OP);
		register(OPS[1]);
		let conditions = || [vec![by_court(); 6], vec![at_once(), vetoable()]].concat();
		let (service, other) = (unpledged(conditions()), unpledged(conditions()));
		join(OPS[1], service);
		at(COUNTS);
		let too_many = |condition, epoch| {
			assert_noop!(
				judge(service, condition, epoch, 9, 30),
				Error::<Test>::TooManyOpenRulings
			);
		};
		let ids: Vec<_> =
			(0..MAX_OPEN_RULINGS as u8).map(|one| rule(service, one, COUNTS, 30)).collect();
		too_many(4, COUNTS);
		// Of a case that has its slash already, a more severe fact needs no slot.
		assert_ok!(judge(service, 0, COUNTS, 2, 40));
		// Others are not held up: the same operator elsewhere, another one here.
		assert_ok!(judge(other, 0, COUNTS, 1, 30));
		let proof = ruling(1, 30);
		assert_ok!(Slashing::report(signed(COURT), service, 0, OPS[1], COUNTS, proof));
		// Nor is what the chain verifies.
		assert_ok!(attempt(service, 6, COUNTS, 1));
		assert_ok!(attempt(service, 7, COUNTS, 1));
		too_many(4, COUNTS);

		// One that is overturned makes room, whoever overturned it.
		assert_ok!(Slashing::overturn(signed(RESOLVER), ids[1], false));
		rule(service, 4, COUNTS, 30);
		too_many(5, COUNTS);
		assert_ok!(Slashing::overturn(RuntimeOrigin::root(), ids[2], true));
		rule(service, 5, COUNTS, 30);
		too_many(1, COUNTS);
		// A reduced or an upheld one waits.
		assert_ok!(Slashing::reduce(signed(RESOLVER), ids[3], Perquintill::from_percent(1)));
		assert_ok!(Slashing::uphold(signed(RESOLVER), ids[3]));
		at(COUNTS + 1);
		too_many(1, COUNTS + 1);

		// One that is executed makes room.
		at(COUNTS + 2);
		assert!(is_executed(ids[3]));
		rule(service, 1, COUNTS + 2, 30);
		too_many(2, COUNTS + 2);
		at(COUNTS + 3);
		assert_eq!(OpenRulings::<Test>::get(service, OP), 1);
		for condition in 2..5 {
			rule(service, condition, COUNTS + 3, 30);
		}
		too_many(5, COUNTS + 3);
	});
}

#[test]
fn who_cannot_put_down_a_bond_reports_where_none_is_needed() {
	with_chain(|| {
		let service = guarded(vec![vetoable(), at_once()], 100_000, Exclusive);
		let bond = 1_000;
		let attempt = |condition, topic| {
			let proof = double_sign(OP, (service, COUNTS), topic);
			Slashing::report(signed(STRANGER), service, condition, OP, COUNTS, proof)
		};
		// One unit less than the bond and what keeps the account alive.
		let rest = bond + MINIMUM - 1;
		assert_ok!(Balances::transfer_allow_death(signed(STRANGER), ALICE, WEALTH - rest));
		assert_noop!(attempt(0, 1), Error::<Test>::BondUnavailable);
		assert_ok!(attempt(1, 1));
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), STRANGER, 1));
		assert_ok!(attempt(0, 1));
		assert_eq!(bond_of(STRANGER), bond);
		// A more severe fact of a case costs no further bond, so its reporter needs none.
		let graver = Condition { penalty: graded(), ..vetoable() };
		let other = unpledged(vec![graver]);
		at(COUNTS + 2);
		let case = case(other, 0, COUNTS + 2);
		assert_ok!(notice(Some(REPORTER), &case, 1, 10));
		assert_ok!(notice(Some(STRANGER), &case, 2, 20));
		assert_eq!(bond_of(REPORTER), MIN_BOND);
		assert_eq!(bond_of(STRANGER), bond);
	});
}

#[test]
fn what_the_ledger_refuses_is_refused() {
	with_chain(|| {
		let service = guarded(vec![at_once(), by_court()], 1_000, Exclusive);
		at(COUNTS + 2);
		// No terms let an epoch be reported that the ledger cannot charge: U does not fall below what they need. So
		// it is made to.
		pallet_restaking::UnbondingEpochs::<Test>::put(2);
		let error = pallet_restaking::Error::<Test>::EpochNotChargeable;
		assert_noop!(attempt(service, 0, COUNTS, 1), error);
		let error = pallet_restaking::Error::<Test>::EpochNotChargeable;
		assert_noop!(judge(service, 1, COUNTS, 1, 30), error);
		pallet_restaking::UnbondingEpochs::<Test>::put(U);
		assert_ok!(attempt(service, 0, COUNTS, 1));
	});
}

#[test]
fn no_id_is_given_twice() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		NextSlashId::<Test>::put(SlashId::MAX);
		assert_noop!(attempt(service, 0, COUNTS, 1), Error::<Test>::NoSlashIdLeft);
		NextSlashId::<Test>::put(SlashId::MAX - 1);
		report(service, 0, COUNTS);
		assert_eq!(stage(SlashId::MAX - 1), Stage::Pending);
	});
}

#[test]
fn a_report_tells_everything() {
	with_chain(|| {
		let condition = Condition { jail: 3, ..vetoable() };
		let immediate = Condition { jail: 2, proceeds: proceeds(5, 0), ..at_once() };
		let service = guarded(vec![condition, immediate], 100_000, Exclusive);
		let offence = Offence { operator: OP, service, epoch: COUNTS };
		at(COUNTS + 1);
		take_events();
		report(service, 0, COUNTS);
		let reported = Event::<Test>::Reported {
			slash: 0,
			offence: offence.clone(),
			condition: 0,
			severity: Perquintill::one(),
			reporter: Some(REPORTER),
			bond: 1_000,
			final_from: COUNTS + 4,
		};
		let jailed = Event::<Test>::Jailed {
			service,
			operator: OP,
			from: COUNTS + 2,
			until: COUNTS + 5,
			slash: 0,
		};
		assert_eq!(take_events(), [reported, jailed]);

		report(service, 1, COUNTS);
		let reported = Event::<Test>::Reported {
			slash: 1,
			offence,
			condition: 1,
			severity: Perquintill::one(),
			reporter: Some(REPORTER),
			bond: 0,
			final_from: COUNTS + 1,
		};
		let jailed = Event::<Test>::Jailed {
			service,
			operator: OP,
			from: COUNTS + 2,
			until: COUNTS + 4,
			slash: 1,
		};
		let executed = Event::<Test>::Executed {
			slash: 1,
			penalty: Perquintill::from_percent(50),
			taken: vec![(NATIVE, 50_000)].try_into().unwrap(),
		};
		assert_eq!(take_events(), [reported, jailed, executed]);
	});
}

#[test]
fn a_more_severe_fact_tells_everything() {
	with_chain(|| {
		let condition = Condition { jail: 3, ..by_court() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 30);
		at(COUNTS + 1);
		take_events();
		assert_ok!(judge(service, 0, COUNTS, 2, 40));
		let raised = Event::<Test>::Raised {
			slash: id,
			severity: Perquintill::from_percent(40),
			reporter: Some(COURT),
			final_from: COUNTS + 4,
		};
		let jailed = Event::<Test>::Jailed {
			service,
			operator: OP,
			from: COUNTS + 2,
			until: COUNTS + 5,
			slash: id,
		};
		assert_eq!(take_events(), [raised, jailed]);
	});
}

#[test]
fn a_report_pays_for_its_execution() {
	with_chain(|| {
		let service = guarded(vec![at_once(), vetoable()], 1_000, Exclusive);
		at(COUNTS + 1);
		let proof = double_sign(OP, (service, COUNTS), 1);
		let of = |epochs| ReportSize { execution: size(epochs), added_up: false };
		let weight = |epochs| Some(Slashing::report_weight(&proof, &of(epochs)));
		// Of the charged epoch and the one in which it is executed.
		assert_eq!(attempt(service, 0, COUNTS, 1).unwrap().actual_weight, weight(2));
		assert_eq!(attempt(service, 1, COUNTS, 1).unwrap().actual_weight, weight(5));
		let without = Slashing::report_weight(&ruling(1, 1), &of(2));
		assert!(weight(2).unwrap().all_gte(without) && weight(2) != Some(without));
	});
}

#[test]
fn a_more_severe_fact_pays_for_an_execution_that_much_later() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		rule(service, 0, COUNTS, 10);
		at(COUNTS + 2);
		let paid = judge(service, 0, COUNTS, 2, 20).unwrap().actual_weight;
		// Final in the third epoch from now.
		let of = ReportSize { execution: size(6), added_up: false };
		assert_eq!(paid, Some(Slashing::report_weight(&ruling(2, 20), &of)));
	});
}

#[test]
fn facts_of_one_case_share_one_slash() {
	with_chain(|| {
		let service = guarded(vec![by_court(), by_court()], 1_000, Exclusive);
		let case = case(service, 0, COUNTS);
		let id = rule(service, 0, COUNTS, 30);
		assert_ok!(judge(service, 0, COUNTS, 2, 50));
		assert_eq!(NextSlashId::<Test>::get(), id + 1);
		let topics = [1, 2].map(H256::repeat_byte);
		assert_eq!(remembered(id).facts.to_vec(), topics);
		for topic in topics {
			assert_eq!(Facts::<Test>::get(&case, topic), Some(id));
		}
		assert_eq!(Cases::<Test>::get(&case), Some(id));
		// One bond, one conviction, one slot.
		assert_eq!(bond_of(COURT), MIN_BOND);
		assert_eq!(Convictions::<Test>::get((service, OP, 0)).len(), 1);
		assert_eq!(OpenRulings::<Test>::get(service, OP), 1);

		// Another condition, or another epoch, is another case.
		let other_condition = rule(service, 1, COUNTS, 10);
		at(COUNTS + 1);
		let other_epoch = rule(service, 0, COUNTS + 1, 10);
		assert_eq!([other_condition, other_epoch], [id + 1, id + 2]);

		// The two penalties of one epoch add up, and the greater one of one case counts: 50 % and 10 %.
		at(COUNTS + 3);
		assert!(is_executed(id) && is_executed(other_condition));
		assert_eq!(staked(&NATIVE), 400);
	});
}

#[test]
fn a_more_severe_fact_starts_the_window_again() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 20);
		assert_eq!(remembered(id).final_from, COUNTS + 3);
		at(COUNTS + 2);
		assert_ok!(judge(service, 0, COUNTS, 2, 40));
		let slash = remembered(id);
		assert_eq!((slash.reported, slash.final_from), (COUNTS + 2, COUNTS + 5));
		let conviction = Conviction { slash: id, final_from: COUNTS + 5, immediate: false };
		assert_eq!(Convictions::<Test>::get((service, OP, 0)).into_inner(), [conviction]);
		for epoch in [COUNTS + 3, COUNTS + 4] {
			at(epoch);
			assert_eq!(stage(id), Stage::Pending);
			assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotFinal);
		}
		at(COUNTS + 5);
		assert_eq!(staked(&NATIVE), 600);
	});
}

#[test]
fn what_was_said_of_a_lesser_offence_is_forgotten() {
	let raised = |objection: fn(SlashId), expected| {
		with_chain(|| {
			let service = guarded(vec![by_court()], 1_000, Exclusive);
			let id = rule(service, 0, COUNTS, 20);
			// The resolver waives its veto, and governance lets it be a quarter of that.
			assert_ok!(Slashing::uphold(signed(RESOLVER), id));
			let limit = Perquintill::from_percent(5);
			assert_ok!(Slashing::reduce(RuntimeOrigin::root(), id, limit));
			assert_eq!(remembered(id).final_from, COUNTS + 2);
			at(COUNTS + 1);
			assert_ok!(judge(service, 0, COUNTS, 2, 40));
			let slash = remembered(id);
			assert_eq!((slash.final_from, slash.upheld), (COUNTS + 4, false));
			assert_eq!(slash.limit, Perquintill::one());
			at(COUNTS + 2);
			assert_eq!(stage(id), Stage::Pending);
			objection(id);
			at(COUNTS + 4);
			assert_eq!(staked(&NATIVE), expected);
		});
	};
	raised(|_| (), 600);
	// The resolver has its say again, also for more than the lesser one was reduced to.
	let to_35 = |id| {
		assert_ok!(Slashing::reduce(signed(RESOLVER), id, Perquintill::from_percent(35)));
	};
	raised(to_35, 650);
	let overturn = |id| {
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
	};
	raised(overturn, 1_000);
}

#[test]
fn after_an_overturn_another_fact_opens_another_slash() {
	with_chain(|| {
		let service = guarded(vec![by_court(), vetoable()], 1_000, Exclusive);
		let case = case(service, 0, COUNTS);
		let overturned = rule(service, 0, COUNTS, 30);
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		assert_eq!(Cases::<Test>::get(&case), None);
		assert_noop!(judge(service, 0, COUNTS, 1, 40), Error::<Test>::AlreadyReported);
		// It need not be more severe than what was overturned, and has a window of its own.
		at(COUNTS + 1);
		let id = report_proof(COURT, service, 0, COUNTS, ruling(2, 10));
		assert_eq!(id, overturned + 1);
		assert_eq!(Cases::<Test>::get(&case), Some(id));
		assert_eq!(remembered(id).final_from, COUNTS + 4);
		for topic in [1, 2] {
			assert_noop!(judge(service, 0, COUNTS, topic, 40), Error::<Test>::AlreadyReported);
		}

		// What was refused as not more severe was not reported.
		let overturned_too = report(service, 1, COUNTS);
		assert_noop!(attempt(service, 1, COUNTS, 2), Error::<Test>::NotMoreSevere);
		assert_ok!(Slashing::overturn(RuntimeOrigin::root(), overturned_too, false));
		assert_noop!(attempt(service, 1, COUNTS, 1), Error::<Test>::AlreadyReported);
		assert_ok!(attempt(service, 1, COUNTS, 2));

		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned_too + 1, false));
		at(COUNTS + 4);
		for id in [overturned, overturned_too] {
			assert_eq!(stage(id), Stage::Overturned { frivolous: false });
		}
		assert_eq!(staked(&NATIVE), 900);
	});
}

#[test]
fn the_bounty_is_the_first_reporters() {
	with_chain(|| {
		let condition = Condition { penalty: graded(), proceeds: proceeds(5, 0), ..vetoable() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		let case = case(service, 0, COUNTS);
		assert_ok!(notice(Some(REPORTER), &case, 1, 20));
		assert_ok!(notice(Some(STRANGER), &case, 2, 40));
		assert_eq!(remembered(0).reporter, Some(REPORTER));
		assert_eq!((bond_of(REPORTER), bond_of(STRANGER)), (1_000, 0));
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 60_000);
		assert_eq!(wallet(REPORTER, &NATIVE), WEALTH + 2_000);
		assert_eq!(wallet(STRANGER, &NATIVE), WEALTH);
	});
}

#[test]
fn what_the_chain_itself_finds_out_has_no_bond_and_no_bounty() {
	with_chain(|| {
		let condition = Condition { penalty: graded(), proceeds: proceeds(5, 0), ..vetoable() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		let issuance = Balances::total_issuance();
		let case = case(service, 0, COUNTS);
		assert_ok!(notice(None, &case, 1, 20));
		let slash = remembered(0);
		assert_eq!((slash.reporter, slash.bond), (None, 0));
		// Whoever finds something worse does not become its reporter.
		assert_ok!(notice(Some(STRANGER), &case, 2, 40));
		assert_eq!(remembered(0).reporter, None);
		at(COUNTS + 3);
		assert_eq!(Balances::total_issuance(), issuance - 40_000);
		assert_eq!(wallet(STRANGER, &NATIVE), WEALTH);
	});
}

#[test]
fn who_pledged_nothing_is_convicted_and_jailed() {
	with_chain(|| {
		register(OP);
		let jailing = Condition { jail: 2, ..at_once() };
		let service = unpledged(vec![jailing, vetoable()]);
		at(COUNTS);
		let id = report(service, 0, COUNTS);
		let penalty = Perquintill::from_percent(50);
		assert_eq!(stage(id), Stage::Executed { penalty, taken: Default::default() });
		assert!(!Slashing::is_jailed(service, &OP, COUNTS));
		assert!(Slashing::is_jailed(service, &OP, COUNTS + 1));
		let conviction = Conviction { slash: id, final_from: COUNTS, immediate: true };
		assert_eq!(Convictions::<Test>::get((service, OP, 0)).into_inner(), [conviction]);
		// Nothing is at stake, so the bond is the least one.
		let id = report(service, 1, COUNTS);
		assert_eq!(remembered(id).bond, MIN_BOND);
		at(COUNTS + 3);
		assert!(is_executed(id));
		assert_eq!(bond_of(REPORTER), 0);
	});
}

#[test]
fn a_chain_younger_than_the_unbonding_period_judges_its_first_epochs() {
	with_chain(|| {
		at(0);
		register(OP);
		let service = create(vec![at_once(), vetoable()]);
		join(OP, service);
		delegate(ALICE, OP, NATIVE, 1_000);
		pledge(OP, service, NATIVE, 1_000, Exclusive);
		assert_noop!(attempt(service, 0, 0, 1), Error::<Test>::NotMember);
		at(1);
		assert_noop!(attempt(service, 0, 0, 1), Error::<Test>::NotMember);
		assert_noop!(attempt(service, 0, 2, 1), Error::<Test>::FutureEpoch);
		at(2);
		assert_noop!(attempt(service, 0, 1, 1), Error::<Test>::NotMember);
		report(service, 0, 2);
		assert_eq!(staked(&NATIVE), 500);
		at(4);
		let id = report(service, 1, 2);
		at(6);
		assert_eq!(stage(id), Stage::Pending);
		at(7);
		assert!(is_executed(id));
		// Two conditions, each with one half of what was judged.
		assert_eq!(staked(&NATIVE), 0);
	});
}

#[test]
fn who_is_excluded_is_a_member_all_the_same() {
	with_chain(|| {
		let jailing = Condition { jail: 4, ..at_once() };
		let service = guarded(vec![jailing], 1_000, Exclusive);
		report(service, 0, COUNTS);
		at(COUNTS + 1);
		assert!(Slashing::is_jailed(service, &OP, COUNTS + 1));
		report(service, 0, COUNTS + 1);
		assert_eq!(staked(&NATIVE), 250);
	});
}

#[test]
fn all_slashes_of_one_epoch_are_measured_by_the_same_stake() {
	with_chain(|| {
		let service = guarded(vec![vetoable(), by_court()], 1_000, Exclusive);
		report(service, 0, COUNTS);
		// Who comes between two reports does not raise the second one's bill.
		delegate(BOB, OP, NATIVE, 1_000);
		rule(service, 1, COUNTS, 20);
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 2_000 - 500 - 200);
	});
}

#[test]
fn convictions_are_listed_for_as_long_as_a_late_formula_can_read_them() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let last = 100 - 2 * REMEMBERED_EPOCHS;
		let old = |slash, final_from| Conviction { slash, final_from, immediate: false };
		Convictions::<Test>::mutate((service, OP, 0), |convictions| {
			convictions.try_push(old(7, last - 1)).unwrap();
			convictions.try_push(old(8, last)).unwrap();
		});
		at(100);
		let id = report(service, 0, 100);
		let listed = Convictions::<Test>::get((service, OP, 0)).into_inner();
		assert_eq!(listed, vec![old(8, last), old(id, 103)]);
	});
}
