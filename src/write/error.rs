//! What can go wrong with the output folder.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Message;

/// Why a build couldn't be written. The old output is as it was, except where the update is
/// [`Unfinished`]; the next build then finishes it first.
///
/// [`Unfinished`]: WriteError::Unfinished
#[derive(Debug)]
pub enum WriteError {
    /// The operating system refuses.
    Io {
        /// Where.
        path: PathBuf,
        /// What it says.
        cause: io::Error,
    },
    /// The operating system refuses while the output changes.
    Unfinished {
        /// The output folder.
        output: PathBuf,
        /// Where.
        path: PathBuf,
        /// What it says.
        cause: io::Error,
    },
    /// Two folders can't be exchanged in one step here, which `output.atomic` needs.
    NoExchange {
        /// The output folder.
        output: PathBuf,
        /// What the operating system says.
        cause: io::Error,
    },
    /// The record of the last build is damaged.
    BrokenRecord {
        /// The record.
        record: PathBuf,
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
            Self::Unfinished {
                output,
                path,
                cause,
            } => {
                let (output, path) = (output.display(), path.display());
                Message::new(
                    format!(
                        "{output} の更新が途中で止まりました。{path}: {cause}。原因を取り除いてもう一度ビルドすると、続きから仕上げます"
                    ),
                    format!(
                        "the update of {output} stopped half-way at {path}: {cause}; mend the cause and build again, which finishes it first"
                    ),
                )
            }
            Self::NoExchange { output, cause } => {
                let output = output.display();
                Message::new(
                    format!(
                        "このファイルシステムでは {output} を一度に入れ替えられないため、元のままにしました: {cause}。site.yaml の output.atomic を外すか、別の場所を --output で指定してください"
                    ),
                    format!(
                        "{output} can't be exchanged in one step here, so it stays as it was: {cause}; take output.atomic out of site.yaml, or choose another place with --output"
                    ),
                )
            }
            Self::BrokenRecord { record } => {
                let state = record.parent().unwrap_or(record).display();
                let record = record.display();
                Message::new(
                    format!(
                        "前回のビルドの記録 {record} が壊れているか別の版のもので、出力先のどのファイルが shirube のものか分かりません。出力先に自分のファイルがなければ、{state} と出力先のフォルダーを消してもう一度ビルドしてください。あれば --output で新しいフォルダーを指定してください"
                    ),
                    format!(
                        "the record of the last build, {record}, is damaged or of another version, so nobody knows which files of the output are shirube's; if none of them is yours, delete {state} and the output folder and build again; otherwise choose a new folder with --output"
                    ),
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
            Self::Io { cause, .. }
            | Self::Unfinished { cause, .. }
            | Self::NoExchange { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// Something that a build tells while it opens the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Another build writes to the output; this one waits for its end.
    Waiting {
        /// The output folder.
        output: PathBuf,
    },
    /// An update that was cut off has been finished.
    Finished {
        /// The output folder.
        output: PathBuf,
    },
    /// A build was cut off before the output changed; what it left has been removed.
    Undone {
        /// The output folder.
        output: PathBuf,
    },
    /// An update was cut off and its new files are lost.
    Pieced {
        /// The output folder.
        output: PathBuf,
    },
}

impl Notice {
    /// The notice in the two languages that the tool speaks.
    pub fn message(&self) -> Message {
        match self {
            Self::Waiting { output } => {
                let output = output.display();
                Message::new(
                    format!("別のビルドが {output} に書いています。終わるのを待っています"),
                    format!("another build is writing to {output}; waiting for its end"),
                )
            }
            Self::Finished { output } => {
                let output = output.display();
                Message::new(
                    format!("{output} の前回の更新が途中で止まっていたので、先に仕上げました"),
                    format!("the last update of {output} had been cut off and was finished first"),
                )
            }
            Self::Undone { output } => {
                let output = output.display();
                Message::new(
                    format!(
                        "前回のビルドが途中で止まっていました。{output} は変わっておらず、作りかけを片付けました"
                    ),
                    format!(
                        "the last build had been cut off before {output} changed; what it left was cleared away"
                    ),
                )
            }
            Self::Pieced { output } => {
                let output = output.display();
                Message::new(
                    format!(
                        "{output} の前回の更新が途中で止まり、新しいファイルが失われています。ファイルを一つずつ調べました。ビルドが終わると元どおりになります"
                    ),
                    format!(
                        "the last update of {output} had been cut off and its new files are lost; each file was looked at, and this build makes the folder whole"
                    ),
                )
            }
        }
    }
}
