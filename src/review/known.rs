//! What was found in the words of articles, for the next time they are looked at.
//!
//! It comes of the article's file, the languages of `site.yaml` and the list of words alone, so all
//! of them are in the key of what is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::{SourcePath, Sources};
use crate::plan::Guide;

/// What is known of articles, by their files.
#[derive(Debug, Default)]
pub struct Known {
    findings: BTreeMap<SourcePath, Arc<Findings>>,
}

/// What an editor should look at in one article's file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Findings {
    /// Stands for everything that the rest follows from.
    pub key: Fingerprint,
    /// With the bytes of the file.
    pub problems: Vec<Diagnostic>,
}

impl Findings {
    /// Whether all of them are about this file.
    pub fn is_about(&self, file: &SourcePath) -> bool {
        self.problems
            .iter()
            .all(|problem| problem.place.file == *file)
    }
}

impl Known {
    /// What is known of a file.
    pub fn get(&self, file: &SourcePath) -> Option<&Arc<Findings>> {
        self.findings.get(file)
    }

    /// Knows this of a few files from now on.
    pub(super) fn update(&mut self, found: impl Iterator<Item = (SourcePath, Arc<Findings>)>) {
        self.findings.extend(found);
    }

    /// Forgets all files but these, of each of which something is known.
    pub(super) fn keep<'a>(&mut self, files: impl ExactSizeIterator<Item = &'a SourcePath>) {
        // Otherwise there are no others.
        if self.findings.len() > files.len() {
            let files: BTreeSet<&SourcePath> = files.collect();
            self.findings.retain(|file, _| files.contains(file));
        }
    }

    /// Everything that is known, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<Findings>)> {
        self.findings.iter()
    }
}

impl FromIterator<(SourcePath, Arc<Findings>)> for Known {
    fn from_iter<I: IntoIterator<Item = (SourcePath, Arc<Findings>)>>(findings: I) -> Self {
        Self {
            findings: findings.into_iter().collect(),
        }
    }
}

/// Makes the keys of a guide's articles.
pub(super) struct Keys<'a> {
    sources: &'a Sources,
    /// Stands for what all of them depend on.
    common: Fingerprint,
}

impl<'a> Keys<'a> {
    pub(super) fn of(guide: &Guide, sources: &'a Sources) -> Self {
        let mut mixer = Mixer::default();
        for language in &guide.site.languages {
            mixer.text(language.as_str());
        }
        let words = sources.fingerprint(&SourcePath::new("content/style.yaml"));
        mixer.number(u64::from(words.is_some()));
        mixer.part(words.unwrap_or_default());
        Self {
            sources,
            common: mixer.finish(),
        }
    }

    /// `None` for what isn't in the sources.
    pub(super) fn key(&self, file: &SourcePath) -> Option<Fingerprint> {
        let mut mixer = Mixer::default();
        mixer.part(self.common).text(file.as_str());
        Some(mixer.part(self.sources.fingerprint(file)?).finish())
    }
}
