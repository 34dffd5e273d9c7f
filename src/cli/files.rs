//! Files that a command writes among the sources.
#![expect(
    clippy::disallowed_methods,
    reason = "the command line touches files; `write` knows the output folder only"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Stop;
use super::language::MessageLanguage;

/// A path in the project, without the `./` that the default root would put before it.
pub(super) fn below(root: &Path, path: &str) -> PathBuf {
    if root == Path::new(".") {
        path.into()
    } else {
        root.join(path)
    }
}

/// Writes a file unless it holds these bytes already; makes its folder. Says whether it wrote.
pub(super) fn update(path: &Path, bytes: &[u8], language: MessageLanguage) -> Result<bool, Stop> {
    let result = match fs::read(path) {
        Ok(old) if old == bytes => return Ok(false),
        Ok(_) => replace(path, bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_folder(path).and_then(|()| replace(path, bytes))
        }
        Err(error) => Err(error),
    };
    result
        .map(|()| true)
        .map_err(|error| unwritable(path, &error, language))
}

/// Makes or replaces a file as a whole or not at all. A link in its place is replaced, not followed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.{}.partial", std::process::id()));
    let written = File::create_new(&unfinished)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // It may never have been made; the first error is the one to tell.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Writes a file that must not exist yet, whatever it is; makes its folder.
pub(super) fn create(path: &Path, bytes: &[u8], language: MessageLanguage) -> Result<(), Stop> {
    let write = || {
        make_folder(path)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)
    };
    write().map_err(|error| unwritable(path, &error, language))
}

fn make_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// The failure to write a file.
pub(super) fn unwritable(path: &Path, error: &io::Error, language: MessageLanguage) -> Stop {
    let path = path.display();
    Stop::Failed(language.pick(
        format!("エラー: {path} を書けません: {error}"),
        format!("error: can't write {path}: {error}"),
    ))
}

#[cfg(all(test, unix))]
mod tests {
    use super::{fs, update};
    use crate::cli::language::MessageLanguage;

    #[test]
    fn a_link_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (kept, link) = (folder.path().join("kept"), folder.path().join("link"));
        fs::write(&kept, "old").expect("written");
        std::os::unix::fs::symlink(&kept, &link).expect("linked");
        for changes in [true, false] {
            let changed = update(&link, b"new", MessageLanguage::En);
            assert!(changed.is_ok_and(|changed| changed == changes));
        }
        assert_eq!(fs::read(&kept).expect("read"), b"old");
        assert_eq!(fs::read(&link).expect("read"), b"new");
        let names = fs::read_dir(folder.path()).expect("read");
        assert_eq!(names.count(), 2);
    }
}
