//! What consensus is paid with.

use super::*;

/// Ends `session` in that block.
fn end_session(session: u32, block: u64) {
	System::set_block_number(block);
	Validators::issue_rewards(session);
}

fn account() -> Balance {
	Balances::total_balance(&Validators::rewards_account())
}

#[test]
fn each_block_is_paid_at_the_end_of_its_session() {
	with_validators(|| {
		end_session(0, 10);
		let issued =
			|session, blocks, amount| vec![Event::RewardsIssued { session, blocks, amount }];
		assert_eq!(take_events(), issued(0, 10, 10 * REWARD));
		end_session(1, 13);
		assert_eq!(take_events(), issued(1, 3, 3 * REWARD));
		assert_eq!((account(), Balances::total_issuance()), (13 * REWARD, 13 * REWARD));
	});
}

#[test]
fn a_block_is_paid_once() {
	with_validators(|| {
		end_session(0, 10);
		take_events();
		end_session(1, 10);
		assert_eq!((account(), take_events()), (10 * REWARD, vec![]));
	});
}

#[test]
fn where_the_reward_is_nothing_nothing_is_minted_nor_later() {
	with_validators(|| {
		BlockReward::set(0);
		end_session(0, 10);
		assert_eq!((account(), take_events()), (0, vec![]));
		BlockReward::set(REWARD);
		end_session(1, 12);
		assert_eq!(account(), 2 * REWARD);
	});
}

#[test]
fn what_cannot_be_minted_is_tried_again_with_the_next_session() {
	with_validators(|| {
		// Too little for an account to exist with.
		BlockReward::set(EXISTENTIAL - 1);
		end_session(0, 1);
		assert_eq!((account(), take_events(), RewardedUpTo::<Test>::get()), (0, vec![], 0));
		end_session(1, 2);
		let amount = 2 * (EXISTENTIAL - 1);
		assert_eq!(take_events(), vec![Event::RewardsIssued { session: 1, blocks: 2, amount }]);
		assert_eq!((account(), RewardedUpTo::<Test>::get()), (amount, 2));
	});
}

#[test]
fn more_than_there_can_be_is_not_minted() {
	with_validators(|| {
		end_session(0, 1);
		BlockReward::set(Balance::MAX);
		end_session(1, 5);
		assert_eq!(account(), REWARD);
		BlockReward::set(REWARD);
		end_session(2, 6);
		assert_eq!(account(), 6 * REWARD);
	});
}
