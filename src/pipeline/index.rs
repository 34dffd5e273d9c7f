//! The search index of a language, made from what the last run kept of it.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::sink::Sink;
use super::{STATE, Writing};
use crate::fingerprint::Fingerprint;
use crate::render::Renderer;
use crate::search::Index;
use crate::write::{WriteError, store};

/// Where indexes are kept between runs, and by which program.
pub(super) struct Shelf {
    state: PathBuf,
    /// `None` where nothing is to be kept.
    program: Option<Fingerprint>,
    fresh: bool,
}

impl Shelf {
    pub(super) fn new(root: &Path, writing: &Writing) -> Self {
        Self {
            state: root.join(STATE),
            program: Some(writing.program)
                .filter(|program| *program != Fingerprint::default() && !writing.dry),
            fresh: writing.fresh,
        }
    }

    /// Gives the output every file of a language's index that it doesn't have yet, and says how many
    /// files there are.
    ///
    /// # Errors
    ///
    /// When the output can't be written. That an index can't be kept is none: the next run makes it
    /// anew.
    pub(super) fn update(
        &self,
        renderer: &Renderer,
        language: usize,
        sink: &Sink,
    ) -> Result<usize, WriteError> {
        let name = format!("search-{}", renderer.guide().language(language));
        let mut index = self.read(&name).unwrap_or_default();
        let before = index.fingerprint();
        let files = index.update(renderer, language);
        let keep = || {
            if let Some(program) = self.program
                && before != index.fingerprint()
            {
                let _ = store::write(&self.state, &name, program, &index.to_bytes());
            }
        };
        let put = || {
            files.par_iter().try_for_each(|file| {
                let known = sink.known(&file.path);
                match known.filter(|known| known.fingerprint == file.fingerprint) {
                    Some(known) => {
                        sink.keep(known);
                        Ok(())
                    }
                    None => sink.put(&file.path, None, Some(file.fingerprint), &file.bytes()),
                }
            })
        };
        let (_, result) = rayon::join(keep, put);
        result.map(|()| files.len())
    }

    fn read(&self, name: &str) -> Option<Index> {
        let program = self.program.filter(|_| !self.fresh)?;
        Index::from_bytes(&store::read(&self.state, name, program)?)
    }
}
