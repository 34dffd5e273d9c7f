//! Finds the project's files without opening any.

use std::ffi::OsStr;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place};

use super::{LoadError, SourcePath, name};

/// What a project is made of, in the order it is looked at.
pub const TOP: [&str; 4] = ["site.yaml", "content", "overrides", "themes"];

/// What stands in a project.
#[derive(Default)]
pub(super) struct Found {
    /// Every file whose name will do, in order.
    pub(super) files: Vec<SourcePath>,
    /// What is wrong with the others.
    pub(super) problems: Vec<Diagnostic>,
}

/// A file or folder that hasn't been looked into.
struct Entry {
    place: PathBuf,
    path: SourcePath,
    kind: FileType,
    /// Whether it is one of [`TOP`].
    is_top: bool,
}

/// Everything in a project.
pub(super) fn walk(root: &Path) -> Result<Found, LoadError> {
    let folder = std::fs::metadata(root).map_err(|cause| LoadError::new(root, cause))?;
    if !folder.is_dir() {
        let cause = io::Error::from(io::ErrorKind::NotADirectory);
        return Err(LoadError::new(root, cause));
    }
    let mut entries = Vec::new();
    for top in TOP {
        entries.extend(entry(root, &SourcePath::new(top), true)?);
    }
    walk_from(entries)
}

/// What stands at a path that [`nearest_change`] gave, with everything below it.
pub(super) fn walk_at(root: &Path, path: &SourcePath) -> Result<Found, LoadError> {
    let is_top = TOP.contains(&path.as_str());
    walk_from(entry(root, path, is_top)?.into_iter().collect())
}

/// The path itself, or the first folder on the way to it that isn't one that is looked into; `None`
/// for what is no part of the project.
pub(super) fn nearest_change(
    root: &Path,
    path: &SourcePath,
) -> Result<Option<SourcePath>, LoadError> {
    let text = path.as_str();
    let top = text.split('/').next().unwrap_or(text);
    if !TOP.contains(&top) {
        return Ok(None);
    }
    let ends = text.match_indices('/').map(|(end, _)| end);
    for end in ends {
        let folder = SourcePath::new(text.get(..end).unwrap_or_default());
        let is_top = folder.as_str() == top;
        let found = entry(root, &folder, is_top)?;
        let fits = found
            .filter(|entry| entry.kind.is_dir())
            .is_some_and(|entry| {
                let (path, problem) = judge(&entry);
                path.is_some() && problem.is_none()
            });
        if !fits {
            return Ok(Some(folder));
        }
    }
    Ok(Some(path.clone()))
}

fn entry(root: &Path, path: &SourcePath, is_top: bool) -> Result<Option<Entry>, LoadError> {
    let place = root.join(path.as_str());
    match std::fs::symlink_metadata(&place) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(LoadError::new(&place, error)),
        Ok(metadata) => Ok(Some(Entry {
            place,
            path: path.clone(),
            kind: metadata.file_type(),
            is_top,
        })),
    }
}

/// What became of an entry.
enum Looked {
    File(SourcePath),
    Folder(Vec<Entry>),
    Nothing,
}

/// Level by level, so that no depth of folders is too much, and all of a level at once.
fn walk_from(mut level: Vec<Entry>) -> Result<Found, LoadError> {
    let mut found = Found::default();
    let mut first_error: Option<LoadError> = None;
    while !level.is_empty() {
        let looked: Vec<_> = level.into_par_iter().map(look).collect();
        level = Vec::new();
        for (result, problem) in looked {
            found.problems.extend(problem);
            match result {
                Ok(Looked::File(file)) => found.files.push(file),
                Ok(Looked::Folder(entries)) => level.extend(entries),
                Ok(Looked::Nothing) => {}
                Err(error) => {
                    if first_error
                        .as_ref()
                        .is_none_or(|other| error.path < other.path)
                    {
                        first_error = Some(error);
                    }
                }
            }
        }
    }
    if let Some(error) = first_error {
        return Err(error);
    }
    found.files.par_sort_unstable();
    found
        .problems
        .sort_by(|left, right| left.place.cmp(&right.place));
    Ok(found)
}

fn look(entry: Entry) -> (Result<Looked, LoadError>, Option<Diagnostic>) {
    let (path, problem) = judge(&entry);
    let Some(path) = path else {
        return (Ok(Looked::Nothing), problem);
    };
    let fail = |cause| LoadError::new(&entry.place, cause);
    let looked = if entry.kind.is_dir() {
        inside(&entry).map(Looked::Folder).map_err(fail)
    } else if entry.kind.is_file() {
        Ok(Looked::File(path))
    } else {
        Ok(Looked::Nothing)
    };
    (looked, problem)
}

fn inside(folder: &Entry) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(&folder.place)? {
        let entry = entry?;
        let name = entry.file_name();
        if is_unwanted(&name) {
            continue;
        }
        entries.push(Entry {
            place: entry.path(),
            path: source_path(&folder.path, &name),
            kind: entry.file_type()?,
            is_top: false,
        });
    }
    Ok(entries)
}

/// The path of an entry that is to be looked at; `None` for what is left out, with the reason
/// unless nobody would expect it to be read.
fn judge(entry: &Entry) -> (Option<SourcePath>, Option<Diagnostic>) {
    let (path, kind) = (&entry.path, entry.kind);
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    if !entry.is_top && is_unwanted(OsStr::new(name)) {
        return (None, None);
    }
    if !is_plain(path) {
        return (None, Some(unreadable_name(path)));
    }
    if kind.is_symlink() {
        return (None, Some(skipped_link(path)));
    }
    let in_content = !entry.is_top && path.as_str().starts_with("content/");
    if in_content && (kind.is_dir() || kind.is_file()) {
        let good = if kind.is_dir() {
            name::is_slug(name)
        } else {
            name::is_file_name(name)
        };
        if !good {
            return (None, Some(bad_name(path, name, kind.is_dir())));
        }
    }
    (Some(path.clone()), None)
}

/// Hidden files and what editors leave behind.
pub fn is_unwanted(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".bak", ".orig", ".swp", ".swo", ".tmp"]
            .iter()
            .any(|ending| name.ends_with(ending))
        || ["Thumbs.db", "desktop.ini", "__MACOSX"].contains(&name.as_ref())
}

/// The path of something in a folder, with U+FFFD for what isn't UTF-8 or would disturb a terminal.
fn source_path(folder: &SourcePath, name: &OsStr) -> SourcePath {
    let name = name.to_string_lossy();
    let name = name.replace(char::is_control, "\u{FFFD}");
    SourcePath::new(&format!("{folder}/{name}"))
}

fn is_plain(path: &SourcePath) -> bool {
    !path.as_str().contains(char::REPLACEMENT_CHARACTER)
}

fn skipped_link(path: &SourcePath) -> Diagnostic {
    let message = Message::new(
        "シンボリックリンクはたどらないので、この先は読まれません",
        "symbolic links aren't followed, so nothing here is read",
    );
    let help = Message::new(
        "必要なファイルなら、リンクではなく実体を置いてください",
        "if the guide needs it, put the file itself here",
    );
    Diagnostic::new(Code::SkippedLink, Place::file(path), message).with_help(help)
}

fn unreadable_name(path: &SourcePath) -> Diagnostic {
    let message = Message::new(
        "ファイル名に UTF-8 でない文字か制御文字があります（� で示しています）",
        "the name holds control characters or isn't UTF-8 (shown as �)",
    );
    let help = Message::new("名前を変えてください", "rename it");
    Diagnostic::new(Code::BadFileName, Place::file(path), message).with_help(help)
}

fn bad_name(path: &SourcePath, name: &str, is_folder: bool) -> Diagnostic {
    let message = Message::new(
        format!("「{name}」は URL にできない名前です"),
        format!("`{name}` can't become a URL"),
    );
    Diagnostic::new(Code::BadFileName, Place::file(path), message)
        .with_help(name::help(name, is_folder))
}
