//! Rows of indicators: two numbers, their difference, the nation's.

use super::{Pair, brief};
use crate::parse::collection::Better;
use crate::parse::indicator::{Indicator, Scale};
use crate::plan::statistics::Statistics;
use crate::render::compare::{Difference, Greater, has_bars, one_decimal, share};
use crate::render::facts::{IndicatorFacts, difference_unit};
use crate::render::language::Wording;
use crate::render::stencil::{Slot, Slotted};
use crate::render::view::{CompareCell, CompareNational, CompareRow, Side};

/// An indicator's values of a pair.
pub(in crate::render) struct FigureRow<'p, 'a> {
    pair: &'p Pair<'a>,
    /// The indicator's.
    position: usize,
    facts: &'a IndicatorFacts,
    a: Figure<'a>,
    b: Figure<'a>,
    /// Where both values are known.
    apart: Option<Apart>,
    national: Length,
}

/// A value of a row.
struct Figure<'a> {
    html: &'a str,
    is_known: bool,
    rank: Option<&'a str>,
    length: Length,
}

/// How a chart shows a value, in hundredths of its width.
#[derive(Clone, Copy, Default)]
struct Length {
    bar: Option<f64>,
    position: Option<f64>,
}

/// What two values differ by.
struct Apart {
    greater: Greater,
    /// In words.
    difference: String,
    ratio: Option<String>,
}

impl<'p, 'a> FigureRow<'p, 'a> {
    /// `None` where nobody knows either value.
    pub(super) fn new(pair: &'p Pair<'a>, position: usize, sides: (&Side, &Side)) -> Option<Self> {
        let (plan, facts) = pair.context.collection(pair.collection);
        let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
        let facts = &facts.indicators[position];
        let values = (statistics.values[pair.left], statistics.values[pair.right]);
        if values == (None, None) {
            return None;
        }
        // Brief comparisons have no charts.
        let charted = (!plan.compare.brief).then_some(statistics);
        let ranks = match charted {
            Some(_) => &facts.ranks,
            None => &facts.places,
        };
        let nation = facts.national.as_ref();
        let comparable = nation.and_then(|national| national.comparable);
        let whole = charted.and_then(|_| bar_scale(values, comparable, indicator.scale));
        let length = |value: Option<f64>| match charted {
            Some(statistics) => Length::of(value, whole, statistics),
            None => Length::default(),
        };
        let figure = |record: usize, value: Option<f64>| Figure {
            html: facts.value_html(record),
            is_known: value.is_some(),
            rank: ranks[record].as_deref(),
            length: length(value),
        };
        let apart = values.0.zip(values.1).map(|(left, right)| {
            let wording = pair.context.wording;
            let found = Difference::of(left, right, indicator.decimals, indicator.scale);
            let unit = difference_unit(wording, indicator.scale, &facts.unit);
            let amount = || wording.quantity(found.amount, indicator.decimals, unit);
            Apart {
                greater: found.greater,
                difference: difference(wording, found.greater, amount, &facts.more, sides),
                ratio: found.ratio.map(|ratio| wording.ratio(ratio)),
            }
        });
        Some(Self {
            pair,
            position,
            facts,
            a: figure(pair.left, values.0),
            b: figure(pair.right, values.1),
            apart,
            national: length(comparable),
        })
    }

    fn indicator(&self) -> &'a Indicator {
        &self.pair.plan.indicators[self.position]
    }

    /// The row as templates get it. All but the slots must follow from the key, and from what all
    /// pairs of a collection share.
    pub(super) fn row(&self) -> CompareRow<'a> {
        let (context, facts) = (self.pair.context, self.facts);
        let cell = |figure: &Figure<'a>| CompareCell {
            value_html: figure.html.into(),
            known: figure.is_known,
            rank: figure.rank,
            bar: figure.length.bar,
            position: figure.length.position,
            better: None,
            less: false,
            common: Vec::new(),
            only: Vec::new(),
        };
        let mut row = CompareRow {
            label: &facts.label,
            url: Some(if self.pair.plan.compare.brief {
                brief::anchor_from_pair(&self.indicator().id)
            } else {
                [&context.root, &*facts.address].concat()
            }),
            kind: FIGURES,
            a: cell(&self.a),
            b: cell(&self.b),
            difference: String::new(),
            ratio: None,
            national: facts.national.as_ref().map(|national| CompareNational {
                name: &national.short,
                value: &national.value,
                bar: self.national.bar,
                position: self.national.position,
            }),
            period: &facts.period,
            // One indicator speaks of one period.
            periods_differ: false,
            publisher: &facts.publisher,
            note: facts.note.as_deref(),
        };
        if let Some(apart) = &self.apart {
            row.difference.clone_from(&apart.difference);
            row.ratio.clone_from(&apart.ratio);
            let words = (facts.more.as_str(), facts.less.as_str());
            mark(&mut row, apart.greater, self.indicator().better, words);
        }
        row
    }
}

impl Length {
    fn of(value: Option<f64>, whole: Option<f64>, statistics: &Statistics) -> Self {
        let position = value.and_then(|value| statistics.position(value));
        Self {
            bar: value.zip(whole).map(|(value, whole)| share(value, whole)),
            position: position.map(one_decimal),
        }
    }

    fn slots<'s>(self) -> [Slot<'s>; 2] {
        [self.bar, self.position].map(|length| length.map_or(Slot::Nothing, Slot::Fraction))
    }
}

fn text(text: Option<&str>) -> Slot<'_> {
    text.map_or(Slot::Nothing, Slot::Text)
}

impl Slotted<12> for FigureRow<'_, '_> {
    type View<'v>
        = CompareRow<'v>
    where
        Self: 'v;

    const PATHS: [&'static str; 12] = [
        "/a/value_html",
        "/a/rank",
        "/a/bar",
        "/a/position",
        "/b/value_html",
        "/b/rank",
        "/b/bar",
        "/b/position",
        "/national/bar",
        "/national/position",
        "/difference",
        "/ratio",
    ];

    fn key(&self, out: &mut Vec<u8>) {
        let numbers = [self.pair.collection, self.position];
        out.extend(numbers.into_iter().flat_map(usize::to_le_bytes));
        let greater = self.apart.as_ref().map(|apart| apart.greater as u8);
        out.extend([
            u8::from(self.a.is_known),
            u8::from(self.b.is_known),
            greater.unwrap_or(u8::MAX),
        ]);
    }

    fn slots(&self) -> [Slot<'_>; 12] {
        let [a_bar, a_position] = self.a.length.slots();
        let [b_bar, b_position] = self.b.length.slots();
        let [bar, position] = self.national.slots();
        let apart = self.apart.as_ref();
        [
            Slot::Text(self.a.html),
            text(self.a.rank),
            a_bar,
            a_position,
            Slot::Text(self.b.html),
            text(self.b.rank),
            b_bar,
            b_position,
            bar,
            position,
            Slot::Text(apart.map_or("", |apart| &apart.difference)),
            text(apart.and_then(|apart| apart.ratio.as_deref())),
        ]
    }

    fn view(&self) -> CompareRow<'_> {
        self.row()
    }
}

/// The kind of rows with two numbers.
pub(super) const FIGURES: &str = "figures";

/// How two numbers differ, in words; `amount` gives by how much, `more` is the word of the greater.
pub(super) fn difference(
    wording: &dyn Wording,
    greater: Greater,
    amount: impl FnOnce() -> String,
    more: &str,
    sides: (&Side, &Side),
) -> String {
    match greater {
        Greater::Left => wording.difference(&sides.0.short, &amount(), more),
        Greater::Right => wording.difference(&sides.1.short, &amount(), more),
        Greater::Neither => wording.equal(),
    }
}

/// Marks the smaller number, and the better one by its word.
pub(super) fn mark<'a>(
    row: &mut CompareRow<'a>,
    greater: Greater,
    better: Better,
    (more, less): (&'a str, &'a str),
) {
    row.a.less = greater == Greater::Right;
    row.b.less = greater == Greater::Left;
    let word = match better {
        Better::Lower => less,
        Better::Higher | Better::Neutral => more,
    };
    match greater.better(better) {
        Greater::Left => row.a.better = Some(word),
        Greater::Right => row.b.better = Some(word),
        Greater::Neither => {}
    }
}

/// The value that fills a bar: the greatest of the row, if bars from zero can show the row.
pub(super) fn bar_scale(
    values: (Option<f64>, Option<f64>),
    national: Option<f64>,
    scale: Scale,
) -> Option<f64> {
    let known = || [values.0, values.1, national].into_iter().flatten();
    let drawable = has_bars(scale) && known().all(|value| value >= 0.0);
    let greatest = known().fold(0.0, f64::max);
    (drawable && greatest > 0.0).then_some(greatest)
}
