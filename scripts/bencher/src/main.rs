//! Measures what the chain's weights are made of: polkadot-sdk's benchmarking commands, on a runtime blob instead of a node.
//! `scripts/benchmark.sh` runs it; see docs/benchmarking.md.

mod chain;
mod overhead;
mod storage;

use clap::{Parser, Subcommand};
use frame_benchmarking_cli::{
	BenchmarkCmd, MachineCmd, OverheadCmd, PalletCmd, SUBSTRATE_REFERENCE_HARDWARE,
};
use sc_chain_spec::{ChainSpec, GenericChainSpec};
use sc_cli::{Result, SubstrateCli};
use sp_runtime::traits::BlakeTwo256;

#[derive(Parser)]
struct Cli {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// The benchmarks of a pallet.
	Pallet(PalletCmd),
	/// An empty block, and a transaction that does nothing.
	Overhead(OverheadCmd),
	/// Reads and writes of a large state on ParityDB.
	Storage(storage::StorageArgs),
	/// The machine, beside the one that polkadot-sdk refers to.
	Machine(MachineCmd),
}

fn main() -> Result<()> {
	let cli = Cli::from_args();
	match &cli.command {
		Command::Pallet(command) => {
			log_to_stderr()?;
			command.run_with_spec::<BlakeTwo256, ()>(None)
		},
		Command::Overhead(command) => {
			log_to_stderr()?;
			overhead::run(command)
		},
		Command::Storage(arguments) => storage::run(&cli, arguments),
		Command::Machine(command) => {
			let all = BenchmarkCmd::Machine(clone_of(command));
			cli.create_runner(&all)?
				.sync_run(|config| command.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone()))
		},
	}
}

fn log_to_stderr() -> Result<()> {
	sc_cli::LoggerBuilder::new("info").init().map_err(Into::into)
}

/// The command cannot be cloned by itself.
fn clone_of(command: &MachineCmd) -> MachineCmd {
	MachineCmd { shared_params: command.shared_params.clone(), ..*command }
}

/// What the SDK's commands ask a node for. There is no chain behind it: a spec only gives a name to what was measured.
impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"palisade-bencher".into()
	}

	fn impl_version() -> String {
		env!("CARGO_PKG_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		"the Palisade contributors".into()
	}

	fn support_url() -> String {
		"the issue tracker of the repository this program was built from".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, _: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
		let spec = <GenericChainSpec>::builder(&[], None)
			.with_name("Palisade")
			.with_id("palisade")
			.with_genesis_config(Default::default())
			.build();
		Ok(Box::new(spec))
	}
}
