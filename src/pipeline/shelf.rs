//! Articles that stand in `.shirube/` until a page shows something of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::memory::{self, Store};
use crate::diagnostic::SourcePath;
use crate::load::Sources;
use crate::parse::article::Article;
use crate::parse::known::{self, Known};
use crate::parse::markdown::Document;
use crate::parse::site::Site;
use crate::parse::text::Language;
use crate::plan::version;

/// What an earlier run knows of articles, taken out one by one.
pub(super) struct Shelf {
    store: Store,
    site: Site,
    sources: Sources,
    /// Those that were read in this run.
    read: BTreeMap<SourcePath, Arc<Article>>,
    /// What is on the disk, each part when it is first looked into.
    parts: Vec<OnceLock<BTreeMap<SourcePath, Box<[u8]>>>>,
    failed: AtomicBool,
}

impl Shelf {
    pub(super) fn new(
        store: &Store,
        site: &Site,
        sources: &Sources,
        read: BTreeMap<SourcePath, Arc<Article>>,
    ) -> Self {
        Self {
            store: store.clone(),
            site: site.clone(),
            sources: sources.clone(),
            read,
            parts: (0..memory::PARTS).map(|_| OnceLock::new()).collect(),
            failed: AtomicBool::new(false),
        }
    }

    /// Whether an article was asked for that is nowhere. Nothing that was made since is any good.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// What the store knows, if it is of the very bytes that the file has.
    fn stored(&self, file: &SourcePath) -> Option<Arc<Article>> {
        let number = memory::part_of(file);
        let part = self.parts.get(number)?;
        let part = part.get_or_init(|| self.store.part(number));
        let (digest, _) = memory::recalled(file, part.get(file)?, &self.sources)?;
        let bytes = self.sources.fingerprint(file)?;
        let is_this = digest.key == known::key(file, bytes, &self.site.languages);
        digest.article.filter(|_| is_this)
    }

    /// What the file itself says.
    fn parsed(&self, file: &SourcePath) -> Option<Arc<Article>> {
        let digest = known::article(file, &self.site, &self.sources, &Known::default())?;
        digest.article.clone()
    }
}

impl version::Shelf for Shelf {
    fn article(&self, file: &SourcePath) -> Arc<Article> {
        let read = self.read.get(file).map(Arc::clone);
        let found = read.or_else(|| self.stored(file));
        found.or_else(|| self.parsed(file)).unwrap_or_else(|| {
            self.failed.store(true, Ordering::Relaxed);
            Arc::new(nothing(file))
        })
    }
}

/// Stands for an article that is nowhere until that is noticed.
fn nothing(file: &SourcePath) -> Article {
    Article {
        section: String::new(),
        slug: String::new(),
        file: file.clone(),
        language: Language::new(""),
        title: String::new(),
        description: String::new(),
        answer: None,
        tags: Vec::new(),
        published: Date::default(),
        updated: None,
        review_by: None,
        order: 0,
        related: Vec::new(),
        sources: Vec::new(),
        former_paths: Vec::new(),
        draft: false,
        body: Document::default(),
    }
}
