//! Problems of rendering: many threads find them, and a run tells the same ones each time.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};

/// Different problems of rendering that one run names. A broken template fails on every page it
/// makes, mostly in the same words.
const RENDER_PROBLEMS: usize = 100;

/// Problems of rendering from all threads: each once, and the first of them in sorted order, so
/// that it doesn't show which thread was faster.
#[derive(Default)]
pub(super) struct Problems {
    sorted: Mutex<BTreeMap<(Place, Code, Message), Diagnostic>>,
}

impl Problems {
    pub(super) fn add(&self, problem: Diagnostic) {
        let key = (problem.place.clone(), problem.code, problem.message.clone());
        let mut sorted = self.sorted.lock().unwrap_or_else(PoisonError::into_inner);
        sorted.insert(key, problem);
        if sorted.len() > RENDER_PROBLEMS {
            sorted.pop_last();
        }
    }

    pub(super) fn report(self, report: &mut Report) {
        let sorted = self
            .sorted
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        sorted.into_values().for_each(|problem| report.add(problem));
    }
}
