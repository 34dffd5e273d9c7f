//! The home page.

use crate::diagnostic::Diagnostic;
use crate::plan::links::Destination;
use crate::plan::route::Page;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::collection::grouped_links;
use crate::render::view::{
    CollectionCard, DirectionCard, HomePage, LinkGroup, PairLink, SectionCard,
};

/// How many of the newest articles are shown.
const ARTICLES: usize = 6;
/// How many featured pairs are shown.
const PAIRS: usize = 8;

pub(in crate::render) fn render(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let guide = context.guide;
    let home = &guide.home;
    let title = context.text(&home.title);
    let compared = (0..guide.collections.len())
        .find(|collection| guide.has_comparisons(*collection, context.language));
    let places = guide
        .site
        .map
        .as_ref()
        .and_then(|map| guide.collection(&map.collection));
    let outlines = context.renderer.outlines.as_ref();
    let view = HomePage {
        head: context.head(title, Vec::new(), Some(&home.file)),
        tagline: context.text(&guide.site.tagline).to_owned(),
        body_html: context.html(&home.body),
        directions: directions(context),
        pairs: compared.map_or_else(Vec::new, |collection| {
            let mut pairs = featured(context, collection);
            pairs.truncate(PAIRS);
            pairs
        }),
        pairs_url: compared.map(|collection| context.href(Page::CompareIndex(collection))),
        articles: newest(context)
            .iter()
            .take(ARTICLES)
            .map(|article| context.listed_card(*article))
            .collect(),
        sections: section_cards(context),
        map_html: outlines.map(|outlines| outlines.plain(context)),
        places: places.map_or_else(Vec::new, |collection| places_of(context, collection)),
        places_name: places.map_or_else(String::new, |collection| {
            context.page_name(Page::Collection(collection))
        }),
        collections: collection_cards(context),
        data_url: context.href(Page::AboutData),
    };
    let site = context.text(&guide.site.title);
    let description = context.text(&home.description);
    context.finish("home.html", "home", site, description, &view)
}

fn directions(context: &PageContext<'_>) -> Vec<DirectionCard> {
    let home = &context.guide.home;
    let card = |direction: &crate::parse::article::Direction| {
        let Destination::Page(page, anchor) = context.guide.resolve(&direction.to, &home.file)?
        else {
            return None;
        };
        let anchor = anchor.map_or_else(String::new, |id| format!("#{id}"));
        Some(DirectionCard {
            title: context.text(&direction.title).to_owned(),
            text: context.text(&direction.text).to_owned(),
            url: context.href(page) + &anchor,
        })
    };
    home.directions.iter().filter_map(card).collect()
}

/// The pairs that a collection wants to be shown first.
pub(in crate::render) fn featured(context: &PageContext<'_>, collection: usize) -> Vec<PairLink> {
    let plan = &context.guide.collections[collection];
    let link = |ids: &(String, String)| {
        let left = context.guide.record(collection, &ids.0)?;
        let right = context.guide.record(collection, &ids.1)?;
        pair_link(context, collection, left, right)
    };
    plan.compare.featured.iter().filter_map(link).collect()
}

/// A link to the comparison of two records, if there is one.
pub(in crate::render) fn pair_link(
    context: &PageContext<'_>,
    collection: usize,
    left: usize,
    right: usize,
) -> Option<PairLink> {
    let plan = &context.guide.collections[collection];
    let (first, second) = plan.pairs.find(left, right)?;
    Some(PairLink {
        a: context.record_name(collection, first).to_owned(),
        b: context.record_name(collection, second).to_owned(),
        url: context.href(Page::Compare(collection, first, second)),
    })
}

/// Articles by their last change, newest first; ties in the readers' order.
pub(in crate::render) fn newest<'a>(context: &PageContext<'a>) -> &'a [usize] {
    context.renderer.lists[context.language].newest(context.guide, context.tag())
}

/// All sections but one.
pub(in crate::render) fn section_cards(context: &PageContext<'_>) -> Vec<SectionCard> {
    (0..context.guide.sections.len())
        .map(|section| section_card(context, section))
        .collect()
}

pub(in crate::render) fn section_card(context: &PageContext<'_>, section: usize) -> SectionCard {
    let plan = &context.guide.sections[section];
    let front = plan.front(context.tag());
    SectionCard {
        title: front.title.clone(),
        url: context.href(Page::Section(section)),
        description: front.description.clone(),
        count: context.wording.articles(plan.articles.len()),
    }
}

pub(in crate::render) fn collection_cards(context: &PageContext<'_>) -> Vec<CollectionCard> {
    let card = |(position, plan): (usize, &crate::plan::guide::CollectionPlan)| CollectionCard {
        name: context.text(&plan.name).to_owned(),
        url: context.href(Page::Collection(position)),
        description: context.text(&plan.description).to_owned(),
        count: context
            .wording
            .counted(plan.records.len(), context.text(&plan.counter)),
    };
    context
        .guide
        .collections
        .iter()
        .enumerate()
        .map(card)
        .collect()
}

fn places_of(context: &PageContext<'_>, collection: usize) -> Vec<LinkGroup> {
    let records: Vec<usize> = (0..context.guide.collections[collection].records.len()).collect();
    grouped_links(context, collection, &records, |record| {
        let name = context.record_name(collection, record);
        context.link(name, Page::Record(collection, record))
    })
}
