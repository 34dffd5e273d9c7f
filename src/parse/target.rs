//! What a link leads to, as it is written in Markdown and YAML.

use serde::{Deserialize, Serialize};

use crate::parse::slug::{is_name, is_slug};

#[cfg(test)]
mod tests;
mod wording;

pub use wording::TargetError;
use wording::{bad_target, bad_url, bad_value, unsafe_scheme};

/// A link's destination. Whether it exists is known to `plan` only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// `https://…`, `http://…`, `mailto:…`
    External(String),
    /// `#midashi` on the same page.
    Anchor(String),
    /// A file relative to the one that links: `../learning/platforms.md`, `photo.jpg`.
    File {
        /// As written, without the anchor.
        path: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `region:tokushima`
    Record {
        /// The collection's prefix.
        prefix: String,
        /// The record's id.
        id: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `region:tokushima+tokyo`
    Pair {
        /// The collection's prefix.
        prefix: String,
        /// The ids in the order they were written.
        ids: (String, String),
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `indicator:regions/rent`
    Indicator {
        /// The collection's id.
        collection: String,
        /// The indicator's id.
        id: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `article:career/stagnation`
    Article {
        /// The section's folder.
        section: String,
        /// The article's slug.
        slug: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `section:career`
    Section(String),
    /// `tag:migration`
    Tag(String),
    /// `glossary:u-turn`: a word that the glossary explains.
    Term(String),
    /// `collection:regions`
    Collection(String),
    /// `compare:regions`: the comparison index.
    Comparisons(String),
    /// `page:about/data`: a page that the generator makes.
    Page(String),
}

/// What `{{region:tokushima/rent}}` and `{{indicator:regions/rent}}` name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueTarget {
    /// A record's indicator or field.
    Record {
        /// The collection's prefix.
        prefix: String,
        /// The record's id.
        id: String,
        /// An indicator's id or a field's name.
        name: String,
    },
    /// An indicator's national value.
    National {
        /// The collection's id.
        collection: String,
        /// The indicator's id.
        id: String,
    },
}

/// First words of targets; no collection's prefix may be one of them.
pub const TARGET_WORDS: &[&str] = &[
    "article",
    "section",
    "tag",
    "glossary",
    "collection",
    "compare",
    "indicator",
    "page",
];

/// Schemes that browsers or programs act on; none may be a link or a collection's prefix.
pub const REFUSED_SCHEMES: &[&str] = &[
    "about",
    "blob",
    "chrome",
    "data",
    "file",
    "filesystem",
    "ftp",
    "intent",
    "javascript",
    "jscript",
    "livescript",
    "mhtml",
    "mocha",
    "resource",
    "sms",
    "tel",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

impl Target {
    /// Reads a link's destination as it is written in Markdown (after entities) or YAML.
    ///
    /// Only the form is checked. What a browser would read as another scheme (`java\tscript:`,
    /// ` JavaScript:`) is refused as such.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        // Browsers drop control characters and outer spaces before they look for a scheme.
        let seen: String = text
            .chars()
            .filter(|character| !character.is_control() && !character.is_whitespace())
            .collect();
        match scheme(&seen) {
            Some((word, rest)) => Self::with_scheme(text, word, rest),
            None => Self::without_scheme(text),
        }
    }

    fn with_scheme(text: &str, word: &str, rest: &str) -> Result<Self, TargetError> {
        let scheme = word.to_ascii_lowercase();
        if REFUSED_SCHEMES.contains(&scheme.as_str()) {
            return Err(unsafe_scheme(&scheme));
        }
        // What stands in the scheme only when spaces are dropped was never meant as one.
        let torn = text.trim() != text || !text.starts_with(word);
        if torn || text.chars().any(char::is_control) {
            return Err(bad_target(text));
        }
        match scheme.as_str() {
            "http" | "https" => web_address(text).map(Self::External),
            "mailto" if is_mail_address(rest) && !text.contains(char::is_whitespace) => {
                Ok(Self::External(text.to_owned()))
            }
            "mailto" => Err(bad_target(text)),
            _ => Self::inside(text).ok_or_else(|| bad_target(text)),
        }
    }

    /// A target inside the guide: `word:rest#anchor`.
    fn inside(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once(':')?;
        let (rest, anchor) = split_anchor(rest)?;
        let bare = |target: Self| anchor.is_none().then_some(target);
        match word {
            "article" => {
                let (section, slug) = two_slugs(rest, '/')?;
                Some(Self::Article {
                    section,
                    slug,
                    anchor,
                })
            }
            "indicator" => {
                let (collection, id) = two_slugs(rest, '/')?;
                Some(Self::Indicator {
                    collection,
                    id,
                    anchor,
                })
            }
            "page" => {
                let path = rest.split('/').all(is_slug);
                path.then(|| Self::Page(rest.to_owned())).and_then(bare)
            }
            "section" => slug(rest).map(Self::Section).and_then(bare),
            "tag" => slug(rest).map(Self::Tag).and_then(bare),
            "glossary" => slug(rest).map(Self::Term).and_then(bare),
            "collection" => slug(rest).map(Self::Collection).and_then(bare),
            "compare" => slug(rest).map(Self::Comparisons).and_then(bare),
            _ => Self::record(slug(word)?, rest, anchor),
        }
    }

    fn record(prefix: String, rest: &str, anchor: Option<String>) -> Option<Self> {
        if let Some(ids) = two_slugs(rest, '+') {
            return Some(Self::Pair {
                prefix,
                ids,
                anchor,
            });
        }
        let id = slug(rest)?;
        Some(Self::Record { prefix, id, anchor })
    }

    /// An anchor or a file beside this one.
    fn without_scheme(text: &str) -> Result<Self, TargetError> {
        let odd = |character: char| character.is_control() || character == '\\';
        if text.is_empty() || text.starts_with('/') || text.chars().any(odd) {
            return Err(bad_target(text));
        }
        let (path, anchor) = split_anchor(text).ok_or_else(|| bad_target(text))?;
        Ok(match (path, anchor) {
            ("", Some(anchor)) => Self::Anchor(anchor),
            (path, anchor) => Self::File {
                path: path.to_owned(),
                anchor,
            },
        })
    }
}

impl ValueTarget {
    /// Reads what stands between `{{` and `}}`.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        Self::read(text.trim()).ok_or_else(|| bad_value(text))
    }

    fn read(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once(':')?;
        let (first, second) = rest.split_once('/')?;
        let (first, prefix) = (slug(first)?, slug(word)?);
        if !is_name(second) {
            return None;
        }
        let second = second.to_owned();
        match word {
            "indicator" => Some(Self::National {
                collection: first,
                id: second,
            }),
            _ if TARGET_WORDS.contains(&word) => None,
            _ => Some(Self::Record {
                prefix,
                id: first,
                name: second,
            }),
        }
    }
}

/// A web address as it is written, if it is one with `http` or `https`.
pub fn web_address(text: &str) -> Result<String, TargetError> {
    let odd = |character: char| character.is_whitespace() || character.is_control();
    let address = (!text.chars().any(odd))
        .then(|| url::Url::parse(text).ok())
        .flatten()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        // `https:example.org` and `https:///example.org` are repaired by browsers, not meant.
        .filter(|_| text.contains("://") && !text.contains(":///"))
        .filter(|url| url.host_str().is_some_and(|host| !host.is_empty()));
    match address {
        Some(_) => Ok(text.to_owned()),
        None => Err(bad_url(text)),
    }
}

/// What stands before the first colon, if it has the form of a URL's scheme.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.split_once(':')?;
    let first = word.bytes().next()?;
    let letters = word
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (first.is_ascii_alphabetic() && letters).then_some((word, rest))
}

fn is_mail_address(text: &str) -> bool {
    let address = text.split('?').next().unwrap_or(text);
    address
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

/// Splits at the first `#`; `None` if nothing or a space follows it.
fn split_anchor(text: &str) -> Option<(&str, Option<String>)> {
    match text.split_once('#') {
        None => Some((text, None)),
        Some((path, anchor)) => {
            let fine = !anchor.is_empty() && !anchor.chars().any(char::is_whitespace);
            fine.then(|| (path, Some(anchor.to_owned())))
        }
    }
}

fn slug(text: &str) -> Option<String> {
    is_slug(text).then(|| text.to_owned())
}

fn two_slugs(text: &str, separator: char) -> Option<(String, String)> {
    let (first, second) = text.split_once(separator)?;
    Some((slug(first)?, slug(second)?))
}
