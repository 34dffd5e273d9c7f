//! Builds after random edits: whatever was done to sources, output and memory, a build comes to
//! what a clean build of the same sources comes to, byte for byte, and writes only what changed.
//!
//! Failures name a seed; `INCREMENTAL_SEED=7 cargo test incremental::` runs that sequence
//! alone and tells every step.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

mod chance;
mod edits;
mod steps;
mod world;

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use rayon::prelude::*;
use tempfile::TempDir;

use steps::{Tally, sequence};

/// Seeds of guides without a search, each with so many steps.
const PLAIN: std::ops::RangeInclusive<u64> = 1..=8;
const PLAIN_STEPS: usize = 36;
/// Seeds of guides with a search, whose index takes most of a build's time.
const SEARCHED: std::ops::RangeInclusive<u64> = 101..=102;
const SEARCHED_STEPS: usize = 10;

#[test]
fn a_build_after_any_edit_is_a_clean_build() {
    let (_folder, other_program) = other_program();
    let wanted: Option<u64> = std::env::var("INCREMENTAL_SEED")
        .ok()
        .map(|seed| seed.parse().expect("a number"));
    // Those that take longest first.
    let seeds: Vec<u64> = SEARCHED
        .chain(PLAIN)
        .filter(|seed| wanted.is_none_or(|wanted| wanted == *seed))
        .collect();
    let tallies: Vec<Tally> = seeds
        .into_par_iter()
        .map(|seed| {
            let search = SEARCHED.contains(&seed);
            let steps = if search { SEARCHED_STEPS } else { PLAIN_STEPS };
            sequence(seed, steps, search, &other_program, wanted.is_some())
        })
        .collect();
    let tally = tallies.into_iter().fold(Tally::default(), Tally::add);
    println!("{tally:?}");
    if wanted.is_some() {
        return;
    }
    // What would make the test say nothing.
    let unused: Vec<&str> = edits::all()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| !tally.edits.contains_key(name))
        .collect();
    assert!(tally.steps >= 300, "{tally:?}");
    assert!(tally.changed * 3 >= tally.steps, "{tally:?}");
    assert!(tally.failed * 20 >= tally.steps, "{tally:?}");
    assert!(tally.mended > 10 && tally.switched > 3, "{tally:?}");
    // Some need what another edit makes, such as an override.
    assert!(
        unused.len() * 20 <= edits::all().len(),
        "nothing did {unused:?}"
    );
}

/// The program with some bytes at its end: another program that does the same. It is written before
/// anything runs in parallel, since a program that is open for writing can't be run.
fn other_program() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("shirube");
    fs::copy(env!("CARGO_BIN_EXE_shirube"), &program).expect("copied");
    let mut file = File::options().append(true).open(&program).expect("open");
    file.write_all(b"another version").expect("written");
    (folder, program)
}
