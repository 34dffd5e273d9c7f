//! The guide → the pages that can be found, one language at a time: `docs/search.md`, "In scope".

use crate::parse::article::Article;
use crate::parse::collection::{Field, FieldKind, Pairs};
use crate::parse::indicator::Indicator;
use crate::parse::markdown::Document;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::parse::text::{Language, Text};
use crate::plan::Guide;
use crate::plan::guide::CollectionPlan;
use crate::plan::route::Page;
use crate::render::Renderer;
use crate::search::dictionary::{Dictionary, Reading};
use crate::search::fold::{matching_form, nfkc};
use crate::search::reading::reading_key;
use crate::search::terms::{Collector, PageTerms, Place};
use crate::search::text::{Piece, pieces};

/// Characters of a description in the index.
const LEAD: usize = 90;
/// Names longer than this, in characters, are found as text only.
const LONGEST_NAME: usize = 40;

/// A page that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Findable {
    pub(super) page: Page,
    pub(super) kind: Kind,
}

/// What a result is called. Numbers are positions in the [`Guide`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A record of a collection, or the collection's own page.
    Collection(usize),
    /// An indicator.
    Indicator,
    /// An article or a section.
    Article,
    /// A tag.
    Tag,
}

/// What the index says about a page, in the order of its block.
pub(super) type PageInfo = (
    String,
    String,
    String,
    String,
    String,
    String,
    Vec<(String, String)>,
);

/// A page as it is found.
#[derive(Debug)]
pub(super) struct FoundPage {
    /// What a result shows.
    pub info: PageInfo,
    /// What it is found by.
    pub terms: PageTerms,
    /// Records of the map's collection that it belongs to, by position.
    pub places: Vec<usize>,
    /// Its tags, by position.
    pub tags: Vec<usize>,
}

/// All pages in scope in their order; the collections' records come first, in their order.
pub(super) fn findable(guide: &Guide, language: usize) -> Vec<Findable> {
    let mut pages = Vec::new();
    let mut add = |page, kind| pages.push(Findable { page, kind });
    for (position, collection) in guide.collections.iter().enumerate() {
        let kind = Kind::Collection(position);
        (0..collection.records.len()).for_each(|record| add(Page::Record(position, record), kind));
    }
    for position in 0..guide.collections.len() {
        add(Page::Collection(position), Kind::Collection(position));
    }
    for (position, collection) in guide.collections.iter().enumerate() {
        for indicator in &collection.shown_indicators {
            add(Page::Indicator(position, *indicator), Kind::Indicator);
        }
    }
    for section in &guide.sections_in[language] {
        add(Page::Section(*section), Kind::Article);
    }
    for article in &guide.articles_in[language] {
        add(Page::Article(*article), Kind::Article);
    }
    for tag in &guide.used_tags {
        add(Page::Tag(*tag), Kind::Tag);
    }
    pages
}

/// The reviewed readings of all names of the guide.
pub(super) fn reviewed<'a>(guide: &'a Guide, language: &Language) -> Vec<Reading<'a>> {
    let mut readings = Vec::new();
    let mut add = |name: &'a str, kana: &'a str, others: &'a [String]| {
        readings.extend(name_readings(name, kana, others));
    };
    for record in guide.collections.iter().flat_map(|plan| &plan.records) {
        add(record.name.get(language), &record.kana, &record.aliases);
    }
    for tag in &guide.tags {
        add(tag.name.get(language), &tag.kana, &[]);
    }
    readings
}

/// The reading of a name, and of those other names that are its beginning: 徳島県 is とくしまけん,
/// so 徳島 is とくしま.
fn name_readings<'a>(name: &'a str, kana: &'a str, others: &'a [String]) -> Vec<Reading<'a>> {
    let reading = |written: &'a str, kana: &'a str| Reading {
        written: nfkc(written),
        kana: kana.into(),
    };
    let beginning = |other: &'a String| {
        let ending = name.strip_prefix(other.as_str())?;
        let endings: &[&str] = match ending {
            "都" => &["と"],
            "府" => &["ふ"],
            "県" => &["けん"],
            "市" => &["し"],
            "区" => &["く"],
            "町" => &["ちょう", "まち"],
            "村" => &["むら", "そん"],
            _ => return None,
        };
        let kana = endings
            .iter()
            .find_map(|ending| kana.strip_suffix(ending))?;
        Some(reading(other, kana))
    };
    let whole = std::iter::once(reading(name, kana));
    whole.chain(others.iter().filter_map(beginning)).collect()
}

/// Reads pages of one language.
pub(super) struct Reader<'a> {
    pub(super) guide: &'a Guide,
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) dictionary: &'a Dictionary,
    /// The language's position.
    pub(super) language: usize,
}

/// One page while it is read.
struct Draft<'a> {
    reader: &'a Reader<'a>,
    terms: Collector,
    title: String,
    parent: String,
    lead: String,
    /// Reading, other names, tags.
    also: Vec<String>,
    headings: Vec<(String, String)>,
    places: Vec<usize>,
    tags: Vec<usize>,
    /// The name itself is one that readers look for: of a record.
    is_record: bool,
}

impl Reader<'_> {
    /// Everything that a page is found by.
    pub(super) fn read(&self, findable: &Findable) -> FoundPage {
        let guide = self.guide;
        let mut draft = Draft {
            reader: self,
            terms: Collector::default(),
            title: String::new(),
            parent: String::new(),
            lead: String::new(),
            also: Vec::new(),
            headings: Vec::new(),
            places: Vec::new(),
            tags: Vec::new(),
            is_record: false,
        };
        match findable.page {
            Page::Record(collection, record) => draft.record(collection, record),
            Page::Collection(collection) => draft.collection(&guide.collections[collection]),
            Page::Indicator(collection, indicator) => {
                let plan = &guide.collections[collection];
                draft.indicator(plan, &plan.indicators[indicator]);
            }
            Page::Section(section) => {
                let front = guide.sections[section].front(self.tag());
                draft.title(&front.title);
                draft.lead(&front.description);
                draft.document(&front.body);
            }
            Page::Article(article) => {
                let plan = &guide.articles[article];
                draft.parent = guide.sections[plan.section].front(self.tag()).title.clone();
                draft.article(plan.version(self.tag()));
                draft.mentioned_in(article);
            }
            Page::Tag(tag) => {
                let tag = &guide.tags[tag];
                draft.name(&tag.name, &tag.kana, &[]);
            }
            _ => {}
        }
        let address = guide.page_address(findable.page, self.language);
        let folder = guide.language_folder(self.language);
        let url = address.strip_prefix(&folder).unwrap_or(&address).to_owned();
        FoundPage {
            info: (
                draft.title,
                url,
                self.kind_id(findable.kind).to_owned(),
                draft.parent,
                shortened(&draft.lead),
                draft.also.join("\n"),
                draft.headings,
            ),
            terms: draft.terms.finish(),
            places: draft.places,
            tags: draft.tags,
        }
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
            Kind::Indicator => "indicators",
            Kind::Article => "articles",
            Kind::Tag => "tags",
        }
    }

    /// What readers call a kind.
    pub(super) fn kind_name(&self, kind: Kind) -> &str {
        match kind {
            Kind::Collection(position) => self.words(&self.guide.collections[position].name),
            Kind::Indicator => self.renderer.label(self.language, "indicators"),
            Kind::Article => self.renderer.label(self.language, "articles"),
            Kind::Tag => self.renderer.label(self.language, "tags"),
        }
    }
}

impl Draft<'_> {
    fn title(&mut self, title: &str) {
        title.clone_into(&mut self.title);
        self.read_text(title, Place::Title);
        self.whole_name(&matching_form(title), Place::Title, Place::Heading);
    }

    /// A name with its reading and other names.
    fn name(&mut self, name: &Text, kana: &str, others: &[String]) {
        let guide = self.reader.guide;
        let written = self.reader.words(name).to_owned();
        self.title(&written);
        for reading in name_readings(&written, kana, others) {
            let key = reading_key(&reading.kana);
            self.terms.reading(&key, &reading.written, Place::Reading);
            self.whole_name(&key, Place::Reading, Place::Tag);
        }
        let in_others = guide
            .site
            .languages
            .iter()
            .map(|language| name.get(language));
        let in_others = in_others
            .filter(|other| *other != written)
            .map(str::to_owned);
        for other in others.iter().cloned().chain(in_others) {
            self.whole_name(&matching_form(&other), Place::Reading, Place::Tag);
            self.read_text(&other, Place::Reading);
            self.also.push(other);
        }
        self.terms.text(kana, Place::Reading);
        self.also.push(kana.to_owned());
    }

    /// A whole name or reading, by the place that stands for it in records and in other pages.
    fn whole_name(&mut self, name: &str, of_record: Place, of_other: Place) {
        if name.chars().count() <= LONGEST_NAME {
            let place = if self.is_record { of_record } else { of_other };
            self.terms.name(name, place);
        }
    }

    /// A text that is found by its readings too.
    fn read_text(&mut self, text: &str, place: Place) {
        self.terms.text(text, place);
        let terms = &mut self.terms;
        self.reader.dictionary.readings(&nfkc(text), |reading| {
            let key = reading_key(&reading.kana);
            if !key.is_empty() {
                terms.reading(&key, &reading.written, place);
            }
        });
    }

    fn lead(&mut self, lead: &str) {
        if self.lead.is_empty() {
            lead.clone_into(&mut self.lead);
        }
        self.read_text(lead, Place::Description);
    }

    fn label(&mut self, label: &str) {
        self.read_text(label, Place::Tag);
        if !self.also.iter().any(|other| other == label) {
            self.also.push(label.to_owned());
        }
    }

    fn document(&mut self, document: &Document) {
        for piece in pieces(document) {
            match piece {
                Piece::Heading(heading) => {
                    self.read_text(&heading.text, Place::Heading);
                    self.headings
                        .push((heading.text.clone(), heading.id.clone()));
                }
                Piece::Text(text) => self.terms.text(&text, Place::Text),
            }
        }
    }

    fn sources(&mut self, sources: &[RecordSource]) {
        for title in sources.iter().filter_map(|source| source.title.as_ref()) {
            self.terms.text(self.reader.words(title), Place::Text);
        }
    }

    fn tag(&mut self, id: &str) {
        let guide = self.reader.guide;
        let Some(position) = guide.tag(id) else {
            return;
        };
        let tag = &guide.tags[position];
        self.tags.push(position);
        self.label(self.reader.words(&tag.name));
        let key = reading_key(&tag.kana);
        self.terms
            .reading(&key, self.reader.words(&tag.name), Place::Tag);
    }

    fn article(&mut self, article: &Article) {
        self.title(&article.title);
        self.lead(&article.description);
        if let Some(answer) = &article.answer {
            self.terms.text(answer, Place::Description);
        }
        article.tags.iter().for_each(|tag| self.tag(tag));
        self.document(&article.body);
        self.sources(&article.sources);
    }

    /// The places that an article links to.
    fn mentioned_in(&mut self, article: usize) {
        if let Some(collection) = self.reader.place_collection() {
            let mentions = &self.reader.guide.collections[collection].mentions;
            let places = mentions.iter().enumerate();
            let places = places.filter(|(_, mentions)| mentions.articles.contains(&article));
            self.places.extend(places.map(|(record, _)| record));
        }
    }

    fn collection(&mut self, collection: &CollectionPlan) {
        self.title(self.reader.words(&collection.name));
        self.lead(self.reader.words(&collection.description));
    }

    fn indicator(&mut self, collection: &CollectionPlan, indicator: &Indicator) {
        let words = |text| self.reader.words(text);
        let source = &indicator.source;
        let of_source = [
            Some(&source.statistic),
            Some(&source.publisher),
            source.read_from.as_ref(),
            source.checked.as_ref(),
        ];
        let group = collection
            .groups
            .iter()
            .find(|group| group.id == indicator.group);
        self.parent = words(&collection.name).to_owned();
        self.title(words(&indicator.label));
        let short = words(&indicator.short);
        if short != self.title {
            self.read_text(short, Place::Reading);
            self.whole_name(&matching_form(short), Place::Reading, Place::Heading);
            self.also.push(short.to_owned());
        }
        if let Some(group) = group {
            self.label(words(&group.label));
        }
        match &indicator.note {
            Some(note) => self.lead(words(note)),
            None => self.lead = words(&source.statistic).to_owned(),
        }
        for text in of_source
            .into_iter()
            .chain([indicator.unit.as_ref()])
            .flatten()
        {
            self.terms.text(words(text), Place::Text);
        }
    }

    fn record(&mut self, collection: usize, position: usize) {
        let guide = self.reader.guide;
        let plan = &guide.collections[collection];
        let record: &Record = &plan.records[position];
        self.is_record = true;
        self.parent = self.reader.words(&plan.name).to_owned();
        self.name(&record.name, &record.kana, &record.aliases);
        if self.reader.place_collection() == Some(collection) {
            self.places.push(position);
        }
        self.lead = self
            .reader
            .renderer
            .record_summary(collection, position, self.reader.language);
        for (field, value) in plan.fields.iter().zip(&record.values) {
            self.field(plan, field, value);
        }
        if let Some(prose) = &record.prose {
            self.document(prose);
        }
        self.sources(&record.sources);
    }

    fn field(&mut self, plan: &CollectionPlan, field: &Field, value: &FieldValue) {
        match (value, &field.kind) {
            (FieldValue::Text(text), _) => {
                let is_summary = plan.page.summary.as_deref() == Some(&field.id);
                let text = self.reader.words(text);
                if is_summary {
                    self.read_text(text, Place::Description);
                } else {
                    self.terms.text(text, Place::Text);
                }
            }
            (FieldValue::Markdown(document), _) => self.document(document),
            (FieldValue::Choices(chosen), FieldKind::Choice { options }) => {
                for option in options.iter().filter(|option| chosen.contains(&option.id)) {
                    self.label(self.reader.words(&option.label));
                }
            }
            (FieldValue::Tags(tags), _) => tags.iter().for_each(|tag| self.tag(tag)),
            (FieldValue::References(ids), FieldKind::Reference { collection }) => {
                self.references(collection, ids);
            }
            _ => {}
        }
    }

    fn references(&mut self, collection: &str, ids: &[String]) {
        let guide = self.reader.guide;
        let Some(collection) = guide.collection(collection) else {
            return;
        };
        for id in ids {
            let Some(position) = guide.record(collection, id) else {
                continue;
            };
            let record = &guide.collections[collection].records[position];
            let name = self.reader.words(&record.name);
            self.label(name);
            for reading in name_readings(name, &record.kana, &record.aliases) {
                let key = reading_key(&reading.kana);
                self.terms.reading(&key, &reading.written, Place::Tag);
            }
            if self.reader.place_collection() == Some(collection) {
                self.places.push(position);
            }
        }
    }
}

impl Reader<'_> {
    /// The collection that results are narrowed by: the one that the map shows.
    pub(super) fn place_collection(&self) -> Option<usize> {
        let map = self.guide.site.map.as_ref()?;
        self.guide.collection(&map.collection)
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

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LEAD) {
        None => text.to_owned(),
        Some(_) => text.chars().take(LEAD - 1).chain(['…']).collect(),
    }
}
