//! `content/style.yaml`: words that the guide spells in one way.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Message, Report};
use crate::japanese::style::{Word, WordList};
use crate::load::SourcePath;
use crate::parse::text::Language;
use crate::parse::yaml::declared::{declare, list_of};
use crate::parse::yaml::kinds::STRING;
use crate::parse::yaml::{Reader, Value, read_file};

declare! {
    /// The keys of a word.
    pub(crate) static WORD: WordKeys = {
        prefer: Required String = STRING, "このガイドでの書き方。例: 子ども", "How the guide spells it";
        instead_of: Required Vec<String> = list_of!(STRING), "使わない書き方。例: [子供, こども]", "How it isn't spelled";
        except: Optional Vec<String> = list_of!(STRING), "そのままにする言葉。例: 子供の家", "Words that are let be, such as names";
    }
}

/// Reads the list; words with problems are left out.
pub fn parse(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
) -> WordList {
    let mut known = BTreeSet::new();
    let words = read_file(file, bytes, languages, report, |reader, value| {
        Some(reader.list(value, |reader, value| word(reader, value, &mut known)))
    });
    WordList::new(words.unwrap_or_default())
}

/// One word. Every spelling stands in the list once, right or wrong, so that mending one never
/// makes another.
fn word(reader: &mut Reader<'_>, value: &Value<'_>, known: &mut BTreeSet<String>) -> Option<Word> {
    let mut keys = reader.keys(value)?;
    let prefer = keys.read_with(reader, &WORD.prefer, |reader, value| {
        spelling(reader, value, known)
    });
    let instead_of = keys.read_with(reader, &WORD.instead_of, |reader, value| {
        Some(reader.list(value, |reader, value| spelling(reader, value, known)))
    });
    let except = keys.read(reader, &WORD.except);
    keys.finish(reader);
    Some(Word {
        prefer: prefer?,
        instead_of: instead_of?,
        except: except.unwrap_or_default(),
    })
}

fn spelling(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    known: &mut BTreeSet<String>,
) -> Option<String> {
    let spelling = reader.string(value)?;
    if known.insert(spelling.clone()) {
        return Some(spelling);
    }
    reader.problem_with_help(
        Code::DuplicateId,
        value,
        Message::new(
            format!("「{spelling}」が二度出てきます"),
            format!("\"{spelling}\" stands in the list twice"),
        ),
        Message::new(
            "一つの書き方は、`prefer` か `instead_of` のどちらかに一度だけ書きます",
            "a spelling stands once, either in `prefer` or in `instead_of`",
        ),
    );
    None
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::parse::testing::{check, languages};

    #[test]
    fn a_spelling_stands_in_the_list_once() {
        let text = "\
- {prefer: 子ども, instead_of: [子供, こども], except: [子供の家]}
- {prefer: サーバー, instead_of: [サーバ]}
- {prefer: こども, instead_of: [児童], wrong: x}
- {prefer: 例えば}
- {prefer: 3, instead_of: たとえば}
";
        let words = check(
            "content/style.yaml",
            text,
            |file, bytes, report| parse(file, bytes, &languages(), report),
            &[
                "duplicate-id [2].prefer \"こども\"",
                "unknown-key [2].wrong \"wrong\"",
                "missing-field [3].instead_of \"prefer\"",
                "wrong-type [4].prefer \"3\"",
                "wrong-type [4].instead_of \"たとえば\"",
            ],
        );
        assert_eq!(words.misspelled("子供とサーバと子供の家").len(), 2);
        assert!(words.misspelled("児童").is_empty());
    }
}
