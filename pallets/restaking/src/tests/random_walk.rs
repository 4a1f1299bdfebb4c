//! Random histories of the whole ledger against a model that keeps plain sums.
//!
//! As long as nothing is slashed a share is a unit, so the model is exact and so is the comparison: after every step all
//! wallets, positions, exits and pools equal the model's, calls succeed exactly when the model says so, and the ledger's
//! own invariants hold. `PALISADE_WALKS=n` runs n histories instead of the default.

use super::*;
use palisade_primitives::AssetId;
use proptest::{
	prelude::*,
	test_runner::{Config as Settings, TestRunner},
};
use std::collections::BTreeMap;

const USERS: [AccountId; 3] = [ALICE, BOB, CHARLIE];
const STEPS: usize = 200;
const HISTORIES: u32 = 100;

#[derive(Clone, Debug)]
enum Step {
	Delegate(usize, usize, bool, Balance),
	Undelegate(usize, usize, bool, Option<Balance>),
	Withdraw(usize, usize, bool),
	Epochs(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let amount = prop_oneof![
		Just(0u128),
		1u128..5,
		MIN_DELEGATION - 1..MIN_DELEGATION + 2,
		1u128..WEALTH / 4,
		WEALTH - MINIMUM - 1..WEALTH + 2,
		Just(u128::MAX),
	];
	let (user, operator, native) = (0..USERS.len(), 0..OPS.len() + 1, any::<bool>());
	prop_oneof![
		4 => (user.clone(), operator.clone(), native, amount.clone())
			.prop_map(|(u, o, n, a)| Step::Delegate(u, o, n, a)),
		4 => (user.clone(), operator.clone(), native, proptest::option::weighted(0.8, amount))
			.prop_map(|(u, o, n, a)| Step::Undelegate(u, o, n, a)),
		3 => (user, operator, native).prop_map(|(u, o, n)| Step::Withdraw(u, o, n)),
		2 => (1u32..3).prop_map(Step::Epochs),
	]
}

type Key = (AccountId, AccountId, AssetId);

/// What each owner should have, by the rules of the protocol and nothing else.
#[derive(Default)]
struct Model {
	spent: BTreeMap<(AccountId, AssetId), Balance>,
	staked: BTreeMap<Key, Balance>,
	/// By the epoch from which they can be claimed.
	exits: BTreeMap<Key, BTreeMap<u32, Balance>>,
	epoch: u32,
}

impl Model {
	fn wallet(&self, who: AccountId, asset: &AssetId) -> Balance {
		WEALTH - self.spent.get(&(who, asset.clone())).copied().unwrap_or(0)
	}

	fn staked(&self, key: &Key) -> Balance {
		self.staked.get(key).copied().unwrap_or(0)
	}

	fn delegate(&mut self, key: Key, amount: Balance) -> bool {
		let (who, operator, asset) = key.clone();
		let rest = self.wallet(who, &asset).checked_sub(amount);
		let affordable = match asset {
			AssetId::Native => rest.is_some_and(|rest| rest >= MINIMUM),
			_ => rest.is_some_and(|rest| rest >= MINIMUM || rest == 0),
		};
		let staked = self.staked(&key).saturating_add(amount);
		let fine = amount > 0 && OPS.contains(&operator) && affordable && staked >= MIN_DELEGATION;
		if fine {
			*self.spent.entry((who, asset)).or_default() += amount;
			self.staked.insert(key, staked);
		}
		fine
	}

	fn undelegate(&mut self, key: Key, amount: Option<Balance>) -> bool {
		let staked = self.staked(&key);
		let amount = amount.unwrap_or(staked);
		let rest = staked.checked_sub(amount);
		let fine = amount > 0 && rest.is_some_and(|rest| rest == 0 || rest >= MIN_DELEGATION);
		if fine {
			self.staked.insert(key.clone(), staked - amount);
			let exits = self.exits.entry(key).or_default();
			*exits.entry(self.epoch + 1).or_default() += amount;
		}
		fine
	}

	fn withdraw(&mut self, key: Key) -> bool {
		let (who, _, asset) = key.clone();
		let epoch = self.epoch;
		let holds = self.wallet(who, &asset);
		let Some(exits) = self.exits.get_mut(&key) else { return false };
		let due: Balance = exits.range(..=epoch).map(|(_, amount)| amount).sum();
		if due == 0 || (holds == 0 && due < MINIMUM) {
			return false;
		}
		exits.retain(|claimable, _| *claimable > epoch);
		*self.spent.entry((who, asset)).or_default() -= due;
		true
	}
}

fn key(user: usize, operator: usize, native: bool) -> Key {
	// One past the operators: an account that never registered.
	let operator = OPS.get(operator).copied().unwrap_or(CHARLIE);
	(USERS[user], operator, if native { NATIVE } else { STAKED_DOT })
}

fn apply(model: &mut Model, step: Step) {
	let (expected, result) = match step {
		Step::Delegate(user, operator, native, amount) => {
			let (who, operator, asset) = key(user, operator, native);
			let result = Restaking::delegate(signed(who), operator, asset.clone(), amount);
			(model.delegate((who, operator, asset), amount), result)
		},
		Step::Undelegate(user, operator, native, amount) => {
			let (who, operator, asset) = key(user, operator, native);
			let result = Restaking::undelegate(signed(who), operator, asset.clone(), amount);
			let result = result.map(|_| ()).map_err(|error| error.error);
			(model.undelegate((who, operator, asset), amount), result)
		},
		Step::Withdraw(user, operator, native) => {
			let (who, operator, asset) = key(user, operator, native);
			let result = Restaking::withdraw(signed(who), operator, asset.clone());
			let result = result.map(|_| ()).map_err(|error| error.error);
			(model.withdraw((who, operator, asset)), result)
		},
		Step::Epochs(epochs) => {
			model.epoch += epochs;
			CurrentEpoch::set(model.epoch);
			(true, Ok(()))
		},
	};
	assert_eq!(result.is_ok(), expected, "the ledger answers {result:?}");
}

fn compare(model: &Model) {
	check_ledger([0; 3]);
	for asset in [NATIVE, STAKED_DOT] {
		for who in USERS {
			assert_eq!(wallet(who, &asset), model.wallet(who, &asset));
		}
		for operator in OPS {
			let pool = Restaking::pool(&operator, &asset);
			let staked = USERS.iter().map(|who| model.staked(&(*who, operator, asset.clone())));
			assert_eq!(pool.balance, staked.sum::<Balance>());
			for who in USERS {
				let key = (who, operator, asset.clone());
				let position = Restaking::position(&who, &operator, &asset);
				assert_eq!(position.value, model.staked(&key));
				let leaving: Balance = position.exits.iter().map(|(_, amount)| amount).sum();
				let expected: Balance =
					model.exits.get(&key).map_or(0, |exits| exits.values().sum());
				assert_eq!(leaving, expected);
			}
		}
	}
}

#[test]
fn random_histories_follow_the_model() {
	let cases = std::env::var("PALISADE_WALKS").ok().and_then(|n| n.parse().ok());
	let settings = Settings {
		cases: cases.unwrap_or(HISTORIES),
		failure_persistence: None,
		..Settings::default()
	};
	let done = std::cell::Cell::new([0u32; 4]);
	TestRunner::new(settings)
		.run(&prop::collection::vec(step(), STEPS), |steps| {
			new_test_ext().execute_with(|| {
				let mut model = Model { epoch: CurrentEpoch::get(), ..Default::default() };
				for step in steps {
					apply(&mut model, step);
					compare(&model);
				}
				let mut counts = done.get();
				for event in System::read_events_for_pallet::<Event<Test>>() {
					let kind = match event {
						Event::Delegated { .. } => 0,
						Event::Undelegated { .. } => 1,
						Event::Withdrawn { .. } => 2,
						_ => 3,
					};
					counts[kind] += 1;
				}
				done.set(counts);
			});
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));
	// The walk went somewhere: each move succeeded often.
	let [delegated, undelegated, withdrawn, _] = done.get();
	assert!(delegated.min(undelegated).min(withdrawn) > 100, "{:?}", done.get());
}
