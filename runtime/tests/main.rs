//! The runtime's tests are one program: each program would link all of the runtime once more.

mod arbitrary_calls;
mod common;
mod consensus;
mod duties;
mod fees;
mod genesis;
mod governance;
mod ledger;
mod metadata;
mod proxy;
mod registries;
mod scale;
mod service_zero;
#[cfg(feature = "runtime-benchmarks")]
mod weights;
mod workspace;
