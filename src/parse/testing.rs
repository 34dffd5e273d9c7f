//! Helpers of the unit tests in `parse`: what a report says, readable in an assertion.

use crate::diagnostic::{Diagnostic, Report};
use crate::load::{SourcePath, Sources};
use crate::parse::locate::locate;
use crate::parse::text::Language;

/// Japanese, then English.
pub(crate) fn languages() -> Vec<Language> {
    vec![Language::new("ja"), Language::new("en")]
}

/// `code field.path "the bytes pointed at"` of every diagnostic.
pub(crate) fn summary(text: &str, report: &Report) -> Vec<String> {
    let line = |diagnostic: &Diagnostic| {
        let place = &diagnostic.place;
        let span = place.span.and_then(|(start, end)| text.get(start..end));
        let path = place.field.as_deref().unwrap_or("");
        format!("{} {path} {:?}", diagnostic.code, span.unwrap_or("?"))
    };
    report.diagnostics().iter().map(line).collect()
}

/// Runs a parser on one file and compares its diagnostics, located, with the expected ones.
pub(crate) fn check<T>(
    name: &str,
    text: &str,
    parse: impl FnOnce(&SourcePath, &[u8], &mut Report) -> T,
    expected: &[&str],
) -> T {
    let file = SourcePath::new(name);
    let mut sources = Sources::default();
    sources.insert(file.clone(), text.as_bytes());
    let mut report = Report::default();
    let result = parse(&file, text.as_bytes(), &mut report);
    locate(&mut report, &sources);
    assert_eq!(summary(text, &report), expected, "{text}");
    result
}
