//! Templates and what they can reach.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem;

use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::SourcePath;

/// The templates of a theme and what they can reach. Components have no file that a call would
/// name, so what isn't a page of its own counts for all pages; a page counts for those that name it.
struct Templates<'a> {
    /// Name and text.
    pages: Vec<(&'a str, &'a str)>,
    shared: Vec<(&'a str, &'a str)>,
}

impl<'a> Templates<'a> {
    fn new(templates: &'a [(String, SourcePath, Arc<str>)]) -> Self {
        let (pages, shared) = templates
            .iter()
            .map(|(name, _, text)| (name.as_str(), &**text))
            .partition(|(name, text)| is_page(name, text));
        Self { pages, shared }
    }

    /// The positions of pages that a text names.
    fn named_by(&self, text: &str) -> Vec<usize> {
        let named =
            |(name, _): &(&str, &str)| memmem::find(text.as_bytes(), name.as_bytes()).is_some();
        (0..self.pages.len())
            .filter(|page| named(&self.pages[*page]))
            .collect()
    }

    /// The positions of pages that these and the shared ones can reach, sorted.
    fn reached(&self, first: &[usize], from_shared: &[usize]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut left: Vec<usize> = first.iter().chain(from_shared).copied().collect();
        while let Some(page) = left.pop() {
            if !found.contains(&page) {
                found.push(page);
                left.extend(self.named_by(self.pages[page].1));
            }
        }
        found.sort_unstable();
        found
    }

    fn named_by_shared(&self) -> Vec<usize> {
        let named = self.shared.iter().flat_map(|(_, text)| self.named_by(text));
        named.collect()
    }
}

/// The texts of a template and of all that it can reach.
pub(in crate::render) fn texts_of<'a>(
    templates: &'a [(String, SourcePath, Arc<str>)],
    name: &str,
) -> Vec<&'a str> {
    let templates = Templates::new(templates);
    let page = templates.pages.iter().position(|(page, _)| *page == name);
    let first: Vec<usize> = page.into_iter().collect();
    let reached = templates.reached(&first, &templates.named_by_shared());
    let pages = reached.into_iter().map(|page| templates.pages[page].1);
    let shared = templates.shared.iter().map(|(_, text)| *text);
    shared.chain(pages).collect()
}

/// Each template with all that it can reach.
pub(super) fn prints(
    templates: &[(String, SourcePath, Arc<str>)],
) -> BTreeMap<String, Fingerprint> {
    let templates = Templates::new(templates);
    let mut all = Mixer::default();
    for (name, text) in &templates.shared {
        all.text(name).text(text);
    }
    let all = all.finish();
    let from_shared = templates.named_by_shared();
    let closure = |first: &[usize]| {
        let mut mixer = Mixer::default();
        mixer.part(all);
        for page in templates.reached(first, &from_shared) {
            mixer.text(templates.pages[page].0);
            mixer.text(templates.pages[page].1);
        }
        mixer
    };
    let of_pages = templates.pages.iter().enumerate().map(|(page, (name, _))| {
        let print = closure(&[page]).text(name).finish();
        ((*name).to_owned(), print)
    });
    let of_shared = templates.shared.iter().map(|(name, _)| {
        let print = closure(&[]).text(name).finish();
        ((*name).to_owned(), print)
    });
    of_pages.chain(of_shared).collect()
}

/// Whether nothing of a template shows on pages that don't name it. One that defines a component
/// may be reached by every other.
fn is_page(name: &str, text: &str) -> bool {
    !name.contains('/') && name != "shell.html" && !text.contains("endcomponent")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(templates: &[(&str, &str)]) -> BTreeMap<String, Fingerprint> {
        let templates: Vec<_> = templates
            .iter()
            .map(|(name, text)| ((*name).to_owned(), SourcePath::new("t"), Arc::from(*text)))
            .collect();
        prints(&templates)
    }

    #[test]
    fn a_template_counts_where_it_is_reached() {
        let base = [
            ("shell.html", "<html>"),
            (
                "parts/list.html",
                "{% component list() %}{% endcomponent list %}",
            ),
            ("article.html", "{% extends \"shell.html\" %}"),
            ("section.html", "{% include \"article.html\" %}"),
            ("home.html", "home"),
            ("odd.html", "{% component odd() %}{% endcomponent odd %}"),
        ];
        let before = of(&base);
        let changed = |position: usize| -> Vec<String> {
            let mut templates = base;
            let text = format!("{}!", base[position].1);
            templates[position].1 = &text;
            let after = of(&templates);
            let differs = |name: &&String| before[*name] != after[*name];
            before.keys().filter(differs).cloned().collect()
        };
        assert_eq!(changed(2), ["article.html", "section.html"]);
        assert_eq!(changed(3), ["section.html"]);
        assert_eq!(changed(4), ["home.html"]);
        for shared in [0, 1, 5] {
            assert_eq!(changed(shared).len(), base.len());
        }
    }
}
