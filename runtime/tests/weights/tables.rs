//! Exceptions, each with its reason, and the limits of components.

use frame_support::{
	dispatch::DispatchClass,
	traits::{Get, StorePreimage},
};
use palisade_primitives::{MAX_ASSETS_PER_SERVICE, MAX_UNBONDING_EPOCHS};
use palisade_runtime::{
	configs::{consensus::MaxAuthorities, system::RuntimeBlockLength},
	*,
};
use palisade_terms::{MAX_CONDITIONS, MAX_OPERATORS};
use pallet_restaking::{MAX_CHARGED_EPOCHS, MAX_EXITS, TALLY_PAGE};
use pallet_services::{KEYS_DROPPED_PER_CALL, MAX_KEYS, MAX_VERSIONS};

/// Calls whose weights are composed of benchmarks with other names.
pub const COMPOSED: &[(&str, &str, &[&str])] = &[
	// Of the same work but for a look at the version.
	("frame_system", "authorize_upgrade_without_checks", &["authorize_upgrade"]),
	("frame_system", "set_code_without_checks", &["set_code"]),
	// Both reports are charged as the dearer one, which is this.
	("pallet_babe", "report_equivocation_unsigned", &["report_equivocation"]),
	("pallet_grandpa", "report_equivocation_unsigned", &["report_equivocation"]),
	// One benchmark for each value of an argument.
	("pallet_balances", "burn", &["burn_allow_death", "burn_keep_alive"]),
	("pallet_services", "apply", &["apply_with_ed25519", "apply_with_sr25519", "apply_with_ecdsa"]),
	(
		"pallet_services",
		"set_key",
		&["set_key_with_ed25519", "set_key_with_sr25519", "set_key_with_ecdsa"],
	),
	// The dearest of the ways that the call can take.
	(
		"pallet_balances",
		"force_set_balance",
		&["force_set_balance_creating", "force_set_balance_killing"],
	),
	("pallet_collective", "propose", &["propose_execute", "propose_proposed"]),
	(
		"pallet_collective",
		"close",
		&["close_early_approved", "close_early_disapproved", "close_approved", "close_disapproved"],
	),
	("pallet_multisig", "as_multi", &["as_multi_create", "as_multi_approve", "as_multi_complete"]),
	(
		"pallet_multisig",
		"approve_as_multi",
		&["approve_as_multi_create", "approve_as_multi_approve"],
	),
	// A relative time in place of an absolute one.
	("pallet_scheduler", "schedule_after", &["schedule"]),
	("pallet_scheduler", "schedule_named_after", &["schedule_named"]),
];

/// Calls that say themselves what they weigh, which only root can make.
pub const TOLD: &[(&str, &str)] =
	&[("pallet_sudo", "sudo_unchecked_weight"), ("pallet_utility", "with_weight")];

/// Benchmarks whose reads or writes do not grow evenly, so that the line through them depends on how many values were tried.
pub const UNEVEN: &[(&str, &str, &str)] = &[
	(
		"pallet_collective",
		"set_members",
		"votes of motions are looked through only where there were members before",
	),
	(
		"pallet_migrations",
		"clear_historic",
		"a list that is no longer than a batch is not continued",
	),
	("pallet_slashing", "judge", "a full page is not followed by a look for one more member"),
];

/// Benchmarks that do something else natively: tests are built with `try-runtime`, which looks at each step of a migration, and
/// panics where one fails.
pub const NOT_RUN: &[(&str, &str, &str)] = &[
	("pallet_migrations", "exec_migration_advance", "accesses more"),
	("pallet_migrations", "exec_migration_complete", "accesses more"),
	("pallet_migrations", "exec_migration_fail", "panics"),
];

/// Components of the SDK's benchmarks that no limit of the runtime bounds: what they count, which the weight is charged for
/// however much it is.
pub const SAMPLED: &[(&str, &str, &str, &str)] = &[
	("frame_system", "set_storage", "i", "items that root sets"),
	("frame_system", "kill_storage", "i", "items that root removes"),
	("frame_system", "kill_prefix", "p", "items that root removes"),
	("pallet_balances", "upgrade_accounts", "u", "accounts that the caller lists"),
	("pallet_collective", "*", "b", "bytes of a proposal"),
	("pallet_migrations", "clear_historic", "n", "identifiers that root lists"),
	("pallet_migrations", "reset_pallet_migration", "n", "items that a migration removes"),
	("pallet_multisig", "*", "z", "bytes of a call"),
	("pallet_utility", "*", "c", "calls in a batch, which the length of a transaction bounds"),
	("pallet_whitelist", "defer_dispatch", "n", "bytes of a call"),
	("pallet_whitelist", "dispatch_whitelisted_call_with_preimage", "n", "bytes of a call"),
];

/// Limits of the runtime: the most that a component can be. `*` stands for all benchmarks of the pallet.
pub fn limits() -> Vec<(&'static str, &'static str, &'static str, u32)> {
	let longest = *RuntimeBlockLength::get().max.get(DispatchClass::Normal);
	let preimage = <Preimage as StorePreimage>::MAX_LENGTH as u32;
	let assets: u32 = <Runtime as pallet_assets::Config>::RemoveItemsLimit::get();
	let name: u32 = <Runtime as pallet_assets::Config>::StringLimit::get();
	let members =
		<Runtime as pallet_collective::Config<configs::CouncilCollective>>::MaxMembers::get();
	let motions =
		<Runtime as pallet_collective::Config<configs::CouncilCollective>>::MaxProposals::get();
	let signatories: u32 = <Runtime as pallet_multisig::Config>::MaxSignatories::get();
	let proxies: u32 = <Runtime as pallet_proxy::Config>::MaxProxies::get();
	let announcements: u32 = <Runtime as pallet_proxy::Config>::MaxPending::get();
	let scheduled: u32 = <Runtime as pallet_scheduler::Config>::MaxScheduledPerBlock::get();
	let approvals: u32 = <Runtime as pallet_treasury::Config>::MaxApprovals::get();
	let of_operator: u32 = <Runtime as pallet_operators::Config>::MaxMetadata::get();
	let of_service: u32 = <Runtime as pallet_services::Config>::MaxMetadata::get();
	// Of the ledger's arithmetic, which the runtime does not name otherwise.
	let pledges = pallet_restaking::MAX_LEVERAGE;
	vec![
		("frame_system", "*", "b", longest),
		("pallet_assets", "destroy_accounts", "c", assets),
		("pallet_assets", "destroy_approvals", "a", assets),
		("pallet_assets", "set_reserves", "n", pallet_assets::MAX_RESERVES),
		("pallet_assets", "set_metadata", "n", name),
		("pallet_assets", "set_metadata", "s", name),
		("pallet_assets", "force_set_metadata", "n", name),
		("pallet_assets", "force_set_metadata", "s", name),
		("pallet_collective", "*", "m", members),
		("pallet_collective", "set_members", "n", members),
		("pallet_collective", "*", "p", motions),
		// Whether a deposit is burned.
		("pallet_collective", "kill", "d", 1),
		("pallet_im_online", "*", "k", MaxAuthorities::get()),
		("pallet_multisig", "*", "s", signatories),
		("pallet_operators", "*", "m", of_operator),
		("pallet_preimage", "*", "s", preimage),
		("pallet_preimage", "ensure_updated", "n", pallet_preimage::MAX_HASH_UPGRADE_BULK_COUNT),
		// One more than there were before the call.
		("pallet_proxy", "*", "a", announcements - 1),
		("pallet_proxy", "kill_pure", "p", proxies - 2),
		("pallet_proxy", "*", "p", proxies - 1),
		("pallet_restaking", "undelegate", "e", MAX_EXITS),
		("pallet_restaking", "undelegate", "s", pledges),
		("pallet_restaking", "withdraw", "e", MAX_EXITS),
		("pallet_restaking", "withdraw_into", "e", MAX_EXITS),
		("pallet_restaking", "allocate", "s", pledges),
		("pallet_restaking", "tally", "m", TALLY_PAGE),
		("pallet_restaking", "on_initialize_new_epoch", "a", pallet_restaking::MAX_ASSETS),
		("pallet_restaking", "open_slash", "p", MAX_ASSETS_PER_SERVICE),
		("pallet_restaking", "execute_slash", "b", MAX_CHARGED_EPOCHS),
		("pallet_scheduler", "service_agenda_base", "s", scheduled),
		("pallet_scheduler", "service_task_fetched", "s", preimage),
		("pallet_scheduler", "schedule", "s", scheduled - 1),
		("pallet_scheduler", "schedule_named", "s", scheduled - 1),
		("pallet_scheduler", "cancel", "s", scheduled),
		("pallet_scheduler", "cancel_named", "s", scheduled),
		("pallet_scheduler", "schedule_retry", "s", scheduled),
		("pallet_services", "create", "a", palisade_terms::MAX_ASSETS),
		("pallet_services", "create", "c", MAX_CONDITIONS),
		("pallet_services", "create", "m", of_service),
		("pallet_services", "update_terms", "a", palisade_terms::MAX_ASSETS),
		("pallet_services", "update_terms", "c", MAX_CONDITIONS),
		("pallet_services", "update_terms", "v", MAX_VERSIONS - 1),
		("pallet_services", "set_metadata", "m", of_service),
		// In the call, some were dropped before.
		("pallet_services", "clear_membership", "k", MAX_KEYS - KEYS_DROPPED_PER_CALL),
		("pallet_services", "remove", "v", MAX_VERSIONS),
		("pallet_slashing", "correlate", "e", MAX_UNBONDING_EPOCHS + 1),
		("pallet_slashing", "find_due", "m", MAX_OPERATORS),
		("pallet_slashing", "judge", "m", pallet_slashing::duties::JUDGED_AT_ONCE),
		("pallet_treasury", "on_initialize_proposals", "p", approvals - 1),
		("pallet_validators", "elect", "c", pallet_validators::MAX_CANDIDATES),
		// Beside the call's own bytes.
		("pallet_whitelist", "dispatch_whitelisted_call", "n", preimage - 10),
	]
}
