//! What shares are worth.

use super::*;

/// A part whose shares are worth between a millionth of a unit and one unit.
fn part() -> impl Strategy<Value = Part> {
	(amount(), 0u128..1_000_000, 0u128..1_000_000).prop_map(|(balance, per_million, odd)| {
		let diluted = balance + balance / 1_000_000 * per_million + odd;
		Part::new(balance, diluted).expect("shares are at least the balance")
	})
}

mod refusals {
	use super::*;

	#[test]
	fn a_part_with_fewer_shares_than_units_is_refused() {
		assert_eq!(Part::new(2, 1), None);
		assert!(Part::new(2, 2).is_some());
	}

	#[test]
	fn moving_nothing_is_refused() {
		let mut part = Part::new(5, 10).unwrap();
		assert_eq!(part.put(0), Err(PartError::Zero));
		assert_eq!(part.take_units(10, 0), Err(PartError::Zero));
		assert_eq!(part.take_shares(0), Err(PartError::Zero));
		assert_eq!(part, Part::new(5, 10).unwrap());
	}

	#[test]
	fn taking_more_than_the_shares_are_worth_is_refused() {
		let mut part = Part::new(5, 10).unwrap();
		// 4 shares are worth 2 units.
		assert_eq!(part.take_units(4, 3), Err(PartError::Insufficient));
		assert_eq!(part.take_units(10, 6), Err(PartError::Insufficient));
		assert_eq!(part.take_shares(11), Err(PartError::Insufficient));
		assert_eq!(Part::default().take_units(0, 1), Err(PartError::Insufficient));
		assert_eq!(part, Part::new(5, 10).unwrap());
	}

	#[test]
	fn void_shares_take_no_newcomers() {
		let mut part = Part::new(0, 10).unwrap();
		assert_eq!(part.put(1), Err(PartError::Void));
		assert_eq!(part.stake_of_floor(5), 0);
	}

	#[test]
	fn overflow_is_an_error_and_changes_nothing() {
		let mut part = Part::new(u128::MAX - 1, u128::MAX - 1).unwrap();
		assert_eq!(part.put(2), Err(PartError::Overflow));
		let mut diluted = Part::new(1, u128::MAX).unwrap();
		assert_eq!(diluted.put(1), Err(PartError::Overflow));
		assert_eq!(diluted, Part::new(1, u128::MAX).unwrap());
	}
}

mod rounding {
	use super::*;

	#[test]
	fn the_first_deposit_mints_one_share_a_unit() {
		let mut part = Part::default();
		assert_eq!(part.put(7), Ok(7));
		assert_eq!(part, Part::new(7, 7).unwrap());
	}

	#[test]
	fn the_newcomer_bears_the_rounding_of_a_mint() {
		// 3 shares per 2 units: 3 units are worth 4.5 shares.
		assert_eq!(Part::new(2, 3).unwrap().mint_floor(3), Ok(4));
	}

	#[test]
	fn the_leaver_bears_the_rounding_of_a_burn() {
		assert_eq!(Part::new(2, 3).unwrap().burn_ceil(1), Ok(2));
		assert_eq!(Part::new(2, 3).unwrap().stake_of_floor(1), 0);
		assert_eq!(Part::new(2, 3).unwrap().stake_of_ceil(1), 1);
	}

	#[test]
	fn whoever_burns_the_last_share_takes_the_last_unit() {
		let mut part = Part::new(5, 6).unwrap();
		assert_eq!(part.take_shares(5), Ok(Outflow { amount: 4, shares: 5 }));
		assert_eq!(part.take_shares(1), Ok(Outflow { amount: 1, shares: 1 }));
		assert!(part.is_empty() && part.balance() == 0);

		// Asked for in units, only the whole balance burns the last share.
		let mut part = Part::new(5, 6).unwrap();
		assert_eq!(part.take_units(6, 4), Ok(Outflow { amount: 4, shares: 5 }));
		assert_eq!(part.take_units(1, 1), Ok(Outflow { amount: 1, shares: 1 }));
		assert!(part.is_empty() && part.balance() == 0);
	}
}

proptest! {
	#[test]
	fn minting_is_the_floor_of_the_exact_quotient(part in part(), d in amount()) {
		if let Ok(minted) = part.mint_floor(d) {
			let (m, exact) = (wide(minted) * wide(part.balance()), wide(d) * wide(part.shares()));
			prop_assert!(m <= exact && exact < m + wide(part.balance()));
			prop_assert!(minted >= d, "a share is never worth more than a unit");
		}
	}

	#[test]
	fn burning_is_the_ceiling_of_the_exact_quotient(part in part(), x in amount()) {
		let x = x.min(part.balance());
		let burned = part.burn_ceil(x).unwrap();
		let (b, exact) = (wide(burned) * wide(part.balance()), wide(x) * wide(part.shares()));
		prop_assert!(b >= exact && b < exact + wide(part.balance()));
	}

	#[test]
	fn stake_is_rounded_by_less_than_a_unit(part in part(), s in amount()) {
		let s = s.min(part.shares());
		let (down, up) = (wide(part.stake_of_floor(s)), wide(part.stake_of_ceil(s)));
		let exact = wide(s) * wide(part.balance());
		prop_assert!(down * wide(part.shares()) <= exact && exact <= up * wide(part.shares()));
		prop_assert!(up - down <= wide(1));
	}

	#[test]
	fn putting_in_and_taking_out_at_once_never_gains(part in part(), d in amount()) {
		let mut part = part;
		if let Ok(minted) = part.put(d) {
			prop_assert!(part.take_shares(minted).unwrap().amount <= d);
		}
	}

	#[test]
	fn taking_in_two_steps_never_gains(part in part(), held in 1u128..=1_000_000, first in 0u128..=1_000_000) {
		let held = mul_div_floor(part.shares(), held, 1_000_000).unwrap().max(1);
		let first = mul_div_floor(held, first, 1_000_000).unwrap();
		let at_once = part.stake_of_floor(held);
		let mut part = part;
		// The owner of every share takes the last unit in both cases.
		prop_assume!(held < part.shares() && first > 0 && first < held);
		let in_two = part.take_shares(first).unwrap().amount + part.take_shares(held - first).unwrap().amount;
		prop_assert!(in_two <= at_once + 1);
	}

	/// Three owners act at random; after each step the invariants of the crate documentation hold.
	#[test]
	fn random_histories_keep_the_invariants(
		start in part(),
		steps in prop::collection::vec((0usize..3, 0u8..3, amount()), 1..60),
	) {
		let mut part = start;
		let mut held = [start.shares(), 0, 0];
		let (mut put, mut taken) = (wide(start.balance()), wide(0));
		for (who, step, amount) in steps {
			let others: Vec<_> = (0..3).filter(|o| *o != who).collect();
			let before = part;
			match step {
				0 => if let Ok(minted) = part.put(amount) { held[who] += minted; put += wide(amount); },
				1 => if let Ok(out) = part.take_units(held[who], amount) {
					held[who] -= out.shares; taken += wide(out.amount);
				},
				_ => {
					let shares = amount.min(held[who]);
					if let Ok(out) = part.take_shares(shares) { held[who] -= out.shares; taken += wide(out.amount); }
				},
			}
			prop_assert!(part.shares() >= part.balance());
			prop_assert!(!part.is_empty() || part.balance() == 0);
			prop_assert_eq!(part.shares(), held.iter().sum::<u128>());
			prop_assert_eq!(put, taken + wide(part.balance()));
			for other in others {
				// Exact comparison of s·B/S before and after: nobody loses by what another does.
				let s = wide(held[other]);
				prop_assert!(
					s * wide(before.balance()) * wide(part.shares())
						<= s * wide(part.balance()) * wide(before.shares()),
					"{:?} -> {:?}", before, part
				);
			}
		}
	}
}
