//! # Terms: what a service asks of its operators
//!
//! **Terms** say which stake a service accepts, who may join it, and for what, by which proof and by how much it
//! slashes. A service publishes them in numbered versions; a version binds only operators that accepted exactly that
//! version, and an offence is judged by the terms of its epoch. This crate owns the types, their encoding and the test
//! whether terms are lawful ([`Terms::check`]); no storage, no FRAME, `no_std`, so that clients can check terms before
//! they send them. What a [`Formula`] makes of [`Facts`] is computed here ([`Formula::evaluate`]), so that clients and
//! chain agree; the facts are the slashing pallet's.
//!
//! Amounts are native units (10¹² are one PAL), delays are epochs, duty periods are blocks. *Value* is what stake is
//! worth in native units at the start of an epoch. A slash is *charged* to the epoch of the offence.
//!
//! ## Joining
//!
//! | Field | Unit | Meaning |
//! |---|---|---|
//! | `assets` | 1 to 8 | what operators may pledge, each once, as exclusive stake, shared stake or both |
//! | `min_operator_value` | native units | a member counts in the epochs at whose start it pledges at least this value |
//! | `max_operators` | 1 to 256 | most members at once |
//! | `admission` | | whether an application suffices or the service's owner must approve |
//! | `reward_assets` | 0 to 8 | what the service may pay in, each once |
//! | `security_target` | | optional, what the service wants to be worth attacking; it changes no rule |
//!
//! A security target is met while `total value × attack_threshold ≥ value_at_risk`: a service that guards 1,000,000 PAL
//! and breaks when one third of its value colludes needs members with 3,000,000 PAL.
//!
//! ## Conditions
//!
//! Up to 16 [`Condition`]s, each `{ evidence, penalty, evidence_age, resolution, proceeds, jail }`.
//!
//! **Evidence** decides whether there was an offence, and how severe it was (severity, from 0 to 1).
//!
//! | Evidence | Proof | Severity | The chain itself verifies |
//! |---|---|---|---|
//! | `DoubleSign` | two contradicting statements signed with the operator's key | 1 | yes |
//! | `QuorumAccusation` | co-signed by members with at least `threshold` of the service's value, the accused's value included in the total; `threshold` > 50 %, so that any two quorums share a member | signed | no |
//! | `MissedDuty` | members attest once in `every` ≥ 10 blocks, until `grace` < `every` blocks after the period's end; the chain counts what is missing | missed ÷ due | yes |
//! | `Ruling` | the word of the account `by` | in the ruling | no |
//! | `Consensus` | a fault in the chain's own consensus, as BABE, GRANDPA and im-online report it | the SDK's fraction | yes |
//!
//! `MissedDuty` with `every` = 100, `grace` = 20, `tolerated` = 10 %: the period of blocks 200 to 299 may be attested
//! through block 319. In an epoch with 36 due periods, a member that missed 3 (8.3 %) did nothing wrong, one that
//! missed 4 (11.1 %) did. Terms have one duty at most, and as it is assessed in the second epoch after the missed one, its
//! `evidence_age` is at least 2.
//!
//! `Consensus` is reserved for service 0, the chain's own consensus. Its terms have one condition for each [`ConsensusFault`] at
//! most, `evidence_age` ≥ 2 for them (a fault is charged to the epoch of the session before its own), no penalty for
//! unresponsiveness, and up to 1,000 members, which is why they have no duty and no quorum; all else is the same ([`Limits::consensus`]).
//!
//! **Penalty** decides how much, as a share of what the operator pledged to the service at the charged epoch: a
//! [`Formula`] over [`Fact`]s and, where it reads repeats or other members' convictions, the number of epochs over which
//! those are counted (`look_back`, at most U). It is evaluated when the slash becomes final.
//!
//! | Penalty | Text | Postfix | Examples |
//! |---|---|---|---|
//! | 5 % | `0.05` | `0.05` | |
//! | as severe as the offence | `severity` | `severity` | 0.3 → 30 % |
//! | 1 %, and 1 % more for each repeat | `0.01 * (repeats + 1)` | `0.01 repeats 1 + ×` | the third time: 3 % |
//! | severity × min(1, (3 × convicted value share)²) | `severity * min((3 * convicted_value_share)^2, 1)` | `severity 3 convicted_value_share × pow 2 1 min ×` | members convicted with 1 % of the value: 0.09 %; with 10 %: 9 %; from a third on: 100 % |
//! | 10 % from severity ½ on, else 1 % | `if severity >= 0.5 then 0.1 else 0.01` | `severity 0.5 0.1 0.01 choose` | 0.5 → 10 %, 0.49 → 1 % |
//!
//! Formulas are stored as postfix and written as [text]: [`Formula::parse`] reads it, [`Formula::print`] writes it, and
//! the one undoes the other. [`library`] has ready-made ones.
//!
//! `max_slash_per_epoch` bounds what all conditions together take from one operator for one charged epoch: with 20 %,
//! offences of 15 % and 10 % in the same epoch cost 20 %.
//!
//! **Resolution** decides who may object before the slash is final. `Immediate`: nobody; only for evidence that the
//! chain itself verifies, and for formulas that do not read other members' convictions, as those are not known yet.
//! `Veto { resolver, window }`: for `window` ≥ 1 whole epochs after the report the resolver may uphold, reduce or
//! overturn. It is not the account that rules.
//!
//! **Proceeds** decide where what was taken goes: `bounty` ≤ 5 % to the first reporter, restitution to an account
//! named here, the rest is burned (native token) or goes to the treasury (assets). Restitution is taken from exclusive
//! stake only, so that nobody can slash shared stake into his own pocket ahead of other services' claims; it needs an
//! asset that is accepted as exclusive stake, and a missed duty pays none. Bounty and restitution together are at most
//! 100 %. If a slash takes 1,000 units of exclusive and 500 of shared stake, a bounty of 5 % is 75 units, a restitution
//! of 60 % is 600 units, and 825 units are burned.
//!
//! **Jail** excludes the operator from the service for that many epochs, from the epoch after the report; 0 for none.
//!
//! ## The slashing window ends before the exit
//!
//! For every condition, with U the chain's unbonding period:
//!
//! ```text
//! evidence_age + window + breaker_window + 1 ≤ U
//! ```
//!
//! where `window` is 0 for `Immediate` and `breaker_window` is by how much the circuit breaker may delay a slash. An
//! offence of epoch `e` can be reported through epoch `e + evidence_age`. The slash is final at the start of epoch
//! `report + window + 1`, at the latest `breaker_window` epochs later. Pledged stake that answers to it was not asked
//! back before `e`, so it cannot be claimed before epoch `e + U`. Hence every slash is final before the stake that it
//! reaches can leave. The shortest evidence age is 1: with 0, the last block of an epoch would be beyond reach.
//!
//! With U = 6, `breaker_window` = 1, `evidence_age` = 2 and `window` = 2 (2 + 2 + 1 + 1 = 6, lawful; any of them one
//! longer is not):
//!
//! ```text
//! epoch 10      11      12      13      14      15      16
//!       |       |       |       |       |       |       |
//!       offence         last    veto    veto    final   final, if the breaker delayed it
//!       |               report                          |
//!       exit requested ─────────────────────────────────exit claimable: 10 + U
//! ```
//!
//! A more severe fact restarts the window, but it has to be reported through epoch 12 as well.
//!
//! [`Terms::requires_unbonding`] is the least U with which terms are lawful: U may not fall below it while the terms
//! are in force, announced or answerable.
//!
//! ## Example
//!
//! ```
//! use palisade_primitives::AssetId;
//! use palisade_terms::*;
//! use sp_runtime::{Perbill, Perquintill};
//!
//! // Double signing costs 5 % at once. The reporter gets a twentieth of it, the rest is burned.
//! let double_sign = Condition {
//!     evidence: Evidence::DoubleSign,
//!     penalty: Penalty { formula: Formula::constant(Perquintill::from_percent(5)), look_back: 0 },
//!     evidence_age: 4,
//!     resolution: Resolution::Immediate,
//!     proceeds: Proceeds { bounty: Perbill::from_percent(5), restitution: None },
//!     jail: 2,
//! };
//! let terms = Terms::<[u8; 32]> {
//!     assets: vec![AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Both }]
//!         .try_into()
//!         .unwrap(),
//!     min_operator_value: 10_000_000_000_000_000, // 10,000 PAL
//!     max_operators: 64,
//!     admission: Admission::Approval,
//!     conditions: vec![double_sign].try_into().unwrap(),
//!     max_slash_per_epoch: Perquintill::from_percent(10),
//!     reward_assets: vec![AssetId::Native].try_into().unwrap(),
//!     security_target: None,
//! };
//!
//! assert_eq!(terms.requires_unbonding(1), 6);
//! assert_eq!(terms.check(&Limits { unbonding: 6, breaker_window: 1, consensus: false }), Ok(()));
//! assert_eq!(
//!     terms.check(&Limits { unbonding: 5, breaker_window: 1, consensus: false }),
//!     Err(TermsError::SlashingWindowTooLong)
//! );
//! ```
//!
//! ## Encoding
//!
//! SCALE, fields in the order of their declaration; clients rely on the variants' indices. With 32-byte accounts, terms
//! take at most 10,829 bytes. Decoding bounds the lengths of lists and nothing else: terms are checked when they are
//! published.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use check::{Limits, TermsError};
pub use evaluate::Facts;
pub use formula::{Fact, Formula, FormulaError, Op, MAX_EXPONENT, MAX_OPS};
pub use jurisdiction::{
	Charged, ConsensusJudge, FaultOutcome, Jurisdiction, NotCharged, SeenFault,
};
pub use palisade_primitives::{StakeKind, MAX_ASSETS_PER_SERVICE as MAX_ASSETS, MAX_CONDITIONS};
pub use text::{ParseError, ParseReason, MAX_NESTING, MAX_TEXT};

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use palisade_primitives::{AssetId, Balance, Epoch};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, BoundedVec, Perbill, Perquintill};

mod check;
mod evaluate;
mod formula;
mod jurisdiction;
pub mod library;
#[cfg(test)]
mod tests;
pub mod text;

/// Most assets that a service pays in.
pub const MAX_REWARD_ASSETS: u32 = 8;

/// Most members that a service may ask for.
pub const MAX_OPERATORS: u32 = 256;

/// Most members that the chain's own consensus, service 0, may ask for.
pub const MAX_CONSENSUS_OPERATORS: u32 = 1_000;

/// Greatest share of a slash that its reporter gets.
pub const MAX_BOUNTY: Perbill = Perbill::from_percent(5);

/// Shortest period of a duty, in blocks.
pub const MIN_DUTY_PERIOD: u32 = 10;

/// So many epochs after the one in which its periods begin, a missed duty is assessed: each period of at most half an epoch can
/// be attested no longer then.
pub const DUTY_ASSESSED_AFTER: Epoch = 2;

/// So many epochs after the charged one, the one before the fault's session, a fault of consensus is reported at the latest, if
/// it is reported in the session after the fault.
pub const FAULT_REPORTED_AFTER: Epoch = 2;

/// What a service asks of its operators. See the [crate documentation](crate).
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms<AccountId> {
	/// What operators may pledge. At least one asset, each once.
	pub assets: BoundedVec<AcceptedAsset, ConstU32<MAX_ASSETS>>,
	/// A member counts in the epochs at whose start it pledges at least this value, in native units.
	pub min_operator_value: Balance,
	/// Most members at once, from 1 to [`MAX_OPERATORS`].
	pub max_operators: u32,
	/// How applicants become members.
	pub admission: Admission,
	/// What operators are slashed for. Reports name a condition by its place in this list.
	pub conditions: BoundedVec<Condition<AccountId>, ConstU32<MAX_CONDITIONS>>,
	/// Most that all conditions together take from one operator for one charged epoch. Zero only without conditions.
	pub max_slash_per_epoch: Perquintill,
	/// What the service may pay in. Each asset once.
	pub reward_assets: BoundedVec<AssetId, ConstU32<MAX_REWARD_ASSETS>>,
	/// What the service wants to be worth attacking, for everybody to compare with what it is. Changes no rule.
	pub security_target: Option<SecurityTarget>,
}

/// An asset that operators may pledge.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptedAsset {
	/// The asset.
	pub asset: AssetId,
	/// As what it may be pledged.
	pub kinds: StakeKinds,
}

/// Which kinds of stake a service accepts.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum StakeKinds {
	/// Exclusive stake only.
	#[codec(index = 0)]
	Exclusive,
	/// Shared stake only.
	#[codec(index = 1)]
	Shared,
	/// Either.
	#[codec(index = 2)]
	Both,
}

impl StakeKinds {
	/// Whether stake of `kind` is accepted.
	pub fn accepts(self, kind: StakeKind) -> bool {
		match self {
			Self::Exclusive => kind == StakeKind::Exclusive,
			Self::Shared => kind == StakeKind::Shared,
			Self::Both => true,
		}
	}
}

/// How applicants become members.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Admission {
	/// By applying.
	#[codec(index = 0)]
	Open,
	/// By the approval of the service's owner.
	#[codec(index = 1)]
	Approval,
}

/// What a service wants to be worth attacking: `total value × attack_threshold ≥ value_at_risk`.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityTarget {
	/// What an attacker could gain, in native units.
	pub value_at_risk: Balance,
	/// The share of the service's total value with which an attack succeeds. Not zero.
	pub attack_threshold: Perbill,
}

/// What operators are slashed for, how much, and how. See the [crate documentation](crate#conditions).
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Condition<AccountId> {
	/// What proves the offence.
	pub evidence: Evidence<AccountId>,
	/// What the offence costs.
	pub penalty: Penalty,
	/// How many epochs after its own an offence can be reported. At least 1.
	pub evidence_age: Epoch,
	/// Who may object before the slash is final.
	pub resolution: Resolution<AccountId>,
	/// Where what was taken goes.
	pub proceeds: Proceeds<AccountId>,
	/// For how many epochs the operator is excluded from the service, from the epoch after the report; 0 for none.
	pub jail: Epoch,
}

/// What proves an offence.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Evidence<AccountId> {
	/// Two statements of equal topic and different payload, both signed with the operator's key of the epoch.
	#[codec(index = 0)]
	DoubleSign,
	/// The signatures of other members.
	#[codec(index = 1)]
	QuorumAccusation {
		/// The share of the service's total value, the accused's included, that the signers hold at least. More than a
		/// half.
		threshold: Perbill,
	},
	/// Attestations that are missing.
	#[codec(index = 2)]
	MissedDuty {
		/// Length of a period in blocks, at least [`MIN_DUTY_PERIOD`]. Each is to be attested once.
		every: u32,
		/// Blocks after a period's end in which it may still be attested. Fewer than `every`.
		grace: u32,
		/// The share of an epoch's due periods that may be missed. Not all.
		tolerated: Perbill,
	},
	/// The word of an account: a multisig, a court, governance.
	#[codec(index = 3)]
	Ruling {
		/// The account.
		by: AccountId,
	},
	/// A fault in the chain's own consensus, which the chain itself sees. Only service 0 has it.
	#[codec(index = 4)]
	Consensus(ConsensusFault),
}

/// What a validator can do wrong.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum ConsensusFault {
	/// Two blocks for one slot (BABE).
	#[codec(index = 0)]
	BlockEquivocation,
	/// Two votes in one round (GRANDPA).
	#[codec(index = 1)]
	VoteEquivocation,
	/// Neither a block nor a heartbeat, for several sessions on end (im-online). It jails, and costs nothing.
	#[codec(index = 2)]
	Unresponsiveness,
}

impl<AccountId> Evidence<AccountId> {
	/// Whether the chain itself finds out that it is true, and takes nobody's word for it.
	pub fn is_self_verifying(&self) -> bool {
		match self {
			Self::DoubleSign | Self::MissedDuty { .. } | Self::Consensus(_) => true,
			Self::QuorumAccusation { .. } | Self::Ruling { .. } => false,
		}
	}

	/// Which fault of consensus it is.
	pub fn fault(&self) -> Option<ConsensusFault> {
		match self {
			Self::Consensus(fault) => Some(*fault),
			_ => None,
		}
	}

	/// Whether what proves it is that nothing came.
	pub fn is_duty(&self) -> bool {
		matches!(self, Self::MissedDuty { .. })
	}
}

/// What an offence costs, as a share of what the operator pledged to the service at the charged epoch.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Penalty {
	/// Evaluated when the slash becomes final.
	pub formula: Formula,
	/// Over how many epochs before that convictions are counted, where the formula reads repeats or other members'
	/// convictions. At most U; 0 exactly if it reads neither.
	pub look_back: Epoch,
}

/// Who may object before a slash is final.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Resolution<AccountId> {
	/// Nobody: it is final when it is reported.
	#[codec(index = 0)]
	Immediate,
	/// The resolver may uphold, reduce or overturn it in the window.
	#[codec(index = 1)]
	Veto {
		/// The account that may. Not the one that rules.
		resolver: AccountId,
		/// Whole epochs after the report. At least 1.
		window: Epoch,
	},
}

impl<AccountId> Resolution<AccountId> {
	/// Whole epochs after the report in which somebody may object.
	pub fn window(&self) -> Epoch {
		match self {
			Self::Immediate => 0,
			Self::Veto { window, .. } => *window,
		}
	}
}

/// Where what was taken goes. What is left is burned (native token) or goes to the treasury (assets).
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proceeds<AccountId> {
	/// The first reporter's share, at most [`MAX_BOUNTY`].
	pub bounty: Perbill,
	/// What goes to whom the service protects.
	pub restitution: Option<Restitution<AccountId>>,
}

/// A share for those whom the service protects, taken from exclusive stake only.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Restitution<AccountId> {
	/// Who receives it.
	pub to: AccountId,
	/// Its share of what exclusive stake lost. Not zero; with the bounty at most 100 %.
	pub share: Perbill,
}
