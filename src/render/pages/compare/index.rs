//! The indexes of comparison pages: of a whole collection, and of each of its divisions.

use super::brief;
use crate::diagnostic::Diagnostic;
use crate::plan::divisions::Divisions;
use crate::plan::route::Page;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::collection::grouped;
use crate::render::pages::divisions;
use crate::render::pages::home::{featured, pair_link};
use crate::render::view::{
    CompareDivisionPage, CompareIndexPage, DivisionGroup, DivisionLink, Link, PairGroup, PairRecord,
};

/// Where a record's page lists all comparisons with it.
const PAIRS: &str = "pairs";

pub(in crate::render) fn render(
    context: &PageContext<'_>,
    collection: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let plan = &context.guide.collections[collection];
    let of = Page::Collection(collection);
    let parent = context.link(context.page_name(of), of);
    let title = context.page_name(Page::CompareIndex(collection));
    let records: Vec<usize> = (0..plan.records.len()).collect();
    // Every pair of every record would be too much for one page of a large collection.
    let records = plan.divisions.as_ref().map_or(records, |_| Vec::new());
    let groups = grouped(context, collection, &records)
        .into_iter()
        .map(|(_, name, records)| PairGroup {
            name,
            records: records
                .into_iter()
                .map(|record| pair_record(context, collection, record))
                .filter(|record| !record.others.is_empty())
                .collect(),
        });
    let view = CompareIndexPage {
        head: context.head(&title, vec![parent.clone()], None),
        count: context.wording.pairs(plan.pairs.len()),
        featured: featured(context, collection),
        divisions: plan.divisions.as_ref().map_or_else(Vec::new, |divisions| {
            divided(context, collection, divisions)
        }),
        groups: groups.filter(|group| !group.records.is_empty()).collect(),
        statistics: brief::statistics(context, collection),
        collection: parent,
    };
    let description = context.text(&plan.description);
    context.finish(
        "compare_index.html",
        "compare-index",
        &title,
        description,
        &view,
    )
}

/// Each division with the number of its records that are compared.
fn divided(
    context: &PageContext<'_>,
    collection: usize,
    divisions: &Divisions,
) -> Vec<DivisionGroup> {
    let plan = &context.guide.collections[collection];
    let counter = context.text(&plan.counter);
    divisions::grouped(context, collection, &divisions.compared, |division| {
        let members = divisions.list[division].members.iter();
        let compared = members.filter(|record| plan.pairs.has_partners(**record));
        DivisionLink {
            name: context.division_name(collection, division).to_owned(),
            url: context.href(Page::CompareDivision(collection, division)),
            count: context.wording.counted(compared.count(), counter),
        }
    })
}

/// The records of a division, each with the way to all of its pairs.
pub(in crate::render) fn division(
    context: &PageContext<'_>,
    collection: usize,
    division: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let plan = &context.guide.collections[collection];
    let members = plan.divisions.as_ref();
    let members = members.map_or(&[][..], |divisions| &divisions.list[division].members);
    let title = context.page_name(context.page);
    let (of, index) = (Page::Collection(collection), Page::CompareIndex(collection));
    let parents = vec![
        context.link(context.page_name(of), of),
        context.link(context.label("compare_index"), index),
    ];
    let link = |record: usize| {
        let pairs = plan.pairs.partners(record).len();
        let page = context.href(Page::Record(collection, record));
        (pairs > 0).then(|| DivisionLink {
            name: context.record_name(collection, record).to_owned(),
            url: format!("{page}#{PAIRS}"),
            count: context.wording.pairs(pairs),
        })
    };
    let groups = grouped(context, collection, members).into_iter();
    let groups = groups.map(|(_, name, records)| DivisionGroup {
        name,
        links: records.into_iter().filter_map(link).collect(),
    });
    let shown = |pair: &&(String, String)| {
        let is_member = |id: &str| {
            let record = context.guide.record(collection, id);
            record.is_some_and(|record| members.contains(&record))
        };
        is_member(&pair.0) || is_member(&pair.1)
    };
    let featured = plan
        .compare
        .featured
        .iter()
        .filter(shown)
        .filter_map(|pair| {
            let left = context.guide.record(collection, &pair.0)?;
            let right = context.guide.record(collection, &pair.1)?;
            pair_link(context, collection, left, right)
        });
    let table = Page::CollectionDivision(collection, division);
    let view = CompareDivisionPage {
        head: context.head(&title, parents, None),
        count: context
            .wording
            .counted(members.len(), context.text(&plan.counter)),
        featured: featured.collect(),
        groups: groups.filter(|group| !group.links.is_empty()).collect(),
        collection: context.link(context.page_name(table), table),
        index_url: context.href(index),
    };
    let description = context.text(&plan.description);
    context.finish(
        "compare_division.html",
        "compare-index",
        &title,
        description,
        &view,
    )
}

fn pair_record(context: &PageContext<'_>, collection: usize, record: usize) -> PairRecord {
    let plan = &context.guide.collections[collection];
    let link = |other: usize| {
        let (first, second) = plan.pairs.find(record, other)?;
        let name = context.record_name(collection, other);
        Some(Link {
            name: name.to_owned(),
            url: context.href(Page::Compare(collection, first, second)),
        })
    };
    let entry = &plan.records[record];
    PairRecord {
        id: entry.id.clone(),
        name: context.text(&entry.name).to_owned(),
        kana: entry.kana.clone(),
        others: plan
            .pairs
            .partners(record)
            .into_iter()
            .filter_map(link)
            .collect(),
    }
}
