//! The search index after an edit is the one that a clean build makes, byte for byte, whatever was
//! edited and however often.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails where it can't go on"
)]

use crate::support;

use std::collections::BTreeMap;
use std::sync::Arc;

use shirube::diagnostic::Report;
use shirube::load::{self, SourcePath, Sources};
use shirube::plan::Options;
use shirube::render::Renderer;
use shirube::search::{Index, IndexFile};
use shirube::{parse, plan};

/// A project by the paths of its files.
type Project = BTreeMap<String, String>;

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn sentence(&mut self) -> String {
        const WORDS: [&str; 24] = [
            "移住",
            "の",
            "支援金",
            "を",
            "町",
            "と",
            "家賃",
            "ひっこし",
            "データ",
            "リモートワーク",
            "Rust",
            " c++ ",
            " 1,741 ",
            "3.5",
            "😀",
            "𠮷野",
            "雪",
            "が",
            "降る",
            "ｶﾞｲﾄﾞ",
            "学校",
            "\u{FFE5}",
            "の",
            "は",
        ];
        let words = 3 + self.below(12);
        let words: String = (0..words).map(|_| self.one(&WORDS)).collect();
        words + "。"
    }

    /// A text with all that a page takes from elsewhere.
    fn body(&mut self) -> String {
        const FROM_ELSEWHERE: [&str; 6] = [
            "家賃は{{town:aoba/rent}}です。",
            "[](town:sakura)も見る。",
            "[](glossary:i-turn)という。",
            "人口は{{town:momiji/people}}です。",
            "[](article:living/first)へ。",
            "ふつうの家賃は{{indicator:towns/rent}}です。",
        ];
        let mut text = String::new();
        for section in 0..=self.below(3) {
            if section > 0 {
                text += &format!("\n## {}\n\n", self.sentence());
            }
            for _ in 0..=self.below(5) {
                text += &self.sentence();
                if self.below(4) == 0 {
                    text += self.one(&FROM_ELSEWHERE);
                }
            }
            text += "\n";
        }
        text
    }

    fn article(&mut self) -> String {
        let tags = self.one(&["living", "work", "living, work"]);
        let (title, description) = (self.sentence(), self.sentence());
        let body = self.body();
        format!(
            "---\ntitle: \"{title}\"\ndescription: \"{description}\"\ntags: [{tags}]\npublished: 2026-11-01\n---\n\n{body}"
        )
    }
}

/// The smallest guide in two languages with a glossary, and some articles.
fn project(dice: &mut Dice) -> Project {
    let mut project = Project::new();
    for case in ["_base", "languages/site", "glossary/site"] {
        let sources = load::load(&support::golden().join(case), &mut Report::default());
        for (path, bytes) in sources.expect("the files of a case").iter() {
            let text = String::from_utf8_lossy(bytes).into_owned();
            project.insert(path.as_str().to_owned(), text);
        }
    }
    let first = include_str!("golden/_base/content/articles/living/first.md");
    project.insert("content/articles/living/first.md".into(), first.into());
    // Divisions have pages of their own, which come and go with the towns' areas.
    let towns = project.get_mut("content/towns/_collection.yaml");
    let towns = towns.expect("a collection");
    *towns = towns.replace("  group_by: area\n", "  group_by: area\n  index_by: area\n");
    assert!(towns.contains("index_by"));
    towns.push_str("aliases: [まち]\n");
    for number in 0..12 {
        let path = format!("content/articles/living/more-{number}.md");
        project.insert(path, dice.article());
    }
    project
}

/// Replaces some words of a file that stand behind a key.
fn set(project: &mut Project, path: &str, key: &str, value: &str) {
    let Some(text) = project.get_mut(path) else {
        return;
    };
    let lines = text.lines().map(|line| match line.split_once(key) {
        Some((before, _)) => format!("{before}{key}{value}\n"),
        None => format!("{line}\n"),
    });
    *text = lines.collect();
}

/// Changes something, and says what.
fn edit(project: &mut Project, dice: &mut Dice, step: usize) -> String {
    let articles: Vec<String> = project
        .keys()
        .filter(|path| path.contains("/living/more-") || path.ends_with("/second.md"))
        .cloned()
        .collect();
    let article = articles[dice.below(articles.len())].clone();
    let sentence = dice.sentence();
    let kana = dice.one(&["あおばまち", "あおばちょう", "せいようまち"]);
    let kind = dice.below(23);
    match kind {
        0..=3 => {
            if let Some(text) = project.get_mut(&article) {
                text.push_str(&sentence);
            }
        }
        4 => set(project, &article, "title: ", &format!("\"{sentence}\"")),
        5 => set(
            project,
            &article,
            "description: ",
            &format!("\"{sentence}\""),
        ),
        6 => set(
            project,
            &article,
            "tags: ",
            dice.one(&["[work]", "[living, work]"]),
        ),
        7 | 8 => {
            project.insert(article.clone(), dice.article());
        }
        9 => {
            let path = format!("content/articles/living/more-{step}x.md");
            project.insert(path, dice.article());
        }
        10 if articles.len() > 5 => {
            project.remove(&article);
        }
        11 => {
            let text = project.remove(&article).unwrap_or_default();
            let path = format!("content/articles/living/more-{step}y.md");
            project.insert(path, text);
        }
        12 => {
            let rent = ["52000", "53000", "41000"];
            let path = "content/indicators/towns/rent.yaml";
            set(project, path, "  aoba: ", dice.one(&rent));
        }
        13 => {
            let path = "content/indicators/towns/rent.yaml";
            set(project, path, "statistic: ", &format!("\"{sentence}\""));
        }
        14 => {
            let names = ["{ja: 青葉町, en: Aoba}", "青葉町", "青葉村（旧青葉町）"];
            let path = "content/towns/aoba.yaml";
            set(project, path, "name: ", dice.one(&names));
            set(project, path, "kana: ", kana);
        }
        15 => {
            let path = "content/towns/momiji.yaml";
            if dice.below(2) == 0 {
                set(project, path, "area: ", "west");
                set(project, path, "people: ", dice.one(&["8500", "900"]));
            } else {
                let aliases = format!("{}\naliases: [{kana}]", dice.one(&["east", "west"]));
                let text = project.get_mut(path).expect("a record");
                if !text.contains("aliases") {
                    set(project, path, "area: ", &aliases);
                }
            }
        }
        16 => {
            let value = format!(", term: 7時間, kana: 7じかん, text: \"{sentence}\"}}");
            set(project, "content/glossary.yaml", "- {id: seven", &value);
        }
        17 => {
            let path = "content/glossary.yaml";
            // A reviewed reading of a word that stands in texts.
            let terms = [
                "支援金, kana: しえんきん",
                "学校, kana: がくえん",
                "雪が降る, kana: ふぶき",
            ];
            let term = format!("{}, text: よくすることです。}}", dice.one(&terms));
            set(project, path, "- {id: kaizen, term: ", &term);
            let new = format!(
                "- {{id: w{step}, term: \"{step}人暮らし\", kana: ひとりぐらし, text: 暮らし方です。}}\n"
            );
            let text = project.get_mut(path).expect("a glossary");
            text.push_str(&new);
        }
        18 => {
            let names = [
                "仕事, kana: しごと}",
                "働く, kana: はたらく}",
                "移住, kana: いじゅう}",
            ];
            set(
                project,
                "content/tags.yaml",
                "- {id: work, name: ",
                dice.one(&names),
            );
        }
        19 => {
            let name = dice.one(&["記事", "読みもの"]);
            set(project, "themes/plain/labels/ja.yaml", "articles: ", name);
        }
        20 => {
            let path = "content/articles/living/index.md";
            set(
                project,
                path,
                "title: ",
                dice.one(&["暮らし", "生活", "暮らすこと"]),
            );
        }
        21 => {
            let path = "content/towns/_collection.yaml";
            set(
                project,
                path,
                "aliases: ",
                dice.one(&["[]", "[むら, 村]", "[集落]"]),
            );
        }
        _ => {
            let english = article.replace(".md", ".en.md");
            if project.remove(&english).is_none() && !article.contains(".en.") {
                project.insert(english, dice.article());
            }
        }
    }
    format!("{kind} of {article}")
}

fn renderer(project: &Project) -> Result<Renderer, Report> {
    let mut sources = Sources::default();
    for (path, text) in project {
        sources.insert(SourcePath::new(path), text.as_bytes());
    }
    let mut report = Report::default();
    let options = Options {
        today: support::today().parse().expect("a day"),
        base_url: None,
    };
    let guide = parse::parse(&sources, false, &mut report)
        .map(|parsed| plan::plan(parsed, &options, &mut report))
        .filter(|_| !report.has_errors());
    match guide.and_then(|guide| Renderer::new(Arc::new(guide), &mut report)) {
        Some(renderer) => Ok(renderer),
        None => Err(report),
    }
}

#[track_caller]
fn assert_same(updated: &[IndexFile], clean: &[IndexFile], what: &str) {
    let paths = |files: &[IndexFile]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(updated), paths(clean), "{what}");
    for (updated, clean) in updated.iter().zip(clean) {
        let path = updated.path.as_str();
        assert_eq!(
            updated.fingerprint, clean.fingerprint,
            "{path} after {what}"
        );
        assert!(updated.bytes() == clean.bytes(), "{path} after {what}");
    }
}

#[test]
fn an_updated_index_is_the_one_of_a_clean_build() {
    let mut dice = Dice(0x5EED_1DEA);
    let mut project = project(&mut dice);
    let mut indexes = [Index::default(), Index::default()];
    let mut refused = 0;
    for step in 0..150 {
        let before = project.clone();
        // Several at once now and then, as when a branch is switched.
        let edits = if step % 10 == 9 { 6 } else { 1 };
        let edits: Vec<String> = (0..edits)
            .map(|number| edit(&mut project, &mut dice, step * 10 + number))
            .collect();
        let what = format!("step {step}: {}", edits.join(", "));
        let renderer = match renderer(&project) {
            Ok(renderer) => renderer,
            Err(report) => {
                assert!(step > 0, "{:?}", report.diagnostics());
                refused += 1;
                project = before;
                continue;
            }
        };
        for (language, index) in indexes.iter_mut().enumerate() {
            let updated = index.update(&renderer, language);
            let mut clean = Index::default();
            assert_same(&updated, &clean.update(&renderer, language), &what);
            assert!(
                index.to_bytes() == clean.to_bytes(),
                "the state after {what}"
            );
            assert_same(&index.update(&renderer, language), &updated, "nothing");
            if dice.below(3) == 0 {
                *index = Index::from_bytes(&index.to_bytes()).expect("what was stored");
            }
        }
    }
    assert!(refused < 20, "{refused} edits were no guide");
}

#[test]
fn damaged_bytes_break_nothing() {
    let mut dice = Dice(0x0BAD_B17E);
    let project = project(&mut dice);
    let renderer = renderer(&project).unwrap_or_else(|report| panic!("{:?}", report.diagnostics()));
    let mut index = Index::default();
    index.update(&renderer, 0);
    let bytes = index.to_bytes();
    assert!(Index::from_bytes(&[]).is_none());
    assert!(Index::from_bytes(&bytes[..bytes.len() - 1]).is_none());
    assert!(Index::from_bytes(&[&bytes[..], b"x"].concat()).is_none());
    for _ in 0..60 {
        let mut damaged = bytes.clone();
        let end = dice.below(bytes.len());
        let start = end.saturating_sub(dice.below(20));
        for byte in &mut damaged[start..=end] {
            *byte = dice.below(256) as u8;
        }
        if let Some(mut index) = Index::from_bytes(&damaged) {
            index.update(&renderer, 0);
        }
    }
}
