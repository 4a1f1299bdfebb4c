//! What clients were told, which must not change by accident.

use codec::Decode;
use frame_support::traits::{GetCallName, PalletsInfoAccess};
use palisade_runtime::*;
use sp_runtime::traits::TransactionExtension;

#[test]
fn pallets_have_their_indices() {
	let expected = [
		(0, "System"),
		(1, "Timestamp"),
		(2, "Epochs"),
		(3, "Babe"),
		(4, "Authorship"),
		(10, "Balances"),
		(11, "Assets"),
		(12, "AssetRate"),
		(13, "TransactionPayment"),
		(14, "GenesisAssets"),
		(20, "Operators"),
		(21, "Services"),
		(22, "Restaking"),
		(23, "Slashing"),
		(25, "Validators"),
		(26, "GenesisConsensus"),
		(30, "Offences"),
		(31, "Historical"),
		(32, "Session"),
		(33, "Grandpa"),
		(34, "ImOnline"),
		(35, "AuthorityDiscovery"),
		(40, "Treasury"),
		(41, "Council"),
		(42, "Whitelist"),
		(50, "Utility"),
		(51, "Multisig"),
		(52, "Proxy"),
		(53, "Scheduler"),
		(54, "Preimage"),
		(55, "Parameters"),
		(56, "Migrations"),
		(60, "Sudo"),
	];
	let actual: Vec<(usize, &str)> =
		AllPalletsWithSystem::infos().iter().map(|info| (info.index, info.name)).collect();
	assert_eq!(actual, expected);
}

#[test]
fn calls_of_the_protocol_have_their_names() {
	fn names<C: GetCallName>() -> Vec<&'static str> {
		C::get_call_names().to_vec()
	}
	assert_eq!(
		names::<pallet_operators::Call<Runtime>>(),
		["register", "set_metadata", "set_commission", "pause", "resume", "deregister"]
	);
	assert_eq!(
		names::<pallet_services::Call<Runtime>>(),
		[
			"create",
			"update_terms",
			"accept_terms",
			"set_metadata",
			"apply",
			"approve",
			"reject",
			"leave",
			"eject",
			"set_key",
			"close",
			"clear_membership",
			"remove",
		]
	);
	assert_eq!(
		names::<pallet_restaking::Call<Runtime>>(),
		[
			"register_asset",
			"update_asset",
			"set_unbonding_epochs",
			"delegate",
			"undelegate",
			"cancel_undelegation",
			"withdraw",
			"withdraw_into",
			"allocate",
			"tally",
		]
	);
	assert_eq!(
		names::<pallet_slashing::Call<Runtime>>(),
		["report", "attest", "uphold", "reduce", "overturn", "execute", "collect"]
	);
}

#[test]
fn pallets_without_calls_have_none() {
	let with_calls = <RuntimeCall as frame_support::traits::GetCallMetadata>::get_module_names();
	for quiet in ["Epochs", "Authorship", "TransactionPayment", "GenesisAssets", "Offences"] {
		assert!(!with_calls.contains(&quiet), "{quiet} has calls");
	}
}

#[test]
fn transactions_carry_the_standard_extensions_in_order() {
	let names: Vec<&str> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.iter()
		.map(|extension| extension.identifier)
		.collect();
	let expected = [
		"AuthorizeCall",
		"CheckNonZeroSender",
		"CheckSpecVersion",
		"CheckTxVersion",
		"CheckGenesis",
		"CheckMortality",
		"CheckNonce",
		"CheckWeight",
		"ChargeTransactionPayment",
		"CheckMetadataHash",
		"WeightReclaim",
	];
	assert_eq!(names, expected);
}

#[test]
fn version_names_this_chain() {
	assert_eq!(VERSION.spec_name, "palisade");
	assert_eq!(VERSION.impl_name, "palisade-node");
	assert_eq!(VERSION.transaction_version, 1);
	let mut parts = env!("CARGO_PKG_VERSION").split('.').map(|part| part.parse::<u32>().unwrap());
	let mut next = || parts.next().unwrap();
	assert_eq!(VERSION.spec_version, next() * 10_000 + next() * 100 + next());
}

#[test]
fn metadata_is_served_in_the_versions_that_clients_read() {
	sp_io::TestExternalities::default().execute_with(|| {
		for version in [14, 15, 16] {
			let opaque = Runtime::metadata_at_version(version).expect("a supported version");
			assert!(opaque.len() > 10_000);
			let magic = u32::decode(&mut &opaque[..]).unwrap();
			assert_eq!(magic.to_le_bytes(), *b"meta");
		}
	});
}

#[test]
fn session_keys_are_in_the_order_of_proofs() {
	use sp_runtime::traits::OpaqueKeys;
	let ids: Vec<[u8; 4]> = SessionKeys::key_ids().iter().map(|id| id.0).collect();
	assert_eq!(ids, [*b"babe", *b"gran", *b"imon", *b"audi"]);
}
