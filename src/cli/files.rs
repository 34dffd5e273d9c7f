//! Files that a command writes among the sources.
#![expect(
    clippy::disallowed_methods,
    reason = "the command line touches files; `write` knows the output folder only"
)]

use std::fs::{self, OpenOptions};
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
        Ok(_) => fs::write(path, bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_folder(path).and_then(|()| fs::write(path, bytes))
        }
        Err(error) => Err(error),
    };
    result
        .map(|()| true)
        .map_err(|error| unwritable(path, &error, language))
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
