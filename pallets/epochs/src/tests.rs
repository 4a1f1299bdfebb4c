//! Mock and tests.

use crate as pallet_epochs;
use crate::*;
use frame_support::{derive_impl, parameter_types};
use sp_runtime::BuildStorage;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Epochs = pallet_epochs;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub static Session: u32 = 0;
}

pub struct Sessions;
impl SessionCounter for Sessions {
	fn current_session() -> u32 {
		Session::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_session(index: u32) {
		Session::set(index);
	}
}

impl Config for Test {
	type Sessions = Sessions;
}

fn genesis(session_length: u32, sessions_per_epoch: u32) -> sp_io::TestExternalities {
	RuntimeGenesisConfig {
		epochs: GenesisConfig { session_length, sessions_per_epoch, ..Default::default() },
		..Default::default()
	}
	.build_storage()
	.expect("the genesis is valid")
	.into()
}

fn with(session_length: u32, sessions_per_epoch: u32, test: impl FnOnce()) {
	genesis(session_length, sessions_per_epoch).execute_with(|| {
		test();
		Epochs::do_try_state().unwrap();
	});
}

#[test]
fn an_epoch_is_a_whole_number_of_sessions() {
	with(10, 3, || {
		for (session, epoch) in [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (u32::MAX, u32::MAX / 3)] {
			Session::set(session);
			assert_eq!(Epochs::current_epoch(), epoch, "session {session}");
		}
		assert_eq!(Epochs::first_session_of(2), 6);
		assert_eq!(Epochs::epoch_length_in_slots(), 30);
	});
}

#[test]
fn the_session_length_of_genesis_is_what_consensus_gets() {
	with(600, 24, || {
		assert_eq!(<SessionLengthInSlots<Test> as Get<u64>>::get(), 600);
		assert_eq!(<SessionLengthInSlots<Test> as Get<u32>>::get(), 600);
	});
}

#[test]
fn an_empty_genesis_still_gives_a_clock_that_moves() {
	with(0, 0, || {
		assert_eq!(SessionLength::<Test>::get(), MIN_SESSION_LENGTH);
		Session::set(7);
		assert_eq!(Epochs::current_epoch(), 7);
	});
}

#[test]
#[should_panic(expected = "shorter than")]
fn a_session_too_short_for_transactions_is_refused_at_genesis() {
	genesis(MIN_SESSION_LENGTH - 1, 1);
}

#[test]
fn delays_come_from_genesis_and_are_never_shorter_than_the_protocol_needs() {
	let with_delays = |allocation_notice, terms_notice, breaker_window| {
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
			epochs: GenesisConfig {
				allocation_notice,
				terms_notice,
				breaker_window,
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis is valid")
		.into();
		ext.execute_with(|| {
			Epochs::do_try_state().unwrap();
			(
				AllocationNotice::<Test>::get(),
				TermsNotice::<Test>::get(),
				BreakerWindow::<Test>::get(),
			)
		})
	};
	assert_eq!(with_delays(3, 7, 2), (3, 7, 2));
	assert_eq!(with_delays(0, 0, 0), (MIN_NOTICE, MIN_NOTICE, 1));
	for (allocations, terms) in [(1, 2), (2, 1)] {
		assert!(std::panic::catch_unwind(|| with_delays(allocations, terms, 1)).is_err());
	}
}
