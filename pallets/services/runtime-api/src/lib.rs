//! # Runtime API of the registry of services
//!
//! What services, operators and wallets read, without an indexer. Clients find the types in the metadata; in polkadot.js
//! the calls are `api.call.servicesApi.*`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use palisade_primitives::{keys::ServiceKey, Epoch, Page, ServiceId, TermsVersion};
use palisade_terms::Terms;
use scale_info::TypeInfo;

/// A service.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ServiceInfo<AccountId> {
	/// Who announces terms and admits.
	pub owner: AccountId,
	/// Bytes that mean something to people and wallets.
	pub metadata: Vec<u8>,
	/// The version of the terms in force now.
	pub version: TermsVersion,
	/// The announced version, and the first epoch in which it is in force.
	pub announced: Option<(TermsVersion, Epoch)>,
	/// Members that did not leave, nor lapse; also those that do not count yet. 0 once the service is closed.
	pub members: u32,
	/// Closed: the first epoch in which nobody counts.
	pub stops_at: Option<Epoch>,
}

/// Where an operator stands with a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Standing {
	/// Applied, and waits for the owner.
	Applicant,
	/// Admitted; does not count yet.
	Joining,
	/// A member.
	Member,
	/// A member up to a known epoch: it left, was ejected, has not accepted the announced terms, or the service closed.
	Leaving,
	/// Not a member any more; may still answer for past epochs.
	Former,
}

/// What an operator has with a service.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct MemberInfo<AccountId> {
	/// The operator.
	pub operator: AccountId,
	/// Where it stands now.
	pub standing: Standing,
	/// The latest version of the terms it accepted.
	pub accepted: TermsVersion,
	/// First epoch of its latest membership.
	pub counts_from: Option<Epoch>,
	/// First epoch in which that does not count any more, as far as it is known.
	pub stops_at: Option<Epoch>,
	/// Its latest key, in force or not.
	pub key: Option<ServiceKey>,
}

/// A membership at one epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct MembershipInfo {
	/// The version of the terms by which the member is judged.
	pub version: TermsVersion,
	/// The key with which it acts.
	pub key: ServiceKey,
	/// Whether its value reaches the minimum of these terms.
	pub counts: bool,
}

sp_api::decl_runtime_apis! {
	/// Reads the registry of services.
	pub trait ServicesApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The service with that id.
		fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>>;

		/// The services with ids from `from` on, below `from + limit`; at most 256 ids.
		fn services(
			from: ServiceId,
			limit: u32,
		) -> Page<(ServiceId, ServiceInfo<AccountId>), ServiceId>;

		/// The applicants, members and former members of a service whose records are kept, from `from` on, at most `limit`
		/// or 256.
		fn members(
			service: ServiceId,
			from: Option<AccountId>,
			limit: u32,
		) -> Page<MemberInfo<AccountId>, AccountId>;

		/// The terms in force at the start of `epoch`, and their version; `None` for epochs more than U ago.
		fn terms(service: ServiceId, epoch: Epoch) -> Option<(TermsVersion, Terms<AccountId>)>;

		/// The terms of a version that is kept: in force, announced, or still answerable.
		fn version(service: ServiceId, version: TermsVersion) -> Option<Terms<AccountId>>;

		/// Terms and key of `operator` at the start of `epoch`, if it was a member; `None` for epochs more than U ago.
		fn membership(
			service: ServiceId,
			operator: AccountId,
			epoch: Epoch,
		) -> Option<MembershipInfo>;

		/// The services with which `operator` has a record.
		fn services_of(operator: AccountId) -> Vec<ServiceId>;
	}
}
