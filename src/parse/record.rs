//! Records: one entry of a collection, valid against its schema.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Place;
use crate::load::SourcePath;
use crate::parse::markdown::Document;
use crate::parse::period::Period;
use crate::parse::text::Text;

mod keys;
mod prose;
mod read;
mod values;

#[cfg(test)]
mod tests;

pub(crate) use keys::{MARKDOWN, PLACE, RECORD, SOURCE_KIND};
pub use prose::parse_prose;
pub use read::parse;

/// One entry of a collection.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its ASCII slug.
    pub id: String,
    /// What readers see.
    pub name: Text,
    /// Its reading in hiragana.
    pub kana: String,
    /// Short, former or other names.
    pub aliases: Vec<String>,
    /// Ids that it had before.
    pub former_ids: Vec<String>,
    /// Whether it stands for all records that its references could name.
    pub everywhere: bool,
    /// One value for each field of the schema, in its order.
    pub values: Vec<FieldValue>,
    /// When its facts should be looked at again.
    pub review_by: Option<Date>,
    /// Where its facts were read.
    pub sources: Vec<RecordSource>,
    /// `<id>.md` beside the record.
    pub prose: Option<Document>,
    /// The file it stands in.
    pub file: SourcePath,
    /// The field path of the record in its file: empty, or `[3]` in a list.
    pub path: String,
}

impl Record {
    /// The number that a field holds, if it is known.
    pub fn number(&self, field: usize) -> Option<f64> {
        match self.values.get(field) {
            Some(FieldValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The place of one of its keys, such as `name` or `sources[0].url`.
    pub fn place(&self, key: &str) -> Place {
        let path = if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        };
        Place::field(&self.file, path)
    }
}

/// The value of one field.
#[derive(Clone, Debug)]
pub enum FieldValue {
    /// `null` or left out: nobody has found out.
    Unknown,
    /// `not_applicable`: the question makes no sense here.
    NotApplicable,
    /// Text.
    Text(Text),
    /// Markdown.
    Markdown(Box<Document>),
    /// Number, money or percent.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// Ids of options, in the schema's order.
    Choices(Vec<String>),
    /// Ids of tags, as written.
    Tags(Vec<String>),
    /// A period.
    Date(Period),
    /// A web address, checked to be http or https.
    Url(String),
    /// Degrees.
    Place {
        /// Latitude.
        lat: f64,
        /// Longitude.
        lon: f64,
    },
    /// Ids of records, as written; whether they exist is checked by `plan`.
    References(Vec<String>),
}

/// Where facts were read.
#[derive(Clone, Debug, Hash, Serialize, Deserialize)]
pub struct RecordSource {
    /// Its page.
    pub url: String,
    /// Its title, if it was noted.
    pub title: Option<Text>,
    /// The time that it speaks of; `None` is shown as 日付未確認.
    pub as_of: Option<Period>,
    /// Whether `as_of` is written, be it as `null`: someone has looked for the date.
    pub has_as_of: bool,
    /// The field path of the source in its file, such as `sources[0]`.
    pub path: String,
}
