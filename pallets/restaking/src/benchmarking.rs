//! Benchmarks. The worst case is an asset of `pallet-assets`: the native token needs fewer reads.

use crate::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{Inspect, Mutate},
		EnsureOrigin, Get,
	},
};
use frame_system::RawOrigin;
use palisade_ledger_math::Part;
use palisade_primitives::{AssetId, Balance, Epoch, EpochClock, OperatorRegistry};
use sp_runtime::Perbill;

/// Sets up what the ledger's own calls cannot.
pub trait BenchmarkHelper<AccountId> {
	/// Creates an asset that is governed and not registered.
	fn create_governed_asset() -> AssetId;
}

fn config<T: Config>(asset: &AssetId) -> AssetConfig {
	let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
	AssetConfig {
		min_delegation: minimum,
		cap_per_pool: Balance::MAX,
		haircut: Perbill::from_percent(10),
	}
}

fn fund<T: Config>(asset: &AssetId, who: &T::AccountId) -> Balance {
	let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
	for id in [AssetId::Native, asset.clone()] {
		let amount = T::Assets::minimum_balance(id.clone()).max(1).saturating_mul(1_000_000);
		assert_ok!(T::Assets::mint_into(id, who, amount));
	}
	minimum
}

/// A registered asset with an operator, and a first delegator so that the pool is not empty.
fn pool<T: Config>() -> Result<(T::AccountId, AssetId), BenchmarkError> {
	let asset = T::BenchmarkHelper::create_governed_asset();
	fund::<T>(&asset, &T::EndowmentSource::get());
	let origin =
		T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
	Pallet::<T>::register_asset(origin, asset.clone(), config::<T>(&asset))?;
	let operator: T::AccountId = account("operator", 0, 0);
	T::Operators::register_for_benchmark(&operator);
	let first: T::AccountId = account("first", 0, 0);
	let minimum = fund::<T>(&asset, &first);
	let stake = minimum.saturating_mul(1_000);
	Pallet::<T>::delegate(RawOrigin::Signed(first).into(), operator.clone(), asset.clone(), stake)?;
	Ok((operator, asset))
}

/// A delegator with `exits` matured exits, each from a bucket that it shares with somebody, so that the bucket stays.
fn delegator<T: Config>(
	operator: &T::AccountId,
	asset: &AssetId,
	exits: u32,
) -> Result<(T::AccountId, Balance), BenchmarkError> {
	let who: T::AccountId = account("delegator", 0, 0);
	let minimum = fund::<T>(asset, &who);
	let unit = minimum.saturating_mul(100);
	Pallet::<T>::delegate(
		RawOrigin::Signed(who.clone()).into(),
		operator.clone(),
		asset.clone(),
		unit.saturating_mul(1_000),
	)?;
	let now: Epoch = MAX_EXITS;
	T::Clock::set_epoch(now);
	let requests = (0..exits).map(|requested| Exit { requested, shares: unit });
	Positions::<T>::mutate((&who, operator, asset), |position| {
		position.exits = requests.collect::<Vec<_>>().try_into().expect("exits are in bounds");
	});
	for requested in 0..exits {
		let part = Part::new(unit.saturating_mul(2), unit.saturating_mul(3)).expect("S ≥ B");
		let bucket = Bucket { part, claimable_from: requested.saturating_add(1) };
		Buckets::<T>::insert((operator, asset, requested), bucket);
	}
	let backing = unit.saturating_mul(2).saturating_mul(exits.into());
	assert_ok!(T::Assets::mint_into(asset.clone(), &Pallet::<T>::pool_account(), backing));
	Ok((who, unit))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_asset() -> Result<(), BenchmarkError> {
		let asset = T::BenchmarkHelper::create_governed_asset();
		fund::<T>(&asset, &T::EndowmentSource::get());
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let terms = config::<T>(&asset);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), terms);
		assert!(AcceptedAssets::<T>::contains_key(&asset));
		assert!(Endowments::<T>::contains_key(&asset));
		Ok(())
	}

	#[benchmark]
	fn delegate() -> Result<(), BenchmarkError> {
		let (operator, asset) = pool::<T>()?;
		let who: T::AccountId = whitelisted_caller();
		let minimum = fund::<T>(&asset, &who);
		let shares = Pools::<T>::get(&operator, &asset).shares();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator.clone(), asset.clone(), minimum);
		assert_eq!(Pools::<T>::get(&operator, &asset).shares(), shares.saturating_add(minimum));
		Ok(())
	}

	#[benchmark]
	fn undelegate(e: Linear<0, MAX_EXITS>) -> Result<(), BenchmarkError> {
		let (operator, asset) = pool::<T>()?;
		let (who, unit) = delegator::<T>(&operator, &asset, e)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator.clone(), asset.clone(), Some(unit));
		let position = Positions::<T>::get((&who, &operator, &asset));
		assert_eq!(position.exits.len(), 1);
		assert_eq!(position.matured > 0, e > 0);
		Ok(())
	}

	#[benchmark]
	fn withdraw(e: Linear<1, MAX_EXITS>) -> Result<(), BenchmarkError> {
		let (operator, asset) = pool::<T>()?;
		let (who, _) = delegator::<T>(&operator, &asset, e)?;
		let before = T::Assets::total_balance(asset.clone(), &who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator.clone(), asset.clone());
		assert!(T::Assets::total_balance(asset.clone(), &who) > before);
		assert!(Positions::<T>::get((&who, &operator, &asset)).exits.is_empty());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
