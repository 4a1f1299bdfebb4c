//! What must always hold.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use codec::Encode;
use frame_support::{ensure, traits::Get};
use palisade_primitives::{keys::ServiceKey, EpochClock, OperatorRegistry};
use palisade_terms::MAX_CONSENSUS_OPERATORS;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// 1. A service's timeline is in order, at most one version of it is announced, and exactly its versions have terms.
	/// 2. The counts of a service are those of its records: records, and open spells per accepted version.
	/// 3. A record's spells and keys are in order, only the last spell is open, and an open one has a key.
	/// 4. [`Memberships`] and [`OperatorServices`] mirror each other, and whoever has a record is an operator.
	/// 5. A registered key is remembered by a record of its operator, and its uses are those of the records.
	/// 6. Service 0 alone binds by notice and has no deposit, and an election can look at all its records.
	/// 7. [`NeededUnbonding`] counts exactly the kept versions, by the U that their terms need.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let now = T::Clock::current_epoch();
		let mut records = BTreeMap::<ServiceId, u32>::new();
		let mut open = BTreeMap::<(ServiceId, TermsVersion), u32>::new();
		let mut uses = BTreeMap::<Vec<u8>, u32>::new();
		let mut remembered = BTreeSet::<Vec<u8>>::new();
		let name = |key: &ServiceKey, operator: &T::AccountId| (key, operator).encode();

		for (service, operator, record) in Memberships::<T>::iter() {
			let entry = Services::<T>::get(service).ok_or("a record of no service")?;
			ensure!(T::Operators::status(&operator).is_some(), "a record of no operator");
			let listed = OperatorServices::<T>::get(&operator);
			let times = listed.iter().filter(|other| **other == service).count();
			ensure!(times == 1, "the operator's list does not have the service once");
			*records.entry(service).or_default() += 1;

			ensure!(
				record
					.spells
					.iter()
					.all(|spell| spell.until.is_none_or(|until| spell.from < until)),
				"a spell that never counted"
			);
			ensure!(
				record
					.spells
					.windows(2)
					.all(|pair| pair[0].until.is_some_and(|until| until < pair[1].from)),
				"spells that touch, or an open one that is not the last"
			);
			let keys = record.keys.entries();
			ensure!(
				keys.windows(2).all(|pair| pair[0].from < pair[1].from),
				"keys that are not in order"
			);
			remembered.extend(keys.iter().map(|entry| name(&entry.key, &operator)));
			if let Some(spell) = record.open_spell() {
				ensure!(record.application.is_none(), "a member that applies");
				let counted = match entry.timeline.consent() {
					Consent::Acceptance => record.accepted,
					Consent::Notice => entry.timeline.versions().first().map_or(0, |v| v.number),
				};
				*open.entry((service, counted)).or_default() += 1;
				let first = spell.from.max(Self::oldest_answerable(now));
				ensure!(record.keys.at(first).is_some(), "a member without a key");
				if let Some(latest) = record.keys.latest() {
					*uses.entry(name(&latest.key, &operator)).or_default() += 1;
				}
			}
			if let Some(application) = &record.application {
				*uses.entry(name(&application.key, &operator)).or_default() += 1;
				remembered.insert(name(&application.key, &operator));
				ensure!(
					entry.timeline.latest().is_some_and(|v| application.version <= v.number),
					"an application for a version that does not exist"
				);
			}
		}

		for (operator, services) in OperatorServices::<T>::iter() {
			ensure!(!services.is_empty(), "an empty list");
			for service in services {
				ensure!(
					Memberships::<T>::contains_key(service, &operator),
					"a listed service without a record"
				);
			}
		}

		let mut terms = 0;
		let mut needed = BTreeMap::<Epoch, u32>::new();
		for (service, entry) in Services::<T>::iter() {
			ensure!(service < NextServiceId::<T>::get(), "an id that was not handed out");
			let is_consensus = service == CONSENSUS_SERVICE;
			ensure!(entry.deposit.is_none() == is_consensus, "a deposit too many, or too few");
			ensure!(
				(entry.timeline.consent() == Consent::Notice) == is_consensus,
				"terms that bind by notice, of another service than consensus"
			);
			ensure!(
				!is_consensus || entry.records <= MAX_CONSENSUS_OPERATORS,
				"more records of consensus than an election looks at"
			);
			ensure!(
				entry.records == records.get(&service).copied().unwrap_or(0),
				"a miscounted service"
			);
			let versions = entry.timeline.versions();
			ensure!(!versions.is_empty(), "a service without terms");
			ensure!(
				versions.windows(2).all(|pair| {
					pair[0].number + 1 == pair[1].number
						&& pair[0].in_force_from + MIN_TERMS_NOTICE <= pair[1].in_force_from
				}),
				"versions that are not in order"
			);
			ensure!(
				versions.iter().filter(|version| version.in_force_from > now).count() <= 1,
				"two announced versions"
			);
			for version in versions {
				let stored = TermsOf::<T>::get(service, version.number).ok_or("no terms")?;
				ensure!(stored.encoded_size() as u32 == version.size, "terms of another size");
				let needs = stored.requires_unbonding(T::BreakerWindow::get());
				ensure!(needs == version.needs, "terms that need another U");
				*needed.entry(needs).or_default() += 1;
				ensure!(
					version.members == open.remove(&(service, version.number)).unwrap_or(0),
					"miscounted members"
				);
				terms += 1;
			}
		}
		ensure!(TermsOf::<T>::iter_keys().count() == terms, "terms of no version");
		let counted = NeededUnbonding::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(counted == needed, "needed unbonding epochs are miscounted");
		// What is left are lapsed members of versions that are not kept any more.
		for (service, accepted) in open.keys() {
			let kept = Services::<T>::get(service)
				.and_then(|entry| entry.timeline.versions().first().map(|v| v.number));
			ensure!(kept.is_some_and(|kept| *accepted < kept), "members of no version");
		}

		for (key, entry) in Keys::<T>::iter() {
			let name = name(&key, &entry.operator);
			ensure!(remembered.contains(&name), "a registered key that nobody remembers");
			ensure!(entry.uses == uses.remove(&name).unwrap_or(0), "a miscounted key");
		}
		ensure!(uses.is_empty(), "a key in use that is not registered");
		Ok(())
	}
}
