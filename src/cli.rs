//! The command line: arguments, terminal output, exit codes.
//!
//! The only part that asks for the clock, the environment and the terminal. Exit codes: 0 when
//! the guide is fine (warnings allowed unless denied), 1 for errors in content or files, 2 for a
//! wrong call.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

mod arguments;
mod build;
mod changed;
mod check;
mod day;
mod diff;
mod explain;
mod external;
mod files;
mod github;
mod human;
mod init;
mod json;
mod language;
mod mend;
mod new;
mod position;
mod program;
mod progress;
mod sarif;
mod schema;
mod selection;
mod serve;
mod session;
mod summary;

use arguments::{Arguments, Command};

/// Errors in content, or a file that can't be read or written.
const FAILED: u8 = 1;
/// The command was called wrongly.
const USAGE: u8 = 2;

/// Does what the arguments say.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Build(arguments) => build::build(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Explain(arguments) => explain::explain(arguments),
        Command::Diff(arguments) => diff::diff(arguments),
        Command::Init(arguments) => init::init(arguments),
        Command::New(arguments) => new::new(arguments),
        Command::Schema(arguments) => schema::schema(arguments),
        Command::Serve(arguments) => serve::serve(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Problems) => ExitCode::from(FAILED),
        Err(Stop::Failed(message)) => say(&message, FAILED),
        Err(Stop::Usage(message)) => say(&message, USAGE),
        // Whoever read the output has seen enough.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Output(error)) => say(&format!("error: can't print: {error}"), FAILED),
    }
}

/// Why a command ends early or in failure.
enum Stop {
    /// The content has errors or denied warnings, which have been printed.
    Problems,
    /// Something else than content failed; the message is complete.
    Failed(String),
    /// The command was called wrongly; the message is complete.
    Usage(String),
    /// The output can't be printed.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn say(message: &str, code: u8) -> ExitCode {
    // When even the last message can't be printed, the exit code has to do.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(code)
}
