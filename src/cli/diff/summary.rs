//! Findings → what a summary says, counted and grouped as people think of a site.

use std::collections::BTreeMap;

use super::compare::{Difference, Finding, Kind, Status};
use super::data::{Change, IndicatorChange, Known, RecordChange};

/// So many pages with one and the same change are told as one.
const SAME: usize = 10;

/// Everything that differs.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// Pages by what became of them, then by group.
    pub(super) pages: BTreeMap<Status, BTreeMap<Group, Vec<PageLine>>>,
    /// Changes that many pages share, most pages first.
    pub(super) shared: Vec<Shared>,
    /// Old address, where it led and where it leads.
    pub(super) redirects: Vec<(String, Option<String>, Option<String>)>,
    /// By collection.
    pub(super) data: BTreeMap<String, Collection>,
    /// Pages with other markup only, and one of them.
    pub(super) markup: Count,
    /// Pages with another frame only, and one of them.
    pub(super) frame: Count,
    /// Files of the search index.
    pub(super) search: Changes,
    /// Styles and scripts.
    pub(super) assets: Changes,
    /// Feeds and sitemaps.
    pub(super) feeds: Changes,
    /// Tables of the data, which the values above are in.
    pub(super) tables: Changes,
    /// Files of any other kind, such as images.
    pub(super) others: Vec<(String, Status)>,
}

/// A part of the site: a rank, so that what people write comes before what is computed, and
/// the folder.
pub(super) type Group = (usize, String);

/// A page in a list.
#[derive(Debug)]
pub(super) struct PageLine {
    pub(super) path: String,
    pub(super) title: String,
    difference: Option<Difference>,
}

/// A change that many pages share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) pages: usize,
    /// One of them.
    pub(super) example: PageLine,
    pub(super) old: String,
    pub(super) new: String,
}

/// How many, and the first.
#[derive(Debug, Default)]
pub(super) struct Count {
    pub(super) files: usize,
    pub(super) example: String,
}

/// How many files came, went and changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) added: usize,
    pub(super) removed: usize,
    pub(super) changed: usize,
}

/// What differs in the data of a collection.
#[derive(Debug, Default)]
pub(super) struct Collection {
    /// Id and name of records that came or went.
    pub(super) added: Vec<(String, String)>,
    pub(super) removed: Vec<(String, String)>,
    /// Id and changed facts and sources.
    pub(super) records: Vec<(String, RecordChange)>,
    /// By the statistic's id.
    pub(super) indicators: BTreeMap<String, Indicator>,
}

/// What differs in a statistic.
#[derive(Debug, Default)]
pub(super) struct Indicator {
    pub(super) label: String,
    pub(super) status: Option<Status>,
    /// Name, unit, period, source, licence, national value.
    pub(super) own: Vec<Change>,
    /// Id and name of the record, the value before and after.
    pub(super) values: Vec<(String, String, Known, Known)>,
    pub(super) unit: String,
}

impl Changes {
    fn add(&mut self, status: Status) {
        match status {
            Status::Added => self.added += 1,
            Status::Removed => self.removed += 1,
            Status::Changed => self.changed += 1,
        }
    }

    /// All of them.
    pub(super) fn total(&self) -> usize {
        self.added + self.removed + self.changed
    }
}

impl Count {
    fn add(&mut self, path: String) {
        if self.files == 0 {
            self.example = path;
        }
        self.files += 1;
    }
}

impl Collection {
    /// How many values of facts and statistics differ.
    pub(super) fn values(&self) -> usize {
        let facts = self.records.iter().map(|(_, change)| change.facts.len());
        let values = self
            .indicators
            .values()
            .map(|indicator| indicator.values.len());
        facts.chain(values).sum()
    }
}

impl Summary {
    /// Groups findings, which come in the order of paths and stay in it.
    pub(super) fn of(findings: Vec<Finding>) -> Self {
        let mut summary = Self::default();
        for Finding { path, kind } in findings {
            match kind {
                Kind::Page(status, title, difference) => {
                    let line = PageLine {
                        path,
                        title,
                        difference,
                    };
                    let groups = summary.pages.entry(status).or_default();
                    groups.entry(group(&line.path)).or_default().push(line);
                }
                Kind::Markup => summary.markup.add(path),
                Kind::Frame => summary.frame.add(path),
                Kind::Redirect(old, new) => summary.redirects.push((path, old, new)),
                Kind::Record(collection, id, status, change) => {
                    let collection = summary.data.entry(collection).or_default();
                    collection.record(id, status, change);
                }
                Kind::Indicators(collection, changes) => {
                    let collection = summary.data.entry(collection).or_default();
                    collection.indicators(changes);
                }
                Kind::File(status) => summary.file(path, status),
            }
        }
        summary.share();
        // A download of which only what is worked out differs, such as ranks, says nothing new.
        summary.data.retain(|_, collection| !collection.is_empty());
        summary
    }

    /// Whether not one file differs in a way that is told.
    pub(super) fn is_empty(&self) -> bool {
        let counts = [&self.search, &self.assets, &self.feeds, &self.tables];
        self.pages.is_empty()
            && self.shared.is_empty()
            && self.redirects.is_empty()
            && self.data.is_empty()
            && self.markup.files + self.frame.files == 0
            && counts.iter().all(|changes| changes.total() == 0)
            && self.others.is_empty()
    }

    /// How many pages came, went and changed.
    pub(super) fn page_counts(&self) -> Changes {
        let count = |status| {
            let groups = self.pages.get(&status);
            groups.map_or(0, |groups| groups.values().map(Vec::len).sum())
        };
        let shared: usize = self.shared.iter().map(|shared| shared.pages).sum();
        Changes {
            added: count(Status::Added),
            removed: count(Status::Removed),
            changed: count(Status::Changed) + shared,
        }
    }

    fn file(&mut self, path: String, status: Status) {
        let is_feed = path.ends_with(".xml") || path == "robots.txt";
        let first = path.split('/').next().unwrap_or_default();
        // Every language has an index below its own folder.
        let in_search = path.contains("search/entry.bin") || path.contains("search/parts/");
        match first {
            _ if in_search => self.search.add(status),
            "assets" => self.assets.add(status),
            "data" => self.tables.add(status),
            _ if is_feed => self.feeds.add(status),
            _ => self.others.push((path, status)),
        }
    }

    /// Takes pages with one and the same change out of the lists.
    fn share(&mut self) {
        let Some(groups) = self.pages.get_mut(&Status::Changed) else {
            return;
        };
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        let fingerprint = |line: &PageLine| line.difference.as_ref().map(|own| own.fingerprint);
        for print in groups.values().flatten().filter_map(fingerprint) {
            *counts.entry(print).or_default() += 1;
        }
        let mut shared: BTreeMap<u64, Shared> = BTreeMap::new();
        for lines in groups.values_mut() {
            for line in std::mem::take(lines) {
                let print = fingerprint(&line).unwrap_or_default();
                let pages = counts.get(&print).copied().unwrap_or_default();
                match &line.difference {
                    Some(difference) if pages >= SAME => {
                        let (old, new) = (difference.old.clone(), difference.new.clone());
                        shared.entry(print).or_insert(Shared {
                            pages,
                            example: line,
                            old,
                            new,
                        });
                    }
                    _ => lines.push(line),
                }
            }
        }
        groups.retain(|_, lines| !lines.is_empty());
        if groups.is_empty() {
            self.pages.remove(&Status::Changed);
        }
        self.shared = shared.into_values().collect();
        let key = |shared: &Shared| (std::cmp::Reverse(shared.pages), shared.example.path.clone());
        self.shared.sort_by_key(key);
    }
}

impl Collection {
    fn is_empty(&self) -> bool {
        self.added.len() + self.removed.len() + self.records.len() + self.indicators.len() == 0
    }

    fn record(&mut self, id: String, status: Status, mut change: RecordChange) {
        match status {
            Status::Added => self.added.push((id, change.name)),
            Status::Removed => self.removed.push((id, change.name)),
            Status::Changed => {
                for value in std::mem::take(&mut change.values) {
                    let indicator = self.indicators.entry(value.indicator).or_default();
                    indicator.label = value.label;
                    indicator.unit = value.unit;
                    let of = (id.clone(), change.name.clone(), value.old, value.new);
                    indicator.values.push(of);
                }
                if !change.facts.is_empty() || !change.sources.is_empty() {
                    self.records.push((id, change));
                }
            }
        }
    }

    fn indicators(&mut self, changes: Vec<IndicatorChange>) {
        for change in changes {
            let indicator = self.indicators.entry(change.id).or_default();
            indicator.label = change.label;
            indicator.own = change.changes;
            indicator.status = match (change.was, change.is) {
                (false, true) => Some(Status::Added),
                (true, false) => Some(Status::Removed),
                _ => None,
            };
        }
    }
}

fn group(path: &str) -> Group {
    let mut parts = path.split('/').collect::<Vec<_>>();
    parts.pop();
    // Another language has a folder of its own, with the same parts below it.
    let is_language = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    let depth = usize::from(parts.first().is_some_and(is_language));
    let own = parts.get(depth).copied().unwrap_or_default();
    let rank = match own {
        "" => 0,
        "articles" => 1,
        "about" | "glossary" | "search" | "tags" => 3,
        "indicators" => 4,
        "compare" => 5,
        _ => 2,
    };
    let length = depth + if rank >= 4 { 2 } else { 1 };
    (
        rank,
        parts.into_iter().take(length).collect::<Vec<_>>().join("/"),
    )
}
