//! What can be wrong with a formula that can be read: names, cycles, units, a division by 0.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::parse::indicator::Indicator;
use crate::parse::indicator::formula::{Operation, Term};
use crate::plan::guide::{CollectionPlan, Guide};
use crate::plan::settings::unknown_name;

/// Units with how often each is multiplied; divided ones count below 0. Empty for a bare number.
type Units = BTreeMap<String, i32>;

/// Reports formulas that can't be worked out, or whose results would mean nothing.
pub(crate) fn check(guide: &Guide, report: &mut Report) {
    let language = guide.language(0);
    for collection in guide.collections.iter() {
        let by_id: BTreeMap<&str, &Indicator> = collection
            .indicators
            .iter()
            .map(|indicator| (indicator.id.as_str(), indicator))
            .collect();
        let in_order: BTreeSet<usize> = collection.derived.order.iter().copied().collect();
        for (position, indicator) in collection.indicators.iter().enumerate() {
            let Some(formula) = &indicator.formula else {
                continue;
            };
            let place = || Place::field(&indicator.file, "formula");
            let mut complete = true;
            let names: BTreeSet<&str> = formula.root.names().into_iter().collect();
            for name in &names {
                if !by_id.contains_key(name) {
                    let ids = by_id.keys().copied();
                    report.add(unknown_name(place(), name, ids, "統計", "indicator"));
                    complete = false;
                }
            }
            if !in_order.contains(&position) {
                let problem = cycle(collection, position, &in_order);
                problem.into_iter().for_each(|problem| report.add(problem));
                continue;
            }
            if names.is_empty() {
                report.add(no_names(place()));
            }
            let unit_of = |id: &str| {
                let unit = by_id.get(id)?.unit.as_ref();
                let unit = unit.map(|unit| unit.get(language).to_owned());
                // A percentage is a bare number: what is left of it is 100 less it.
                let unit = unit.filter(|unit| unit != "%");
                Some(unit.into_iter().map(|unit| (unit, 1)).collect())
            };
            if complete && let Err((left, right)) = units(&formula.root, &unit_of) {
                report.add(mixed_units(place(), &left, &right));
            }
            if divides_by_zero(&formula.root) {
                report.add(zero_division(place()));
            }
        }
    }
}

/// A formula that needs its own result. One that only needs another such isn't reported: it is
/// mended with that.
fn cycle(
    collection: &CollectionPlan,
    start: usize,
    in_order: &BTreeSet<usize>,
) -> Option<Diagnostic> {
    let position = |id: &str| collection.derived.by_id.get(id).copied();
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(here) = open.pop() {
        let formula = collection.indicators[here].formula.as_ref();
        let names = formula
            .map(|formula| formula.root.names())
            .unwrap_or_default();
        for next in names.into_iter().filter_map(position) {
            let is_derived = collection.indicators[next].formula.is_some();
            if is_derived && !in_order.contains(&next) && !from.contains_key(&next) {
                from.insert(next, here);
                open.push(next);
            }
        }
    }
    let mut way = vec![start];
    let mut here = *from.get(&start)?;
    while here != start && way.len() <= collection.indicators.len() {
        way.push(here);
        here = *from.get(&here)?;
    }
    way.push(start);
    way.reverse();
    let ids: Vec<&str> = way
        .iter()
        .map(|position| collection.indicators[*position].id.as_str())
        .collect();
    let shown = ids.join(" → ");
    let file = &collection.indicators[start].file;
    Some(
        Diagnostic::new(
            Code::FormulaCycle,
            Place::field(file, "formula"),
            Message::new(
                format!("この式は、自分自身の結果を使います（{shown}）"),
                format!("the formula needs its own result ({shown})"),
            ),
        )
        .with_help(Message::new(
            "どれか一つの式を、公表された値を持つ統計だけで書きます",
            "write one of them with indicators that have published values only",
        )),
    )
}

fn no_names(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BadFormula,
        place,
        Message::new("式に統計のidがありません", "the formula names no indicator"),
    )
    .with_help(Message::new(
        "どの統計から計算するのかを書きます。例: `physicians ÷ population × 1000`",
        "write what it follows from, such as `physicians ÷ population × 1000`",
    ))
}

/// The units of a result, or the two that don't go together.
fn units(term: &Term, unit_of: &impl Fn(&str) -> Option<Units>) -> Result<Units, (Units, Units)> {
    match term {
        Term::Number(_) => Ok(Units::new()),
        Term::Indicator(id) => Ok(unit_of(id).unwrap_or_default()),
        Term::Operation(left, operation, right) => {
            let (mut left, right) = (units(left, unit_of)?, units(right, unit_of)?);
            let sign = match operation {
                Operation::Add | Operation::Subtract if left != right => return Err((left, right)),
                Operation::Add | Operation::Subtract => return Ok(left),
                Operation::Multiply => 1,
                Operation::Divide => -1,
            };
            for (unit, times) in right {
                *left.entry(unit).or_default() += sign * times;
            }
            left.retain(|_, times| *times != 0);
            Ok(left)
        }
    }
}

fn mixed_units(place: Place, left: &Units, right: &Units) -> Diagnostic {
    let shown = |units: &Units, none: &str| {
        let part = |(unit, times): (&String, &i32)| match *times {
            1 => unit.clone(),
            times => format!("{unit}^{times}"),
        };
        match units.is_empty() {
            true => none.to_owned(),
            false => units.iter().map(part).collect::<Vec<_>>().join("·"),
        }
    };
    Diagnostic::new(
        Code::MixedUnits,
        place,
        Message::new(
            format!(
                "単位の違う数は足し引きできません（{}と{}）",
                shown(left, "単位のない数"),
                shown(right, "単位のない数")
            ),
            format!(
                "numbers of different units can't be added or subtracted ({} and {})",
                shown(left, "a bare number"),
                shown(right, "a bare number")
            ),
        ),
    )
    .with_help(Message::new(
        "同じ単位の統計を使うか、割合にしてから足し引きします",
        "use indicators of one unit, or make shares of them first",
    ))
}

/// Whether a part that is the same for every record is 0 and divides.
fn divides_by_zero(term: &Term) -> bool {
    let Term::Operation(left, operation, right) = term else {
        return false;
    };
    let is_zero = *operation == Operation::Divide && right.evaluate(&|_| None) == Some(0.0);
    is_zero || divides_by_zero(left) || divides_by_zero(right)
}

fn zero_division(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::ZeroDivision,
        place,
        Message::new("式が0で割っています", "the formula divides by 0"),
    )
    .with_help(Message::new(
        "割る数を確かめます。統計の値が0のレコードは、自動で未確認になります",
        "look at what it divides by; a record whose own value is 0 becomes unknown by itself",
    ))
}
