//! What the SDK's pallets, the transaction extensions, blocks and database accesses cost in this runtime. Everything but this
//! file is written by `scripts/benchmark.sh`; see `docs/benchmarking.md`.

pub mod block_weights;
pub mod extrinsic_weights;
pub mod frame_system;
pub mod frame_system_extensions;
pub mod pallet_asset_rate;
pub mod pallet_assets;
pub mod pallet_babe;
pub mod pallet_balances;
pub mod pallet_collective;
pub mod pallet_grandpa;
pub mod pallet_im_online;
pub mod pallet_migrations;
pub mod pallet_multisig;
pub mod pallet_parameters;
pub mod pallet_preimage;
pub mod pallet_proxy;
pub mod pallet_scheduler;
pub mod pallet_session;
pub mod pallet_sudo;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_treasury;
pub mod pallet_utility;
pub mod pallet_whitelist;
pub mod parity_db_weights;

use frame_support::weights::Weight;

// The two traits ask for the weight of a report by the number of validators that its sender claims. That number is checked
// only after the work, which is done for all validators that there are. So a report weighs what it weighs for as many as
// there can be.

impl<T: ::frame_system::Config> ::pallet_babe::WeightInfo for pallet_babe::WeightInfo<T> {
	fn plan_config_change() -> Weight {
		pallet_babe::WeightInfo::<T>::plan_config_change()
	}

	fn report_equivocation(_: u32, _: u32) -> Weight {
		pallet_babe::WeightInfo::<T>::report_equivocation()
	}
}

impl<T: ::frame_system::Config> ::pallet_grandpa::WeightInfo for pallet_grandpa::WeightInfo<T> {
	fn report_equivocation(_: u32, _: u32) -> Weight {
		pallet_grandpa::WeightInfo::<T>::report_equivocation()
	}

	fn note_stalled() -> Weight {
		pallet_grandpa::WeightInfo::<T>::note_stalled()
	}
}
