//! Japanese style: what good sentences never get, what bad ones always do, and that mending
//! changes nothing else.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};

use shirube::diagnostic::{Report, SourcePath};
use shirube::japanese::style::{
    Fault, Finding, Manner, Passage, WordList, commas, long_sentences, manner,
};
use shirube::parse;
use shirube::parse::text::Language;
use shirube::pipeline::{self, Request};
use shirube::plan::Options;

use support::Project;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn lines(name: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("tests/style").join(name)).expect("a list");
    text.lines().map(str::to_owned).collect()
}

/// The guide's own list.
fn words() -> WordList {
    let bytes = fs::read(root().join("content/style.yaml")).expect("a list");
    let mut report = Report::default();
    let file = SourcePath::new("content/style.yaml");
    let words = parse::style::parse(&file, &bytes, &[Language::new("ja")], &mut report);
    assert_eq!(report, Report::default());
    words
}

/// The names of everything that is found in a sentence.
fn found(sentence: &str, words: &WordList) -> Vec<&'static str> {
    let passage = Passage::new(sentence);
    let mut findings = passage.characters();
    findings.extend(words.misspelled(sentence));
    findings.extend(long_sentences(&passage));
    findings.extend(commas(&passage));
    let mut names: Vec<&str> = findings.iter().map(name).collect();
    names.extend((manner(sentence) == Some(Manner::Plain)).then_some("plain"));
    names.dedup();
    names
}

fn name(finding: &Finding) -> &'static str {
    match finding.fault {
        Fault::FullWidth => "full-width",
        Fault::HalfWidthKana => "half-width-kana",
        Fault::HalfWidthBrackets => "half-width-brackets",
        Fault::UnbalancedBracket => "unbalanced",
        Fault::DoubledParticle => "doubled",
        Fault::TwoObjects => "two-objects",
        Fault::LongSentence(_) => "long",
        Fault::ManyCommas(_) => "commas",
        Fault::Spelling(_) => "spelling",
    }
}

#[test]
fn nothing_is_found_in_good_sentences() {
    let words = words();
    let sentences = lines("right.txt");
    assert!(sentences.len() >= 60, "{}", sentences.len());
    let wrong: Vec<String> = sentences
        .iter()
        .filter(|sentence| !found(sentence, &words).is_empty())
        .map(|sentence| format!("{sentence} {:?}", found(sentence, &words)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_wrong_with_a_sentence_is_found_and_nothing_else() {
    let words = words();
    let cases = lines("wrong.txt");
    assert!(cases.len() >= 40, "{}", cases.len());
    let mut missed = Vec::new();
    for case in &cases {
        let (expected, sentence) = case.split_once('\t').expect("a name and a sentence");
        if found(sentence, &words) != [expected] {
            missed.push(format!("{case} {:?}", found(sentence, &words)));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_sentence_may_have_120_characters() {
    let sentence = |characters: usize| "あ".repeat(characters - 1) + "。";
    let long = |text: &str| long_sentences(&Passage::new(text));
    assert!(long(&sentence(120)).is_empty());
    assert_eq!(long(&sentence(121))[0].fault, Fault::LongSentence(121));
    let quoted = format!("「{}」と聞きました。", sentence(120));
    assert!(
        long(&quoted).is_empty(),
        "a sentence inside has its own length"
    );
    assert!(long(&sentence(70).repeat(3)).is_empty());
}

/// Numbers that look like chance and are the same in every run (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// Words, and what mending makes of them.
const WORDS: &[(&str, &str)] = &[
    ("町の暮らし", "町の暮らし"),
    ("２０２６年", "2026年"),
    ("１，２３４．５％", "1,234.5%"),
    ("ＩＴ", "IT"),
    ("ｱﾊﾟｰﾄ", "アパート"),
    ("子供", "子ども"),
    ("こども園", "こども園"),
    ("`ｱ２ 子供`", "`ｱ２ 子供`"),
    ("{{town:aoba/rent}}", "{{town:aoba/rent}}"),
    (
        "[２つの子供](https://example.org/２子供)",
        "[2つの子ども](https://example.org/２子供)",
    ),
    ("**３つ**の", "**3つ**の"),
    (
        "（https://example.org/２/子供）の子供",
        "（https://example.org/２/子供）の子ども",
    ),
    ("家賃(月額)", "家賃（月額）"),
    ("\\*ｶﾞ\\*", "\\*ガ\\*"),
    ("<kbd>Ａ</kbd>", "<kbd>A</kbd>"),
    ("「子供の日」", "「子どもの日」"),
];

/// Blocks of their own, and what mending makes of them. `\n` becomes the file's line end.
const BLOCKS: &[(&str, &str)] = &[
    (
        "```text\n２ ｱ 子供 \n##x\n```",
        "```text\n２ ｱ 子供 \n##x\n```",
    ),
    ("    ２ コード \n    続き", "    ２ コード \n    続き"),
    ("改行  \n２行目\\\n３行目", "改行  \n2行目\\\n3行目"),
    ("空白 \n続き\t\n終わり　", "空白\n続き\n終わり"),
    (
        "| 町 | 人 |\n|---|---|\n| ２ | 子供 |",
        "| 町 | 人 |\n|---|---|\n| 2 | 子ども |",
    ),
    ("- ２つ\n- 子供\n  - ｱ", "- 2つ\n- 子ども\n  - ア"),
    ("> [!NOTE]\n> ２つの子供", "> [!NOTE]\n> 2つの子ども"),
    ("> ２つの子供", "> ２つの子供"),
    ("<!-- ２ 子供 -->", "<!-- ２ 子供 -->"),
    ("１. 番号", "１. 番号"),
    ("記号&amp;２０", "記号&amp;２０"),
    (
        "脚注[^1]。\n\n[^1]: ２つの子供。",
        "脚注[^1]。\n\n[^1]: 2つの子ども。",
    ),
    (
        "<ruby>神山<rt>ｶﾐﾔﾏ</rt></ruby>の子供",
        "<ruby>神山<rt>ｶﾐﾔﾏ</rt></ruby>の子ども",
    ),
];

/// Headings, which come to be by mending.
const HEADINGS: &[(&str, &str)] = &[
    ("##見出し", "## 見出し"),
    ("###　２つの子供", "### ２つの子供"),
    ("＃＃ 終わり", "## 終わり"),
    ("## ２つの子供 {#a}", "## 2つの子ども {#a}"),
];

/// A record with text in every way that YAML has, and what mending makes of it.
const RECORD: (&str, &str) = (
    "# 注２ 子供 \nid: aoba\nname: 青葉町２\nkana: あおばまち\naliases: [子供町]\narea: east\npeople: 12000 \nmemo: \"２つの子供\" # 子供\nplain: 子供(全員)の町\nwhole: |\n  ２つの\n  子供 \nescaped: \"\\u5B50供２\"\ndigits: ５\nsources:\n  - {url: \"https://towns.example/aoba\", title: 子供２, as_of: 2025}\n",
    "# 注２ 子供 \nid: aoba\nname: 青葉町２\nkana: あおばまち\naliases: [子供町]\narea: east\npeople: 12000\nmemo: \"2つの子ども\" # 子供\nplain: 子ども（全員）の町\nwhole: |\n  ２つの\n  子供 \nescaped: \"\\u5B50供２\"\ndigits: ５\nsources:\n  - {url: \"https://towns.example/aoba\", title: 子供２, as_of: 2025}\n",
);

const FIELDS: &str = "  memo: {label: 覚え書き, kind: text, group: basics}
  plain: {label: 文, kind: markdown, group: basics}
  whole: {label: 長い文, kind: text, group: basics}
  escaped: {label: 記号, kind: text, group: basics}
  digits: {label: 数字, kind: text, group: basics}
page:
";

/// A text and what mending makes of it, before line ends are chosen.
fn article(chance: &mut Chance, with_headings: bool) -> (String, String) {
    let (lead, mended_lead) = *chance.of(&[
        ("２つの子供", "2つの子ども"),
        ("'ｱﾊﾟｰﾄ'", "'アパート'"),
        ("\"a\\n２\"", "\"a\\n２\""),
    ]);
    let front = |lead: &str| {
        format!(
            "---\n# ２ 子供\ntitle: 例\ndescription: {lead} # ２\ntags: [living]\npublished: 2026-11-01\n---\n"
        )
    };
    let (mut before, mut after) = (front(lead), front(mended_lead));
    for _ in 0..chance.below(7) {
        let mut parts = (String::new(), String::new());
        match chance.below(5) {
            0 | 1 => {
                for _ in 0..=chance.below(4) {
                    let (from, to) = chance.of(WORDS);
                    parts.0 += from;
                    parts.1 += to;
                }
                parts.0 += "です。";
                parts.1 += "です。";
            }
            2 if with_headings => {
                let (from, to) = *chance.of(HEADINGS);
                // What stands in a heading is mended in the next round, when it is one.
                let to = to.replace("２つの子供", "2つの子ども");
                parts = (from.to_owned(), to);
            }
            _ => {
                let (from, to) = *chance.of(BLOCKS);
                parts = (from.to_owned(), to.to_owned());
            }
        }
        before += &format!("\n{}\n", parts.0);
        after += &format!("\n{}\n", parts.1);
    }
    (before, after)
}

fn mend(root: &Path) -> pipeline::Mended {
    let options = Options {
        today: "2026-11-21".parse().expect("a day"),
        base_url: None,
    };
    let request = Request {
        root,
        output: None,
        drafts: false,
        options,
        writing: pipeline::Writing::default(),
    };
    pipeline::mend(&request).expect("mended")
}

/// Kinds of events, and keys and kinds of values: what a file is made of.
fn structure(text: &str) -> String {
    let file = SourcePath::new("content/articles/living/x.md");
    let text = text.trim_start_matches('\u{feff}');
    let mut report = Report::default();
    let parts = parse::front_matter::split(&file, text.as_bytes(), &mut report).expect("parts");
    let tree = parse::yaml::parse(&file, parts.yaml, 0, &mut report).expect("a tree");
    let parse::yaml::Content::Mapping(entries) = tree.content else {
        panic!("no mapping");
    };
    let keys: Vec<String> = entries.into_iter().map(|entry| entry.key).collect();
    let document = parse::markdown::parse(&file, parts.body, 0, &mut report);
    let events = document.events();
    let kinds = events.list().into_iter().map(|(event, _)| {
        let event = format!("{event:?}");
        event
            .split(['(', '{'])
            .take(2)
            .collect::<Vec<_>>()
            .join("(")
            .split('"')
            .next()
            .map(str::to_owned)
    });
    format!("{keys:?} {:?}", kinds.collect::<Vec<_>>())
}

#[test]
fn mending_changes_what_is_wrong_and_nothing_else() {
    let project = Project::base();
    let schema = project
        .read("content/towns/_collection.yaml")
        .expect("a schema");
    project.write(
        "content/towns/_collection.yaml",
        schema.replacen("page:\n", FIELDS, 1),
    );
    let path = "content/articles/living/x.md";
    let mut chance = Chance(0x2026_1121);
    for number in 0..60 {
        let with_headings = number % 3 == 0;
        let (before, after) = article(&mut chance, with_headings);
        let (end, mark) = (
            ["\n", "\r\n"][chance.below(2)],
            ["", "\u{feff}"][chance.below(2)],
        );
        let written = |text: &str| mark.to_owned() + &text.replace('\n', end);
        project.write(path, written(&before));
        project.write("content/towns/aoba.yaml", RECORD.0.replace('\n', end));
        mend(&project.root());
        let mended = project.read(path).expect("a text");
        assert_eq!(mended, written(&after), "from {before}");
        let record = project.read("content/towns/aoba.yaml").expect("a record");
        assert_eq!(record, RECORD.1.replace('\n', end));
        if !with_headings {
            assert_eq!(structure(&mended), structure(&written(&before)), "{before}");
        }
        assert!(mend(&project.root()).is_empty(), "a second time:\n{mended}");
        assert_eq!(project.read(path).as_deref(), Some(mended.as_str()));
    }
}

/// What texts of any kind are made of.
const SCRAPS: &[&str] = &[
    "２",
    "Ａ",
    "ｱ",
    "ﾞ",
    "子供",
    "こども",
    "園",
    "サーバ",
    "(",
    ")",
    "（",
    "）",
    "「",
    "」",
    "『",
    "*",
    "**",
    "_",
    "`",
    "```",
    " ",
    "  ",
    "　",
    "\t",
    "\n",
    "\n\n",
    "\n    ",
    "。",
    "、",
    "を",
    "にに",
    "です",
    "{{",
    "}}",
    "[x](",
    "[^1]",
    "<!-- ",
    " -->",
    "<kbd>",
    "</kbd>",
    "|",
    "\n|---|\n",
    "- ",
    "> ",
    "&amp;",
    "&",
    "\\",
    "１. ",
    "。です",
    "～",
    "\u{3099}",
    "🎉",
    "\u{fffc}",
    ":",
    "shirube-allow spelling: a",
    "#",
    "＃",
    "\n##",
    "\n＃＃　",
];
/// How many of them, at the end, make headings.
const MARKS: usize = 4;

#[test]
fn any_text_is_mended_once_and_stays_what_it_is() {
    let project = Project::base();
    let path = "content/articles/living/x.md";
    let front = "---\ntitle: 例\ndescription: 例\ntags: [living]\npublished: 2026-11-01\n---\n";
    let mut chance = Chance(0x5eed_2026);
    for number in 0..80 {
        let with_headings = number % 2 == 0;
        let scraps = &SCRAPS[..SCRAPS.len() - if with_headings { 0 } else { MARKS }];
        let length = 1 + chance.below(30);
        let words: Vec<&str> = (0..length).map(|_| *chance.of(scraps)).collect();
        let before = front.to_owned() + &words.concat();
        project.write(path, &before);
        mend(&project.root());
        let mended = project.read(path).expect("a text");
        if !with_headings {
            assert_eq!(
                structure(&mended),
                structure(&before),
                "{before:?}\n{mended:?}"
            );
        }
        assert!(
            mend(&project.root()).is_empty(),
            "a second time: {before:?}"
        );
    }
}
