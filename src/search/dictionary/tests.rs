//! Readings of words and of words together.

use super::{Dictionary, Reading};

fn readings(text: &str) -> Vec<String> {
    let name = Reading {
        written: "神山町".into(),
        kana: "かみやまちょう".into(),
    };
    let dictionary = Dictionary::new(std::iter::once(name));
    let mut found = Vec::new();
    dictionary.readings(text, |reading| {
        found.push(format!("{} {}", reading.written, reading.kana));
    });
    found
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
        &["空き家バンク あきやバンク", "バンク バンク"],
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
    finds("神山町移住", &["町移住 まちいじゅう"]);
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
fn a_long_run_has_bounded_readings() {
    let found = readings(&"地方移住".repeat(500));
    let longest = found.iter().map(|reading| reading.chars().count()).max();
    assert!(longest < Some(100), "{longest:?}");
    assert!(found.len() < 20 * 2_000, "{}", found.len());
}

#[test]
fn a_gap_ends_a_stretch() {
    let found = readings("移住、支援");
    assert!(
        !found.iter().any(|reading| reading.starts_with("移住支援")),
        "{found:?}"
    );
}
