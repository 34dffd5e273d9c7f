//! Mending changes words, never what a file is made of: `５` for a number's text would become a
//! number, `１. ` a list. What would is left to people.

use std::mem::discriminant;

use pulldown_cmark::Event;

use crate::diagnostic::{Diagnostic, Edit, Report, mended};
use crate::load::SourcePath;
use crate::parse::yaml::{self, Content, Node};
use crate::parse::{front_matter, markdown};

/// Beyond this, problems of one file aren't tried one by one.
const TRIED_ALONE: usize = 50;

/// Takes the mending from problems whose edits would change the file's structure.
pub(super) fn keep_safe(
    problems: &mut [Diagnostic],
    file: &SourcePath,
    source: &str,
    is_markdown: bool,
) {
    let fixable: Vec<usize> = (0..problems.len())
        .filter(|position| {
            problems
                .get(*position)
                .is_some_and(|problem| !problem.fix.is_empty())
        })
        .collect();
    if fixable.is_empty() {
        return;
    }
    let before = Structure::of(file, source, is_markdown);
    let is_safe = |positions: &[usize], problems: &[Diagnostic]| {
        let problems = positions
            .iter()
            .filter_map(|position| problems.get(*position));
        let fixes: Vec<&[Edit]> = problems.map(|problem| problem.fix.as_slice()).collect();
        let (text, _) = mended(source, &fixes);
        Structure::of(file, &text, is_markdown) == before
    };
    if is_safe(&fixable, problems) {
        return;
    }
    let mut safe = Vec::new();
    if fixable.len() <= TRIED_ALONE {
        let alone = fixable.iter().copied();
        safe.extend(alone.filter(|position| is_safe(&[*position], problems)));
        if !is_safe(&safe, problems) {
            safe.clear();
        }
    }
    for position in fixable
        .into_iter()
        .filter(|position| !safe.contains(position))
    {
        if let Some(problem) = problems.get_mut(position) {
            problem.fix.clear();
        }
    }
}

/// What a file is made of, whatever its words are.
#[derive(PartialEq)]
struct Structure {
    /// Keys, and kinds of values, in the order of the file.
    values: Vec<Part>,
    /// Kinds of Markdown's events.
    events: Vec<std::mem::Discriminant<Event<'static>>>,
    tags: Vec<String>,
    problems: usize,
}

#[derive(PartialEq)]
enum Part {
    List(usize),
    Mapping(Vec<String>),
    /// Whether it could be something else than text.
    Scalar {
        plain: bool,
        word: bool,
    },
}

impl Structure {
    fn of(file: &SourcePath, source: &str, is_markdown: bool) -> Self {
        let mut report = Report::default();
        let mut structure = Self {
            values: Vec::new(),
            events: Vec::new(),
            tags: Vec::new(),
            problems: 0,
        };
        let (yaml, body) = if is_markdown {
            let begins = source.starts_with("---");
            let parts = begins.then(|| front_matter::split(file, source.as_bytes(), &mut report));
            match parts.flatten() {
                Some(parts) => (parts.yaml, parts.body),
                // A record's prose has no front matter.
                None => ("", source),
            }
        } else {
            (source, "")
        };
        if !yaml.is_empty()
            && let Some(tree) = yaml::parse(file, yaml, 0, &mut report)
        {
            structure.value(&tree);
        }
        let document = markdown::parse(file, body, 0, &mut report);
        for (event, _) in document.events().iter() {
            let event = event.into_owned().into_static();
            structure.events.push(discriminant(&event));
            if let Event::Start(tag) = event {
                structure.tags.push(format!("{:?}", tag.to_end()));
            }
        }
        structure.problems = report.diagnostics().len();
        structure
    }

    fn value(&mut self, node: &Node) {
        match &node.content {
            Content::Scalar(scalar) => {
                let word =
                    scalar.is_null() || scalar.boolean().is_some() || scalar.number().is_some();
                self.values.push(Part::Scalar {
                    plain: scalar.plain,
                    word,
                });
            }
            Content::List(items) => {
                self.values.push(Part::List(items.len()));
                items.iter().for_each(|item| self.value(item));
            }
            Content::Mapping(entries) => {
                let keys = entries.iter().map(|entry| entry.key.clone());
                self.values.push(Part::Mapping(keys.collect()));
                entries.iter().for_each(|entry| self.value(&entry.value));
            }
        }
    }
}
