//! The rules against the guide's own indicators, whose numbers are real.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Outlier, outliers};

/// Every indicator of the guide's prefectures, by name, with its numbers in the order of ids.
fn real() -> Vec<(String, Vec<Option<f64>>)> {
    #[allow(
        clippy::disallowed_methods,
        reason = "the test reads the guide as it is in the repository"
    )]
    fn files() -> Vec<(String, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/indicators/regions");
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut files: Vec<(String, String)> = entries
            .map(|entry| {
                let path = entry.expect("an entry").path();
                let text = std::fs::read_to_string(&path).expect("a text");
                (path.display().to_string(), text)
            })
            .collect();
        files.sort();
        files
    }
    files()
        .into_iter()
        .map(|(name, text)| {
            let file: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
            let values: BTreeMap<String, serde_yaml::Value> =
                serde_yaml::from_value(file["values"].clone()).expect("a mapping");
            let numbers = values.values().map(serde_yaml::Value::as_f64).collect();
            (name, numbers)
        })
        .collect()
}

fn found(columns: &[(String, Vec<Option<f64>>)]) -> Vec<Outlier> {
    let columns: Vec<&[Option<f64>]> = columns.iter().map(|(_, values)| &**values).collect();
    outliers(&columns)
}

#[test]
fn real_extremes_are_let_be() {
    let columns = real();
    assert!(columns.len() >= 40);
    let alarms: Vec<_> = found(&columns)
        .into_iter()
        .map(|outlier| (columns[outlier.indicator].0.clone(), outlier))
        .collect();
    assert!(alarms.is_empty(), "{alarms:?}");
}

#[test]
fn most_slipped_digits_that_leave_the_range_are_found() {
    let mut columns = real();
    let (mut slips, mut seen, mut good) = (0, 0, 0);
    for indicator in 0..columns.len() {
        let (mut slips_here, mut seen_here) = (0, 0);
        for record in 0..columns[indicator].1.len() {
            let Some(value) = columns[indicator].1[record] else {
                continue;
            };
            let others = (columns[indicator].1.iter().enumerate())
                .filter(|(other, _)| *other != record)
                .filter_map(|(_, value)| *value);
            let least = others.clone().fold(f64::INFINITY, f64::min);
            let greatest = others.fold(f64::NEG_INFINITY, f64::max);
            for slip in [10.0, 0.1] {
                let wrong = value * slip;
                if (least..=greatest).contains(&wrong) {
                    continue;
                }
                columns[indicator].1[record] = Some(wrong);
                let is_seen = found(&columns)
                    .iter()
                    .any(|outlier| (outlier.indicator, outlier.record) == (indicator, record));
                slips_here += 1;
                seen_here += usize::from(is_seen);
            }
            columns[indicator].1[record] = Some(value);
        }
        slips += slips_here;
        seen += seen_here;
        good += usize::from(seen_here * 10 >= slips_here * 9);
    }
    println!(
        "{seen} of {slips}; 90 % of those in {good} of {} indicators",
        columns.len()
    );
    assert!(seen * 100 >= slips * 92, "{seen} of {slips}");
    assert!(good * 8 >= columns.len() * 5, "{good}");
}

#[test]
fn few_numbers_say_nothing() {
    let few: Vec<Option<f64>> = [1.0, 1.1, 1.2, 1.0, 500.0].map(Some).into();
    assert!(outliers(&[&few]).is_empty());
    let mut more: Vec<Option<f64>> = (10..20).map(|number| Some(f64::from(number))).collect();
    more.push(Some(150.0));
    let found = outliers(&[&more]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].record, found[0].value), (10, 150.0));
    assert!(outliers(&[&[], &[None, Some(0.0)]]).is_empty());
}
