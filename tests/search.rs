//! `tests/search/tokens.json`: the cases of folding, terms and readings that the generator and
//! the scripts in the browser must both get right.

use std::collections::BTreeSet;
use std::error::Error;

use serde_json::Value;
use shirube::search::fold::matching_form;
use shirube::search::reading::reading_key;
use shirube::search::terms::{Collector, Gram, Place, terms_of_word};

/// Cases that the generator gets wrong, each as a line.
fn wrong(
    section: &str,
    input: &str,
    output: &str,
    made: impl Fn(&str) -> Value,
) -> Result<Vec<String>, Box<dyn Error>> {
    let cases: Value = serde_json::from_str(include_str!("search/tokens.json"))?;
    let cases = cases[section].as_array().ok_or("no such section")?;
    assert!(cases.len() >= 50, "{section} has {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let text = case[input].as_str().ok_or("a case without its text")?;
        let made = made(text);
        if made != case[output] {
            wrong.push(format!(
                "{text:?}: {made}, not {} ({})",
                case[output], case["why"]
            ));
        }
    }
    Ok(wrong)
}

#[test]
fn folding() -> Result<(), Box<dyn Error>> {
    let wrong = wrong("fold", "text", "form", |text| matching_form(text).into())?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn terms() -> Result<(), Box<dyn Error>> {
    let wrong = wrong("terms", "text", "terms", |text| terms_of(text).into())?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn reading_keys() -> Result<(), Box<dyn Error>> {
    let wrong = wrong("reading_keys", "kana", "key", |kana| {
        reading_key(kana).into()
    })?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The terms of runs, sorted by UTF-16 code units.
fn terms_of(text: &str) -> Vec<String> {
    let mut collector = Collector::default();
    collector.text(text, Place::Text);
    let found = collector.finish();
    let mut terms: BTreeSet<String> = found
        .grams
        .iter()
        .map(|gram| Gram::of_number(gram >> 3).text())
        .collect();
    for (word, _) in &found.words {
        terms_of_word(word, |term, _| {
            if !term.starts_with('<') {
                terms.insert(term);
            }
        });
    }
    let mut terms: Vec<String> = terms.into_iter().collect();
    terms.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    terms
}
