//! All tests in Rust, in one program: it is linked once, and what takes long runs beside the rest.
//!
//! `cargo test golden::` runs those of one file.

mod architecture;
mod check;
mod cli;
mod comparisons;
mod compress;
mod crash;
mod diff;
mod external;
mod fingerprints;
mod fuzz_smoke;
mod golden;
mod incremental;
mod inputs;
mod live;
mod markdown;
mod mistakes;
mod new;
mod problems;
mod routes;
mod schema;
mod search;
mod search_index;
mod serve;
mod style;
mod support;
mod texts;
