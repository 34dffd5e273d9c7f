//! Templates and what they can reach.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem;

use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::SourcePath;

/// Each template with all that it can reach. Components have no file that a call would name, so
/// what isn't a page of its own counts for all pages; a page counts for those that name it.
pub(super) fn prints(
    templates: &[(String, SourcePath, Arc<str>)],
) -> BTreeMap<String, Fingerprint> {
    let (pages, shared): (Vec<_>, Vec<_>) = templates
        .iter()
        .map(|(name, _, text)| (name.as_str(), &**text))
        .partition(|(name, text)| is_page(name, text));
    let reached = |text: &str| -> Vec<usize> {
        let named =
            |(name, _): &(&str, &str)| memmem::find(text.as_bytes(), name.as_bytes()).is_some();
        (0..pages.len())
            .filter(|page| named(&pages[*page]))
            .collect()
    };
    let mut all = Mixer::default();
    let mut from_shared = Vec::new();
    for (name, text) in &shared {
        all.text(name).text(text);
        from_shared.extend(reached(text));
    }
    let all = all.finish();
    let closure = |first: &[usize]| {
        let mut found: Vec<usize> = Vec::new();
        let mut left: Vec<usize> = first.iter().chain(&from_shared).copied().collect();
        while let Some(page) = left.pop() {
            if !found.contains(&page) {
                found.push(page);
                left.extend(reached(pages[page].1));
            }
        }
        found.sort_unstable();
        let mut mixer = Mixer::default();
        mixer.part(all);
        for page in found {
            mixer.text(pages[page].0).text(pages[page].1);
        }
        mixer
    };
    let of_pages = pages.iter().enumerate().map(|(page, (name, _))| {
        let print = closure(&[page]).text(name).finish();
        ((*name).to_owned(), print)
    });
    let of_shared = shared.iter().map(|(name, _)| {
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
