//! Reads an indicator's file.

use crate::diagnostic::{Code, Report};
use crate::load::SourcePath;
use crate::parse::collection::{Better, Group, Words};
use crate::parse::indicator::{
    Aggregate, Indicator, IndicatorSource, IndicatorValue, National, Scale, words,
};
use crate::parse::slug::is_slug;
use crate::parse::text::{Language, Text};
use crate::parse::yaml::{Keys, Reader, Scalar, Value, read_file};

/// Reads the indicator of a file whose name is its id. `groups` are its collection's.
///
/// A number without its source or period is `missing-source`.
pub fn parse(
    file: &SourcePath,
    bytes: &[u8],
    groups: &[Group],
    languages: &[Language],
    report: &mut Report,
) -> Option<Indicator> {
    read_file(file, bytes, languages, report, |reader, value| {
        let mut keys = reader.keys(value)?;
        let indicator = indicator(reader, &mut keys, groups);
        keys.finish(reader);
        indicator
    })
}

fn indicator(reader: &mut Reader<'_>, keys: &mut Keys<'_>, groups: &[Group]) -> Option<Indicator> {
    let label = keys.required(reader, "label", Reader::text);
    let short = keys.optional(reader, "short", Reader::text);
    let unit = keys.optional(reader, "unit", Reader::text);
    let decimals = keys.optional(reader, "decimals", decimals);
    let group = keys.required(reader, "group", |reader, value| {
        group(reader, value, groups)
    });
    let scale = keys.required(reader, "scale", scale);
    let better = keys.optional(reader, "better", better);
    let aggregate = keys.optional(reader, "aggregate", |reader, value| {
        reader.choice(value, &[("sum", Aggregate::Sum), ("none", Aggregate::None)])
    });
    let hidden = keys
        .optional(reader, "hidden", Reader::boolean)
        .unwrap_or(false);
    let words = if hidden {
        // Nobody compares its numbers in words.
        Some(
            keys.optional(reader, "words", words)
                .unwrap_or_else(plain_words),
        )
    } else {
        keys.required(reader, "words", words)
    };
    let national = keys.optional(reader, "national", national);
    let source = keys.required_or(reader, Code::MissingSource, "source", source);
    let as_of = keys.required_or(reader, Code::MissingSource, "as_of", Reader::period);
    let review_by = keys.optional(reader, "review_by", Reader::date);
    let note = keys.optional(reader, "note", Reader::text);
    let values = keys.required(reader, "values", values);
    let label = label?;
    Some(Indicator {
        id: reader.file.stem().to_owned(),
        file: reader.file.clone(),
        short: short.unwrap_or_else(|| label.clone()),
        label,
        unit,
        decimals: decimals.unwrap_or(0),
        group: group?,
        scale: scale?,
        better: better.unwrap_or_default(),
        words: words?,
        aggregate: aggregate.unwrap_or_default(),
        national,
        source: source?,
        as_of: as_of?,
        review_by,
        note,
        hidden,
        values: values?,
    })
}

fn plain_words() -> Words {
    Words {
        more: Text::plain("+"),
        less: Text::plain("−"),
    }
}

/// Digits after the point, 0 to 6.
pub(crate) fn decimals(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<u8> {
    let digits = reader.whole(value, 0, 6)?;
    u8::try_from(digits).ok()
}

/// `higher`, `lower` or `neutral`.
pub(crate) fn better(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Better> {
    let choices = [
        ("higher", Better::Higher),
        ("lower", Better::Lower),
        ("neutral", Better::Neutral),
    ];
    reader.choice(value, &choices)
}

/// The id of one of the groups.
pub(crate) fn group(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    groups: &[Group],
) -> Option<String> {
    let ids: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    let found = value.word().filter(|word| ids.contains(word));
    if found.is_none() {
        reader.unknown_choice(value, &ids);
    }
    found.map(str::to_owned)
}

fn scale(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Scale> {
    let choices = [
        ("ratio", Scale::Ratio),
        ("interval", Scale::Interval),
        ("share", Scale::Share),
        ("index", Scale::Index),
    ];
    reader.choice(value, &choices)
}

fn national_example(value: &Value<'_>) -> String {
    let number = value.scalar().and_then(Scalar::number);
    format!("{{value: {}}}", number.unwrap_or(91.66))
}

fn national(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<National> {
    let mut keys = reader.keys_like(value, &national_example(value))?;
    let number = keys.required(reader, "value", Reader::number);
    let source = keys.optional(reader, "source", source);
    keys.finish(reader);
    Some(National {
        value: number?,
        source,
    })
}

/// Where a statistic was published; all that a reader needs to find it again is required.
fn source(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<IndicatorSource> {
    let mut keys = reader.keys(value)?;
    let missing = Code::MissingSource;
    let statistic = keys.required_or(reader, missing, "statistic", Reader::text);
    let publisher = keys.required_or(reader, missing, "publisher", Reader::text);
    let url = keys.required_or(reader, missing, "url", Reader::url);
    let read_from = keys.optional(reader, "read_from", Reader::text);
    let checked = keys.optional(reader, "checked", Reader::text);
    let licence = keys.required_or(reader, missing, "licence", Reader::text);
    let licence_url = keys.optional(reader, "licence_url", Reader::url);
    keys.finish(reader);
    Some(IndicatorSource {
        statistic: statistic?,
        publisher: publisher?,
        url: url?,
        read_from,
        checked,
        licence: licence?,
        licence_url,
    })
}

fn values(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<(String, IndicatorValue)>> {
    let mut values = Vec::new();
    for (id, value) in reader.entries(value) {
        if !is_slug(id) {
            reader.bad_key(&value, id);
            continue;
        }
        let number = match value.scalar() {
            Some(scalar) if scalar.plain && scalar.text == "not_applicable" => {
                Some(IndicatorValue::NotApplicable)
            }
            _ if value.node.is_null() => Some(IndicatorValue::Unknown),
            _ => reader.number(&value).map(IndicatorValue::Known),
        };
        // A wrong number has been reported; unknown keeps the record from being missed too.
        values.push((id.to_owned(), number.unwrap_or(IndicatorValue::Unknown)));
    }
    Some(values)
}
