//! Tests by subject. The registry and its deposits are checked after each.

use crate::{mock::*, Change, Commission, Error, Event, OperatorOf, Pace, Refusal, Rise};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, Mutate},
	BoundedVec,
};
use palisade_primitives::{Balance, Epoch, OperatorRegistry, OperatorStatus, Page, MAX_PAGE};
use pallet_operators_runtime_api::OperatorInfo;
use sp_runtime::{traits::BadOrigin, DispatchError, Perbill, TokenError};

mod commission;
mod deregister;
mod metadata;
mod register;
mod status;
mod views;

type Registry = crate::Operators<Test>;

fn percent(percent: u32) -> Perbill {
	Perbill::from_percent(percent)
}

fn bytes(len: usize) -> Vec<u8> {
	vec![0x41; len]
}

fn bounded(len: usize) -> BoundedVec<u8, <Test as crate::Config>::MaxMetadata> {
	bytes(len).try_into().expect("it is short enough")
}

/// Registers `who` without metadata, and forgets the event.
fn register(who: AccountId, commission: Perbill) {
	assert_ok!(Operators::register(signed(who), vec![], commission));
	take_events();
}

fn entry(who: AccountId) -> OperatorOf<Test> {
	Registry::get(who).expect("the operator is registered")
}
