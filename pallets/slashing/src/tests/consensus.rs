//! Faults of the chain's own consensus, service 0.

use super::*;
use frame_support::{traits::fungible::Mutate, BoundedVec};
use palisade_primitives::{Jail, SlashId, CONSENSUS_SERVICE};
use palisade_terms::{
	Condition, ConsensusFault, ConsensusJudge, Evidence, Fact, FaultOutcome, Formula, Penalty,
	Resolution, SeenFault, Terms,
};
use ConsensusFault::{BlockEquivocation, Unresponsiveness, VoteEquivocation};

/// Members beside [`OP`].
const SECOND: AccountId = 12;
const THIRD: AccountId = 13;

/// The epoch to which faults are charged.
const CHARGED: Epoch = COUNTS;

/// Of a validator alone a tenth at most; of several what makes an attack by a third as dear as it can be.
const EQUIVOCATION: &str =
	"max(min(severity, 0.1), if convicted_members >= 2 then (3 * convicted_value_share)^2 else 0)";

/// Such a fault costs what the formula says, after a window of one epoch, and jails for four.
fn costs(fault: ConsensusFault, text: &str) -> Condition<AccountId> {
	let formula = Formula::parse(text).expect("it is a formula");
	let look_back = u32::from(formula.facts().any(Fact::needs_look_back));
	Condition {
		evidence: Evidence::Consensus(fault),
		penalty: Penalty { formula, look_back },
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: RESOLVER, window: 1 },
		jail: 4,
		..at_once()
	}
}

/// Such a fault costs what the formula says, at once.
fn costs_at_once(fault: ConsensusFault, text: &str) -> Condition<AccountId> {
	Condition { resolution: Resolution::Immediate, jail: 0, ..costs(fault, text) }
}

/// Founds service 0 with these conditions and as many members as there are stakes, [`OP`] the first of them. All of it is
/// pledged. It is [`CHARGED`].
fn consensus(conditions: Vec<Condition<AccountId>>, stakes: &[Balance]) {
	let terms = Terms { max_operators: 1_000, ..terms(conditions) };
	assert_ok!(Services::found_consensus(GOVERNANCE, terms));
	for (operator, stake) in (OP..).zip(stakes) {
		if !OPS.contains(&operator) {
			assert_ok!(Balances::mint_into(&operator, WEALTH));
		}
		register(operator);
		assert_ok!(Services::enlist(&operator, pair(seed_of(operator)).key()));
		delegate(ALICE, operator, NATIVE, *stake);
		pledge(operator, CONSENSUS_SERVICE, NATIVE, 1_000, Exclusive);
	}
	at(CHARGED);
	take_events();
}

fn percent(percent: u64) -> Perquintill {
	Perquintill::from_percent(percent)
}

/// What `operator` did in the session of that number, charged to [`CHARGED`].
fn seen(
	operator: AccountId,
	fault: ConsensusFault,
	session: u32,
	severity: u64,
) -> SeenFault<AccountId> {
	SeenFault { operator, fault, session, charged: CHARGED, severity: percent(severity) }
}

fn judge(seen: &SeenFault<AccountId>) -> Result<FaultOutcome, DispatchError> {
	<Slashing as ConsensusJudge<AccountId>>::judge(seen)
}

/// Judges with success, and answers with the slash.
fn convict(seen: &SeenFault<AccountId>) -> SlashId {
	let id = NextSlashId::<Test>::get();
	assert_eq!(judge(seen), Ok(FaultOutcome::Reported));
	id
}

#[track_caller]
fn refused(seen: &SeenFault<AccountId>, error: Error<Test>) {
	let judged = frame_support::storage::with_storage_layer(|| judge(seen));
	assert_eq!(judged, Err(error.into()));
}

/// With what penalty it was executed.
fn paid(id: SlashId) -> Perquintill {
	match stage(id) {
		Stage::Executed { penalty, .. } => penalty,
		other => panic!("{id} is {other:?}"),
	}
}

fn balance(operator: AccountId) -> Balance {
	Restaking::pool(&operator, &NATIVE).balance
}

#[test]
fn a_fault_is_judged_by_the_condition_of_its_kind() {
	with_chain(|| {
		let faults = [VoteEquivocation, Unresponsiveness, BlockEquivocation];
		let texts = ["0.2", "0", "0.3"];
		consensus(
			faults.into_iter().zip(texts).map(|(f, text)| costs(f, text)).collect(),
			&[1_000],
		);
		for (condition, fault) in (0..).zip(faults) {
			let id = convict(&seen(OP, fault, 40, 50));
			let slash = Slashes::<Test>::get(id).unwrap();
			assert_eq!(slash.case.condition, condition);
			let offence = Offence { operator: OP, service: CONSENSUS_SERVICE, epoch: CHARGED };
			assert_eq!(slash.case.offence, offence);
			assert_eq!((slash.severity, slash.reported), (percent(50), CHARGED));
		}
	});
}

#[test]
fn nobody_reports_a_fault_nor_puts_down_a_bond_nor_earns_a_bounty() {
	with_chain(|| {
		let proceeds = proceeds(5, 0);
		let condition = Condition { proceeds, ..costs(VoteEquivocation, "0.5") };
		consensus(vec![condition], &[10_000]);
		let id = convict(&seen(OP, VoteEquivocation, 40, 100));
		assert_eq!(
			take_events()[0],
			Event::Reported {
				slash: id,
				offence: Offence { operator: OP, service: CONSENSUS_SERVICE, epoch: CHARGED },
				condition: 0,
				severity: percent(100),
				reporter: None,
				bond: 0,
				final_from: CHARGED + 2,
			}
		);
		let issued = Balances::total_issuance();
		at(CHARGED + 2);
		assert_eq!((paid(id), balance(OP)), (percent(50), 5_000));
		// All of it is burned.
		assert_eq!(issued - Balances::total_issuance(), 5_000);
	});
}

#[test]
fn the_terms_of_the_charged_epoch_decide() {
	with_chain(|| {
		consensus(vec![costs(VoteEquivocation, "0.2")], &[1_000]);
		let later = terms(vec![
			costs(BlockEquivocation, "1"),
			Condition { evidence_age: 3, ..costs(VoteEquivocation, "0.4") },
		]);
		assert_ok!(Services::update_terms(RuntimeOrigin::root(), CONSENSUS_SERVICE, later));
		at(CHARGED + NOTICE);
		let before = convict(&seen(OP, VoteEquivocation, 40, 100));
		refused(&seen(OP, BlockEquivocation, 40, 100), Error::UnknownCondition);
		let charged = CHARGED + NOTICE;
		let after = convict(&SeenFault { charged, ..seen(OP, VoteEquivocation, 44, 100) });
		let conditions = [before, after].map(|id| Slashes::<Test>::get(id).unwrap().case.condition);
		assert_eq!(conditions, [0, 1]);
		at(CHARGED + NOTICE + 2);
		assert_eq!([before, after].map(paid), [percent(20), percent(40)]);
	});
}

mod refusals {
	use super::*;

	#[test]
	fn without_service_0_nothing_is_judged() {
		with_chain(|| {
			refused(&seen(OP, VoteEquivocation, 40, 100), Error::UnknownService);
		});
	}

	#[test]
	fn what_the_terms_do_not_name_is_no_offence() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "0.2"), by_court()], &[1_000]);
			for fault in [BlockEquivocation, Unresponsiveness] {
				refused(&seen(OP, fault, 40, 100), Error::UnknownCondition);
			}
		});
	}

	#[test]
	fn who_was_no_member_answers_for_nothing() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "0.2")], &[1_000, 1_000]);
			refused(&seen(STRANGER, VoteEquivocation, 40, 100), Error::NotMember);
			assert_ok!(Services::leave(signed(OP), CONSENSUS_SERVICE));
			at(CHARGED + 1);
			let later = |seen| SeenFault { charged: CHARGED + 1, ..seen };
			refused(&later(seen(OP, VoteEquivocation, 41, 100)), Error::NotMember);
			convict(&later(seen(SECOND, VoteEquivocation, 41, 100)));
			// For what it did as a member it answers afterwards, too.
			convict(&seen(OP, VoteEquivocation, 40, 100));
		});
	}

	#[test]
	fn evidence_is_as_old_as_the_terms_allow() {
		for (after, in_time) in [(0, true), (2, true), (3, false)] {
			with_chain(|| {
				consensus(vec![costs(VoteEquivocation, "0.2")], &[1_000]);
				at(CHARGED + after);
				let seen = seen(OP, VoteEquivocation, 40, 100);
				if in_time {
					convict(&seen);
				} else {
					refused(&seen, Error::EvidenceTooOld);
				}
			});
		}
	}

	#[test]
	fn what_was_long_ago_nobody_knows_any_more() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "0.2")], &[1_000]);
			at(CHARGED + U + 1);
			refused(&seen(OP, VoteEquivocation, 40, 100), Error::UnknownService);
		});
	}

	#[test]
	fn an_epoch_that_is_still_to_come_is_not_charged() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "0.2")], &[1_000]);
			let charged = CHARGED + 1;
			let seen = SeenFault { charged, ..seen(OP, VoteEquivocation, 41, 100) };
			refused(&seen, Error::FutureEpoch);
		});
	}

	#[test]
	fn nobody_proves_a_fault_by_a_report() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "0.2")], &[1_000]);
			let of = (CONSENSUS_SERVICE, CHARGED);
			for proof in [double_sign(OP, of, 1), ruling(1, 100)] {
				let by = signed(COURT);
				let report = Slashing::report(by, CONSENSUS_SERVICE, 0, OP, CHARGED, proof);
				assert!(report.is_err());
			}
			assert_eq!(Slashes::<Test>::iter().count(), 0);
		});
	}

	#[test]
	fn a_fault_of_a_session_is_judged_once() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "severity")], &[1_000]);
			convict(&seen(OP, VoteEquivocation, 40, 10));
			refused(&seen(OP, VoteEquivocation, 40, 10), Error::AlreadyReported);
			refused(&seen(OP, VoteEquivocation, 40, 9), Error::NotMoreSevere);
		});
	}

	#[test]
	fn a_fault_becomes_graver_when_others_are_found_that_committed_it_too() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "severity")], &[1_000]);
			let id = convict(&seen(OP, VoteEquivocation, 40, 10));
			let graver = seen(OP, VoteEquivocation, 40, 100);
			assert_eq!(judge(&graver), Ok(FaultOutcome::Reported));
			assert_eq!(Slashing::slash(id).unwrap().severity, percent(100));
			refused(&graver, Error::AlreadyReported);
		});
	}

	#[test]
	fn another_fault_of_the_epoch_counts_if_it_is_more_severe() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "severity")], &[1_000]);
			let id = convict(&seen(OP, VoteEquivocation, 40, 10));
			refused(&seen(OP, VoteEquivocation, 41, 10), Error::NotMoreSevere);
			refused(&seen(OP, VoteEquivocation, 41, 9), Error::NotMoreSevere);
			take_events();
			at(CHARGED + 1);
			assert_eq!(judge(&seen(OP, VoteEquivocation, 41, 11)), Ok(FaultOutcome::Reported));
			let raised = Event::Raised {
				slash: id,
				severity: percent(11),
				reporter: None,
				final_from: CHARGED + 3,
			};
			assert!(take_events().contains(&raised));
			assert_eq!(NextSlashId::<Test>::get(), id + 1);
			at(CHARGED + 3);
			assert_eq!(paid(id), percent(11));
		});
	}

	#[test]
	fn what_is_final_is_not_raised() {
		with_chain(|| {
			consensus(vec![costs_at_once(VoteEquivocation, "severity")], &[1_000]);
			convict(&seen(OP, VoteEquivocation, 40, 10));
			refused(&seen(OP, VoteEquivocation, 41, 11), Error::AlreadyFinal);
		});
	}

	#[test]
	fn a_fault_that_governance_overturned_is_not_judged_again() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, "severity")], &[1_000]);
			let id = convict(&seen(OP, VoteEquivocation, 40, 10));
			assert_ok!(Slashing::overturn(RuntimeOrigin::root(), id, false));
			refused(&seen(OP, VoteEquivocation, 40, 10), Error::AlreadyReported);
			// Another one of the epoch is another slash.
			assert_ne!(convict(&seen(OP, VoteEquivocation, 41, 10)), id);
		});
	}
}

#[test]
fn a_fault_at_once_is_executed_by_the_next_block() {
	with_chain(|| {
		consensus(vec![costs_at_once(VoteEquivocation, "severity")], &[1_000]);
		let id = convict(&seen(OP, VoteEquivocation, 40, 10));
		assert_eq!((stage(id), balance(OP)), (Stage::Pending, 1_000));
		begin_block();
		assert_eq!((paid(id), balance(OP)), (percent(10), 900));
	});
}

mod correlation {
	use super::*;

	/// When all of [`CHARGED`] is final: `evidence_age` = 2, `window` = 1.
	const FINAL: Epoch = CHARGED + 4;

	#[test]
	fn one_validator_pays_what_it_is_severe_by_up_to_a_tenth() {
		for (severity, penalty) in [(9, 9), (10, 10), (100, 10)] {
			with_chain(|| {
				consensus(vec![costs(VoteEquivocation, EQUIVOCATION)], &[5_000, 5_000]);
				let id = convict(&seen(OP, VoteEquivocation, 40, severity));
				at(FINAL - 1);
				assert_eq!(stage(id), Stage::Pending);
				at(FINAL);
				assert_eq!(paid(id), percent(penalty), "{severity}");
				assert_eq!(balance(OP), 5_000 - 50 * Balance::from(penalty));
			});
		}
	}

	#[test]
	fn two_validators_pay_by_their_share_of_the_value() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, EQUIVOCATION)], &[1_000, 1_000, 8_000]);
			let first = convict(&seen(OP, VoteEquivocation, 40, 4));
			at(CHARGED + 2);
			let second = convict(&seen(SECOND, VoteEquivocation, 42, 100));
			at(FINAL - 1);
			assert_eq!([first, second].map(stage), [Stage::Pending, Stage::Pending]);
			at(FINAL);
			// A fifth: (3 × 0.2)².
			assert_eq!([first, second].map(paid), [percent(36); 2]);
			assert_eq!([OP, SECOND, THIRD].map(balance), [640, 640, 8_000]);
		});
	}

	#[test]
	fn a_third_of_the_value_loses_everything() {
		with_chain(|| {
			consensus(vec![costs(VoteEquivocation, EQUIVOCATION)], &[2_000, 2_000, 5_000]);
			let ids = [OP, SECOND].map(|who| convict(&seen(who, VoteEquivocation, 40, 4)));
			at(FINAL);
			assert_eq!(ids.map(paid), [percent(100); 2]);
			assert_eq!([OP, SECOND, THIRD].map(balance), [0, 0, 5_000]);
		});
	}

	#[test]
	fn other_kinds_of_faults_are_counted_by_themselves() {
		with_chain(|| {
			let conditions = [VoteEquivocation, BlockEquivocation].map(|f| costs(f, EQUIVOCATION));
			consensus(conditions.to_vec(), &[1_000; 3]);
			let votes = convict(&seen(OP, VoteEquivocation, 40, 4));
			let blocks = convict(&seen(SECOND, BlockEquivocation, 40, 4));
			at(FINAL);
			assert_eq!([votes, blocks].map(paid), [percent(4); 2]);
		});
	}

	#[test]
	fn whoever_finds_no_place_in_the_list_is_convicted_all_the_same() {
		new_test_ext().execute_with(|| {
			consensus(vec![costs(VoteEquivocation, EQUIVOCATION)], &[1_000, 9_000]);
			let others =
				(1_000..1_000 + u64::from(palisade_terms::MAX_OPERATORS)).map(|operator| {
					let value_share = Perquintill::zero();
					Convict { operator, final_from: FINAL, value_share }
				});
			let full: Vec<_> = others.collect();
			let key = (CONSENSUS_SERVICE, 0, CHARGED);
			Convicts::<Test>::insert(key, BoundedVec::try_from(full.clone()).unwrap());
			let id = convict(&seen(OP, VoteEquivocation, 40, 100));
			assert_eq!(Convicts::<Test>::get(key).into_inner(), full);
			let slash = Slashes::<Test>::get(id).unwrap();
			let facts = Slashing::facts(id, &slash);
			// Itself and all that are listed.
			assert_eq!(facts.convicted_members, palisade_terms::MAX_OPERATORS + 1);
			assert_eq!(facts.convicted_value_share, percent(10));
			at(FINAL);
			assert_eq!(paid(id), percent(10));
		});
	}

	#[test]
	fn whoever_was_not_listed_takes_nobody_off_the_list() {
		new_test_ext().execute_with(|| {
			consensus(vec![costs(VoteEquivocation, EQUIVOCATION)], &[1_000, 9_000]);
			let key = (CONSENSUS_SERVICE, 0, CHARGED);
			let convict_of =
				|operator| Convict { operator, final_from: FINAL, value_share: percent(1) };
			let full = (1_000..1_000 + u64::from(palisade_terms::MAX_OPERATORS)).map(convict_of);
			Convicts::<Test>::insert(key, BoundedVec::truncate_from(full.collect()));
			let before = Convicts::<Test>::get(key);
			let id = convict(&seen(OP, VoteEquivocation, 40, 100));
			assert_ok!(Slashing::overturn(RuntimeOrigin::root(), id, false));
			assert_eq!(Convicts::<Test>::get(key), before);
		});
	}
}

mod totals {
	use super::*;

	/// Members with nothing pledged beside [`OP`], so many in all.
	fn crowd(members: usize, condition: Condition<AccountId>) {
		let terms = Terms { max_operators: 1_000, ..terms(vec![condition]) };
		assert_ok!(Services::found_consensus(GOVERNANCE, terms));
		for operator in (OP..).take(members) {
			if !OPS.contains(&operator) {
				assert_ok!(Balances::mint_into(&operator, WEALTH));
			}
			register(operator);
			assert_ok!(Services::enlist(&operator, pair(seed_of(operator)).key()));
		}
		delegate(ALICE, OP, NATIVE, 1_000);
		pledge(OP, CONSENSUS_SERVICE, NATIVE, 1_000, Exclusive);
		at(CHARGED);
		take_events();
	}

	/// How often the judge has to be asked.
	fn asked() -> u32 {
		let seen = seen(OP, VoteEquivocation, 40, 50);
		(1..100).find(|_| judge(&seen) == Ok(FaultOutcome::Reported)).expect("it is judged once")
	}

	#[test]
	fn a_fault_waits_until_what_the_members_pledged_is_added_up() {
		// 16 members at a time; a page that is not full is the last one.
		for (members, times) in [(1, 1), (15, 1), (16, 2), (31, 2), (33, 3)] {
			with_chain(|| {
				crowd(members, costs(VoteEquivocation, EQUIVOCATION));
				assert_eq!(asked(), times, "{members}");
				let slash = Slashes::<Test>::get(0).unwrap();
				assert_eq!(slash.standing.unwrap().members as usize, members);
			});
		}
	}

	#[test]
	fn nothing_of_a_fault_is_there_while_it_waits() {
		with_chain(|| {
			crowd(17, costs(VoteEquivocation, EQUIVOCATION));
			assert_eq!(judge(&seen(OP, VoteEquivocation, 40, 50)), Ok(FaultOutcome::Waits));
			assert_eq!((Slashes::<Test>::iter().count(), take_events().len()), (0, 0));
			assert!(!Slashing::is_jailed(CONSENSUS_SERVICE, &OP, CHARGED + 1));
		});
	}

	#[test]
	fn others_may_add_up_before() {
		with_chain(|| {
			crowd(17, costs(VoteEquivocation, EQUIVOCATION));
			for _ in 0..2 {
				assert_ok!(Restaking::tally(signed(STRANGER), CONSENSUS_SERVICE, CHARGED));
			}
			assert_eq!(asked(), 1);
		});
	}

	#[test]
	fn a_fault_whose_formula_asks_for_no_totals_does_not_wait() {
		with_chain(|| {
			crowd(17, costs_at_once(VoteEquivocation, "severity"));
			assert_eq!(asked(), 1);
			begin_block();
			assert_eq!(paid(0), percent(50));
		});
	}

	#[test]
	fn where_a_breaker_is_on_the_execution_waits_and_not_the_judge() {
		with_chain(|| {
			crowd(17, costs_at_once(VoteEquivocation, "severity"));
			ServiceShare::set(percent(90));
			assert_eq!(asked(), 1);
			assert_eq!(stage(0), Stage::Pending);
			for _ in 0..3 {
				begin_block();
			}
			assert_eq!(paid(0), percent(50));
		});
	}

	#[test]
	fn what_waits_too_long_is_too_old() {
		with_chain(|| {
			crowd(17, costs(VoteEquivocation, EQUIVOCATION));
			at(CHARGED + 2);
			let seen = seen(OP, VoteEquivocation, 40, 50);
			assert_eq!(judge(&seen), Ok(FaultOutcome::Waits));
			at(CHARGED + 3);
			refused(&seen, Error::EvidenceTooOld);
		});
	}
}

mod unresponsiveness {
	use super::*;

	fn absence() -> Condition<AccountId> {
		Condition { jail: 2, ..costs_at_once(Unresponsiveness, "0") }
	}

	#[test]
	fn it_jails_and_takes_nothing() {
		with_chain(|| {
			consensus(vec![absence()], &[1_000, 1_000]);
			let id = convict(&seen(OP, Unresponsiveness, 40, 100));
			assert_eq!(
				take_events()[1],
				Event::Jailed {
					service: CONSENSUS_SERVICE,
					operator: OP,
					from: CHARGED + 1,
					until: CHARGED + 3,
					slash: id,
				}
			);
			begin_block();
			assert_eq!((paid(id), balance(OP)), (Perquintill::zero(), 1_000));
			at(CHARGED + 3);
			let counts = |after| Services::counts_at(CONSENSUS_SERVICE, &OP, CHARGED + after);
			assert_eq!([0, 1, 2, 3].map(counts), [true, false, false, true]);
			assert!((0..4).all(|n| Services::counts_at(CONSENSUS_SERVICE, &SECOND, CHARGED + n)));
		});
	}

	#[test]
	fn who_is_jailed_answers_for_what_it_does_there() {
		with_chain(|| {
			consensus(vec![absence(), costs_at_once(VoteEquivocation, "severity")], &[1_000; 2]);
			convict(&seen(OP, Unresponsiveness, 40, 100));
			at(CHARGED + 1);
			// It stays where there are too few validators.
			let charged = CHARGED + 1;
			let id = convict(&SeenFault { charged, ..seen(OP, VoteEquivocation, 42, 20) });
			begin_block();
			assert_eq!((paid(id), balance(OP)), (percent(20), 800));
		});
	}

	#[test]
	fn nobody_waits_for_an_exit_because_of_it() {
		with_chain(|| {
			consensus(vec![absence()], &[1_000]);
			convict(&seen(OP, Unresponsiveness, 40, 100));
			assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, None));
			at(CHARGED + U);
			let before = wallet(ALICE, &NATIVE);
			assert_ok!(Restaking::withdraw(signed(ALICE), OP, NATIVE));
			assert_eq!(wallet(ALICE, &NATIVE), before + 1_000);
		});
	}
}

#[test]
fn the_judge_costs_no_more_than_a_block_has() {
	let weight = <Slashing as ConsensusJudge<AccountId>>::judge_weight();
	assert!(weight.all_gt(frame_support::weights::Weight::zero()));
}
