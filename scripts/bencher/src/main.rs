//! Measures the benchmarks of a runtime blob: polkadot-sdk's `benchmark pallet` command as a program.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> Result<(), sc_cli::Error> {
	let logger = sc_cli::LoggerBuilder::new("info");
	logger.init()?;
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)
}
