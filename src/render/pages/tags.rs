//! Tags and the list of them.

use crate::diagnostic::Diagnostic;
use crate::parse::record::FieldValue;
use crate::plan::route::Page;
use crate::render::engine;
use crate::render::page::PageContext;
use crate::render::pages::collection::entry;
use crate::render::pages::home::newest_of;
use crate::render::view::{RecordList, TagEntry, TagPage, TagsPage};

/// Articles and records that carry a tag: positions, records with their collection.
struct Carriers {
    articles: Vec<usize>,
    records: Vec<(usize, Vec<usize>)>,
}

fn carriers(context: &PageContext<'_>, tag: usize) -> Carriers {
    let guide = context.guide;
    let id = &guide.tags[tag].id;
    let carries = |value: &FieldValue| matches!(value, FieldValue::Tags(tags) if tags.contains(id));
    let of_collection = |(position, plan): (usize, &crate::plan::guide::CollectionPlan)| {
        let records = plan.records.iter().enumerate();
        let records: Vec<usize> = records
            .filter(|(_, record)| record.values.iter().any(carries))
            .map(|(record, _)| record)
            .collect();
        (!records.is_empty()).then_some((position, records))
    };
    // A guide may have far more articles than a tag has: they are chosen before they are sorted.
    let articles = (0..guide.articles.len()).filter(|article| {
        let version = guide.articles[*article].version(context.tag());
        version.tags.contains(id)
    });
    Carriers {
        articles: newest_of(context, articles.collect()),
        records: guide
            .collections
            .iter()
            .enumerate()
            .filter_map(of_collection)
            .collect(),
    }
}

pub(in crate::render) fn index(context: &PageContext<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let title = context.label("tags");
    let entries = entries(context);
    let view = TagsPage {
        head: context.head(title, Vec::new(), None),
        article_tags: entries.of_articles,
        record_tags: entries.of_records,
    };
    let description = context.text(&context.guide.site.description);
    context.finish(
        "tags.html",
        "tags",
        title,
        description,
        engine::value(&view),
    )
}

/// All tags in use: those that articles carry, those that only records carry.
#[derive(Default)]
pub(in crate::render) struct TagEntries {
    pub(in crate::render) of_articles: Vec<TagEntry>,
    pub(in crate::render) of_records: Vec<TagEntry>,
}

pub(in crate::render) fn entries(context: &PageContext<'_>) -> TagEntries {
    let mut entries = TagEntries::default();
    for &tag in &context.guide.used_tags {
        let carriers = carriers(context, tag);
        let records: usize = carriers
            .records
            .iter()
            .map(|(_, records)| records.len())
            .sum();
        let declared = &context.guide.tags[tag];
        let entry = TagEntry {
            name: context.text(&declared.name).to_owned(),
            kana: declared.kana.clone(),
            url: context.href(Page::Tag(tag)),
            count: carriers.articles.len() + records,
        };
        if carriers.articles.is_empty() {
            entries.of_records.push(entry);
        } else {
            entries.of_articles.push(entry);
        }
    }
    entries
}

pub(in crate::render) fn tag(
    context: &PageContext<'_>,
    tag: usize,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let declared = &context.guide.tags[tag];
    let name = context.text(&declared.name);
    let carriers = carriers(context, tag);
    let parents = vec![context.link(context.label("tags"), Page::Tags)];
    let list = |(collection, records): (usize, Vec<usize>)| {
        let page = Page::Collection(collection);
        RecordList {
            name: context.page_name(page),
            url: context.href(page),
            records: records
                .into_iter()
                .map(|record| entry(context, collection, record))
                .collect(),
        }
    };
    let view = TagPage {
        head: context.head(name, parents, Some(&declared.place.file)),
        kana: declared.kana.clone(),
        articles: carriers
            .articles
            .iter()
            .map(|article| context.card(*article))
            .collect(),
        records: carriers.records.into_iter().map(list).collect(),
    };
    let title = context.wording.tag_title(name);
    let description = context.wording.tag_description(name);
    context.finish(
        "tag.html",
        "tag",
        &title,
        &description,
        engine::value(&view),
    )
}
