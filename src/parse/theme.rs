//! A theme: templates, labels, styles and scripts, with the project's overrides applied.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::load::SourcePath;
use crate::parse::text::Language;

mod labels;
mod read;
mod scripts;
#[cfg(test)]
mod tests;

pub use read::parse;

/// Everything that makes pages look as they do.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The folder's name.
    pub name: String,
    /// Path below `templates/` (`parts/header.html`), the file it came from, its text.
    pub templates: Vec<(String, SourcePath, Arc<str>)>,
    /// Styles in cascade order: path below `styles/`, and text.
    pub styles: Vec<(String, Arc<str>)>,
    /// Scripts that pages load: path below `scripts/`.
    pub entry_scripts: Vec<String>,
    /// Every script as it is published: path below `scripts/`, and bytes.
    pub scripts: Vec<(String, Arc<[u8]>)>,
    /// Files that are copied as they are (icons): path below `static/`, and bytes.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// Every word that the theme shows, by language and key.
    pub labels: BTreeMap<Language, BTreeMap<String, Arc<str>>>,
}
