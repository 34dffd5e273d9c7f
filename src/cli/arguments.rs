//! What can be typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::day;
use super::diff::Diff;
use super::explain::Explain;
use super::external::ExternalArguments;
use super::init::Init;
use super::language::MessageLanguage;
use super::new::New;
use super::schema::SchemaArguments;
use super::serve::Serve;

/// Makes a static guide from Markdown articles and YAML data about places.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100, after_long_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(Build),
    Check(Check),
    Explain(Explain),
    Diff(Diff),
    Init(Init),
    New(New),
    Schema(SchemaArguments),
    Serve(Serve),
}

/// Build the guide into a folder.
///
/// Every problem in the sources is shown in one run. If one of them is an error, nothing is
/// written and the old output stays. Otherwise new and changed files are written, unchanged ones
/// are left alone, and files that an earlier build wrote and this one doesn't are removed. Files
/// that no build wrote are never touched.
#[derive(Args, Debug)]
#[command(after_long_help = BUILD_EXAMPLES)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) site: SiteArguments,

    /// The folder to build into [default: public/ in the project]
    ///
    /// It is made if it doesn't exist. A folder that holds other files is refused, and so is one
    /// that contains the project or lies in its sources.
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,

    /// Read, parse and judge every file anew, whatever is known from earlier runs
    ///
    /// What is known stands in .shirube/, and a build comes to the same with it and without, only
    /// faster. This is for those who doubt that.
    #[arg(long)]
    pub(super) fresh: bool,

    /// Fail when another build writes to the same folder, instead of waiting for its end
    #[arg(long)]
    pub(super) no_wait: bool,
}

/// Check the guide without writing anything, unless it is to be mended.
///
/// Renders every page in memory as `build` does, so that errors in templates are found too; only
/// the search index is left out. What it finds out about unchanged files it keeps in .shirube/ for
/// the next run. The network is used with `--external` only, which keeps what it learns there, too.
#[derive(Args, Debug)]
#[command(after_long_help = CHECK_EXAMPLES)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) site: SiteArguments,

    /// How problems are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,

    /// Show only problems on lines that changed since a git revision
    ///
    /// Compares with the files as they are now; new files count as changed, and so do renamed
    /// ones. A problem without a line is shown if its file changed. Errors elsewhere stop the
    /// build all the same: they are counted and named, and the exit code is 1.
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,

    /// Exit with 1 if there are warnings, too
    ///
    /// With --changed-since, only those on changed lines count.
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(super) deny: Option<Deny>,

    /// Mend what has one right answer, then show what is left
    ///
    /// Widths, spellings of content/style.yaml, spaces at the ends of lines and after the marks of
    /// headings. Nothing else in the files changes, and a second run changes nothing more. All of
    /// the guide is mended, with --changed-since too.
    #[arg(long)]
    pub(super) fix: bool,

    /// Read, parse and judge every file anew, whatever is known from earlier runs
    #[arg(long)]
    pub(super) fresh: bool,

    #[command(flatten)]
    pub(super) external: ExternalArguments,
}

/// What fails a check besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    Warnings,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: the line of the source and what to do
    Human,
    /// For GitHub Actions: annotations on the lines of a pull request
    Github,
    /// For programs: one object, described in docs/checking.md
    Json,
    /// For code scanning and editors: SARIF 2.1.0
    Sarif,
}

/// What every command asks for.
#[derive(Args, Debug)]
pub(super) struct SiteArguments {
    /// The project: the folder with site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,

    /// Where the guide will be published, instead of base_url of site.yaml
    ///
    /// It appears in canonical links, feeds and the sitemap only; all other links are relative.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,

    /// Include articles marked `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,

    /// The day that facts are judged by, as YYYY-MM-DD
    ///
    /// [default: the day of SOURCE_DATE_EPOCH (seconds since 1970) if that is set, or today; both
    /// in UTC]
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    pub(super) today: Option<Date>,

    /// How many threads work [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,

    /// Print problems only
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// The language of messages
    ///
    /// [default: by LC_ALL, LC_MESSAGES or LANG, or the first of languages in site.yaml, or ja]
    #[arg(long, value_name = "LANG", value_enum)]
    pub(super) lang: Option<MessageLanguage>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  the guide is fine; there may be warnings
  1  the content has errors (with --deny warnings: or warnings), or a file can't be read or written
  2  the command was called wrongly";

const BUILD_EXAMPLES: &str = "\
Examples:
  shirube build                                  build . into public/
  shirube build --drafts --output /tmp/preview   see unfinished articles
  shirube build --base-url https://guide.example/pr/12/ --quiet";

const CHECK_EXAMPLES: &str = "\
Examples:
  shirube check                       every problem, with the line it is on
  shirube check --format github       as annotations on a pull request
  shirube check --changed-since main  only what stands on lines that changed since then
  shirube check --fix                 mend widths, spellings and spaces
  shirube check --deny warnings       for pipelines that want no warnings either
  shirube check --today 2027-04-01    what will be out of date by then
  shirube check --external            which links to other sites are dead or moved

A file for code scanning:
  shirube check --format sarif > shirube.sarif

What a problem means: shirube explain CODE";

/// Completes the `/` at the end.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("it has to start with https:// or http://")?;
    let unfit = |character: char| {
        character.is_whitespace() || character.is_control() || "?#\"'<>\\".contains(character)
    };
    if rest.is_empty() || rest.starts_with('/') {
        return Err("it names no host".to_owned());
    }
    if rest.contains(unfit) {
        return Err("only a host and a path may stand in it".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Arguments, base_url};

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_base_url_ends_with_a_slash() {
        assert_eq!(
            base_url("https://a.example").as_deref(),
            Ok("https://a.example/")
        );
        assert_eq!(
            base_url("http://a.example/b/").as_deref(),
            Ok("http://a.example/b/")
        );
        for bad in [
            "a.example",
            "ftp://a",
            "https://",
            "https:///x",
            "https://a/?b",
            "https://a b",
        ] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }
}
