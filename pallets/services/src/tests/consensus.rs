//! Service 0, the chain's own consensus: how it begins, who acts for it, and how its members are bound.

use super::*;
use frame_support::{storage::with_storage_layer, weights::Weight};
use palisade_primitives::{ConsensusGuard, PledgeRefusal, ServiceRegistry, StakeKind};
use palisade_terms::{Jurisdiction, MAX_CONSENSUS_OPERATORS};

/// The account that stands for governance.
const GOVERNOR: AccountId = 90;

/// Equivocation costs what it is severe by, and there is room for some.
fn consensus_terms() -> Terms<AccountId> {
	changed(|terms| {
		terms.max_operators = 10;
		terms.conditions[0].evidence = Evidence::Consensus(ConsensusFault::VoteEquivocation);
	})
}

/// [`consensus_terms`] with a change.
fn other(change: impl FnOnce(&mut Terms<AccountId>)) -> Terms<AccountId> {
	let mut terms = consensus_terms();
	change(&mut terms);
	terms
}

// The following succeed.

fn found(terms: Terms<AccountId>) {
	assert_ok!(Services::found_consensus(GOVERNOR, terms));
}

fn enlist(operator: AccountId, seed: u32) {
	assert_ok!(Services::enlist(&operator, key(seed)));
}

fn announce(terms: Terms<AccountId>) {
	assert_ok!(Services::update_terms(RuntimeOrigin::root(), CONSENSUS_SERVICE, terms));
	take_events();
}

fn members() -> u32 {
	Services::service(CONSENSUS_SERVICE).unwrap().members
}

/// The least value by whose terms `operator` is judged for `epoch`.
fn judged_by(operator: AccountId, epoch: Epoch) -> Balance {
	let charged = <Services as Jurisdiction<AccountId>>::charged(0, &operator, epoch);
	charged.expect("it is a member").terms.min_operator_value
}

fn may(operator: AccountId, kind: StakeKind) -> Result<(), PledgeRefusal> {
	Services::may_pledge(CONSENSUS_SERVICE, &operator, &AssetId::Native, kind)
}

fn only(kinds: StakeKinds) -> Terms<AccountId> {
	other(|terms| {
		let native = AcceptedAsset { asset: AssetId::Native, kinds };
		terms.assets = vec![native].try_into().expect("one asset");
	})
}

mod founding {
	use super::*;

	#[test]
	fn service_0_starts_with_its_first_terms_in_force_and_costs_nothing() {
		with_registry(|| {
			found(consensus_terms());
			let entry = Registry::get(CONSENSUS_SERVICE).unwrap();
			assert_eq!((entry.owner, entry.stops_at, entry.records), (GOVERNOR, None, 0));
			assert_eq!(Services::terms_at(0, START), Some((1, consensus_terms())));
			assert_eq!(Services::terms_at(0, START - 1), None);
			assert_eq!(entry.deposit, None);
			assert_eq!(Balances::total_balance(&GOVERNOR), 0);
			assert_eq!(<Services as ServiceRegistry<AccountId>>::required_unbonding(), 5);
			assert_eq!(members(), 0);
		});
	}

	#[test]
	fn other_services_count_from_one_as_before() {
		with_registry(|| {
			found(consensus_terms());
			assert_eq!(create(OWNER, terms()), 1);
		});
	}

	#[test]
	fn its_terms_are_lawful_for_it() {
		with_registry(|| {
			let second = other(|terms| {
				let fault = terms.conditions[0].clone();
				terms.conditions.try_push(fault).unwrap();
			});
			let short = other(|terms| terms.conditions[0].evidence_age = 1);
			let costly = other(|terms| {
				terms.conditions[0].evidence =
					Evidence::Consensus(ConsensusFault::Unresponsiveness);
			});
			let crowded = other(|terms| terms.max_operators = MAX_CONSENSUS_OPERATORS + 1);
			for (terms, error) in [
				(second, Error::SecondFault),
				(short, Error::FaultEvidenceTooShort),
				(costly, Error::UnresponsivenessCosts),
				(crowded, Error::OperatorLimitOutOfRange),
			] {
				let refused = Error::<Test>::from(
					terms
						.check(&palisade_terms::Limits {
							unbonding: U,
							breaker_window: 1,
							consensus: true,
						})
						.unwrap_err(),
				);
				assert_eq!(refused, error);
				assert_noop!(Services::found_consensus(GOVERNOR, terms), error);
			}
			let unknown = other(|terms| terms.assets[0].asset = AssetId::WithId(9));
			assert_noop!(
				Services::found_consensus(GOVERNOR, unknown),
				Error::<Test>::AssetNotRegistered
			);
			found(other(|terms| terms.max_operators = MAX_CONSENSUS_OPERATORS));
		});
	}

	#[test]
	fn its_later_terms_are_lawful_for_it_too() {
		with_registry(|| {
			found(consensus_terms());
			let crowded = other(|terms| terms.max_operators = MAX_CONSENSUS_OPERATORS + 1);
			assert_noop!(
				Services::update_terms(RuntimeOrigin::root(), 0, crowded),
				Error::<Test>::OperatorLimitOutOfRange
			);
			announce(other(|terms| terms.max_operators = MAX_CONSENSUS_OPERATORS));
			// Other services name no faults of consensus, and have less room.
			let service = create(OWNER, terms());
			assert_noop!(
				Services::update_terms(signed(OWNER), service, consensus_terms()),
				Error::<Test>::ReservedEvidence
			);
			assert_noop!(
				Services::update_terms(signed(OWNER), service, at_most(MAX_OPERATORS + 1)),
				Error::<Test>::OperatorLimitOutOfRange
			);
		});
	}
}

mod enlisting {
	use super::*;

	fn refused(operator: AccountId, seed: u32, error: impl Into<DispatchError>) {
		let enlisted = with_storage_layer(|| Services::enlist(&operator, key(seed)));
		// Genesis undoes nothing, but stops.
		assert_eq!(enlisted, Err(error.into()));
	}

	#[test]
	fn who_is_enlisted_counts_from_that_epoch_on() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			at(START + 1);
			enlist(b, 2);
			at(START + 3);
			assert_eq!(epochs_of(0, a, START - 2..=START + 4), range(START..=START + 4));
			assert_eq!(epochs_of(0, b, START - 2..=START + 4), range(START + 1..=START + 4));
			assert_eq!(key_at(0, a, START), Some(key(1)));
			assert!(Services::counts_at(0, &a, START));
			assert_eq!((members(), Registry::get(0).unwrap().records), (2, 2));
			assert_eq!(Services::services_of(&a), [0]);
		});
	}

	#[test]
	fn a_record_costs_what_it_does_elsewhere() {
		with_registry(|| {
			let [a, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			assert_eq!(held_for_records(a), record_price());
			Balances::set_balance(&OPS[1], EXISTENTIAL + record_price() - 1);
			refused(OPS[1], 2, TokenError::FundsUnavailable);
		});
	}

	#[test]
	fn whoever_cannot_be_a_member_is_not_enlisted() {
		with_registry(|| {
			let [a, b, c, ..] = OPS;
			refused(a, 1, Error::<Test>::UnknownService);
			found(other(|terms| terms.max_operators = 2));
			refused(STRANGER, 1, Error::<Test>::NotOperator);
			let weak = ServiceKey::Sr25519(sr25519::Public::from_raw([0; 32]));
			assert_eq!(Services::enlist(&a, weak), Err(Error::<Test>::WeakKey.into()));
			enlist(a, 1);
			refused(a, 2, Error::<Test>::AlreadyMember);
			refused(b, 1, Error::<Test>::KeyTaken);
			enlist(b, 2);
			refused(c, 3, Error::<Test>::ServiceFull);
		});
	}

	#[test]
	fn an_operator_of_too_many_services_is_not_enlisted() {
		new_test_ext().execute_with(|| {
			let [a, ..] = OPS;
			found(consensus_terms());
			let most: Vec<_> = (1..=MAX_SERVICES_PER_OPERATOR).collect();
			OperatorServices::<Test>::insert(a, BoundedVec::truncate_from(most));
			refused(a, 1, Error::<Test>::TooManyServices);
		});
	}

	#[test]
	fn who_is_enlisted_leaves_and_returns_like_others() {
		with_registry(|| {
			let [a, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			at(30);
			leave(a, 0);
			assert_eq!(epochs_of(0, a, 24..=40), range(24..=30));
			join(a, 0, 2);
			assert_eq!(epochs_of(0, a, 24..=34), [range(24..=30), range(32..=34)].concat());
			at(50);
			leave(a, 0);
			at(60);
			clear(0, a);
			assert!(no_trace(0, a) && members() == 0);
		});
	}
}

mod governance {
	use super::*;

	#[test]
	fn nobody_else_acts_for_service_0() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(other(|terms| terms.admission = Admission::Approval));
			join(a, 0, 1);
			enlist(b, 2);
			// Not even the account that stands for it.
			for by in [signed(GOVERNOR), signed(OWNER), signed(a), RuntimeOrigin::none()] {
				let by = || by.clone();
				let terms = other(|terms| terms.min_operator_value = 1);
				assert_noop!(Services::update_terms(by(), 0, terms), BadOrigin);
				assert_noop!(Services::set_metadata(by(), 0, vec![]), BadOrigin);
				assert_noop!(Services::approve(by(), 0, a), BadOrigin);
				assert_noop!(Services::reject(by(), 0, a), BadOrigin);
				assert_noop!(Services::eject(by(), 0, b), BadOrigin);
			}
		});
	}

	#[test]
	fn governance_acts_for_service_0() {
		with_registry(|| {
			let [a, b, c, ..] = OPS;
			let root = RuntimeOrigin::root;
			found(other(|terms| terms.admission = Admission::Approval));
			join(a, 0, 1);
			join(b, 0, 2);
			enlist(c, 3);
			take_events();
			assert_ok!(Services::approve(root(), 0, a));
			assert_ok!(Services::reject(root(), 0, b));
			assert_ok!(Services::eject(root(), 0, c));
			assert_ok!(Services::set_metadata(root(), 0, vec![1; MAX_METADATA as usize]));
			let terms = other(|terms| terms.min_operator_value = 1);
			assert_ok!(Services::update_terms(root(), 0, terms));
			let events = take_events();
			assert!(matches!(
				events[..],
				[
					Event::Joined { service: 0, counts_from: 22, .. },
					Event::Rejected { service: 0, .. },
					Event::Ejected { service: 0, stops_at: 21, .. },
					Event::MetadataSet { service: 0, .. },
					Event::TermsAnnounced { service: 0, version: 2, in_force_from: 22 },
				]
			));
			assert_eq!(members(), 1);
			// It still costs nothing.
			assert_eq!(Registry::get(0).unwrap().deposit, None);
		});
	}

	#[test]
	fn where_there_is_no_service_0_governance_acts_for_nothing() {
		with_registry(|| {
			let root = RuntimeOrigin::root;
			let unknown = DispatchError::from(Error::<Test>::UnknownService);
			assert_noop!(Services::update_terms(root(), 0, consensus_terms()), unknown);
			assert_noop!(Services::set_metadata(root(), 0, vec![]), unknown);
			assert_noop!(Services::approve(root(), 0, 1), unknown);
			assert_noop!(Services::reject(root(), 0, 1), unknown);
			assert_noop!(Services::eject(root(), 0, 1), unknown);
			assert_noop!(apply(OPS[0], 0, 1), unknown);
		});
	}

	#[test]
	fn nobody_closes_service_0_nor_removes_it() {
		with_registry(|| {
			for founded in [false, true] {
				if founded {
					found(consensus_terms());
				}
				for by in [RuntimeOrigin::root(), signed(GOVERNOR), signed(STRANGER)] {
					assert_noop!(Services::close(by, 0), Error::<Test>::ConsensusStays);
				}
			}
			assert_noop!(Services::remove(signed(STRANGER), 0), Error::<Test>::NotClosed);
		});
	}
}

mod notice {
	use super::*;

	#[test]
	fn nobody_lapses() {
		with_registry(|| {
			let [a, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			announce(other(|terms| terms.min_operator_value = 7));
			for now in START..START + 12 {
				at(now);
				let first = now.saturating_sub(U).max(START);
				assert_eq!(epochs_of(0, a, START..=now + 3), range(first..=now + 3));
				assert_eq!(members(), 1);
				assert_eq!(<Services as ServiceRegistry<AccountId>>::ended_at(0, &a), None);
			}
		});
	}

	#[test]
	fn an_offence_is_judged_by_the_terms_of_its_epoch() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			announce(other(|terms| terms.min_operator_value = 7));
			// Joined under the announced ones, it counts no earlier than they are in force.
			join(b, 0, 2);
			at(START + 1);
			assert_eq!(judged_by(a, START + 1), MIN_VALUE);
			at(START + 4);
			announce(other(|terms| terms.min_operator_value = 8));
			at(START + 6);
			let of = |who, epochs: RangeInclusive<Epoch>| -> Vec<_> {
				epochs.map(|epoch| judged_by(who, epoch)).collect()
			};
			assert_eq!(of(a, START..=START + 6), [MIN_VALUE, MIN_VALUE, 7, 7, 7, 7, 8]);
			assert_eq!(of(b, START + 2..=START + 6), [7, 7, 7, 7, 8]);
			assert_eq!(epochs_of(0, b, START..=START + 2), [START + 2]);
		});
	}

	#[test]
	fn who_counts_is_decided_by_the_terms_of_the_epoch() {
		with_registry(|| {
			let [a, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			announce(other(|terms| terms.min_operator_value = MIN_VALUE + 1));
			at(START + 4);
			let counts = |epoch| Services::counts_at(0, &a, epoch);
			assert_eq!([0, 1, 2, 3].map(|after| counts(START + after)), [true, true, false, false]);
		});
	}

	#[test]
	fn what_may_be_pledged_follows_the_terms_in_force() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(only(StakeKinds::Exclusive));
			enlist(a, 1);
			announce(only(StakeKinds::Shared));
			join(b, 0, 2);
			for who in [a, b] {
				assert_eq!(may(who, StakeKind::Exclusive), Ok(()));
				assert_eq!(may(who, StakeKind::Shared), Err(PledgeRefusal::KindNotAccepted));
			}
			at(START + NOTICE);
			for who in [a, b] {
				assert_eq!(may(who, StakeKind::Exclusive), Err(PledgeRefusal::KindNotAccepted));
				assert_eq!(may(who, StakeKind::Shared), Ok(()));
			}
			// Also when all versions that anybody accepted are forgotten.
			at(START + 20);
			announce(only(StakeKinds::Shared));
			at(START + 40);
			announce(only(StakeKinds::Exclusive));
			assert_eq!(TermsOf::<Test>::get(0, 1), None);
			assert_eq!(may(a, StakeKind::Shared), Ok(()));
			at(START + 42);
			assert_eq!(may(a, StakeKind::Exclusive), Ok(()));
			assert_eq!(may(OPS[2], StakeKind::Exclusive), Err(PledgeRefusal::NotMember));
		});
	}

	#[test]
	fn members_are_counted_whatever_versions_are_dropped() {
		with_registry(|| {
			let [a, b, c, d] = OPS;
			found(other(|terms| terms.max_operators = 3));
			enlist(a, 1);
			let mut expected = 1;
			for (round, now) in (START..START + 80).step_by(5).enumerate() {
				at(now);
				announce(other(|terms| {
					terms.max_operators = 3;
					terms.min_operator_value = round as Balance;
				}));
				check_registry();
				match round {
					1 => join(b, 0, 2),
					3 => join(c, 0, 3),
					4 => {
						assert_noop!(apply(d, 0, 4), Error::<Test>::ServiceFull);
					},
					6 => leave(a, 0),
					9 => leave(b, 0),
					12 => join(d, 0, 4),
					_ => (),
				}
				expected = match round {
					1 | 3 | 12 => expected + 1,
					6 | 9 => expected - 1,
					_ => expected,
				};
				assert_eq!(members(), expected, "round {round}");
				check_registry();
			}
			assert_eq!(epochs_of(0, c, START + 75..=START + 75), [START + 75]);
		});
	}

	#[test]
	fn to_accept_is_allowed_and_changes_nothing() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			enlist(b, 2);
			announce(other(|terms| terms.min_operator_value = 7));
			assert_eq!(judged_by(a, START), MIN_VALUE);
			assert_ok!(Services::accept_terms(signed(a), 0, 2));
			check_registry();
			assert_eq!((judged_by(a, START), judged_by(a, START + 2)), (MIN_VALUE, 7));
			assert_eq!((judged_by(b, START), judged_by(b, START + 2)), (MIN_VALUE, 7));
			assert_eq!(members(), 2);
			at(START + 30);
			announce(consensus_terms());
			at(START + 31);
			leave(a, 0);
			assert_eq!(members(), 1);
		});
	}

	#[test]
	fn one_version_is_announced_at_a_time_here_too() {
		with_registry(|| {
			found(consensus_terms());
			announce(other(|terms| terms.min_operator_value = 7));
			assert_noop!(
				Services::update_terms(RuntimeOrigin::root(), 0, consensus_terms()),
				Error::<Test>::TermsPending
			);
		});
	}
}

mod room {
	use super::*;

	/// Makes service 0 say that it has so many records.
	fn set_records(records: u32) {
		Registry::mutate(0, |entry| entry.as_mut().unwrap().records = records);
	}

	#[test]
	fn there_is_room_for_1000_records_of_any_standing() {
		with_registry(|| {
			let [a, b, c, ..] = OPS;
			found(other(|terms| terms.admission = Admission::Approval));
			enlist(a, 1);
			at(30);
			leave(a, 0);
			set_records(MAX_CONSENSUS_OPERATORS);
			assert_noop!(apply(b, 0, 2), Error::<Test>::ServiceFull);
			// Whoever has a record already may return.
			join(a, 0, 1);
			set_records(MAX_CONSENSUS_OPERATORS - 1);
			join(b, 0, 2);
			assert_noop!(apply(c, 0, 3), Error::<Test>::ServiceFull);
			// And may take it back, which gives room.
			leave(b, 0);
			join(c, 0, 3);
			set_records(2);
		});
	}

	#[test]
	fn other_services_may_have_more_records() {
		with_registry(|| {
			let [a, ..] = OPS;
			let service = create(OWNER, approval_terms());
			let set = |records| {
				Registry::mutate(service, |entry| entry.as_mut().unwrap().records = records)
			};
			set(MAX_CONSENSUS_OPERATORS);
			join(a, service, 1);
			set(1);
		});
	}

	#[test]
	fn places_are_those_of_the_latest_terms() {
		with_registry(|| {
			let [a, b, c, ..] = OPS;
			found(other(|terms| terms.max_operators = 2));
			join(a, 0, 1);
			join(b, 0, 2);
			assert_noop!(apply(c, 0, 3), Error::<Test>::ServiceFull);
			announce(other(|terms| terms.max_operators = 3));
			join(c, 0, 3);
			assert_eq!(members(), 3);
		});
	}
}

mod sparing {
	use super::*;

	#[test]
	fn who_cannot_be_spared_neither_leaves_nor_is_ejected() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			enlist(b, 2);
			NotSpared::set(vec![a]);
			assert_noop!(Services::leave(signed(a), 0), Error::<Test>::TooFewValidators);
			assert_noop!(
				Services::eject(RuntimeOrigin::root(), 0, a),
				Error::<Test>::TooFewValidators
			);
			leave(b, 0);
			NotSpared::set(vec![]);
			leave(a, 0);
			assert!(members() == 0);
		});
	}

	#[test]
	fn governance_ejects_whom_it_can_spare() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			enlist(b, 2);
			NotSpared::set(vec![b]);
			at(START + 1);
			assert_ok!(Services::eject(RuntimeOrigin::root(), 0, a));
			assert_eq!(members(), 1);
		});
	}

	#[test]
	fn other_services_spare_everybody() {
		with_registry(|| {
			let [a, b, ..] = OPS;
			let service = create(OWNER, terms());
			join(a, service, 1);
			join(b, service, 2);
			NotSpared::set(vec![a, b]);
			leave(a, service);
			assert_ok!(Services::eject(signed(OWNER), service, b));
		});
	}

	#[test]
	fn only_members_of_service_zero_pay_for_the_question() {
		use frame_support::dispatch::GetDispatchInfo;
		with_registry(|| {
			let operator = OPS[0];
			let weighs = |call: crate::Call<Test>| call.get_dispatch_info().call_weight;
			let guard = <Test as crate::Config>::Consensus::release_weight(0);
			assert!(guard.ref_time() > 0);
			for (service, guard) in [(0, guard), (1, Weight::zero())] {
				let (leave, eject) = (Weights::leave(), Weights::eject());
				assert_eq!(weighs(crate::Call::leave { service }), leave.saturating_add(guard));
				let call = crate::Call::eject { service, operator };
				assert_eq!(weighs(call), eject.saturating_add(guard));
			}
		});
	}

	#[test]
	fn an_application_is_taken_back_by_whoever_has_to_stay() {
		with_registry(|| {
			let [a, ..] = OPS;
			found(other(|terms| terms.admission = Admission::Approval));
			// It left, and validates on because there are too few.
			enlist(a, 1);
			at(30);
			leave(a, 0);
			join(a, 0, 2);
			NotSpared::set(vec![a]);
			assert_ok!(Services::leave(signed(a), 0));
			assert_eq!(
				take_events(),
				vec![Event::ApplicationWithdrawn { service: 0, operator: a }]
			);
		});
	}

	#[test]
	fn keys_are_changed_by_whoever_has_to_stay() {
		with_registry(|| {
			let [a, ..] = OPS;
			found(consensus_terms());
			enlist(a, 1);
			NotSpared::set(vec![a]);
			assert_ok!(set_key(a, 0, 2));
			assert_eq!(key_at(0, a, START + 1), Some(key(2)));
		});
	}
}
