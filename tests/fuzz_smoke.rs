//! The fuzz targets' bodies on a stable compiler, with the same inputs every time: mutations of
//! the tests' own files, and long monotonous ones. `tests/fuzz/README.md` says more.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "tests read the files they need, and fail where they can't"
)]

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use rayon::prelude::*;

#[path = "fuzz/bodies.rs"]
mod bodies;

use bodies::{BODIES, Body};

/// Inputs of each target, unless `SMOKE_INPUTS` says otherwise.
const INPUTS: usize = 1_500;
/// Far above what any input takes, far below what a hang does.
const LONGEST: Duration = Duration::from_secs(60);
/// Bytes of an input before its last change.
const LARGEST: usize = 4_000;

/// What breaks parsers, to be put anywhere.
const TOKENS: &[&str] = &[
    "\t",
    "\0",
    "\r",
    "\r\n",
    "\u{feff}",
    "\u{3000}",
    "\u{200b}",
    "\u{202e}",
    "\u{85}",
    "\u{2028}",
    "：",
    "、",
    "［",
    "］",
    "（",
    "）",
    "｛｛",
    "｝｝",
    "「",
    "」",
    "ー",
    "\"",
    "'",
    "`",
    "```\n",
    "~~~",
    "|",
    ">",
    "|\n",
    "- ",
    "-",
    "---\n",
    "\n---\n",
    "...\n",
    "?",
    "? ",
    ": ",
    ":",
    ",",
    "#",
    " #",
    "# ",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "!",
    "%",
    "@",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "{{",
    "}}",
    "\\{{",
    "{{town:aoba/rent}}",
    "](",
    "[a](town:aoba)",
    "![a](b.png)",
    "[^1]",
    "[^1]: ",
    "[a]: b\n",
    "**",
    "***",
    "~~",
    "_",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<script>",
    "<details>",
    "<summary>",
    "<ruby>",
    "<rt>",
    "</kbd>",
    "<kbd>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "\\",
    "\\\\",
    "javascript:",
    "https://",
    "mailto:",
    "../",
    "//",
    "/",
    "+",
    "null",
    "~",
    "true",
    "no",
    ".inf",
    ".nan",
    "1e999",
    "-",
    "0x",
    "007",
    "1,000",
    "１２",
    "2024-02-30",
    "mean 1991/2020",
    "FY2024",
    "令和元年",
    "〜",
    "99999999999999999999",
    "not_applicable",
    "id: ",
    "name: ",
    "sources:\n",
    "fields:\n",
    "=\n",
    "    ",
];

/// Parts that are repeated until they hurt, with what comes before them.
const SHAPES: &[(&str, &str)] = &[
    ("", "["),
    ("", "]"),
    ("", "{"),
    ("", "{{"),
    ("", "｛｛"),
    ("", "［"),
    ("", "］（"),
    ("", "[a] ("),
    ("", "[a]( "),
    ("", "<"),
    ("", "<!--"),
    ("", "<kbd>"),
    ("", "<ruby>"),
    ("", "**"),
    ("", "**「あ」"),
    ("", "*a "),
    ("", "_a*"),
    ("", "`"),
    ("", "`a``"),
    ("", "> "),
    ("", "- "),
    ("", "1. "),
    ("", "# "),
    ("", "## a\n"),
    ("", "## a {#b}\n"),
    ("", "|a"),
    ("|a|\n|-|\n", "|\n"),
    ("", "[^1]"),
    ("", "[^1]: a\n\n"),
    ("", "[a]: b\n"),
    ("", "![a](b "),
    ("", "[a](b)"),
    ("", "\\"),
    ("", "&"),
    ("", "&amp;"),
    ("", "あ"),
    ("", "a\n"),
    ("", "\n"),
    ("", "\r"),
    ("", "\t"),
    ("", "a: 1\n"),
    ("", "a:\n"),
    ("[", "k, "),
    ("{", "k: v, "),
    ("[", "&a x, "),
    ("[", "&a x, *a, "),
    ("", "a: &a b\n"),
    ("a: &a b\n", "c: *a\n"),
    ("", "a: \"b\n"),
    ("", "a：b\n"),
    ("", "a b\n"),
    ("", "- a: b\n"),
    ("", "- [x\n"),
    ("", "- {a: b\n"),
    ("", "? a\n"),
    ("", "|\n"),
    ("a: |\n", " b\n"),
    ("", "- !a b\n"),
    ("", "key: value #a\n"),
    ("", "\u{3000}a: b\n"),
    ("---\n", "a: b\n"),
    ("---\n", "a\n"),
    ("", "--\n"),
    ("", "\n---\n"),
    ("values:\n", " a: b\n"),
    ("fields:\n", " ab: {kind: c}\n"),
    ("", "a/../"),
    ("", "a:"),
    ("", "mailto:a@"),
];

#[test]
fn mutated_inputs_break_nothing() {
    let inputs = std::env::var("SMOKE_INPUTS").ok();
    let inputs: usize = inputs.map_or(INPUTS, |count| count.parse().expect("a number"));
    let seeds = seeds();
    watched(|| {
        BODIES.par_iter().enumerate().for_each(|(target, body)| {
            (0..inputs).into_par_iter().for_each(|number| {
                let mut random = Random::new((target * 1_000_000_007 + number) as u64);
                let input = mutated(&seeds, &mut random);
                assert_fine(body, &input);
            });
        });
    });
}

#[test]
fn long_monotonous_inputs_break_nothing() {
    watched(|| {
        BODIES.par_iter().for_each(|body| {
            SHAPES.par_iter().for_each(|(before, part)| {
                let text = before.to_string() + &part.repeat(6_000 / part.len());
                assert_fine(body, text.as_bytes());
                // The same inside a value and inside a file's settings.
                let quoted = format!("id: aoba\nmore: \"{}\"\n", text.escape_default());
                assert_fine(body, quoted.as_bytes());
                let article = format!("---\ntitle: a\n---\n\n{text}");
                assert_fine(body, article.as_bytes());
            });
        });
    });
}

fn assert_fine((name, body): &Body, input: &[u8]) {
    let shown = || String::from_utf8_lossy(&input[..input.len().min(2_000)]).into_owned();
    BUSY.with(|busy| busy.started(name, input));
    let result = std::panic::catch_unwind(|| body(input));
    BUSY.with(Busy::done);
    assert!(result.is_ok(), "{name} breaks on {:?}", shown());
}

/// What a thread is doing, for the watchdog.
struct Busy {
    id: usize,
}

type Work = std::collections::BTreeMap<usize, (std::time::Instant, &'static str, Vec<u8>)>;

static WORK: std::sync::Mutex<Work> = std::sync::Mutex::new(Work::new());

thread_local! {
    static BUSY: Busy = Busy { id: NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed) };
}

static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

impl Busy {
    fn started(&self, name: &'static str, input: &[u8]) {
        let work = (std::time::Instant::now(), name, input.to_vec());
        WORK.lock().unwrap().insert(self.id, work);
    }

    fn done(&self) {
        WORK.lock().unwrap().remove(&self.id);
    }
}

/// Runs some work; an input that takes for ever ends the test with its name instead of a hang.
fn watched(work: impl FnOnce() + Send) {
    let (finished, wait) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while wait
                .recv_timeout(Duration::from_secs(1))
                .is_err_and(|error| error == mpsc::RecvTimeoutError::Timeout)
            {
                let work = WORK.lock().unwrap();
                let stuck = work.values().find(|(since, ..)| since.elapsed() > LONGEST);
                if let Some((_, name, input)) = stuck {
                    let shown = String::from_utf8_lossy(&input[..input.len().min(2_000)]);
                    // Unlike `eprintln!`, this isn't held back until the test has ended.
                    let words = format!("{name} takes more than {LONGEST:?} for {shown:?}\n");
                    let _ = std::io::stderr().write_all(words.as_bytes());
                    std::process::exit(101);
                }
            }
        });
        let guard = finished;
        work();
        drop(guard);
    });
}

/// Texts of the guide and of the tests.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = BTreeSet::new();
    for folder in [
        "tests/golden",
        "content/articles",
        "content/indicators",
        "tests/markdown",
    ] {
        let files = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
        for entry in files.into_iter().filter_map(Result::ok) {
            let ending = entry.path().extension().and_then(|ending| ending.to_str());
            if matches!(ending, Some("md" | "yaml")) && entry.file_type().is_file() {
                let mut bytes = std::fs::read(entry.path()).unwrap();
                bytes.truncate(LARGEST);
                seeds.insert(bytes);
            }
        }
    }
    let references = "town:aoba\ntown:aoba+sakura#a\nhttps://a.example/b?c#d\nmailto:a@b.example\n\
        ../living/first.md#a\n#a\nindicator:towns/rent\narticle:living/first\ntown:aoba/rent\n";
    seeds.insert(references.as_bytes().to_vec());
    seeds.into_iter().collect()
}

/// A seed after a few changes.
fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        change(&mut bytes, seeds, random);
        bytes.truncate(2 * LARGEST);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.boundary(bytes);
    let end = (at + 1 + random.below(40)).min(bytes.len());
    match random.below(10) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let part = bytes[at..end].to_vec();
            let times = 1 + random.below(20);
            bytes.splice(at..at, part.repeat(times));
        }
        2 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.boundary(other);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        3 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        4 => {
            // Two lines change places.
            let mut lines: Vec<Vec<u8>> = bytes
                .split(|byte| *byte == b'\n')
                .map(<[u8]>::to_vec)
                .collect();
            let (one, other) = (random.below(lines.len()), random.below(lines.len()));
            lines.swap(one, other);
            *bytes = lines.join(&b'\n');
        }
        5 => bytes.truncate(at),
        _ => {
            let token = TOKENS[random.below(TOKENS.len())].repeat(1 + random.below(3));
            bytes.splice(at..at, token.into_bytes());
        }
    }
}

/// A small generator that is the same everywhere (SplitMix64).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    /// A place in a text, mostly between two characters.
    fn boundary(&mut self, bytes: &[u8]) -> usize {
        let mut at = self.below(bytes.len() + 1);
        if self.below(8) > 0 {
            while at > 0 && at < bytes.len() && bytes[at] & 0xc0 == 0x80 {
                at -= 1;
            }
        }
        at
    }
}
