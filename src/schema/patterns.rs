//! The spellings that `parse` accepts, as regular expressions of ECMAScript.

use crate::parse::record::RECORD;
use crate::parse::target::{REFUSED_SCHEMES, TARGET_WORDS};

/// An id.
pub(super) const SLUG: &str = "[a-z0-9]+(?:-[a-z0-9]+)*";

/// An id that may hold underscores.
const NAME: &str = "[a-z0-9]+(?:[-_][a-z0-9]+)*";

/// Longer ids are refused.
const SHORT: &str = "(?=.{1,100}$)";

/// A web address.
const URL: &str = r"(?!.*:///)https?://[^\s/?#:@\\][^\s\u0000-\u001f\u007f-\u009f]*";

/// A path of the site.
const PATH: &str = r#"(?:/(?!\.)[^\s\u0000-\u001f\u007f-\u009f\\?#%:"<>|*/]+(?<!\.))+/?"#;

pub(super) fn slug() -> String {
    format!("^{SHORT}{SLUG}$")
}

pub(super) fn name() -> String {
    format!("^{SHORT}{NAME}$")
}

/// The name of a field: none that every record has a key of.
pub(super) fn field_name() -> String {
    let keys = RECORD.declarations();
    let taken: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
    format!("^(?!(?:{})$){SHORT}{NAME}$", taken.join("|"))
}

/// Words that aren't empty and hold no control character but line breaks and tabs.
pub(super) fn string() -> String {
    let control = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f";
    format!(r"^[^{control}]*[^\s{control}][^{control}]*$")
}

pub(super) fn reading() -> String {
    r"^(?=[^]*\S)[ぁ-ゖゝゞー・ 　0-9]+$".to_owned()
}

pub(super) fn language() -> String {
    "^[a-z]{2,3}(?:-[A-Za-z0-9]{2,4}){0,2}$".to_owned()
}

pub(super) fn url() -> String {
    format!("^{URL}$")
}

/// A web address with these words in it, or without `?` and `#`.
pub(super) fn address(gap: Option<&str>) -> String {
    match gap {
        Some(gap) => {
            let gap = gap.replace('{', r"\{").replace('}', r"\}");
            format!("^(?=.*{gap}){URL}$")
        }
        None => format!("^(?!.*[?#]){URL}$"),
    }
}

pub(super) fn site_path() -> String {
    format!("^{PATH}$")
}

pub(super) fn map_file() -> String {
    format!(r"^{SLUG}(?:/{SLUG})*\.geojson$")
}

pub(super) fn pair() -> String {
    format!(r"^({SLUG})\+(?!\1$){SLUG}$")
}

/// A prefix of link targets: none that means something else.
pub(super) fn prefix() -> String {
    let taken: Vec<&str> = (TARGET_WORDS.iter())
        .chain(REFUSED_SCHEMES)
        .chain(&["http", "https", "mailto"])
        .copied()
        .collect();
    format!("^(?!(?:{})$){SHORT}{SLUG}$", taken.join("|"))
}

pub(super) fn target() -> String {
    let anchor = r"#[^\s#\\\u0000-\u001f][^\s\\\u0000-\u001f]*";
    // Neither a scheme nor a path of the host, and with an anchor something in it.
    let beside = r"(?![A-Za-z][A-Za-z0-9+.-]*:)(?![/\s])[^#\\\u0000-\u001f]+";
    format!("^(?:{}|{beside}(?:{anchor})?|{anchor})$", outward())
}

/// A path, or a target that is neither an anchor nor a file.
pub(super) fn redirect() -> String {
    format!("^(?:{PATH}|{})$", outward())
}

/// Targets that mean the same wherever they stand.
fn outward() -> String {
    let anchor = r"(?:#\S+)?";
    let words = TARGET_WORDS.join("|");
    let refused = REFUSED_SCHEMES.join("|");
    [
        URL.to_owned(),
        r"mailto:[^\s@?]+@[^\s@?]*\.[^\s@?]*(?:\?\S*)?".to_owned(),
        format!("(?:article|indicator):{SLUG}/{SLUG}{anchor}"),
        format!("page:{SLUG}(?:/{SLUG})*"),
        format!("(?:section|tag|glossary|collection|compare):{SLUG}"),
        format!(r"(?!(?:{words}|{refused}|https?|mailto):){SLUG}:{SLUG}(?:\+{SLUG})?{anchor}"),
    ]
    .join("|")
}

pub(super) fn date() -> String {
    format!("^{DAY}$")
}

const MONTH: &str = r"\d{4}-(?:0[1-9]|1[0-2])";
const DAY: &str = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])";

pub(super) fn period() -> String {
    let single = format!(r"(?:\d{{4}}|FY\d{{4}}|{MONTH}|{DAY})");
    format!(r"^(?:{single}(?:/{single})?|mean \d{{4}}/\d{{4}})$")
}
