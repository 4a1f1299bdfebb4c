//! What the circuit breaker stops, and for how long.

use super::*;
use frame_support::{traits::fungibles::Mutate as _, weights::Weight};
use palisade_primitives::{AssetId, ServiceId, SlashId, StakeView, Totals};
use palisade_terms::{Condition, Resolution, Terms};
use pallet_restaking::{AssetConfig, PledgedUnits, TALLY_PAGE};
use pallet_slashing_runtime_api::{BreakerInfo, BudgetInfo};
use sp_runtime::Perbill;

/// In which rulings of [`COUNTS`] are final.
const FINAL: Epoch = COUNTS + 3;
/// Stops nothing.
const ALL: Perquintill = Perquintill::one();
const NOTHING: Perquintill = Perquintill::zero();

const fn percent(percent: u64) -> Perquintill {
	Perquintill::from_percent(percent)
}

/// So many units of 10,000.
fn units(units: u64) -> Perquintill {
	Perquintill::from_rational(units, 10_000u64)
}

/// The budgets of each service and of the chain.
fn budgets(service: Perquintill, chain: Perquintill) {
	ServiceShare::set(service);
	ChainShare::set(chain);
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// Nothing is executed but by hand.
fn stop_the_chain() {
	Budget::set(Weight::zero());
}

fn let_it_go_on() {
	Budget::set(Weight::MAX);
}

/// A service upon whose one member, [`OP`] with 10,000 units, the court rules under four conditions.
fn wards() -> ServiceId {
	guarded(vec![by_court(); 4], 10_000, Exclusive)
}

/// Two services with such conditions. [`OP`] is the one member of the first, another operator of the second.
fn neighbours(conditions: &[Condition<AccountId>], stakes: [Balance; 2]) -> [ServiceId; 2] {
	let services = [(OPS[0], stakes[0]), (OPS[1], stakes[1])].map(|(operator, stake)| {
		register(operator);
		let service = create(conditions.to_vec());
		join(operator, service);
		delegate(ALICE, operator, NATIVE, stake);
		pledge(operator, service, NATIVE, 1_000, Exclusive);
		service
	});
	at(COUNTS);
	take_events();
	services
}

/// The court rules upon an operator.
fn convict(operator: AccountId, service: ServiceId, condition: u8, percent: u64) -> SlashId {
	let id = NextSlashId::<Test>::get();
	let ruled = ruling(1, percent);
	assert_ok!(Slashing::report(signed(COURT), service, condition, operator, now(), ruled));
	id
}

/// By hand, after whatever has to be added up for it.
fn execute(id: SlashId) {
	let slash = Slashes::<Test>::get(id).expect("it is remembered");
	if Slashing::lacks_totals(&slash, now()) {
		add_up(slash.service(), slash.case.offence.epoch);
	}
	assert_ok!(Slashing::execute(signed(STRANGER), id));
}

/// It is executed by hand, and its budgets let it through.
fn assert_fits(id: SlashId) {
	execute(id);
	assert!(is_executed(id), "slash {id}");
}

/// Since the last look at the events the breaker stopped this slash, and no other.
fn assert_stopped(id: SlashId, scope: Scope, until: Epoch) {
	let events = take_events();
	let stops: Vec<_> =
		events.iter().filter(|event| matches!(event, Event::Stopped { .. })).collect();
	assert_eq!(stops, vec![&Event::Stopped { slash: id, scope, until }]);
	let slash = Slashes::<Test>::get(id).expect("it is remembered");
	let told = (slash.stage, slash.stopped_until, slash.due);
	assert_eq!(told, (Stage::Pending, Some(until), until));
}

/// Since the last look at the events the breaker stopped nothing.
fn assert_nothing_stopped() {
	let events = take_events();
	assert!(!events.iter().any(|event| matches!(event, Event::Stopped { .. })), "{events:?}");
}

/// What slashes that are final in `epoch` drew, while anybody remembers.
fn drawn(scope: Scope, epoch: Epoch) -> Balance {
	let drawn = Drawn::<Test>::get(scope);
	drawn.iter().filter(|(of, _)| *of == epoch).map(|(_, value)| *value).sum()
}

fn assert_drawn(service: ServiceId, epoch: Epoch, value: Balance) {
	for scope in [Scope::Chain, Scope::Service(service)] {
		assert_eq!(drawn(scope, epoch), value, "{scope:?}");
	}
}

fn add_up(service: ServiceId, epoch: Epoch) {
	assert_ok!(Restaking::tally(signed(STRANGER), service, epoch));
}

fn cut(asset: AssetId, haircut: u32) {
	let config = AssetConfig {
		min_delegation: 100,
		cap_per_pool: Balance::MAX,
		haircut: Perbill::from_percent(haircut),
		leverage: 3,
		accepting: true,
	};
	assert_ok!(Restaking::update_asset(root(), asset, config));
}

// What fits.

#[test]
fn what_fits_into_both_budgets_is_executed_at_once() {
	with_chain(|| {
		let service = wards();
		budgets(percent(10), percent(10));
		let ids = [(0, 6), (1, 4)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		at(FINAL);
		assert_eq!(ids.map(is_executed), [true; 2]);
		assert_eq!(staked(&NATIVE), 9_000);
		assert_drawn(service, FINAL, 1_000);
		assert_nothing_stopped();
	});
}

#[test]
fn a_budget_fits_exactly_and_not_one_unit_more() {
	for chain in [false, true] {
		for (budget, fits) in [(600, true), (599, false)] {
			with_chain(|| {
				let service = wards();
				let (shares, scope) = match chain {
					true => ((ALL, units(budget)), Scope::Chain),
					false => ((units(budget), ALL), Scope::Service(service)),
				};
				budgets(shares.0, shares.1);
				let id = rule(service, 0, COUNTS, 6);
				at(FINAL);
				if fits {
					assert!(is_executed(id));
					assert_eq!(staked(&NATIVE), 9_400);
					assert_drawn(service, FINAL, 600);
				} else {
					assert_stopped(id, scope, FINAL + 1);
					assert_eq!(staked(&NATIVE), 10_000);
					assert_drawn(service, FINAL, 0);
				}
			});
		}
	}
}

#[test]
fn what_others_drew_in_the_epoch_is_not_there() {
	with_chain(|| {
		let service = wards();
		budgets(units(999), ALL);
		let [four, six, five] =
			[(0, 4), (1, 6), (2, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		stop_the_chain();
		at(FINAL);
		assert_fits(four);
		execute(six);
		assert_stopped(six, Scope::Service(service), FINAL + 1);
		// What was stopped drew nothing: a lesser one fits.
		assert_fits(five);
		assert_drawn(service, FINAL, 900);
	});
}

#[test]
fn either_budget_stops_what_the_other_one_lets_through() {
	for (shares, chain) in [((5, 50), false), ((50, 5), true)] {
		with_chain(|| {
			let service = wards();
			budgets(percent(shares.0), percent(shares.1));
			let id = rule(service, 0, COUNTS, 10);
			at(FINAL);
			let scope = if chain { Scope::Chain } else { Scope::Service(service) };
			assert_stopped(id, scope, FINAL + 1);
			// Not even the budget that had room was drawn on.
			assert_drawn(service, FINAL, 0);
		});
	}
}

#[test]
fn budgets_of_everything_stop_nothing() {
	with_chain(|| {
		// More is taken than was pledged at either of the charged epochs: others joined, and answer as well.
		let condition = Condition { penalty: flat(60), ..vetoable() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		at(COUNTS + 1);
		delegate(BOB, OP, NATIVE, 9_000);
		let ids = [COUNTS, COUNTS + 1].map(|epoch| report(service, 0, epoch));
		at(COUNTS + 4);
		assert_eq!(ids.map(is_executed), [true; 2]);
		assert!(staked(&NATIVE) <= 8_802, "{}", staked(&NATIVE));
		assert_nothing_stopped();
		assert_eq!(Drawn::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_budget_of_everything_stops_nothing_though_the_chain_has_less() {
	with_chain(|| {
		let condition = Condition { penalty: flat(60), ..vetoable() };
		let [service, _] = neighbours(&[condition], [1_000, 90_000]);
		budgets(ALL, percent(99));
		at(COUNTS + 1);
		delegate(BOB, OP, NATIVE, 9_000);
		let ids = [COUNTS, COUNTS + 1].map(|epoch| report(service, 0, epoch));
		at(COUNTS + 4);
		assert_nothing_stopped();
		assert_eq!(ids.map(is_executed), [true; 2]);
	});
}

#[test]
fn a_budget_of_everything_stops_nothing_though_services_have_less() {
	with_chain(|| {
		let condition = Condition { penalty: flat(60), ..vetoable() };
		register(OP);
		let services = [(); 2].map(|()| create(vec![condition.clone()]));
		delegate(ALICE, OP, NATIVE, 1_000);
		for service in services {
			join(OP, service);
			pledge(OP, service, NATIVE, 1_000, Shared);
		}
		at(COUNTS);
		budgets(percent(99), ALL);
		delegate(BOB, OP, NATIVE, 9_000);
		let ids = services.map(|service| report(service, 0, COUNTS));
		take_events();
		at(FINAL);
		assert_nothing_stopped();
		assert_eq!(ids.map(is_executed), [true; 2]);
	});
}

// While it is stopped.

#[test]
fn what_is_stopped_moves_nothing_and_keeps_the_bond() {
	with_chain(|| {
		let condition = Condition { proceeds: proceeds(5, 20), ..by_court() };
		let service = guarded(vec![condition], 10_000, Exclusive);
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		let payees = [ALICE, COURT, CLIENT, TREASURY];
		let held = || (payees.map(|who| wealth(who, &NATIVE)), Balances::total_issuance());
		let (before, bond) = (held(), bond_of(COURT));
		assert_eq!(bond, MIN_BOND);
		take_events();
		at(FINAL);
		let ledger = System::read_events_for_pallet::<pallet_restaking::Event<Test>>();
		let slashed = |event: &_| matches!(event, pallet_restaking::Event::Slashed { .. });
		assert!(!ledger.iter().any(slashed), "{ledger:?}");
		assert_stopped(id, Scope::Service(service), FINAL + 1);
		assert_eq!((held(), bond_of(COURT)), (before, bond));

		at(FINAL + 1);
		assert!(is_executed(id));
		assert_eq!(bond_of(COURT), 0);
		// Of 1,000 units: 5 % to the court, 20 % to the client, as if nobody had stopped it.
		let gains = [COURT, CLIENT].map(|who| wealth(who, &NATIVE) - WEALTH);
		assert_eq!(gains, [50, 200]);
		assert_eq!(wealth(ALICE, &NATIVE), WEALTH - 1_000);
	});
}

#[test]
fn what_is_stopped_is_executed_by_itself_in_the_epoch_that_was_told() {
	with_chain(|| {
		let service = wards();
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		at(FINAL);
		assert_stopped(id, Scope::Service(service), FINAL + 1);
		begin_block();
		assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::Stopped);
		assert_eq!(staked(&NATIVE), 10_000);
		// Whatever the budgets are by then.
		budgets(NOTHING, NOTHING);
		at(FINAL + 1);
		assert!(is_executed(id));
		assert_eq!(staked(&NATIVE), 9_000);
		assert_nothing_stopped();
		for epoch in [FINAL, FINAL + 1] {
			assert_drawn(service, epoch, 0);
		}
		assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotPending);
	});
}

#[test]
fn what_was_stopped_draws_on_no_budget_when_it_is_executed() {
	with_chain(|| {
		let service = wards();
		budgets(percent(10), percent(10));
		let late = rule(service, 0, COUNTS, 11);
		at(COUNTS + 1);
		let other = rule(service, 1, COUNTS, 10);
		stop_the_chain();
		at(FINAL);
		take_events();
		execute(late);
		assert_stopped(late, Scope::Service(service), FINAL + 1);
		at(FINAL + 1);
		// First, so that it would leave no room.
		execute(late);
		assert_fits(other);
		assert_eq!(staked(&NATIVE), 7_900);
		assert_drawn(service, FINAL + 1, 1_000);
	});
}

#[test]
fn a_slash_is_stopped_once() {
	with_chain(|| {
		let service = wards();
		budgets(NOTHING, NOTHING);
		let id = rule(service, 0, COUNTS, 10);
		at(FINAL);
		assert_stopped(id, Scope::Service(service), FINAL + 1);
		// The chain has no room for it.
		stop_the_chain();
		at(FINAL + 1);
		at(FINAL + 2);
		assert_eq!(stage(id), Stage::Pending);
		let_it_go_on();
		begin_block();
		assert!(is_executed(id));
		assert_nothing_stopped();
	});
}

#[test]
fn a_stopped_slash_uses_up_nothing_of_what_words_may_take() {
	with_chain(|| {
		let service = guarded(vec![by_court(); 2], 10_000, Shared);
		budgets(ALL, percent(5));
		let [ten, five] = [(0, 10), (1, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		stop_the_chain();
		at(FINAL);
		execute(ten);
		assert_stopped(ten, Scope::Chain, FINAL + 1);
		assert_fits(five);
		assert_eq!(staked(&NATIVE), 9_500);
		// In the next epoch the whole 10 % are there.
		at(FINAL + 1);
		execute(ten);
		assert_eq!(staked(&NATIVE), 8_500);
	});
}

// Who may object meanwhile.

#[test]
fn governance_can_reduce_what_is_stopped() {
	with_chain(|| {
		let service = wards();
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		at(FINAL);
		take_events();
		assert_ok!(Slashing::reduce(root(), id, percent(1)));
		let told = Event::Reduced { slash: id, limit: percent(1), by_governance: true };
		assert_eq!(take_events(), vec![told]);
		assert_noop!(Slashing::reduce(root(), id, percent(1)), Error::<Test>::NotLower);
		// It would fit now, and waits still.
		assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::Stopped);
		at(FINAL + 1);
		assert!(is_executed(id));
		assert_eq!(staked(&NATIVE), 9_900);
	});
}

#[test]
fn governance_can_overturn_what_is_stopped_and_nothing_is_taken() {
	for frivolous in [false, true] {
		with_chain(|| {
			let service = wards();
			budgets(percent(5), percent(5));
			let id = rule(service, 0, COUNTS, 10);
			at(FINAL);
			take_events();
			assert_ok!(Slashing::overturn(root(), id, frivolous));
			let bond = if frivolous { MIN_BOND } else { 0 };
			let told = Event::Overturned { slash: id, by_governance: true, frivolous, bond };
			assert_eq!(take_events(), vec![told]);
			assert_eq!((bond_of(COURT), wallet(COURT, &NATIVE)), (0, WEALTH - bond));
			for epoch in [FINAL, FINAL + 1, FINAL + 2] {
				at(epoch);
				assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotPending);
			}
			assert_eq!(stage(id), Stage::Overturned { frivolous });
			assert_eq!(staked(&NATIVE), 10_000);
		});
	}
}

#[test]
fn what_governance_says_of_a_stopped_slash_changes_no_budget() {
	with_chain(|| {
		let service = wards();
		budgets(percent(10), percent(10));
		let [six, eleven, four, one] = [(0, 6), (1, 11), (2, 4), (3, 1)]
			.map(|(at, percent)| rule(service, at, COUNTS, percent));
		stop_the_chain();
		at(FINAL);
		assert_fits(six);
		execute(eleven);
		assert_stopped(eleven, Scope::Service(service), FINAL + 1);
		assert_ok!(Slashing::reduce(root(), eleven, percent(4)));
		assert_drawn(service, FINAL, 600);
		assert_ok!(Slashing::overturn(root(), eleven, false));
		assert_drawn(service, FINAL, 600);
		assert_fits(four);
		execute(one);
		assert_stopped(one, Scope::Service(service), FINAL + 1);
	});
}

#[test]
fn the_resolver_has_no_say_in_what_is_stopped_nor_has_anybody_else() {
	with_chain(|| {
		let service = wards();
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		at(FINAL);
		let closed = DispatchError::from(Error::<Test>::WindowClosed);
		for who in [RESOLVER, COURT, OWNER, OP, STRANGER] {
			assert_noop!(Slashing::uphold(signed(who), id), closed);
			assert_noop!(Slashing::reduce(signed(who), id, percent(1)), closed);
			assert_noop!(Slashing::overturn(signed(who), id, false), closed);
		}
		assert_noop!(Slashing::uphold(root(), id), DispatchError::BadOrigin);
		assert_noop!(
			Slashing::overturn(RuntimeOrigin::none(), id, false),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn governance_is_heard_until_the_epoch_that_was_told_and_no_longer() {
	with_chain(|| {
		let service = wards();
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		at(FINAL);
		assert_stopped(id, Scope::Service(service), FINAL + 1);
		stop_the_chain();
		at(FINAL + 1);
		assert_eq!(stage(id), Stage::Pending);
		let closed = DispatchError::from(Error::<Test>::WindowClosed);
		assert_noop!(Slashing::reduce(root(), id, percent(1)), closed);
		assert_noop!(Slashing::overturn(root(), id, false), closed);
	});
}

#[test]
fn what_is_final_and_not_stopped_is_closed_to_governance() {
	with_chain(|| {
		let service = wards();
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		// Nobody judged it yet.
		stop_the_chain();
		at(FINAL);
		assert_noop!(Slashing::overturn(root(), id, false), Error::<Test>::WindowClosed);
	});
}

#[test]
fn a_more_severe_fact_does_not_raise_what_is_stopped() {
	with_chain(|| {
		let resolution = Resolution::Veto { resolver: RESOLVER, window: 1 };
		let condition = Condition { evidence_age: 3, resolution, ..by_court() };
		let service = guarded(vec![condition], 10_000, Exclusive);
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		at(COUNTS + 2);
		assert_stopped(id, Scope::Service(service), COUNTS + 3);
		let rule_again = |percent| {
			Slashing::report(signed(COURT), service, 0, OP, COUNTS, ruling(2, percent))
				.map(|_| ())
				.map_err(|error| error.error)
		};
		for percent in [1, 90] {
			assert_noop!(rule_again(percent), Error::<Test>::AlreadyFinal);
		}
		// Once it is overturned another fact of the case opens another slash.
		assert_ok!(Slashing::overturn(root(), id, false));
		assert_ok!(rule_again(90));
		let next = Slashes::<Test>::get(id + 1).expect("it was opened");
		assert_eq!((next.final_from, next.stopped_until), (COUNTS + 4, None));
	});
}

// At once.

#[test]
fn an_immediate_slash_that_fits_is_executed_by_its_report() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		budgets(percent(50), percent(50));
		let id = report(service, 0, COUNTS);
		assert!(is_executed(id));
		assert_eq!(staked(&NATIVE), 500);
		assert_drawn(service, COUNTS, 500);
	});
}

#[test]
fn an_immediate_slash_that_does_not_fit_waits() {
	for overturned in [false, true] {
		with_chain(|| {
			let service = guarded(vec![at_once()], 1_000, Exclusive);
			budgets(percent(49), ALL);
			let id = report(service, 0, COUNTS);
			assert_stopped(id, Scope::Service(service), COUNTS + 1);
			assert_eq!((staked(&NATIVE), bond_of(REPORTER)), (1_000, 0));
			let second = double_sign(OP, (service, COUNTS), 2);
			assert_noop!(
				Slashing::report(signed(STRANGER), service, 0, OP, COUNTS, second),
				Error::<Test>::AlreadyFinal
			);
			assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::Stopped);
			if overturned {
				assert_ok!(Slashing::overturn(root(), id, false));
			}
			at(COUNTS + 1);
			assert_eq!(is_executed(id), !overturned);
			assert_eq!(staked(&NATIVE), if overturned { 1_000 } else { 500 });
		});
	}
}

#[test]
fn what_is_not_added_up_by_the_report_is_added_up_and_executed_by_the_next_blocks() {
	with_chain(|| {
		register(OPS[1]);
		let other = create(vec![vetoable()]);
		join(OPS[1], other);
		delegate(BOB, OPS[1], NATIVE, 1_000);
		pledge(OPS[1], other, NATIVE, 1_000, Exclusive);
		register(OP);
		let crowd = create_with(Terms { max_operators: 100, ..terms(vec![at_once()]) });
		join(OP, crowd);
		delegate(ALICE, OP, NATIVE, 1_000);
		pledge(OP, crowd, NATIVE, 1_000, Exclusive);
		for member in 1_000..1_000 + 4 * u64::from(TALLY_PAGE) {
			assert_ok!(NativeAndAssets::mint_into(NATIVE, &member, 1_000));
			register(member);
			join(member, crowd);
		}
		at(COUNTS);
		budgets(percent(60), percent(60));
		let of_other = accuse(OPS[1], other, 0, COUNTS);
		stop_the_chain();
		at(FINAL);
		take_events();
		let id = accuse(OP, crowd, 0, FINAL);
		let told = take_events();
		assert!(matches!(told[..], [Event::Reported { .. }]), "{told:?}");
		assert_eq!(Restaking::totals(crowd, FINAL), None);
		// One page more would not do.
		assert_noop!(Slashing::execute(signed(STRANGER), id), Error::<Test>::NotTallied);

		// A block has room for a page or an execution.
		let page = <Restaking as StakeView<AccountId>>::add_up_weight();
		let step = <Test as Config>::WeightInfo::next_due();
		let one = Slashing::execution_weight(&size(4)).max(page);
		Budget::set(one.saturating_add(step.saturating_mul(3)));
		let mut done = [None; 2];
		for block in 0..12 {
			for (done, id) in done.iter_mut().zip([of_other, id]) {
				*done = done.or(is_executed(id).then_some(block));
			}
			begin_block();
		}
		// Of the members of the crowd 16 were added up by the report, and the others in four turns; before the last one the other
		// service had its two.
		let members = 4 * TALLY_PAGE + 1;
		assert_eq!(Restaking::totals(crowd, FINAL), Some(Totals { value: 1_000, members }));
		let [of_other, of_crowd] = done.map(|block| block.expect("it is executed"));
		assert!(0 < of_other && of_other < of_crowd, "{done:?}");
		assert_eq!(staked(&NATIVE), 500);
		assert_nothing_stopped();
		assert_eq!(drawn(Scope::Chain, FINAL), 1_000);
	});
}

#[test]
fn who_executes_by_hand_needs_nobody_to_add_up_what_few_members_have() {
	with_chain(|| {
		let service = wards();
		budgets(percent(20), ALL);
		let ids = [(0, 10), (1, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		stop_the_chain();
		at(FINAL);
		assert_eq!(Restaking::totals(service, COUNTS), None);
		let paid = ids.map(|id| {
			let paid = Slashing::execute(signed(STRANGER), id).unwrap().actual_weight;
			assert!(is_executed(id));
			paid.expect("it is known")
		});
		assert_eq!(Restaking::totals(service, COUNTS), Some(Totals { value: 10_000, members: 1 }));
		// The first one pays for it.
		let page = <Restaking as StakeView<AccountId>>::add_up_weight();
		assert_eq!(paid, [paid[1].saturating_add(page), Slashing::execution_weight(&size(4))]);
	});
}

#[test]
fn adding_up_takes_its_part_of_a_blocks_budget() {
	let used = |known: bool| {
		let mut used = Weight::zero();
		with_chain(|| {
			let service = wards();
			budgets(percent(20), ALL);
			let id = rule(service, 0, COUNTS, 10);
			stop_the_chain();
			at(FINAL);
			if known {
				add_up(service, COUNTS);
			}
			used = Slashing::work_off(Weight::MAX);
			assert!(is_executed(id));
		});
		used
	};
	let page = <Restaking as StakeView<AccountId>>::add_up_weight();
	let step = <Test as Config>::WeightInfo::next_due();
	// With a turn of its own: one step to see that there is no other service, one to come back.
	let more = page.saturating_add(step.saturating_mul(2));
	assert_eq!(used(false), used(true).saturating_add(more));
}

#[test]
fn where_only_the_chain_has_a_budget_nothing_is_added_up() {
	with_chain(|| {
		let service = guarded(vec![by_court(), at_once()], 10_000, Exclusive);
		budgets(ALL, percent(90));
		let ids = [rule(service, 0, COUNTS, 10), report(service, 1, COUNTS)];
		at(FINAL);
		assert_eq!(ids.map(is_executed), [true; 2]);
		assert_eq!(Restaking::totals(service, COUNTS), None);
	});
}

#[test]
fn what_nobody_can_add_up_is_stopped() {
	with_chain(|| {
		let service = wards();
		budgets(percent(20), ALL);
		let id = rule(service, 0, COUNTS, 10);
		at(FINAL - 1);
		take_events();
		// The ledger forgets sooner than any terms let it.
		pallet_restaking::UnbondingEpochs::<Test>::put(2);
		at(FINAL);
		assert_stopped(id, Scope::Service(service), FINAL + 1);
		pallet_restaking::UnbondingEpochs::<Test>::put(U);
		at(FINAL + 1);
		assert!(is_executed(id));
	});
}

// By the epoch in which they are final.

#[test]
fn each_epoch_has_budgets_of_its_own() {
	with_chain(|| {
		let service = wards();
		budgets(percent(10), percent(10));
		let first = rule(service, 0, COUNTS, 10);
		at(COUNTS + 1);
		let second = rule(service, 1, COUNTS, 10);
		at(FINAL);
		assert!(is_executed(first));
		assert_drawn(service, FINAL, 1_000);
		at(FINAL + 1);
		assert!(is_executed(second));
		assert_nothing_stopped();
		assert_drawn(service, FINAL + 1, 1_000);
		// Nobody asks for the first one's epoch any more.
		for scope in [Scope::Chain, Scope::Service(service)] {
			assert_eq!(Drawn::<Test>::get(scope).into_inner(), vec![(FINAL + 1, 1_000)]);
		}
	});
}

#[test]
fn what_is_late_by_the_window_is_executed_without_being_judged() {
	with_chain(|| {
		let service = wards();
		budgets(NOTHING, NOTHING);
		let id = rule(service, 0, COUNTS, 10);
		stop_the_chain();
		at(FINAL);
		at(FINAL + 1);
		// Nothing had to be added up for it either.
		assert_eq!(Restaking::totals(service, COUNTS), None);
		assert_fits(id);
		assert_nothing_stopped();
		assert_eq!(Drawn::<Test>::iter().count(), 0);
	});
}

#[test]
fn what_is_executed_late_leaves_the_next_epoch_its_budgets() {
	with_chain(|| {
		let service = wards();
		budgets(percent(10), percent(10));
		let late = rule(service, 0, COUNTS, 10);
		at(COUNTS + 1);
		let other = rule(service, 1, COUNTS, 10);
		stop_the_chain();
		at(FINAL + 1);
		assert_fits(late);
		assert_fits(other);
		assert_drawn(service, FINAL + 1, 1_000);
	});
}

#[test]
fn as_many_slashes_of_a_service_are_executed_as_fit_and_the_others_wait() {
	with_chain(|| {
		let condition = Condition { penalty: flat(3), ..vetoable() };
		let service = guarded(vec![condition; 7], 10_000, Exclusive);
		budgets(percent(10), percent(10));
		let ids: Vec<SlashId> = (0..7).map(|at| report(service, at, COUNTS)).collect();
		at(FINAL);
		assert_eq!(ids.iter().filter(|id| is_executed(**id)).count(), 3);
		at(FINAL + 1);
		assert!(ids.into_iter().all(is_executed));
	});
}

// Of the chain.

#[test]
fn a_service_that_slashes_itself_holds_up_another_by_the_window_at_most() {
	with_chain(|| {
		let [own, other] = neighbours(&[by_court(), by_court()], [10_000; 2]);
		// 1,500 of each, and 2,000 of all.
		budgets(percent(15), percent(10));
		let first = convict(OP, own, 0, 15);
		let held_up = convict(OPS[1], other, 0, 10);
		at(COUNTS + 1);
		let again = convict(OP, own, 1, 15);
		stop_the_chain();
		at(FINAL);
		take_events();
		assert_fits(first);
		execute(held_up);
		assert_stopped(held_up, Scope::Chain, FINAL + 1);
		// However much is executed before it in the next epoch.
		at(FINAL + 1);
		assert_fits(again);
		assert_fits(held_up);
		assert_nothing_stopped();
		assert_eq!(drawn(Scope::Chain, FINAL + 1), 1_500);
	});
}

#[test]
fn a_service_draws_at_most_its_own_on_the_chain() {
	with_chain(|| {
		let [own, other] = neighbours(&[by_court(), by_court()], [10_000; 2]);
		budgets(percent(15), percent(10));
		let [most, more] = [(0, 15), (1, 1)].map(|(at, percent)| convict(OP, own, at, percent));
		let of_other = convict(OPS[1], other, 0, 5);
		stop_the_chain();
		at(FINAL);
		take_events();
		assert_fits(most);
		execute(more);
		assert_stopped(more, Scope::Service(own), FINAL + 1);
		// Exactly what is left.
		assert_fits(of_other);
		assert_eq!(drawn(Scope::Chain, FINAL), 2_000);
	});
}

#[test]
fn stake_that_serves_many_counts_once() {
	with_chain(|| {
		let condition = Condition { penalty: flat(6), ..vetoable() };
		register(OP);
		let services = [(); 3].map(|()| create(vec![condition.clone()]));
		delegate(ALICE, OP, NATIVE, 10_000);
		for service in services {
			join(OP, service);
			pledge(OP, service, NATIVE, 1_000, Shared);
		}
		at(COUNTS);
		budgets(percent(10), percent(10));
		assert_eq!(PledgedUnits::<Test>::get(NATIVE), 10_000);
		for service in services {
			add_up(service, COUNTS);
			let budget = BudgetInfo { drawn: 0, budget: 1_000 };
			let told = Slashing::breaker(service, COUNTS);
			assert_eq!((told.service, told.chain), (Some(budget.clone()), budget));
		}
		let [first, second, _] = services.map(|service| report(service, 0, COUNTS));
		stop_the_chain();
		at(FINAL);
		take_events();
		assert_fits(first);
		execute(second);
		assert_stopped(second, Scope::Chain, FINAL + 1);
	});
}

#[test]
fn a_pool_that_is_pledged_to_nobody_does_not_count() {
	with_chain(|| {
		register(OPS[1]);
		delegate(BOB, OPS[1], NATIVE, 90_000);
		let service = wards();
		budgets(ALL, percent(10));
		assert_eq!(Slashing::breaker(service, COUNTS).chain.budget, 1_000);
		let id = rule(service, 0, COUNTS, 11);
		at(FINAL);
		assert_stopped(id, Scope::Chain, FINAL + 1);
	});
}

// As of the charged epoch.

#[test]
fn an_accused_that_did_not_count_adds_its_own_to_the_budget_of_its_service() {
	for (share, fits) in [(percent(50), true), (percent(49), false)] {
		with_chain(|| {
			let condition = Condition { jail: 2, ..at_once() };
			let service = guarded(vec![condition], 1_000, Exclusive);
			report(service, 0, COUNTS);
			at(COUNTS + 1);
			// It is in jail, and the only member; 500 units are left.
			budgets(share, percent(90));
			take_events();
			let id = report(service, 0, COUNTS + 1);
			let nobody = Totals { value: 0, members: 0 };
			assert_eq!(Restaking::totals(service, COUNTS + 1), Some(nobody));
			assert_eq!(is_executed(id), fits);
			if !fits {
				assert_stopped(id, Scope::Service(service), COUNTS + 2);
			}
		});
	}
}

#[test]
fn an_accused_that_did_not_count_adds_nothing_to_the_budget_of_the_chain() {
	for (share, fits) in [(percent(50), true), (percent(49), false)] {
		with_chain(|| {
			let condition = Condition { jail: 2, ..at_once() };
			let service = guarded(vec![condition], 1_000, Exclusive);
			report(service, 0, COUNTS);
			at(COUNTS + 1);
			// The 500 units that are left are there already.
			budgets(percent(90), share);
			take_events();
			let id = report(service, 0, COUNTS + 1);
			assert_eq!(is_executed(id), fits);
			if !fits {
				assert_stopped(id, Scope::Chain, COUNTS + 2);
			}
		});
	}
}

#[test]
fn stake_that_comes_after_the_offence_enlarges_no_budget() {
	for chain in [false, true] {
		with_chain(|| {
			let service = wards();
			let scope = match chain {
				true => Scope::Chain,
				false => Scope::Service(service),
			};
			budgets(
				if chain { percent(90) } else { percent(10) },
				if chain { percent(10) } else { percent(90) },
			);
			delegate(BOB, OP, NATIVE, 90_000);
			let id = rule(service, 0, COUNTS, 11);
			register(OPS[1]);
			join(OPS[1], service);
			delegate(BOB, OPS[1], NATIVE, 90_000);
			pledge(OPS[1], service, NATIVE, 1_000, Shared);
			at(COUNTS + 1);
			delegate(CHARLIE, OP, NATIVE, 90_000);
			at(COUNTS + 2);
			take_events();
			at(FINAL);
			assert_stopped(id, scope, FINAL + 1);
			// Of what came counts what is charged later.
			add_up(service, FINAL);
			let told = Slashing::breaker(service, FINAL);
			let told = if chain { Some(told.chain) } else { told.service };
			assert_eq!(told, Some(BudgetInfo { drawn: 0, budget: 28_000 }));
		});
	}
}

#[test]
fn stake_that_left_before_the_charged_epoch_does_not_count() {
	with_chain(|| {
		let service = wards();
		assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(5_000)));
		at(COUNTS + 1);
		budgets(percent(10), percent(10));
		// 10 % of 5,000 are the whole budget of this epoch's offences.
		let ten = rule(service, 0, COUNTS + 1, 10);
		let one = rule(service, 1, COUNTS + 1, 1);
		// Those of the last one were against 10,000.
		let four = rule(service, 2, COUNTS, 4);
		stop_the_chain();
		at(COUNTS + 4);
		take_events();
		assert_fits(ten);
		execute(one);
		assert_stopped(one, Scope::Service(service), COUNTS + 5);
		assert_fits(four);
		assert_drawn(service, COUNTS + 4, 900);
	});
}

#[test]
fn units_count_by_their_value_at_the_charged_epoch() {
	for fits in [true, false] {
		with_chain(|| {
			let service = wards();
			delegate(ALICE, OP, STAKED_DOT, 10_000);
			pledge(OP, service, STAKED_DOT, 1_000, Exclusive);
			cut(STAKED_DOT, 10);
			for epoch in [COUNTS + 1, COUNTS + 2] {
				at(epoch);
			}
			let charged = COUNTS + 2;
			// Of 10,000 + 9,000.
			let share = Perquintill::from_parts(percent(10).deconstruct() - u64::from(!fits));
			budgets(share, share);
			let id = rule(service, 0, charged, 10);
			// What it is worth later does not matter.
			cut(STAKED_DOT, 20);
			cut(NATIVE, 10);
			for epoch in [charged + 1, charged + 2] {
				at(epoch);
			}
			take_events();
			at(charged + 3);
			if fits {
				assert!(is_executed(id));
				assert_drawn(service, charged + 3, 1_900);
				assert_eq!(staked(&STAKED_DOT), 9_000);
			} else {
				assert_stopped(id, Scope::Service(service), charged + 4);
			}
		});
	}
}

// What is told.

#[test]
fn the_budgets_of_an_epoch_are_told() {
	with_chain(|| {
		let service = wards();
		assert!(!Slashing::breaker(service, COUNTS).is_on);
		budgets(percent(20), percent(10));
		let info = |drawn, budget| BudgetInfo { drawn, budget };
		let told = |service, chain| BreakerInfo { is_on: true, service, chain };
		// Nobody added up what the service has.
		assert_eq!(Slashing::breaker(service, COUNTS), told(None, info(0, 1_000)));
		add_up(service, COUNTS);
		assert_eq!(Slashing::breaker(service, COUNTS), told(Some(info(0, 2_000)), info(0, 1_000)));
		assert_eq!(Slashing::breaker(service + 1, COUNTS), told(None, info(0, 1_000)));
		assert_eq!(Slashing::breaker(service, COUNTS + 1), told(None, info(0, 0)));

		rule(service, 0, COUNTS, 5);
		at(FINAL);
		add_up(service, FINAL);
		let drawn = told(Some(info(500, 2_000)), info(500, 1_000));
		assert_eq!(Slashing::breaker(service, FINAL), drawn);
		at(FINAL + 1);
		assert_eq!(Slashing::breaker(service, FINAL + 1), told(None, info(0, 950)));
		for shares in [(ALL, percent(10)), (percent(10), ALL)] {
			budgets(shares.0, shares.1);
			assert!(Slashing::breaker(service, FINAL).is_on);
		}
	});
}

#[test]
fn a_preview_tells_whether_the_slash_would_be_stopped() {
	with_chain(|| {
		let service = guarded(vec![at_once(), by_court()], 1_000, Exclusive);
		add_up(service, COUNTS);
		let stopped = |condition| {
			let severity = percent(50);
			let preview = Slashing::preview(service, condition, OP, COUNTS, severity);
			preview.expect("it can be charged").stopped
		};
		for condition in [0, 1] {
			for (service, chain, expected) in
				[(100, 100, false), (50, 50, false), (49, 50, true), (50, 49, true)]
			{
				budgets(percent(service), percent(chain));
				assert_eq!(stopped(condition), expected, "{service} {chain}");
			}
		}
		// What it would take is told all the same, and drawn from nothing.
		let preview = Slashing::preview(service, 0, OP, COUNTS, ALL).expect("as before");
		assert_eq!(preview.pools[0].from_active, 500);
		assert_eq!(Drawn::<Test>::iter().count(), 0);
		// What was executed in this epoch is not there any more.
		budgets(percent(60), percent(60));
		assert!(is_executed(report(service, 0, COUNTS)));
		assert!(stopped(1));
	});
}

#[test]
fn a_preview_needs_nobody_to_add_up_where_a_report_does_it() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		budgets(percent(50), percent(50));
		let preview = Slashing::preview(service, 0, OP, COUNTS, ALL).expect("it can be charged");
		assert_eq!(Restaking::totals(service, COUNTS), None);
		assert!(is_executed(report(service, 0, COUNTS)));
		assert!(!preview.stopped, "the report is executed at once");
	});
}

#[test]
fn the_view_of_a_slash_tells_until_when_it_is_stopped() {
	with_chain(|| {
		let service = wards();
		budgets(percent(5), percent(5));
		let id = rule(service, 0, COUNTS, 10);
		let told = || {
			let info = Slashing::slash(id).expect("it is remembered");
			(info.final_from, info.stopped_until)
		};
		assert_eq!(told(), (FINAL, None));
		at(FINAL);
		assert_eq!(told(), (FINAL, Some(FINAL + 1)));
	});
}

// Before anything leaves.

#[test]
fn what_is_stopped_is_executed_before_the_exits_that_answer_can_be_claimed() {
	for room in [true, false] {
		with_chain(|| {
			// 2 + 2 + 1 + 1 = U.
			let service = guarded(vec![vetoable()], 1_000, Exclusive);
			assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, None));
			let exits = Restaking::position(&ALICE, &OP, &NATIVE).exits;
			assert_eq!(exits, vec![(COUNTS + U, 1_000)]);
			budgets(percent(10), percent(10));
			at(COUNTS + 2);
			let id = report(service, 0, COUNTS);
			take_events();
			at(COUNTS + U - 1);
			assert_stopped(id, Scope::Service(service), COUNTS + U);
			let before = wallet(ALICE, &NATIVE);
			let withdraw = || Restaking::withdraw(signed(ALICE), OP, NATIVE);
			assert_noop!(withdraw(), pallet_restaking::Error::<Test>::NotClaimable);
			if !room {
				stop_the_chain();
				at(COUNTS + U);
				assert_noop!(withdraw(), pallet_restaking::Error::<Test>::SlashDue);
				let_it_go_on();
			}
			at(COUNTS + U);
			assert!(is_executed(id));
			assert_ok!(withdraw());
			assert_eq!(wallet(ALICE, &NATIVE) - before, 500);
		});
	}
}

#[test]
fn terms_leave_the_breaker_its_window() {
	with_chain(|| {
		let too_long = terms(vec![Condition { evidence_age: 3, ..vetoable() }]);
		assert_noop!(
			Services::create(signed(OWNER), too_long, vec![]),
			pallet_services::Error::<Test>::SlashingWindowTooLong
		);
	});
}

// A window of several epochs.

/// As [`wards`], with a breaker that delays by two epochs.
fn wards_of_two() -> ServiceId {
	BreakerDelay::set(2);
	guarded(vec![Condition { evidence_age: 1, ..by_court() }; 4], 10_000, Exclusive)
}

#[test]
fn a_window_of_two_epochs_delays_by_two_in_both_of_which_governance_may_object() {
	with_chain(|| {
		let service = wards_of_two();
		budgets(percent(10), ALL);
		let ids = [(0, 6), (1, 5), (2, 7)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		at(FINAL - 1);
		take_events();
		at(FINAL);
		assert!(is_executed(ids[0]));
		let until = FINAL + 2;
		for id in &ids[1..] {
			let slash = Slashes::<Test>::get(id).unwrap();
			assert_eq!((slash.stage, slash.stopped_until), (Stage::Pending, Some(until)));
		}
		at(FINAL + 1);
		assert_noop!(Slashing::execute(signed(STRANGER), ids[1]), Error::<Test>::Stopped);
		assert_ok!(Slashing::reduce(root(), ids[1], percent(1)));
		assert_ok!(Slashing::overturn(root(), ids[2], false));
		at(until);
		assert!(is_executed(ids[1]));
		// 6 % and 1 % of 10,000.
		assert_eq!(staked(&NATIVE), 10_000 - 600 - 100);
	});
}

#[test]
fn a_slash_that_is_late_by_less_than_the_window_draws_on_the_epoch_in_which_it_was_final() {
	with_chain(|| {
		let service = wards_of_two();
		budgets(percent(10), ALL);
		let ids = [(0, 6), (1, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		stop_the_chain();
		at(FINAL);
		assert_fits(ids[0]);
		take_events();
		at(FINAL + 1);
		// What was drawn an epoch ago is remembered; that of two epochs ago would not be.
		execute(ids[1]);
		assert_stopped(ids[1], Scope::Service(service), FINAL + 2);
		at(FINAL + 2);
		assert_fits(ids[1]);
	});
	with_chain(|| {
		let service = wards_of_two();
		budgets(percent(10), ALL);
		let ids = [(0, 6), (1, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		stop_the_chain();
		at(FINAL);
		assert_fits(ids[0]);
		at(FINAL + 2);
		// Late by the whole window: it was delayed enough.
		assert_fits(ids[1]);
	});
}

#[test]
fn what_is_executed_late_draws_on_the_epoch_in_which_it_was_final() {
	with_chain(|| {
		let service = wards_of_two();
		budgets(percent(10), ALL);
		let [first, second] =
			[(0, 6), (1, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		at(COUNTS + 1);
		let other = rule(service, 2, COUNTS + 1, 10);
		stop_the_chain();
		at(FINAL + 1);
		take_events();
		assert_fits(first);
		execute(second);
		assert_stopped(second, Scope::Service(service), FINAL + 2);
		// What is final in this epoch has all of its budget.
		assert_fits(other);
		assert_drawn(service, FINAL, 600);
		assert_drawn(service, FINAL + 1, 1_000);
	});
}

#[test]
fn an_epoch_of_the_window_is_remembered_though_a_later_one_is_drawn_on() {
	with_chain(|| {
		let service = wards_of_two();
		budgets(percent(10), ALL);
		let [first, second] =
			[(0, 6), (1, 5)].map(|(at, percent)| rule(service, at, COUNTS, percent));
		at(COUNTS + 1);
		let other = rule(service, 2, COUNTS + 1, 1);
		stop_the_chain();
		at(FINAL);
		assert_fits(first);
		at(FINAL + 1);
		take_events();
		assert_fits(other);
		execute(second);
		assert_stopped(second, Scope::Service(service), FINAL + 2);
		assert_drawn(service, FINAL, 600);
	});
}

// In which order.

#[test]
fn of_a_service_the_slashes_are_let_through_that_were_reported_first() {
	with_chain(|| {
		let service = members(vec![by_court()], &[1_000; 9]);
		// 30 units each, of 9,000: three of them fit.
		budgets(percent(1), ALL);
		let ids: Vec<_> = (OP..).take(9).map(|operator| convict(operator, service, 0, 3)).collect();
		at(FINAL);
		let executed: Vec<_> = ids.iter().copied().filter(|id| is_executed(*id)).collect();
		assert_eq!(executed, ids[..3]);
		let order: Vec<_> = take_events()
			.into_iter()
			.filter_map(|event| match event {
				Event::Stopped { slash, .. } => Some(slash),
				_ => None,
			})
			.collect();
		assert_eq!(order, ids[3..]);
	});
}
