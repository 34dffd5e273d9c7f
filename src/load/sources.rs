//! The files of a project: what they are made of, and their bytes when somebody asks for them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

use super::stamp::Stamp;
use super::{Changed, LoadError, SourcePath, read, text};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::{Fingerprint, Mixer};

/// Every file of the project that the guide is made of, sorted by path. A file that is known to be
/// as it was may not have been read yet.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Arc<BTreeMap<SourcePath, Arc<Source>>>,
    /// Whether bytes stay in memory once they have been read, so that no disk is asked again.
    is_held: bool,
    /// What loading found wrong, by the file or folder it is about.
    pub(super) problems: Vec<Diagnostic>,
    pub(super) surprise: Surprise,
}

/// One file.
#[derive(Debug)]
pub(super) struct Source {
    origin: Origin,
    content: OnceLock<Content>,
    /// Of a file that needn't be read again as long as its stamp is this one.
    stamp: Option<Stamp>,
}

/// One of the files.
#[derive(Clone, Copy, Debug)]
pub struct File<'a>(&'a Source);

/// What stands in a file.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) bytes: Arc<[u8]>,
    /// The same bytes, in the same place, where they are a text.
    text: Option<Arc<str>>,
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        let text: Arc<str> = text.into();
        Self {
            bytes: Arc::clone(&text).into(),
            text: Some(text),
        }
    }
}

impl Content {
    /// Of a file that isn't a text.
    pub(super) fn binary(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            bytes: bytes.into(),
            text: None,
        }
    }
}

/// Where the bytes of a file can be had again, without keeping them.
#[derive(Clone, Debug)]
pub struct Origin(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    fingerprint: Fingerprint,
    at: At,
}

#[derive(Debug)]
enum At {
    Memory(Content),
    Disk {
        root: Arc<Path>,
        path: SourcePath,
        surprise: Surprise,
    },
}

/// The first file that was found to be another than the one that was loaded.
#[derive(Clone, Debug, Default)]
pub(super) struct Surprise(Arc<Mutex<Option<LoadError>>>);

/// What is kept of a file between runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    path: SourcePath,
    fingerprint: Fingerprint,
    stamp: Stamp,
}

/// What a file looks like that has been read, or is as it was.
pub(super) struct Read {
    pub(super) content: Content,
    pub(super) fingerprint: Fingerprint,
    pub(super) stamp: Option<Stamp>,
}

impl Sources {
    /// No files; what is loaded as their successor is held in memory, so that whoever shows an earlier
    /// state of a file has its text, whatever the disk says meanwhile.
    pub fn held() -> Self {
        Self {
            is_held: true,
            ..Self::default()
        }
    }

    /// Adds or replaces a file that stands in memory only; for what isn't saved yet, and for tests.
    pub fn insert(&mut self, path: SourcePath, bytes: impl Into<Arc<[u8]>>) {
        let bytes: Arc<[u8]> = bytes.into();
        let content = match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => Content::from(text),
            Err(_) => Content::binary(bytes),
        };
        let inner = Inner {
            fingerprint: Fingerprint::of(&content.bytes),
            at: At::Memory(content.clone()),
        };
        let source = Source {
            origin: Origin(Arc::new(inner)),
            content: content.into(),
            stamp: None,
        };
        self.add(vec![(path, Arc::new(source))]);
    }

    /// Adds or replaces files.
    pub(super) fn add(&mut self, files: Vec<(SourcePath, Arc<Source>)>) {
        // Of all at once is faster than one after the other.
        if self.files.is_empty() {
            self.files = Arc::new(files.into_iter().collect());
        } else {
            Arc::make_mut(&mut self.files).extend(files);
        }
    }

    /// A file of these sources that has been read, which isn't among them yet.
    pub(super) fn source(&self, root: &Arc<Path>, path: &SourcePath, read: Read) -> Arc<Source> {
        let origin = if self.is_held {
            Origin(Arc::new(Inner {
                fingerprint: read.fingerprint,
                at: At::Memory(read.content.clone()),
            }))
        } else {
            self.origin_on_disk(root, path, read.fingerprint)
        };
        Arc::new(Source {
            origin,
            content: read.content.into(),
            stamp: read.stamp,
        })
    }

    /// What is held of a file and known by this, so that nobody holds it twice.
    pub(super) fn held_content(&self, path: &SourcePath, of: Fingerprint) -> Option<Content> {
        let source = self.files.get(path).filter(|_| self.is_held)?;
        let content = source.content.get();
        let content = content.filter(|_| source.origin.fingerprint() == of);
        content.cloned()
    }

    /// Whether there is a file that can be known by its stamp.
    pub(super) fn has_stamp(&self, path: &SourcePath) -> bool {
        let source = self.files.get(path);
        source.is_some_and(|source| source.stamp.is_some())
    }

    /// A file that has this stamp, if there is one.
    pub(super) fn known(&self, path: &SourcePath, stamp: Option<Stamp>) -> Option<Arc<Source>> {
        let known = self.files.get(path).filter(|_| stamp.is_some())?;
        (known.stamp == stamp).then(|| Arc::clone(known))
    }

    /// Forgets a file or folder with everything below it.
    pub(super) fn remove(&mut self, path: &SourcePath) {
        let below: Vec<SourcePath> = self.below(path.as_str()).cloned().collect();
        let files = Arc::make_mut(&mut self.files);
        for file in below.iter().chain([path]) {
            files.remove(file);
        }
    }

    /// No files, but what is known of what went wrong goes where it did before.
    pub(super) fn successor(&self) -> Self {
        Self {
            files: Arc::default(),
            is_held: self.is_held,
            problems: Vec::new(),
            surprise: self.surprise.clone(),
        }
    }

    fn origin_on_disk(&self, root: &Arc<Path>, path: &SourcePath, of: Fingerprint) -> Origin {
        Origin(Arc::new(Inner {
            fingerprint: of,
            at: At::Disk {
                root: Arc::clone(root),
                path: path.clone(),
                surprise: self.surprise.clone(),
            },
        }))
    }

    /// A file, for who asks several things of it.
    pub fn file(&self, path: &SourcePath) -> Option<File<'_>> {
        self.files.get(path).map(|source| File(source))
    }

    /// A file's bytes. Read now if they haven't been; if they are others than those that the file
    /// is known by, [`Sources::surprise`] says so.
    pub fn get(&self, path: &SourcePath) -> Option<&Arc<[u8]>> {
        Some(&self.files.get(path)?.content().bytes)
    }

    /// A file's text, as [`Sources::get`] has its bytes; `None` where it is none.
    pub fn text(&self, path: &SourcePath) -> Option<&Arc<str>> {
        self.file(path)?.text()
    }

    /// What a file's bytes are known by.
    pub fn fingerprint(&self, path: &SourcePath) -> Option<Fingerprint> {
        Some(self.files.get(path)?.origin.fingerprint())
    }

    /// Where a file's bytes can be had again.
    pub fn origin(&self, path: &SourcePath) -> Option<&Origin> {
        Some(&self.files.get(path)?.origin)
    }

    /// All files with what their bytes are known by, in the order of their paths.
    pub fn fingerprints(&self) -> impl Iterator<Item = (&SourcePath, Fingerprint)> {
        let files = self.files.iter();
        files.map(|(path, source)| (path, source.origin.fingerprint()))
    }

    /// All files with their bytes, in the order of their paths; reads those that haven't been.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<[u8]>)> {
        let files = self.files.iter();
        files.map(|(path, source)| (path, &source.content().bytes))
    }

    /// All files in the order of their paths.
    pub fn paths(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.keys()
    }

    /// All files below a folder (no trailing `/`), in the order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a SourcePath> {
        self.files
            .range(SourcePath::new(folder)..)
            .map(|(path, _)| path)
            .take_while(move |path| path.as_str().starts_with(folder))
            .filter(move |path| path.as_str().as_bytes().get(folder.len()) == Some(&b'/'))
    }

    /// The first file that turned out to be another when it was read than when it was loaded. What
    /// was made from these sources is then good for nothing. Asked for, it is forgotten.
    pub fn surprise(&self) -> Option<LoadError> {
        self.surprise.lock().take()
    }

    /// Stands for what another run may go by.
    pub fn stamps(&self) -> Fingerprint {
        let mut mixer = Mixer::default();
        for (path, source) in &*self.files {
            if let Some(stamp) = &source.stamp {
                mixer.text(path.as_str()).part(source.origin.fingerprint());
                stamp.mix_into(&mut mixer);
            }
        }
        mixer.finish()
    }

    /// What another run may go by.
    pub fn entries(&self) -> Vec<Entry> {
        let files = self.files.iter();
        let entry = |(path, source): (&SourcePath, &Arc<Source>)| {
            Some(Entry {
                path: path.clone(),
                fingerprint: source.origin.fingerprint(),
                stamp: source.stamp?,
            })
        };
        files.filter_map(entry).collect()
    }

    /// What another run went by: files of which nothing has been read.
    pub fn of_entries(root: &Path, entries: Vec<Entry>) -> Self {
        let root: Arc<Path> = root.into();
        let mut sources = Self::default();
        let files = entries.into_iter().map(|entry| {
            let source = Source {
                origin: sources.origin_on_disk(&root, &entry.path, entry.fingerprint),
                content: OnceLock::new(),
                stamp: Some(entry.stamp),
            };
            (entry.path, Arc::new(source))
        });
        sources.files = Arc::new(files.collect());
        sources
    }
}

impl<'a> File<'a> {
    /// Where its bytes can be had again.
    pub fn origin(self) -> &'a Origin {
        &self.0.origin
    }

    /// As [`Sources::get`].
    pub fn bytes(self) -> &'a Arc<[u8]> {
        &self.0.content().bytes
    }

    /// As [`Sources::text`].
    pub fn text(self) -> Option<&'a Arc<str>> {
        self.0.content().text.as_ref()
    }
}

impl Source {
    fn content(&self) -> &Content {
        self.content.get_or_init(|| self.origin.content())
    }
}

impl Origin {
    /// What the bytes are known by.
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
    }

    /// The text, read now; empty where there is none. If it is another than the one that is known,
    /// [`Sources::surprise`] says so; nothing then depends on what this gives.
    pub fn text(&self) -> Arc<str> {
        self.content().text.unwrap_or_default()
    }

    fn content(&self) -> Content {
        let (root, path, surprise) = match &self.0.at {
            At::Memory(content) => return content.clone(),
            At::Disk {
                root,
                path,
                surprise,
            } => (root, path, surprise),
        };
        // A file that has grown since can't be the one that is known.
        match read::read_at_most(root, path, u64::MAX) {
            Ok(bytes) => {
                let (content, _) = text::checked(path, bytes.unwrap_or_default());
                if Fingerprint::of(&content.bytes) != self.0.fingerprint {
                    let cause = io::Error::other(Changed);
                    let place = root.join(path.as_str());
                    surprise.note(LoadError::new(&place, cause));
                }
                content
            }
            Err(error) => {
                surprise.note(error);
                Content::from("")
            }
        }
    }
}

impl Surprise {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<LoadError>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, error: LoadError) {
        self.lock().get_or_insert(error);
    }
}
