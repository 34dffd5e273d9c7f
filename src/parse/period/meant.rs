//! The period that somebody meant who wrote it otherwise: `2026/11/1`, `令和7年度`, `2020〜2024`.

use jiff::civil::Date;

use super::Period;

/// Longer texts are no dates.
const LONGEST: usize = 80;

/// Eras with the year before their first.
const ERAS: [(&str, i16); 6] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
];

/// The period in the notation that is read; `None` where that would be a guess.
pub(crate) fn period(text: &str) -> Option<Period> {
    if text.len() > LONGEST {
        return None;
    }
    let narrow: String = text.trim().chars().map(narrow).collect();
    if let Some((from, to)) = narrow.split_once(['〜', '～', '~']) {
        let range = (single(from)?, single(to)?);
        return Period::parse(&format!("{}/{}", range.0, range.1));
    }
    if let Some(years) = narrow.strip_prefix("mean ") {
        let (from, to) = years.split_once('/')?;
        return Period::parse(&format!("mean {to}/{from}"));
    }
    if let Some((from, to)) = narrow.split_once('/')
        && let (Some(from), Some(to)) = (Period::parse(from), Period::parse(to))
    {
        return Period::parse(&format!("{to}/{from}"));
    }
    single(&narrow)
}

/// The day that was probably meant.
pub(crate) fn day(text: &str) -> Option<Date> {
    match period(text)? {
        Period::Day(day) => Some(day),
        _ => None,
    }
}

fn single(text: &str) -> Option<Period> {
    let text = text.trim();
    // What stands after `T` or a space is the time of the day.
    let text = text.split(['T', ' ']).next()?;
    let era = ERAS
        .iter()
        .find_map(|(name, before)| Some((text.strip_prefix(name)?, *before)));
    let (text, before) = era.unwrap_or((text, 0));
    let fiscal = text.strip_prefix("FY").or_else(|| text.strip_prefix("fy"));
    let is_fiscal = fiscal.is_some() || text.ends_with("年度");
    let text = fiscal.unwrap_or(text).replace("元年", "1年");
    let odd = |character: char| !(character.is_ascii_digit() || "年度月日-/.".contains(character));
    if text.contains(odd) {
        return None;
    }
    let words = text.split(|character: char| !character.is_ascii_digit());
    let numbers: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let year = |word: &str| {
        let year: i16 = word.parse().ok()?;
        let whole = if before > 0 {
            year < 100
        } else {
            word.len() == 4
        };
        whole.then_some(before + year)
    };
    let small = |word: &str| word.parse::<i8>().ok();
    match (is_fiscal, numbers.as_slice()) {
        (true, [only]) => Some(Period::FiscalYear(year(only)?)),
        (false, [digits]) if digits.len() == 8 && before == 0 => {
            let date = format!(
                "{}-{}-{}",
                digits.get(..4)?,
                digits.get(4..6)?,
                digits.get(6..)?
            );
            date.parse().ok().map(Period::Day)
        }
        (false, [only]) => Some(Period::Year(year(only)?)),
        (false, [first, month]) => {
            let first = Date::new(year(first)?, small(month)?, 1).ok()?;
            Some(Period::Month(first.year(), first.month()))
        }
        (false, [first, month, day]) => {
            let day = Date::new(year(first)?, small(month)?, small(day)?).ok()?;
            Some(Period::Day(day))
        }
        _ => None,
    }
}

/// The half-width form of digits, letters and the marks between them.
fn narrow(character: char) -> char {
    match character {
        '－' | '−' | '‐' | '–' => '-',
        // The wide forms of ASCII stand in the same order, 0xFEE0 further on; `～` is a range's.
        '！'..='｝' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn other_notations_are_understood() {
        for (text, meant) in [
            ("2026/11/1", Some("2026-11-01")),
            ("20261101", Some("2026-11-01")),
            ("2026年11月1日", Some("2026-11-01")),
            ("令和8年11月1日", Some("2026-11-01")),
            ("R8.11.1", Some("2026-11-01")),
            ("平成元年", Some("1989")),
            ("2024年度", Some("FY2024")),
            ("令和6年度", Some("FY2024")),
            ("２０２４年１０月", Some("2024-10")),
            ("2020〜2024", Some("2020/2024")),
            ("2024/2020", Some("2020/2024")),
            ("mean 2020/1991", Some("mean 1991/2020")),
            ("2026-11-01T09:00", Some("2026-11-01")),
            ("11/01/2026", None),
            ("2026-02-30", None),
            ("FY24", None),
            ("最近", None),
        ] {
            let found = period(text).map(|period| period.to_string());
            assert_eq!(found.as_deref(), meant, "{text}");
        }
    }
}
