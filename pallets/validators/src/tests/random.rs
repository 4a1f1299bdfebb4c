//! Elections among any members.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Accounts that there are.
const ACCOUNTS: AccountId = 24;

/// A member, whether it is jailed and whether it has keys.
fn any_member() -> impl Strategy<Value = (Member, bool, bool)> {
	let kind = prop_oneof![Just(Exclusive), Just(Shared)];
	// Few values, so that there are ties.
	let stake = prop::collection::vec((0..6u128, kind), 0..3);
	let rarely = || prop::bool::weighted(0.2);
	(stake, rarely(), rarely(), rarely(), rarely()).prop_map(
		|(stake, poor, gone, jailed, keyless)| {
			(Member { stake, counts: !poor, is_member: !gone }, jailed, !keyless)
		},
	)
}

fn any_members() -> impl Strategy<Value = Vec<(AccountId, (Member, bool, bool))>> {
	prop::collection::btree_map(0..ACCOUNTS, any_member(), 0..16)
		.prop_map(|members| members.into_iter().collect())
}

fn any_limits() -> impl Strategy<Value = (u32, u32)> {
	(1..=MOST).prop_flat_map(|max| (1..=max, Just(max)))
}

fn set_world(members: &[(AccountId, (Member, bool, bool))]) {
	let keep = |kept: &dyn Fn(bool, bool) -> bool| -> Vec<AccountId> {
		let kept = members.iter().filter(|(_, (_, jailed, keys))| kept(*jailed, *keys));
		kept.map(|(who, _)| *who).collect()
	};
	Members::set(members.iter().map(|(who, (member, ..))| (*who, member.clone())).collect());
	Jailed::set(keep(&|jailed, _| jailed));
	Keyless::set(keep(&|_, keys| !keys));
}

/// What a member weighs: exclusive stake in full, shared stake by half.
fn weight(member: &Member) -> Balance {
	let part = |(value, kind): &(Balance, StakeKind)| match kind {
		Exclusive => *value,
		Shared => *value / 2,
	};
	member.stake.iter().map(part).sum()
}

proptest! {
	#[test]
	fn the_elected_are_the_first_candidates_and_as_few_others_as_there_must_be(
		before in any_members(),
		after in any_members(),
		(min, max) in any_limits(),
	) {
		new_test_ext().execute_with(|| {
			assert_ok!(Validators::set_limits(RuntimeOrigin::root(), min, max));
			set_world(&before);
			elect();
			let planned = Planned::<Test>::get().into_inner();
			set_world(&after);
			let elected = elect();

			let mut candidates: Vec<_> = after
				.iter()
				.filter(|(_, (member, jailed, keys))| {
					member.counts && member.is_member && !jailed && *keys
				})
				.map(|(who, (member, ..))| (weight(member), *who))
				.collect();
			candidates.sort_by(|(one, a), (other, b)| other.cmp(one).then(a.cmp(b)));
			let ranked: Vec<_> = candidates.into_iter().map(|(_, who)| who).collect();
			let first = &ranked[..ranked.len().min(max as usize)];

			prop_assert_eq!(&elected[..first.len()], first);
			let distinct: BTreeSet<_> = elected.iter().collect();
			prop_assert_eq!(distinct.len(), elected.len());
			prop_assert!(elected.len() <= max as usize);
			// Who is not a candidate was planned before and has keys.
			let keyless = Keyless::get();
			let stays = |who: &&AccountId| planned.contains(who) && !keyless.contains(who);
			prop_assert!(elected[first.len()..].iter().all(|who| stays(&who)));
			if ranked.len() >= min as usize {
				prop_assert_eq!(elected.len(), first.len());
			}
			let available: BTreeSet<_> = ranked.iter().chain(planned.iter().filter(stays)).collect();
			prop_assert!(elected.len() >= available.len().min(min as usize));
			// Who is jailed or no member stays only where there would be too few.
			let answers = |who: &AccountId| {
				after.is_empty()
					|| after.iter().any(|(other, (m, jailed, _))| other == who && m.is_member && !jailed)
			};
			if elected.len() > min as usize {
				prop_assert!(elected.iter().all(answers));
			}
			prop_assert_eq!(
				Spare::<Test>::get(),
				(ranked.len() as u32).saturating_sub(min)
			);
			Validators::do_try_state().unwrap();
			Ok(())
		})?;
	}
}
