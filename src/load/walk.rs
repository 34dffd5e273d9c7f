//! Finds the project's files without opening any.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};

use super::{LoadError, SourcePath, name};

/// What a project is made of, in the order it is looked at.
pub const TOP: [&str; 4] = ["site.yaml", "content", "overrides", "themes"];

/// A file that may be read.
pub(super) struct Found {
    pub(super) path: SourcePath,
    /// Bytes, as the folder says.
    pub(super) size: u64,
}

/// Every file of the project whose name will do, in no order; the rest is reported.
pub(super) fn walk(root: &Path, report: &mut Report) -> Result<Vec<Found>, LoadError> {
    let folder = std::fs::metadata(root).map_err(|cause| LoadError::new(root, cause))?;
    if !folder.is_dir() {
        let cause = io::Error::from(io::ErrorKind::NotADirectory);
        return Err(LoadError::new(root, cause));
    }
    let mut found = Vec::new();
    for top in TOP {
        let start = root.join(top);
        match std::fs::symlink_metadata(&start) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(LoadError::new(&start, error)),
            Ok(metadata) if metadata.is_symlink() => {
                report.add(skipped_link(&SourcePath::new(top)));
            }
            Ok(_) => walk_below(root, &start, &mut found, report)?,
        }
    }
    Ok(found)
}

fn walk_below(
    root: &Path,
    start: &Path,
    found: &mut Vec<Found>,
    report: &mut Report,
) -> Result<(), LoadError> {
    let mut entries = WalkDir::new(start).follow_links(false).into_iter();
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|error| walk_error(start, error))?;
        let is_folder = entry.file_type().is_dir();
        let looked_at = judge(root, &entry, report);
        match looked_at {
            Some(path) if entry.file_type().is_file() => {
                let metadata = entry.metadata().map_err(|error| walk_error(start, error))?;
                found.push(Found {
                    path,
                    size: metadata.len(),
                });
            }
            None if is_folder => entries.skip_current_dir(),
            _ => {}
        }
    }
    Ok(())
}

/// The path of an entry that is to be looked at; `None` for what is left out, which is reported
/// unless nobody would expect it to be read.
fn judge(root: &Path, entry: &DirEntry, report: &mut Report) -> Option<SourcePath> {
    let is_top = entry.depth() == 0;
    if !is_top && is_unwanted(entry.file_name()) {
        return None;
    }
    let relative = entry.path().strip_prefix(root).ok()?;
    let path = source_path(relative);
    let kind = entry.file_type();
    let (Some(name), true) = (entry.file_name().to_str(), is_plain(&path)) else {
        report.add(unreadable_name(&path));
        return None;
    };
    if kind.is_symlink() {
        report.add(skipped_link(&path));
        return None;
    }
    let in_content = !is_top && path.as_str().starts_with("content/");
    if in_content && (kind.is_dir() || kind.is_file()) {
        let good = if kind.is_dir() {
            name::is_slug(name)
        } else {
            name::is_file_name(name)
        };
        if !good {
            report.add(bad_name(&path, name, kind.is_dir()));
            return None;
        }
    }
    Some(path)
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

/// With `/` between names, and U+FFFD for what isn't UTF-8 or would disturb a terminal.
fn source_path(relative: &Path) -> SourcePath {
    let names: Vec<String> = relative
        .components()
        .map(|component| {
            let name = component.as_os_str().to_string_lossy();
            name.replace(char::is_control, "\u{FFFD}")
        })
        .collect();
    SourcePath::new(&names.join("/"))
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

fn walk_error(start: &Path, error: walkdir::Error) -> LoadError {
    let path = error.path().unwrap_or(start).to_owned();
    let cause = error
        .into_io_error()
        .unwrap_or_else(|| io::Error::other("the folder contains itself"));
    LoadError { path, cause }
}
