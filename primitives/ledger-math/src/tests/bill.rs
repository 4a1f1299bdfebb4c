//! What a penalty costs, whom, and who gets it.

use super::*;
use sp_arithmetic::{Perbill, Perquintill};

fn percent(p: u64) -> Perquintill {
	Perquintill::from_parts(p * 10_000_000_000_000_000)
}

/// From nothing executed.
fn first(after: Perquintill) -> Step {
	Step { before: Perquintill::zero(), after }
}

fn base(magnitude: u128, captured: u128) -> Base {
	Base { magnitude, captured, kind: StakeKind::Shared }
}

fn answering(balance: u128, magnitude: u128, room: u128) -> Answering {
	Answering { balance, magnitude, room }
}

fn due(magnitude: u128, amount: u128) -> Due {
	Due { magnitude, amount }
}

/// `X`: what a part owes whose room does not end it, and whose balance does not reach the bound.
fn owed(magnitude: u128, step: &Step) -> u128 {
	let base = base(magnitude, 10u128.pow(30));
	bill(&base, step, &[answering(0, u128::MAX, u128::MAX)])[0].magnitude
}

/// Executes `penalty`, and returns the step.
fn convict(
	executed: &mut ExecutedPenalties,
	condition: u8,
	penalty: Perquintill,
	max: Perquintill,
) -> Step {
	let step = executed.step(condition, penalty, max);
	executed.record(condition, penalty).expect("there are few conditions");
	step
}

fn penalty() -> impl Strategy<Value = Perquintill> {
	prop_oneof![
		3 => (0u64..=1_000_000_000_000_000_000).prop_map(Perquintill::from_parts),
		1 => (0u64..=100).prop_map(percent),
		1 => (0u64..=10).prop_map(Perquintill::from_parts),
	]
}

/// A step of any size, zero included.
fn step() -> impl Strategy<Value = Step> {
	(penalty(), penalty()).prop_map(|(p, q)| Step { before: p.min(q), after: p.max(q) })
}

/// Of a whole magnitude, down to a millionth of a millionth.
fn magnitude() -> impl Strategy<Value = u128> {
	prop_oneof![
		1 => Just(FULL_MAGNITUDE),
		2 => 1..=FULL_MAGNITUDE,
		1 => MIN_MAGNITUDE / 2..=MIN_MAGNITUDE * 2,
		1 => 1u128..=20,
	]
}

/// A part that answers with anything from nothing to all it has; now and then one that was wiped.
fn any_part() -> impl Strategy<Value = Answering> {
	let alive = (prop_oneof![4 => amount(), 1 => Just(0)], magnitude(), 0u128..=1_000_000)
		.prop_map(|(balance, magnitude, per_million)| {
			let room = mul_div_floor(magnitude, per_million, 1_000_000).unwrap();
			answering(balance, magnitude, room)
		});
	let full = (amount(), magnitude()).prop_map(|(balance, all)| answering(balance, all, all));
	prop_oneof![6 => alive, 3 => full, 1 => Just(answering(0, 0, 0))]
}

fn ceiling(numerator: U512, denominator: U512) -> U512 {
	(numerator + denominator - wide(1)) / denominator
}

/// `⌈p·x⌉`, exactly.
fn ceiling_of(p: Perquintill, x: u128) -> U512 {
	ceiling(wide(p.deconstruct().into()) * wide(x), wide(10u128.pow(18)))
}

mod executed_penalties {
	use super::*;

	#[test]
	fn the_first_penalty_counts_whole() {
		let executed = ExecutedPenalties::default();
		assert_eq!(executed.of(3), percent(0));
		assert_eq!(executed.step(3, percent(20), percent(100)), first(percent(20)));
	}

	#[test]
	fn asking_records_nothing() {
		let executed = ExecutedPenalties::default();
		let _ = executed.step(3, percent(20), percent(100));
		assert_eq!(executed, ExecutedPenalties::default());
	}

	#[test]
	fn of_one_condition_the_greatest_counts() {
		let (mut executed, max) = (ExecutedPenalties::default(), percent(100));
		convict(&mut executed, 3, percent(20), max);
		let step = |before, after| Step { before: percent(before), after: percent(after) };
		assert_eq!(convict(&mut executed, 3, percent(15), max), step(20, 20));
		assert_eq!(executed.of(3), percent(20), "a lesser one does not replace it");
		assert_eq!(convict(&mut executed, 3, percent(20), max), step(20, 20));
		assert_eq!(convict(&mut executed, 3, percent(35), max), step(20, 35));
		assert_eq!(executed.of(3), percent(35));
	}

	#[test]
	fn several_conditions_add_up_under_the_maximum() {
		let (mut executed, max) = (ExecutedPenalties::default(), percent(50));
		let step = |before, after| Step { before: percent(before), after: percent(after) };
		assert_eq!(convict(&mut executed, 0, percent(20), max), step(0, 20));
		assert_eq!(convict(&mut executed, 1, percent(25), max), step(20, 45));
		// 20 + 35 = 55 exceeds 50.
		assert_eq!(convict(&mut executed, 1, percent(35), max), step(45, 50));
		assert_eq!(convict(&mut executed, 2, percent(10), max), step(50, 50));
		assert_eq!(convict(&mut executed, 0, percent(100), max), step(50, 50));
	}

	#[test]
	fn the_maximum_binds_one_condition_alone_but_not_its_record() {
		let (mut executed, max) = (ExecutedPenalties::default(), percent(50));
		assert_eq!(convict(&mut executed, 0, percent(60), max), first(percent(50)));
		assert_eq!(executed.of(0), percent(60));
		// Under a greater maximum the record, not what could be collected, is where the next begins.
		let step = Step { before: percent(60), after: percent(70) };
		assert_eq!(executed.step(0, percent(70), percent(100)), step);
	}

	#[test]
	fn the_order_of_two_convictions_does_not_change_the_sum() {
		for (max, total) in [(100, 70), (70, 70), (69, 69), (50, 50), (40, 40), (10, 10)] {
			for order in [[(0, 30), (1, 40)], [(1, 40), (0, 30)]] {
				let mut executed = ExecutedPenalties::default();
				let added = order.map(|(condition, p)| {
					let step = convict(&mut executed, condition, percent(p), percent(max));
					step.after.deconstruct() - step.before.deconstruct()
				});
				assert_eq!(added[0] + added[1], percent(total).deconstruct(), "{order:?} {max}");
			}
		}
	}

	#[test]
	fn there_is_a_place_for_every_condition_and_no_more() {
		let mut executed = ExecutedPenalties::default();
		for condition in 0..16 {
			assert_eq!(executed.record(condition, percent(100)), Some(()));
		}
		let full = executed.clone();
		assert_eq!(executed.record(16, percent(100)), None);
		assert_eq!(executed, full);
		assert_eq!(executed.record(15, percent(100)), Some(()));
		// Sixteen times everything is everything.
		let all = Step { before: percent(100), after: percent(100) };
		assert_eq!(executed.step(0, percent(100), percent(100)), all);
	}

	proptest! {
		/// Whatever is convicted of in whatever order, each step begins where the last one ended, and all end where one
		/// step with the greatest of each condition would.
		#[test]
		fn the_steps_of_any_convictions_are_a_chain(
			convictions in prop::collection::vec((0u8..16, penalty()), 1..40),
			max in penalty(),
		) {
			let end = |order: &mut dyn Iterator<Item = &(u8, Perquintill)>| {
				let (mut executed, mut end) = (ExecutedPenalties::default(), percent(0));
				for (condition, penalty) in order {
					let step = convict(&mut executed, *condition, *penalty, max);
					prop_assert_eq!(step.before, end);
					prop_assert!(step.before <= step.after && step.after <= max);
					end = step.after;
				}
				Ok(end)
			};
			let forth = end(&mut convictions.iter())?;
			let back = end(&mut convictions.iter().rev())?;
			let greatest = (0..16).map(|of| {
				let all = convictions.iter().filter(|(condition, _)| *condition == of);
				u128::from(all.map(|(_, p)| p.deconstruct()).max().unwrap_or(0))
			});
			let sum = greatest.sum::<u128>().min(max.deconstruct().into());
			prop_assert_eq!(u128::from(forth.deconstruct()), sum);
			prop_assert_eq!(forth, back);
		}
	}
}

mod owing {
	use super::*;

	#[test]
	fn a_penalty_owes_its_part_of_the_base_rounded_up() {
		assert_eq!(owed(10, &first(percent(50))), 5);
		assert_eq!(owed(11, &first(percent(50))), 6);
		assert_eq!(owed(11, &first(Perquintill::from_parts(1))), 1);
		assert_eq!(owed(11, &first(percent(100))), 11);
		assert_eq!(owed(11, &first(percent(0))), 0);
		assert_eq!(owed(0, &first(percent(100))), 0);
	}

	#[test]
	fn a_second_penalty_owes_what_the_first_left() {
		// ⌈5.5⌉ = 6, and ⌈11 · 0.6⌉ = 7.
		assert_eq!(owed(11, &Step { before: percent(50), after: percent(60) }), 1);
		assert_eq!(owed(11, &Step { before: percent(50), after: percent(51) }), 0);
		assert_eq!(owed(11, &Step { before: percent(50), after: percent(100) }), 5);
	}

	proptest! {
		#[test]
		fn what_is_owed_is_the_difference_of_exact_ceilings(base in magnitude(), step in step()) {
			let exact = ceiling_of(step.after, base) - ceiling_of(step.before, base);
			prop_assert_eq!(wide(owed(base, &step)), exact);
		}

		#[test]
		fn many_small_penalties_cost_exactly_what_one_does(
			base in magnitude(),
			mut penalties in prop::collection::vec(penalty(), 1..50),
		) {
			penalties.sort();
			let max = percent(100);
			let (mut executed, mut sum) = (ExecutedPenalties::default(), 0);
			for penalty in &penalties {
				sum += owed(base, &convict(&mut executed, 0, *penalty, max));
			}
			prop_assert_eq!(sum, owed(base, &first(*penalties.last().unwrap())));
		}

		/// Of several conditions under one maximum.
		#[test]
		fn no_order_of_convictions_costs_more_than_another(
			base in magnitude(),
			convictions in prop::collection::vec((0u8..4, penalty()), 1..20),
			max in penalty(),
		) {
			let cost = |order: &mut dyn Iterator<Item = &(u8, Perquintill)>| {
				let mut executed = ExecutedPenalties::default();
				order.map(|(of, p)| owed(base, &convict(&mut executed, *of, *p, max))).sum::<u128>()
			};
			prop_assert_eq!(cost(&mut convictions.iter()), cost(&mut convictions.iter().rev()));
		}
	}
}

mod paying {
	use super::*;

	#[test]
	fn the_only_part_pays_its_part() {
		// 40 of 100 in 1000 units captured 400; a quarter of it is 10, in units 100.
		let parts = [answering(1000, 100, 40)];
		assert_eq!(bill(&base(40, 400), &first(percent(25)), &parts), [due(10, 100)]);
	}

	#[test]
	fn a_full_penalty_on_the_only_part_takes_everything() {
		for (balance, magnitude) in [
			(1000, 100),
			(7, FULL_MAGNITUDE),
			(10u128.pow(30), FULL_MAGNITUDE),
			(10u128.pow(30), MIN_MAGNITUDE),
			(10u128.pow(30) - 1, FULL_MAGNITUDE / 3),
			(1, 1),
		] {
			let parts = [answering(balance, magnitude, magnitude)];
			let dues = bill(&base(magnitude, balance), &first(percent(100)), &parts);
			assert_eq!(dues, [due(magnitude, balance)]);
		}
	}

	#[test]
	fn a_penalty_of_nothing_takes_nothing() {
		let parts = [answering(1000, 100, 40), answering(500, 50, 50)];
		let step = Step { before: percent(30), after: percent(30) };
		assert_eq!(bill(&base(40, 400), &step, &parts), [due(0, 0), due(0, 0)]);
		assert_eq!(bill(&base(40, 400), &first(percent(50)), &[]), []);
	}

	#[test]
	fn each_part_pays_by_its_own_magnitude() {
		// 400 of 1000 units were captured; 300 left since, in two buckets, one of them slashed by others to 80.
		let parts = [answering(700, 100, 40), answering(200, 100, 40), answering(80, 80, 40)];
		// All owe 20: 140 + 40 + 20 = 200 units.
		let dues = bill(&base(40, 400), &first(percent(50)), &parts);
		assert_eq!(dues, [due(20, 140), due(20, 40), due(20, 20)]);
	}

	#[test]
	fn a_part_owes_no_more_than_its_room() {
		let parts = [answering(500, 100, 40), answering(500, 100, 7), answering(500, 100, 0)];
		let dues = bill(&base(40, 400), &first(percent(50)), &parts);
		assert_eq!(dues, [due(20, 100), due(7, 35), due(0, 0)]);
	}

	#[test]
	fn newcomers_share_the_bill_and_do_not_raise_it() {
		// 400 of 1000 units were captured; since then as much joined as there was.
		let (base, step) = (base(40, 400), first(percent(50)));
		assert_eq!(bill(&base, &step, &[answering(1000, 100, 40)]), [due(20, 200)]);
		assert_eq!(bill(&base, &step, &[answering(2000, 100, 40)]), [due(10, 200)]);
		// In parts: 200 and 400 are thrice 200, and ⌊20 · 200 / 600⌋ = 6.
		let parts = [answering(1000, 100, 40), answering(2000, 100, 40)];
		assert_eq!(bill(&base, &step, &parts), [due(6, 60), due(6, 120)]);
	}

	#[test]
	fn at_the_bound_nobody_pays_less_and_one_unit_above_everybody_does() {
		let step = first(percent(50));
		let parts = [answering(1000, 100, 40), answering(500, 100, 40)];
		// 200 + 100 = 300 units.
		assert_eq!(bill(&base(40, 600), &step, &parts), [due(20, 200), due(20, 100)]);
		assert_eq!(bill(&base(40, 599), &step, &parts), [due(20, 200), due(20, 100)]);
		// ⌊20 · 299 / 300⌋ = 19.
		assert_eq!(bill(&base(40, 598), &step, &parts), [due(19, 190), due(19, 95)]);
	}

	#[test]
	fn the_bound_is_what_this_step_adds() {
		let parts = [answering(2000, 100, 40)];
		// ⌈0.1 · 400⌉ = 40 units, although 4 of 100 are 80 now.
		let step = Step { before: percent(50), after: percent(60) };
		assert_eq!(bill(&base(40, 400), &step, &parts), [due(2, 40)]);
		// ⌈0.1 · 15⌉ = 2 units, although ⌈0.6 · 15⌉ − ⌈0.5 · 15⌉ is 1.
		assert_eq!(bill(&base(40, 15), &step, &[answering(100, 100, 40)]), [due(2, 2)]);
	}

	#[test]
	fn claims_are_rounded_up_before_they_are_held_against_the_bound() {
		// ⌈1 · 3 / 2⌉ = 2 units each, 4 in all, of at most 3. Rounded down there would be 2, and both would lose 1.
		let parts = [answering(3, 2, 1), answering(3, 2, 1)];
		assert_eq!(bill(&base(1, 3), &first(percent(100)), &parts), [due(0, 0), due(0, 0)]);
		assert_eq!(bill(&base(1, 4), &first(percent(100)), &parts), [due(1, 1), due(1, 1)]);
	}

	#[test]
	fn where_nothing_was_captured_nothing_is_touched() {
		let parts = [answering(1000, 100, 40), answering(0, 100, 40)];
		let full = first(percent(100));
		assert_eq!(bill(&base(40, 0), &full, &parts), [due(0, 0), due(0, 0)]);
		// Not even magnitude that is worth nothing.
		assert_eq!(bill(&base(40, 0), &full, &parts[1..]), [due(0, 0)]);
		assert_eq!(bill(&base(0, 400), &full, &parts), [due(0, 0), due(0, 0)]);
	}

	#[test]
	fn a_part_without_magnitude_pays_nothing_and_changes_nothing() {
		let wiped = answering(0, 0, 0);
		let parts = [wiped, answering(1000, 100, 40), wiped];
		let dues = bill(&base(40, 400), &first(percent(50)), &parts);
		assert_eq!(dues, [due(0, 0), due(20, 200), due(0, 0)]);
		assert_eq!(bill(&base(40, 400), &first(percent(100)), &[wiped]), [due(0, 0)]);
	}

	#[test]
	fn a_part_without_balance_loses_magnitude_only() {
		let dues = bill(&base(40, 400), &first(percent(50)), &[answering(0, 100, 40)]);
		assert_eq!(dues, [due(20, 0)]);
	}

	#[test]
	fn two_slashes_cost_the_same_in_either_order() {
		// Two services share all of 10,000 units: one takes 30 %, the other 20 %.
		let both = [percent(30), percent(20)];
		let mut ends = Vec::new();
		for order in [[0, 1], [1, 0]] {
			let (mut balance, mut magnitude) = (10_000, 100);
			for which in order {
				let parts = [answering(balance, magnitude, magnitude)];
				let dues = bill(&base(100, 10_000), &first(both[which]), &parts);
				balance -= dues[0].amount;
				magnitude -= dues[0].magnitude;
			}
			ends.push((balance, magnitude));
		}
		assert_eq!(ends, [(5_000, 50), (5_000, 50)]);
	}

	proptest! {
		/// Section 6 of the protocol in integers that cannot overflow.
		#[test]
		fn the_bill_is_the_formula(
			m in magnitude(),
			captured in prop_oneof![9 => amount(), 1 => Just(0)],
			step in step(),
			parts in prop::collection::vec(any_part(), 0..=35),
		) {
			let dues = bill(&base(m, captured), &step, &parts);
			prop_assert_eq!(dues.len(), parts.len());
			let added = step.after.deconstruct() - step.before.deconstruct();
			let bound = ceiling_of(Perquintill::from_parts(added), captured);
			let owed = ceiling_of(step.after, m) - ceiling_of(step.before, m);
			let claim = |part: &Answering| owed.min(wide(part.room));
			let alive = parts.iter().filter(|part| part.magnitude > 0);
			let total = alive.fold(wide(0), |total, part| {
				total + ceiling(claim(part) * wide(part.balance), wide(part.magnitude))
			});
			let mut paid = wide(0);
			for (part, due) in parts.iter().zip(&dues) {
				let x = match total > bound {
					_ if captured == 0 => wide(0),
					true => claim(part) * bound / total,
					false => claim(part),
				};
				prop_assert_eq!(wide(due.magnitude), x);
				prop_assert!(due.magnitude <= part.room && due.amount <= part.balance);
				match part.magnitude {
					0 => prop_assert_eq!(*due, Due::default()),
					all => prop_assert_eq!(wide(due.amount), x * wide(part.balance) / wide(all)),
				}
				paid += wide(due.amount);
			}
			prop_assert!(paid <= bound);
		}

		/// Nobody escapes by rounding: of a part as it was at the offence a first penalty takes what it may, but for less
		/// than two units and one of magnitude.
		#[test]
		fn an_unchanged_part_pays_the_bound(
			balance in amount(),
			all in magnitude(),
			per_million in 0u128..=1_000_000,
			p in penalty(),
		) {
			let m = mul_div_floor(all, per_million, 1_000_000).unwrap();
			let captured = mul_div_floor(balance, m, all).unwrap();
			let dues = bill(&base(m, captured), &first(p), &[answering(balance, all, m)]);
			let bound = ceiling_of(p, captured);
			prop_assert!((wide(dues[0].amount) + 2) * wide(all) + wide(balance) > bound * wide(all));
			prop_assert!(wide(dues[0].amount) <= bound);
		}

		/// Nor by many small steps, of which none exceeds its own bound: all they can save is rounding.
		#[test]
		fn an_unchanged_part_pays_as_much_in_many_steps(
			balance in amount(),
			all in magnitude(),
			per_million in 0u128..=1_000_000,
			mut penalties in prop::collection::vec(penalty(), 1..20),
		) {
			penalties.sort();
			let m = mul_div_floor(all, per_million, 1_000_000).unwrap();
			let captured = mul_div_floor(balance, m, all).unwrap();
			let (mut executed, mut part, mut paid) =
				(ExecutedPenalties::default(), answering(balance, all, m), 0);
			for penalty in &penalties {
				let step = convict(&mut executed, 0, *penalty, percent(100));
				let dues = bill(&base(m, captured), &step, &[part]);
				paid += dues[0].amount;
				let (left, x) = (part.balance - dues[0].amount, dues[0].magnitude);
				part = answering(left, part.magnitude - x, part.room - x);
			}
			let whole = ceiling_of(*penalties.last().unwrap(), captured);
			let steps = penalties.len() as u128;
			prop_assert!(wide(paid) < whole + steps);
			let rounding = steps * (2 * (balance / all + 1) + steps + 5);
			prop_assert!(wide(paid) + rounding >= whole, "{} of {}", paid, whole);
		}

		/// `0 ≤ B′·m/M′ − B·m/M < 1`, exactly.
		#[test]
		fn what_others_hold_exclusively_is_worth_the_same(
			balance in amount(),
			all in magnitude(),
			room in 0u128..=1_000_000,
			other in 0u128..=1_000_000,
			step in step(),
		) {
			let room = mul_div_floor(all, room, 1_000_000).unwrap();
			let captured = mul_div_floor(balance, room, all).unwrap();
			let dues = bill(&base(room, captured), &step, &[answering(balance, all, room)]);
			let (balance_left, left) = (balance - dues[0].amount, all - dues[0].magnitude);
			let other = mul_div_floor(all - room, other, 1_000_000).unwrap();
			prop_assume!(left > 0);
			let before = wide(balance) * wide(other) * wide(left);
			let after = wide(balance_left) * wide(other) * wide(all);
			prop_assert!(before <= after && after < before + wide(all) * wide(left));
		}
	}
}

mod splitting {
	use super::*;

	#[test]
	fn who_is_rounded_against_is_clear() {
		let third = Perbill::from_rational(1u32, 3);
		// ⌊100 · 0.333333333⌋ twice.
		assert_eq!(split(100, third, third), Split { bounty: 33, restitution: 33, rest: 34 });
		assert_eq!(split(1, third, third), Split { bounty: 0, restitution: 0, rest: 1 });
		assert_eq!(split(0, third, third), Split::default());
	}

	#[test]
	fn one_share_can_be_the_whole() {
		let (none, all) = (Perbill::zero(), Perbill::one());
		assert_eq!(split(7, all, none), Split { bounty: 7, restitution: 0, rest: 0 });
		assert_eq!(split(7, none, all), Split { bounty: 0, restitution: 7, rest: 0 });
		assert_eq!(split(7, none, none), Split { bounty: 0, restitution: 0, rest: 7 });
	}

	#[test]
	fn shares_beyond_the_whole_are_cut_and_restitution_last() {
		let (most, half) = (Perbill::from_percent(70), Perbill::from_percent(50));
		assert_eq!(split(10, most, half), Split { bounty: 7, restitution: 3, rest: 0 });
		assert_eq!(split(10, half, most), Split { bounty: 5, restitution: 5, rest: 0 });
		let all = Perbill::one();
		assert_eq!(split(10, all, all), Split { bounty: 10, restitution: 0, rest: 0 });
	}

	proptest! {
		#[test]
		fn a_split_is_exact_and_each_share_a_floor(
			amount in prop_oneof![3 => amount(), 1 => any::<u128>()],
			bounty in 0u32..=1_000_000_000,
			restitution in 0u32..=1_000_000_000,
		) {
			let floor = |parts: u32| wide(amount) * wide(parts.into()) / wide(1_000_000_000);
			let of = Perbill::from_parts;
			let split = split(amount, of(bounty), of(restitution));
			prop_assert_eq!(wide(split.bounty), floor(bounty));
			let left = wide(amount) - wide(split.bounty);
			prop_assert_eq!(wide(split.restitution), floor(restitution).min(left));
			prop_assert_eq!(split.bounty + split.restitution + split.rest, amount);
		}
	}
}
