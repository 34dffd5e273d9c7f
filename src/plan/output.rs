//! Redirects, and the check that no two outputs claim one path.

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::parse::site::RedirectTarget;
use crate::plan::guide::{Guide, Redirect, RedirectTo};
use crate::plan::links::Destination;
use crate::plan::route::{Content, OutputPath, Page, Route};

/// Collects the redirects of `site.yaml`, former ids and former paths.
pub(crate) fn redirects(guide: &Guide) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    let mut add = |from: &str, to: RedirectTo, place: Place| {
        let mut from = from.trim_start_matches('/').to_owned();
        // A host sends a file without an ending as a download.
        let name = from.rsplit('/').next().unwrap_or_default();
        if !name.is_empty() && !name.contains('.') {
            from.push('/');
        }
        redirects.push(Redirect { from, to, place });
    };
    for (from, to) in &guide.site.redirects {
        let place = Place::field(&guide.site.file, format!("redirects.{from}"));
        let to = match to {
            RedirectTarget::Path(path) => {
                Some(RedirectTo::Address(path.trim_start_matches('/').to_owned()))
            }
            RedirectTarget::Target(target) => match guide.resolve(target, &guide.site.file) {
                Some(Destination::Page(page, anchor)) => {
                    let language = guide.language_of(page, 0);
                    Some(RedirectTo::Page(page, language, anchor))
                }
                _ => None,
            },
        };
        if let Some(to) = to {
            add(from, to, place);
        }
    }
    for (position, collection) in guide.collections.iter().enumerate() {
        for (record, entry) in collection.records.iter().enumerate() {
            for (former, id) in entry.former_ids.iter().enumerate() {
                for language in 0..guide.site.languages.len() {
                    let folder = guide.language_folder(language);
                    let from = format!("{folder}{}/{id}/", collection.id);
                    let to = RedirectTo::Page(Page::Record(position, record), language, None);
                    add(&from, to, entry.place(&format!("former_ids[{former}]")));
                }
            }
        }
    }
    // Where there is none, no article needs to be looked into.
    let moved = !guide.index.former_articles.is_empty();
    for (position, article) in guide.articles.iter().enumerate().filter(|_| moved) {
        for version in &article.versions {
            for (former, path) in version.former_paths.iter().enumerate() {
                let page = Page::Article(position);
                let language = guide.language_position(&version.language).unwrap_or(0);
                let place = Place::field(&version.file, format!("former_paths[{former}]"));
                add(path, RedirectTo::Page(page, language, None), place);
            }
        }
    }
    redirects
}

/// Reports two outputs on one path, and redirects to an address that nothing has.
pub(crate) fn check(guide: &Guide, report: &mut Report) {
    let claims = claims(guide);
    let taken = |(position, route): (usize, &Route)| {
        let path = &route.path;
        let first = match first_of(&claims, position) {
            Some(first) => first.content,
            None if guide.pair_at(path.as_str()).is_some()
                || is_index_taken(guide, route)
                || is_copy_taken(guide, &claims, path) =>
            {
                Content::SitemapIndex
            }
            None => return None,
        };
        let (place, first) = (place_of(guide, route.content), place_of(guide, first));
        Some(conflict(path, &place, &first))
    };
    let taken: Vec<Diagnostic> = claims.par_iter().enumerate().filter_map(taken).collect();
    taken.into_iter().for_each(|problem| report.add(problem));
    files_as_folders(guide, &claims, report);
    for redirect in &guide.redirects {
        if let RedirectTo::Address(address) = &redirect.to {
            let path = OutputPath::of_address(address);
            let is_redirect = |other: &Redirect| OutputPath::of_address(&other.from) == path;
            if guide.redirects.iter().any(is_redirect) {
                report.add(chained(redirect, address));
            } else if find(&claims, path.as_str()).is_none()
                && guide.pair_at(path.as_str()).is_none()
            {
                report.add(leads_nowhere(redirect, address));
            }
        }
    }
}

/// Every output but pairs, which can't meet since ids are unique and whose folder is guarded: by
/// path, and on one path in the order of routes.
fn claims(guide: &Guide) -> Vec<Route> {
    let families = guide.families();
    let listed = families.par_iter().filter(|family| !family.is_pairs());
    let mut claims: Vec<Route> = listed
        .flat_map(|family| {
            let positions = (0..family.len).into_par_iter();
            positions.map(|position| guide.route(family, position))
        })
        .collect();
    claims.par_sort_by(|left, right| left.path.cmp(&right.path));
    claims
}

/// The first route that claims a path.
fn find<'a>(claims: &'a [Route], path: &str) -> Option<&'a Route> {
    let position = claims.partition_point(|route| route.path.as_str() < path);
    claims
        .get(position)
        .filter(|route| route.path.as_str() == path)
}

/// The first route that claims a path that sorts before the one at a position, mostly by little.
fn find_before<'a>(claims: &'a [Route], position: usize, path: &str) -> Option<&'a Route> {
    let mut step = 1;
    while step < position && claims[position - step].path.as_str() >= path {
        step *= 2;
    }
    find(&claims[position.saturating_sub(step)..position], path)
}

/// The first route on the path of another one before this.
fn first_of(claims: &[Route], position: usize) -> Option<&Route> {
    let path = &claims[position].path;
    let before = claims.get(position.checked_sub(1)?)?;
    (before.path == *path).then(|| find(claims, path.as_str()))?
}

/// Reports files where others need a folder.
fn files_as_folders(guide: &Guide, claims: &[Route], report: &mut Report) {
    // Neighbours lie in the same folders, but for the last few.
    let mut clear = "";
    for (position, route) in claims.iter().enumerate() {
        let path = route.path.as_str();
        if position > 0 && claims[position - 1].path == route.path {
            continue;
        }
        let known = |folder: &&str| {
            let rest = clear.strip_prefix(*folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut taken = false;
        for file in folders(path)
            .filter(|folder| !known(folder))
            .filter_map(|folder| find_before(claims, position, folder))
        {
            taken = true;
            let place = place_of(guide, route.content);
            report.add(conflict(
                &route.path,
                &place,
                &place_of(guide, file.content),
            ));
        }
        if !taken {
            clear = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        }
    }
}

/// Whether an output with a name of someone's choice lies where the search index is written,
/// whose files are named by their content.
fn is_index_taken(guide: &Guide, route: &Route) -> bool {
    matches!(route.content, Content::Redirect(_) | Content::ThemeFile(_))
        && (0..guide.site.languages.len()).any(|language| {
            let search = guide.page_address(Page::Search, language);
            let below = route.path.as_str().strip_prefix(&search);
            below.is_some_and(|path| path == "entry.bin" || path.starts_with("parts/"))
        })
}

/// Whether an output, or a folder that it lies in, stands where the compressed copy of another one
/// is written.
fn is_copy_taken(guide: &Guide, claims: &[Route], path: &OutputPath) -> bool {
    let path = path.as_str();
    let mut copied = folders(path)
        .chain([path])
        .filter_map(|path| guide.site.output.compress.copied(path));
    copied.any(|file| find(claims, file).is_some() || guide.pair_at(file).is_some())
}

/// The folders that a path lies in: `a` and `a/b` of `a/b/c`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .filter_map(|(end, _)| path.get(..end))
}

fn leads_nowhere(redirect: &Redirect, address: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DeadLink,
        redirect.place.clone(),
        Message::new(
            format!("転送先「/{address}」のページがありません"),
            format!("there is no page `/{address}` to redirect to"),
        ),
    )
}

fn chained(redirect: &Redirect, address: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DeadLink,
        redirect.place.clone(),
        Message::new(
            format!("転送先「/{address}」も転送です"),
            format!("`/{address}` is a redirect too"),
        ),
    )
    .with_help(Message::new(
        "最後に着くページを書きます。",
        "name the page that readers end up on",
    ))
}

/// Where an output comes from, for diagnostics.
fn place_of(guide: &Guide, content: Content) -> Place {
    match content {
        Content::Redirect(position) => guide.redirects[position].place.clone(),
        Content::Page(page, language) => page_place(guide, page, language),
        Content::Json(collection, record) => {
            guide.collections[collection].records[record].place("id")
        }
        Content::Csv(collection) | Content::SourcesCsv(collection) => {
            Place::file(&guide.collections[collection].file)
        }
        Content::Image(image) => Place::file(&guide.images[image].file),
        _ => Place::file(&guide.site.file),
    }
}

fn page_place(guide: &Guide, page: Page, language: usize) -> Place {
    let tag = guide.language(language);
    match page {
        Page::Home => Place::file(&guide.home.file),
        Page::Section(section) => Place::file(&guide.sections[section].front(tag).file),
        Page::Article(article) => Place::file(&guide.articles[article].version(tag).file),
        Page::Tag(tag) => guide.tags[tag].place.clone(),
        Page::Collection(collection)
        | Page::CollectionDivision(collection, _)
        | Page::CompareIndex(collection)
        | Page::CompareDivision(collection, _)
        | Page::Compare(collection, ..)
        | Page::Indicators(collection) => Place::file(&guide.collections[collection].file),
        Page::Record(collection, record) => {
            guide.collections[collection].records[record].place("id")
        }
        Page::Indicator(collection, indicator)
        | Page::IndicatorDivision(collection, indicator, _) => {
            Place::file(&guide.collections[collection].indicators[indicator].file)
        }
        Page::Articles
        | Page::Tags
        | Page::Glossary
        | Page::AboutData
        | Page::Search
        | Page::NotFound => Place::file(&guide.site.file),
    }
}

fn conflict(path: &OutputPath, place: &Place, first: &Place) -> Diagnostic {
    let path = path.as_str();
    Diagnostic::new(
        Code::OutputConflict,
        place.clone(),
        Message::new(
            format!("「/{path}」は {} も使っています", first.file),
            format!("`/{path}` is also made from {}", first.file),
        ),
    )
    .with_help(Message::new(
        "どちらかの id、ファイル名、転送元を変えてください。",
        "change the id, the file name or the redirect of one of them",
    ))
}

impl Guide {
    /// The comparison page at an output path, without listing them.
    pub fn pair_at(&self, path: &str) -> Option<Page> {
        let tags = self.site.languages.iter().enumerate().skip(1);
        let (language, rest) = tags
            .filter_map(|(language, tag)| {
                let rest = path.strip_prefix(tag.as_str())?.strip_prefix('/')?;
                Some((language, rest))
            })
            .next()
            .unwrap_or((0, path));
        let mut names = rest.split('/');
        (names.next()? == "compare").then_some(())?;
        let position = self.collection(names.next()?)?;
        let first = self.record(position, names.next()?)?;
        let second = self.record(position, names.next()?.strip_suffix(".html")?)?;
        self.has_comparisons(position, language).then_some(())?;
        let collection = &self.collections[position];
        let pair = collection.pairs.find(first, second)?;
        (names.next().is_none() && pair == (first, second))
            .then_some(Page::Compare(position, first, second))
    }

    /// How many addresses the sitemap holds.
    pub fn sitemap_len(&self) -> usize {
        self.sitemap_families().map(|(_, len)| len).sum()
    }

    /// The families whose pages stand in the sitemap.
    pub fn sitemap_families(&self) -> impl Iterator<Item = (crate::plan::route::Family, usize)> {
        let mut families = Vec::new();
        for language in 0..self.site.languages.len() {
            self.page_families(language, &mut families);
        }
        families
            .into_iter()
            .filter(|family| self.in_sitemap(family))
            .map(|family| (family, family.len))
    }

    fn in_sitemap(&self, family: &crate::plan::route::Family) -> bool {
        if family.len == 0 {
            return false;
        }
        match self.route(family, 0).content {
            Content::Page(Page::Search | Page::NotFound, _) => false,
            Content::Page(Page::Compare(collection, ..), _) => {
                self.collections[collection].compare.sitemap
            }
            _ => true,
        }
    }
}
