//! # Restaking: the ledger of stake behind operators
//!
//! **Delegators** put units of an accepted asset behind an **operator**. All units that stand behind one operator in one
//! asset form a **pool**; a delegator holds **shares** of it. This pallet owns the units, the shares and the way out.
//!
//! ## Where the units are
//!
//! The units of all pools lie in one keyless account, [`Pallet::pool_account`]. It is **endowed** with each asset's
//! minimum balance (at genesis, or by [`Config::EndowmentSource`] when governance registers the asset), so that paying
//! out the last unit of the last pool never closes it. Prices come from the ledger, never from the account's balance:
//! who sends units to the account directly gives them to nobody and moves no price. The law of the ledger, for each
//! asset:
//!
//! ```text
//! account balance − endowment = Σ active stake + Σ exits + Σ matured   (+ what strangers sent)
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
//! ## The way out
//!
//! Undelegated units leave the pool at once, into the **bucket** of the (pool, epoch of the request). Requests of one
//! epoch share a bucket. Stake that no service can accuse is idle, and idle stake is liquid: what is requested in epoch
//! `r` can be claimed from epoch `r + 1`. (Nothing pledges stake to services in this version, so all stake is idle.)
//!
//! ```text
//!            undelegate              withdraw
//! epoch  … |     r     |   r + 1   |  r + 2 …
//!  pool  ━━━━━━━┓      |           |
//!  bucket       ┗━━━━━━━━━━━━━┓    |              not claimable before the first block of r + 1
//!  wallet              |      ┗━━━━━━━━━
//! ```
//!
//! [`undelegate`](Pallet::undelegate) first folds the caller's matured exits into one amount, so a position has at most
//! [`MAX_EXITS`] exits and no number of requests is refused. [`withdraw`](Pallet::withdraw) pays everything that
//! matured. Both work for ever, whatever becomes of the operator. If the receiver cannot hold the payment (say, it is
//! below the minimum balance of an account that does not exist), `withdraw` fails with [`Error::ReceiverCannotHold`] and
//! the units stay claimable.
//!
//! ## Assets
//!
//! Governance registers an asset with its [`AssetConfig`]. An asset whose owner, admin or freezer is not a governance
//! account is refused: its admin could burn or freeze the pool account.
//!
//! ## Who may do what
//!
//! | Call | Who |
//! |---|---|
//! | [`register_asset`](Pallet::register_asset) | [`Config::GovernanceOrigin`] |
//! | [`delegate`](Pallet::delegate) | anybody, behind a registered operator |
//! | [`undelegate`](Pallet::undelegate), [`withdraw`](Pallet::withdraw) | the owner of the position |
//!
//! ## Limits
//!
//! [`MAX_ASSETS`] assets; [`MAX_EXITS`] exits a position. A position is worth at least `min_delegation` when it is made
//! or partly left, which is what an entry in the ledger costs. A pool holds at most `cap_per_pool`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

mod assets;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
#[cfg(test)]
mod mock;
mod stake;
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
		traits::fungibles::{Inspect, Mutate},
		PalletError, PalletId,
	};
	use frame_system::pallet_prelude::*;
	use palisade_ledger_math::{Part, PartError};
	use palisade_primitives::{
		AssetGovernance, AssetId, Balance, Epoch, EpochClock, OperatorRegistry,
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

		/// Registers assets.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who pays the endowment of an asset that governance registers.
		type EndowmentSource: Get<Self::AccountId>;

		/// Knows the operators.
		type Operators: OperatorRegistry<Self::AccountId>;

		/// Tells the epoch.
		type Clock: EpochClock;

		/// Seed of the account that holds all stake.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// U: epochs for which an exit from pledged stake goes on answering. At most `MAX_UNBONDING_EPOCHS`.
	#[pallet::storage]
	pub type UnbondingEpochs<T: Config> = StorageValue<_, Epoch, ValueQuery>;

	/// The accepted assets. At most [`MAX_ASSETS`].
	#[pallet::storage]
	pub type AcceptedAssets<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, AssetId, AssetConfig>;

	/// Units that the pool account was given to stay open. They belong to no pool.
	#[pallet::storage]
	pub type Endowments<T: Config> = StorageMap<_, Blake2_128Concat, AssetId, Balance, ValueQuery>;

	/// The active stake behind an operator in an asset.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		AssetId,
		Part,
		ValueQuery,
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

	/// What an account has behind an operator in an asset.
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
		/// `who` was paid the `amount` units of its matured exits.
		Withdrawn { who: T::AccountId, operator: T::AccountId, asset: AssetId, amount: Balance },
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
	}

	impl<T> From<DefensiveError> for Error<T> {
		fn from(error: DefensiveError) -> Self {
			defensive!("the ledger contradicts itself", &error);
			Error::Defensive(error)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	// The missing call indices belong to calls that the protocol has named and this version does not have.
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Accepts stake in `asset` from now on, on the terms of `config`.
		///
		/// Origin: governance. Moves the asset's minimum balance from [`Config::EndowmentSource`] to the pool account,
		/// unless the account was endowed with this asset before.
		///
		/// Emits [`Event::AssetRegistered`]. Fails with [`Error::AssetAlreadyRegistered`], [`Error::TooManyAssets`],
		/// [`Error::AssetNotGoverned`], [`Error::MinDelegationTooLow`], [`Error::CapBelowMinDelegation`],
		/// [`Error::EndowmentUnavailable`].
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

		/// Puts `amount` units of `asset` behind `operator`, against shares of its pool.
		///
		/// A delegator of the native token keeps its account's existential deposit; of another asset it may give all.
		///
		/// Emits [`Event::Delegated`]. Fails with [`Error::AssetNotRegistered`], [`Error::UnknownOperator`],
		/// [`Error::OperatorPaused`], [`Error::InsufficientBalance`], [`Error::ZeroAmount`], [`Error::BelowMinDelegation`],
		/// [`Error::PoolCapExceeded`].
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
		/// They leave the pool at once and can be [withdrawn](Pallet::withdraw) from the epoch that the event names. The
		/// caller's earlier exits from this pool that matured become one amount.
		///
		/// Emits [`Event::Undelegated`]. Fails with [`Error::NoPosition`], [`Error::ZeroAmount`],
		/// [`Error::InsufficientStake`], [`Error::BelowMinDelegation`] (a part may be left only if what stays meets the
		/// minimum).
		///
		/// Complexity: O(matured exits of the caller in this pool), at most [`MAX_EXITS`]; the rest of the weight is
		/// refunded.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::undelegate(MAX_EXITS))]
		pub fn undelegate(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
			amount: Option<Balance>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let folded = Self::do_undelegate(who, operator, asset, amount)?;
			Ok(Some(T::WeightInfo::undelegate(folded)).into())
		}

		/// Pays all exits of the caller from this pool that matured to its account.
		///
		/// Emits [`Event::Withdrawn`]. Fails with [`Error::NoPosition`], [`Error::NoExit`], [`Error::NotClaimable`],
		/// [`Error::ReceiverCannotHold`].
		///
		/// Complexity: O(matured exits of the caller in this pool), at most [`MAX_EXITS`]; the rest of the weight is
		/// refunded.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::withdraw(MAX_EXITS))]
		pub fn withdraw(
			origin: OriginFor<T>,
			operator: T::AccountId,
			asset: AssetId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let folded = Self::do_withdraw(who, operator, asset)?;
			Ok(Some(T::WeightInfo::withdraw(folded)).into())
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

/// U as a `Get`.
pub struct UnbondingPeriod<T>(core::marker::PhantomData<T>);

impl<T: Config> frame_support::traits::Get<palisade_primitives::Epoch> for UnbondingPeriod<T> {
	fn get() -> palisade_primitives::Epoch {
		UnbondingEpochs::<T>::get()
	}
}
