//! What the runtime API answers.

use super::*;

fn accounts(page: &Page<(AccountId, OperatorInfo), AccountId>) -> Vec<AccountId> {
	page.items.iter().map(|(account, _)| *account).collect()
}

/// Registers [`PEERS`]. Returns them in the order of their storage keys.
fn register_peers() -> Vec<AccountId> {
	for peer in PEERS {
		register(peer, percent(5));
	}
	let mut peers = PEERS.to_vec();
	peers.sort_by_key(|peer| Registry::hashed_key_for(*peer));
	peers
}

#[test]
fn a_stranger_is_none() {
	with_registry(|| {
		assert_eq!(Operators::operator(&ALICE), None);
		for from in [None, Some(ALICE)] {
			assert_eq!(Operators::operators(from, 10), Page { items: vec![], next: None });
		}
	});
}

#[test]
fn an_operator_is_shown_as_of_the_current_epoch() {
	with_registry(|| {
		assert_ok!(Operators::register(signed(ALICE), bytes(4), percent(5)));
		let info = OperatorInfo {
			metadata: bytes(4),
			commission: percent(5),
			announced: None,
			status: OperatorStatus::Active,
		};
		assert_eq!(Operators::operator(&ALICE), Some(info.clone()));
		assert_ok!(Operators::pause(signed(ALICE)));
		let info = OperatorInfo { status: OperatorStatus::Paused, ..info };
		assert_eq!(Operators::operator(&ALICE), Some(info.clone()));

		assert_ok!(Operators::set_commission(signed(ALICE), percent(10)));
		let announced = Some((percent(10), START + NOTICE));
		let before = OperatorInfo { announced, ..info.clone() };
		let after = OperatorInfo { commission: percent(10), ..info };
		for (epoch, expected) in [
			(START, &before),
			(START + NOTICE - 1, &before),
			(START + NOTICE, &after),
			(START + NOTICE + 1, &after),
		] {
			CurrentEpoch::set(epoch);
			assert_eq!(Operators::operator(&ALICE).as_ref(), Some(expected), "epoch {epoch}");
			let page = Operators::operators(None, 1);
			assert_eq!(page.items, vec![(ALICE, expected.clone())], "epoch {epoch}");
		}
	});
}

#[test]
fn pages_of_any_size_cover_the_list_once() {
	with_registry(|| {
		let peers = register_peers();
		for limit in 1..=peers.len() as u32 + 1 {
			let (mut seen, mut from, mut pages) = (vec![], None, 0);
			loop {
				let page = Operators::operators(from, limit);
				assert!(page.items.len() <= limit as usize);
				seen.extend(accounts(&page));
				pages += 1;
				from = page.next;
				if from.is_none() {
					break;
				}
			}
			assert_eq!(seen, peers, "pages of {limit}");
			assert_eq!(pages, (peers.len() as u32).div_ceil(limit), "pages of {limit}");
		}
	});
}

#[test]
fn a_page_starts_at_the_operator_it_is_asked_from() {
	with_registry(|| {
		let peers = register_peers();
		for (index, peer) in peers.iter().enumerate() {
			let page = Operators::operators(Some(*peer), 2);
			let end = peers.len().min(index + 2);
			assert_eq!(accounts(&page), peers[index..end]);
			assert_eq!(page.next, peers.get(index + 2).copied());
		}
	});
}

#[test]
fn a_page_starts_where_a_missing_operator_would_be() {
	with_registry(|| {
		let peers = register_peers();
		let page = Operators::operators(None, 3);
		assert_eq!(page.next, Some(peers[3]));
		// It leaves before the next page is read.
		assert_ok!(Operators::deregister(signed(peers[3])));
		let page = Operators::operators(page.next, 2);
		assert_eq!(accounts(&page), peers[4..6]);
		assert_eq!(page.next, Some(peers[6]));
		assert_ok!(Operators::deregister(signed(peers[6])));
		assert_eq!(Operators::operators(page.next, 2), Page { items: vec![], next: None });
	});
}

#[test]
fn an_empty_page_goes_nowhere() {
	with_registry(|| {
		let peers = register_peers();
		for from in [None, Some(peers[2]), Some(ALICE)] {
			assert_eq!(Operators::operators(from, 0), Page { items: vec![], next: from });
		}
	});
}

#[test]
fn a_page_has_a_limit() {
	with_registry(|| {
		let crowd = MAX_PAGE as u64 + 5;
		for who in 1_000..1_000 + crowd {
			Balances::set_balance(&who, WEALTH);
			register(who, percent(5));
		}
		let page = Operators::operators(None, u32::MAX);
		assert_eq!(page.items.len(), MAX_PAGE as usize);
		let rest = Operators::operators(page.next, u32::MAX);
		assert_eq!((rest.items.len(), rest.next), (5, None));
	});
}
