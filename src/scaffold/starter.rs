//! A new guide: a small complete one, whose regions, numbers and articles are samples.

use jiff::civil::Date;

use super::theme::THEME;
use super::yaml::words;

/// What a new guide is made with.
#[derive(Clone, Debug)]
pub struct Starter {
    /// Its only language.
    pub language: StarterLanguage,
    /// Its name.
    pub title: String,
    /// Where it will be published; ends with `/`.
    pub base_url: String,
    /// The day that its articles are published on.
    pub today: Date,
}

/// The languages that there is a first guide in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StarterLanguage {
    /// Japanese.
    Japanese,
    /// English.
    English,
}

/// Names files of both languages once.
macro_rules! samples {
    ($($path:literal,)+) => {
        &[$((
            $path,
            include_str!(concat!("starter/ja/", $path)),
            include_str!(concat!("starter/en/", $path)),
        )),+]
    };
}

/// A file's path and its text in Japanese and English.
#[rustfmt::skip]
const SAMPLES: &[(&str, &str, &str)] = samples![
    "README.md",
    "content/articles/start/first-steps.md",
    "content/articles/start/index.md",
    "content/articles/start/reading-numbers.md",
    "content/glossary.yaml",
    "content/index.md",
    "content/indicators/regions/sample-rent.yaml",
    "content/regions/_collection.yaml",
    "content/regions/sample-island.yaml",
    "content/regions/sample-north.yaml",
    "content/regions/sample-south.yaml",
    "content/tags.yaml",
    "gitignore",
    "site.yaml",
];

/// Every file of a new guide: its path and its bytes.
pub fn starter(starter: &Starter) -> Vec<(String, Vec<u8>)> {
    let sample = |(path, ja, en): &(&str, &str, &str)| {
        let text = match starter.language {
            StarterLanguage::Japanese => ja,
            StarterLanguage::English => en,
        };
        // Under its own name git would obey it here.
        let path = path.replace("gitignore", ".gitignore");
        (path, filled(text, starter).into_bytes())
    };
    let theme = |(path, bytes): &(&str, &[u8])| ((*path).to_owned(), bytes.to_vec());
    (SAMPLES.iter().map(sample))
        .chain(THEME.iter().map(theme))
        .collect()
}

fn filled(text: &str, starter: &Starter) -> String {
    // The title comes last: whatever stands in it stays as it is.
    text.replace("@TODAY@", &starter.today.to_string())
        .replace("@YEAR@", &starter.today.year().to_string())
        .replace("@BASE_URL@", &words(&starter.base_url))
        .replace("@HEADING@", &starter.title)
        .replace("@TITLE@", &words(&starter.title))
}
