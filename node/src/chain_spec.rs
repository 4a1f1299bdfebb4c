//! The chains this binary knows by name. Their genesis states are presets of the runtime, so a
//! chain spec here only adds what the network sees: names, the protocol and token properties.

use palisade_runtime::{genesis_presets::get_preset, RuntimeGenesisConfig, WASM_BINARY};
use sc_chain_spec::json_patch;
use sc_service::{ChainType, GenericChainSpec, Properties};
use serde_json::Value;
use sp_core::storage::{well_known_keys, Storage};
use sp_runtime::BuildStorage;
use std::path::PathBuf;

/// The name under which nodes of every Palisade network talk; the genesis hash tells them apart.
const PROTOCOL_ID: &str = "palisade";

const TOKEN_SYMBOL: &str = "PAL";
const TOKEN_DECIMALS: u8 = 12;
const SS58_FORMAT: u16 = 42;

/// A chain spec without extensions.
pub type ChainSpec = GenericChainSpec;
type ChainSpecBuilder = sc_chain_spec::ChainSpecBuilder;

/// Finds the chain spec for the text after `--chain`: a known name or the path of a spec file.
///
/// No text at all stands for the production chain, so that tools which only want a name for their
/// folders have one. To run it, see [`ensure_runnable`].
pub fn load(chain: &str) -> Result<ChainSpec, String> {
	match chain {
		"dev" => {
			known("Palisade Development", "palisade_dev", ChainType::Development, "development")
		},
		"local" => known("Palisade Local", "palisade_local", ChainType::Local, "local_testnet"),
		"" | "production" => known("Palisade", "palisade", ChainType::Live, "production"),
		path => {
			let path = PathBuf::from(path);
			if !path.exists() {
				return Err(format!(
					"`{}` is neither a known chain (dev, local, production) nor a chain spec file",
					path.display()
				));
			}
			ChainSpec::from_json_file(path)
		},
	}
}

/// The state at genesis of a chain that can be run by its name, built by the native runtime; `None` for spec files.
///
/// Otherwise the SDK would have the wasm build it, and compile it for that alone, which takes as long as everything else
/// at a start.
pub fn native_state(chain: &str) -> Result<Option<Storage>, String> {
	let preset = match chain {
		"dev" => "development",
		"local" => "local_testnet",
		_ => return Ok(None),
	};
	let Some(code) = WASM_BINARY else { return Ok(None) };
	let genesis: RuntimeGenesisConfig =
		serde_json::from_value(genesis(preset)?).map_err(|error| error.to_string())?;
	let mut state = genesis.build_storage()?;
	state.top.insert(well_known_keys::CODE.to_vec(), code.to_vec());
	Ok(Some(state))
}

/// Refuses chains that no node can run. `production` is a template: nobody could hold the keys of
/// validators that were published here, so it has none.
///
/// To be asked before a database is made: its genesis state would stay there, in the way of the
/// real one.
pub fn ensure_runnable(chain: &str) -> Result<(), String> {
	match chain {
		"" => Err("no chain chosen: use --dev, `--chain local`, or --chain with the chain spec \
			file of a network"
			.into()),
		"production" => Err("`production` is a template without validators: write it to a file \
			with `export-chain-spec --chain production`, fill in the first validators, accounts \
			and council members, and pass the file to --chain"
			.into()),
		_ => Ok(()),
	}
}

fn known(name: &str, id: &str, chain_type: ChainType, preset: &str) -> Result<ChainSpec, String> {
	let code = WASM_BINARY.ok_or_else(|| {
		format!(
			"chain `{id}` needs the runtime's wasm, but this binary was built without it: build \
			 again without SKIP_WASM_BUILD, or pass a chain spec file to --chain"
		)
	})?;
	Ok(named(code, name, id, chain_type).with_genesis_config(genesis(preset)?).build())
}

fn named(code: &[u8], name: &str, id: &str, chain_type: ChainType) -> ChainSpecBuilder {
	ChainSpec::builder(code, None)
		.with_name(name)
		.with_id(id)
		.with_chain_type(chain_type)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties())
}

/// The whole genesis of a preset.
///
/// Naming the preset would do as well, but then the SDK asks the wasm for the preset, for the defaults and for the state,
/// and compiles it anew for each: a start would take twice as long. The native runtime answers the first two at once.
fn genesis(preset: &str) -> Result<Value, String> {
	let patch = get_preset(&preset.into()).ok_or_else(|| format!("no preset `{preset}`"))?;
	let patch = serde_json::from_slice(&patch).map_err(|error| error.to_string())?;
	let defaults = RuntimeGenesisConfig::default();
	let mut genesis = serde_json::to_value(defaults).map_err(|error| error.to_string())?;
	json_patch::merge(&mut genesis, patch);
	Ok(genesis)
}

fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), TOKEN_SYMBOL.into());
	properties.insert("tokenDecimals".into(), TOKEN_DECIMALS.into());
	properties.insert("ss58Format".into(), SS58_FORMAT.into());
	properties
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_service::ChainSpec as _;
	#[test]
	fn known_chains_have_their_ids_and_properties() {
		for (chain, id, chain_type) in [
			("dev", "palisade_dev", ChainType::Development),
			("local", "palisade_local", ChainType::Local),
			("production", "palisade", ChainType::Live),
			("", "palisade", ChainType::Live),
		] {
			let spec = match load(chain) {
				Ok(spec) => spec,
				Err(error) => {
					assert!(WASM_BINARY.is_none(), "{chain}: {error}");
					assert!(error.contains(id) && error.contains("SKIP_WASM_BUILD"), "{error}");
					continue;
				},
			};
			assert_eq!(spec.id(), id);
			assert_eq!(spec.chain_type(), chain_type);
			assert_eq!(spec.protocol_id(), Some("palisade"));
			assert!(spec.telemetry_endpoints().is_none());
			let properties = spec.properties();
			assert_eq!(properties["tokenSymbol"], "PAL");
			assert_eq!(properties["tokenDecimals"], 12);
			assert_eq!(properties["ss58Format"], 42);
		}
	}

	#[test]
	fn genesis_is_what_the_wasm_makes_of_the_preset() {
		let Some(code) = WASM_BINARY else { return };
		for (chain, preset) in [("dev", "development"), ("local", "local_testnet")] {
			let native = load(chain).expect("the wasm is there");
			let mut state = load(chain).expect("the wasm is there");
			state.set_storage(native_state(chain).expect("the genesis builds").expect("known"));
			let wasm = named(code, native.name(), native.id(), native.chain_type())
				.with_genesis_config_preset_name(preset)
				.build();
			let raw = |spec: ChainSpec| spec.as_json(true).expect("the genesis builds");
			let expected = raw(wasm);
			assert!(raw(native) == expected, "{chain}");
			assert!(raw(state) == expected, "{chain}, built natively");
		}
	}

	#[test]
	fn template_cannot_be_run() {
		assert!(ensure_runnable("").unwrap_err().contains("--dev"));
		assert!(ensure_runnable("production").unwrap_err().contains("export-chain-spec"));
		for chain in ["dev", "local", "network.json"] {
			assert_eq!(ensure_runnable(chain), Ok(()));
		}
	}

	#[test]
	fn unknown_chain_is_named_in_the_error() {
		let error = load("no-such-chain").map(|_| ()).unwrap_err();
		assert!(error.contains("`no-such-chain`") && error.contains("dev, local, production"));
	}
}
