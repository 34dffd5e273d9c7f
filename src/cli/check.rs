//! `shirube check`: every problem, and nothing written but what it is asked to mend.

use std::io::{self, Write};

use super::Stop;
use super::arguments::{Check, Format};
use super::language::MessageLanguage;
use super::mend;
use super::session::{self, Printer};

/// Checks a guide. Its problems are what was asked for, so they go to standard output.
pub(super) fn check(arguments: &Check) -> Result<(), Stop> {
    let language = MessageLanguage::choose(arguments.site.lang);
    if arguments.fix {
        // Other formats are read by programs.
        let mut target: Box<dyn Write> = match arguments.format {
            Format::Human => Box::new(io::stdout()),
            _ => Box::new(io::stderr()),
        };
        mend::mend(&arguments.site, language, &mut target)?;
    }
    let outcome = session::run(&arguments.site, None, language)?;
    let printer = Printer {
        format: arguments.format,
        language,
        root: &arguments.site.root,
        is_terminal: session::terminals().0,
    };
    let mut output = io::BufWriter::new(io::stdout().lock());
    let printed = printer.print(&outcome, &mut output).and_then(|()| {
        if arguments.site.quiet {
            return Ok(());
        }
        writeln!(output, "{}", session::counts(&outcome, language))?;
        output.flush()
    });
    if outcome.rendered.is_none() {
        return Err(Stop::Problems);
    }
    Ok(printed?)
}
