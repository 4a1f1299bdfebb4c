//! Validators: who they are, how their faults are proven and what a fault does.
//!
//! Until consensus is secured by restaking, the validators are the ones of genesis: everybody with
//! an entry in `session.keys` there. [`CurrentValidators`] elects them again each session.
//!
//! A fault takes this way: the node sees an equivocation, asks the runtime for a proof of who owned
//! the key, submits both; `pallet_babe` or `pallet_grandpa` checks them, `pallet_offences` keeps one
//! report per offender and time, and [`DisableOffenders`] tells `pallet_session`.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Get},
	weights::Weight,
};
use palisade_primitives::SessionCounter;
use pallet_session::{
	disabling::UpToLimitWithReEnablingDisablingStrategy,
	historical::{IdentificationTuple, NoteHistoricalRoot},
};
use sp_runtime::{
	traits::{Convert, ConvertInto, OpaqueKeys, Zero},
	transaction_validity::TransactionPriority,
	Perbill,
};
use sp_staking::{
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
	SessionIndex,
};

/// Most validators of a session.
pub type MaxAuthorities = ConstU32<100>;

/// How long a fault stays provable, in sessions: one epoch longer than stake can be made to wait,
/// for the epoch in which the fault happens.
pub struct ReportWindow;

impl ReportWindow {
	/// The window in sessions.
	fn sessions() -> SessionIndex {
		Epochs::first_session_of(MAX_UNBONDING_EPOCHS.saturating_add(1))
	}

	/// The window in blocks, if no slot stays empty.
	fn blocks() -> u64 {
		Epochs::epoch_length_in_slots().saturating_mul(u64::from(MAX_UNBONDING_EPOCHS) + 1)
	}
}

/// For `pallet_grandpa`, which counts the sessions of past authority sets.
impl Get<u64> for ReportWindow {
	fn get() -> u64 {
		Self::sessions().into()
	}
}

/// For how many blocks a report stays in the pools.
pub struct ReportLongevity;

impl Get<u64> for ReportLongevity {
	fn get() -> u64 {
		ReportWindow::blocks()
	}
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = pallet_epochs::SessionLengthInSlots<Runtime>;
	type ExpectedBlockTime = ConstU64<SLOT_DURATION>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	// The crate publishes no other.
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	// A fault touches nothing that belongs to a delegator.
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	// The crate publishes no other.
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	// One authority set per session, see `CurrentValidators`.
	type MaxSetIdSessionEntries = ReportWindow;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ImOnline;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Self>;
	type OnOffenceHandler = DisableOffenders;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = ValidatorsOnly;
}

parameter_types! {
	/// For the keys, for the entries that lead back from each of them, and for the three fields of
	/// 32 bytes that go with it.
	pub const KeyDeposit: Balance = deposit(5, 4 * 32 + 4 * (4 + 32 + 32) + 32);
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	// An account is its own validator. Anybody may register keys for a deposit; that elects nobody.
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = NoteHistoricalRoot<Self, CurrentValidators>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

parameter_types! {
	/// Heartbeats before everything else: a full pool must not make validators look absent.
	pub const HeartbeatPriority: TransactionPriority = TransactionPriority::MAX;
}

impl pallet_im_online::Config for Runtime {
	type AuthorityId = pallet_im_online::sr25519::AuthorityId;
	type MaxKeys = MaxAuthorities;
	type MaxPeerInHeartbeats = ConstU32<0>;
	type RuntimeEvent = RuntimeEvent;
	type ValidatorSet = Historical;
	type NextSessionRotation = Babe;
	type ReportUnresponsiveness = Offences;
	type UnsignedPriority = HeartbeatPriority;
	type WeightInfo = pallet_im_online::weights::SubstrateWeight<Runtime>;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = MaxAuthorities;
}

/// Elects the current validators again, each session.
///
/// It answers with the set, never with "unchanged": then `pallet_session` loads everybody's newest
/// keys, and the historical root is made from those. A consequence is that every session from the
/// third on starts with nobody disabled and has a GRANDPA authority set of its own.
///
/// A validator that purges its keys is not elected again.
pub struct CurrentValidators;

type NotingSessions = NoteHistoricalRoot<Runtime, CurrentValidators>;

impl pallet_session::SessionManager<AccountId> for CurrentValidators {
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		Some(Session::validators())
	}

	/// Nothing: `pallet_session` takes the accounts of its genesis keys.
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId>> {
		None
	}

	fn start_session(index: SessionIndex) {
		if index.is_zero() {
			// Genesis. The first two sets did not come from here, so their roots are still missing,
			// and without a root a fault in those sessions could not be proven afterwards.
			for first in [0, 1] {
				<NotingSessions as pallet_session::SessionManager<AccountId>>::new_session(first);
			}
		} else if let Some(oldest) =
			index.checked_sub(ReportWindow::sessions()).filter(|oldest| !oldest.is_zero())
		{
			Historical::prune_up_to(oldest);
		}
	}

	fn end_session(_: SessionIndex) {}
}

impl pallet_session::historical::SessionManager<AccountId, ()> for CurrentValidators {
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		let validators = <Self as pallet_session::SessionManager<AccountId>>::new_session(index)?;
		Some(validators.into_iter().map(|validator| (validator, ())).collect())
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		None
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<AccountId>>::start_session(index)
	}

	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<AccountId>>::end_session(index)
	}
}

/// Identifies the validators of the current session, and nobody else.
pub struct ValidatorsOnly;

impl Convert<AccountId, Option<()>> for ValidatorsOnly {
	fn convert(who: AccountId) -> Option<()> {
		Session::validators().contains(&who).then_some(())
	}
}

/// Disables whoever committed a fault for the rest of the session, up to a third of the validators;
/// beyond that only in place of somebody with a lesser fault. (The first two sessions count as one,
/// since genesis planned both.)
///
/// `pallet_offences` drops the returned weight, so the work per offender is constant: one look into
/// the current validators and one into the disabled ones.
pub struct DisableOffenders;

impl OnOffenceHandler<AccountId, IdentificationTuple<Runtime>, Weight> for DisableOffenders {
	fn on_offence(
		offenders: &[OffenceDetails<AccountId, IdentificationTuple<Runtime>>],
		slash_fraction: &[Perbill],
		_session: SessionIndex,
	) -> Weight {
		for (details, fraction) in offenders.iter().zip(slash_fraction) {
			// Being absent with few others is reported with a zero fraction: no fault.
			if !fraction.is_zero() {
				let (validator, ()) = &details.offender;
				Session::report_offence(validator.clone(), OffenceSeverity(*fraction));
			}
		}
		Weight::zero()
	}
}

/// Tells the clock which session it is.
pub struct Sessions;

impl SessionCounter for Sessions {
	fn current_session() -> u32 {
		Session::current_index()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_session(index: u32) {
		pallet_session::CurrentIndex::<Runtime>::put(index);
	}
}
