//! `shirube check`: every problem, and nothing written but what it is asked to mend.

use std::io::{self, Write};

use shirube::diagnostic::Code;
use shirube::pipeline::Writing;

use super::arguments::{Check, Deny, Format};
use super::changed::Changes;
use super::language::MessageLanguage;
use super::selection::Selection;
use super::session::{self, Printer};
use super::{Stop, external, github, json, mend, sarif};

/// Checks a guide. Its problems are what was asked for, so they go to standard output.
///
/// An error anywhere in the guide fails the check, shown or not, since it stops the build; denied
/// warnings do so only if they are shown: nobody can be asked to mend what others left behind.
pub(super) fn check(arguments: &Check) -> Result<(), Stop> {
    let site = &arguments.site;
    let language = MessageLanguage::for_project(site.lang, &site.root);
    let since = arguments.changed_since.as_deref();
    let changes = since
        .map(|revision| Changes::since(&site.root, revision, language))
        .transpose()?;
    if arguments.fix {
        // Other formats are read by programs.
        let mut target: Box<dyn Write> = match arguments.format {
            Format::Human => Box::new(io::stdout()),
            _ => Box::new(io::stderr()),
        };
        mend::mend(site, language, &mut target)?;
    }
    let writing = Writing {
        fresh: arguments.fresh,
        ..Writing::default()
    };
    // Links to other sites aren't kept.
    let may_skip = !arguments.external.external;
    let mut outcome = session::run(site, None, language, writing, may_skip)?;
    if arguments.external.external {
        external::check(&arguments.external, site, language, &mut outcome)?;
    }
    let selection = Selection::new(&outcome, changes.as_ref());
    let denied = arguments.deny == Some(Deny::Warnings) && selection.counts().warnings > 0;
    let mut output = io::BufWriter::new(io::stdout().lock());
    let printed = Print {
        arguments,
        language,
        denied,
        selection: &selection,
    }
    .print(&mut output)
    .and_then(|()| output.flush());
    if outcome.rendered.is_none() || denied {
        return Err(Stop::Problems);
    }
    Ok(printed?)
}

/// What is printed.
struct Print<'a> {
    arguments: &'a Check,
    language: MessageLanguage,
    /// Whether warnings fail the check.
    denied: bool,
    selection: &'a Selection<'a>,
}

impl Print<'_> {
    fn print(&self, output: &mut impl Write) -> io::Result<()> {
        let (selection, language) = (self.selection, self.language);
        let prefix = || session::repository_prefix(&self.arguments.site.root);
        match self.arguments.format {
            Format::Human => self.print_for_people(output),
            Format::Github => {
                let commands = github::text(selection, language, &prefix());
                output.write_all(commands.as_bytes())?;
                self.close_for_github(output)
            }
            Format::Json => output.write_all(json::text(selection).as_bytes()),
            Format::Sarif => {
                let log = sarif::text(selection, language, &prefix());
                output.write_all(log.as_bytes())
            }
        }
    }

    fn print_for_people(&self, output: &mut impl Write) -> io::Result<()> {
        let language = self.language;
        let printer = Printer {
            language,
            root: &self.arguments.site.root,
            is_terminal: session::terminals().0,
        };
        let shown = self.selection.shown.iter().copied();
        printer.print(shown, &self.selection.positions, &mut *output)?;
        if self.is_quiet() {
            return Ok(());
        }
        writeln!(output, "{}", self.selection.summary(language))?;
        if self.denied {
            let text = language.pick(
                "--deny warnings なので、警告があれば失敗（終了コード 1）です",
                "with --deny warnings, warnings fail the check",
            );
            writeln!(output, "{text}")?;
        }
        let Some(first) = self.selection.shown.first().map(|problem| problem.code) else {
            return Ok(());
        };
        let alone = self
            .selection
            .shown
            .iter()
            .all(|problem| problem.code == first);
        writeln!(output, "{}", more(first, alone, language))
    }

    /// Errors elsewhere are problems too, and only the summary names them.
    fn is_quiet(&self) -> bool {
        let elsewhere = self.selection.counts_elsewhere();
        self.arguments.site.quiet && elsewhere.is_none_or(|counts| counts.errors == 0)
    }

    fn close_for_github(&self, output: &mut impl Write) -> io::Result<()> {
        if self.is_quiet() {
            return Ok(());
        }
        let elsewhere = self.selection.elsewhere.iter().flatten().count();
        if self.selection.shown.len() + elsewhere == 0 {
            return writeln!(output, "{}", self.selection.summary(self.language));
        }
        output.write_all(github::notice(self.selection, self.language).as_bytes())
    }
}

/// Where a reader finds more about the first problem, and by that about all of them.
fn more(first: Code, alone: bool, language: MessageLanguage) -> String {
    language.pick(
        format!(
            "くわしい説明: shirube explain {first}{}",
            if alone {
                ""
            } else {
                "（ほかの名前も同じように打てます）"
            }
        ),
        format!(
            "to learn more: shirube explain {first}{}",
            if alone { "" } else { " (or another name)" }
        ),
    )
}
