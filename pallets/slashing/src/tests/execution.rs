//! How much a slash takes, when it is executed and by whom, and how it is forgotten.

use super::*;
use frame_support::{traits::Get, weights::Weight, BoundedVec};
use palisade_primitives::{AssetId, Liability, ServiceId, SlashId};
use palisade_terms::{Condition, Proceeds, Restitution};
use pallet_restaking::Charges;
use sp_runtime::Perbill;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts that do not exist. They cannot receive less than the minimum balance.
const GHOST: AccountId = 77;
const SPIRIT: AccountId = 78;

fn percent(of_stake: u64) -> Perquintill {
	Perquintill::from_percent(of_stake)
}

/// So much of the native token alone.
fn natively<Max: Get<u32>>(amount: Balance) -> BoundedVec<(AssetId, Balance), Max> {
	BoundedVec::truncate_from(vec![(NATIVE, amount)])
}

/// The penalty and the native units that an executed slash took.
fn taken(id: SlashId) -> (Perquintill, Balance) {
	match stage(id) {
		Stage::Executed { penalty, taken } => {
			(penalty, taken.iter().find(|(asset, _)| *asset == NATIVE).map_or(0, |(_, n)| *n))
		},
		other => panic!("slash {id} was not executed: {other:?}"),
	}
}

/// Lets nothing happen by itself any more.
fn fall_asleep() {
	Budget::set(Weight::zero());
}

fn execute(id: SlashId) {
	assert_ok!(Slashing::execute(signed(STRANGER), id));
}

fn failed(event: &Event<Test>) -> Option<SlashId> {
	match event {
		Event::ExecutionFailed { slash, .. } => Some(*slash),
		_ => None,
	}
}

/// The slashes that were executed since the last call, in their order.
fn executed() -> Vec<SlashId> {
	let executed = |event| match event {
		Event::Executed { slash, .. } => Some(slash),
		_ => None,
	};
	take_events().into_iter().filter_map(executed).collect()
}

/// Three services to which all operators pledged all stake behind them, 10,000 native units each. It is [`COUNTS`].
fn crowd(condition: Condition<AccountId>) -> [ServiceId; 3] {
	let services = [(); 3].map(|_| create(vec![condition.clone()]));
	for operator in OPS {
		register(operator);
		delegate(ALICE, operator, NATIVE, 10_000);
		for service in services {
			join(operator, service);
			pledge(operator, service, NATIVE, 1_000, Shared);
		}
	}
	at(COUNTS);
	take_events();
	services
}

/// Room for so many executions, no longer than this one's.
fn room_for(executions: u64, epochs: Epoch) -> Weight {
	let steps = weights::SubstrateWeight::<Test>::next_due().saturating_mul(executions + 3);
	Slashing::execution_weight(&size(epochs)).saturating_mul(executions).saturating_add(steps)
}

// When, and by whom.

#[test]
fn a_slash_under_veto_executes_by_itself_when_its_final_epoch_begins() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		for epoch in COUNTS..COUNTS + 3 {
			at(epoch);
			assert_eq!((stage(id), staked(&NATIVE)), (Stage::Pending, 1_000), "in {epoch}");
		}
		assert!(bond_of(REPORTER) > 0);
		take_events();
		at(COUNTS + 3);
		let event = Event::Executed { slash: id, penalty: percent(50), taken: natively(500) };
		assert_eq!(take_events(), vec![event]);
		assert_eq!(stage(id), Stage::Executed { penalty: percent(50), taken: natively(500) });
		assert_eq!((staked(&NATIVE), bond_of(REPORTER)), (500, 0));
		// Once.
		begin_block();
		at(COUNTS + 4);
		assert_eq!((take_events(), staked(&NATIVE)), (vec![], 500));
	});
}

#[test]
fn anybody_executes_what_is_final() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		fall_asleep();
		for epoch in COUNTS..COUNTS + 3 {
			at(epoch);
			assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotFinal);
		}
		at(COUNTS + 3);
		assert!(!is_executed(id));
		assert_noop!(Slashing::execute(RuntimeOrigin::root(), id), DispatchError::BadOrigin);
		let other = Error::<Test>::UnknownSlash;
		assert_noop!(Slashing::execute(signed(STRANGER), id + 1), other);
		let paid = Slashing::execute(signed(STRANGER), id).unwrap().actual_weight;
		assert_eq!(paid, Some(Slashing::execution_weight(&size(4))));
		assert_eq!(taken(id), (percent(50), 500));
		assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotPending);
	});
}

#[test]
fn what_was_executed_at_once_or_overturned_is_not_executed() {
	with_chain(|| {
		let service = guarded(vec![at_once(), vetoable()], 1_000, Exclusive);
		let done = report(service, 0, COUNTS);
		assert_noop!(Slashing::execute(signed(STRANGER), done), Error::<Test>::NotPending);
		let undone = report(service, 1, COUNTS);
		assert_ok!(Slashing::overturn(signed(RESOLVER), undone, false));
		assert_noop!(Slashing::execute(signed(STRANGER), undone), Error::<Test>::NotPending);
		take_events();
		at(COUNTS + 3);
		assert_eq!((take_events(), staked(&NATIVE)), (vec![], 500));
	});
}

#[test]
fn an_execution_is_paid_for_by_the_epochs_since_the_charged_one() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let ids = [report(service, 0, COUNTS), {
			at(COUNTS + 1);
			report(service, 0, COUNTS + 1)
		}];
		fall_asleep();
		// Final since three epochs.
		at(COUNTS + 6);
		let paid = Slashing::execute(signed(STRANGER), ids[0]).unwrap().actual_weight;
		assert_eq!(paid, Some(Slashing::execution_weight(&size(7))));
		// At the start of a block it is the same, beside the steps that find it.
		let used = Slashing::work_off(Weight::MAX);
		assert!(is_executed(ids[1]));
		let steps = used.saturating_sub(Slashing::execution_weight(&size(6)));
		let step = weights::SubstrateWeight::<Test>::next_due();
		assert!((1..20).any(|n| steps == step.saturating_mul(n)), "{steps:?}");
	});
}

#[test]
fn what_was_executed_late_is_remembered_from_then_on() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		fall_asleep();
		at(COUNTS + 6);
		execute(id);
		let due = Slashes::<Test>::get(id).unwrap().due;
		assert_eq!(due, COUNTS + 6 + REMEMBERED_EPOCHS);
	});
}

// Whose turn it is.

/// Between two turns of a service every other one that still has something due has one.
fn assert_fair(turns: &[ServiceId]) {
	for (first, service) in turns.iter().enumerate() {
		let behind = &turns[first + 1..];
		let Some(next) = behind.iter().position(|other| other == service) else { continue };
		let served: BTreeSet<_> = behind[..next].iter().collect();
		let waiting: BTreeSet<_> =
			behind[next..].iter().filter(|other| *other != service).collect();
		assert!(waiting.is_subset(&served), "{service} comes twice before others: {turns:?}");
	}
}

#[test]
fn services_take_turns_and_what_is_not_done_goes_on_in_the_next_block() {
	with_chain(|| {
		let services = crowd(vetoable());
		at(COUNTS + 1);
		let mut slashes = BTreeMap::new();
		let offences = [
			(0, OPS[0], 0),
			(0, OPS[1], 0),
			(0, OPS[2], 0),
			(0, OPS[0], 1),
			(0, OPS[1], 1),
			(0, OPS[2], 1),
			(1, OPS[0], 0),
			(1, OPS[1], 1),
			(2, OPS[0], 0),
			(2, OPS[1], 1),
			(2, OPS[2], 1),
		];
		for (service, operator, later) in offences {
			let service = services[service];
			slashes.insert(accuse(operator, service, 0, COUNTS + later), service);
		}
		let due = COUNTS + 4;
		at(due - 1);
		take_events();
		Budget::set(room_for(2, due - COUNTS + 1));
		CurrentEpoch::set(due);
		let mut turns = Vec::new();
		for block in 0..6 {
			begin_block();
			let done = executed();
			// Two in each block, and one is left for the last.
			assert_eq!(done.len(), if block < 5 { 2 } else { 1 }, "in block {block}");
			turns.extend(done.iter().map(|id| slashes[id]));
		}
		assert_eq!(turns[..3].iter().collect::<BTreeSet<_>>().len(), 3, "{turns:?}");
		assert_fair(&turns);
		assert!(slashes.keys().all(|id| is_executed(*id)));
		begin_block();
		assert_eq!(take_events(), vec![]);
	});
}

#[test]
fn the_oldest_epoch_comes_first() {
	with_chain(|| {
		let services = crowd(vetoable());
		let (crowded, quiet) = (services[0], services[1]);
		let older: Vec<SlashId> = OPS.map(|operator| accuse(operator, crowded, 0, COUNTS)).into();
		at(COUNTS + 1);
		let younger = [accuse(OP, quiet, 0, COUNTS + 1), accuse(OP, services[2], 0, COUNTS + 1)];
		at(COUNTS + 2);
		take_events();
		Budget::set(room_for(1, 5));
		// All of the first are due, of which this block does one.
		at(COUNTS + 3);
		let mut order = executed();
		assert_eq!(order.len(), 1);
		// The others are due, too.
		at(COUNTS + 4);
		for _ in 0..5 {
			order.extend(executed());
			begin_block();
		}
		let is_older = |id: &SlashId| older.contains(id);
		assert!(order[..3].iter().all(is_older), "{order:?}");
		assert_eq!(order.len(), older.len() + younger.len());
		assert!(younger.iter().all(|id| is_executed(*id)));
	});
}

#[test]
fn work_never_exceeds_the_budget() {
	with_chain(|| {
		let services = crowd(vetoable());
		let slashes: Vec<SlashId> = services
			.into_iter()
			.flat_map(|service| OPS.map(|operator| accuse(operator, service, 0, COUNTS)))
			.collect();
		fall_asleep();
		at(COUNTS + 3);
		assert_eq!(Slashing::work_off(Weight::zero()), Weight::zero());
		let one = room_for(1, 4);
		// Not enough of either.
		for small in [one.set_proof_size(40_000), one.set_ref_time(one.ref_time() / 2)] {
			assert!(small.all_gte(Slashing::work_off(small)));
		}
		assert!(!slashes.iter().any(|id| is_executed(*id)));
		take_events();
		let mut most = 0;
		for share in (0..300).step_by(37) {
			let budget =
				Weight::from_parts(one.ref_time() / 100 * share, one.proof_size() / 100 * share);
			Budget::set(budget);
			let used = Slashing::work_off(Budget::get());
			let done = executed().len();
			assert!(budget.all_gte(used), "{used:?} of {budget:?}");
			assert!(used.all_gte(Slashing::execution_weight(&size(4)).saturating_mul(done as u64)));
			most = most.max(done);
		}
		// There were budgets for several, and in the end all was done.
		assert!(most > 1);
		assert!(slashes.iter().all(|id| is_executed(*id)));
	});
}

#[test]
fn what_fails_is_tried_again_in_the_next_epoch_and_holds_up_nobody() {
	with_chain(|| {
		let services = crowd(vetoable());
		let failing = accuse(OP, services[0], 0, COUNTS);
		let others = [
			accuse(OPS[1], services[0], 0, COUNTS),
			accuse(OP, services[1], 0, COUNTS),
			accuse(OPS[2], services[2], 0, COUNTS),
		];
		at(COUNTS + 2);
		take_events();
		// The ledger loses sight of it.
		let charge = Charges::<Test>::take((OP, services[0], COUNTS)).unwrap();
		let error = pallet_restaking::Error::<Test>::NotOpen.into();
		let failure = Event::ExecutionFailed { slash: failing, error };
		at(COUNTS + 3);
		let events = take_events();
		assert!(events.contains(&failure), "{events:?}");
		assert_eq!(events.len(), 1 + others.len());
		assert!(others.iter().all(|id| is_executed(*id)));
		assert_eq!(stage(failing), Stage::Pending);
		assert!(bond_of(REPORTER) > 0);
		// Not twice in an epoch.
		begin_block();
		assert_eq!(take_events(), vec![]);
		at(COUNTS + 4);
		assert_eq!(take_events(), vec![failure]);
		// Nobody can object to it in the meantime.
		let overturn = Slashing::overturn(RuntimeOrigin::root(), failing, false);
		assert_eq!(overturn, Err(Error::<Test>::WindowClosed.into()));

		Charges::<Test>::insert((OP, services[0], COUNTS), charge);
		at(COUNTS + 5);
		assert_eq!(executed(), vec![failing]);
		assert_eq!((taken(failing).0, bond_of(REPORTER)), (percent(50), 0));
	});
}

#[test]
fn what_fails_at_the_start_of_a_block_can_be_executed_by_anybody_later() {
	with_chain(|| {
		let service = guarded(vec![vetoable()], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		let charge = Charges::<Test>::take((OP, service, COUNTS)).unwrap();
		at(COUNTS + 3);
		assert_eq!(take_events().iter().filter_map(failed).collect::<Vec<_>>(), vec![id]);
		let error = pallet_restaking::Error::<Test>::NotOpen;
		assert_noop!(Slashing::execute(signed(STRANGER), id), error);
		Charges::<Test>::insert((OP, service, COUNTS), charge);
		execute(id);
		assert_eq!(taken(id), (percent(50), 500));
		take_events();
		at(COUNTS + 4);
		assert_eq!(take_events(), vec![]);
	});
}

#[test]
fn what_a_final_slash_takes_does_not_depend_on_when_it_is_executed() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..vetoable() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		let first = report(service, 0, COUNTS);
		at(COUNTS + 1);
		let second = report(service, 0, COUNTS + 1);
		fall_asleep();
		at(COUNTS + 3);
		let closed = || Error::<Test>::WindowClosed;
		assert_noop!(Slashing::reduce(RuntimeOrigin::root(), first, percent(0)), closed());
		assert_noop!(Slashing::overturn(signed(RESOLVER), first, false), closed());
		assert_noop!(Slashing::uphold(signed(RESOLVER), first), closed());
		// Meanwhile there is another conviction, and that one is even executed before it.
		at(COUNTS + 6);
		execute(second);
		execute(first);
		assert_eq!((taken(second).0, taken(first).0), (percent(2), percent(1)));
	});
}

#[test]
fn a_late_execution_takes_nothing_for_facts_that_came_after_the_slash_was_final() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 20);
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		fall_asleep();
		at(COUNTS + 2);
		// Young enough to be reported, but too late.
		let worse = ruling(2, 90);
		let report = Slashing::report(signed(COURT), service, 0, OP, COUNTS, worse);
		assert_eq!(report.map_err(|e| e.error), Err(Error::<Test>::AlreadyFinal.into()));
		at(COUNTS + 9);
		execute(id);
		assert_eq!(taken(id), (percent(20), 200));
	});
}

// How much: repeats.

#[test]
fn the_second_and_the_third_offence_cost_more() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(6), ..at_once() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		for (later, penalty, units) in [(0, 1, 1_000), (1, 2, 1_980), (2, 3, 2_910)] {
			at(COUNTS + later);
			let id = report(service, 0, COUNTS + later);
			assert_eq!(taken(id), (percent(penalty), units));
		}
	});
}

#[test]
fn offences_before_the_look_back_window_do_not_count() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(2), ..at_once() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		let charged = |later| {
			at(COUNTS + later);
			taken(report(service, 0, COUNTS + later)).0
		};
		assert_eq!(charged(0), percent(1));
		// The first is two epochs old: just young enough.
		assert_eq!(charged(2), percent(2));
		// That one is three epochs old.
		assert_eq!(charged(5), percent(1));
		assert_eq!(charged(6), percent(2));
	});
}

#[test]
fn the_window_is_measured_from_final_epoch_to_final_epoch() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(1), ..vetoable() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		// Charged to epochs that are two apart, and final in epochs that are one apart.
		at(COUNTS + 1);
		let first = report(service, 0, COUNTS);
		at(COUNTS + 2);
		let second = report(service, 0, COUNTS + 2);
		at(COUNTS + 5);
		assert_eq!((taken(first).0, taken(second).0), (percent(1), percent(2)));
	});
}

#[test]
fn overturned_slashes_do_not_count_as_repeats() {
	for overturned in [false, true] {
		with_chain(|| {
			let condition = Condition { penalty: repeated(4), ..vetoable() };
			let service = guarded(vec![condition], 100_000, Exclusive);
			let first = report(service, 0, COUNTS);
			at(COUNTS + 1);
			let second = report(service, 0, COUNTS + 1);
			if overturned {
				assert_ok!(Slashing::overturn(signed(RESOLVER), first, false));
			}
			at(COUNTS + 4);
			assert_eq!(taken(second).0, percent(if overturned { 1 } else { 2 }));
		});
	}
}

#[test]
fn repeats_are_of_the_same_operator_service_and_condition() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..at_once() };
		let services = [(); 2].map(|_| create(vec![condition.clone(), condition.clone()]));
		for operator in [OPS[0], OPS[1]] {
			register(operator);
			delegate(ALICE, operator, NATIVE, 10_000);
			for service in services {
				join(operator, service);
				pledge(operator, service, NATIVE, 500, Exclusive);
			}
		}
		at(COUNTS);
		let [here, there] = services;
		for (operator, service, condition) in
			[(OPS[0], here, 0), (OPS[1], here, 0), (OPS[0], there, 0), (OPS[0], here, 1)]
		{
			assert_eq!(taken(accuse(operator, service, condition, COUNTS)).0, percent(1));
		}
		at(COUNTS + 1);
		assert_eq!(taken(accuse(OPS[0], here, 0, COUNTS + 1)).0, percent(2));
	});
}

#[test]
fn slashes_under_veto_that_are_final_in_one_epoch_count_each_other() {
	for first_goes_first in [true, false] {
		with_chain(|| {
			let condition = Condition { penalty: repeated(4), ..vetoable() };
			let service = guarded(vec![condition], 100_000, Exclusive);
			at(COUNTS + 1);
			let mut slashes = [report(service, 0, COUNTS), report(service, 0, COUNTS + 1)];
			if !first_goes_first {
				slashes.reverse();
			}
			fall_asleep();
			at(COUNTS + 4);
			for id in slashes {
				execute(id);
				assert_eq!(taken(id).0, percent(2), "{slashes:?}");
			}
		});
	}
}

#[test]
fn slashes_without_veto_count_those_before_them_in_their_epoch() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..at_once() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		at(COUNTS + 2);
		let slashes = [2, 0, 1].map(|later| report(service, 0, COUNTS + later));
		assert_eq!(slashes.map(|id| taken(id).0), [1, 2, 3].map(percent));
	});
}

#[test]
fn what_is_final_with_its_epoch_does_not_count_what_is_reported_in_it() {
	with_chain(|| {
		let veto = Condition { penalty: repeated(4), ..vetoable() };
		let service = guarded(vec![veto.clone()], 100_000, Exclusive);
		let vetoed = report(service, 0, COUNTS);
		// From now on the condition leaves no time to object.
		let immediate = Condition { penalty: repeated(4), ..at_once() };
		assert_ok!(Services::update_terms(signed(OWNER), service, terms(vec![immediate])));
		assert_ok!(Services::accept_terms(signed(OP), service, 2));
		fall_asleep();
		at(COUNTS + 3);
		let immediate = report(service, 0, COUNTS + 3);
		assert_eq!((taken(immediate).0, stage(vetoed)), (percent(2), Stage::Pending));
		execute(vetoed);
		assert_eq!(taken(vetoed).0, percent(1));
	});
}

#[test]
fn a_reduction_limits_what_the_formula_says() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..vetoable() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		at(COUNTS + 1);
		let reduced = report(service, 0, COUNTS);
		let other = report(service, 0, COUNTS + 1);
		assert_ok!(Slashing::reduce(signed(RESOLVER), reduced, Perquintill::from_perthousand(15)));
		// More than the formula says.
		assert_ok!(Slashing::reduce(signed(RESOLVER), other, percent(90)));
		at(COUNTS + 4);
		assert_eq!(taken(reduced).0, Perquintill::from_perthousand(15));
		assert_eq!(taken(other).0, percent(2));
	});
}

// How much: limits.

#[test]
fn all_conditions_of_an_epoch_take_no_more_than_the_terms_allow() {
	with_chain(|| {
		let first = at_once();
		let second = Condition { penalty: flat(40), ..at_once() };
		let service = create_with(palisade_terms::Terms {
			max_slash_per_epoch: percent(70),
			..terms(vec![first, second.clone(), second])
		});
		register(OP);
		join(OP, service);
		delegate(ALICE, OP, NATIVE, 1_000);
		pledge(OP, service, NATIVE, 1_000, Exclusive);
		at(COUNTS);
		assert_eq!(taken(report(service, 0, COUNTS)), (percent(50), 500));
		assert_eq!(taken(report(service, 1, COUNTS)), (percent(40), 200));
		assert_eq!(taken(report(service, 2, COUNTS)), (percent(40), 0));
		// Each epoch for itself: of 300 that are left.
		at(COUNTS + 1);
		assert_eq!(taken(report(service, 0, COUNTS + 1)), (percent(50), 150));
	});
}

/// The court rules thrice, upon offences of three epochs. All of it is final, and nothing executed.
fn ruled(service: ServiceId, severities: [u64; 3]) -> [SlashId; 3] {
	at(COUNTS + 2);
	let slashes = [0, 1, 2].map(|later| {
		let severity = severities[later as usize];
		rule(service, 0, COUNTS + later, severity)
	});
	fall_asleep();
	at(COUNTS + 5);
	slashes
}

#[test]
fn word_takes_a_tenth_of_shared_stake_at_most_in_each_epoch_of_execution() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Shared);
		let slashes = ruled(service, [4, 9, 30]);
		slashes.into_iter().for_each(execute);
		// The penalty counts as executed, but what is beyond the cap is dropped.
		let expected = [(4, 40), (9, 60), (30, 0)];
		let expected = expected.map(|(penalty, units)| (percent(penalty), units));
		assert_eq!(slashes.map(taken), expected);
		assert_eq!(staked(&NATIVE), 900);
	});
}

#[test]
fn words_that_are_executed_late_share_the_allowance_of_the_epoch_in_which_they_are() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Shared);
		let slashes = ruled(service, [4, 9, 30]);
		at(COUNTS + 7);
		slashes.into_iter().for_each(execute);
		assert_eq!(slashes.map(|id| taken(id).1), [40, 60, 0]);
	});
}

#[test]
fn each_epoch_of_execution_has_its_own_allowance_and_the_excess_never_comes() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Shared);
		let slashes = ruled(service, [30, 30, 4]);
		execute(slashes[0]);
		at(COUNTS + 6);
		execute(slashes[1]);
		// The epoch in between did not save anything up.
		at(COUNTS + 8);
		execute(slashes[2]);
		assert_eq!(slashes.map(|id| taken(id).1), [100, 100, 40]);
		Budget::set(Weight::MAX);
		for epoch in COUNTS + 8..COUNTS + 12 {
			at(epoch);
			assert_eq!(staked(&NATIVE), 760);
		}
	});
}

#[test]
fn word_takes_all_that_it_says_of_exclusive_stake() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let slashes = ruled(service, [30, 30, 30]);
		slashes.into_iter().for_each(execute);
		assert_eq!(slashes.map(|id| taken(id).1), [300, 300, 300]);
	});
}

#[test]
fn what_the_chain_verifies_takes_all_that_it_says_of_shared_stake() {
	with_chain(|| {
		let service = guarded(vec![by_court(), at_once()], 1_000, Shared);
		let word = rule(service, 0, COUNTS, 30);
		at(COUNTS + 3);
		assert_eq!(taken(word), (percent(30), 100));
		// 50 % of what is left of the stake of that epoch, with the allowance for words used up.
		assert_eq!(taken(report(service, 1, COUNTS)), (percent(50), 500));
	});
}

#[test]
fn what_the_chain_verifies_uses_up_no_allowance() {
	with_chain(|| {
		let service = guarded(vec![by_court(), at_once()], 1_000, Shared);
		let word = rule(service, 0, COUNTS, 10);
		fall_asleep();
		at(COUNTS + 3);
		assert_eq!(taken(report(service, 1, COUNTS + 3)), (percent(50), 500));
		execute(word);
		assert_eq!(taken(word), (percent(10), 100));
	});
}

#[test]
fn the_allowance_is_that_of_one_operator_in_one_service() {
	with_chain(|| {
		let services = crowd(by_court());
		let cases = [(OPS[0], services[0]), (OPS[1], services[0]), (OPS[0], services[1])];
		let slashes = cases.map(|(operator, service)| {
			let id = NextSlashId::<Test>::get();
			let word = ruling(1, 10);
			assert_ok!(Slashing::report(signed(COURT), service, 0, operator, COUNTS, word));
			id
		});
		at(COUNTS + 3);
		assert_eq!(slashes.map(|id| taken(id).1), [1_000; 3]);
	});
}

// How it is forgotten.

/// How many slashes, cases, facts and entries of the agenda there are, and how many slashes are listed as pending.
fn remembered() -> [usize; 5] {
	[
		Slashes::<Test>::iter().count(),
		Cases::<Test>::iter().count(),
		Facts::<Test>::iter().count(),
		Agenda::<Test>::iter().count(),
		PendingOf::<Test>::iter().count(),
	]
}

#[test]
fn closed_slashes_are_forgotten_with_all_that_points_to_them() {
	with_chain(|| {
		let service = guarded(vec![at_once(), by_court()], 1_000, Exclusive);
		let executed = report(service, 0, COUNTS);
		let overturned = rule(service, 1, COUNTS, 20);
		// A second fact of the same case.
		report_proof(COURT, service, 1, COUNTS, ruling(2, 30));
		at(COUNTS + 1);
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		at(COUNTS + REMEMBERED_EPOCHS - 1);
		assert_eq!(remembered(), [2, 1, 3, 2, 0]);
		take_events();
		at(COUNTS + REMEMBERED_EPOCHS);
		assert_eq!(take_events(), vec![Event::Forgotten { slash: executed }]);
		assert_eq!(remembered(), [1, 0, 2, 1, 0]);
		at(COUNTS + 1 + REMEMBERED_EPOCHS);
		assert_eq!(take_events(), vec![Event::Forgotten { slash: overturned }]);
		assert_eq!(remembered(), [0; 5]);
		assert_eq!(OpenRulings::<Test>::iter().count(), 0);
		assert_noop!(Slashing::execute(signed(STRANGER), executed), Error::<Test>::UnknownSlash);
		assert_noop!(Slashing::collect(signed(STRANGER), executed), Error::<Test>::UnknownSlash);
		// Ids are not given twice.
		assert_eq!(NextSlashId::<Test>::get(), 2);
	});
}

#[test]
fn a_slash_that_counts_repeats_is_remembered_as_long_as_others() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..at_once() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let id = report(service, 0, COUNTS);
		at(COUNTS + REMEMBERED_EPOCHS - 1);
		assert!(is_executed(id));
		at(COUNTS + REMEMBERED_EPOCHS);
		assert_eq!(remembered(), [0; 5]);
	});
}

#[test]
fn forgetting_an_overturned_slash_spares_the_one_that_followed_in_its_case() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let overturned = rule(service, 0, COUNTS, 20);
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		at(COUNTS + 2);
		let other = report_proof(COURT, service, 0, COUNTS, ruling(2, 30));
		at(COUNTS + REMEMBERED_EPOCHS);
		assert_eq!(remembered(), [1, 1, 1, 1, 0]);
		assert_eq!(Cases::<Test>::iter_values().next(), Some(other));
		assert_eq!(Facts::<Test>::iter_values().next(), Some(other));
	});
}

#[test]
fn what_is_to_be_forgotten_shares_the_budget_with_what_is_to_be_executed() {
	with_chain(|| {
		let services = crowd(at_once());
		for service in services {
			accuse(OP, service, 0, COUNTS);
		}
		let one = Slashing::forgetting_weight();
		at(COUNTS + REMEMBERED_EPOCHS - 1);
		let steps = weights::SubstrateWeight::<Test>::next_due().saturating_mul(3);
		Budget::set(one.saturating_add(steps));
		at(COUNTS + REMEMBERED_EPOCHS);
		assert_eq!(remembered()[0], 2);
		begin_block();
		assert_eq!(remembered()[0], 1);
		begin_block();
		assert_eq!(remembered(), [0; 5]);
	});
}

/// [`at_once`], with 5 % each for the reporter and for `client`.
fn dust_for(client: AccountId) -> Condition<AccountId> {
	let five = Perbill::from_percent(5);
	let restitution = Some(Restitution { to: client, share: five });
	Condition { proceeds: Proceeds { bounty: five, restitution }, ..at_once() }
}

/// `reporter` reports [`OP`], of whose 200 units in each of the assets half is taken.
fn dust(reporter: AccountId, client: AccountId, assets: &[AssetId]) -> SlashId {
	register(OP);
	let service = create(vec![dust_for(client)]);
	join(OP, service);
	for asset in assets {
		delegate(ALICE, OP, asset.clone(), 200);
		pledge(OP, service, asset.clone(), 1_000, Exclusive);
	}
	at(COUNTS);
	let proof = double_sign(OP, (service, COUNTS), 1);
	let id = report_proof(reporter, service, 0, COUNTS, proof);
	take_events();
	id
}

fn collected(slash: SlashId, who: AccountId, asset: AssetId, amount: Balance) -> Event<Test> {
	Event::Collected { slash, who, asset, amount }
}

/// Gives `who` units of its own of both assets.
fn fund(who: AccountId) {
	assert_ok!(Balances::transfer_allow_death(signed(STRANGER), who, 1_000));
	assert_ok!(Assets::transfer(signed(STRANGER), 1, who, 1_000));
}

#[test]
fn there_is_nothing_to_collect_where_everybody_was_paid_or_nothing_was_taken() {
	with_chain(|| {
		let condition = Condition { proceeds: proceeds(5, 20), ..at_once() };
		let word = Condition { proceeds: proceeds(5, 20), ..by_court() };
		let service = guarded(vec![condition, word], 1_000, Exclusive);
		let nothing = || Error::<Test>::NothingToCollect;
		let paid = report(service, 0, COUNTS);
		assert_eq!(wallet(REPORTER, &NATIVE), WEALTH + 25);
		assert_noop!(Slashing::collect(signed(REPORTER), paid), nothing());
		let overturned = rule(service, 1, COUNTS, 20);
		assert_noop!(Slashing::collect(signed(REPORTER), overturned), nothing());
		assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
		assert_noop!(Slashing::collect(signed(REPORTER), overturned), nothing());
		let unknown = Error::<Test>::UnknownSlash;
		assert_noop!(Slashing::collect(signed(REPORTER), overturned + 1), unknown);
		assert_noop!(Slashing::collect(RuntimeOrigin::root(), paid), DispatchError::BadOrigin);
	});
}

#[test]
fn two_payees_collect_two_assets() {
	with_chain(|| {
		let id = dust(GHOST, SPIRIT, &[NATIVE, STAKED_DOT]);
		// The slash itself was not held up.
		assert_eq!((staked(&NATIVE), staked(&STAKED_DOT)), (100, 100));
		let error = pallet_restaking::Error::<Test>::ReceiverCannotHold;
		assert_noop!(Slashing::collect(signed(STRANGER), id), error);
		fund(GHOST);
		fund(SPIRIT);
		assert_ok!(Slashing::collect(signed(STRANGER), id));
		let all = [GHOST, SPIRIT]
			.into_iter()
			.flat_map(|who| [NATIVE, STAKED_DOT].map(|asset| collected(id, who, asset, 5)));
		assert_eq!(take_events(), all.collect::<Vec<_>>());
		for who in [GHOST, SPIRIT] {
			assert_eq!((wallet(who, &NATIVE), wallet(who, &STAKED_DOT)), (1_005, 1_005));
		}
		let nothing = Error::<Test>::NothingToCollect;
		assert_noop!(Slashing::collect(signed(STRANGER), id), nothing);
	});
}

#[test]
fn who_reported_and_is_to_be_restituted_collects_once() {
	with_chain(|| {
		let id = dust(GHOST, GHOST, &[NATIVE]);
		assert_eq!(Restaking::uncollected(&GHOST, &NATIVE), 10);
		// Both parts together are enough for an account.
		assert_ok!(Slashing::collect(signed(STRANGER), id));
		assert_eq!(take_events(), vec![collected(id, GHOST, NATIVE, 10)]);
		assert_eq!(wallet(GHOST, &NATIVE), 10);
	});
}

#[test]
fn a_payee_that_cannot_receive_keeps_nothing_from_the_other() {
	with_chain(|| {
		let id = dust(GHOST, SPIRIT, &[NATIVE, STAKED_DOT]);
		fund(SPIRIT);
		assert_ok!(Slashing::collect(signed(SPIRIT), id));
		assert_eq!((wallet(SPIRIT, &NATIVE), wallet(SPIRIT, &STAKED_DOT)), (1_005, 1_005));
		assert_eq!(Restaking::uncollected(&GHOST, &NATIVE), 5);
	});
}

#[test]
fn a_frozen_asset_holds_up_neither_the_slash_nor_its_collection_later() {
	with_chain(|| {
		let condition = Condition { proceeds: proceeds(5, 20), ..at_once() };
		register(OP);
		let service = create(vec![condition]);
		join(OP, service);
		delegate(ALICE, OP, STAKED_DOT, 1_000);
		pledge(OP, service, STAKED_DOT, 1_000, Exclusive);
		at(COUNTS);
		assert_ok!(Assets::freeze_asset(signed(GOVERNANCE), 1));
		let id = report(service, 0, COUNTS);
		assert!(is_executed(id));
		assert_eq!((staked(&STAKED_DOT), wallet(REPORTER, &STAKED_DOT)), (500, WEALTH));
		assert!(Slashing::collect(signed(STRANGER), id).is_err());
		assert_ok!(Assets::thaw_asset(signed(GOVERNANCE), 1));
		assert_ok!(Slashing::collect(signed(STRANGER), id));
		assert_eq!(wallet(REPORTER, &STAKED_DOT), WEALTH + 25);
		assert_eq!(wallet(CLIENT, &STAKED_DOT), WEALTH + 100);
		assert_eq!(wallet(TREASURY, &STAKED_DOT), WEALTH + 375);
	});
}

#[test]
fn a_slash_is_not_forgotten_while_a_payee_cannot_be_paid() {
	with_chain(|| {
		let id = dust(GHOST, CLIENT, &[NATIVE]);
		let due = Slashes::<Test>::get(id).unwrap().due;
		assert_eq!(due, COUNTS + REMEMBERED_EPOCHS);
		at(COUNTS + REMEMBERED_EPOCHS);
		assert_eq!((take_events(), remembered()), (vec![], [1, 1, 1, 1, 0]));
		// The next try is as far away.
		at(COUNTS + REMEMBERED_EPOCHS + 1);
		fund(GHOST);
		at(COUNTS + 2 * REMEMBERED_EPOCHS - 1);
		assert_ok!(Slashing::collect(signed(STRANGER), id));
		assert_eq!(take_events(), vec![collected(id, GHOST, NATIVE, 5)]);
		assert_eq!(remembered(), [1, 1, 1, 1, 0]);
		at(COUNTS + 2 * REMEMBERED_EPOCHS);
		assert_eq!(take_events(), vec![Event::Forgotten { slash: id }]);
		assert_eq!(remembered(), [0; 5]);
	});
}

#[test]
fn what_is_left_to_collect_is_paid_before_a_slash_is_forgotten() {
	with_chain(|| {
		let id = dust(GHOST, CLIENT, &[NATIVE]);
		fund(GHOST);
		at(COUNTS + REMEMBERED_EPOCHS);
		let events = vec![collected(id, GHOST, NATIVE, 5), Event::Forgotten { slash: id }];
		assert_eq!((take_events(), remembered()), (events, [0; 5]));
		assert_eq!(wallet(GHOST, &NATIVE), 1_005);
	});
}

#[test]
fn a_slash_without_veto_that_failed_at_first_does_not_count_those_after_it() {
	use frame_support::traits::fungible::{Inspect, Mutate};
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..at_once() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		at(COUNTS + 1);
		// For a moment the ledger lacks what it has to burn.
		let pool = Restaking::pool_account();
		let all = Balances::balance(&pool);
		Balances::set_balance(&pool, Balances::minimum_balance());
		take_events();
		let first = report(service, 0, COUNTS + 1);
		assert_eq!(stage(first), Stage::Pending);
		// The report counts, and tells that.
		assert_eq!(take_events().iter().filter_map(failed).collect::<Vec<_>>(), [first]);
		Balances::set_balance(&pool, all);
		let second = report(service, 0, COUNTS);
		execute(first);
		assert_eq!([first, second].map(|id| taken(id).0), [1, 2].map(percent));
	});
}
