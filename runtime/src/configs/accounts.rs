//! Tools of accounts: batches, shared accounts, and accounts that act for others.

use crate::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use scale_info::TypeInfo;

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

parameter_types! {
	/// For an operation: key of 32 bytes, 56 bytes of fixed length.
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	/// For each signatory.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}

parameter_types! {
	/// For an account's list of proxies: its balance is 8 bytes long or less.
	pub const ProxyDepositBase: Balance = deposit(1, 8);
	/// For each proxy: account, type, delay.
	pub const ProxyDepositFactor: Balance = deposit(0, 37);
	pub const AnnouncementDepositBase: Balance = deposit(1, 8);
	/// For each announcement: account, hash, height.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 68);
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

/// What a proxy may do for the account it acts for. The filter stays in force inside of batches.
///
/// Indices are part of the encoding of calls and of the state: they never change.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Copy,
	Clone,
	Eq,
	PartialEq,
	Ord,
	PartialOrd,
	Debug,
	Default,
)]
pub enum ProxyType {
	/// Everything.
	#[codec(index = 0)]
	#[default]
	Any,
	/// Everything but passing on what the account owns.
	///
	/// Delegating is allowed: stake stays the account's own, and all that ever leaves a pool for
	/// somebody's wallet is paid to its delegator.
	#[codec(index = 1)]
	NonTransfer,
	/// Acting as operator, delegator and validator.
	#[codec(index = 2)]
	Staking,
	/// Acting as a member of the council.
	#[codec(index = 3)]
	Governance,
	/// Rejecting what other proxies announced.
	#[codec(index = 4)]
	CancelProxy,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			// A list of what is allowed, so that a new pallet is not allowed by oversight. Sudo is
			// missing because the key can move everybody's funds.
			Self::NonTransfer => matches!(
				call,
				RuntimeCall::System(_)
					| RuntimeCall::Timestamp(_)
					| RuntimeCall::Babe(_)
					| RuntimeCall::AssetRate(_)
					| RuntimeCall::Operators(_)
					| RuntimeCall::Services(_)
					| RuntimeCall::Restaking(_)
					| RuntimeCall::Slashing(_)
					| RuntimeCall::Session(_)
					| RuntimeCall::Grandpa(_)
					| RuntimeCall::ImOnline(_)
					| RuntimeCall::Treasury(_)
					| RuntimeCall::Council(_)
					| RuntimeCall::Whitelist(_)
					| RuntimeCall::Utility(_)
					| RuntimeCall::Multisig(_)
					| RuntimeCall::Proxy(_)
					| RuntimeCall::Scheduler(_)
					| RuntimeCall::Preimage(_)
					| RuntimeCall::Parameters(_)
			),
			Self::Staking => matches!(
				call,
				RuntimeCall::Operators(_)
					| RuntimeCall::Services(_)
					| RuntimeCall::Restaking(_)
					| RuntimeCall::Slashing(_)
					| RuntimeCall::Session(_)
					| RuntimeCall::Utility(_)
			),
			Self::Governance => matches!(
				call,
				RuntimeCall::Treasury(_)
					| RuntimeCall::Council(_)
					| RuntimeCall::Whitelist(_)
					| RuntimeCall::Preimage(_)
					| RuntimeCall::Utility(_)
			),
			Self::CancelProxy => matches!(
				call,
				RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
					| RuntimeCall::Utility(_)
			),
		}
	}

	/// Whether this type allows whatever `other` allows: then such a proxy may add and remove
	/// proxies of the other type.
	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(x, y) if x == y => true,
			(Self::Any, _) => true,
			(Self::NonTransfer, Self::Any) => false,
			(Self::NonTransfer, _) => true,
			_ => false,
		}
	}
}
