//! The RPC methods a node adds to those that every Substrate node has.

use crate::service::{FullBackend, FullClient, FullPool, FullSelectChain};
use futures::channel::mpsc;
use jsonrpsee::{core::RegisterMethodError, RpcModule};
use palisade_runtime::{opaque::Block, Hash};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_manual_seal::{
	rpc::{ManualSeal, ManualSealApiServer},
	EngineCommand,
};
use sc_rpc::SubscriptionTaskExecutor;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::NumberFor;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the methods of every Palisade node need.
#[derive(Clone)]
pub struct CommonDeps {
	pub client: Arc<FullClient>,
	pub pool: Arc<FullPool>,
	pub select_chain: FullSelectChain,
	pub keystore: KeystorePtr,
	pub babe_worker: BabeWorkerHandle<Block>,
}

/// What the `grandpa_*` methods need.
#[derive(Clone)]
pub struct GrandpaDeps {
	pub authority_set: SharedAuthoritySet<Hash, NumberFor<Block>>,
	pub voter_state: SharedVoterState,
	pub justifications: GrandpaJustificationStream<Block>,
	pub finality_proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// The methods of a node that follows BABE and GRANDPA.
pub fn full(
	common: CommonDeps,
	grandpa: GrandpaDeps,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, RegisterMethodError> {
	let mut module = self::common(common)?;
	module.merge(
		Grandpa::new(
			executor,
			grandpa.authority_set,
			grandpa.voter_state,
			grandpa.justifications,
			grandpa.finality_proofs,
		)
		.into_rpc(),
	)?;
	Ok(module)
}

/// The methods of a node that makes blocks on demand; with `commands`, also those that demand them.
pub fn sealing(
	common: CommonDeps,
	commands: Option<mpsc::Sender<EngineCommand<Hash>>>,
) -> Result<RpcModule<()>, RegisterMethodError> {
	let mut module = self::common(common)?;
	if let Some(commands) = commands {
		module.merge(ManualSeal::new(commands).into_rpc())?;
	}
	Ok(module)
}

fn common(deps: CommonDeps) -> Result<RpcModule<()>, RegisterMethodError> {
	let CommonDeps { client, pool, select_chain, keystore, babe_worker } = deps;
	let mut module = RpcModule::new(());
	module.merge(System::<_, _, Block>::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::<_, Block>::new(client.clone()).into_rpc())?;
	module.merge(Babe::new(client, babe_worker, keystore, select_chain).into_rpc())?;
	Ok(module)
}
