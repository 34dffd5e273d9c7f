//! The time that a fact or a statistic speaks of.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) mod meant;

/// A typed period. Ordered by nothing: two periods are the same or they differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Period {
    /// `2024`
    Year(i16),
    /// `FY2025`: from April of that year to March of the next, in Japan.
    FiscalYear(i16),
    /// `2025-10`
    Month(i16, i8),
    /// `2024-10-01`
    Day(Date),
    /// `2020-10-01/2024-10-01`: from one to the other.
    Range(Box<Period>, Box<Period>),
    /// `mean 1991/2020`: the mean of these years, both included.
    Mean(i16, i16),
}

impl Period {
    /// Reads the notation of the variants' docs; `None` if it is malformed or not in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // No notation is longer; a chain of slashes must not be followed for ever.
        if text.len() > 40 {
            return None;
        }
        if let Some(years) = text.strip_prefix("mean ") {
            let (from, to) = years.split_once('/')?;
            let (from, to) = (year(from.trim())?, year(to.trim())?);
            return (from < to).then_some(Self::Mean(from, to));
        }
        if let Some((from, to)) = text.split_once('/') {
            let (from, to) = (Self::parse(from)?, Self::parse(to)?);
            let simple = |period: &Self| !matches!(period, Self::Range(..) | Self::Mean(..));
            return (simple(&from) && simple(&to) && from.first_day()? <= to.first_day()?)
                .then(|| Self::Range(Box::new(from), Box::new(to)));
        }
        if let Some(fiscal) = text.strip_prefix("FY") {
            return year(fiscal).map(Self::FiscalYear);
        }
        match text.len() {
            4 => year(text).map(Self::Year),
            7 => {
                let first: Date = format!("{text}-01").parse().ok()?;
                Some(Self::Month(first.year(), first.month()))
            }
            10 => text.parse().ok().map(Self::Day),
            _ => None,
        }
    }

    /// The first day that it covers.
    pub fn first_day(&self) -> Option<Date> {
        match self {
            Self::Year(year) | Self::Mean(year, _) => Date::new(*year, 1, 1).ok(),
            Self::FiscalYear(year) => Date::new(*year, 4, 1).ok(),
            Self::Month(year, month) => Date::new(*year, *month, 1).ok(),
            Self::Day(day) => Some(*day),
            Self::Range(from, _) => from.first_day(),
        }
    }

    /// The last day that it covers.
    pub fn last_day(&self) -> Option<Date> {
        match self {
            Self::Year(year) | Self::Mean(_, year) => Date::new(*year, 12, 31).ok(),
            Self::FiscalYear(year) => Date::new(year.checked_add(1)?, 3, 31).ok(),
            Self::Month(year, month) => Some(Date::new(*year, *month, 1).ok()?.last_of_month()),
            Self::Day(day) => Some(*day),
            Self::Range(_, to) => to.last_day(),
        }
    }

    /// The calendar year that its end falls in, for telling the newest of several.
    pub fn last_year(&self) -> i16 {
        match self {
            Self::Year(year) | Self::FiscalYear(year) | Self::Month(year, _) => *year,
            Self::Mean(_, to) => *to,
            Self::Day(day) => day.year(),
            Self::Range(_, to) => to.last_year(),
        }
    }
}

impl fmt::Display for Period {
    /// The notation that [`Period::parse`] reads.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(formatter, "{year}"),
            Self::FiscalYear(year) => write!(formatter, "FY{year}"),
            Self::Month(year, month) => write!(formatter, "{year}-{month:02}"),
            Self::Day(day) => write!(formatter, "{day}"),
            Self::Range(from, to) => write!(formatter, "{from}/{to}"),
            Self::Mean(from, to) => write!(formatter, "mean {from}/{to}"),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no period")
    }
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn periods_are_read_as_documented() {
        assert_eq!(Period::parse("2024"), Some(Period::Year(2024)));
        assert_eq!(Period::parse("FY2025"), Some(Period::FiscalYear(2025)));
        assert_eq!(Period::parse("2025-10"), Some(Period::Month(2025, 10)));
        assert_eq!(
            Period::parse("mean 1991/2020"),
            Some(Period::Mean(1991, 2020))
        );
        assert!(matches!(
            Period::parse("2020-10-01/2024-10-01"),
            Some(Period::Range(..))
        ));
    }

    #[test]
    fn a_period_ends_with_its_last_day() {
        for (period, day) in [
            ("2024", "2024-12-31"),
            ("FY2025", "2026-03-31"),
            ("2024-02", "2024-02-29"),
            ("2024-10-01", "2024-10-01"),
            ("2020/FY2023", "2024-03-31"),
            ("mean 1991/2020", "2020-12-31"),
        ] {
            let last = Period::parse(period).and_then(|period| period.last_day());
            assert_eq!(last, day.parse().ok(), "{period}");
        }
    }

    #[test]
    fn what_is_not_in_the_calendar_is_refused() {
        for wrong in [
            "2025-02-30",
            "2025-13",
            "24",
            "2024/",
            "mean 2020/1991",
            "2024/2020",
            "令和7年",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }
}
