//! Reads the files that were found, in parallel, within their limits, unless they are known.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::fingerprint::Fingerprint;

use super::limits::{self, Limits};
use super::sources::{Read, Source};
use super::stamp::{Moment, Stamp};
use super::walk::Found;
use super::{Changed, LoadError, SourcePath, Sources, text};

/// Files, or what is made of them, that a thread takes at a time. Otherwise work is dealt out in a few
/// large portions, and threads that are done wait for the one with the last.
pub const PORTION: usize = 32;

/// What came of one file.
struct Loaded {
    path: SourcePath,
    /// `None` for what is left out.
    source: Option<Arc<Source>>,
    problem: Option<Diagnostic>,
}

/// A file that was opened.
struct Opened {
    /// Bytes, before any was read.
    size: u64,
    /// What the file system says of it.
    stamp: Option<Stamp>,
    /// `None` when it has more than it may.
    bytes: Option<Vec<u8>>,
}

/// Adds everything that was found to the sources, with its problems; what is too large is left out.
/// What is as it was in `before` isn't read; what `held` holds with the same bytes is held once.
pub(super) fn read(
    root: &Path,
    found: Found,
    (before, held): (&Sources, &Sources),
    now: Option<Moment>,
    sources: &mut Sources,
) -> Result<(), LoadError> {
    let limits = site_limits(root, &found, sources)?;
    let loader = Loader {
        root: root.into(),
        limits,
        before,
        held,
        now,
    };
    let results: Vec<Result<Loaded, LoadError>> = found
        .files
        .into_par_iter()
        .with_max_len(PORTION)
        .map(|path| loader.load(path, sources))
        .collect();
    sources.problems.extend(found.problems);
    let mut files = Vec::with_capacity(results.len());
    for result in results {
        let Loaded {
            path,
            source,
            problem,
        } = result?;
        sources.problems.extend(problem);
        files.extend(source.map(|source| (path, source)));
    }
    sources.add(files);
    Ok(())
}

fn site_limits(root: &Path, found: &Found, sources: &Sources) -> Result<Limits, LoadError> {
    let site = SourcePath::new("site.yaml");
    let bytes = if found.files.contains(&site) {
        read_at_most(root, &site, limits::FILE_BYTES)?.unwrap_or_default()
    } else {
        sources
            .get(&site)
            .map_or(Vec::new(), |bytes| bytes.to_vec())
    };
    Ok(Limits::of(&String::from_utf8_lossy(&bytes)))
}

/// What is needed to read any of the files.
struct Loader<'a> {
    root: Arc<Path>,
    limits: Limits,
    /// Known by their stamps.
    before: &'a Sources,
    /// Whose contents may be shared.
    held: &'a Sources,
    now: Option<Moment>,
}

impl Loader<'_> {
    /// A file for these sources.
    fn load(&self, path: SourcePath, sources: &Sources) -> Result<Loaded, LoadError> {
        let limit = self.limits.bytes(&path);
        if let Some(known) = self.known(&path, limit)? {
            return Ok(Loaded {
                path,
                source: Some(known),
                problem: None,
            });
        }
        let Opened { size, stamp, bytes } = open_and_read(&self.root, &path, limit)?;
        let Some(bytes) = bytes else {
            return Ok(Loaded {
                problem: Some(too_large(&path, size, limit)),
                path,
                source: None,
            });
        };
        let length = bytes.len();
        let (content, problem) = text::checked(&path, bytes);
        // What had to be changed is read each time, so that what was wrong is said each time.
        let as_is = problem.is_none() && content.bytes.len() == length && length as u64 == size;
        let rested = |stamp: &Stamp| self.now.is_some_and(|now| stamp.had_rested(now));
        let fingerprint = Fingerprint::of(&content.bytes);
        let read = Read {
            content: (self.held.held_content(&path, fingerprint)).unwrap_or(content),
            fingerprint,
            stamp: stamp.filter(|stamp| as_is && rested(stamp)),
        };
        Ok(Loaded {
            source: Some(sources.source(&self.root, &path, read)),
            path,
            problem,
        })
    }

    /// The file as it was, if it still is.
    fn known(&self, path: &SourcePath, limit: u64) -> Result<Option<Arc<Source>>, LoadError> {
        // Otherwise it is looked at when it is opened.
        if !self.before.has_stamp(path) {
            return Ok(None);
        }
        let place = self.root.join(path.as_str());
        let metadata = fs::symlink_metadata(&place);
        let metadata = metadata.map_err(|cause| LoadError::new(&place, cause))?;
        let known = self.before.known(path, Stamp::of(&metadata));
        Ok(known.filter(|_| metadata.len() <= limit))
    }
}

/// The file's bytes; `None` when it has more than `limit`.
pub(super) fn read_at_most(
    root: &Path,
    path: &SourcePath,
    limit: u64,
) -> Result<Option<Vec<u8>>, LoadError> {
    Ok(open_and_read(root, path, limit)?.bytes)
}

fn open_and_read(root: &Path, path: &SourcePath, limit: u64) -> Result<Opened, LoadError> {
    let place = root.join(path.as_str());
    let read = || -> io::Result<Opened> {
        let (file, metadata) = open(&place)?;
        let size = metadata.len();
        let stamp = Stamp::of(&metadata);
        if size > limit {
            return Ok(Opened {
                size,
                stamp,
                bytes: None,
            });
        }
        // Room for all of it, so that it is read at once; what is added to it meanwhile is the next
        // run's. Some file systems don't know a size.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let most = if size == 0 {
            limit.saturating_add(1)
        } else {
            size
        };
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Opened {
            size,
            stamp,
            bytes: (bytes.len() as u64 <= limit).then_some(bytes),
        })
    };
    read().map_err(|cause| LoadError::new(&place, cause))
}

/// Opens what was found to be a plain file, if it still is: something else may stand there by now.
/// With it comes what the file system says of it.
fn open(place: &Path) -> io::Result<(File, Metadata)> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // No link is followed, and no pipe is waited for.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(place)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(io::Error::other(Changed))
    }
}

fn too_large(path: &SourcePath, size: u64, limit: u64) -> Diagnostic {
    let message = Message::new(
        format!("ファイルが大きすぎます: {size} バイト（上限 {limit} バイト）"),
        format!("the file is too large: {size} bytes, the limit is {limit}"),
    );
    Diagnostic::new(Code::FileTooLarge, Place::file(path), message).with_help(limits::help(path))
}
