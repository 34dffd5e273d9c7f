//! What planning came to for articles, for a run in which none of it can have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::load::SourcePath;
use crate::parse::Parsed;
use crate::parse::text::Language;
use crate::plan::Guide;
use crate::plan::guide::{ArticlePlan, Languages};
use crate::plan::version::{Shelf, Version};

/// All that a guide knows of its articles without looking into them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// In the order of the guide.
    articles: Vec<KeptArticle>,
    /// For each collection and record, positions of the articles that lead to it.
    pub(super) mentions: Vec<Vec<Vec<usize>>>,
    /// Positions of tags that something carries, by reading.
    pub(super) used_tags: Vec<usize>,
    /// Positions of articles by their former addresses.
    pub(super) former: BTreeMap<String, usize>,
    /// The day of the last change of any article.
    pub(super) content_day: Option<Date>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptArticle {
    section: usize,
    slug: String,
    versions: Vec<(SourcePath, Language)>,
}

impl Kept {
    /// What planning came to.
    pub fn of(guide: &Guide) -> Self {
        let versions = |article: &ArticlePlan| {
            let versions = article.versions.iter();
            versions
                .map(|version| (version.file.clone(), version.language.clone()))
                .collect()
        };
        let articles = guide.articles.iter();
        let articles = articles.map(|article| KeptArticle {
            section: article.section,
            slug: article.slug.clone(),
            versions: versions(article),
        });
        let mentions = guide.collections.iter().map(|collection| {
            let mentions = collection.mentions.iter();
            mentions.map(|record| record.articles.clone()).collect()
        });
        let former = guide.index.former_articles.iter();
        Self {
            articles: articles.collect(),
            mentions: mentions.collect(),
            used_tags: guide.used_tags.clone(),
            former: former.map(|(path, at)| (path.clone(), *at)).collect(),
            content_day: guide.content_day,
        }
    }

    /// Whether every position is one of something that is there: a store may be anyone's.
    pub(super) fn fits(&self, parsed: &Parsed) -> bool {
        let fronts = parsed.sections.iter();
        let sections: BTreeSet<&str> = fronts.map(|front| front.id.as_str()).collect();
        let is_article = |position: &usize| *position < self.articles.len();
        let mut articles = self.articles.iter();
        let mut mentions = self.mentions.iter().flatten().flatten();
        articles.all(|article| article.section < sections.len() && !article.versions.is_empty())
            && mentions.all(is_article)
            && self.former.values().all(is_article)
            && self.used_tags.iter().all(|tag| *tag < parsed.tags.len())
    }

    /// The articles, which are on a shelf.
    pub(super) fn articles(&mut self, shelf: &Arc<dyn Shelf>) -> Vec<ArticlePlan> {
        let articles = std::mem::take(&mut self.articles).into_iter();
        let version = |(file, language)| Version::shelved(file, language, Arc::clone(shelf));
        articles
            .map(|article| ArticlePlan {
                section: article.section,
                slug: article.slug,
                versions: article.versions.into_iter().map(version).collect(),
                languages: Languages::default(),
            })
            .collect()
    }
}
