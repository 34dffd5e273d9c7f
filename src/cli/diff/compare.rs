//! Two folders → what differs, one finding a file, in the order of paths.

use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::data::{self, IndicatorChange, RecordChange};
use super::files::{self, Entry, Failure, LARGEST};
use super::page::{self, Html, Page};

/// Characters of a change that are kept for showing it.
const EXCERPT: usize = 60;

/// Whether something came, went or is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Added,
    Removed,
    Changed,
}

/// What differs at one path.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) path: String,
    pub(super) kind: Kind,
}

/// What kind of file differs, and how.
#[derive(Debug)]
pub(super) enum Kind {
    /// A page that readers will see differently.
    Page(Status, String, Option<Difference>),
    /// `<main>` has other markup around the same words, links and pictures.
    Markup,
    /// Only what stands around `<main>` differs.
    Frame,
    /// Where an old address led and leads.
    Redirect(Option<String>, Option<String>),
    /// Collection, id and what differs.
    Record(String, String, Status, RecordChange),
    /// Collection and its statistics that differ.
    Indicators(String, Vec<IndicatorChange>),
    /// A file that readers don't open.
    File(Status),
}

/// What differs on a page, so that the same change on many pages can be told as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The same for the same words before and after, wherever they stand.
    pub(super) fingerprint: u64,
    /// The beginning of what was there.
    pub(super) old: String,
    /// The beginning of what is there now.
    pub(super) new: String,
}

/// Compares two sites file by file: in memory are their lists of paths and, for each thread, the
/// two files it is looking at.
pub(super) fn compare(old: &Path, new: &Path) -> Result<Vec<Finding>, Failure> {
    let findings: Result<Vec<Vec<Finding>>, Failure> = files::entries(old, new)?
        .into_par_iter()
        .map(|entry| entry_findings(old, new, entry))
        .collect();
    Ok(findings?.into_iter().flatten().collect())
}

fn entry_findings(old: &Path, new: &Path, entry: Entry) -> Result<Vec<Finding>, Failure> {
    let (left, right) = (old.join(&entry.path), new.join(&entry.path));
    let status = match (entry.old, entry.new) {
        (Some(_), None) => Status::Removed,
        (None, _) => Status::Added,
        (Some(before), Some(after)) => {
            if before == after && files::same(&left, &right)? {
                return Ok(Vec::new());
            }
            Status::Changed
        }
    };
    let size = entry.old.max(entry.new).unwrap_or_default();
    let read = |path: &Path, there: Option<u64>| there.map(|_| files::text(path)).transpose();
    let shape = Shape::of(&entry.path).filter(|_| size <= LARGEST);
    let (before, after) = match shape {
        Some(_) => (read(&left, entry.old)?, read(&right, entry.new)?),
        None => (None, None),
    };
    let kinds = match shape {
        Some(Shape::Page) => pages(before.as_deref(), after.as_deref()),
        Some(Shape::Record(collection, id)) => {
            record(status, collection, id, before.as_deref(), after.as_deref())
        }
        Some(Shape::Sources(collection)) => {
            let changes = data::indicators(
                before.as_deref().unwrap_or_default(),
                after.as_deref().unwrap_or_default(),
            );
            changes.map(|changes| vec![Kind::Indicators(collection.to_owned(), changes)])
        }
        None => None,
    };
    let kinds = kinds.unwrap_or_else(|| vec![Kind::File(status)]);
    let finding = |kind| Finding {
        path: entry.path.clone(),
        kind,
    };
    Ok(kinds.into_iter().map(finding).collect())
}

/// What a path says about its file.
enum Shape<'a> {
    Page,
    /// `data/<collection>/<id>.json`
    Record(&'a str, &'a str),
    /// `data/<collection>-sources.csv`
    Sources(&'a str),
}

impl<'a> Shape<'a> {
    fn of(path: &'a str) -> Option<Self> {
        if path.ends_with(".html") {
            return Some(Self::Page);
        }
        let data = path.strip_prefix("data/")?;
        if let Some(collection) = data.strip_suffix("-sources.csv") {
            return Some(Self::Sources(collection));
        }
        let (collection, id) = data.strip_suffix(".json")?.split_once('/')?;
        Some(Self::Record(collection, id))
    }
}

/// Two versions of an address. A page may have become a redirect: then one goes and one comes.
fn pages(old: Option<&str>, new: Option<&str>) -> Option<Vec<Kind>> {
    let split = |text: Option<&str>| match text.map(page::read) {
        Some(Html::Page(page)) => (Some(page), None),
        Some(Html::Redirect(to)) => (None, Some(to)),
        None => (None, None),
    };
    let ((old_page, old_to), (new_page, new_to)) = (split(old), split(new));
    let mut kinds = Vec::new();
    match (old_page, new_page) {
        (Some(old), Some(new)) => kinds.push(changed_page(&old, new)),
        (Some(old), None) => kinds.push(Kind::Page(Status::Removed, old.title, None)),
        (None, Some(new)) => kinds.push(Kind::Page(Status::Added, new.title, None)),
        (None, None) => {}
    }
    if old_to != new_to {
        kinds.push(Kind::Redirect(old_to, new_to));
    } else if kinds.is_empty() {
        kinds.push(Kind::Frame);
    }
    Some(kinds)
}

fn changed_page(old: &Page, new: Page) -> Kind {
    if old.main == new.main {
        return Kind::Frame;
    }
    if old.seen == new.seen {
        return Kind::Markup;
    }
    let difference = difference(&old.seen, &new.seen);
    Kind::Page(Status::Changed, new.title, Some(difference))
}

/// From the first thing that differs to the last.
fn difference(old: &[String], new: &[String]) -> Difference {
    let same = |(left, right): &(&String, &String)| left == right;
    let before = old.iter().zip(new).take_while(same).count();
    let shorter = old.len().min(new.len()) - before;
    let reversed = old.iter().rev().zip(new.iter().rev());
    let after = reversed.take(shorter).take_while(same).count();
    let old = old.get(before..old.len() - after).unwrap_or_default();
    let new = new.get(before..new.len() - after).unwrap_or_default();
    let all = format!("{}\0{}", old.join(" "), new.join(" "));
    let (old, new) = (words(old), words(new));
    let same = old.chars().zip(new.chars());
    let same = same.take_while(|(left, right)| left == right).count();
    Difference {
        fingerprint: xxh3_64(all.as_bytes()),
        old: excerpt(&old, same),
        new: excerpt(&new, same),
    }
}

/// What is seen: the words, or the addresses where nothing else is.
fn words(seen: &[String]) -> String {
    let is_address = |text: &&String| text.starts_with(['.', '/', '#']) || text.contains("://");
    let words: Vec<&str> = seen
        .iter()
        .filter(|text| !is_address(text))
        .map(String::as_str)
        .collect();
    match words.as_slice() {
        [] => seen.join(" "),
        words => words.join(" "),
    }
}

/// A part of a text, from a little before the character that differs.
fn excerpt(text: &str, differs: usize) -> String {
    let skipped = differs.saturating_sub(EXCERPT / 3);
    let mut characters = text.chars().skip(skipped);
    let mut excerpt = String::from(if skipped > 0 { "…" } else { "" });
    excerpt.extend(characters.by_ref().take(EXCERPT));
    if characters.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

fn record(
    status: Status,
    collection: &str,
    id: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> Option<Vec<Kind>> {
    let change = match (old, new) {
        (Some(old), Some(new)) => data::records(old, new)?,
        _ => RecordChange {
            name: data::record_name(old.or(new)?)?,
            facts: Vec::new(),
            sources: Vec::new(),
            values: Vec::new(),
        },
    };
    let record = Kind::Record(collection.to_owned(), id.to_owned(), status, change);
    Some(vec![record])
}
