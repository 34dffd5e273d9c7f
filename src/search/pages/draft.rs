//! One page while it is read: each text by the place where it stands.

use crate::parse::article::Section;
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::fingerprint::Mixer;
use crate::parse::collection::{Field, FieldKind};
use crate::parse::glossary::Term;
use crate::parse::indicator::Indicator;
use crate::parse::markdown::Document;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::parse::tags::Tag;
use crate::parse::text::Text;
use crate::plan::guide::CollectionPlan;
use crate::plan::route::Page;
use crate::render::markdown::Piece;
use crate::search::dictionary::Dictionary;
use crate::search::fold::{matching_form, nfkc};
use crate::search::pages::{Outline, PageInfo, Reader, name_readings, short_name};
use crate::search::reading::reading_key;
use crate::search::terms::{Collector, PageTerms, Place};

/// Characters of a description in the index.
const LEAD: usize = 45;
/// Names longer than this, in characters, are found as text only.
const LONGEST_NAME: usize = 40;
/// Headings of a page that the index names, and characters of a title, a heading and all other
/// names; what is beyond is found all the same.
const HEADINGS: usize = 50;
const LONGEST_TITLE: usize = 120;
const LONGEST_NAMES: usize = 400;

/// Whose whole names a page can be found by.
#[derive(Clone, Copy)]
enum Names {
    /// A record's: they come first.
    Record,
    /// Those of another page.
    Other,
    /// None: nobody types the whole title of an article.
    None,
}

/// Something that a page is found by, before it is taken apart.
enum Step<'a> {
    /// A text as it is written.
    Text(Cow<'a, str>, Place),
    /// A text that is found by its readings too.
    ReadText(Cow<'a, str>, Place),
    /// The whole of a name.
    WholeName(&'a str, Place),
    /// The reading of the whole of a name.
    WholeReading(&'a str, Place),
    /// The reading of a name and of its other names, and the place of each as a whole name.
    Readings(Named<'a>, Place, Option<Place>),
    /// A Markdown text.
    Document(&'a Document, Place),
}

/// A name with its reading and other names.
#[derive(Clone, Copy)]
struct Named<'a> {
    written: &'a str,
    kana: &'a str,
    others: &'a [String],
}

/// All that a page is found by and shows as a result: gathered, which is quick, and taken apart by
/// [`Draft::finish`] only where that wasn't done before.
pub(super) struct Draft<'a> {
    reader: &'a Reader<'a>,
    steps: Vec<Step<'a>>,
    url: String,
    kind: &'a str,
    title: Cow<'a, str>,
    parent: &'a str,
    lead: Cow<'a, str>,
    /// A text that is the lead.
    lead_of: Option<&'a Document>,
    /// Reading, other names, tags.
    also: Vec<&'a str>,
    places: Vec<usize>,
    tags: Vec<usize>,
    /// Whose names it has.
    names: Names,
}

impl<'a> Draft<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, url: String, kind: &'a str) -> Self {
        Self {
            reader,
            steps: Vec::new(),
            url,
            kind,
            title: "".into(),
            parent: "",
            lead: "".into(),
            lead_of: None,
            also: Vec::new(),
            places: Vec::new(),
            tags: Vec::new(),
            names: Names::Other,
        }
    }

    /// What it belongs to, and what decides all that [`Draft::finish`] makes of it.
    pub(super) fn outline(self) -> Outline {
        let mut mixer = Mixer::default();
        mixer
            .text(&self.url)
            .text(self.kind)
            .text(&self.title)
            .text(self.parent)
            .text(&self.lead);
        if let Some(document) = self.lead_of {
            self.reader.mix(document, &mut mixer);
        }
        for other in &self.also {
            mixer.text(other);
        }
        for step in &self.steps {
            step.mix(self.reader, &mut mixer);
        }
        self.mix_readings(&mut mixer);
        Outline {
            fingerprint: mixer.finish(),
            places: self.places,
            tags: self.tags,
        }
    }

    /// Adds the reviewed names that stand in its texts: they decide how these are read.
    fn mix_readings(&self, mixer: &mut Mixer) {
        let names = self.reader.names;
        let mut found = BTreeSet::new();
        for step in &self.steps {
            match step {
                Step::ReadText(text, _) => names.find(text, &mut found),
                Step::Document(document, _) => {
                    for heading in &document.headings {
                        names.find(&heading.text, &mut found);
                    }
                }
                Step::Text(..)
                | Step::WholeName(..)
                | Step::WholeReading(..)
                | Step::Readings(..) => {}
            }
        }
        for name in found {
            names.mix(name, mixer);
        }
    }

    /// What it shows as a result and the terms that it is found by.
    pub(super) fn finish(self, dictionary: &Dictionary) -> (PageInfo, PageTerms) {
        let mut taker = Taker {
            reader: self.reader,
            dictionary,
            terms: Collector::default(),
            headings: Vec::new(),
        };
        for step in &self.steps {
            taker.step(step);
        }
        let mut lead = self.lead.into_owned();
        if let Some(document) = self.lead_of {
            for piece in self.reader.pieces(document) {
                if let Piece::Text(text) = piece {
                    lead.push_str(text.trim());
                }
            }
        }
        let info = PageInfo(
            shortened(&self.title, LONGEST_TITLE),
            self.url,
            self.kind.to_owned(),
            self.parent.to_owned(),
            shortened(&lead, LEAD),
            shortened(&self.also.join("\n"), LONGEST_NAMES),
            taker.headings,
        );
        (info, taker.terms.finish())
    }

    pub(super) fn record(&mut self, collection: usize, position: usize) {
        let plan = &self.reader.guide.collections[collection];
        let record: &'a Record = &plan.records[position];
        self.names = Names::Record;
        if let Some(group) = plan.group_name(record) {
            self.parent = self.words(group);
        }
        self.read_text(self.words(&plan.name), Place::Tag);
        let tag = self.reader.guide.language(self.reader.language);
        let shown = plan.distinct_name(position, tag);
        self.name(&record.name, &record.kana, &record.aliases);
        if shown != self.title {
            self.title(shown);
        }
        self.short_name(self.words(&record.name), &record.kana);
        if self.reader.place_collection() == Some(collection) {
            self.places.push(position);
        }
        let Reader {
            renderer, language, ..
        } = self.reader;
        self.lead = renderer
            .record_summary(collection, position, *language)
            .into();
        for (field, value) in plan.fields.iter().zip(&record.values) {
            self.field(plan, field, value);
        }
        if let Some(prose) = &record.prose {
            self.document(prose, Place::Text);
        }
        self.sources(&record.sources);
    }

    pub(super) fn collection(&mut self, collection: &'a CollectionPlan) {
        self.title(self.words(&collection.name));
        for alias in &collection.aliases {
            self.other_name(alias);
        }
        self.lead(self.words(&collection.description));
    }

    /// A page about one division of a collection.
    pub(super) fn division(&mut self, page: Page, collection: usize, division: usize) {
        // There is one for each indicator: they count like other pages' text, not like their titles.
        let place = match page {
            Page::IndicatorDivision(..) => Place::Text,
            _ => Place::Title,
        };
        self.derived(page, collection, place);
        let plan = &self.reader.guide.collections[collection];
        if let Some(divisions) = &plan.divisions
            && divisions.reference.is_some()
            && divisions.reference == self.reader.place_collection()
        {
            self.places.push(divisions.list[division].position);
        }
    }

    /// A page where comparisons are chosen.
    pub(super) fn comparisons(&mut self, page: Page, collection: usize) {
        self.derived(page, collection, Place::Title);
    }

    /// A page whose only words are its name.
    fn derived(&mut self, page: Page, collection: usize, place: Place) {
        let plan = &self.reader.guide.collections[collection];
        let name = self.reader.page_name(page);
        self.parent = self.words(&plan.name);
        self.read_text(name.clone(), place);
        self.title = name.into();
        if place == Place::Title {
            for alias in &plan.aliases {
                self.read_text(alias, Place::Reading);
                self.also.push(alias);
            }
        }
    }

    pub(super) fn term(&mut self, term: &'a Term) {
        self.name(&term.name, &term.kana, &term.aliases);
        self.lead_of = Some(&term.text);
        self.document(&term.text, Place::Description);
        self.sources(&term.sources);
    }

    pub(super) fn indicator(&mut self, collection: &'a CollectionPlan, indicator: &'a Indicator) {
        let source = &indicator.source;
        self.parent = self.words(&collection.name);
        self.title(self.words(&indicator.label));
        let short = self.words(&indicator.short);
        if short != self.title {
            self.other_name(short);
        }
        let groups = &mut collection.groups.iter();
        if let Some(group) = groups.find(|group| group.id == indicator.group) {
            self.label(self.words(&group.label));
        }
        match &indicator.note {
            Some(note) => self.lead(self.words(note)),
            None => self.lead = self.words(&source.statistic).into(),
        }
        let texts = [
            Some(&source.statistic),
            Some(&source.publisher),
            source.read_from.as_ref(),
            source.checked.as_ref(),
            indicator.unit.as_ref(),
        ];
        for text in texts.into_iter().flatten() {
            self.text(self.words(text), Place::Text);
        }
    }

    pub(super) fn section(&mut self, front: &'a Section) {
        self.title(&front.title);
        self.lead(&front.description);
        self.document(&front.body, Place::Text);
    }

    pub(super) fn article(&mut self, position: usize) {
        let guide = self.reader.guide;
        let plan = &guide.articles[position];
        let article = plan.version(self.reader.tag());
        let section = guide.sections[plan.section].front(self.reader.tag());
        self.parent = &section.title;
        self.names = Names::None;
        self.title(&article.title);
        self.lead(&article.description);
        if let Some(answer) = &article.answer {
            self.text(answer, Place::Description);
        }
        article.tags.iter().for_each(|tag| self.tag(tag));
        self.document(&article.body, Place::Text);
        self.sources(&article.sources);
        self.places.extend(&self.reader.mentioned[position]);
    }

    pub(super) fn tag_page(&mut self, tag: &'a Tag) {
        self.name(&tag.name, &tag.kana, &[]);
    }

    fn words(&self, text: &'a Text) -> &'a str {
        self.reader.words(text)
    }

    fn text(&mut self, text: &'a str, place: Place) {
        self.steps.push(Step::Text(text.into(), place));
    }

    /// A text that is found by its readings too.
    fn read_text(&mut self, text: impl Into<Cow<'a, str>>, place: Place) {
        self.steps.push(Step::ReadText(text.into(), place));
    }

    fn title(&mut self, title: &'a str) {
        self.title = title.into();
        self.read_text(title, Place::Title);
        self.whole_name(title, Place::Title, Place::Heading);
    }

    /// A title with its reading and other names.
    fn name(&mut self, name: &'a Text, kana: &'a str, others: &'a [String]) {
        let written = self.words(name);
        self.title(written);
        let named = Named {
            written,
            kana,
            others,
        };
        let whole = self.place_of_name(Place::Reading, Place::Tag);
        self.steps
            .push(Step::Readings(named, Place::Reading, whole));
        if let Some((short, _)) = written.split_once(['（', '(']) {
            self.whole_name(short, Place::Reading, Place::Heading);
        }
        for translated in name.all().filter(|other| *other != written) {
            self.other_name(translated);
        }
        others.iter().for_each(|other| self.other_name(other));
        self.text(kana, Place::Reading);
        self.also.push(kana);
    }

    fn other_name(&mut self, name: &'a str) {
        self.whole_name(name, Place::Reading, Place::Heading);
        self.read_text(name, Place::Reading);
        self.also.push(name);
    }

    /// What people call a municipality. Cities and wards come before towns and villages, as they are
    /// meant more often.
    fn short_name(&mut self, name: &'a str, kana: &'a str) {
        if let Some((written, kana)) = short_name(name, kana) {
            let place = match name.ends_with(['市', '区']) {
                true => Place::Reading,
                false => Place::Tag,
            };
            self.steps.push(Step::WholeName(written, place));
            self.steps.push(Step::WholeReading(kana, place));
        }
    }

    /// The place that stands for whole names in records and in other pages.
    fn place_of_name(&self, of_record: Place, of_other: Place) -> Option<Place> {
        match self.names {
            Names::Record => Some(of_record),
            Names::Other => Some(of_other),
            Names::None => None,
        }
    }

    fn whole_name(&mut self, name: &'a str, of_record: Place, of_other: Place) {
        let place = self.place_of_name(of_record, of_other);
        self.steps
            .extend(place.map(|place| Step::WholeName(name, place)));
    }

    fn lead(&mut self, lead: &'a str) {
        self.lead = lead.into();
        self.read_text(lead, Place::Description);
    }

    fn label(&mut self, label: &'a str) {
        self.read_text(label, Place::Tag);
        if !self.also.contains(&label) {
            self.also.push(label);
        }
    }

    fn document(&mut self, document: &'a Document, place: Place) {
        self.steps.push(Step::Document(document, place));
    }

    fn sources(&mut self, sources: &'a [RecordSource]) {
        for title in sources.iter().filter_map(|source| source.title.as_ref()) {
            self.text(self.words(title), Place::Text);
        }
    }

    fn tag(&mut self, id: &str) {
        let guide = self.reader.guide;
        if let Some(position) = guide.tag(id) {
            self.tags.push(position);
            let tag = &guide.tags[position];
            self.named_label(&tag.name, &tag.kana, &[]);
        }
    }

    /// A label with a reviewed reading: the name of a tag, or of a record.
    fn named_label(&mut self, name: &'a Text, kana: &'a str, others: &'a [String]) {
        let written = self.words(name);
        self.label(written);
        let named = Named {
            written,
            kana,
            others,
        };
        self.steps.push(Step::Readings(named, Place::Tag, None));
    }

    fn field(&mut self, plan: &'a CollectionPlan, field: &'a Field, value: &'a FieldValue) {
        match (value, &field.kind) {
            (FieldValue::Text(text), _) => {
                let text = self.words(text);
                if plan.page.summary.as_deref() == Some(&field.id) {
                    self.read_text(text, Place::Description);
                } else {
                    self.text(text, Place::Text);
                }
            }
            (FieldValue::Markdown(document), _) => self.document(document, Place::Text),
            (FieldValue::Choices(chosen), FieldKind::Choice { options }) => {
                for option in options.iter().filter(|option| chosen.contains(&option.id)) {
                    self.label(self.words(&option.label));
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
        for position in ids.iter().filter_map(|id| guide.record(collection, id)) {
            let record = &guide.collections[collection].records[position];
            self.named_label(&record.name, &record.kana, &record.aliases);
            if self.reader.place_collection() == Some(collection) {
                self.places.push(position);
            }
        }
    }
}

impl Step<'_> {
    fn mix(&self, reader: &Reader<'_>, mixer: &mut Mixer) {
        match self {
            Self::Text(text, place) => mixer.number(*place as u64).text(text),
            Self::ReadText(text, place) => mixer.number(0x10 | *place as u64).text(text),
            Self::WholeName(name, place) => mixer.number(0x20 | *place as u64).text(name),
            Self::WholeReading(kana, place) => mixer.number(0x50 | *place as u64).text(kana),
            Self::Readings(named, place, whole) => {
                mixer
                    .number(0x30 | *place as u64)
                    .number(whole.map_or(0, |place| 1 + place as u64))
                    .text(named.written)
                    .text(named.kana)
                    .number(named.others.len() as u64);
                named
                    .others
                    .iter()
                    .fold(mixer, |mixer, name| mixer.text(name))
            }
            Self::Document(document, place) => {
                mixer.number(0x40 | *place as u64);
                reader.mix(document, mixer);
                mixer
            }
        };
    }
}

/// Takes apart what a page is found by.
struct Taker<'a> {
    reader: &'a Reader<'a>,
    dictionary: &'a Dictionary,
    terms: Collector,
    headings: Vec<(String, String)>,
}

impl Taker<'_> {
    fn step(&mut self, step: &Step<'_>) {
        match step {
            Step::Text(text, place) => self.terms.text(text, *place),
            Step::ReadText(text, place) => self.read_text(text, *place),
            Step::WholeName(name, place) => self.whole_name(&matching_form(name), *place),
            Step::WholeReading(kana, place) => self.whole_name(&reading_key(kana), *place),
            Step::Readings(named, place, whole) => {
                for reading in name_readings(named.written, named.kana, named.others) {
                    self.terms.reading(&reading.kana, &reading.written, *place);
                    if let Some(place) = whole {
                        self.whole_name(&reading_key(&reading.kana), *place);
                    }
                }
            }
            Step::Document(document, place) => self.document(document, *place),
        }
    }

    fn read_text(&mut self, text: &str, place: Place) {
        self.terms.text(text, place);
        let terms = &mut self.terms;
        self.dictionary.readings(&nfkc(text), |reading| {
            terms.reading(&reading.kana, &reading.written, place);
        });
    }

    fn whole_name(&mut self, name: &str, place: Place) {
        if name.chars().count() <= LONGEST_NAME {
            self.terms.name(name, place);
        }
    }

    fn document(&mut self, document: &Document, place: Place) {
        for piece in self.reader.pieces(document) {
            match piece {
                Piece::Heading(heading) => {
                    self.read_text(&heading.text, Place::Heading);
                    if self.headings.len() < HEADINGS {
                        let words = shortened(&heading.text, LONGEST_TITLE);
                        self.headings.push((words, heading.id.clone()));
                    }
                }
                Piece::Text(text) => self.terms.text(&text, place),
            }
        }
    }
}

fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some(_) => text.chars().take(length - 1).chain(['…']).collect(),
    }
}
