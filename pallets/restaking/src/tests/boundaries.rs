//! Each delay of the ledger one epoch before its end, at it and after it, under the shortest U, the longest, and some in
//! between.

use super::{fixtures::*, *};
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::Hooks,
};
use palisade_primitives::MAX_UNBONDING_EPOCHS;

/// The unbonding periods that are tried.
const PERIODS: [Epoch; 4] = [1, 2, U, MAX_UNBONDING_EPOCHS];

/// A thousandth of a fresh pool's magnitude.
const MILLI: Balance = FULL_MAGNITUDE / 1_000;

/// An epoch that lies more than the longest U behind [`START`].
const LATE: Epoch = 50;

/// Runs `test` on a chain whose U is `epochs` from genesis on, and checks the ledger.
fn with_period(epochs: Epoch, test: impl FnOnce()) {
	with_ledger(|| {
		UnbondingEpochs::<Test>::put(epochs);
		test();
	});
}

fn for_each_period(test: impl Fn(Epoch)) {
	for epochs in PERIODS {
		with_period(epochs, || test(epochs));
	}
}

fn set_unbonding(epochs: Epoch) {
	assert_ok!(Restaking::set_unbonding_epochs(RuntimeOrigin::root(), epochs));
}

/// The first block of `epoch`.
fn start(epoch: Epoch) {
	at(epoch);
	Restaking::on_initialize(1);
}

/// Whether a slash of `service` at `epoch` can be opened; opens none.
fn can_charge(service: ServiceId, epoch: Epoch) -> bool {
	let opened = || {
		let opened = Restaking::open(&offence(service, epoch));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(opened))
	};
	match with_transaction(opened).expect("nothing else fails") {
		Ok(_) => true,
		Err(error) => {
			assert_eq!(error, Error::<Test>::EpochNotChargeable.into());
			false
		},
	}
}

/// What half of what `service` had at `epoch` is, if it can be charged: nothing is moved.
fn quoted(service: ServiceId, epoch: Epoch) -> Balance {
	sum(&Restaking::quote(&offence(service, epoch), &judgement(0, 50)))
}

fn refuse_withdrawal(who: AccountId, error: Error<Test>) {
	assert_noop!(Restaking::withdraw(signed(who), OP, NATIVE), error);
}

fn refuse_allocation(service: ServiceId, magnitude: Balance, kind: StakeKind, error: Error<Test>) {
	assert_noop!(Restaking::allocate(signed(OP), service, NATIVE, magnitude, kind), error);
}

/// The exits of `who` that are not paid or folded yet.
fn pending(who: AccountId) -> u32 {
	Positions::<Test>::get((who, OP, NATIVE)).exits.len() as u32
}

// Pledges.

#[test]
fn an_increase_counts_and_binds_exits_from_the_end_of_its_notice() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		delegate(BOB, 1_000);
		allocate(1, 400, Exclusive);
		at(COUNTS - 1);
		assert_eq!((stake(1, COUNTS - 1), quoted(1, COUNTS - 1)), (0, 0), "U = {u}");
		undelegate(BOB, 500);
		assert_eq!(exits(BOB), vec![(COUNTS, 500)], "U = {u}");
		at(COUNTS);
		assert_eq!((stake(1, COUNTS), quoted(1, COUNTS)), (600, 300), "U = {u}");
		withdraw(BOB);
		undelegate(BOB, None);
		assert_eq!(exits(BOB), vec![(COUNTS + u, 500)], "U = {u}");
		at(COUNTS + 1);
		assert_eq!(stake(1, COUNTS + 1), 400, "U = {u}");
		// Nobody can look at it otherwise afterwards.
		assert_eq!((stake(1, COUNTS - 1), stake(1, COUNTS)), (0, 600), "U = {u}");
	});
}

#[test]
fn a_pledge_that_stops_counts_through_its_epoch_and_cools_until_u_epochs_later() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(LATE);
		allocate(1, 0, Exclusive);
		assert_eq!(stake(1, LATE), 400, "U = {u}");
		for epoch in [LATE, LATE + u - 1] {
			at(epoch);
			refuse_allocation(2, 600 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
			assert_eq!(quoted(1, LATE), 200, "U = {u}, in {epoch}");
		}
		at(LATE + u);
		assert_eq!((stake(1, LATE), stake(1, LATE + 1)), (400, 0), "U = {u}");
		assert_eq!(quoted(1, LATE), 0, "U = {u}");
		allocate(2, 1_000, Exclusive);
	});
}

#[test]
fn a_pledge_is_remembered_for_one_epoch_longer_than_it_binds() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(LATE);
		let held = held_for_pledges(OP);
		allocate(1, 0, Exclusive);
		// Free from the second of these on, but the epoch in which it counted can still be asked for.
		for epoch in [LATE + u - 1, LATE + u] {
			at(epoch);
			assert_eq!(stake(1, LATE), 400, "U = {u}, in {epoch}");
			refuse_allocation(1, 1, Shared, Error::KindChanged);
			refuse_allocation(1, 0, Exclusive, Error::AllocationUnchanged);
			assert_eq!(held_for_pledges(OP), held, "U = {u}, in {epoch}");
		}
		at(LATE + u + 1);
		assert_eq!(stake(1, LATE), 0, "U = {u}");
		allocate(1, 0, Exclusive);
		assert_eq!(held_for_pledges(OP), 0, "U = {u}");
	});
}

#[test]
fn the_magnitude_is_full_again_u_epochs_after_the_last_pledge_counted() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(LATE);
		slash(1, LATE, 50);
		allocate(1, 0, Exclusive);
		at(LATE + u - 1);
		assert_eq!(thousandths(), 800, "U = {u}");
		at(LATE + u);
		assert_eq!(thousandths(), 1_000, "U = {u}");
	});
}

// Exits.

/// ALICE asks for 100 units back in epoch `requested`, of a pool whose only pledge counts through epoch `last`, or which was
/// never pledged.
fn leave_around(last: Option<Epoch>, requested: Epoch) {
	delegate(ALICE, 1_000);
	if last.is_some() {
		allocate(1, 400, Exclusive);
	}
	if let Some(last) = last.filter(|last| *last <= requested) {
		at(last);
		allocate(1, 0, Exclusive);
	}
	at(requested);
	undelegate(ALICE, 100);
}

#[test]
fn an_exit_matures_when_the_last_epoch_that_it_answers_for_is_over_and_not_one_before() {
	for u in PERIODS {
		let around = [LATE - 1, LATE, LATE + 1, LATE + u - 1, LATE + u, LATE + u + 1];
		let pledged = around.map(|requested| (Some(LATE), requested));
		for (last, requested) in pledged.into_iter().chain([(None, LATE)]) {
			let until = last.map_or(0, |last: Epoch| last.min(requested) + u);
			let claimable = until.max(requested + 1);
			let case = format!("U = {u}, requested in {requested}, claimable from {claimable}");
			with_period(u, || {
				leave_around(last, requested);
				assert_eq!(exits(ALICE), vec![(claimable, 100)], "{case}");
				at(claimable - 1);
				refuse_withdrawal(ALICE, Error::NotClaimable);
				assert_eq!(Restaking::pool(&OP, &NATIVE).exits, vec![(claimable, 100)], "{case}");
				at(claimable);
				assert_eq!(Restaking::pool(&OP, &NATIVE).exits, vec![], "{case}");
				assert_noop!(
					Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, requested),
					Error::<Test>::ExitMatured
				);
				withdraw(ALICE);
				assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 900, "{case}");
			});
			// The last epoch in which it can be taken back instead.
			with_period(u, || {
				leave_around(last, requested);
				at(claimable - 1);
				cancel(ALICE, requested);
				assert_eq!((value(ALICE), exits(ALICE)), (1_000, vec![]), "{case}");
			});
		}
	}
}

#[test]
fn who_leaves_in_each_epoch_has_as_many_exits_as_u_has_epochs() {
	for_each_period(|u| {
		delegate(ALICE, 10_000);
		allocate(1, 400, Exclusive);
		for request in 1..=3 * MAX_EXITS {
			at(COUNTS + request);
			undelegate(ALICE, 10);
			assert_eq!(pending(ALICE), request.min(u), "U = {u}, request {request}");
			let matured = Positions::<Test>::get((ALICE, OP, NATIVE)).matured;
			assert_eq!(matured, Balance::from(request.saturating_sub(u)) * 10, "U = {u}");
		}
	});
}

#[test]
fn a_slash_that_waits_leaves_room_for_the_exits_of_the_longest_u_and_one_more() {
	for_each_period(|u| {
		delegate(ALICE, 10_000);
		allocate(1, 400, Exclusive);
		at(LATE);
		open(1, LATE);
		for request in 0..MAX_UNBONDING_EPOCHS + 1 {
			at(LATE + request);
			undelegate(ALICE, 10);
			assert_eq!(pending(ALICE), request + 1, "U = {u}");
		}
		next_epoch();
		assert_noop!(
			Restaking::undelegate(signed(ALICE), OP, NATIVE, Some(10)),
			Error::<Test>::SlashDue
		);
		assert_ok!(Restaking::close(&offence(1, LATE)));
		undelegate(ALICE, 10);
		assert_eq!(pending(ALICE), u, "U = {u}");
	});
}

// Charges.

#[test]
fn an_epoch_is_charged_until_the_exits_that_answer_for_it_mature() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(LATE);
		assert!(!can_charge(1, LATE + 1), "U = {u}: the future was charged");
		undelegate(ALICE, 500);
		at(LATE + u - 1);
		refuse_withdrawal(ALICE, Error::NotClaimable);
		let both = Taken { asset: NATIVE, from_active: 100, from_exits: 100, buckets: 1 };
		assert_eq!(slash(1, LATE, 50), vec![both], "U = {u}");
		at(LATE + u);
		assert!(!can_charge(1, LATE) && can_charge(1, LATE + 1), "U = {u}");
		assert_eq!(quoted(1, LATE), 0, "U = {u}");
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 600, "U = {u}");
	});
}

#[test]
fn a_slash_of_the_last_epoch_that_can_be_charged_holds_the_exits_that_mature_next() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(LATE);
		undelegate(ALICE, 500);
		at(LATE + u - 1);
		open(1, LATE);
		next_epoch();
		refuse_withdrawal(ALICE, Error::SlashDue);
		assert_eq!(sum(&execute(1, LATE, 50)), 200, "U = {u}");
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 600, "U = {u}");
	});
}

// History.

/// Units of service 1 at the start of `epoch`, where ALICE had 1,000 units and BOB added 100 in each epoch after
/// [`START`]. Half of it is pledged.
fn grown(epoch: Epoch) -> Balance {
	(1_000 + 100 * Balance::from(epoch - START - 1)) / 2
}

#[test]
fn an_epoch_is_answered_for_as_long_as_u_and_no_more_records_are_kept() {
	for_each_period(|u| {
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		for epoch in START + 1..START + 3 * MAX_SNAPSHOTS {
			start(epoch);
			delegate(BOB, 100);
			assert_ok!(Restaking::tally(signed(CHARLIE), 1, epoch));
			let kept = (epoch - START).min(u + 1);
			assert!(kept <= MAX_SNAPSHOTS);
			let records = [
				History::<Test>::iter().count(),
				Rates::<Test>::iter().count(),
				Tallies::<Test>::iter_prefix(1).count(),
			];
			assert_eq!(records, [kept as usize; 3], "U = {u}, in {epoch}");
			if epoch < LATE {
				continue;
			}
			for past in [epoch - u, epoch - 1, epoch] {
				let told = Restaking::stake(&OP, 1, past);
				let told: Vec<_> = told.into_iter().map(|told| (told.amount, told.value)).collect();
				let amount = grown(past);
				assert_eq!(told, vec![(amount, amount * 9 / 10)], "U = {u}: {past} in {epoch}");
			}
			for unknown in [epoch - u - 1, epoch + 1] {
				assert_eq!(Restaking::stake(&OP, 1, unknown), vec![], "U = {u}: {unknown}");
				assert_eq!(Restaking::security(1, unknown).value, 0, "U = {u}: {unknown}");
				assert_noop!(
					Restaking::tally(signed(CHARLIE), 2, unknown),
					Error::<Test>::EpochNotAnswerable
				);
			}
			assert_ok!(Restaking::tally(signed(CHARLIE), 2, epoch - u));
		}
	});
}

// Changes of U.

#[test]
fn another_u_is_in_force_from_the_next_epoch_and_frees_or_binds_nothing_before() {
	let longest = MAX_UNBONDING_EPOCHS;
	for (before, after) in
		[(1, longest), (longest, 1), (longest - 1, longest), (longest, longest - 1), (1, 2), (2, 1)]
	{
		let case = format!("U from {before} to {after}");
		with_period(before, || {
			delegate(ALICE, 1_000);
			delegate(BOB, 1_000);
			allocate(1, 400, Exclusive);
			at(LATE);
			set_unbonding(after);
			assert_eq!(Restaking::unbonding_epochs(), before, "{case}");
			undelegate(ALICE, 100);
			refuse_withdrawal(ALICE, Error::NotClaimable);
			assert_eq!(stake(1, LATE), 800, "{case}");
			start(LATE + 1);
			assert_eq!(Restaking::unbonding_epochs(), after, "{case}");
			undelegate(BOB, 100);
			assert_eq!(exits(ALICE), vec![(LATE + before, 100)], "{case}");
			assert_eq!(exits(BOB), vec![(LATE + 1 + after, 100)], "{case}");
			let (old, new) = (LATE + before.min(after), LATE + 1 + after);
			for epoch in LATE + 1..LATE + longest + 3 {
				start(epoch);
				let asked = [LATE, LATE + 1].map(|past| stake(1, past) > 0);
				assert_eq!(asked, [epoch <= old, epoch <= new], "{case}, in {epoch}");
				let charged = [LATE, LATE + 1].map(|past| can_charge(1, past));
				assert_eq!(charged, [epoch < old, epoch < new], "{case}, in {epoch}");
				for (who, from) in [(ALICE, LATE + before), (BOB, LATE + 1 + after)] {
					match epoch.cmp(&from) {
						core::cmp::Ordering::Less => refuse_withdrawal(who, Error::NotClaimable),
						core::cmp::Ordering::Equal => withdraw(who),
						core::cmp::Ordering::Greater => (),
					}
				}
			}
			assert_eq!((exits(ALICE), exits(BOB)), (vec![], vec![]), "{case}");
		});
	}
}

#[test]
fn a_layer_cools_for_the_lesser_u_where_u_changes_while_it_does() {
	for (before, after) in [(1, MAX_UNBONDING_EPOCHS), (MAX_UNBONDING_EPOCHS, 1), (6, 4), (4, 6)] {
		with_period(before, || {
			let case = format!("U from {before} to {after}");
			allocate(1, 400, Exclusive);
			at(LATE);
			set_unbonding(after);
			allocate(1, 300, Exclusive);
			at(LATE + 1);
			allocate(1, 0, Exclusive);
			let first = LATE + before.min(after);
			let second = LATE + 1 + after;
			let encumbering = || Restaking::pool(&OP, &NATIVE).allocations[0].encumbering;
			for epoch in LATE + 1..=second {
				at(epoch);
				let thousandths = match epoch {
					epoch if epoch < first => 400,
					epoch if epoch < second => 300,
					_ => 0,
				};
				assert_eq!(encumbering(), thousandths * MILLI, "{case}, in {epoch}");
			}
		});
	}
}

#[test]
fn an_exit_of_stake_that_counted_before_a_rise_only_waits_for_the_shorter_u() {
	for (before, after) in [(2, 3), (U, MAX_UNBONDING_EPOCHS)] {
		with_period(before, || {
			delegate(ALICE, 1_000);
			allocate(1, 400, Exclusive);
			at(LATE);
			slash(1, LATE, 50);
			allocate(1, 0, Exclusive);
			set_unbonding(after);
			at(LATE + 1);
			undelegate(ALICE, 100);
			assert_eq!(exits(ALICE), vec![(LATE + before, 100)], "U from {before} to {after}");
			at(LATE + before - 1);
			refuse_withdrawal(ALICE, Error::NotClaimable);
			assert_eq!(thousandths(), 800, "U from {before} to {after}");
			at(LATE + before);
			withdraw(ALICE);
			assert_eq!(thousandths(), 1_000, "U from {before} to {after}");
		});
	}
}

#[test]
fn u_rises_again_in_the_first_epoch_in_which_nobody_answers_for_one_before_the_last_rise() {
	for longer in [2, U, MAX_UNBONDING_EPOCHS - 1] {
		with_period(1, || {
			at(LATE - 1);
			set_unbonding(longer);
			at(LATE + longer - 2);
			assert_noop!(
				Restaking::set_unbonding_epochs(RuntimeOrigin::root(), longer + 1),
				Error::<Test>::UnbondingRoseRecently
			);
			next_epoch();
			assert_eq!(Restaking::unbonding_epochs(), longer);
			set_unbonding(longer + 1);
			next_epoch();
			assert_eq!(Restaking::unbonding_epochs(), longer + 1);
		});
	}
}

#[test]
fn no_list_overflows_whatever_becomes_of_u_while_it_is_full() {
	for gap in 1..4 {
		with_period(MAX_UNBONDING_EPOCHS, || {
			delegate(ALICE, 100_000);
			allocate(1, 500, Exclusive);
			at(COUNTS);
			for epoch in LATE..LATE + 4 * MAX_SNAPSHOTS {
				start(epoch);
				// The lists are full by then; U falls, and rises again before they are cleared.
				match epoch.checked_sub(LATE + MAX_SNAPSHOTS) {
					Some(0) => set_unbonding(1),
					Some(since) if since == gap => set_unbonding(MAX_UNBONDING_EPOCHS),
					_ => (),
				}
				undelegate(ALICE, 10);
				slash(1, epoch, 0);
				// Of some epochs nobody asks before the last moment.
				let oldest = epoch - MAX_UNBONDING_EPOCHS;
				let asked = if epoch % 5 == 0 { oldest..=epoch } else { epoch..=epoch };
				for past in asked.filter(|past| Tallies::<Test>::get(1, past).is_none()) {
					match Restaking::tally(signed(CHARLIE), 1, past) {
						Ok(_) => (),
						Err(refused) => {
							assert_eq!(refused.error, Error::<Test>::EpochNotAnswerable.into());
						},
					}
				}
				assert!(History::<Test>::iter().count() <= MAX_SNAPSHOTS as usize);
				assert!(Tallies::<Test>::iter().count() <= MAX_SNAPSHOTS as usize);
				assert!(pending(ALICE) <= MAX_UNBONDING_EPOCHS);
			}
			assert_eq!(Restaking::unbonding_epochs(), MAX_UNBONDING_EPOCHS);
			check_ledger([0; 3]);
		});
	}
}

// A young chain.

#[test]
fn a_chain_younger_than_u_answers_for_all_of_its_epochs() {
	for_each_period(|u| {
		start(0);
		delegate(ALICE, 1_000);
		allocate(1, 500, Exclusive);
		undelegate(ALICE, 100);
		assert_eq!(exits(ALICE), vec![(1, 100)], "U = {u}");
		refuse_withdrawal(ALICE, Error::NotClaimable);
		assert_eq!(Restaking::pool(&OP, &NATIVE).exits, vec![(1, 100)], "U = {u}");
		assert!(can_charge(1, 0) && !can_charge(1, 1), "U = {u}");
		assert_ok!(Restaking::tally(signed(CHARLIE), 2, 0));
		for epoch in 1..=u + NOTICE + 1 {
			start(epoch);
			delegate(BOB, 100);
			for past in 0..=epoch {
				// What joined in an epoch counts from the next one on.
				let had = 900 + 100 * Balance::from(past.saturating_sub(1));
				let counts = past >= NOTICE && past + u >= epoch;
				let expected = if counts { had / 2 } else { 0 };
				assert_eq!(stake(1, past), expected, "U = {u}: {past} in {epoch}");
				assert_eq!(can_charge(1, past), past + u > epoch, "U = {u}: {past} in {epoch}");
			}
			assert!(!can_charge(1, epoch + 1), "U = {u}");
			let first = Restaking::tally(signed(CHARLIE), 3, 0).map(|_| ()).map_err(|e| e.error);
			let expected = match epoch {
				1 => Ok(()),
				_ if epoch <= u => Err(Error::<Test>::TallyComplete.into()),
				_ => Err(Error::<Test>::EpochNotAnswerable.into()),
			};
			assert_eq!(first, expected, "U = {u}, in {epoch}");
		}
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 900, "U = {u}");
		let first = NOTICE + 1;
		// Nothing was dropped too early: the rates of each epoch that can be asked for are there.
		let mut kept: Vec<_> = Rates::<Test>::iter_keys().collect();
		kept.sort_unstable();
		assert_eq!(kept, (first..=now()).collect::<Vec<_>>(), "U = {u}");
	});
}

#[test]
fn what_stops_and_who_leaves_in_the_first_epochs_answers_as_later() {
	for_each_period(|u| {
		at(0);
		delegate(ALICE, 1_000);
		allocate(1, 400, Exclusive);
		at(NOTICE);
		undelegate(ALICE, 500);
		allocate(1, 0, Exclusive);
		assert_eq!(exits(ALICE), vec![(NOTICE + u, 500)], "U = {u}");
		at(NOTICE + u - 1);
		refuse_withdrawal(ALICE, Error::NotClaimable);
		refuse_allocation(2, 600 * MILLI + 1, Exclusive, Error::ExceedsMagnitude);
		assert_eq!(sum(&slash(1, NOTICE, 50)), 200, "U = {u}");
		at(NOTICE + u);
		assert!(!can_charge(1, NOTICE), "U = {u}");
		withdraw(ALICE);
		assert_eq!(wallet(ALICE, &NATIVE), WEALTH - 600, "U = {u}");
		allocate(2, 1_000, Exclusive);
	});
}
