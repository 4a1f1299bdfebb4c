//! The command line.

use sc_cli::{
	BuildSpecCmd, ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ExportStateCmd,
	ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd,
};
use std::{str::FromStr, time::Duration};

/// Shown at the end of `--help`.
pub const EXAMPLES: &str = "\
Examples:
  A throw-away chain with Alice as its only validator:
    palisade-node --dev
  The same, kept on disk:
    palisade-node --dev --base-path /tmp/palisade
  A chain that makes a block only when `engine_createBlock` asks for it:
    palisade-node --dev --sealing manual
  A chain that makes and finalises a block every 500 ms:
    palisade-node --dev --sealing 500
  The first validator of a local network:
    palisade-node --chain local --alice --base-path /tmp/alice --unsafe-force-node-key-generation
  The chain spec of the local network, to share with its other nodes:
    palisade-node export-chain-spec --chain local --raw --output local.json
  The template of a real network, to fill in with validators, accounts and a council:
    palisade-node export-chain-spec --chain production --output network.json
  A node key, then a validator of that network:
    palisade-node key generate-node-key --chain network.json --base-path /tmp/validator
    palisade-node --chain network.json --validator --base-path /tmp/validator
  Forget the blocks of the development chain kept above:
    palisade-node purge-chain --dev --base-path /tmp/palisade -y";

/// What the binary accepts: either the flags of a node to run, or a subcommand.
#[derive(Debug, clap::Parser)]
pub struct Cli {
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// Make blocks on demand instead of with BABE's clock. Development chains only.
	///
	/// `manual`: when `engine_createBlock` is called. `instant`: whenever a transaction arrives;
	/// the block is final at once. A number: a final block every so many milliseconds. The chain's
	/// time moves by one slot per block, whatever the wall clock says. No GRANDPA voter runs, and
	/// the blocks carry no seal, so other nodes cannot follow such a chain. The transaction pool is
	/// of the type `single-state`, whatever `--pool-type` says.
	#[arg(long, value_name = "manual|instant|MILLISECONDS")]
	pub sealing: Option<Sealing>,

	#[command(flatten)]
	pub run: RunCmd,
}

/// When a node that runs with `--sealing` makes a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
	/// On `engine_createBlock`.
	Manual,
	/// On every transaction that enters the pool.
	Instant,
	/// Periodically, also with an empty pool.
	Interval(Duration),
}

impl Sealing {
	/// Longer waits are more likely a mistyped unit than a wish.
	const MAX_INTERVAL: Duration = Duration::from_secs(60 * 60);
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		match text {
			"manual" => return Ok(Self::Manual),
			"instant" => return Ok(Self::Instant),
			_ => {},
		}
		let max = Self::MAX_INTERVAL;
		let interval = text.parse().map(Duration::from_millis).map_err(|_| {
			format!("expected `manual`, `instant` or a whole number of milliseconds, got `{text}`")
		})?;
		if interval.is_zero() {
			Err("an interval of 0 milliseconds would never let the node rest: use at least 1"
				.into())
		} else if interval > max {
			Err(format!("an interval can be at most {} milliseconds (an hour)", max.as_millis()))
		} else {
			Ok(Self::Interval(interval))
		}
	}
}

/// Everything else the binary can do.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(KeySubcommand),

	/// Write the chain spec of a known chain, or convert a spec file to its raw form.
	ExportChainSpec(ExportChainSpecCmd),

	/// Older form of `export-chain-spec`, which can add a boot node.
	BuildSpec(BuildSpecCmd),

	/// Execute a block of the database again.
	CheckBlock(CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(ExportBlocksCmd),

	/// Read blocks from a file.
	ImportBlocks(ImportBlocksCmd),

	/// Write the state of a block as a raw chain spec.
	ExportState(ExportStateCmd),

	/// Remove the whole database of a chain.
	PurgeChain(PurgeChainCmd),

	/// Go back by some blocks that are not final yet.
	Revert(RevertCmd),

	/// Show the best and the last final block of the database.
	ChainInfo(ChainInfoCmd),
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{CommandFactory, Parser};
	use sc_cli::SubstrateCli;

	fn sealing(text: &str) -> Result<Option<Sealing>, String> {
		Cli::try_parse_from(["palisade-node", "--dev", "--sealing", text])
			.map(|cli| cli.sealing)
			.map_err(|error| error.to_string())
	}

	#[test]
	fn command_is_well_formed() {
		Cli::command().debug_assert();
		Cli::setup_command(Cli::command()).debug_assert();
	}

	#[test]
	fn help_ends_with_the_examples() {
		let mut command = Cli::setup_command(Cli::command()).term_width(0);
		let help = command.render_long_help().to_string();
		assert!(help.trim_end().ends_with(EXAMPLES));
	}

	#[test]
	fn every_example_parses() {
		for line in EXAMPLES.lines().filter_map(|line| line.strip_prefix("    ")) {
			let parsed = Cli::try_from_iter(line.split_whitespace());
			assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
		}
	}

	#[test]
	fn sealing_modes_parse() {
		assert_eq!(Cli::try_parse_from(["palisade-node", "--dev"]).unwrap().sealing, None);
		assert_eq!(sealing("manual"), Ok(Some(Sealing::Manual)));
		assert_eq!(sealing("instant"), Ok(Some(Sealing::Instant)));
		assert_eq!(sealing("1"), Ok(Some(Sealing::Interval(Duration::from_millis(1)))));
		assert_eq!(sealing("3600000"), Ok(Some(Sealing::Interval(Sealing::MAX_INTERVAL))));
	}

	#[test]
	fn bad_sealing_modes_are_explained() {
		for text in ["", "Manual", "1.5", "500ms", "+", "1 000", "99999999999999999999"] {
			let error = sealing(text).unwrap_err();
			assert!(error.contains("`manual`, `instant` or a whole number"), "{text}: {error}");
		}
		assert!(sealing("0").unwrap_err().contains("at least 1"));
		assert!(sealing("3600001").unwrap_err().contains("at most 3600000"));
		assert!(Cli::try_parse_from(["palisade-node", "--sealing", "-1"]).is_err());
	}
}
