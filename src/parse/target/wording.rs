//! Why a link target can't be read, in words.

use super::{Target, ValueTarget};
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
    let one_slash = text
        .strip_prefix("https:/")
        .filter(|rest| rest.contains('.') && !rest.contains(char::is_whitespace));
    let help = if let Some(rest) = one_slash {
        let rest = excerpt(rest.trim_start_matches('/'));
        Message::new(
            format!("`https://{rest}` と書きます"),
            format!("write `https://{rest}`"),
        )
    } else if !text.contains("://") && text.contains('.') && !text.contains(':') {
        let text = excerpt(text);
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
    let lower = text.to_ascii_lowercase();
    let help = if text.len() <= LONGEST && lower != text && Target::parse(&lower).is_ok() {
        Message::new(
            format!("小文字で `{lower}` と書きます"),
            format!("write it in small letters: `{lower}`"),
        )
    } else if text.contains('\\') {
        let path = excerpt(&text.replace('\\', "/"));
        Message::new(
            format!("`/` で区切ります: `{path}`"),
            format!("separate folders by `/`: `{path}`"),
        )
    } else if text.starts_with("mailto:") {
        Message::new(
            "`mailto:name@example.org` のように書きます",
            "write it like `mailto:name@example.org`",
        )
    } else if text.ends_with('#') {
        Message::new(
            "`#` のあとに見出しの id を書くか、`#` を消します",
            "write the id of a heading after `#`, or remove the `#`",
        )
    } else if text.len() <= LONGEST && ValueTarget::parse(text).is_ok() {
        Message::new(
            format!("値を文に入れるなら、リンクにせず `{{{{{text}}}}}` と書きます"),
            format!("to show the value write `{{{{{text}}}}}`, without a link"),
        )
    } else if let Some(word) = named(text) {
        Message::new(
            format!("`{word}:` のあとには、名前でなく id（a-z、0-9、`-`）を書きます"),
            format!("after `{word}:` stands the id (a-z, 0-9, `-`), not the name"),
        )
    } else if text.starts_with("//") {
        let text = excerpt(text);
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

/// Longer targets are quoted in no help.
const LONGEST: usize = 200;

/// The word before the colon of a target that goes on with a name instead of an id.
fn named(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once(':')?;
    let is_word = super::is_slug(word) && word.len() <= LONGEST;
    (is_word && !rest.is_ascii()).then_some(word)
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
    let narrow = text.replace('：', ":").replace('／', "/");
    if text.len() <= LONGEST && narrow != text && ValueTarget::parse(&narrow).is_ok() {
        return TargetError {
            code: Code::BadTarget,
            message: Message::new(
                format!("`{{{{{shown}}}}}` は値の名前の形をしていません"),
                format!("`{{{{{shown}}}}}` isn't written as a live value"),
            ),
            help: Some(Message::new(
                format!("半角の記号で `{{{{{narrow}}}}}` と書きます"),
                format!("write it with half-width marks: `{{{{{narrow}}}}}`"),
            )),
        };
    }
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
