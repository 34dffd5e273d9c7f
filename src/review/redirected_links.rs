//! Links to a former id or address, which lead on to another page.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::parse::target::Target;
use crate::plan::Guide;
use crate::plan::guide::{Redirect, RedirectTo};
use crate::plan::route::Page;
use crate::review::texts;

/// Reports links to former ids and addresses of the guide, also where its own web address is
/// written out.
pub(super) fn check(guide: &Guide, report: &mut Report) {
    // No other id or address leads on.
    if guide.redirects.is_empty() && !guide.has_former() {
        return;
    }
    let redirects: BTreeMap<&str, &Redirect> = guide
        .redirects
        .iter()
        .map(|redirect| (bare(&redirect.from), redirect))
        .collect();
    for link in texts::links(guide) {
        if let Target::External(url) = link.target {
            let redirect = own_path(guide, url).and_then(|path| redirects.get(bare(path)));
            if let Some(redirect) = redirect {
                report.add(redirected(
                    link.place(),
                    url,
                    &destination(guide, &redirect.to),
                ));
            }
        } else if let Some((page, anchor)) = guide.former(link.target, link.file) {
            let anchor = anchor.map(|id| format!("#{id}")).unwrap_or_default();
            let now = target(guide, page).unwrap_or_default() + &anchor;
            report.add(redirected(link.place(), &former_name(link.target), &now));
        }
    }
}

/// The path below the guide's root that one of its own web addresses leads to.
fn own_path<'a>(guide: &Guide, url: &'a str) -> Option<&'a str> {
    let path = url
        .strip_prefix(guide.base_url.as_str())
        .or_else(|| url.strip_prefix(guide.site.base_url.as_str()))?;
    path.split(['?', '#']).next()
}

/// An address in the one form that all of its spellings share.
fn bare(path: &str) -> &str {
    let path = path.strip_suffix("index.html").unwrap_or(path);
    path.trim_matches('/')
}

fn destination(guide: &Guide, to: &RedirectTo) -> String {
    match to {
        RedirectTo::Page(page, language, anchor) => {
            let anchor = anchor.as_deref().map(|id| format!("#{id}"));
            let written = target(guide, *page)
                .unwrap_or_else(|| format!("/{}", guide.page_address(*page, *language)));
            written + &anchor.unwrap_or_default()
        }
        RedirectTo::Address(address) => format!("/{address}"),
    }
}

/// How a page is written as a link's target; `None` of pages that have no former address.
fn target(guide: &Guide, page: Page) -> Option<String> {
    match page {
        Page::Record(collection, record) => {
            let collection = guide.collections.get(collection)?;
            let record = collection.records.get(record)?;
            Some(format!("{}:{}", collection.prefix, record.id))
        }
        Page::Article(article) => {
            let article = guide.articles.get(article)?;
            let section = &guide.sections.get(article.section)?.id;
            Some(format!("article:{section}/{}", article.slug))
        }
        _ => None,
    }
}

/// What a link that isn't a web address calls its page.
fn former_name(target: &Target) -> String {
    match target {
        Target::Record { prefix, id, .. } => format!("{prefix}:{id}"),
        Target::Article { section, slug, .. } => format!("article:{section}/{slug}"),
        Target::File { path, .. } => path.clone(),
        _ => String::new(),
    }
}

fn redirected(place: Place, old: &str, now: &str) -> Diagnostic {
    Diagnostic::new(
        Code::RedirectedLink,
        place,
        Message::new(
            format!("`{old}` は前の名前で、今は `{now}` です"),
            format!("`{old}` is a former name; it is `{now}` now"),
        ),
    )
    .with_help(Message::new(
        format!("`{now}` と書きます"),
        format!("write `{now}`"),
    ))
}
