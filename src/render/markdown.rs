//! Markdown → HTML.
//!
//! Links, values and images are resolved by whoever knows the site ([`Resolve`]); what doesn't
//! resolve was reported by `plan` and becomes plain text here. The output is balanced, holds no
//! inline style or script, and every id in it is unique within the document.
//!
//! Words come from the labels in [`LABELS`]. In `anchor_link`, `{name}` is the heading's text
//! (which comes first where the label has no place for it); in `table_scroll` and
//! `footnote_back`, `{n}` is a number.
//!
//! Classes for the theme: `anchor`, `external`, `visually-hidden`, `value`, `table`,
//! `align-left`, `align-center`, `align-right`, `callout` and `callout-note` …, `task`,
//! `footnotes`, `footnote-reference`, `footnote-back`, and those of [`highlight`](crate::render::highlight).

use crate::japanese::width::is_wide;
use crate::parse::markdown::Document;
use crate::parse::target::{Target, ValueTarget};
use crate::render::highlight::Highlighter;

pub(crate) mod escape;
mod footnotes;
mod inline;
mod text;
mod writer;

pub use text::{Piece, text};

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
    let packed = document.events();
    let events = packed.list();
    let may_have_values = packed.may_have_values();
    let mut writer = writer::Writer::new(document, &events, resolver, code, may_have_values);
    writer.write(0..events.len());
    writer.write_footnotes();
    writer.html
}

/// The labels that a theme has words for, in every language.
pub const LABELS: &[&str] = &[
    "anchor_link",
    "callout_caution",
    "callout_important",
    "callout_note",
    "callout_tip",
    "callout_warning",
    "external_link",
    "footnote_back",
    "footnotes",
    "table_scroll",
    "task_done",
    "task_open",
];

/// A remark in brackets, in those of its script: `（2024年）`, ` (2024)`.
fn in_brackets(remark: &str) -> String {
    if remark.chars().any(is_wide) {
        format!("（{remark}）")
    } else {
        format!(" ({remark})")
    }
}
