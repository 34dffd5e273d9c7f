//! Around every page: shell, header, footer, heading; and what has no view of its own.

use serde::Serialize;

/// Given to `shell.html` of every page as `shell`.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// The page's language tag.
    pub language: String,
    /// For `<title>`: the page's name and the guide's.
    pub title: String,
    /// For search engines and shares.
    pub description: String,
    /// The page kind, as a class of `<body>`: `home`, `record` …
    pub kind: &'static str,
    /// From the page to the top of the output: `../../`, or `./` at the top.
    pub root: String,
    /// The page's absolute address.
    pub canonical: String,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The same page in all its languages (itself included); empty when there is one only.
    pub alternates: Vec<Alternate>,
    /// Address of the style sheet, relative to the page.
    pub stylesheet: String,
    /// Addresses of the entry scripts (ES modules), relative to the page.
    pub scripts: Vec<String>,
    /// Address of the Atom feed, relative to the page.
    pub feed: String,
    // `header_html` and `footer_html` are added as finished values: they are the same for all
    // pages of a depth and language.
}

/// The page in a language.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// The language's tag.
    pub language: String,
    /// The language's own name.
    pub name: String,
    /// Absolute address.
    pub url: String,
}

/// Argument of the component `header` and `footer` as `chrome`.
#[derive(Clone, Debug, Serialize)]
pub struct Chrome {
    /// The guide's name.
    pub site: String,
    /// The guide's tagline.
    pub tagline: String,
    /// Address of the home page.
    pub home: String,
    /// Address of the search page, if the guide has a search.
    pub search: Option<String>,
    /// The links of `site.yaml`'s navigation.
    pub navigation: Vec<Link>,
    /// Collections, sections and the pages about data, for the footer.
    pub map: Vec<LinkGroup>,
    /// The day that the content speaks of: the newest date of its articles, formatted.
    pub updated: Option<String>,
    /// Address of the feed.
    pub feed: String,
}

/// A named link.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Its words.
    pub name: String,
    /// Relative to the page.
    pub url: String,
}

/// Links under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct LinkGroup {
    /// The heading.
    pub name: String,
    /// The links.
    pub links: Vec<Link>,
}

/// Part of every page view as `page.head`.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// The `<h1>`.
    pub heading: String,
    /// From the home page to the parent of this page; the page itself is not in it.
    pub breadcrumbs: Vec<Link>,
    /// Where this page is edited, if the guide says so.
    pub edit_url: Option<String>,
    /// Where a mistake is reported, if the guide says so.
    pub report_url: Option<String>,
}

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// As people write it: `2026年11月21日`.
    pub text: String,
    /// `2026-11-21`
    pub iso: String,
}

/// A source with its date.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Its title, or its address without the scheme.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The time it speaks of, formatted, or the label for an unknown date.
    pub as_of: String,
    /// Whether that time is known.
    pub dated: bool,
}

/// `not_found.html`: all its links are absolute, since it is shown at any address.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundPage {
    /// Heading; no breadcrumbs.
    pub head: Head,
    /// The home page, collections and sections.
    pub links: Vec<Link>,
}

/// `redirect.html`: a page that only leads on; not based on `shell.html`.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectPage {
    /// Where it leads, relative to the page.
    pub url: String,
    /// The same as an absolute address.
    pub canonical: String,
    /// The page's language tag.
    pub language: String,
}
