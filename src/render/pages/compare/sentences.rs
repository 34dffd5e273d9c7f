//! The sentences at the top of a comparison: how the two differ most.

use super::Pair;
use super::rows::{field_words, word_list};
use crate::parse::collection::FieldKind;
use crate::parse::indicator::Scale;
use crate::parse::record::FieldValue;
use crate::plan::pairs::comparable_fields;
use crate::render::compare::{Candidate, Difference, Greater, most_different, overlap};
use crate::render::facts::{Shown, difference_unit};
use crate::render::language::{OverlapSentence, PairSentence};

/// How many sentences there are at most.
const SENTENCES: usize = 3;

/// Sentences from the indicators; from the fields where a collection has none.
pub(super) fn sentences(pair: &Pair<'_>) -> Vec<String> {
    let mut sentences = if pair.plan.shown_indicators.is_empty() {
        from_fields(pair)
    } else {
        from_indicators(pair)
    };
    if sentences.is_empty() {
        sentences.push(pair.context.wording.no_difference());
    }
    sentences
}

fn from_indicators(pair: &Pair<'_>) -> Vec<String> {
    let (plan, facts) = pair.context.collection(pair.collection);
    let candidates = plan.spoken_indicators.iter().filter_map(|&position| {
        let statistics = &plan.statistics[position];
        Some(Candidate {
            distance: statistics.rank_distance(pair.left, pair.right)?,
            group: facts.indicators[position].group,
            row: position,
        })
    });
    most_different(candidates.collect(), SENTENCES)
        .into_iter()
        .filter_map(|position| indicator_sentence(pair, position))
        .collect()
}

fn indicator_sentence(pair: &Pair<'_>, position: usize) -> Option<String> {
    let (plan, facts) = pair.context.collection(pair.collection);
    let (indicator, facts) = (&plan.indicators[position], &facts.indicators[position]);
    let values = &plan.statistics[position].values;
    let (left, right) = (values[pair.left]?, values[pair.right]?);
    let wording = pair.context.wording;
    let difference = Difference::of(left, right, indicator.decimals, indicator.scale);
    let names = names(pair);
    let greater = match difference.greater {
        Greater::Left => names,
        Greater::Right => (names.1, names.0),
        Greater::Neither => return None,
    };
    let spoken = |value: f64| wording.spoken(value, indicator.decimals, &facts.unit);
    let (left, right) = (spoken(left), spoken(right));
    let sentence = PairSentence {
        subject: &facts.short,
        left: (names.0, &left),
        right: (names.1, &right),
        greater,
    };
    Some(match difference.ratio_in_sentence() {
        Some(ratio) => wording.ratio_sentence(&sentence, &wording.ratio(ratio)),
        None => {
            let unit = difference_unit(wording, indicator.scale, &facts.unit);
            let amount = wording.spoken(difference.amount, indicator.decimals, unit);
            wording.difference_sentence(&sentence, &amount, &facts.more)
        }
    })
}

fn names<'a>(pair: &Pair<'a>) -> (&'a str, &'a str) {
    (
        pair.context.record_name(pair.collection, pair.left),
        pair.context.record_name(pair.collection, pair.right),
    )
}

fn from_fields(pair: &Pair<'_>) -> Vec<String> {
    let candidates = comparable_fields(pair.plan).filter_map(|position| {
        let distance = field_distance(pair, position)?;
        Some(Candidate {
            distance,
            group: position,
            row: position,
        })
    });
    most_different(candidates.collect(), SENTENCES)
        .into_iter()
        .filter_map(|position| field_sentence(pair, position))
        .collect()
}

/// How far two values of a field are apart, for the kinds that can be told apart.
fn field_distance(pair: &Pair<'_>, position: usize) -> Option<f64> {
    let values = |record: usize| pair.plan.records[record].values.get(position);
    match (values(pair.left)?, values(pair.right)?) {
        (FieldValue::Number(_), FieldValue::Number(_)) => {
            let statistics = pair.plan.field_statistics[position].as_ref()?;
            statistics.rank_distance(pair.left, pair.right)
        }
        (FieldValue::Boolean(left), FieldValue::Boolean(right)) => {
            Some(if left == right { 0.0 } else { 1.0 })
        }
        (FieldValue::Choices(left), FieldValue::Choices(right))
        | (FieldValue::Tags(left), FieldValue::Tags(right)) => {
            if left.is_empty() || right.is_empty() {
                return None;
            }
            let (common, only_left, only_right) = overlap(left, right);
            let all = common.len() + only_left.len() + only_right.len();
            (all > 0).then(|| 1.0 - common.len() as f64 / all as f64)
        }
        _ => None,
    }
}

fn field_sentence(pair: &Pair<'_>, position: usize) -> Option<String> {
    let context = pair.context;
    let field = &pair.plan.fields[position];
    let subject = context.text(&field.label);
    let shown = (
        context.shown(pair.collection, pair.left, position),
        context.shown(pair.collection, pair.right, position),
    );
    let names = names(pair);
    if let Some(sentence) = number_sentence(pair, position) {
        return Some(sentence);
    }
    let has_lists = field.many || field.kind == FieldKind::Tags;
    if let ((Shown::Words(_), Shown::Words(_)), true) = (&shown, has_lists) {
        let (common, left, right) =
            overlap(&word_list(field, &shown.0), &word_list(field, &shown.1));
        let sentence = OverlapSentence {
            subject,
            names,
            common,
            left,
            right,
        };
        return Some(context.wording.overlap_sentence(&sentence));
    }
    let (left, right) = (context.plain(&shown.0)?, context.plain(&shown.1)?);
    let sentence = PairSentence {
        subject,
        left: (names.0, &left),
        right: (names.1, &right),
        greater: names,
    };
    Some(context.wording.contrast_sentence(&sentence))
}

/// A sentence on two numbers of a field, without the dates of prices, which stand in the table.
fn number_sentence(pair: &Pair<'_>, position: usize) -> Option<String> {
    let context = pair.context;
    let field = &pair.plan.fields[position];
    let number = |record: usize| pair.plan.records[record].number(position);
    let (left, right) = (number(pair.left)?, number(pair.right)?);
    let difference = Difference::of(left, right, field.decimals, Scale::Share);
    let names = names(pair);
    let greater = match difference.greater {
        Greater::Left => names,
        Greater::Right => (names.1, names.0),
        Greater::Neither => return None,
    };
    let sentence = PairSentence {
        subject: context.text(&field.label),
        left: (names.0, &context.bare_number(field, left)),
        right: (names.1, &context.bare_number(field, right)),
        greater,
    };
    let amount = context.field_amount(field, difference.amount);
    let (more, _) = field_words(pair, field);
    Some(
        context
            .wording
            .difference_sentence(&sentence, &amount, more),
    )
}
