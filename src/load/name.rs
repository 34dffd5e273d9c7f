//! File and folder names of `content/` that become URLs.

use crate::diagnostic::Message;

/// Whether a text is an ASCII slug: `a-z` and `0-9`, with single hyphens inside.
pub(super) fn is_slug(text: &str) -> bool {
    let plain = |character: u8| character.is_ascii_lowercase() || character.is_ascii_digit();
    text.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(plain))
}

/// Whether a file may have this name: a slug and one ending (`rent.yaml`), or with a language
/// between them (`photo.en.md`), the schema's own name, or a README for those who look around.
pub(super) fn is_file_name(name: &str) -> bool {
    if matches!(name, "_collection.yaml" | "README.md") {
        return true;
    }
    let mut parts = name.split('.');
    let stem = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    is_slug(stem)
        && match rest.as_slice() {
            [ending] => is_ending(ending),
            [language, ending] => is_language(language) && is_ending(ending),
            _ => false,
        }
}

/// A name near to a bad one that would do, if anything of it can be kept.
pub(super) fn suggestion(name: &str, is_folder: bool) -> Option<String> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !is_folder && !stem.is_empty() => (stem, ending),
        _ => (name, ""),
    };
    let stem = slug(stem);
    let ending = ending.to_ascii_lowercase();
    if stem.is_empty() || (!is_folder && !is_ending(&ending)) {
        None
    } else if is_folder {
        Some(stem)
    } else {
        Some(format!("{stem}.{ending}"))
    }
}

/// What to do about a bad name.
pub(super) fn help(name: &str, is_folder: bool) -> Message {
    match suggestion(name, is_folder) {
        Some(better) => Message::new(
            format!("名前を「{better}」のように変えてください"),
            format!("rename it, for example to `{better}`"),
        ),
        None => Message::new(
            "a-z と 0-9、間のハイフンだけの名前に変えてください（例: ijuu-no-junbi.md）",
            "use a-z, 0-9 and hyphens between them, for example `ijuu-no-junbi.md`",
        ),
    }
}

fn is_ending(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Such as `en` or `zh-Hant`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn slug(text: &str) -> String {
    let mut result = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            result.push(character.to_ascii_lowercase());
        } else if !result.is_empty() && !result.ends_with('-') {
            result.push('-');
        }
    }
    result.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_file_name, is_slug, suggestion};

    #[test]
    fn names_that_can_be_urls() {
        for good in [
            "a.md",
            "ju-min-hyo.yaml",
            "_collection.yaml",
            "x.en.md",
            "x.zh-Hant.md",
        ] {
            assert!(is_file_name(good), "{good}");
        }
        for bad in [
            "A.md",
            "a_b.md",
            "移住.md",
            "a",
            "a..md",
            "a.b.c.md",
            "-a.md",
            "a--b.md",
            "_x.yaml",
        ] {
            assert!(!is_file_name(bad), "{bad}");
        }
        assert!(is_slug("career") && !is_slug("my folder") && !is_slug(""));
    }

    #[test]
    fn a_suggestion_keeps_what_can_be_kept() {
        assert_eq!(
            suggestion("My_Photo (1).JPG", false).as_deref(),
            Some("my-photo-1.jpg")
        );
        assert_eq!(
            suggestion("2025年Report.md", false).as_deref(),
            Some("2025-report.md")
        );
        assert_eq!(suggestion("My Folder", true).as_deref(), Some("my-folder"));
        assert_eq!(suggestion("移住.md", false), None);
        assert_eq!(suggestion("README", false), None);
    }
}
