//! Header and footer: rendered once for each language and depth.

use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::fingerprint::{Fingerprint, Mixer};
use crate::parse::target::Target;
use crate::plan::links::Destination;
use crate::plan::route::{Content, Page};
use crate::render::engine;
use crate::render::page::PageContext;
use crate::render::view::{self, Link, LinkGroup};

/// A finished header and footer.
pub(in crate::render) struct Chrome {
    pub(in crate::render) header: Value,
    pub(in crate::render) footer: Value,
    /// Of both.
    pub(in crate::render) print: Fingerprint,
}

/// The finished header and footer for pages with this context's language and way to the top.
pub(in crate::render) fn render(context: &PageContext<'_>) -> Result<Chrome, Box<Diagnostic>> {
    let mut arguments = Context::new();
    arguments.insert_value("chrome", engine::value(&view(context)));
    let labels = &context.renderer.labels[context.language].value;
    arguments.insert_value("labels", labels.clone());
    arguments.insert("root", &context.root);
    let component = |name: &str| context.renderer.component(name, &arguments);
    let (header, footer) = (component("header")?, component("footer")?);
    Ok(Chrome {
        print: Mixer::default().text(&header).text(&footer).finish(),
        header: Value::safe_string(&header),
        footer: Value::safe_string(&footer),
    })
}

fn view(context: &PageContext<'_>) -> view::Chrome {
    let guide = context.guide;
    view::Chrome {
        site: context.text(&guide.site.title).to_owned(),
        tagline: context.text(&guide.site.tagline).to_owned(),
        home: context.href(Page::Home),
        search: guide.site.search.then(|| context.href(Page::Search)),
        navigation: navigation(context),
        map: vec![
            group(
                context,
                "articles",
                (0..guide.sections.len()).map(Page::Section),
            ),
            group(
                context,
                "collections",
                (0..guide.collections.len()).map(Page::Collection),
            ),
            group(context, "about", about(context).into_iter()),
        ],
        updated: context.content_day().map(|day| context.wording.day(day)),
        feed: context.href_of(Content::Feed(context.language)),
    }
}

fn navigation(context: &PageContext<'_>) -> Vec<Link> {
    let item = |label: &str, target: &Target| {
        let url = match context.guide.resolve(target, &context.guide.site.file)? {
            Destination::Page(page, anchor) => {
                let anchor = anchor.map_or_else(String::new, |id| format!("#{id}"));
                context.href(page) + &anchor
            }
            Destination::External(url) => url,
            Destination::Image(_) | Destination::Here(_) => return None,
        };
        Some(Link {
            name: label.to_owned(),
            url,
        })
    };
    let items = context.guide.site.navigation.iter();
    items
        .filter_map(|entry| item(context.text(&entry.label), &entry.to))
        .collect()
}

/// Pages under a label of the theme.
fn group(context: &PageContext<'_>, label: &str, pages: impl Iterator<Item = Page>) -> LinkGroup {
    LinkGroup {
        name: context.label(label).to_owned(),
        links: pages
            .map(|page| context.link(context.page_name(page), page))
            .collect(),
    }
}

/// What the guide says of itself, and its lists.
fn about(context: &PageContext<'_>) -> Vec<Page> {
    let guide = context.guide;
    let mut pages = Vec::new();
    for (position, collection) in guide.collections.iter().enumerate() {
        if guide.has_comparisons(position, context.language) {
            pages.push(Page::CompareIndex(position));
        }
        if !collection.shown_indicators.is_empty() {
            pages.push(Page::Indicators(position));
        }
    }
    if !guide.used_tags.is_empty() {
        pages.push(Page::Tags);
    }
    if !guide.glossary.is_empty() {
        pages.push(Page::Glossary);
    }
    pages.push(Page::AboutData);
    pages
}
