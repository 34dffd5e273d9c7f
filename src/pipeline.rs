//! All stages in their order: a project → its problems, and its output when there are no errors.
//!
//! What changes from run to run (the day, the folders, a bar that shows how far it is) comes in
//! with the [`Request`], so that the same sources always give the same bytes.

use std::borrow::Cow;
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Report};
use crate::fingerprint::Fingerprint;
use crate::load::{LoadError, Sources};
use crate::plan::links::{self, ExternalLink};
use crate::plan::{self, Guide, Options};
use crate::write::{self, Notice, WriteError};
use crate::{parse, review};

mod allowed;
mod bodies;
mod echoes;
mod index;
mod last;
pub mod live;
mod memory;
mod mend;
mod outputs;
mod problems;
mod rows;
mod shelf;
mod sink;

pub use live::Live;
pub use memory::Memory;
pub use mend::{Mended, mend};

use outputs::render;

/// The folder of a project that holds what the generator remembers.
pub const STATE: &str = ".shirube";

/// What is to be built.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// The output folder; `None` renders every page, makes no search index and writes nothing.
    pub output: Option<&'a Path>,
    /// Whether drafts are part of the guide.
    pub drafts: bool,
    /// The day and the address.
    pub options: Options,
    /// How the output is written.
    pub writing: Writing,
}

/// How the output is written; beside what `site.yaml` says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Writing {
    /// Which program this is: what another one remembers counts for nothing.
    pub program: Fingerprint,
    /// Whether nothing that is remembered counts, but for which files of the output are ours.
    pub fresh: bool,
    /// Whether it is an error that another build writes to the same output; otherwise this one
    /// waits for it.
    pub no_wait: bool,
    /// Whether everything is made as for the output folder and counted, but nothing is written,
    /// neither there nor in `.shirube/`. Memory that lasts must not be given then.
    pub dry: bool,
}

/// Told how far rendering is, from several threads.
pub trait Progress: Sync {
    /// Rendering begins, of so many files.
    fn begin(&self, files: usize);
    /// One more file is done.
    fn advance(&self);
    /// Something that the user should know: a wait, or what an earlier build left unfinished.
    fn say(&self, _message: &Message) {}
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// What was read, for showing the places of problems.
    pub sources: Sources,
    /// Every problem, sorted.
    pub report: Report,
    /// Every link to another site, for whoever may use the network; none when the guide can't be
    /// put together, or wasn't since nothing has changed.
    pub external_links: Vec<ExternalLink>,
    /// What was rendered; `None` when the report has errors, and then nothing was written.
    pub rendered: Option<Rendered>,
}

impl Outcome {
    /// Adds problems that were found after the run, but for those that comments allow.
    pub fn add(&mut self, mut later: Report) {
        parse::locate::locate(&mut later, &self.sources);
        self.report
            .append(allowed::dropped_later(&later, &self.sources));
        self.report.sort();
    }
}

/// What was rendered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rendered {
    /// Files by kind, in the order of the guide's families.
    pub kinds: Vec<(Cow<'static, str>, usize)>,
    /// All files.
    pub files: usize,
    /// Their size together.
    pub bytes: u64,
    /// What became of them in the output folder; `None` when nothing was to be written.
    pub written: Option<write::Summary>,
}

/// A file or folder that can't be read or written; no fault of the content.
#[derive(Debug)]
pub enum Failure {
    /// While reading the sources.
    Load(LoadError),
    /// While writing the output.
    Write(WriteError),
}

impl Failure {
    /// The failure in the two languages that the tool speaks.
    pub fn message(&self) -> Message {
        match self {
            Self::Load(error) => error.message(),
            Self::Write(error) => error.message(),
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// Runs all stages. The output changes only when no problem is an error. What `memory` knows of
/// files that stayed the same isn't found out again; the outcome is the same with any memory.
///
/// # Errors
///
/// When a source can't be read or the output can't be written. Problems in content are no errors
/// in this sense: they are in the outcome's report.
pub fn run(
    request: &Request<'_>,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Result<Outcome, Failure> {
    if let Some(output) = request.output
        && !request.writing.dry
    {
        let state = request.root.join(STATE);
        let say = |notice: &Notice| progress.say(&notice.message());
        // How files would be exchanged is the journal's business.
        let usual = parse::site::Output::default();
        write::settle(&settings(request, output, &state, usual, &say))?;
    }
    let mut report = Report::default();
    let sources = memory.load(request.root, &mut report)?;
    let inputs = last::inputs(request, &sources, &report);
    if memory.takes_shortcuts()
        && let Some(inputs) = inputs
        && let Some((report, rendered)) = last::recalled(request, memory, inputs, progress)?
    {
        memory.keep_table();
        return Ok(Outcome {
            sources,
            report,
            external_links: Vec::new(),
            rendered,
        });
    }
    if memory.takes_shortcuts()
        && let Some(inputs) = inputs
        && let Some(outcome) = bodies::update(request, memory, &sources, inputs, progress)?
    {
        return Ok(outcome);
    }
    memory.recall(&sources);
    let (examined, report) = examine(
        &sources,
        request.drafts,
        &request.options,
        memory,
        report,
        |guide, report| {
            let rendered = render(request, guide, (&sources, inputs), progress, report)?;
            let planned = bodies::planned(request, guide);
            let links = links::external_links(guide);
            Ok::<_, Failure>((rendered, links, planned, Arc::clone(guide)))
        },
    )?;
    // Nothing may be kept of what came of a file that was another in between.
    if let Some(surprise) = sources.surprise() {
        return Err(surprise.into());
    }
    let (rendered, external_links, planned, guide) = match examined {
        Some((rendered, links, planned, guide)) => (rendered, links, planned, Some(guide)),
        None => Default::default(),
    };
    let outcome = Outcome {
        sources,
        report,
        external_links,
        rendered,
    };
    let keep_last = || {
        let Some(inputs) = inputs else { return };
        last::keep(request, memory, inputs, &outcome);
        if let Some(planned) = planned.filter(|_| outcome.rendered.is_some()) {
            bodies::keep(request, memory, &outcome.sources, inputs, planned);
        }
    };
    let (stored, ()) = rayon::join(|| memory.keep(), keep_last);
    memory.keeps(stored);
    // A large guide takes a while to go; nothing waits for that.
    rayon::spawn(move || drop(guide));
    Ok(outcome)
}

/// What is wrong with sources that are in memory already. Nothing is rendered, so templates aren't
/// judged.
pub fn judge(sources: &Sources, drafts: bool, options: &Options) -> Report {
    let (report, mut memory) = (Report::default(), Memory::default());
    let examined = examine(sources, drafts, options, &mut memory, report, |_, _| {
        Ok::<_, Infallible>(())
    });
    match examined {
        Ok((_, report)) => report,
    }
}

/// All stages between reading and rendering: what `render` makes of a guide without errors, and
/// every problem, sorted.
fn examine<T, E>(
    sources: &Sources,
    drafts: bool,
    options: &Options,
    memory: &mut Memory,
    mut report: Report,
    render: impl FnOnce(&Arc<Guide>, &mut Report) -> Result<T, E>,
) -> Result<(Option<T>, Report), E> {
    let parsed = parse::parse_again(sources, drafts, &mut memory.articles, &mut report);
    let own = report.diagnostics().len();
    let guide = parsed.map(|parsed| {
        let guide = plan::link(parsed, options);
        // To read the words takes longer than all checks across files, and waits for none of them.
        let (words, ()) = rayon::join(
            || review::words(&guide, sources, &mut memory.words),
            || {
                plan::check(&guide, &mut report);
                review::facts(&guide, sources, options.today, &mut report);
            },
        );
        report.append(words);
        Arc::new(guide)
    });
    let rendered = match guide {
        Some(guide) if !report.has_errors() => Some(render(&guide, &mut report)?),
        _ => None,
    };
    parse::locate::locate(&mut report, sources);
    let report = echoes::dropped(&report, own, sources);
    let report = allowed::dropped(report, sources, &memory.articles, drafts);
    Ok((rendered, report))
}

/// How the output is written.
fn settings<'a>(
    request: &'a Request<'_>,
    output: &'a Path,
    state: &'a Path,
    how: parse::site::Output,
    say: &'a (dyn Fn(&Notice) + Sync),
) -> write::Settings<'a> {
    write::Settings {
        output,
        state,
        program: request.writing.program,
        atomic: how.atomic,
        compress: how.compress,
        fresh: request.writing.fresh,
        wait: !request.writing.no_wait,
        say,
    }
}
