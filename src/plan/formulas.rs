//! Indicators that follow from others: their values, their sums, and where their numbers come from.
//!
//! A formula is worked out for every record from the unrounded values of its operands, then rounded
//! to the decimals that readers see. The figure of many records together is no mean of theirs: the
//! operands are summed over the records where all of them are known, and the formula is worked out
//! from the sums. That is done only where it is true ([`Kind::Amount`], [`Kind::Ratio`]).

use std::collections::{BTreeMap, BTreeSet};

use crate::parse::indicator::formula::{Formula, Operation, Term};
use crate::parse::indicator::{Aggregate, Indicator, IndicatorSource};
use crate::parse::text::{Language, Text};

pub(super) mod check;

/// What kind of number comes out of a formula, and so what sums of its operands say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The same for every record.
    Constant,
    /// A sum of operands that can be summed: the formula of the sums is the sum.
    Amount,
    /// One such sum divided by another: the formula of the sums is the figure of all together.
    Ratio,
    /// Anything else; sums say nothing of it.
    Other,
}

impl Kind {
    /// Whether the formula may be worked out from sums.
    pub fn sums(self) -> bool {
        matches!(self, Self::Amount | Self::Ratio)
    }

    fn of(left: Self, operation: Operation, right: Self) -> Self {
        use Kind::{Amount, Constant, Other, Ratio};
        match (operation.binds(), left, right) {
            (_, Constant, Constant) => Constant,
            (false, Amount, Amount) => Amount,
            (false, Ratio, Ratio | Constant) | (false, Constant, Ratio) => Ratio,
            (true, Amount, Constant) => Amount,
            (true, Ratio, Constant) => Ratio,
            (true, Constant, Amount | Ratio) if operation == Operation::Multiply => right,
            (true, Amount, Amount) if operation == Operation::Divide => Ratio,
            _ => Other,
        }
    }
}

/// How the derived indicators of a collection hang together; positions are those of its indicators.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// Derived ones, each after those that it needs. One that needs itself isn't among them.
    pub order: Vec<usize>,
    /// For each indicator, those without a formula that its values rest on, in the order of its
    /// formula; empty for one without a formula.
    pub bases: Vec<Vec<usize>>,
    /// For each indicator, what kind of number it is.
    pub kinds: Vec<Kind>,
    by_id: BTreeMap<String, usize>,
}

/// Sums of one indicator's operands, put into its formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Rounded as the indicator's values are.
    pub value: f64,
    /// How many records were summed.
    pub records: usize,
}

impl Derived {
    /// Finds what the indicators of a collection need of one another.
    pub fn new(indicators: &[Indicator]) -> Self {
        let by_id: BTreeMap<String, usize> = indicators
            .iter()
            .enumerate()
            .map(|(position, indicator)| (indicator.id.clone(), position))
            .collect();
        let operands: Vec<Vec<usize>> = indicators
            .iter()
            .map(|indicator| operands(indicator, &by_id))
            .collect();
        let order = ordered(indicators, &operands);
        let mut bases = vec![Vec::new(); indicators.len()];
        let mut kinds: Vec<Kind> = indicators
            .iter()
            .map(
                |indicator| match (&indicator.formula, indicator.aggregate) {
                    (None, Aggregate::Sum) => Kind::Amount,
                    _ => Kind::Other,
                },
            )
            .collect();
        for &position in &order {
            let mut found = Vec::new();
            let mut seen = BTreeSet::new();
            for &operand in &operands[position] {
                let rests_on = if indicators[operand].formula.is_some() {
                    bases[operand].clone()
                } else {
                    vec![operand]
                };
                found.extend(rests_on.into_iter().filter(|base| seen.insert(*base)));
            }
            bases[position] = found;
            if let Some(formula) = &indicators[position].formula {
                kinds[position] = kind(&formula.root, &by_id, &kinds);
            }
        }
        Self {
            order,
            bases,
            kinds,
            by_id,
        }
    }

    /// The values of all indicators by record, unrounded; `given` are those of indicators without a
    /// formula, in the order of the indicators.
    pub fn columns(
        &self,
        indicators: &[Indicator],
        mut given: Vec<Vec<Option<f64>>>,
        records: usize,
    ) -> Vec<Vec<Option<f64>>> {
        for &position in &self.order {
            if let Some(formula) = &indicators[position].formula {
                let value = |record: usize| {
                    let operand =
                        |id: &str| given.get(*self.by_id.get(id)?)?.get(record).copied()?;
                    formula.root.evaluate(&operand)
                };
                let column = (0..records).map(value).collect();
                given[position] = column;
            }
        }
        given
    }

    /// The figure of some records together, where sums say it; `None` if no record has all that it
    /// needs. Of an indicator without a formula it is the sum.
    pub fn figure(
        &self,
        indicators: &[Indicator],
        columns: &[Vec<Option<f64>>],
        position: usize,
        records: impl Iterator<Item = usize>,
    ) -> Option<Figure> {
        if !self.kinds[position].sums() {
            return None;
        }
        let itself = [position];
        let bases = match indicators[position].formula {
            Some(_) => self.bases[position].as_slice(),
            None => &itself,
        };
        let mut sums = vec![0.0; bases.len()];
        let mut counted = 0;
        for record in records {
            let values: Option<Vec<f64>> =
                bases.iter().map(|base| columns[*base][record]).collect();
            if let Some(values) = values {
                counted += 1;
                sums.iter_mut()
                    .zip(values)
                    .for_each(|(sum, value)| *sum += value);
            }
        }
        if counted == 0 {
            return None;
        }
        let mut known: BTreeMap<usize, f64> = bases.iter().copied().zip(sums).collect();
        let found = match &indicators[position].formula {
            Some(formula) => self.of_sums(formula, indicators, &mut known)?,
            None => known.get(&position).copied()?,
        };
        Some(Figure {
            value: rounded(found, indicators[position].decimals),
            records: counted,
        })
    }

    /// A formula of sums; sums of the derived ones that it needs are added to the known ones.
    fn of_sums(
        &self,
        formula: &Formula,
        indicators: &[Indicator],
        known: &mut BTreeMap<usize, f64>,
    ) -> Option<f64> {
        // What a formula needs stands before it in the order, so nothing here goes in a circle.
        let mut needed = BTreeSet::new();
        let mut open: Vec<&Formula> = vec![formula];
        while let Some(formula) = open.pop() {
            for id in formula.root.names() {
                let operand = *self.by_id.get(id)?;
                if let Some(inner) = &indicators[operand].formula
                    && needed.insert(operand)
                {
                    open.push(inner);
                }
            }
        }
        for &position in self
            .order
            .iter()
            .filter(|position| needed.contains(position))
        {
            let inner = indicators[position].formula.as_ref()?;
            let value = |id: &str| known.get(self.by_id.get(id)?).copied();
            let found = inner.root.evaluate(&value)?;
            known.insert(position, found);
        }
        let value = |id: &str| known.get(self.by_id.get(id)?).copied();
        formula.root.evaluate(&value)
    }
}

/// A number with the decimals that readers see.
pub fn rounded(value: f64, decimals: u8) -> f64 {
    let scale = 10f64.powi(i32::from(decimals));
    let scaled = (value * scale).round();
    if scaled.is_finite() {
        scaled / scale
    } else {
        value
    }
}

fn operands(indicator: &Indicator, by_id: &BTreeMap<String, usize>) -> Vec<usize> {
    let names = indicator
        .formula
        .iter()
        .flat_map(|formula| formula.root.names());
    names.filter_map(|id| by_id.get(id).copied()).collect()
}

/// Derived indicators, each after those that it needs.
fn ordered(indicators: &[Indicator], operands: &[Vec<usize>]) -> Vec<usize> {
    let is_derived = |position: usize| indicators[position].formula.is_some();
    let mut needed_by = vec![Vec::new(); indicators.len()];
    let mut open = vec![0usize; indicators.len()];
    for (position, operands) in operands.iter().enumerate() {
        for &operand in operands.iter().filter(|operand| is_derived(**operand)) {
            needed_by[operand].push(position);
            open[position] += 1;
        }
    }
    let mut order: Vec<usize> = (0..indicators.len())
        .filter(|position| is_derived(*position) && open[*position] == 0)
        .collect();
    let mut next = 0;
    while let Some(&done) = order.get(next) {
        next += 1;
        for &waiting in &needed_by[done] {
            open[waiting] -= 1;
            if open[waiting] == 0 {
                order.push(waiting);
            }
        }
    }
    order
}

fn kind(term: &Term, by_id: &BTreeMap<String, usize>, kinds: &[Kind]) -> Kind {
    match term {
        Term::Number(_) => Kind::Constant,
        Term::Indicator(id) => by_id.get(id).map_or(Kind::Other, |operand| kinds[*operand]),
        Term::Operation(left, operation, right) => Kind::of(
            kind(left, by_id, kinds),
            *operation,
            kind(right, by_id, kinds),
        ),
    }
}

/// Gives derived indicators the source and the period of their operands where they have none of
/// their own: the period is that of the first operand, and pages name those of all.
pub(super) fn adopt_sources(
    indicators: &mut [Indicator],
    derived: &Derived,
    languages: &[Language],
) {
    for &position in &derived.order {
        let bases: Vec<&Indicator> = derived.bases[position]
            .iter()
            .map(|base| &indicators[*base])
            .collect();
        let Some(first) = bases.first() else { continue };
        let period = first.as_of.clone();
        let source = joined_source(&bases, languages);
        let indicator = &mut indicators[position];
        if !indicator.own.as_of {
            indicator.as_of = period;
        }
        if !indicator.own.source {
            indicator.source = source;
        }
    }
}

fn joined_source(bases: &[&Indicator], languages: &[Language]) -> IndicatorSource {
    let sources = || bases.iter().map(|base| &base.source);
    let join = |part: &dyn Fn(&IndicatorSource) -> Text| {
        let texts: Vec<Text> = sources().map(part).collect();
        joined(&texts, languages)
    };
    let first = |part: &dyn Fn(&IndicatorSource) -> Option<String>| sources().find_map(part);
    IndicatorSource {
        statistic: join(&|source| source.statistic.clone()),
        publisher: join(&|source| source.publisher.clone()),
        url: first(&|source| Some(source.url.clone())).unwrap_or_default(),
        read_from: None,
        checked: None,
        licence: join(&|source| source.licence.clone()),
        licence_url: first(&|source| source.licence_url.clone()),
    }
}

/// Each of the texts once, one after the other.
fn joined(texts: &[Text], languages: &[Language]) -> Text {
    let in_language = |language: &Language| {
        let mut parts: Vec<&str> = Vec::new();
        for part in texts.iter().map(|text| text.get(language)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let comma = if language.as_str() == "ja" {
            "、"
        } else {
            ", "
        };
        parts.join(comma)
    };
    let (first, others) = match languages {
        [first, others @ ..] => (in_language(first), others),
        [] => return Text::default(),
    };
    others.iter().fold(Text::plain(&first), |text, language| {
        text.with(language.clone(), &in_language(language))
    })
}
