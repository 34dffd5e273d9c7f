//! The guide → the pages that can be found, one language at a time: `docs/search.md`, "In scope".

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use serde::Serialize;

use crate::fingerprint::{Fingerprint, Mixer};
use crate::parse::collection::Pairs;
use crate::parse::markdown::Document;
use crate::parse::text::{Language, Text};
use crate::plan::Guide;
use crate::plan::route::Page;
use crate::render::Renderer;
use crate::render::markdown::Piece;
use crate::search::dictionary::{Dictionary, Reading};
use crate::search::fold::nfkc;
use crate::search::terms::PageTerms;

mod draft;

use draft::Draft;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Findable {
    pub(super) subject: Subject,
    pub(super) kind: Kind,
}

/// What a result leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A page.
    Page(Page),
    /// A term on the glossary's page, by position.
    Term(usize),
}

/// What a result is called. Numbers are positions in the [`Guide`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A record of a collection, or the collection's own page.
    Collection(usize),
    /// A term.
    Glossary,
    /// An indicator.
    Indicator,
    /// An article or a section.
    Article,
    /// A tag.
    Tag,
}

/// What a result shows. Written as an array, in this order.
#[derive(Debug, Serialize)]
pub(super) struct PageInfo(
    /// Its title.
    pub(super) String,
    /// Its address below the language's folder.
    pub(super) String,
    /// Its kind's id.
    pub(super) String,
    /// The section or collection that it is in.
    pub(super) String,
    /// The beginning of its description.
    pub(super) String,
    /// Reading, other names and tags, with a line feed between.
    pub(super) String,
    /// Words and anchor of its headings.
    pub(super) Vec<(String, String)>,
);

/// A page before it is taken apart.
#[derive(Debug)]
pub(super) struct Outline {
    /// What its [`PageInfo`] and its terms follow from.
    pub(super) fingerprint: Fingerprint,
    /// Records of the map's collection that it belongs to, by position.
    pub(super) places: Vec<usize>,
    /// Its tags, by position.
    pub(super) tags: Vec<usize>,
}

/// All that can be found, in the order of results that are equally good.
pub(super) fn findable(guide: &Guide, language: usize) -> Vec<Findable> {
    let mut all = Vec::new();
    let mut add = |subject, kind| all.push(Findable { subject, kind });
    for (position, collection) in guide.collections.iter().enumerate() {
        for record in 0..collection.records.len() {
            let page = Page::Record(position, record);
            add(Subject::Page(page), Kind::Collection(position));
        }
    }
    for (position, collection) in guide.collections.iter().enumerate() {
        let kind = Kind::Collection(position);
        add(Subject::Page(Page::Collection(position)), kind);
        let divisions = collection.divisions.as_ref();
        for division in 0..divisions.map_or(0, |divisions| divisions.list.len()) {
            let page = Page::CollectionDivision(position, division);
            add(Subject::Page(page), kind);
        }
    }
    for position in 0..guide.collections.len() {
        if guide.has_comparisons(position, language) {
            let kind = Kind::Collection(position);
            add(Subject::Page(Page::CompareIndex(position)), kind);
            let divisions = guide.collections[position].divisions.as_ref();
            for division in divisions.map_or(&[][..], |divisions| &divisions.compared) {
                let page = Page::CompareDivision(position, *division);
                add(Subject::Page(page), kind);
            }
        }
    }
    for position in 0..guide.glossary.len() {
        add(Subject::Term(position), Kind::Glossary);
    }
    for (position, collection) in guide.collections.iter().enumerate() {
        for indicator in &collection.shown_indicators {
            let page = Page::Indicator(position, *indicator);
            add(Subject::Page(page), Kind::Indicator);
        }
    }
    for section in &guide.sections_in[language] {
        add(Subject::Page(Page::Section(*section)), Kind::Article);
    }
    for article in &guide.articles_in[language] {
        add(Subject::Page(Page::Article(*article)), Kind::Article);
    }
    for tag in &guide.used_tags {
        add(Subject::Page(Page::Tag(*tag)), Kind::Tag);
    }
    // So many, of so few words, that they come after all others.
    for (position, collection) in guide.collections.iter().enumerate() {
        let divisions = collection.divisions.as_ref();
        for indicator in &collection.shown_indicators {
            for division in 0..divisions.map_or(0, |divisions| divisions.list.len()) {
                let page = Page::IndicatorDivision(position, *indicator, division);
                add(Subject::Page(page), Kind::Indicator);
            }
        }
    }
    all
}

/// The reviewed readings of all names of the guide.
pub(super) fn reviewed<'a>(guide: &'a Guide, language: &Language) -> Vec<Reading<'a>> {
    let mut readings = Vec::new();
    let mut add = |name: &'a Text, kana: &'a str, others: &'a [String]| {
        readings.extend(name_readings(name.get(language), kana, others));
    };
    for record in guide.collections.iter().flat_map(|plan| &plan.records) {
        add(&record.name, &record.kana, &record.aliases);
    }
    for term in &guide.glossary {
        add(&term.name, &term.kana, &term.aliases);
    }
    for tag in &guide.tags {
        add(&tag.name, &tag.kana, &[]);
    }
    readings
}

/// Finds the reviewed names that a text is read by.
pub(super) struct Names<'a> {
    names: Vec<Reading<'a>>,
    /// `None` where they are too many to be looked for at once, which no guide has.
    finder: Option<AhoCorasick>,
}

impl<'a> Names<'a> {
    pub(super) fn new(names: Vec<Reading<'a>>) -> Self {
        let written = names.iter().map(|name| &*name.written);
        Self {
            finder: AhoCorasick::new(written).ok(),
            names,
        }
    }

    /// Adds the numbers of all names that stand in a text.
    fn find(&self, text: &str, found: &mut BTreeSet<usize>) {
        match &self.finder {
            Some(finder) => {
                let text = nfkc(text);
                let matches = finder.find_overlapping_iter(&*text);
                found.extend(matches.map(|name| name.pattern().as_usize()));
            }
            None => found.extend(0..self.names.len()),
        }
    }

    /// Adds a name and its reading.
    fn mix(&self, number: usize, mixer: &mut Mixer) {
        let name = &self.names[number];
        mixer.text(&name.written).text(&name.kana);
    }

    /// The names themselves.
    pub(super) fn all(&self) -> impl Iterator<Item = Reading<'a>> {
        self.names.iter().cloned()
    }
}

/// The reading of a name, and of those other names that are its beginning: 徳島県 is とくしまけん,
/// so 徳島 is とくしま.
fn name_readings<'a>(name: &'a str, kana: &'a str, others: &'a [String]) -> Vec<Reading<'a>> {
    let reading = |written: &'a str, kana: &'a str| Reading {
        written: nfkc(written),
        kana: kana.into(),
    };
    let beginning = |other: &'a String| {
        let kind = name.strip_prefix(other.as_str())?;
        Some(reading(other, without_ending(kana, kind)?))
    };
    let whole = std::iter::once(reading(name, kana));
    whole.chain(others.iter().filter_map(beginning)).collect()
}

/// The reading of a place without that of the character that says what kind of place it is.
fn without_ending<'a>(kana: &'a str, kind: &str) -> Option<&'a str> {
    let endings: &[&str] = match kind {
        "都" => &["と"],
        "府" => &["ふ"],
        "県" => &["けん"],
        "市" => &["し"],
        "区" => &["く"],
        "町" => &["ちょう", "まち"],
        "村" => &["むら", "そん"],
        _ => return None,
    };
    let mut endings = endings.iter();
    endings.find_map(|ending| kana.strip_suffix(ending))
}

/// What people call a municipality, with its reading: 徳島 for 徳島市. `None` for other names.
fn short_name<'a>(name: &'a str, kana: &'a str) -> Option<(&'a str, &'a str)> {
    let (end, _) = name.char_indices().next_back()?;
    let (short, kind) = name.split_at(end);
    let is_short = !short.is_empty() && matches!(kind, "市" | "区" | "町" | "村");
    let kana = without_ending(kana, kind).filter(|kana| is_short && !kana.is_empty())?;
    Some((short, kana))
}

/// For each article, the records of the map's collection that it links to.
pub(super) fn mentioned(guide: &Guide) -> Vec<Vec<usize>> {
    let mut mentioned = vec![Vec::new(); guide.articles.len()];
    if let Some(collection) = place_collection(guide) {
        let mentions = guide.collections[collection].mentions.iter();
        for (record, mentions) in mentions.enumerate() {
            for article in &mentions.articles {
                mentioned[*article].push(record);
            }
        }
    }
    mentioned
}

fn place_collection(guide: &Guide) -> Option<usize> {
    guide.collection(&guide.site.map.as_ref()?.collection)
}

/// Reads the pages of one language.
pub(super) struct Reader<'a> {
    pub(super) guide: &'a Guide,
    pub(super) renderer: &'a Renderer,
    /// The names that texts are read by, before the dictionary's words.
    pub(super) names: &'a Names<'a>,
    /// What [`mentioned`] found.
    pub(super) mentioned: Vec<Vec<usize>>,
    /// The language's position.
    pub(super) language: usize,
}

impl Reader<'_> {
    /// What a page belongs to, and what decides how it is found.
    pub(super) fn outline(&self, findable: &Findable) -> Outline {
        self.draft(findable).outline()
    }

    /// What a page shows as a result, and everything that it is found by.
    pub(super) fn read(
        &self,
        findable: &Findable,
        dictionary: &Dictionary,
    ) -> (PageInfo, PageTerms) {
        self.draft(findable).finish(dictionary)
    }

    fn draft(&self, findable: &Findable) -> Draft<'_> {
        let guide = self.guide;
        let page = match findable.subject {
            Subject::Page(page) => page,
            Subject::Term(_) => Page::Glossary,
        };
        let address = guide.page_address(page, self.language);
        let folder = guide.language_folder(self.language);
        let mut url = address.strip_prefix(&folder).unwrap_or(&address).to_owned();
        if let Subject::Term(position) = findable.subject {
            url = format!("{url}#{}", guide.glossary[position].id);
        }
        let mut draft = Draft::new(self, url, self.kind_id(findable.kind));
        match findable.subject {
            Subject::Term(position) => draft.term(&guide.glossary[position]),
            Subject::Page(Page::Record(collection, record)) => draft.record(collection, record),
            Subject::Page(Page::Collection(collection)) => {
                draft.collection(&guide.collections[collection]);
            }
            Subject::Page(
                Page::CollectionDivision(collection, division)
                | Page::CompareDivision(collection, division)
                | Page::IndicatorDivision(collection, _, division),
            ) => draft.division(page, collection, division),
            Subject::Page(Page::CompareIndex(collection)) => {
                draft.comparisons(page, collection);
            }
            Subject::Page(Page::Indicator(collection, indicator)) => {
                let plan = &guide.collections[collection];
                draft.indicator(plan, &plan.indicators[indicator]);
            }
            Subject::Page(Page::Section(section)) => {
                draft.section(guide.sections[section].front(self.tag()));
            }
            Subject::Page(Page::Article(article)) => draft.article(article),
            Subject::Page(Page::Tag(tag)) => draft.tag_page(&guide.tags[tag]),
            // No other page is findable.
            Subject::Page(_) => {}
        }
        draft
    }

    /// What a page is called that has no name of its own.
    fn page_name(&self, page: Page) -> String {
        self.renderer.page_name(page, self.language)
    }

    /// The headings and texts of a document.
    fn pieces<'d>(&self, document: &'d Document) -> Vec<Piece<'d>> {
        self.renderer.text_of(document, self.language)
    }

    /// Adds all that [`Reader::pieces`] of a document follow from.
    fn mix(&self, document: &Document, mixer: &mut Mixer) {
        mixer.part(document.source);
        self.renderer
            .words_from_elsewhere(document, self.language, |words| {
                mixer.text(words);
            });
    }

    fn tag(&self) -> &Language {
        self.guide.language(self.language)
    }

    fn words<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.tag())
    }

    /// What the index calls a kind.
    pub(super) fn kind_id(&self, kind: Kind) -> &str {
        match kind {
            Kind::Collection(position) => &self.guide.collections[position].id,
            Kind::Glossary => "glossary",
            Kind::Indicator => "indicators",
            Kind::Article => "articles",
            Kind::Tag => "tags",
        }
    }

    /// What readers call a kind.
    pub(super) fn kind_name(&self, kind: Kind) -> &str {
        match kind {
            Kind::Collection(position) => self.words(&self.guide.collections[position].name),
            // The theme's labels have the same names.
            _ => self.renderer.label(self.language, self.kind_id(kind)),
        }
    }

    /// The collection that results are narrowed by: the one that the map shows.
    pub(super) fn place_collection(&self) -> Option<usize> {
        place_collection(self.guide)
    }

    /// Whether comparisons of a collection exist: for every two records, or for some.
    pub(super) fn comparisons(&self, collection: usize) -> Option<&'static str> {
        let plan = &self.guide.collections[collection];
        if !self.guide.has_comparisons(collection, self.language) {
            return None;
        }
        let count = plan.records.len();
        let every_two = count * count.saturating_sub(1) / 2;
        Some(match plan.compare.pairs {
            Pairs::All if plan.pairs.len() == every_two => "all",
            _ => "some",
        })
    }
}
