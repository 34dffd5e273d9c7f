//! One page while it is read: each text by the place where it stands.

use crate::parse::article::Section;
use crate::parse::collection::{Field, FieldKind};
use crate::parse::glossary::Term;
use crate::parse::indicator::Indicator;
use crate::parse::markdown::Document;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::parse::tags::Tag;
use crate::parse::text::Text;
use crate::plan::guide::CollectionPlan;
use crate::render::markdown::Piece;
use crate::search::fold::{matching_form, nfkc};
use crate::search::pages::{FoundPage, PageInfo, Reader, name_readings};
use crate::search::reading::reading_key;
use crate::search::terms::{Collector, Place};

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
enum Names {
    /// A record's: they come first.
    Record,
    /// Those of another page.
    Other,
    /// None: nobody types the whole title of an article.
    None,
}

pub(super) struct Draft<'a> {
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
    /// Whose names it has.
    names: Names,
}

impl<'a> Draft<'a> {
    pub(super) fn new(reader: &'a Reader<'a>) -> Self {
        Self {
            reader,
            terms: Collector::default(),
            title: String::new(),
            parent: String::new(),
            lead: String::new(),
            also: Vec::new(),
            headings: Vec::new(),
            places: Vec::new(),
            tags: Vec::new(),
            names: Names::Other,
        }
    }

    pub(super) fn finish(self, url: String, kind: &str) -> FoundPage {
        FoundPage {
            info: PageInfo(
                shortened(&self.title, LONGEST_TITLE),
                url,
                kind.to_owned(),
                self.parent,
                shortened(&self.lead, LEAD),
                shortened(&self.also.join("\n"), LONGEST_NAMES),
                self.headings,
            ),
            terms: self.terms.finish(),
            places: self.places,
            tags: self.tags,
        }
    }

    pub(super) fn record(&mut self, collection: usize, position: usize) {
        let plan = &self.reader.guide.collections[collection];
        let record: &Record = &plan.records[position];
        self.names = Names::Record;
        if let Some(group) = plan.group_name(record) {
            self.words(group).clone_into(&mut self.parent);
        }
        self.read_text(self.words(&plan.name), Place::Tag);
        let tag = self.reader.guide.language(self.reader.language);
        let shown = plan.distinct_name(position, tag);
        self.name(&record.name, &record.kana, &record.aliases);
        if shown != self.title {
            self.title.clear();
            self.title(shown);
        }
        if self.reader.place_collection() == Some(collection) {
            self.places.push(position);
        }
        let Reader {
            renderer, language, ..
        } = self.reader;
        self.lead = renderer.record_summary(collection, position, *language);
        for (field, value) in plan.fields.iter().zip(&record.values) {
            self.field(plan, field, value);
        }
        if let Some(prose) = &record.prose {
            self.document(prose, Place::Text);
        }
        self.sources(&record.sources);
    }

    pub(super) fn collection(&mut self, collection: &CollectionPlan) {
        self.title(self.words(&collection.name));
        self.lead(self.words(&collection.description));
    }

    pub(super) fn term(&mut self, term: &Term) {
        self.name(&term.name, &term.kana, &term.aliases);
        for piece in self.pieces(&term.text) {
            if let Piece::Text(text) = piece {
                self.lead.push_str(text.trim());
            }
        }
        self.document(&term.text, Place::Description);
        self.sources(&term.sources);
    }

    pub(super) fn indicator(&mut self, collection: &CollectionPlan, indicator: &Indicator) {
        let source = &indicator.source;
        self.words(&collection.name).clone_into(&mut self.parent);
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
            None => self.words(&source.statistic).clone_into(&mut self.lead),
        }
        let texts = [
            Some(&source.statistic),
            Some(&source.publisher),
            source.read_from.as_ref(),
            source.checked.as_ref(),
            indicator.unit.as_ref(),
        ];
        for text in texts.into_iter().flatten() {
            self.terms.text(self.words(text), Place::Text);
        }
    }

    pub(super) fn section(&mut self, front: &Section) {
        self.title(&front.title);
        self.lead(&front.description);
        self.document(&front.body, Place::Text);
    }

    pub(super) fn article(&mut self, position: usize) {
        let guide = self.reader.guide;
        let plan = &guide.articles[position];
        let article = plan.version(self.reader.tag());
        let section = guide.sections[plan.section].front(self.reader.tag());
        section.title.clone_into(&mut self.parent);
        self.names = Names::None;
        self.title(&article.title);
        self.lead(&article.description);
        if let Some(answer) = &article.answer {
            self.terms.text(answer, Place::Description);
        }
        article.tags.iter().for_each(|tag| self.tag(tag));
        self.document(&article.body, Place::Text);
        self.sources(&article.sources);
        self.places.extend(&self.reader.mentioned[position]);
    }

    pub(super) fn tag_page(&mut self, tag: &Tag) {
        self.name(&tag.name, &tag.kana, &[]);
    }

    fn words<'t>(&self, text: &'t Text) -> &'t str
    where
        'a: 't,
    {
        self.reader.words(text)
    }

    fn title(&mut self, title: &str) {
        title.clone_into(&mut self.title);
        self.read_text(title, Place::Title);
        self.whole_name(&matching_form(title), Place::Title, Place::Heading);
    }

    /// A title with its reading and other names.
    fn name(&mut self, name: &Text, kana: &str, others: &[String]) {
        let written = self.words(name);
        self.title(written);
        for reading in name_readings(written, kana, others) {
            let key = reading_key(&reading.kana);
            self.terms
                .reading(&reading.kana, &reading.written, Place::Reading);
            self.whole_name(&key, Place::Reading, Place::Tag);
        }
        if let Some((short, _)) = written.split_once(['（', '(']) {
            self.whole_name(&matching_form(short), Place::Reading, Place::Heading);
        }
        for translated in name.all().filter(|other| *other != written) {
            self.other_name(translated);
        }
        others.iter().for_each(|other| self.other_name(other));
        self.terms.text(kana, Place::Reading);
        self.also.push(kana.to_owned());
    }

    fn other_name(&mut self, name: &str) {
        self.whole_name(&matching_form(name), Place::Reading, Place::Heading);
        self.read_text(name, Place::Reading);
        self.also.push(name.to_owned());
    }

    /// A whole name or reading, by the place that stands for it in records and in other pages.
    fn whole_name(&mut self, name: &str, of_record: Place, of_other: Place) {
        if name.chars().count() <= LONGEST_NAME {
            match self.names {
                Names::Record => self.terms.name(name, of_record),
                Names::Other => self.terms.name(name, of_other),
                Names::None => {}
            }
        }
    }

    /// A text that is found by its readings too.
    fn read_text(&mut self, text: &str, place: Place) {
        self.terms.text(text, place);
        let terms = &mut self.terms;
        self.reader.dictionary.readings(&nfkc(text), |reading| {
            terms.reading(&reading.kana, &reading.written, place);
        });
    }

    fn lead(&mut self, lead: &str) {
        lead.clone_into(&mut self.lead);
        self.read_text(lead, Place::Description);
    }

    fn label(&mut self, label: &str) {
        self.read_text(label, Place::Tag);
        if !self.also.iter().any(|other| other == label) {
            self.also.push(label.to_owned());
        }
    }

    fn pieces<'d>(&self, document: &'d Document) -> Vec<Piece<'d>> {
        self.reader.renderer.text_of(document, self.reader.language)
    }

    fn document(&mut self, document: &Document, place: Place) {
        for piece in self.pieces(document) {
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

    fn sources(&mut self, sources: &[RecordSource]) {
        for title in sources.iter().filter_map(|source| source.title.as_ref()) {
            self.terms.text(self.words(title), Place::Text);
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
    fn named_label(&mut self, name: &Text, kana: &str, others: &[String]) {
        let written = self.words(name);
        self.label(written);
        for reading in name_readings(written, kana, others) {
            self.terms
                .reading(&reading.kana, &reading.written, Place::Tag);
        }
    }

    fn field(&mut self, plan: &CollectionPlan, field: &Field, value: &FieldValue) {
        match (value, &field.kind) {
            (FieldValue::Text(text), _) => {
                let text = self.words(text);
                if plan.page.summary.as_deref() == Some(&field.id) {
                    self.read_text(text, Place::Description);
                } else {
                    self.terms.text(text, Place::Text);
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

fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some(_) => text.chars().take(length - 1).chain(['…']).collect(),
    }
}
