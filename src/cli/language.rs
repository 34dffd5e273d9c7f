//! The language that messages are printed in.

use std::path::Path;

use clap::ValueEnum;
use serde::Deserialize;
use shirube::diagnostic::Message;

/// A `site.yaml` of more bytes isn't asked: serde_yaml takes quadratic time for deep nesting.
const LARGEST_SITE: u64 = 64_000;

/// A language that the tool speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageLanguage {
    /// 日本語
    Ja,
    /// English
    En,
}

impl MessageLanguage {
    /// The language given, or that of the environment, or that of the project in this folder, or
    /// Japanese.
    pub(super) fn choose(given: Option<Self>) -> Self {
        Self::for_project(given, Path::new("."))
    }

    /// The language given, or that of the environment, or the first of the project's `site.yaml`,
    /// or Japanese.
    pub(super) fn for_project(given: Option<Self>, root: &Path) -> Self {
        let locale = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty())?;
            Self::of_locale(&set)
        };
        given
            .or_else(locale)
            .or_else(|| Self::of_site(root))
            .unwrap_or(Self::Ja)
    }

    /// `C` and `POSIX` say that nobody chose a language, as in most pipelines.
    fn of_locale(locale: &str) -> Option<Self> {
        match locale.split(['_', '-', '.', '@']).next()? {
            "" | "C" | "POSIX" => None,
            "ja" => Some(Self::Ja),
            _ => Some(Self::En),
        }
    }

    /// Whatever is wrong with the file is said later, by those who read it properly.
    fn of_site(root: &Path) -> Option<Self> {
        let path = root.join("site.yaml");
        let metadata = path.symlink_metadata().ok()?;
        if !metadata.is_file() || metadata.len() > LARGEST_SITE {
            return None;
        }
        Self::of_languages(&std::fs::read_to_string(path).ok()?)
    }

    fn of_languages(site: &str) -> Option<Self> {
        let settings: Settings = serde_yaml::from_str(site).ok()?;
        Self::of_locale(settings.languages.first()?)
    }

    /// A message in this language.
    pub(super) fn of(self, message: &Message) -> &str {
        self.pick(&message.ja, &message.en)
    }

    /// One of two wordings.
    pub(super) fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }
}

/// What is looked for in `site.yaml`.
#[derive(Deserialize)]
struct Settings {
    languages: Vec<String>,
}

/// Words that may come from content, on one line and with pictures in place of control characters:
/// they must neither command a terminal nor begin a line that a pipeline takes for a command.
pub(super) fn one_line(words: &str) -> String {
    let shown = |character: char| match character {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(' '),
        other if other.is_control() => char::REPLACEMENT_CHARACTER,
        other => other,
    };
    words.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::MessageLanguage::{self, En, Ja};

    #[test]
    fn a_locale_names_a_language() {
        for (locale, language) in [
            ("ja_JP.UTF-8", Some(Ja)),
            ("en_US.UTF-8", Some(En)),
            ("de_DE", Some(En)),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("", None),
        ] {
            assert_eq!(MessageLanguage::of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn a_site_names_a_language() {
        let of = MessageLanguage::of_languages;
        assert_eq!(of("languages: [en, ja]\n"), Some(En));
        assert_eq!(of("title: x\nlanguages: [ja]\n"), Some(Ja));
        for silent in [
            "",
            "languages: []",
            "languages: {en: 1}",
            "languages: [",
            "\t",
        ] {
            assert_eq!(of(silent), None, "{silent:?}");
        }
    }
}
