//! An indicator: map, ranking, distribution, method and source; and the list of indicators.

use crate::diagnostic::Diagnostic;
use crate::parse::collection::Better;
use crate::parse::indicator::Indicator;
use crate::plan::route::{Content, Page};
use crate::render::compare::{has_bars, share};
use crate::render::language::IndicatorSummary;
use crate::render::map::{distribution, steps};
use crate::render::page::{Finished, PageContext};
use crate::render::view::{
    IndicatorEntry, IndicatorGroup, IndicatorPage, IndicatorsPage, LegendStep, Link, NationalValue,
    RankRow, StatisticSource,
};

pub(in crate::render) fn index(
    context: &PageContext<'_>,
    collection: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let plan = &context.guide.collections[collection];
    let page = Page::Collection(collection);
    let parent = context.link(context.page_name(page), page);
    let title = context.page_name(Page::Indicators(collection));
    let group = |group: &crate::parse::collection::Group| {
        let members = plan
            .shown_indicators
            .iter()
            .filter(|position| plan.indicators[**position].group == group.id);
        let indicators: Vec<IndicatorEntry> = members
            .map(|position| list_entry(context, collection, *position))
            .collect();
        (!indicators.is_empty()).then(|| IndicatorGroup {
            id: group.id.clone(),
            name: context.text(&group.label).to_owned(),
            indicators,
        })
    };
    let view = IndicatorsPage {
        head: context.head(&title, vec![parent.clone()], None),
        count: context.wording.indicators(plan.shown_indicators.len()),
        groups: plan.groups.iter().filter_map(group).collect(),
        collection: parent,
    };
    let description = context.text(&plan.description);
    context.finish("indicators.html", "indicators", &title, description, &view)
}

fn list_entry(context: &PageContext<'_>, collection: usize, position: usize) -> IndicatorEntry {
    let (plan, facts) = context.collection(collection);
    let facts = &facts.indicators[position];
    let statistics = &plan.statistics[position];
    let extreme = |value: Option<f64>| {
        let records = holders(context, collection, position, value);
        let shown = value.map(|_| facts.values[records.first().copied().unwrap_or(0)].clone());
        let names: Vec<String> = records
            .iter()
            .map(|record| context.record_name(collection, *record).to_owned())
            .collect();
        let counter = context.text(&plan.counter);
        let names = context.wording.holders(&names, counter);
        context.wording.named(&names, &shown.unwrap_or_default())
    };
    IndicatorEntry {
        label: facts.label.clone(),
        url: context.href(Page::Indicator(collection, position)),
        period: facts.period.clone(),
        publisher: facts.publisher.clone(),
        greatest: extreme(statistics.greatest()),
        least: extreme(statistics.least()),
    }
}

/// The records that have a value.
fn holders(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
    value: Option<f64>,
) -> Vec<usize> {
    let values = &context.guide.collections[collection].statistics[position].values;
    (0..values.len())
        .filter(|record| value.is_some() && values[*record] == value)
        .collect()
}

pub(in crate::render) fn render(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let (plan, facts) = context.collection(collection);
    let facts = &facts.indicators[position];
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let page = Page::Collection(collection);
    let parents = vec![
        context.link(context.page_name(page), page),
        context.link(context.label("indicators"), Page::Indicators(collection)),
    ];
    let steps = steps(statistics);
    let outlines = context.renderer.outlines.as_ref();
    let outlines = outlines.filter(|outlines| outlines.collection() == collection);
    let map = context.guide.site.map.as_ref();
    let view = IndicatorPage {
        head: context.head(&facts.label, parents, Some(&indicator.file)),
        summary: summary(context, collection, position),
        unit: facts.unit.clone(),
        period: facts.period.clone(),
        map_html: outlines.map(|outlines| outlines.coloured(context, position, &steps)),
        legend: legend(context, collection, position, &steps),
        map_credit: outlines.and(map).map(|map| Link {
            name: context.text(&map.credit).to_owned(),
            url: map
                .url
                .clone()
                .unwrap_or_else(|| context.href(Page::AboutData)),
        }),
        distribution_html: distribution(context, collection, position),
        order: context.wording.order(match indicator.better {
            Better::Lower => &facts.less,
            Better::Higher | Better::Neutral => &facts.more,
        }),
        ranking: ranking(context, collection, position),
        national: facts.national.as_ref().map(|national| NationalValue {
            name: national.name.clone(),
            value: national.value.clone(),
            position: national
                .comparable
                .and_then(|value| statistics.position(value)),
        }),
        national_source: national_source(context, indicator),
        better: match indicator.better {
            Better::Higher => Some(context.wording.better(&facts.more)),
            Better::Lower => Some(context.wording.better(&facts.less)),
            Better::Neutral => None,
        },
        note: facts.note.clone(),
        source: statistic_source(context, collection, position),
        read_from: text_of(context, &indicator.source.read_from),
        checked: text_of(context, &indicator.source.checked),
        review_by: indicator.review_by.map(|day| context.day(day)),
        articles: articles(context, collection, position)
            .iter()
            .map(|article| context.card(*article))
            .collect(),
        others: others(context, collection, position),
        collection: context.link(context.page_name(page), page),
        csv_url: context.href_of(Content::Csv(collection)),
    };
    let description =
        context
            .wording
            .indicator_description(&facts.label, &facts.period, &facts.publisher);
    let title = facts.label.clone();
    context.finish("indicator.html", "indicator", &title, &description, &view)
}

fn national_source(context: &PageContext<'_>, indicator: &Indicator) -> Option<Link> {
    let source = indicator.national.as_ref()?.source.as_ref()?;
    let statistic = context.text(&source.statistic).to_owned();
    let publisher = context.text(&source.publisher).to_owned();
    Some(Link {
        name: context.wording.facts(&[statistic, publisher]),
        url: source.url.clone(),
    })
}

fn text_of(context: &PageContext<'_>, text: &Option<crate::parse::text::Text>) -> Option<String> {
    text.as_ref().map(|text| context.text(text).to_owned())
}

fn summary(context: &PageContext<'_>, collection: usize, position: usize) -> String {
    let (plan, facts) = context.collection(collection);
    let facts = &facts.indicators[position];
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let (Some(greatest), Some(least)) = (statistics.greatest(), statistics.least()) else {
        return String::new();
    };
    if least == greatest {
        return String::new();
    }
    let extreme = |value: f64| {
        let names = holders(context, collection, position, Some(value))
            .into_iter()
            .map(|record| context.record_name(collection, record).to_owned());
        let value = context
            .wording
            .spoken(value, indicator.decimals, &facts.unit);
        (names.collect::<Vec<_>>(), value)
    };
    context.wording.indicator_summary(&IndicatorSummary {
        subject: &facts.short,
        more: &facts.more,
        less: &facts.less,
        greatest: extreme(greatest),
        least: extreme(least),
        national: facts
            .national
            .as_ref()
            .map(|national| (national.name.clone(), national.spoken.clone())),
        counter: context.text(&plan.counter),
    })
}

fn legend(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
    steps: &[usize],
) -> Vec<LegendStep> {
    let (plan, facts) = context.collection(collection);
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let unit = &facts.indicators[position].unit;
    let quantity = |value| context.wording.quantity(value, indicator.decimals, unit);
    let mut legend = Vec::new();
    for step in 1..=crate::render::map::STEPS {
        let members = steps
            .iter()
            .zip(&statistics.values)
            .filter(|(other, _)| **other == step)
            .filter_map(|(_, value)| *value);
        let (least, greatest) = members.fold((f64::INFINITY, f64::NEG_INFINITY), |range, value| {
            (range.0.min(value), range.1.max(value))
        });
        if least <= greatest {
            legend.push(LegendStep {
                step,
                text: context.wording.range(&quantity(least), &quantity(greatest)),
            });
        }
    }
    if steps.contains(&0) {
        legend.push(LegendStep {
            step: 0,
            text: context.label("unknown").to_owned(),
        });
    }
    legend
}

fn ranking(context: &PageContext<'_>, collection: usize, position: usize) -> Vec<RankRow> {
    let (plan, facts) = context.collection(collection);
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let facts = &facts.indicators[position];
    let mut records: Vec<usize> = (0..plan.records.len()).collect();
    records.sort_by(|left, right| {
        let rank = |record: usize| {
            let value = statistics.values[record];
            value.map_or(usize::MAX, |value| statistics.rank(value, indicator.better))
        };
        rank(*left).cmp(&rank(*right))
    });
    let greatest = statistics.greatest().unwrap_or_default();
    let has_bars = has_bars(indicator.scale)
        && statistics.least().is_some_and(|least| least >= 0.0)
        && greatest > 0.0;
    let row = |record: usize| {
        let value = statistics.values[record];
        let rank = value.map(|value| statistics.rank(value, indicator.better));
        RankRow {
            rank: rank.map_or_else(String::new, |rank| rank.to_string()),
            name: context.record_name(collection, record).to_owned(),
            url: context.href(Page::Record(collection, record)),
            value: facts.values[record].clone(),
            known: value.is_some(),
            bar: value
                .filter(|_| has_bars)
                .map(|value| share(value, greatest)),
        }
    };
    records.into_iter().map(row).collect()
}

/// The source of an indicator, with its own short name as the only row.
pub(in crate::render) fn statistic_source(
    context: &PageContext<'_>,
    collection: usize,
    position: usize,
) -> StatisticSource {
    let (plan, facts) = context.collection(collection);
    let (indicator, facts) = (&plan.indicators[position], &facts.indicators[position]);
    StatisticSource {
        statistic: context.text(&indicator.source.statistic).to_owned(),
        publisher: facts.publisher.clone(),
        url: indicator.source.url.clone(),
        rows: vec![facts.short.clone()],
        period: facts.period.clone(),
        licence: context.text(&indicator.source.licence).to_owned(),
        licence_url: indicator.source.licence_url.clone(),
    }
}

/// Articles that link to an indicator or show a value of it.
pub(in crate::render) fn articles<'a>(
    context: &PageContext<'a>,
    collection: usize,
    position: usize,
) -> &'a [usize] {
    let lists = &context.renderer.lists[context.language];
    lists.about_indicator(context.guide, context.tag(), collection, position)
}

fn others(context: &PageContext<'_>, collection: usize, position: usize) -> Vec<Link> {
    let (plan, facts) = context.collection(collection);
    let group = &plan.indicators[position].group;
    plan.shown_indicators
        .iter()
        .filter(|other| **other != position && plan.indicators[**other].group == *group)
        .map(|other| {
            let name = facts.indicators[*other].label.clone();
            context.link(name, Page::Indicator(collection, *other))
        })
        .collect()
}
