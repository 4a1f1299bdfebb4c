//! What must hold of the ledger after every call, in any order, for ever.
//!
//! The numbers are those of the invariants in `docs/protocol.md`, section 11.

use crate::{pool::PoolNow, *};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::Encode;
use frame_support::ensure;
use palisade_ledger_math::{Cooling, Part, Pledged, StakeKind, FULL_MAGNITUDE};
use palisade_primitives::{AssetId, Balance, Epoch, ServiceId};
use sp_runtime::TryRuntimeError;

type PoolKey<T> = (<T as frame_system::Config>::AccountId, AssetId);
type BucketKey<T> = (<T as frame_system::Config>::AccountId, AssetId, Epoch);

impl<T: Config> Pallet<T> {
	/// Checks everything. See each step.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_assets()?;
		Self::check_shares()?;
		for (operator, asset, pool) in Pools::<T>::iter() {
			Self::check_pool(&operator, &asset, &pool)?;
		}
		Self::check_buckets()?;
		Self::check_history()?;
		Self::check_pledged_assets()?;
		Self::check_charges()?;
		Self::check_tallies()?;
		Self::check_pledged_units()?;
		Self::check_rates()
	}

	/// 1. The account backs the ledger: `account balance − endowment ≥ Σ active + Σ exits + Σ matured + Σ uncollected`, with
	///    equality unless somebody sent units to the account directly (see [`Self::unclaimed_surplus`]). And whatever is
	///    configured, announced or not, is what [`Pallet::register_asset`] accepts.
	fn check_assets() -> Result<(), TryRuntimeError> {
		for (asset, config) in AcceptedAssets::<T>::iter() {
			Self::unclaimed_surplus(&asset)?;
			let announced = AnnouncedConfigs::<T>::get(&asset).map(|(_, announced)| announced);
			for config in [Some(config), announced].into_iter().flatten() {
				Self::ensure_sound_config(&asset, &config)?;
			}
		}
		let count = AcceptedAssets::<T>::iter_keys().count() as u32;
		ensure!(count == AcceptedAssets::<T>::count(), "assets miscounted");
		ensure!(count <= MAX_ASSETS, "too many assets");
		let known = AnnouncedConfigs::<T>::iter_keys().all(AcceptedAssets::<T>::contains_key);
		ensure!(known, "a change of an asset that is not registered");
		Ok(())
	}

	/// Units of `asset` that the pool account holds beyond its endowment and the ledger: what strangers sent to it. Nobody
	/// can refuse such a gift; it belongs to no pool. An error where units are missing.
	pub fn unclaimed_surplus(asset: &AssetId) -> Result<Balance, TryRuntimeError> {
		let active = Pools::<T>::iter()
			.filter(|(_, of, _)| of == asset)
			.map(|(_, _, pool)| pool.part.balance());
		let leaving = Buckets::<T>::iter()
			.filter(|((_, of, _), _)| of == asset)
			.map(|(_, bucket)| bucket.part.balance());
		let matured = Positions::<T>::iter()
			.filter(|((_, _, of), _)| of == asset)
			.map(|(_, position)| position.matured);
		let uncollected =
			Uncollected::<T>::iter().filter(|(_, of, _)| of == asset).map(|(_, _, kept)| kept);
		let ledger = active
			.chain(leaving)
			.chain(matured)
			.chain(uncollected)
			.try_fold(0, Balance::checked_add)
			.ok_or("the ledger's sum overflows")?;
		let held = Self::balance_beyond_endowment(asset).ok_or("the endowment is missing")?;
		held.checked_sub(ledger).ok_or("the account holds less than the ledger".into())
	}

	/// 2. The shares of positions are those of their pool, as far as they are of its generation, and those of exits are those
	///    of their bucket. In each part `S ≥ B`, and no entry is empty.
	/// 6. Exits are ordered by epoch, one an epoch, none from the future, and no bucket outlives its last claimant.
	fn check_shares() -> Result<(), TryRuntimeError> {
		let now = Self::epoch();
		let mut in_pools = BTreeMap::<PoolKey<T>, Balance>::new();
		let mut in_buckets = BTreeMap::<BucketKey<T>, Balance>::new();
		for ((_, operator, asset), position) in Positions::<T>::iter() {
			ensure!(!position.is_empty(), "an empty position");
			let pool = Pools::<T>::get(&operator, &asset);
			ensure!(position.generation <= pool.generation, "shares of a later generation");
			let shares = position.shares_of(&pool);
			if shares > 0 {
				*in_pools.entry((operator.clone(), asset.clone())).or_default() += shares;
			}
			let ordered = position.exits.windows(2).all(|two| two[0].requested < two[1].requested);
			ensure!(ordered, "exits out of order");
			for exit in &position.exits {
				ensure!(exit.requested <= now, "an exit from the future");
				ensure!(exit.shares > 0, "an exit without shares");
				let key = (operator.clone(), asset.clone(), exit.requested);
				*in_buckets.entry(key).or_default() += exit.shares;
			}
		}
		for (operator, asset, pool) in Pools::<T>::iter() {
			ensure!(pool.part.shares() >= pool.part.balance(), "a share worth more than a unit");
			let owned = in_pools.remove(&(operator, asset)).unwrap_or_default();
			ensure!(owned == pool.part.shares(), "a pool's shares are not those of its positions");
		}
		for ((operator, asset, requested), bucket) in Buckets::<T>::iter() {
			let (balance, shares) = (bucket.part.balance(), bucket.part.shares());
			ensure!(shares >= balance && shares > 0, "a bucket without owners, or worth too much");
			let owned = in_buckets.remove(&(operator, asset, requested)).unwrap_or_default();
			ensure!(owned == shares, "a bucket's shares are not those of its exits");
		}
		ensure!(in_pools.is_empty(), "shares of a missing pool");
		ensure!(in_buckets.is_empty(), "shares of a missing bucket");
		Ok(())
	}

	/// 3. No service's stake exceeds the pool's, and what a pool is pledged with is in order.
	/// 4. The magnitude is at most that of a fresh pool, and is there while anything is; nothing exclusive exceeds it.
	/// 7. A pool's pledges, the list of pledged assets and the deposits agree.
	fn check_pool(
		operator: &T::AccountId,
		asset: &AssetId,
		pool: &Pool,
	) -> Result<(), TryRuntimeError> {
		ensure!(AcceptedAssets::<T>::contains_key(asset), "stake in an unknown asset");
		ensure!(!pool.is_forgotten(), "a pool that nothing tells from none");
		ensure!(pool.settled_in <= Some(Self::epoch()), "a pool from the future");
		ensure!(pool.opened <= Some(Self::epoch()), "a generation from the future");
		ensure!(pool.opened.is_some() || pool.part.is_empty(), "stake in no generation");
		let current = PoolNow::<T>::read(operator, asset).map_err(|_| "a pool does not settle")?;
		Self::check_pledged(
			&current.pool.pledged,
			current.pool.part.balance(),
			&current.cooling(),
		)?;
		for pledge in pool.pledged.pledges.iter() {
			let listed = PledgedAssets::<T>::get(operator, pledge.service);
			ensure!(listed.contains(asset), "a pledge that is not listed");
		}
		let services: Vec<_> = pool.pledged.pledges.iter().map(|pledge| pledge.service).collect();
		ensure!(services.windows(2).all(|two| two[0] < two[1]), "pledges out of order");
		let deposit = AllocationDeposits::<T>::contains_key(operator, asset);
		ensure!(deposit != services.is_empty(), "pledges without deposit, or a deposit for none");
		let recorded = &pool.snapshots;
		ensure!(recorded.windows(2).all(|two| two[0] < two[1]), "records out of order");
		let waiting = &pool.waiting;
		ensure!(waiting.windows(2).all(|two| two[0].charged < two[1].charged), "slashes unordered");
		Ok(())
	}

	/// See [`Self::check_pool`], of a pool or a bucket with `balance` units.
	fn check_pledged(
		pledged: &Pledged,
		balance: Balance,
		cooling: &Cooling,
	) -> Result<(), TryRuntimeError> {
		let magnitude = pledged.magnitude;
		ensure!(magnitude <= FULL_MAGNITUDE, "a magnitude that grew");
		ensure!(magnitude > 0 || balance == 0, "stake without magnitude");
		ensure!(pledged.pledges.exclusive(cooling) <= magnitude, "too much is exclusive");
		let part = Part::new(balance, balance).ok_or("a part is not sound")?;
		for pledge in pledged.pledges.iter() {
			let base = pledged.base(pledge.service, &part, cooling);
			let stake = base.map_or(0, |base| base.captured);
			ensure!(stake <= balance, "a service has more stake than there is");
			ensure!(
				pledge.kind == StakeKind::Shared || pledge.encumbering(cooling) <= magnitude,
				"an exclusive pledge of more than there is"
			);
		}
		Ok(())
	}

	/// 4. As of pools, of the copies in buckets.
	/// 8. An exit is claimable no earlier than the epoch after its request. A bucket without a copy is its pool's open one.
	fn check_buckets() -> Result<(), TryRuntimeError> {
		for ((operator, asset, requested), bucket) in Buckets::<T>::iter() {
			ensure!(bucket.claimable_from > requested, "an exit was claimable at once");
			let pool = Pools::<T>::get(&operator, &asset);
			ensure!(bucket.generation <= pool.generation, "an exit of a later generation");
			match &bucket.answers_for {
				Some(copy) => {
					Self::check_pledged(copy, bucket.part.balance(), &Cooling::NEVER)?;
				},
				None => ensure!(
					pool.open_bucket == Some(requested) && pool.generation == bucket.generation,
					"an exit that answers for what it did not leave"
				),
			}
		}
		Ok(())
	}

	/// 6. A pool names exactly its records. Records are dropped two at a time, so some may be older than anybody asks for,
	///    but never more than the bound of the list.
	fn check_history() -> Result<(), TryRuntimeError> {
		let mut recorded = BTreeSet::<BucketKey<T>>::new();
		for (operator, asset, epoch) in History::<T>::iter_keys() {
			recorded.insert((operator, asset, epoch));
		}
		for (operator, asset, pool) in Pools::<T>::iter() {
			for epoch in pool.snapshots {
				let known = recorded.remove(&(operator.clone(), asset.clone(), epoch));
				ensure!(known, "a record is missing");
			}
		}
		ensure!(recorded.is_empty(), "a record that no pool names");
		Ok(())
	}

	/// 7. Each listed asset has a pledge, and is listed once.
	fn check_pledged_assets() -> Result<(), TryRuntimeError> {
		for (operator, service, assets) in PledgedAssets::<T>::iter() {
			ensure!(!assets.is_empty(), "an empty list of pledged assets");
			ensure!(assets.iter().collect::<BTreeSet<_>>().len() == assets.len(), "listed twice");
			for asset in assets {
				let pool = Pools::<T>::get(&operator, &asset);
				ensure!(
					pool.pledged.pledges.get(service).is_some(),
					"a listed asset has no pledge"
				);
			}
		}
		for (operator, asset) in AllocationDeposits::<T>::iter_keys() {
			ensure!(Pools::<T>::contains_key(operator, asset), "a deposit for no pool");
		}
		Ok(())
	}

	/// 5. A waiting slash has moved nothing: it is counted by its charge and by exactly the pools that answer, and in nothing
	///    else. Charges and their list agree.
	fn check_charges() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::<(T::AccountId, ServiceId, Epoch)>::new();
		for (operator, service, epochs) in ChargedEpochs::<T>::iter() {
			ensure!(epochs.windows(2).all(|two| two[0] < two[1]), "charges out of order");
			listed.extend(epochs.into_iter().map(|epoch| (operator.clone(), service, epoch)));
		}
		let mut waiting = BTreeMap::<BucketKey<T>, (u32, u32)>::new();
		for ((operator, service, epoch), charge) in Charges::<T>::iter() {
			ensure!(listed.remove(&(operator.clone(), service, epoch)), "a charge is not listed");
			ensure!(epoch <= Self::epoch(), "a charge from the future");
			for charged in charge.pools.iter().filter(|_| charge.waiting > 0) {
				let key = (operator.clone(), charged.asset.clone(), epoch);
				let (count, generation) = waiting.entry(key).or_insert((0, charged.generation));
				ensure!(*generation == charged.generation, "an epoch in two generations");
				*count += charge.waiting;
			}
		}
		ensure!(listed.is_empty(), "a listed charge is missing");
		for (operator, asset, pool) in Pools::<T>::iter() {
			for slash in pool.waiting {
				let key = (operator.clone(), asset.clone(), slash.charged);
				let counted = waiting.remove(&key);
				ensure!(counted == Some((slash.slashes, slash.generation)), "waiting miscounted");
			}
		}
		ensure!(waiting.is_empty(), "a slash waits that its pool does not know of");
		Ok(())
	}

	/// Tallies and their list agree.
	fn check_tallies() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::<(ServiceId, Epoch)>::new();
		for (service, epochs) in TalliedEpochs::<T>::iter() {
			let count = epochs.len();
			let before = listed.len();
			listed.extend(epochs.into_iter().map(|epoch| (service, epoch)));
			ensure!(listed.len() == before + count, "a tally is listed twice");
		}
		for (service, epoch) in Tallies::<T>::iter_keys() {
			ensure!(listed.remove(&(service, epoch)), "a tally is not listed");
		}
		ensure!(listed.is_empty(), "a listed tally is missing");
		Ok(())
	}

	/// What is pledged of each asset is the sum over its pools.
	fn check_pledged_units() -> Result<(), TryRuntimeError> {
		let mut units = BTreeMap::<_, Balance>::new();
		for (_, asset, pool) in Pools::<T>::iter() {
			*units.entry(asset.encode()).or_default() += pool.pledged_units;
		}
		for (asset, sum) in PledgedUnits::<T>::iter() {
			ensure!(units.remove(&asset.encode()).unwrap_or(0) == sum, "units that are pledged");
		}
		ensure!(units.values().all(|sum| *sum == 0), "pledged units that are not counted");
		Ok(())
	}

	/// Rates are kept of no epoch outside the range that is kept, and U is in bounds.
	fn check_rates() -> Result<(), TryRuntimeError> {
		let kept = RateEpochs::<T>::get();
		let inside = |epoch: Epoch| kept.is_some_and(|k| k.first <= epoch && epoch <= k.last);
		ensure!(Rates::<T>::iter_keys().all(inside), "rates of an epoch that is not kept");
		ensure!(
			PledgedValues::<T>::iter_keys().all(inside),
			"a value of an epoch that is not kept"
		);
		let unbonding = Self::unbonding_epochs();
		let bounds = 1..=palisade_primitives::MAX_UNBONDING_EPOCHS;
		ensure!(bounds.contains(&unbonding), "U is out of bounds");
		Ok(())
	}
}
