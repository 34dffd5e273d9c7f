//! Parsed files → the [`Guide`] and its routes: everything that needs more than one file.
//!
//! Afterwards every reference, link and live value leads to something that exists, ranks and
//! national values are known, and every output has exactly one [`Route`].

mod assemble;
pub mod geometry;
pub mod guide;
pub mod links;
mod lookup;
pub mod output;
pub mod pairs;
pub mod references;
pub mod route;
pub mod settings;
pub mod statistics;

use jiff::civil::Date;

use crate::diagnostic::Report;
use crate::parse::Parsed;

pub use guide::Guide;
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
///
/// The guide is made even when the report has errors, so that `review` can add its own; it must
/// not be rendered then.
pub fn plan(parsed: Parsed, options: &Options, report: &mut Report) -> Guide {
    let mut guide = assemble::assemble(parsed, options);
    settings::check(&guide, report);
    references::check(&guide, report);
    pairs::choose(&mut guide);
    references::connect(&mut guide);
    guide.redirects = output::redirects(&guide);
    links::check(&guide, report);
    output::check(&guide, report);
    guide
}
