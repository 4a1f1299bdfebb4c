//! Random histories of the whole registry against a model that forgets nothing.
//!
//! The model keeps every spell of every operator with the keys that were set in it, and every version of all terms, in
//! plain lists. From them it says, by the rules of the protocol, whether a call succeeds, and who is a member at an
//! epoch, under which version and with which key. After every step the pallet says the same for all answerable epochs
//! and the next few, and its own invariants hold. One of the services is the chain's own consensus, which is never closed and
//! whose members never lapse. `PALISADE_WALKS=n` runs n histories instead of the default.

use super::*;
use frame_support::dispatch::DispatchResultWithPostInfo;
use proptest::{
	prelude::*,
	test_runner::{Config as Settings, TestRunner},
};
use std::{cell::RefCell, collections::BTreeMap};

const OWNERS: [AccountId; 2] = [OWNER, PEER];
/// Acts as root, for service 0.
const GOVERNOR: AccountId = 90;
/// Services at a time.
const SLOTS: usize = 4;
/// The place of service 0 among them.
const CONSENSUS: usize = SLOTS - 1;
/// Keys that everybody fights for.
const RING: usize = 8;
const STEPS: usize = 150;
const HISTORIES: u32 = 64;
/// How many epochs ahead the pallet is asked about.
const AHEAD: Epoch = 4;

#[derive(Clone, Debug)]
enum Step {
	Create(usize),
	/// By the owner or somebody else: at most so many members, open or not.
	Update(usize, bool, u32, bool),
	/// The latest version or one so many before, by some of the operators.
	Accept(usize, [bool; OPS.len()], u32),
	/// For the latest version or one so many before, with a key.
	Apply(usize, usize, u32, usize),
	Approve(usize, bool, usize),
	Reject(usize, bool, usize),
	Leave(usize, usize),
	Eject(usize, bool, usize),
	SetKey(usize, usize, usize),
	Close(usize, bool),
	/// All records of a service.
	Clear(usize),
	Remove(usize),
	/// Paused or not.
	Status(usize, bool),
	Epochs(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let slot = 0..SLOTS;
	let operator = 0..OPS.len();
	let owner = prop::bool::weighted(0.9);
	let back = prop_oneof![8 => Just(0u32), 1 => Just(1u32)];
	// Mostly a key that the others leave alone.
	let shy = prop::bool::weighted(0.7);
	let user = (operator.clone(), shy, 0..RING).prop_map(|(operator, shy, key)| {
		let each = RING / OPS.len();
		(operator, if shy { operator * each + key % each } else { key })
	});
	let some = prop::array::uniform4(prop::bool::weighted(0.7));
	prop_oneof![
		6 => slot.clone().prop_map(Step::Create),
		6 => (slot.clone(), owner, 1u32..4, any::<bool>())
			.prop_map(|(slot, owner, most, open)| Step::Update(slot, owner, most, open)),
		14 => (slot.clone(), some, back.clone())
			.prop_map(|(slot, some, back)| Step::Accept(slot, some, back)),
		24 => (user.clone(), slot.clone(), back)
			.prop_map(|((operator, key), slot, back)| Step::Apply(operator, slot, back, key)),
		8 => (slot.clone(), owner, operator.clone())
			.prop_map(|(slot, owner, operator)| Step::Approve(slot, owner, operator)),
		8 => (slot.clone(), owner, operator.clone())
			.prop_map(|(slot, owner, operator)| Step::Reject(slot, owner, operator)),
		5 => (operator.clone(), slot.clone())
			.prop_map(|(operator, slot)| Step::Leave(operator, slot)),
		3 => (slot.clone(), owner, operator.clone())
			.prop_map(|(slot, owner, operator)| Step::Eject(slot, owner, operator)),
		20 => (user, slot.clone())
			.prop_map(|((operator, key), slot)| Step::SetKey(operator, slot, key)),
		1 => (slot.clone(), owner).prop_map(|(slot, owner)| Step::Close(slot, owner)),
		5 => slot.clone().prop_map(Step::Clear),
		7 => slot.prop_map(Step::Remove),
		3 => (operator, prop::bool::weighted(0.3))
			.prop_map(|(operator, paused)| Step::Status(operator, paused)),
		16 => (1u32..3).prop_map(Step::Epochs),
	]
}

/// A membership from its admission to its end.
struct Spell {
	from: Epoch,
	/// Its first epoch without: by leaving or ejection; or by lapse or closing, once somebody acted on it.
	until: Option<Epoch>,
	/// The latest version accepted in it.
	accepted: TermsVersion,
	/// Keys, and from when on they act. The last one is nobody else's until there is an end.
	keys: Vec<(Epoch, usize)>,
}

/// What an operator has with a service.
#[derive(Default)]
struct Relation {
	/// There is a record.
	record: bool,
	spells: Vec<Spell>,
	/// A version and a key.
	application: Option<(TermsVersion, usize)>,
}

struct Version {
	from: Epoch,
	most: u32,
	open: bool,
}

struct Entry {
	id: ServiceId,
	owner: AccountId,
	/// From version 1 on.
	versions: Vec<Version>,
	stops_at: Option<Epoch>,
	/// Of each operator.
	relations: [Relation; OPS.len()],
}

impl Entry {
	/// The number of the latest version.
	fn latest(&self) -> TermsVersion {
		self.versions.len() as TermsVersion
	}

	/// The number of the version in force at `epoch`.
	fn version_at(&self, epoch: Epoch) -> Option<TermsVersion> {
		let last = self.versions.iter().rposition(|version| version.from <= epoch)?;
		Some(last as TermsVersion + 1)
	}

	/// The first epoch after `spell`: by its own end, by terms that were not accepted, or by closing.
	fn end(&self, spell: &Spell) -> Option<Epoch> {
		// Versions count from 1: this is the one after the last that was accepted.
		let lapse = self.versions.get(spell.accepted as usize).map(|version| version.from);
		// The chain's own consensus binds by notice.
		let lapse = lapse.filter(|_| self.id != CONSENSUS_SERVICE);
		[spell.until, lapse, self.stops_at].into_iter().flatten().min()
	}

	/// Version and key of a member.
	fn member_at(&self, operator: usize, epoch: Epoch) -> Option<(TermsVersion, usize)> {
		let spell = self.relations[operator]
			.spells
			.iter()
			.find(|spell| spell.from <= epoch && self.end(spell).is_none_or(|end| epoch < end))?;
		let (_, key) = spell.keys.iter().rev().find(|(from, _)| *from <= epoch)?;
		Some((self.version_at(epoch)?, *key))
	}

	/// The place in the list of the spell that goes on, if there is one.
	fn current(&self, operator: usize, now: Epoch) -> Option<usize> {
		let spells = &self.relations[operator].spells;
		let spell = spells.last()?;
		let goes_on = spell.until.is_none() && self.end(spell).is_none_or(|end| end > now);
		goes_on.then_some(spells.len() - 1)
	}

	fn members(&self, now: Epoch) -> u32 {
		(0..OPS.len()).filter(|operator| self.current(*operator, now).is_some()).count() as u32
	}

	fn has_room(&self, now: Epoch) -> bool {
		self.versions.last().is_some_and(|latest| self.members(now) < latest.most)
	}

	fn join(&mut self, operator: usize, version: TermsVersion, key: usize, now: Epoch) {
		let from = self.versions.last().map_or(0, |latest| latest.from).max(now + 2);
		let spell = Spell { from, until: None, accepted: version, keys: vec![(from, key)] };
		self.relations[operator].spells.push(spell);
	}

	/// Ends the spell that goes on.
	fn end_current(&mut self, operator: usize, now: Epoch) -> Option<()> {
		let current = self.current(operator, now)?;
		self.relations[operator].spells[current].until = Some(now + 1);
		Some(())
	}

	/// Writes down where the last spell ended by itself.
	fn settle(&mut self, operator: usize) {
		let end = self.relations[operator].spells.last().and_then(|spell| self.end(spell));
		if let Some(last) = self.relations[operator].spells.last_mut() {
			last.until = last.until.or(end);
		}
	}

	/// After something ended by an act: whether the record is still there. What answers is, what never counted is not; of
	/// what answers no more the model takes the pallet's word, which keeps it until it is cleared.
	fn follow_record(&mut self, operator: usize, oldest: Epoch) {
		let kept = Memberships::<Test>::contains_key(self.id, OPS[operator]);
		let relation = &mut self.relations[operator];
		let answers =
			|spell: &Spell| spell.until.is_some_and(|until| until > spell.from && until > oldest);
		let never_counted =
			|spell: &Spell| spell.until.is_some_and(|until| until <= spell.from && until > oldest);
		if relation.spells.iter().any(answers) {
			assert!(kept, "no record of what answers");
		} else if relation.spells.iter().all(never_counted) {
			assert!(!kept, "a record of nothing");
		}
		if !kept {
			*relation = Relation::default();
		}
	}
}

struct Model {
	now: Epoch,
	unbonding: Epoch,
	notice: Epoch,
	next_id: ServiceId,
	paused: [bool; OPS.len()],
	slots: [Option<Entry>; SLOTS],
}

impl Model {
	fn oldest(&self) -> Epoch {
		self.now.saturating_sub(self.unbonding)
	}

	/// Whether nobody but `operator` uses the key, or used it in the last U epochs.
	fn is_free(&self, key: usize, operator: usize) -> bool {
		self.slots.iter().flatten().all(|entry| {
			let others = entry.relations.iter().enumerate().filter(|(other, _)| *other != operator);
			let mut others = others.map(|(_, relation)| relation);
			others.all(|relation| {
				let applied = relation.application.is_some_and(|(_, applied)| applied == key);
				!applied && relation.spells.iter().all(|spell| self.is_past(key, entry, spell))
			})
		})
	}

	/// Whether the key neither acts nor will act in `spell`, and did not act in it in the last U epochs.
	fn is_past(&self, key: usize, entry: &Entry, spell: &Spell) -> bool {
		spell.keys.iter().enumerate().filter(|(_, (_, other))| *other == key).all(
			|(i, (from, _))| {
				let next = spell.keys.get(i + 1).map(|(from, _)| *from);
				if next.is_none() && spell.until.is_none() {
					return false;
				}
				let stop = [next, entry.end(spell)].into_iter().flatten().min();
				stop.is_some_and(|stop| stop <= *from || stop + self.unbonding <= self.now)
			},
		)
	}

	fn create(&mut self, slot: usize) -> bool {
		if self.slots[slot].is_some() {
			return false;
		}
		let first = Version { from: self.now, most: terms().max_operators, open: true };
		let is_consensus = slot == CONSENSUS;
		self.slots[slot] = Some(Entry {
			id: if is_consensus { CONSENSUS_SERVICE } else { self.next_id },
			owner: by(slot, true),
			versions: vec![first],
			stops_at: None,
			relations: Default::default(),
		});
		self.next_id += u32::from(!is_consensus);
		true
	}

	/// Each of the following says whether the call succeeds, and what is so afterwards. `None` stands for no.
	fn update(&mut self, slot: usize, by: AccountId, most: u32, open: bool) -> Option<()> {
		let (now, notice) = (self.now, self.notice);
		let entry = self.open_of(slot, by)?;
		let pending = entry.versions.last().is_some_and(|latest| latest.from > now);
		(!pending).then(|| entry.versions.push(Version { from: now + notice, most, open }))
	}

	fn accept(&mut self, operator: usize, slot: usize, version: TermsVersion) -> Option<()> {
		let now = self.now;
		let entry = self.open(slot)?;
		let current = entry.current(operator, now)?;
		let announced = entry.versions.last().is_some_and(|latest| latest.from > now);
		let latest = entry.latest();
		let spell = &mut entry.relations[operator].spells[current];
		let fine = announced && version == latest && spell.accepted != version;
		fine.then(|| spell.accepted = version)
	}

	fn apply(
		&mut self,
		operator: usize,
		slot: usize,
		version: TermsVersion,
		key: usize,
	) -> Option<()> {
		let now = self.now;
		let free = self.is_free(key, operator) && !self.paused[operator];
		let entry = self.open(slot)?;
		let open = entry.versions.last()?.open;
		let applied = entry.relations[operator].application.is_some_and(|(old, _)| old == version);
		let fine =
			free && version == entry.latest()
				&& entry.current(operator, now).is_none()
				&& !applied && (!open || entry.has_room(now));
		if !fine {
			return None;
		}
		// What ended by itself is written down.
		entry.settle(operator);
		let relation = &mut entry.relations[operator];
		relation.record = true;
		relation.application = (!open).then_some((version, key));
		if open {
			entry.join(operator, version, key, now);
		}
		Some(())
	}

	fn approve(&mut self, slot: usize, by: AccountId, operator: usize) -> Option<()> {
		let now = self.now;
		let entry = self.open_of(slot, by)?;
		let (version, key) = entry.relations[operator].application?;
		if version != entry.latest() || !entry.has_room(now) {
			return None;
		}
		entry.relations[operator].application = None;
		entry.join(operator, version, key, now);
		Some(())
	}

	fn reject(&mut self, slot: usize, by: AccountId, operator: usize) -> Option<()> {
		let oldest = self.oldest();
		let entry = self.slots[slot].as_mut().filter(|entry| entry.owner == by)?;
		entry.relations[operator].application.take()?;
		entry.follow_record(operator, oldest);
		Some(())
	}

	fn leave(&mut self, operator: usize, slot: usize) -> Option<()> {
		let (now, oldest) = (self.now, self.oldest());
		let entry = self.slots[slot].as_mut()?;
		if entry.relations[operator].application.take().is_none() {
			entry.end_current(operator, now)?;
		}
		entry.follow_record(operator, oldest);
		Some(())
	}

	fn eject(&mut self, slot: usize, by: AccountId, operator: usize) -> Option<()> {
		let (now, oldest) = (self.now, self.oldest());
		let entry = self.slots[slot].as_mut().filter(|entry| entry.owner == by)?;
		entry.end_current(operator, now)?;
		entry.follow_record(operator, oldest);
		Some(())
	}

	fn set_key(&mut self, operator: usize, slot: usize, key: usize) -> Option<()> {
		let now = self.now;
		let free = self.is_free(key, operator);
		let entry = self.open(slot)?;
		let current = entry.current(operator, now)?;
		let spell = &mut entry.relations[operator].spells[current];
		if !free || spell.keys.last()?.1 == key {
			return None;
		}
		let from = spell.from.max(now + 1);
		spell.keys.retain(|(other, _)| *other < from);
		spell.keys.push((from, key));
		Some(())
	}

	fn close(&mut self, slot: usize, by: AccountId) -> Option<()> {
		let now = self.now;
		if slot == CONSENSUS {
			return None;
		}
		self.open_of(slot, by)?.stops_at = Some(now + 1);
		Some(())
	}

	fn clear(&mut self, slot: usize, operator: usize) -> Option<()> {
		let (oldest, now) = (self.oldest(), self.now);
		let entry = self.slots[slot].as_mut()?;
		let relation = &entry.relations[operator];
		let ended = |spell: &Spell| {
			// What ended before it counted left nothing: an act says so at once, a lapse when it has come.
			let never_counted = spell.until.is_some_and(|until| until <= spell.from);
			let lapsed = |end| end <= oldest || (end <= spell.from && end <= now);
			never_counted || entry.end(spell).is_some_and(lapsed)
		};
		let fine =
			relation.record && relation.application.is_none() && relation.spells.iter().all(ended);
		fine.then(|| entry.relations[operator] = Relation::default())
	}

	fn remove(&mut self, slot: usize) -> Option<()> {
		let entry = self.slots[slot].as_ref()?;
		let records = entry.relations.iter().any(|relation| relation.record);
		(entry.stops_at.is_some() && !records).then(|| self.slots[slot] = None)
	}

	fn open(&mut self, slot: usize) -> Option<&mut Entry> {
		self.slots[slot].as_mut().filter(|entry| entry.stops_at.is_none())
	}

	fn open_of(&mut self, slot: usize, by: AccountId) -> Option<&mut Entry> {
		self.open(slot).filter(|entry| entry.owner == by)
	}

	/// The service in a slot, or one that does not exist.
	fn id(&self, slot: usize) -> ServiceId {
		self.slots[slot].as_ref().map_or(u32::MAX, |entry| entry.id)
	}

	/// The latest version in a slot, or one `back` before.
	fn version(&self, slot: usize, back: u32) -> TermsVersion {
		self.slots[slot].as_ref().map_or(1, |entry| entry.latest().wrapping_sub(back))
	}
}

/// The owner of the service in a slot, or the other one.
fn by(slot: usize, owner: bool) -> AccountId {
	if slot == CONSENSUS && owner {
		return GOVERNOR;
	}
	OWNERS[(slot + usize::from(!owner)) % OWNERS.len()]
}

/// As which `by` acts.
fn origin(by: AccountId) -> RuntimeOrigin {
	if by == GOVERNOR {
		RuntimeOrigin::root()
	} else {
		signed(by)
	}
}

/// Both do the step, the pallet first, and agree whether it succeeds.
fn act(model: &mut Model, ring: &[KeyPair], step: Step) {
	let (result, expected) = match step.clone() {
		Step::Create(slot) => {
			if model.slots[slot].is_some() {
				return;
			}
			let owner = by(slot, true);
			let result = if slot == CONSENSUS {
				Services::found_consensus(owner, terms())
			} else {
				Services::create(signed(owner), terms(), vec![])
			};
			(result, model.create(slot))
		},
		Step::Update(slot, owner, most, open) => {
			let by = by(slot, owner);
			let admission = if open { Admission::Open } else { Admission::Approval };
			let terms = Terms { admission, ..at_most(most) };
			let result = Services::update_terms(origin(by), model.id(slot), terms);
			(plain(result), model.update(slot, by, most, open).is_some())
		},
		Step::Accept(slot, some, back) => {
			let version = model.version(slot, back);
			for operator in (0..OPS.len()).filter(|operator| some[*operator]) {
				let who = OPS[operator];
				let result = Services::accept_terms(signed(who), model.id(slot), version);
				let expected = model.accept(operator, slot, version).is_some();
				assert_eq!(result.is_ok(), expected, "{who} accepts {version}: {result:?}");
			}
			return;
		},
		Step::Apply(operator, slot, back, key) => {
			let version = model.version(slot, back);
			let (id, who) = (model.id(slot), OPS[operator]);
			let (public, proof) = prove(id, who, &ring[key]);
			let result = Services::apply(signed(who), id, version, public, proof);
			(result, model.apply(operator, slot, version, key).is_some())
		},
		Step::Approve(slot, owner, operator) => {
			let by = by(slot, owner);
			let result = Services::approve(origin(by), model.id(slot), OPS[operator]);
			(result, model.approve(slot, by, operator).is_some())
		},
		Step::Reject(slot, owner, operator) => {
			let by = by(slot, owner);
			let result = Services::reject(origin(by), model.id(slot), OPS[operator]);
			(result, model.reject(slot, by, operator).is_some())
		},
		Step::Leave(operator, slot) => {
			let result = Services::leave(signed(OPS[operator]), model.id(slot));
			(result, model.leave(operator, slot).is_some())
		},
		Step::Eject(slot, owner, operator) => {
			let by = by(slot, owner);
			let result = Services::eject(origin(by), model.id(slot), OPS[operator]);
			(result, model.eject(slot, by, operator).is_some())
		},
		Step::SetKey(operator, slot, key) => {
			let (id, who) = (model.id(slot), OPS[operator]);
			let (public, proof) = prove(id, who, &ring[key]);
			let result = Services::set_key(signed(who), id, public, proof);
			(result, model.set_key(operator, slot, key).is_some())
		},
		Step::Close(slot, owner) => {
			let by = by(slot, owner);
			let result = Services::close(origin(by), model.id(slot));
			(result, model.close(slot, by).is_some())
		},
		Step::Clear(slot) => {
			for (operator, who) in OPS.into_iter().enumerate() {
				let result = Services::clear_membership(signed(STRANGER), model.id(slot), who);
				let expected = model.clear(slot, operator).is_some();
				assert_eq!(result.is_ok(), expected, "{who} is cleared: {result:?}");
			}
			return;
		},
		Step::Remove(slot) => {
			let result = Services::remove(signed(STRANGER), model.id(slot));
			(plain(result), model.remove(slot).is_some())
		},
		Step::Status(operator, paused) => {
			model.paused[operator] = paused;
			let status = if paused { OperatorStatus::Paused } else { OperatorStatus::Active };
			set_status(OPS[operator], status);
			return;
		},
		Step::Epochs(epochs) => {
			model.now += epochs;
			at(model.now);
			return;
		},
	};
	assert_eq!(result.is_ok(), expected, "{step:?} in epoch {}: {result:?}", model.now);
}

fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|error| error.error)
}

fn compare(model: &Model, keys: &[ServiceKey]) {
	check_registry();
	let now = model.now;
	let asked = model.oldest().saturating_sub(2)..=now + AHEAD;
	for entry in model.slots.iter().flatten() {
		let id = entry.id;
		let info = Services::service(id).expect("the service is there");
		let members = if entry.stops_at.is_some() { 0 } else { entry.members(now) };
		assert_eq!((info.members, info.stops_at), (members, entry.stops_at), "service {id}");
		for epoch in asked.clone() {
			let answerable = epoch >= model.oldest();
			let version = entry.version_at(epoch).filter(|_| answerable);
			let terms = Services::terms_at(id, epoch);
			let expected = version.map(|number| (number, entry.versions[number as usize - 1].most));
			let terms = terms.map(|(number, terms)| (number, terms.max_operators));
			assert_eq!(terms, expected, "terms of {id} at {epoch} in {now}");
			for (operator, who) in OPS.into_iter().enumerate() {
				let expected = entry.member_at(operator, epoch).filter(|_| answerable);
				let expected = expected.map(|(version, key)| (version, keys[key]));
				let seen = Services::member_at(id, &who, epoch);
				assert_eq!(seen, expected, "{who} in {id} at {epoch} in {now}");
			}
		}
	}
	for (operator, who) in OPS.into_iter().enumerate() {
		let mut seen = Services::services_of(&who);
		seen.sort_unstable();
		let entries = model.slots.iter().flatten();
		let with_record = entries.filter(|entry| entry.relations[operator].record);
		let mut expected: Vec<ServiceId> = with_record.map(|entry| entry.id).collect();
		expected.sort_unstable();
		assert_eq!(seen, expected, "services of {who}");
	}
}

/// Which kind of event it is.
fn kind(event: &Event<Test>) -> &'static str {
	match event {
		Event::Created { .. } => "created",
		Event::TermsAnnounced { .. } => "announced",
		Event::TermsAccepted { .. } => "accepted",
		Event::Applied { .. } => "applied",
		Event::Joined { .. } => "joined",
		Event::Rejected { .. } => "rejected",
		Event::ApplicationWithdrawn { .. } => "withdrawn",
		Event::Left { .. } => "left",
		Event::Ejected { .. } => "ejected",
		Event::KeySet { .. } => "key set",
		Event::Closed { .. } => "closed",
		Event::MembershipCleared { .. } => "cleared",
		Event::Removed { .. } => "removed",
		other => panic!("nothing in the walk does this: {other:?}"),
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
	let ring: Vec<KeyPair> = (1..=RING as u32).map(pair).collect();
	let keys: Vec<ServiceKey> = ring.iter().map(KeyPair::key).collect();
	let done = RefCell::new(BTreeMap::<&'static str, u32>::new());
	// U and the notice. Both are short, so that a history goes on for much longer than anybody can ask.
	let histories = (5u32..9, 2u32..5, prop::collection::vec(step(), STEPS));
	TestRunner::new(settings)
		.run(&histories, |(unbonding, notice, steps)| {
			new_test_ext().execute_with(|| {
				// From the first epoch of the chain on.
				at(0);
				UnbondingEpochs::set(unbonding);
				TermsNotice::set(notice);
				let mut model = Model {
					now: 0,
					unbonding,
					notice,
					next_id: CONSENSUS_SERVICE + 1,
					paused: Default::default(),
					slots: Default::default(),
				};
				for slot in 0..SLOTS {
					act(&mut model, &ring, Step::Create(slot));
				}
				for step in steps {
					act(&mut model, &ring, step);
					compare(&model, &keys);
				}
				for event in take_events() {
					*done.borrow_mut().entry(kind(&event)).or_default() += 1;
				}
			});
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));
	// The walk went somewhere: everything happened, and not only once.
	let done = done.into_inner();
	assert_eq!(done.len(), 13, "{done:?}");
	assert!(done.values().all(|times| *times > 2), "{done:?}");
}
