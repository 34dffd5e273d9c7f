//! Reads an indicator's file.

use crate::diagnostic::{Code, Message, Report};
use crate::load::SourcePath;
use crate::parse::collection::{Group, Words};
use crate::parse::indicator::keys::{INDICATOR, NATIONAL, SOURCE, group};
use crate::parse::indicator::{Indicator, IndicatorSource, IndicatorValue, National, Own};
use crate::parse::period::Period;
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
    let label = keys.read(reader, &INDICATOR.label);
    let short = keys.read(reader, &INDICATOR.short);
    let unit = keys.read(reader, &INDICATOR.unit);
    let decimals = keys.read(reader, &INDICATOR.decimals);
    let group = keys.read_with(reader, &INDICATOR.group, |reader, value| {
        group(reader, value, groups)
    });
    let scale = keys.read(reader, &INDICATOR.scale);
    let better = keys.read(reader, &INDICATOR.better);
    let aggregate = keys.read(reader, &INDICATOR.aggregate);
    let hidden = keys.read(reader, &INDICATOR.hidden).unwrap_or(false);
    let words = keys.read(reader, &INDICATOR.words);
    // Nobody compares the numbers of a hidden one in words.
    let words = words.or_else(|| hidden.then(plain_words));
    let national = keys.read(reader, &INDICATOR.national);
    let is_derived = keys.is_derived();
    let formula = keys.read(reader, &INDICATOR.formula);
    let source = keys.read(reader, &INDICATOR.source);
    let as_of = keys.read(reader, &INDICATOR.as_of);
    let review_by = keys.read(reader, &INDICATOR.review_by);
    let note = keys.read(reader, &INDICATOR.note);
    let not_applicable = keys.read(reader, &INDICATOR.not_applicable);
    let values = keys.read_with(reader, &INDICATOR.values, |reader, value| {
        let values = values(reader, value)?;
        if is_derived {
            no_numbers(reader, value);
        }
        Some(values)
    });
    let label = label?;
    let own = Own {
        source: source.is_some(),
        as_of: as_of.is_some(),
    };
    if is_derived && formula.is_none() {
        return None;
    }
    let (source, as_of, values) = if is_derived {
        (
            source.unwrap_or_default(),
            as_of.unwrap_or(Period::Year(0)),
            values.unwrap_or_default(),
        )
    } else {
        (source?, as_of?, values?)
    };
    Some(Indicator {
        id: reader.file.stem().to_owned(),
        file: reader.file.clone(),
        short: short.unwrap_or_else(|| label.clone()),
        label,
        unit,
        decimals: decimals
            .and_then(|digits| u8::try_from(digits).ok())
            .unwrap_or(0),
        group: group?,
        scale: scale?,
        better: better.unwrap_or_default(),
        words: words?,
        aggregate: aggregate.unwrap_or_default(),
        national,
        source,
        as_of,
        own,
        review_by,
        note,
        not_applicable,
        formula,
        hidden,
        values,
    })
}

/// The numbers of a derived indicator come from its formula; `values` only says which records it
/// leaves out.
fn no_numbers(reader: &mut Reader<'_>, value: &Value<'_>) {
    for (id, value) in reader.entries(value) {
        if value
            .scalar()
            .is_some_and(|scalar| scalar.number().is_some())
        {
            reader.problem_with_help(
                Code::WrongType,
                &value,
                Message::new(
                    format!("`{id}` の値は式から出るので、数は書けません"),
                    format!(
                        "the value of `{id}` follows from the formula, so it can't be a number"
                    ),
                ),
                Message::new(
                    "この統計から外すレコードだけを、`not_applicable` か `null` と書きます",
                    "write only the records that it leaves out, as `not_applicable` or `null`",
                ),
            );
        }
    }
}

fn plain_words() -> Words {
    Words {
        more: Text::plain("+"),
        less: Text::plain("−"),
    }
}

fn national_example(value: &Value<'_>) -> String {
    let number = value.scalar().and_then(Scalar::number);
    format!("{{value: {}}}", number.unwrap_or(91.66))
}

pub(super) fn national(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<National> {
    let mut keys = reader.keys_like(value, &national_example(value))?;
    let number = keys.read(reader, &NATIONAL.value);
    let source = keys.read(reader, &NATIONAL.source);
    keys.finish(reader);
    Some(National {
        value: number?,
        source,
    })
}

/// Where a statistic was published; all that a reader needs to find it again is required.
pub(super) fn source(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<IndicatorSource> {
    let mut keys = reader.keys(value)?;
    let statistic = keys.read(reader, &SOURCE.statistic);
    let publisher = keys.read(reader, &SOURCE.publisher);
    let url = keys.read(reader, &SOURCE.url);
    let read_from = keys.read(reader, &SOURCE.read_from);
    let checked = keys.read(reader, &SOURCE.checked);
    let licence = keys.read(reader, &SOURCE.licence);
    let licence_url = keys.read(reader, &SOURCE.licence_url);
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

pub(super) fn values(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
) -> Option<Vec<(String, IndicatorValue)>> {
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
