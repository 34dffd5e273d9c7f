//! The pages of `docs/problems/`: each has all its parts, its examples do what they say, and the
//! list names every code.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use shirube::diagnostic::{Code, Page, Severity};

use support::Project;

/// The words that begin the parts of a half.
struct Words {
    why: &'static str,
    wrong: &'static str,
    right: &'static str,
    /// What stands around the name of a file.
    brackets: (&'static str, &'static str),
    colon: &'static str,
}

const JAPANESE: Words = Words {
    why: "なぜ：",
    wrong: "誤り",
    right: "正しい例",
    brackets: ("（`", "`）"),
    colon: "：",
};
const ENGLISH: Words = Words {
    why: "Why: ",
    wrong: "Wrong",
    right: "Right",
    brackets: (" (`", "`)"),
    colon: ":",
};

/// An example: the file that it is the whole of, if it names one, and its text.
#[derive(PartialEq)]
struct Example<'a> {
    file: Option<&'a str>,
    text: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems")
}

fn halves(code: Code) -> [(&'static str, &'static Words); 2] {
    let page = code.page();
    [(page.ja, &JAPANESE), (page.en, &ENGLISH)]
}

/// The examples whose labels begin with a word. A label is a line of its own; the block below it is
/// the example.
fn examples<'a>(half: &'a str, word: &str, words: &Words) -> Vec<Example<'a>> {
    let mut examples = Vec::new();
    let mut lines = half.lines();
    while let Some(line) = lines.next() {
        let Some(label) = line.strip_prefix(word) else {
            continue;
        };
        let label = label
            .strip_suffix(words.colon)
            .expect("a colon ends the label");
        let file = label.strip_prefix(words.brackets.0);
        let file = file.and_then(|file| file.strip_suffix(words.brackets.1));
        assert!(file.is_some() || label.is_empty(), "{line}");
        assert_eq!(lines.next(), Some(""), "an empty line after {line}");
        let fence = lines.next().unwrap_or_default();
        let ticks: String = fence.chars().take_while(|letter| *letter == '`').collect();
        assert!(ticks.len() >= 3, "a block after {line}");
        let mut text = String::new();
        loop {
            let line = lines.next().expect("the block ends");
            if line == ticks {
                break;
            }
            text += line;
            text.push('\n');
        }
        examples.push(Example { file, text });
    }
    examples
}

#[test]
fn every_page_has_every_part() {
    for code in Code::ALL {
        let text = fs::read_to_string(folder().join(format!("{code}.md"))).expect("a page");
        assert!(
            text.starts_with(&format!("# {code}\n\n## 日本語\n\n")),
            "{code}"
        );
        for (half, words) in halves(*code) {
            let paragraphs: Vec<&str> = half.split("\n\n").collect();
            let meaning = paragraphs.first().copied().unwrap_or_default();
            assert!(
                meaning.chars().count() > 10 && !meaning.starts_with(words.why),
                "{code}: {meaning}"
            );
            let why = paragraphs.get(1).copied().unwrap_or_default();
            assert!(why.starts_with(words.why), "{code}: {why}");
            for word in [words.wrong, words.right] {
                assert!(!examples(half, word, words).is_empty(), "{code}: {word}");
            }
        }
    }
}

#[test]
fn wrong_examples_are_reported_and_right_ones_are_not() {
    let failures: Vec<String> = Code::ALL
        .par_iter()
        .flat_map_iter(|code| {
            let [japanese, english] = halves(*code);
            let same = [japanese, english].map(|(half, words)| {
                [words.wrong, words.right].map(|word| examples(half, word, words))
            });
            let halves = if same[0] == same[1] {
                vec![japanese]
            } else {
                vec![japanese, english]
            };
            halves.into_iter().filter_map(move |(half, words)| {
                let failure = failure(*code, half, words)?;
                Some(format!(
                    "docs/problems/{code}.md, {}: {failure}",
                    words.wrong
                ))
            })
        })
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// What is wrong with the examples of a half of a page.
fn failure(code: Code, half: &str, words: &Words) -> Option<String> {
    let wrong = examples(half, words.wrong, words);
    if wrong.iter().all(|example| example.file.is_some()) {
        let found = problems(code, &wrong);
        if !found.iter().any(|(name, _)| name == code.name()) {
            return Some(format!("the wrong example gives only {found:?}"));
        }
    }
    let right = examples(half, words.right, words);
    if right.iter().all(|example| example.file.is_some()) {
        let found = problems(code, &right);
        let bad = |(name, severity): &(String, String)| name == code.name() || severity == "error";
        if found.iter().any(bad) {
            return Some(format!("the right example gives {found:?}"));
        }
    }
    None
}

/// Codes and severities of what `check` finds when examples are laid over the small guide.
fn problems(code: Code, examples: &[Example<'_>]) -> Vec<(String, String)> {
    let project = Project::base();
    // An image for those who show how one is written, and a front page for sections of examples.
    project.write("content/articles/living/photo.png", PIXEL);
    for example in examples {
        let file = example.file.expect("a file");
        let section = file
            .strip_prefix("content/articles/")
            .and_then(|rest| rest.split_once('/'));
        if let Some((section, _)) = section
            && code != Code::MissingFile
        {
            let index = format!("content/articles/{section}/index.md");
            if project.read(&index).is_none() {
                project.write(
                    &index,
                    "---\ntitle: 章\ndescription: 例の章です。\n---\n\n例です。\n",
                );
            }
        }
    }
    for example in examples {
        project.write(example.file.expect("a file"), &example.text);
    }
    let run = project.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    report["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|problem| (text(&problem["code"]), text(&problem["severity"])))
        .collect()
}

#[test]
fn the_list_names_every_code() {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    let mut list = LIST_HEAD.to_owned();
    for code in codes {
        let (ja, en) = match code.severity() {
            Severity::Error => ("エラー", "error"),
            Severity::Warning => ("警告", "warning"),
        };
        let page = code.page();
        let (meaning, english) = (Page::summary(page.ja), Page::summary(page.en));
        list += &format!("| [`{code}`]({code}.md) | {ja}<br>{en} | {meaning}<br>{english} |\n");
    }
    let path = folder().join("README.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, &list).expect("written");
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|text| text == list),
        "UPDATE_GOLDEN=1 cargo test problems:: writes docs/problems/README.md anew"
    );
}

#[test]
fn no_page_is_without_a_code() {
    for file in support::files(&folder()) {
        let name = file.strip_suffix(".md").expect("a page");
        assert!(
            name == "README" || Code::from_name(name).is_some(),
            "docs/problems/{file}"
        );
    }
}

const LIST_HEAD: &str = "\
# 検査で見つかる問題 / What the checks find

`shirube explain`は、この一覧と各ページを端末に出します。エラーが一つでもあれば何も書き出されません。警告だけなら書き出されます。

`shirube explain` prints this list and its pages. With any error nothing is written; warnings alone \
don't stop a build. [checking.md](../checking.md) tells more.

| 名前<br>name | 重さ<br>severity | 意味<br>meaning |
|---|---|---|
";

/// One transparent pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4,
    0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x62, 0xf8, 0xff, 0xff, 0x3f,
    0x00, 0x05, 0xfe, 0x02, 0xfe, 0xa7, 0x35, 0x81, 0x84, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];
