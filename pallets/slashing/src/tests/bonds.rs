//! What reporters put down, get back and lose.

use super::*;
use crate::evidence::Fact;
use palisade_primitives::{ServiceId, SlashId};
use palisade_terms::{Condition, Evidence};

/// Somebody without an account.
const GHOST: AccountId = 77;

/// What all native units are, and what of them those have who may get a bond: the reporter, the accused, the resolver, the
/// owner, the treasury.
fn purses() -> (Balance, [Balance; 5]) {
	let of = |who| wallet(who, &NATIVE);
	(Balances::total_issuance(), [COURT, OP, RESOLVER, OWNER, TREASURY].map(of))
}

fn bond(id: SlashId) -> Balance {
	Slashes::<Test>::get(id).expect("it is remembered").bond
}

/// A service whose court's ruling of this epoch waits, with so much at stake.
fn ruled(stake: Balance) -> (ServiceId, SlashId) {
	let service = guarded(vec![by_court()], stake, Exclusive);
	(service, rule(service, 0, COUNTS, 50))
}

// How much.

#[test]
fn a_bond_is_a_hundredth_of_the_value_at_stake_and_never_less_than_the_minimum() {
	for (stake, expected) in [
		(100, 500),
		(49_901, 500),
		(50_000, 500),
		// Rounded against the reporter.
		(50_001, 501),
		(50_100, 501),
		(123_456, 1_235),
	] {
		for kind in [Exclusive, Shared] {
			with_chain(|| {
				let service = guarded(vec![by_court()], stake, kind);
				let severity = Perquintill::from_percent(50);
				let preview = Slashing::preview(service, 0, OP, COUNTS, severity).unwrap();
				assert_eq!(preview.bond, expected);
				take_events();
				let id = rule(service, 0, COUNTS, 50);
				assert_eq!(
					take_events(),
					vec![Event::Reported {
						slash: id,
						offence: Offence { operator: OP, service, epoch: COUNTS },
						condition: 0,
						severity,
						reporter: Some(COURT),
						bond: expected,
						final_from: COUNTS + 3,
					}]
				);
				assert_eq!((bond(id), bond_of(COURT)), (expected, expected));
				// Held, not taken.
				assert_eq!(wallet(COURT, &NATIVE), WEALTH);
				assert_eq!(Balances::free_balance(COURT), WEALTH - expected);
			});
		}
	}
}

#[test]
fn the_value_at_stake_is_that_of_all_assets_and_of_what_was_pledged() {
	with_chain(|| {
		register(OP);
		let service = create(vec![vetoable()]);
		join(OP, service);
		delegate(ALICE, OP, NATIVE, 60_000);
		delegate(BOB, OP, STAKED_DOT, 40_001);
		pledge(OP, service, NATIVE, 500, Exclusive);
		pledge(OP, service, STAKED_DOT, 1_000, Shared);
		at(COUNTS);
		// 30,000 and 40,001.
		assert_eq!(bond(report(service, 0, COUNTS)), 701);
	});
}

#[test]
fn the_value_at_stake_is_that_of_the_charged_epoch() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 100_000, Exclusive);
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(80_000)));
		at(COUNTS + 1);
		delegate(BOB, OP, NATIVE, 1_000_000);
		// What leaves meanwhile makes no accusation cheaper, what comes none dearer.
		assert_eq!(bond(rule(service, 0, COUNTS, 50)), 1_000);
		assert_eq!(bond(rule(service, 0, COUNTS + 1, 50)), MIN_BOND);
	});
}

// When.

#[test]
fn where_nobody_may_object_nothing_is_put_down() {
	with_chain(|| {
		let service = guarded(vec![at_once(), vetoable()], 1_000, Exclusive);
		// Who has nothing can still report.
		let proof = double_sign(OP, (service, COUNTS), 1);
		let id = report_proof(GHOST, service, 0, COUNTS, proof.clone());
		assert_eq!((bond(id), bond_of(GHOST)), (0, 0));
		assert_eq!(staked(&NATIVE), 500);
		assert_noop!(
			Slashing::report(signed(GHOST), service, 1, OP, COUNTS, proof),
			Error::<Test>::BondUnavailable
		);
	});
}

#[test]
fn the_chain_itself_puts_nothing_down() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let offence = Offence { operator: OP, service, epoch: COUNTS };
		let before = purses();
		for frivolous in [true, false] {
			let case = Case { offence: offence.clone(), condition: 0 };
			let (law, _) = Slashing::law_of(&case).unwrap();
			let topic = H256::repeat_byte(frivolous.into());
			let fact = Fact { topic, severity: Perquintill::from_percent(50) };
			let id = NextSlashId::<Test>::get();
			assert_ok!(Slashing::report_fact(None, case, law, fact));
			assert_eq!(bond(id), 0);
			take_events();
			assert_ok!(Slashing::overturn(signed(RESOLVER), id, frivolous));
			assert_eq!(
				take_events(),
				vec![Event::Overturned { slash: id, by_governance: false, frivolous, bond: 0 }]
			);
			assert_eq!(purses(), before);
		}
	});
}

#[test]
fn who_cannot_put_the_bond_down_cannot_report() {
	with_chain(|| {
		// The bond is 1,000; the account lives on the minimum.
		let service = guarded(vec![by_court()], 100_000, Exclusive);
		let short = 1_000 + MINIMUM - 1;
		assert_ok!(Balances::transfer_allow_death(signed(COURT), STRANGER, WEALTH - short));
		assert_noop!(
			Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(1, 50)),
			Error::<Test>::BondUnavailable
		);
		assert_ok!(Balances::transfer_allow_death(signed(STRANGER), COURT, 1));
		let id = rule(service, 0, COUNTS, 50);
		assert_eq!((bond(id), bond_of(COURT)), (1_000, 1_000));
		// What is put down for one slash is not there for another.
		at(COUNTS + 1);
		assert_noop!(
			Slashing::report(signed(COURT), service, 0, OP, COUNTS + 1, ruling(1, 50)),
			Error::<Test>::BondUnavailable
		);
		at(COUNTS + 3);
		assert!(is_executed(id));
		rule(service, 0, COUNTS + 1, 50);
	});
}

#[test]
fn a_greater_offence_needs_no_second_bond() {
	with_chain(|| {
		let (service, id) = ruled(100_000);
		let before = purses();
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 80)));
		assert_eq!((bond(id), bond_of(COURT)), (1_000, 1_000));
		assert_eq!(purses(), before);
		// The one bond answers for both facts.
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, true));
		assert_eq!(wallet(OP, &NATIVE), WEALTH + 1_000);
	});
}

// Back to the reporter.

#[test]
fn a_bond_is_returned_with_the_execution() {
	for limit in [None, Some(0), Some(10)] {
		for by_hand in [false, true] {
			with_chain(|| {
				let (_, id) = ruled(100_000);
				let (_, before) = purses();
				if let Some(limit) = limit {
					let limit = Perquintill::from_percent(limit);
					assert_ok!(Slashing::reduce(signed(RESOLVER), id, limit));
				}
				at(COUNTS + 2);
				assert_eq!(bond_of(COURT), 1_000);
				if by_hand {
					Budget::set(Default::default());
				}
				at(COUNTS + 3);
				if by_hand {
					// Not with the final epoch: with what happens in it.
					assert_eq!(bond_of(COURT), 1_000);
					assert_ok!(Slashing::execute(signed(STRANGER), id));
				}
				assert_eq!(bond_of(COURT), 0);
				assert_eq!(Balances::free_balance(COURT), WEALTH);
				assert_eq!(purses().1, before);
			});
		}
	}
}

#[test]
fn a_bond_is_returned_with_an_overturn_that_calls_nobody_frivolous() {
	for by in [signed(RESOLVER), RuntimeOrigin::root()] {
		for condition in [by_court(), vetoable()] {
			with_chain(|| {
				let is_ruling = matches!(condition.evidence, Evidence::Ruling { .. });
				let service = guarded(vec![condition.clone()], 100_000, Exclusive);
				let before = purses();
				let (reporter, id) = if is_ruling {
					(COURT, rule(service, 0, COUNTS, 50))
				} else {
					(REPORTER, report(service, 0, COUNTS))
				};
				assert_eq!(bond_of(reporter), 1_000);
				assert_ok!(Slashing::overturn(by.clone(), id, false));
				assert_eq!(bond_of(reporter), 0);
				assert_eq!(Balances::free_balance(reporter), WEALTH);
				assert_eq!(purses(), before);
			});
		}
	}
}

// To the accused.

#[test]
fn the_bond_of_a_frivolous_ruling_goes_to_the_accused() {
	for by_governance in [false, true] {
		with_chain(|| {
			let (_, id) = ruled(100_000);
			let (issuance, [court, accused, others @ ..]) = purses();
			let free = Balances::free_balance(OP);
			take_events();
			let by = if by_governance { RuntimeOrigin::root() } else { signed(RESOLVER) };
			assert_ok!(Slashing::overturn(by, id, true));
			let overturned =
				Event::Overturned { slash: id, by_governance, frivolous: true, bond: 1_000 };
			assert_eq!(take_events(), vec![overturned]);
			assert_eq!(stage(id), Stage::Overturned { frivolous: true });
			let [a, b, c] = others;
			assert_eq!(purses(), (issuance, [court - 1_000, accused + 1_000, a, b, c]));
			// It can use it at once.
			assert_eq!(Balances::free_balance(OP), free + 1_000);
			assert_eq!((bond_of(COURT), bond_of(OP)), (0, 0));
			// Nothing else moved, then or later.
			at(COUNTS + 3);
			assert_eq!(staked(&NATIVE), 100_000);
			assert_eq!(purses(), (issuance, [court - 1_000, accused + 1_000, a, b, c]));
		});
	}
}

#[test]
fn of_two_bonds_of_one_ruler_only_the_frivolous_one_is_lost() {
	for frivolous in [0, 1] {
		with_chain(|| {
			let service = guarded(vec![by_court()], 100_000, Exclusive);
			delegate(BOB, OP, NATIVE, 50_000);
			let first = rule(service, 0, COUNTS, 50);
			at(COUNTS + 1);
			let second = rule(service, 0, COUNTS + 1, 50);
			assert_eq!((bond(first), bond(second), bond_of(COURT)), (1_000, 1_500, 2_500));
			let (issuance, _) = purses();
			let accused = wallet(OP, &NATIVE);
			let lost = [1_000, 1_500][frivolous];
			assert_ok!(Slashing::overturn(signed(RESOLVER), [first, second][frivolous], true));
			assert_eq!(bond_of(COURT), 2_500 - lost);
			assert_eq!(wallet(OP, &NATIVE), accused + lost);
			assert_eq!(Balances::total_issuance(), issuance);
			check();
			at(COUNTS + 4);
			assert_eq!(bond_of(COURT), 0);
			assert_eq!(Balances::free_balance(COURT), WEALTH - lost);
		});
	}
}

#[test]
fn a_ruler_that_has_nothing_else_still_loses_its_bond() {
	with_chain(|| {
		let (_, id) = ruled(100_000);
		let rest = Balances::free_balance(COURT) - MINIMUM;
		assert_ok!(Balances::transfer_allow_death(signed(COURT), STRANGER, rest));
		let accused = wallet(OP, &NATIVE);
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, true));
		assert_eq!(wallet(OP, &NATIVE), accused + 1_000);
		assert_eq!(wallet(COURT, &NATIVE), MINIMUM);
	});
}

#[test]
fn what_the_accused_cannot_receive_goes_to_the_treasury() {
	with_chain(|| {
		let (_, id) = ruled(100_000);
		let (issuance, [court, _, resolver, owner, treasury]) = purses();
		// As much as an account can hold; no call makes it so.
		let full = |data: &mut pallet_balances::AccountData<Balance>| {
			data.free = Balance::MAX - data.reserved;
		};
		frame_system::Account::<Test>::mutate(OP, |account| full(&mut account.data));
		let accused = wallet(OP, &NATIVE);
		take_events();
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, true));
		let overturned =
			Event::Overturned { slash: id, by_governance: false, frivolous: true, bond: 1_000 };
		assert_eq!(take_events(), vec![overturned]);
		let after = [court - 1_000, accused, resolver, owner, treasury + 1_000];
		assert_eq!(purses(), (issuance, after));
		assert_eq!(bond_of(COURT), 0);
	});
}

#[test]
fn an_accused_whose_account_is_gone_gets_the_bond_in_a_new_one() {
	with_chain(|| {
		let (_, id) = ruled(100_000);
		// What an operator that left had after all its deposits were returned, and spent.
		frame_system::Account::<Test>::remove(OP);
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, true));
		assert_eq!(Balances::free_balance(OP), 1_000);
		assert_eq!(bond_of(COURT), 0);
	});
}

#[test]
fn who_rules_against_itself_gets_its_own_bond() {
	with_chain(|| {
		let condition = Condition { evidence: Evidence::Ruling { by: OP }, ..by_court() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		let before = purses();
		let id = report_proof(OP, service, 0, COUNTS, ruling(1, 50));
		assert_eq!(bond_of(OP), 1_000);
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, true));
		assert_eq!(bond_of(OP), 0);
		assert_eq!(purses(), before);
	});
}
