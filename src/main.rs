//! The command line of shirube.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
