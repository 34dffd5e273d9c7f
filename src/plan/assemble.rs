//! Puts the parsed files together: translations, groups, statistics, names of assets.

#![expect(
    clippy::disallowed_types,
    reason = "things are only looked up in the maps"
)]

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::japanese::kana;
use crate::load::SourcePath;
use crate::parse::article::{Article, Home, Section};
use crate::parse::collection::{Collection, Field, FieldKind};
use crate::parse::glossary::Term;
use crate::parse::record::{FieldValue, Record};
use crate::parse::site::Site;
use crate::parse::tags::Tag;
use crate::parse::text::Language;
use crate::parse::theme::Theme;
use crate::parse::{Image, Parsed};
use crate::plan::Options;
use crate::plan::formulas::{self, Derived};
use crate::plan::guide::{
    ArticlePlan, Assets, CollectionPlan, Guide, Languages, Mentions, SectionPlan, Totals,
    last_change,
};
use crate::plan::index::{Index, Positions};
use crate::plan::kept::Kept;
use crate::plan::names;
use crate::plan::pairs::PairSet;
use crate::plan::route::Page;
use crate::plan::statistics::{self, Statistics};
use crate::plan::version::Version;

/// Puts the parsed files together, without checking anything across them. Articles that are known
/// already, with what is known of them, come in the place of parsed ones.
pub(super) fn assemble(
    parsed: Parsed,
    options: &Options,
    known: Option<(Vec<ArticlePlan>, &Kept)>,
) -> Guide {
    let Parsed {
        site,
        tags,
        mut glossary,
        words,
        collections,
        home,
        sections,
        theme,
        images,
        shapes,
    } = parsed;
    glossary.sort_by_cached_key(|term| {
        let key = kana::sort_key(&term.kana);
        (key, term.kana.clone(), term.id.clone())
    });
    let mut collections: Vec<CollectionPlan> = collections
        .into_iter()
        .map(|collection| collection_plan(collection, &site.languages))
        .collect();
    names::distinguish(&mut collections, &site.languages);
    let (mut sections, texts) = section_plans(sections, &site);
    let (mut articles, kept) = match known {
        Some((articles, kept)) => (articles, Some(kept)),
        None => (article_plans(texts, &sections, &site), None),
    };
    connect(&mut sections, &mut articles, &site);
    let former = || match kept {
        Some(kept) => kept.former.clone().into_iter().collect(),
        None => former_paths(&articles),
    };
    let ((files, former_articles), others) = rayon::join(
        || (files(&home, &sections, &articles), former()),
        || {
            index(
                &tags,
                &glossary,
                &collections,
                &sections,
                &articles,
                &images,
            )
        },
    );
    let index = Index {
        files,
        former_articles,
        ..others
    };
    let in_each = |count: usize, has: &dyn Fn(usize, &Language) -> bool| -> Vec<Vec<usize>> {
        let in_language = |tag: &Language| (0..count).filter(|item| has(*item, tag)).collect();
        site.languages.iter().map(in_language).collect()
    };
    let sections_in = in_each(sections.len(), &|section, tag| {
        let mut fronts = sections[section].fronts.iter();
        fronts.any(|front| front.language == *tag)
    });
    let articles_in = in_each(articles.len(), &|article, tag| {
        articles[article].has_language(tag)
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
        content_day: match kept {
            Some(kept) => kept.content_day,
            None => last_change(&articles),
        },
        site,
        tags,
        glossary,
        words,
        collections: Arc::new(collections),
        home,
        sections,
        articles,
        sections_in,
        articles_in,
        theme: Arc::new(theme),
        images,
        shapes,
        index: Arc::new(index),
    }
}

fn collection_plan(collection: Collection, languages: &[Language]) -> CollectionPlan {
    let Collection {
        id,
        file,
        prefix,
        name,
        aliases,
        description,
        counter,
        groups,
        fields,
        page,
        compare,
        status,
        mut records,
        mut indicators,
    } = collection;
    let undated_prices = forget_undated_prices(&fields, &mut records);
    let group = |id: &str| groups.iter().position(|group| group.id == id);
    let named = |id: &str| page.indicators.iter().position(|other| other == id);
    indicators.sort_by_key(|indicator| {
        let last = page.indicators.len();
        (
            group(&indicator.group),
            named(&indicator.id).unwrap_or(last),
        )
    });
    let derived = Derived::new(&indicators);
    formulas::adopt_sources(&mut indicators, &derived, languages);
    let totals = totals(&fields, page.totals_by.as_deref(), &records);
    let statistics = statistics::of_indicators(&indicators, &derived, &records, totals.as_ref());
    let field_statistics = (0..fields.len())
        .map(|field| field_statistics(&fields[field], field, &records))
        .collect();
    let shown_indicators: Vec<usize> = (0..indicators.len())
        .filter(|position| !indicators[*position].hidden)
        .collect();
    let spoken_indicators = shown_indicators
        .iter()
        .copied()
        .filter(|position| !compare.unspoken.contains(&indicators[*position].id))
        .collect();
    CollectionPlan {
        spoken_indicators,
        mentions: vec![Mentions::default(); records.len()],
        near: Vec::new(),
        divisions: None,
        pairs: PairSet::default(),
        id,
        file,
        prefix,
        name,
        aliases,
        description,
        counter,
        groups,
        fields,
        page,
        compare,
        status,
        undated_prices,
        records,
        indicators,
        statistics,
        derived,
        totals,
        distinct_names: Vec::new(),
        field_statistics,
        shown_indicators,
    }
}

/// The parts that figures are summed by: the values of a field that holds one choice or reference.
fn totals(fields: &[Field], by: Option<&str>, records: &[Record]) -> Option<Totals> {
    let field = fields.iter().position(|field| by == Some(&field.id))?;
    let mut parts: Vec<String> = Vec::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    let part_of = records
        .iter()
        .map(|record| match record.values.get(field)? {
            FieldValue::References(ids) | FieldValue::Choices(ids) => {
                let [id] = ids.as_slice() else { return None };
                Some(*positions.entry(id).or_insert_with(|| {
                    parts.push(id.clone());
                    parts.len() - 1
                }))
            }
            _ => None,
        })
        .collect();
    Some(Totals {
        field,
        parts,
        part_of,
    })
}

/// A price that no dated source gives isn't known: it may have changed since.
/// Gives record and field of each.
fn forget_undated_prices(fields: &[Field], records: &mut [Record]) -> Vec<(usize, usize)> {
    let mut forgotten = Vec::new();
    for (position, record) in records.iter_mut().enumerate() {
        if record.sources.iter().any(|source| source.as_of.is_some()) {
            continue;
        }
        for (number, (field, value)) in fields.iter().zip(&mut record.values).enumerate() {
            let is_price = matches!(field.kind, FieldKind::Money { .. });
            if is_price && matches!(value, FieldValue::Number(_)) {
                *value = FieldValue::Unknown;
                forgotten.push((position, number));
            }
        }
    }
    forgotten
}

fn field_statistics(field: &Field, position: usize, records: &[Record]) -> Option<Statistics> {
    matches!(
        field.kind,
        FieldKind::Number | FieldKind::Money { .. } | FieldKind::Percent
    )
    .then(|| {
        let numbers = records.iter().map(|record| record.number(position));
        Statistics::of_numbers(numbers.collect())
    })
}

/// Joins the fronts of each section, which differ only in language, and gives the texts of all. The
/// original of a translated front is the one in the earliest of the site's languages.
fn section_plans(parsed: Vec<Section>, site: &Site) -> (Vec<SectionPlan>, Vec<Arc<Article>>) {
    let mut fronts: Vec<Section> = parsed;
    fronts.sort_by_key(|front| rank(site, &front.language));
    let mut sections: Vec<SectionPlan> = Vec::new();
    let mut texts: Vec<Arc<Article>> = Vec::new();
    for mut front in fronts {
        texts.append(&mut front.articles);
        match sections.iter_mut().find(|section| section.id == front.id) {
            Some(section) => section.fronts.push(front),
            None => sections.push(SectionPlan {
                id: front.id.clone(),
                fronts: vec![front],
                languages: Languages::default(),
                articles: Vec::new(),
            }),
        }
    }
    sections.sort_by(|left, right| {
        let order = |section: &SectionPlan| section.fronts[0].order;
        (order(left), &left.id).cmp(&(order(right), &right.id))
    });
    (sections, texts)
}

/// Joins texts that differ only in language, the original first, and sorts articles as readers meet
/// them.
fn article_plans(
    mut texts: Vec<Arc<Article>>,
    sections: &[SectionPlan],
    site: &Site,
) -> Vec<ArticlePlan> {
    let position: HashMap<&str, usize> = sections
        .iter()
        .enumerate()
        .map(|(position, section)| (section.id.as_str(), position))
        .collect();
    // With the order in which each stands in its section.
    let mut articles: Vec<(i64, ArticlePlan)> = Vec::with_capacity(texts.len());
    let mut known: Vec<Positions> = vec![Positions::new(); sections.len()];
    texts.sort_by_key(|text| rank(site, &text.language));
    for text in texts {
        let Some(&section) = position.get(text.section.as_str()) else {
            continue;
        };
        if let Some(&article) = known[section].get(&text.slug) {
            articles[article].1.versions.push(Version::new(text));
        } else {
            known[section].insert(text.slug.clone(), articles.len());
            let order = text.order;
            let plan = ArticlePlan {
                section,
                slug: text.slug.clone(),
                languages: Languages::default(),
                versions: vec![Version::new(text)],
            };
            articles.push((order, plan));
        }
    }
    articles.par_sort_by(|(order, left), (other, right)| {
        (left.section, order, &left.slug).cmp(&(right.section, other, &right.slug))
    });
    articles.into_iter().map(|(_, article)| article).collect()
}

/// Notes which articles a section has, and in which languages both are written.
fn connect(sections: &mut [SectionPlan], articles: &mut [ArticlePlan], site: &Site) {
    for (position, article) in articles.iter_mut().enumerate() {
        let versions = article.versions.iter();
        let ranks = versions.map(|version| rank(site, &version.language));
        article.languages = Languages::new(ranks);
        sections[article.section].articles.push(position);
    }
    for section in sections {
        let fronts = section.fronts.iter();
        section.languages = Languages::new(fronts.map(|front| rank(site, &front.language)));
    }
}

/// A language's place among those of the site.
fn rank(site: &Site, language: &Language) -> Option<usize> {
    site.languages.iter().position(|other| other == language)
}

fn index(
    tags: &[Tag],
    glossary: &[Term],
    collections: &[CollectionPlan],
    sections: &[SectionPlan],
    articles: &[ArticlePlan],
    images: &[Image],
) -> Index {
    fn by<'a, M: FromIterator<(String, usize)>>(
        ids: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator,
    ) -> M {
        let ids = ids.enumerate();
        // The first of equal ids counts: it comes last.
        ids.rev()
            .map(|(position, id)| (id.to_owned(), position))
            .collect()
    }
    let mut slugs: Vec<Positions> = sections
        .iter()
        .map(|section| Positions::with_capacity(section.articles.len()))
        .collect();
    for (position, article) in articles.iter().enumerate() {
        slugs[article.section].insert(article.slug.clone(), position);
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
        articles: slugs,
        tags: by(tags.iter().map(|tag| tag.id.as_str())),
        former_records: collections.iter().map(former_ids).collect(),
        former_articles: Positions::new(),
        files: HashMap::new(),
        terms: by(glossary.iter().map(|term| term.id.as_str())),
        images: by(images.iter().map(|image| image.file.as_str())),
    }
}

fn former_ids(collection: &CollectionPlan) -> Positions {
    let records = collection.records.iter().enumerate();
    records
        .flat_map(|(position, record)| {
            let ids = record.former_ids.iter();
            ids.map(move |id| (id.clone(), position))
        })
        .collect()
}

fn former_paths(articles: &[ArticlePlan]) -> Positions {
    let mut former = Positions::new();
    for (position, article) in articles.iter().enumerate() {
        for path in article.versions.iter().flat_map(|text| &text.former_paths) {
            former.insert(path.trim_matches('/').to_owned(), position);
        }
    }
    former
}

/// The page that each Markdown file of the home page, a front page or an article makes.
fn files(
    home: &Home,
    sections: &[SectionPlan],
    articles: &[ArticlePlan],
) -> HashMap<SourcePath, Page> {
    let mut files = HashMap::with_capacity(articles.len() + sections.len() + 1);
    for (position, article) in articles.iter().enumerate() {
        for version in &article.versions {
            files.insert(version.file.clone(), Page::Article(position));
        }
    }
    for (position, section) in sections.iter().enumerate() {
        for front in &section.fronts {
            files.insert(front.file.clone(), Page::Section(position));
        }
    }
    files.insert(home.file.clone(), Page::Home);
    files
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
