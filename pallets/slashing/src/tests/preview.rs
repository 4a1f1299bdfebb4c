//! What a slash would do, and what the other views tell of slashes.

use super::*;
use frame_support::assert_storage_noop;
use palisade_primitives::{AssetId, Page, ServiceId, SlashId, StakeView, MAX_PAGE};
use palisade_terms::{Condition, Fact, Formula, Op, Penalty};
use pallet_slashing_runtime_api::{Outcome, Preview, SlashInfo};
use std::collections::BTreeSet;

fn percent(of_stake: u64) -> Perquintill {
	Perquintill::from_percent(of_stake)
}

/// What a slash of [`OP`] would do. To ask changes nothing.
fn asked(service: ServiceId, condition: u8, epoch: Epoch, severity: u64) -> Option<Preview> {
	let severity = percent(severity);
	let ask = || Slashing::preview(service, condition, OP, epoch, severity);
	let preview = ask();
	assert_storage_noop!(assert_eq!(ask(), preview));
	preview
}

fn foreseen(service: ServiceId, condition: u8, epoch: Epoch, severity: u64) -> Preview {
	asked(service, condition, epoch, severity).expect("somebody can be charged")
}

/// Units that left [`OP`]'s pool and are on their way out.
fn leaving(asset: &AssetId) -> Balance {
	Restaking::pool(&OP, asset).exits.iter().map(|(_, amount)| amount).sum()
}

/// What a preview says of an asset: taken from active stake, and from exits.
fn effect(preview: &Preview, asset: &AssetId) -> (Balance, Balance) {
	let pool = preview.pools.iter().find(|pool| pool.asset == *asset).expect("the pool answers");
	(pool.from_active, pool.from_exits)
}

/// A slash that was just executed did what was foreseen.
fn assert_came_true(preview: Preview, slash: SlashId) {
	let Stage::Executed { penalty, taken } = stage(slash) else {
		panic!("slash {slash} was not executed");
	};
	assert_eq!(preview.penalty, penalty);
	let amounts = preview.pools.iter().map(|pool| {
		let amount = pool.from_active + pool.from_exits;
		(pool.asset.clone(), amount)
	});
	assert_eq!(amounts.collect::<Vec<_>>(), taken.into_inner());
	for pool in &preview.pools {
		assert_eq!(pool.after, Restaking::active_stake(&OP, &pool.asset));
		assert_eq!(pool.before.balance - pool.after.balance, pool.from_active);
		assert_eq!(pool.before.shares, pool.after.shares);
	}
	for (service, pledged) in &preview.pledged {
		assert_eq!(*pledged, Restaking::pledged_now(&OP, *service), "service {service}");
	}
}

/// [`OP`] belongs to two services. Of 1,500 native units 60 % are pledged to the first, which has these conditions, and the
/// rest, or as much again where it is shared, to the second; of 700 units of the other asset everything to the first. It is
/// [`COUNTS`].
fn divided(kind: StakeKind, conditions: Vec<Condition<AccountId>>) -> [ServiceId; 2] {
	register(OP);
	let services = [create(conditions), create(vec![vetoable()])];
	services.into_iter().for_each(|service| join(OP, service));
	delegate(ALICE, OP, NATIVE, 1_000);
	delegate(BOB, OP, NATIVE, 500);
	delegate(BOB, OP, STAKED_DOT, 700);
	pledge(OP, services[0], NATIVE, 600, kind);
	pledge(OP, services[0], STAKED_DOT, 1_000, kind);
	pledge(OP, services[1], NATIVE, if kind == Shared { 600 } else { 400 }, kind);
	at(COUNTS);
	take_events();
	services
}

// What comes true.

#[test]
fn a_preview_tells_what_a_slash_takes_from_stake_and_exits_in_two_assets() {
	for kind in [Exclusive, Shared] {
		with_chain(|| {
			let [service, other] = divided(kind, vec![at_once()]);
			// One leaves in the charged epoch, one after it.
			assert_ok!(Restaking::undelegate(signed(BOB), OP, NATIVE, Some(200)));
			at(COUNTS + 1);
			assert_ok!(Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(300)));
			assert_ok!(Restaking::undelegate(signed(BOB), OP, STAKED_DOT, Some(100)));

			let preview = foreseen(service, 0, COUNTS, 100);
			assert_eq!((preview.penalty, preview.bond), (percent(50), 0));
			let (from_active, from_exits) = effect(&preview, &NATIVE);
			// 30 % of 1,000 units that stay, and of 200 and 300 that leave.
			assert_eq!((from_active, from_exits), (300, 60 + 90));
			assert_eq!(effect(&preview, &STAKED_DOT), (300, 50));
			let told: BTreeSet<_> = preview.pledged.iter().map(|(service, _)| *service).collect();
			assert_eq!(told, BTreeSet::from([service, other]));

			let before = [NATIVE, STAKED_DOT].map(|asset| leaving(&asset));
			let id = report(service, 0, COUNTS);
			let after = [NATIVE, STAKED_DOT].map(|asset| leaving(&asset));
			assert_eq!([before[0] - after[0], before[1] - after[1]], [from_exits, 50]);
			assert_came_true(preview, id);
		});
	}
}

#[test]
fn a_preview_tells_what_is_left_to_other_services() {
	for kind in [Exclusive, Shared] {
		with_chain(|| {
			let harsh = Condition { penalty: flat(90), ..at_once() };
			let [service, other] = divided(kind, vec![harsh]);
			let of_other = |preview: &Preview| {
				let entry = preview.pledged.iter().find(|(service, _)| *service == other);
				entry.unwrap().1[0].amount
			};
			let before = Restaking::pledged_now(&OP, other)[0].amount;
			let preview = foreseen(service, 0, COUNTS, 100);
			match kind {
				Exclusive => assert_eq!((before, of_other(&preview)), (600, 600)),
				// 46 % are left: less than what was pledged.
				Shared => assert_eq!((before, of_other(&preview)), (900, 690)),
			}
			let id = report(service, 0, COUNTS);
			assert_came_true(preview, id);
		});
	}
}

#[test]
fn a_preview_reckons_with_slashes_that_wait() {
	for kind in [Exclusive, Shared] {
		with_chain(|| {
			let [service, other] = divided(kind, vec![at_once(), vetoable()]);
			assert_ok!(Restaking::undelegate(signed(BOB), OP, NATIVE, Some(200)));
			let waiting = [report(service, 1, COUNTS), report(other, 0, COUNTS)];
			at(COUNTS + 1);
			let preview = foreseen(service, 0, COUNTS, 100);
			let id = report(service, 0, COUNTS);
			assert_came_true(preview, id);
			assert_eq!(waiting.map(stage), [Stage::Pending, Stage::Pending]);
			// The other condition of that epoch: it would come to the rest of what was pledged.
			let preview = foreseen(service, 1, COUNTS, 100);
			assert!(effect(&preview, &NATIVE).1 > 0);
			Budget::set(Default::default());
			at(COUNTS + 2);
			let preview_later = foreseen(service, 1, COUNTS, 100);
			let effects =
				|preview: &Preview| [NATIVE, STAKED_DOT].map(|asset| effect(preview, &asset));
			assert_eq!(effects(&preview), effects(&preview_later));
			at(COUNTS + 3);
			assert_ok!(Slashing::execute(signed(STRANGER), waiting[0]));
			assert_came_true(preview_later, waiting[0]);
		});
	}
}

#[test]
fn a_preview_knows_what_was_executed_for_the_same_epoch() {
	with_chain(|| {
		let lesser = Condition { penalty: flat(40), ..at_once() };
		let service = create_with(palisade_terms::Terms {
			max_slash_per_epoch: percent(70),
			..terms(vec![at_once(), lesser])
		});
		register(OP);
		join(OP, service);
		delegate(ALICE, OP, NATIVE, 1_000);
		pledge(OP, service, NATIVE, 1_000, Exclusive);
		at(COUNTS);
		assert_eq!(effect(&foreseen(service, 1, COUNTS, 100), &NATIVE), (400, 0));
		report(service, 0, COUNTS);
		let preview = foreseen(service, 1, COUNTS, 100);
		assert_eq!((preview.penalty, effect(&preview, &NATIVE)), (percent(40), (200, 0)));
		let id = report(service, 1, COUNTS);
		assert_came_true(preview, id);
		// There is nothing more that it could take.
		assert_eq!(effect(&foreseen(service, 1, COUNTS, 100), &NATIVE), (0, 0));
	});
}

#[test]
fn a_preview_reckons_with_the_allowance_that_words_have_left() {
	for kind in [Exclusive, Shared] {
		with_chain(|| {
			let service = guarded(vec![by_court()], 1_000, kind);
			let first = rule(service, 0, COUNTS, 4);
			at(COUNTS + 1);
			let second = rule(service, 0, COUNTS + 1, 9);
			assert_ok!(Slashing::uphold(signed(RESOLVER), second));
			Budget::set(Default::default());
			at(COUNTS + 3);
			let mut expected = [(90, 0), (90, 0)];
			assert_eq!(effect(&foreseen(service, 0, COUNTS + 1, 9), &NATIVE), expected[0]);
			assert_ok!(Slashing::execute(signed(STRANGER), first));
			let preview = foreseen(service, 0, COUNTS + 1, 9);
			if kind == Shared {
				expected[1] = (60, 0);
			}
			assert_eq!((preview.penalty, effect(&preview, &NATIVE)), (percent(9), expected[1]));
			assert_ok!(Slashing::execute(signed(STRANGER), second));
			assert_came_true(preview, second);
		});
	}
}

#[test]
fn a_preview_counts_repeats() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(3), ..at_once() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		for later in [0, 1, 2] {
			let epoch = COUNTS + later;
			at(epoch);
			let preview = foreseen(service, 0, epoch, 100);
			assert_eq!(preview.penalty, percent(u64::from(later) + 1));
			let id = report(service, 0, epoch);
			assert_came_true(preview, id);
		}
		// It would be the fourth.
		at(COUNTS + 3);
		assert_eq!(foreseen(service, 0, COUNTS + 3, 100).penalty, percent(4));
	});
}

#[test]
fn repeats_are_not_counted_for_a_formula_that_does_not_look_back() {
	with_chain(|| {
		let counting = Condition { penalty: repeated(3), ..at_once() };
		let service = guarded(vec![at_once(), counting], 100_000, Exclusive);
		let repeats = |condition| {
			let facts = Slashing::facts_of(service, condition, OP, COUNTS + 1, percent(100));
			facts.expect("somebody can be charged").repeats
		};
		at(COUNTS + 1);
		for condition in [0, 1] {
			report(service, condition, COUNTS);
		}
		assert_eq!([0, 1].map(repeats), [0, 1]);
	});
}

#[test]
fn a_preview_counts_what_is_final_by_now() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(2), ..vetoable() };
		let service = guarded(vec![condition], 100_000, Exclusive);
		let first = report(service, 0, COUNTS);
		at(COUNTS + 3);
		assert!(is_executed(first));
		// When a slash that is reported now is final the first one will be too old.
		let preview = foreseen(service, 0, COUNTS + 3, 100);
		assert_eq!(preview.penalty, percent(2));
		let second = report(service, 0, COUNTS + 3);
		let penalty = Slashing::penalty(second, &Slashes::<Test>::get(second).unwrap());
		assert_eq!(penalty, percent(1));
	});
}

#[test]
fn a_preview_tells_the_bond() {
	for (stake, bond) in [(1_000, MIN_BOND), (100_000, 1_000), (100_001, 1_001)] {
		with_chain(|| {
			let service = guarded(vec![vetoable(), at_once()], stake, Exclusive);
			assert_eq!(foreseen(service, 1, COUNTS, 100).bond, 0);
			let preview = foreseen(service, 0, COUNTS, 100);
			assert_eq!(preview.bond, bond);
			let id = report(service, 0, COUNTS);
			assert_eq!(bond_of(REPORTER), bond);
			at(COUNTS + 3);
			assert_came_true(preview, id);
		});
	}
}

#[test]
fn a_preview_is_as_severe_as_one_asks() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		for severity in [1, 20, 100] {
			let preview = foreseen(service, 0, COUNTS, severity);
			assert_eq!(preview.penalty, percent(severity));
			assert_eq!(effect(&preview, &NATIVE), (u128::from(severity) * 10, 0));
		}
	});
}

#[test]
fn where_nothing_was_pledged_a_preview_takes_nothing() {
	with_chain(|| {
		register(OP);
		let service = create(vec![at_once()]);
		join(OP, service);
		delegate(ALICE, OP, NATIVE, 1_000);
		at(COUNTS);
		let preview = foreseen(service, 0, COUNTS, 100);
		assert_eq!((preview.penalty, preview.pools.len()), (percent(50), 0));
		assert_eq!(preview.pledged, vec![(service, vec![])]);
		let id = report(service, 0, COUNTS);
		assert_came_true(preview, id);
	});
}

#[test]
fn there_is_no_preview_where_nobody_can_be_charged() {
	with_chain(|| {
		let members = Formula::new(vec![Op::Fact(Fact::Members)].try_into().unwrap());
		let reading =
			Condition { penalty: Penalty { formula: members, look_back: 0 }, ..at_once() };
		let service = guarded(vec![at_once(), reading], 1_000, Exclusive);
		register(OPS[1]);
		assert!(asked(service, 0, COUNTS, 100).is_some());
		// One that reads what has to be added up first: a preview does so, as the report will.
		assert!(asked(service, 1, COUNTS, 100).is_some());
		// An unknown service, an unknown condition.
		assert_eq!(asked(service + 1, 0, COUNTS, 100), None);
		assert_eq!(asked(service, 2, COUNTS, 100), None);
		// Before the membership, and in the future.
		assert_eq!(asked(service, 0, COUNTS - 1, 100), None);
		assert_eq!(asked(service, 0, COUNTS + 1, 100), None);
		// Somebody else.
		let other = |operator| Slashing::preview(service, 0, operator, COUNTS, percent(100));
		assert_storage_noop!(assert_eq!((other(OPS[1]), other(STRANGER)), (None, None)));
		at(COUNTS + 4);
		assert!(asked(service, 0, COUNTS, 100).is_some());
		at(COUNTS + 5);
		assert_eq!(asked(service, 0, COUNTS, 100), None);
		assert!(asked(service, 0, COUNTS + 1, 100).is_some());
	});
}

// What waits.

type Pending = Page<(SlashId, SlashInfo<AccountId>), SlashId>;

fn ids(page: &Pending) -> Vec<SlashId> {
	page.items.iter().map(|(id, _)| *id).collect()
}

/// Slashes of [`OP`] that wait, of two services, beside others that do not or are somebody else's.
fn waiting() -> (Vec<SlashId>, SlashId) {
	register(OPS[1]);
	let [service, other] = divided(Shared, vec![at_once(), vetoable()]);
	join(OPS[1], other);
	at(COUNTS + 2);
	report(service, 0, COUNTS);
	let overturned = report(other, 0, COUNTS);
	assert_ok!(Slashing::overturn(signed(RESOLVER), overturned, false));
	let stranger = accuse(OPS[1], other, 0, COUNTS + 2);
	let mut waiting: Vec<SlashId> =
		[0, 1, 2].map(|later| report(service, 1, COUNTS + later)).into();
	waiting.extend([1, 2].map(|later| report(other, 0, COUNTS + later)));
	(waiting, stranger)
}

#[test]
fn pending_slashes_are_those_of_the_operator_that_wait() {
	with_chain(|| {
		let (waiting, stranger) = waiting();
		let all = Slashing::pending(&OP, None, 100);
		assert_eq!(all.next, None);
		assert_eq!(ids(&all).into_iter().collect::<BTreeSet<_>>(), waiting.into_iter().collect());
		for (id, info) in &all.items {
			assert_eq!(Slashing::slash(*id).as_ref(), Some(info));
		}
		assert_eq!(ids(&Slashing::pending(&OPS[1], None, 100)), vec![stranger]);
		let nobody = Pending { items: vec![], next: None };
		assert_eq!(Slashing::pending(&OPS[2], None, 100), nobody);
	});
}

#[test]
fn pages_of_pending_slashes_join_without_gaps() {
	with_chain(|| {
		let (waiting, _) = waiting();
		let all = ids(&Slashing::pending(&OP, None, 100));
		for limit in 1..=waiting.len() as u32 + 1 {
			let (mut from, mut seen) = (None, Vec::new());
			loop {
				let page = Slashing::pending(&OP, from, limit);
				assert!(page.items.len() <= limit as usize);
				seen.extend(ids(&page));
				from = page.next;
				if from.is_none() {
					break;
				}
				assert_eq!(page.items.len(), limit as usize);
			}
			assert_eq!(seen, all, "by {limit}");
		}
		// A page of nothing says where the list starts, or goes on.
		let empty = |next| Pending { items: vec![], next: Some(next) };
		assert_eq!(Slashing::pending(&OP, None, 0), empty(all[0]));
		assert_eq!(Slashing::pending(&OP, Some(all[2]), 0), empty(all[2]));
	});
}

#[test]
fn a_page_has_no_more_than_the_most() {
	new_test_ext().execute_with(|| {
		for id in 0..MAX_PAGE + 2 {
			PendingOf::<Test>::insert(OP, id, ());
		}
		let last: Vec<_> = PendingOf::<Test>::iter_key_prefix(OP).skip(MAX_PAGE as usize).collect();
		assert_eq!(Slashing::pending(&OP, None, u32::MAX).next, Some(last[0]));
		assert_eq!(Slashing::pending(&OP, Some(last[0]), u32::MAX).next, None);
	});
}

#[test]
fn a_page_goes_on_where_its_first_slash_waits_no_more() {
	with_chain(|| {
		waiting();
		let all = ids(&Slashing::pending(&OP, None, 100));
		let page = Slashing::pending(&OP, None, 2);
		assert_eq!(page.next, Some(all[2]));
		assert_ok!(Slashing::overturn(RuntimeOrigin::root(), all[2], false));
		assert_eq!(ids(&Slashing::pending(&OP, page.next, 100)), all[3..]);
	});
}

// What a slash is.

#[test]
fn the_view_of_a_slash_follows_it_through_its_life() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 100_000, Exclusive);
		let id = rule(service, 0, COUNTS, 20);
		let mut expected = SlashInfo {
			offence: Offence { operator: OP, service, epoch: COUNTS },
			condition: 0,
			severity: percent(20),
			reporter: Some(COURT),
			bond: 1_000,
			reported: COUNTS,
			final_from: COUNTS + 3,
			stopped_until: None,
			upheld: false,
			limit: percent(100),
			outcome: Outcome::Pending { penalty: percent(20) },
		};
		assert_eq!(Slashing::slash(id), Some(expected.clone()));

		assert_ok!(Slashing::reduce(signed(RESOLVER), id, percent(5)));
		expected.limit = percent(5);
		expected.outcome = Outcome::Pending { penalty: percent(5) };
		assert_eq!(Slashing::slash(id), Some(expected.clone()));

		at(COUNTS + 1);
		report_proof(COURT, service, 0, COUNTS, ruling(2, 30));
		expected.severity = percent(30);
		expected.limit = percent(100);
		expected.reported = COUNTS + 1;
		expected.final_from = COUNTS + 4;
		expected.outcome = Outcome::Pending { penalty: percent(30) };
		assert_eq!(Slashing::slash(id), Some(expected.clone()));

		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		expected.upheld = true;
		expected.final_from = COUNTS + 3;
		assert_eq!(Slashing::slash(id), Some(expected.clone()));

		at(COUNTS + 3);
		let taken = vec![(NATIVE, 30_000)];
		expected.outcome = Outcome::Executed { penalty: percent(30), taken };
		assert_eq!(Slashing::slash(id), Some(expected));

		at(COUNTS + 3 + REMEMBERED_EPOCHS);
		assert_eq!(Slashing::slash(id), None);
		assert_eq!(Slashing::slash(id + 1), None);
	});
}

#[test]
fn the_view_of_an_overturned_slash_tells_whether_it_was_frivolous() {
	for frivolous in [false, true] {
		with_chain(|| {
			let service = guarded(vec![by_court()], 1_000, Shared);
			let id = rule(service, 0, COUNTS, 20);
			assert_ok!(Slashing::overturn(RuntimeOrigin::root(), id, frivolous));
			let info = Slashing::slash(id).unwrap();
			assert_eq!(info.outcome, Outcome::Overturned { frivolous });
			assert_eq!((info.bond, info.final_from), (MIN_BOND, COUNTS + 3));
		});
	}
}

#[test]
fn the_penalty_of_a_pending_slash_is_by_what_is_known_now() {
	with_chain(|| {
		let condition = Condition { penalty: repeated(4), ..vetoable() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let first = report(service, 0, COUNTS);
		at(COUNTS + 1);
		let second = report(service, 0, COUNTS + 1);
		let outcome = |id| Slashing::slash(id).unwrap().outcome;
		let pending = |of_stake| Outcome::Pending { penalty: percent(of_stake) };
		assert_eq!((outcome(first), outcome(second)), (pending(1), pending(2)));
		assert_ok!(Slashing::overturn(signed(RESOLVER), first, false));
		assert_eq!(outcome(second), pending(1));
	});
}

#[test]
fn the_view_of_a_slash_tells_the_first_reporter() {
	with_chain(|| {
		let condition = Condition { proceeds: proceeds(5, 0), ..at_once() };
		let service = guarded(vec![condition], 1_000, Exclusive);
		let proof = double_sign(OP, (service, COUNTS), 1);
		let id = report_proof(STRANGER, service, 0, COUNTS, proof);
		let info = Slashing::slash(id).unwrap();
		assert_eq!((info.reporter, info.bond), (Some(STRANGER), 0));
		assert_eq!(wallet(STRANGER, &NATIVE), WEALTH + 25);
	});
}
