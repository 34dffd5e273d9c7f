//! Makes the mendings that a report offers, in the sources themselves.

use std::collections::BTreeMap;

use super::{Failure, Request, judge};
use crate::diagnostic::{Code, Diagnostic, Edit, Report, SourcePath, mended};
use crate::load::{self, Sources};
use crate::write;

/// Mendings can make others possible (`ﾕｰｻﾞ` becomes ユーザ, then ユーザー), but never without
/// end: spellings stand in the list once.
const ROUNDS: usize = 6;

/// What was mended, by file: how many problems of each kind.
pub type Mended = BTreeMap<SourcePath, BTreeMap<Code, usize>>;

/// Mends everything that has one right answer, until there is nothing more. Nothing else in the
/// files changes.
///
/// # Errors
///
/// When a source can't be read or replaced. What was mended before stays mended.
pub fn mend(request: &Request<'_>) -> Result<Mended, Failure> {
    let mut all = Mended::new();
    for _ in 0..ROUNDS {
        let sources = load::load(request.root, &mut Report::default())?;
        let report = judge(&sources, request.drafts, &request.options);
        let mut changed = false;
        for (file, new, codes) in new_texts(&report, &sources) {
            let Some(old) = sources.get(&file) else {
                continue;
            };
            if write::replace_source(request.root, &file, old, new.as_bytes())? {
                changed = true;
                let counts = all.entry(file).or_default();
                codes
                    .into_iter()
                    .for_each(|code| *counts.entry(code).or_default() += 1);
            }
        }
        if !changed {
            break;
        }
    }
    Ok(all)
}

/// Each file that can be mended, its new text, and the problems that are gone then.
fn new_texts(report: &Report, sources: &Sources) -> Vec<(SourcePath, String, Vec<Code>)> {
    let mut by_file: BTreeMap<&SourcePath, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in report
        .diagnostics()
        .iter()
        .filter(|problem| !problem.fix.is_empty())
    {
        by_file
            .entry(&problem.place.file)
            .or_default()
            .push(problem);
    }
    let mut texts = Vec::new();
    for (file, problems) in by_file {
        let source = sources
            .get(file)
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        let Some(source) = source else {
            continue;
        };
        let fixes: Vec<&[Edit]> = problems
            .iter()
            .map(|problem| problem.fix.as_slice())
            .collect();
        let (text, made) = mended(source, &fixes);
        let codes = problems
            .iter()
            .zip(made)
            .filter_map(|(problem, made)| made.then_some(problem.code));
        if text != source {
            texts.push((file.clone(), text, codes.collect()));
        }
    }
    texts
}
