//! What other members' convictions do to a penalty.

use super::*;
use palisade_primitives::{ServiceId, SlashId};
use palisade_terms::{Condition, Formula, Penalty, Resolution};

/// Members beside [`OP`].
const SECOND: AccountId = 12;
const THIRD: AccountId = 13;

/// When a slash charged to [`COUNTS`] is final: `evidence_age` = 2, `window` = 1.
const FINAL: Epoch = COUNTS + 4;

/// Double signing costs what the formula says that counts convictions of so many epochs.
fn correlated(text: &str, look_back: Epoch) -> Condition<AccountId> {
	let formula = Formula::parse(text).expect("it is a formula");
	Condition {
		penalty: Penalty { formula, look_back },
		evidence_age: 2,
		resolution: Resolution::Veto { resolver: RESOLVER, window: 1 },
		..at_once()
	}
}

fn percent(percent: u64) -> Perquintill {
	Perquintill::from_percent(percent)
}

/// With what penalty it was executed.
fn paid(id: SlashId) -> Perquintill {
	match stage(id) {
		Stage::Executed { penalty, .. } => penalty,
		other => panic!("{id} is {other:?}"),
	}
}

/// Reports what these members did in these epochs, each at once, and answers what they pay.
fn convict(service: ServiceId, offences: &[(AccountId, Epoch)]) -> Vec<SlashId> {
	offences
		.iter()
		.map(|(operator, epoch)| {
			at(now().max(*epoch));
			accuse(*operator, service, 0, *epoch)
		})
		.collect()
}

#[test]
fn reports_in_any_order_cost_the_same() {
	let orders = [[OP, SECOND, THIRD], [THIRD, OP, SECOND], [SECOND, THIRD, OP]];
	for (order, epochs) in orders.into_iter().zip([[0, 1, 2], [0, 0, 2], [2, 2, 2]]) {
		with_chain(|| {
			let condition = correlated("convicted_member_share^2", 1);
			let service = members(vec![condition], &[1_000, 2_000, 3_000, 4_000]);
			let ids: Vec<_> = order
				.into_iter()
				.zip(epochs)
				.map(|(operator, after)| {
					at(COUNTS + after);
					accuse(operator, service, 0, COUNTS)
				})
				.collect();
			at(FINAL - 1);
			assert!(ids.iter().all(|id| stage(*id) == Stage::Pending));
			at(FINAL);
			// Three of four: 9/16.
			let expected = Perquintill::from_rational(9u64, 16);
			assert_eq!(ids.into_iter().map(paid).collect::<Vec<_>>(), [expected; 3]);
		});
	}
}

#[test]
fn who_waives_its_veto_brings_nothing_forward() {
	with_chain(|| {
		let service = members(vec![correlated("convicted_member_share", 1)], &[1_000; 2]);
		let id = accuse(OP, service, 0, COUNTS);
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		let late = convict(service, &[(SECOND, COUNTS)]);
		at(FINAL - 1);
		assert_eq!(stage(id), Stage::Pending);
		at(FINAL);
		assert_eq!([paid(id), paid(late[0])], [percent(100); 2]);
	});
}

#[test]
fn what_was_overturned_counts_for_nobody() {
	with_chain(|| {
		let service = members(vec![correlated("convicted_member_share", 1)], &[1_000; 4]);
		let ids = convict(service, &[(OP, COUNTS), (SECOND, COUNTS), (THIRD, COUNTS)]);
		assert_ok!(Slashing::overturn(signed(RESOLVER), ids[1], false));
		at(FINAL);
		assert_eq!([paid(ids[0]), paid(ids[2])], [percent(50); 2]);
	});
}

#[test]
fn the_window_counts_charged_epochs_up_to_the_own_one() {
	with_chain(|| {
		let condition = correlated("0.1 * convicted_members", 1);
		let service = members(vec![condition], &[1_000; 4]);
		let [first, second, third] = [COUNTS, COUNTS + 1, COUNTS + 2];
		let ids = convict(service, &[(OP, first), (SECOND, second), (THIRD, third)]);
		at(third + 4);
		// Nobody before the first one; the first for the second; the second for the third, for which the first is too old.
		assert_eq!(ids.into_iter().map(paid).collect::<Vec<_>>(), [10, 20, 20].map(percent));
	});
}

#[test]
fn a_member_convicted_for_several_epochs_counts_once() {
	with_chain(|| {
		let text = "0.1 * convicted_members + 0.1 * convicted_value_share";
		let service = members(vec![correlated(text, 2)], &[1_000, 1_000, 2_000]);
		// All of it answers to other epochs, too, so nothing is taken in between.
		let ids = convict(service, &[(OP, COUNTS), (OP, COUNTS + 1), (SECOND, COUNTS + 1)]);
		at(FINAL + 1);
		// Two members; a quarter of the value each at that time.
		let [first, again, other] = [ids[0], ids[1], ids[2]].map(paid);
		assert_eq!(first, Perquintill::from_rational(125u64, 1_000));
		assert_eq!([again, other], [percent(25); 2]);
	});
}

#[test]
fn other_conditions_and_other_services_do_not_count() {
	with_chain(|| {
		let condition = correlated("0.1 * convicted_members", 1);
		let service = members(vec![condition.clone(), condition.clone()], &[1_000; 3]);
		let id = accuse(OP, service, 0, COUNTS);
		accuse(SECOND, service, 1, COUNTS);
		at(FINAL);
		assert_eq!(paid(id), percent(10));
	});
}

#[test]
fn neither_later_charges_count_nor_what_is_final_later() {
	with_chain(|| {
		let longer = Condition {
			resolution: Resolution::Veto { resolver: RESOLVER, window: 2 },
			..correlated("0.1 * convicted_members", 2)
		};
		let service = members(vec![longer.clone()], &[1_000; 3]);
		let shorter = Condition {
			evidence_age: 1,
			resolution: Resolution::Veto { resolver: RESOLVER, window: 1 },
			..longer
		};
		assert_ok!(Services::update_terms(signed(OWNER), service, terms(vec![shorter])));
		for operator in [OP, SECOND, THIRD] {
			assert_ok!(Services::accept_terms(signed(operator), service, 2));
		}
		// What the new terms judge is final before what was charged to the epoch before.
		let ids = convict(service, &[(OP, COUNTS + NOTICE - 1), (SECOND, COUNTS + NOTICE)]);
		let final_from = |id: &SlashId| Slashes::<Test>::get(id).unwrap().final_from - COUNTS;
		assert_eq!(ids.iter().map(final_from).collect::<Vec<_>>(), [6, 5]);
		at(COUNTS + 6);
		assert_eq!([paid(ids[0]), paid(ids[1])], [percent(10); 2]);
	});
}

#[test]
fn who_is_judged_without_regard_to_others_is_not_listed_for_them() {
	with_chain(|| {
		let alone = correlated("0.01 * members + 0.1 * value_share", 0);
		let service = members(vec![alone], &[1_000, 3_000]);
		let id = accuse(OP, service, 0, COUNTS);
		assert_eq!(Convicts::<Test>::iter().count(), 0);
		at(COUNTS + 2);
		assert_eq!(paid(id), Perquintill::from_rational(45u64, 1_000));
	});
}

#[test]
fn shares_of_value_are_those_of_the_charged_epoch() {
	with_chain(|| {
		let service = members(vec![correlated("convicted_value_share", 1)], &[100, 300, 600]);
		let ids = convict(service, &[(OP, COUNTS), (SECOND, COUNTS)]);
		// Whatever is put behind others later.
		delegate(BOB, THIRD, NATIVE, 100_000);
		at(FINAL);
		assert_eq!([paid(ids[0]), paid(ids[1])], [percent(40); 2]);
	});
}

#[test]
fn shares_are_rounded_against_the_accused() {
	with_chain(|| {
		let service = members(vec![correlated("convicted_value_share", 1)], &[1_000; 3]);
		let id = accuse(OP, service, 0, COUNTS);
		at(FINAL);
		assert_eq!(paid(id), Perquintill::from_parts(333_333_333_333_333_334));
	});
}

#[test]
fn what_is_asked_about_facts_is_what_is_executed() {
	with_chain(|| {
		let text = "0.1 * convicted_members + 0.01 * members + 0.1 * value_share";
		let service = members(vec![correlated(text, 1)], &[1_000, 3_000]);
		let other = accuse(SECOND, service, 0, COUNTS);
		let facts = Slashing::facts_of(service, 0, OP, COUNTS, percent(100)).unwrap();
		assert_eq!((facts.convicted_members, facts.members), (2, 2));
		assert_eq!(facts.value_share, percent(25));
		// With the one that somebody asks about, who is not convicted yet.
		assert_eq!(facts.convicted_value_share, percent(100));
		assert_eq!(facts.convicted_member_share, percent(100));
		let id = accuse(OP, service, 0, COUNTS);
		let formula = Formula::parse(text).unwrap();
		at(FINAL);
		assert_eq!(paid(id), formula.evaluate(&facts));
		assert_eq!(paid(id), Perquintill::from_rational(245u64, 1_000));
		assert_eq!(paid(other), Perquintill::from_rational(295u64, 1_000));
	});
}

#[test]
fn convictions_are_forgotten_when_no_formula_can_count_them() {
	with_chain(|| {
		let service = members(vec![correlated("0.1 * convicted_members", 2)], &[1_000; 3]);
		convict(service, &[(OP, COUNTS), (SECOND, COUNTS + 2)]);
		let kept = |epoch| Convicts::<Test>::get((service, 0, epoch)).len();
		at(FINAL);
		at(FINAL + 2);
		at(FINAL + 1 + REMEMBERED_EPOCHS);
		assert_eq!([kept(COUNTS), kept(COUNTS + 2)], [1, 1]);
		at(FINAL + REMEMBERED_EPOCHS + 2);
		assert_eq!([kept(COUNTS), kept(COUNTS + 2)], [0, 1]);
		at(FINAL + REMEMBERED_EPOCHS + 4);
		assert_eq!(Convicts::<Test>::iter().count(), 0);
	});
}

#[test]
fn forgetting_an_overturned_slash_forgets_no_later_conviction_of_its_case() {
	with_chain(|| {
		let service = members(vec![correlated("0.1 * convicted_members", 2)], &[1_000; 3]);
		let listed = || Convicts::<Test>::get((service, 0, COUNTS)).into_inner();
		let operators = || listed().into_iter().map(|convict| convict.operator).collect::<Vec<_>>();
		let [overturned, other] = [OP, SECOND].map(|operator| accuse(operator, service, 0, COUNTS));
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		// In a later epoch another fact of the case is proven, and that slash stands.
		at(COUNTS + 2);
		let proof = double_sign(OP, (service, COUNTS), 2);
		let later = report_proof(REPORTER, service, 0, COUNTS, proof);
		at(FINAL);
		assert_eq!([paid(later), paid(other)], [percent(20); 2]);
		at(COUNTS + REMEMBERED_EPOCHS + 2);
		assert_eq!(Slashes::<Test>::get(overturned), None);
		assert_eq!(operators(), [SECOND, OP]);
		// Whoever asks is told the same as before.
		let known = Slashes::<Test>::get(other).unwrap();
		assert_eq!(Slashing::penalty(other, &known), percent(20));
		at(FINAL + REMEMBERED_EPOCHS + 2);
		assert_eq!(Slashes::<Test>::get(later), None);
		assert!(operators().is_empty());
	});
}

#[test]
fn an_overturn_takes_its_own_conviction_from_those_that_count_and_no_other() {
	with_chain(|| {
		let condition = correlated("0.1 * convicted_members", 2);
		let service = members(vec![condition.clone(), condition], &[1_000; 3]);
		at(COUNTS + 1);
		let overturned = accuse(OP, service, 0, COUNTS);
		// The same operator for another epoch and under another condition, another operator for the same.
		for (operator, condition, epoch) in
			[(OP, 0, COUNTS + 1), (OP, 1, COUNTS), (SECOND, 0, COUNTS)]
		{
			accuse(operator, service, condition, epoch);
		}
		let listed = || {
			let of = |(condition, epoch)| {
				let convicts = Convicts::<Test>::get((service, condition, epoch));
				convicts.iter().map(|convict| convict.operator).collect::<Vec<_>>()
			};
			[(0, COUNTS), (0, COUNTS + 1), (1, COUNTS)].map(of)
		};
		assert_eq!(listed(), [vec![OP, SECOND], vec![OP], vec![OP]]);
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		assert_eq!(listed(), [vec![SECOND], vec![OP], vec![OP]]);
		// Nor does it take the one that follows in its case when it is overturned twice.
		let proof = double_sign(OP, (service, COUNTS), 2);
		let again = report_proof(REPORTER, service, 0, COUNTS, proof);
		assert_eq!(listed()[0], [SECOND, OP]);
		let closed = Error::<Test>::NotPending;
		assert_noop!(Slashing::overturn(signed(RESOLVER), overturned, false), closed);
		assert_ok!(Slashing::overturn(signed(RESOLVER), again, false));
		assert_eq!(listed(), [vec![SECOND], vec![OP], vec![OP]]);
	});
}

#[test]
fn an_execution_pays_for_the_epochs_that_its_formula_counts() {
	with_chain(|| {
		let service = members(vec![correlated("convicted_member_share", 2)], &[1_000; 3]);
		let id = accuse(OP, service, 0, COUNTS);
		let slash = Slashes::<Test>::get(id).unwrap();
		assert_eq!(Size::of(&slash, FINAL), Size { epochs: 5, correlated: 3 });
		let [few, many] =
			[0, 3].map(|correlated| Slashing::execution_weight(&Size { epochs: 5, correlated }));
		assert!(many.all_gt(few));
	});
}
