//! Reads the files that were found, in parallel, within their limits, unless they are known.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::fingerprint::Fingerprint;

use super::limits::{self, Limits};
use super::sources::{Known, Read};
use super::stamp::{Moment, Stamp};
use super::walk::{Found, FoundFile};
use super::{Changed, LoadError, SourcePath, Sources, text};

/// Files, or what is made of them, that a thread takes at a time. Otherwise work is dealt out in a few
/// large portions, and threads that are done wait for the one with the last.
pub const PORTION: usize = 32;

/// What came of one file.
struct Loaded {
    path: SourcePath,
    state: State,
    problem: Option<Diagnostic>,
}

enum State {
    /// As it was; not read.
    Known(Known),
    Read(Read),
    LeftOut,
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
    sources.problems.extend(found.problems);
    let results: Vec<Result<Loaded, LoadError>> = found
        .files
        .into_par_iter()
        .with_max_len(PORTION)
        .map(|file| load_file(root, file, limits, (before, held), now))
        .collect();
    let root: Arc<Path> = root.into();
    for result in results {
        let Loaded {
            path,
            state,
            problem,
        } = result?;
        sources.problems.extend(problem);
        match state {
            State::Known(known) => sources.keep(path, known),
            State::Read(read) => sources.add(&root, path, read),
            State::LeftOut => {}
        }
    }
    Ok(())
}

fn site_limits(root: &Path, found: &Found, sources: &Sources) -> Result<Limits, LoadError> {
    let site = SourcePath::new("site.yaml");
    let bytes = if found.files.iter().any(|file| file.path == site) {
        read_at_most(root, &site, limits::FILE_BYTES)?.unwrap_or_default()
    } else {
        sources
            .get(&site)
            .map_or(Vec::new(), |bytes| bytes.to_vec())
    };
    Ok(Limits::of(&String::from_utf8_lossy(&bytes)))
}

fn load_file(
    root: &Path,
    file: FoundFile,
    limits: Limits,
    (before, held): (&Sources, &Sources),
    now: Option<Moment>,
) -> Result<Loaded, LoadError> {
    let FoundFile { path, size, stamp } = file;
    let limit = limits.bytes(&path);
    let known = before.known(&path, stamp).filter(|_| size <= limit);
    if let Some(known) = known {
        return Ok(Loaded {
            path,
            state: State::Known(known),
            problem: None,
        });
    }
    let bytes = if size > limit {
        None
    } else {
        read_at_most(root, &path, limit)?
    };
    let Some(bytes) = bytes else {
        return Ok(Loaded {
            problem: Some(too_large(&path, size, limit)),
            path,
            state: State::LeftOut,
        });
    };
    let length = bytes.len();
    let (content, problem) = text::checked(&path, bytes);
    // What had to be changed is read each time, so that what was wrong is said each time.
    let as_is = problem.is_none() && content.bytes.len() == length && length as u64 == size;
    let rested = |stamp: &Stamp| now.is_some_and(|now| stamp.had_rested(now));
    let fingerprint = Fingerprint::of(&content.bytes);
    let read = Read {
        content: held.held_content(&path, fingerprint).unwrap_or(content),
        fingerprint,
        stamp: stamp.filter(|stamp| as_is && rested(stamp)),
    };
    Ok(Loaded {
        path,
        state: State::Read(read),
        problem,
    })
}

/// The file's bytes; `None` when it has more than `limit`, also if it grew since it was found.
pub(super) fn read_at_most(
    root: &Path,
    path: &SourcePath,
    limit: u64,
) -> Result<Option<Vec<u8>>, LoadError> {
    let place = root.join(path.as_str());
    let read = || -> io::Result<Option<Vec<u8>>> {
        let (file, size) = open(&place)?;
        if size > limit {
            return Ok(None);
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
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    };
    read().map_err(|cause| LoadError::new(&place, cause))
}

/// Opens what was found to be a plain file, if it still is: something else may stand there by now.
/// With it comes its size.
fn open(place: &Path) -> io::Result<(File, u64)> {
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
        Ok((file, metadata.len()))
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
