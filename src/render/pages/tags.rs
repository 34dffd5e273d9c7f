//! Tags and the list of them.

use crate::diagnostic::Diagnostic;
use crate::plan::route::Page;
use crate::render::lists::Carriers;
use crate::render::page::{Finished, PageContext};
use crate::render::view::{RecordList, TagEntry, TagPage, TagsPage};

fn carriers<'a>(context: &PageContext<'a>, tag: usize) -> &'a Carriers {
    &context.renderer.lists[context.language].carriers(context.guide, context.tag())[tag]
}

pub(in crate::render) fn index(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let title = context.label("tags");
    let entries = entries(context);
    let view = TagsPage {
        head: context.head(title, Vec::new(), None),
        article_tags: entries.of_articles,
        record_tags: entries.of_records,
    };
    let description = context.text(&context.guide.site.description);
    context.finish("tags.html", "tags", title, description, &view)
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
) -> Result<Finished, Box<Diagnostic>> {
    let declared = &context.guide.tags[tag];
    let name = context.text(&declared.name);
    let carriers = carriers(context, tag);
    let parents = vec![context.link(context.label("tags"), Page::Tags)];
    let list = |(collection, records): &(usize, Vec<usize>)| {
        let page = Page::Collection(*collection);
        RecordList {
            name: context.page_name(page),
            url: context.href(page),
            records: records
                .iter()
                .map(|record| context.listed_entry(*collection, *record))
                .collect(),
        }
    };
    let view = TagPage {
        head: context.head(name, parents, Some(&declared.place.file)),
        kana: declared.kana.clone(),
        articles: carriers
            .articles
            .iter()
            .map(|article| context.listed_card(*article))
            .collect(),
        records: carriers.records.iter().map(list).collect(),
    };
    let title = context.wording.tag_title(name);
    let description = context.wording.tag_description(name);
    context.finish("tag.html", "tag", &title, &description, &view)
}
