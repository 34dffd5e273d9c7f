//! All stages in their order: a project → its problems, and its output when there are no errors.
//!
//! What changes from run to run (the day, the folders, a bar that shows how far it is) comes in
//! with the [`Request`], so that the same sources always give the same bytes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::{self, LoadError, Sources};
use crate::plan::links::{self, ExternalLink};
use crate::plan::{self, Family, Guide, Options, OutputPath};
use crate::render::{Made, Renderer};
use crate::write::{self, WriteError, Writer};
use crate::{parse, review, search};

mod allowed;
mod echoes;
mod mend;

pub use mend::{Mended, mend};

/// The folder of a project that holds what the generator remembers.
pub const STATE: &str = ".shirube";

/// Different problems of rendering that one run names. A broken template fails on every page it
/// makes, mostly in the same words.
const RENDER_PROBLEMS: usize = 100;

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
}

/// Told how far rendering is, from several threads.
pub trait Progress: Sync {
    /// Rendering begins, of so many files.
    fn begin(&self, files: usize);
    /// One more file is done.
    fn advance(&self);
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// What was read, for showing the places of problems.
    pub sources: Sources,
    /// Every problem, sorted.
    pub report: Report,
    /// Every link to another site, for whoever may use the network; none when the guide can't be
    /// put together.
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
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// Files by kind, in the order of the guide's families.
    pub kinds: Vec<(&'static str, usize)>,
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

/// Runs all stages. The output changes only when no problem is an error.
///
/// # Errors
///
/// When a source can't be read or the output can't be written. Problems in content are no errors
/// in this sense: they are in the outcome's report.
pub fn run(request: &Request<'_>, progress: &dyn Progress) -> Result<Outcome, Failure> {
    let mut report = Report::default();
    let sources = load::load(request.root, &mut report)?;
    let (examined, report) = examine(
        &sources,
        request.drafts,
        &request.options,
        report,
        |guide, report| {
            let rendered = render(request, guide, progress, report)?;
            Ok::<_, Failure>((rendered, links::external_links(guide)))
        },
    )?;
    let (rendered, external_links) = examined.unwrap_or_default();
    Ok(Outcome {
        sources,
        report,
        external_links,
        rendered,
    })
}

/// What is wrong with sources that are in memory already. Nothing is rendered, so templates aren't
/// judged.
pub fn judge(sources: &Sources, drafts: bool, options: &Options) -> Report {
    let examined = examine(sources, drafts, options, Report::default(), |_, _| {
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
    mut report: Report,
    render: impl FnOnce(&Arc<Guide>, &mut Report) -> Result<T, E>,
) -> Result<(Option<T>, Report), E> {
    let parsed = parse::parse(sources, drafts, &mut report);
    let own = report.diagnostics().len();
    let guide = parsed.map(|parsed| {
        let guide = plan::plan(parsed, options, &mut report);
        review::review(&guide, sources, options.today, &mut report);
        Arc::new(guide)
    });
    let rendered = match guide {
        Some(guide) if !report.has_errors() => Some(render(&guide, &mut report)?),
        _ => None,
    };
    parse::locate::locate(&mut report, sources);
    let report = echoes::dropped(&report, own, sources);
    let report = allowed::dropped(&report, sources, drafts);
    Ok((rendered, report))
}

/// Renders every route, into the output folder if there is one. `None` when a page can't be
/// rendered; the old output is then untouched.
fn render(
    request: &Request<'_>,
    guide: &Arc<Guide>,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<Option<Rendered>, Failure> {
    let Some(renderer) = Renderer::new(Arc::clone(guide), report) else {
        return Ok(None);
    };
    let writer = match request.output {
        Some(output) => Some(Writer::open(output, &request.root.join(STATE))?),
        None => None,
    };
    let families = guide.families();
    let bytes = AtomicU64::new(0);
    let problems = Problems::default();
    let total = families.iter().map(|family| family.len).sum();
    progress.begin(total);
    let starts = starts(&families);
    let put = |path: &OutputPath, fingerprint, file: &[u8]| {
        bytes.fetch_add(file.len() as u64, Ordering::Relaxed);
        writer
            .as_ref()
            .map_or(Ok(()), |writer| writer.put(path, fingerprint, file))
    };
    let page = |number| {
        // One range over all families keeps every thread busy to the end, and neighbours in one
        // folder mostly stay on one thread.
        let family = starts.partition_point(|start| *start <= number) - 1;
        if let (Some(family), Some(start)) = (families.get(family), starts.get(family)) {
            let route = guide.route(family, number - start);
            let known = writer.as_ref().and_then(|writer| writer.known(&route.path));
            match (renderer.render_unless(&route, known), &writer) {
                (Ok(Made::New { fingerprint, bytes }), _) => {
                    put(&route.path, fingerprint, &bytes)?;
                }
                (Ok(Made::Same), Some(writer)) => writer.keep(&route.path)?,
                (Ok(Made::Same), None) => {}
                (Err(problem), _) => problems.add(*problem),
            }
        }
        progress.advance();
        Ok::<(), WriteError>(())
    };
    let index = || {
        let mut count = 0;
        // Rendering finds mistakes in templates; the index finds none, so a check needs none.
        if writer.is_none() || !guide.site.search {
            return Ok(count);
        }
        for language in 0..guide.site.languages.len() {
            let files = search::index(&renderer, language);
            count += files.len();
            files
                .par_iter()
                .try_for_each(|file| put(&file.path, None, &file.bytes))?;
        }
        Ok::<usize, WriteError>(count)
    };
    let (pages, index_files) = rayon::join(|| (0..total).into_par_iter().try_for_each(page), index);
    pages?;
    let index_files = index_files?;
    problems.report(report);
    if report.has_errors() {
        return Ok(None);
    }
    let mut kinds = kinds(&families);
    if writer.is_some() && guide.site.search {
        kinds.push(("search index", index_files));
    }
    Ok(Some(Rendered {
        kinds,
        files: total + index_files,
        bytes: bytes.into_inner(),
        written: writer.map(Writer::finish).transpose()?,
    }))
}

/// The number of each family's first route when all are counted through.
fn starts(families: &[Family]) -> Vec<usize> {
    let next = |sum: &mut usize, family: &Family| {
        let start = *sum;
        *sum += family.len;
        Some(start)
    };
    families.iter().scan(0, next).collect()
}

fn kinds(families: &[Family]) -> Vec<(&'static str, usize)> {
    let mut kinds: Vec<(&'static str, usize)> = Vec::new();
    for family in families {
        match kinds.iter_mut().find(|(kind, _)| *kind == family.kind) {
            Some((_, files)) => *files += family.len,
            None => kinds.push((family.kind, family.len)),
        }
    }
    kinds
}

/// Problems of rendering from all threads: each once, and the first of them in sorted order, so
/// that it doesn't show which thread was faster.
#[derive(Default)]
struct Problems {
    sorted: Mutex<BTreeMap<(Place, Code, Message), Diagnostic>>,
}

impl Problems {
    fn add(&self, problem: Diagnostic) {
        let key = (problem.place.clone(), problem.code, problem.message.clone());
        let mut sorted = self.sorted.lock().unwrap_or_else(PoisonError::into_inner);
        sorted.insert(key, problem);
        if sorted.len() > RENDER_PROBLEMS {
            sorted.pop_last();
        }
    }

    fn report(self, report: &mut Report) {
        let sorted = self
            .sorted
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        sorted.into_values().for_each(|problem| report.add(problem));
    }
}
