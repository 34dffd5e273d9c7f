//! `shirube diff`: two built sites → a Markdown summary of what readers will see differently.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::arguments::base_url;
use super::language::MessageLanguage;
use super::{Stop, session};

mod compare;
mod data;
mod escape;
mod files;
mod page;
mod print;
mod summary;

/// Summarise what changes between two built sites.
///
/// Prints Markdown to standard output: pages added, removed and changed, redirects, and the values
/// of the data downloads, old and new. A page counts as changed when its text, links or images
/// differ inside `<main>`; changes of markup alone and of what stands around it (header, footer,
/// metadata) are counted, not listed. Neither folder is written to.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Diff {
    /// The site as it was: a folder that `build` wrote
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The site as it will be
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// How many lines of each list are printed before "and N more"
    #[arg(long, value_name = "N", default_value = "20")]
    limit: NonZeroUsize,

    /// Where the new site can be looked at; pages are linked there
    #[arg(long, value_name = "URL", value_parser = base_url)]
    preview: Option<String>,

    /// Exit with 1 when the sites differ, as `git diff --exit-code` does
    ///
    /// Without it the exit code is 0 whether they differ or not.
    #[arg(long)]
    exit_code: bool,

    /// How many threads work [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// The language of the summary
    ///
    /// [default: by LC_ALL, LC_MESSAGES or LANG, or that of site.yaml in this folder, or ja]
    #[arg(long, value_name = "LANG", value_enum)]
    lang: Option<MessageLanguage>,
}

const EXAMPLES: &str = "\
Examples:
  shirube diff /tmp/base public                    what a change does to the site
  shirube diff /tmp/base public --limit 5 --lang en
  shirube diff /tmp/base public --preview https://preview.example/12/ >> \"$GITHUB_STEP_SUMMARY\"

The exit code is 0 when the sites differ, too, unless --exit-code is given.";

/// Compares two built sites and prints what changed.
pub(super) fn diff(arguments: &Diff) -> Result<(), Stop> {
    let language = MessageLanguage::choose(arguments.lang);
    let findings = session::threads(arguments.jobs)?
        .install(|| compare::compare(&arguments.old, &arguments.new))
        .map_err(|(path, error)| {
            let label = language.pick("エラー", "error");
            Stop::Failed(format!("{label}: {}: {error}", path.display()))
        })?;
    let summary = summary::Summary::of(findings);
    let text = print::Printer {
        language,
        limit: arguments.limit.get(),
        preview: arguments.preview.as_deref(),
    }
    .markdown(&summary);
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    if arguments.exit_code && !summary.is_empty() {
        return Err(Stop::Problems);
    }
    Ok(())
}
