//! The numbers of `docs/slashing.md`.

use super::*;
use frame_support::traits::fungibles::Inspect;
use palisade_primitives::{AssetId, ServiceId, SlashId};
use palisade_terms::Condition;
use sp_runtime::Perbill;

const PAGE: &str = include_str!("../../../../docs/slashing.md");

/// The rows of the table behind a mark: the first cell, and the numbers of the others.
fn table(mark: &str) -> Vec<(&'static str, Vec<i128>)> {
	let mark = format!("<!-- table: {mark} -->");
	let (_, rest) = PAGE.split_once(&mark).expect("the page has the table");
	let rows = rest.trim_start().lines().take_while(|line| line.starts_with('|'));
	let number = |cell: &str| {
		let digits = cell.trim().replace(',', "").replace('−', "-");
		digits.parse().unwrap_or_else(|_| panic!("{cell} is no number"))
	};
	// Behind the head and the line below it.
	rows.skip(2)
		.map(|row| {
			let mut cells = row.trim_matches('|').split('|');
			let name = cells.next().expect("a row has cells").trim();
			(name, cells.map(number).collect())
		})
		.collect()
}

/// What the parties had at first.
struct Before {
	wallets: Vec<(AccountId, Balance)>,
	issuance: Balance,
}

impl Before {
	fn now() -> Self {
		let wallet = |who| (who, wallet(who, &NATIVE));
		Self {
			wallets: [COURT, CLIENT, OP].map(wallet).to_vec(),
			issuance: NativeAndAssets::total_issuance(AssetId::Native),
		}
	}

	fn gained(&self, who: AccountId) -> i128 {
		let (_, before) = self.wallets.iter().find(|(of, _)| *of == who).expect("it is known");
		wallet(who, &NATIVE) as i128 - *before as i128
	}

	fn burned(&self) -> i128 {
		(self.issuance - NativeAndAssets::total_issuance(AssetId::Native)) as i128
	}
}

/// What stands behind the operator.
fn behind(who: AccountId) -> i128 {
	(wealth(who, &NATIVE) - wallet(who, &NATIVE)) as i128
}

/// Up to epoch 24: everybody delegated, and Charlie and Bob asked for their stake.
fn prepare() -> (ServiceId, Before) {
	register(OP);
	let service = create(vec![Condition { proceeds: proceeds(5, 60), ..by_court() }]);
	join(OP, service);
	for (who, amount) in [(ALICE, 6_000), (BOB, 3_000), (CHARLIE, 1_000)] {
		delegate(who, OP, NATIVE, amount);
	}
	pledge(OP, service, NATIVE, 1_000, Exclusive);
	(service, Before::now())
}

fn step(service: ServiceId, epoch: Epoch) {
	at(epoch);
	let leave = |who, amount| {
		assert_ok!(Restaking::undelegate(signed(who), OP, NATIVE, amount));
	};
	match epoch {
		23 => leave(CHARLIE, None),
		24 => leave(BOB, Some(1_000)),
		25 => {
			rule(service, 0, 24, 20);
		},
		_ => (),
	}
}

#[test]
fn the_documented_slash_takes_what_the_page_says() {
	with_chain(|| {
		assert_eq!((U, BOND_RATE), (6, Perbill::from_percent(1)), "as the page says");
		let (service, before) = prepare();
		let rows = table("executed");
		assert_eq!(rows.len(), 5);
		let mut rows = rows.into_iter().peekable();
		for epoch in COUNTS..=28 {
			step(service, epoch);
			let Some((_, expected)) = rows.next_if(|(name, _)| *name == epoch.to_string()) else {
				continue;
			};
			let seen = vec![
				behind(ALICE),
				behind(BOB),
				behind(CHARLIE),
				before.gained(COURT),
				bond_of(COURT) as i128,
				before.gained(CLIENT),
				before.burned(),
			];
			assert_eq!(seen, expected, "epoch {epoch}");
		}
		assert!(rows.next().is_none(), "all rows were compared");
	});
}

#[test]
fn the_documented_objections_change_what_the_page_says() {
	let rows = table("objections");
	assert_eq!(rows.len(), 5);
	for (name, expected) in rows {
		with_chain(|| {
			let (service, before) = prepare();
			for epoch in COUNTS..=28 {
				step(service, epoch);
				let resolver = || signed(RESOLVER);
				if epoch == 26 {
					match name {
						"none" => (),
						"upheld" => {
							assert_ok!(Slashing::uphold(resolver(), 0));
						},
						"reduced to 10 %" => {
							let limit = Perquintill::from_percent(10);
							assert_ok!(Slashing::reduce(resolver(), 0, limit));
						},
						"overturned" => {
							assert_ok!(Slashing::overturn(resolver(), 0, false));
						},
						"overturned as frivolous" => {
							assert_ok!(Slashing::overturn(resolver(), 0, true));
						},
						other => panic!("an unknown objection: {other}"),
					}
				}
				if name == "upheld" {
					assert_eq!(is_executed_by(0), epoch >= 27, "epoch {epoch}");
				}
			}
			let seen = vec![
				behind(ALICE),
				behind(BOB),
				behind(CHARLIE),
				before.gained(COURT),
				before.gained(OP),
				before.gained(CLIENT),
				before.burned(),
			];
			assert_eq!(seen, expected, "{name}");
		});
	}
}

/// Whether the slash was reported and executed.
fn is_executed_by(id: SlashId) -> bool {
	Slashes::<Test>::contains_key(id) && is_executed(id)
}
