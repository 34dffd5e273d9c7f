//! The rows of a comparison: both values, difference, nation, source.

use std::borrow::Cow;

use tera::Context;

use super::Pair;
use super::figures::{FIGURES, FigureRow, bar_scale, difference, mark};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Mixer;
use crate::parse::collection::{Field, FieldKind};
use crate::parse::indicator::Scale;
use crate::render::compare::{Difference, overlap, share};
use crate::render::facts::Shown;
use crate::render::page::escaped_if_needed;
use crate::render::view::{CompareCell, CompareGroup, CompareRow, Side};

/// A row in the making.
#[expect(clippy::large_enum_variant, reason = "nearly all are figures")]
enum Row<'p, 'a> {
    Figures(FigureRow<'p, 'a>),
    /// Larger still.
    Field(Box<CompareRow<'a>>),
}

impl<'a> Row<'_, 'a> {
    fn bare(self) -> CompareRow<'a> {
        match self {
            Self::Figures(row) => row.row(),
            Self::Field(row) => *row,
        }
    }

    fn has_figures(&self) -> bool {
        match self {
            Self::Figures(_) => true,
            Self::Field(row) => row.kind == FIGURES,
        }
    }
}

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
    let (plan, facts) = pair.context.collection(pair.collection);
    let wanted = pair.context.renderer.comparisons.of(plan);
    let mut groups = Vec::with_capacity(plan.groups.len());
    for (group, members) in plan.groups.iter().zip(&facts.rows) {
        let fields = members.fields.iter();
        let fields = fields.filter_map(|field| field_row(pair, *field, (a, b)));
        let indicators = members.indicators.iter();
        let indicators = indicators.filter_map(|row| FigureRow::new(pair, *row, (a, b)));
        let mut rows = Vec::with_capacity(members.fields.len() + members.indicators.len());
        rows.extend(fields.map(Box::new).map(Row::Field));
        rows.extend(indicators.map(Row::Figures));
        if rows.is_empty() {
            continue;
        }
        let figures = rows.iter().any(Row::has_figures);
        let printed = wanted.printed_rows.then(|| print(pair, &rows, figures));
        groups.push(CompareGroup {
            id: &group.id,
            name: pair.context.text(&group.label),
            figures,
            rows_html: printed.transpose()?,
            count: rows.len(),
            rows: wanted
                .bare_rows
                .then(|| rows.into_iter().map(Row::bare).collect()),
        });
    }
    Ok(groups)
}

/// Prints rows by the theme's part: a guide has a million of them.
fn print(pair: &Pair<'_>, rows: &[Row<'_, '_>], figures: bool) -> Result<String, Box<Diagnostic>> {
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
    by.number(context.language as u64)
        .number(span)
        .text(&context.root);
    let mut stencils = printing.rows.open(by.finish());
    let mut out = String::with_capacity(rows.len() * 512);
    for (position, row) in rows.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        match row {
            Row::Figures(row) => stencils.print_slotted(row, &mut out, &run)?,
            Row::Field(row) => stencils.print(row, &mut out, &run)?,
        }
    }
    Ok(out)
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
    row.kind = FIGURES;
    if let Some(whole) = bar_scale(values, None, Scale::Ratio) {
        row.a.bar = values.0.map(|value| share(value, whole));
        row.b.bar = values.1.map(|value| share(value, whole));
    }
    let (Some(left), Some(right)) = values else {
        return;
    };
    let date = |record: usize| pair.context.price_date(field, &pair.plan.records[record]);
    row.periods_differ = date(pair.left) != date(pair.right);
    let found = Difference::of(left, right, field.decimals, Scale::Share);
    let amount = || pair.context.field_amount(field, found.amount);
    let words = field_words(pair, field);
    row.difference = difference(pair.context.wording, found.greater, amount, words.0, sides);
    mark(row, found.greater, field.better, words);
}

/// The words of the greater and the smaller of two numbers of a field.
pub(super) fn field_words<'a>(pair: &Pair<'a>, field: &'a Field) -> (&'a str, &'a str) {
    let context = pair.context;
    match &field.words {
        Some(words) => (context.text(&words.more), context.text(&words.less)),
        None => (context.label("more"), context.label("less")),
    }
}
