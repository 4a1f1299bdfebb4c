//! The built-in genesis states.
//!
//! | Preset | Validators | Session | Epoch | Sudo | Accounts |
//! |---|---|---|---|---|---|
//! | `development` | Alice//stash | 10 slots | 1 session | Alice | the twelve well-known ones |
//! | `local_testnet` | Alice//stash, Bob//stash, Charlie//stash, Dave//stash | 20 slots | 1 session | Alice | the same |
//! | `production` | none yet | 600 slots | 24 sessions | nobody | none yet |
//!
//! | Delay in epochs | Test presets | `production` |
//! |---|---|---|
//! | unbonding U | 6 | 28 |
//! | allocation notice N | 2 | 3 |
//! | terms notice | 2 | 7 |
//! | breaker window | 1 | 2 |
//!
//! | Service 0 | `development` | `local_testnet` | `production` |
//! |---|---|---|---|
//! | validators | 1 to 100 | 2 to 100 | 4 to 100 |
//! | least value of a member | 10,000 PAL | the same | the same |
//! | evidence age, veto window | 2, 1 | the same | 21, 3 |
//! | jail for equivocation, for absence | 4, 1 | the same | 28, 1 |
//!
//! Its terms ([`consensus_terms`]) take native stake of either kind from anybody who applies. One convicted validator loses a tenth of
//! its pledge at most, however small the set is; from the second one on that offends with it, in its epoch or the one before, all of
//! them lose `(3 × their share of the value)²`, if that is more.
//!
//! In the **test presets** each validator's account is an operator that has 100,000 PAL behind itself and pledges half of it to
//! service 0, exclusively; its node signs with the keys of the account without `//stash`. They give every well-known account a million PAL and a million tokens of two
//! assets that stand for liquid staking tokens, both owned by the keyless governance account and
//! minted by Ferdie. [`LST_DOT`] is registered for restaking; [`LST_KSM`] is left for governance to
//! register. Alice, Bob and Charlie are the council.
//!
//! The **production preset** is a template: nobody can hold keys that are published here. Whoever
//! starts a network exports it as JSON and fills in
//!
//! - `session.keys`: the first validators, as `[account, account, keys]`; at least one, and at least
//!   four for the chain to stand one fault;
//! - `genesisConsensus.consensus.operators`: the same accounts as operators, with what each puts behind itself and pledges;
//! - `balances.balances`: the first accounts, the validators among them, beside the treasury's
//!   minimum balance that is there already;
//! - `council.members`: without them nobody governs, since there is no sudo key.

use crate::{
	configs::{consensus::MaxAuthorities, GovernanceAccount, TreasuryAccount},
	genesis_consensus::{Consensus, GenesisOperator},
	*,
};
use alloc::vec;
use frame_support::{build_struct_json_patch, traits::Get, BoundedVec};
use palisade_primitives::{keys::ServiceKey, FULL_MAGNITUDE};
use palisade_terms::{
	AcceptedAsset, Admission, Condition, ConsensusFault, Evidence, Formula, Penalty, Proceeds,
	Resolution, StakeKinds, Terms, MAX_CONSENSUS_OPERATORS,
};
use pallet_restaking::AssetConfig;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{FixedU128, Perbill, Perquintill};

/// Name of the preset for real networks.
pub const PRODUCTION_PRESET: &str = "production";

/// What every well-known account owns in test presets.
pub const TEST_ENDOWMENT: Balance = 1_000_000 * PAL;
/// Tokens of each test asset that every well-known account and the treasury own.
pub const TEST_TOKENS: Balance = 1_000_000;

/// The first test asset, registered for restaking.
pub const LST_DOT: TestAsset = TestAsset {
	id: 1,
	name: "Liquid Staked DOT",
	symbol: "lstDOT",
	decimals: 10,
	pal_per_token: 5,
};

/// The second test asset, not registered.
pub const LST_KSM: TestAsset = TestAsset {
	id: 2,
	name: "Liquid Staked KSM",
	symbol: "lstKSM",
	decimals: 12,
	pal_per_token: 20,
};

/// An asset of the test presets.
#[derive(Clone, Copy, Debug)]
pub struct TestAsset {
	/// Its id in `pallet_assets`.
	pub id: u32,
	/// Its name.
	pub name: &'static str,
	/// Its ticker.
	pub symbol: &'static str,
	/// Decimal places of a token.
	pub decimals: u8,
	/// The price of a token.
	pub pal_per_token: u32,
}

impl TestAsset {
	/// Units in a token.
	pub const fn token(&self) -> Balance {
		10u128.pow(self.decimals as u32)
	}

	/// The smallest balance: a ten-thousandth of a token.
	pub const fn min_balance(&self) -> Balance {
		self.token() / 10_000
	}

	/// Plancks per unit.
	pub fn rate(&self) -> FixedU128 {
		FixedU128::from_rational(Balance::from(self.pal_per_token) * PAL, self.token())
	}
}

/// The validators of test presets: what they are called, their accounts, and the keys with which their nodes sign.
const TEST_VALIDATORS: [(&str, Sr25519Keyring, Sr25519Keyring, Ed25519Keyring); 4] = [
	("Alice", Sr25519Keyring::AliceStash, Sr25519Keyring::Alice, Ed25519Keyring::Alice),
	("Bob", Sr25519Keyring::BobStash, Sr25519Keyring::Bob, Ed25519Keyring::Bob),
	("Charlie", Sr25519Keyring::CharlieStash, Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
	("Dave", Sr25519Keyring::DaveStash, Sr25519Keyring::Dave, Ed25519Keyring::Dave),
];

/// What each of them puts behind itself, and pledges half of to service 0.
pub const TEST_STAKE: Balance = 100_000 * PAL;

/// The least value with which a member of service 0 counts.
pub const MIN_VALIDATOR_VALUE: Balance = 10_000 * PAL;

/// What an equivocation costs: a tenth at most for one validator, and what makes an attack by a third as dear as it can be for
/// several.
pub const EQUIVOCATION_PENALTY: &str =
	"max(min(severity, 0.1), if convicted_members >= 2 then (3 * convicted_value_share)^2 else 0)";

/// Who mints the test assets.
const TEST_ISSUER: Sr25519Keyring = Sr25519Keyring::Ferdie;

/// How the ledger of stake treats the native token at first, in every preset.
fn native_stake() -> (AssetId, AssetConfig) {
	let config = AssetConfig {
		min_delegation: PAL,
		cap_per_pool: 10_000_000 * PAL,
		haircut: Perbill::zero(),
		leverage: 3,
		accepting: true,
	};
	(AssetId::Native, config)
}

/// Delays of the terms of service 0, in epochs.
struct ConsensusDelays {
	evidence_age: Epoch,
	window: Epoch,
	jail: Epoch,
	jail_of_absent: Epoch,
}

/// Service 0 of the test presets.
const TEST_DELAYS: ConsensusDelays =
	ConsensusDelays { evidence_age: 2, window: 1, jail: 4, jail_of_absent: 1 };

/// Service 0 of the production preset.
const PRODUCTION_DELAYS: ConsensusDelays =
	ConsensusDelays { evidence_age: 21, window: 3, jail: 28, jail_of_absent: 1 };

/// The terms of service 0.
fn consensus_terms(delays: &ConsensusDelays) -> Terms<AccountId> {
	let ConsensusDelays { evidence_age, window, jail, jail_of_absent } = *delays;
	let formula = Formula::parse(EQUIVOCATION_PENALTY).expect("a constant text; a test parses it");
	let condition = |fault, penalty, resolution, jail| Condition {
		evidence: Evidence::Consensus(fault),
		penalty,
		evidence_age,
		resolution,
		proceeds: Proceeds { bounty: Perbill::zero(), restitution: None },
		jail,
	};
	let equivocation = |fault| {
		let resolution = Resolution::Veto { resolver: GovernanceAccount::get(), window };
		let penalty = Penalty { formula: formula.clone(), look_back: 1 };
		condition(fault, penalty, resolution, jail)
	};
	let nothing = Penalty { formula: Formula::constant(Perquintill::zero()), look_back: 0 };
	let conditions = vec![
		equivocation(ConsensusFault::BlockEquivocation),
		equivocation(ConsensusFault::VoteEquivocation),
		condition(ConsensusFault::Unresponsiveness, nothing, Resolution::Immediate, jail_of_absent),
	];
	let native = AcceptedAsset { asset: AssetId::Native, kinds: StakeKinds::Both };
	Terms {
		assets: BoundedVec::truncate_from(vec![native]),
		min_operator_value: MIN_VALIDATOR_VALUE,
		max_operators: MAX_CONSENSUS_OPERATORS,
		admission: Admission::Open,
		conditions: BoundedVec::truncate_from(conditions),
		max_slash_per_epoch: Perquintill::one(),
		reward_assets: BoundedVec::truncate_from(vec![AssetId::Native]),
		security_target: None,
	}
}

/// A genesis with sessions of `session_length` slots and well-known accounts, of which the first `validators` of
/// [`TEST_VALIDATORS`] validate, of whom there have to be `min_validators`.
fn test_preset(session_length: u32, validators: usize, min_validators: u32) -> Value {
	let governance = GovernanceAccount::get();
	let treasury = TreasuryAccount::get();
	let accounts: Vec<AccountId> =
		Sr25519Keyring::well_known().map(|key| key.to_account_id()).collect();
	let assets = [LST_DOT, LST_KSM];

	build_struct_json_patch!(RuntimeGenesisConfig {
		epochs: EpochsConfig {
			session_length,
			sessions_per_epoch: 1,
			allocation_notice: 2,
			terms_notice: 2,
			breaker_window: 1,
		},
		babe: BabeConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
		balances: BalancesConfig {
			balances: accounts
				.iter()
				.map(|account| (account.clone(), TEST_ENDOWMENT))
				.chain([(treasury.clone(), EXISTENTIAL_DEPOSIT)])
				.collect(),
		},
		assets: AssetsConfig {
			assets: assets
				.iter()
				.map(|asset| (asset.id, governance.clone(), true, asset.min_balance()))
				.collect(),
			metadata: assets
				.iter()
				.map(|asset| { (asset.id, asset.name.into(), asset.symbol.into(), asset.decimals) })
				.collect(),
			// The treasury's tokens pay for the pool account's endowment when governance registers
			// an asset.
			accounts: assets
				.iter()
				.flat_map(|asset| {
					let tokens = TEST_TOKENS * asset.token();
					accounts
						.iter()
						.chain([&treasury])
						.map(move |account| (asset.id, account.clone(), tokens))
				})
				.collect(),
		},
		genesis_assets: GenesisAssetsConfig {
			rates: assets.iter().map(|asset| (AssetId::WithId(asset.id), asset.rate())).collect(),
			issuers: assets.iter().map(|asset| (asset.id, TEST_ISSUER.to_account_id())).collect(),
		},
		restaking: RestakingConfig {
			unbonding_epochs: 6,
			assets: vec![
				native_stake(),
				(
					AssetId::WithId(LST_DOT.id),
					AssetConfig {
						min_delegation: LST_DOT.token(),
						cap_per_pool: 10_000_000 * LST_DOT.token(),
						haircut: Perbill::from_percent(10),
						leverage: 2,
						accepting: true,
					},
				),
			],
		},
		genesis_consensus: GenesisConsensusConfig {
			consensus: Some(Consensus {
				owner: governance.clone(),
				terms: consensus_terms(&TEST_DELAYS),
				operators: TEST_VALIDATORS
					.iter()
					.take(validators)
					.map(|(name, account, ..)| GenesisOperator {
						account: account.to_account_id(),
						name: (*name).into(),
						commission: Perbill::from_percent(5),
						key: ServiceKey::Sr25519(account.public()),
						stake: TEST_STAKE,
						exclusive: FULL_MAGNITUDE / 2,
					})
					.collect(),
			}),
		},
		validators: ValidatorsConfig { min_validators, max_validators: MaxAuthorities::get() },
		session: SessionConfig {
			keys: TEST_VALIDATORS
				.iter()
				.take(validators)
				.map(|(_, account, sr25519, ed25519)| {
					let account = account.to_account_id();
					let keys = SessionKeys {
						babe: sr25519.public().into(),
						grandpa: ed25519.public().into(),
						im_online: sr25519.public().into(),
						authority_discovery: sr25519.public().into(),
					};
					(account.clone(), account, keys)
				})
				.collect(),
		},
		council: CouncilConfig { members: accounts.iter().take(3).cloned().collect() },
		sudo: SudoConfig { key: Some(Sr25519Keyring::Alice.to_account_id()) },
	})
}

/// The template for real networks.
fn production_preset() -> Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		epochs: EpochsConfig {
			session_length: 600,
			sessions_per_epoch: 24,
			allocation_notice: 3,
			terms_notice: 7,
			breaker_window: 2,
		},
		babe: BabeConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
		balances: BalancesConfig { balances: vec![(TreasuryAccount::get(), EXISTENTIAL_DEPOSIT)] },
		restaking: RestakingConfig { unbonding_epochs: 28, assets: vec![native_stake()] },
		genesis_consensus: GenesisConsensusConfig {
			consensus: Some(Consensus {
				owner: GovernanceAccount::get(),
				terms: consensus_terms(&PRODUCTION_DELAYS),
				operators: vec![],
			}),
		},
		validators: ValidatorsConfig { min_validators: 4, max_validators: MaxAuthorities::get() },
		session: SessionConfig { keys: vec![] },
		council: CouncilConfig { members: vec![] },
		sudo: SudoConfig { key: None },
	})
}

/// The preset of that name, as a patch of the default genesis.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_str() {
		DEV_RUNTIME_PRESET => test_preset(10, 1, 1),
		LOCAL_TESTNET_RUNTIME_PRESET => test_preset(20, 4, 2),
		PRODUCTION_PRESET => production_preset(),
		_ => return None,
	};
	let json = serde_json::to_string(&patch).expect("a JSON value serializes; qed");
	Some(json.into_bytes())
}

/// The names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	[DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, PRODUCTION_PRESET]
		.map(PresetId::from)
		.to_vec()
}
