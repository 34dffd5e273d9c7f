//! `content/tags.yaml`.

use crate::diagnostic::Place;
use crate::parse::text::Text;

/// A tag that articles and records may carry.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its ASCII slug.
    pub id: String,
    /// What readers see.
    pub name: Text,
    /// Its reading in hiragana.
    pub kana: String,
    /// Where it is declared.
    pub place: Place,
}
