//! A route → bytes. Pure: a page sees only its own view.

use crate::diagnostic::{Diagnostic, Report};
use crate::plan::{Guide, Route};

/// Renders the routes of one guide; shared between threads.
#[derive(Debug)]
pub struct Renderer<'guide> {
    guide: &'guide Guide,
}

impl<'guide> Renderer<'guide> {
    /// Compiles the templates and prepares what many pages share. `None` when a template is broken.
    pub fn new(guide: &'guide Guide, report: &mut Report) -> Option<Self> {
        let _ = report;
        Some(Self { guide })
    }

    /// The bytes of one output.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        let _ = (self.guide, route);
        Ok(Vec::new())
    }
}
