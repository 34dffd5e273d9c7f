//! `words`: how two numbers are told apart, in a text or in one mapping per language.

use crate::parse::collection::Words;
use crate::parse::indicator::keys::{TWO_TEXTS, TWO_WORDS};
use crate::parse::text::{Language, Text};
use crate::parse::yaml::{Reader, Value};

/// Reads `{more: 高い, less: 安い}` or `{ja: {more: 高い, less: 安い}, en: {…}}`.
pub(super) fn words(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Words> {
    let mut keys = reader.keys_like(value, "{more: 多い, less: 少ない}")?;
    let first = reader.languages.first()?.clone();
    let by_language = keys.get(first.as_str()).is_some() && keys.get("more").is_none();
    if !by_language {
        let mut keys = reader.keys(value)?;
        let more = keys.read(reader, &TWO_TEXTS.more);
        let less = keys.read(reader, &TWO_TEXTS.less);
        keys.finish(reader);
        return Some(Words {
            more: more?,
            less: less?,
        });
    }
    let mut all = Vec::new();
    for (tag, value) in reader.entries(value) {
        if reader.key_is_language(&value, tag) {
            all.push((Language::new(tag), both(reader, &value)?));
        }
    }
    let (_, (more, less)) = all.iter().find(|(language, _)| *language == first)?;
    let mut words = Words {
        more: Text::plain(more),
        less: Text::plain(less),
    };
    for (language, (more, less)) in all.iter().filter(|(language, _)| *language != first) {
        words.more = words.more.with(language.clone(), more);
        words.less = words.less.with(language.clone(), less);
    }
    Some(words)
}

fn both(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<(String, String)> {
    let mut keys = reader.keys(value)?;
    let more = keys.read(reader, &TWO_WORDS.more);
    let less = keys.read(reader, &TWO_WORDS.less);
    keys.finish(reader);
    Some((more?, less?))
}
