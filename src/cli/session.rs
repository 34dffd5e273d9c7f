//! What `build` and `check` share: from arguments to an outcome, and printing its problems.

use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use rayon::{ThreadPool, ThreadPoolBuilder};
use shirube::diagnostic::{Diagnostic, Message};
use shirube::pipeline::{self, Failure, Memory, Outcome, Request, Writing};
use shirube::plan::Options;

use super::arguments::SiteArguments;
use super::human::Style;
use super::language::MessageLanguage;
use super::position::Positions;
use super::progress::Bar;
use super::selection::Counts;
use super::{Stop, day, human, program};

/// Runs all stages on as many threads as are asked for; none of them where `may_skip` and nothing has
/// changed since the last run. `writing.program` is filled in here.
pub(super) fn run(
    arguments: &SiteArguments,
    output: Option<&Path>,
    language: MessageLanguage,
    writing: Writing,
    may_skip: bool,
) -> Result<Outcome, Stop> {
    let bar = Bar::new(!arguments.quiet, language);
    work(arguments, output, language, |request| {
        let program = program::fingerprint().ok();
        let writing = Writing {
            program: program.unwrap_or_default(),
            // By another program, for all that is known.
            fresh: writing.fresh || program.is_none(),
            ..writing
        };
        let request = Request {
            writing,
            ..request.clone()
        };
        let mut memory = Memory::stored(&arguments.root, writing.program);
        if writing.dry {
            memory = Memory::default();
        }
        if writing.fresh {
            memory = memory.fresh();
        }
        if !may_skip {
            memory = memory.without_shortcut();
        }
        // Its many pieces needn't be freed one by one: the process ends soon.
        let mut memory = ManuallyDrop::new(memory);
        pipeline::run(&request, &mut memory, &bar)
    })
}

/// Does something with the project that the arguments name, on as many threads as are asked for.
pub(super) fn work<T: Send>(
    arguments: &SiteArguments,
    output: Option<&Path>,
    language: MessageLanguage,
    work: impl FnOnce(&Request<'_>) -> Result<T, Failure> + Send,
) -> Result<T, Stop> {
    let today = today(arguments.today)?;
    let request = Request {
        root: &arguments.root,
        output,
        drafts: arguments.drafts,
        options: Options {
            today,
            base_url: arguments.base_url.clone(),
        },
        writing: Writing::default(),
    };
    threads(arguments.jobs)?
        .install(|| work(&request))
        .map_err(|failure| failed(&failure.message(), language))
}

/// The day that facts are judged by.
pub(super) fn today(given: Option<Date>) -> Result<Date, Stop> {
    day::today(given).map_err(|error| Stop::Usage(format!("error: {error}")))
}

/// As many threads as are asked for, or one for each processor.
pub(super) fn threads(jobs: Option<NonZeroUsize>) -> Result<ThreadPool, Stop> {
    ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| Stop::Failed(format!("error: can't start threads: {error}")))
}

/// A failure that is no fault of the content.
pub(super) fn failed(message: &Message, language: MessageLanguage) -> Stop {
    let label = language.pick("エラー", "error");
    Stop::Failed(format!("{label}: {}", language.of(message)))
}

/// Where problems are printed for people, and how.
pub(super) struct Printer<'a> {
    pub(super) language: MessageLanguage,
    pub(super) root: &'a Path,
    /// Whether it is a terminal that problems are printed on.
    pub(super) is_terminal: bool,
}

impl Printer<'_> {
    /// Prints problems, each followed by an empty line.
    pub(super) fn print<'a>(
        &self,
        problems: impl IntoIterator<Item = &'a Diagnostic>,
        positions: &Positions<'_>,
        mut target: impl Write,
    ) -> io::Result<()> {
        let columns = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let style = Style {
            colours: self.is_terminal && wants_colours(),
            columns: self.is_terminal.then(columns).flatten(),
            language: self.language,
            prefix: prefix(self.root),
        };
        for problem in problems {
            let text = human::text(problem, positions, &style) + "\n";
            target.write_all(text.as_bytes())?;
        }
        target.flush()
    }
}

/// `2 errors, 1 warning`
pub(super) fn counts(outcome: &Outcome, language: MessageLanguage) -> String {
    Counts::of(outcome.report.diagnostics().iter()).text(language)
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

/// What leads from the repository that the project lies in to the project; without a repository,
/// from where the command runs.
pub(super) fn repository_prefix(root: &Path) -> String {
    let Ok(path) = root.canonicalize() else {
        return prefix(root);
    };
    let repository = path.ancestors().find(|folder| folder.join(".git").exists());
    match repository.and_then(|repository| path.strip_prefix(repository).ok()) {
        Some(inside) if inside.as_os_str().is_empty() => String::new(),
        Some(inside) => format!("{}/", inside.display()),
        None => prefix(root),
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
