//! # Restaking: the ledger of stake behind operators
//!
//! **Delegators** put units of an accepted asset behind an **operator**. All units that stand behind one operator in one
//! asset form a **pool**; a delegator holds **shares** of it. The operator pledges parts of the pool to **services**, and a
//! service can take of its part by slashing. This pallet owns the units, the shares, the pledges, the way out, and the
//! executor of slashes.
//!
//! | Step of a unit | File |
//! |---|---|
//! | from the wallet into a pool | `delegate.rs` |
//! | pledged to services | `allocations.rs`, arithmetic in `palisade-ledger-math` (`pledge.rs`) |
//! | asked back, waiting, paid | `exits.rs` |
//! | judged and slashed | `liability.rs`, arithmetic in `palisade-ledger-math` (`bill.rs`) |
//! | counted as security | `history.rs`, `rates.rs`, `tally.rs` |
//! | what an epoch changes in a pool | `pool.rs` |
//! | what governance sets | `assets.rs`, `parameters.rs` |
//! | what always holds | `try_state.rs` |
//!
//! ## Where the units are
//!
//! The units of all pools lie in one keyless account, [`Pallet::pool_account`]. It is **endowed** with each asset's
//! minimum balance (at genesis, or by [`Config::Treasury`] when governance registers the asset), so that paying
//! out the last unit of the last pool never closes it. Prices come from the ledger, never from the account's balance:
//! who sends units to the account directly gives them to nobody and moves no price. The law of the ledger, for each
//! asset:
//!
//! ```text
//! account balance − endowment = Σ active stake + Σ exits + Σ matured + Σ uncollected   (+ what strangers sent)
//! ```
//!
//! ## Shares
//!
//! A pool has active stake `B` and shares `S`. The formulas are those of `palisade-ledger-math`:
//!
//! | Call | Effect | Rounding |
//! |---|---|---|
//! | delegate `d` units | mints `⌊d·S/B⌋` shares; `d` into an empty pool | against the delegator |
//! | undelegate `x` units | burns `⌈x·S/B⌉` shares | against the delegator |
//! | undelegate all | burns all shares for `⌊s·B/S⌋` units; the last share takes the last unit | against the delegator |
//!
//! So `S ≥ B`, and no call of one delegator lowers what another's shares are worth. Any number of delegators may share a
//! pool; nothing but their own positions grows with them.
//!
//! Whoever buys shares buys the pool's last epochs with them: a slash charged to an epoch before the purchase takes from
//! the new shares like from the old ones. [`Pallet::pool`] shows what waits.
//!
//! ## Pledges
//!
//! A pool's **magnitude** `M`, 10¹⁸ when it is fresh, stands for all of its stake. [`allocate`](Pallet::allocate) sets which
//! part of it a service can slash: as **exclusive** stake, which answers to nobody else, or as **shared** stake, which can
//! be pledged to several services. A service's stake is `B · min(m, c)/M`; the ceiling `c` is `M` for exclusive stake and
//! what exclusive stake leaves of `M` for shared stake. With N = 2 and U = 6:
//!
//! ```text
//! epoch    10        11        12   …    20        21   …   25        26
//!          |announced          |counts           |cools             |free
//!          allocate 0.4                 allocate 0
//! ```
//!
//! What is announced in 10 counts from 12; whoever asked to leave before 12 is never exposed to it. What is taken back in 20
//! counts through 20 and encumbers the magnitude through 25, longer while a slash charged to 20 or earlier waits. What was
//! announced and not counted yet is free at once. An allocation stops likewise when the membership ends.
//!
//! | Constraint on every increase | Error |
//! |---|---|
//! | Σ exclusive ≤ M | [`Error::ExceedsMagnitude`] |
//! | each shared pledge ≤ M − Σ exclusive | [`Error::ExceedsCeiling`] |
//! | Σ shared ≤ leverage · (M − Σ exclusive) | [`Error::ExceedsLeverage`] |
//! | for an exclusive one: Σ exclusive + Σ shared ≤ M | [`Error::WouldShelterStake`] |
//!
//! All sums take what counts, is announced, or cools. After a slash the excess is tolerated, and the ceiling binds.
//!
//! ## The way out
//!
//! Undelegated units leave the pool at once, into the **bucket** of the (pool, epoch of the request). Requests of one
//! epoch share a bucket, which shares the pool's magnitude and pledges until its epoch ends and then keeps a copy: it goes on
//! answering for exactly what it left. What is requested in epoch `r` can be claimed from `max(r + 1, min(r, L) + U)`, `L`
//! the last epoch in which any pledge of the pool counted; if none did, from `r + 1`: idle stake is liquid.
//!
//! ```text
//!            undelegate                        withdraw
//! epoch  … |     r     |   r + 1   |  …  |   r + U   |
//!  pool  ━━━━━━━┓      |           |     |           |
//!  bucket       ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓       |      not claimable before the first block of r + U
//!  wallet              |           |     |   ┗━━━━━━━━━━
//! ```
//!
//! The slashing-window law keeps every slash that can be charged to an epoch ≤ `r` final before `r + U`; should its
//! execution be late, the exit waits for it ([`Error::SlashDue`]). [`cancel_undelegation`](Pallet::cancel_undelegation) takes
//! an exit back into the pool, as long as no slash has told them apart. [`withdraw`](Pallet::withdraw) pays everything that
//! matured, [`withdraw_into`](Pallet::withdraw_into) puts it behind another operator.
//!
//! [`undelegate`](Pallet::undelegate) first folds the caller's matured exits into one amount, so a position has at most
//! [`MAX_EXITS`] exits and no number of requests is refused. Exits work for ever, whatever becomes of the operator or the
//! asset. If the receiver cannot hold the payment (say, it is below the minimum balance of an account that does not
//! exist), `withdraw` fails with [`Error::ReceiverCannotHold`] and the units stay claimable.
//!
//! ## Slashes
//!
//! The judge of offences acts through [`Liability`](palisade_primitives::Liability): it opens a slash when it is reported,
//! and executes or closes it when it is final. An offence of epoch `e` makes liable the active stake, if its generation
//! existed at `e`, and the buckets of that generation with `r ≥ e`. Who asked to leave before `e` loses nothing. What was
//! taken is split into the reporter's bounty, restitution (from exclusive stake only), and the rest, which is burned (native
//! token) or goes to the treasury. What a receiver cannot hold is kept for it. In a pool with stake of 1,000 units,
//! `M = 1`, where a service holds 0.4 exclusively, a penalty of 50 % takes 200 units, leaves the service 0.2 of `M = 0.8`,
//! that is 200 of 800 units, and another service's exclusive 0.3 is worth 300 units before and after.
//!
//! A pool that loses everything starts anew: its shares are void, its pledges end, and the next delegation, in a later
//! epoch, opens the next **generation** with a full magnitude, which answers for nothing before it.
//!
//! ## Assets and their value
//!
//! Governance registers an asset with its [`AssetConfig`]. An asset whose owner, admin or freezer is not a governance
//! account is refused: its admin could burn or freeze the pool account. Before the first transaction of each epoch it is
//! fixed what a unit of each asset counts in that epoch, `rate × (1 − haircut)`; all values "at epoch e" use that. Slashes
//! count in units.
//!
//! ## Who may do what
//!
//! | Call | Who |
//! |---|---|
//! | [`register_asset`](Pallet::register_asset), [`update_asset`](Pallet::update_asset), [`set_unbonding_epochs`](Pallet::set_unbonding_epochs) | [`Config::GovernanceOrigin`] |
//! | [`delegate`](Pallet::delegate) | anybody, behind a registered operator that is not paused |
//! | [`undelegate`](Pallet::undelegate), [`cancel_undelegation`](Pallet::cancel_undelegation), [`withdraw`](Pallet::withdraw), [`withdraw_into`](Pallet::withdraw_into) | the owner of the position |
//! | [`allocate`](Pallet::allocate) | the operator, of its own pools |
//! | [`tally`](Pallet::tally) | anybody |
//!
//! ## Limits
//!
//! [`MAX_ASSETS`] assets; [`MAX_EXITS`] exits a position; 16 services a pool, those whose pledge ended no more than U epochs ago
//! included, and 4 layers a pledge; 8 assets a service. A position is worth at least `min_delegation` when it is made
//! or partly left, which is what an entry in the ledger costs. A pool holds at most `cap_per_pool`. Each pool with pledges
//! has a deposit of its operator by their number ([`Config::AllocationDeposit`]); an entry is removed, and the deposit for it
//! returned, by the first `allocate` on the pool after the pledge has been free for an epoch.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

mod allocations;
mod assets;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
mod delegate;
mod exits;
mod history;
mod liability;
#[cfg(test)]
mod mock;
mod parameters;
mod pool;
mod rates;
mod tally;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
mod types;
mod views;
pub mod weights;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use core::marker::PhantomData;
	use frame_support::{
		defensive,
		pallet_prelude::*,
		traits::{
			fungibles::{Inspect, Mutate},
			Consideration, Footprint,
		},
		PalletError, PalletId,
	};
	use frame_system::pallet_prelude::*;
	use palisade_ledger_math::{PartError, Rise, MAX_PLEDGES};
	use palisade_primitives::{
		AssetGovernance, AssetId, AssetRates, Balance, ConsensusGuard, Epoch, EpochClock,
		OperatorRegistry, ServiceId, ServiceRegistry, StakeKind, MAX_ASSETS_PER_SERVICE,
		MAX_UNBONDING_EPOCHS,
	};
	use sp_runtime::{traits::AccountIdConversion, ArithmeticError};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Moves the units.
		type Assets: Inspect<Self::AccountId, AssetId = AssetId, Balance = Balance>
			+ Mutate<Self::AccountId>;

		/// Tells which assets nobody but governance can interfere with.
		type AssetGovernance: AssetGovernance;

		/// Registers assets and sets parameters.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Pays the endowment of an asset that governance registers, and gets what slashes leave of assets that cannot be
		/// burned.
		type Treasury: Get<Self::AccountId>;

		/// Knows the operators.
		type Operators: OperatorRegistry<Self::AccountId>;

		/// Knows the services, their terms and their members.
		type Services: ServiceRegistry<Self::AccountId>;

		/// Whom the chain's own consensus cannot spare.
		type Consensus: ConsensusGuard<Self::AccountId>;

		/// Knows what assets are worth.
		type Rates: AssetRates;

		/// N: epochs between the announcement of a higher pledge and its effect.
		type AllocationNotice: Get<Epoch>;

		/// What an operator puts down for the pledges of a pool.
		type AllocationDeposit: Consideration<Self::AccountId, Footprint>;

		/// Tells the epoch.
		type Clock: EpochClock;

		/// Seed of the account that holds all stake.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why the pallet holds native tokens.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For the pledges of a pool.
		Allocation,
	}

	/// U: epochs for which an exit from pledged stake goes on answering. At most `MAX_UNBONDING_EPOCHS`. See
	/// [`AnnouncedUnbonding`] for what follows it.
	#[pallet::storage]
	pub type UnbondingEpochs<T: Config> = StorageValue<_, Epoch, ValueQuery>;

	/// Where U rose last: what was free before under the shorter one stays free.
	#[pallet::storage]
	pub type LastRise<T: Config> = StorageValue<_, Rise>;

	/// The epoch from which U is another, and that U.
	#[pallet::storage]
	pub type AnnouncedUnbonding<T: Config> = StorageValue<_, (Epoch, Epoch)>;

	/// The accepted assets. At most [`MAX_ASSETS`]. See [`AnnouncedConfigs`] for what follows.
	#[pallet::storage]
	pub type AcceptedAssets<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, AssetId, AssetConfig>;

	/// The epoch from which an asset is treated otherwise, and how.
	#[pallet::storage]
	pub type AnnouncedConfigs<T: Config> =
		StorageMap<_, Blake2_128Concat, AssetId, (Epoch, AssetConfig)>;

	/// Units that the pool account was given to stay open. They belong to no pool.
	#[pallet::storage]
	pub type Endowments<T: Config> = StorageMap<_, Blake2_128Concat, AssetId, Balance, ValueQuery>;

	/// What one unit of each asset counted as security in an epoch, in native units.
	#[pallet::storage]
	pub type Rates<T: Config> = StorageMap<_, Twox64Concat, Epoch, RateTable, ValueQuery>;

	/// The first and the last epoch whose rates are kept.
	#[pallet::storage]
	pub type RateEpochs<T: Config> = StorageValue<_, KeptRates>;

	/// The active stake in pools of which something is pledged, in units: what services can slash, each unit once. Kept with
	/// each change of a pool.
	#[pallet::storage]
	pub type PledgedUnits<T: Config> =
		StorageMap<_, Blake2_128Concat, AssetId, Balance, ValueQuery>;

	/// What they were worth at the start of an epoch, in native units. Kept as long as rates are.
	#[pallet::storage]
	pub type PledgedValues<T: Config> = StorageMap<_, Twox64Concat, Epoch, Balance, ValueQuery>;

	/// The stake behind an operator in an asset.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		AssetId,
		Pool,
		ValueQuery,
	>;

	/// Pools as they were at the start of an epoch, by operator, asset and epoch. A pool names its own
	/// ([`Pool::snapshots`]).
	#[pallet::storage]
	pub type History<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Blake2_128Concat, AssetId>,
			NMapKey<Twox64Concat, Epoch>,
		),
		Snapshot,
	>;

	/// Stake on its way out, by operator, asset and epoch of the request.
	#[pallet::storage]
	pub type Buckets<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Blake2_128Concat, AssetId>,
			NMapKey<Twox64Concat, Epoch>,
		),
		Bucket,
	>;

	/// What an account has behind an operator in an asset, by account, operator and asset.
	#[pallet::storage]
	pub type Positions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Blake2_128Concat, AssetId>,
		),
		Position,
		ValueQuery,
	>;

	/// The assets whose pools an operator pledged to a service: those of its pools that have an entry for the service.
	#[pallet::storage]
	pub type PledgedAssets<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		ServiceId,
		BoundedVec<AssetId, ConstU32<MAX_ASSETS_PER_SERVICE>>,
		ValueQuery,
	>;

	/// An operator's deposit for the pledges of its pool in an asset.
	#[pallet::storage]
	pub type AllocationDeposits<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		AssetId,
		T::AllocationDeposit,
	>;

	/// What answers for an offence, by operator, service and charged epoch.
	#[pallet::storage]
	pub type Charges<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Twox64Concat, ServiceId>,
			NMapKey<Twox64Concat, Epoch>,
		),
		Charge,
	>;

	/// The epochs of the [`Charges`] of an operator and a service; oldest first.
	#[pallet::storage]
	pub type ChargedEpochs<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		ServiceId,
		BoundedVec<Epoch, ConstU32<MAX_CHARGED_EPOCHS>>,
		ValueQuery,
	>;

	/// What somebody got of a slash and could not receive, in units of the asset.
	#[pallet::storage]
	pub type Uncollected<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		AssetId,
		Balance,
		ValueQuery,
	>;

	/// The value of a service's members at an epoch.
	#[pallet::storage]
	pub type Tallies<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ServiceId, Twox64Concat, Epoch, Tally<T::AccountId>>;

	/// The epochs of a service's [`Tallies`].
	#[pallet::storage]
	pub type TalliedEpochs<T: Config> = StorageMap<
		_,
		Twox64Concat,
		ServiceId,
		BoundedVec<Epoch, ConstU32<MAX_SNAPSHOTS>>,
		ValueQuery,
	>;

	/// The unbonding period, and the assets that are accepted from genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Each asset must exist and be governed.
		pub assets: Vec<(AssetId, AssetConfig)>,
		/// U in epochs; 0 means the longest.
		pub unbonding_epochs: Epoch,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.unbonding_epochs <= MAX_UNBONDING_EPOCHS,
				"an unbonding period of {} epochs is longer than {MAX_UNBONDING_EPOCHS}",
				self.unbonding_epochs,
			);
			UnbondingEpochs::<T>::put(match self.unbonding_epochs {
				0 => MAX_UNBONDING_EPOCHS,
				epochs => epochs,
			});
			// The native endowment keeps the account alive, and so able to hold assets, from the start.
			Pallet::<T>::endow_at_genesis(AssetId::Native);
			for (asset, config) in &self.assets {
				Pallet::<T>::endow_at_genesis(asset.clone());
				Pallet::<T>::do_register_asset(asset.clone(), config.clone())
					.unwrap_or_else(|error| panic!("genesis asset {asset:?}: {error:?}"));
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Stake in `asset` is accepted from now on.
		AssetRegistered { asset: AssetId, config: AssetConfig },
		/// `who` put `amount` units behind `operator` and got `shares` shares of the pool.
		Delegated {
			who: T::AccountId,
			operator: T::AccountId,
			asset: AssetId,
			amount: Balance,
			shares: Balance,
		},
		/// `who` burned `shares` shares of the pool. The `amount` units that they were worth can be withdrawn from
		/// `claimable_epoch`.
		Undelegated {
			who: T::AccountId,
			operator: T::AccountId,
			asset: AssetId,
			amount: Balance,
			shares: Balance,
			claimable_epoch: Epoch,
		},
		/// `who` took the exit that it had requested in epoch `requested` back: `amount` units became `shares` shares.
		UndelegationCancelled {
			who: T::AccountId,
			operator: T::AccountId,
			asset: AssetId,
			requested: Epoch,
			amount: Balance,
			shares: Balance,
		},
		/// `who` was paid the `amount` units of its matured exits.
		Withdrawn { who: T::AccountId, operator: T::AccountId, asset: AssetId, amount: Balance },
		/// `who` put the `amount` units of its matured exits behind `new_operator`, against `shares` shares of that pool.
		WithdrawnInto {
			who: T::AccountId,
			operator: T::AccountId,
			asset: AssetId,
			amount: Balance,
			new_operator: T::AccountId,
			shares: Balance,
		},
		/// `shares` shares of `who` were forgotten: what they had stood for was lost to slashes.
		SharesVoided { who: T::AccountId, operator: T::AccountId, asset: AssetId, shares: Balance },
		/// The pool takes stake again, as its generation `generation`. Whatever was left of generation `lost` is void.
		GenerationOpened { operator: T::AccountId, asset: AssetId, generation: u32, lost: u32 },
		/// `asset` is treated on the terms of `config` from epoch `from` on.
		AssetUpdated { asset: AssetId, config: AssetConfig, from: Epoch },
		/// Exits that are requested from epoch `from` on go on answering for `epochs` epochs.
		UnbondingEpochsSet { epochs: Epoch, from: Epoch },
		/// `operator` pledged more of its pool to `service`: `to` of its magnitude instead of `from`. The difference counts
		/// from epoch `counts_from`.
		AllocationIncreased {
			operator: T::AccountId,
			service: ServiceId,
			asset: AssetId,
			kind: StakeKind,
			from: Balance,
			to: Balance,
			counts_from: Epoch,
		},
		/// Of the pool's magnitude `to` instead of `from` is pledged to `service`. What counted of the difference counts
		/// through epoch `stops_after` and cools then.
		AllocationDecreased {
			operator: T::AccountId,
			service: ServiceId,
			asset: AssetId,
			from: Balance,
			to: Balance,
			stops_after: Epoch,
		},
		/// Nothing of the pool answers to `service` any more; the deposit for that entry is returned.
		AllocationRemoved { operator: T::AccountId, service: ServiceId, asset: AssetId },
		/// A slash of `operator` by `service`, charged to `epoch`, waits; altogether `waiting` do.
		SlashOpened { operator: T::AccountId, service: ServiceId, epoch: Epoch, waiting: u32 },
		/// A slash was dropped and took nothing; `waiting` others charged to the same epoch still wait.
		SlashClosed { operator: T::AccountId, service: ServiceId, epoch: Epoch, waiting: u32 },
		/// A slash took `from_active + from_exits` units of the pool, which are exactly `bounty + restitution + rest`.
		Slashed {
			operator: T::AccountId,
			service: ServiceId,
			epoch: Epoch,
			condition: u8,
			asset: AssetId,
			kind: StakeKind,
			from_active: Balance,
			from_exits: Balance,
			bounty: Balance,
			restitution: Balance,
			rest: Balance,
		},
		/// The pool lost everything. Its shares are void, its pledges have ended.
		GenerationEnded { operator: T::AccountId, asset: AssetId, generation: u32 },
		/// `who` could not receive `amount` units of the proceeds of a slash. They wait to be collected.
		ProceedsKept { who: T::AccountId, asset: AssetId, amount: Balance },
		/// `who` was paid the `amount` units that waited for it.
		Collected { who: T::AccountId, asset: AssetId, amount: Balance },
		/// The value of a service at `epoch`, as far as it was added up: `value` native units of `members` members.
		Tallied { service: ServiceId, epoch: Epoch, value: Balance, members: u32, complete: bool },
	}

	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// The asset is registered.
		AssetAlreadyRegistered,
		/// The asset does not exist, or its owner, admin or freezer is not a governance account.
		AssetNotGoverned,
		/// The ledger accepts no more assets.
		TooManyAssets,
		/// The minimum delegation is below the asset's minimum balance: a position of it could not be paid out.
		MinDelegationTooLow,
		/// The chain's own consensus cannot spare the operator: there would be too few validators.
		TooFewValidators,
		/// The cap per pool is below the minimum delegation: nobody could delegate.
		CapBelowMinDelegation,
		/// The account that pays endowments lacks the asset's minimum balance.
		EndowmentUnavailable,
		/// Stake in this asset is not accepted.
		AssetNotRegistered,
		/// The operator is not registered.
		UnknownOperator,
		/// The operator takes on no new stake.
		OperatorPaused,
		/// The amount is zero.
		ZeroAmount,
		/// The caller cannot spare the amount and keep its account.
		InsufficientBalance,
		/// The position would be worth less than the asset's minimum delegation.
		BelowMinDelegation,
		/// The pool would hold more than the asset's cap per pool.
		PoolCapExceeded,
		/// The caller has nothing in this pool.
		NoPosition,
		/// The caller's shares are not worth the amount.
		InsufficientStake,
		/// The caller asked for no stake of this pool back.
		NoExit,
		/// None of the caller's exits can be claimed in this epoch.
		NotClaimable,
		/// A slash that the exit answers for was not executed yet. Anybody may execute it once it is final.
		SlashDue,
		/// The exit can be claimed already.
		ExitMatured,
		/// A slash hit the pool, or the exit, and not the other: nobody cancels out of a slash.
		BucketDiverged,
		/// New stake in this asset is not taken.
		AssetNotAccepted,
		/// So little is left after slashes that new stake or a new pledge could not be counted precisely.
		PoolDiluted,
		/// The pool lost everything in this epoch, or still has exits of this epoch from before; it takes stake in the next.
		PoolRestarting,
		/// The leverage is zero, or more than a pool can have services.
		LeverageOutOfRange,
		/// Governance cannot change so much at once.
		ChangeTooLarge,
		/// Some terms need exits to answer for longer.
		UnbondingTooShort,
		/// Nothing is kept for so long.
		UnbondingTooLong,
		/// U rose less than U epochs ago. It can rise again when nobody answers for an epoch before that any more.
		UnbondingRoseRecently,
		/// The operator does not belong to the service.
		NotMember,
		/// The terms that the operator accepted do not take the asset.
		AssetNotInTerms,
		/// The terms that the operator accepted do not take the asset as this kind of stake.
		KindNotInTerms,
		/// That is what is pledged already.
		AllocationUnchanged,
		/// What was pledged as the other kind still counts, cools, or can be asked for.
		KindChanged,
		/// The pool is pledged to as many services as it can be.
		TooManyServices,
		/// The operator has pledged as many assets to the service as it can.
		TooManyPledgedAssets,
		/// The pledge has changed too often within the last U epochs.
		TooManyChanges,
		/// All exclusive pledges would exceed the pool's magnitude.
		ExceedsMagnitude,
		/// A shared pledge would exceed what exclusive ones leave of the magnitude.
		ExceedsCeiling,
		/// All shared pledges would exceed the leverage.
		ExceedsLeverage,
		/// The exclusive pledge would cover stake that other services can slash.
		WouldShelterStake,
		/// The epoch lies in the future, or too far back.
		EpochNotAnswerable,
		/// The tally is complete.
		TallyComplete,
		/// Nobody ever joined the service.
		NothingToTally,
		/// The epoch lies in the future, or what answers for it may have left.
		EpochNotChargeable,
		/// Slashes of too many epochs wait for their execution.
		TooManyWaiting,
		/// No slash of that offence is open.
		NotOpen,
		/// Nothing waits for this account.
		NothingToCollect,
		/// The caller's account cannot hold the payment. It stays claimable.
		ReceiverCannotHold,
		/// The ledger contradicts itself. Nothing was changed; please report it.
		Defensive(DefensiveError),
	}

	/// What cannot be, unless the code or the storage is broken.
	#[derive(
		Encode, Decode, DecodeWithMemTracking, PartialEq, Eq, TypeInfo, PalletError, Debug,
	)]
	pub enum DefensiveError {
		/// An exit names a bucket that does not exist.
		BucketMissing,
		/// A position or a bucket owns more shares than exist.
		SharesMissing,
		/// Shares exist that nothing stands behind.
		SharesVoid,
		/// Another amount was moved than the ledger recorded.
		WrongAmountMoved,
		/// A position has more exits than its bound.
		TooManyExits,
		/// A pool has more records than its bound.
		TooManySnapshots,
		/// A pool started anew too often to be counted.
		TooManyGenerations,
		/// A service has more tallies than its bound.
		TooManyTallies,
		/// A slash named more conditions than terms can have.
		TooManyConditions,
		/// A slash took more from a part of the ledger than it has.
		PartOvercharged,
		/// A pool and its charges disagree about what waits.
		WaitingMiscounted,
	}

	impl<T> From<DefensiveError> for Error<T> {
		fn from(error: DefensiveError) -> Self {
			defensive!("the ledger contradicts itself", &error);
			Error::Defensive(error)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::on_block()
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Accepts stake in `asset` from now on, on the terms of `config`.
		///
		/// Origin: governance. Moves the asset's minimum balance from [`Config::Treasury`] to the pool account,
		/// unless the account was endowed with this asset before.
		///
		/// Emits [`Event::AssetRegistered`]. Fails with [`Error::AssetAlreadyRegistered`], [`Error::TooManyAssets`],
		/// [`Error::AssetNotGoverned`], [`Error::MinDelegationTooLow`], [`Error::CapBelowMinDelegation`],
		/// [`Error::LeverageOutOfRange`], [`Error::EndowmentUnavailable`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(0)]
		pub fn register_asset(
			origin: OriginFor<T>,
			asset: AssetId,
			config: AssetConfig,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_register_asset(asset, config)
		}

		/// Treats `asset` on the terms of `config` from the next epoch on; until then another change replaces this one.
		///
		/// Origin: governance. At once a haircut changes by at most [`MAX_HAIRCUT_CHANGE`], a minimum delegation by at most
		/// [`MAX_MINIMUM_CHANGE`] times, a leverage by 1. Positions below a new minimum stay as they are.
		///
		/// Emits [`Event::AssetUpdated`]. Fails with [`Error::AssetNotRegistered`], [`Error::MinDelegationTooLow`],
		/// [`Error::CapBelowMinDelegation`], [`Error::LeverageOutOfRange`], [`Error::ChangeTooLarge`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(1)]
		pub fn update_asset(
			origin: OriginFor<T>,
			asset: AssetId,
			config: AssetConfig,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_update_asset(asset, config)
		}

		/// Lets exits that are requested from the next epoch on answer for `epochs` epochs; earlier ones keep their dates.
		///
		/// Origin: governance. U cannot fall below what any terms need that are in force, announced, or can still be asked
		/// for; new terms are checked against the lesser of the old and the new U.
		///
		/// A longer U keeps nothing that is free already: whatever ended before it answers for the shorter one. So U can
		/// rise only once in U epochs.
		///
		/// Emits [`Event::UnbondingEpochsSet`]. Fails with [`Error::UnbondingTooLong`], [`Error::UnbondingTooShort`],
		/// [`Error::UnbondingRoseRecently`].
		///
		/// Complexity: O(`MAX_UNBONDING_EPOCHS`).
		#[pallet::call_index(2)]
		pub fn set_unbonding_epochs(origin: OriginFor<T>, epochs: Epoch) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_unbonding_epochs(epochs)
		}

		/// Puts `amount` units of `asset` behind `operator`, against shares of its pool.
		///
		/// The shares answer for the pool's last epochs, too: a slash of them that is not executed yet takes from the new
		/// units like from the old ones.
		///
		/// A delegator of the native token keeps its account's existential deposit; of another asset it may give all.
		///
		/// Emits [`Event::Delegated`], before it [`Event::GenerationOpened`] if the pool starts anew and
		/// [`Event::SharesVoided`] if the caller had shares that were lost. Fails with [`Error::AssetNotRegistered`],
		/// [`Error::AssetNotAccepted`], [`Error::UnknownOperator`], [`Error::OperatorPaused`],
		/// [`Error::InsufficientBalance`], [`Error::PoolRestarting`], [`Error::PoolDiluted`], [`Error::ZeroAmount`],
		/// [`Error::BelowMinDelegation`], [`Error::PoolCapExceeded`].
		///
		/// Complexity: O(1), independent of the number of delegators.
		#[pallet::call_index(3)]
		pub fn delegate(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_delegate(who, operator, asset, amount)
		}

		/// Asks for `amount` units of the caller's stake behind `operator` back; `None` asks for all of it.
		///
		/// They leave the pool at once and can be [withdrawn](Pallet::withdraw) from the epoch that the event names. Until
		/// then they answer for what the pool was pledged to. The caller's earlier exits from this pool that matured become
		/// one amount. Asking for all of what is worth nothing forgets the shares.
		///
		/// Emits [`Event::Undelegated`], or [`Event::SharesVoided`]. Fails with [`Error::NoPosition`], [`Error::ZeroAmount`],
		/// [`Error::InsufficientStake`], [`Error::BelowMinDelegation`] (a part may be left only if what stays meets the
		/// minimum), and [`Error::SlashDue`] only if so many exits wait for slashes that no other fits, or if a slash waits that
		/// is charged so far back that its execution would not reach another one ([`MAX_CHARGED_EPOCHS`]).
		///
		/// Complexity: O(exits of the caller in this pool + services of the pool), at most [`MAX_EXITS`] and 16; the rest of
		/// the weight is refunded.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::undelegate(MAX_EXITS, MAX_PLEDGES))]
		pub fn undelegate(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
			amount: Option<Balance>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let work = Self::do_undelegate(who, operator, asset, amount)?;
			Ok(Some(T::WeightInfo::undelegate(work.exits, work.services)).into())
		}

		/// Takes the caller's exit that was requested in `epoch` back into the pool.
		///
		/// Works also if the operator or the asset takes no new stake. The minimum and the cap hold as for a delegation.
		///
		/// Emits [`Event::UndelegationCancelled`]. Fails with [`Error::NoPosition`], [`Error::NoExit`],
		/// [`Error::ExitMatured`], [`Error::BucketDiverged`] (a slash hit one of pool and exit since the request),
		/// [`Error::PoolDiluted`], [`Error::ZeroAmount`], [`Error::BelowMinDelegation`], [`Error::PoolCapExceeded`].
		///
		/// Complexity: O(1).
		#[pallet::call_index(5)]
		pub fn cancel_undelegation(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
			epoch: Epoch,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_undelegation(who, operator, asset, epoch)
		}

		/// Pays all exits of the caller from this pool that matured to its account, except those that a slash waits for.
		///
		/// Emits [`Event::Withdrawn`]. Fails with [`Error::NoPosition`], [`Error::NoExit`], [`Error::NotClaimable`],
		/// [`Error::SlashDue`], [`Error::ReceiverCannotHold`].
		///
		/// Complexity: O(exits of the caller in this pool), at most [`MAX_EXITS`]; the rest of the weight is refunded.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::withdraw(MAX_EXITS))]
		pub fn withdraw(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let work = Self::do_withdraw(who, operator, asset)?;
			Ok(Some(T::WeightInfo::withdraw(work.exits)).into())
		}

		/// Puts all exits of the caller from this pool that matured behind `new_operator`, without a transfer.
		///
		/// Emits [`Event::WithdrawnInto`]. Fails as [`withdraw`](Pallet::withdraw), where it does not need the caller's
		/// account, and as [`delegate`](Pallet::delegate), where it does not need the caller's units.
		///
		/// Complexity: as [`withdraw`](Pallet::withdraw).
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::withdraw_into(MAX_EXITS))]
		pub fn withdraw_into(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
			new_operator: T::AccountId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let work = Self::do_withdraw_into(who, operator, asset, new_operator)?;
			Ok(Some(T::WeightInfo::withdraw_into(work.exits)).into())
		}

		/// Sets what of the caller's pool in `asset` is pledged to `service` to `magnitude` parts of 10¹⁸, as stake of `kind`.
		///
		/// More counts from N epochs later; less counts through this epoch and cools for U epochs; what was announced and
		/// does not count yet is taken back first, and is free at once. Holds a deposit by the number of the pool's pledges.
		/// Setting to 0 what is over, and has been free for an epoch, removes its entry and returns the deposit for it.
		///
		/// Emits [`Event::AllocationIncreased`] or [`Event::AllocationDecreased`], and [`Event::AllocationRemoved`] for
		/// entries that are over. Fails with [`Error::AssetNotRegistered`], [`Error::AllocationUnchanged`],
		/// [`Error::KindChanged`], [`Error::TooManyServices`], [`Error::TooManyChanges`], and for an increase also with
		/// [`Error::NotMember`], [`Error::AssetNotInTerms`], [`Error::KindNotInTerms`], [`Error::PoolDiluted`],
		/// [`Error::ExceedsMagnitude`], [`Error::ExceedsCeiling`], [`Error::ExceedsLeverage`],
		/// [`Error::WouldShelterStake`], [`Error::TooManyPledgedAssets`]; for a decrease also with [`Error::TooFewValidators`].
		///
		/// Complexity: O(services of the pool), at most 16; the rest of the weight is refunded.
		#[pallet::call_index(8)]
		#[pallet::weight(
			T::WeightInfo::allocate(MAX_PLEDGES).saturating_add(T::Consensus::release_weight(*service))
		)]
		pub fn allocate(
			origin: OriginFor<T>,
			service: ServiceId,
			asset: AssetId,
			#[pallet::compact] magnitude: Balance,
			kind: StakeKind,
		) -> DispatchResultWithPostInfo {
			let operator = ensure_signed(origin)?;
			let services = Self::do_allocate(operator, service, asset, magnitude, kind)?;
			let guard = T::Consensus::release_weight(service);
			Ok(Some(T::WeightInfo::allocate(services).saturating_add(guard)).into())
		}

		/// Adds up the value of the next [`TALLY_PAGE`] members of `service` at `epoch`.
		///
		/// Emits [`Event::Tallied`]. Fails with [`Error::EpochNotAnswerable`], [`Error::TallyComplete`],
		/// [`Error::NothingToTally`].
		///
		/// Complexity: O(members looked at); the rest of the weight is refunded.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::tally(TALLY_PAGE))]
		pub fn tally(
			origin: OriginFor<T>,
			service: ServiceId,
			epoch: Epoch,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let members = Self::do_tally(service, epoch)?;
			Ok(Some(T::WeightInfo::tally(members)).into())
		}
	}

	impl<T: Config> Pallet<T> {
		/// The keyless account that holds all stake.
		pub fn pool_account() -> T::AccountId {
			T::PalletId::get().into_account_truncating()
		}

		/// What a refused step on a part means to the caller.
		pub(crate) fn part_error(error: PartError) -> DispatchError {
			match error {
				PartError::Zero => Error::<T>::ZeroAmount.into(),
				PartError::Insufficient => Error::<T>::InsufficientStake.into(),
				PartError::Void => Error::<T>::from(DefensiveError::SharesVoid).into(),
				PartError::Overflow => ArithmeticError::Overflow.into(),
			}
		}
	}
}

/// U as a `Get`: what exits can be relied on to answer for, whatever was announced.
pub struct AssuredUnbonding<T>(core::marker::PhantomData<T>);

impl<T: Config> frame_support::traits::Get<palisade_primitives::Epoch> for AssuredUnbonding<T> {
	fn get() -> palisade_primitives::Epoch {
		Pallet::<T>::assured_unbonding_epochs()
	}
}

/// U as a `Get`: for how many epochs back anybody answers today.
pub struct CurrentUnbonding<T>(core::marker::PhantomData<T>);

impl<T: Config> frame_support::traits::Get<palisade_primitives::Epoch> for CurrentUnbonding<T> {
	fn get() -> palisade_primitives::Epoch {
		Pallet::<T>::unbonding_epochs()
	}
}
