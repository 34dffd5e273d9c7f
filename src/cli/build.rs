//! `shirube build`: the guide into its folder.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::Instant;

use shirube::pipeline::Writing;

use super::Stop;
use super::arguments::Build;
use super::language::MessageLanguage;
use super::position::Positions;
use super::session::{self, Printer};
use super::summary;

/// Builds a guide. Problems go to standard error, the summary to standard output.
pub(super) fn build(arguments: &Build) -> Result<(), Stop> {
    let since = Instant::now();
    let site = &arguments.site;
    let language = MessageLanguage::for_project(site.lang, &site.root);
    let output = match &arguments.output {
        Some(output) => output.clone(),
        // Without the `./` that the default root would put before it in messages.
        None if site.root == Path::new(".") => "public".into(),
        None => site.root.join("public"),
    };
    let writing = Writing {
        fresh: arguments.fresh,
        no_wait: arguments.no_wait,
        dry: arguments.dry_run,
        ..Writing::default()
    };
    let outcome = session::run(site, Some(&output), language, writing, true)?;
    // As with memory: the process ends here.
    let outcome = ManuallyDrop::new(outcome);
    let printer = Printer {
        language,
        root: &site.root,
        is_terminal: session::terminals().1,
    };
    let counts = session::counts(&outcome, language);
    let printed = printer.print(
        outcome.report.diagnostics(),
        &Positions::new(&outcome.sources),
        io::stderr().lock(),
    );
    let Some(rendered) = &outcome.rendered else {
        if !site.quiet {
            let nothing = language.pick("何も書きませんでした", "nothing was written");
            let _ = writeln!(io::stderr(), "{counts}: {nothing}");
        }
        return Err(Stop::Problems);
    };
    printed?;
    if !site.quiet {
        let text = summary::text(rendered, &output, language);
        let seconds = since.elapsed().as_secs_f64();
        let time = language.pick(format!("、{seconds:.2} 秒"), format!(", {seconds:.2} s"));
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{text}{counts}{time}")?;
        stdout.flush()?;
    }
    Ok(())
}
