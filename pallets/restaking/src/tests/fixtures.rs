//! What tests about slashes share.

use super::*;
use frame_support::traits::fungibles::Inspect;
use std::collections::BTreeMap;

/// The first epoch in which what was pledged in [`START`] counts.
pub(super) const COUNTS: Epoch = START + NOTICE;

/// Mints `amount` units for `who`, and lifts the cap of the asset's pools.
pub(super) fn enrich(who: AccountId, asset: &AssetId, amount: Balance) {
	AcceptedAssets::<Test>::mutate(asset, |config| {
		let config = config.as_mut().expect("the asset is registered");
		config.cap_per_pool = Balance::MAX;
		config.min_delegation = MINIMUM;
	});
	assert_ok!(NativeAndAssets::mint_into(asset.clone(), &who, amount));
}

/// Delegates `amount` units of the native token that `who` did not have before.
pub(super) fn delegate_new(who: AccountId, amount: Balance) {
	enrich(who, &NATIVE, amount + MINIMUM);
	delegate(who, amount);
}

/// Executes an open slash for `condition`, within `max` percent.
pub(super) fn execute_of(
	service: ServiceId,
	epoch: Epoch,
	(condition, percent, max): (u8, u64, u64),
) -> Balance {
	let max_slash = Perquintill::from_percent(max);
	let judgement = Judgement { max_slash, ..judgement(condition, percent) };
	let taken = Restaking::execute(&offence(service, epoch), &judgement, &nobody());
	sum(&taken.expect("the slash is open"))
}

/// Opens a slash and executes it so that of a pool whose whole magnitude is pledged `left` parts stay.
pub(super) fn slash_all_but(service: ServiceId, epoch: Epoch, left: u64) -> Balance {
	open(service, epoch);
	let penalty = Perquintill::from_parts(Perquintill::one().deconstruct() - left);
	let judgement = Judgement { penalty, ..judgement(0, 0) };
	let taken = Restaking::execute(&offence(service, epoch), &judgement, &nobody());
	sum(&taken.expect("the slash is open"))
}

/// The magnitude of the native pool of [`OP`], in thousandths of a fresh one's.
pub(super) fn thousandths() -> Balance {
	let parts = magnitude();
	assert_eq!(parts % (FULL_MAGNITUDE / 1_000), 0, "a magnitude that is not round");
	parts / (FULL_MAGNITUDE / 1_000)
}

/// The magnitude of the native pool of [`OP`].
pub(super) fn magnitude() -> Balance {
	Restaking::pool(&OP, &NATIVE).magnitude
}

/// All that `who` can still get out of the native pool of [`OP`].
pub(super) fn claims(who: AccountId) -> Balance {
	value(who) + exits(who).iter().map(|(_, amount)| amount).sum::<Balance>()
}

/// All native units that `who` has, in the wallet and behind [`OP`].
pub(super) fn wealth(who: AccountId) -> Balance {
	wallet(who, &NATIVE) + claims(who)
}

/// Native units that exist.
pub(super) fn issuance() -> Balance {
	NativeAndAssets::total_issuance(NATIVE)
}

/// All that is stored.
pub(super) fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let mut stored = BTreeMap::new();
	let mut last = Vec::new();
	while let Some(key) = sp_io::storage::next_key(&last) {
		let value = sp_io::storage::get(&key).expect("the key is there");
		stored.insert(key.clone(), value.to_vec());
		last = key;
	}
	stored
}

/// How many entries differ.
pub(super) fn changes(
	before: &BTreeMap<Vec<u8>, Vec<u8>>,
	after: &BTreeMap<Vec<u8>, Vec<u8>>,
) -> usize {
	let gone = before.keys().filter(|key| !after.contains_key(*key)).count();
	gone + after.iter().filter(|(key, value)| before.get(*key) != Some(value)).count()
}
