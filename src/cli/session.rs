//! What `build` and `check` share: from arguments to an outcome, and printing its problems.

use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

use shirube::diagnostic::Severity;
use shirube::pipeline::{self, Failure, Outcome, Request};
use shirube::plan::Options;

use super::arguments::{Format, SiteArguments};
use super::human::Style;
use super::language::MessageLanguage;
use super::progress::Bar;
use super::{Stop, day, github, human};

/// Runs all stages on as many threads as are asked for.
pub(super) fn run(
    arguments: &SiteArguments,
    output: Option<&Path>,
    language: MessageLanguage,
) -> Result<Outcome, Stop> {
    let bar = Bar::new(!arguments.quiet);
    work(arguments, output, language, |request| {
        pipeline::run(request, &bar)
    })
}

/// Does something with the project that the arguments name, on as many threads as are asked for.
pub(super) fn work<T: Send>(
    arguments: &SiteArguments,
    output: Option<&Path>,
    language: MessageLanguage,
    work: impl FnOnce(&Request<'_>) -> Result<T, Failure> + Send,
) -> Result<T, Stop> {
    let today =
        day::today(arguments.today).map_err(|error| Stop::Usage(format!("error: {error}")))?;
    let request = Request {
        root: &arguments.root,
        output,
        drafts: arguments.drafts,
        options: Options {
            today,
            base_url: arguments.base_url.clone(),
        },
    };
    let threads = arguments.jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Stop::Failed(format!("error: can't start threads: {error}")))?;
    pool.install(|| work(&request)).map_err(|failure| {
        let label = language.pick("エラー", "error");
        Stop::Failed(format!("{label}: {}", language.of(&failure.message())))
    })
}

/// Where problems are printed, and how.
pub(super) struct Printer<'a> {
    pub(super) format: Format,
    pub(super) language: MessageLanguage,
    pub(super) root: &'a Path,
    /// Whether it is a terminal that problems are printed on.
    pub(super) is_terminal: bool,
}

impl Printer<'_> {
    /// Prints every problem.
    pub(super) fn print(&self, outcome: &Outcome, mut target: impl Write) -> io::Result<()> {
        let prefix = prefix(self.root);
        let columns = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let style = Style {
            colours: self.is_terminal && wants_colours(),
            columns: self.is_terminal.then(columns).flatten(),
            language: self.language,
            prefix,
        };
        for problem in outcome.report.diagnostics() {
            let text = match self.format {
                Format::Human => human::text(problem, &outcome.sources, &style) + "\n",
                Format::Github => {
                    github::text(problem, &outcome.sources, self.language, &style.prefix)
                }
            };
            target.write_all(text.as_bytes())?;
        }
        target.flush()
    }
}

/// `2 errors, 1 warning`
pub(super) fn counts(outcome: &Outcome, language: MessageLanguage) -> String {
    let errors = outcome.report.count(Severity::Error);
    let warnings = outcome.report.count(Severity::Warning);
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    language.pick(
        format!("エラー {errors} 件、警告 {warnings} 件"),
        format!(
            "{errors} error{}, {warnings} warning{}",
            plural(errors),
            plural(warnings)
        ),
    )
}

/// Whether standard output and standard error are terminals.
pub(super) fn terminals() -> (bool, bool) {
    (io::stdout().is_terminal(), io::stderr().is_terminal())
}

fn wants_colours() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// What leads from where the command runs to the project: `guide/`, or nothing when it runs there.
pub(super) fn prefix(root: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = root.strip_prefix(&here).unwrap_or(root);
    let names = path
        .components()
        .filter(|component| *component != Component::CurDir);
    let path: PathBuf = names.collect();
    if path.as_os_str().is_empty() {
        String::new()
    } else {
        format!("{}/", path.display())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::prefix;

    #[test]
    fn paths_lead_from_here() {
        assert_eq!(prefix(Path::new(".")), "");
        assert_eq!(prefix(Path::new("./guide/")), "guide/");
        assert_eq!(prefix(Path::new("../guide")), "../guide/");
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(prefix(&here), "");
        assert_eq!(prefix(&here.join("guide")), "guide/");
    }
}
