//! Missed duties: members attest, and the chain counts what is missing.
//!
//! ## Periods
//!
//! A duty of `every` blocks divides the chain into periods: number `p` is the blocks from `p × every` to `(p + 1) × every − 1`. It
//! belongs to the epoch in which it begins, is attested by those who count as members in that epoch, under the terms of that
//! epoch, and each of them can [`attest`](crate::Call::attest) it once, from its first block until `grace` blocks after its last.
//! With `every` = 100 and `grace` = 20, period 2 is the blocks 200 to 299, and can be attested through block 319.
//!
//! ## Who pays
//!
//! The first attestation for a service and epoch **enrols** the service's duty in that epoch. Its owner then pays
//! `AttestationPrice × attestations` to the treasury for all that the epoch can bring: of each member without an end, one in each
//! period. Attestations themselves cost nothing. All enrolled duties of an epoch together are at most `DutyBudget` attestations a
//! block, so that no service floods the chain with them. Where the owner does not pay, or the chain has no room, attestations
//! fail, and no duty is due.
//!
//! With 4 members, an epoch of 14,400 blocks, `every` = 100 and a price of 0.001 PAL, an epoch costs its owner
//! `4 × 144 × 0.001 = 0.576` PAL.
//!
//! ## What is due
//!
//! A period of epoch `e` is **due** unless
//! * it is not one of the first [`MAX_PERIODS`] of `e`;
//! * it could still be attested when `e + 2` began (so no period of at most half an epoch is left out);
//! * the duty was enrolled later than in the period's first half: up to then nobody could attest;
//! * members with more than a third of the service's value at `e` missed it: then the chain or the service was down, or
//!   attestations were censored, and nobody can tell by whose fault.
//!
//! ## Assessment
//!
//! From the first block of `e + 2` on the chain assesses the duties of `e`, one service after another, up to `AssessmentBudget` a
//! block: first which periods are due, then each member. One that missed more than the tolerated share of what was due is
//! reported by the chain itself, with the severity `missed ÷ due`, rounded up; nobody gets a bounty. The slash takes
//! [`Config::MaxDutyPenalty`] at most, whatever the formula says. Absence needs no message of the absent.
//!
//! ```text
//! e                      e + 1                  e + 2
//! │ periods begin        │ the last are still   │ nothing of e can be attested any more; it is assessed,
//! │                      │ attested             │ and who was absent is reported
//! ```
//!
//! With 36 due periods and 10 % tolerated, a member that missed 3 is not reported, and one that missed 4 is, with a severity of
//! 4 ÷ 36 = 11.1 %.

mod assessment;
mod attestation;
mod periods;

pub(crate) use assessment::Judged;
pub use periods::{DutyTerms, Height, Periods, MAX_PERIODS};

use crate::*;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::traits::Get;
use palisade_primitives::{Balance, Epoch, EpochClock};
use palisade_terms::{Condition, DUTY_ASSESSED_AFTER};
use scale_info::TypeInfo;
use sp_runtime::{traits::UniqueSaturatedInto, Perquintill};

/// Of so many epochs it is known when they began: of those in which periods are attested or assessed, and of two that follow.
pub const KNOWN_STARTS: u32 = 2 * DUTY_ASSESSED_AFTER + 2;

/// How many members are judged at once.
pub const JUDGED_AT_ONCE: u32 = 4;

/// The duty of a service in an epoch, from its enrolment until it is assessed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Duty<AccountId> {
	/// What the terms of the epoch say.
	pub terms: DutyTerms,
	/// The block of the first attestation.
	pub enrolled_at: Height,
	/// For so many attestations the owner paid.
	pub attestations: u32,
	/// How far its assessment has got.
	pub assessment: Option<Assessment<AccountId>>,
}

/// Members are being judged.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Assessment<AccountId> {
	/// The periods that are due.
	pub due: Periods,
	/// How many members were reported.
	pub absent: u32,
	/// The member that was judged last.
	pub last: Option<AccountId>,
}

/// What a member attested in an epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Attendance {
	/// What it counts in that epoch, in native units.
	pub value: Balance,
	/// The periods that it attested.
	pub attested: Periods,
}

impl<T: Config> Pallet<T> {
	/// The height of the current block.
	pub(crate) fn height() -> Height {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// Notes when the current epoch began. To be called at the start of each block.
	pub(crate) fn note_epoch() {
		let now = T::Clock::current_epoch();
		let mut starts = EpochStarts::<T>::get();
		if starts.last().is_some_and(|(epoch, _)| *epoch == now) {
			return;
		}
		if starts.is_full() {
			starts.remove(0);
		}
		// There is room now.
		starts.force_push((now, Self::height()));
		EpochStarts::<T>::put(starts);
	}

	/// The most that a slash under `condition` takes.
	pub(crate) fn highest_penalty(condition: &Condition<T::AccountId>) -> Perquintill {
		match condition.evidence.is_duty() {
			true => T::MaxDutyPenalty::get(),
			false => Perquintill::one(),
		}
	}
}

/// The first block of `epoch`, or of the next one that had any; `None` if none of them has begun.
pub(crate) fn start_of(starts: &[(Epoch, Height)], epoch: Epoch) -> Option<Height> {
	starts.iter().find(|(of, _)| *of >= epoch).map(|(_, height)| *height)
}
