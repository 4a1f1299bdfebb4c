//! # The Palisade runtime
//!
//! What a block does to the state: a standalone chain that sells slashable security. This crate
//! puts pallets together and decides their parameters; it holds no protocol logic of its own. The
//! protocol lives in `pallets/`, its vocabulary in `primitives/`.
//!
//! | Where | What |
//! |---|---|
//! | `lib.rs` | types, version, the list of pallets, the transaction format |
//! | [`configs`] | the parameters of every pallet, by subject |
//! | [`apis`] | what nodes and clients may ask ([`apis::RuntimeApi`]) |
//! | [`genesis_presets`] | the three built-in genesis states |
//! | [`weights`] | what was measured of the SDK's pallets, blocks and the database |
//! | [`genesis_assets`] | a genesis-only pallet for what the SDK's asset pallets cannot express |
//! | [`genesis_consensus`] | a genesis-only pallet for service 0 and its first members |
//!
//! **Numbers that everything else follows from.** A slot takes [`SLOT_DURATION`]; the length of a
//! session in slots and of an epoch in sessions are genesis values (`pallet_epochs`), so this one
//! blob serves development, a local network and production. One [`PAL`] is 10¹² plancks, an account
//! exists from [`EXISTENTIAL_DEPOSIT`] up, a transfer costs less than a thousandth of a `PAL`
//! ([`configs::fees`]).
//!
//! **Consensus** is BABE and GRANDPA with session keys for them, for im-online's heartbeats and for
//! authority discovery. Equivocations are reported, proven against historical session roots and
//! lead to disabling ([`configs::consensus`]).
//!
//! **Governance** is the root origin or two thirds of the council ([`configs::governance`]). The
//! council reaches root itself by whitelisting a call first. Test presets have a sudo key beside
//! it, production has none.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

#[cfg(feature = "wasm-builder")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis_assets;
pub mod genesis_consensus;
pub mod genesis_presets;
pub mod weights;

use alloc::vec::Vec;
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_SECOND;
use frame_system::offchain::{
	CreateAuthorizedTransaction, CreateBare, CreateTransaction, CreateTransactionBase,
};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

#[cfg(feature = "std")]
pub use apis::RuntimeApi;
pub use palisade_primitives::{AssetId, Balance, Epoch, ServiceId, MAX_UNBONDING_EPOCHS};

/// Signs transactions.
pub type Signature = MultiSignature;
/// An account: 32 bytes, whatever key stands behind them.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How transactions name an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Count of transactions an account has sent.
pub type Nonce = u32;
/// Hashes blocks, transactions and state.
pub type Hash = sp_core::H256;
/// Height of a block.
pub type BlockNumber = u32;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block with typed transactions.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A block with its seal.
pub type SignedBlock = generic::SignedBlock<Block>;
/// A block's name in requests.
pub type BlockId = generic::BlockId<Block>;

/// What a transaction carries beside its call, in the order in which it is checked.
pub type TxExtension = (
	// First, because it turns a call that authorises itself (a heartbeat) into an origin.
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	// Last, because it gives back the weight that everything before it did not use.
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction as it travels.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// What a sender signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Runs blocks. Single-block migrations are in `frame_system::Config`, multi-block ones in
/// `pallet_migrations`.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Types for code that handles blocks without understanding their transactions: the node.
pub mod opaque {
	use super::*;

	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// A block's header.
	pub type Header = super::Header;
	/// A block with opaque transactions.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// A block's name in requests.
	pub type BlockId = generic::BlockId<Block>;
	/// The hash of a block.
	pub type Hash = super::Hash;
}

impl_opaque_keys! {
	/// The keys with which a validator acts. Their order is part of the format of key ownership
	/// proofs and of genesis files.
	pub struct SessionKeys {
		pub babe: Babe,
		pub grandpa: Grandpa,
		pub im_online: ImOnline,
		pub authority_discovery: AuthorityDiscovery,
	}
}

/// The version of this runtime. `spec_version` is the crate's version as `major · 10⁴ + minor · 10²
/// + patch`; it must grow with every change of behaviour, `transaction_version` with every change
/// of the meaning of encoded transactions.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: alloc::borrow::Cow::Borrowed("palisade"),
	impl_name: alloc::borrow::Cow::Borrowed("palisade-node"),
	authoring_version: 1,
	spec_version: 100,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Length of a slot in milliseconds: the time in which one block may be authored.
pub const SLOT_DURATION: u64 = 6_000;

/// One token in plancks.
pub const PAL: Balance = 1_000_000_000_000;
/// A thousandth of a token.
pub const MILLI_PAL: Balance = PAL / 1_000;
/// A millionth of a token.
pub const MICRO_PAL: Balance = PAL / 1_000_000;
/// Decimal places of a token.
pub const PAL_DECIMALS: u8 = 12;
/// The ticker.
pub const PAL_SYMBOL: &str = "PAL";
/// The smallest balance with which an account exists.
pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLI_PAL;
/// Prefix of addresses: the generic one, until the chain registers its own.
pub const SS58_PREFIX: u8 = 42;

/// Computation per block: 2 of the 6 seconds of a slot.
pub const MAX_BLOCK_REF_TIME: u64 = 2 * WEIGHT_REF_TIME_PER_SECOND;
/// Length of a block in bytes.
pub const MAX_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

/// The BABE configuration every preset starts from: a slot has a primary author with probability
/// 1/4 and always a secondary one, so that blocks come on time with few validators, too.
pub const BABE_GENESIS_EPOCH_CONFIG: sp_consensus_babe::BabeEpochConfiguration =
	sp_consensus_babe::BabeEpochConfiguration {
		c: (1, 4),
		allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryPlainSlots,
	};

/// The deposit for keeping `items` entries of `bytes` bytes altogether in the state.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	items as Balance * 100 * MILLI_PAL + bytes as Balance * MILLI_PAL
}

// Indices are part of the encoding of every call, event and error: they never change and are never
// used again. Hooks and genesis run in their order, so `Epochs` comes before whatever asks for the
// session length, the assets before what is registered over them, and stake before `Session`.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// Block production and time.

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Epochs = pallet_epochs;
	#[runtime::pallet_index(3)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(4)]
	pub type Authorship = pallet_authorship;

	// Assets and fees.

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(12)]
	pub type AssetRate = pallet_asset_rate;
	#[runtime::pallet_index(13)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(14)]
	pub type GenesisAssets = crate::genesis_assets;

	// The protocol. 24 is reserved for Rewards. Who validates is decided before `Session` asks for it, also at genesis.

	#[runtime::pallet_index(20)]
	pub type Operators = pallet_operators;
	#[runtime::pallet_index(21)]
	pub type Services = pallet_services;
	#[runtime::pallet_index(22)]
	pub type Restaking = pallet_restaking;
	#[runtime::pallet_index(23)]
	pub type Slashing = pallet_slashing;
	#[runtime::pallet_index(25)]
	pub type Validators = pallet_validators;
	#[runtime::pallet_index(26)]
	pub type GenesisConsensus = crate::genesis_consensus;

	// Validators and their faults.

	#[runtime::pallet_index(30)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(31)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(32)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(33)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(34)]
	pub type ImOnline = pallet_im_online;
	#[runtime::pallet_index(35)]
	pub type AuthorityDiscovery = pallet_authority_discovery;

	// Governance.

	#[runtime::pallet_index(40)]
	pub type Treasury = pallet_treasury;
	#[runtime::pallet_index(41)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(42)]
	pub type Whitelist = pallet_whitelist;

	// Tools of accounts and of governance.

	#[runtime::pallet_index(50)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(51)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(52)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(53)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(54)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(55)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(56)]
	pub type Migrations = pallet_migrations;

	// The production preset sets no key, and without one no call of it can succeed.

	#[runtime::pallet_index(60)]
	pub type Sudo = pallet_sudo;
}

// How off-chain workers and equivocation reports build transactions.

impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> CreateBare<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

impl<LocalCall> CreateTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;

	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> CreateAuthorizedTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_extension() -> TxExtension {
		tx_extension(generic::Era::Immortal, 0, 0)
	}
}

/// The extension of a transaction that lives for `era`, is its sender's `nonce`th and pays `tip` on
/// top of the fee. Without a check of the metadata's hash, which is for wallets to ask for.
pub fn tx_extension(era: generic::Era, nonce: Nonce, tip: Balance) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(era),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(tip),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}
