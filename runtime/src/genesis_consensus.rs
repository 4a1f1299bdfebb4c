//! # Genesis consensus: service 0 and its first members
//!
//! Service 0 needs the registries of operators and of services, the ledger and the session keys, and each of those pallets knows
//! only its own part. This one tells all of them at genesis: it founds service 0, registers its first operators, stakes what they
//! bring and pledges it, so that it counts in epoch 0. It has no calls, no events and no storage of its own, and does
//! nothing after genesis.
//!
//! It is built after the pallets that it calls and before `Session`, which elects the first validators, because its index lies
//! between theirs.

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
	use crate::{AccountId, AssetId, Balance};
	use alloc::{string::String, vec::Vec};
	use core::marker::PhantomData;
	use frame_support::pallet_prelude::*;
	use palisade_primitives::{keys::ServiceKey, StakeKind, CONSENSUS_SERVICE};
	use palisade_terms::Terms;
	use sp_runtime::Perbill;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Needs the pallets whose state it completes.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId>
		+ pallet_operators::Config
		+ pallet_services::Config
		+ pallet_restaking::Config
	{
	}

	/// A member of service 0 at genesis. Its account pays deposits and stake.
	#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct GenesisOperator {
		/// Its account, which has an entry in `session.keys`.
		pub account: AccountId,
		/// What it is called.
		pub name: String,
		/// What it keeps of its delegators' rewards.
		pub commission: Perbill,
		/// Its key in the service.
		pub key: ServiceKey,
		/// What it puts behind itself, in plancks.
		pub stake: Balance,
		/// What of that it pledges exclusively, of 10¹⁸.
		pub exclusive: Balance,
	}

	/// Service 0.
	#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct Consensus {
		/// The account that stands for governance.
		pub owner: AccountId,
		/// Version 1 of its terms.
		pub terms: Terms<AccountId>,
		/// Its first members.
		pub operators: Vec<GenesisOperator>,
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Service 0; without it nobody is ever elected, and the validators of `session.keys` stay.
		pub consensus: Option<Consensus>,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let Some(Consensus { owner, terms, operators }) = self.consensus.clone() else {
				return;
			};
			pallet_services::Pallet::<T>::found_consensus(owner, terms)
				.unwrap_or_else(|error| panic!("service 0 of genesis: {error:?}"));
			for operator in operators {
				let account = operator.account.clone();
				Pallet::<T>::enlist(operator)
					.unwrap_or_else(|error| panic!("genesis operator {account:?}: {error:?}"));
			}
		}
	}

	impl<T: Config> Pallet<T> {
		fn enlist(operator: GenesisOperator) -> DispatchResult {
			let GenesisOperator { account, name, commission, key, stake, exclusive } = operator;
			let native = AssetId::Native;
			let name = name.into_bytes();
			pallet_operators::Pallet::<T>::do_register(account.clone(), name, commission)?;
			pallet_services::Pallet::<T>::enlist(&account, key)?;
			pallet_restaking::Pallet::<T>::do_delegate(
				account.clone(),
				account.clone(),
				native.clone(),
				stake,
			)?;
			pallet_restaking::Pallet::<T>::allocate_at_genesis(
				&account,
				CONSENSUS_SERVICE,
				&native,
				exclusive,
				StakeKind::Exclusive,
			)
		}
	}
}
