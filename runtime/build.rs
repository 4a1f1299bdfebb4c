//! Compiles the runtime to wasm beside the native build.

fn main() {
	#[cfg(feature = "wasm-builder")]
	{
		// The target folder is outside the checkout, from where the builder would not find `Cargo.lock`.
		std::env::set_var("WASM_BUILD_WORKSPACE_HINT", concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
		// The builder passes the features of this build on to the wasm build, all but `std`. This one implies `std`.
		std::env::remove_var("CARGO_FEATURE_WASM_BUILDER");
		let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
		#[cfg(feature = "metadata-hash")]
		let builder = builder.enable_metadata_hash("PAL", 12);
		builder.build();
	}
}
