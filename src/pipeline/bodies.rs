//! Edits that change the texts of a few articles and nothing else: the most frequent ones.
//!
//! Where an article's [`Outline`] stays as it was, no page but its own can show the edit, and all
//! that planning found stays true. A build then renders the articles' pages alone: it recalls what
//! was planned, and takes other articles from their [`Shelf`] as far as these pages show them.
//! Wherever something else may follow from the edit, the whole way is gone. Who has the guide in
//! memory puts the new texts into it ([`with_other_texts`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::memory::Memory;
use super::shelf::Shelf;
use super::{Failure, Outcome, Progress, Rendered, Request, STATE, last, settings};
use crate::diagnostic::{Report, SourcePath};
use crate::fingerprint::Fingerprint;
use crate::load::Sources;
use crate::parse::known::{self, Digest, Outline};
use crate::parse::site::{Compress, Output, Site};
use crate::parse::{self, Known, Parsed};
use crate::plan::route::Content;
use crate::plan::version;
use crate::plan::{self, Guide, OutputPath, Page};
use crate::render::{Made, Renderer};
use crate::review;
use crate::write::{Notice, WriteError, Writer};

/// With more than so many the whole way is hardly longer.
const MOST: usize = 64;

/// The few files that have other bytes in the second of two lists, both in the order of paths.
/// `None` where there are many, or where a file came or went.
fn changed<'a, 'b>(
    before: impl Iterator<Item = (&'a SourcePath, Fingerprint)>,
    now: impl Iterator<Item = (&'b SourcePath, Fingerprint)>,
) -> Option<Vec<&'b SourcePath>> {
    let mut changed = Vec::new();
    let (mut before, mut now) = (before, now);
    loop {
        match (before.next(), now.next()) {
            (None, None) => return Some(changed),
            (Some((old, was)), Some((new, is))) if old == new => {
                if was != is {
                    changed.push(new);
                }
            }
            _ => return None,
        }
        if changed.len() > MOST {
            return None;
        }
    }
}

/// A guide with other texts of some articles, where nothing else changed between two states of its
/// files and planning would come to the same again. What is known of the articles is brought up to
/// date then. `None` where everything is to be gone through.
pub(super) fn with_other_texts(
    guide: &Guide,
    (before, now): (&Sources, &Sources),
    articles: &mut Known,
) -> Option<Guide> {
    let changed = changed(before.fingerprints(), now.fingerprints())?;
    let read = |file: &SourcePath| {
        let (old, new) = articles.read_again(file, &guide.site, now)?;
        let is_alike = old.outline.structure == new.outline.structure;
        is_alike.then(|| (file.clone(), new))
    };
    let digests: Option<Vec<_>> = changed.into_iter().map(read).collect();
    let digests = digests?;
    let texts = digests.iter().filter_map(|(_, new)| new.article.clone());
    let guide = guide.with_texts(texts);
    for (file, digest) in digests {
        articles.insert(file, digest);
    }
    Some(guide)
}

/// What a build leaves for one after it: its files, and what of them reached further than a page.
#[derive(Serialize, Deserialize)]
struct Left {
    /// What was asked for.
    asked: Fingerprint,
    /// What the output was made from.
    inputs: Fingerprint,
    /// Which plan it was made by.
    plan: Fingerprint,
    atomic: bool,
    /// In the order of paths; an outline of articles that nothing was wrong with.
    files: Vec<(SourcePath, Fingerprint, Option<Outline>)>,
}

/// What a build planned for articles, for as long as their outlines stay.
#[derive(Serialize, Deserialize)]
struct Planned {
    name: Fingerprint,
    articles: plan::Kept,
}

/// Whether more than a page follows from each text: an index, or copies that may come and go.
fn reaches_further(site: &Site) -> bool {
    site.search || site.output.compress != Compress::default()
}

/// What is kept of a guide, before it goes; `None` where more than pages follows from each text.
pub(super) fn planned(request: &Request<'_>, guide: &Guide) -> Option<(plan::Kept, bool)> {
    let is_wanted = request.output.is_some() && !reaches_further(&guide.site);
    is_wanted.then(|| (plan::Kept::of(guide), guide.site.output.atomic))
}

/// Keeps what a build came to that went the whole way.
pub(super) fn keep(
    request: &Request<'_>,
    memory: &Memory,
    sources: &Sources,
    inputs: Fingerprint,
    (articles, atomic): (plan::Kept, bool),
) {
    let outline = |file: &SourcePath| {
        let digest = memory.articles.get(file)?;
        digest.is_sound().then_some(digest.outline)
    };
    let files = sources.fingerprints();
    let left = Left {
        asked: last::asked(request),
        inputs,
        plan: inputs,
        atomic,
        files: files
            .map(|(file, bytes)| (file.clone(), bytes, outline(file)))
            .collect(),
    };
    let name = inputs;
    memory.write(&last::name("plan", request), &Planned { name, articles });
    memory.write(&last::name("texts", request), &left);
}

/// Brings the output up to date where nothing but the texts of a few articles changed since it was
/// made. `None` where that isn't sure; nothing has been done then.
///
/// # Errors
///
/// As for [`run`](super::run).
pub(super) fn update(
    request: &Request<'_>,
    memory: &mut Memory,
    sources: &Sources,
    inputs: Fingerprint,
    progress: &dyn Progress,
) -> Result<Option<Outcome>, Failure> {
    let Some(output) = request.output else {
        return Ok(None);
    };
    let Some((mut left, last, edits)) = edits(request, memory, sources) else {
        return Ok(None);
    };
    let state = request.root.join(STATE);
    let say = |notice: &Notice| progress.say(&notice.message());
    let writer = || -> Result<Option<Writer>, WriteError> {
        let how = Output {
            atomic: left.atomic,
            ..Output::default()
        };
        let writer = Writer::open(&settings(request, output, &state, how, &say))?;
        Ok(writer.stands(left.inputs)?.then_some(writer))
    };
    let (writer, edited) = rayon::join(writer, || Edited::read(request, memory, sources, &edits));
    let (Some(edited), Some(writer)) = (edited.filter(|edited| edited.plan == left.plan), writer?)
    else {
        return Ok(None);
    };
    let pages = edited.routes();
    progress.begin(pages.len());
    for route in pages {
        let Ok(Made::New { fingerprint, bytes }) = edited.renderer.render_unless(&route, None)
        else {
            return Ok(None);
        };
        writer.put(&route.path, fingerprint, &bytes)?;
        progress.advance();
    }
    // What was read late may not be what was loaded.
    if let Some(surprise) = sources.surprise() {
        return Err(surprise.into());
    }
    if edited.shelf.has_failed() {
        return Ok(None);
    }
    let written = writer.finish_with_rest(inputs)?;
    let rendered = last.rendered.map(|rendered| Rendered {
        bytes: written.bytes,
        written: Some(written),
        ..rendered
    });
    for (file, bytes, _) in &mut left.files {
        if edits.contains_key(file) {
            *bytes = sources.fingerprint(file).unwrap_or_default();
        }
    }
    left.inputs = inputs;
    memory.write(&last::name("texts", request), &left);
    memory.keep_articles(&edited.articles);
    memory.keep_code();
    let outcome = Outcome {
        sources: sources.clone(),
        report: last.report,
        external_links: Vec::new(),
        rendered,
    };
    last::keep(request, memory, inputs, &outcome);
    Ok(Some(outcome))
}

/// What the last build left, and which articles changed since, with their outlines then.
fn edits(
    request: &Request<'_>,
    memory: &Memory,
    sources: &Sources,
) -> Option<(Left, last::Last, BTreeMap<SourcePath, Outline>)> {
    let left: Left = memory.read(&last::name("texts", request))?;
    if left.asked != last::asked(request) {
        return None;
    }
    let last = last::of(request, memory, left.inputs)?;
    let before = left.files.iter().map(|(file, bytes, _)| (file, *bytes));
    let changed = changed(before, sources.fingerprints())?;
    let outline = |file: &SourcePath| {
        let at = left.files.binary_search_by(|(other, ..)| other.cmp(file));
        Some((file.clone(), left.files.get(at.ok()?)?.2?))
    };
    let edits: Option<BTreeMap<_, _>> = changed.into_iter().map(outline).collect();
    let edits = edits.filter(|edits| !edits.is_empty())?;
    // What was said of a file stands at a place that may have moved.
    let mentions = |said: &str| edits.keys().any(|file| said.contains(file.as_str()));
    let mut problems = last.report.diagnostics().iter();
    let is_quiet = !problems.any(|problem| mentions(&format!("{problem:?}")));
    (is_quiet && last.rendered.is_some()).then_some((left, last, edits))
}

/// Edited articles in the guide that was planned before.
struct Edited {
    plan: Fingerprint,
    articles: Vec<(SourcePath, Arc<Digest>, review::Findings)>,
    shelf: Arc<Shelf>,
    renderer: Renderer,
}

impl Edited {
    /// `None` where an edit reaches further than its page, or something is wrong with it.
    fn read(
        request: &Request<'_>,
        memory: &Memory,
        sources: &Sources,
        edits: &BTreeMap<SourcePath, Outline>,
    ) -> Option<Self> {
        let rest = || {
            // What is wrong with it is in the last report.
            let mut heard_before = Report::default();
            parse::parse_rest(sources, &mut heard_before)
        };
        let planned = || memory.read::<Planned>(&last::name("plan", request));
        let (parsed, planned) = rayon::join(rest, planned);
        let (parsed, planned) = (parsed?, planned?);
        let digests = digests(&parsed, sources, edits)?;
        let texts = digests.iter();
        let texts =
            texts.filter_map(|(file, digest)| Some((file.clone(), digest.article.clone()?)));
        let shelf = Shelf::new(memory.store()?, &parsed.site, sources, texts.collect());
        let shelf = Arc::new(shelf);
        let articles: Arc<dyn version::Shelf> = Arc::<Shelf>::clone(&shelf);
        let guide = plan::plan_again(parsed, &request.options, planned.articles, &articles)?;
        let files: BTreeSet<SourcePath> = edits.keys().cloned().collect();
        let findings = review::words_of(&guide, sources, &files);
        if findings.iter().any(|(_, found)| !found.problems.is_empty()) {
            return None;
        }
        let mut digests: BTreeMap<_, _> = digests.into_iter().collect();
        let known = findings.into_iter();
        let known = known.filter_map(|(file, findings)| {
            let digest = digests.remove(&file)?;
            Some((file, digest, findings))
        });
        // The templates are those that did before.
        let renderer = Renderer::new(Arc::new(guide), &mut Report::default())?;
        Some(Self {
            plan: planned.name,
            articles: known.collect(),
            shelf,
            renderer,
        })
    }

    /// The pages of the edited articles, in each language that they are written in.
    fn routes(&self) -> Vec<plan::Route> {
        let guide = self.renderer.guide();
        let files = self.articles.iter().map(|(file, ..)| file);
        let articles: BTreeSet<usize> = files.filter_map(|file| guide.article_of(file)).collect();
        let languages = 0..guide.site.languages.len();
        let pages = articles.into_iter().flat_map(|article| {
            let page = move |language| Content::Page(Page::Article(article), language);
            languages.clone().map(page)
        });
        let path = |content| OutputPath::of_address(&guide.address(content));
        let routes = pages.map(|content| guide.route_at(&path(content)));
        let mut routes: Vec<plan::Route> = routes.flatten().collect();
        routes.dedup_by(|one, other| one.path == other.path);
        routes
    }
}

/// What edited articles say now, if nothing is wrong with them and they have the outlines that they
/// had.
fn digests(
    parsed: &Parsed,
    sources: &Sources,
    edits: &BTreeMap<SourcePath, Outline>,
) -> Option<Vec<(SourcePath, Arc<Digest>)>> {
    if reaches_further(&parsed.site) {
        return None;
    }
    let digest = |(file, outline): (&SourcePath, &Outline)| {
        let digest = known::article(file, &parsed.site, sources, &Known::default())?;
        // Whether a comment is needed is asked of the whole report.
        let is_plain = digest.is_sound() && digest.comments.is_empty();
        (is_plain && digest.outline == *outline).then(|| (file.clone(), digest))
    };
    edits.iter().map(digest).collect()
}
