//! Particles that were typed twice.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Fault, Finding, OBJECT, Passage, is_hiragana, is_kanji, is_katakana};

/// Particles of one kana. も, や and か are missing: 鶏もも肉, やや, かかる.
pub(super) const fn is_single(character: char) -> bool {
    matches!(
        character,
        'が' | 'を' | 'に' | 'へ' | 'で' | 'と' | 'の' | 'は'
    )
}

/// `東京にに行く`, `本をを読む`, `町までまで`, `会社を東京を離れる`.
///
/// A double kana counts only between what can't be hiragana words (`東京でできる` and `町ののどか`
/// are right), but を, which no word holds.
pub(super) fn doubled_particles(passage: &Passage<'_>) -> Vec<Finding> {
    // Most texts have none of what is looked for.
    let mut findings = Vec::new();
    if passage.holds.doubled || passage.holds.until > 1 {
        findings = doubled(passage.text);
    }
    if passage.holds.objects > 1 {
        findings.extend(objects(passage.text));
    }
    findings
}

fn doubled(text: &str) -> Vec<Finding> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let at = |index: usize| characters.get(index).map(|(_, character)| *character);
    let mut findings = Vec::new();
    for (index, (start, first)) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let bounded = |length: usize| {
            before.is_some_and(is_end_of_word)
                && at(index + length).is_some_and(|after| is_start_of_word(after) || after == '、')
        };
        let end_of = |length: usize| {
            let last = characters.get(index + length - 1);
            last.map(|(start, last)| start + last.len_utf8())
        };
        let twice = at(index + 1) == Some(*first)
            && is_single(*first)
            && before != Some(*first)
            && at(index + 2) != Some(*first);
        let length = if twice && (*first == 'を' || bounded(2)) {
            2
        } else if *first == 'ま' && text[*start..].starts_with("までまで") && bounded(4) {
            4
        } else {
            continue;
        };
        if let Some(end) = end_of(length) {
            findings.push(Finding {
                fault: Fault::DoubledParticle,
                range: *start..end,
                // Another particle may have been meant: には for にに.
                edits: Vec::new(),
            });
        }
    }
    findings
}

/// What takes an object though it is no verb: 取得後, 申請前, 検討中, 採用予定, 希望者.
const LIKE_VERBS: [char; 9] = ['後', '前', '中', '済', '予', '可', '必', '希', '等'];

/// What makes を a particle of circumstances: 1年を通して, 東京を中心に.
const CIRCUMSTANCES: [char; 8] = ['通', '中', '除', '含', '問', '挟', '境', '経'];

/// Two objects without a verb between: `会社を東京を離れる`.
fn objects(text: &str) -> Vec<Finding> {
    static PARTICLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("を"));
    let starts = PARTICLE.find_iter(text.as_bytes());
    starts.filter_map(|start| object(text, start)).collect()
}

/// The object that begins at a を, if nothing but nouns stands between it and the next.
fn object(text: &str, start: usize) -> Option<Finding> {
    let mut characters = text.get(start..)?.chars();
    characters.next();
    let mut nouns = 0;
    while let Some(character) = characters.next() {
        match character {
            'を' => {
                let rest = characters.as_str();
                let after = rest.chars().next();
                // お茶をお菓子をと勧める
                let listed = after == Some('と') || after == Some('「');
                let around = after.is_some_and(|after| CIRCUMSTANCES.contains(&after));
                return (nouns > 0 && !listed && !around).then(|| Finding {
                    fault: Fault::TwoObjects,
                    range: start..text.len() - rest.len(),
                    edits: Vec::new(),
                });
            }
            'の' => {}
            other if is_hiragana(other) || LIKE_VERBS.contains(&other) => return None,
            other if is_kanji(other) || is_katakana(other) || other.is_ascii_alphanumeric() => {
                nouns += 1;
            }
            _ => return None,
        }
    }
    None
}

fn is_end_of_word(character: char) -> bool {
    is_start_of_word(character) || matches!(character, '」' | '』' | '）')
}

fn is_start_of_word(character: char) -> bool {
    !is_hiragana(character)
        && (is_kanji(character)
            || is_katakana(character)
            || character.is_ascii_alphanumeric()
            || matches!(character, '「' | '『' | OBJECT))
}
