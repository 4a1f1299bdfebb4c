//! Who may object, and until when.

use super::*;
use core::fmt::Debug;
use frame_support::{traits::fungibles::Inspect, weights::Weight};
use palisade_primitives::{AssetId, ServiceId, SlashId};
use palisade_terms::{Condition, Fact, Formula, Op, Penalty, Resolution};
use sp_runtime::{DispatchResult, FixedU128};

/// Whatever may be said of a slash, by whoever may say it.
const OBJECTIONS: [fn(SlashId) -> DispatchResult; 5] = [
	|id| Slashing::uphold(signed(RESOLVER), id),
	|id| Slashing::reduce(signed(RESOLVER), id, percent(1)),
	|id| Slashing::reduce(root(), id, percent(1)),
	|id| Slashing::overturn(signed(RESOLVER), id, false),
	|id| Slashing::overturn(root(), id, false),
];

const fn percent(percent: u64) -> Perquintill {
	Perquintill::from_percent(percent)
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// As [`by_court`], with another window.
fn within(window: Epoch) -> Condition<AccountId> {
	Condition {
		evidence_age: 1,
		resolution: Resolution::Veto { resolver: RESOLVER, window },
		..by_court()
	}
}

/// A double signature upon which `resolver` has a say.
fn resolved_by(resolver: AccountId) -> Condition<AccountId> {
	Condition { resolution: Resolution::Veto { resolver, window: 2 }, ..vetoable() }
}

/// Nothing is executed but by hand.
fn stop_the_chain() {
	Budget::set(Weight::zero());
}

fn final_from(id: SlashId) -> Epoch {
	Slashes::<Test>::get(id).expect("it is remembered").final_from
}

/// Whoever `by` is has nothing to say about the slash.
fn assert_no_say(by: RuntimeOrigin, id: SlashId, error: impl Into<DispatchError>) {
	let error = error.into();
	assert_noop!(Slashing::uphold(by.clone(), id), error);
	assert_noop!(Slashing::reduce(by.clone(), id, percent(1)), error);
	assert_noop!(Slashing::overturn(by, id, false), error);
}

/// Nobody has anything to say about the slash.
fn assert_closed(id: SlashId, error: Error<Test>) {
	let error = DispatchError::from(error);
	for objection in OBJECTIONS {
		assert_noop!(objection(id), error);
	}
}

// Until when.

#[test]
fn a_window_is_open_from_the_report_through_its_last_epoch() {
	for window in 1..=3 {
		for now in COUNTS..=COUNTS + window {
			for objection in OBJECTIONS {
				with_chain(|| {
					let service = guarded(vec![within(window)], 1_000, Exclusive);
					let id = rule(service, 0, COUNTS, 50);
					assert_eq!(final_from(id), COUNTS + window + 1);
					at(now);
					assert_ok!(objection(id));
				});
			}
		}
	}
}

#[test]
fn from_the_final_epoch_on_nobody_can_object_though_nothing_was_executed() {
	for window in 1..=3 {
		with_chain(|| {
			let service = guarded(vec![within(window)], 1_000, Exclusive);
			let id = rule(service, 0, COUNTS, 50);
			stop_the_chain();
			for now in COUNTS + window + 1..=COUNTS + window + 3 {
				at(now);
				assert_eq!(stage(id), Stage::Pending);
				assert_closed(id, Error::<Test>::WindowClosed);
			}
			// What was not said in time is not heard: all of it is taken.
			assert_ok!(Slashing::execute(signed(STRANGER), id));
			assert_eq!(staked(&NATIVE), 500);
		});
	}
}

#[test]
fn what_nobody_objects_to_is_executed_when_it_is_final_and_not_before() {
	for window in 1..=3 {
		with_chain(|| {
			let service = guarded(vec![within(window)], 1_000, Exclusive);
			let id = rule(service, 0, COUNTS, 50);
			for now in COUNTS..=COUNTS + window {
				at(now);
				assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotFinal);
				assert_eq!((stage(id), staked(&NATIVE)), (Stage::Pending, 1_000));
			}
			at(COUNTS + window + 1);
			assert!(is_executed(id));
			assert_eq!(staked(&NATIVE), 500);
		});
	}
}

#[test]
fn a_late_report_has_its_whole_window() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		at(COUNTS + 2);
		let id = rule(service, 0, COUNTS, 50);
		at(COUNTS + 4);
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
	});
}

#[test]
fn what_nobody_may_object_to_is_over_with_the_report() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		assert!(is_executed(id));
		assert_closed(id, Error::<Test>::NotPending);
		at(COUNTS + 1);
		assert_closed(id, Error::<Test>::NotPending);
		assert_eq!(staked(&NATIVE), 500);
	});
}

#[test]
fn what_is_closed_or_unknown_cannot_be_objected_to() {
	with_chain(|| {
		let service = guarded(vec![by_court(), vetoable()], 1_000, Exclusive);
		let executed = rule(service, 0, COUNTS, 50);
		let overturned = report(service, 1, COUNTS);
		for id in [overturned + 1, SlashId::MAX] {
			assert_closed(id, Error::<Test>::UnknownSlash);
		}
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		assert_closed(overturned, Error::<Test>::NotPending);
		at(COUNTS + 3);
		assert_closed(executed, Error::<Test>::NotPending);

		// They are remembered for as long.
		at(COUNTS + REMEMBERED_EPOCHS - 1);
		assert_closed(overturned, Error::<Test>::NotPending);
		at(COUNTS + REMEMBERED_EPOCHS);
		assert_closed(overturned, Error::<Test>::UnknownSlash);
		assert_closed(executed, Error::<Test>::NotPending);
		at(COUNTS + REMEMBERED_EPOCHS + 3);
		assert_closed(executed, Error::<Test>::UnknownSlash);
	});
}

// Who.

#[test]
fn nobody_else_has_a_say() {
	with_chain(|| {
		let service = guarded(vec![by_court(), vetoable()], 1_000, Exclusive);
		for id in [rule(service, 0, COUNTS, 50), report(service, 1, COUNTS)] {
			for who in [OWNER, COURT, OP, ALICE, CLIENT, REPORTER, STRANGER, GOVERNANCE, TREASURY] {
				assert_no_say(signed(who), id, Error::<Test>::NotResolver);
			}
			assert_no_say(RuntimeOrigin::none(), id, DispatchError::BadOrigin);
		}
	});
}

#[test]
fn the_resolver_of_another_service_or_condition_has_no_say() {
	with_chain(|| {
		let service = guarded(vec![vetoable(), resolved_by(OWNER)], 1_000, Exclusive);
		create(vec![resolved_by(STRANGER)]);
		let id = report(service, 0, COUNTS);
		assert_no_say(signed(OWNER), id, Error::<Test>::NotResolver);
		assert_no_say(signed(STRANGER), id, Error::<Test>::NotResolver);
	});
}

#[test]
fn governance_has_no_veto_to_waive() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 50);
		assert_noop!(Slashing::uphold(root(), id), DispatchError::BadOrigin);
	});
}

#[test]
fn a_resolver_that_reported_has_no_say_and_governance_has() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let proof = |epoch| double_sign(OP, (service, epoch), 1);
		let id = report_proof(RESOLVER, service, 0, COUNTS, proof(COUNTS));
		assert_no_say(signed(RESOLVER), id, Error::<Test>::ResolverIsParty);
		assert_no_say(signed(STRANGER), id, Error::<Test>::NotResolver);
		assert_ok!(Slashing::reduce(root(), id, percent(20)));
		assert_ok!(Slashing::overturn(root(), id, false));

		// What another one reported it resolves.
		at(COUNTS + 1);
		let id = report_proof(REPORTER, service, 0, COUNTS + 1, proof(COUNTS + 1));
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
	});
}

#[test]
fn a_resolver_that_is_accused_has_no_say_and_governance_has() {
	with_chain(|| {
		let service = guarded(vec![resolved_by(OP)], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		assert_no_say(signed(OP), id, Error::<Test>::ResolverIsParty);
		assert_ok!(Slashing::reduce(root(), id, percent(20)));
		assert_ok!(Slashing::overturn(root(), id, false));
	});
}

#[test]
fn an_operator_resolves_what_another_one_is_accused_of() {
	with_chain(|| {
		register(OPS[1]);
		let service = guarded(vec![resolved_by(OPS[1])], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		assert_ok!(Slashing::overturn(signed(OPS[1]), id, false));
	});
}

#[test]
fn what_the_chain_verified_is_not_frivolous() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		for by in [signed(RESOLVER), root()] {
			assert_noop!(Slashing::overturn(by, id, true), Error::<Test>::NotFrivolous);
		}
		assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
		assert_eq!(stage(id), Stage::Overturned { frivolous: false });
	});
}

// Upholding.

/// Window, epochs from report to uphold, epochs from report to the final epoch.
const UPHELD: [(Epoch, Epoch, Epoch); 9] = [
	(1, 0, 2),
	(1, 1, 2),
	(2, 0, 2),
	(2, 1, 2),
	(2, 2, 3),
	(3, 0, 2),
	(3, 1, 2),
	(3, 2, 3),
	(3, 3, 4),
];

#[test]
fn an_uphold_makes_it_final_sooner_but_not_before_the_second_epoch_after_the_report() {
	for (window, upheld, last) in UPHELD {
		with_chain(|| {
			let service = guarded(vec![within(window)], 1_000, Exclusive);
			let id = rule(service, 0, COUNTS, 50);
			at(COUNTS + upheld);
			take_events();
			assert_ok!(Slashing::uphold(signed(RESOLVER), id));
			let final_epoch = COUNTS + last;
			assert_eq!(take_events(), vec![Event::Upheld { slash: id, final_from: final_epoch }]);
			assert_eq!(final_from(id), final_epoch);
			for now in COUNTS + upheld..final_epoch {
				at(now);
				assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotFinal);
			}
			at(final_epoch);
			assert!(is_executed(id), "{window} {upheld}");
			assert_eq!(staked(&NATIVE), 500);
		});
	}
}

#[test]
fn the_second_epoch_after_a_late_report_counts() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		at(COUNTS + 2);
		let id = rule(service, 0, COUNTS, 50);
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		assert_eq!(final_from(id), COUNTS + 4);
	});
}

#[test]
fn who_upheld_has_no_say_any_more_and_governance_has() {
	for (window, upheld, last) in UPHELD {
		with_chain(|| {
			let service = guarded(vec![within(window)], 1_000, Exclusive);
			let id = rule(service, 0, COUNTS, 50);
			at(COUNTS + upheld);
			assert_ok!(Slashing::uphold(signed(RESOLVER), id));
			for now in COUNTS + upheld..COUNTS + last {
				at(now);
				assert_no_say(signed(RESOLVER), id, Error::<Test>::AlreadyUpheld);
				let left = 40 - u64::from(now - COUNTS);
				assert_ok!(Slashing::reduce(root(), id, percent(left)));
			}
			assert_ok!(Slashing::overturn(root(), id, false));
			assert_eq!(stage(id), Stage::Overturned { frivolous: false });
			at(COUNTS + window + 1);
			assert_eq!(staked(&NATIVE), 1_000);
		});
	}
}

#[test]
fn what_was_upheld_is_closed_to_governance_too_when_it_is_final() {
	for (window, upheld, last) in UPHELD {
		with_chain(|| {
			let service = guarded(vec![within(window)], 1_000, Exclusive);
			let id = rule(service, 0, COUNTS, 50);
			at(COUNTS + upheld);
			assert_ok!(Slashing::uphold(signed(RESOLVER), id));
			stop_the_chain();
			at(COUNTS + last);
			assert_eq!(stage(id), Stage::Pending);
			assert_closed(id, Error::<Test>::WindowClosed);
		});
	}
}

#[test]
fn what_was_said_of_a_lesser_offence_is_not_said_of_a_greater_one() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 10);
		assert_ok!(Slashing::reduce(signed(RESOLVER), id, percent(5)));
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		at(COUNTS + 1);
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 30)));
		assert_eq!(final_from(id), COUNTS + 4);
		// The resolver speaks again, of more than the five percent.
		assert_ok!(Slashing::reduce(signed(RESOLVER), id, percent(20)));
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 1_000);
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		at(COUNTS + 4);
		assert_eq!(staked(&NATIVE), 800);
	});
}

// Reducing.

#[test]
fn what_it_was_reduced_to_is_taken() {
	for kind in [Exclusive, Shared] {
		with_chain(|| {
			let service = guarded(vec![vetoable()], 1_000, kind);
			let id = report(service, 0, COUNTS);
			take_events();
			let limit = percent(30);
			assert_ok!(Slashing::reduce(signed(RESOLVER), id, limit));
			let reduced = Event::Reduced { slash: id, limit, by_governance: false };
			assert_eq!(take_events(), vec![reduced]);
			at(COUNTS + 3);
			assert_eq!(staked(&NATIVE), 700);
			let taken = vec![(NATIVE, 300)].try_into().unwrap();
			assert_eq!(stage(id), Stage::Executed { penalty: limit, taken });
			assert_eq!(wealth(ALICE, &NATIVE), WEALTH - 300);
		});
	}
}

#[test]
fn a_penalty_is_reduced_several_times_and_only_downwards() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 80);
		let reduce = |by, limit| Slashing::reduce(by, id, limit);
		// No penalty is greater than everything.
		assert_noop!(reduce(root(), percent(100)), Error::<Test>::NotLower);
		for (by, limit) in [(signed(RESOLVER), 60), (root(), 30), (signed(RESOLVER), 29)] {
			take_events();
			let by_governance = limit == 30;
			let limit = percent(limit);
			assert_ok!(reduce(by, limit));
			assert_eq!(take_events(), vec![Event::Reduced { slash: id, limit, by_governance }]);
			let more = limit + Perquintill::from_parts(1);
			for by in [signed(RESOLVER), root()] {
				assert_noop!(reduce(by.clone(), limit), Error::<Test>::NotLower);
				assert_noop!(reduce(by.clone(), more), Error::<Test>::NotLower);
				assert_noop!(reduce(by, percent(100)), Error::<Test>::NotLower);
			}
		}
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 710);
	});
}

#[test]
fn a_limit_above_the_penalty_changes_nothing() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 20);
		assert_ok!(Slashing::reduce(signed(RESOLVER), id, percent(50)));
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 800);
	});
}

#[test]
fn a_reduction_does_not_hold_it_up() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 20);
		at(COUNTS + 2);
		assert_ok!(Slashing::reduce(signed(RESOLVER), id, percent(10)));
		assert_eq!(final_from(id), COUNTS + 3);
		at(COUNTS + 3);
		assert!(is_executed(id));
	});
}

#[test]
fn reduced_to_nothing_it_is_executed_all_the_same() {
	with_chain(|| {
		let condition = Condition { evidence_age: 3, ..within(1) };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let before = everything();
		let id = rule(service, 0, COUNTS, 20);
		assert_ok!(Slashing::reduce(root(), id, Perquintill::zero()));
		for by in [signed(RESOLVER), root()] {
			assert_noop!(Slashing::reduce(by, id, Perquintill::zero()), Error::<Test>::NotLower);
		}
		at(COUNTS + 2);
		let taken = vec![(NATIVE, 0)].try_into().unwrap();
		assert_eq!(stage(id), Stage::Executed { penalty: Perquintill::zero(), taken });
		assert_eq!(everything(), before);
		// The case is closed; had it been overturned, it could be opened again.
		assert_noop!(
			Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, 90)),
			Error::<Test>::AlreadyFinal
		);
	});
}

#[test]
fn a_slash_reduced_to_nothing_is_a_repeat_and_an_overturned_one_is_none() {
	for (overturned, left) in [(false, 800), (true, 900)] {
		with_chain(|| {
			// A tenth, and a tenth more for each repeat.
			let tenth = FixedU128::from_rational(1, 10);
			let ops = [
				Op::Fact(Fact::Repeats),
				Op::Const(FixedU128::from_u32(1)),
				Op::Add,
				Op::Const(tenth),
			];
			let ops: Vec<_> = ops.into_iter().chain([Op::Mul]).collect();
			let formula = Formula::new(ops.try_into().unwrap());
			let penalty = Penalty { formula, look_back: 4 };
			let service = guarded(vec![Condition { penalty, ..vetoable() }], 1_000, Exclusive);
			let first = report(service, 0, COUNTS);
			if overturned {
				assert_ok!(Slashing::overturn(root(), first, false));
			} else {
				assert_ok!(Slashing::reduce(root(), first, Perquintill::zero()));
			}
			at(COUNTS + 1);
			report(service, 0, COUNTS + 1);
			at(COUNTS + 4);
			assert_eq!(staked(&NATIVE), left);
		});
	}
}

// Overturning.

/// What everybody has, and how the pools of [`OP`] are.
fn everything() -> impl PartialEq + Debug {
	let users = [ALICE, BOB, CHARLIE, OWNER, COURT, RESOLVER, CLIENT, REPORTER, STRANGER, TREASURY];
	let accounts: Vec<_> =
		users.into_iter().chain(OPS).chain([GOVERNANCE, Restaking::pool_account()]).collect();
	let free: Vec<_> = accounts.iter().map(Balances::free_balance).collect();
	let of = |asset: AssetId| {
		let has =
			|who: &AccountId| (*who, wallet(*who, &asset), Restaking::position(who, &OP, &asset));
		let owned: Vec<_> = accounts.iter().map(has).collect();
		(NativeAndAssets::total_issuance(asset.clone()), owned, Restaking::pool(&OP, &asset))
	};
	(free, of(NATIVE), of(STAKED_DOT))
}

/// Two services with a ruling and a double signature under veto, to which [`OP`] pledged something of both assets.
fn contested(kind: StakeKind) -> (ServiceId, ServiceId) {
	register(OP);
	let services = [(); 2].map(|_| create(vec![by_court(), vetoable()]));
	delegate(ALICE, OP, NATIVE, 1_009);
	delegate(BOB, OP, NATIVE, 777);
	delegate(ALICE, OP, STAKED_DOT, 503);
	for (service, thousandths) in services.into_iter().zip([417, 331]) {
		join(OP, service);
		pledge(OP, service, NATIVE, thousandths, kind);
		pledge(OP, service, STAKED_DOT, thousandths, kind);
	}
	at(COUNTS);
	(services[0], services[1])
}

#[test]
fn an_overturned_slash_never_was() {
	for kind in [Exclusive, Shared] {
		for by_governance in [false, true] {
			for verified in [false, true] {
				with_chain(|| {
					let by = if by_governance { root() } else { signed(RESOLVER) };
					let (service, _) = contested(kind);
					let before = everything();
					let id = if verified {
						report(service, 1, COUNTS)
					} else {
						rule(service, 0, COUNTS, 70)
					};
					// It waits, and the reporter's bond is held.
					assert_ne!(everything(), before);
					take_events();
					assert_ok!(Slashing::overturn(by, id, false));
					assert_eq!(everything(), before);
					assert_eq!(
						take_events(),
						vec![Event::Overturned {
							slash: id,
							by_governance,
							frivolous: false,
							bond: 0,
						}]
					);
					assert_eq!(stage(id), Stage::Overturned { frivolous: false });
					at(COUNTS + 3);
					assert_noop!(
						Slashing::execute(signed(STRANGER), id),
						Error::<Test>::NotPending
					);
				});
			}
		}
	}
}

/// What happens around an accusation, and how everything is then: when it was overturned, and when all exits were paid.
fn around_an_accusation(
	kind: StakeKind,
	accused: bool,
) -> (impl PartialEq + Debug, impl PartialEq + Debug) {
	let mut then = None;
	with_chain(|| {
		let (service, other) = contested(kind);
		let undelegate = |who, asset, amount| {
			assert_ok!(Restaking::undelegate(signed(who), OP, asset, amount));
		};
		undelegate(BOB, NATIVE, Some(111));
		let ids = accused.then(|| [rule(service, 0, COUNTS, 70), report(service, 1, COUNTS)]);
		undelegate(BOB, NATIVE, Some(97));
		pledge(OP, other, NATIVE, 101, kind);
		at(COUNTS + 1);
		undelegate(ALICE, NATIVE, Some(313));
		undelegate(ALICE, STAKED_DOT, None);
		delegate(CHARLIE, OP, NATIVE, 1_234);
		delegate(CHARLIE, OP, STAKED_DOT, 100);
		at(COUNTS + 2);
		let cancel = |who, asset, epoch| {
			assert_ok!(Restaking::cancel_undelegation(signed(who), OP, asset, epoch));
		};
		cancel(ALICE, NATIVE, COUNTS + 1);
		for id in ids.into_iter().flatten() {
			assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
		}
		cancel(BOB, NATIVE, COUNTS);
		undelegate(CHARLIE, NATIVE, None);
		undelegate(BOB, NATIVE, Some(150));
		let first = everything();
		at(COUNTS + 2 + U);
		for (who, asset) in [(ALICE, STAKED_DOT), (BOB, NATIVE), (CHARLIE, NATIVE)] {
			assert_ok!(Restaking::withdraw(signed(who), OP, asset));
		}
		then = Some((first, everything()));
	});
	then.expect("it happened")
}

#[test]
fn an_overturned_slash_changed_nothing_for_those_who_came_and_left_meanwhile() {
	for kind in [Exclusive, Shared] {
		let accused = around_an_accusation(kind, true);
		assert_eq!(accused, around_an_accusation(kind, false), "{kind:?}");
	}
}

#[test]
fn an_exit_is_paid_in_time_though_a_slash_of_it_was_overturned_late() {
	with_chain(|| {
		// Reported as late as can be, overturned as late as can be.
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, None));
		at(COUNTS + 2);
		let id = rule(service, 0, COUNTS, 70);
		at(COUNTS + 4);
		assert_ok!(Slashing::overturn(root(), id, false));
		at(COUNTS + U);
		assert_ok!(Restaking::withdraw(signed(ALICE), OP, NATIVE));
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH);
	});
}

#[test]
fn another_slash_of_the_same_epoch_takes_what_it_takes_alone() {
	let execute_one = |kind, both: bool| {
		let mut then = None;
		with_chain(|| {
			let (service, _) = contested(kind);
			let ruled = both.then(|| rule(service, 0, COUNTS, 70));
			report(service, 1, COUNTS);
			at(COUNTS + 1);
			if let Some(id) = ruled {
				assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
			}
			at(COUNTS + 3);
			then = Some(everything());
		});
		then.expect("it happened")
	};
	for kind in [Exclusive, Shared] {
		assert_eq!(execute_one(kind, true), execute_one(kind, false));
	}
}

#[test]
fn what_is_overturned_can_be_reported_again_by_another_fact_only() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let first = rule(service, 0, COUNTS, 40);
		assert_ok!(Slashing::overturn(signed(RESOLVER), first, false));
		let again = |proof| Slashing::report(signed(COURT), service, 0, OP, COUNTS, proof);
		assert_noop!(again(ruling(1, 40)), Error::<Test>::AlreadyReported);
		// Another slash, whose severity has nothing to do with that of the first one.
		let second = report_proof(COURT, service, 0, COUNTS, ruling(2, 10));
		assert_ne!(second, first);
		at(COUNTS + 3);
		assert_eq!(stage(first), Stage::Overturned { frivolous: false });
		assert_eq!(staked(&NATIVE), 900);
	});
}

#[test]
fn who_is_acquitted_has_no_record_any_more() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let key = (service, OP, 0);
		let first = report(service, 0, COUNTS);
		at(COUNTS + 1);
		let second = report(service, 0, COUNTS + 1);
		assert_ok!(Slashing::overturn(signed(RESOLVER), first, false));
		let listed: Vec<_> = Convictions::<Test>::get(key).iter().map(|one| one.slash).collect();
		assert_eq!(listed, vec![second]);
		assert_ok!(Slashing::overturn(signed(RESOLVER), second, false));
		assert!(!Convictions::<Test>::contains_key(key));
	});
}
