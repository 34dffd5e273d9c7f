//! The guide → editorial and data checks.

use jiff::civil::Date;

use crate::diagnostic::Report;
use crate::plan::Guide;

/// Adds what an editor should look at, judged by a day.
pub fn review(guide: &Guide, today: Date, report: &mut Report) {
    let _ = (guide, today, report);
}
