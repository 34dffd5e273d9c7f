//! What can go wrong with the output folder.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Message;

/// Why a build couldn't be written. The old output is as it was, except after an [`Io`] error
/// while files were moved into place; the next build then finishes the work.
///
/// [`Io`]: WriteError::Io
#[derive(Debug)]
pub enum WriteError {
    /// The operating system refuses.
    Io {
        /// Where.
        path: PathBuf,
        /// What it says.
        cause: io::Error,
    },
    /// The output folder is, contains or lies inside what the guide is made from.
    Misplaced {
        /// The output folder.
        output: PathBuf,
        /// The folder that it would endanger.
        sources: PathBuf,
    },
    /// The output folder holds files and there is no record of having written them.
    ForeignFolder {
        /// The output folder.
        output: PathBuf,
    },
    /// Something stands where a page belongs, and no build wrote it.
    ForeignFile {
        /// What stands there.
        path: PathBuf,
    },
    /// Another build writes to the same folder.
    Busy {
        /// The output folder.
        output: PathBuf,
    },
    /// A path that could leave the output folder, or that no web server could serve.
    BadPath {
        /// As it was asked for.
        path: String,
    },
    /// Two outputs were put on one path.
    Twice {
        /// The path.
        path: String,
    },
}

impl WriteError {
    pub(super) fn io(path: &Path, cause: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            cause,
        }
    }

    /// The error in the two languages that the tool speaks, with what to do about it.
    pub fn message(&self) -> Message {
        match self {
            Self::Io { path, cause } => {
                let path = path.display();
                Message::new(
                    format!("{path} に書けません: {cause}"),
                    format!("can't write {path}: {cause}"),
                )
            }
            Self::Misplaced { output, sources } => {
                let (output, sources) = (output.display(), sources.display());
                Message::new(
                    format!(
                        "出力先 {output} は原稿のある {sources} と重なっています。--output で別のフォルダーを指定してください"
                    ),
                    format!(
                        "the output folder {output} overlaps the sources in {sources}; choose another folder with --output"
                    ),
                )
            }
            Self::ForeignFolder { output } => {
                let output = output.display();
                Message::new(
                    format!(
                        "出力先 {output} には shirube が書いた記録のないファイルがあるため、何も書きませんでした。--output で新しいフォルダーを指定するか、{output} を移すか消してください"
                    ),
                    format!(
                        "the output folder {output} holds files that shirube has no record of writing, so nothing was written; choose a new folder with --output, or move or delete {output}"
                    ),
                )
            }
            Self::ForeignFile { path } => {
                let path = path.display();
                Message::new(
                    format!(
                        "{path} は shirube が書いたものではないため、上書きしませんでした。移すか消してください"
                    ),
                    format!(
                        "{path} wasn't written by shirube and stays as it is; move or delete it"
                    ),
                )
            }
            Self::Busy { output } => {
                let output = output.display();
                Message::new(
                    format!(
                        "別のビルドが {output} に書いています。終わってからもう一度実行してください"
                    ),
                    format!("another build is writing to {output}; try again when it is done"),
                )
            }
            Self::BadPath { path } => Message::new(
                format!("出力のパス {path:?} は使えません"),
                format!("the output path {path:?} can't be used"),
            ),
            Self::Twice { path } => Message::new(
                format!("{path} に二度書こうとしました"),
                format!("{path} was written twice"),
            ),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message().en)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
