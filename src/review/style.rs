//! Japanese style of everything that readers read: what [`crate::japanese::style`] finds, with its
//! place in the sources and, where there is one right answer, what mends it.
//!
//! Bodies of Markdown are looked at with the spans that they were parsed with. Values in YAML are
//! found again by their field paths; one that is written as it reads gets exact places, one with
//! escapes or several lines its whole value and no mending.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::japanese::style::{self, Finding, WordList, commas, long_sentences, manner};
use crate::load::{PORTION, SourcePath, Sources};
use crate::parse::locate;
use crate::plan::Guide;

mod lines;
mod manners;
mod markdown;
mod passage;
mod safe;
mod texts;
mod values;
mod wording;

use manners::Manners;
use passage::{Kind, Passage};
use texts::{Form, Texts};

/// What isn't in the guide's style, by file; articles whose file isn't looked at are left out, and
/// so is every file in which nothing is wrong.
pub(super) fn style(
    guide: &Guide,
    sources: &Sources,
    is_looked_at: &dyn Fn(&SourcePath) -> bool,
) -> BTreeMap<SourcePath, Vec<Diagnostic>> {
    // Data first, whose files may be large, so that no thread has one of them at the end.
    let mut others: Vec<_> = texts::texts(guide).into_iter().collect();
    others.sort_by_key(|(_, texts)| texts.document.is_some());
    let others = others.into_par_iter().with_max_len(PORTION);
    let others = others.map(|(file, texts)| {
        let problems = examine(&file, &texts, &guide.words, sources);
        (file, problems)
    });
    let all = others.chain(articles(guide, sources, is_looked_at));
    all.filter(|(_, problems)| !problems.is_empty()).collect()
}

/// The same of articles whose file is looked at, and of nothing else.
pub(super) fn of_articles(
    guide: &Guide,
    sources: &Sources,
    is_looked_at: &dyn Fn(&SourcePath) -> bool,
) -> BTreeMap<SourcePath, Vec<Diagnostic>> {
    let all = articles(guide, sources, is_looked_at);
    all.filter(|(_, problems)| !problems.is_empty()).collect()
}

fn articles<'a>(
    guide: &'a Guide,
    sources: &'a Sources,
    is_looked_at: &dyn Fn(&SourcePath) -> bool,
) -> impl IndexedParallelIterator<Item = (SourcePath, Vec<Diagnostic>)> + use<'a> {
    let articles = guide.articles.iter().flat_map(|article| &article.versions);
    let articles: Vec<_> = articles.filter(|text| is_looked_at(&text.file)).collect();
    let articles = articles.into_par_iter().with_max_len(PORTION);
    articles.map(|article| {
        let file = &article.file;
        let problems = examine(file, &texts::of_article(article), &guide.words, sources);
        (file.clone(), problems)
    })
}

fn examine(
    file: &SourcePath,
    texts: &Texts<'_>,
    words: &WordList,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let Some(source) = sources.text(file) else {
        return Vec::new();
    };
    // Parsed only where something may be wrong with what is in it.
    let tree = LazyCell::new(|| locate::tree(file, sources));
    let tree = || tree.as_ref();
    let mut problems = lines::trailing_spaces(file, source, texts.document, &tree);
    let mut of_file = Manners::default();
    let body = texts.document.filter(|_| texts.is_japanese);
    for passage in body
        .map(|body| markdown::passages(body, source))
        .into_iter()
        .flatten()
    {
        let words_of = style::Passage::new(passage.text());
        of_file.add(&passage, &words_of);
        problems.extend(passage_problems(file, &passage, &words_of, words));
    }
    let values = match &texts.read {
        Some(read) if is_fine(read, texts.is_japanese, &of_file, words) => &[][..],
        _ => &texts.values,
    };
    for (path, form) in values {
        let node = tree().and_then(|root| locate::node(root, path));
        let node = node.and_then(|node| values::japanese(node, texts.is_japanese));
        let Some(node) = node else {
            continue;
        };
        let mut own = Manners::default();
        for passage in values::passages(file, node, source, *form) {
            let manners = if passage.kind == Kind::Lead {
                &mut of_file
            } else {
                &mut own
            };
            let words_of = style::Passage::new(passage.text());
            manners.add(&passage, &words_of);
            problems.extend(passage_problems(file, &passage, &words_of, words));
        }
        problems.extend(own.problems(file));
    }
    problems.extend(of_file.problems(file));
    safe::keep_safe(&mut problems, file, source, texts.document.is_some());
    // Headings are made by their mending, so what else is mended doesn't wait for it.
    problems.extend(
        texts
            .document
            .into_iter()
            .flat_map(|body| lines::headings(file, source, body)),
    );
    problems
}

/// Whether nothing is wrong with values as they read, in a file that speaks like this: then nobody
/// needs to know where in it they stand.
fn is_fine(
    values: &[(&str, Form)],
    is_japanese: bool,
    of_file: &Manners,
    words: &WordList,
) -> bool {
    let mut manners = of_file.seen();
    let mut is_fine = |(text, form): &(&str, Form)| {
        let words_of = style::Passage::new(text);
        let kind = form.kind();
        if kind.has_manner() {
            manners.add(&words_of);
        }
        findings(text, kind, &words_of, words).is_empty()
    };
    !is_japanese || (values.iter().all(&mut is_fine) && !manners.are_mixed())
}

/// What a passage's words come to, addresses included.
fn findings(
    text: &str,
    kind: Kind,
    words_of: &style::Passage<'_>,
    words: &WordList,
) -> Vec<Finding> {
    let mut findings = words_of.characters();
    if !words.is_empty() {
        findings.extend(words.misspelled(text));
    }
    if kind.has_sentences() {
        findings.extend(long_sentences(words_of));
        findings.extend(commas(words_of));
    }
    findings
}

fn passage_problems(
    file: &SourcePath,
    passage: &Passage<'_>,
    words_of: &style::Passage<'_>,
    words: &WordList,
) -> Vec<Diagnostic> {
    if passage.kind == Kind::Quotation {
        return Vec::new();
    }
    let text = passage.text();
    let mut findings = findings(text, passage.kind, words_of, words);
    if findings.is_empty() {
        return Vec::new();
    }
    let addresses = addresses(text);
    // Another spelling would be another address.
    let in_address = |finding: &Finding| {
        let next = addresses.partition_point(|address| address.end < finding.range.end);
        (addresses.get(next)).is_some_and(|address| address.start <= finding.range.start)
    };
    findings.retain(|finding| !in_address(finding));
    let problem = |finding| wording::problem(file, passage, finding);
    findings.into_iter().filter_map(problem).collect()
}

/// Web addresses that are written as words, as far as they may go: `https://example.org/子供`.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let ends = |character: char| {
        character.is_whitespace() || "、。「」『』（）【】<>\"`".contains(character)
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for (middle, _) in text.match_indices("://") {
        if found.last().is_some_and(|last| middle < last.end) {
            continue;
        }
        let before = text.get(..middle).unwrap_or_default();
        let scheme = before
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let rest = text.get(middle..).unwrap_or_default();
        let length = rest.find(ends).unwrap_or(rest.len());
        found.push(middle - scheme..middle + length);
    }
    found
}
