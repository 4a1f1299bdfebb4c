//! Tests by subject. The ledger is checked after each.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungibles::Mutate,
		tokens::{Fortitude, Precision, Preservation},
	},
};
use palisade_ledger_math::{Part, FULL_MAGNITUDE};
use palisade_primitives::{
	AssetId, Balance, Epoch, Judgement, Liability, Offence, Recipients, ServiceId, StakeKind, Taken,
};
use sp_runtime::{DispatchError, Perquintill};
use StakeKind::{Exclusive, Shared};

mod allocations;
mod assets;
mod boundaries;
mod cancel;
mod consensus;
mod delegate;
mod escapes;
mod exported;
mod fixtures;
mod generations;
mod impossible;
mod parameters;
mod random_walk;
mod scale;
mod slash;
mod twins;
mod undelegate;
mod value;
mod views;
mod waiting;
mod withdraw;

// The following succeed, on the native pool of [`OP`].

fn delegate(who: AccountId, amount: Balance) {
	assert_ok!(Restaking::delegate(signed(who), OP, NATIVE, amount));
}

fn undelegate(who: AccountId, amount: impl Into<Option<Balance>>) {
	assert_ok!(Restaking::undelegate(signed(who), OP, NATIVE, amount.into()));
}

fn withdraw(who: AccountId) {
	assert_ok!(Restaking::withdraw(signed(who), OP, NATIVE));
}

fn cancel(who: AccountId, requested: Epoch) {
	assert_ok!(Restaking::cancel_undelegation(signed(who), OP, NATIVE, requested));
}

/// Pledges `thousandths` of a fresh pool's magnitude to `service`.
fn allocate(service: ServiceId, thousandths: Balance, kind: StakeKind) {
	let magnitude = thousandths * FULL_MAGNITUDE / 1_000;
	assert_ok!(Restaking::allocate(signed(OP), service, NATIVE, magnitude, kind));
}

/// Opens a slash and executes it: `percent` of what `service` had at `epoch`, for condition 0.
fn slash(service: ServiceId, epoch: Epoch, percent: u64) -> Vec<Taken> {
	open(service, epoch);
	execute(service, epoch, percent)
}

fn open(service: ServiceId, epoch: Epoch) {
	assert_ok!(Restaking::open(&offence(service, epoch)));
}

fn execute(service: ServiceId, epoch: Epoch, percent: u64) -> Vec<Taken> {
	Restaking::execute(&offence(service, epoch), &judgement(0, percent), &nobody())
		.expect("the slash is open")
}

// What the judge of offences says.

fn offence(service: ServiceId, epoch: Epoch) -> Offence<AccountId> {
	Offence { operator: OP, service, epoch }
}

fn judgement(condition: u8, percent: u64) -> Judgement {
	let penalty = Perquintill::from_percent(percent);
	Judgement {
		condition,
		penalty,
		max_slash: Perquintill::one(),
		shared_limit: Perquintill::one(),
	}
}

fn nobody() -> Recipients<AccountId> {
	Recipients { bounty: None, restitution: None }
}

/// All units that were taken.
fn sum(taken: &[Taken]) -> Balance {
	taken.iter().map(Taken::amount).sum()
}

// Time.

fn at(epoch: Epoch) {
	CurrentEpoch::set(epoch);
}

fn next_epoch() {
	CurrentEpoch::mutate(|epoch| *epoch += 1);
}

fn now() -> Epoch {
	CurrentEpoch::get()
}

// What the ledger says.

/// Shares of `who` in the native pool of [`OP`].
fn shares(who: AccountId) -> Balance {
	Restaking::position(&who, &OP, &NATIVE).shares
}

/// What the shares of `who` in the native pool of [`OP`] are worth.
fn value(who: AccountId) -> Balance {
	Restaking::position(&who, &OP, &NATIVE).value
}

/// The exits of `who` from the native pool of [`OP`]: epoch from which they can be claimed, and units.
fn exits(who: AccountId) -> Vec<(Epoch, Balance)> {
	Restaking::position(&who, &OP, &NATIVE).exits
}

/// Balance and shares of the native pool of [`OP`].
fn part() -> Part {
	Pools::<Test>::get(OP, NATIVE).part
}

/// What `service` has of the native pool of [`OP`] at the start of `epoch`, in units.
fn stake(service: ServiceId, epoch: Epoch) -> Balance {
	let stake = Restaking::stake(&OP, service, epoch);
	stake.iter().filter(|stake| stake.asset == NATIVE).map(|stake| stake.amount).sum()
}

/// Takes `units` from the native pool of [`OP`] as a slash would, and no magnitude: its shares stay.
fn lose(units: Balance) {
	Pools::<Test>::mutate(OP, NATIVE, |pool| {
		pool.part = Part::new(pool.part.balance() - units, pool.part.shares()).unwrap();
	});
	assert_ok!(NativeAndAssets::burn_from(
		NATIVE,
		&Restaking::pool_account(),
		units,
		Preservation::Preserve,
		Precision::Exact,
		Fortitude::Force,
	));
}
