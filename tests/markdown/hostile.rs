//! Input that wants to break something: deep, long, or mutated at random.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use shirube::render::highlight::Highlighter;
use shirube::render::markdown::to_html;

use super::site::Site;
use super::{cases, files, read};

/// Far above what any of these takes, far below what quadratic time would.
const LONGEST: Duration = Duration::from_secs(20);

fn html_of(source: &str) -> String {
    let (document, _) = read(source);
    to_html(&document, &Site, &Highlighter::new())
}

/// Runs on a stack of 128 KiB, where recursion into 10,000 levels would show.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(128 * 1024);
    thread.spawn(work).unwrap().join().unwrap();
}

fn repeated(part: &str) -> String {
    part.repeat(10_000)
}

#[test]
fn ten_thousand_levels_are_read_in_time_and_on_a_small_stack() {
    let items: String = (0..1_000).fold(String::new(), |mut text, level| {
        let _ = writeln!(text, "{}- 項目", "  ".repeat(level));
        text
    });
    let inputs = [
        ("quotes", repeated("> ") + "底"),
        ("items on a line", repeated("- ") + "底"),
        ("items on lines", items),
        ("emphasis", repeated("*あ **い ") + &repeated("** *")),
        ("unpaired", repeated("**「あ」")),
        ("closers", repeated("「あ」** ")),
        ("mixed runs", repeated("*a **b ***c _d __e ~~f ")),
        ("brackets", repeated("[")),
        ("links", repeated("[あ](") + &repeated(")")),
        ("images", repeated("![") + &repeated("](photo.jpg)")),
        ("elements", repeated("<kbd>") + &repeated("</kbd>")),
        ("divisions", repeated("<div>\n\n") + &repeated("</div>\n\n")),
        ("stray ends", repeated("</kbd>")),
        ("refused elements", repeated("<b>") + &repeated("</i>")),
        ("open tags", repeated("<kbd title=\"")),
        (
            "scripts",
            "<div>\n".to_owned() + &repeated("<script></scrip"),
        ),
        ("comments", repeated("<!-- ")),
        ("braces", repeated("{{")),
        ("values", repeated("{{a:b/c}}")),
        ("half values", repeated("{{a}")),
        ("references", repeated("[^1]") + "\n\n[^1]: 注"),
        ("nested notes", "[^1]\n\n".to_owned() + &repeated("[^1]: ")),
        ("soft breaks", repeated("あ\n")),
        (
            "backticks",
            (1..400).map(|count| "`".repeat(count) + " ").collect(),
        ),
        ("headings", repeated("## 見出し\n\n")),
        ("same ids", repeated("## 見 {#s-1}\n\n")),
    ];
    for (name, input) in inputs {
        let start = Instant::now();
        on_a_small_stack(move || assert_fine(&html_of(&input)));
        let took = start.elapsed();
        println!("{name}: {took:?}");
        assert!(took < LONGEST, "{name} took {took:?}");
    }
}

#[test]
fn huge_tables_and_paragraphs_are_read_in_time() {
    let wide = "|あ".repeat(2_000) + "|\n" + &"|-".repeat(2_000) + "|\n";
    let long =
        "|a|b|\n|-|-|\n".to_owned() + &"|**「あ」**い|{{region:tokushima/rent}}|\n".repeat(20_000);
    let ragged = wide.clone() + &"|x\n".repeat(200);
    let paragraph = "**「重要」**です。".repeat(20_000);
    for input in [wide, long, ragged, paragraph] {
        let start = Instant::now();
        assert_fine(&html_of(&input));
        println!("{:?}", start.elapsed());
        assert!(start.elapsed() < LONGEST);
    }
}

#[test]
fn mutated_markdown_never_panics_and_stays_balanced() {
    let seeds: Vec<String> = files()
        .iter()
        .flat_map(|path| cases(&std::fs::read_to_string(path).unwrap()))
        .map(|case| case.source.replace('␀', "\0"))
        .collect();
    let code = Highlighter::new();
    let mut random = Random(0x5eed);
    for _ in 0..6_000 {
        let source = mutated(&seeds, &mut random);
        let result = std::panic::catch_unwind(|| {
            let (document, report) = read(&source);
            for diagnostic in report.diagnostics() {
                let (start, end) = diagnostic.place.span.unwrap();
                assert!(start <= end && end <= source.len(), "{diagnostic:?}");
            }
            for (event, range) in document.events().list() {
                assert!(source.get(range.clone()).is_some(), "{event:?} {range:?}");
            }
            assert_fine(&to_html(&document, &Site, &code));
        });
        assert!(result.is_ok(), "this input: {source:?}");
    }
}

/// Balanced, with known elements and attributes only, and no id twice.
fn assert_fine(html: &str) {
    const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    // Paragraphs and links around the place; neither nests, so a set is enough.
    let mut inside = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("every tag ends");
        assert!(!text.contains('>'), "an unescaped > in {part:?}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "in {html}");
            inside.remove(name);
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{tag}"
        );
        assert!(
            !matches!(name, "script" | "style" | "iframe" | "object"),
            "{tag}"
        );
        assert_attributes(attributes, &mut ids);
        if name == "a" {
            assert!(!inside.contains("a"), "a link in a link in {html}");
        }
        if matches!(name, "p" | "div" | "ul" | "ol" | "table" | "details") {
            assert!(!inside.contains("p"), "a block in a paragraph in {html}");
        }
        if matches!(name, "a" | "p") {
            inside.insert(name);
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} left open in {html}");
}

fn assert_attributes<'a>(attributes: &'a str, ids: &mut BTreeSet<&'a str>) {
    const KNOWN: &[&str] = &[
        "alt",
        "aria-hidden",
        "aria-label",
        "checked",
        "class",
        "data-language",
        "datetime",
        "decoding",
        "disabled",
        "height",
        "href",
        "hreflang",
        "id",
        "lang",
        "loading",
        "rel",
        "role",
        "scope",
        "src",
        "start",
        "tabindex",
        "title",
        "type",
        "width",
    ];
    // Values hold no quotes, so every second piece is one.
    let pieces: Vec<&str> = attributes.split('"').collect();
    assert!(pieces.len() % 2 == 1, "open quote in {attributes}");
    for pair in pieces.chunks(2) {
        let names = pair[0].trim().trim_end_matches('=');
        for name in names.split_whitespace() {
            assert!(KNOWN.contains(&name), "attribute {name:?} in {attributes}");
        }
        if let (true, Some(value)) = (names.ends_with("href"), pair.get(1)) {
            let value = value.to_ascii_lowercase();
            assert!(!value.trim().starts_with("javascript:"), "{attributes}");
        }
        if let (true, Some(value)) = (names == "id", pair.get(1)) {
            // Written ids may repeat; that is an error of its own.
            let ours = value.starts_with("fn");
            assert!(ids.insert(value) || !ours, "id {value} twice");
        }
    }
}

/// Two or three sources put together, with pieces moved, doubled, dropped and strewn in.
fn mutated(seeds: &[String], random: &mut Random) -> String {
    const STREWN: &[&str] = &[
        "*",
        "**",
        "***",
        "_",
        "~~",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "    ",
        "\t",
        "[",
        "](",
        ")",
        "![",
        "<",
        ">",
        "<kbd>",
        "</kbd>",
        "<div>",
        "</div>\n\n",
        "<!--",
        "-->",
        "<script>",
        "\"",
        "'",
        "{{",
        "}}",
        "{{region:tokushima/rent}}",
        "{#",
        "}",
        "|",
        "|-|\n",
        "[^1]",
        "[^1]: ",
        ": ",
        "\\",
        "&",
        "&#0;",
        "\0",
        "\r",
        "\u{feff}",
        "\u{200d}",
        "「",
        "」",
        "（",
        "。",
        "👨‍👩‍👧",
        "ｱ",
        "javascript:",
        "# ",
        "## ",
        "<summary>",
        "<details>\n",
        "<ruby>",
        "<rt>",
        "$",
        "^",
    ];
    let mut text: Vec<char> = Vec::new();
    for _ in 0..=random.below(2) {
        text.extend(seeds[random.below(seeds.len())].chars());
        text.push('\n');
    }
    for _ in 0..random.below(12) {
        let at = random.below(text.len() + 1);
        let to = (at + random.below(12)).min(text.len());
        match random.below(4) {
            0 => drop(text.drain(at..to)),
            1 => {
                let piece: Vec<char> = text[at..to].to_vec();
                let other = random.below(text.len() + 1);
                text.splice(other..other, piece);
            }
            _ => {
                let piece = STREWN[random.below(STREWN.len())];
                text.splice(at..at, piece.chars());
            }
        }
    }
    text.into_iter().collect()
}

/// A xorshift generator: the same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}
