//! The guide: the parsed files with what follows from seeing all of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::load::SourcePath;
use crate::parse::article::{Article, Home, Section};
use crate::parse::collection::{CompareSettings, Field, FieldKind, Group, PageSettings};
use crate::parse::indicator::Indicator;
use crate::parse::record::{FieldValue, Record};
use crate::parse::site::{Shapes, Site};
use crate::parse::tags::Tag;
use crate::parse::text::{Language, Text};
use crate::parse::theme::Theme;
use crate::parse::{Image, Parsed};
use crate::plan::Options;
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
    index: Index,
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
    pub versions: Vec<Article>,
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
    /// A page in a language.
    Page(Page, usize),
    /// Another address below the root, without a leading `/`.
    Address(String),
}

/// Finds things by their ids.
#[derive(Debug, Default)]
struct Index {
    collections: BTreeMap<String, usize>,
    prefixes: BTreeMap<String, usize>,
    records: Vec<BTreeMap<String, usize>>,
    indicators: Vec<BTreeMap<String, usize>>,
    sections: BTreeMap<String, usize>,
    articles: BTreeMap<(usize, String), usize>,
    tags: BTreeMap<String, usize>,
    images: BTreeMap<String, usize>,
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
        self.index
            .articles
            .get(&(section, slug.to_owned()))
            .copied()
    }

    /// The position of a tag.
    pub fn tag(&self, id: &str) -> Option<usize> {
        self.index.tags.get(id).copied()
    }

    /// The position of an image by its path in the project.
    pub fn image(&self, path: &str) -> Option<usize> {
        self.index.images.get(path).copied()
    }

    /// The first language's tag.
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
        let tag = self.language(wanted);
        let original = match page {
            Page::Section(section) => {
                let fronts = &self.sections[section].fronts;
                if fronts.iter().any(|front| front.language == *tag) {
                    return wanted;
                }
                fronts.first().map(|front| &front.language)
            }
            Page::Article(article) => {
                let article = &self.articles[article];
                if article.in_language(tag).is_some() {
                    return wanted;
                }
                article.versions.first().map(|version| &version.language)
            }
            Page::Compare(collection, ..) | Page::CompareIndex(collection)
                if !self.has_comparisons(collection, wanted) =>
            {
                self.collections[collection].compare.languages.first()
            }
            _ => return wanted,
        };
        original
            .and_then(|language| self.language_position(language))
            .unwrap_or(0)
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

    /// The option of the field that groups lists, for a record.
    pub fn group_of<'record>(&self, record: &'record Record) -> Option<&'record str> {
        let field = self.field(self.page.group_by.as_deref()?)?;
        match record.values.get(field)? {
            FieldValue::Choices(options) => options.first().map(String::as_str),
            _ => None,
        }
    }
}

/// Puts the parsed files together, without checking anything across them.
pub(crate) fn assemble(parsed: Parsed, options: &Options) -> Guide {
    let Parsed {
        site,
        tags,
        collections,
        home,
        sections,
        theme,
        images,
        shapes,
    } = parsed;
    let collections: Vec<CollectionPlan> = collections.into_iter().map(collection_plan).collect();
    let (sections, articles) = section_plans(sections, &site);
    let index = index(&tags, &collections, &sections, &articles, &images);
    let in_each = |count: usize, has: &dyn Fn(usize, &Language) -> bool| -> Vec<Vec<usize>> {
        let in_language = |tag: &Language| (0..count).filter(|item| has(*item, tag)).collect();
        site.languages.iter().map(in_language).collect()
    };
    let sections_in = in_each(sections.len(), &|section, tag| {
        let mut fronts = sections[section].fronts.iter();
        fronts.any(|front| front.language == *tag)
    });
    let articles_in = in_each(articles.len(), &|article, tag| {
        articles[article].in_language(tag).is_some()
    });
    Guide {
        base_url: options
            .base_url
            .clone()
            .unwrap_or_else(|| site.base_url.clone()),
        today: options.today,
        used_tags: Vec::new(),
        assets: assets(&theme),
        redirects: Vec::new(),
        site,
        tags,
        collections,
        home,
        sections,
        articles,
        sections_in,
        articles_in,
        theme,
        images,
        shapes,
        index,
    }
}

fn collection_plan(collection: crate::parse::collection::Collection) -> CollectionPlan {
    let crate::parse::collection::Collection {
        id,
        file,
        prefix,
        name,
        description,
        counter,
        groups,
        fields,
        page,
        compare,
        mut records,
        mut indicators,
    } = collection;
    forget_undated_prices(&fields, &mut records);
    let group = |id: &str| groups.iter().position(|group| group.id == id);
    let named = |id: &str| page.indicators.iter().position(|other| other == id);
    indicators.sort_by_key(|indicator| {
        let last = page.indicators.len();
        (
            group(&indicator.group),
            named(&indicator.id).unwrap_or(last),
        )
    });
    let statistics = indicators
        .iter()
        .map(|indicator| {
            Statistics::of_indicator(indicator, records.iter().map(|record| record.id.as_str()))
        })
        .collect();
    let field_statistics = (0..fields.len())
        .map(|field| field_statistics(&fields[field], field, &records))
        .collect();
    let shown_indicators = (0..indicators.len())
        .filter(|position| !indicators[*position].hidden)
        .collect();
    let spoken_indicators = (0..indicators.len())
        .filter(|position| !indicators[*position].hidden)
        .filter(|position| !compare.unspoken.contains(&indicators[*position].id))
        .collect();
    CollectionPlan {
        spoken_indicators,
        mentions: vec![Mentions::default(); records.len()],
        near: Vec::new(),
        pairs: PairSet::default(),
        id,
        file,
        prefix,
        name,
        description,
        counter,
        groups,
        fields,
        page,
        compare,
        records,
        indicators,
        statistics,
        field_statistics,
        shown_indicators,
    }
}

/// A price that no dated source gives isn't known: it may have changed since.
fn forget_undated_prices(fields: &[Field], records: &mut [Record]) {
    for record in records {
        if record.sources.iter().any(|source| source.as_of.is_some()) {
            continue;
        }
        for (field, value) in fields.iter().zip(&mut record.values) {
            if matches!(field.kind, FieldKind::Money { .. }) {
                *value = FieldValue::Unknown;
            }
        }
    }
}

fn field_statistics(field: &Field, position: usize, records: &[Record]) -> Option<Statistics> {
    matches!(
        field.kind,
        FieldKind::Number | FieldKind::Money { .. } | FieldKind::Percent
    )
    .then(|| {
        let number = |record: &Record| match record.values.get(position) {
            Some(FieldValue::Number(number)) => Some(*number),
            _ => None,
        };
        Statistics::of_numbers(records.iter().map(number).collect())
    })
}

/// Joins the fronts and articles of each section that differ only in language. The original of
/// a translated text is the one in the earliest of the site's languages.
fn section_plans(parsed: Vec<Section>, site: &Site) -> (Vec<SectionPlan>, Vec<ArticlePlan>) {
    let rank = |language: &Language| site.languages.iter().position(|other| other == language);
    let mut fronts: Vec<Section> = parsed;
    fronts.sort_by_key(|front| rank(&front.language));
    let mut sections: Vec<SectionPlan> = Vec::new();
    let mut texts: Vec<Article> = Vec::new();
    for mut front in fronts {
        texts.append(&mut front.articles);
        match sections.iter_mut().find(|section| section.id == front.id) {
            Some(section) => section.fronts.push(front),
            None => sections.push(SectionPlan {
                id: front.id.clone(),
                fronts: vec![front],
                articles: Vec::new(),
            }),
        }
    }
    sections.sort_by(|left, right| {
        let key = |section: &SectionPlan| (section.fronts[0].order, section.id.clone());
        key(left).cmp(&key(right))
    });
    let position: BTreeMap<String, usize> = sections
        .iter()
        .enumerate()
        .map(|(position, section)| (section.id.clone(), position))
        .collect();
    let mut articles: Vec<ArticlePlan> = Vec::new();
    let mut known: BTreeMap<(usize, String), usize> = BTreeMap::new();
    texts.sort_by_key(|text| rank(&text.language));
    for text in texts {
        let Some(&section) = position.get(&text.section) else {
            continue;
        };
        let key = (section, text.slug.clone());
        if let Some(&article) = known.get(&key) {
            articles[article].versions.push(text);
        } else {
            known.insert(key, articles.len());
            articles.push(ArticlePlan {
                section,
                slug: text.slug.clone(),
                versions: vec![text],
            });
        }
    }
    articles.sort_by(|left, right| {
        let key = |article: &ArticlePlan| {
            (
                article.section,
                article.versions[0].order,
                article.slug.clone(),
            )
        };
        key(left).cmp(&key(right))
    });
    for (position, article) in articles.iter().enumerate() {
        sections[article.section].articles.push(position);
    }
    (sections, articles)
}

fn index(
    tags: &[Tag],
    collections: &[CollectionPlan],
    sections: &[SectionPlan],
    articles: &[ArticlePlan],
    images: &[Image],
) -> Index {
    fn by<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
        let mut map = BTreeMap::new();
        for (position, id) in ids.enumerate() {
            map.entry(id.to_owned()).or_insert(position);
        }
        map
    }
    Index {
        collections: by(collections.iter().map(|collection| collection.id.as_str())),
        prefixes: by(collections
            .iter()
            .map(|collection| collection.prefix.as_str())),
        records: collections
            .iter()
            .map(|collection| by(collection.records.iter().map(|record| record.id.as_str())))
            .collect(),
        indicators: collections
            .iter()
            .map(|collection| {
                by(collection
                    .indicators
                    .iter()
                    .map(|indicator| indicator.id.as_str()))
            })
            .collect(),
        sections: by(sections.iter().map(|section| section.id.as_str())),
        articles: articles
            .iter()
            .enumerate()
            .map(|(position, article)| ((article.section, article.slug.clone()), position))
            .collect(),
        tags: by(tags.iter().map(|tag| tag.id.as_str())),
        images: by(images.iter().map(|image| image.file.as_str())),
    }
}

/// Names that change when what they stand for changes, so that browsers may keep the files.
fn assets(theme: &Theme) -> Assets {
    let styles = theme.styles.iter().map(|(_, text)| text.as_bytes());
    let scripts = theme
        .scripts
        .iter()
        .flat_map(|(path, bytes)| [path.as_bytes(), bytes]);
    Assets {
        style_name: format!("{}-{:016x}", theme.name, fingerprint(styles)),
        scripts_name: format!("{}-{:016x}", theme.name, fingerprint(scripts)),
    }
}

/// FNV-1a over parts and their lengths: short, stable over versions, not for secrets.
fn fingerprint<'a>(parts: impl Iterator<Item = &'a [u8]>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part
            .iter()
            .copied()
            .chain((part.len() as u64).to_le_bytes())
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// Positions of tags that something carries, by reading.
pub(crate) fn used_tags(guide: &Guide) -> Vec<usize> {
    let mut used = BTreeSet::new();
    for article in &guide.articles {
        for version in &article.versions {
            used.extend(version.tags.iter().filter_map(|tag| guide.tag(tag)));
        }
    }
    for collection in &guide.collections {
        for value in collection.records.iter().flat_map(|record| &record.values) {
            if let FieldValue::Tags(tags) = value {
                used.extend(tags.iter().filter_map(|tag| guide.tag(tag)));
            }
        }
    }
    let mut used: Vec<usize> = used.into_iter().collect();
    used.sort_by_key(|tag| (&guide.tags[*tag].kana, *tag));
    used
}
