//! Exact rational numbers, not negative, of any size.

use sp_runtime::biguint::BigUint;
use std::{
	cmp::Ordering,
	fmt::{self, Debug, Formatter},
	ops::{Add, Div, Mul, Sub},
};

/// Limbs of a denominator from which on a fraction is reduced. Reducing costs more than it saves before.
const REDUCED_FROM: usize = 32;

/// A natural number. Large only where it does not fit into 128 bits, and then stripped.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Natural {
	Small(u128),
	Large(BigUint),
}

use Natural::{Large, Small};

impl Natural {
	fn of(mut big: BigUint) -> Self {
		big.lstrip();
		u128::try_from(big.clone()).map_or(Large(big), Small)
	}

	fn big(&self) -> BigUint {
		match self {
			Small(small) => {
				let mut big = BigUint::from(*small);
				big.lstrip();
				big
			},
			Large(big) => big.clone(),
		}
	}

	fn limbs(&self) -> usize {
		match self {
			Small(_) => 4,
			Large(big) => big.len(),
		}
	}

	fn is_zero(&self) -> bool {
		*self == Small(0)
	}

	fn add(&self, other: &Self) -> Self {
		match (self, other) {
			(Small(a), Small(b)) if a.checked_add(*b).is_some() => Small(a + b),
			_ => Self::of(self.big().add(&other.big())),
		}
	}

	fn sub(&self, other: &Self) -> Self {
		match (self, other) {
			(Small(a), Small(b)) => Small(a.checked_sub(*b).expect("not negative")),
			_ => Self::of(self.big().sub(&other.big()).expect("not negative")),
		}
	}

	fn mul(&self, other: &Self) -> Self {
		match (self, other) {
			(Small(1), any) | (any, Small(1)) => any.clone(),
			(Small(a), Small(b)) if a.checked_mul(*b).is_some() => Small(a * b),
			_ => Self::of(self.big().mul(&other.big())),
		}
	}

	fn div_rem(&self, other: &Self) -> (Self, Self) {
		if let (Small(a), Small(b)) = (self, other) {
			return (Small(a / b), Small(a % b));
		}
		if self.cmp(other).is_lt() {
			return (Small(0), self.clone());
		}
		let (mut a, mut b) = (self.big(), other.big());
		if b.len() == 1 {
			let quotient = Self::of(a.div_unit(b.get(0)));
			let rest = self.sub(&quotient.mul(other));
			return (quotient, rest);
		}
		// The library divides only what has more limbs: the rest is scaled back.
		let scale = BigUint::from_limbs(&[1, 0]);
		let scaled = a.len() == b.len();
		if scaled {
			(a, b) = (a.mul(&scale), b);
			a.lstrip();
			let (quotient, _) = a.div(&b, false).expect("the dividend is longer");
			// ⌊⌊a·s/b⌋/s⌋ = ⌊a/b⌋: drop the lowest limb.
			let mut limbs: Vec<u32> =
				(0..quotient.len()).rev().map(|at| quotient.get(at)).collect();
			limbs.pop();
			let quotient =
				if limbs.is_empty() { Small(0) } else { Self::of(BigUint::from_limbs(&limbs)) };
			let rest = self.sub(&quotient.mul(other));
			return (quotient, rest);
		}
		let (quotient, rest) = a.div(&b, true).expect("the dividend is longer");
		(Self::of(quotient), Self::of(rest))
	}

	fn gcd(&self, other: &Self) -> Self {
		let (mut a, mut b) = (self.clone(), other.clone());
		while !b.is_zero() {
			let (_, rest) = a.div_rem(&b);
			(a, b) = (b, rest);
		}
		a
	}
}

impl Ord for Natural {
	fn cmp(&self, other: &Self) -> Ordering {
		match (self, other) {
			(Small(a), Small(b)) => a.cmp(b),
			(Small(_), Large(_)) => Ordering::Less,
			(Large(_), Small(_)) => Ordering::Greater,
			(Large(a), Large(b)) => a.cmp(b),
		}
	}
}

impl PartialOrd for Natural {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}

/// A rational number. Subtracting more than there is, and dividing by zero, panics.
#[derive(Clone)]
pub struct Rational {
	numerator: Natural,
	denominator: Natural,
}

impl Rational {
	pub const ZERO: Self = Self { numerator: Small(0), denominator: Small(1) };
	pub const ONE: Self = Self { numerator: Small(1), denominator: Small(1) };

	fn of(numerator: Natural, denominator: Natural) -> Self {
		assert!(!denominator.is_zero(), "division by zero");
		if numerator.is_zero() {
			return Self::ZERO;
		}
		if denominator.limbs() < REDUCED_FROM {
			return Self { numerator, denominator };
		}
		let common = numerator.gcd(&denominator);
		Self {
			numerator: numerator.div_rem(&common).0,
			denominator: denominator.div_rem(&common).0,
		}
	}

	pub fn is_zero(&self) -> bool {
		self.numerator.is_zero()
	}

	/// The greatest whole number that is not greater.
	pub fn floor(&self) -> Self {
		if self.denominator == Small(1) {
			return self.clone();
		}
		Self { numerator: self.numerator.div_rem(&self.denominator).0, denominator: Small(1) }
	}

	/// The least whole number that is not less.
	pub fn ceil(&self) -> Self {
		let floor = self.floor();
		if floor == *self {
			floor
		} else {
			&floor + &Self::ONE
		}
	}

	/// A whole number of 128 bits.
	pub fn whole(&self) -> u128 {
		match &self.floor() {
			floor if floor == self => match floor.numerator {
				Small(whole) => whole,
				Large(_) => panic!("{self:?} does not fit into 128 bits"),
			},
			_ => panic!("{self:?} is not a whole number"),
		}
	}

	/// How far apart they are.
	pub fn apart(&self, other: &Self) -> Self {
		if self > other {
			self - other
		} else {
			other - self
		}
	}
}

impl Debug for Rational {
	fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
		let floor = self.floor();
		let thousandths = (&(self - &floor) * &1_000.into()).floor();
		match (floor.numerator, thousandths.numerator) {
			(Small(whole), Small(0)) if floor.denominator == self.denominator => {
				write!(f, "{whole}")
			},
			(Small(whole), Small(rest)) => write!(f, "{whole}.{rest:03}…"),
			(large, _) => write!(f, "{large:?}"),
		}
	}
}

impl From<u128> for Rational {
	fn from(whole: u128) -> Self {
		Self { numerator: Small(whole), denominator: Small(1) }
	}
}

impl Add for &Rational {
	type Output = Rational;
	fn add(self, other: Self) -> Rational {
		if self.denominator == other.denominator {
			return Rational::of(self.numerator.add(&other.numerator), self.denominator.clone());
		}
		Rational::of(
			self.numerator.mul(&other.denominator).add(&other.numerator.mul(&self.denominator)),
			self.denominator.mul(&other.denominator),
		)
	}
}

impl Sub for &Rational {
	type Output = Rational;
	fn sub(self, other: Self) -> Rational {
		if self.denominator == other.denominator {
			return Rational::of(self.numerator.sub(&other.numerator), self.denominator.clone());
		}
		Rational::of(
			self.numerator.mul(&other.denominator).sub(&other.numerator.mul(&self.denominator)),
			self.denominator.mul(&other.denominator),
		)
	}
}

impl Mul for &Rational {
	type Output = Rational;
	fn mul(self, other: Self) -> Rational {
		Rational::of(self.numerator.mul(&other.numerator), self.denominator.mul(&other.denominator))
	}
}

impl Div for &Rational {
	type Output = Rational;
	fn div(self, other: Self) -> Rational {
		Rational::of(self.numerator.mul(&other.denominator), self.denominator.mul(&other.numerator))
	}
}

impl PartialEq for Rational {
	fn eq(&self, other: &Self) -> bool {
		self.cmp(other).is_eq()
	}
}

impl Eq for Rational {}

impl Ord for Rational {
	fn cmp(&self, other: &Self) -> Ordering {
		if self.denominator == other.denominator {
			return self.numerator.cmp(&other.numerator);
		}
		self.numerator.mul(&other.denominator).cmp(&other.numerator.mul(&self.denominator))
	}
}

impl PartialOrd for Rational {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}

#[test]
fn fractions_add_up() {
	let q = |a: u128, b: u128| &Rational::from(a) / &Rational::from(b);
	assert_eq!(&q(1, 3) + &q(1, 6), q(1, 2));
	assert_eq!(&q(1, 2) - &q(1, 3), q(1, 6));
	assert_eq!(q(7, 2).floor().whole(), 3);
	assert_eq!(q(7, 2).ceil().whole(), 4);
	assert_eq!(q(6, 2).ceil().whole(), 3);
	assert!(q(1, 3) < q(2, 5) && q(1, 3).apart(&q(2, 5)) == q(1, 15));
	// Products of hundreds of numbers, taken apart again.
	let mut product = Rational::ONE;
	for factor in 1..=200 {
		product = &product * &q(u128::MAX - factor, u64::MAX as u128 - 2 * factor);
	}
	let whole = product.floor();
	assert!(whole < product && product < &whole + &Rational::ONE);
	for factor in 1..=200 {
		product = &product / &q(u128::MAX - factor, u64::MAX as u128 - 2 * factor);
	}
	assert_eq!(product, Rational::ONE);
}
