//! Fingerprints of what is about one record or two: pages, comparisons, downloads.

use super::{divides, frame, order, outlines, page, parts, side};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::plan::references::refers;
use crate::plan::route::{Page, Route};
use crate::render::Renderer;
use crate::render::page::PageContext;
use crate::render::pages::compare::brief;
use crate::render::prints::{at_the_top, of_card, of_entry, of_link};

/// A record's page.
pub(in crate::render::prints) fn record(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
) -> Fingerprint {
    let (renderer, language, guide) = (context.renderer, context.language, context.guide);
    let plan = &guide.collections[collection];
    let mut mixer = page(context, "record.html", collection);
    mixer
        .part(order(renderer, language, collection))
        .part(side(renderer, language, collection, record));
    for (other, kilometres) in plan.near.get(record).into_iter().flatten() {
        mixer
            .text(&plan.records[*other].id)
            .number(kilometres.to_bits());
    }
    let mentions = &plan.mentions[record];
    for (source, other) in &mentions.records {
        if !divides(guide, *source, collection) {
            mixer
                .text(&guide.collections[*source].id)
                .part(of_entry(context, *source, *other));
        }
    }
    mixer.number(mentions.records.len() as u64);
    // Of those that have a page of their own there, only the number is shown.
    for divisions in guide
        .collections
        .iter()
        .filter_map(|plan| plan.divisions.as_ref())
    {
        let division = divisions.of_reference(collection, record);
        mixer.hash(&division.map(|division| divisions.list[division].members.len()));
    }
    for (source, other) in guide.collections.iter().enumerate() {
        if refers(guide, source, collection) {
            let everywhere = (0..other.records.len()).filter(|one| other.records[*one].everywhere);
            for one in everywhere {
                mixer.text(&other.id).part(of_entry(context, source, one));
            }
        }
    }
    mixer.number(mentions.articles.len() as u64);
    for article in &mentions.articles {
        mixer.part(of_card(context, *article));
    }
    outlines(context, collection, &mut mixer);
    mixer.finish()
}

/// A comparison: what all pairs share, and the two sides.
pub(in crate::render::prints) fn pair(
    renderer: &Renderer,
    (collection, language): (usize, usize),
    (left, right): (usize, usize),
    route: &Route,
) -> Fingerprint {
    let shared = parts(renderer, language, collection)
        .pair_frame
        .get_or_init(|| {
            let page_of = Page::Compare(collection, left, right);
            // All pairs of a collection lie equally deep.
            let context = renderer.context(page_of, language, route).for_print();
            let brief = renderer.guide.collections[collection].compare.brief;
            let template = if brief {
                brief::TEMPLATE
            } else {
                "compare.html"
            };
            page(&context, template, collection)
                // By the order, further pairs are proposed.
                .part(order(renderer, language, collection))
                .finish()
        });
    let mut bytes = [0; 48];
    bytes[..16].copy_from_slice(&shared.to_bytes());
    let sides = [left, right].map(|record| pair_side(renderer, language, collection, record));
    bytes[16..32].copy_from_slice(&sides[0].to_bytes());
    bytes[32..].copy_from_slice(&sides[1].to_bytes());
    Fingerprint::of(&bytes)
}

/// A record with all that a pair shows for its sake.
fn pair_side(
    renderer: &Renderer,
    language: usize,
    collection: usize,
    record: usize,
) -> Fingerprint {
    let cell = &parts(renderer, language, collection).pair_sides[record];
    *cell.get_or_init(|| {
        let guide = &renderer.guide;
        let plan = &guide.collections[collection];
        let context = at_the_top(renderer, language);
        let mut mixer = Mixer::default();
        mixer.part(side(renderer, language, collection, record));
        for (other, _) in plan.near.get(record).into_iter().flatten() {
            mixer.text(&plan.records[*other].id);
        }
        for (source, other) in &plan.mentions[record].records {
            if !divides(guide, *source, collection) {
                mixer
                    .text(&guide.collections[*source].id)
                    .part(of_entry(&context, *source, *other));
            }
        }
        mixer.number(plan.mentions[record].records.len() as u64);
        for article in &plan.mentions[record].articles {
            let section = &guide.sections[guide.articles[*article].section];
            mixer
                .part(of_link(&context, Page::Article(*article)))
                .text(&section.front(context.tag()).title);
        }
        mixer.finish()
    })
}

/// A record as JSON.
pub(in crate::render::prints) fn json(
    renderer: &Renderer,
    collection: usize,
    record: usize,
) -> Fingerprint {
    Mixer::default()
        .part(frame(renderer, 0, collection))
        .part(side(renderer, 0, collection, record))
        .finish()
}
