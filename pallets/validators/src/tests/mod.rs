//! What the pallet does, by subject.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

mod limits;
