//! How an indicator follows from others: its formula in words, their sources, and the figures of
//! the parts that its operands are summed by.

use crate::parse::collection::{Better, FieldKind};
use crate::parse::indicator::formula::Term;
use crate::plan::route::Page;
use crate::render::page::PageContext;
use crate::render::pages::indicator::statistic_source;
use crate::render::view::{DerivedFrom, PartFigure, PartFigures};

/// The formula of an indicator with what it rests on; `None` for one with published values.
pub(super) fn derived_from(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
) -> Option<(String, Vec<DerivedFrom>)> {
    let (plan, facts) = context.collection(collection);
    let formula = plan.indicators[position].formula.as_ref()?;
    let operand = |base: &usize| {
        let indicator = &plan.indicators[*base];
        let text = |text: &crate::parse::text::Text| context.text(text).to_owned();
        DerivedFrom {
            name: facts.indicators[*base].label.clone(),
            url: (!indicator.hidden).then(|| context.href(Page::Indicator(collection, *base))),
            source: statistic_source(context, collection, *base),
            read_from: indicator.source.read_from.as_ref().map(text),
            checked: indicator.source.checked.as_ref().map(text),
            note: facts.indicators[*base].note.clone(),
        }
    };
    let bases = plan.derived.bases[position].iter().map(operand);
    Some((
        in_words(context, collection, &formula.root),
        bases.collect(),
    ))
}

/// A formula with the names of its indicators.
fn in_words(context: &PageContext<'_>, collection: usize, term: &Term) -> String {
    let (plan, facts) = context.collection(collection);
    let name = |term: &Term| match term {
        Term::Number(number) => {
            let text = number.to_string();
            let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
            let decimals = u8::try_from(decimals).unwrap_or(u8::MAX);
            context.wording.quantity(*number, decimals, "")
        }
        Term::Indicator(id) => {
            let mut all = plan.indicators.iter();
            let found = all.position(|indicator| indicator.id == *id);
            found.map_or_else(
                || id.clone(),
                |position| facts.indicators[position].label.clone(),
            )
        }
        Term::Operation(..) => String::new(),
    };
    let bracketed = |inner: &str| context.wording.bracketed(inner).trim().to_owned();
    term.spelled(&name, &bracketed)
}

/// What the records of each part come to together, in the order of the ranking.
pub(super) fn parts(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
) -> Option<PartFigures> {
    let plan = &context.guide.collections[collection];
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let totals = plan.totals.as_ref()?;
    let field = &plan.fields[totals.field];
    let mut figures: Vec<_> = statistics
        .parts
        .iter()
        .enumerate()
        .filter_map(|(part, figure)| Some((part, (*figure)?)))
        .collect();
    figures.sort_by(|(_, left), (_, right)| match indicator.better {
        Better::Lower => left.value.total_cmp(&right.value),
        Better::Higher | Better::Neutral => right.value.total_cmp(&left.value),
    });
    let unit = indicator
        .unit
        .as_ref()
        .map_or("", |unit| context.text(unit));
    let counter = context.text(&plan.counter);
    let row = |(part, figure): (usize, crate::plan::formulas::Figure)| {
        let id = &totals.parts[part];
        let record = match &field.kind {
            FieldKind::Reference { collection: target } => {
                let target = context.guide.collection(target);
                target.and_then(|target| Some((target, context.guide.record(target, id)?)))
            }
            _ => None,
        };
        PartFigure {
            name: match record {
                Some((target, record)) => context.record_name(target, record).to_owned(),
                None => context.option_name(field, id).to_owned(),
            },
            url: record.map(|(target, record)| context.href(Page::Record(target, record))),
            value: context
                .wording
                .quantity(figure.value, indicator.decimals, unit),
            records: context.wording.counted(figure.records, counter),
        }
    };
    let rows: Vec<PartFigure> = figures.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| PartFigures {
        name: context.text(&field.label).to_owned(),
        counter: counter.to_owned(),
        rows,
    })
}
