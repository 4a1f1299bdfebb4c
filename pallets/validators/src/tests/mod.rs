//! What the pallet does, by subject.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Inspect, BuildGenesisConfig, Hooks},
	weights::Weight,
	BoundedVec,
};
use palisade_primitives::{Balance, ConsensusGuard, StakeKind, CONSENSUS_SERVICE};
use palisade_terms::{ConsensusFault, FaultOutcome, SeenFault};
use sp_runtime::{DispatchError, Perbill, Perquintill};
use ConsensusFault::{BlockEquivocation, Unresponsiveness, VoteEquivocation};
use StakeKind::{Exclusive, Shared};

mod absences;
mod elections;
mod faults;
mod guard;
mod impossible;
mod limits;
mod random;
mod rewards;
mod staying;
mod suspension;
mod views;

/// Plans the validators of session 5, as was foretold, and forgets the events.
fn elect() -> Vec<AccountId> {
	let foretold = Validators::election().validators;
	let elected = Validators::plan(5).unwrap_or_default();
	assert_eq!(elected, foretold);
	take_events();
	elected
}

/// Makes 1, 2 and so on up to `count` members with exclusive pledges of 100 times that, and elects: the last first.
fn elect_all(count: AccountId) -> Vec<AccountId> {
	for who in 1..=count {
		set_member(who, 100 * Balance::from(who));
	}
	elect()
}

/// The pledges of `who` are worth too little.
fn does_not_count(who: AccountId) {
	change_member(who, |member| member.counts = false);
}

/// `who` left; its record is still there.
fn leaves(who: AccountId) {
	change_member(who, |member| member.is_member = false);
}

fn jail(who: AccountId) {
	Jailed::mutate(|jailed| jailed.push(who));
}

fn lose_keys(who: AccountId) {
	Keyless::mutate(|keyless| keyless.push(who));
}

fn percent(percent: u64) -> Perquintill {
	Perquintill::from_percent(percent)
}
