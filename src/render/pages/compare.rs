//! Comparison pages and the index of them.

pub(in crate::render) mod brief;
pub(in crate::render) mod figures;
pub(super) mod index;
mod rows;
mod sentences;

use serde::Serialize;
use tera::Value;
use tera::value::Map;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::Mixer;
use crate::plan::guide::CollectionPlan;
use crate::plan::references::refers;
use crate::plan::route::Page;
use crate::render::engine;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::collection::entry;
use crate::render::pages::home::pair_link;
use crate::render::pages::indicator::statistic_source;
use crate::render::view::{
    CompareList, ComparePage, PairLink, RecordEntry, Shell, Side, SideSources, StatisticSource,
};

/// How many entries of a list stand on a comparison page.
const ENTRIES: usize = 5;
/// How many pairs to look at next.
const NEXT: usize = 6;

/// A pair in the making.
#[derive(Clone, Copy)]
struct Pair<'a> {
    context: &'a PageContext<'a>,
    plan: &'a CollectionPlan,
    collection: usize,
    /// The record whose id sorts first.
    left: usize,
    right: usize,
}

pub(in crate::render) fn pair(
    context: &PageContext<'_>,
    collection: usize,
    left: usize,
    right: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let plan = &context.guide.collections[collection];
    let pair = Pair {
        context,
        plan,
        collection,
        left,
        right,
    };
    let (a, b) = (side(&pair, left), side(&pair, right));
    let title = context.wording.compare_title(&a.name, &b.name);
    let of = Page::Collection(collection);
    let index = Page::CompareIndex(collection);
    let mut parents = vec![
        context.link(context.page_name(of), of),
        context.link(context.label("compare_index"), index),
    ];
    // Where both belong to one division, its index is the way here.
    if let Some(division) = pair.division(left)
        && pair.division(right) == Some(division)
    {
        let page = Page::CompareDivision(collection, division);
        parents.push(context.link(context.division_name(collection, division), page));
    }
    let head = context.head(&title, parents, None);
    if plan.compare.brief {
        return brief::render(&pair, (a, b), &title, head);
    }
    let groups = rows::groups(&pair, &a, &b)?;
    let rows: usize = groups.iter().map(|group| group.count).sum();
    let view = ComparePage {
        head,
        intro: context.wording.compare_intro(rows),
        sentences: sentences::sentences(&pair),
        groups,
        lists: lists(&pair),
        next: next(&pair),
        index_url: context.href(index),
        record_sources: record_sources(&pair),
        a,
        b,
    };
    let description = context
        .wording
        .compare_description(&view.a.name, &view.b.name, rows);
    pour(&pair, (&title, &description), view)
}

/// Prints a page by its template, or by a stencil of it.
fn pour<P: Serialize>(
    pair: &Pair<'_>,
    (title, description): (&str, &str),
    page: P,
) -> Result<Finished, Box<Diagnostic>> {
    let Pair {
        context,
        collection,
        ..
    } = *pair;
    let printing = context.renderer.comparisons.of(pair.plan);
    let shell = context.shell("compare", title, description);
    let run = |whole: Value| {
        let mut whole = whole.into_map().unwrap_or_default();
        let mut page = part(&mut whole, "page");
        if !pair.plan.compare.brief {
            let sources = context.renderer.shared_sources(context, collection);
            page.insert("sources".into(), sources);
        }
        let shell = part(&mut whole, "shell");
        let printed = context.run(printing.template, shell, Value::from(page))?;
        // Templates print UTF-8.
        Ok(String::from_utf8(printed).unwrap_or_default())
    };
    let mut by = Mixer::default();
    by.text(&context.root)
        .number(context.language as u64)
        .number(collection as u64);
    let mut out = String::with_capacity(32 * 1024);
    let whole = Whole { shell, page };
    printing
        .pages
        .open(by.finish())
        .print(&whole, &mut out, &run)?;
    Ok(Finished::Page(out.into_bytes()))
}

/// All that differs from pair to pair.
#[derive(Serialize)]
struct Whole<P> {
    shell: Shell,
    page: P,
}

fn part(whole: &mut Map, name: &'static str) -> Map {
    let part = whole.remove(&name.into()).and_then(Value::into_map);
    part.unwrap_or_default()
}

impl Pair<'_> {
    fn division(&self, record: usize) -> Option<usize> {
        self.plan.divisions.as_ref()?.of[record]
    }

    /// The records of a side's division that come after it, around the division's end.
    fn beside(&self, record: usize) -> Vec<usize> {
        let divisions = self.plan.divisions.as_ref();
        let Some((divisions, division)) = divisions.zip(self.division(record)) else {
            return Vec::new();
        };
        let members = &divisions.list[division].members;
        let after = members.partition_point(|member| *member <= record);
        let around = members[after..].iter().chain(&members[..after]);
        around
            .copied()
            .filter(|other| *other != record)
            .take(NEXT)
            .collect()
    }
}

fn side(pair: &Pair<'_>, record: usize) -> Side {
    let Pair { context, plan, .. } = pair;
    let entry = &plan.records[record];
    let name = context.record_name(pair.collection, record);
    let field = plan.page.group_by.as_deref().and_then(|id| plan.field(id));
    let group = field.zip(plan.group_of(entry));
    Side {
        name: name.to_owned(),
        short: short_name(name, &entry.aliases).to_owned(),
        kana: entry.kana.clone(),
        url: context.href(Page::Record(pair.collection, record)),
        facts: group.map_or_else(String::new, |(field, option)| {
            context.option_name(&plan.fields[field], option).to_owned()
        }),
    }
}

/// A name of so many characters needs no shorter one.
const SHORT: usize = 5;

/// The beginning of a long name that is also an alias: LPIC of LPIC レベル1.
fn short_name<'n>(name: &'n str, aliases: &'n [String]) -> &'n str {
    if name.chars().count() <= SHORT {
        return name;
    }
    aliases
        .iter()
        .find(|alias| name.starts_with(alias.as_str()))
        .map_or(name, String::as_str)
}

/// Records of other collections, and articles, that have to do with either side.
fn lists(pair: &Pair<'_>) -> Vec<CompareList> {
    let Pair {
        context,
        plan,
        collection,
        left,
        right,
    } = *pair;
    let guide = context.guide;
    let mentions = (&plan.mentions[left], &plan.mentions[right]);
    let mut lists = Vec::new();
    for (source, other) in guide.collections.iter().enumerate() {
        // Five of the 179 municipalities of a prefecture would tell nobody anything.
        let divides = other.divisions.as_ref();
        let divides = divides.is_some_and(|other| other.reference == Some(collection));
        if divides || !refers(guide, source, collection) {
            continue;
        }
        let of = |mentions: &crate::plan::guide::Mentions| -> Vec<usize> {
            let records = mentions
                .records
                .iter()
                .filter(|(other, _)| *other == source);
            records.map(|(_, record)| *record).collect()
        };
        let make = |record: usize| RecordEntry {
            text: String::new(),
            ..entry(context, source, record)
        };
        let name = context.text(&other.name);
        lists.push(list(&other.id, name, of(mentions.0), of(mentions.1), make));
    }
    let make = |article: usize| {
        let card = context.card(article);
        RecordEntry {
            name: card.title,
            url: card.url,
            facts: card.section,
            text: String::new(),
        }
    };
    let (a, b) = (mentions.0.articles.clone(), mentions.1.articles.clone());
    lists.push(list("articles", context.label("articles"), a, b, make));
    lists.retain(|list| !(list.a.is_empty() && list.b.is_empty() && list.both.is_empty()));
    lists
}

fn list(
    id: &str,
    name: &str,
    left: Vec<usize>,
    right: Vec<usize>,
    make: impl Fn(usize) -> RecordEntry,
) -> CompareList {
    let (both, left): (Vec<usize>, Vec<usize>) =
        left.into_iter().partition(|item| right.contains(item));
    let right: Vec<usize> = right
        .into_iter()
        .filter(|item| !both.contains(item))
        .collect();
    let entries = |items: &[usize]| items.iter().take(ENTRIES).map(|item| make(*item)).collect();
    let more = |items: &[usize]| items.len().saturating_sub(ENTRIES);
    CompareList {
        id: id.to_owned(),
        name: name.to_owned(),
        a: entries(&left),
        b: entries(&right),
        both: entries(&both),
        a_more: more(&left),
        b_more: more(&right),
        both_more: more(&both),
    }
}

/// Pairs with a neighbour of the other side, then featured ones, then others of either side.
fn next(pair: &Pair<'_>) -> Vec<PairLink> {
    let Pair {
        context,
        plan,
        collection,
        left,
        right,
    } = *pair;
    let near = |record: usize| {
        let list = plan.near.get(record).map_or(&[][..], Vec::as_slice);
        list.iter().take(2).map(|(other, _)| *other)
    };
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    candidates.extend(near(right).map(|other| (left, other)));
    candidates.extend(near(left).map(|other| (other, right)));
    candidates.extend(near(left).map(|other| (left, other)));
    candidates.extend(near(right).map(|other| (right, other)));
    for (first, second) in &plan.compare.featured {
        let records = (
            context.guide.record(collection, first),
            context.guide.record(collection, second),
        );
        if let (Some(first), Some(second)) = records
            && [left, right]
                .iter()
                .any(|side| [first, second].contains(side))
        {
            candidates.push((first, second));
        }
    }
    // Of a divided collection, others of the same division.
    let beside = |side: usize| pair.beside(side).into_iter();
    candidates.extend(beside(right).map(|other| (left, other)));
    candidates.extend(beside(left).map(|other| (other, right)));
    let count = plan.records.len();
    // The next records in the collection's order, around its end.
    let around = (1..count).flat_map(|step| {
        [
            (left, (right + step) % count),
            ((left + step) % count, right),
        ]
    });
    let mut seen = vec![(left, right)];
    let mut links = Vec::new();
    for (first, second) in candidates.into_iter().chain(around) {
        if links.len() == NEXT {
            break;
        }
        let Some(found) = plan.pairs.find(first, second) else {
            continue;
        };
        if !seen.contains(&found) {
            seen.push(found);
            links.extend(pair_link(context, collection, found.0, found.1));
        }
    }
    links
}

/// [`sources`] as a template value: the same on all pairs of a collection.
pub(in crate::render) fn sources_value(context: &PageContext<'_>, collection: usize) -> Value {
    engine::value(&sources(context, collection))
}

/// Every statistic of a collection once, with the names of the rows that rest on it.
fn sources(context: &PageContext<'_>, collection: usize) -> Vec<StatisticSource> {
    let plan = &context.guide.collections[collection];
    let mut sources: Vec<StatisticSource> = Vec::new();
    for &position in &plan.shown_indicators {
        let mut source = statistic_source(context, collection, position);
        let same = sources.iter_mut().find(|other| {
            other.statistic == source.statistic
                && other.url == source.url
                && other.period == source.period
                && other.licence == source.licence
        });
        match same {
            Some(other) => other.rows.append(&mut source.rows),
            None => sources.push(source),
        }
    }
    sources
}

fn record_sources(pair: &Pair<'_>) -> Vec<SideSources> {
    let of = |record: usize| SideSources {
        name: pair.context.record_name(pair.collection, record).to_owned(),
        sources: pair.plan.records[record]
            .sources
            .iter()
            .map(|source| pair.context.source(source))
            .collect(),
    };
    [pair.left, pair.right].into_iter().map(of).collect()
}
