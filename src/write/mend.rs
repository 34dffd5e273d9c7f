//! Replaces a file of the sources by its mended text.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use crate::diagnostic::SourcePath;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Replaces a source at one moment: its new text is written beside it and moved into its place,
/// with the same permissions and byte order mark. `false` when it doesn't hold `old` any more;
/// then, and on errors, it stays as it is. Links aren't followed.
///
/// # Errors
///
/// When the file is no plain file any more, is closed to writing, or can't be replaced.
pub fn replace_source(
    root: &Path,
    file: &SourcePath,
    old: &[u8],
    new: &[u8],
) -> Result<bool, WriteError> {
    let path = plain_path(root, file)?;
    let fail = |cause| WriteError::io(&path, cause);
    let permissions = fs::symlink_metadata(&path).map_err(fail)?.permissions();
    if permissions.readonly() {
        return Err(fail(io::ErrorKind::PermissionDenied.into()));
    }
    #[expect(clippy::disallowed_methods, reason = "write touches files")]
    let bytes = fs::read(&path).map_err(fail)?;
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    if text != old {
        return Ok(false);
    }
    let mark = bytes.get(..bytes.len() - text.len()).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Hidden, so that a build at the same time doesn't take it for content.
    let unfinished = path.with_file_name(format!(".{name}.{}.partial", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&unfinished)
        .and_then(|file| fill(file, &[mark, new]))
        .and_then(|()| fs::set_permissions(&unfinished, permissions))
        .and_then(|()| fs::rename(&unfinished, &path));
    if let Err(cause) = written {
        // It may never have been made; the first error is the one to tell.
        let _ = fs::remove_file(&unfinished);
        return Err(fail(cause));
    }
    Ok(true)
}

fn fill(mut file: File, parts: &[&[u8]]) -> io::Result<()> {
    for part in parts {
        file.write_all(part)?;
    }
    file.sync_all()
}

/// The file's path, if no link is on its way below the project.
fn plain_path(root: &Path, file: &SourcePath) -> Result<PathBuf, WriteError> {
    let mut path = root.to_owned();
    let mut names = file.as_str().split('/').peekable();
    while let Some(name) = names.next() {
        path.push(name);
        let kind = fs::symlink_metadata(&path).map_err(|cause| WriteError::io(&path, cause))?;
        let fits = if names.peek().is_some() {
            kind.is_dir()
        } else {
            kind.is_file()
        };
        if !fits {
            return Err(WriteError::ForeignFile { path });
        }
    }
    Ok(path)
}

#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    reason = "tests make the files that they need"
)]
mod tests {
    use super::{SourcePath, fs, replace_source};

    #[test]
    fn only_the_text_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir(root.join("content")).expect("made");
        let path = root.join("content/a.md");
        fs::write(&path, "\u{feff}old").expect("written");
        let file = SourcePath::new("content/a.md");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::Permissions::from_mode(0o640);
            fs::set_permissions(&path, mode).expect("set");
        }
        assert!(!replace_source(root, &file, b"older", b"new").expect("no error"));
        assert!(replace_source(root, &file, b"old", b"new").expect("no error"));
        assert_eq!(fs::read(&path).expect("read"), "\u{feff}new".as_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
        }
        let names = fs::read_dir(root.join("content")).expect("read");
        assert_eq!(names.count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::write(root.join("real.md"), "old").expect("written");
        fs::create_dir(root.join("real")).expect("made");
        fs::write(root.join("real/a.md"), "old").expect("written");
        std::os::unix::fs::symlink("real.md", root.join("link.md")).expect("linked");
        std::os::unix::fs::symlink("real", root.join("folder")).expect("linked");
        for path in ["link.md", "folder/a.md", "missing.md"] {
            assert!(replace_source(root, &SourcePath::new(path), b"old", b"new").is_err());
        }
        assert_eq!(fs::read(root.join("real/a.md")).expect("read"), b"old");
    }
}
