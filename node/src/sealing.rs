//! Blocks on demand (`--sealing`): a development chain that need not wait for the wall clock.
//!
//! The chain keeps its own time. Every block takes the slot after the one before, so sessions,
//! epochs and every delay that the runtime counts in blocks or milliseconds pass as fast as blocks
//! are made. Blocks still go through BABE's import, which follows the epochs and checks inherents;
//! only the wait for a slot, the seal of the author and GRANDPA are left out.
//!
//! Limits. Without seals, no other node accepts the blocks. All blocks are made with the BABE keys
//! of this node's keystore: authorities whose keys are elsewhere never author, and when no key of
//! this node is left among the authorities, or its authority was disabled, block making fails until
//! the chain is taken back. A database that was written with `--sealing` should not be opened
//! without it: GRANDPA knows nothing of the final blocks in it, and the chain's time is not that of
//! the wall clock.

use crate::{
	cli::Sealing,
	rpc,
	service::{self, BabeImport, FullBackend, FullClient, FullPool, Parts, RpcBuilder},
};
use futures::{
	channel::{mpsc, oneshot},
	stream::{self, BoxStream},
	FutureExt, SinkExt, Stream, StreamExt,
};
use futures_timer::Delay;
use palisade_runtime::{opaque::Block, Hash};
use sc_client_api::{Backend as _, HeaderBackend};
use sc_consensus::BlockImportParams;
use sc_consensus_babe::{
	authorship, find_pre_digest, AuthorityPair, BabeConfiguration, BabeIntermediate, BabeLink,
	CompatibleDigestItem, Epoch, PreDigest, SecondaryPlainPreDigest, INTERMEDIATE_KEY,
};
use sc_consensus_epochs::{descendent_query, ViableEpochDescriptor};
use sc_consensus_manual_seal::{
	run_manual_seal, ConsensusDataProvider, EngineCommand, Error as SealError, ManualSealParams,
};
use sc_service::{Configuration, Error, TaskManager};
use sc_transaction_pool_api::TransactionPool;
use sp_api::StorageProof;
use sp_blockchain::Backend as _;
use sp_consensus_babe::{
	inherents::{BabeCreateInherentDataProviders, InherentDataProvider as BabeSlot},
	AuthorityId, Slot, SlotDuration,
};
use sp_core::crypto::{key_types, ByteArray, Pair};
use sp_inherents::InherentData;
use sp_keystore::KeystorePtr;
use sp_runtime::{
	traits::{Block as BlockT, Header as HeaderT, NumberFor, Zero},
	Digest, DigestItem,
};
use sp_timestamp::{Timestamp, TimestampInherentData};
use std::{
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc,
	},
	time::{Duration, Instant},
};

const LOG_TARGET: &str = "sealing";
/// How many commands of RPC clients may wait.
const COMMAND_BUFFER: usize = 1000;

type Header = <Block as BlockT>::Header;
type Commands = BoxStream<'static, EngineCommand<Hash>>;

/// The time of a sealed chain, counted in slots.
///
/// A proposal is made for the [upcoming](Self::upcoming) slot, and that slot is
/// [spent](Self::spend) when the block goes to import. So a proposal that comes to nothing leaves
/// no gap, and no slot is ever used by two blocks, not even by blocks on different forks: to BABE
/// that would be an equivocation.
///
/// Clones share one time.
#[derive(Clone)]
pub struct SealingClock {
	last_spent: Arc<AtomicU64>,
	slot_duration: SlotDuration,
}

impl SealingClock {
	/// A clock for a chain whose latest slot is known.
	pub fn after(last_spent: Slot, slot_duration: SlotDuration) -> Self {
		Self { last_spent: Arc::new(AtomicU64::new(*last_spent)), slot_duration }
	}

	/// A clock for a chain without blocks: the first one gets the slot of `now`. It becomes the
	/// chain's genesis slot.
	pub fn at_genesis(now: Timestamp, slot_duration: SlotDuration) -> Self {
		let first = Slot::from_timestamp(now, slot_duration);
		Self::after(first.saturating_sub(1u64), slot_duration)
	}

	/// The slot for the next block. Asking does not move the clock.
	pub fn upcoming(&self) -> Slot {
		self.current().saturating_add(1u64)
	}

	/// The slot of the latest block, which is what the chain takes for the present.
	pub fn current(&self) -> Slot {
		self.last_spent.load(Ordering::SeqCst).into()
	}

	/// Notes that a block was made in `slot`.
	pub fn spend(&self, slot: Slot) {
		self.last_spent.fetch_max(*slot, Ordering::SeqCst);
	}

	/// The start of `slot`, in the middle of which nothing ever happens on a sealed chain.
	fn timestamp(&self, slot: Slot) -> Timestamp {
		slot.timestamp(self.slot_duration).unwrap_or(Timestamp::new(u64::MAX))
	}

	/// The inherents that BABE's import compares a block with. They must come from this clock and
	/// not from the system's, for which a chain that makes many blocks a minute lies in the future;
	/// and they must not move the clock, for then every block would take two slots.
	fn checker(&self) -> BabeCreateInherentDataProviders<Block> {
		let clock = self.clone();
		Arc::new(move |_parent: Hash, ()| {
			let slot = clock.current();
			let timestamp = sp_timestamp::InherentDataProvider::new(clock.timestamp(slot));
			async move { Ok((BabeSlot::new(slot), timestamp)) }
		})
	}
}

/// Claims the slot of the clock for one of this node's authorities, and tells BABE's import which
/// epoch the block belongs to.
struct SlotClaims {
	client: Arc<FullClient>,
	keystore: KeystorePtr,
	link: BabeLink<Block>,
	clock: SealingClock,
}

type EpochDescriptor = ViableEpochDescriptor<Hash, NumberFor<Block>, Epoch>;

impl SlotClaims {
	fn slot(&self, inherents: &InherentData) -> Result<Slot, SealError> {
		let timestamp = inherents.timestamp_inherent_data()?.ok_or_else(|| {
			SealError::StringError("the proposal has no timestamp to take its slot from".into())
		})?;
		Ok(Slot::from_timestamp(timestamp, self.link.config().slot_duration()))
	}

	/// The epoch of a child of `parent` in `slot`.
	fn epoch(&self, parent: &Header, slot: Slot) -> Result<(EpochDescriptor, Epoch), SealError> {
		let epochs = self.link.epoch_changes().shared_data();
		let descriptor = epochs
			.epoch_descriptor_for_child_of(
				descendent_query(&*self.client),
				&parent.hash(),
				*parent.number(),
				slot,
			)
			.map_err(|error| {
				SealError::StringError(format!("looking up the epoch of slot {slot}: {error}"))
			})?;
		descriptor
			.and_then(|descriptor| {
				let genesis = |slot| Epoch::genesis(self.link.config(), slot);
				let epoch = epochs.viable_epoch(&descriptor, genesis)?.as_ref().clone();
				Some((descriptor, epoch))
			})
			.ok_or_else(|| {
				SealError::StringError(format!(
					"slot {slot} belongs to no known epoch of block {}",
					parent.hash()
				))
			})
	}
}

impl ConsensusDataProvider<Block> for SlotClaims {
	fn create_digest(
		&self,
		parent: &Header,
		inherents: &InherentData,
	) -> Result<Digest, SealError> {
		let slot = self.slot(inherents)?;
		let (_, epoch) = self.epoch(parent, slot)?;
		let claim = match authorship::claim_slot(slot, &epoch, &self.keystore) {
			Some((claim, _)) => claim,
			// The slot is another authority's. Nobody but a verifier of seals, which these blocks
			// never meet, would mind who takes it, so the chain goes on without gaps.
			None => {
				let index = own_authority(&self.keystore, epoch.authorities.iter().map(|a| &a.0))
					.ok_or_else(|| {
					SealError::StringError(format!(
						"no BABE key of this node is among the {} authorities of slot {slot}",
						epoch.authorities.len(),
					))
				})?;
				let authority_index = index as u32;
				PreDigest::SecondaryPlain(SecondaryPlainPreDigest { slot, authority_index })
			},
		};
		Ok(Digest { logs: vec![<DigestItem as CompatibleDigestItem>::babe_pre_digest(claim)] })
	}

	fn append_block_import(
		&self,
		parent: &Header,
		params: &mut BlockImportParams<Block>,
		inherents: &InherentData,
		_proof: StorageProof,
	) -> Result<(), SealError> {
		let slot = self.slot(inherents)?;
		let (epoch_descriptor, _) = self.epoch(parent, slot)?;
		params
			.insert_intermediate(INTERMEDIATE_KEY, BabeIntermediate::<Block> { epoch_descriptor });
		// Import comes next, and it remembers the slot even if it then refuses the block.
		self.clock.spend(slot);
		Ok(())
	}
}

/// The first of `authorities` whose key is in the keystore.
fn own_authority<'a>(
	keystore: &KeystorePtr,
	mut authorities: impl Iterator<Item = &'a AuthorityId>,
) -> Option<usize> {
	authorities.position(|id| keystore.has_keys(&[(id.to_raw_vec(), key_types::BABE)]))
}

/// Refuses to start a node that could not make a single block.
fn ensure_has_authority(
	config: &Configuration,
	keystore: &KeystorePtr,
	babe: &BabeConfiguration,
) -> Result<(), Error> {
	if own_authority(keystore, babe.authorities.iter().map(|(id, _)| id)).is_some() {
		return Ok(());
	}
	// The keys of a development account come into the keystore later, when the tasks are spawned.
	if let Some(seed) = &config.dev_key_seed {
		let pair = AuthorityPair::from_string(seed, None)
			.map_err(|error| Error::Other(format!("development key seed `{seed}`: {error:?}")))?;
		if babe.authorities.iter().any(|(id, _)| *id == pair.public()) {
			return Ok(());
		}
	}
	Err(Error::Other(format!(
		"--sealing needs the BABE key of one of the {} authorities of chain `{}`, and this node has \
		 none: use --dev, or --alice on a chain where Alice is an authority",
		babe.authorities.len(),
		config.chain_spec.id(),
	)))
}

/// The highest slot of any block in the database, or nothing if there is only the genesis block.
///
/// All forks count and not just the best one: their slots are taken, too.
fn last_slot(backend: &FullBackend) -> Result<Option<Slot>, Error> {
	let blockchain = backend.blockchain();
	let mut last: Option<Slot> = None;
	for hash in blockchain.leaves()? {
		let Some(header) = blockchain.header(hash)? else { continue };
		if header.number().is_zero() {
			continue;
		}
		let digest = find_pre_digest::<Block>(&header).map_err(|error| error.to_string())?;
		last = last.max(Some(digest.slot()));
	}
	Ok(last)
}

/// Starts a node that makes blocks as `mode` says.
pub fn start(config: Configuration, mode: Sealing) -> Result<TaskManager, Error> {
	let mut parts = Parts::new(&config)?;

	let babe_config = sc_consensus_babe::configuration(&*parts.client)?;
	ensure_has_authority(&config, &parts.keystore, &babe_config)?;
	let slot_duration = babe_config.slot_duration();
	let clock = match last_slot(&parts.backend)? {
		Some(slot) => SealingClock::after(slot, slot_duration),
		None => SealingClock::at_genesis(Timestamp::current(), slot_duration),
	};

	let (block_import, babe_link): (BabeImport<Arc<FullClient>>, _) =
		sc_consensus_babe::block_import(
			babe_config,
			parts.client.clone(),
			parts.client.clone(),
			clock.checker(),
			parts.select_chain.clone(),
			parts.offchain_pool(),
		)?;
	let (import_queue, babe_worker) = parts.import_queue(
		config.prometheus_registry(),
		babe_link.clone(),
		block_import.clone(),
		None,
	)?;

	let (rpc_commands, commands) = commands(mode, &parts);
	let rpc_builder: RpcBuilder = {
		let common = parts.rpc_deps(babe_worker);
		Box::new(move |_executor| rpc::sealing(common.clone(), rpc_commands.clone()))
	};

	let registry = config.prometheus_registry().cloned();
	let (network_config, metrics) = service::network_config(&config)?;
	parts.run(config, network_config, metrics, import_queue, None, rpc_builder)?;

	let sealing_clock = clock.clone();
	let seal = run_manual_seal(ManualSealParams {
		block_import,
		env: parts.proposer_factory(registry.as_ref()),
		client: parts.client.clone(),
		pool: parts.pool.clone(),
		commands_stream: commands,
		select_chain: parts.select_chain.clone(),
		consensus_data_provider: Some(Box::new(SlotClaims {
			client: parts.client.clone(),
			keystore: parts.keystore.clone(),
			link: babe_link,
			clock,
		})),
		// The timestamp alone, of which the slot follows. The engine takes a block for empty when
		// it has as many extrinsics as there are inherents here; with the slot as a second one,
		// which makes no extrinsic, it would refuse every block with exactly one transaction.
		create_inherent_data_providers: move |_parent: Hash, ()| {
			let timestamp = sealing_clock.timestamp(sealing_clock.upcoming());
			async move { Ok(sp_timestamp::InherentDataProvider::new(timestamp)) }
		},
	});
	parts.task_manager.spawn_essential_handle().spawn_blocking(
		"sealing",
		Some("block-authoring"),
		seal,
	);
	log::info!(target: LOG_TARGET, "Blocks on demand: {}", describe(mode));

	Ok(parts.task_manager)
}

fn describe(mode: Sealing) -> String {
	match mode {
		Sealing::Manual => "call engine_createBlock to make one".into(),
		Sealing::Instant => "one for every transaction, final at once".into(),
		Sealing::Interval(period) => format!("one every {} ms, final at once", period.as_millis()),
	}
}

/// What makes the engine seal, and for the manual mode the end that RPC clients command it from.
fn commands(mode: Sealing, parts: &Parts) -> (Option<mpsc::Sender<EngineCommand<Hash>>>, Commands) {
	let (sender, receiver) = mpsc::channel(COMMAND_BUFFER);
	let spawn = |task| {
		let spawner = parts.task_manager.spawn_essential_handle();
		spawner.spawn("sealing-commands", Some("block-authoring"), task)
	};
	match mode {
		Sealing::Manual => return (Some(sender), receiver.boxed()),
		Sealing::Instant => {
			spawn(seal_on_arrival(parts.pool.clone(), parts.client.clone(), sender).boxed())
		},
		Sealing::Interval(period) => spawn(seal_every(period, sender).boxed()),
	}
	(None, receiver.boxed())
}

/// Seals a final block for every transaction that enters the pool. Several transactions may be in the block that the
/// first of them caused; the others then find nothing to seal, and make none.
async fn seal_on_arrival(
	pool: Arc<FullPool>,
	client: Arc<FullClient>,
	mut commands: mpsc::Sender<EngineCommand<Hash>>,
) {
	let mut arrivals = pool.import_notification_stream();
	while arrivals.next().await.is_some() {
		let nothing_sealed = seal(&mut commands, false).await;
		let has_waiting = async || pool.ready_at(client.info().best_hash).await.next().is_some();
		if nothing_sealed && has_waiting().await {
			// The first block of a session has no room for transactions. It is made without, and they go into the next.
			seal(&mut commands, true).await;
			seal(&mut commands, false).await;
		}
	}
}

/// Seals a final block once per `period`, whether there are transactions or not.
async fn seal_every(period: Duration, mut commands: mpsc::Sender<EngineCommand<Hash>>) {
	let mut ticks = every(period).boxed();
	while ticks.next().await.is_some() {
		seal(&mut commands, true).await;
	}
}

/// Has the engine make a block that is final at once. Answers whether there was nothing to put into it; other failures go
/// to the log.
async fn seal(commands: &mut mpsc::Sender<EngineCommand<Hash>>, create_empty: bool) -> bool {
	let (sender, outcome) = oneshot::channel();
	let command = EngineCommand::SealNewBlock {
		create_empty,
		finalize: true,
		parent_hash: None,
		sender: Some(sender),
	};
	if commands.send(command).await.is_err() {
		// The node shuts down.
		return false;
	}
	match outcome.await {
		Ok(Ok(block)) => log::debug!(target: LOG_TARGET, "Sealed {}", block.hash),
		Ok(Err(SealError::EmptyTransactionPool)) => return true,
		Ok(Err(error)) => log::warn!(target: LOG_TARGET, "Sealing failed: {error}"),
		// The node shuts down.
		Err(oneshot::Canceled) => {},
	}
	false
}

/// Ticks once per `period`. Ticks that were missed, because making a block took longer, are not
/// made up for.
fn every(period: Duration) -> impl Stream<Item = ()> + Send {
	stream::unfold(Instant::now() + period, move |due| async move {
		Delay::new(due.saturating_duration_since(Instant::now())).await;
		Some(((), Instant::now().max(due + period)))
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::executor::block_on;
	use sp_consensus_babe::inherents::BabeInherentData;
	use sp_inherents::{CreateInherentDataProviders, InherentDataProvider};

	const SLOT: SlotDuration = SlotDuration::from_millis(6_000);

	fn check(clock: &SealingClock) -> InherentData {
		block_on(async {
			let providers =
				clock.checker().create_inherent_data_providers(Hash::zero(), ()).await.unwrap();
			providers.create_inherent_data().await.unwrap()
		})
	}

	#[test]
	fn every_block_takes_exactly_one_slot() {
		let clock = SealingClock::after(100.into(), SLOT);
		for expected in 101..120u64 {
			let slot = clock.upcoming();
			assert_eq!(slot, Slot::from(expected));
			clock.spend(slot);
			assert_eq!(clock.current(), slot);
		}
	}

	#[test]
	fn failed_proposal_leaves_no_gap() {
		let clock = SealingClock::after(100.into(), SLOT);
		assert_eq!(clock.upcoming(), clock.upcoming());
		assert_eq!(clock.current(), Slot::from(100));
	}

	#[test]
	fn time_never_goes_back() {
		let clock = SealingClock::after(100.into(), SLOT);
		clock.spend(105.into());
		clock.spend(103.into());
		assert_eq!(clock.upcoming(), Slot::from(106));
	}

	#[test]
	fn checker_sees_the_present_and_does_not_move_it() {
		let clock = SealingClock::after(100.into(), SLOT);
		clock.spend(clock.upcoming());
		for _ in 0..3 {
			let data = check(&clock);
			assert_eq!(data.babe_inherent_data().unwrap(), Some(Slot::from(101)));
			assert_eq!(data.timestamp_inherent_data().unwrap(), Some(Timestamp::new(606_000)));
		}
		assert_eq!(clock.upcoming(), Slot::from(102));

		// A checker made earlier follows the clock.
		let checker = clock.clone();
		clock.spend(clock.upcoming());
		assert_eq!(check(&checker).babe_inherent_data().unwrap(), Some(Slot::from(102)));
	}

	#[test]
	fn timestamp_leads_back_to_its_slot() {
		let clock = SealingClock::after(100.into(), SLOT);
		let timestamp = clock.timestamp(clock.upcoming());
		assert_eq!(Slot::from_timestamp(timestamp, SLOT), clock.upcoming());
	}

	#[test]
	fn new_chain_starts_at_the_present_and_old_one_after_its_last_slot() {
		let now = Timestamp::new(6_000 * 1_000 + 5_999);
		assert_eq!(SealingClock::at_genesis(now, SLOT).upcoming(), Slot::from(1_000));
		assert_eq!(SealingClock::after(2_000.into(), SLOT).upcoming(), Slot::from(2_001));
	}

	#[test]
	fn ticks_do_not_pile_up() {
		let period = Duration::from_millis(20);
		let mut ticks = every(period).boxed();
		let start = Instant::now();
		block_on(ticks.next());
		assert!(start.elapsed() >= period);

		// Five periods pass without anybody looking: they are worth two ticks and not five.
		std::thread::sleep(period * 5);
		let late = Instant::now();
		block_on(ticks.next());
		block_on(ticks.next());
		block_on(ticks.next());
		assert!(late.elapsed() >= period);
	}
}
