//! What earlier runs found out, so that a file that stayed the same is neither read nor parsed nor
//! judged again.
//!
//! Nothing here is believed because it is old: a file is left unread only by a stamp that can't
//! deceive (`load::stamp`), and what is known of it counts only under a key that stands for
//! everything it was made from. What is missing, broken or of another program is made anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::STATE;
use crate::diagnostic::{Report, SourcePath};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::{self, LoadError, Sources};
use crate::parse::known::Digest;
use crate::render::highlighter;
use crate::review::Findings;
use crate::write::store;
use crate::{parse, review};

/// The table of files: what each is known by, and its stamp.
const TABLE: &str = "inputs";
/// How code was highlighted.
const CODE: &str = "code";
/// What the names of files with articles begin with.
const PART: &str = "articles-";
/// What is known of articles stands in so many files, of which only those are written anew that an
/// article changed in.
pub(super) const PARTS: usize = 64;

/// What is known of a project from earlier runs, whatever they were asked for.
#[derive(Debug, Default)]
pub struct Memory {
    store: Option<Store>,
    sources: Sources,
    pub(super) articles: parse::Known,
    pub(super) words: review::Known,
    stored: Stored,
    recalled: bool,
}

/// Memory that outlives the process.
#[derive(Clone, Debug)]
pub(super) struct Store {
    state: PathBuf,
    program: Fingerprint,
    believed: bool,
    shortcut: bool,
}

/// What a file of the store holds: articles' files, each with what is known of it as bytes, so that
/// one can be had without the others.
type Part<T> = Vec<(SourcePath, T)>;

/// What the store holds, by the names of its files.
pub(super) type Stored = BTreeMap<String, Fingerprint>;

/// What is known of an article, out of those bytes.
type Recalled = (Digest, Option<Findings>);

impl Store {
    /// What was kept under a name by this very program; `None` where nothing is to be believed.
    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let believed = self.believed.then_some(&self.state)?;
        store::read(believed, name, self.program)
    }

    /// The part of the store that knows an article, by the number that [`part_of`] gives.
    pub(super) fn part(&self, part: usize) -> BTreeMap<SourcePath, Box<[u8]>> {
        let bytes = self.read(&part_name(part)).unwrap_or_default();
        let entries: Option<Part<&[u8]>> = postcard::from_bytes(&bytes).ok();
        let entries = entries.into_iter().flatten();
        entries.map(|(path, bytes)| (path, bytes.into())).collect()
    }
}

/// What stands in the bytes of a part; `None` if it is of another file.
pub(super) fn recalled(file: &SourcePath, bytes: &[u8], sources: &Sources) -> Option<Recalled> {
    let (digest, findings): Recalled = postcard::from_bytes(bytes).ok()?;
    let digest = digest.restored(file, sources.origin(file)?)?;
    Some((digest, findings.filter(|findings| findings.is_about(file))))
}

fn kept(digest: &Digest, findings: Option<&Findings>) -> Vec<u8> {
    // What is known of an article mostly fits into this.
    let bytes = Vec::with_capacity(2048);
    postcard::to_extend(&(digest, findings), bytes).unwrap_or_default()
}

impl Memory {
    /// Memory for who stays in memory himself and shows what he has loaded: bytes are read once, and
    /// what was loaded earlier stays as it was, whatever becomes of the files.
    pub fn held() -> Self {
        Self {
            sources: Sources::held(),
            articles: parse::Known::lean(),
            ..Self::default()
        }
    }

    /// Memory that lasts in the project's `.shirube/`. `program` stands for this very program:
    /// another one may judge otherwise, and doesn't believe what this one left.
    pub fn stored(root: &Path, program: Fingerprint) -> Self {
        let store = Store {
            state: root.join(STATE),
            program,
            believed: true,
            shortcut: true,
        };
        Self {
            store: Some(store),
            ..Self::default()
        }
    }

    /// Memory that believes nothing that stands in `.shirube/`, but leaves there what is found out.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        if let Some(store) = &mut self.store {
            store.believed = false;
        }
        self
    }

    /// Memory with which a run goes through all stages even where nothing has changed.
    #[must_use]
    pub fn without_shortcut(mut self) -> Self {
        if let Some(store) = &mut self.store {
            store.shortcut = false;
        }
        self
    }

    /// The project's files as they are now.
    ///
    /// # Errors
    ///
    /// As [`load::load`].
    pub fn load(&mut self, root: &Path, report: &mut Report) -> Result<Sources, LoadError> {
        let now = self
            .store
            .as_ref()
            .and_then(|store| store::moment(&store.state));
        if self.sources.paths().next().is_none()
            && let Some(entries) = self.read(TABLE)
        {
            self.sources = Sources::of_entries(root, entries);
            self.stored.insert(TABLE.to_owned(), self.sources.stamps());
        }
        self.sources = load::load_again(root, &self.sources, now, report)?;
        if let Some(store) = self.store.clone() {
            highlighter().recall(move || store.read(CODE));
        }
        Ok(self.sources.clone())
    }

    /// The project's files as they are now, where nothing has changed since they were loaded but
    /// these files and folders, with what is below them.
    ///
    /// # Errors
    ///
    /// As [`load::load`].
    pub fn reload(
        &mut self,
        root: &Path,
        changed: &[SourcePath],
        report: &mut Report,
    ) -> Result<Sources, LoadError> {
        let now = self
            .store
            .as_ref()
            .and_then(|store| store::moment(&store.state));
        load::reload(root, &mut self.sources, changed, now, report)?;
        Ok(self.sources.clone())
    }

    /// What was kept under a name by this very program; `None` where nothing is to be believed.
    pub(super) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        postcard::from_bytes(&self.store.as_ref()?.read(name)?).ok()
    }

    /// Where it lasts, if it does.
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Keeps something under a name. That it can't be kept is no failure of the run: the next one
    /// finds it out again.
    pub(super) fn write(&self, name: &str, value: &impl Serialize) {
        if let Some(store) = &self.store {
            let _ = store::write(&store.state, name, store.program, &to_bytes(value));
        }
    }

    /// Whether a run may be cut short where nothing has changed.
    pub(super) fn takes_shortcuts(&self) -> bool {
        self.store.as_ref().is_some_and(|store| store.shortcut)
    }

    /// Recalls what is known of articles. It needs the sources, as it is them that an article's text
    /// is read from again.
    pub(super) fn recall(&mut self, sources: &Sources) {
        if self.recalled || self.store.is_none() {
            return;
        }
        self.recalled = true;
        let parts = (0..PARTS).into_par_iter().filter_map(|part| {
            let name = part_name(part);
            let bytes = self.store.as_ref()?.read(&name)?;
            let entries: Part<&[u8]> = postcard::from_bytes(&bytes).ok()?;
            // Its articles are gone, and it counts as if it were, too.
            if entries.is_empty() {
                return None;
            }
            // Of a part as it stands there: what can't be recalled is to be written anew.
            let mut print = Mixer::default();
            let mut found = Vec::with_capacity(entries.len());
            for (path, bytes) in entries {
                match recalled(&path, bytes, sources) {
                    Some((digest, findings)) => {
                        mix(&mut print, &path, &digest, findings.as_ref());
                        found.push((path, Arc::new(digest), findings.map(Arc::new)));
                    }
                    None => {
                        print.text("lost");
                    }
                }
            }
            Some((name, print.finish(), found))
        });
        let parts: Vec<(String, Fingerprint, Vec<_>)> = parts.collect();
        let mut digests = Vec::new();
        let mut findings = Vec::new();
        for (name, print, entries) in parts {
            self.stored.insert(name, print);
            for (path, digest, found) in entries {
                findings.extend(found.map(|found| (path.clone(), found)));
                digests.push((path, digest));
            }
        }
        self.articles = digests.into_iter().collect();
        self.words = findings.into_iter().collect();
    }

    /// Keeps the table of files alone: stamps that were too young to be trusted may be trusted now.
    pub(super) fn keep_table(&mut self) {
        let stamps = self.sources.stamps();
        if self.store.is_some() && self.stored.get(TABLE) != Some(&stamps) {
            self.write(TABLE, &self.sources.entries());
            self.stored.insert(TABLE.to_owned(), stamps);
        }
    }

    /// Keeps how code was highlighted, where some was for the first time: in this process, which is
    /// one project's.
    pub(super) fn keep_code(&self) {
        if let Some(store) = &self.store
            && let Some(bytes) = highlighter().keep()
        {
            let _ = store::write(&store.state, CODE, store.program, &bytes);
        }
    }

    /// Keeps what is known of a few articles and of files, where nothing else was recalled.
    pub(super) fn keep_articles(&mut self, articles: &[(SourcePath, Arc<Digest>, Findings)]) {
        let Some(store) = &self.store else {
            return;
        };
        let mut parts: BTreeMap<usize, BTreeMap<SourcePath, Box<[u8]>>> = BTreeMap::new();
        for (path, digest, findings) in articles {
            let number = part_of(path);
            let part = parts.entry(number).or_insert_with(|| store.part(number));
            let bytes = kept(digest, Some(findings));
            part.insert(path.clone(), bytes.into());
        }
        for (number, part) in parts {
            let part: Part<&[u8]> = part
                .iter()
                .map(|(path, of)| (path.clone(), &**of))
                .collect();
            self.write(&part_name(number), &part);
        }
        self.keep_table();
    }

    /// Keeps what is known now, and says what the store then holds.
    pub(super) fn keep(&self) -> Option<Stored> {
        let is_project = self
            .sources
            .fingerprint(&SourcePath::new("site.yaml"))
            .is_some();
        let store = self.store.as_ref().filter(|_| is_project)?;
        let prints = self.prints();
        let is_new = |name: &str| self.stored.get(name) != prints.get(name);
        let changed = (0..PARTS).filter(|part| is_new(&part_name(*part)));
        let changed: Vec<usize> = changed.collect();
        // Mostly nothing is, and then nobody looks around there.
        let any_new = is_new(TABLE) || !changed.is_empty();
        let batch = any_new.then(|| store::Batch::open(&store.state, is_new));
        let batch = batch.and_then(Result::ok);
        let write = |name: &str, bytes: Vec<u8>| {
            if let Some(batch) = batch {
                // As with one file: the next run finds it out again.
                let _ = batch.write(name, store.program, &bytes);
            }
        };
        let table = || {
            if is_new(TABLE) {
                write(TABLE, to_bytes(&self.sources.entries()));
            }
        };
        let parts = || {
            let mut parts: BTreeMap<usize, Part<&Digest>> = BTreeMap::new();
            parts.extend(changed.iter().map(|part| (*part, Vec::new())));
            for (path, digest) in self.articles.iter() {
                if let Some(part) = parts.get_mut(&part_of(path)) {
                    part.push((path.clone(), digest));
                }
            }
            parts.into_par_iter().for_each(|(number, part)| {
                let kept = part.into_iter().map(|(path, digest)| {
                    let findings = self.words.get(&path).map(|findings| &**findings);
                    let bytes = kept(digest, findings);
                    (path, bytes)
                });
                write(
                    &part_name(number),
                    to_bytes(&kept.collect::<Part<Vec<u8>>>()),
                );
            });
        };
        rayon::join(
            || {
                table();
                self.keep_code();
            },
            parts,
        );
        Some(prints)
    }

    /// Notes what the store holds now, if something was kept.
    pub(super) fn keeps(&mut self, stored: Option<Stored>) {
        if let Some(stored) = stored {
            self.stored = stored;
        }
    }

    /// What each file of the store is to hold; those that would hold nothing are left out.
    fn prints(&self) -> Stored {
        let mut parts: BTreeMap<usize, Mixer> = BTreeMap::new();
        for (path, digest) in self.articles.iter() {
            let findings = self.words.get(path).map(|findings| &**findings);
            mix(
                parts.entry(part_of(path)).or_default(),
                path,
                digest,
                findings,
            );
        }
        let parts = parts.iter();
        let parts = parts.map(|(part, mixer)| (part_name(*part), mixer.finish()));
        let table = (TABLE.to_owned(), self.sources.stamps());
        parts.chain([table]).collect()
    }
}

/// Adds what is known of an article to what a file of the store is made of.
fn mix(mixer: &mut Mixer, path: &SourcePath, digest: &Digest, findings: Option<&Findings>) {
    mixer.text(path.as_str()).part(digest.key);
    mixer.number(u64::from(findings.is_some()));
    mixer.part(findings.map(|findings| findings.key).unwrap_or_default());
}

/// Nothing can fail on its way into memory.
fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).unwrap_or_default()
}

fn part_name(part: usize) -> String {
    format!("{PART}{part:02}")
}

/// By its path, so that others don't move when an article comes or goes.
pub(super) fn part_of(path: &SourcePath) -> usize {
    let [first, ..] = Fingerprint::of(path.as_str().as_bytes()).to_bytes();
    usize::from(first) % PARTS
}
