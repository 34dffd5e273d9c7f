//! What a writer probably did where the YAML parser only says that it can't go on.
//!
//! The parser stops where a text stops being YAML, which is often lines after the slip: an open
//! quote swallows what follows, a full-width colon makes two lines into one word. Here the lines
//! around that place are looked at as a person would. Called for files that are broken anyway.

use std::ops::Range;

use crate::diagnostic::Message;

/// Lines before the parser's place that are looked at.
const LINES: usize = 3;

/// A slip: its bytes in the text, what is wrong and what to do.
pub(super) struct Slip {
    pub(super) span: Range<usize>,
    pub(super) message: Message,
    pub(super) help: Message,
}

/// Characters that no YAML file may hold, which are found before anything is parsed.
pub(super) fn unreadable(text: &str) -> Option<Slip> {
    let odd = |character: char| {
        (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
            || character == '\u{feff}'
    };
    let (start, character) = text.char_indices().find(|(_, character)| odd(*character))?;
    let span = start..start + character.len_utf8();
    if character == '\u{feff}' {
        let word = text.get(span.end..).map_or("", first_word);
        return Some(invisible(span, word));
    }
    let many = text.matches('\0').count() * 3 > text.len();
    let help = if many {
        Message::new(
            "UTF-16 のようです。エディターで文字コードを UTF-8 にして保存し直します",
            "it looks like UTF-16; save it again as UTF-8",
        )
    } else {
        Message::new(
            "見えない文字なので、この行を書き直すのが確実です",
            "it can't be seen; writing the line anew is the surest way",
        )
    };
    let code = u32::from(character);
    let message = Message::new(
        format!("制御文字（U+{code:04X}）が入っています"),
        format!("there is a control character (U+{code:04X}) in it"),
    );
    Some(Slip {
        span,
        message,
        help,
    })
}

/// The slip behind a syntax error that the parser reports at a byte.
pub(super) fn behind(text: &str, complaint: &str, at: usize) -> Option<Slip> {
    let here = lines_until(text, at);
    if complaint.contains("tab") || complaint.contains("YAML whitespace") {
        // The parser may stop at the end of the line before.
        if let Some(slip) = tab(text, at) {
            return Some(slip);
        }
    }
    if let Some(slip) = here.iter().find_map(|line| colon(text, line)) {
        return Some(slip);
    }
    if complaint.contains("trailing content") && text.get(..at)?.ends_with('\'') {
        return Some(Slip {
            span: character(text, at),
            message: Message::new(
                "閉じた引用符のあとに文字があります",
                "there is text after the closing quotation mark",
            ),
            help: Message::new(
                "値の全体を引用符で囲みます。`'…'` の中の `'` は `''` と書きます",
                "put all of the value in quotes; write `'` inside it as `''`",
            ),
        });
    }
    if complaint.contains("quoted scalar") {
        return quote(text, complaint, at);
    }
    if complaint.contains("flow") || complaint.contains("illegal placement") {
        return bracket(text, at);
    }
    if complaint.contains("expected key") && text.get(..at)?.trim_end().ends_with([']', '}']) {
        return Some(Slip {
            span: character(text, at),
            message: Message::new(
                "閉じた括弧のあとに文字があります",
                "there is text after the closing bracket",
            ),
            help: Message::new(
                "括弧で始まる文字は、値の全体を引用符で囲みます（`title: \"[速報]町がかわる\"`）",
                "if the text itself begins with a bracket, put all of the value in quotes (`title: \"[News] A town changes\"`)",
            ),
        });
    }
    if complaint.contains("simple key expect") {
        return without_colon(text, &here);
    }
    None
}

/// The slip in a text that YAML takes for one long word.
pub(super) fn in_words(text: &str) -> Option<Slip> {
    // A single word of ASCII may well be one (`region:tokushima`).
    let several = text.trim().contains(['\n', '\r', '：']);
    let mut found = lines(text).take(LINES).filter(|_| several);
    found.find_map(|line| colon(text, &line))
}

/// A key with something before it or after it that nobody sees: its real name, and the slip.
pub(super) fn in_key(key: &str, start: usize) -> Option<(&str, Slip)> {
    let odd = |character: char| {
        matches!(
            character,
            '\u{3000}' | '\u{a0}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
    };
    let name = key.trim_matches(odd);
    if name == key || name.is_empty() {
        return None;
    }
    let at = if key.starts_with(odd) { 0 } else { name.len() };
    let character = key.get(at..)?.chars().next()?;
    let span = start + at..start + at + character.len_utf8();
    if character == '\u{3000}' {
        let message = Message::new(
            "項目の名前に全角の空白が付いています",
            "there is a full-width space beside a key",
        );
        let help = Message::new(
            format!("全角の空白を消し、`{name}` とします。字下げには半角の空白を使います"),
            format!("remove it, so that it is `{name}`; indent with half-width spaces"),
        );
        return Some((
            name,
            Slip {
                span,
                message,
                help,
            },
        ));
    }
    Some((name, invisible(span, name)))
}

/// A list's dash with no space after it, taken for the start of a key.
pub(super) fn in_dash(key: &str, start: usize) -> Option<Slip> {
    let rest = key.strip_prefix('-')?;
    let wide = rest.starts_with('\u{3000}');
    let first = rest.chars().next().filter(|first| *first != '-')?;
    let at = if wide {
        start + 1..start + 1 + first.len_utf8()
    } else {
        start..start + 1
    };
    let message = if wide {
        Message::new(
            "`-` のあとが全角の空白です",
            "there is a full-width space after `-`",
        )
    } else {
        Message::new(
            "`-` のあとに空白がありません",
            "there is no space after `-`",
        )
    };
    let name = rest.trim();
    Some(Slip {
        span: at,
        message,
        help: Message::new(
            format!("`- {name}: …` のように、`-` のあとに半角の空白を入れます"),
            format!("put a half-width space after `-`, as in `- {name}: …`"),
        ),
    })
}

fn invisible(span: Range<usize>, word: &str) -> Slip {
    Slip {
        span,
        message: Message::new(
            "目に見えない文字が入っています",
            "there is an invisible character here",
        ),
        help: Message::new(
            format!("`{word}` の前後の、見えない文字を消します"),
            format!("remove what can't be seen beside `{word}`"),
        ),
    }
}

/// A line's bytes in the text, without its line break.
type Line = Range<usize>;

fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let range = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        range
    })
}

/// The line at a byte and those before it that hold anything, the nearest first.
fn lines_until(text: &str, at: usize) -> Vec<Line> {
    let before = text.get(..at).unwrap_or(text);
    let end = text
        .get(at..)
        .and_then(|rest| rest.find(['\n', '\r']))
        .map_or(text.len(), |length| at + length);
    let mut found = Vec::new();
    let mut stop = end;
    let mut search = before.len();
    while found.len() < LINES {
        let start = before
            .get(..search)
            .and_then(|part| part.rfind(['\n', '\r']))
            .map_or(0, |byte| byte + 1);
        let words = text.get(start..stop).unwrap_or_default().trim();
        if !words.is_empty() && !words.starts_with('#') {
            found.push(start..stop);
        }
        if start == 0 {
            break;
        }
        (stop, search) = (start - 1, start - 1);
    }
    found
}

/// A tab before the first word of the line or after its colon; also of the line that follows.
fn tab(text: &str, at: usize) -> Option<Slip> {
    let before = text.get(..at)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |byte| byte + 1);
    let around = lines(text.get(start..)?).take(2);
    let tab = around
        .filter_map(|line| {
            let words = text.get(start + line.start..start + line.end)?;
            let indent = words.len() - words.trim_start().len();
            let in_indent = words.get(..indent)?.find('\t');
            let after_colon = || words.find(":\t").map(|byte| byte + 1);
            Some(start + line.start + in_indent.or_else(after_colon)?)
        })
        .next()?;
    Some(Slip {
        span: tab..tab + 1,
        message: Message::new(
            "字下げや区切りにタブが使われています",
            "a tab is used for indentation or between words",
        ),
        help: Message::new("タブを半角の空白に替えます", "replace the tab by spaces"),
    })
}

/// A key with a full-width colon, or with no space after its colon.
fn colon(text: &str, line: &Line) -> Option<Slip> {
    let words = text.get(line.clone())?;
    let trimmed = words.trim_start();
    let item = trimmed.strip_prefix("- ").unwrap_or(trimmed).trim_start();
    let is_name = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    let name = item.get(..item.find(|character| !is_name(character))?)?;
    let rest = item.get(name.len()..)?;
    if name.is_empty() {
        return None;
    }
    let start = line.end - rest.len();
    let value = |rest: &str| {
        let value: String = rest.trim().chars().take(40).collect();
        if value.is_empty() {
            "…".to_owned()
        } else {
            value
        }
    };
    if let Some(after) = rest.trim_start().strip_prefix('：') {
        let start = line.end - after.len() - '：'.len_utf8();
        let value = value(after);
        return Some(Slip {
            span: start..start + '：'.len_utf8(),
            message: Message::new("コロンが全角です", "the colon is a full-width one"),
            help: Message::new(
                format!("半角の `:` と空白にします: `{name}: {value}`"),
                format!("write a half-width `:` and a space: `{name}: {value}`"),
            ),
        });
    }
    let after = rest.strip_prefix(':')?;
    let glued = after.starts_with(|first: char| !first.is_whitespace()) && !after.starts_with("//");
    if !glued || item.len() < trimmed.len() {
        return None;
    }
    let value = value(after);
    Some(Slip {
        span: start..start + 1,
        message: Message::new(
            "`:` のあとに空白がありません",
            "there is no space after `:`",
        ),
        help: Message::new(
            format!("`:` のあとに半角の空白を入れます: `{name}: {value}`"),
            format!("put a space after `:`: `{name}: {value}`"),
        ),
    })
}

/// A line between keys that has no colon.
fn without_colon(text: &str, here: &[Line]) -> Option<Slip> {
    let lacks = |line: &&Line| {
        let words = text.get((*line).clone()).unwrap_or_default().trim();
        !words.contains(": ") && !words.ends_with(':') && !words.starts_with("- ")
    };
    let position = here.iter().position(|line| lacks(&line))?;
    let line = here.get(position)?;
    let words = text.get(line.clone())?;
    let start = line.end - words.trim_start().len();
    Some(Slip {
        span: start..line.end,
        message: Message::new("この行に `:` がありません", "this line lacks a `:`"),
        help: Message::new(
            "`title: くらべる` のように、`:` と半角の空白を入れます。上の行の続きなら、それより深く字下げします",
            "write it like `title: Compare`, with `:` and a space; if it goes on from the line above, indent it further",
        ),
    })
}

/// Where a quote that swallows the rest was opened, or the backslash that means nothing in it.
fn quote(text: &str, complaint: &str, at: usize) -> Option<Slip> {
    let mark = text.get(at..)?.chars().next()?;
    if complaint.contains("unknown escape") {
        let line = text.get(at..)?.lines().next()?;
        let known = |next: char| "0abt\tnvfre \"/\\N_LPxuU".contains(next);
        let mut rest = line.char_indices().peekable();
        while let Some((byte, character)) = rest.next() {
            if character == '\\' {
                let (_, next) = rest.next()?;
                if !known(next) {
                    return Some(Slip {
                        span: at + byte..at + byte + 1 + next.len_utf8(),
                        message: Message::new(
                            "引用符の中の `\\` の使い方が違います",
                            "a `\\` in quotes that means nothing",
                        ),
                        help: Message::new(
                            "`\\` そのものは `\\\\` と書くか、`'…'` で囲みます",
                            "write `\\\\` for the character itself, or use `'…'`",
                        ),
                    });
                }
            }
        }
        return None;
    }
    if !matches!(mark, '"' | '\'') || complaint.contains("escape") {
        return None;
    }
    Some(Slip {
        span: at..at + 1,
        message: Message::new(
            "ここで開いた引用符が、この行で閉じられていません",
            "a quotation mark that is opened here isn't closed on this line",
        ),
        help: Message::new(
            format!("値の終わりに `{mark}` を足します"),
            format!("add `{mark}` at the end of the value"),
        ),
    })
}

/// The bracket that was opened last before a byte and isn't closed on its line.
fn bracket(text: &str, at: usize) -> Option<Slip> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (byte, character) in text.get(..at)?.char_indices() {
        let begins = before.is_whitespace() || matches!(before, '[' | '{' | ',');
        match (quote, character) {
            (Some(mark), _) if mark == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if begins => quote = Some(character),
            (None, '[' | '{') if begins => open.push((byte, character)),
            (None, ']' | '}') => {
                open.pop();
            }
            (None, _) => {}
        }
        before = character;
    }
    let (start, mark) = *open.last()?;
    let line = text.get(start..)?.lines().next()?;
    let closing = if mark == '[' { ']' } else { '}' };
    if line.contains(closing) {
        // It is closed, so something between is wrong.
        return Some(Slip {
            span: character(text, at),
            message: Message::new(
                "括弧の中の区切りが足りません",
                "a separator is missing between these brackets",
            ),
            help: Message::new(
                "項目のあいだに `,` を入れます。文の中に `:` や括弧があるなら、値を引用符で囲みます",
                "add `,` between the entries; a value that holds `:` or brackets needs quotes",
            ),
        });
    }
    let (ja, en) = if mark == '[' {
        ("並び", "list")
    } else {
        ("組", "mapping")
    };
    Some(Slip {
        span: start..start + 1,
        message: Message::new(
            format!("`{mark}` で始まる{ja}が閉じられていません"),
            format!("a {en} that begins with `{mark}` is never closed"),
        ),
        help: Message::new(
            format!("`{closing}` を足します"),
            format!("add `{closing}`"),
        ),
    })
}

fn character(text: &str, at: usize) -> Range<usize> {
    super::syntax::visible(text, at)
}

/// The letters at the start of a text.
fn first_word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}
