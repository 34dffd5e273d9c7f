//! The ranking of one division, and the list of divisions on the page of an indicator.

use super::{in_order, ranking};
use crate::diagnostic::Diagnostic;
use crate::parse::collection::Better;
use crate::plan::guide::CollectionPlan;
use crate::plan::route::Page;
use crate::plan::statistics::Statistics;
use crate::render::map::places;
use crate::render::page::{Finished, PageContext};
use crate::render::view::{IndicatorDivision, IndicatorDivisionPage};

/// The numbers of some records alone.
fn among(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
    records: &[usize],
) -> Statistics {
    let values = &context.guide.collections[collection].statistics[position].values;
    let values = records.iter().map(|record| values[*record]);
    Statistics::of_numbers(values.collect())
}

/// Every division with its median and its range.
pub(super) fn rows(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
) -> Vec<IndicatorDivision> {
    let (plan, facts) = context.collection(collection);
    let Some(divisions) = &plan.divisions else {
        return Vec::new();
    };
    let (indicator, facts) = (&plan.indicators[position], &facts.indicators[position]);
    let quantity = |value: Option<f64>| {
        value.map_or_else(
            || context.label("unknown").to_owned(),
            |value| {
                context
                    .wording
                    .quantity(value, indicator.decimals, &facts.unit)
            },
        )
    };
    let row = |division: usize| {
        let members = &divisions.list[division].members;
        let statistics = among(context, collection, position, members);
        let counter = context.text(&plan.counter);
        let ends = (statistics.least(), statistics.greatest());
        IndicatorDivision {
            name: context.division_name(collection, division).to_owned(),
            url: context.href(Page::IndicatorDivision(collection, position, division)),
            count: context.wording.counted(statistics.known(), counter),
            together: together(plan, position, &divisions.list[division].id)
                .map(|value| quantity(Some(value))),
            median: quantity(statistics.median()),
            range: match ends {
                (Some(_), Some(_)) => context.wording.range(&quantity(ends.0), &quantity(ends.1)),
                _ => String::new(),
            },
        }
    };
    (0..divisions.list.len()).map(row).collect()
}

/// Whether sums are made of the very divisions, whose list then has them.
pub(super) fn has_sums(plan: &CollectionPlan) -> bool {
    let divisions = plan.divisions.as_ref().zip(plan.totals.as_ref());
    divisions.is_some_and(|(divisions, totals)| divisions.field == totals.field)
}

/// What the records of a division come to together.
fn together(plan: &CollectionPlan, position: usize, id: &str) -> Option<f64> {
    has_sums(plan).then_some(())?;
    let part = (plan.totals.as_ref()?.parts.iter()).position(|part| part == id)?;
    let figure = plan.statistics[position].parts.get(part)?;
    figure.map(|figure| figure.value)
}

pub(in crate::render) fn render(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
    division: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let (plan, facts) = context.collection(collection);
    let found = plan.divisions.as_ref();
    let members = found.map_or(&[][..], |divisions| &divisions.list[division].members);
    let (indicator, facts) = (&plan.indicators[position], &facts.indicators[position]);
    let all = Page::Collection(collection);
    let page = Page::Indicator(collection, position);
    let table = Page::CollectionDivision(collection, division);
    let parents = vec![
        context.link(context.page_name(all), all),
        context.link(context.label("indicators"), Page::Indicators(collection)),
        context.link(facts.short.clone(), page),
    ];
    let of = context.page_name(table);
    let title = context.wording.within(&facts.label, &of);
    let statistics = among(context, collection, position, members);
    let order = in_order(context, collection, position, members);
    let mut ranking = ranking(context, collection, position, &statistics, &order);
    for (row, record) in ranking.iter_mut().zip(&order) {
        row.among_all = facts.ranks[*record].clone();
    }
    let median = statistics.median().map_or_else(String::new, |median| {
        let median = context
            .wording
            .quantity(median, indicator.decimals, &facts.unit);
        context.wording.named(context.label("median"), &median)
    });
    let view = IndicatorDivisionPage {
        head: context.head(&title, parents, Some(&indicator.file)),
        median,
        period: facts.period.clone(),
        publisher: facts.publisher.clone(),
        places: places::map(context, collection, division, &[position]),
        order: context.wording.order(match indicator.better {
            Better::Lower => &facts.less,
            Better::Higher | Better::Neutral => &facts.more,
        }),
        ranking,
        indicator: context.link(facts.label.clone(), page),
        table: context.link(context.page_name(table), table),
    };
    let description =
        context
            .wording
            .indicator_description(&title, &facts.period, &facts.publisher);
    context.finish(
        "indicator_division.html",
        "indicator",
        &title,
        &description,
        &view,
    )
}
