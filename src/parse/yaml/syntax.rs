//! What the YAML parser complains about, in words that help.

use std::ops::Range;

use crate::diagnostic::Message;

/// What the parser says (a part of it), what that means and what to do, each in two languages.
type Explanation = (&'static str, [&'static str; 2], [&'static str; 2]);

/// The first that fits is taken.
const EXPLANATIONS: &[Explanation] = &[
    (
        "tab",
        [
            "字下げにタブが使われています",
            "a tab is used for indentation",
        ],
        ["タブを半角の空白に替えます", "replace the tab by spaces"],
    ),
    (
        "mapping values are not allowed",
        ["ここに `:` は書けません", "a `:` can't stand here"],
        [
            "文の中に `: ` があるなら、値の全体を引用符で囲みます（`title: \"移住: 最初の一歩\"`）。そうでなければ字下げをそろえます",
            "if the text itself holds `: `, put all of the value in quotes (`title: \"Moving: first steps\"`); else align the indentation",
        ],
    ),
    (
        "unexpected end of stream",
        [
            "引用符が閉じられていません",
            "a quotation mark is never closed",
        ],
        [
            "`\"` または `'` を値の終わりに足します",
            "add `\"` or `'` at the end of the value",
        ],
    ),
    (
        "trailing content after double-quoted",
        [
            "閉じた引用符のあとに文字があります",
            "there is text after the closing quotation mark",
        ],
        [
            "値の全体を引用符で囲みます。文の中の `\"` は `\\\"` と書きます",
            "put all of the value in quotes; write `\"` inside it as `\\\"`",
        ],
    ),
    (
        "unknown escape character",
        [
            "引用符の中の `\\` の使い方が違います",
            "a `\\` in quotes that means nothing",
        ],
        [
            "`\\` そのものは `\\\\` と書くか、`'…'` で囲みます",
            "write `\\\\` for the character itself, or use `'…'`",
        ],
    ),
    (
        "block scalar",
        [
            "`|` や `>` のあとに文字があるか、その下の字下げがそろっていません",
            "there is text after `|` or `>`, or what stands below isn't aligned",
        ],
        [
            "`|` のあとで改行し、次の行から同じ数の半角の空白で字下げします",
            "break the line after `|` or `>`, and indent the lines below by the same number of spaces",
        ],
    ),
    (
        "misplaced bracket",
        [
            "ここに閉じる括弧は書けません",
            "a closing bracket can't stand here",
        ],
        [
            "余分な `]` や `}` を消します。文字なら、値の全体を引用符で囲みます",
            "remove the `]` or `}` that is too much; if it is text, put all of the value in quotes",
        ],
    ),
    (
        "block sequence entries",
        ["ここに `-` は書けません", "a `-` can't stand here"],
        [
            "分からない値は `null` と書きます。並びなら、次の行から `- ` で始めます",
            "a value that isn't known is `null`; a list begins on the next line, with `- `",
        ],
    ),
    (
        "document end marker",
        [
            "YAML の文書が二つ入っています",
            "there are two YAML documents in it",
        ],
        [
            "一つのファイルには一つだけ書きます。途中の `...` の行を消します",
            "a file holds one document; remove the line `...`",
        ],
    ),
    (
        "<document start>",
        [
            "YAML の文書が二つ入っています",
            "there are two YAML documents in it",
        ],
        [
            "一つのファイルには一つだけ書きます。途中の `...` や `---` の行を消します",
            "a file holds one document; remove the line `...` or `---`",
        ],
    ),
    (
        "indentation",
        ["字下げがそろっていません", "the indentation isn't aligned"],
        [
            "同じ段のものは、同じ数の半角の空白で字下げします",
            "indent what belongs together by the same number of spaces",
        ],
    ),
    (
        "unknown anchor",
        ["`*` で始まる値は使えません", "a value can't begin with `*`"],
        [
            "文字として書くなら、全体を引用符で囲みます（`\"*…\"`）",
            "if it is meant as text, put all of it in quotes (`\"*…\"`)",
        ],
    ),
    (
        "illegal placement of ':'",
        [
            "前の行の `[` が閉じられていないか、ここに `:` は書けません",
            "a `[` before this line is never closed, or a `:` can't stand here",
        ],
        ["`]` を足します", "add `]`"],
    ),
    (
        "must be followed by a valid YAML whitespace",
        [
            "`:` のあとに空白がありません",
            "there is no space after `:`",
        ],
        [
            "`title: くらべる` のように、`:` のあとに半角の空白を入れます",
            "put a space after `:`, as in `title: Compare`",
        ],
    ),
    (
        "flow sequence",
        [
            "`[` で始まる並びが閉じられていません",
            "a list that begins with `[` is never closed",
        ],
        [
            "`]` を足すか、要素のあいだに `,` を入れます",
            "add `]`, or `,` between the items",
        ],
    ),
    (
        "flow mapping",
        [
            "`{` で始まる組が閉じられていません",
            "a mapping that begins with `{` is never closed",
        ],
        [
            "`}` を足すか、項目のあいだに `,` を入れます",
            "add `}`, or `,` between the entries",
        ],
    ),
    (
        "simple key expect",
        [
            "この行か前の行に `:` がありません",
            "this line or the one before lacks a `:`",
        ],
        [
            "`title: くらべる` のように、`:` と半角の空白を入れます。前の行の続きなら、字下げをそろえます",
            "write it like `title: Compare`, with `:` and a space; if it goes on from the line before, indent it",
        ],
    ),
    (
        "did not find expected key",
        [
            "字下げがそろっていないか、`:` がありません",
            "the indentation isn't aligned, or a `:` is missing",
        ],
        [
            "上の行と字下げをそろえ、`title: くらべる` のように書きます",
            "align it with the lines above and write it like `title: Compare`",
        ],
    ),
    (
        "did not find expected '-'",
        [
            "ここは並びの続きになりません",
            "this isn't part of the list above",
        ],
        [
            "並びの続きなら `- ` を付け、そうでなければ字下げをそろえます",
            "begin it with `- ` if it goes on with the list; else align the indentation",
        ],
    ),
    (
        "unexpected character",
        [
            "この文字では値を始められません",
            "a value can't begin with this character",
        ],
        [
            "値の全体を引用符で囲みます（`\"@…\"`）",
            "put all of the value in quotes (`\"@…\"`)",
        ],
    ),
];

/// Message and help for a parser's complaint.
pub(super) fn explain(complaint: &str) -> (Message, Message) {
    let known = EXPLANATIONS
        .iter()
        .find(|(part, ..)| complaint.contains(part));
    match known {
        Some((_, [ja, en], [help_ja, help_en])) => (
            Message::new(
                format!("YAML として読めません: {ja}"),
                format!("this isn't YAML: {en}"),
            ),
            Message::new(*help_ja, *help_en),
        ),
        None => (
            Message::new(
                format!("YAML として読めません（{complaint}）"),
                format!("this isn't YAML ({complaint})"),
            ),
            Message::new(
                "この行とその前の行の、字下げ、引用符、括弧を確かめます",
                "look at the indentation, quotes and brackets of this line and of the one before",
            ),
        ),
    }
}

/// The character at a byte, or the last visible one before it, so that there is something to
/// point at.
pub(super) fn visible(text: &str, byte: usize) -> Range<usize> {
    let here = text.get(byte..).and_then(|rest| rest.chars().next());
    if let Some(character) = here.filter(|character| !character.is_whitespace()) {
        return byte..byte + character.len_utf8();
    }
    let before = text.get(..byte).unwrap_or(text).trim_end();
    match before.char_indices().next_back() {
        Some((start, _)) => start..before.len(),
        None => 0..0,
    }
}
