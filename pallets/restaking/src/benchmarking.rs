//! Benchmarks. Assets are those of `pallet-assets`: the native token needs fewer reads. Pools are pledged to as many
//! services as they can be, in as many layers, and their histories are full, whatever U is on the chain that measures.

use crate::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{Inspect, Mutate},
		Consideration, EnsureOrigin, Get, Hooks,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use palisade_ledger_math::{
	Base, Cooling, ExecutedPenalties, Part, PledgeChange, Pledged, Unbonding, FULL_MAGNITUDE,
	MAX_LAYERS, MAX_PLEDGES,
};
use palisade_primitives::{
	AssetId, AssetRates, Balance, Epoch, EpochClock, Judgement, Liability, Offence,
	OperatorRegistry, Recipients, ServiceId, ServiceRegistry, StakeAssets, StakeKind,
	MAX_ASSETS_PER_SERVICE, MAX_UNBONDING_EPOCHS,
};
use sp_runtime::{FixedU128, Perbill, Perquintill};

/// Sets up what the ledger's own calls cannot.
pub trait BenchmarkHelper<AccountId> {
	/// Creates an asset that is governed and not registered.
	fn create_governed_asset() -> AssetId;
}

/// The epoch in which everything is measured.
const NOW: Epoch = 1_000;

/// Services that nothing but their id is known of.
const SOMEBODY: ServiceId = 1_000_000;

/// Units behind an operator, in minimum balances.
const STAKE: Balance = 1_000_000;

fn config<T: Config>(asset: &AssetId) -> AssetConfig {
	let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
	AssetConfig {
		min_delegation: minimum,
		cap_per_pool: Balance::MAX,
		haircut: Perbill::from_percent(10),
		leverage: MAX_LEVERAGE,
		accepting: true,
	}
}

fn bounded<Item, Max: Get<u32>>(items: Vec<Item>) -> BoundedVec<Item, Max> {
	match items.try_into() {
		Ok(items) => items,
		Err(_) => panic!("no list is longer than its bound"),
	}
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// Gives `who` units of `asset`, and native ones.
fn fund<T: Config>(asset: &AssetId, who: &T::AccountId) -> Balance {
	let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
	for id in [AssetId::Native, asset.clone()] {
		let amount = T::Assets::minimum_balance(id.clone()).max(1).saturating_mul(1_000_000);
		assert_ok!(T::Assets::mint_into(id, who, amount));
	}
	minimum
}

/// Moves the clock to [`NOW`], and makes U as long as it can be.
fn set_time<T: Config>() {
	UnbondingEpochs::<T>::put(MAX_UNBONDING_EPOCHS);
	T::Clock::set_epoch(NOW);
}

/// An asset whose treatment is to change, so that every call looks at what was announced.
fn asset<T: Config>() -> AssetId {
	let asset = <Pallet<T> as StakeAssets>::register_for_benchmark();
	AnnouncedConfigs::<T>::insert(&asset, (NOW, config::<T>(&asset)));
	asset
}

fn operator<T: Config>(n: u32) -> T::AccountId {
	let operator: T::AccountId = account("operator", n, 0);
	T::Operators::register_for_benchmark(&operator);
	operator
}

/// Shared pledges to `services`, each in as many layers as there can be.
fn pledges(services: &[ServiceId]) -> Pledged {
	pledges_by(services, NOW - 1)
}

/// As [`pledges`], of which the last layer counts from `last`, and each other one from the epoch before the next.
fn pledges_by(services: &[ServiceId], last: Epoch) -> Pledged {
	let mut pledged = Pledged::default();
	let part = FULL_MAGNITUDE / Balance::from(2 * MAX_LAYERS);
	for service in services {
		for layer in 1..=MAX_LAYERS {
			let counts_from = last - MAX_LAYERS + layer;
			let change = PledgeChange {
				service: *service,
				kind: StakeKind::Shared,
				target: part.saturating_mul(layer.into()),
				counts_from,
				leverage: MAX_LEVERAGE,
			};
			let cooling = Cooling {
				now: counts_from - 1,
				unbonding: Unbonding::constant(MAX_UNBONDING_EPOCHS),
				oldest_waiting: None,
			};
			pledged.set(&change, &cooling).expect("the pledge is within all bounds");
		}
	}
	pledged
}

/// As many services as a pool can be pledged to, `first` among them.
fn somebody_and(first: Option<ServiceId>) -> Vec<ServiceId> {
	first.into_iter().chain(SOMEBODY..).take(MAX_PLEDGES as usize).collect()
}

/// A pool of `operator`, pledged as `pledged` and last changed in the epoch before: it has a full history, of which two
/// records are outdated, and an open bucket that has to get its own copy.
fn pool<T: Config>(operator: &T::AccountId, asset: &AssetId, pledged: Pledged) {
	let minimum = T::Assets::minimum_balance(asset.clone()).max(1);
	let stake = minimum.saturating_mul(STAKE);
	let owner: T::AccountId = account("owner", 0, 0);
	let part = Part::new(stake, stake.saturating_mul(2)).expect("S ≥ B");
	let exits = Part::new(stake, stake.saturating_mul(2)).expect("S ≥ B");

	let outdated = [NOW - 2 * MAX_UNBONDING_EPOCHS, NOW - MAX_UNBONDING_EPOCHS - 1];
	let snapshots: Vec<Epoch> =
		outdated.into_iter().chain(NOW - MAX_UNBONDING_EPOCHS + 1..NOW).collect();
	let mut pool = Pool {
		part,
		pledged,
		last_stopped: Some(NOW - 1),
		open_bucket: Some(NOW - 1),
		opened: Some(NOW - 1),
		settled_in: Some(NOW - 1),
		..Default::default()
	};
	for epoch in &snapshots {
		History::<T>::insert((operator, asset, epoch), Snapshot::of(&pool));
	}
	pool.snapshots = bounded(snapshots);
	for pledge in pool.pledged.pledges.iter() {
		PledgedAssets::<T>::mutate(operator, pledge.service, |assets| {
			assets.try_push(asset.clone()).expect("few assets are pledged");
		});
	}
	let bucket = Bucket {
		part: exits,
		claimable_from: NOW - 1 + MAX_UNBONDING_EPOCHS,
		generation: 0,
		answers_for: None,
	};
	Buckets::<T>::insert((operator, asset, NOW - 1), bucket);
	let position = Position {
		shares: part.shares(),
		exits: bounded(alloc::vec![Exit { requested: NOW - 1, shares: exits.shares() }]),
		..Default::default()
	};
	Pools::<T>::insert(operator, asset, pool);
	Positions::<T>::insert((&owner, operator, asset), position);
	back::<T>(asset, stake.saturating_mul(2));
}

/// Gives the pool account what stands in the ledger.
fn back<T: Config>(asset: &AssetId, amount: Balance) {
	assert_ok!(T::Assets::mint_into(asset.clone(), &Pallet::<T>::pool_account(), amount));
}

/// Gives the pool account's native endowment where the chain that measures has none.
fn endow<T: Config>(asset: &AssetId) {
	for id in [AssetId::Native, asset.clone()] {
		let minimum = T::Assets::minimum_balance(id.clone()).max(1);
		back::<T>(&id, minimum);
		Endowments::<T>::mutate(&id, |endowment| *endowment = endowment.saturating_add(minimum));
	}
}

/// A bucket with a copy of its own, of exits that were asked for in `requested`.
fn sealed_bucket<T: Config>(
	operator: &T::AccountId,
	asset: &AssetId,
	requested: Epoch,
	claimable_from: Epoch,
	shares: Balance,
) {
	let pledged = pledges(&somebody_and(None));
	bucket_of::<T>(operator, asset, requested, claimable_from, shares, pledged);
}

fn bucket_of<T: Config>(
	operator: &T::AccountId,
	asset: &AssetId,
	requested: Epoch,
	claimable_from: Epoch,
	shares: Balance,
	pledged: Pledged,
) {
	// Half of it is another owner's, so that the bucket stays when one is paid.
	let part = Part::new(shares, shares.saturating_mul(2)).expect("S ≥ B");
	let answers_for = Some(pledged);
	let bucket = Bucket { part, claimable_from, generation: 0, answers_for };
	Buckets::<T>::insert((operator, asset, requested), bucket);
	back::<T>(asset, shares);
}

/// Gives `who` stake in the pool, and `exits` exits from it that matured.
fn delegator<T: Config>(
	who: &T::AccountId,
	operator: &T::AccountId,
	asset: &AssetId,
	exits: u32,
) -> Balance {
	let unit = fund::<T>(asset, who).saturating_mul(100);
	let requests: Vec<_> = (0..exits)
		.map(|n| {
			let requested = NOW - 1 - exits + n;
			sealed_bucket::<T>(operator, asset, requested, NOW, unit);
			Exit { requested, shares: unit }
		})
		.collect();
	let stake = unit.saturating_mul(1_000);
	let position = Position { shares: stake, exits: bounded(requests), ..Default::default() };
	Pools::<T>::mutate(operator, asset, |pool| {
		let (balance, shares) = (pool.part.balance(), pool.part.shares());
		let with = |of: Balance| of.saturating_add(stake);
		pool.part = Part::new(with(balance), with(shares)).expect("S ≥ B");
	});
	back::<T>(asset, stake);
	Positions::<T>::insert((who, operator, asset), position);
	unit
}

/// Makes `operator` have pledged as many assets as possible to `service`, from pools that are pledged to as many services
/// as possible.
pub(crate) fn pledge_everything<T: Config>(service: ServiceId, operator: &T::AccountId) {
	UnbondingEpochs::<T>::put(MAX_UNBONDING_EPOCHS);
	let assets: Vec<_> = (0..MAX_ASSETS_PER_SERVICE).map(|_| asset::<T>()).collect();
	for asset in &assets {
		pool::<T>(operator, asset, pledges(&somebody_and(Some(service))));
	}
	assert_eq!(PledgedAssets::<T>::get(operator, service).into_inner(), assets);
}

/// An offence of epoch `NOW + 1 − epochs`, with so many pools that answer, each with an exit asked for in each epoch since,
/// and a slash of it that waits.
fn charged<T: Config>(pools: u32, epochs: u32) -> Offence<T::AccountId> {
	set_time::<T>();
	let operator = operator::<T>(0);
	let epoch = NOW.saturating_add(1).saturating_sub(epochs);
	let offence = Offence { operator: operator.clone(), service: SOMEBODY, epoch };
	let pledged = pledges_since(epoch);
	let mut answering = Vec::new();
	for _ in 0..pools {
		let asset = asset::<T>();
		endow::<T>(&asset);
		pool::<T>(&operator, &asset, pledged.clone());
		let stake = Pools::<T>::get(&operator, &asset).part.balance();
		for requested in epoch..=NOW {
			if requested != NOW - 1 {
				let claimable_from = requested.saturating_add(MAX_UNBONDING_EPOCHS);
				let copy = pledged.clone();
				bucket_of::<T>(&operator, &asset, requested, claimable_from, stake, copy);
			}
		}
		Pools::<T>::mutate(&operator, &asset, |pool| {
			pool.waiting =
				bounded(alloc::vec![Waiting { charged: epoch, generation: 0, slashes: 1 }]);
		});
		let base = Base {
			magnitude: FULL_MAGNITUDE / 2,
			captured: stake.saturating_mul(Balance::from(epochs).saturating_add(2)) / 2,
			kind: StakeKind::Exclusive,
		};
		answering.push(ChargedPool { asset, generation: 0, base });
	}
	let charge =
		Charge { pools: bounded(answering), executed: ExecutedPenalties::default(), waiting: 1 };
	Charges::<T>::insert((&operator, SOMEBODY, epoch), charge);
	ChargedEpochs::<T>::insert(&operator, SOMEBODY, bounded::<_, _>(alloc::vec![epoch]));
	offence
}

/// An exclusive pledge to [`SOMEBODY`] of half of the magnitude since `epoch`, and shared ones to as many others as there
/// can be.
fn pledges_since(epoch: Epoch) -> Pledged {
	let mut pledged = Pledged::default();
	let cooling = Cooling {
		now: epoch,
		unbonding: Unbonding::constant(MAX_UNBONDING_EPOCHS),
		oldest_waiting: None,
	};
	for service in somebody_and(None) {
		let exclusive = service == SOMEBODY;
		let change = PledgeChange {
			service,
			kind: if exclusive { StakeKind::Exclusive } else { StakeKind::Shared },
			target: if exclusive { FULL_MAGNITUDE / 2 } else { FULL_MAGNITUDE / 4 },
			counts_from: epoch,
			leverage: MAX_LEVERAGE,
		};
		pledged.set(&change, &cooling).expect("the pledge is within all bounds");
	}
	pledged
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_asset() -> Result<(), BenchmarkError> {
		let asset = T::BenchmarkHelper::create_governed_asset();
		fund::<T>(&asset, &T::Treasury::get());
		let origin = governance::<T>()?;
		let terms = config::<T>(&asset);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), terms);
		assert!(AcceptedAssets::<T>::contains_key(&asset));
		assert!(Endowments::<T>::contains_key(&asset));
		Ok(())
	}

	#[benchmark]
	fn update_asset() -> Result<(), BenchmarkError> {
		set_time::<T>();
		let asset = asset::<T>();
		let origin = governance::<T>()?;
		let changed = AssetConfig { accepting: false, ..config::<T>(&asset) };
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, asset.clone(), changed.clone());
		assert_eq!(AnnouncedConfigs::<T>::get(&asset), Some((NOW + 1, changed)));
		Ok(())
	}

	/// Services need as many different unbonding periods as they can.
	#[benchmark]
	fn set_unbonding_epochs() -> Result<(), BenchmarkError> {
		set_time::<T>();
		UnbondingEpochs::<T>::put(MAX_UNBONDING_EPOCHS - 1);
		T::Services::need_each_unbonding_for_benchmark();
		let origin = governance::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, MAX_UNBONDING_EPOCHS);
		assert_eq!(AnnouncedUnbonding::<T>::get(), Some((NOW + 1, MAX_UNBONDING_EPOCHS)));
		Ok(())
	}

	#[benchmark]
	fn delegate() -> Result<(), BenchmarkError> {
		set_time::<T>();
		let (operator, asset) = (operator::<T>(0), asset::<T>());
		pool::<T>(&operator, &asset, pledges(&somebody_and(None)));
		let who: T::AccountId = whitelisted_caller();
		let minimum = fund::<T>(&asset, &who);
		let before = Pools::<T>::get(&operator, &asset);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), operator.clone(), asset.clone(), minimum);
		let after = Pools::<T>::get(&operator, &asset);
		assert_eq!(after.part.balance(), before.part.balance().saturating_add(minimum));
		assert_eq!(after.snapshots.len(), before.snapshots.len() - 1);
		assert!(Buckets::<T>::get((&operator, &asset, NOW - 1))
			.is_some_and(|bucket| bucket.answers_for.is_some()));
		Ok(())
	}

	/// `e`: exits of the caller that are folded. `s`: services of the pool, whose memberships are looked at; without any, not
	/// even the list of them is.
	#[benchmark]
	fn undelegate(
		e: Linear<0, MAX_EXITS>,
		s: Linear<1, MAX_PLEDGES>,
	) -> Result<(), BenchmarkError> {
		set_time::<T>();
		let (operator, asset) = (operator::<T>(0), asset::<T>());
		let members = core::slice::from_ref(&operator);
		let services: Vec<_> = (0..s)
			.map(|_| T::Services::create_for_benchmark(core::slice::from_ref(&asset), members))
			.collect();
		pool::<T>(&operator, &asset, pledges(&services));
		let who: T::AccountId = whitelisted_caller();
		let unit = delegator::<T>(&who, &operator, &asset, e);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator.clone(), asset.clone(), Some(unit));
		let position = Positions::<T>::get((&who, &operator, &asset));
		assert_eq!(position.exits.len(), 1);
		assert_eq!(position.matured > 0, e > 0);
		Ok(())
	}

	#[benchmark]
	fn cancel_undelegation() -> Result<(), BenchmarkError> {
		set_time::<T>();
		let (operator, asset) = (operator::<T>(0), asset::<T>());
		pool::<T>(&operator, &asset, pledges(&somebody_and(None)));
		let who: T::AccountId = whitelisted_caller();
		let unit = delegator::<T>(&who, &operator, &asset, 0);
		let requested = NOW - 2;
		sealed_bucket::<T>(&operator, &asset, requested, NOW + 1, unit);
		Positions::<T>::mutate((&who, &operator, &asset), |position| {
			position.exits = bounded(alloc::vec![Exit { requested, shares: unit }]);
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator.clone(), asset.clone(), requested);
		assert!(Positions::<T>::get((&who, &operator, &asset)).exits.is_empty());
		Ok(())
	}

	/// `e`: exits of the caller.
	#[benchmark]
	fn withdraw(e: Linear<1, MAX_EXITS>) -> Result<(), BenchmarkError> {
		set_time::<T>();
		let (operator, asset) = (operator::<T>(0), asset::<T>());
		endow::<T>(&asset);
		pool::<T>(&operator, &asset, pledges(&somebody_and(None)));
		let who: T::AccountId = whitelisted_caller();
		delegator::<T>(&who, &operator, &asset, e);
		let before = T::Assets::total_balance(asset.clone(), &who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator.clone(), asset.clone());
		assert!(T::Assets::total_balance(asset.clone(), &who) > before);
		assert!(Positions::<T>::get((&who, &operator, &asset)).exits.is_empty());
		Ok(())
	}

	/// `e`: exits of the caller.
	#[benchmark]
	fn withdraw_into(e: Linear<1, MAX_EXITS>) -> Result<(), BenchmarkError> {
		set_time::<T>();
		let (from, to, asset) = (operator::<T>(0), operator::<T>(1), asset::<T>());
		pool::<T>(&from, &asset, pledges(&somebody_and(None)));
		pool::<T>(&to, &asset, pledges(&somebody_and(None)));
		let who: T::AccountId = whitelisted_caller();
		delegator::<T>(&who, &from, &asset, e);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), from.clone(), asset.clone(), to.clone());
		assert!(Positions::<T>::get((&who, &from, &asset)).exits.is_empty());
		assert!(Positions::<T>::get((&who, &to, &asset)).shares > 0);
		Ok(())
	}

	/// `s`: services of the pool. All that it was pledged to are over, and their entries removed, but a new one comes. Of more
	/// than one, so that the deposit changes.
	#[benchmark]
	fn allocate(s: Linear<2, MAX_PLEDGES>) -> Result<(), BenchmarkError> {
		set_time::<T>();
		let (operator, asset) = (operator::<T>(0), asset::<T>());
		let members = core::slice::from_ref(&operator);
		let service = T::Services::create_for_benchmark(core::slice::from_ref(&asset), members);
		let former: Vec<_> = somebody_and(None).into_iter().take(s as usize).collect();
		let mut over = pledges_by(&former, NOW - 2 * MAX_UNBONDING_EPOCHS);
		for service in &former {
			over.pledges.stop(*service, NOW - MAX_UNBONDING_EPOCHS - 2);
		}
		pool::<T>(&operator, &asset, over);
		let footprint = Pallet::<T>::allocation_footprint(s as usize);
		T::AllocationDeposit::ensure_successful(&operator, Pallet::<T>::allocation_footprint(16));
		let deposit = T::AllocationDeposit::new(&operator, footprint)?;
		AllocationDeposits::<T>::insert(&operator, &asset, deposit);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(operator.clone()),
			service,
			asset.clone(),
			FULL_MAGNITUDE,
			StakeKind::Exclusive,
		);
		let pool = Pools::<T>::get(&operator, &asset);
		assert_eq!(pool.pledged.pledges.len(), 1);
		assert!(former.iter().all(|of| !PledgedAssets::<T>::contains_key(&operator, of)));
		Ok(())
	}

	/// `m`: members, each with as many assets pledged as possible.
	#[benchmark]
	fn tally(m: Linear<1, TALLY_PAGE>) -> Result<(), BenchmarkError> {
		set_time::<T>();
		let assets: Vec<_> = (0..MAX_ASSETS_PER_SERVICE).map(|_| asset::<T>()).collect();
		let operators: Vec<_> = (0..m).map(operator::<T>).collect();
		let service = T::Services::create_for_benchmark(&assets, &operators);
		for operator in &operators {
			for asset in &assets {
				pool::<T>(operator, asset, pledges(&somebody_and(Some(service))));
				T::Rates::set_rate_for_benchmark(asset, FixedU128::from_u32(2));
			}
		}
		let rates = assets.iter().map(|asset| (asset.clone(), FixedU128::from_u32(2)));
		let epoch = NOW - 1;
		Rates::<T>::insert(epoch, bounded::<_, _>(rates.collect()));
		let outdated: Vec<Epoch> = (0..MAX_SNAPSHOTS).collect();
		for old in &outdated {
			let former = Tally { value: 0, members: 0, last: None, complete: true };
			Tallies::<T>::insert(service, old, former);
		}
		TalliedEpochs::<T>::insert(service, bounded::<_, _>(outdated));
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), service, epoch);
		let total = Tallies::<T>::get(service, epoch).ok_or("there is no tally")?;
		assert_eq!(total.members, m);
		assert!(total.value > 0);
		Ok(())
	}

	#[benchmark]
	fn on_initialize_within_epoch() {
		set_time::<T>();
		RateEpochs::<T>::put(KeptRates { first: NOW, last: NOW });
		#[block]
		{
			Pallet::<T>::on_initialize(1u32.into());
		}
	}

	/// `a`: registered assets, the treatment of each of which changes.
	#[benchmark]
	fn on_initialize_new_epoch(a: Linear<1, MAX_ASSETS>) {
		set_time::<T>();
		let _ = AcceptedAssets::<T>::clear(u32::MAX, None);
		for _ in 0..a {
			T::Rates::set_rate_for_benchmark(&asset::<T>(), FixedU128::from_u32(2));
		}
		let first = NOW - MAX_UNBONDING_EPOCHS - 2;
		for old in first..NOW {
			Rates::<T>::insert(old, RateTable::default());
		}
		RateEpochs::<T>::put(KeptRates { first, last: NOW - 1 });
		AnnouncedUnbonding::<T>::put((NOW, MAX_UNBONDING_EPOCHS));
		#[block]
		{
			Pallet::<T>::on_initialize(1u32.into());
		}
		assert_eq!(Rates::<T>::get(NOW).len() as u32, a);
		assert_eq!(AnnouncedConfigs::<T>::iter().count(), 0);
		assert!(!Rates::<T>::contains_key(first + 1));
	}

	/// `p`: pools that answer. It is the first slash of its offence.
	#[benchmark]
	fn open_slash(p: Linear<0, MAX_ASSETS_PER_SERVICE>) -> Result<(), BenchmarkError> {
		set_time::<T>();
		let operator = operator::<T>(0);
		for _ in 0..p {
			pool::<T>(&operator, &asset::<T>(), pledges(&somebody_and(None)));
		}
		let outdated = alloc::vec![1, 2];
		for old in &outdated {
			Charges::<T>::insert((&operator, SOMEBODY, old), Charge::default());
		}
		ChargedEpochs::<T>::insert(&operator, SOMEBODY, bounded::<_, _>(outdated));
		let offence = Offence { operator: operator.clone(), service: SOMEBODY, epoch: NOW - 1 };
		#[block]
		{
			Pallet::<T>::open(&offence)?;
		}
		let charge = Charges::<T>::get((&operator, SOMEBODY, NOW - 1)).ok_or("no charge")?;
		assert_eq!((charge.pools.len() as u32, charge.waiting), (p, 1));
		Ok(())
	}

	/// `b`: epochs since the charged one, the current one included, of each of which exits answer. As many pools answer as
	/// there can be: the work is a product, which is linear only where one factor is fixed.
	#[benchmark]
	fn execute_slash(b: Linear<2, MAX_CHARGED_EPOCHS>) -> Result<(), BenchmarkError> {
		let offence = charged::<T>(MAX_ASSETS_PER_SERVICE, b);
		let share = Perbill::from_percent(5);
		let judgement = Judgement {
			condition: 0,
			penalty: Perquintill::from_percent(50),
			max_slash: Perquintill::one(),
			shared_limit: Perquintill::one(),
		};
		let recipients = Recipients {
			bounty: Some((account("reporter", 0, 0), share)),
			restitution: Some((account("protected", 0, 0), share)),
		};
		#[block]
		{
			let taken = Pallet::<T>::execute(&offence, &judgement, &recipients)?;
			assert!(taken.iter().all(|taken| taken.buckets == b && taken.from_active > 0));
			assert_eq!(taken.len() as u32, MAX_ASSETS_PER_SERVICE);
		}
		let Offence { operator, service, epoch } = &offence;
		assert!(Charges::<T>::get((operator, service, epoch)).is_some_and(|c| c.waiting == 0));
		Ok(())
	}

	/// As many pools answer as there can be.
	#[benchmark]
	fn close_slash() -> Result<(), BenchmarkError> {
		let offence = charged::<T>(MAX_ASSETS_PER_SERVICE, 2);
		#[block]
		{
			Pallet::<T>::close(&offence)?;
		}
		let Offence { operator, service, epoch } = &offence;
		assert!(Charges::<T>::get((operator, service, epoch)).is_some_and(|c| c.waiting == 0));
		Ok(())
	}

	#[benchmark]
	fn collect_proceeds() -> Result<(), BenchmarkError> {
		set_time::<T>();
		let asset = asset::<T>();
		endow::<T>(&asset);
		let who: T::AccountId = account("payee", 0, 0);
		let amount = fund::<T>(&asset, &who);
		Uncollected::<T>::insert(&who, &asset, amount);
		back::<T>(&asset, amount);
		#[block]
		{
			assert_eq!(Pallet::<T>::collect(&who, &asset)?, amount);
		}
		assert!(!Uncollected::<T>::contains_key(&who, &asset));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
