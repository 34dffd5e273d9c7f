//! How Japanese words are read: a dictionary of words, and the guide's own names above it.

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;

use flate2::read::GzDecoder;

/// A word, a tab, its readings separated by commas; sorted by word. See `readings/README.md`.
static IPADIC: &[u8] = include_bytes!("readings/ipadic.tsv.gz");

/// Readings that neighbouring words give together, at most.
const JOINED: usize = 4;
/// The dictionary's longest word, in characters.
const LONGEST: usize = 8;

/// Words with their readings.
pub struct Dictionary {
    text: String,
    /// Where each line begins.
    lines: Vec<u32>,
    /// The lines of words that begin with a character.
    by_first: HashMap<char, Range<usize>>,
    /// Reviewed names by their first character: what is written and its reading.
    names: HashMap<char, Vec<(Vec<char>, String)>>,
}

/// Something written and one way to read it, in hiragana.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// As it stands in the text.
    pub written: String,
    /// Hiragana and `ー`.
    pub kana: String,
}

/// A word at a place of a text.
#[derive(Debug)]
struct Word {
    start: usize,
    end: usize,
    readings: Vec<String>,
}

impl Dictionary {
    /// Unpacks the dictionary and adds the guide's reviewed names, whose readings replace those
    /// that the dictionary has for the same word.
    pub fn new(names: impl Iterator<Item = Reading>) -> Self {
        let mut text = String::new();
        // Part of the program, and read by the tests: it can't be broken.
        let _ = GzDecoder::new(IPADIC).read_to_string(&mut text);
        let mut lines: Vec<u32> = Vec::with_capacity(180_000);
        let mut by_first: HashMap<char, Range<usize>> = HashMap::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if let Some(first) = line.chars().next() {
                let number = lines.len();
                by_first.entry(first).or_insert(number..number).end = number + 1;
            }
            lines.push(start);
            start += u32::try_from(line.len()).unwrap_or_default();
        }
        let mut own: HashMap<char, Vec<(Vec<char>, String)>> = HashMap::new();
        for Reading { written, kana } in names {
            let chars: Vec<char> = written.chars().collect();
            if let Some(first) = chars.first()
                && chars.iter().any(|char| is_kanji(*char))
            {
                own.entry(*first).or_default().push((chars, kana));
            }
        }
        Self {
            text,
            lines,
            by_first,
            names: own,
        }
    }

    /// Every word of a text with its readings, and the readings of neighbouring words together
    /// where they cover a stretch without a gap. `text` must be in NFKC.
    pub fn readings(&self, text: &str) -> Vec<Reading> {
        let mut found = Vec::new();
        let chars: Vec<char> = text.chars().collect();
        let mut start = 0;
        while start < chars.len() {
            let length = chars[start..]
                .iter()
                .take_while(|char| is_japanese(**char))
                .count();
            self.of_run(&chars[start..start + length], &mut found);
            start += length.max(1);
        }
        found
    }

    fn of_run(&self, run: &[char], found: &mut Vec<Reading>) {
        let words: Vec<Vec<Word>> = (0..run.len()).map(|at| self.words_at(run, at)).collect();
        for word in words.iter().flatten() {
            found.extend(word.readings.iter().map(|kana| Reading {
                written: run[word.start..word.end].iter().collect(),
                kana: kana.clone(),
            }));
        }
        let mut start = 0;
        while start < run.len() {
            let path = fewest_words(&words, start);
            let end = path.last().map_or(start + 1, |word| word.end);
            for first in 0..path.len().saturating_sub(1) {
                let written: String = run[path[first].start..end].iter().collect();
                found.extend(joined(&path[first..]).into_iter().map(|kana| Reading {
                    written: written.clone(),
                    kana,
                }));
            }
            start = end;
        }
    }

    /// The words that begin at a place of a run of Japanese.
    fn words_at(&self, run: &[char], start: usize) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let Some(first) = run.get(start) else {
            return words;
        };
        let mut add = |length: usize, readings: Vec<String>| {
            let end = start + length;
            if !words.iter().any(|word| word.end == end) {
                words.push(Word {
                    start,
                    end,
                    readings,
                });
            }
        };
        for (chars, kana) in self.names.get(first).into_iter().flatten() {
            if run[start..].starts_with(chars) {
                add(chars.len(), vec![kana.clone()]);
            }
        }
        let katakana = run[start..]
            .iter()
            .take_while(|char| is_katakana(**char))
            .count();
        let goes_on = start > 0 && is_katakana(run[start - 1]);
        if katakana > 1 && !goes_on {
            let word: String = run[start..start + katakana].iter().collect();
            add(katakana, vec![super::fold::fold(&word)]);
        }
        let mut range = self.by_first.get(first).cloned().unwrap_or_default();
        let mut prefix = String::new();
        for (length, char) in (1..=LONGEST).zip(&run[start..]) {
            prefix.push(*char);
            let lines = &self.lines[range.clone()];
            let low = lines.partition_point(|line| self.word(*line) < prefix.as_str());
            let high =
                low + lines[low..].partition_point(|line| self.word(*line).starts_with(&*prefix));
            range = range.start + low..range.start + high;
            let Some(line) = self.lines.get(range.start).filter(|_| !range.is_empty()) else {
                break;
            };
            if self.word(*line) == prefix {
                add(length, self.readings_of(*line));
            }
        }
        words
    }

    fn line(&self, start: u32) -> (&str, &str) {
        let rest = &self.text[start as usize..];
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        line.split_once('\t').unwrap_or((line, ""))
    }

    fn word(&self, start: u32) -> &str {
        self.line(start).0
    }

    fn readings_of(&self, start: u32) -> Vec<String> {
        self.line(start).1.split(',').map(str::to_owned).collect()
    }
}

/// The fewest words that go on from one another from `start` to the farthest place that words
/// reach; of equally many, those that are longer at the end.
fn fewest_words(words: &[Vec<Word>], start: usize) -> Vec<&Word> {
    // For each place: how many words lead there, and the last of them.
    let mut best: Vec<Option<(usize, &Word)>> = vec![None; words.len() + 1];
    let mut farthest = start;
    for at in start..words.len() {
        let steps = match best[at] {
            _ if at == start => 0,
            Some((steps, _)) => steps,
            None => continue,
        };
        for word in &words[at] {
            if best[word.end].is_none_or(|(known, _)| steps + 1 < known) {
                best[word.end] = Some((steps + 1, word));
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
fn joined(words: &[&Word]) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in words {
        all = word
            .readings
            .iter()
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

#[cfg(test)]
mod tests {
    use super::{Dictionary, Reading};

    fn readings(text: &str) -> Vec<String> {
        let name = Reading {
            written: "神山町".to_owned(),
            kana: "かみやまちょう".to_owned(),
        };
        let dictionary = Dictionary::new(std::iter::once(name));
        let found = dictionary.readings(text);
        found
            .iter()
            .map(|reading| format!("{} {}", reading.written, reading.kana))
            .collect()
    }

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let found = readings(text);
        for reading in expected {
            assert!(
                found.iter().any(|other| other == reading),
                "{reading} in {found:?}"
            );
        }
    }

    #[test]
    fn every_word_of_a_run_is_read() {
        finds(
            "地方移住の準備",
            &["地方 ちほう", "移住 いじゅう", "準備 じゅんび"],
        );
    }

    #[test]
    fn neighbouring_words_are_read_together() {
        finds("地方移住", &["地方移住 ちほういじゅう"]);
        finds(
            "空き家バンク",
            &["空き家バンク あきやばんく", "バンク ばんく"],
        );
        finds(
            "子育て支援制度",
            &[
                "子育て支援制度 こそだてしえんせいど",
                "支援制度 しえんせいど",
            ],
        );
    }

    #[test]
    fn a_reviewed_name_replaces_the_dictionary() {
        finds(
            "神山町移住",
            &["神山町 かみやまちょう", "神山町移住 かみやまちょういじゅう"],
        );
        assert!(!readings("神山町").contains(&"神山町 かみやままち".to_owned()));
    }

    #[test]
    fn at_most_four_readings_are_joined() {
        let together = readings("日本人気分上下");
        let whole = together
            .iter()
            .filter(|reading| reading.starts_with("日本人気分上下 "));
        assert!((1..=4).contains(&whole.count()), "{together:?}");
    }

    #[test]
    fn a_gap_ends_a_stretch() {
        let found = readings("移住、支援");
        assert!(
            !found.iter().any(|reading| reading.starts_with("移住支援")),
            "{found:?}"
        );
    }
}
