//! The glossary.

use serde::Serialize;

use super::{Head, Source};

/// `glossary.html`
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// What the page holds.
    pub description: String,
    /// The terms by row of the kana table; rows without terms are left out.
    pub groups: Vec<TermGroup>,
    /// The language of readings and explanations, when it differs from the page's.
    pub language: Option<String>,
}

/// Terms whose readings begin with kana of one row.
#[derive(Clone, Debug, Serialize)]
pub struct TermGroup {
    /// The anchor; no term has it.
    pub id: String,
    /// `か行`
    pub name: String,
    /// In the order of readings.
    pub terms: Vec<TermEntry>,
}

/// A term with its explanation.
#[derive(Clone, Debug, Serialize)]
pub struct TermEntry {
    /// The anchor.
    pub id: String,
    /// The word itself.
    pub name: String,
    /// Its reading.
    pub kana: String,
    /// Other names of the same thing.
    pub aliases: Vec<String>,
    /// The explanation, as finished HTML.
    pub text_html: String,
    /// Where that was read.
    pub sources: Vec<Source>,
}
