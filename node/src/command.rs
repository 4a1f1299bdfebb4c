//! Dispatch from the command line to the node and its tools.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand, EXAMPLES},
	sealing, service,
};
use palisade_runtime::opaque::Block;
use sc_cli::{SubstrateCli, TransactionPoolParams, TransactionPoolType};
use sc_service::{ChainSpec, ChainType};
use sc_transaction_pool::TransactionPoolOptions;
use std::sync::Arc;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Palisade Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		"A node of Palisade, a chain where operators secure services with restaked assets.".into()
	}

	fn author() -> String {
		"the Palisade contributors".into()
	}

	fn support_url() -> String {
		"the issue tracker of the repository this node was built from".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, chain: &str) -> Result<Box<dyn ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(chain)?))
	}

	/// As the default, but the help ends with examples and the version with no empty line.
	fn setup_command(command: clap::Command) -> clap::Command {
		command
			.name(Self::executable_name())
			.version(Self::impl_version())
			.author(Self::author())
			.about(Self::description())
			.long_about(Self::description())
			.after_help(EXAMPLES)
			.propagate_version(true)
			.args_conflicts_with_subcommands(true)
			.subcommand_negates_reqs(true)
	}
}

/// Parses the command line and does what it says.
pub fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_args();

	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::BuildSpec(command)) => cli
			.create_runner(command)?
			.sync_run(|config| command.run(config.chain_spec, config.network)),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let parts = service::chain_tools(config)?;
			Ok((command.run(parts.client, parts.import_queue), parts.task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let database = config.database.clone();
				let parts = service::chain_tools(config)?;
				Ok((command.run(parts.client, database), parts.task_manager))
			})
		},
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let parts = service::chain_tools(config)?;
				Ok((command.run(parts.client, parts.import_queue), parts.task_manager))
			})
		},
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let chain_spec = config.chain_spec.cloned_box();
			let parts = service::chain_tools(config)?;
			Ok((command.run(parts.client, chain_spec), parts.task_manager))
		}),
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		},
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let parts = service::chain_tools(config)?;
			// What BABE and GRANDPA remember about the blocks has to go with them.
			let revert_consensus = Box::new(
				|client: Arc<service::FullClient>, backend: Arc<service::FullBackend>, blocks| {
					sc_consensus_babe::revert(client.clone(), backend, blocks)?;
					sc_consensus_grandpa::revert(client, blocks)?;
					Ok(())
				},
			);
			Ok((
				command.run(parts.client, parts.backend, Some(revert_consensus)),
				parts.task_manager,
			))
		}),
		Some(Subcommand::ChainInfo(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run::<Block>(&config))
		},
	}
}

fn run_node(cli: &Cli) -> sc_cli::Result<()> {
	let dev_flag = cli.run.shared_params.is_dev();
	let chain = cli.run.shared_params.chain_id(dev_flag);
	chain_spec::ensure_runnable(&chain)?;
	let state = chain_spec::native_state(&chain)?;

	let runner = cli.create_runner(&cli.run)?;
	let sealing = cli.sealing;
	if sealing.is_some() {
		let spec = &runner.config().chain_spec;
		ensure_sealing_allowed(spec.id(), &spec.chain_type(), dev_flag)?;
	}
	let sealed_pool = sealed_pool(&cli.run.pool_config, dev_flag);

	runner.run_node_until_exit(|mut config| async move {
		if let Some(state) = state {
			config.chain_spec.set_storage(state);
		}
		match sealing {
			Some(sealing) => {
				config.transaction_pool = sealed_pool;
				sealing::start(config, sealing)
			},
			None => service::start(config),
		}
		.map_err(sc_cli::Error::Service)
	})
}

/// The pool of a chain that seals on demand: one that knows the state of a single block. There are no forks to be aware of, and
/// the fork-aware pool falls behind when blocks follow each other within milliseconds: what it has not looked at again yet goes
/// into no block, and may never do.
fn sealed_pool(params: &TransactionPoolParams, is_dev: bool) -> TransactionPoolOptions {
	let pool_type = TransactionPoolType::SingleState;
	TransactionPoolParams { pool_type, ..params.clone() }.transaction_pool(is_dev)
}

/// A sealed chain is worthless to other nodes, so nobody may start one by accident.
fn ensure_sealing_allowed(id: &str, chain_type: &ChainType, dev_flag: bool) -> Result<(), String> {
	if dev_flag || *chain_type == ChainType::Development {
		return Ok(());
	}
	Err(format!(
		"--sealing is for development chains, but `{id}` is a chain of type {chain_type:?}: use \
		 --dev, or a chain spec with chainType Development"
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_development_chains_may_be_sealed() {
		assert!(ensure_sealing_allowed("x", &ChainType::Development, false).is_ok());
		assert!(ensure_sealing_allowed("x", &ChainType::Local, true).is_ok());
		for chain_type in [ChainType::Local, ChainType::Live, ChainType::Custom("x".into())] {
			let error = ensure_sealing_allowed("some_chain", &chain_type, false).unwrap_err();
			assert!(error.contains("`some_chain`") && error.contains("--dev"));
		}
	}
}
