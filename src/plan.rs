//! Parsed files → the [`Guide`] and its routes: everything that needs more than one file.
//!
//! Afterwards every reference, link and live value leads to something that exists, ranks and
//! national values are known, and every output has exactly one [`Route`].

use jiff::civil::Date;

use crate::diagnostic::Report;
use crate::parse::Parsed;

/// What a build is asked for beside the sources.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that "past its review date" is judged by.
    pub today: Date,
    /// Instead of `base_url` of `site.yaml`; ends with `/`.
    pub base_url: Option<String>,
}

/// The whole guide, checked and linked.
#[derive(Debug)]
pub struct Guide {
    /// What the sources say.
    pub parsed: Parsed,
}

/// A path below the output folder, with `/` between names, such as `regions/tokushima/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

impl OutputPath {
    /// From a relative path without `..`.
    pub fn new(path: String) -> Self {
        debug_assert!(!path.starts_with('/') && !path.split('/').any(|name| name == ".."));
        Self(path)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One output: what it is and where it goes.
#[derive(Clone, Debug)]
pub struct Route {
    /// Where it goes.
    pub path: OutputPath,
}

/// A kind of output that is enumerated lazily, such as a collection's pairs.
#[derive(Clone, Debug)]
pub struct Family {
    /// What the summary calls it: `comparison`, `record`, `asset` …
    pub kind: &'static str,
    /// How many routes it has.
    pub len: usize,
}

impl Guide {
    /// All outputs, by family.
    pub fn families(&self) -> Vec<Family> {
        Vec::new()
    }

    /// The route at a position of a family, in a fixed order.
    pub fn route(&self, family: &Family, position: usize) -> Route {
        let _ = (family, position);
        Route {
            path: OutputPath::new(String::new()),
        }
    }
}

/// Links the parsed files to one another; `None` when the report has an error.
pub fn plan(parsed: Parsed, options: &Options, report: &mut Report) -> Option<Guide> {
    let _ = (options, report);
    Some(Guide { parsed })
}
