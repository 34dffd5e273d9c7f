//! `content/tags.yaml`.

use crate::diagnostic::{Place, Report};
use crate::load::SourcePath;
use crate::parse::text::{Language, Text};
use crate::parse::yaml::declared::declare;
use crate::parse::yaml::kinds::{READING, SLUG, TEXT};
use crate::parse::yaml::{Reader, Value, read_file};

declare! {
    /// The keys of a tag.
    pub(crate) static TAG: TagKeys = {
        id: Required String = SLUG, "タグのid。ページのアドレスになる", "The tag's id; it becomes the page's address";
        name: Required Text = TEXT, "読者に見せる名前", "What readers see";
        kana: Required String = READING, "読み。ひらがな", "Its reading in hiragana";
    }
}

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

/// Reads the list of tags; those with problems are left out.
pub fn parse(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
) -> Vec<Tag> {
    let tags = read_file(file, bytes, languages, report, |reader, value| {
        Some(reader.list(value, tag))
    });
    tags.unwrap_or_default()
}

fn tag(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Tag> {
    let mut keys = reader.keys(value)?;
    let id = keys.read(reader, &TAG.id);
    let name = keys.read(reader, &TAG.name);
    let kana = keys.read(reader, &TAG.kana);
    keys.finish(reader);
    Some(Tag {
        id: id?,
        name: name?,
        kana: kana?,
        place: Place::field(reader.file, format!("{}.id", value.path)),
    })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::parse::testing::{check, languages};

    #[test]
    fn tags_have_id_name_and_kana() {
        let text = "\
- {id: migration, name: {ja: 移住, en: Migration}, kana: いじゅう}
- {id: Career, name: キャリア, kana: キャリア}
- {id: cost, kana: おかね, color: red}
";
        let tags = check(
            "content/tags.yaml",
            text,
            |file, bytes, report| parse(file, bytes, &languages(), report),
            &[
                "bad-id [1].id \"Career\"",
                "bad-reading [1].kana \"キャリア\"",
                "missing-field [2].name \"id\"",
                "unknown-key [2].color \"color\"",
            ],
        );
        assert_eq!(tags.len(), 1);
        assert_eq!(tags[0].id, "migration");
        assert_eq!(tags[0].place.field.as_deref(), Some("[0].id"));
    }
}
