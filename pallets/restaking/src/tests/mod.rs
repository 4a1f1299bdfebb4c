//! Tests by subject. The ledger is checked after each.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungibles::Mutate,
		tokens::{Fortitude, Precision, Preservation},
	},
};
use palisade_ledger_math::Part;
use palisade_primitives::Balance;

mod assets;
mod delegate;
mod random_walk;
mod undelegate;
mod views;
mod withdraw;

fn delegate(who: AccountId, amount: Balance) {
	assert_ok!(Restaking::delegate(signed(who), OP, NATIVE, amount));
}

fn undelegate(who: AccountId, amount: impl Into<Option<Balance>>) {
	assert_ok!(Restaking::undelegate(signed(who), OP, NATIVE, amount.into()));
}

fn withdraw(who: AccountId) {
	assert_ok!(Restaking::withdraw(signed(who), OP, NATIVE));
}

fn next_epoch() {
	CurrentEpoch::mutate(|epoch| *epoch += 1);
}

/// Shares of `who` in the native pool of [`OP`].
fn shares(who: AccountId) -> Balance {
	Restaking::position(&who, &OP, &NATIVE).shares
}

/// Takes `units` from the native pool of [`OP`], as a slash would: its shares stay.
fn lose(units: Balance) {
	let pool = Pools::<Test>::get(OP, NATIVE);
	Pools::<Test>::insert(OP, NATIVE, Part::new(pool.balance() - units, pool.shares()).unwrap());
	assert_ok!(NativeAndAssets::burn_from(
		NATIVE,
		&Restaking::pool_account(),
		units,
		Preservation::Preserve,
		Precision::Exact,
		Fortitude::Force,
	));
}
