//! Terms as chain specifications write them.

use super::*;
use serde_json::{from_str, from_value, json, to_value, Value};

fn read(value: Value) -> Result<Terms<u64>, String> {
	from_value(value).map_err(|error| error.to_string())
}

/// The sample in JSON, with a change.
fn changed(change: impl FnOnce(&mut Value)) -> Value {
	let mut value = to_value(sample()).expect("it is written");
	change(&mut value);
	value
}

#[test]
fn terms_survive_json() {
	let mut terms = sample();
	assert_eq!(read(changed(|_| {})), Ok(sample()));
	for fault in [
		ConsensusFault::BlockEquivocation,
		ConsensusFault::VoteEquivocation,
		ConsensusFault::Unresponsiveness,
	] {
		terms.conditions[DOUBLE_SIGN].evidence = Evidence::Consensus(fault);
		assert_eq!(read(to_value(&terms).unwrap()), Ok(terms.clone()));
	}
	terms.min_operator_value = u128::MAX;
	let text = serde_json::to_string(&terms).unwrap();
	assert_eq!(from_str::<Terms<u64>>(&text).unwrap(), terms);
}

#[test]
fn names_are_those_of_documentation_in_camel_case() {
	let mut terms = sample();
	terms.conditions = bounded(vec![Condition {
		evidence: Evidence::Consensus(ConsensusFault::VoteEquivocation),
		..terms.conditions[ACCUSATION].clone()
	}]);
	let expected = json!({
		"assets": [
			{ "asset": "Native", "kinds": "both" },
			{ "asset": { "WithId": 7 }, "kinds": "shared" },
		],
		"minOperatorValue": 1_000,
		"maxOperators": 10,
		"admission": "open",
		"conditions": [{
			"evidence": { "consensus": "voteEquivocation" },
			"penalty": {
				"formula": correlation().print().unwrap(),
				"lookBack": 3,
			},
			"evidenceAge": 2,
			"resolution": { "veto": { "resolver": RESOLVER, "window": 2 } },
			"proceeds": {
				"bounty": 10_000_000,
				"restitution": { "to": CLIENT, "share": 600_000_000 },
			},
			"jail": 0,
		}],
		"maxSlashPerEpoch": 200_000_000_000_000_000u64,
		"rewardAssets": [{ "WithId": 7 }, "Native"],
		"securityTarget": { "valueAtRisk": 1_000_000, "attackThreshold": 330_000_000 },
	});
	assert_eq!(to_value(&terms).unwrap(), expected);
	assert_eq!(read(expected), Ok(terms));
}

#[test]
fn a_formula_is_its_text() {
	let formula = Formula::parse("min(severity, 0.1)").unwrap();
	assert_eq!(to_value(&formula).unwrap(), json!("min(severity, 0.1)"));
	// However it is written.
	let read: Formula = from_value(json!("  min( severity,0.10 )")).unwrap();
	assert_eq!(read, formula);
}

#[test]
fn what_is_no_formula_is_refused() {
	for text in ["", "severity +", "min(severity)", "gravity", "1 2"] {
		let error = from_value::<Formula>(json!(text)).unwrap_err().to_string();
		assert!(error.contains("not a formula"), "{text}: {error}");
		let value = changed(|terms| terms["conditions"][0]["penalty"]["formula"] = json!(text));
		assert!(read(value).unwrap_err().contains("not a formula"));
	}
	for other in [json!(1), json!(null), json!([{ "Const": 1 }])] {
		assert!(from_value::<Formula>(other).is_err());
	}
}

#[test]
fn a_formula_that_has_no_text_is_not_read_again() {
	let none = postfix(vec![Op::Add]);
	assert_eq!(to_value(&none).unwrap(), json!(""));
	assert!(from_value::<Formula>(json!("")).is_err());
}

#[test]
fn unknown_and_missing_names_are_refused() {
	let unknown = changed(|terms| terms["maxOperator"] = json!(1));
	assert!(read(unknown).unwrap_err().contains("maxOperator"));
	let unknown = changed(|terms| terms["conditions"][0]["jailed"] = json!(1));
	assert!(read(unknown).unwrap_err().contains("jailed"));
	let missing = changed(|terms| {
		terms.as_object_mut().unwrap().remove("admission");
	});
	assert!(read(missing).unwrap_err().contains("admission"));
	let fault =
		changed(|terms| terms["conditions"][0]["evidence"] = json!({ "consensus": "idleness" }));
	assert!(read(fault).unwrap_err().contains("idleness"));
}

#[test]
fn more_than_there_is_room_for_is_refused() {
	let assets = |count: u32| {
		let accepted = |id| json!({ "asset": { "WithId": id }, "kinds": "both" });
		changed(|terms| terms["assets"] = (0..count).map(accepted).collect())
	};
	assert_eq!(read(assets(MAX_ASSETS)).map(|terms| terms.assets.len()), Ok(MAX_ASSETS as usize));
	assert!(read(assets(MAX_ASSETS + 1)).is_err());
}
