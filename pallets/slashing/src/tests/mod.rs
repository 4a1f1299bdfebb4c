//! Tests by subject. Judge, registries and ledger are checked after each.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use palisade_primitives::{Balance, Epoch, Offence, StakeKind};
use sp_core::H256;
use sp_runtime::{DispatchError, Perquintill};
use StakeKind::{Exclusive, Shared};

mod attacks;
mod bonds;
mod breaker;
mod consensus;
mod correlation;
mod cost;
mod duties;
mod evidence;
mod execution;
mod jail;
mod life;
mod preview;
mod quorum;
mod random_walk;
mod report;
mod resolution;
mod worked_example;
