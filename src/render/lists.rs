//! Articles by what lists of them ask for, gone through once for all pages of a language.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use tera::Value;

use crate::fingerprint::Fingerprint;
use crate::parse::article::Article;
use crate::parse::record::FieldValue;
use crate::parse::target::{Target, ValueTarget};
use crate::parse::text::Language;
use crate::plan::Guide;
use crate::render::view::SectionCard;
use crate::render::{engine, prints};

/// What pages of one language list; each made when the first page asks for it.
#[derive(Default)]
pub(super) struct Lists {
    newest: OnceLock<Vec<usize>>,
    carriers: OnceLock<Vec<Carriers>>,
    about_indicators: OnceLock<BTreeMap<(usize, usize), Vec<usize>>>,
    sections: OnceLock<Sections>,
}

/// All sections as a section's page shows the others: each page has as many as there are pages.
pub(super) struct Sections {
    pub(super) cards: Vec<Value>,
    /// Of all cards.
    pub(super) print: Fingerprint,
}

/// Articles, newest first, and records that carry a tag: positions, records with their collection.
#[derive(Default)]
pub(super) struct Carriers {
    pub(super) articles: Vec<usize>,
    pub(super) records: Vec<(usize, Vec<usize>)>,
}

impl Lists {
    /// All articles by their last change, newest first; ties in the readers' order.
    pub(super) fn newest(&self, guide: &Guide, tag: &Language) -> &[usize] {
        self.newest.get_or_init(|| {
            let mut articles: Vec<usize> = (0..guide.articles.len()).collect();
            articles.sort_by_cached_key(|article| {
                let version = guide.articles[*article].version(tag);
                (Reverse(last_change(version)), *article)
            });
            articles
        })
    }

    /// By tag, what carries it.
    pub(super) fn carriers(&self, guide: &Guide, tag: &Language) -> &[Carriers] {
        self.carriers.get_or_init(|| carriers(guide, tag, self))
    }

    /// All sections on pages of sections, which lie equally deep.
    pub(super) fn sections(&self, make: impl FnOnce() -> Vec<SectionCard>) -> &Sections {
        self.sections.get_or_init(|| {
            let cards = make();
            Sections {
                print: prints::of_value(&cards),
                cards: cards.iter().map(engine::value).collect(),
            }
        })
    }

    /// Articles that link to an indicator or show a value of it, in the readers' order.
    pub(super) fn about_indicator(
        &self,
        guide: &Guide,
        tag: &Language,
        collection: usize,
        indicator: usize,
    ) -> &[usize] {
        let all = self
            .about_indicators
            .get_or_init(|| about_indicators(guide, tag));
        all.get(&(collection, indicator)).map_or(&[], Vec::as_slice)
    }
}

fn last_change(version: &Article) -> Date {
    version.updated.unwrap_or(version.published)
}

fn carriers(guide: &Guide, language: &Language, lists: &Lists) -> Vec<Carriers> {
    let mut carriers: Vec<Carriers> = Vec::new();
    carriers.resize_with(guide.tags.len(), Carriers::default);
    for &article in lists.newest(guide, language) {
        for id in &guide.articles[article].version(language).tags {
            if let Some(tag) = guide.tag(id) {
                let articles = &mut carriers[tag].articles;
                if articles.last() != Some(&article) {
                    articles.push(article);
                }
            }
        }
    }
    for (collection, plan) in guide.collections.iter().enumerate() {
        for (record, entry) in plan.records.iter().enumerate() {
            let tags = entry.values.iter().filter_map(|value| match value {
                FieldValue::Tags(tags) => Some(tags),
                _ => None,
            });
            for tag in tags.flatten().filter_map(|id| guide.tag(id)) {
                let lists = &mut carriers[tag].records;
                match lists.last_mut() {
                    Some((other, records)) if *other == collection => {
                        if records.last() != Some(&record) {
                            records.push(record);
                        }
                    }
                    _ => lists.push((collection, vec![record])),
                }
            }
        }
    }
    carriers
}

fn about_indicators(guide: &Guide, language: &Language) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut about: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (position, article) in guide.articles.iter().enumerate() {
        let version = article.version(language);
        let links = version.body.links.iter().map(|(target, _)| target);
        let linked = links.chain(&version.related).filter_map(|target| {
            let Target::Indicator { collection, id, .. } = target else {
                return None;
            };
            Some((guide.collection(collection)?, id))
        });
        let shown = version.body.values.iter().filter_map(|(value, _)| {
            Some(match value {
                ValueTarget::National { collection, id } => (guide.collection(collection)?, id),
                ValueTarget::Record { prefix, name, .. } => (guide.prefix(prefix)?, name),
            })
        });
        for (collection, id) in linked.chain(shown) {
            if let Some(indicator) = guide.indicator(collection, id) {
                let articles = about.entry((collection, indicator)).or_default();
                if articles.last() != Some(&position) {
                    articles.push(position);
                }
            }
        }
    }
    about
}
