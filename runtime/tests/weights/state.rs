//! A state in memory that counts accesses and records proofs as the benchmarking command's database does.

use palisade_runtime::Hash;
use sp_core::storage::{ChildInfo, StateVersion, Storage, TrackedStorageKey};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{
	backend::Backend, BackendTransaction, ChildStorageCollection, IterArgs, StateMachineStats,
	StorageCollection, StorageIterator, StorageKey, StorageValue, TrieBackend, TrieBackendBuilder,
	UsageInfo,
};
use sp_trie::{recorder::Recorder, MerkleValue, PrefixedMemoryDB};
use std::{
	cell::{Cell, RefCell},
	collections::BTreeMap,
	fmt,
	rc::Rc,
};

type Trie = TrieBackend<PrefixedMemoryDB<BlakeTwo256>, BlakeTwo256>;
type Error = <Trie as Backend<BlakeTwo256>>::Error;

/// See the module.
pub struct CountingState {
	trie: RefCell<Trie>,
	genesis: (PrefixedMemoryDB<BlakeTwo256>, Hash),
	recorder: Recorder<BlakeTwo256>,
	/// The root of the state on which recording began.
	recorded_root: Cell<Hash>,
	accesses: Rc<RefCell<Accesses>>,
	whitelist: RefCell<Vec<TrackedStorageKey>>,
}

/// What was accessed: keys with the trie they are in, none for the main one.
#[derive(Default)]
struct Accesses(BTreeMap<(Option<Vec<u8>>, Vec<u8>), Access>);

#[derive(Default)]
struct Access {
	reads: u32,
	writes: u32,
	whitelisted: bool,
}

impl Accesses {
	fn of(&mut self, trie: Option<&[u8]>, key: &[u8]) -> &mut Access {
		self.0.entry((trie.map(<[u8]>::to_vec), key.to_vec())).or_default()
	}

	fn read(&mut self, trie: Option<&[u8]>, key: &[u8]) {
		self.of(trie, key).reads += 1;
	}

	fn write(&mut self, trie: Option<&[u8]>, key: &[u8]) {
		self.of(trie, key).writes += 1;
	}

	fn counted(&self) -> impl Iterator<Item = (&[u8], &Access)> {
		self.0
			.iter()
			.filter(|(_, access)| !access.whitelisted)
			.map(|((_, key), access)| (&key[..], access))
	}
}

impl CountingState {
	pub fn new(genesis: Storage) -> Self {
		let empty = sp_state_machine::new_in_mem::<BlakeTwo256>();
		let children = genesis.children_default.values().map(|child| {
			let items = child.data.iter().map(|(key, value)| (&key[..], Some(&value[..])));
			(&child.child_info, items)
		});
		let top = genesis.top.iter().map(|(key, value)| (&key[..], Some(&value[..])));
		let (root, transaction) = empty.full_storage_root(top, children, StateVersion::V1);
		let mut nodes = empty.into_storage();
		nodes.consolidate(transaction);
		let state = Self {
			trie: RefCell::new(TrieBackendBuilder::new(nodes.clone(), root).build()),
			genesis: (nodes, root),
			recorder: Recorder::default(),
			recorded_root: Cell::new(root),
			accesses: Default::default(),
			whitelist: Default::default(),
		};
		state.wipe().expect("in memory");
		state
	}

	/// Goes on with `nodes` below `root`, of which nothing is known yet.
	fn open(&self, nodes: PrefixedMemoryDB<BlakeTwo256>, root: Hash) {
		self.recorder.reset();
		self.recorded_root.set(root);
		let recorder = self.recorder.clone();
		*self.trie.borrow_mut() =
			TrieBackendBuilder::new(nodes, root).with_recorder(recorder).build();
	}

	fn nodes(&self) -> PrefixedMemoryDB<BlakeTwo256> {
		self.trie.take().into_storage()
	}

	fn forget_accesses(&self) {
		let mut accesses = Accesses::default();
		for tracked in self.whitelist.borrow().iter() {
			let trie = tracked.child_trie_key.as_deref();
			accesses.of(trie, &tracked.key).whitelisted = true;
		}
		*self.accesses.borrow_mut() = accesses;
	}

	fn read(&self, trie: Option<&ChildInfo>, key: &[u8]) {
		self.accesses.borrow_mut().read(trie.map(ChildInfo::storage_key), key);
	}
}

impl fmt::Debug for CountingState {
	fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
		formatter.write_str("CountingState")
	}
}

/// Counts what it yields as read.
pub struct CountingIterator {
	inner: <Trie as Backend<BlakeTwo256>>::RawIter,
	trie: Option<Vec<u8>>,
}

impl StorageIterator<BlakeTwo256> for CountingIterator {
	type Backend = CountingState;
	type Error = Error;

	fn next_key(&mut self, state: &CountingState) -> Option<Result<StorageKey, Error>> {
		let next = self.inner.next_key(&state.trie.borrow());
		if let Some(Ok(key)) = &next {
			state.accesses.borrow_mut().read(self.trie.as_deref(), key);
		}
		next
	}

	fn next_pair(
		&mut self,
		state: &CountingState,
	) -> Option<Result<(StorageKey, StorageValue), Error>> {
		let next = self.inner.next_pair(&state.trie.borrow());
		if let Some(Ok((key, _))) = &next {
			state.accesses.borrow_mut().read(self.trie.as_deref(), key);
		}
		next
	}

	fn was_complete(&self) -> bool {
		self.inner.was_complete()
	}
}

impl Backend<BlakeTwo256> for CountingState {
	type Error = Error;
	type TrieBackendStorage = PrefixedMemoryDB<BlakeTwo256>;
	type RawIter = CountingIterator;

	fn storage(&self, key: &[u8]) -> Result<Option<StorageValue>, Error> {
		self.read(None, key);
		self.trie.borrow().storage(key)
	}

	fn storage_hash(&self, key: &[u8]) -> Result<Option<Hash>, Error> {
		self.read(None, key);
		self.trie.borrow().storage_hash(key)
	}

	fn closest_merkle_value(&self, key: &[u8]) -> Result<Option<MerkleValue<Hash>>, Error> {
		self.read(None, key);
		self.trie.borrow().closest_merkle_value(key)
	}

	fn child_closest_merkle_value(
		&self,
		child: &ChildInfo,
		key: &[u8],
	) -> Result<Option<MerkleValue<Hash>>, Error> {
		self.read(None, key);
		self.trie.borrow().child_closest_merkle_value(child, key)
	}

	fn child_storage(&self, child: &ChildInfo, key: &[u8]) -> Result<Option<StorageValue>, Error> {
		self.read(Some(child), key);
		self.trie.borrow().child_storage(child, key)
	}

	fn child_storage_hash(&self, child: &ChildInfo, key: &[u8]) -> Result<Option<Hash>, Error> {
		self.read(Some(child), key);
		self.trie.borrow().child_storage_hash(child, key)
	}

	fn exists_storage(&self, key: &[u8]) -> Result<bool, Error> {
		self.read(None, key);
		self.trie.borrow().exists_storage(key)
	}

	fn exists_child_storage(&self, child: &ChildInfo, key: &[u8]) -> Result<bool, Error> {
		self.read(Some(child), key);
		self.trie.borrow().exists_child_storage(child, key)
	}

	fn next_storage_key(&self, key: &[u8]) -> Result<Option<StorageKey>, Error> {
		self.read(None, key);
		self.trie.borrow().next_storage_key(key)
	}

	fn next_child_storage_key(
		&self,
		child: &ChildInfo,
		key: &[u8],
	) -> Result<Option<StorageKey>, Error> {
		self.read(Some(child), key);
		self.trie.borrow().next_child_storage_key(child, key)
	}

	fn storage_root<'a>(
		&self,
		delta: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
		version: StateVersion,
	) -> (Hash, BackendTransaction<BlakeTwo256>) {
		self.trie.borrow().storage_root(delta, version)
	}

	fn child_storage_root<'a>(
		&self,
		child: &ChildInfo,
		delta: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
		version: StateVersion,
	) -> (Hash, bool, BackendTransaction<BlakeTwo256>) {
		self.trie.borrow().child_storage_root(child, delta, version)
	}

	fn raw_iter(&self, args: IterArgs) -> Result<CountingIterator, Error> {
		let trie = args.child_info.as_ref().map(|child| child.storage_key().to_vec());
		Ok(CountingIterator { inner: self.trie.borrow().raw_iter(args)?, trie })
	}

	fn register_overlay_stats(&self, _: &StateMachineStats) {}

	fn usage_info(&self) -> UsageInfo {
		UsageInfo::empty()
	}

	/// Back to the genesis.
	fn wipe(&self) -> Result<(), Error> {
		let (nodes, root) = self.genesis.clone();
		self.open(nodes, root);
		self.forget_accesses();
		Ok(())
	}

	fn commit(
		&self,
		root: Hash,
		transaction: BackendTransaction<BlakeTwo256>,
		main: StorageCollection,
		children: ChildStorageCollection,
	) -> Result<(), Error> {
		let mut nodes = self.nodes();
		nodes.consolidate(transaction);
		self.open(nodes, root);
		let mut accesses = self.accesses.borrow_mut();
		for (key, _) in &main {
			accesses.write(None, key);
		}
		for (trie, changes) in &children {
			for (key, _) in changes {
				accesses.write(Some(trie), key);
			}
		}
		Ok(())
	}

	/// Each key is counted once, since whoever accesses it again does so in the overlay.
	fn read_write_count(&self) -> (u32, u32, u32, u32) {
		let accesses = self.accesses.borrow();
		let reads = accesses.counted().filter(|(_, access)| access.reads > 0).count();
		let writes = accesses.counted().filter(|(_, access)| access.writes > 0).count();
		(reads as u32, 0, writes as u32, 0)
	}

	fn reset_read_write_count(&self) {
		self.forget_accesses()
	}

	fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
		self.whitelist.borrow().clone()
	}

	fn set_whitelist(&self, whitelist: Vec<TrackedStorageKey>) {
		*self.whitelist.borrow_mut() = whitelist;
	}

	fn proof_size(&self) -> Option<u32> {
		let root = self.recorded_root.get();
		let proof = self.recorder.to_storage_proof();
		let size = proof.encoded_compact_size::<BlakeTwo256>(root);
		Some(size.map_or(0, |size| size as u32))
	}

	/// By storage item: the first 32 bytes of a key name it.
	fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
		let mut items = BTreeMap::<Vec<u8>, (u32, u32)>::new();
		for (key, access) in self.accesses.borrow().counted() {
			let item = items.entry(key[..key.len().min(32)].to_vec()).or_default();
			item.0 += access.reads.min(1);
			item.1 += access.writes.min(1);
		}
		items.into_iter().map(|(item, (reads, writes))| (item, reads, writes, false)).collect()
	}
}
