//! What reading and writing an item of a large state costs on ParityDB.

use crate::{
	chain::{genesis, Backend, Block, Chain, Client},
	Cli,
};
use clap::Args;
use frame_benchmarking_cli::{BenchmarkCmd, StorageCmd};
use rand::{rngs::SmallRng, RngCore, SeedableRng};
use sc_cli::{Result, SubstrateCli};
use sp_crypto_hashing::{blake2_128, twox_128};
use sp_storage::Storage;
use std::path::PathBuf;

/// As polkadot-sdk's command, on a state that is filled first.
#[derive(Args)]
pub struct StorageArgs {
	/// The runtime whose genesis the state starts from.
	#[arg(long, value_name = "PATH")]
	runtime: PathBuf,

	/// Its preset.
	#[arg(long, default_value = "development")]
	genesis_builder_preset: String,

	/// How many items the state has at least.
	#[arg(long, default_value_t = 1_000_000)]
	items: usize,

	#[command(flatten)]
	command: StorageCmd,
}

/// The maps that grow with the chain: of a hundred items, so many have keys and values of such lengths.
const MAPS: [(&str, &str, usize, usize, usize); 5] = [
	// An account.
	("System", "Account", 50, 32, 80),
	// A holding of an asset.
	("Assets", "Account", 20, 36, 40),
	// A delegator's stake with an operator, with one exit.
	("Restaking", "Positions", 20, 69, 60),
	// What is remembered of a pool in an epoch.
	("Restaking", "History", 6, 41, 400),
	// A pool with a few pledges.
	("Restaking", "Pools", 4, 37, 600),
];

pub fn run(cli: &Cli, arguments: &StorageArgs) -> Result<()> {
	let all = BenchmarkCmd::Storage(clone_of(&arguments.command));
	cli.create_runner(&all)?.sync_run(|config| {
		let mut state = genesis(&arguments.runtime, &arguments.genesis_builder_preset)?;
		fill(&mut state, arguments.items);
		log::info!("Writing a state of {} items", state.top.len());
		let chain = Chain::new(state)?;
		arguments.command.run::<Block, Backend, Client>(
			config,
			chain.client.clone(),
			chain.backend.expose_db(),
			chain.backend.expose_storage(),
			chain.backend.expose_shared_trie_cache(),
		)
	})
}

/// Adds items to `state` until it has `items`: the same ones each time.
fn fill(state: &mut Storage, items: usize) {
	let mut random = SmallRng::seed_from_u64(0);
	while state.top.len() < items {
		for (pallet, map, of_hundred, key, value) in MAPS {
			let prefix = [twox_128(pallet.as_bytes()), twox_128(map.as_bytes())].concat();
			for _ in 0..of_hundred {
				let mut raw = vec![0; key];
				random.fill_bytes(&mut raw);
				let mut content = vec![0; value];
				random.fill_bytes(&mut content);
				let key = [&prefix[..], &blake2_128(&raw), &raw].concat();
				state.top.insert(key, content);
			}
		}
	}
}

/// The command cannot be cloned by itself.
fn clone_of(command: &StorageCmd) -> StorageCmd {
	StorageCmd {
		shared_params: command.shared_params.clone(),
		database_params: command.database_params.clone(),
		pruning_params: command.pruning_params.clone(),
		params: command.params.clone(),
	}
}
