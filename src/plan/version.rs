//! Articles in one language, which may stand in a store until somebody looks at them.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::load::SourcePath;
use crate::parse::article::Article;
use crate::parse::text::Language;

/// An article as written in one language. What can't be seen from its name is taken from a shelf
/// when it is first asked for, where that was left there.
#[derive(Clone)]
pub struct Version {
    /// The Markdown file.
    pub file: SourcePath,
    /// The language it is written in.
    pub language: Language,
    text: Text,
}

#[derive(Clone)]
enum Text {
    Here(Arc<Article>),
    Shelved(Arc<OnceLock<Arc<Article>>>, Arc<dyn Shelf>),
}

/// Where articles are that an earlier run has read.
pub trait Shelf: Send + Sync {
    /// The article of a file that was there when the shelf was made.
    fn article(&self, file: &SourcePath) -> Arc<Article>;
}

impl Version {
    /// An article that is in memory.
    pub fn new(article: Arc<Article>) -> Self {
        Self {
            file: article.file.clone(),
            language: article.language.clone(),
            text: Text::Here(article),
        }
    }

    /// An article that a shelf has.
    pub fn shelved(file: SourcePath, language: Language, shelf: Arc<dyn Shelf>) -> Self {
        Self {
            file,
            language,
            text: Text::Shelved(Arc::default(), shelf),
        }
    }
}

impl Deref for Version {
    type Target = Article;

    fn deref(&self) -> &Article {
        match &self.text {
            Text::Here(article) => article,
            Text::Shelved(taken, shelf) => taken.get_or_init(|| shelf.article(&self.file)),
        }
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}
