//! The parts of a node, and the full node that puts them together with BABE and GRANDPA.
//!
//! [`crate::sealing`] puts the same parts together for a chain whose blocks are made on demand.

use crate::rpc;
use futures::{FutureExt, StreamExt};
use jsonrpsee::{core::RegisterMethodError, RpcModule};
use palisade_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_authority_discovery::WorkerConfig as DiscoveryConfig;
use sc_basic_authorship::ProposerFactory;
use sc_client_api::{Backend as _, HeaderBackend};
use sc_consensus::{BlockImport, BoxJustificationImport, DefaultImportQueue, LongestChain};
use sc_consensus_babe::{
	BabeBlockImport, BabeLink, BabeParams, BabeWorkerHandle, ImportQueueParams, SlotProportion,
};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, GrandpaPruningFilter, SharedVoterState,
	VotingRulesBuilder,
};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_executor::WasmExecutor;
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::traits::NetworkService,
	Event, Litep2pNetworkBackend, NetworkBackend, NotificationMetrics,
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	config::KeystoreConfig, BuildNetworkParams, Configuration, Error, PruningFilter,
	SpawnTasksParams, TFullBackend, TFullClient, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::inherents::{
	BabeCreateInherentDataProviders, InherentDataProvider as BabeSlot,
};
use sp_keystore::KeystorePtr;
use std::{sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;

/// The client: the database, and the runtime executed from its wasm.
pub type FullClient = TFullClient<Block, RuntimeApi, WasmExecutor<sp_io::SubstrateHostFunctions>>;
/// The database.
pub type FullBackend = TFullBackend<Block>;
/// How a node picks the head to build on among those that are not final.
pub type FullSelectChain = LongestChain<FullBackend, Block>;
/// The transaction pool, fork-aware unless `--pool-type` says otherwise.
pub type FullPool = TransactionPoolHandle<Block, FullClient>;
/// The network configuration. litep2p is the only transport stack this node is run and tested with.
pub type NetworkConfig = FullNetworkConfiguration<Block, Hash, Litep2pNetworkBackend>;
/// BABE's import of blocks, over the import `I` of what lies below it.
pub type BabeImport<I> =
	BabeBlockImport<Block, FullClient, I, BabeCreateInherentDataProviders<Block>, FullSelectChain>;
/// What builds the RPC methods of a node, once its tasks can be spawned.
pub type RpcBuilder =
	Box<dyn Fn(SubscriptionTaskExecutor) -> Result<RpcModule<()>, RegisterMethodError>>;

type GrandpaImport = GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// A justification is kept at least every so many blocks, so that a node which syncs need not
/// follow longer header chains to believe in finality.
const JUSTIFICATION_PERIOD: u32 = 512;
/// How long a GRANDPA message is expected to travel.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);
/// The part of a slot that a proposer may fill with transactions; the rest is for the block's way
/// through the network.
const PROPOSAL_PORTION: f32 = 0.5;
/// How many telemetry messages may wait to be sent.
const TELEMETRY_BUFFER: usize = 16;

/// What every way to run the chain starts from.
pub struct Parts {
	pub client: Arc<FullClient>,
	pub backend: Arc<FullBackend>,
	pub keystore: KeystorePtr,
	pub task_manager: TaskManager,
	pub select_chain: FullSelectChain,
	pub pool: Arc<FullPool>,
	pub telemetry: Option<Telemetry>,
}

/// A node's connections, as far as consensus needs them.
pub struct Network {
	pub service: Arc<dyn NetworkService>,
	pub sync: Arc<SyncingService<Block>>,
}

impl Parts {
	/// Opens the database, writing the genesis state into an empty one.
	pub fn new(config: &Configuration) -> Result<Self, Error> {
		let telemetry = config
			.telemetry_endpoints
			.clone()
			.filter(|endpoints| !endpoints.is_empty())
			.map(|endpoints| -> Result<_, sc_telemetry::Error> {
				let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
				let telemetry = worker.handle().new_telemetry(endpoints);
				Ok((worker, telemetry))
			})
			.transpose()?;

		// Blocks that prove authority changes must outlive pruning: warp sync is built on them.
		let pruning_filters: Vec<Arc<dyn PruningFilter>> = vec![Arc::new(GrandpaPruningFilter)];
		let (client, backend, keystore, task_manager) =
			sc_service::new_full_parts::<Block, RuntimeApi, _>(
				config,
				telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
				sc_service::new_wasm_executor(&config.executor),
				pruning_filters,
			)?;
		let client: Arc<FullClient> = Arc::new(client);

		let telemetry = telemetry.map(|(worker, telemetry)| {
			task_manager.spawn_handle().spawn("telemetry", None, worker.run());
			telemetry
		});

		let pool = sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build();

		Ok(Self {
			client,
			select_chain: LongestChain::new(backend.clone()),
			backend,
			keystore: keystore.keystore(),
			task_manager,
			pool: Arc::new(pool),
			telemetry,
		})
	}

	/// Lets runtime code that runs off chain, such as equivocation reports, submit transactions.
	pub fn offchain_pool(&self) -> OffchainTransactionPoolFactory<Block> {
		OffchainTransactionPoolFactory::new(self.pool.clone())
	}

	pub fn telemetry_handle(&self) -> Option<TelemetryHandle> {
		self.telemetry.as_ref().map(Telemetry::handle)
	}

	/// What fills blocks with transactions of the pool.
	pub fn proposer_factory(
		&self,
		registry: Option<&Registry>,
	) -> ProposerFactory<FullPool, FullClient> {
		ProposerFactory::new(
			self.task_manager.spawn_handle(),
			self.client.clone(),
			self.pool.clone(),
			registry,
			self.telemetry_handle(),
		)
	}

	/// The queue through which blocks of others reach `block_import`, with a handle to ask BABE's
	/// worker about epochs.
	pub fn import_queue<I>(
		&self,
		registry: Option<&Registry>,
		link: BabeLink<Block>,
		block_import: I,
		justification_import: Option<BoxJustificationImport<Block>>,
	) -> Result<(DefaultImportQueue<Block>, BabeWorkerHandle<Block>), Error>
	where
		I: BlockImport<Block, Error = sp_consensus::Error> + Send + Sync + 'static,
	{
		let slot_duration = link.config().slot_duration();
		Ok(sc_consensus_babe::import_queue(ImportQueueParams {
			link,
			block_import,
			justification_import,
			client: self.client.clone(),
			slot_duration,
			spawner: &self.task_manager.spawn_essential_handle(),
			registry,
			telemetry: self.telemetry_handle(),
		})?)
	}

	/// The common parameters of the RPC methods.
	pub fn rpc_deps(&self, babe_worker: BabeWorkerHandle<Block>) -> rpc::CommonDeps {
		rpc::CommonDeps {
			client: self.client.clone(),
			pool: self.pool.clone(),
			select_chain: self.select_chain.clone(),
			keystore: self.keystore.clone(),
			babe_worker,
		}
	}

	/// Starts everything that does not depend on how blocks are made: the network, offchain
	/// workers, the RPC server, Prometheus and telemetry. Also puts the session keys of a
	/// development account (`--alice`) into the keystore.
	pub fn run(
		&mut self,
		config: Configuration,
		network_config: NetworkConfig,
		metrics: NotificationMetrics,
		import_queue: DefaultImportQueue<Block>,
		warp_sync_config: Option<WarpSyncConfig<Block>>,
		rpc_builder: RpcBuilder,
	) -> Result<Network, Error> {
		let (service, system_rpc_tx, tx_handler_controller, sync, _bitswap) =
			sc_service::build_network(BuildNetworkParams {
				config: &config,
				net_config: network_config,
				client: self.client.clone(),
				transaction_pool: self.pool.clone(),
				spawn_handle: self.task_manager.spawn_handle(),
				spawn_essential_handle: self.task_manager.spawn_essential_handle(),
				import_queue,
				block_announce_validator_builder: None,
				warp_sync_config,
				block_relay: None,
				metrics,
				gap_sync_body_policy: None,
			})?;

		if config.offchain_worker.enabled {
			let workers = OffchainWorkers::new(OffchainWorkerOptions {
				runtime_api_provider: self.client.clone(),
				keystore: Some(self.keystore.clone()),
				offchain_db: self.backend.offchain_storage(),
				transaction_pool: Some(self.offchain_pool()),
				network_provider: Arc::new(service.clone()),
				is_validator: config.role.is_authority(),
				// No offchain worker of the runtime speaks HTTP, and none should start to by an
				// upgrade that the operators of nodes did not see coming.
				enable_http_requests: false,
				custom_extensions: |_| vec![],
			})?;
			let run = workers.run(self.client.clone(), self.task_manager.spawn_handle());
			self.task_manager.spawn_handle().spawn(
				"offchain-workers-runner",
				"offchain-worker",
				run.boxed(),
			);
		}

		sc_service::spawn_tasks(SpawnTasksParams {
			config,
			client: self.client.clone(),
			backend: self.backend.clone(),
			task_manager: &mut self.task_manager,
			keystore: self.keystore.clone(),
			transaction_pool: self.pool.clone(),
			rpc_builder: Box::new(move |executor| {
				rpc_builder(executor).map_err(|error| Error::Application(error.into()))
			}),
			network: service.clone(),
			system_rpc_tx,
			tx_handler_controller,
			sync_service: sync.clone(),
			telemetry: self.telemetry.as_mut(),
			tracing_execute_block: None,
		})?;

		Ok(Network { service, sync })
	}
}

/// The network configuration before any consensus protocol is added to it, and the metrics that
/// such protocols report to.
pub fn network_config(
	config: &Configuration,
) -> Result<(NetworkConfig, NotificationMetrics), Error> {
	if !matches!(config.network.network_backend, NetworkBackendType::Litep2p) {
		return Err(Error::Other(
			"this node only speaks litep2p: leave out --network-backend".into(),
		));
	}
	let registry = config.prometheus_registry();
	let metrics =
		<Litep2pNetworkBackend as NetworkBackend<Block, Hash>>::register_notification_metrics(
			registry,
		);
	Ok((NetworkConfig::new(&config.network, registry.cloned()), metrics))
}

/// The block import of a node that follows BABE and GRANDPA, and the ends to steer both with.
struct Consensus {
	block_import: BabeImport<GrandpaImport>,
	import_queue: DefaultImportQueue<Block>,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	inherents: BabeCreateInherentDataProviders<Block>,
	grandpa_link: GrandpaLink,
}

impl Consensus {
	fn new(config: &Configuration, parts: &Parts) -> Result<Self, Error> {
		let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
			parts.client.clone(),
			JUSTIFICATION_PERIOD,
			&parts.client,
			parts.select_chain.clone(),
			parts.telemetry_handle(),
		)?;

		let babe_config = sc_consensus_babe::configuration(&*parts.client)?;
		let slot_duration = babe_config.slot_duration();
		let inherents: BabeCreateInherentDataProviders<Block> =
			Arc::new(move |_parent: Hash, ()| async move {
				let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
				let slot = BabeSlot::from_timestamp_and_slot_duration(*timestamp, slot_duration);
				Ok((slot, timestamp))
			});

		let (block_import, babe_link) = sc_consensus_babe::block_import(
			babe_config,
			grandpa_import.clone(),
			parts.client.clone(),
			inherents.clone(),
			parts.select_chain.clone(),
			parts.offchain_pool(),
		)?;
		let (import_queue, babe_worker) = parts.import_queue(
			config.prometheus_registry(),
			babe_link.clone(),
			block_import.clone(),
			Some(Box::new(grandpa_import)),
		)?;

		Ok(Self { block_import, import_queue, babe_link, babe_worker, inherents, grandpa_link })
	}
}

/// What the subcommands that work on a database need.
pub struct ChainTools {
	pub client: Arc<FullClient>,
	pub backend: Arc<FullBackend>,
	pub import_queue: DefaultImportQueue<Block>,
	pub task_manager: TaskManager,
}

/// Opens a database for a subcommand. No key is touched: tools sign nothing.
pub fn chain_tools(mut config: Configuration) -> Result<ChainTools, Error> {
	config.keystore = KeystoreConfig::InMemory;
	let parts = Parts::new(&config)?;
	let Consensus { import_queue, .. } = Consensus::new(&config, &parts)?;
	let Parts { client, backend, task_manager, .. } = parts;
	Ok(ChainTools { client, backend, import_queue, task_manager })
}

/// Starts a node that follows the chain and, as an authority, makes and finalises its blocks.
pub fn start(config: Configuration) -> Result<TaskManager, Error> {
	let mut parts = Parts::new(&config)?;
	let Consensus { block_import, import_queue, babe_link, babe_worker, inherents, grandpa_link } =
		Consensus::new(&config, &parts)?;

	let (mut network_config, metrics) = network_config(&config)?;
	let grandpa_protocol = sc_consensus_grandpa::protocol_standard_name(
		&parts.client.info().genesis_hash,
		&config.chain_spec,
	);
	let (grandpa_protocol_config, grandpa_notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<Block, Litep2pNetworkBackend>(
			grandpa_protocol.clone(),
			metrics.clone(),
			network_config.peer_store_handle(),
		);
	network_config.add_notification_protocol(grandpa_protocol_config);

	let authority_set = grandpa_link.shared_authority_set().clone();
	let warp_sync = sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		parts.backend.clone(),
		authority_set.clone(),
		Vec::new(),
	);

	let voter_state = SharedVoterState::empty();
	let rpc_builder: RpcBuilder = {
		let common = parts.rpc_deps(babe_worker);
		let grandpa = rpc::GrandpaDeps {
			finality_proofs: FinalityProofProvider::new_for_service(
				parts.backend.clone(),
				Some(authority_set.clone()),
			),
			authority_set,
			voter_state: voter_state.clone(),
			justifications: grandpa_link.justification_stream(),
		};
		Box::new(move |executor| rpc::full(common.clone(), grandpa.clone(), executor))
	};

	// `config` goes to the tasks spawned next; this is what consensus wants of it afterwards.
	let role = config.role;
	let force_authoring = config.force_authoring;
	let grandpa_enabled = !config.disable_grandpa;
	let node_name = config.network.node_name.clone();
	let registry = config.prometheus_registry().cloned();
	let discovery_config = DiscoveryConfig {
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		strict_record_validation: true,
		persisted_cache_directory: config.network.net_config_path.clone(),
		..Default::default()
	};

	let network = parts.run(
		config,
		network_config,
		metrics,
		import_queue,
		Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
		rpc_builder,
	)?;

	if role.is_authority() {
		let babe = sc_consensus_babe::start_babe(BabeParams {
			keystore: parts.keystore.clone(),
			client: parts.client.clone(),
			select_chain: parts.select_chain.clone(),
			env: parts.proposer_factory(registry.as_ref()),
			block_import,
			sync_oracle: network.sync.clone(),
			justification_sync_link: network.sync.clone(),
			create_inherent_data_providers: inherents,
			force_authoring,
			backoff_authoring_blocks: Some(BackoffAuthoringOnFinalizedHeadLagging::<u32>::default()),
			babe_link,
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
			max_block_proposal_slot_portion: None,
			telemetry: parts.telemetry_handle(),
		})?;
		parts.task_manager.spawn_essential_handle().spawn_blocking(
			"babe-proposer",
			Some("block-authoring"),
			babe,
		);

		spawn_authority_discovery(&parts, &network, discovery_config, registry.clone());
	}

	if grandpa_enabled {
		let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: GOSSIP_DURATION,
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(node_name),
				// Without a keystore the voter only listens.
				keystore: role.is_authority().then(|| parts.keystore.clone()),
				telemetry: parts.telemetry_handle(),
				protocol_name: grandpa_protocol,
			},
			link: grandpa_link,
			network: network.service,
			sync: network.sync,
			notification_service: grandpa_notifications,
			voting_rule: VotingRulesBuilder::default().build(),
			prometheus_registry: registry,
			shared_voter_state: voter_state,
			telemetry: parts.telemetry_handle(),
			offchain_tx_pool_factory: parts.offchain_pool(),
		})?;
		// Without a voter a node would never learn what is final, so it stops when the voter does.
		parts.task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(parts.task_manager)
}

/// Publishes the addresses of this authority and looks up those of the others.
///
/// Only authorities do it. Nothing in a full node would use the addresses of authorities, so the
/// look-ups would be a burden on the network and no more.
fn spawn_authority_discovery(
	parts: &Parts,
	network: &Network,
	config: DiscoveryConfig,
	registry: Option<Registry>,
) {
	let dht_events = network
		.service
		.event_stream("authority-discovery")
		.filter_map(|event| async move {
			match event {
				Event::Dht(event) => Some(event),
				_ => None,
			}
		})
		.boxed();
	let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
		config,
		parts.client.clone(),
		Arc::new(network.service.clone()),
		dht_events,
		sc_authority_discovery::Role::PublishAndDiscover(parts.keystore.clone()),
		registry,
		parts.task_manager.spawn_handle(),
	);
	parts.task_manager.spawn_handle().spawn(
		"authority-discovery-worker",
		Some("networking"),
		worker.run(),
	);
}
