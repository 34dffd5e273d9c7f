//! The guide: the parsed files with what follows from seeing all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::japanese::style::WordList;
use crate::load::{PORTION, SourcePath};
use crate::parse::Image;
use crate::parse::article::{Article, Home, Section};
use crate::parse::collection::{
    CompareSettings, Field, FieldKind, Group, PageSettings, StatusSettings,
};
use crate::parse::glossary::Term;
use crate::parse::indicator::Indicator;
use crate::parse::record::{FieldValue, Record};
use crate::parse::site::{Shapes, Site};
use crate::parse::tags::Tag;
use crate::parse::text::{Language, Text};
use crate::parse::theme::Theme;
use crate::plan::divisions::Divisions;
use crate::plan::formulas::Derived;
use crate::plan::index::Index;
use crate::plan::pairs::PairSet;
use crate::plan::route::Page;
use crate::plan::statistics::Statistics;
use crate::plan::version::Version;

/// The whole guide, checked and linked. Lists of other things' positions are in their order.
#[derive(Clone, Debug)]
pub struct Guide {
    /// `site.yaml`.
    pub site: Site,
    /// Where the guide is published; ends with `/`.
    pub base_url: String,
    /// The day that the build stands for.
    pub today: Date,
    /// All tags.
    pub tags: Vec<Tag>,
    /// Positions of tags that something carries, by reading.
    pub used_tags: Vec<usize>,
    /// What the guide explains, in the order of readings.
    pub glossary: Vec<Term>,
    /// Words that are spelled in one way.
    pub words: WordList,
    /// In the readers' order.
    pub collections: Arc<Vec<CollectionPlan>>,
    /// The home page.
    pub home: Home,
    /// In the readers' order.
    pub sections: Vec<SectionPlan>,
    /// By section, then in the readers' order.
    pub articles: Vec<ArticlePlan>,
    /// For each language, positions of sections that have a front page in it.
    pub sections_in: Vec<Vec<usize>>,
    /// For each language, positions of articles that are written in it.
    pub articles_in: Vec<Vec<usize>>,
    /// The day of the last change of any article.
    pub content_day: Option<Date>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Names of the bundled assets.
    pub assets: Assets,
    /// The content's images.
    pub images: Vec<Image>,
    /// The shapes of the map's collection.
    pub shapes: Option<Shapes>,
    /// Every redirect.
    pub redirects: Vec<Redirect>,
    pub(super) index: Arc<Index>,
}

/// A collection with what follows from its records.
#[derive(Clone, Debug)]
pub struct CollectionPlan {
    /// The folder's name.
    pub id: String,
    /// `_collection.yaml`.
    pub file: SourcePath,
    /// What link targets start with.
    pub prefix: String,
    /// What readers see.
    pub name: Text,
    /// Other words for the same, for the search.
    pub aliases: Vec<String>,
    /// What it holds.
    pub description: Text,
    /// The word that counts records.
    pub counter: Text,
    /// In the order of every page.
    pub groups: Vec<Group>,
    /// In the order of every page.
    pub fields: Vec<Field>,
    /// How its pages look.
    pub page: PageSettings,
    /// Which pairs are compared.
    pub compare: CompareSettings,
    /// How a record says whether it still exists.
    pub status: StatusSettings,
    /// Record and field of each price that is shown as unknown since no dated source gives it.
    pub undated_prices: Vec<(usize, usize)>,
    /// By the order of files.
    pub records: Vec<Record>,
    /// By group, then as `page.indicators` says, then by file name.
    pub indicators: Vec<Indicator>,
    /// One for each indicator.
    pub statistics: Vec<Statistics>,
    /// How indicators follow from one another.
    pub derived: Derived,
    /// What figures are summed by, as `page.totals_by` says.
    pub totals: Option<Totals>,
    /// For each record, its name with what tells it from others of one name, as
    /// `page.distinguish_by` says; empty without that.
    pub distinct_names: Vec<Option<Text>>,
    /// One for each field; `None` unless it holds numbers.
    pub field_statistics: Vec<Option<Statistics>>,
    /// Positions of indicators that sentences may be about.
    pub spoken_indicators: Vec<usize>,
    /// Positions of indicators that readers see.
    pub shown_indicators: Vec<usize>,
    /// What its pages are divided by, if `page.index_by` says so.
    pub divisions: Option<Divisions>,
    /// The pairs that get a page.
    pub pairs: PairSet,
    /// For each record, what refers to it.
    pub mentions: Vec<Mentions>,
    /// For each record, the others by distance: position and kilometres. Empty without places.
    pub near: Vec<Vec<(usize, f64)>>,
}

/// The parts of a collection that figures are summed by, such as prefectures.
#[derive(Clone, Debug)]
pub struct Totals {
    /// The position of the field that says which part a record belongs to.
    pub field: usize,
    /// Ids of the parts, in the order of the first record of each.
    pub parts: Vec<String>,
    /// For each record the position of its part, if it names one.
    pub part_of: Vec<Option<usize>>,
}

/// What refers to a record.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Positions of articles that link to it.
    pub articles: Vec<usize>,
    /// Collection and record that name it in a field.
    pub records: Vec<(usize, usize)>,
}

/// A section with its front page in each language that it is written in.
#[derive(Clone, Debug)]
pub struct SectionPlan {
    /// The folder's name.
    pub id: String,
    /// At least one.
    pub fronts: Vec<Section>,
    /// The languages of the fronts.
    pub(super) languages: Languages,
    /// Positions of its articles, in the readers' order.
    pub articles: Vec<usize>,
}

/// An article in each language that it is written in.
#[derive(Clone, Debug)]
pub struct ArticlePlan {
    /// The position of its section.
    pub section: usize,
    /// The file's name.
    pub slug: String,
    /// At least one.
    pub versions: Vec<Version>,
    /// The languages of the versions.
    pub(crate) languages: Languages,
}

/// Positions of the languages that something is written in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Languages {
    /// That of the original.
    original: Option<usize>,
    translations: Vec<usize>,
}

impl Languages {
    /// With the original first; `None` stands for a language that the site doesn't have.
    pub(super) fn new(positions: impl IntoIterator<Item = Option<usize>>) -> Self {
        let mut positions = positions.into_iter();
        Self {
            original: positions.next().flatten(),
            translations: positions.flatten().collect(),
        }
    }

    /// The wanted one if it is among them, else that of the original.
    fn nearest(&self, wanted: usize) -> usize {
        if self.translations.contains(&wanted) {
            return wanted;
        }
        self.original.unwrap_or(0)
    }
}

/// Names of the bundled assets, made from what they hold.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Without its ending.
    pub style_name: String,
    /// The folder of all scripts.
    pub scripts_name: String,
}

/// An old address and where it leads now.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// Below the root, without a leading `/`.
    pub from: String,
    /// Where it leads.
    pub to: RedirectTo,
    /// Where it is declared.
    pub place: crate::diagnostic::Place,
}

/// Where a redirect leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectTo {
    /// A page in a language, and the anchor on it.
    Page(Page, usize, Option<String>),
    /// Another address below the root, without a leading `/`.
    Address(String),
}

impl Guide {
    /// The guide with other texts in the place of some of its articles. Each must stand where the one
    /// that it replaces stands, and link to the same: only then is this what planning would make.
    pub fn with_texts(&self, texts: impl IntoIterator<Item = Arc<Article>>) -> Self {
        let mut guide = self.clone();
        for text in texts {
            let Some(article) = self.article_of(&text.file) else {
                // A draft, which is no part of this guide.
                continue;
            };
            let versions = &mut guide.articles[article].versions;
            if let Some(version) = versions.iter_mut().find(|old| old.file == text.file) {
                *version = Version::new(text);
            }
        }
        guide.content_day = last_change(&guide.articles);
        guide
    }

    /// The tag of a language by its position.
    pub fn language(&self, position: usize) -> &Language {
        &self.site.languages[position]
    }

    /// The position of a language.
    pub fn language_position(&self, language: &Language) -> Option<usize> {
        self.site
            .languages
            .iter()
            .position(|other| other == language)
    }

    /// Whether a collection has comparison pages in a language.
    pub fn has_comparisons(&self, collection: usize, language: usize) -> bool {
        let collection = &self.collections[collection];
        let languages = &collection.compare.languages;
        !collection.pairs.is_empty()
            && (languages.is_empty() || languages.contains(self.language(language)))
    }

    /// The language that a page is linked in from a page of `wanted`: that one, or, where the
    /// page isn't translated, its original.
    pub fn language_of(&self, page: Page, wanted: usize) -> usize {
        if self.site.languages.len() == 1 {
            return wanted;
        }
        match page {
            Page::Section(section) => self.sections[section].languages.nearest(wanted),
            Page::Article(article) => self.articles[article].languages.nearest(wanted),
            Page::Compare(collection, ..)
            | Page::CompareIndex(collection)
            | Page::CompareDivision(collection, _)
                if !self.has_comparisons(collection, wanted) =>
            {
                let first = self.collections[collection].compare.languages.first();
                first
                    .and_then(|language| self.language_position(language))
                    .unwrap_or(0)
            }
            _ => wanted,
        }
    }

    /// Every language that a page exists in, by position.
    pub fn languages_of(&self, page: Page) -> Vec<usize> {
        (0..self.site.languages.len())
            .filter(|language| self.language_of(page, *language) == *language)
            .collect()
    }
}

impl SectionPlan {
    /// The front page in a language, else in the one it was first written in.
    pub fn front(&self, language: &Language) -> &Section {
        self.fronts
            .iter()
            .find(|front| front.language == *language)
            .unwrap_or(&self.fronts[0])
    }
}

impl ArticlePlan {
    /// Whether it is written in a language.
    pub fn has_language(&self, language: &Language) -> bool {
        let mut versions = self.versions.iter();
        versions.any(|version| version.language == *language)
    }

    /// The article as written in a language.
    pub fn in_language(&self, language: &Language) -> Option<&Article> {
        self.versions
            .iter()
            .find(|version| version.language == *language)
            .map(|version| &**version)
    }

    /// The article in a language, else in the one it was first written in.
    pub fn version(&self, language: &Language) -> &Article {
        self.in_language(language).unwrap_or(&self.versions[0])
    }
}

impl CollectionPlan {
    /// What a record is called in a language where others of its collection may be named too.
    pub fn distinct_name(&self, record: usize, language: &Language) -> &str {
        let distinct = self.distinct_names.get(record).and_then(Option::as_ref);
        let plain = &self.records[record].name;
        distinct.unwrap_or(plain).get(language)
    }

    /// The position of a field by its id.
    pub fn field(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// The place of a record in degrees (latitude, longitude), if a field holds one.
    pub fn place(&self, record: &Record) -> Option<(f64, f64)> {
        record.values.iter().find_map(|value| match value {
            FieldValue::Place { lat, lon } => Some((*lat, *lon)),
            _ => None,
        })
    }

    /// What readers see of the option of the field that groups lists, for a record.
    pub fn group_name(&self, record: &Record) -> Option<&Text> {
        let option = self.group_of(record)?;
        let field = self.field(self.page.group_by.as_deref()?)?;
        let FieldKind::Choice { options } = &self.fields[field].kind else {
            return None;
        };
        let found = options.iter().find(|other| other.id == option)?;
        Some(&found.label)
    }

    /// The option of the field that groups lists, for a record.
    pub fn group_of<'record>(&self, record: &'record Record) -> Option<&'record str> {
        let field = self.field(self.page.group_by.as_deref()?)?;
        match record.values.get(field)? {
            FieldValue::Choices(options) => options.first().map(String::as_str),
            _ => None,
        }
    }
}

/// The day of the last change of any article.
pub(super) fn last_change(articles: &[ArticlePlan]) -> Option<Date> {
    let versions = articles.iter().flat_map(|article| &article.versions);
    versions
        .map(|version| version.updated.unwrap_or(version.published))
        .max()
}

/// Positions of tags that something carries, by reading.
pub(crate) fn used_tags(guide: &Guide) -> Vec<usize> {
    let is_used: Vec<AtomicBool> = guide.tags.iter().map(|_| AtomicBool::default()).collect();
    let note = |tags: &[String]| {
        for tag in tags.iter().filter_map(|tag| guide.tag(tag)) {
            is_used[tag].store(true, Ordering::Relaxed);
        }
    };
    let articles = guide.articles.par_iter().with_max_len(PORTION);
    articles.for_each(|article| {
        let versions = article.versions.iter();
        versions.for_each(|version| note(&version.tags));
    });
    for collection in guide.collections.iter() {
        for value in collection.records.iter().flat_map(|record| &record.values) {
            if let FieldValue::Tags(tags) = value {
                note(tags);
            }
        }
    }
    let is_used: Vec<bool> = is_used.into_iter().map(AtomicBool::into_inner).collect();
    let mut used: Vec<usize> = (0..is_used.len()).filter(|tag| is_used[*tag]).collect();
    used.sort_by_key(|tag| (&guide.tags[*tag].kana, *tag));
    used
}
