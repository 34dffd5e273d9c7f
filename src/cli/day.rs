//! Which day it is.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A day as YYYY-MM-DD.
pub(super) fn parse(text: &str) -> Result<Date, String> {
    let date: Date = text
        .parse()
        .map_err(|_| "it has to be a day such as 2026-11-21".to_owned())?;
    if date.to_string() == text {
        Ok(date)
    } else {
        Err("it has to be written like 2026-11-21".to_owned())
    }
}

/// The day given, or that of `SOURCE_DATE_EPOCH`, or that of the clock.
///
/// Both of the latter are taken in UTC: a build must not depend on where it runs.
pub(super) fn today(given: Option<Date>) -> Result<Date, String> {
    if let Some(date) = given {
        return Ok(date);
    }
    let moment = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => from_epoch(&text)?,
        _ => Timestamp::now(),
    };
    Ok(moment.to_zoned(TimeZone::UTC).date())
}

fn from_epoch(text: &str) -> Result<Timestamp, String> {
    let wrong = || format!("SOURCE_DATE_EPOCH has to be seconds since 1970, not {text:?}");
    let seconds: i64 = text.trim().parse().map_err(|_| wrong())?;
    Timestamp::from_second(seconds).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::{from_epoch, parse};

    #[test]
    fn only_whole_days_are_days() {
        assert!(parse("2026-11-21").is_ok());
        for bad in ["2026-02-30", "2026-11-21T00:00", "20261121", "tomorrow", ""] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_epoch_is_seconds() {
        assert!(from_epoch("1795219200").is_ok());
        assert!(from_epoch("soon").is_err() && from_epoch("9999999999999").is_err());
    }
}
