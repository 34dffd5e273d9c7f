//! What `Renderer::fingerprint` promises: an output whose fingerprint stays the same keeps its
//! bytes, whatever is edited; and an edit leaves alone the fingerprints of what doesn't show it.

#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests read the files they need, and fail where they can't"
)]

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use shirube::diagnostic::Report;
use shirube::fingerprint::Fingerprint;
use shirube::load::{SourcePath, Sources};
use shirube::parse;
use shirube::plan::{self, Options, Route};
use shirube::render::Renderer;

use support::{files, today};

/// So many edits of content and settings must be right ones, in which nothing is wrong but words.
const LEAST_EDITS: usize = 300;

/// So many edits are tried on each line, until one makes a guide.
const TRIES: usize = 3;

/// The edit that puts a word in the place of one that means something else there.
const SWAP: usize = 5;

type Files = BTreeMap<String, Arc<[u8]>>;

/// The guide with some of everything, in the theme of the guide.
fn themed() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sample = Files::new();
    for (folder, prefix) in [
        ("tests/fingerprints/site", ""),
        ("themes/guide", "themes/guide/"),
    ] {
        let folder = root.join(folder);
        for file in files(&folder) {
            let bytes = fs::read(folder.join(&file)).expect("a file");
            sample.insert(format!("{prefix}{file}"), bytes.into());
        }
    }
    // Scripts take long to read, and show on pages by their names alone.
    sample.retain(|path, _| !path.contains("/scripts/") && !path.contains("/static/"));
    let theme = "themes/guide/theme.yaml";
    let styles = text(&sample, theme).split_once("\n# Entry scripts");
    let styles = styles.expect("scripts come last").0.to_owned();
    with(&sample, theme, styles + "\n")
}

/// The same in a theme that prints all that templates are given, and nothing else.
fn sample() -> Files {
    let mut sample = themed();
    let templates = "themes/guide/templates/";
    for (path, bytes) in &mut sample {
        let text = match path.strip_prefix(templates) {
            Some("parts/header.html") => HEADER.to_owned(),
            Some("parts/footer.html") => HEADER.replace("header", "footer"),
            Some("redirect.html") => "{{ page }} {{ labels }}".to_owned(),
            Some("feed.xml") => "{{ feed }}".to_owned(),
            Some("sitemap.xml") => "{{ urls }}".to_owned(),
            Some("sitemap_index.xml") => "{{ sitemaps }}".to_owned(),
            Some("robots.txt") => "{{ sitemap }}".to_owned(),
            Some(path) if path.starts_with("parts/") => String::new(),
            Some(_) => "{{ shell }} {{ page }}".to_owned(),
            None => continue,
        };
        *bytes = text.as_bytes().into();
    }
    sample
}

/// A part that prints what it is given.
const HEADER: &str = "{% component header(chrome: map, labels: map, root: string) -%}\n\
                      {{ chrome }} {{ root }}\n{%- endcomponent header %}";

/// A build in the making: `None` where the sources have errors.
struct Site {
    renderer: Renderer,
    routes: Vec<Route>,
}

impl Site {
    fn new(files: &Files, drafts: bool, base_url: Option<&str>) -> Option<Self> {
        let mut sources = Sources::default();
        for (path, bytes) in files {
            sources.insert(SourcePath::new(path.as_str()), Arc::clone(bytes));
        }
        let options = Options {
            today: today().parse().expect("a day"),
            base_url: base_url.map(str::to_owned),
        };
        let mut report = Report::default();
        let parsed = parse::parse(&sources, drafts, &mut report)?;
        let guide = Arc::new(plan::plan(parsed, &options, &mut report));
        if report.has_errors() {
            return None;
        }
        let renderer = Renderer::new(Arc::clone(&guide), &mut report)?;
        let mut routes = Vec::new();
        for family in guide.families() {
            routes.extend((0..family.len).map(|position| guide.route(&family, position)));
        }
        Some(Self { renderer, routes })
    }

    fn prints(&self) -> BTreeMap<String, Fingerprint> {
        let print = |route: &Route| {
            let print = self.renderer.fingerprint(route).expect("a fingerprint");
            (route.path.as_str().to_owned(), print)
        };
        self.routes.iter().map(print).collect()
    }

    /// `None` where a template fails.
    fn page(&self, route: &Route) -> Option<Vec<u8>> {
        self.renderer.render(route).ok()
    }
}

/// A build: fingerprint and bytes of every output by its path.
struct Built(BTreeMap<String, (Fingerprint, Vec<u8>)>);

impl Built {
    fn new(files: &Files) -> Self {
        let site = Site::new(files, false, None).expect("no errors");
        let prints = site.prints();
        let output = |route: &Route| {
            let path = route.path.as_str().to_owned();
            let bytes = site.page(route).expect("a page");
            (path.clone(), (prints[&path], bytes))
        };
        Self(site.routes.iter().map(output).collect())
    }

    /// Outputs of an edited guide that have their old fingerprint, but other bytes.
    fn wrong(&self, site: &Site) -> Vec<String> {
        let wrong = |route: &&Route| {
            let print = site.renderer.fingerprint(route).expect("a fingerprint");
            match self.0.get(route.path.as_str()) {
                Some((old, bytes)) if *old == print => {
                    site.page(route).is_some_and(|page| page != *bytes)
                }
                _ => false,
            }
        };
        let wrong = site.routes.iter().filter(wrong);
        wrong.map(|route| route.path.as_str().to_owned()).collect()
    }

    /// Outputs that an edited guide has with another fingerprint, or has not.
    fn changed(&self, edited: &Files) -> Vec<String> {
        let site = Site::new(edited, false, None).expect("no errors");
        let prints = site.prints();
        let changed =
            |(path, (old, _)): &(&String, &(Fingerprint, Vec<u8>))| prints.get(*path) != Some(old);
        let changed = self.0.iter().filter(changed);
        changed.map(|(path, _)| path.clone()).collect()
    }
}

/// Numbers that look random and are always the same (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    fn one_of(&mut self, places: &[usize]) -> Option<usize> {
        places.get(self.below(places.len())).copied()
    }
}

/// Edits of one line, by number; `None` where there is nothing to edit.
fn edited(lines: &[&str], at: usize, kind: usize, dice: &mut Dice) -> Option<String> {
    let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let line = &mut lines[at];
    let places = |wanted: fn(char) -> bool, line: &str| -> Vec<usize> {
        let found = line.char_indices().filter(|(_, char)| wanted(*char));
        found.map(|(place, _)| place).collect()
    };
    match kind {
        0 => {
            let place = dice.one_of(&places(|char| char.is_ascii_digit(), line))?;
            let digit = char::from(b'1' + dice.below(9) as u8);
            line.replace_range(place..=place, &digit.to_string());
        }
        1 => {
            // Behind a word, so that a value stays a value.
            let place = dice.one_of(&places(|char| char as u32 > 0x3040, line))?;
            line.insert(place, '新');
        }
        2 => {
            let place = dice.one_of(&places(|char| char.is_ascii_lowercase(), line))?;
            line.replace_range(place..=place, "q");
        }
        3 => {
            lines.remove(at);
        }
        4 => {
            (at + 1 < lines.len()).then(|| lines.swap(at, at + 1))?;
        }
        SWAP => {
            let swaps = [
                ("true", "false"),
                ("higher", "lower"),
                ("east", "west"),
                ("ratio", "share"),
                ("sand", "rock"),
                ("aoba", "sakura"),
                ("living", "work"),
                ("all", "none"),
                ("first", "second"),
                ("deposit", "visit"),
                ("sum", "none"),
                ("2026", "2025"),
                ("2024", "null"),
                ("rent", "homes"),
                ("[ja, en]", "[en, ja]"),
                ("unused", "other"),
                ("JPY", "USD"),
                ("fair", "walk"),
                ("open", "ended"),
                ("towns, events", "events, towns"),
            ];
            let there: Vec<_> = swaps
                .iter()
                .filter(|(one, other)| line.contains(one) || line.contains(other))
                .collect();
            let (one, other) = there.get(dice.below(there.len()))?;
            *line = if line.contains(one) {
                line.replace(one, other)
            } else {
                line.replace(other, one)
            };
        }
        _ => line.push('々'),
    }
    Some(lines.join("\n") + "\n")
}

fn with(files: &Files, path: &str, text: impl AsRef<[u8]>) -> Files {
    let mut files = files.clone();
    files.insert(path.to_owned(), text.as_ref().into());
    files
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(&files[path]).expect("text")
}

/// Edits with their names, of which the first that makes a guide is looked at.
type Edits = Vec<(String, Files)>;

/// Edits of every line of every file of the content, and of `site.yaml`. Another word comes first on
/// every second line that has one.
fn line_edits(files: &Files) -> Vec<Edits> {
    let mut dice = Dice(7);
    let mut edits = Vec::new();
    for path in files.keys().filter(|path| !path.starts_with("themes/")) {
        let Ok(text) = std::str::from_utf8(&files[path]) else {
            continue;
        };
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let mut edit = |kind| {
                let changed = edited(&lines, at, kind, &mut dice)?;
                let name = format!("{path}:{} kind {kind}: {changed}", at + 1);
                Some((name, with(files, path, changed)))
            };
            let first = at % SWAP;
            let drawn = (first..first + TRIES).filter_map(|kind| match kind % (SWAP + 1) {
                SWAP => edit(SWAP + 1),
                kind => edit(kind),
            });
            let mut tries: Edits = drawn.collect();
            if at % 2 == 0 {
                let swapped = edit(SWAP);
                tries.splice(0..0, swapped);
            } else {
                tries.extend(edit(SWAP));
            }
            edits.push(tries);
            // What the line says changes in any case: its words, else its number, else a letter.
            edits.push([1, 0, 2].into_iter().filter_map(&mut edit).collect());
        }
    }
    edits
}

/// A word more in labels, styles and every other template.
fn theme_edits(files: &Files) -> Edits {
    let mut dice = Dice(11);
    let mut edits = Vec::new();
    let of_theme = |path: &&String| path.starts_with("themes/");
    for path in files.keys().filter(of_theme).step_by(3) {
        let Ok(text) = std::str::from_utf8(&files[path]) else {
            continue;
        };
        if path.contains("/labels/") {
            let lines: Vec<&str> = text.lines().collect();
            for _ in 0..4 {
                let at = dice.below(lines.len());
                if let Some(changed) = edited(&lines, at, 6, &mut dice) {
                    edits.push((format!("{path}:{}", at + 1), with(files, path, changed)));
                }
            }
            continue;
        }
        // A template takes words where an element ends, the rest at its end.
        let ends: Vec<usize> = match path.contains("/templates/") {
            true => text.match_indices("</").map(|(place, _)| place).collect(),
            false => Vec::new(),
        };
        let place = dice.one_of(&ends).unwrap_or(text.len());
        let word = if path.ends_with(".yaml") { "" } else { "\n" };
        let changed = format!("{}{word}{}", &text[..place], &text[place..]);
        edits.push((path.clone(), with(files, path, changed)));
    }
    edits
}

/// Whole files that come, go and move.
fn file_edits(files: &Files) -> Edits {
    let mut edits = Vec::new();
    for path in files.keys().filter(|path| path.starts_with("content/")) {
        let mut without = files.clone();
        let bytes = without.remove(path).expect("a file");
        edits.push((format!("without {path}"), without.clone()));
        if let Some((stem, ending)) = path.rsplit_once('.') {
            for name in ["a-new", "z-new"] {
                let folder = stem
                    .rsplit_once('/')
                    .map_or("content", |(folder, _)| folder);
                let moved = format!("{folder}/{name}.{ending}");
                let mut beside = files.clone();
                let id = stem.rsplit('/').next().unwrap_or(stem);
                let renamed = String::from_utf8_lossy(&bytes)
                    .replace(&format!("id: {id}\n"), &format!("id: {name}\n"));
                let new: Arc<[u8]> = match std::str::from_utf8(&bytes) {
                    Ok(_) => renamed.as_bytes().into(),
                    Err(_) => Arc::clone(&bytes),
                };
                beside.insert(moved.clone(), Arc::clone(&new));
                edits.push((format!("{path} copied to {moved}"), beside));
                without.insert(moved.clone(), new);
                edits.push((format!("{path} moved to {moved}"), without.clone()));
                without.remove(&moved);
            }
        }
    }
    edits
}

/// Edits that are all looked at.
fn each(edits: Edits) -> Vec<Edits> {
    edits.into_iter().map(|edit| vec![edit]).collect()
}

/// Fails with every output whose fingerprint told too little, and gives the number of edits that
/// made a guide.
fn check(files: &Files, edits: &[Edits]) -> usize {
    let before = Built::new(files);
    let judged: Vec<Option<Vec<String>>> = edits
        .par_iter()
        .map(|edits| {
            let made = |(name, files)| Some((name, Site::new(files, false, None)?));
            let mut edits = edits.iter().map(|(name, files)| (name, files));
            let (name, site) = edits.find_map(made)?;
            let wrong = before.wrong(&site).into_iter();
            Some(wrong.map(|path| format!("{path} after {name}")).collect())
        })
        .collect();
    let made: Vec<Vec<String>> = judged.into_iter().flatten().collect();
    let count = made.len();
    let wrong: Vec<String> = made.into_iter().flatten().collect();
    assert!(
        wrong.is_empty(),
        "{} outputs changed, but not their fingerprints:\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
    count
}

#[test]
fn no_edit_of_a_line_changes_an_output_behind_its_fingerprint() {
    let files = sample();
    let count = check(&files, &line_edits(&files));
    assert!(count >= LEAST_EDITS, "only {count} edits made a guide");
}

#[test]
fn no_edit_of_the_theme_changes_an_output_behind_its_fingerprint() {
    let files = themed();
    let count = check(&files, &each(theme_edits(&files)));
    assert!(count >= 20, "only {count} edits made a guide");
}

#[test]
fn no_file_that_comes_or_goes_changes_an_output_behind_its_fingerprint() {
    let files = sample();
    let count = check(&files, &each(file_edits(&files)));
    assert!(count >= 20, "only {count} edits made a guide");
}

#[test]
fn drafts_and_the_address_are_part_of_fingerprints() {
    let files = sample();
    let before = Built::new(&files);
    for (drafts, base_url) in [(true, None), (false, Some("https://other.example/"))] {
        let site = Site::new(&files, drafts, base_url).expect("no errors");
        assert_eq!(before.wrong(&site), Vec::<String>::new());
    }
}

#[test]
fn the_same_sources_have_the_same_fingerprints() {
    let files = sample();
    assert_eq!(Built::new(&files).changed(&files), Vec::<String>::new());
}

#[test]
fn an_edit_of_a_body_is_seen_by_its_page_alone() {
    let files = sample();
    let before = Built::new(&files);
    let path = "content/articles/living/first.md";
    let edited = text(&files, path).replace("平年値です", "平年値でした");
    assert_eq!(
        before.changed(&with(&files, path, edited)),
        ["articles/living/first/index.html"]
    );
    // English has no such article and lists the Japanese one, but shows nothing of its text.
    let path = "content/articles/living/second.md";
    let edited = text(&files, path).replace("いくらかかるか。\ntags", "いくらかかるかな。\ntags");
    let changed = before.changed(&with(&files, path, edited));
    assert!(changed.contains(&"articles/index.html".to_owned()));
    assert!(changed.contains(&"en/articles/living/index.html".to_owned()));
    assert!(!changed.contains(&"articles/living/first/index.html".to_owned()));
    assert!(!changed.contains(&"articles/work/index.html".to_owned()));
}

#[test]
fn a_number_that_changes_no_rank_is_seen_where_it_stands() {
    let files = sample();
    let before = Built::new(&files);
    let path = "content/indicators/towns/rent.yaml";
    let edited = text(&files, path).replace("nami: 47000", "nami: 47100");
    let changed = before.changed(&with(&files, path, edited));
    let mut expected = Vec::new();
    for folder in ["", "en/"] {
        for other in ["aoba/nami", "momiji/nami", "nami/sakura", "nami/yuki"] {
            expected.push(format!("{folder}compare/towns/{other}.html"));
        }
        expected.push(format!("{folder}towns/nami/index.html"));
        expected.push(format!("{folder}towns/index.html"));
        expected.push(format!("{folder}indicators/towns/rent/index.html"));
        expected.push(format!("{folder}indicators/towns/index.html"));
    }
    expected.push("data/towns.csv".to_owned());
    expected.push("data/towns/nami.json".to_owned());
    expected.sort();
    assert_eq!(changed, expected);
}

#[test]
fn a_template_is_seen_by_its_pages_alone() {
    let files = sample();
    let before = Built::new(&files);
    let path = "themes/guide/templates/indicator.html";
    let edited = format!("{} ", text(&files, path));
    let changed = before.changed(&with(&files, path, edited));
    // Three of towns and two of parks, in two languages; rankings of one town have another.
    assert_eq!(changed.len(), 10);
    assert!(
        changed
            .iter()
            .all(|path| path.contains("indicators/") && !path.contains("/in/"))
    );
}
