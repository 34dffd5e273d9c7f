//! Markdown → HTML.
//!
//! Links, values and images are resolved by whoever knows the site ([`Resolve`]); what doesn't
//! resolve was reported by `plan` and becomes plain text here. The output is balanced, holds no
//! inline style or script, and every id in it is unique within the document.
//!
//! Words come from these labels, with the parts in braces filled in:
//!
//! | key | for |
//! |---|---|
//! | `external_link` | hidden words after a link that leaves the guide |
//! | `heading_anchor` | name of a heading's anchor link; `{heading}` |
//! | `value_period` | how a value's period is set off: `（{period}）` |
//! | `table_region` | name of a table that can be scrolled; `{number}` |
//! | `callout_note`, `callout_tip`, `callout_important`, `callout_warning`, `callout_caution` | titles of callouts |
//! | `footnotes` | name of the list of footnotes |
//! | `footnote_reference`, `footnote_back` | names of the links to and from a footnote; `{number}` |
//! | `task_done`, `task_open` | names of a task list's boxes |
//!
//! Classes for the theme: `anchor`, `external`, `visually-hidden`, `value`, `table`,
//! `align-left`, `align-center`, `align-right`, `callout` and `callout-note` …, `task`,
//! `footnotes`, `footnote-reference`, `footnote-back`, and those of [`highlight`](crate::render::highlight).

use crate::parse::markdown::Document;
use crate::parse::target::{Target, ValueTarget};
use crate::render::highlight::Highlighter;

pub(crate) mod escape;
mod footnotes;
mod inline;
mod writer;

/// Where a link leads.
#[derive(Clone, Debug, Default)]
pub struct ResolvedLink {
    /// Relative to the page, or absolute for the rest of the web.
    pub href: String,
    /// The name of what it leads to; the words of a link that has none of its own.
    pub title: String,
    /// Whether it leaves the guide.
    pub external: bool,
    /// The language tag of what it leads to, where that isn't the page's.
    pub language: Option<String>,
}

/// A live value, ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct ResolvedValue {
    /// With its unit: `3,710円`.
    pub text: String,
    /// What it holds for: `2024年`. May be empty.
    pub period: String,
    /// Where its source stands. May be empty.
    pub href: String,
}

/// An image of the content.
#[derive(Clone, Debug, Default)]
pub struct ResolvedImage {
    /// Relative to the page.
    pub src: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// What a document's links, values and images stand for on one page.
pub trait Resolve {
    /// A link's destination.
    fn link(&self, target: &Target) -> Option<ResolvedLink>;
    /// A live value.
    fn value(&self, target: &ValueTarget) -> Option<ResolvedValue>;
    /// An image by its path as written.
    fn image(&self, path: &str) -> Option<ResolvedImage>;
    /// A word of the theme in the page's language.
    fn label(&self, key: &str) -> &str;
}

/// The HTML of a document: blocks, to be put into the page's article.
pub fn to_html(document: &Document, resolver: &dyn Resolve, code: &Highlighter) -> String {
    let mut writer = writer::Writer::new(document, resolver, code);
    writer.write(0..document.events.len());
    writer.write_footnotes();
    writer.html
}

/// A label with one part filled in; the part follows the label where that names no place for it.
fn fill(label: &str, name: &str, part: &str) -> String {
    let place = format!("{{{name}}}");
    if label.contains(&place) {
        label.replace(&place, part)
    } else {
        format!("{label}{part}")
    }
}
