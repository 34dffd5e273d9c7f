//! The rows of a comparison: both values, difference, nation, source.

use std::borrow::Cow;

use tera::Context;

use super::{Pair, brief};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Mixer;
use crate::parse::collection::{Better, Field, FieldKind, Group};
use crate::parse::indicator::Scale;
use crate::plan::pairs::comparable_fields;
use crate::plan::statistics::Statistics;
use crate::render::compare::{Difference, Greater, has_bars, one_decimal, overlap, share};
use crate::render::facts::{Shown, difference_unit};
use crate::render::page::escaped_if_needed;
use crate::render::stencil::Trace;
use crate::render::view::{CompareCell, CompareGroup, CompareNational, CompareRow, Side};

/// Rows by group: fields, then indicators. Rows that nobody knows on either side are left out.
///
/// # Errors
///
/// When the part that prints a row fails.
pub(super) fn groups<'a>(
    pair: &Pair<'a>,
    a: &Side,
    b: &Side,
) -> Result<Vec<CompareGroup<'a>>, Box<Diagnostic>> {
    let plan = pair.plan;
    let in_group = |group: &'a Group| {
        let fields = comparable_fields(plan)
            .filter(|position| plan.fields[*position].group == group.id)
            .filter_map(|position| field_row(pair, position, (a, b)));
        let indicators = plan
            .shown_indicators
            .iter()
            .filter(|position| plan.indicators[**position].group == group.id)
            .filter_map(|position| indicator_row(pair, *position, (a, b)));
        let rows: Vec<CompareRow> = fields.chain(indicators).collect();
        (!rows.is_empty()).then(|| {
            let figures = rows.iter().any(|row| row.kind == "figures");
            let wanted = pair.context.renderer.comparisons.of(plan);
            let printed = wanted.printed_rows.then(|| print(pair, &rows, figures));
            Ok(CompareGroup {
                id: &group.id,
                name: pair.context.text(&group.label),
                figures,
                rows_html: printed.transpose()?,
                count: rows.len(),
                rows: wanted.bare_rows.then_some(rows),
            })
        })
    };
    plan.groups.iter().filter_map(in_group).collect()
}

/// Rows as the theme's part prints them: a guide has a million of them.
fn print(
    pair: &Pair<'_>,
    rows: &[CompareRow<'_>],
    figures: bool,
) -> Result<String, Box<Diagnostic>> {
    let context = pair.context;
    // The last columns of figures are one column of words.
    let span = if figures { 3 } else { 1 };
    let printing = context.renderer.comparisons.of(pair.plan);
    let run = |row| {
        let mut arguments = Context::new();
        arguments.insert_value("row", row);
        if !pair.plan.compare.brief {
            arguments.insert("span", &span);
        }
        let labels = &context.renderer.labels[context.language].value;
        arguments.insert_value("labels", labels.clone());
        context.renderer.component(printing.row_part, &arguments)
    };
    let mut by = Mixer::default();
    by.number(context.language as u64).number(span);
    let by = by.finish();
    let mut out = String::with_capacity(rows.len() * 1024);
    let mut trace = Trace::default();
    for (position, row) in rows.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        printing.rows.print(by, row, &mut trace, &mut out, &run)?;
    }
    Ok(out)
}

fn indicator_row<'a>(
    pair: &Pair<'a>,
    position: usize,
    sides: (&Side, &Side),
) -> Option<CompareRow<'a>> {
    let (plan, facts) = pair.context.collection(pair.collection);
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let facts = &facts.indicators[position];
    let values = (statistics.values[pair.left], statistics.values[pair.right]);
    if values == (None, None) {
        return None;
    }
    let nation = facts.national.as_ref();
    // Brief comparisons have no charts.
    let charted = (!plan.compare.brief).then_some(statistics);
    let ranks = match charted {
        Some(_) => &facts.ranks,
        None => &facts.places,
    };
    let comparable = nation.and_then(|national| national.comparable);
    let whole = charted.and_then(|_| bar_scale(values, comparable, indicator.scale));
    let cell = |record: usize| CompareCell {
        value_html: escaped_if_needed(&facts.values[record]),
        known: statistics.values[record].is_some(),
        rank: ranks[record].as_deref(),
        bar: bar(statistics.values[record], whole),
        position: position_in(charted, statistics.values[record]),
        better: None,
        less: false,
        common: Vec::new(),
        only: Vec::new(),
    };
    let mut row = CompareRow {
        label: &facts.label,
        url: Some(if plan.compare.brief {
            brief::anchor_from_pair(&indicator.id)
        } else {
            [&pair.context.root, &*facts.address].concat()
        }),
        kind: "figures",
        a: cell(pair.left),
        b: cell(pair.right),
        difference: String::new(),
        ratio: None,
        national: nation.map(|national| CompareNational {
            name: &national.short,
            value: &national.value,
            bar: bar(comparable, whole),
            position: position_in(charted, comparable),
        }),
        period: &facts.period,
        // One indicator speaks of one period.
        periods_differ: false,
        publisher: &facts.publisher,
        note: facts.note.as_deref(),
    };
    if let (Some(left), Some(right)) = values {
        let difference = Difference::of(left, right, indicator.decimals, indicator.scale);
        let unit = difference_unit(pair.context.wording, indicator.scale, &facts.unit);
        let amount = pair
            .context
            .wording
            .quantity(difference.amount, indicator.decimals, unit);
        let words = (facts.more.as_str(), facts.less.as_str());
        tell_apart(
            pair,
            &mut row,
            &difference,
            (&amount, indicator.better, words),
            sides,
        );
        row.ratio = difference
            .ratio
            .map(|ratio| pair.context.wording.ratio(ratio));
    }
    Some(row)
}

/// Says the difference and marks the better side. `told` is the amount, the direction that
/// readers prefer, and the words for more and less.
fn tell_apart<'a>(
    pair: &Pair<'a>,
    row: &mut CompareRow<'a>,
    difference: &Difference,
    told: (&str, Better, (&'a str, &'a str)),
    sides: (&Side, &Side),
) {
    let (amount, better, (more, less)) = told;
    let wording = pair.context.wording;
    row.difference = match difference.greater {
        Greater::Left => wording.difference(&sides.0.short, amount, more),
        Greater::Right => wording.difference(&sides.1.short, amount, more),
        Greater::Neither => wording.equal(),
    };
    row.a.less = difference.greater == Greater::Right;
    row.b.less = difference.greater == Greater::Left;
    let word = match better {
        Better::Lower => less,
        Better::Higher | Better::Neutral => more,
    };
    match difference.better(better) {
        Greater::Left => row.a.better = Some(word),
        Greater::Right => row.b.better = Some(word),
        Greater::Neither => {}
    }
}

/// The value that fills a bar: the greatest of the row, if bars from zero can show the row.
fn bar_scale(
    values: (Option<f64>, Option<f64>),
    national: Option<f64>,
    scale: Scale,
) -> Option<f64> {
    let known = || [values.0, values.1, national].into_iter().flatten();
    let drawable = has_bars(scale) && known().all(|value| value >= 0.0);
    let greatest = known().fold(0.0, f64::max);
    (drawable && greatest > 0.0).then_some(greatest)
}

/// The length of a value's bar, if the row has bars.
fn bar(value: Option<f64>, whole: Option<f64>) -> Option<f64> {
    let (value, whole) = value.zip(whole)?;
    Some(share(value, whole))
}

/// Where a value stands between the least and the greatest.
fn position_in(statistics: Option<&Statistics>, value: Option<f64>) -> Option<f64> {
    statistics?.position(value?).map(one_decimal)
}

fn field_row<'a>(
    pair: &Pair<'a>,
    position: usize,
    sides: (&Side, &Side),
) -> Option<CompareRow<'a>> {
    let field = &pair.plan.fields[position];
    let shown = (
        pair.context.shown(pair.collection, pair.left, position),
        pair.context.shown(pair.collection, pair.right, position),
    );
    let mut row = CompareRow {
        label: pair.context.text(&field.label),
        url: None,
        kind: "words",
        a: word_cell(pair, field, &shown.0),
        b: word_cell(pair, field, &shown.1),
        difference: String::new(),
        ratio: None,
        national: None,
        period: "",
        periods_differ: false,
        publisher: "",
        note: field.note.as_ref().map(|note| pair.context.text(note)),
    };
    if !row.a.known && !row.b.known {
        return None;
    }
    if pair.plan.field_statistics[position].is_some() {
        figures(pair, &mut row, position, sides);
    } else if row.a.known && row.b.known {
        let (left, right) = (word_list(field, &shown.0), word_list(field, &shown.1));
        let (common, only_left, only_right) = overlap(&left, &right);
        row.a.common = common.clone();
        row.b.common = common;
        row.a.only = only_left;
        row.b.only = only_right;
    }
    Some(row)
}

fn word_cell<'a>(pair: &Pair<'a>, field: &'a Field, shown: &Shown) -> CompareCell<'a> {
    let html = pair.context.shown_html(shown);
    CompareCell {
        known: html.is_some(),
        value_html: html.map_or_else(
            || escaped_if_needed(pair.context.absent(field, shown)),
            Cow::Owned,
        ),
        rank: None,
        bar: None,
        position: None,
        better: None,
        less: false,
        common: Vec::new(),
        only: Vec::new(),
    }
}

/// The words of a row that can be told apart; texts that merely differ are left alone.
pub(super) fn word_list(field: &Field, shown: &Shown) -> Vec<String> {
    match shown {
        Shown::Words(words) => words.iter().map(|(name, _)| name.clone()).collect(),
        Shown::Text(word) if field.kind == FieldKind::Boolean => vec![word.clone()],
        _ => Vec::new(),
    }
}

/// Turns a row of a number field into one with bars and a difference.
fn figures<'a>(pair: &Pair<'a>, row: &mut CompareRow<'a>, position: usize, sides: (&Side, &Side)) {
    let field = &pair.plan.fields[position];
    let number = |record: usize| pair.plan.records[record].number(position);
    let values = (number(pair.left), number(pair.right));
    row.kind = "figures";
    if let Some(whole) = bar_scale(values, None, Scale::Ratio) {
        row.a.bar = values.0.map(|value| share(value, whole));
        row.b.bar = values.1.map(|value| share(value, whole));
    }
    let (Some(left), Some(right)) = values else {
        return;
    };
    let date = |record: usize| pair.context.price_date(field, &pair.plan.records[record]);
    row.periods_differ = date(pair.left) != date(pair.right);
    let difference = Difference::of(left, right, field.decimals, Scale::Share);
    let amount = pair.context.field_amount(field, difference.amount);
    let words = field_words(pair, field);
    tell_apart(
        pair,
        row,
        &difference,
        (&amount, field.better, words),
        sides,
    );
}

/// The words of the greater and the smaller of two numbers of a field.
pub(super) fn field_words<'a>(pair: &Pair<'a>, field: &'a Field) -> (&'a str, &'a str) {
    let context = pair.context;
    match &field.words {
        Some(words) => (context.text(&words.more), context.text(&words.less)),
        None => (context.label("more"), context.label("less")),
    }
}
