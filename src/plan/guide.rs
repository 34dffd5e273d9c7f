//! The guide: the parsed files with what follows from seeing all of them.

#![expect(
    clippy::disallowed_types,
    reason = "things are only looked up in the maps"
)]

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::japanese::style::WordList;
use crate::load::SourcePath;
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
use crate::plan::pairs::PairSet;
use crate::plan::route::Page;
use crate::plan::statistics::Statistics;

/// The whole guide, checked and linked. Lists of other things' positions are in their order.
#[derive(Debug)]
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
    pub collections: Vec<CollectionPlan>,
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
    /// The theme.
    pub theme: Theme,
    /// Names of the bundled assets.
    pub assets: Assets,
    /// The content's images.
    pub images: Vec<Image>,
    /// The shapes of the map's collection.
    pub shapes: Option<Shapes>,
    /// Every redirect.
    pub redirects: Vec<Redirect>,
    pub(super) index: Index,
}

/// A collection with what follows from its records.
#[derive(Debug)]
pub struct CollectionPlan {
    /// The folder's name.
    pub id: String,
    /// `_collection.yaml`.
    pub file: SourcePath,
    /// What link targets start with.
    pub prefix: String,
    /// What readers see.
    pub name: Text,
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
    /// One for each field; `None` unless it holds numbers.
    pub field_statistics: Vec<Option<Statistics>>,
    /// Positions of indicators that sentences may be about.
    pub spoken_indicators: Vec<usize>,
    /// Positions of indicators that readers see.
    pub shown_indicators: Vec<usize>,
    /// The pairs that get a page.
    pub pairs: PairSet,
    /// For each record, what refers to it.
    pub mentions: Vec<Mentions>,
    /// For each record, the others by distance: position and kilometres. Empty without places.
    pub near: Vec<Vec<(usize, f64)>>,
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
#[derive(Debug)]
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
#[derive(Debug)]
pub struct ArticlePlan {
    /// The position of its section.
    pub section: usize,
    /// The file's name.
    pub slug: String,
    /// At least one.
    pub versions: Vec<Arc<Article>>,
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

/// Positions by ids, for looking up alone: the order in the map is no order.
pub(super) type Positions = HashMap<String, usize>;

/// Finds things by their ids.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) collections: BTreeMap<String, usize>,
    pub(super) prefixes: BTreeMap<String, usize>,
    pub(super) records: Vec<Positions>,
    pub(super) indicators: Vec<Positions>,
    pub(super) sections: Positions,
    /// By slug, for each section.
    pub(super) articles: Vec<Positions>,
    pub(super) tags: Positions,
    pub(super) terms: Positions,
    /// Former ids of each collection's records.
    pub(super) former_records: Vec<Positions>,
    /// Articles by their former addresses, without slashes around.
    pub(super) former_articles: Positions,
    /// Pages by the files that they are written in.
    pub(super) files: HashMap<SourcePath, Page>,
    pub(super) images: Positions,
}

impl Guide {
    /// The position of a collection by its id.
    pub fn collection(&self, id: &str) -> Option<usize> {
        self.index.collections.get(id).copied()
    }

    /// The position of a collection by the prefix of its link targets.
    pub fn prefix(&self, prefix: &str) -> Option<usize> {
        self.index.prefixes.get(prefix).copied()
    }

    /// All prefixes, for suggestions.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.index.prefixes.keys().map(String::as_str)
    }

    /// The position of a record in a collection.
    pub fn record(&self, collection: usize, id: &str) -> Option<usize> {
        self.index.records.get(collection)?.get(id).copied()
    }

    /// The position of an indicator in a collection.
    pub fn indicator(&self, collection: usize, id: &str) -> Option<usize> {
        self.index.indicators.get(collection)?.get(id).copied()
    }

    /// The position of a section.
    pub fn section(&self, id: &str) -> Option<usize> {
        self.index.sections.get(id).copied()
    }

    /// The position of an article by its section and slug.
    pub fn article(&self, section: &str, slug: &str) -> Option<usize> {
        let section = self.section(section)?;
        self.index.articles.get(section)?.get(slug).copied()
    }

    /// The position of a tag.
    pub fn tag(&self, id: &str) -> Option<usize> {
        self.index.tags.get(id).copied()
    }

    /// The position of a term of the glossary.
    pub fn term(&self, id: &str) -> Option<usize> {
        self.index.terms.get(id).copied()
    }

    /// The position of an image by its path in the project.
    pub fn image(&self, path: &str) -> Option<usize> {
        self.index.images.get(path).copied()
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
            Page::Compare(collection, ..) | Page::CompareIndex(collection)
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

/// Positions of tags that something carries, by reading.
pub(crate) fn used_tags(guide: &Guide) -> Vec<usize> {
    let mut is_used = vec![false; guide.tags.len()];
    let mut note = |tags: &[String]| {
        for tag in tags.iter().filter_map(|tag| guide.tag(tag)) {
            is_used[tag] = true;
        }
    };
    for article in &guide.articles {
        for version in &article.versions {
            note(&version.tags);
        }
    }
    for collection in &guide.collections {
        for value in collection.records.iter().flat_map(|record| &record.values) {
            if let FieldValue::Tags(tags) = value {
                note(tags);
            }
        }
    }
    let mut used: Vec<usize> = (0..is_used.len()).filter(|tag| is_used[*tag]).collect();
    used.sort_by_key(|tag| (&guide.tags[*tag].kana, *tag));
    used
}
