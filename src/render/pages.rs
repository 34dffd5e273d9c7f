//! The views of all page kinds, one file a group.

pub(super) mod about;
pub(super) mod articles;
pub(super) mod chrome;
pub(super) mod collection;
pub(super) mod compare;
pub(super) mod glossary;
pub(super) mod home;
pub(super) mod indicator;
pub(super) mod record;
pub(super) mod search;
pub(super) mod simple;
pub(super) mod tags;

use crate::diagnostic::Diagnostic;
use crate::plan::route::Page;
use crate::render::page::{Finished, PageContext};

/// Renders the page that a context stands for.
pub(super) fn render(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    match context.page {
        Page::Home => home::render(context),
        Page::Articles => articles::index(context),
        Page::Section(section) => articles::section(context, section),
        Page::Article(article) => articles::article(context, article),
        Page::Tags => tags::index(context),
        Page::Tag(tag) => tags::tag(context, tag),
        Page::Glossary => glossary::render(context),
        Page::Collection(collection) => collection::render(context, collection),
        Page::Record(collection, record) => record::render(context, collection, record),
        Page::CompareIndex(collection) => compare::index(context, collection),
        Page::Compare(collection, first, second) => {
            compare::pair(context, collection, first, second)
        }
        Page::Indicators(collection) => indicator::index(context, collection),
        Page::Indicator(collection, indicator) => indicator::render(context, collection, indicator),
        Page::AboutData => about::data(context),
        Page::Search => search::render(context),
        Page::NotFound => simple::not_found(context),
    }
}
