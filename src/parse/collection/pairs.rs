//! Reads which pairs of records are compared.

use crate::diagnostic::{Code, Message};
use crate::parse::collection::keys::RULE;
use crate::parse::collection::read::needs_place;
use crate::parse::collection::{Field, FieldKind, PairRule, Pairs};
use crate::parse::slug::is_slug;
use crate::parse::yaml::{Content, Reader, Value};

/// `all`, `none` or a list of rules.
pub(super) fn read(reader: &mut Reader<'_>, value: &Value<'_>, fields: &[Field]) -> Option<Pairs> {
    if matches!(value.node.content, Content::List(_)) {
        let rules = reader.list(value, |reader, value| rule(reader, value, fields));
        return Some(Pairs::Rules(rules));
    }
    match value.word() {
        Some("all") => Some(Pairs::All),
        Some("none") => Some(Pairs::None),
        _ => {
            reader.problem_with_help(
                Code::UnknownChoice,
                value,
                Message::new(
                    "`pairs` は `all`、`none`、または決まりの並びです",
                    "`pairs` is `all`, `none` or a list of rules",
                ),
                Message::new(
                    "例: `pairs: all`、または `pairs: [{same: [kind]}]`",
                    "such as `pairs: all` or `pairs: [{same: [kind]}]`",
                ),
            );
            None
        }
    }
}

fn rule(reader: &mut Reader<'_>, value: &Value<'_>, fields: &[Field]) -> Option<PairRule> {
    let mut keys = reader.keys(value)?;
    let same = keys.read(reader, &RULE.same);
    let differ = keys.read(reader, &RULE.differ);
    let both = keys.read_with(reader, &RULE.both, |reader, value| {
        both(reader, value, fields)
    });
    let with = keys.read(reader, &RULE.with);
    let nearest = keys.read_with(reader, &RULE.nearest, |reader, value| {
        needs_place(reader, value, fields);
        (RULE.nearest.kind.read)(reader, value)
    });
    let within_km = keys.read_with(reader, &RULE.within_km, |reader, value| {
        needs_place(reader, value, fields);
        (RULE.within_km.kind.read)(reader, value)
    });
    let empty = matches!(&value.node.content, Content::Mapping(entries) if entries.is_empty());
    if empty {
        let message = Message::new("決まりが空です", "the rule is empty");
        let help = Message::new(
            "すべての組を作るなら `pairs: all` と書きます",
            "for every pair write `pairs: all`",
        );
        reader.problem_with_help(Code::MissingField, value, message, help);
    }
    keys.finish(reader);
    Some(PairRule {
        same: same.unwrap_or_default(),
        differ: differ.unwrap_or_default(),
        both: both.unwrap_or_default(),
        with: with.unwrap_or_default(),
        nearest: nearest.and_then(|nearest| usize::try_from(nearest).ok()),
        within_km,
    })
}

/// Field and value; that the field exists is checked by `plan`, that the option does, here.
fn both(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    fields: &[Field],
) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for (id, value) in reader.entries(value) {
        let Some(word) = value.word() else {
            reader.wrong_type(&value, ["一つの語", "one word"], None);
            continue;
        };
        let field = fields.iter().find(|field| field.id == id);
        if let Some(FieldKind::Choice { options }) = field.map(|field| &field.kind) {
            let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
            if !ids.contains(&word) {
                reader.unknown_choice(&value, &ids);
                continue;
            }
        }
        pairs.push((id.to_owned(), word.to_owned()));
    }
    Some(pairs)
}

/// A pair that is shown first: `tokushima+tokyo`.
pub(super) fn featured(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<(String, String)> {
    let word = value.word().unwrap_or_default();
    let pair = word
        .split_once('+')
        .filter(|(first, second)| is_slug(first) && is_slug(second) && first != second);
    if pair.is_none() {
        reader.problem_with_help(
            Code::BadTarget,
            value,
            Message::new(
                "二つの id の組ではありません",
                "this isn't a pair of two ids",
            ),
            Message::new(
                "`tokushima+tokyo` のように書きます",
                "write it like `tokushima+tokyo`",
            ),
        );
    }
    pair.map(|(first, second)| (first.to_owned(), second.to_owned()))
}
