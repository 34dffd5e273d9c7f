//! Languages and words in several of them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A language of the site by its tag (`ja`, `en`, `zh-Hant`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language(Arc<str>);

impl Language {
    /// From a checked tag.
    pub fn new(tag: &str) -> Self {
        Self(tag.into())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A word or sentence, in one language or in several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    first: Arc<str>,
    others: BTreeMap<Language, Arc<str>>,
}

impl Text {
    /// Words in the site's first language only.
    pub fn plain(text: &str) -> Self {
        Self {
            first: text.into(),
            others: BTreeMap::new(),
        }
    }

    /// Adds another language's words.
    pub fn with(mut self, language: Language, text: &str) -> Self {
        self.others.insert(language, text.into());
        self
    }

    /// The words in a language; where there are none, those in the site's first language.
    pub fn get(&self, language: &Language) -> &str {
        self.others.get(language).unwrap_or(&self.first)
    }

    /// The words in each language that they are given in.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.first)
            .chain(self.others.values())
            .map(|words| &**words)
    }

    /// Whether there are no words at all.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// Whether the text has the form of a language tag: `ja`, `en`, `zh-Hant`, `pt-BR`.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let lower = language.bytes().all(|byte| byte.is_ascii_lowercase());
    let fits = |part: &str| {
        matches!(part.len(), 2..=4) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    matches!(language.len(), 2 | 3) && lower && parts.clone().count() <= 2 && parts.all(fits)
}
