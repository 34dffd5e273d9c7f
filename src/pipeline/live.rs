//! A guide in memory that follows its files: pages are rendered when they are asked for.
//!
//! What can be asked for is a [`Snapshot`], which never changes: an answer is always of one
//! version. [`Live::refresh`] reads, parses and plans, and then puts the new snapshot in the place
//! of the old one; sources with errors keep the last good guide. [`Live::judge`] and
//! [`Live::index`] follow with what pages don't need: the warnings, and the search.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::load::{LoadError, SourcePath, Sources};
use crate::parse;
use crate::pipeline::{Memory, Request, allowed, bodies, echoes};
use crate::plan::route::Content;
use crate::plan::{self, Guide, Options, OutputPath};
use crate::render::Renderer;
use crate::review;
use crate::search::{Index, IndexFile};

/// Versions of styles and scripts that are kept for pages which were sent before they changed.
const EARLIER: usize = 4;

/// What happened to a project's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders that something happened to. A folder stands for all that is below it, and
    /// so does a path that is gone and may have been one.
    pub paths: BTreeSet<PathBuf>,
    /// Whether anything else may have changed as well.
    pub everything: bool,
}

impl Changes {
    /// All files.
    pub fn everything() -> Self {
        Self {
            everything: true,
            ..Self::default()
        }
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.everything
    }
}

/// A guide in memory that follows its files.
#[derive(Debug)]
pub struct Live {
    root: PathBuf,
    drafts: bool,
    options: Options,
    /// What is known of files that stayed as they were.
    memory: Mutex<Memory>,
    /// What is known of their words.
    words: Mutex<review::Known>,
    /// The search index of each language.
    indexes: Mutex<BTreeMap<String, Index>>,
    now: RwLock<Arc<Snapshot>>,
    /// Snapshots that were replaced. To let go of a guide takes a while, which nobody who waits for
    /// the next one should have to sit through.
    past: Mutex<Vec<Arc<Snapshot>>>,
}

/// One version of the guide, with what is known of its sources.
#[derive(Clone)]
pub struct Snapshot {
    version: u64,
    sources: Arc<Sources>,
    /// What `load` said, to see whether it says something else next time.
    loaded: Arc<Report>,
    report: Arc<Report>,
    /// The last guide without errors.
    shown: Option<Arc<Renderer>>,
    /// The version that it is of.
    shown_version: u64,
    search: Option<Arc<SearchFiles>>,
    /// Files named by their content that pages sent earlier still ask for, the latest first.
    earlier: Vec<Arc<Files>>,
    unfinished: Option<Arc<Unfinished>>,
    /// Whether nothing at all was found wrong before `review`.
    is_sound: bool,
}

type Files = BTreeMap<OutputPath, Arc<[u8]>>;
type IndexFiles = BTreeMap<OutputPath, IndexFile>;

/// The search index of one version in all languages, and the one before: who has read the entry
/// file of that one asks for its parts, which are named by their content.
#[derive(Debug)]
struct SearchFiles {
    version: u64,
    files: Arc<IndexFiles>,
    before: Arc<IndexFiles>,
}

/// What is left to do for a version.
struct Unfinished {
    report: Report,
    /// How many of the problems `load` and `parse` found.
    own: usize,
    guide: Option<Arc<Guide>>,
    articles: parse::Known,
}

/// A file that can be sent.
#[derive(Debug)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it is a page that shows something, and not a redirect or anything else.
    pub is_page: bool,
}

impl Live {
    /// Reads a project for the first time. The request's output is of no concern: nothing is
    /// written.
    ///
    /// # Errors
    ///
    /// When a source can't be read.
    pub fn open(request: &Request<'_>) -> Result<Self, LoadError> {
        let live = Self {
            root: request.root.to_owned(),
            drafts: request.drafts,
            options: request.options.clone(),
            memory: Mutex::new(Memory::held()),
            words: Mutex::default(),
            indexes: Mutex::default(),
            now: RwLock::new(Arc::new(Snapshot::empty())),
            past: Mutex::default(),
        };
        live.refresh(&Changes::everything())?;
        Ok(live)
    }

    /// The latest version.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Follows the files after something happened to them. `None` when they say what they said
    /// before; else the new version, which has no warnings yet and the search of an earlier one.
    /// Only one thread may refresh at a time.
    ///
    /// # Errors
    ///
    /// When a source can't be read; the last version stays.
    pub fn refresh(&self, changes: &Changes) -> Result<Option<Arc<Snapshot>>, LoadError> {
        let before = self.snapshot();
        let Some(next) = self.next(&before, changes)? else {
            return Ok(None);
        };
        // The search may have become ready meanwhile.
        Ok(Some(self.replace(|now| Snapshot {
            search: now.search.clone(),
            ..next
        })))
    }

    /// Adds what `review` finds to the latest version; `None` when that is done already or another
    /// version came meanwhile.
    pub fn judge(&self) -> Option<Arc<Snapshot>> {
        let judged = self.snapshot();
        let unfinished = judged.unfinished.as_ref()?;
        let mut report = unfinished.report.clone();
        if let Some(guide) = &unfinished.guide {
            let (today, words) = (self.options.today, &mut lock(&self.words));
            review::review_again(guide, &judged.sources, today, words, &mut report);
        }
        parse::locate::locate(&mut report, &judged.sources);
        let report = echoes::dropped(&report, unfinished.own, &judged.sources);
        let articles = &unfinished.articles;
        let report = allowed::dropped(report, &judged.sources, articles, self.drafts);
        let report = Arc::new(report);
        let replaced = self.replace(|now| {
            let mut next = now.clone();
            if now.version == judged.version {
                next.report = report;
                next.unfinished = None;
            }
            next
        });
        (replaced.version == judged.version).then_some(replaced)
    }

    /// Makes the search index of the guide that is shown; `None` when that is done already.
    pub fn index(&self) -> Option<Arc<Snapshot>> {
        let indexed = self.snapshot();
        let renderer = indexed.shown.as_ref()?;
        if !renderer.guide().site.search {
            return None;
        }
        let known = indexed.search.as_ref();
        if known.is_some_and(|search| search.version == indexed.shown_version) {
            return None;
        }
        let mut indexes = lock(&self.indexes);
        let languages = renderer.guide().site.languages.iter().enumerate();
        let files: IndexFiles = languages
            .flat_map(|(position, language)| {
                let index = indexes.entry(language.to_string()).or_default();
                index.update(renderer, position)
            })
            .map(|file| (file.path.clone(), file))
            .collect();
        let search = Arc::new(SearchFiles {
            version: indexed.shown_version,
            files: Arc::new(files),
            before: known.map_or_else(Arc::default, |known| Arc::clone(&known.files)),
        });
        Some(self.replace(|now| Snapshot {
            search: Some(search),
            ..now.clone()
        }))
    }

    /// Lets go of the snapshots that nobody looks at any more. Until then they stay in memory, so
    /// this is to be called after each of the other changes, when there is time.
    pub fn forget_past(&self) {
        let past = std::mem::take(&mut *lock(&self.past));
        let is_seen = |snapshot: &Arc<Snapshot>| Arc::strong_count(snapshot) > 1;
        let (seen, unseen): (Vec<_>, Vec<_>) = past.into_iter().partition(is_seen);
        lock(&self.past).extend(seen);
        drop(unseen);
    }

    /// Puts another snapshot in the place of the latest one.
    fn replace(&self, next: impl FnOnce(&Snapshot) -> Snapshot) -> Arc<Snapshot> {
        let (next, last) = {
            let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
            let next = Arc::new(next(&now));
            let last = std::mem::replace(&mut *now, Arc::clone(&next));
            (next, last)
        };
        lock(&self.past).push(last);
        next
    }

    /// The files and folders that alone may have changed; `None` where others may have, too.
    fn named(&self, changes: &Changes) -> Option<Vec<SourcePath>> {
        if changes.everything {
            return None;
        }
        let root = self.root.canonicalize().ok()?;
        let name = |path: &PathBuf| Some(SourcePath::new(&inside(path, &root)?));
        changes.paths.iter().map(name).collect()
    }

    /// From files to a snapshot, but for what [`Live::judge`] and [`Live::index`] add.
    fn next(&self, before: &Snapshot, changes: &Changes) -> Result<Option<Snapshot>, LoadError> {
        let memory = &mut lock(&self.memory);
        let mut report = Report::default();
        let sources = match self.named(changes) {
            Some(paths) => memory.reload(&self.root, &paths, &mut report)?,
            None => memory.load(&self.root, &mut report)?,
        };
        let is_first = before.version == 0;
        if !is_first && *before.loaded == report && are_same(&sources, &before.sources) {
            return Ok(None);
        }
        let loaded = Arc::new(report.clone());
        let articles = &mut memory.articles;
        // What was wrong would have to be found again.
        let sound = before
            .guide()
            .filter(|_| before.is_sound && before.is_current() && report.diagnostics().is_empty());
        let files = (&*before.sources, &sources);
        let swapped = sound.and_then(|guide| bodies::with_other_texts(guide, files, articles));
        let (guide, own) = match swapped {
            Some(guide) => (Some(guide), 0),
            None => {
                let parsed = parse::parse_again(&sources, self.drafts, articles, &mut report);
                let own = report.diagnostics().len();
                let planned = parsed.map(|parsed| plan::plan(parsed, &self.options, &mut report));
                (planned, own)
            }
        };
        let guide = guide.map(Arc::new);
        let is_sound = report.diagnostics().is_empty();
        let renderer = match &guide {
            Some(guide) if !report.has_errors() => Renderer::new(Arc::clone(guide), &mut report),
            _ => None,
        };
        let version = before.version + 1;
        let (shown, shown_version) = match renderer {
            Some(renderer) => (Some(Arc::new(renderer)), version),
            None => (before.shown.clone(), before.shown_version),
        };
        Ok(Some(Snapshot {
            version,
            earlier: earlier(before, shown.as_deref()),
            report: Arc::new(errors(&report, own, &sources)),
            sources: Arc::new(sources),
            loaded,
            shown,
            shown_version,
            search: None,
            unfinished: Some(Arc::new(Unfinished {
                report,
                own,
                guide,
                articles: memory.articles.clone(),
            })),
            is_sound,
        }))
    }
}

/// A path below a project as sources are named.
fn inside(path: &Path, root: &Path) -> Option<String> {
    let names = path.strip_prefix(root).ok()?.components();
    let names: Option<Vec<&str>> = names.map(|name| name.as_os_str().to_str()).collect();
    names
        .map(|names| names.join("/"))
        .filter(|path| !path.is_empty())
}

/// Whether the same files hold the same bytes.
fn are_same(left: &Sources, right: &Sources) -> bool {
    left.fingerprints().eq(right.fingerprints())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The errors of a report that isn't whole yet. Comments can't allow errors.
fn errors(report: &Report, own: usize, sources: &Sources) -> Report {
    let mut errors = Report::default();
    if report.has_errors() {
        let mut located = report.clone();
        parse::locate::locate(&mut located, sources);
        let kept = echoes::dropped(&located, own, sources);
        let kept = kept.diagnostics().iter();
        kept.filter(|problem| problem.severity == Severity::Error)
            .for_each(|problem| errors.add(problem.clone()));
        errors.sort();
    }
    errors
}

/// Styles and scripts that changed their names, and those that did so before.
fn earlier(before: &Snapshot, now: Option<&Renderer>) -> Vec<Arc<Files>> {
    let mut earlier = before.earlier.clone();
    let (Some(old), Some(now)) = (&before.shown, now) else {
        return earlier;
    };
    let (assets, next) = (&old.guide().assets, &now.guide().assets);
    if assets.style_name != next.style_name || assets.scripts_name != next.scripts_name {
        let scripts = (0..old.guide().theme.scripts.len()).map(Content::Script);
        let files = std::iter::once(Content::Style).chain(scripts);
        let files = files.filter_map(|content| {
            let path = OutputPath::of_address(&old.guide().address(content));
            let route = old.guide().route_at(&path)?;
            Some((path, old.render(&route).ok()?.into()))
        });
        earlier.insert(0, Arc::new(files.collect()));
        earlier.truncate(EARLIER);
    }
    earlier
}

impl Snapshot {
    /// What is known before anything was read.
    fn empty() -> Self {
        Self {
            version: 0,
            sources: Arc::default(),
            loaded: Arc::default(),
            report: Arc::default(),
            shown: None,
            shown_version: 0,
            search: None,
            earlier: Vec::new(),
            unfinished: None,
            is_sound: false,
        }
    }

    /// Counts the times that sources changed, from 1.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The sources as they were read, for showing the places of problems. They may have errors.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What is wrong with the sources: the errors, and the warnings once [`Live::judge`] ran.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Whether warnings are in the report.
    pub fn is_judged(&self) -> bool {
        self.unfinished.is_none()
    }

    /// Whether pages show these sources, and not earlier ones that had no errors.
    pub fn is_current(&self) -> bool {
        self.shown_version == self.version
    }

    /// The last guide without errors.
    pub fn guide(&self) -> Option<&Guide> {
        self.shown.as_deref().map(Renderer::guide)
    }

    /// Whether a path is one of the search index, and no index has been made yet.
    pub fn awaits_search(&self, path: &OutputPath) -> bool {
        let Some(guide) = self.guide() else {
            return false;
        };
        guide.site.search
            && self.search.is_none()
            && (0..guide.site.languages.len()).any(|language| {
                let folder = guide.language_folder(language);
                let below = path.as_str().strip_prefix(&folder);
                let name = below.and_then(|below| below.strip_prefix("search/"));
                name.is_some_and(|name| name == "entry.bin" || name.starts_with("parts/"))
            })
    }

    /// The file at a path of the output; `None` if there is none.
    ///
    /// # Errors
    ///
    /// A template that fails on this page, with its place.
    pub fn file(&self, path: &OutputPath) -> Option<Result<File, Box<Diagnostic>>> {
        let renderer = self.shown.as_ref()?;
        let Some(route) = renderer.guide().route_at(path) else {
            let bytes = self.file_named_by_content(path)?;
            let is_page = false;
            return Some(Ok(File { bytes, is_page }));
        };
        let made = renderer.render(&route).map(|bytes| File {
            bytes,
            is_page: matches!(route.content, Content::Page(..)),
        });
        Some(made.map_err(|problem| self.located(*problem)))
    }

    fn file_named_by_content(&self, path: &OutputPath) -> Option<Vec<u8>> {
        let search = self.search.as_deref();
        let search = search.and_then(|search| search.files.get(path).or(search.before.get(path)));
        match search {
            Some(file) => Some(file.bytes()),
            None => {
                let file = self.earlier.iter().find_map(|files| files.get(path))?;
                Some(file.to_vec())
            }
        }
    }

    fn located(&self, problem: Diagnostic) -> Box<Diagnostic> {
        let mut report = Report::default();
        report.add(problem.clone());
        parse::locate::locate(&mut report, &self.sources);
        Box::new(report.diagnostics().first().cloned().unwrap_or(problem))
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Snapshot")
            .field("version", &self.version)
            .field("shown_version", &self.shown_version)
            .finish_non_exhaustive()
    }
}
