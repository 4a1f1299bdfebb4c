//! Random histories of judge, registries and ledger together, against a model of the judge.
//!
//! Delegators come and go, operators pledge, leave and join again, everybody reports, the court rules, the resolver and
//! governance object, blocks have room for all that is due or for little of it, and an asset is frozen at times. The model
//! keeps every report in a plain list. From it it says, by the rules of the protocol, whether a call succeeds or why not,
//! the stage of every slash, its final epoch and penalty, whose bond is held, how many rulings are open, and who is jailed
//! when; and what the circuit breaker stops, with budgets that bind in some histories. After every step the pallet says the same, all invariants hold, and not a unit is lost: what is in wallets and
//! ledger is what there was, less what slashes burned. What a slash takes is what was previewed, and what the ledger says
//! that it moved. `PALISADE_WALKS=n` runs n histories instead of the default.

use super::*;
use frame_support::{
	storage::{with_storage_layer, with_transaction, TransactionOutcome},
	traits::Hooks,
	weights::Weight,
};
use palisade_primitives::{
	keys::accusation_payload, AssetId, Liability, ServiceId, SlashId, StakeView, MAX_PAGE,
};
use palisade_terms::{Condition, Evidence, Fact, Op, Proceeds, Resolution, Restitution};
use proptest::{
	prelude::*,
	test_runner::{Config as Settings, TestRunner},
};
use sp_runtime::Perbill;
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

const STEPS: usize = 80;
const HISTORIES: u32 = 48;
const SERVICES: usize = 3;
const CONDITIONS: usize = 4;
const ASSETS: [AssetId; 2] = [NATIVE, STAKED_DOT];
const DELEGATORS: [AccountId; 3] = [ALICE, BOB, CHARLIE];
/// One of them resolves, one is accused.
const REPORTERS: [AccountId; 4] = [REPORTER, STRANGER, RESOLVER, OPS[1]];
/// Gets restitution, and has nothing: it cannot receive dust.
const GHOST: AccountId = 77;
/// A budget that stops nothing.
const ALL: Perquintill = Perquintill::one();
/// Of what all members have pledged, accusers hold at least that.
const QUORUM: Perbill = Perbill::from_percent(55);

fn bounty(percent: u32, client: Option<AccountId>) -> Proceeds<AccountId> {
	let share = Perbill::from_percent(30);
	let restitution = client.map(|to| Restitution { to, share });
	Proceeds { bounty: Perbill::from_percent(percent), restitution }
}

fn veto(window: Epoch) -> Resolution<AccountId> {
	Resolution::Veto { resolver: RESOLVER, window }
}

/// What most of the others say.
fn by_members() -> Condition<AccountId> {
	Condition { evidence: Evidence::QuorumAccusation { threshold: QUORUM }, ..by_court() }
}

/// What each service asks of its operators.
fn law() -> [[Condition<AccountId>; CONDITIONS]; SERVICES] {
	[
		[
			Condition {
				penalty: repeated(3),
				proceeds: bounty(5, Some(CLIENT)),
				jail: 2,
				..at_once()
			},
			Condition { proceeds: bounty(5, None), jail: 1, ..by_court() },
			Condition { penalty: flat(30), ..by_court() },
			Condition { proceeds: bounty(3, None), ..by_members() },
		],
		[
			Condition { penalty: flat(30), proceeds: bounty(2, None), jail: 1, ..vetoable() },
			Condition {
				penalty: repeated(4),
				resolution: veto(1),
				evidence_age: 3,
				jail: 3,
				..by_court()
			},
			Condition { penalty: flat(30), ..at_once() },
			Condition { resolution: veto(1), evidence_age: 3, jail: 1, ..by_members() },
		],
		[
			Condition { proceeds: bounty(1, Some(GHOST)), ..by_court() },
			Condition {
				penalty: repeated(2),
				resolution: veto(1),
				proceeds: bounty(5, Some(GHOST)),
				..vetoable()
			},
			Condition { penalty: flat(30), jail: 2, ..at_once() },
			Condition { penalty: repeated(3), ..by_members() },
		],
	]
}

#[derive(Clone, Copy, Debug)]
enum Flaw {
	UnknownService,
	UnknownCondition,
	Future,
	/// Proof of the other kind.
	WrongEvidence,
	/// Signed for another epoch, or ruled by nobody.
	Forged,
	SamePayload,
	ZeroSeverity,
}

#[derive(Clone, Debug)]
struct Accusation {
	operator: usize,
	service: usize,
	condition: usize,
	/// How many epochs ago.
	back: Epoch,
	topic: u8,
	/// Of a ruling, in percent.
	severity: u64,
	reporter: usize,
	flaw: Option<Flaw>,
}

/// A slash that waits, by its place among them; or any there was or will be.
type Pick = (usize, bool);

#[derive(Clone, Debug)]
enum Step {
	Delegate(usize, usize, usize, Balance),
	/// So many percent of it.
	Undelegate(usize, usize, usize, Balance),
	Withdraw(usize, usize, usize),
	/// So many thousandths.
	Allocate(usize, usize, usize, Balance, bool),
	Leave(usize, usize),
	Join(usize, usize),
	Report(Accusation),
	Uphold(Pick, bool),
	/// By the resolver, governance or somebody else, to so many percent.
	Reduce(Pick, usize, u64),
	Overturn(Pick, usize, bool),
	Execute(Pick),
	/// Of the slashes that were executed.
	Collect(usize),
	Freeze(bool),
	/// So many epochs pass, and there is room for so many executions.
	Block(Epoch, Option<u64>),
}

fn step() -> impl Strategy<Value = Step> {
	let operator = 0..OPS.len();
	let service = 0..SERVICES;
	let asset = 0..ASSETS.len();
	let who = 0..DELEGATORS.len();
	let pick = || (0usize..1_000, prop::bool::weighted(0.85));
	// The resolver, governance, or somebody else.
	let objector = prop_oneof![5 => Just(0usize), 3 => Just(1usize), 1 => Just(2usize)];
	let flaw = prop_oneof![
		Just(Flaw::UnknownService),
		Just(Flaw::UnknownCondition),
		Just(Flaw::Future),
		Just(Flaw::WrongEvidence),
		Just(Flaw::Forged),
		Just(Flaw::SamePayload),
		Just(Flaw::ZeroSeverity),
	];
	let back = prop_oneof![6 => 0u32..2, 4 => 2u32..4, 1 => 4u32..7];
	let severity = prop_oneof![Just(3u64), Just(8u64), Just(25u64), Just(100u64)];
	// Somebody is accused of the same again and again.
	let accused = prop_oneof![
		6 => Just((0, 0, 1)),
		2 => Just((1, 0, 0)),
		7 => (operator.clone(), service.clone(), 0..CONDITIONS),
	];
	let accusation =
		(accused, (back, 1u8..4, severity, 0..REPORTERS.len()), prop::option::weighted(0.18, flaw))
			.prop_map(
				|((operator, service, condition), (back, topic, severity, reporter), flaw)| {
					Accusation {
						operator,
						service,
						condition,
						back,
						topic,
						severity,
						reporter,
						flaw,
					}
				},
			);
	let epochs = prop_oneof![3 => Just(0u32), 12 => Just(1u32), 3 => Just(2u32), 1 => 8u32..20];
	let room = prop_oneof![8 => Just(None), 2 => Just(Some(0u64)), 2 => (1u64..3).prop_map(Some)];
	prop_oneof![
		8 => (who.clone(), operator.clone(), asset.clone(), 100u128..3_000)
			.prop_map(|(who, operator, asset, n)| Step::Delegate(who, operator, asset, n)),
		8 => (who.clone(), operator.clone(), asset.clone(), 10u128..101)
			.prop_map(|(who, operator, asset, n)| Step::Undelegate(who, operator, asset, n)),
		6 => (who, operator.clone(), asset.clone())
			.prop_map(|(who, operator, asset)| Step::Withdraw(who, operator, asset)),
		8 => (operator.clone(), service.clone(), asset, 0u128..11, any::<bool>())
			.prop_map(|(operator, service, asset, tenths, shared)| {
				Step::Allocate(operator, service, asset, tenths * 100, shared)
			}),
		1 => (operator.clone(), service.clone())
			.prop_map(|(operator, service)| Step::Leave(operator, service)),
		4 => (operator, service).prop_map(|(operator, service)| Step::Join(operator, service)),
		40 => accusation.prop_map(Step::Report),
		7 => (pick(), prop::bool::weighted(0.85))
			.prop_map(|(pick, resolver)| Step::Uphold(pick, resolver)),
		8 => (pick(), objector.clone(), prop_oneof![4 => 0u64..40, 1 => Just(100u64)])
			.prop_map(|(pick, by, percent)| Step::Reduce(pick, by, percent)),
		9 => (pick(), objector, any::<bool>())
			.prop_map(|(pick, by, frivolous)| Step::Overturn(pick, by, frivolous)),
		6 => pick().prop_map(Step::Execute),
		6 => (0usize..1_000).prop_map(Step::Collect),
		3 => any::<bool>().prop_map(Step::Freeze),
		30 => (epochs, room).prop_map(|(epochs, room)| Step::Block(epochs, room)),
	]
}

/// Mostly one step; at times an operator is accused of everything that there is, twice.
fn steps() -> impl Strategy<Value = Vec<Step>> {
	let severities = [Just(8u64).boxed(), prop_oneof![Just(3u64), Just(25u64)].boxed()];
	let spree = (0..OPS.len(), 0..SERVICES, 0..REPORTERS.len(), severities).prop_map(
		|(operator, service, reporter, severities)| {
			let mut steps = Vec::new();
			for (back, condition) in (0..3).flat_map(|back| (0..CONDITIONS).map(move |c| (back, c)))
			{
				for (topic, severity) in (1..).zip(severities) {
					steps.push(Step::Report(Accusation {
						operator,
						service,
						condition,
						back,
						topic,
						severity,
						reporter,
						flaw: None,
					}));
				}
			}
			steps
		},
	);
	prop_oneof![80 => step().prop_map(|step| vec![step]), 1 => spree]
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
	Pending,
	/// With that penalty.
	Executed(Perquintill),
	/// Frivolous or not.
	Overturned(bool),
}

struct Trial {
	id: SlashId,
	/// Places of operator, service and condition, and the charged epoch.
	case: (usize, usize, usize, Epoch),
	severity: Perquintill,
	reporter: AccountId,
	bond: Balance,
	reported: Epoch,
	final_from: Epoch,
	upheld: bool,
	limit: Perquintill,
	fate: Fate,
	/// The epoch in which something happens to it next.
	due: Epoch,
	/// Exclusions from the service: from the first epoch to before the second.
	jail: Vec<(Epoch, Epoch)>,
	/// By the breaker, until then.
	stopped_until: Option<Epoch>,
	forgotten: bool,
}

impl Trial {
	/// The first epoch in which it is executed.
	fn executed_from(&self) -> Epoch {
		self.stopped_until.unwrap_or(self.final_from)
	}
}

/// Slashes, and which budget had no room for each. Those without a scope were executed.
type Verdicts = Vec<(SlashId, Option<Scope>)>;

type Refusal = Result<(), DispatchError>;

fn refused(error: Error<Test>) -> Refusal {
	Err(error.into())
}

struct Model {
	now: Epoch,
	services: [ServiceId; SERVICES],
	law: [[Condition<AccountId>; CONDITIONS]; SERVICES],
	/// Of each operator and service, the spells of membership: from, until.
	spells: [[Vec<(Epoch, Epoch)>; SERVICES]; OPS.len()],
	trials: Vec<Trial>,
	/// What was ever reported.
	facts: BTreeSet<(usize, usize, usize, Epoch, u8)>,
	frozen: bool,
	/// Native units.
	burned: Balance,
	/// The active stake in pools with pledges, at the start of each epoch that began.
	pledged: BTreeMap<Epoch, Balance>,
	/// What slashes took that were final in an epoch, by service or of all.
	drawn: BTreeMap<(Option<ServiceId>, Epoch), Balance>,
}

impl Model {
	/// An epoch begins: what is pledged now is what budgets of offences in it are shares of. Any unit is worth one.
	fn begin(&mut self) {
		let pools = pallet_restaking::Pools::<Test>::iter_values();
		let counts = |pool: pallet_restaking::Pool| {
			let units = pool.pledged_units;
			assert!(units == 0 || units == pool.part.balance(), "all of a pool, or nothing");
			units
		};
		let units = pools.map(counts).sum();
		self.pledged.entry(self.now).or_insert(units);
	}

	/// What a member had pledged, if it counted.
	fn counted(&self, operator: usize, service: usize, epoch: Epoch) -> Option<Balance> {
		let jailed = self.trials.iter().any(|trial| {
			(trial.case.0, trial.case.1) == (operator, service)
				&& trial.jail.iter().any(|(from, until)| (*from..*until).contains(&epoch))
		});
		let counts = self.is_member(operator, service, epoch) && !jailed;
		counts.then(|| self.at_stake(operator, service, epoch))
	}

	fn at_stake(&self, operator: usize, service: usize, epoch: Epoch) -> Balance {
		let stake = Restaking::pledged(&OPS[operator], self.services[service], epoch);
		stake.iter().map(|stake| stake.value).sum()
	}

	/// What all members that counted had pledged.
	fn total(&self, service: usize, epoch: Epoch) -> Balance {
		(0..OPS.len()).filter_map(|operator| self.counted(operator, service, epoch)).sum()
	}

	/// Whether the breaker may stop a slash that is executed now.
	fn is_guarded(&self, trial: &Trial) -> bool {
		let is_on = ServiceShare::get() < ALL || ChainShare::get() < ALL;
		is_on && trial.stopped_until.is_none() && trial.final_from == self.now
	}

	/// A slash is executed that takes so many units, unless the breaker stops it.
	fn judge(&mut self, id: SlashId, units: Balance) -> (SlashId, Option<Scope>) {
		let trial = &self.trials[id as usize];
		if !self.is_guarded(trial) {
			return (id, None);
		}
		let ((operator, service, _, epoch), at) = (trial.case, trial.final_from);
		// Nobody knows what anything was worth in an epoch without blocks.
		let value = if self.pledged.contains_key(&epoch) { units } else { 0 };
		let of_chain = self.pledged.get(&epoch).copied().unwrap_or(0);
		// An accused that did not count adds its own.
		let own = match self.counted(operator, service, epoch) {
			Some(_) => 0,
			None => ServiceShare::get().mul_floor(self.at_stake(operator, service, epoch)),
		};
		let of_service = ServiceShare::get().mul_floor(self.total(service, epoch)) + own;
		let service = self.services[service];
		let budgets = [
			(Some(service), Scope::Service(service), ServiceShare::get(), of_service),
			(None, Scope::Chain, ChainShare::get(), ChainShare::get().mul_floor(of_chain)),
		];
		for (of, scope, share, budget) in budgets {
			let drawn = self.drawn.get(&(of, at)).copied().unwrap_or(0);
			if share < ALL && drawn + value > budget {
				let trial = &mut self.trials[id as usize];
				trial.stopped_until = Some(at + 1);
				trial.due = at + 1;
				return (id, Some(scope));
			}
		}
		for (of, ..) in budgets {
			*self.drawn.entry((of, at)).or_default() += value;
		}
		(id, None)
	}

	fn condition(&self, case: (usize, usize, usize, Epoch)) -> &Condition<AccountId> {
		&self.law[case.1][case.2]
	}

	fn is_word(&self, trial: &Trial) -> bool {
		is_word(&self.condition(trial.case).evidence)
	}

	fn window(&self, trial: &Trial) -> Epoch {
		match self.condition(trial.case).resolution {
			Resolution::Immediate => 0,
			Resolution::Veto { window, .. } => window,
		}
	}

	fn is_member(&self, operator: usize, service: usize, epoch: Epoch) -> bool {
		self.spells[operator][service].iter().any(|(from, until)| (*from..*until).contains(&epoch))
	}

	fn open_rulings(&self, operator: usize, service: usize) -> u32 {
		let open = |trial: &&Trial| {
			trial.fate == Fate::Pending
				&& (trial.case.0, trial.case.1) == (operator, service)
				&& self.is_word(trial)
		};
		self.trials.iter().filter(open).count() as u32
	}

	fn pending(&self) -> impl Iterator<Item = &Trial> {
		self.trials.iter().filter(|trial| trial.fate == Fate::Pending)
	}

	/// The penalty when a slash is final.
	fn penalty(&self, trial: &Trial) -> Perquintill {
		let Condition { penalty, .. } = self.condition(trial.case);
		let (operator, service, condition, _) = trial.case;
		let at = trial.final_from;
		let counts = |other: &&Trial| {
			let same = other.case.0 == operator && other.case.1 == service;
			let overturned = matches!(other.fate, Fate::Overturned(_));
			// Under one condition all have a window, or none has.
			let earlier = other.final_from < at || self.window(trial) > 0 || other.id < trial.id;
			let in_window = (at.saturating_sub(penalty.look_back)..=at).contains(&other.final_from);
			let same = same && other.case.2 == condition && other.id != trial.id;
			same && !overturned && earlier && in_window
		};
		let repeats = self.trials.iter().filter(counts).count() as u64;
		let ops = penalty.formula.ops();
		let reads = |fact| ops.contains(&Op::Fact(fact));
		let formula = if reads(Fact::Repeats) {
			Perquintill::from_percent(1 + repeats)
		} else if reads(Fact::Severity) {
			trial.severity
		} else {
			Perquintill::from_percent(30)
		};
		formula.min(trial.limit)
	}

	/// Whether a report is admitted, before anything else is asked.
	fn admit(&self, what: &Accusation) -> Refusal {
		let Accusation { operator, service, condition, .. } = *what;
		let epoch = self.epoch(what);
		if epoch > self.now {
			return refused(Error::FutureEpoch);
		}
		if matches!(what.flaw, Some(Flaw::UnknownService)) {
			return refused(Error::UnknownService);
		}
		if !self.is_member(operator, service, epoch) {
			return refused(Error::NotMember);
		}
		if matches!(what.flaw, Some(Flaw::UnknownCondition)) {
			return refused(Error::UnknownCondition);
		}
		let case = (operator, service, condition, epoch);
		let law = self.condition(case);
		if self.now > epoch + law.evidence_age {
			return refused(Error::EvidenceTooOld);
		}
		let by_word = is_word(&law.evidence);
		match (&law.evidence, what.flaw) {
			(_, Some(Flaw::WrongEvidence)) => return refused(Error::WrongEvidence),
			(Evidence::Ruling { .. }, Some(Flaw::Forged)) => return refused(Error::NotRuler),
			(Evidence::DoubleSign, Some(Flaw::Forged)) => return refused(Error::InvalidSignature),
			(Evidence::DoubleSign, Some(Flaw::SamePayload)) => return refused(Error::SamePayload),
			(_, Some(Flaw::ZeroSeverity)) if by_word => return refused(Error::ZeroSeverity),
			(Evidence::QuorumAccusation { .. }, flaw) => {
				let accusers = self.accusers(what);
				let value: Balance = accusers.iter().map(|(_, value)| value).sum();
				if accusers.is_empty() || value < QUORUM.mul_ceil(self.total(service, epoch)) {
					return refused(Error::QuorumNotReached);
				}
				if matches!(flaw, Some(Flaw::Forged)) {
					return refused(Error::InvalidSignature);
				}
			},
			_ => (),
		}
		if self.facts.contains(&(operator, service, condition, epoch, what.topic)) {
			return refused(Error::AlreadyReported);
		}
		match self.standing(case) {
			Some(known) if known.final_from <= self.now => refused(Error::AlreadyFinal),
			Some(known) if known.severity >= severity(what, by_word) => {
				refused(Error::NotMoreSevere)
			},
			Some(_) => Ok(()),
			None if by_word && self.open_rulings(operator, service) == 4 => {
				refused(Error::TooManyOpenRulings)
			},
			None => Ok(()),
		}
	}

	fn epoch(&self, what: &Accusation) -> Epoch {
		match what.flaw {
			Some(Flaw::Future) => self.now + 1 + what.back,
			_ => self.now - what.back,
		}
	}

	/// Whether members accuse another one of an offence in an epoch in which they had pledged nothing.
	fn is_worthless(&self, what: &Accusation) -> bool {
		let evidence = &self.law[what.service][what.condition].evidence;
		let by_members = matches!(evidence, Evidence::QuorumAccusation { .. });
		by_members && self.total(what.service, self.epoch(what)) == 0
	}

	/// All other members that counted, and what they had pledged.
	fn accusers(&self, what: &Accusation) -> Vec<(usize, Balance)> {
		let others = (0..OPS.len()).filter(|other| *other != what.operator);
		let counted = |other| self.counted(other, what.service, self.epoch(what));
		others.filter_map(|other| Some((other, counted(other)?))).collect()
	}

	/// The slash of a case that was not overturned.
	fn standing(&self, case: (usize, usize, usize, Epoch)) -> Option<&Trial> {
		let overturned = |trial: &Trial| matches!(trial.fate, Fate::Overturned(_));
		self.trials.iter().find(|trial| trial.case == case && !overturned(trial))
	}

	/// Takes notice of a report that was admitted. Returns the slash.
	fn report(&mut self, what: &Accusation, reporter: AccountId, at_stake: Balance) -> SlashId {
		let Accusation { operator, service, condition, topic, .. } = *what;
		let (now, epoch) = (self.now, self.epoch(what));
		let case = (operator, service, condition, epoch);
		let law = self.condition(case).clone();
		let severity = severity(what, is_word(&law.evidence));
		self.facts.insert((operator, service, condition, epoch, topic));
		let known = self.standing(case).map(|trial| trial.id);
		let jail = (now + 1, now + 1 + law.jail);
		let id = known.unwrap_or(self.trials.len() as SlashId);
		let (window, bond) = match law.resolution {
			Resolution::Immediate => (0, 0),
			Resolution::Veto { window, .. } => (window + 1, MIN_BOND.max(at_stake.div_ceil(100))),
		};
		if known.is_none() {
			self.trials.push(Trial {
				id,
				case,
				severity,
				reporter,
				bond,
				reported: now,
				final_from: now,
				upheld: false,
				limit: Perquintill::one(),
				fate: Fate::Pending,
				due: now,
				jail: Vec::new(),
				stopped_until: None,
				forgotten: false,
			});
		}
		let trial = &mut self.trials[id as usize];
		trial.severity = severity;
		trial.reported = now;
		trial.final_from = now + window;
		trial.due = now + window;
		trial.upheld = false;
		trial.limit = Perquintill::one();
		trial.jail.push(jail);
		id
	}

	/// The slash, if it is remembered.
	fn known(&self, id: SlashId) -> Result<&Trial, DispatchError> {
		let trial = self.trials.get(id as usize).filter(|trial| !trial.forgotten);
		trial.ok_or(Error::<Test>::UnknownSlash.into())
	}

	fn waiting(&self, id: SlashId) -> Result<&Trial, DispatchError> {
		let trial = self.known(id)?;
		match trial.fate {
			Fate::Pending => Ok(trial),
			_ => Err(Error::<Test>::NotPending.into()),
		}
	}

	/// Whether `by` may object; `None` stands for governance.
	fn object(&self, id: SlashId, by: Option<AccountId>) -> Result<&Trial, DispatchError> {
		let trial = self.waiting(id)?;
		let refusal = match by {
			_ if trial.executed_from() <= self.now => Error::<Test>::WindowClosed,
			None => return Ok(trial),
			// What the breaker stopped is governance's matter.
			Some(_) if trial.final_from <= self.now => Error::<Test>::WindowClosed,
			Some(who) if who != RESOLVER => Error::<Test>::NotResolver,
			Some(who) if trial.reporter == who => Error::<Test>::ResolverIsParty,
			Some(_) if trial.upheld => Error::<Test>::AlreadyUpheld,
			Some(_) => return Ok(trial),
		};
		Err(refusal.into())
	}

	fn uphold(&mut self, id: SlashId, by: AccountId) -> Refusal {
		self.object(id, Some(by))?;
		let now = self.now;
		let trial = &mut self.trials[id as usize];
		trial.upheld = true;
		trial.final_from = trial.final_from.min((trial.reported + 2).max(now + 1));
		trial.due = trial.final_from;
		Ok(())
	}

	fn reduce(&mut self, id: SlashId, by: Option<AccountId>, limit: Perquintill) -> Refusal {
		let trial = self.object(id, by)?;
		if limit >= trial.limit {
			return refused(Error::NotLower);
		}
		self.trials[id as usize].limit = limit;
		Ok(())
	}

	fn overturn(&mut self, id: SlashId, by: Option<AccountId>, frivolous: bool) -> Refusal {
		let trial = self.object(id, by)?;
		if frivolous && !self.is_word(trial) {
			return refused(Error::NotFrivolous);
		}
		let now = self.now;
		let trial = &mut self.trials[id as usize];
		trial.fate = Fate::Overturned(frivolous);
		trial.due = now + REMEMBERED_EPOCHS;
		trial.jail.iter_mut().for_each(|(_, until)| *until = now.saturating_add(1).min(*until));
		Ok(())
	}

	/// The slash is executed, which its epoch must allow.
	fn execute(&mut self, id: SlashId) {
		let now = self.now;
		let trial = self.waiting(id).expect("what is executed waits");
		assert!(trial.executed_from() <= now, "{id} is executed before it may be");
		let penalty = self.penalty(trial);
		let trial = &mut self.trials[id as usize];
		trial.fate = Fate::Executed(penalty);
		trial.due = now + REMEMBERED_EPOCHS;
	}

	fn pick(&self, (at, waits): Pick) -> SlashId {
		let waiting: Vec<SlashId> = self.pending().map(|trial| trial.id).collect();
		match waiting.is_empty() || !waits {
			true => (at % (self.trials.len() + 2)) as SlashId,
			false => waiting[at % waiting.len()],
		}
	}

	/// What the payees of an executed slash could not receive, by asset.
	fn uncollected(&self, id: SlashId) -> Vec<(AccountId, AssetId)> {
		let trial = &self.trials[id as usize];
		let client = self.condition(trial.case).proceeds.restitution.as_ref().map(|to| to.to);
		let Some(Slash { stage: Stage::Executed { taken, .. }, .. }) = Slashes::<Test>::get(id)
		else {
			return Vec::new();
		};
		let payees: BTreeSet<_> = client.into_iter().chain([trial.reporter, TREASURY]).collect();
		let assets = taken.iter().map(|(asset, _)| asset);
		let each = assets.flat_map(|asset| payees.iter().map(|who| (*who, asset.clone())));
		each.filter(|(who, asset)| Restaking::uncollected(who, asset) > 0).collect()
	}

	/// Whether somebody cannot receive what it has coming.
	fn is_stuck(&self, (who, asset): &(AccountId, AssetId)) -> bool {
		let comes = Restaking::uncollected(who, asset);
		let frozen = self.frozen && *asset == STAKED_DOT;
		frozen || wallet(*who, asset) + comes < MINIMUM
	}
}

/// Whether the chain takes somebody's word.
fn is_word(evidence: &Evidence<AccountId>) -> bool {
	matches!(evidence, Evidence::Ruling { .. } | Evidence::QuorumAccusation { .. })
}

fn severity(what: &Accusation, by_word: bool) -> Perquintill {
	if by_word {
		Perquintill::from_percent(what.severity)
	} else {
		Perquintill::one()
	}
}

fn prove(model: &Model, what: &Accusation) -> Proof<AccountId> {
	let (service, epoch) = (model.services[what.service], model.epoch(what));
	let evidence = &model.law[what.service][what.condition].evidence;
	let operator = OPS[what.operator];
	let sign = || double_sign(operator, (service, epoch), what.topic);
	if matches!(evidence, Evidence::QuorumAccusation { .. }) {
		return match what.flaw {
			Some(Flaw::WrongEvidence) => sign(),
			_ => accusation(model, what),
		};
	}
	match (what.flaw, is_word(evidence)) {
		(Some(Flaw::WrongEvidence), true) => sign(),
		(Some(Flaw::WrongEvidence), false) => ruling(what.topic, what.severity),
		(Some(Flaw::Forged), false) => double_sign(operator, (service, epoch + 1), what.topic),
		(Some(Flaw::SamePayload), false) => {
			let pair = pair(seed_of(operator));
			let said = || statement(&pair, (service, epoch), what.topic, 1);
			let (first, second) = (said(), said());
			Proof::DoubleSign(DoubleSign { topic: H256::repeat_byte(what.topic), first, second })
		},
		(Some(Flaw::ZeroSeverity), true) => ruling(what.topic, 0),
		(_, true) => ruling(what.topic, what.severity),
		(_, false) => sign(),
	}
}

/// All others that counted say it together.
fn accusation(model: &Model, what: &Accusation) -> Proof<AccountId> {
	let severity = match what.flaw {
		Some(Flaw::ZeroSeverity) => Perquintill::zero(),
		_ => Perquintill::from_percent(what.severity),
	};
	let topic = H256::repeat_byte(what.topic);
	let forged = matches!(what.flaw, Some(Flaw::Forged));
	let payload = accusation_payload(
		&GENESIS,
		model.services[what.service],
		model.epoch(what) + Epoch::from(forged),
		what.condition as u8,
		&OPS[what.operator],
		severity,
		&topic,
	);
	let accusers = model.accusers(what).into_iter().map(|(accuser, _)| OPS[accuser]);
	let signed = accusers.map(|accuser| (accuser, pair(seed_of(accuser)).sign(&payload)));
	let signatures = signed.collect::<Vec<_>>().try_into().expect("they are two at most");
	Proof::QuorumAccusation(QuorumAccusation { topic, severity, signatures })
}

/// What `step` answers, of which nothing stays.
fn undone<R>(step: impl FnOnce() -> R) -> R {
	let undone = || TransactionOutcome::Rollback(Ok::<_, DispatchError>(step()));
	with_transaction(undone).expect("it is rolled back")
}

/// What the events say of slashes that were executed or stopped, in order.
fn verdicts(events: &[Event<Test>]) -> Verdicts {
	let verdict = |event: &Event<Test>| match event {
		Event::Executed { slash, .. } => Some((*slash, None)),
		Event::Stopped { slash, scope, .. } => Some((*slash, Some(*scope))),
		_ => None,
	};
	events.iter().filter_map(verdict).collect()
}

/// The model says what becomes of these slashes, one after the other. How much each takes it hears from the ledger.
fn foresee(model: &mut Model, order: impl IntoIterator<Item = SlashId>) -> Verdicts {
	undone(|| {
		let mut foreseen = Vec::new();
		for id in order {
			let slash = Slashes::<Test>::get(id).expect("it waits");
			let penalty = model.penalty(&model.trials[id as usize]);
			let taken = undone(|| Slashing::take(&slash, penalty, model.now)).expect("it is due");
			foreseen.push(model.judge(id, taken.iter().map(|taken| taken.amount()).sum()));
			let Offence { service, epoch, .. } = slash.case.offence;
			while Slashing::lacks_totals(&slash, model.now) {
				assert_ok!(Restaking::tally(signed(STRANGER), service, epoch));
			}
			assert_ok!(Slashing::execute(signed(STRANGER), id));
		}
		foreseen
	})
}

/// What happened, as the events of judge and ledger tell it.
struct Happened {
	slashing: Vec<Event<Test>>,
	ledger: Vec<pallet_restaking::Event<Test>>,
}

fn happened() -> Happened {
	let slashing = System::read_events_for_pallet::<Event<Test>>();
	let ledger = System::read_events_for_pallet::<pallet_restaking::Event<Test>>();
	System::reset_events();
	Happened { slashing, ledger }
}

/// The model hears of what the chain executed and forgot, and what the ledger took for it.
fn follow(model: &mut Model, events: &Happened) {
	let mut slashed = events.ledger.iter().filter_map(|event| match event {
		pallet_restaking::Event::Slashed {
			operator,
			service,
			epoch,
			condition,
			asset,
			from_active,
			from_exits,
			bounty,
			restitution,
			rest,
			..
		} => {
			let offence = Offence { operator: *operator, service: *service, epoch: *epoch };
			let case = Case { offence, condition: *condition };
			assert_eq!(from_active + from_exits, bounty + restitution + rest);
			Some((case, (asset.clone(), from_active + from_exits), *rest))
		},
		_ => None,
	});
	for event in &events.slashing {
		match event {
			Event::Executed { slash, penalty, taken } => {
				model.execute(*slash);
				assert_eq!(model.trials[*slash as usize].fate, Fate::Executed(*penalty));
				let case = Slashes::<Test>::get(slash).expect("it is remembered").case;
				for entry in taken {
					let (of, moved, rest) = slashed.next().expect("the ledger says what it takes");
					assert_eq!((&of, &moved), (&case, entry));
					model.burned += if moved.0 == NATIVE { rest } else { 0 };
				}
			},
			Event::Forgotten { slash } => {
				let trial = &mut model.trials[*slash as usize];
				assert!(trial.fate != Fate::Pending && trial.due <= model.now);
				trial.forgotten = true;
			},
			Event::ExecutionFailed { slash, error } => panic!("slash {slash}: {error:?}"),
			Event::Stopped { slash, until, .. } => {
				assert_eq!(model.trials[*slash as usize].stopped_until, Some(*until));
			},
			_ => (),
		}
	}
	assert!(slashed.next().is_none(), "nothing else is slashed");
}

fn report(model: &mut Model, what: &Accusation, foreseen: &mut Verdicts) -> (Refusal, Refusal) {
	let epoch = model.epoch(what);
	let law = &model.law[what.service][what.condition];
	let by_court = matches!(law.evidence, Evidence::Ruling { .. });
	let immediate = law.resolution == Resolution::Immediate;
	let forged = matches!(what.flaw, Some(Flaw::Forged));
	let reporter = if by_court && !forged { COURT } else { REPORTERS[what.reporter] };
	let proof = prove(model, what);
	let service = match what.flaw {
		Some(Flaw::UnknownService) => 1_000,
		_ => model.services[what.service],
	};
	let condition = match what.flaw {
		Some(Flaw::UnknownCondition) => CONDITIONS as u8,
		_ => what.condition as u8,
	};
	let operator = OPS[what.operator];
	let stake = Restaking::pledged(&operator, service, epoch);
	let at_stake = stake.iter().map(|stake| stake.value).sum();
	let preview = Slashing::preview(service, condition, operator, epoch, Perquintill::one());

	let expected = model.admit(what);
	let result = with_storage_layer(|| {
		Slashing::report(signed(reporter), service, condition, operator, epoch, proof)
	});
	if expected.is_ok() {
		let id = model.report(what, reporter, at_stake);
		if immediate {
			let preview = preview.expect("it was admitted");
			let taken = preview.pools.into_iter();
			let taken = taken.map(|pool| (pool.asset, pool.from_active + pool.from_exits));
			let previewed = (preview.penalty, taken.collect::<Vec<_>>());
			let verdict = model.judge(id, previewed.1.iter().map(|(_, amount)| amount).sum());
			foreseen.push(verdict);
			assert_eq!(preview.stopped, verdict.1.is_some(), "preview of slash {id}");
			let Stage::Executed { penalty, taken } = stage(id) else {
				// It is executed later, when others may have been.
				return (result.map(|_| ()).map_err(|error| error.error), expected);
			};
			assert_eq!((penalty, taken.into_inner()), previewed);
			for (service, pledged) in preview.pledged {
				assert_eq!(pledged, Restaking::pledged_now(&operator, service));
			}
		}
	}
	(result.map(|_| ()).map_err(|error| error.error), expected)
}

/// A block begins, epochs later, with room for so many executions or for everything.
fn block(model: &mut Model, epochs: Epoch, room: Option<u64>) -> Happened {
	model.now += epochs;
	CurrentEpoch::set(model.now);
	let longest = Slashing::execution_weight(&size(REMEMBERED_EPOCHS));
	let steps = weights::SubstrateWeight::<Test>::next_due().saturating_mul(8);
	let budget = match room {
		None => Weight::MAX,
		Some(0) => Weight::zero(),
		Some(room) => longest.saturating_mul(room).saturating_add(steps),
	};
	Budget::set(budget);
	Restaking::on_initialize(1);
	model.begin();
	let before: Vec<(SlashId, Epoch)> = model
		.trials
		.iter()
		.filter(|trial| !trial.forgotten && trial.due <= model.now)
		.map(|trial| (trial.id, trial.due))
		.collect();
	// In which order the chain executes what is due, does not matter here.
	let order = undone(|| {
		happened();
		Slashing::work_off(budget);
		verdicts(&happened().slashing)
	});
	let foreseen = foresee(model, order.into_iter().map(|(id, _)| id));
	Slashing::note_epoch();
	let used = Slashing::work_off(budget);
	assert!(budget.all_gte(used), "{used:?} of {budget:?}");
	let events = happened();
	assert_eq!(verdicts(&events.slashing), foreseen, "in epoch {}", model.now);
	follow(model, &events);
	// Whoever cannot be paid keeps a slash from being forgotten.
	for (id, due) in &before {
		let entry = Slashes::<Test>::get(id);
		let put_off = entry.is_some_and(|slash| slash.due > *due);
		let closed_before = model.trials[*id as usize].due == *due;
		if closed_before && put_off {
			let unpaid = model.uncollected(*id);
			assert!(!unpaid.is_empty() && unpaid.iter().all(|payee| model.is_stuck(payee)));
			model.trials[*id as usize].due = model.now + REMEMBERED_EPOCHS;
		}
	}
	// Oldest first: nothing was done that was due later than something that was not.
	let is_done = |id: &SlashId| {
		let trial = &model.trials[*id as usize];
		trial.forgotten || trial.due > model.now
	};
	let done = before.iter().filter(|(id, _)| is_done(id)).map(|(_, due)| *due).max();
	let left = before.iter().filter(|(id, _)| !is_done(id)).map(|(_, due)| *due).min();
	assert!(done.is_none() || left.is_none() || done <= left, "{done:?} before {left:?}");
	match room {
		None => assert_eq!(left, None, "there was room for everything"),
		Some(0) => assert_eq!(done, None, "there was no room"),
		_ => (),
	}
	events
}

/// Both do the step and agree how it ends. Returns what happened.
fn act(model: &mut Model, step: &Step) -> (Happened, Option<DispatchError>) {
	let objector = |by: usize| [Some(RESOLVER), None, Some(STRANGER)][by];
	let origin = |by: Option<AccountId>| by.map_or(RuntimeOrigin::root(), signed);
	let mut before = None;
	let mut foreseen = Vec::new();
	let (result, expected) = match step.clone() {
		Step::Block(epochs, room) => return (block(model, epochs, room), None),
		// Where nothing is worth anything, nobody is most of it.
		Step::Report(what) if model.is_worthless(&what) => (Ok(()), Ok(())),
		Step::Report(what) => report(model, &what, &mut foreseen),
		Step::Uphold(pick, resolver) => {
			let id = model.pick(pick);
			let by = if resolver { RESOLVER } else { STRANGER };
			(with_storage_layer(|| Slashing::uphold(signed(by), id)), model.uphold(id, by))
		},
		Step::Reduce(pick, by, percent) => {
			let (id, by) = (model.pick(pick), objector(by));
			let limit = Perquintill::from_percent(percent);
			let result = with_storage_layer(|| Slashing::reduce(origin(by), id, limit));
			(result, model.reduce(id, by, limit))
		},
		Step::Overturn(pick, by, frivolous) => {
			let (id, by) = (model.pick(pick), objector(by));
			let bond = model.trials.get(id as usize).map_or(0, |trial| trial.bond);
			let result = with_storage_layer(|| Slashing::overturn(origin(by), id, frivolous));
			let expected = model.overturn(id, by, frivolous);
			if expected.is_ok() {
				before = Some(if frivolous { bond } else { 0 });
			}
			(result, expected)
		},
		Step::Execute(pick) => {
			let id = model.pick(pick);
			let expected = model.waiting(id).and_then(|trial| {
				let (_, service, _, epoch) = trial.case;
				let of_service = ServiceShare::get();
				let is_added_up = Restaking::totals(model.services[service], epoch).is_some();
				let refusal = if trial.final_from > model.now {
					Error::<Test>::NotFinal
				} else if trial.executed_from() > model.now {
					Error::<Test>::Stopped
				} else {
					if model.is_guarded(trial) && !is_added_up && of_service < ALL {
						// An execution would do so itself, but what it takes is foreseen first.
						assert_ok!(Restaking::add_up(model.services[service], epoch));
					}
					return Ok(());
				};
				Err(refusal.into())
			});
			if expected.is_ok() {
				foreseen = foresee(model, [id]);
			}
			let result = with_storage_layer(|| Slashing::execute(signed(STRANGER), id));
			(result.map(|_| ()).map_err(|error| error.error), expected)
		},
		Step::Collect(at) => {
			let executed = model
				.trials
				.iter()
				.filter(|trial| matches!(trial.fate, Fate::Executed(_)) && !trial.forgotten);
			// Most of what was taken was paid; so a slash with something left goes first.
			let mut ids: Vec<SlashId> = executed.map(|trial| trial.id).collect();
			let kept = |id: &SlashId| !model.uncollected(*id).is_empty();
			if at % 4 > 0 && ids.iter().any(kept) {
				ids.retain(kept);
			}
			let id = if ids.is_empty() { at as SlashId } else { ids[at % ids.len()] };
			let payees = model.known(id).map(|_| model.uncollected(id));
			let stuck = payees.iter().flatten().filter(|payee| model.is_stuck(payee)).count();
			let result = with_storage_layer(|| Slashing::collect(signed(STRANGER), id));
			match payees {
				Err(unknown) => (result, Err(unknown)),
				Ok(payees) if payees.is_empty() => (result, refused(Error::NothingToCollect)),
				// Nobody can be paid.
				Ok(payees) if stuck == payees.len() => {
					assert!(result.is_err(), "{payees:?} cannot receive");
					(Ok(()), Ok(()))
				},
				// Whoever can is paid.
				Ok(_) => {
					assert_eq!(model.uncollected(id).len(), stuck);
					(result, Ok(()))
				},
			}
		},
		Step::Freeze(frozen) => {
			let result = match frozen {
				true => Assets::freeze_asset(signed(GOVERNANCE), 1),
				false => Assets::thaw_asset(signed(GOVERNANCE), 1),
			};
			if result.is_ok() {
				model.frozen = frozen;
			}
			(Ok(()), Ok(()))
		},
		// What follows is the registries' and the ledger's own affair, which their own walks judge.
		Step::Delegate(who, operator, asset, amount) => {
			let asset = ASSETS[asset].clone();
			let (who, operator) = (signed(DELEGATORS[who]), OPS[operator]);
			let _ = with_storage_layer(|| Restaking::delegate(who, operator, asset, amount));
			(Ok(()), Ok(()))
		},
		Step::Undelegate(who, operator, asset, percent) => {
			let (who, operator, asset) = (DELEGATORS[who], OPS[operator], ASSETS[asset].clone());
			let value = Restaking::position(&who, &operator, &asset).value;
			let amount = (percent < 100).then_some(value * percent / 100);
			let who = signed(who);
			let _ = with_storage_layer(|| Restaking::undelegate(who, operator, asset, amount));
			(Ok(()), Ok(()))
		},
		Step::Withdraw(who, operator, asset) => {
			let asset = ASSETS[asset].clone();
			let (who, operator) = (signed(DELEGATORS[who]), OPS[operator]);
			let _ = with_storage_layer(|| Restaking::withdraw(who, operator, asset));
			(Ok(()), Ok(()))
		},
		Step::Allocate(operator, service, asset, thousandths, shared) => {
			let magnitude = thousandths * 1_000_000_000_000_000;
			let kind = if shared { Shared } else { Exclusive };
			let (service, asset) = (model.services[service], ASSETS[asset].clone());
			let who = signed(OPS[operator]);
			let _ =
				with_storage_layer(|| Restaking::allocate(who, service, asset, magnitude, kind));
			(Ok(()), Ok(()))
		},
		Step::Leave(operator, service) => {
			let (who, id) = (signed(OPS[operator]), model.services[service]);
			let left = with_storage_layer(|| Services::leave(who, id)).is_ok();
			let spells = &mut model.spells[operator][service];
			if left {
				spells.last_mut().expect("a member leaves").1 = model.now + 1;
			}
			(Ok(()), Ok(()))
		},
		Step::Join(operator, service) => {
			let spells = &mut model.spells[operator][service];
			if spells.last().is_none_or(|(_, until)| *until <= model.now) {
				join(OPS[operator], model.services[service]);
				spells.push((model.now + NOTICE, Epoch::MAX));
			}
			(Ok(()), Ok(()))
		},
	};
	assert_eq!(result, expected, "{step:?} in epoch {}", model.now);
	let events = happened();
	assert_eq!(verdicts(&events.slashing), foreseen, "{step:?} in epoch {}", model.now);
	follow(model, &events);
	if let Some(lost) = before {
		let told = events.slashing.iter().find_map(|event| match event {
			Event::Overturned { bond, .. } => Some(*bond),
			_ => None,
		});
		assert_eq!(told, Some(lost), "what a frivolous reporter lost");
	}
	(events, result.err())
}

fn compare(model: &Model, wealth: &[Balance; 2]) {
	check();
	let remembered = model.trials.iter().filter(|trial| !trial.forgotten);
	assert_eq!(Slashes::<Test>::iter().count(), remembered.clone().count());
	let mut bonds = BTreeMap::new();
	for trial in remembered {
		let id = trial.id;
		let slash = Slashes::<Test>::get(id).unwrap_or_else(|| panic!("slash {id} is forgotten"));
		let (operator, service, condition, epoch) = trial.case;
		let service = model.services[service];
		let offence = Offence { operator: OPS[operator], service, epoch };
		let case = Case { offence, condition: condition as u8 };
		let dates = (slash.reported, slash.final_from, slash.due);
		assert_eq!(slash.case, case, "slash {id}");
		assert_eq!(dates, (trial.reported, trial.final_from, trial.due), "slash {id}");
		let said = (slash.severity, slash.limit, slash.upheld);
		assert_eq!(said, (trial.severity, trial.limit, trial.upheld), "slash {id}");
		assert_eq!(slash.stopped_until, trial.stopped_until, "slash {id}");
		assert_eq!((slash.reporter, slash.bond), (Some(trial.reporter), trial.bond));
		let fate = match slash.stage {
			Stage::Pending => Fate::Pending,
			Stage::Executed { penalty, .. } => Fate::Executed(penalty),
			Stage::Overturned { frivolous } => Fate::Overturned(frivolous),
		};
		assert_eq!(fate, trial.fate, "slash {id}");
		if trial.fate == Fate::Pending {
			*bonds.entry(trial.reporter).or_insert(0) += trial.bond;
		}
	}
	for who in REPORTERS.into_iter().chain([COURT]) {
		assert_eq!(bond_of(who), bonds.get(&who).copied().unwrap_or(0), "bonds of {who}");
	}
	for (place, operator) in OPS.into_iter().enumerate() {
		let listed = Slashing::pending(&operator, None, MAX_PAGE).items;
		let listed: BTreeSet<SlashId> = listed.into_iter().map(|(id, _)| id).collect();
		let waiting = model.pending().filter(|trial| trial.case.0 == place);
		assert_eq!(listed, waiting.map(|trial| trial.id).collect(), "what waits of {operator}");
		for (at, service) in model.services.into_iter().enumerate() {
			let open = OpenRulings::<Test>::get(service, operator);
			assert_eq!(open, model.open_rulings(place, at), "rulings on {operator} in {service}");
			for epoch in model.now - U..model.now + 5 {
				let jailed = model.trials.iter().any(|trial| {
					(trial.case.0, trial.case.1) == (place, at)
						&& trial.jail.iter().any(|(from, until)| (*from..*until).contains(&epoch))
				});
				let told = <Slashing as palisade_primitives::Jail<AccountId>>::is_jailed(
					service, &operator, epoch,
				);
				assert_eq!(told, jailed, "{operator} in {service} at {epoch} in {}", model.now);
			}
		}
	}
	let drawn = |of| model.drawn.get(&(of, model.now)).copied().unwrap_or(0);
	assert_eq!(Slashing::breaker(0, model.now).chain.drawn, drawn(None));
	for service in model.services {
		let told = Slashing::breaker(service, model.now).service;
		assert!(told.is_none_or(|told| told.drawn == drawn(Some(service))), "{service}");
	}
	// Nothing is lost, and nothing comes from nowhere.
	for (asset, before) in ASSETS.iter().zip(wealth) {
		let burned = if *asset == NATIVE { model.burned } else { 0 };
		assert_eq!(everything(asset) + burned, *before, "units of {asset:?}");
	}
}

/// All units of an asset, in wallets and in the ledger.
fn everything(asset: &AssetId) -> Balance {
	let others = [OWNER, COURT, RESOLVER, CLIENT, REPORTER, STRANGER, TREASURY, GOVERNANCE, GHOST];
	let all = DELEGATORS.into_iter().chain(OPS).chain(others).chain([Restaking::pool_account()]);
	all.map(|who| wallet(who, asset)).sum()
}

/// Which kind of event it is.
fn kind(event: &Event<Test>) -> &'static str {
	match event {
		Event::Reported { .. } => "reported",
		Event::Raised { .. } => "raised",
		Event::Upheld { .. } => "upheld",
		Event::Reduced { by_governance: true, .. } => "reduced by governance",
		Event::Reduced { .. } => "reduced by the resolver",
		Event::Overturned { by_governance: true, .. } => "overturned by governance",
		Event::Overturned { frivolous: true, .. } => "overturned as frivolous",
		Event::Overturned { .. } => "overturned by the resolver",
		Event::Executed { .. } => "executed",
		Event::Jailed { .. } => "jailed",
		Event::Released { .. } => "released",
		Event::Stopped { scope: Scope::Chain, .. } => "stopped by the chain's budget",
		Event::Stopped { .. } => "stopped by the service's budget",
		Event::Collected { .. } => "collected",
		Event::Forgotten { .. } => "forgotten",
		other => panic!("nothing in the walk does this: {other:?}"),
	}
}

/// Three operators, each a member of the three services, with stake that is pledged to all of them.
fn start() -> Model {
	let law = law();
	let services = [0, 1, 2].map(|at: usize| create(law[at].to_vec()));
	for (place, operator) in OPS.into_iter().enumerate() {
		register(operator);
		for asset in ASSETS {
			delegate(DELEGATORS[place], operator, asset.clone(), 5_000);
			delegate(ALICE, operator, asset, 2_000);
		}
		for service in services {
			join(operator, service);
			pledge(operator, service, STAKED_DOT, 300, Exclusive);
			pledge(operator, service, NATIVE, 900, Shared);
		}
	}
	at(COUNTS + U);
	happened();
	let mut model = Model {
		now: COUNTS + U,
		services,
		law,
		spells: [(); OPS.len()].map(|_| [(); SERVICES].map(|_| vec![(COUNTS, Epoch::MAX)])),
		trials: Vec::new(),
		facts: BTreeSet::new(),
		frozen: false,
		burned: 0,
		pledged: BTreeMap::new(),
		drawn: BTreeMap::new(),
	};
	model.begin();
	model
}

/// Budgets that bind often, at times, or never.
fn share() -> impl Strategy<Value = u64> {
	prop_oneof![Just(5u64), Just(20u64), Just(100u64)]
}

#[test]
fn random_histories_follow_the_model() {
	let cases = std::env::var("PALISADE_WALKS").ok().and_then(|n| n.parse().ok());
	let settings = Settings {
		cases: cases.unwrap_or(HISTORIES),
		failure_persistence: None,
		..Settings::default()
	};
	let done = RefCell::new(BTreeMap::<&'static str, u32>::new());
	let refusals = RefCell::new(BTreeMap::<String, u32>::new());
	TestRunner::new(settings)
		.run(&((share(), share()), prop::collection::vec(steps(), STEPS)), |(shares, steps)| {
			new_test_ext().execute_with(|| {
				ServiceShare::set(Perquintill::from_percent(shares.0));
				ChainShare::set(Perquintill::from_percent(shares.1));
				let mut model = start();
				let wealth = [NATIVE, STAKED_DOT].map(|asset| everything(&asset));
				for step in steps.into_iter().flatten() {
					let (events, refusal) = act(&mut model, &step);
					compare(&model, &wealth);
					for event in &events.slashing {
						*done.borrow_mut().entry(kind(event)).or_default() += 1;
					}
					if let Some(DispatchError::Module(error)) = refusal {
						let name = error.message.unwrap_or_default().into();
						*refusals.borrow_mut().entry(name).or_default() += 1;
					}
				}
			});
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));
	// The walk went somewhere: everything happened, and not only once.
	let (done, refusals) = (done.into_inner(), refusals.into_inner());
	assert_eq!(done.len(), 15, "{done:?}");
	assert!(done.values().all(|times| *times > 2), "{done:?}");
	let everyday = [
		"AlreadyReported",
		"EvidenceTooOld",
		"NotFinal",
		"NotMember",
		"NotMoreSevere",
		"NotPending",
		"NotResolver",
		"NothingToCollect",
		"QuorumNotReached",
		"Stopped",
		"UnknownCondition",
		"UnknownService",
		"UnknownSlash",
		"WrongEvidence",
	];
	for name in everyday {
		assert!(refusals.contains_key(name), "{name} is not in {refusals:?}");
	}
}
