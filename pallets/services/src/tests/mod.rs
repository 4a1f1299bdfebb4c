//! Tests by subject. The registry and its deposits are checked after each.

use crate::{
	mock::*, Error, Event, KeyUse, Keys, Memberships, NextServiceId, OperatorServices, TermsOf,
	WeightInfo, CONSENSUS_SERVICE, MAX_KEYS, MAX_SERVICES_PER_OPERATOR, MAX_SPELLS, MAX_VERSIONS,
	MIN_TERMS_NOTICE,
};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{Inspect, Mutate},
		ConstU32,
	},
	BoundedVec,
};
use palisade_primitives::{
	keys::{possession_payload, wrapped, KeySignature, ServiceKey},
	AssetId, Balance, Epoch, OperatorStatus, Page, ServiceId, TermsVersion, MAX_PAGE,
	MAX_UNBONDING_EPOCHS,
};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, ConsensusFault, Evidence, Fact, Formula, Op, Penalty,
	Resolution, Restitution, SecurityTarget, StakeKinds, Terms, TermsError, MAX_BOUNTY,
	MAX_OPERATORS,
};
use pallet_services_runtime_api::{MemberInfo, MembershipInfo, ServiceInfo, Standing};
use sp_core::{ecdsa, ed25519, sr25519, H256};
use sp_runtime::{
	traits::{BadOrigin, Verify},
	DispatchError, DispatchResult, FixedU128, ModuleError, Perbill, Perquintill, TokenError,
};
use std::ops::RangeInclusive;

mod apply;
mod close;
mod consensus;
mod create;
mod keys;
mod leave;
mod origins;
mod pledges;
mod random_walk;
mod value;
mod versions;
mod views;

type Registry = crate::Services<Test>;
type Weights = <Test as crate::Config>::WeightInfo;

/// [`terms`] with a change.
fn changed(change: impl FnOnce(&mut Terms<AccountId>)) -> Terms<AccountId> {
	let mut terms = terms();
	change(&mut terms);
	terms
}

/// [`terms`] for twice the value.
fn stricter() -> Terms<AccountId> {
	changed(|terms| terms.min_operator_value = 2 * MIN_VALUE)
}

/// [`terms`] for at most `count` members.
fn at_most(count: u32) -> Terms<AccountId> {
	changed(|terms| terms.max_operators = count)
}

fn bounded(bytes: &[u8]) -> BoundedVec<u8, ConstU32<MAX_METADATA>> {
	bytes.to_vec().try_into().expect("it is short enough")
}

/// What a service costs its owner: a base, and each byte of its metadata and of the terms that are kept.
fn service_price(metadata: usize, kept: &[Terms<AccountId>]) -> Balance {
	let bytes = metadata + kept.iter().map(Encode::encoded_size).sum::<usize>();
	BASE + PER_BYTE * bytes as Balance
}

// The following succeed, and forget the events.

fn update(service: ServiceId, terms: Terms<AccountId>) {
	assert_ok!(Services::update_terms(signed(OWNER), service, terms));
	take_events();
}

fn accept(operator: AccountId, service: ServiceId, version: TermsVersion) {
	assert_ok!(Services::accept_terms(signed(operator), service, version));
	take_events();
}

fn approve(service: ServiceId, operator: AccountId) {
	assert_ok!(Services::approve(signed(OWNER), service, operator));
	take_events();
}

fn leave(operator: AccountId, service: ServiceId) {
	assert_ok!(Services::leave(signed(operator), service));
	take_events();
}

fn close(service: ServiceId) {
	assert_ok!(Services::close(signed(OWNER), service));
	take_events();
}

fn clear(service: ServiceId, operator: AccountId) {
	assert_ok!(Services::clear_membership(signed(STRANGER), service, operator));
	take_events();
}

/// Changes the key of `operator` to that of the seed.
fn set_key(operator: AccountId, service: ServiceId, seed: u32) -> DispatchResult {
	let (key, proof) = prove(service, operator, &pair(seed));
	Services::set_key(signed(operator), service, key, proof)
}

/// The epochs among those asked for in which `operator` is a member.
fn epochs_of(service: ServiceId, operator: AccountId, asked: RangeInclusive<Epoch>) -> Vec<Epoch> {
	asked.filter(|epoch| Services::member_at(service, &operator, *epoch).is_some()).collect()
}

fn range(epochs: RangeInclusive<Epoch>) -> Vec<Epoch> {
	epochs.collect()
}

/// The key with which `operator` acts at `epoch`.
fn key_at(service: ServiceId, operator: AccountId, epoch: Epoch) -> Option<ServiceKey> {
	Services::member_at(service, &operator, epoch).map(|(_, key)| key)
}

/// The version of the terms of `epoch`.
fn version_at(service: ServiceId, epoch: Epoch) -> Option<TermsVersion> {
	Services::terms_at(service, epoch).map(|(version, _)| version)
}

/// `operator` and `service` know nothing of each other.
fn no_trace(service: ServiceId, operator: AccountId) -> bool {
	!Memberships::<Test>::contains_key(service, operator)
		&& !OperatorServices::<Test>::get(operator).contains(&service)
}
