//! The language that messages are printed in.

use clap::ValueEnum;
use shirube::diagnostic::Message;

/// A language that the tool speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageLanguage {
    /// 日本語
    Ja,
    /// English
    En,
}

impl MessageLanguage {
    /// The language given, or that of the environment, or Japanese.
    pub(super) fn choose(given: Option<Self>) -> Self {
        given.unwrap_or_else(|| {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty());
            Self::of_locale(locale.as_deref().unwrap_or_default())
        })
    }

    /// `C` and `POSIX` say that nobody chose a language, as in most pipelines.
    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '@']).next().unwrap_or_default();
        match language {
            "" | "C" | "POSIX" | "ja" => Self::Ja,
            _ => Self::En,
        }
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

#[cfg(test)]
mod tests {
    use super::MessageLanguage::{self, En, Ja};

    #[test]
    fn a_locale_names_a_language() {
        for (locale, language) in [
            ("ja_JP.UTF-8", Ja),
            ("en_US.UTF-8", En),
            ("de_DE", En),
            ("C.UTF-8", Ja),
            ("POSIX", Ja),
            ("", Ja),
        ] {
            assert_eq!(MessageLanguage::of_locale(locale), language, "{locale}");
        }
    }
}
