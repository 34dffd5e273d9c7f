//! Why a link target can't be read, in words.

use crate::diagnostic::{Code, Diagnostic, Message, Place};

/// Why a target can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    /// `bad-target`, `bad-url` or `unsafe-link`.
    pub code: Code,
    /// What is wrong.
    pub message: Message,
    /// What to write instead.
    pub help: Option<Message>,
}

impl TargetError {
    /// The problem at a place.
    pub fn at(self, place: Place) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, place, self.message);
        diagnostic.help = self.help;
        diagnostic
    }
}

pub(super) fn bad_url(text: &str) -> TargetError {
    let help = if !text.contains("://") && text.contains('.') && !text.contains(':') {
        Message::new(
            format!("`https://{text}` と書きます"),
            format!("write `https://{text}`"),
        )
    } else {
        Message::new(
            "`https://example.org/page` のように、空白を入れずに書きます。使えるのは https と http だけです",
            "write it like `https://example.org/page`, without spaces; only https and http can be used",
        )
    };
    TargetError {
        code: Code::BadUrl,
        message: Message::new(
            format!("`{}` はウェブのアドレスではありません", excerpt(text)),
            format!("`{}` isn't a web address", excerpt(text)),
        ),
        help: Some(help),
    }
}

pub(super) fn unsafe_scheme(scheme: &str) -> TargetError {
    TargetError {
        code: Code::UnsafeLink,
        message: Message::new(
            format!("`{scheme}:` で始まるリンクは使えません"),
            format!("links that begin with `{scheme}:` can't be used"),
        ),
        help: Some(Message::new(
            "`https://…`、`http://…`、`mailto:…`、またはガイドの中の行き先（`region:tokushima` など）を書きます",
            "write `https://…`, `http://…`, `mailto:…` or a target inside the guide (such as `region:tokushima`)",
        )),
    }
}

pub(super) fn bad_target(text: &str) -> TargetError {
    let help = if text.starts_with("//") {
        Message::new(
            format!("ウェブのアドレスなら `https:{text}` と書きます"),
            format!("if it is a web address, write `https:{text}`"),
        )
    } else if text.starts_with('/') {
        Message::new(
            "サイトの中へは、パスでなく行き先で書きます（`region:tokushima`、`article:career/stagnation`、`page:about/data`）",
            "inside the guide write a target, not a path (`region:tokushima`, `article:career/stagnation`, `page:about/data`)",
        )
    } else {
        Message::new(
            "書けるもの: `https://…`、`#見出しのid`、`../learning/platforms.md`、`region:tokushima`、`region:tokushima+tokyo`、`article:career/stagnation`、`tag:migration`",
            "what can be written: `https://…`, `#heading-id`, `../learning/platforms.md`, `region:tokushima`, `region:tokushima+tokyo`, `article:career/stagnation`, `tag:migration`",
        )
    };
    let shown = excerpt(text);
    TargetError {
        code: Code::BadTarget,
        message: Message::new(
            format!("リンク先 `{shown}` の書き方が正しくありません"),
            format!("the link target `{shown}` isn't written as one"),
        ),
        help: Some(help),
    }
}

/// The start of a text on one line, short enough for a message.
fn excerpt(text: &str) -> String {
    const CHARACTERS: usize = 80;
    let mut shown: String = text
        .chars()
        .take(CHARACTERS)
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    if text.chars().nth(CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

pub(super) fn bad_value(text: &str) -> TargetError {
    let shown = excerpt(text);
    TargetError {
        code: Code::BadTarget,
        message: Message::new(
            format!("`{{{{{shown}}}}}` は値の名前の形をしていません"),
            format!("`{{{{{shown}}}}}` isn't written as a live value"),
        ),
        help: Some(Message::new(
            "`{{region:tokushima/rent}}` か `{{indicator:regions/rent}}` のように書きます。記号のまま見せたいときはコード（`` ` ``）で囲みます",
            "write `{{region:tokushima/rent}}` or `{{indicator:regions/rent}}`; to show it as it is, put it in a code span",
        )),
    }
}
