//! A chain of a runtime blob that has nothing but its genesis, on ParityDB in a folder of its own.

use frame_benchmarking_cli::{BasePath, OpaqueBlock};
use sc_chain_spec::{GenesisBlockBuilder, GenesisConfigBuilderRuntimeCaller};
use sc_cli::Result;
use sc_client_api::execution_extensions::ExecutionExtensions;
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource};
use sc_executor::WasmExecutor;
use sc_service::{
	new_client, new_db_backend, ClientConfig, TFullBackend, TFullClient, TaskManager,
};
use sp_storage::{well_known_keys::CODE, Storage};
use std::{path::Path, sync::Arc};

pub type Block = OpaqueBlock;
pub type Backend = TFullBackend<Block>;
pub type Client = TFullClient<Block, api::RuntimeApi, WasmExecutor<HostFunctions>>;

/// Those of a node, and those that a runtime with benchmarks asks for on top.
type HostFunctions =
	(sp_io::SubstrateHostFunctions, frame_benchmarking::benchmarking::HostFunctions);

/// See the module. The folder lives as long as the chain.
pub struct Chain {
	pub client: Arc<Client>,
	pub backend: Arc<Backend>,
	_tasks: (tokio::runtime::Runtime, TaskManager),
	_folder: BasePath,
}

/// The genesis state that `runtime` makes of its preset.
pub fn genesis(runtime: &Path, preset: &str) -> Result<Storage> {
	let code = std::fs::read(runtime)?;
	let caller = GenesisConfigBuilderRuntimeCaller::<HostFunctions>::new(&code);
	let patch = caller.get_named_preset(Some(&preset.to_string()))?;
	let mut state = caller.get_storage_for_patch(patch)?;
	state.top.insert(CODE.to_vec(), code);
	Ok(state)
}

impl Chain {
	/// Without a cache of the state, as weights are measured.
	pub fn new(genesis: Storage) -> Result<Self> {
		let folder = BasePath::new_temp_dir()?;
		let backend = new_db_backend::<Block>(DatabaseSettings {
			trie_cache_maximum_size: None,
			state_pruning: None,
			blocks_pruning: BlocksPruning::KeepAll,
			pruning_filters: Vec::new(),
			source: DatabaseSource::ParityDb { path: folder.path().join("paritydb") },
			metrics_registry: None,
		})?;
		let executor = WasmExecutor::builder().build();
		let first_block = GenesisBlockBuilder::new_with_storage(
			genesis,
			true,
			backend.clone(),
			executor.clone(),
		)?;
		let runtime = sc_cli::build_runtime()?;
		let tasks = TaskManager::new(runtime.handle().clone(), None)
			.map_err(|error| format!("no task manager: {error}"))?;
		let client = new_client(
			backend.clone(),
			executor.clone(),
			first_block,
			Default::default(),
			Default::default(),
			ExecutionExtensions::new(None, Arc::new(executor)),
			Box::new(tasks.spawn_handle()),
			None,
			None,
			ClientConfig::default(),
		)?;
		Ok(Self { client: Arc::new(client), backend, _tasks: (runtime, tasks), _folder: folder })
	}
}

/// What the client needs to know of the runtime's interfaces. The blob answers; these bodies never run.
mod api {
	use super::Block;
	use sp_core::OpaqueMetadata;
	use sp_inherents::{CheckInherentsResult, InherentData};
	use sp_runtime::{traits::Block as BlockT, ApplyExtrinsicResult, ExtrinsicInclusionMode};

	const WASM: &str = "the runtime's wasm answers";

	pub struct Runtime;

	sp_api::impl_runtime_apis! {
		impl sp_api::Core<Block> for Runtime {
			fn version() -> sp_version::RuntimeVersion {
				unreachable!("{WASM}")
			}

			fn execute_block(_: <Block as BlockT>::LazyBlock) {
				unreachable!("{WASM}")
			}

			fn initialize_block(_: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
				unreachable!("{WASM}")
			}
		}

		impl sp_api::Metadata<Block> for Runtime {
			fn metadata() -> OpaqueMetadata {
				unreachable!("{WASM}")
			}

			fn metadata_at_version(_: u32) -> Option<OpaqueMetadata> {
				unreachable!("{WASM}")
			}

			fn metadata_versions() -> Vec<u32> {
				unreachable!("{WASM}")
			}
		}

		impl sp_block_builder::BlockBuilder<Block> for Runtime {
			fn apply_extrinsic(_: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
				unreachable!("{WASM}")
			}

			fn finalize_block() -> <Block as BlockT>::Header {
				unreachable!("{WASM}")
			}

			fn inherent_extrinsics(_: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
				unreachable!("{WASM}")
			}

			fn check_inherents(_: <Block as BlockT>::LazyBlock, _: InherentData) -> CheckInherentsResult {
				unreachable!("{WASM}")
			}
		}
	}
}
