//! The life of a slash: every party's balance, in every way that it can go.
//!
//! What each party has afterwards is computed from what it delegated, by the rule of three. With even amounts every share is
//! a whole number, and balances are asserted to the unit. With odd ones these round: what each part of the pool loses (down),
//! the whole bill (cut to the bound, which is rounded up), what a position is worth (down). So a position may lose one unit
//! more than its share, or up to three less; who is paid is asserted to the unit, of what was taken.

use super::*;
use frame_support::traits::fungibles::Inspect;
use palisade_primitives::{AssetId, ServiceId, SlashId};
use palisade_terms::{Condition, Evidence, Resolution};
use std::collections::BTreeMap;

const ASSETS: [AssetId; 2] = [NATIVE, STAKED_DOT];
const CHARGED: Epoch = COUNTS + 1;
/// Asks for its stake before the charged epoch, when what it left counted.
const EARLY: AccountId = CHARLIE;
/// Asks in the charged epoch.
const PROMPT: AccountId = STRANGER;
/// Asks in the epoch after it.
const LATE: AccountId = OPS[1];
/// Everybody who has anything; with the pool account, everything that was issued.
const PARTIES: [AccountId; 13] = [
	ALICE, BOB, CHARLIE, OPS[0], OPS[1], OPS[2], OWNER, COURT, RESOLVER, CLIENT, REPORTER,
	STRANGER, TREASURY,
];

#[derive(Clone, Copy, PartialEq, Debug)]
enum Proven {
	BySignatures,
	ByWord,
}
use Proven::*;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Settled {
	AtOnce,
	AfterVeto,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum By {
	Resolver,
	Governance,
}

impl By {
	fn origin(self) -> RuntimeOrigin {
		match self {
			Self::Resolver => signed(RESOLVER),
			Self::Governance => RuntimeOrigin::root(),
		}
	}
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Outcome {
	Executed,
	Upheld,
	Reduced(By),
	Overturned(By),
	Frivolous(By),
}
use Outcome::*;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Timing {
	InTheChargedEpoch,
	AtTheLast,
}
use Timing::*;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Amounts {
	Even,
	Odd,
}

#[derive(Clone, Copy, Debug)]
struct Row {
	proven: Proven,
	settled: Settled,
	outcome: Outcome,
	timing: Timing,
	kind: StakeKind,
	/// Of native and of staked DOT, whether it is staked.
	staked: [bool; 2],
	amounts: Amounts,
}

const OUTCOMES: [Outcome; 8] = [
	Executed,
	Upheld,
	Reduced(By::Resolver),
	Reduced(By::Governance),
	Overturned(By::Resolver),
	Overturned(By::Governance),
	Frivolous(By::Resolver),
	Frivolous(By::Governance),
];

fn rows() -> Vec<Row> {
	let mut rows = Vec::new();
	for proven in [BySignatures, ByWord] {
		for settled in [Settled::AtOnce, Settled::AfterVeto] {
			for outcome in OUTCOMES {
				if !is_possible(proven, settled, outcome) {
					continue;
				}
				for timing in [InTheChargedEpoch, AtTheLast] {
					for kind in [Exclusive, Shared] {
						for staked in [[true, false], [false, true], [true, true]] {
							for amounts in [Amounts::Even, Amounts::Odd] {
								rows.push(Row {
									proven,
									settled,
									outcome,
									timing,
									kind,
									staked,
									amounts,
								});
							}
						}
					}
				}
			}
		}
	}
	rows
}

/// Nobody objects to what is settled at once, which a word never is; and only a word can be frivolous.
fn is_possible(proven: Proven, settled: Settled, outcome: Outcome) -> bool {
	match settled {
		Settled::AtOnce => proven == BySignatures && outcome == Executed,
		Settled::AfterVeto => proven == ByWord || !matches!(outcome, Frivolous(_)),
	}
}

impl Row {
	fn condition(&self) -> Condition<AccountId> {
		let (evidence, penalty) = match self.proven {
			BySignatures => (Evidence::DoubleSign, flat(40)),
			ByWord => (Evidence::Ruling { by: COURT }, graded()),
		};
		let resolution = match self.settled {
			Settled::AtOnce => Resolution::Immediate,
			Settled::AfterVeto => Resolution::Veto { resolver: RESOLVER, window: 2 },
		};
		let evidence_age = self.evidence_age();
		let proceeds = proceeds(5, 60);
		Condition { evidence, penalty, evidence_age, resolution, proceeds, jail: 0 }
	}

	/// As long as it can be.
	fn evidence_age(&self) -> Epoch {
		match self.settled {
			Settled::AtOnce => 4,
			Settled::AfterVeto => 2,
		}
	}

	fn reporter(&self) -> AccountId {
		match self.proven {
			BySignatures => REPORTER,
			ByWord => COURT,
		}
	}

	/// Who delegates what.
	fn stakes(&self, asset: usize) -> [(AccountId, Balance); 6] {
		let amounts = match self.amounts {
			Amounts::Even => [40_000, 20_000, 10_000, 10_000, 20_000, 10_000],
			Amounts::Odd => [40_007, 20_011, 10_007, 10_009, 20_021, 10_037],
		};
		let who = [OP, ALICE, BOB, EARLY, PROMPT, LATE];
		core::array::from_fn(|at| (who[at], amounts[at] / (asset as Balance + 1)))
	}

	/// What of the pool is pledged.
	fn thousandths(&self) -> Balance {
		match self.amounts {
			Amounts::Even => 600,
			Amounts::Odd => 617,
		}
	}

	/// What of the pledge is taken.
	fn percent(&self) -> Balance {
		let percent = match self.outcome {
			Executed | Upheld => 40,
			Reduced(_) => 5,
			Overturned(_) | Frivolous(_) => 0,
		};
		match (self.proven, self.kind) {
			// Of what others share a word takes a tenth at most.
			(ByWord, Shared) => percent.min(10),
			_ => percent,
		}
	}

	fn is_taken(&self) -> bool {
		self.percent() > 0
	}

	/// The stake that answers.
	fn answering(&self, asset: usize) -> Balance {
		let all = self.stakes(asset).into_iter().filter(|(who, _)| *who != EARLY);
		all.map(|(_, amount)| amount).sum()
	}

	fn captured(&self, asset: usize) -> Balance {
		self.answering(asset) * self.thousandths() / 1_000
	}

	/// One per cent of the value at stake, rounded up. One unit of any asset is worth one.
	fn bond(&self) -> Balance {
		if self.settled == Settled::AtOnce {
			return 0;
		}
		let value: Balance = self.assets().map(|asset| self.captured(asset)).sum();
		value.div_ceil(100).max(MIN_BOND)
	}

	/// The staked ones, by their place.
	fn assets(&self) -> impl Iterator<Item = usize> {
		let staked = self.staked;
		(0..2).filter(move |asset| staked[*asset])
	}

	fn leave(&self, who: AccountId) {
		for asset in self.assets() {
			assert_ok!(Restaking::undelegate(signed(who), OP, ASSETS[asset].clone(), None));
		}
	}

	fn withdraw(&self, who: AccountId) {
		for asset in self.assets() {
			assert_ok!(Restaking::withdraw(signed(who), OP, ASSETS[asset].clone()));
		}
	}

	fn prepare(&self) -> ServiceId {
		register(OP);
		let service = create(vec![self.condition()]);
		join(OP, service);
		for asset in self.assets() {
			for (who, amount) in self.stakes(asset) {
				delegate(who, OP, ASSETS[asset].clone(), amount);
			}
			pledge(OP, service, ASSETS[asset].clone(), self.thousandths(), self.kind);
		}
		service
	}

	fn report(&self, service: ServiceId) -> SlashId {
		match self.proven {
			BySignatures => report(service, 0, CHARGED),
			ByWord => rule(service, 0, CHARGED, 40),
		}
	}

	/// From the report to its outcome.
	fn settle(&self, id: SlashId, before: &[Books; 2]) {
		let reported = now();
		let bond = self.bond();
		let waits = || {
			assert_eq!(stage(id), Stage::Pending, "{self:?}");
			assert_eq!(&Books::now(), before, "nothing has moved: {self:?}");
			assert_eq!(bond_of(self.reporter()), bond, "{self:?}");
		};
		if self.settled == Settled::AfterVeto {
			waits();
			if self.outcome == Upheld {
				assert_ok!(Slashing::uphold(signed(RESOLVER), id));
				waits();
			}
		} else {
			assert!(is_executed(id), "{self:?}");
		}

		at(reported + 1);
		if self.timing == InTheChargedEpoch {
			self.leave(LATE);
		}
		if self.settled == Settled::AtOnce {
			return;
		}
		waits();
		if let Reduced(by) = self.outcome {
			let limit = Perquintill::from_percent(5);
			assert_ok!(Slashing::reduce(by.origin(), id, limit));
			waits();
		}

		// The last epoch of the window.
		at(reported + 2);
		if self.outcome != Upheld {
			waits();
		}
		if self.proven == BySignatures && self.outcome != Upheld {
			let frivolous = Slashing::overturn(signed(RESOLVER), id, true);
			assert_eq!(frivolous, Err(Error::<Test>::NotFrivolous.into()), "{self:?}");
			waits();
		}
		match self.outcome {
			Upheld => assert!(is_executed(id), "{self:?}"),
			Overturned(by) => {
				assert_ok!(Slashing::overturn(by.origin(), id, false));
			},
			Frivolous(by) => {
				assert_ok!(Slashing::overturn(by.origin(), id, true));
			},
			Executed | Reduced(_) => {
				at(reported + 3);
				assert!(is_executed(id), "{self:?}");
			},
		}
	}

	/// Every party's balances, by what was taken of each asset.
	fn check(&self, id: SlashId, before: &[Books; 2]) {
		assert_eq!(bond_of(self.reporter()), 0, "{self:?}");
		let after = Books::now();
		for (asset, amount) in self.taken(id).into_iter().enumerate() {
			let bounty = amount * 5 / 100;
			let restitution = if self.kind == Exclusive { amount * 60 / 100 } else { 0 };
			let rest = amount - bounty - restitution;
			let is_native = asset == 0;
			let mut gains = BTreeMap::<AccountId, i128>::new();
			let mut gain = |who, amount: Balance| {
				*gains.entry(who).or_default() += amount as i128;
			};
			gain(self.reporter(), bounty);
			gain(CLIENT, restitution);
			if !is_native {
				gain(TREASURY, rest);
			}
			if is_native && matches!(self.outcome, Frivolous(_)) {
				gain(OP, self.bond());
				*gains.entry(self.reporter()).or_default() -= self.bond() as i128;
			}
			for who in PARTIES {
				let gained = after[asset].wealth[&who] as i128 - before[asset].wealth[&who] as i128;
				let expected = gains.get(&who).copied().unwrap_or_default();
				let lost = expected - gained;
				let share = self.share(asset, who);
				let (least, most) = match self.amounts {
					Amounts::Even => (share, share),
					Amounts::Odd if share == 0 => (0, 0),
					Amounts::Odd => (share - 3, share + 1),
				};
				assert!(
					(least..=most).contains(&lost),
					"{who} lost {lost} of asset {asset} and not {share}: {self:?}"
				);
			}
			let burned = if is_native { rest } else { 0 };
			assert_eq!(after[asset].issued, before[asset].issued - burned, "{self:?}");
			assert_eq!(after[asset].pool, before[asset].pool - amount, "{self:?}");
		}
	}

	/// What `who` loses: the penalty of its part of the pledge, rounded up.
	fn share(&self, asset: usize, who: AccountId) -> i128 {
		if !self.staked[asset] || who == EARLY {
			return 0;
		}
		let stakes = self.stakes(asset);
		let stake = stakes.iter().find(|(of, _)| *of == who).map_or(0, |(_, amount)| *amount);
		(stake * self.thousandths() * self.percent()).div_ceil(100_000) as i128
	}

	/// What the slash says that it took of each asset: as much as it should.
	fn taken(&self, id: SlashId) -> [Balance; 2] {
		let mut taken = [0; 2];
		if !self.is_taken() {
			let frivolous = matches!(self.outcome, Frivolous(_));
			assert_eq!(stage(id), Stage::Overturned { frivolous }, "{self:?}");
			return taken;
		}
		let Stage::Executed { penalty, taken: told } = stage(id) else {
			panic!("it is executed: {self:?}")
		};
		// What is beyond the cap of a word is dropped, and counts as executed.
		let percent = if matches!(self.outcome, Reduced(_)) { 5 } else { 40 };
		assert_eq!(penalty, Perquintill::from_percent(percent), "{self:?}");
		let told: Vec<_> = told.into_inner();
		let expected: Vec<_> = self.assets().map(|asset| ASSETS[asset].clone()).collect();
		assert_eq!(told.iter().map(|(of, _)| of.clone()).collect::<Vec<_>>(), expected);
		for (asset, (_, amount)) in self.assets().zip(told) {
			let bound = (self.captured(asset) * self.percent()).div_ceil(100);
			match self.amounts {
				Amounts::Even => assert_eq!(amount, bound, "{self:?}"),
				// Each of at most three parts rounds down, and up when the bill is cut to the bound.
				Amounts::Odd => {
					assert!((bound - 6..=bound).contains(&amount), "{amount} {bound} {self:?}")
				},
			}
			taken[asset] = amount;
		}
		taken
	}

	/// Everybody takes back what is left, and nothing is left over.
	fn close(&self) {
		let due = Books::now();
		for who in [OP, ALICE, BOB] {
			self.leave(who);
		}
		at(now() + U);
		for (who, _) in self.stakes(0) {
			self.withdraw(who);
		}
		let paid = Books::now();
		let dust = match self.amounts {
			Amounts::Even => 0,
			// Whoever goes last gets what rounding left.
			Amounts::Odd => 4,
		};
		for (asset, (due, paid)) in due.iter().zip(&paid).enumerate() {
			assert_eq!(paid.pool, MINIMUM, "{self:?}");
			for who in PARTIES {
				let (due, paid) = (due.wealth[&who], paid.wealth[&who]);
				assert_eq!(paid, wallet(who, &ASSETS[asset]));
				assert!((due..=due + dust).contains(&paid), "{who}: {due}, {paid}: {self:?}");
			}
		}
	}
}

/// Who has what of an asset.
#[derive(Clone, PartialEq, Debug)]
struct Books {
	wealth: BTreeMap<AccountId, Balance>,
	issued: Balance,
	pool: Balance,
}

impl Books {
	/// Of both assets, in which nothing is missing.
	fn now() -> [Self; 2] {
		ASSETS.map(|asset| {
			let pool = wallet(Restaking::pool_account(), &asset);
			let issued = NativeAndAssets::total_issuance(asset.clone());
			let wallets: Balance = PARTIES.iter().map(|who| wallet(*who, &asset)).sum();
			assert_eq!(wallets + pool, issued, "all of {asset:?} is somewhere");
			let wealth = PARTIES.iter().map(|who| (*who, wealth(*who, &asset))).collect();
			Self { wealth, issued, pool }
		})
	}
}

#[test]
fn every_party_has_what_it_should_however_a_slash_ends() {
	let rows = rows();
	// One settled at once, and of those under veto six by signatures and eight by word.
	assert_eq!(rows.len(), (1 + 6 + 8) * 2 * 2 * 3 * 2);
	for row in rows {
		with_chain(|| {
			let service = row.prepare();
			at(COUNTS);
			row.leave(EARLY);
			at(CHARGED);
			row.leave(PROMPT);
			let before = Books::now();
			if row.timing == AtTheLast {
				at(CHARGED + 1);
				row.leave(LATE);
				at(CHARGED + row.evidence_age());
			}
			let id = row.report(service);
			if row.settled == Settled::AtOnce {
				row.check(id, &before);
			}
			row.settle(id, &before);
			row.check(id, &before);
			row.close();
		});
	}
}
