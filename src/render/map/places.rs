//! The records of a division as dots, inside the outline of what they lie in.

use std::fmt::Write;

use super::{MARGIN, Projection, Ring, credit, steps};
use crate::plan::geometry::kilometres;
use crate::plan::guide::CollectionPlan;
use crate::plan::route::Page;
use crate::render::page::{PageContext, escaped};
use crate::render::pages::indicator::legend;
use crate::render::view::{MapChoice, PlaceMap};

/// Width of the drawing in its own units.
const WIDTH: f64 = 640.0;
const RADIUS: f64 = 7.0;
/// The share of the dots' extent that is left free around them.
const AROUND: f64 = 0.06;
/// Dots further from the middle than so many times what three quarters of them keep are left to a
/// list: the islands of Tokyo would make a point of the rest.
const FAR: f64 = 4.0;
/// The greatest height for its width.
const TALLEST: f64 = 1.4;

/// Degrees: longitude and latitude.
type Place = (f64, f64);

/// A map of a division whose dots can be coloured by some indicators; `None` where fewer than two
/// of its records have a place.
pub(in crate::render) fn map(
    context: &PageContext<'_>,
    collection: usize,
    division: usize,
    indicators: &[usize],
) -> Option<PlaceMap> {
    let (plan, facts) = context.collection(collection);
    let members = &plan.divisions.as_ref()?.list.get(division)?.members;
    let (dots, outside) = near_the_middle(plan, members);
    (dots.len() > 1).then_some(())?;
    let outline = outline(context, collection, division);
    let frame = frame(&dots, outline);
    let projection = Projection::of(&[(0, vec![&frame])], WIDTH - 2.0 * MARGIN, (MARGIN, MARGIN))?;
    let height = projection.height + 2.0 * MARGIN;
    let mut svg = String::with_capacity(16 * 1024);
    // Every dot is a row of the table below, so keyboards and screen readers needn't pass them.
    let _ = write!(
        svg,
        "<svg class=\"map dotted\" viewBox=\"0 0 {WIDTH} {height:.0}\" aria-hidden=\"true\">"
    );
    if let Some(outline) = outline {
        let mut path = String::new();
        projection.draw(&outline.iter().collect::<Vec<&Ring>>(), &mut path);
        let _ = write!(svg, "<path class=\"shape\" d=\"{path}\"/>");
    }
    let coloured: Vec<Vec<usize>> = indicators
        .iter()
        .map(|indicator| steps(&plan.statistics[*indicator]))
        .collect();
    for (record, place) in &dots {
        let (x, y) = projection.point(*place);
        let name = context.record_name(collection, *record);
        let value = |indicator: &usize| facts.indicators[*indicator].values[*record].as_str();
        let values: Vec<&str> = indicators.iter().map(value).collect();
        let title = match values.first() {
            Some(value) => context.wording.named(name, value),
            None => name.to_owned(),
        };
        let digits: String = coloured
            .iter()
            .map(|steps| steps[*record].to_string())
            .collect();
        let step = coloured
            .first()
            .map(|steps| format!(" step-{}", steps[*record]));
        let href = escaped(&context.href(Page::Record(collection, *record)));
        let _ = write!(
            svg,
            "<a href=\"{href}\" tabindex=-1><circle class=\"place{}\" cx={x:.0} cy={y:.0} r={RADIUS}",
            step.unwrap_or_default()
        );
        if indicators.len() > 1 {
            // The name stands in the title only: there may be two hundred dots.
            let values = escaped(&values.join("\n"));
            let _ = write!(svg, " data-steps={digits} data-values=\"{values}\"");
        }
        let _ = write!(svg, "><title>{}</title></circle></a>", escaped(&title));
    }
    svg.push_str("</svg>");
    let choice = |(indicator, steps): (&usize, &Vec<usize>)| MapChoice {
        label: context.wording.named(
            &facts.indicators[*indicator].short,
            &facts.indicators[*indicator].period,
        ),
        legend: legend(context, collection, *indicator, steps),
    };
    Some(PlaceMap {
        html: svg,
        choices: indicators.iter().zip(&coloured).map(choice).collect(),
        outside: outside
            .into_iter()
            .map(|record| {
                let name = context.record_name(collection, record);
                context.link(name, Page::Record(collection, record))
            })
            .collect(),
        credit: outline.and_then(|_| credit(context)),
    })
}

/// Records with their places, and those that lie too far from the others to be drawn with them.
fn near_the_middle(plan: &CollectionPlan, members: &[usize]) -> (Vec<(usize, Place)>, Vec<usize>) {
    let place = |record: &usize| {
        let (lat, lon) = plan.place(&plan.records[*record])?;
        Some((*record, (lon, lat)))
    };
    let placed: Vec<(usize, Place)> = members.iter().filter_map(place).collect();
    let middle = |of: fn(&Place) -> f64| {
        let mut along: Vec<f64> = placed.iter().map(|(_, place)| of(place)).collect();
        along.sort_by(f64::total_cmp);
        along.get(along.len() / 2).copied().unwrap_or_default()
    };
    let middle = (middle(|place| place.1), middle(|place| place.0));
    let distance = |place: &Place| kilometres(middle, (place.1, place.0));
    let mut distances: Vec<f64> = placed.iter().map(|(_, place)| distance(place)).collect();
    distances.sort_by(f64::total_cmp);
    let usual = distances
        .get(distances.len().saturating_sub(1) * 3 / 4)
        .copied();
    let limit = usual.unwrap_or_default() * FAR;
    let (near, far): (Vec<_>, Vec<_>) = placed
        .into_iter()
        .partition(|(_, place)| distance(place) <= limit);
    (near, far.into_iter().map(|(record, _)| record).collect())
}

/// The shape of the record that a division stands for.
fn outline<'a>(
    context: &PageContext<'a>,
    collection: usize,
    division: usize,
) -> Option<&'a Vec<Ring>> {
    let guide = context.guide;
    let divisions = guide.collections[collection].divisions.as_ref()?;
    let of = guide.collection(&guide.site.map.as_ref()?.collection)?;
    (divisions.reference == Some(of)).then_some(())?;
    let id = &divisions.list.get(division)?.id;
    let shapes = guide.shapes.as_ref()?.records.iter();
    let (_, rings) = shapes.into_iter().find(|(other, _)| other == id)?;
    Some(rings)
}

/// Two corners around the dots and the parts of the outline that they lie in.
fn frame(dots: &[(usize, Place)], outline: Option<&Vec<Ring>>) -> Ring {
    let places: Vec<Place> = dots.iter().map(|(_, place)| *place).collect();
    let (mut low, mut high) = corners(&places);
    let (dots_low, dots_high) = (low, high);
    for ring in outline.into_iter().flatten() {
        let (from, to) = corners(ring);
        let holds = |place: &Place| {
            (from.0..=to.0).contains(&place.0) && (from.1..=to.1).contains(&place.1)
        };
        if places.iter().any(holds) {
            low = (low.0.min(from.0), low.1.min(from.1));
            high = (high.0.max(to.0), high.1.max(to.1));
        }
    }
    // Far more land than places, as north of a city, isn't worth a tall map.
    let reach = |from: f64, to: f64| (to - from).max(0.05) * AROUND;
    let (wide, tall) = (
        reach(dots_low.0, dots_high.0),
        reach(dots_low.1, dots_high.1),
    );
    low = (low.0 - wide, low.1 - tall);
    high = (high.0 + wide, high.1 + tall);
    // A narrow land gets sea on both sides, so that the map is no taller than a screen.
    let flat = ((low.1 + high.1) / 2.0).to_radians().cos();
    let missing = (high.1 - low.1) / TALLEST / flat - (high.0 - low.0);
    if missing > 0.0 {
        low.0 -= missing / 2.0;
        high.0 += missing / 2.0;
    }
    vec![low, high]
}

fn corners(places: &[Place]) -> (Place, Place) {
    let start = (
        (f64::INFINITY, f64::INFINITY),
        (f64::NEG_INFINITY, f64::NEG_INFINITY),
    );
    places.iter().fold(start, |(low, high), place| {
        (
            (low.0.min(place.0), low.1.min(place.1)),
            (high.0.max(place.0), high.1.max(place.1)),
        )
    })
}
