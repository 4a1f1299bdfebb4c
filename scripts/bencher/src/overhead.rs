//! What every block costs, and every transaction on top of its call.

use crate::chain::{genesis, Chain};
use frame_benchmarking_cli::{DynamicRemarkBuilder, OverheadCmd};
use sc_cli::Result;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_inherents::InherentData;
use sp_runtime::DigestItem;
use sp_timestamp::{Timestamp, INHERENT_IDENTIFIER};

/// Of the runtime, in milliseconds: the time of a block has to lie in its slot.
const SLOT_DURATION: u64 = 6_000;

/// Any but the first: chains begin with a slot of their own.
const SLOT: u64 = 1_000;

/// The SDK's command announces no slot, which a chain with BABE cannot do: then nobody is the block's author, and nothing
/// that is done for an author would be measured.
pub fn run(command: &OverheadCmd) -> Result<()> {
	let runtime = command.params.runtime.as_ref().ok_or("--runtime says what to measure")?;
	let chain = Chain::new(genesis(runtime, &command.params.genesis_builder_preset)?)?;

	let mut inherents = InherentData::new();
	inherents
		.put_data(INHERENT_IDENTIFIER, &Timestamp::new(SLOT * SLOT_DURATION))
		.map_err(|error| format!("no time for the block: {error}"))?;
	let pre_digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index: 0,
		slot: SLOT.into(),
	});
	let digests = vec![DigestItem::babe_pre_digest(pre_digest)];

	let remarks = DynamicRemarkBuilder::new_from_client(chain.client.clone())?;
	command.run("palisade".into(), chain.client.clone(), inherents, digests, &remarks, false)
}
