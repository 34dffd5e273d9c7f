//! A guide → its output: every route is rendered, and put into the output folder or counted.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::problems::Problems;
use super::rows::Rows;
use super::sink::{Sink, Totals};
use super::{Failure, Progress, Rendered, Request, STATE, index, settings};
use crate::diagnostic::Report;
use crate::fingerprint::Fingerprint;
use crate::load::{PORTION, Sources};
use crate::plan::route::Content;
use crate::plan::{Family, Guide, Page};
use crate::render::{Made, Renderer};
use crate::write::{Counter, Notice, WriteError, Writer};

/// Renders every route, into the output folder if there is one. `None` when a page can't be
/// rendered; the old output is then untouched.
pub(super) fn render(
    request: &Request<'_>,
    guide: &Arc<Guide>,
    (sources, inputs): (&Sources, Option<Fingerprint>),
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<Option<Rendered>, Failure> {
    let Some(renderer) = Renderer::new(Arc::clone(guide), report) else {
        return Ok(None);
    };
    let sink = open(request, guide, progress)?;
    let families = guide.families();
    let problems = Problems::default();
    let total = families.iter().map(|family| family.len).sum();
    progress.begin(total);
    // The largest families last, which have many small pages: a thread that has a large one, such as
    // the sitemap, isn't waited for.
    let mut queue: Vec<&Family> = families.iter().collect();
    queue.sort_by_key(|family| family.len);
    let starts = starts(&queue);
    // Those with the same first record lie in one folder.
    let rows: Vec<Option<Rows>> = queue
        .iter()
        .map(|family| {
            let pairs = family.is_pairs() && sink.is_folder();
            pairs.then(|| Rows::new(family.len, |at| first_record(guide, family, at)))
        })
        .collect();
    let page = |number| {
        // One range over all families keeps every thread busy to the end, and neighbours in one
        // folder mostly stay on one thread.
        let position = starts.partition_point(|start| *start <= number) - 1;
        if let (Some(family), Some(start)) = (queue.get(position), starts.get(position)) {
            let route = guide.route(family, number - start);
            let known = sink.known(&route.path);
            let print = known.as_ref().map(|known| known.fingerprint);
            match renderer.render_unless(&route, print) {
                Ok(Made::New { fingerprint, bytes }) => {
                    sink.put(&route.path, known.as_ref(), fingerprint, &bytes)?
                }
                Ok(Made::Same) => known.into_iter().for_each(|known| sink.keep(known)),
                Err(problem) => problems.add(*problem),
            }
            if let Some(Some(rows)) = rows.get(position)
                && rows.is_last(number - start)
                && let Some((folder, _)) = route.path.as_str().rsplit_once('/')
            {
                sink.close(folder)?;
            }
        }
        progress.advance();
        Ok::<(), WriteError>(())
    };
    // Rendering finds mistakes in templates; the index finds none, so a check needs none.
    let is_searched = request.output.is_some() && guide.site.search;
    let index = || {
        let mut count = 0;
        if is_searched {
            let shelf = index::Shelf::new(request.root, &request.writing);
            for language in 0..guide.site.languages.len() {
                count += shelf.update(&renderer, language, &sink)?;
            }
        }
        Ok::<usize, WriteError>(count)
    };
    let pages = || {
        let numbers = (0..total).into_par_iter().with_max_len(PORTION);
        numbers.try_for_each(page)
    };
    let (pages, index_files) = rayon::join(pages, index);
    pages?;
    let index_files = index_files?;
    problems.report(report);
    if report.has_errors() {
        return Ok(None);
    }
    // What was read late may not be what was loaded.
    if let Some(surprise) = sources.surprise() {
        return Err(surprise.into());
    }
    let mut kinds = kinds(&families);
    if is_searched {
        kinds.push(("search index".into(), index_files));
    }
    rayon::spawn(move || drop(renderer));
    let Totals {
        files,
        bytes,
        written,
    } = sink.finish(inputs)?;
    let copies = files.saturating_sub(total + index_files);
    if copies > 0 {
        kinds.push(("compressed".into(), copies));
    }
    Ok(Some(Rendered {
        kinds,
        files,
        bytes,
        written,
    }))
}

/// Where the files of a run go. A check counts them, too, but not their copies.
fn open(request: &Request<'_>, guide: &Guide, progress: &dyn Progress) -> Result<Sink, WriteError> {
    let Some(output) = request.output else {
        return Ok(Sink::Count(Counter::default()));
    };
    let how = guide.site.output;
    if request.writing.dry {
        return Ok(Sink::Count(Counter::new(how.compress)));
    }
    let state = request.root.join(STATE);
    let say = |notice: &Notice| progress.say(&notice.message());
    let writer = Writer::open(&settings(request, output, &state, how, &say))?;
    Ok(Sink::Folder(Box::new(writer)))
}

/// The record that a comparison's folder is named after; `None` for other pages.
fn first_record(guide: &Guide, family: &Family, position: usize) -> Option<usize> {
    match guide.route(family, position).content {
        Content::Page(Page::Compare(_, first, _), _) => Some(first),
        _ => None,
    }
}

/// The number of each family's first route when all are counted through.
fn starts(families: &[&Family]) -> Vec<usize> {
    let next = |sum: &mut usize, family: &&Family| {
        let start = *sum;
        *sum += family.len;
        Some(start)
    };
    families.iter().scan(0, next).collect()
}

fn kinds(families: &[Family]) -> Vec<(Cow<'static, str>, usize)> {
    let mut kinds: Vec<(Cow<'static, str>, usize)> = Vec::new();
    for family in families {
        match kinds.iter_mut().find(|(kind, _)| *kind == family.kind) {
            Some((_, files)) => *files += family.len,
            None => kinds.push((family.kind.into(), family.len)),
        }
    }
    kinds
}
