//! Why a file can't be part of the guide, in words.

use crate::diagnostic::{Code, Diagnostic, Message, Place, Severity};
use crate::load::SourcePath;
use crate::parse::files::IMAGE_ENDINGS;
use crate::parse::slug::suggest;

pub(super) fn bad_name(file: &SourcePath, name: &str, ending: &str) -> Box<Diagnostic> {
    let message = Message::new(
        format!("`{name}` は URL になるので、この名前は使えません"),
        format!("`{name}` becomes a URL and can't be named so"),
    );
    let rule = Message::new(
        "半角の a-z、0-9 と、間の `-` だけにします",
        "use a-z, 0-9 and single `-` inside only",
    );
    let dot = if ending.is_empty() { "" } else { "." };
    let help = match suggest(name) {
        Some(slug) => Message::new(
            format!("{}。例: `{slug}{dot}{ending}`", rule.ja),
            format!("{}, such as `{slug}{dot}{ending}`", rule.en),
        ),
        None => rule,
    };
    problem(Code::BadFileName, file, message, help)
}

pub(super) fn rename(file: &SourcePath, name: &str) -> Box<Diagnostic> {
    problem(
        Code::BadFileName,
        file,
        Message::new(
            "ファイル名が決まりと違います",
            "the file's name isn't as agreed",
        ),
        Message::new(
            format!("`{name}` に変えます"),
            format!("rename it to `{name}`"),
        ),
    )
}

pub(super) fn misplaced(file: &SourcePath) -> Box<Diagnostic> {
    problem(
        Code::BadFileName,
        file,
        Message::new(
            "この場所のファイルはガイドに入りません",
            "a file in this place isn't part of the guide",
        ),
        Message::new(
            "記事は `content/articles/<分野>/<名前>.md`、データは `content/<コレクション>/<id>.yaml`、統計は `content/indicators/<コレクション>/<名前>.yaml` に置きます。人のための覚え書きは `README.md` に書けます",
            "articles stand in `content/articles/<section>/<name>.md`, data in `content/<collection>/<id>.yaml`, statistics in `content/indicators/<collection>/<name>.yaml`; notes for people can go into `README.md`",
        ),
    )
}

pub(super) fn svg(file: &SourcePath) -> Box<Diagnostic> {
    problem(
        Code::BadFileName,
        file,
        Message::new(
            "SVG はプログラムを含められるので、画像として使えません",
            "an SVG can hold scripts and can't be used as an image",
        ),
        Message::new(
            "PNG か WebP に書き出して置き換えます",
            "export it as PNG or WebP and use that",
        ),
    )
}

/// A stray file does no harm, but whoever put it there thinks that it is published: a warning.
pub(super) fn unused(file: &SourcePath) -> Box<Diagnostic> {
    let endings = IMAGE_ENDINGS.join(", ");
    let mut diagnostic = problem(
        Code::BadFileName,
        file,
        Message::new(
            "この種類のファイルはガイドに入りません",
            "files of this kind aren't part of the guide",
        ),
        Message::new(
            format!(
                "使えるのは md、yaml、画像（{endings}）と、site.yaml の `map` が指す地図です。要らなければ content/ の外に移します"
            ),
            format!(
                "md, yaml, images ({endings}) and the map that `map` in site.yaml names can be used; move it out of content/ if it isn't needed"
            ),
        ),
    );
    diagnostic.severity = Severity::Warning;
    diagnostic
}

pub(super) fn problem(
    code: Code,
    file: &SourcePath,
    message: Message,
    help: Message,
) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, Place::file(file), message).with_help(help))
}
