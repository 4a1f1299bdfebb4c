//! The parameters of every pallet, one file per subject, in the order of the pallets' indices.

pub mod accounts;
pub mod assets;
pub mod consensus;
pub mod fees;
pub mod governance;
pub mod restaking;
pub mod system;

pub use accounts::ProxyType;
pub use assets::NativeAndAssets;
pub use consensus::{Elections, Offenders};
pub use governance::{
	dynamic_params, CouncilCollective, GovernanceAccount, GovernanceOrigin, RuntimeParameters,
	TreasuryAccount,
};
