//! Who counts: a member whose value reaches the minimum.

use super::*;

fn set_value(operator: AccountId, service: ServiceId, epoch: Epoch, value: Balance) {
	Values::mutate(|values| {
		values.insert((operator, service, epoch), value);
	});
}

#[test]
fn a_member_counts_from_exactly_the_least_value() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		set_value(a, service, 26, 0);
		set_value(a, service, 27, MIN_VALUE - 1);
		set_value(a, service, 28, MIN_VALUE);
		set_value(a, service, 29, u128::MAX);
		for (epoch, counts) in [(26, false), (27, false), (28, true), (29, true), (30, true)] {
			assert_eq!(Services::counts_at(service, &a, epoch), counts, "epoch {epoch}");
			// It is a member all the same.
			assert_eq!(Services::member_at(service, &a, epoch), Some((1, key(1))));
		}
	});
}

#[test]
fn the_least_value_is_that_of_the_terms_of_the_epoch() {
	with_registry(|| {
		let [a, ..] = OPS;
		let service = create(OWNER, terms());
		join(a, service, 1);
		at(30);
		update(service, stricter());
		accept(a, service, 2);
		at(34);
		for value in [MIN_VALUE - 1, MIN_VALUE, 2 * MIN_VALUE - 1, 2 * MIN_VALUE] {
			DefaultValue::set(value);
			for epoch in 28..=34 {
				let least = if epoch < 32 { MIN_VALUE } else { 2 * MIN_VALUE };
				assert_eq!(
					Services::counts_at(service, &a, epoch),
					value >= least,
					"{value} in epoch {epoch}"
				);
			}
		}
	});
}

#[test]
fn value_is_asked_for_by_operator_and_service() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let (first, second) = (create(OWNER, terms()), create(OWNER, terms()));
		for service in [first, second] {
			join(a, service, 1);
			join(b, service, 2);
		}
		at(30);
		DefaultValue::set(0);
		set_value(a, first, 30, MIN_VALUE);
		set_value(b, second, 30, MIN_VALUE);
		assert!(Services::counts_at(first, &a, 30) && Services::counts_at(second, &b, 30));
		assert!(!Services::counts_at(first, &b, 30) && !Services::counts_at(second, &a, 30));
	});
}

#[test]
fn no_value_makes_a_member() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		DefaultValue::set(u128::MAX);
		let service = create(OWNER, changed(|terms| terms.min_operator_value = 0));
		join(a, service, 1);
		for epoch in [START, START + 1] {
			assert!(!Services::counts_at(service, &a, epoch), "it joins in epoch {epoch}");
		}
		assert!(Services::counts_at(service, &a, START + 2));
		at(30);
		leave(a, service);
		assert!(Services::counts_at(service, &a, 30) && !Services::counts_at(service, &a, 31));
		assert!(!Services::counts_at(service, &b, 30) && !Services::counts_at(9, &a, 30));
		at(30 + U + 1);
		assert!(!Services::counts_at(service, &a, 30), "nobody can ask any more");
	});
}

#[test]
fn who_is_jailed_does_not_count_and_is_a_member() {
	with_registry(|| {
		let [a, b, ..] = OPS;
		let (first, second) = (create(OWNER, terms()), create(OWNER, terms()));
		for service in [first, second] {
			join(a, service, 1);
			join(b, service, 2);
		}
		at(30);
		DefaultValue::set(MIN_VALUE);
		Jailed::set(vec![(first, a, 28)]);
		for epoch in [27, 28, 29] {
			assert_eq!(Services::counts_at(first, &a, epoch), epoch != 28, "epoch {epoch}");
			assert_eq!(Services::member_at(first, &a, epoch), Some((1, key(1))));
		}
		// Another operator counts, and so does this one in another service.
		assert!(Services::counts_at(first, &b, 28) && Services::counts_at(second, &a, 28));
	});
}
