//! How Japanese words are read: a dictionary of words, and the guide's own names above it.

#![expect(
    clippy::disallowed_types,
    reason = "things are only looked up in the maps"
)]

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

#[cfg(test)]
mod tests;

/// A word, a tab, its readings separated by commas; sorted by word. See `readings/README.md`.
static IPADIC: &[u8] = include_bytes!("readings/ipadic.tsv.gz");

/// Readings that neighbouring words give together, at most.
const JOINED: usize = 4;
/// So many neighbouring words are read together, at most.
const JOINED_WORDS: usize = 8;
/// Characters without a break that are looked at together; nobody writes more.
const LONGEST_RUN: usize = 200;

/// Words with their readings, and the guide's own names.
pub struct Dictionary {
    words: &'static Words,
    /// Reviewed names by their first character: what is written and its reading.
    names: HashMap<char, Vec<(String, String)>>,
}

/// The words of the dictionary, which are the same for every guide.
struct Words {
    text: String,
    lines: Vec<Line>,
    /// The lines of words that begin with a character and, in longer words, a second one.
    by_start: HashMap<(char, Option<char>), Range<usize>>,
}

/// Unpacked once, when the first text is read.
static WORDS: LazyLock<Words> = LazyLock::new(Words::unpacked);

/// Where a line of the dictionary begins, and where its tab stands; in bytes.
#[derive(Clone, Copy)]
struct Line {
    start: u32,
    tab: u32,
}

/// Something written and one way to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// As it stands in the text.
    pub written: Cow<'a, str>,
    /// In hiragana or katakana.
    pub kana: Cow<'a, str>,
}

/// A word in a run of Japanese: its bytes and its readings, separated by commas.
#[derive(Clone, Copy)]
struct Word<'a> {
    start: usize,
    end: usize,
    readings: &'a str,
    /// Whether it is a name of the guide.
    reviewed: bool,
}

impl Words {
    fn unpacked() -> Self {
        let mut text = String::new();
        // Part of the program, and read by the tests: it can't be broken.
        let _ = GzDecoder::new(IPADIC).read_to_string(&mut text);
        let mut lines: Vec<Line> = Vec::with_capacity(180_000);
        let mut by_start: HashMap<_, Range<usize>> = HashMap::with_capacity(100_000);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if let Some((word, _)) = line.split_once('\t') {
                let mut chars = word.chars();
                if let Some(first) = chars.next() {
                    let number = lines.len();
                    let range = by_start.entry((first, chars.next()));
                    range.or_insert(number..number).end = number + 1;
                }
                lines.push(Line {
                    start,
                    tab: start + word.len() as u32,
                });
            }
            start += line.len() as u32;
        }
        Self {
            text,
            lines,
            by_start,
        }
    }
}

impl Words {
    fn word(&self, line: &Line) -> &str {
        &self.text[line.start as usize..line.tab as usize]
    }

    /// The lines whose words may be how `rest` begins, which are those with its first characters;
    /// without a second one, those of the first alone.
    fn beginning(
        &self,
        first: char,
        second: Option<char>,
        third: Option<char>,
        rest: &str,
    ) -> impl Iterator<Item = &Line> {
        let range = self.by_start.get(&(first, second)).cloned();
        let lines = &self.lines[range.unwrap_or_default()];
        // The word of two characters sorts before all that go on.
        let length = first.len_utf8() + second.map_or(0, char::len_utf8);
        let short = lines
            .iter()
            .take_while(move |line| self.word(line).len() == length);
        let longer = match (second, third) {
            (Some(_), Some(third)) => {
                let start = &rest[..length + third.len_utf8()];
                let from = lines.partition_point(|line| self.word(line) < start);
                let to = lines[from..].partition_point(|line| self.word(line).starts_with(start));
                &lines[from..from + to]
            }
            _ => &[],
        };
        short.chain(longer)
    }
}

impl Dictionary {
    /// The dictionary with the guide's reviewed names, whose readings replace those that the
    /// dictionary has for the same word.
    pub fn new<'a>(reviewed: impl Iterator<Item = Reading<'a>>) -> Self {
        let mut names: HashMap<char, Vec<(String, String)>> = HashMap::new();
        for Reading { written, kana } in reviewed {
            if let Some(first) = written.chars().next()
                && written.chars().any(is_kanji)
            {
                let name = (written.into_owned(), kana.into_owned());
                names.entry(first).or_default().push(name);
            }
        }
        Self {
            words: &WORDS,
            names,
        }
    }

    /// Calls `found` for every word of a text with each of its readings, and for the readings of
    /// neighbouring words together where they cover a stretch without a gap. `text` must be in
    /// NFKC.
    pub fn readings<'a>(&'a self, text: &'a str, mut found: impl FnMut(Reading<'a>)) {
        for run in text.split(|char| !is_japanese(char)) {
            let mut rest = run;
            while !rest.is_empty() {
                let end = rest.char_indices().nth(LONGEST_RUN);
                let (piece, after) = rest.split_at(end.map_or(rest.len(), |(end, _)| end));
                self.of_run(piece, &mut found);
                rest = after;
            }
        }
    }

    fn of_run<'a>(&'a self, run: &'a str, found: &mut dyn FnMut(Reading<'a>)) {
        let mut words: Vec<Vec<Word<'a>>> = vec![Vec::new(); run.len() + 1];
        for (start, _) in run.char_indices() {
            self.words_at(run, start, &mut words[start]);
            for word in &words[start] {
                word.readings.split(',').for_each(|kana| {
                    found(Reading {
                        written: run[word.start..word.end].into(),
                        kana: kana.into(),
                    });
                });
            }
        }
        joined_readings(run, &words, found);
        // What stands inside a reviewed name is read too: 協力隊 of 地域おこし協力隊. The name
        // itself isn't.
        let is_reviewed = |word: &&Word<'a>| word.reviewed;
        let reviewed: Vec<Word<'a>> = words
            .iter()
            .flatten()
            .filter(is_reviewed)
            .copied()
            .collect();
        if !reviewed.is_empty() {
            let names: Vec<&str> = reviewed
                .iter()
                .map(|word| &run[word.start..word.end])
                .collect();
            for words in &mut words {
                words.retain(|word| !word.reviewed);
            }
            joined_readings(run, &words, &mut |reading| {
                if !names.contains(&&*reading.written) {
                    found(reading);
                }
            });
        }
    }

    /// The words that begin at a place of a run of Japanese.
    fn words_at<'a>(&'a self, run: &'a str, start: usize, words: &mut Vec<Word<'a>>) {
        let rest = &run[start..];
        let mut add = |length: usize, readings: &'a str, reviewed: bool| {
            let end = start + length;
            if !words.iter().any(|word| word.end == end) {
                words.push(Word {
                    start,
                    end,
                    readings,
                    reviewed,
                });
            }
        };
        let mut chars = rest.chars();
        let Some(first) = chars.next() else { return };
        for (name, kana) in self.names.get(&first).into_iter().flatten() {
            if rest.starts_with(name.as_str()) {
                add(name.len(), kana, true);
            }
        }
        let goes_on = run[..start].ends_with(is_katakana);
        let katakana = rest.find(|char| !is_katakana(char)).unwrap_or(rest.len());
        if katakana > first.len_utf8() && !goes_on {
            add(katakana, &rest[..katakana], false);
        }
        let second = chars.next();
        if matches!(first, 'お' | 'ご') && second.is_some_and(is_kanji) {
            // お試し, ご縁: polite beginnings that the dictionary has no words for.
            add(first.len_utf8(), &rest[..first.len_utf8()], false);
        }
        for second in [None, second] {
            for line in self
                .words
                .beginning(first, second, chars.clone().next(), rest)
            {
                let word = self.words.word(line);
                if rest.starts_with(word) {
                    let readings = &self.words.text[line.tab as usize + 1..];
                    let readings = readings.split('\n').next().unwrap_or_default();
                    add(word.len(), readings, false);
                }
            }
        }
    }
}

/// The readings of neighbouring words from each word on to the end of the stretch that words
/// cover.
fn joined_readings<'a>(run: &'a str, words: &[Vec<Word<'a>>], found: &mut dyn FnMut(Reading<'a>)) {
    let mut start = 0;
    while start < run.len() {
        let path = fewest_words(words, start);
        let after = start + run[start..].chars().next().map_or(1, char::len_utf8);
        let end = path.last().map_or(after, |word| word.end);
        for first in 0..path.len().saturating_sub(1) {
            let words = &path[first..path.len().min(first + JOINED_WORDS)];
            let end = words.last().map_or(end, |word| word.end);
            for kana in joined(words) {
                found(Reading {
                    written: run[path[first].start..end].into(),
                    kana: kana.into(),
                });
            }
        }
        start = end;
    }
}

/// The fewest words that go on from one another from `start` to the farthest place that words
/// reach. `words` are those that begin at each byte.
fn fewest_words<'a>(words: &[Vec<Word<'a>>], start: usize) -> Vec<Word<'a>> {
    // For each place: how many words lead there, and the last of them.
    let mut best: Vec<Option<(usize, Word<'a>)>> = vec![None; words.len()];
    let mut farthest = start;
    for at in start..words.len() {
        let steps = match best[at] {
            _ if at == start => 0,
            Some((steps, _)) => steps,
            None => continue,
        };
        for word in &words[at] {
            if best[word.end].is_none_or(|(known, _)| steps + 1 < known) {
                best[word.end] = Some((steps + 1, *word));
                farthest = farthest.max(word.end);
            }
        }
    }
    let mut path = Vec::new();
    let mut at = farthest;
    while at > start {
        let Some((_, word)) = best[at] else { break };
        path.push(word);
        at = word.start;
    }
    path.reverse();
    path
}

/// The readings of words together: the first reading of each first.
fn joined(words: &[Word<'_>]) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in words {
        all = word
            .readings
            .split(',')
            .flat_map(|reading| all.iter().map(move |before| format!("{before}{reading}")))
            .take(JOINED)
            .collect();
    }
    all
}

fn is_japanese(char: char) -> bool {
    is_kanji(char) || is_katakana(char) || matches!(char, 'ぁ'..='ゖ')
}

/// Kanji and what stands for them.
fn is_kanji(char: char) -> bool {
    matches!(char, '々' | '〆' | '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_katakana(char: char) -> bool {
    matches!(char, 'ァ'..='ヺ' | 'ー')
}
