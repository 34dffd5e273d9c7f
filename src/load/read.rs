//! Reads the files that were found, in parallel, within their limits.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};

use super::limits::{self, Limits};
use super::walk::Found;
use super::{LoadError, SourcePath, Sources, text};

/// What came of one file.
struct Loaded {
    path: SourcePath,
    bytes: Option<Arc<[u8]>>,
    problem: Option<Diagnostic>,
}

/// Everything that was found, in memory; what is too large is reported instead.
pub(super) fn read(
    root: &Path,
    mut found: Vec<Found>,
    report: &mut Report,
) -> Result<Sources, LoadError> {
    found.sort_by(|left, right| left.path.cmp(&right.path));
    let limits = site_limits(root, &found)?;
    let results: Vec<Result<Loaded, LoadError>> = found
        .into_par_iter()
        .map(|file| read_file(root, file, limits))
        .collect();
    let mut sources = Sources::default();
    for result in results {
        let loaded = result?;
        if let Some(problem) = loaded.problem {
            report.add(problem);
        }
        if let Some(bytes) = loaded.bytes {
            sources.insert(loaded.path, bytes);
        }
    }
    Ok(sources)
}

fn site_limits(root: &Path, found: &[Found]) -> Result<Limits, LoadError> {
    let Some(site) = found.iter().find(|file| file.path.as_str() == "site.yaml") else {
        return Ok(Limits::default());
    };
    let bytes = read_at_most(root, &site.path, limits::FILE_BYTES)?.unwrap_or_default();
    Ok(Limits::of(&String::from_utf8_lossy(&bytes)))
}

fn read_file(root: &Path, file: Found, limits: Limits) -> Result<Loaded, LoadError> {
    let Found { path, size } = file;
    let limit = limits.bytes(&path);
    let bytes = if size > limit {
        None
    } else {
        read_at_most(root, &path, limit)?
    };
    Ok(match bytes {
        None => Loaded {
            problem: Some(too_large(&path, size, limit)),
            path,
            bytes: None,
        },
        Some(bytes) => {
            let (bytes, problem) = text::checked(&path, bytes);
            Loaded {
                path,
                bytes: Some(bytes),
                problem,
            }
        }
    })
}

/// The file's bytes; `None` when it has more than `limit`, also if it grew since it was found.
fn read_at_most(root: &Path, path: &SourcePath, limit: u64) -> Result<Option<Vec<u8>>, LoadError> {
    let place = root.join(path.as_str());
    let read = || -> io::Result<Vec<u8>> {
        let file = File::open(&place)?;
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|cause| LoadError::new(&place, cause))?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn too_large(path: &SourcePath, size: u64, limit: u64) -> Diagnostic {
    let message = Message::new(
        format!("ファイルが大きすぎます: {size} バイト（上限 {limit} バイト）"),
        format!("the file is too large: {size} bytes, the limit is {limit}"),
    );
    Diagnostic::new(Code::FileTooLarge, Place::file(path), message).with_help(limits::help(path))
}
