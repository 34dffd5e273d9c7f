//! What can be wrong with raw HTML, in words.

use std::ops::Range;

use super::elements;
use crate::diagnostic::{Code, Message};
use crate::parse::markdown::problems::Problems;

/// Something that raw HTML in content can't do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wrong<'a> {
    /// An element that isn't allowed.
    Element(&'a str),
    /// An attribute, of which element.
    Attribute(&'a str, &'a str),
    /// An element without an attribute that it needs.
    Required(&'a str, &'a str),
    /// Neither tag nor comment.
    Syntax(&'a str),
    /// An element that may stand between paragraphs only.
    Flow(&'a str),
    /// An element outside the only one that it may stand in.
    Parent(&'a str, &'a str),
    /// An element without another that it needs.
    Child(&'a str, &'a str),
    /// A start without its end.
    Unclosed(&'a str),
    /// An end without its start.
    Stray(&'a str),
}

impl Wrong<'_> {
    pub(super) fn report(self, place: Range<usize>, problems: &mut Problems<'_>) {
        problems.add(Code::RawHtml, place, self.message(), self.help());
    }

    fn message(self) -> Message {
        let (ja, en) = match self {
            Wrong::Element(name) => (
                format!("HTMLの `<{name}>` は使えません"),
                format!("the HTML element `<{name}>` can't be used"),
            ),
            Wrong::Attribute(name, attribute) => (
                format!("`<{name}>` の属性 `{attribute}` は使えません"),
                format!("the attribute `{attribute}` of `<{name}>` can't be used"),
            ),
            Wrong::Required(name, attribute) => (
                format!("`<{name}>` に属性 `{attribute}` がありません"),
                format!("`<{name}>` lacks the attribute `{attribute}`"),
            ),
            Wrong::Syntax(text) => {
                let words: Vec<&str> = text.split_whitespace().collect();
                let start: String = words.join(" ").chars().take(20).collect();
                (
                    format!("`{start}` はHTMLのタグになっていません"),
                    format!("`{start}` is no HTML tag"),
                )
            }
            Wrong::Flow(name) => (
                format!("`<{name}>` は文の中に置けません"),
                format!("`<{name}>` can't stand inside running text"),
            ),
            Wrong::Parent(name, parent) => (
                format!("`<{name}>` は `<{parent}>` の中に一度だけ、正しい位置に置きます"),
                format!("`<{name}>` belongs into `<{parent}>`, at its right place"),
            ),
            Wrong::Child(name, child) => (
                format!("`<{name}>` に `<{child}>` がありません"),
                format!("`<{name}>` lacks its `<{child}>`"),
            ),
            Wrong::Unclosed(name) => (
                format!("`<{name}>` が同じ段落やブロックの中で閉じられていません"),
                format!("`<{name}>` isn't closed inside its paragraph or block"),
            ),
            Wrong::Stray(name) => (
                format!("`</{name}>` に対応する `<{name}>` がありません"),
                format!("`</{name}>` closes nothing here"),
            ),
        };
        Message::new(ja, en)
    }

    fn help(self) -> Option<Message> {
        match self {
            Wrong::Element(name) if instead(name).is_some() => {
                let markdown = instead(name).unwrap_or_default();
                Some(Message::new(
                    format!("Markdown で書きます: `{markdown}`"),
                    format!("write it in Markdown: `{markdown}`"),
                ))
            }
            Wrong::Element(_) => {
                let names: Vec<&str> = elements::names().collect();
                let names = names.join(", ");
                Some(Message::new(
                    format!(
                        "使えるのは {names} だけです。タグを文字として見せたいときは `` ` `` で囲みます"
                    ),
                    format!("only {names} can; to show a tag as it is, put it in a code span"),
                ))
            }
            Wrong::Syntax(_) => Some(Message::new(
                "記号そのものは `&lt;` と書くか、`` ` `` で囲みます",
                "for the sign itself write `&lt;` or put it in a code span",
            )),
            Wrong::Flow(_) => Some(Message::new(
                "前後に空行を置き、タグだけの行にします",
                "put the tag on a line of its own, between blank lines",
            )),
            Wrong::Child("details", _) => Some(Message::new(
                "`<details><summary>見出し</summary>` のように、最初に書きます",
                "write it first: `<details><summary>Title</summary>`",
            )),
            _ => None,
        }
    }
}

/// What Markdown has for an element.
fn instead(name: &str) -> Option<&'static str> {
    Some(match name {
        "a" => "[…](…)",
        "img" => "![…](…)",
        "b" | "strong" => "**…**",
        "i" | "em" => "*…*",
        "s" | "del" | "strike" => "~~…~~",
        "h1" | "h2" => "## …",
        "h3" => "### …",
        "ul" | "li" => "- …",
        "ol" => "1. …",
        "blockquote" => "> …",
        "hr" => "---",
        _ => return None,
    })
}
