//! `content/glossary.yaml`.

use jiff::civil::Date;

use crate::diagnostic::{Place, Report};
use crate::load::SourcePath;
use crate::parse::markdown::Document;
use crate::parse::record::{self, RecordSource};
use crate::parse::text::{Language, Text};
use crate::parse::yaml::declared::{declare, list_of};
use crate::parse::yaml::kinds::{DATE, READING, SLUG, STRING, TEXT};
use crate::parse::yaml::{Reader, Value, read_file};

declare! {
    /// The keys of a term.
    pub(crate) static TERM: TermKeys = {
        id: Required String = SLUG, "用語のid。用語集のページの中でのリンク先になる", "The term's id; its anchor on the glossary's page";
        term: Required Text = TEXT, "言葉そのもの", "The word itself";
        kana: Required String = READING, "読み。ひらがな", "Its reading in hiragana";
        aliases: Optional Vec<String> = list_of!(STRING), "同じものの別の名前", "Other names of the same thing";
        text: Required Document = record::MARKDOWN, "意味。見出しのないMarkdown", "What it means: Markdown without headings";
        review_by: Optional Date = DATE, "見直しの期限。過ぎると警告が出る", "When it should be looked at again";
        sources: Optional Vec<RecordSource> = list_of!(record::SOURCE_KIND), "出典。どこで読んだか", "Where that was read";
    }
}

/// A word that the guide explains.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its ASCII slug; its anchor on the glossary's page.
    pub id: String,
    /// The word itself.
    pub name: Text,
    /// Its reading in hiragana.
    pub kana: String,
    /// Other names of the same thing.
    pub aliases: Vec<String>,
    /// What it means: Markdown without headings, in the site's first language.
    pub text: Document,
    /// When it should be looked at again.
    pub review_by: Option<Date>,
    /// Where that was read.
    pub sources: Vec<RecordSource>,
    /// Where it is declared.
    pub place: Place,
}

/// Reads the glossary; terms with problems are left out.
pub fn parse(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
) -> Vec<Term> {
    let terms = read_file(file, bytes, languages, report, |reader, value| {
        Some(reader.list(value, term))
    });
    terms.unwrap_or_default()
}

fn term(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Term> {
    let mut keys = reader.keys(value)?;
    let id = keys.read(reader, &TERM.id);
    let name = keys.read(reader, &TERM.term);
    let kana = keys.read(reader, &TERM.kana);
    let aliases = keys.read(reader, &TERM.aliases);
    let text = keys.read(reader, &TERM.text);
    let review_by = keys.read(reader, &TERM.review_by);
    let sources = keys.read(reader, &TERM.sources);
    keys.finish(reader);
    Some(Term {
        id: id?,
        name: name?,
        kana: kana?,
        aliases: aliases.unwrap_or_default(),
        text: text?,
        review_by,
        sources: sources.unwrap_or_default(),
        place: Place::field(reader.file, format!("{}.id", value.path)),
    })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::parse::target::Target;
    use crate::parse::testing::{check, languages};

    #[test]
    fn terms_have_a_reading_and_an_explanation() {
        let text = "\
- id: u-turn
  term: {ja: Uターン, en: U-turn}
  kana: ゆーたーん
  aliases: [帰郷]
  text: 生まれた町に[戻る](tag:migration)こと。
  sources: [{url: \"https://a.example/\", as_of: 2025}]
- {id: dx, term: DX, kana: ディーエックス, text: a, name: b}
- {id: lt, term: LT, text: \"## a\", sources: [{title: b}], aliases: c}
- {id: oss, term: OSS, kana: おーえすえす}
";
        let terms = check(
            "content/glossary.yaml",
            text,
            |file, bytes, report| parse(file, bytes, &languages(), report),
            &[
                "bad-reading [1].kana \"ディーエックス\"",
                "unknown-key [1].name \"name\"",
                "missing-field [2].kana \"id\"",
                "wrong-type [2].aliases \"c\"",
                "wrong-type [2].text \"\\\"## a\\\"\"",
                "missing-field [2].sources[0].url \"title\"",
                "missing-field [3].text \"id\"",
            ],
        );
        assert_eq!(terms.len(), 1);
        let term = &terms[0];
        assert_eq!(term.place.field.as_deref(), Some("[0].id"));
        assert_eq!(term.text.links[0].0, Target::Tag("migration".into()));
        assert_eq!((term.aliases.len(), term.sources.len()), (1, 1));
    }
}
