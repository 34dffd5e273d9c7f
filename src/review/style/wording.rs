//! What was found, in words, with its place and its mending.

use super::passage::Passage;
use crate::diagnostic::{self, Code, Diagnostic, Edit, Message, Place};
use crate::japanese::style::{Fault, Finding, LONGEST_SENTENCE};
use crate::load::SourcePath;

/// The problem of a finding; `None` if it stands nowhere.
pub(super) fn problem(
    file: &SourcePath,
    passage: &Passage<'_>,
    finding: Finding,
) -> Option<Diagnostic> {
    let place = passage.place(&finding.range)?;
    let written = passage.text().get(finding.range.clone())?;
    let edits = finding.edits.iter().map(|(range, text)| {
        let bytes = passage.bytes(range)?;
        Some(Edit {
            span: (bytes.start, bytes.end),
            text: text.clone(),
        })
    });
    // All of them or none: half a pair of brackets would be worse than before.
    let fix: Option<Vec<Edit>> = edits.collect();
    let (code, message, help) = words(&finding, written);
    let problem = Diagnostic::new(code, Place::span(file, place), message).with_help(help);
    Some(problem.with_fix(fix.unwrap_or_default()))
}

fn words(finding: &Finding, written: &str) -> (Code, Message, Message) {
    let mended = mended(finding, written);
    let instead = || {
        Message::new(
            format!("`{mended}` と書きます"),
            format!("write `{mended}`"),
        )
    };
    match &finding.fault {
        Fault::FullWidth => (
            Code::FullWidthLetters,
            Message::new(
                format!("`{written}` は全角です。数字と英字は半角で書きます"),
                format!("`{written}` is in full width; digits and letters are half-width"),
            ),
            instead(),
        ),
        Fault::HalfWidthKana => (
            Code::HalfWidthKana,
            Message::new(
                format!("`{written}` は半角のカタカナです"),
                format!("`{written}` is in half-width katakana"),
            ),
            instead(),
        ),
        Fault::HalfWidthBrackets => (
            Code::HalfWidthBrackets,
            Message::new(
                "日本語を囲む括弧が半角です",
                "the brackets around Japanese words are half-width",
            ),
            Message::new("全角の（）で囲みます", "use the full-width ones: （）"),
        ),
        Fault::UnbalancedBracket => (
            Code::UnbalancedBrackets,
            Message::new(
                format!("`{written}` に対になる括弧がありません"),
                format!("`{written}` has no other half"),
            ),
            Message::new(
                "同じ段落の中で、開く括弧と閉じる括弧をそろえます",
                "open and close it in one paragraph",
            ),
        ),
        Fault::TwoObjects => (
            Code::DoubledParticle,
            Message::new(
                "動詞を挟まずに「を」が二度出てきます",
                "を stands twice without a verb between",
            ),
            Message::new(
                "助詞を変えるか、文を分けます",
                "use another particle, or make two sentences",
            ),
        ),
        Fault::DoubledParticle => (
            Code::DoubledParticle,
            Message::new(
                format!("助詞が二度書かれています（`{written}`）"),
                format!("the particle stands twice (`{written}`)"),
            ),
            Message::new(
                "一つを消すか、「には」「では」のように直します",
                "delete one, or write the particles that were meant",
            ),
        ),
        Fault::LongSentence(characters) => (
            Code::LongSentence,
            Message::new(
                format!("一文が{characters}字あります（{LONGEST_SENTENCE}字まで）"),
                format!("the sentence has {characters} characters (at most {LONGEST_SENTENCE})"),
            ),
            Message::new("二つ以上の文に分けます", "make two sentences or more"),
        ),
        Fault::ManyCommas(count) => (
            Code::ManyCommas,
            Message::new(
                format!("一文に読点が{count}個あります（語を並べる読点を除く）"),
                format!("the sentence has {count} commas, not counting those of lists"),
            ),
            Message::new(
                "文を分けるか、要らない読点を取ります",
                "make two sentences, or take out commas that nobody needs",
            ),
        ),
        Fault::Spelling(prefer) => (
            Code::Spelling,
            Message::new(
                format!("「{written}」は「{prefer}」と書きます"),
                format!("「{written}」 is spelled 「{prefer}」 in this guide"),
            ),
            Message::new(
                "名前の一部なら、content/style.yaml の `except` に足します",
                "if it is part of a name, add that to `except` in content/style.yaml",
            ),
        ),
    }
}

/// What stands there after mending.
fn mended(finding: &Finding, written: &str) -> String {
    let edits = finding.edits.iter().filter_map(|(range, text)| {
        let start = range.start.checked_sub(finding.range.start)?;
        Some(Edit {
            span: (start, start + range.len()),
            text: text.clone(),
        })
    });
    let edits: Vec<Edit> = edits.collect();
    diagnostic::mended(written, &[&edits]).0
}
