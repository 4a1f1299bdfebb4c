//! When members convict another one together, and when they do not.

use super::*;
use crate::evidence::QuorumAccusation;
use frame_support::traits::fungible::Mutate;
use palisade_primitives::{
	keys::{accusation_payload, possession_payload, wrapped, KeySignature},
	ServiceId, SlashId,
};
use palisade_terms::{Condition, Evidence, Resolution, Terms};
use sp_runtime::Perbill;

/// Members beside [`OP`].
const SECOND: AccountId = 12;
const THIRD: AccountId = 13;
const FOURTH: AccountId = 14;

/// Members that hold so much may accuse; as severe as they say, and the resolver may object for two epochs.
fn by_quorum(percent: u32) -> Condition<AccountId> {
	let threshold = Perbill::from_percent(percent);
	Condition { evidence: Evidence::QuorumAccusation { threshold }, ..by_court() }
}

/// What is said of whom.
#[derive(Clone, Copy)]
struct Charge {
	genesis: H256,
	service: ServiceId,
	epoch: Epoch,
	condition: u8,
	accused: AccountId,
	percent: u64,
	topic: u8,
}

impl Charge {
	/// That [`OP`] did something by a fifth.
	fn of(service: ServiceId) -> Self {
		Self {
			genesis: GENESIS,
			service,
			epoch: COUNTS,
			condition: 0,
			accused: OP,
			percent: 20,
			topic: 1,
		}
	}

	fn payload(&self) -> Vec<u8> {
		accusation_payload(
			&self.genesis,
			self.service,
			self.epoch,
			self.condition,
			&self.accused,
			Perquintill::from_percent(self.percent),
			&H256::repeat_byte(self.topic),
		)
	}

	/// `signers` say so.
	fn by(&self, signers: &[AccountId]) -> Proof<AccountId> {
		let sign = |who: &AccountId| (*who, pair(seed_of(*who)).sign(&self.payload()));
		self.with(signers.iter().map(sign).collect())
	}

	fn with(&self, signatures: Vec<(AccountId, KeySignature)>) -> Proof<AccountId> {
		Proof::QuorumAccusation(QuorumAccusation {
			topic: H256::repeat_byte(self.topic),
			severity: Perquintill::from_percent(self.percent),
			signatures: signatures.try_into().expect("there is room"),
		})
	}

	fn report(&self, proof: Proof<AccountId>) -> Result<SlashId, DispatchError> {
		self.report_by(REPORTER, proof)
	}

	fn report_by(&self, who: AccountId, proof: Proof<AccountId>) -> Result<SlashId, DispatchError> {
		let id = NextSlashId::<Test>::get();
		Slashing::report(signed(who), self.service, self.condition, self.accused, self.epoch, proof)
			.map(|_| id)
			.map_err(|failed| failed.error)
	}
}

fn stake_of(operator: AccountId) -> Balance {
	Restaking::pool(&operator, &NATIVE).balance
}

#[test]
fn a_quorum_convicts_after_the_window() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		let charge = Charge::of(service);
		let id = charge.report(charge.by(&[SECOND, THIRD, FOURTH])).unwrap();
		assert_eq!(bond_of(REPORTER), MIN_BOND);
		at(COUNTS + 2);
		assert_eq!(stage(id), Stage::Pending);
		at(COUNTS + 3);
		assert_eq!([OP, SECOND].map(stake_of), [800, 1_000]);
		assert_eq!(bond_of(REPORTER), 0);
	});
}

#[test]
fn exactly_the_threshold_is_a_quorum_and_less_is_none() {
	for (own, is_quorum) in [(400, true), (401, false)] {
		with_chain(|| {
			let service = members(vec![by_quorum(60)], &[own, 300, 300]);
			let charge = Charge::of(service);
			let reported = charge.report(charge.by(&[SECOND, THIRD]));
			// 60 % of 1,001 are 600.6.
			let refused = Err(Error::<Test>::QuorumNotReached.into());
			assert_eq!(reported, if is_quorum { Ok(0) } else { refused });
		});
	}
}

#[test]
fn members_with_nothing_convict_nobody() {
	with_chain(|| {
		let service = create(vec![by_quorum(60)]);
		for operator in OPS {
			register(operator);
			join(operator, service);
		}
		at(COUNTS);
		let charge = Charge::of(service);
		let refused = Err(Error::<Test>::QuorumNotReached.into());
		assert_eq!(charge.report(charge.by(&[SECOND, THIRD])), refused);
	});
}

#[test]
fn a_minority_convicts_no_majority_not_even_all_together() {
	with_chain(|| {
		let service = members(vec![by_quorum(51)], &[1_000, 300, 300, 300]);
		let charge = Charge::of(service);
		let all = charge.by(&[SECOND, THIRD, FOURTH]);
		assert_eq!(charge.report(all), Err(Error::<Test>::QuorumNotReached.into()));
		// The other way round one is enough.
		let charge = Charge { accused: SECOND, ..charge };
		assert_eq!(charge.report(charge.by(&[OP])), Ok(0));
	});
}

#[test]
fn lists_of_signers_that_are_none_are_refused() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		register(STRANGER);
		let charge = Charge::of(service);
		let refuse = |proof, error: Error<Test>| {
			assert_noop!(Slashing::report(signed(REPORTER), service, 0, OP, COUNTS, proof), error);
		};
		// It is added up once: a refusal takes back what it added up.
		assert_ok!(Restaking::tally(signed(STRANGER), service, COUNTS));
		refuse(charge.by(&[]), Error::QuorumNotReached);
		refuse(charge.by(&[SECOND, THIRD]), Error::QuorumNotReached);
		refuse(charge.by(&[OP, SECOND, THIRD, FOURTH]), Error::AccusedSigned);
		refuse(charge.by(&[SECOND, SECOND, THIRD, FOURTH]), Error::SignersOutOfOrder);
		refuse(charge.by(&[THIRD, SECOND, FOURTH]), Error::SignersOutOfOrder);
		refuse(charge.by(&[SECOND, THIRD, FOURTH, STRANGER]), Error::SignerNotMember);
		let nothing = Charge { percent: 0, ..charge };
		refuse(nothing.by(&[SECOND, THIRD, FOURTH]), Error::ZeroSeverity);
		refuse(double_sign(OP, (service, COUNTS), 1), Error::WrongEvidence);
		refuse(ruling(1, 20), Error::WrongEvidence);
	});
}

#[test]
fn a_signature_for_one_accusation_serves_no_other() {
	with_chain(|| {
		let conditions = vec![by_quorum(60), by_quorum(60)];
		let service = members(conditions, &[1_000; 4]);
		at(COUNTS + 1);
		let charge = Charge::of(service);
		let others = [
			Charge { genesis: H256::repeat_byte(1), ..charge },
			Charge { service: service + 1, ..charge },
			Charge { epoch: COUNTS + 1, ..charge },
			Charge { condition: 1, ..charge },
			Charge { accused: FOURTH, ..charge },
			Charge { percent: 21, ..charge },
			Charge { topic: 2, ..charge },
		];
		for (at, signed_for) in others.into_iter().enumerate() {
			let sign = |who: AccountId| (who, pair(seed_of(who)).sign(&signed_for.payload()));
			let proof = charge.with([SECOND, THIRD, FOURTH].map(sign).to_vec());
			let refused = Err(Error::<Test>::InvalidSignature.into());
			assert_eq!(charge.report(proof), refused, "{at}");
		}
		// One that is right does not cover for one that is not.
		let sign =
			|(who, by): (AccountId, AccountId)| (who, pair(seed_of(by)).sign(&charge.payload()));
		let signed_by = [(SECOND, SECOND), (THIRD, THIRD), (FOURTH, THIRD)];
		let proof = charge.with(signed_by.map(sign).to_vec());
		assert_eq!(charge.report(proof), Err(Error::<Test>::SignatureOfOtherScheme.into()));
		let sign = |who: AccountId| (who, pair(seed_of(who + 3)).sign(&charge.payload()));
		let proof = charge.with([SECOND, THIRD, FOURTH].map(sign).to_vec());
		assert_eq!(charge.report(proof), Err(Error::<Test>::InvalidSignature.into()));
		assert_eq!(charge.report(charge.by(&[SECOND, THIRD, FOURTH])), Ok(0));
	});
}

#[test]
fn wallets_may_sign() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		let charge = Charge::of(service);
		let sign = |who: AccountId| (who, pair(seed_of(who)).sign(&wrapped(&charge.payload())));
		let proof = charge.with([SECOND, THIRD, FOURTH].map(sign).to_vec());
		assert_eq!(charge.report(proof), Ok(0));
	});
}

#[test]
fn who_did_not_count_at_that_epoch_accuses_nobody() {
	with_chain(|| {
		let jailing = Condition { jail: 3, ..at_once() };
		let service = members(vec![by_quorum(51), jailing], &[1_000, 3_000, 3_000]);
		accuse(SECOND, service, 1, COUNTS);
		at(COUNTS + 1);
		let charge = Charge { epoch: COUNTS + 1, ..Charge::of(service) };
		assert_eq!(
			charge.report(charge.by(&[SECOND, THIRD])),
			Err(Error::<Test>::SignerNotMember.into())
		);
		// Of what is left the third one has enough.
		assert_eq!(charge.report(charge.by(&[THIRD])), Ok(1));
	});
}

#[test]
fn accusers_have_what_they_had_at_that_epoch() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		// From the next epoch on the second one has more than all others together.
		delegate(BOB, SECOND, NATIVE, 10_000);
		at(COUNTS + 1);
		let charge = Charge::of(service);
		let refused = Err(Error::<Test>::QuorumNotReached.into());
		assert_eq!(charge.report(charge.by(&[SECOND, THIRD])), refused);
		let charge = Charge { epoch: COUNTS + 1, ..charge };
		assert_eq!(charge.report(charge.by(&[SECOND, THIRD])), Ok(0));
	});
}

#[test]
fn accusers_sign_with_the_key_that_they_had_at_that_epoch() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		let next = pair(seed_of(SECOND) + 30);
		let payload = possession_payload(&GENESIS, service, &SECOND, &next.key());
		let proof = next.sign(&payload);
		assert_ok!(Services::set_key(signed(SECOND), service, next.key(), proof));
		at(COUNTS + 1);
		let report = |epoch, with_next: bool| {
			let charge = Charge { epoch, ..Charge::of(service) };
			let sign = |who: AccountId| {
				let old = pair(seed_of(who));
				let key = if with_next && who == SECOND { &next } else { &old };
				(who, key.sign(&charge.payload()))
			};
			charge.report(charge.with([SECOND, THIRD, FOURTH].map(sign).to_vec()))
		};
		let refused = Err(Error::<Test>::InvalidSignature.into());
		for (epoch, with_next) in [(COUNTS, false), (COUNTS + 1, true)] {
			assert_eq!(report(epoch, !with_next), refused);
			assert!(report(epoch, with_next).is_ok());
		}
	});
}

#[test]
fn in_a_crowd_somebody_has_to_add_up_first() {
	with_chain(|| {
		let service = create_with(Terms { max_operators: 100, ..terms(vec![by_quorum(60)]) });
		for operator in OPS.into_iter().chain(1_000..1_017) {
			if operator >= 1_000 {
				assert_ok!(Balances::mint_into(&operator, WEALTH));
			}
			register(operator);
			join(operator, service);
		}
		for operator in OPS {
			delegate(ALICE, operator, NATIVE, 1_000);
			pledge(operator, service, NATIVE, 1_000, Exclusive);
		}
		at(COUNTS);
		let charge = Charge::of(service);
		let proof = charge.by(&[SECOND, THIRD]);
		assert_eq!(charge.report(proof.clone()), Err(Error::<Test>::NotTallied.into()));
		for _ in 0..2 {
			assert_ok!(Restaking::tally(signed(STRANGER), service, COUNTS));
		}
		assert_eq!(charge.report(proof), Ok(0));
	});
}

#[test]
fn a_more_severe_accusation_restarts_the_window_and_the_same_one_is_refused() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		let charge = Charge::of(service);
		let signers = [SECOND, THIRD, FOURTH];
		assert_eq!(charge.report(charge.by(&signers)), Ok(0));
		assert_eq!(charge.report(charge.by(&signers)), Err(Error::<Test>::AlreadyReported.into()));
		at(COUNTS + 1);
		let worse = Charge { percent: 30, topic: 2, ..charge };
		// By the resolver, which has no say from now on.
		assert_ok!(worse.report_by(RESOLVER, worse.by(&signers)));
		let slash = Slashes::<Test>::get(0).unwrap();
		assert_eq!((slash.reporter, slash.raised_by), (Some(REPORTER), Some(RESOLVER)));
		assert_eq!(slash.final_from, COUNTS + 4);
		assert_noop!(
			Slashing::overturn(signed(RESOLVER), 0, false),
			Error::<Test>::ResolverIsParty
		);
		at(COUNTS + 4);
		assert_eq!(stake_of(OP), 700);
	});
}

#[test]
fn a_frivolous_accusation_costs_the_reporter_its_bond() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		let charge = Charge::of(service);
		assert_eq!(charge.report(charge.by(&[SECOND, THIRD, FOURTH])), Ok(0));
		let before = wallet(OP, &NATIVE);
		assert_ok!(Slashing::overturn(signed(RESOLVER), 0, true));
		assert_eq!(wallet(OP, &NATIVE), before + MIN_BOND);
		assert_eq!(stake_of(OP), 1_000);
	});
}

#[test]
fn terms_let_nobody_object_to_no_quorum() {
	with_chain(|| {
		let at_once = Condition { resolution: Resolution::Immediate, ..by_quorum(60) };
		assert_noop!(
			Services::create(signed(OWNER), terms(vec![at_once]), vec![]),
			pallet_services::Error::<Test>::EvidenceNeedsVeto
		);
	});
}

#[test]
fn a_report_pays_for_each_signer() {
	with_chain(|| {
		let service = members(vec![by_quorum(60)], &[1_000; 4]);
		let charge = Charge::of(service);
		let of = ReportSize { execution: size(1), added_up: false };
		let weight = |signers: &[AccountId]| Slashing::report_weight(&charge.by(signers), &of);
		let [two, three] = [weight(&[SECOND, THIRD]), weight(&[SECOND, THIRD, FOURTH])];
		assert!(three.all_gt(two));
	});
}
