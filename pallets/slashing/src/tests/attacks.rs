//! What attackers try, each with the guard that stops it.

use super::*;
use palisade_primitives::{ServiceId, SlashId};
use palisade_terms::{Condition, Formula, Penalty, Proceeds, Resolution, Restitution};
use sp_runtime::{Perbill, TokenError};

/// Has no account.
const GHOST: AccountId = 99;

/// Double signing costs `percent`, at once, under [`at_once`] otherwise.
fn costing(percent: u64) -> Condition<AccountId> {
	Condition { penalty: flat(percent), ..at_once() }
}

/// The court in whose ruling somebody has a hand: what it takes goes to the client and to itself.
fn pocketed() -> Condition<AccountId> {
	Condition { proceeds: proceeds(5, 95), ..by_court() }
}

/// All that the ledger moved so far for a slash.
fn taken(id: SlashId) -> Balance {
	match stage(id) {
		Stage::Executed { taken, .. } => taken.iter().map(|(_, amount)| amount).sum(),
		other => panic!("{id} is not executed: {other:?}"),
	}
}

fn leave_pool(who: AccountId, amount: Option<Balance>) {
	assert_ok!(Restaking::undelegate(signed(who), OP, NATIVE, amount));
}

fn pool_account() -> Balance {
	wallet(Restaking::pool_account(), &NATIVE)
}

// Between offence and report.

#[derive(Clone, Copy, PartialEq, Debug)]
enum Dodge {
	Nothing,
	Leave,
	Eject,
	LeaveAndReturn,
	Deallocate,
	RingFence,
	DeallocateAndRingFence,
	MilderTerms,
	Lapse,
	Close,
	AskForStake,
	ChangeKey,
}

impl Dodge {
	/// In the charged epoch, after the offence.
	fn begin(self, service: ServiceId, own: ServiceId, kind: StakeKind) {
		match self {
			Self::Nothing => (),
			// Guard: whoever was a member in the charged epoch is judged.
			Self::Leave | Self::LeaveAndReturn => {
				assert_ok!(Services::leave(signed(OP), service));
				self.vanish(service);
			},
			Self::Eject => {
				assert_ok!(Services::eject(signed(OWNER), service, OP));
			},
			// Guard: what counted in the charged epoch cools for U epochs.
			Self::Deallocate => pledge(OP, service, NATIVE, 0, kind),
			Self::RingFence => Self::fence(own, kind),
			Self::DeallocateAndRingFence => {
				pledge(OP, service, NATIVE, 0, kind);
				Self::fence(own, kind);
			},
			// Guard: the terms in force at the start of the charged epoch judge.
			Self::MilderTerms | Self::Lapse => {
				assert_ok!(Services::update_terms(signed(OWNER), service, terms(vec![])));
				if self == Self::MilderTerms {
					assert_ok!(Services::accept_terms(signed(OP), service, 2));
				}
			},
			// Guard: closing ends nothing that is liable, and the record stays.
			Self::Close => {
				assert_ok!(Services::close(signed(OWNER), service));
				self.vanish(service);
			},
			// Guard: exits of the charged epoch and of later ones answer.
			Self::AskForStake => leave_pool(ALICE, None),
			// Guard: old keys keep answering.
			Self::ChangeKey => {
				let pair = pair(1_000);
				let payload = palisade_primitives::keys::possession_payload(
					&GENESIS,
					service,
					&OP,
					&pair.key(),
				);
				let proof = pair.sign(&payload);
				assert_ok!(Services::set_key(signed(OP), service, pair.key(), proof));
			},
		}
	}

	/// In the epoch of the report, before it.
	fn go_on(self, service: ServiceId, own: ServiceId, kind: StakeKind) {
		match self {
			Self::Leave | Self::Close => self.vanish(service),
			Self::LeaveAndReturn => join(OP, service),
			Self::DeallocateAndRingFence => Self::fence_more(own, kind),
			_ => (),
		}
	}

	/// The guard: no record goes before it answers for nothing.
	fn vanish(self, service: ServiceId) {
		let clear = || Services::clear_membership(signed(STRANGER), service, OP);
		assert_noop!(clear(), pallet_services::Error::<Test>::StillAnswers);
		let error = pallet_operators::Error::<Test>::HasMemberships;
		assert_noop!(Operators::deregister(signed(OP)), error);
		if self == Self::Close {
			let error = pallet_services::Error::<Test>::RecordsRemain;
			assert_noop!(Services::remove(signed(OWNER), service), error);
		}
	}

	/// Ring-fences as much as can be: what the judge never had.
	fn fence(own: ServiceId, kind: StakeKind) {
		Self::fence_more(own, kind);
		pledge(OP, own, NATIVE, 400, Exclusive);
	}

	/// The guard: stake that others can accuse, or could, is not ring-fenced.
	fn fence_more(own: ServiceId, kind: StakeKind) {
		let error = match kind {
			Exclusive => pallet_restaking::Error::<Test>::ExceedsMagnitude,
			Shared => pallet_restaking::Error::<Test>::WouldShelterStake,
		};
		let magnitude = 401 * 1_000_000_000_000_000;
		assert_noop!(Restaking::allocate(signed(OP), own, NATIVE, magnitude, Exclusive), error);
	}
}

#[test]
fn nothing_that_is_done_between_offence_and_report_makes_the_slash_smaller() {
	use Dodge::*;
	for kind in [Exclusive, Shared] {
		for dodge in [
			Nothing,
			Leave,
			Eject,
			LeaveAndReturn,
			Deallocate,
			RingFence,
			DeallocateAndRingFence,
			MilderTerms,
			Lapse,
			Close,
			AskForStake,
			ChangeKey,
		] {
			with_chain(|| {
				register(OP);
				let service = create(vec![at_once()]);
				let own = create(vec![]);
				join(OP, service);
				if matches!(dodge, RingFence | DeallocateAndRingFence) {
					join(OP, own);
				}
				delegate(ALICE, OP, NATIVE, 10_000);
				delegate(BOB, OP, NATIVE, 10_000);
				pledge(OP, service, NATIVE, 600, kind);
				at(COUNTS);
				dodge.begin(service, own, kind);
				for epoch in 1..=4 {
					at(COUNTS + epoch);
				}
				dodge.go_on(service, own, kind);
				let id = report(service, 0, COUNTS);
				assert_eq!(taken(id), 6_000, "{dodge:?}, {kind:?}");
				for who in [ALICE, BOB] {
					assert_eq!(wealth(who, &NATIVE), WEALTH - 3_000, "{dodge:?}, {kind:?}");
				}
			});
		}
	}
}

#[test]
fn a_service_that_was_closed_after_the_offence_is_still_the_victim_of_a_ruling() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		assert_ok!(Services::close(signed(OWNER), service));
		assert_ok!(Services::leave(signed(OP), service));
		at(COUNTS + 2);
		let id = rule(service, 0, COUNTS, 50);
		// While the slash waits, too.
		leave_pool(ALICE, None);
		at(COUNTS + 5);
		assert_eq!(taken(id), 500);
		// In the epoch after the charged one nobody was a member.
		assert_noop!(
			Slashing::report(signed(COURT), service, 0, OP, COUNTS + 3, ruling(2, 50)),
			Error::<Test>::NotMember
		);
	});
}

// Around a pending slash. Guard: it moves nothing, so no price tells of it.

#[derive(Clone, Copy, PartialEq, Debug)]
enum Play {
	/// What the twin does.
	Wait,
	/// Asks for everything before the report, and takes it back while the slash waits.
	OutBeforeAndBackMeanwhile,
	/// Asks for everything while it waits, and takes it back when it is decided.
	OutMeanwhileAndBackAfter,
	/// Adds stake while it waits, and asks for that again.
	MoreMeanwhile,
	/// Adds stake on the last day, and asks for that when it is decided.
	MoreAtTheLast,
}

/// What ALICE and BOB have after a ruling that is overturned, or not.
fn played(play: Play, overturned: bool) -> (Balance, Balance) {
	let mut ends = (0, 0);
	with_chain(|| {
		let service = guarded(vec![by_court()], 10_000, Exclusive);
		delegate(BOB, OP, NATIVE, 5_000);
		let charged = COUNTS + 1;
		at(charged);
		if play == Play::OutBeforeAndBackMeanwhile {
			leave_pool(ALICE, None);
		}
		at(charged + 1);
		let id = rule(service, 0, charged, 30);
		let cancel = |epoch| Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, epoch);
		match play {
			Play::OutBeforeAndBackMeanwhile => {
				assert_ok!(cancel(charged));
			},
			Play::OutMeanwhileAndBackAfter => leave_pool(ALICE, None),
			Play::MoreMeanwhile => delegate(ALICE, OP, NATIVE, 10_000),
			Play::Wait | Play::MoreAtTheLast => (),
		}
		at(charged + 2);
		if play == Play::MoreMeanwhile {
			leave_pool(ALICE, Some(10_000));
		}
		at(charged + 3);
		if play == Play::MoreAtTheLast {
			delegate(ALICE, OP, NATIVE, 10_000);
		}
		if overturned {
			assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
		}
		at(charged + 4);
		assert_eq!(is_executed(id), !overturned);
		match play {
			// Both lost the same of their magnitude, so it may go back: with what it lost.
			Play::OutMeanwhileAndBackAfter => {
				assert_ok!(cancel(charged + 1));
			},
			Play::MoreAtTheLast => leave_pool(ALICE, Some(10_000)),
			_ => (),
		}
		ends = (wealth(ALICE, &NATIVE), wealth(BOB, &NATIVE));
	});
	ends
}

const PLAYS: [Play; 4] = [
	Play::OutBeforeAndBackMeanwhile,
	Play::OutMeanwhileAndBackAfter,
	Play::MoreMeanwhile,
	Play::MoreAtTheLast,
];

#[test]
fn going_out_or_in_around_an_overturn_gains_nothing() {
	let twin = played(Play::Wait, true);
	assert_eq!(twin, (WEALTH, WEALTH));
	for play in PLAYS {
		assert_eq!(played(play, true), twin, "{play:?}");
	}
}

#[test]
fn going_out_or_in_around_an_execution_gains_nothing() {
	let twin = played(Play::Wait, false);
	assert_eq!(twin, (WEALTH - 3_000, WEALTH - 1_500));
	for play in PLAYS {
		let (alice, bob) = played(play, false);
		assert!(alice <= twin.0, "{play:?}: {alice}");
		// Nor does it cost others anything.
		assert!(bob >= twin.1, "{play:?}: {bob}");
		// What a position is worth rounds down.
		assert!((4_500..=4_501).contains(&(2 * WEALTH - alice - bob)), "the bill: {play:?}");
	}
}

// Guard: what was hit alone differs in its magnitude.
#[test]
fn an_exit_from_before_the_offence_answers_when_it_comes_back_and_cannot_come_back_afterwards() {
	for comes_back in [true, false] {
		with_chain(|| {
			let service = guarded(vec![by_court()], 10_000, Exclusive);
			delegate(BOB, OP, NATIVE, 5_000);
			leave_pool(ALICE, None);
			at(COUNTS + 1);
			rule(service, 0, COUNTS + 1, 30);
			let cancel = || Restaking::cancel_undelegation(signed(ALICE), OP, NATIVE, COUNTS);
			if comes_back {
				assert_ok!(cancel());
			}
			at(COUNTS + 4);
			// 30 % of what BOB had there at the offence.
			let (alice, bob) = if comes_back { (1_000, 500) } else { (0, 1_500) };
			assert_eq!(wealth(ALICE, &NATIVE), WEALTH - alice);
			assert_eq!(wealth(BOB, &NATIVE), WEALTH - bob);
			if !comes_back {
				let error = pallet_restaking::Error::<Test>::BucketDiverged;
				assert_noop!(cancel(), error);
			}
		});
	}
}

// Slots and floods.

// Guard: only slashes that rest on somebody's word take a slot.
#[test]
fn rulings_that_fill_all_slots_keep_no_double_signature_from_being_reported() {
	with_chain(|| {
		let conditions = vec![by_court(), by_court(), vetoable(), costing(20)];
		let service = guarded(conditions, 10_000, Exclusive);
		at(COUNTS + 1);
		let mut rulings = Vec::new();
		for (condition, epoch) in [(0, COUNTS), (0, COUNTS + 1), (1, COUNTS), (1, COUNTS + 1)] {
			rulings.push(rule(service, condition, epoch, 1));
		}
		at(COUNTS + 2);
		let fifth = || {
			Slashing::report(signed(COURT), service, 0, OP, COUNTS + 2, ruling(1, 1)).map(|_| ())
		};
		assert_noop!(fifth(), Error::<Test>::TooManyOpenRulings);
		let waits = report(service, 2, COUNTS);
		assert_eq!(stage(waits), Stage::Pending);
		let executed = report(service, 3, COUNTS);
		assert_eq!(taken(executed), 2_000);
		// A slot that is free can be taken.
		assert_ok!(Slashing::overturn(signed(RESOLVER), rulings[0], false));
		assert_ok!(fifth());
	});
}

// Guards: a fact must be more severe, is the last of 8, and comes before the evidence is too old.
#[test]
fn many_small_rulings_take_what_the_greatest_takes_and_cannot_delay_it_for_ever() {
	with_chain(|| {
		let service = guarded(vec![by_court()], 1_000, Exclusive);
		let id = rule(service, 0, COUNTS, 1);
		let raise = |topic, percent| {
			let proof = ruling(topic, percent);
			Slashing::report(signed(COURT), service, 0, OP, COUNTS, proof).map(|_| ())
		};
		// ALICE wants to be gone before the slash is final.
		leave_pool(ALICE, None);
		at(COUNTS + 2);
		for topic in 2..=8 {
			assert_noop!(raise(99, u64::from(topic) - 1), Error::<Test>::NotMoreSevere);
			assert_ok!(raise(topic, topic.into()));
		}
		assert_noop!(raise(9, 9), Error::<Test>::TooManyFacts);
		assert_eq!(OpenRulings::<Test>::get(service, OP), 1);
		for epoch in [COUNTS + 3, COUNTS + 4] {
			at(epoch);
			assert_noop!(raise(9, 9), Error::<Test>::EvidenceTooOld);
			assert_eq!(stage(id), Stage::Pending);
		}
		// evidence_age + window + 1 epochs after the offence, whatever was reported when.
		at(COUNTS + 5);
		assert_eq!(taken(id), 80);
		assert_eq!(wealth(ALICE, &NATIVE), WEALTH - 80);
	});
}

// Guard: penalties of one case are one penalty, and those of different conditions add up to `max_slash_per_epoch` at most.
#[test]
fn many_conditions_for_one_deed_take_the_maximum_of_the_terms_at_most() {
	with_chain(|| {
		let conditions = (0..8).map(|_| costing(20)).collect();
		let mut terms = terms(conditions);
		terms.max_slash_per_epoch = Perquintill::from_percent(50);
		register(OP);
		let service = create_with(terms);
		join(OP, service);
		delegate(ALICE, OP, NATIVE, 1_000);
		pledge(OP, service, NATIVE, 1_000, Exclusive);
		at(COUNTS);
		let all: Vec<_> =
			(0..8).map(|condition| taken(report(service, condition, COUNTS))).collect();
		assert_eq!(all, [200, 200, 100, 0, 0, 0, 0, 0]);
	});
}

// Guard: in an epoch of the agenda services take turns.
#[test]
fn a_flood_of_dust_before_a_deadline_holds_up_no_other_service() {
	with_chain(|| {
		register(OP);
		let flood = create(vec![by_court(), by_court()]);
		let victim = create(vec![by_court()]);
		for service in [flood, victim] {
			join(OP, service);
		}
		delegate(ALICE, OP, NATIVE, 10_000);
		pledge(OP, flood, NATIVE, 500, Exclusive);
		pledge(OP, victim, NATIVE, 500, Exclusive);
		at(COUNTS + 1);
		let mut dust = Vec::new();
		for (condition, epoch) in [(0, COUNTS), (0, COUNTS + 1), (1, COUNTS), (1, COUNTS + 1)] {
			let grain =
				Proof::Ruling(Ruling { topic: H256::zero(), severity: Perquintill::from_parts(1) });
			dust.push(report_proof(COURT, flood, condition, epoch, grain));
		}
		let id = rule(victim, 0, COUNTS, 50);
		at(COUNTS + 3);
		// One execution a block.
		let step = <Test as Config>::WeightInfo::next_due();
		let one = Slashing::execution_weight(&size(5)).saturating_add(step.saturating_mul(3));
		Budget::set(one);
		at(COUNTS + 4);
		begin_block();
		// One of each. A grain of the magnitude may have gone before, and rounds a unit away.
		assert!(taken(id).abs_diff(2_500) <= 1);
		let (done, late): (Vec<SlashId>, Vec<SlashId>) =
			dust.iter().partition(|id| is_executed(**id));
		assert_eq!(done.len(), 1);
		// What is late is final nevertheless.
		let overturn = || Slashing::overturn(RuntimeOrigin::root(), late[0], false);
		assert_noop!(overturn(), Error::<Test>::WindowClosed);
		// And anybody may be faster.
		assert_ok!(Slashing::execute(signed(STRANGER), late[0]));
		for _ in 0..2 {
			begin_block();
		}
		assert!(dust.into_iter().all(is_executed));
	});
}

// Pockets.

// Guards: no restitution from shared stake, and a word takes a tenth of it at most in each epoch of execution.
#[test]
fn a_dummy_service_takes_no_shared_stake_into_its_pocket_before_another_claims_it() {
	with_chain(|| {
		register(OP);
		let real = create(vec![costing(100)]);
		let dummy = create(vec![pocketed()]);
		for service in [real, dummy] {
			join(OP, service);
			pledge(OP, service, NATIVE, 1_000, Shared);
		}
		delegate(ALICE, OP, NATIVE, 10_000);
		at(COUNTS);
		let claim = double_sign(OP, (real, COUNTS), 1);
		// Its court, its resolver and its client are friends. Two are final together, the third an epoch later.
		at(COUNTS + 1);
		let mut rulings = vec![rule(dummy, 0, COUNTS, 100), rule(dummy, 0, COUNTS + 1, 100)];
		at(COUNTS + 2);
		rulings.push(rule(dummy, 0, COUNTS + 2, 100));
		for id in &rulings {
			assert_ok!(Slashing::uphold(signed(RESOLVER), *id));
		}
		at(COUNTS + 3);
		assert_eq!(staked(&NATIVE), 9_000);
		at(COUNTS + 4);
		assert_eq!(staked(&NATIVE), 8_000);
		let taken_on_word: Vec<_> = rulings.into_iter().map(taken).collect();
		assert_eq!(taken_on_word[0] + taken_on_word[1], 1_000);
		assert_eq!(taken_on_word[2], 1_000);
		let id = report_proof(REPORTER, real, 0, COUNTS, claim);
		assert_eq!(taken(id), 8_000);
		// A bounty of what they burned, that is all.
		assert_eq!(wallet(COURT, &NATIVE), WEALTH + 100);
		for who in [CLIENT, RESOLVER, OWNER] {
			assert_eq!(wallet(who, &NATIVE), WEALTH);
		}
	});
}

// Guard: the bounty is a small part of what the slash takes, and the reporter of a case is the first.
#[test]
fn an_operator_that_reports_itself_through_a_friend_gains_a_bounty_of_what_is_lost_at_most() {
	for (own, others) in [(10_000, 0), (10_000, 10_000), (1_000, 19_000)] {
		with_chain(|| {
			register(OP);
			let condition = Condition { proceeds: proceeds(5, 0), ..at_once() };
			let service = create(vec![condition]);
			join(OP, service);
			delegate(OP, OP, NATIVE, own);
			if others > 0 {
				delegate(ALICE, OP, NATIVE, others);
			}
			pledge(OP, service, NATIVE, 1_000, Exclusive);
			at(COUNTS);
			let pair = || wealth(OP, &NATIVE) + wealth(REPORTER, &NATIVE);
			let before = pair();
			let id = report(service, 0, COUNTS);
			let bounty = taken(id) * 5 / 100;
			assert_eq!(taken(id), (own + others) / 2);
			assert_eq!(wallet(REPORTER, &NATIVE), WEALTH + bounty);
			// With a twentieth of the pool of its own it gains nothing.
			assert_eq!(before - pair(), own / 2 - bounty);
		});
	}
}

// Guard: early upholding waives the resolver's veto alone.
#[test]
fn governance_overturns_what_resolver_and_reporter_agreed_upon() {
	for upheld_in in [COUNTS, COUNTS + 1] {
		with_chain(|| {
			let service = guarded(vec![pocketed()], 10_000, Exclusive);
			let id = rule(service, 0, COUNTS, 100);
			at(upheld_in);
			assert_ok!(Slashing::uphold(signed(RESOLVER), id));
			at(COUNTS + 1);
			assert_noop!(Slashing::execute(signed(COURT), id).map(|_| ()), Error::<Test>::NotFinal);
			assert_ok!(Slashing::overturn(RuntimeOrigin::root(), id, true));
			at(COUNTS + 3);
			assert_eq!(staked(&NATIVE), 10_000);
			assert_eq!(wallet(COURT, &NATIVE), WEALTH - MIN_BOND);
			assert_eq!(wallet(OP, &NATIVE), WEALTH + MIN_BOND);
		});
	}
}

// Guard: a more severe fact starts the window again, without what was said of the lesser one.
#[test]
fn a_ruling_that_was_upheld_while_it_was_small_is_not_upheld_when_it_grew() {
	with_chain(|| {
		let service = guarded(vec![pocketed()], 10_000, Exclusive);
		let id = rule(service, 0, COUNTS, 1);
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		at(COUNTS + 1);
		let proof = ruling(2, 100);
		assert_ok!(Slashing::report(signed(COURT), service, 0, OP, COUNTS, proof));
		at(COUNTS + 2);
		assert_eq!(stage(id), Stage::Pending);
		// Upheld again, it still leaves governance the epoch after the report.
		assert_ok!(Slashing::uphold(signed(RESOLVER), id));
		assert_ok!(Slashing::overturn(RuntimeOrigin::root(), id, false));
		at(COUNTS + 4);
		assert_eq!(staked(&NATIVE), 10_000);
	});
}

// Guard: `ResolverIsParty`.
#[test]
fn a_resolver_does_not_judge_its_own_report_or_its_own_deed() {
	with_chain(|| {
		let own_deed = Resolution::Veto { resolver: OP, window: 2 };
		let by_operator = Condition { resolution: own_deed, ..vetoable() };
		let service = guarded(vec![vetoable(), by_operator], 1_000, Exclusive);
		let proof = double_sign(OP, (service, COUNTS), 1);
		let reported = report_proof(RESOLVER, service, 0, COUNTS, proof.clone());
		let done = report_proof(REPORTER, service, 1, COUNTS, proof);
		for (resolver, id) in [(RESOLVER, reported), (OP, done)] {
			assert_noop!(Slashing::uphold(signed(resolver), id), Error::<Test>::ResolverIsParty);
			assert_noop!(
				Slashing::reduce(signed(resolver), id, Perquintill::zero()),
				Error::<Test>::ResolverIsParty
			);
			assert_noop!(
				Slashing::overturn(signed(resolver), id, false),
				Error::<Test>::ResolverIsParty
			);
			assert_ok!(Slashing::overturn(RuntimeOrigin::root(), id, false));
		}
	});
}

// Payees. Guard: what a payee cannot receive is kept for it.

#[test]
fn a_client_without_account_holds_up_no_slash_and_collects_later() {
	with_chain(|| {
		let share = Perbill::from_percent(60);
		let restitution = Some(Restitution { to: GHOST, share });
		let proceeds = Proceeds { bounty: Perbill::from_percent(5), restitution };
		let service = guarded(vec![Condition { proceeds, ..costing(1) }], 1_000, Exclusive);
		let first = report(service, 0, COUNTS);
		// 60 % of ten units are less than an account must have.
		assert_eq!(taken(first), 10);
		assert_eq!(wallet(GHOST, &NATIVE), 0);
		let collect = |id| Slashing::collect(signed(STRANGER), id);
		let error = pallet_restaking::Error::<Test>::ReceiverCannotHold;
		assert_noop!(collect(first), error);
		at(COUNTS + 1);
		let second = report(service, 0, COUNTS + 1);
		assert_eq!(taken(second), 9);
		// Of both slashes: six units and five.
		assert_ok!(collect(first));
		assert_eq!(wallet(GHOST, &NATIVE), 6 + 5);
		assert_noop!(collect(second), Error::<Test>::NothingToCollect);
		at(COUNTS + 2);
		// Now it has an account.
		let third = report(service, 0, COUNTS + 2);
		assert_eq!(taken(third), 9);
		assert_eq!(wallet(GHOST, &NATIVE), 6 + 5 + 5);
	});
}

/// A slash of 500 units of staked DOT, which is frozen.
fn slashed_while_frozen() -> SlashId {
	register(OP);
	let condition = Condition { proceeds: proceeds(5, 60), ..at_once() };
	let service = create(vec![condition]);
	join(OP, service);
	delegate(ALICE, OP, STAKED_DOT, 1_000);
	pledge(OP, service, STAKED_DOT, 1_000, Exclusive);
	at(COUNTS);
	assert_ok!(Assets::freeze_asset(signed(GOVERNANCE), 1));
	let id = report(service, 0, COUNTS);
	assert_eq!(taken(id), 500);
	assert_eq!(staked(&STAKED_DOT), 500);
	for who in [REPORTER, CLIENT, TREASURY] {
		assert_eq!(wallet(who, &STAKED_DOT), WEALTH);
	}
	id
}

#[test]
fn a_frozen_asset_holds_up_no_slash_and_is_collected_later() {
	with_chain(|| {
		let id = slashed_while_frozen();
		assert_noop!(Slashing::collect(signed(STRANGER), id), TokenError::Frozen);
		assert_ok!(Assets::thaw_asset(signed(GOVERNANCE), 1));
		assert_ok!(Slashing::collect(signed(STRANGER), id));
		assert_eq!(wallet(REPORTER, &STAKED_DOT), WEALTH + 25);
		assert_eq!(wallet(CLIENT, &STAKED_DOT), WEALTH + 300);
		assert_noop!(Slashing::collect(signed(STRANGER), id), Error::<Test>::NothingToCollect);
	});
}

#[test]
fn a_treasury_that_could_not_receive_collects_later() {
	with_chain(|| {
		let id = slashed_while_frozen();
		assert_ok!(Assets::thaw_asset(signed(GOVERNANCE), 1));
		assert_ok!(Slashing::collect(signed(STRANGER), id));
		assert_eq!(wallet(TREASURY, &STAKED_DOT), WEALTH + 175);
	});
}

// Pools of which little or nothing is left.

/// Reports a double signature and returns what left the pool account, which is what the slash tells.
fn moved(service: ServiceId, condition: u8, epoch: Epoch) -> Balance {
	let before = pool_account();
	let id = report(service, condition, epoch);
	assert_eq!(before - pool_account(), taken(id));
	taken(id)
}

#[test]
fn a_pool_that_everybody_left_pays_with_its_exits() {
	with_chain(|| {
		let service = guarded(vec![at_once()], 1_000, Exclusive);
		leave_pool(ALICE, None);
		at(COUNTS + 4);
		assert_eq!(staked(&NATIVE), 0);
		assert_eq!(moved(service, 0, COUNTS), 500);
		// Of the epoch after it nothing is left that answers, and that is a slash, too.
		assert_eq!(moved(service, 0, COUNTS + 1), 0);
		assert_eq!(wealth(ALICE, &NATIVE), WEALTH - 500);
	});
}

#[test]
fn a_pool_in_which_nobody_ever_was_is_slashed_of_nothing() {
	with_chain(|| {
		register(OP);
		let service = create(vec![at_once()]);
		join(OP, service);
		pledge(OP, service, NATIVE, 1_000, Exclusive);
		at(COUNTS);
		// Who comes after the start of the epoch raises no bill.
		delegate(ALICE, OP, NATIVE, 1_000);
		assert_eq!(moved(service, 0, COUNTS), 0);
		assert_eq!(wealth(ALICE, &NATIVE), WEALTH);
		at(COUNTS + 1);
		assert_eq!(moved(service, 0, COUNTS + 1), 500);
	});
}

#[test]
fn a_diluted_and_a_lost_pool_pay_what_the_slash_tells() {
	with_chain(|| {
		let stake = 9_000_000;
		// All but five units.
		let left = Perquintill::from_rational(5u128, stake);
		let nearly_all =
			Perquintill::from_parts(Perquintill::one().deconstruct() - left.deconstruct());
		let penalty = Penalty { formula: Formula::constant(nearly_all), look_back: 0 };
		let conditions = vec![Condition { penalty, ..at_once() }, costing(100)];
		let service = guarded(conditions, stake, Exclusive);
		assert_eq!(moved(service, 0, COUNTS), stake - 5);
		let refused = pallet_restaking::Error::<Test>::PoolDiluted;
		assert_noop!(Restaking::delegate(signed(BOB), OP, NATIVE, 1_000), refused);
		at(COUNTS + 1);
		// Diluted.
		assert_eq!(moved(service, 1, COUNTS + 1), 5);
		assert_eq!(staked(&NATIVE), 0);
		// Lost.
		assert_eq!(moved(service, 1, COUNTS), 0);
		assert_eq!(wealth(ALICE, &NATIVE), WEALTH - stake);
		at(COUNTS + 2);
		// Who comes then is not liable for what was.
		delegate(BOB, OP, NATIVE, 1_000);
		assert_eq!(moved(service, 0, COUNTS + 1), 0);
		assert_eq!(moved(service, 1, COUNTS + 2), 0);
		assert_eq!(wealth(BOB, &NATIVE), WEALTH);
	});
}

// Two claims.

/// What two services take of the same shared stake in one block, the one that is named first before the other.
fn both(first: usize, percents: [u64; 2]) -> ([Balance; 2], Balance) {
	let mut result = ([0; 2], 0);
	with_chain(|| {
		register(OP);
		let services = percents.map(|percent| {
			let service = create(vec![Condition { penalty: flat(percent), ..vetoable() }]);
			join(OP, service);
			service
		});
		delegate(ALICE, OP, NATIVE, 1_000_003);
		pledge(OP, services[0], NATIVE, 600, Shared);
		pledge(OP, services[1], NATIVE, 700, Shared);
		at(COUNTS);
		let ids = services.map(|service| report(service, 0, COUNTS));
		leave_pool(ALICE, Some(333_334));
		at(COUNTS + 2);
		Budget::set(Default::default());
		at(COUNTS + 3);
		for id in [ids[first], ids[1 - first]] {
			assert_ok!(Slashing::execute(signed(STRANGER), id));
		}
		result = (ids.map(taken), wealth(ALICE, &NATIVE));
	});
	result
}

// Guard: both are measured by the charged epoch, and paid out of what is there in parts of the magnitude.
#[test]
fn two_services_that_slash_the_same_stake_in_one_block_take_the_same_in_either_order() {
	let (one, alice) = both(0, [30, 20]);
	let (other, alice_too) = both(1, [30, 20]);
	for (first, second) in one.iter().zip(other) {
		assert!(first.abs_diff(second) <= 1, "{one:?}, {other:?}");
	}
	assert!(alice.abs_diff(alice_too) <= 1);
	// 18 % and 14 % of what there was.
	for (taken, share) in one.into_iter().zip([180_000, 140_000]) {
		assert!(taken.abs_diff(share) <= 2, "{taken}");
	}
	assert_eq!(WEALTH - alice, one[0] + one[1]);
}

#[test]
fn two_services_that_want_more_than_there_is_share_it_once() {
	let (one, alice) = both(0, [100, 100]);
	let (other, alice_too) = both(1, [100, 100]);
	// The first gets all of its pledge, the other what is left, to the unit that each of two parts rounds.
	assert!(one[0].abs_diff(600_001) <= 2, "{one:?}");
	assert!(other[1].abs_diff(700_002) <= 2, "{other:?}");
	for (taken, left) in [(one, alice), (other, alice_too)] {
		assert_eq!(taken[0] + taken[1], 1_000_003);
		assert_eq!(left, WEALTH - 1_000_003);
	}
}

// The same evidence again.

fn again(
	service: ServiceId,
	condition: u8,
	epoch: Epoch,
	proof: Proof<AccountId>,
) -> sp_runtime::DispatchResult {
	Slashing::report(signed(STRANGER), service, condition, OP, epoch, proof)
		.map(|_| ())
		.map_err(|error| error.error)
}

/// The other way round.
fn swapped(proof: Proof<AccountId>) -> Proof<AccountId> {
	let Proof::DoubleSign(DoubleSign { topic, first, second }) = proof else {
		panic!("a double signature")
	};
	Proof::DoubleSign(DoubleSign { topic, first: second, second: first })
}

/// Two services of the same operator, each with all conditions, half of 10,000 units pledged to each.
fn two_services(conditions: Vec<Condition<AccountId>>) -> (ServiceId, ServiceId) {
	register(OP);
	let services = (create(conditions.clone()), create(conditions));
	delegate(ALICE, OP, NATIVE, 10_000);
	for service in [services.0, services.1] {
		join(OP, service);
		pledge(OP, service, NATIVE, 500, Exclusive);
	}
	at(COUNTS);
	services
}

// Guards: a fact is reported once, a case that is final takes no other, and what was signed names service and epoch.
#[test]
fn evidence_is_of_no_more_use_after_the_execution() {
	with_chain(|| {
		let (service, other) = two_services(vec![at_once(), costing(30)]);
		let proof = double_sign(OP, (service, COUNTS), 1);
		let id = report_proof(REPORTER, service, 0, COUNTS, proof.clone());
		assert_eq!(taken(id), 2_500);
		for same in [proof.clone(), swapped(proof.clone())] {
			assert_noop!(again(service, 0, COUNTS, same), Error::<Test>::AlreadyReported);
		}
		let more = double_sign(OP, (service, COUNTS), 2);
		assert_noop!(again(service, 0, COUNTS, more), Error::<Test>::AlreadyFinal);
		let invalid = Error::<Test>::InvalidSignature;
		assert_noop!(again(other, 0, COUNTS, proof.clone()), invalid);
		at(COUNTS + 1);
		let invalid = Error::<Test>::InvalidSignature;
		assert_noop!(again(service, 0, COUNTS + 1, proof.clone()), invalid);
		// Another condition of the terms that the same deed breaks is another case: its penalty is added, once.
		let id = report_proof(STRANGER, service, 1, COUNTS, proof.clone());
		assert_eq!(taken(id), 1_500);
		let error = Error::<Test>::AlreadyReported;
		assert_noop!(again(service, 1, COUNTS, swapped(proof.clone())), error);
		let unknown = Error::<Test>::UnknownCondition;
		assert_noop!(again(service, 2, COUNTS, proof.clone()), unknown);
		assert_eq!(staked(&NATIVE), 10_000 - 2_500 - 1_500);
		// When the slash is forgotten, the epoch is long forgotten.
		at(COUNTS + 5);
		assert_noop!(again(service, 0, COUNTS, proof.clone()), Error::<Test>::EvidenceTooOld);
		at(COUNTS + REMEMBERED_EPOCHS + 2);
		assert_eq!(Slashes::<Test>::iter_keys().count(), 0);
		assert_noop!(again(service, 0, COUNTS, proof), Error::<Test>::NotMember);
	});
}

#[test]
fn evidence_is_of_no_more_use_after_an_overturn() {
	with_chain(|| {
		let (service, other) = two_services(vec![vetoable(), by_court()]);
		let proof = double_sign(OP, (service, COUNTS), 1);
		let id = report_proof(REPORTER, service, 0, COUNTS, proof.clone());
		let ruled = rule(service, 1, COUNTS, 20);
		for id in [id, ruled] {
			assert_ok!(Slashing::overturn(signed(RESOLVER), id, false));
		}
		for same in [proof.clone(), swapped(proof.clone())] {
			assert_noop!(again(service, 0, COUNTS, same), Error::<Test>::AlreadyReported);
		}
		// A ruling on the same matter is the same fact, however severe it is.
		let harder = Slashing::report(signed(COURT), service, 1, OP, COUNTS, ruling(1, 90));
		assert_eq!(harder.map_err(|e| e.error), Err(Error::<Test>::AlreadyReported.into()));
		assert_noop!(again(other, 0, COUNTS, proof.clone()), Error::<Test>::InvalidSignature);
		at(COUNTS + 1);
		let invalid = Error::<Test>::InvalidSignature;
		assert_noop!(again(service, 0, COUNTS + 1, proof), invalid);
		assert_eq!(Slashes::<Test>::iter_values().filter(Slash::is_pending).count(), 0);
		// Another deed of the same epoch is another slash.
		let deed = double_sign(OP, (service, COUNTS), 2);
		let id = report_proof(REPORTER, service, 0, COUNTS, deed);
		at(COUNTS + 4);
		assert_eq!(taken(id), 2_500);
		assert_eq!(staked(&NATIVE), 7_500);
	});
}
