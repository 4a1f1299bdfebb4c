//! Which key an operator uses in a service at epoch `e`, and whose a key is.
//!
//! The key of epoch `e` is the one in force at the start of `e`. `set_key` in epoch `t` counts from `t + 1`; the old
//! key goes on answering for the epochs in which it was in force. A second change in one epoch replaces the first.
//!
//! **One key, one operator.** A key serves one operator in the whole chain, in as many services as it likes. Nobody else
//! may take it while it is in use, nor for U epochs after the last one in which it was in force: until then evidence
//! signed with it still convicts its former user.
//!
//! ```text
//! key K of operator A in force in epochs … ≤ x   ⇒   operator B may take K from epoch x + 1 + U on
//! ```
//!
//! A key that was only applied with, or replaced before it counted, is free at once. That a member lapsed, or its
//! service closed, is written down when its record is next changed: until `clear_membership`, which anybody may call U
//! epochs after the last one that counted, its key stays taken.

use crate::*;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	defensive,
	traits::{DefensiveOption, DefensiveResult},
	BoundedVec,
};
use palisade_primitives::{
	keys::{possession_payload, KeySignature, ServiceKey, SignatureError},
	EpochClock, MAX_UNBONDING_EPOCHS,
};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{ConstU32, Zero},
	DispatchResult,
};

/// Most keys that a record remembers: one that came into force in each answerable epoch, the one before, and the next.
pub const MAX_KEYS: u32 = MAX_UNBONDING_EPOCHS + 3;

/// Most keys that a call drops from a record in passing. A call adds at most one, so 1 would keep the bound.
pub const KEYS_DROPPED_PER_CALL: u32 = 2;

/// A key and the first epoch in which it is in force.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct KeyFrom {
	pub key: ServiceKey,
	pub from: Epoch,
}

/// The keys of one record, oldest first; each is in force until the next is.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct KeyHistory(BoundedVec<KeyFrom, ConstU32<MAX_KEYS>>);

/// What became of the last key when a membership ended.
pub(crate) enum KeyEnd {
	/// It was in force; nothing tells here whether up to the end.
	Stopped(ServiceKey),
	/// It would have come into force later.
	NeverInForce(ServiceKey),
	/// There was none.
	NoKey,
}

impl KeyHistory {
	/// All remembered keys, oldest first.
	pub fn entries(&self) -> &[KeyFrom] {
		&self.0
	}

	/// The key in force at the start of `epoch`, in a membership that covers it.
	pub fn at(&self, epoch: Epoch) -> Option<&ServiceKey> {
		self.0.iter().rev().find(|entry| entry.from <= epoch).map(|entry| &entry.key)
	}

	/// The latest key, in force or not.
	pub fn latest(&self) -> Option<&KeyFrom> {
		self.0.last()
	}

	/// Makes `key` the one from `from` on. The same key as before goes on.
	pub(crate) fn set(&mut self, key: ServiceKey, from: Epoch) -> Result<(), ()> {
		if self.latest().is_some_and(|latest| latest.key == key) {
			return Ok(());
		}
		self.0.try_push(KeyFrom { key, from }).map_err(|_| ())
	}

	/// Ends the use of the latest key before `until`.
	pub(crate) fn end(&mut self, until: Epoch) -> KeyEnd {
		match self.0.last().cloned() {
			Some(KeyFrom { key, from }) if from >= until => {
				self.0.pop();
				KeyEnd::NeverInForce(key)
			},
			Some(KeyFrom { key, .. }) => KeyEnd::Stopped(key),
			None => KeyEnd::NoKey,
		}
	}

	/// Drops the oldest keys that were replaced by the start of `oldest`, at most [`KEYS_DROPPED_PER_CALL`], and returns
	/// them.
	pub(crate) fn prune(&mut self, oldest: Epoch) -> Vec<ServiceKey> {
		let replaced = self.0.iter().rposition(|entry| entry.from <= oldest).unwrap_or(0);
		let dropped = replaced.min(KEYS_DROPPED_PER_CALL as usize);
		self.0.drain(..dropped).map(|entry| entry.key).collect()
	}

	/// Drops all keys, and returns them.
	pub(crate) fn take_all(&mut self) -> Vec<ServiceKey> {
		core::mem::take(&mut self.0).into_iter().map(|entry| entry.key).collect()
	}
}

/// Who uses a key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct KeyUse<AccountId> {
	/// The one operator whose key it is.
	pub operator: AccountId,
	/// Applications, and memberships without a recorded end, that have it as their latest key.
	pub uses: u32,
	/// First epoch in which it was not in force any more, the latest of all services. `None`: it never was in force, or
	/// still is wherever it was.
	pub stopped: Option<Epoch>,
}

impl<T: Config> Pallet<T> {
	/// See [`Call::set_key`].
	pub(crate) fn do_set_key(
		operator: T::AccountId,
		service: ServiceId,
		key: ServiceKey,
		proof: KeySignature,
	) -> DispatchResult {
		let entry = Self::open_service(service)?;
		let mut record = Self::member_record(&entry, service, &operator)?;
		let latest = record.keys.latest().cloned().defensive_ok_or(Error::<T>::Defensive)?;
		ensure!(latest.key != key, Error::<T>::KeyUnchanged);
		Self::prove_possession(service, &operator, &key, &proof)?;
		let now = T::Clock::current_epoch();
		Self::claim_key(&key, &operator, now)?;

		// A member that does not count yet changes the key it will begin with.
		let begins = record.open_spell().map_or(0, |spell| spell.from);
		let from = now.saturating_add(1).max(begins);
		for old in record.keys.prune(Self::oldest_answerable(now)) {
			Self::forget_key(&old, &operator, now);
		}
		match record.keys.end(from) {
			KeyEnd::NeverInForce(old) => Self::release_unused_key(&old, &operator, now),
			KeyEnd::Stopped(old) => {
				Self::release_key(&old, &operator, record.last_before(from), now)
			},
			KeyEnd::NoKey => {
				defensive!("a member has a key");
			},
		}
		record.keys.set(key, from).defensive_map_err(|_| Error::<T>::Defensive)?;
		Memberships::<T>::insert(service, &operator, record);
		Self::deposit_event(Event::KeySet { service, operator, key, counts_from: from });
		Ok(())
	}

	/// Fails unless `proof` proves that `operator` holds `key` for `service`. At most two verifications, one more for
	/// ed25519.
	pub(crate) fn prove_possession(
		service: ServiceId,
		operator: &T::AccountId,
		key: &ServiceKey,
		proof: &KeySignature,
	) -> Result<(), Error<T>> {
		ensure!(!key.is_weak(), Error::<T>::WeakKey);
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let payload = possession_payload(&genesis, service, operator, key);
		key.verify(&payload, proof).map_err(|error| match error {
			SignatureError::OtherScheme => Error::ProofOfOtherScheme,
			SignatureError::Malleable => Error::MalleableProof,
			SignatureError::Invalid => Error::InvalidProof,
		})
	}

	/// Fails when `key` is another operator's.
	pub(crate) fn ensure_claimable(
		key: &ServiceKey,
		operator: &T::AccountId,
		now: Epoch,
	) -> Result<(), Error<T>> {
		let claimable = Keys::<T>::get(key)
			.is_none_or(|entry| entry.operator == *operator || Self::is_free(&entry, now));
		ensure!(claimable, Error::<T>::KeyTaken);
		Ok(())
	}

	/// Takes `key` into use for `operator` once more.
	pub(crate) fn claim_key(
		key: &ServiceKey,
		operator: &T::AccountId,
		now: Epoch,
	) -> Result<(), Error<T>> {
		Self::ensure_claimable(key, operator, now)?;
		Keys::<T>::mutate(key, |slot| match slot {
			Some(entry) if entry.operator == *operator => {
				entry.uses = entry.uses.saturating_add(1);
			},
			_ => *slot = Some(KeyUse { operator: operator.clone(), uses: 1, stopped: None }),
		});
		Ok(())
	}

	/// Takes `key` out of use. `stopped` is the first epoch in which it is not in force, `None` if it was in no epoch that
	/// can be asked for.
	pub(crate) fn release_key(
		key: &ServiceKey,
		operator: &T::AccountId,
		stopped: Option<Epoch>,
		now: Epoch,
	) {
		if stopped.is_none() {
			return Self::release_unused_key(key, operator, now);
		}
		Keys::<T>::mutate(key, |entry| match entry {
			Some(entry) if entry.operator == *operator => {
				entry.uses = entry.uses.saturating_sub(1);
				entry.stopped = entry.stopped.max(stopped);
			},
			_ => {
				defensive!("a key in use is registered");
			},
		});
	}

	/// Takes `key` out of a use in which it never was in force.
	pub(crate) fn release_unused_key(key: &ServiceKey, operator: &T::AccountId, now: Epoch) {
		Keys::<T>::mutate_exists(key, |slot| match slot {
			Some(entry) if entry.operator == *operator => {
				entry.uses = entry.uses.saturating_sub(1);
				if Self::is_free(entry, now) {
					*slot = None;
				}
			},
			_ => {
				defensive!("a key in use is registered");
			},
		});
	}

	/// A record does not remember `key` any more: removes the registration if nobody answers with it.
	pub(crate) fn forget_key(key: &ServiceKey, operator: &T::AccountId, now: Epoch) {
		Keys::<T>::mutate_exists(key, |slot| {
			// Somebody else may have taken it since.
			let free = |entry: &KeyUse<T::AccountId>| {
				entry.operator == *operator && Self::is_free(entry, now)
			};
			if slot.as_ref().is_some_and(free) {
				*slot = None;
			}
		});
	}

	/// Whether another operator may take the key.
	fn is_free(entry: &KeyUse<T::AccountId>, now: Epoch) -> bool {
		entry.uses == 0
			&& entry
				.stopped
				.is_none_or(|stopped| stopped.saturating_add(Self::unbonding_epochs()) <= now)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl KeyHistory {
	/// The history that consists of `entries`, in order or not.
	pub(crate) fn from_parts(entries: Vec<KeyFrom>) -> Self {
		Self(BoundedVec::truncate_from(entries))
	}
}
