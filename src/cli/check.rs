//! `shirube check`: every problem, and nothing written.

use std::io::{self, Write};

use super::arguments::Check;
use super::language::MessageLanguage;
use super::session::{self, Printer};
use super::{Stop, day, external};

/// Checks a guide. Its problems are what was asked for, so they go to standard output.
pub(super) fn check(arguments: &Check) -> Result<(), Stop> {
    let language = MessageLanguage::choose(arguments.site.lang);
    let mut outcome = session::run(&arguments.site, None, language)?;
    if arguments.external.external && outcome.rendered.is_some() {
        let site = &arguments.site;
        let today =
            day::today(site.today).map_err(|error| Stop::Usage(format!("error: {error}")))?;
        let (root, quiet) = (&site.root, site.quiet);
        external::check(
            &arguments.external,
            root,
            today,
            language,
            quiet,
            &mut outcome,
        )?;
    }
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
