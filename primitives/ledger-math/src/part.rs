//! Balances that many owners hold through shares.
//!
//! A *part* of the ledger (the active balance of a pool, or one bucket of exits) is a balance `B` with shares `S`.
//!
//! | Step | Formula | Rounding |
//! |---|---|---|
//! | put in `d` units | mint `⌊d·S/B⌋` shares (`d` when `S = 0`) | down: the newcomer bears it |
//! | take out `x` units | burn `⌈x·S/B⌉` shares | up: the leaver bears it |
//! | take out `s` shares | pay `⌊s·B/S⌋` units | down: the leaver bears it |
//! | slash `y` units | `B` falls by `y`, `S` stays | none |
//!
//! Rounding is always against whoever acts, by less than one unit of what one share is worth, and whoever burns the
//! last share takes the last unit, so nothing is ever stranded. The function names say which way they round.
//!
//! For a part that starts empty, after any sequence of calls:
//! 1. `S ≥ B` (a share is never worth more than one unit, so an amount is never too small to mint);
//! 2. `S = 0` implies `B = 0`;
//! 3. no call but a slash changes what another owner's shares are worth, to the loss of that owner.

use crate::{mul_div_ceil, mul_div_floor};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most shares for one unit of balance before a part is diluted: `S ≤ 10⁶·B`. Beyond it, amounts of 10³⁰ would mint more
/// shares than 128 bits hold.
pub const MAX_DILUTION: u128 = 1_000_000;

/// Why a step on a [`Part`] is refused. A refused step changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartError {
	/// Nothing was to be moved.
	Zero,
	/// The owner's shares are not worth the amount.
	Insufficient,
	/// The part has shares but no balance: they are void.
	Void,
	/// The result does not fit into 128 bits.
	Overflow,
}

/// What left a part: `amount` units for `shares` shares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outflow {
	/// Units paid.
	pub amount: u128,
	/// Shares burned.
	pub shares: u128,
}

/// A balance that is owned through shares.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Part {
	/// `B`: units of the asset.
	balance: u128,
	/// `S`: shares in circulation.
	shares: u128,
}

impl Part {
	/// A part as found in storage or assumed by a client, or `None` where it breaks invariant 1.
	pub fn new(balance: u128, shares: u128) -> Option<Self> {
		(shares >= balance).then_some(Self { balance, shares })
	}

	/// `B`, in units of the asset.
	pub fn balance(&self) -> u128 {
		self.balance
	}

	/// `S`.
	pub fn shares(&self) -> u128 {
		self.shares
	}

	/// Nobody holds a share.
	pub fn is_empty(&self) -> bool {
		self.shares == 0
	}

	/// `⌊d·S/B⌋`: the shares that `amount` units would mint.
	pub fn mint_floor(&self, amount: u128) -> Result<u128, PartError> {
		match (self.shares, self.balance) {
			_ if amount == 0 => Err(PartError::Zero),
			(0, _) => Ok(amount),
			(_, 0) => Err(PartError::Void),
			(shares, balance) => mul_div_floor(amount, shares, balance).ok_or(PartError::Overflow),
		}
	}

	/// `⌈x·S/B⌉`: the shares that paying `amount` units would burn.
	pub fn burn_ceil(&self, amount: u128) -> Result<u128, PartError> {
		match self.balance {
			_ if amount == 0 => Err(PartError::Zero),
			balance if amount > balance => Err(PartError::Insufficient),
			balance => mul_div_ceil(amount, self.shares, balance).ok_or(PartError::Overflow),
		}
	}

	/// `⌊s·B/S⌋`: what `shares` are worth, rounded against their owner. Shares beyond all that exist are worth `B`.
	pub fn stake_of_floor(&self, shares: u128) -> u128 {
		if shares >= self.shares {
			return self.balance;
		}
		// `shares < S`, so the quotient fits: it is at most `B`.
		mul_div_floor(shares, self.balance, self.shares).unwrap_or(self.balance)
	}

	/// `⌈s·B/S⌉`: what `shares` are worth, rounded for their owner. Only for comparing with a minimum, where rounding
	/// down would refuse an amount that meets it exactly.
	pub fn stake_of_ceil(&self, shares: u128) -> u128 {
		if shares >= self.shares {
			return self.balance;
		}
		mul_div_ceil(shares, self.balance, self.shares).unwrap_or(self.balance)
	}

	/// A share is worth so little that new stake is refused: `S > 10⁶·B`.
	pub fn is_diluted(&self) -> bool {
		self.shares > self.balance.saturating_mul(MAX_DILUTION)
	}

	/// Shares exist that nothing stands behind.
	pub fn is_wiped(&self) -> bool {
		self.balance == 0 && self.shares > 0
	}

	/// Puts `amount` units in and returns the shares minted for them.
	pub fn put(&mut self, amount: u128) -> Result<u128, PartError> {
		let minted = self.mint_floor(amount)?;
		let balance = self.balance.checked_add(amount).ok_or(PartError::Overflow)?;
		let shares = self.shares.checked_add(minted).ok_or(PartError::Overflow)?;
		*self = Self { balance, shares };
		Ok(minted)
	}

	/// Takes `amount` units out for an owner who holds `held` shares. As `S ≥ B`, only `amount = B` burns the last share:
	/// nothing is stranded.
	pub fn take_units(&mut self, held: u128, amount: u128) -> Result<Outflow, PartError> {
		let shares = self.burn_ceil(amount)?;
		if shares > held {
			return Err(PartError::Insufficient);
		}
		self.remove(Outflow { amount, shares })
	}

	/// Burns `shares` shares and takes out what they are worth, possibly nothing.
	pub fn take_shares(&mut self, shares: u128) -> Result<Outflow, PartError> {
		if shares == 0 {
			return Err(PartError::Zero);
		}
		self.remove(Outflow { amount: self.stake_of_floor(shares), shares })
	}

	/// Takes `amount` units from all owners alike: every share is worth less afterwards.
	pub fn slash(&mut self, amount: u128) -> Result<(), PartError> {
		self.balance = self.balance.checked_sub(amount).ok_or(PartError::Insufficient)?;
		Ok(())
	}

	fn remove(&mut self, out: Outflow) -> Result<Outflow, PartError> {
		let balance = self.balance.checked_sub(out.amount).ok_or(PartError::Insufficient)?;
		let shares = self.shares.checked_sub(out.shares).ok_or(PartError::Insufficient)?;
		*self = Self { balance, shares };
		Ok(out)
	}
}
