//! Parsed files → the [`Guide`] and its routes: everything that needs more than one file.
//!
//! Afterwards every reference, link and live value leads to something that exists, ranks and
//! national values are known, and every output has exactly one [`Route`].

mod assemble;
pub mod divisions;
pub mod formulas;
pub mod geometry;
pub mod guide;
mod index;
mod kept;
pub mod links;
mod lookup;
mod names;
pub mod output;
pub mod pairs;
pub mod references;
pub mod route;
pub mod settings;
pub mod statistics;
pub mod version;

use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::Report;
use crate::parse::Parsed;
use crate::plan::version::Shelf;

pub use guide::Guide;
pub use kept::Kept;
pub use route::{Family, OutputPath, Page, Route};

/// What a build is asked for beside the sources.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that "past its review date" is judged by.
    pub today: Date,
    /// Instead of `base_url` of `site.yaml`; ends with `/`.
    pub base_url: Option<String>,
}

/// Links the parsed files to one another and reports what doesn't fit.
pub fn plan(parsed: Parsed, options: &Options, report: &mut Report) -> Guide {
    let guide = link(parsed, options);
    check(&guide, report);
    guide
}

/// Links the parsed files to one another.
///
/// The guide is made whatever doesn't fit, so that `review` can look at it, too; it must not be
/// rendered where [`check`] finds an error.
pub fn link(parsed: Parsed, options: &Options) -> Guide {
    let mut guide = assemble::assemble(parsed, options, None);
    choose_pages(&mut guide);
    references::connect(&mut guide);
    guide.redirects = output::redirects(&guide);
    guide
}

/// Reports what doesn't fit together.
pub fn check(guide: &Guide, report: &mut Report) {
    settings::check(guide, report);
    references::check(guide, report);
    formulas::check::check(guide, report);
    links::check(guide, report);
    output::check(guide, report);
}

/// Comes to what [`link`] comes to, without looking into articles. All that is `parsed` must be what
/// it was when `kept` was made, but for the articles, which are on the shelf and may differ in what
/// has no part in the guide's structure.
/// `None` if what was kept isn't of these files.
pub fn plan_again(
    parsed: Parsed,
    options: &Options,
    mut kept: Kept,
    shelf: &Arc<dyn Shelf>,
) -> Option<Guide> {
    if !kept.fits(&parsed) {
        return None;
    }
    let articles = kept.articles(shelf);
    let mut guide = assemble::assemble(parsed, options, Some((articles, &kept)));
    choose_pages(&mut guide);
    references::connect_again(&mut guide, kept);
    guide.redirects = output::redirects(&guide);
    Some(guide)
}

/// Decides which pages collections have, beside those of their records.
fn choose_pages(guide: &mut Guide) {
    divisions::divide(guide);
    pairs::choose(guide);
    divisions::find_compared(guide);
}
