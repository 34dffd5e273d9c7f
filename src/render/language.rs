//! Sentences, numbers and dates in each language: one module a language.
//!
//! Words that stand alone are labels of the theme; what has to be put together from parts, with
//! the order and the particles of a language, is made here.

mod english;
mod japanese;

use jiff::civil::Date;

use crate::parse::period::Period;
use crate::parse::text::Language;

/// How a language writes numbers, dates and sentences about them.
///
/// Names and formatted values go in as they are; nothing is escaped here.
pub trait Wording: Send + Sync {
    /// A number with separators: `3,710`, `−1.25`.
    fn number(&self, value: f64, decimals: u8) -> String {
        separated(value, decimals)
    }
    /// A number with its unit: `3,710円`, `3,710 yen`; the unit may be empty.
    fn quantity(&self, value: f64, decimals: u8, unit: &str) -> String;
    /// The same as people say it in a sentence: `68万5,000人`. Never rounded.
    fn spoken(&self, value: f64, decimals: u8, unit: &str) -> String {
        self.quantity(value, decimals, unit)
    }
    /// An amount of money: `7,500円`, `49米ドル`.
    fn money(&self, value: f64, decimals: u8, currency: &str) -> String;
    /// What the difference of two percentages is counted in.
    fn points(&self) -> &'static str;
    /// A period: `2024年10月`, `1991〜2020年の平均`.
    fn period(&self, period: &Period) -> String;
    /// A day: `2026年11月21日`.
    fn day(&self, day: Date) -> String;
    /// The time of a value's newest source, to stand behind it: `（2025年の資料）`.
    fn dated(&self, period: &str) -> String;
    /// A value with its period in brackets, for sentences: `（2024年）`.
    fn bracketed(&self, text: &str) -> String;
    /// A rank with its direction: `安い順5位/47`.
    fn rank(&self, word: &str, rank: usize, of: usize) -> String;
    /// A rank from the greatest where that is said elsewhere: `5位`.
    fn place(&self, rank: usize) -> String;
    /// `高い順`
    fn order(&self, word: &str) -> String;
    /// `約6分`
    fn reading_time(&self, characters: usize) -> String;
    /// `47都道府県`
    fn counted(&self, count: usize, counter: &str) -> String;
    /// `4本`, of articles.
    fn articles(&self, count: usize) -> String;
    /// `1,081組`, of pairs.
    fn pairs(&self, count: usize) -> String;
    /// `41の統計`, of indicators.
    fn indicators(&self, count: usize) -> String;
    /// `41項目のうち40項目を確認`
    fn filled(&self, known: usize, total: usize) -> String;
    /// `約120km`
    fn distance(&self, kilometres: f64) -> String;
    /// `47都道府県の中央値`
    fn median(&self, count: usize, counter: &str) -> String;
    /// What sums of many records come to: `全国（1,741市区町村の合計から）`.
    fn together(&self, name: &str, count: usize, counter: &str) -> String;
    /// Names and terms one after the other: `A、B、C`.
    fn list(&self, items: &[String]) -> String;
    /// Facts that tell entries apart: `A・B`.
    fn facts(&self, items: &[String]) -> String;
    /// From one value to another: `3,100円〜3,600円`.
    fn range(&self, from: &str, to: &str) -> String;
    /// Name and value, which ends it: `東京都 9,040円`.
    fn named(&self, name: &str, value: &str) -> String;

    /// Those that share a value; a few by name where they are many: `A、Bなど14都道府県`.
    fn holders(&self, names: &[String], counter: &str) -> String;

    /// `徳島県と東京都を比べる`
    fn compare_title(&self, left: &str, right: &str) -> String;
    /// The description of a comparison page.
    fn compare_description(&self, left: &str, right: &str, rows: usize) -> String;
    /// The line below the title of a comparison page.
    fn compare_intro(&self, rows: usize) -> String;
    /// `都道府県の比較`
    fn compare_index_title(&self, collection: &str) -> String;
    /// `徳島県の市区町村`: what a page shows of one division only.
    fn within(&self, what: &str, division: &str) -> String;
    /// `都道府県の統計`
    fn indicators_title(&self, collection: &str) -> String;
    /// The description of an indicator page.
    fn indicator_description(&self, label: &str, period: &str, publisher: &str) -> String;
    /// `タグ「移住」`
    fn tag_title(&self, tag: &str) -> String;
    /// The description of a tag's page.
    fn tag_description(&self, tag: &str) -> String;
    /// What a glossary holds.
    fn glossary_description(&self, site: &str, count: usize) -> String;
    /// A row of the kana table by its first kana: `か行`.
    fn kana_row(&self, kana: char) -> String {
        kana.to_string()
    }
    /// The description of a record's page.
    fn record_description(&self, name: &str, collection: &str, facts: &str) -> String;
    /// How to cite a collection's data.
    fn citation(&self, site: &str, name: &str, url: &str, day: &str) -> String;

    /// `東京都のほうが5,330円高い`: `word` is of the one named.
    fn difference(&self, name: &str, amount: &str, word: &str) -> String;
    /// Two values are the same.
    fn equal(&self) -> String;
    /// `約2.4倍`
    fn ratio(&self, ratio: f64) -> String;
    /// `家賃は徳島県が3,710円、東京都が9,040円で、東京都は徳島県の約2.4倍です。`
    fn ratio_sentence(&self, sentence: &PairSentence<'_>, ratio: &str) -> String;
    /// `空き家率は徳島県が21.3%、東京都が10.9%で、徳島県のほうが10.4ポイント高いです。`
    fn difference_sentence(&self, sentence: &PairSentence<'_>, amount: &str, word: &str) -> String;
    /// `料金は、Aが買い切り、Bが無料です。`
    fn contrast_sentence(&self, sentence: &PairSentence<'_>) -> String;
    /// `分野は、「ウェブ」が共通、Aだけが「クラウド」、Bだけが「統計」です。`
    fn overlap_sentence(&self, sentence: &OverlapSentence<'_>) -> String;
    /// What stands where the rows that can be told apart are the same.
    fn no_difference(&self) -> String;
    /// `家賃は47都道府県で5番目に安く、3,710円です。`
    fn highlight(&self, highlight: &Highlight<'_>) -> String;
    /// The range of an indicator: greatest, least, national value.
    fn indicator_summary(&self, summary: &IndicatorSummary<'_>) -> String;
    /// Which values readers would rather have: `安いほうをよいものとして印をつけています`.
    fn better(&self, word: &str) -> String;
    /// `エラーの形式`: the text alternative of a map.
    fn map_title(&self, label: &str) -> String;
}

/// Two values of one thing. `greater` names the record with the greater value.
#[derive(Clone, Copy, Debug)]
pub struct PairSentence<'a> {
    /// What the values are of.
    pub subject: &'a str,
    /// Name and value of the left record.
    pub left: (&'a str, &'a str),
    /// Name and value of the right record.
    pub right: (&'a str, &'a str),
    /// The name of the record with the greater value, and of the other.
    pub greater: (&'a str, &'a str),
}

/// Two lists of words.
#[derive(Clone, Debug)]
pub struct OverlapSentence<'a> {
    /// What the words are of.
    pub subject: &'a str,
    /// Names of the two records.
    pub names: (&'a str, &'a str),
    /// Words that both have.
    pub common: Vec<String>,
    /// Words of the left record only.
    pub left: Vec<String>,
    /// Words of the right record only.
    pub right: Vec<String>,
}

/// Something that stands out about a record.
#[derive(Clone, Copy, Debug)]
pub struct Highlight<'a> {
    /// The indicator's short name.
    pub subject: &'a str,
    /// `47都道府県`
    pub among: &'a str,
    /// Its rank in the direction of `word`, from 1.
    pub rank: usize,
    /// `安い`
    pub word: &'a str,
    /// The formatted value.
    pub value: &'a str,
}

/// The range of an indicator.
#[derive(Clone, Debug)]
pub struct IndicatorSummary<'a> {
    /// The indicator's short name.
    pub subject: &'a str,
    /// `高い`
    pub more: &'a str,
    /// `安い`
    pub less: &'a str,
    /// Names of the records with the greatest value, and it.
    pub greatest: (Vec<String>, String),
    /// Names of the records with the least value, and it.
    pub least: (Vec<String>, String),
    /// The national value's name and it.
    pub national: Option<(String, String)>,
    /// The word that counts records.
    pub counter: &'a str,
}

/// The wording of a language; English where a language has no module of its own.
pub fn wording(language: &Language) -> &'static dyn Wording {
    match language.as_str().split('-').next() {
        Some("ja") => &japanese::Japanese,
        _ => &english::English,
    }
}

/// A number with a comma every three digits and U+2212 before negative ones. There is room for a
/// unit.
fn separated(value: f64, decimals: u8) -> String {
    let mut space = [0; DIGITS];
    let written;
    let (whole, fraction) = match whole_number(value.abs(), decimals) {
        Some(number) => {
            let digits = decimal(number, usize::from(decimals) + 1, &mut space);
            digits.split_at(digits.len() - usize::from(decimals))
        }
        None => {
            written = format!("{:.*}", usize::from(decimals), value.abs());
            written.split_once('.').unwrap_or((&written, ""))
        }
    };
    let mut out = String::with_capacity(2 * (whole.len() + fraction.len()) + 24);
    let mut digits = whole.bytes().chain(fraction.bytes());
    if value < 0.0 && digits.any(|digit| digit != b'0') {
        out.push('−');
    }
    let (first, rest) = whole.split_at((whole.len() - 1) % 3 + 1);
    out.push_str(first);
    for (position, digit) in rest.chars().enumerate() {
        if position.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A number that isn't negative in units of its last decimal; `None` where it has very many digits
/// or is so near to the middle of two that the product's error counts.
fn whole_number(value: f64, decimals: u8) -> Option<u64> {
    let scaled = value * 10f64.powi(i32::from(decimals));
    let nearest = scaled.round();
    let is_certain = scaled < 1e14 && (scaled - nearest).abs() < 0.4;
    (is_certain && decimals < 10).then_some(nearest as u64)
}

/// As many as a number below 10¹⁴ has.
const DIGITS: usize = 14;

/// The digits of a number, at least so many.
fn decimal(mut number: u64, least: usize, space: &mut [u8; DIGITS]) -> &str {
    let mut begin = DIGITS;
    while number > 0 || DIGITS - begin < least {
        begin -= 1;
        space[begin] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    std::str::from_utf8(&space[begin..]).unwrap_or_default()
}

/// A ratio of at least 1 with one decimal below 10 and none above; 3 rather than 3.0.
fn ratio_number(ratio: f64) -> String {
    if ratio >= 9.95 {
        return separated(ratio.round(), 0);
    }
    let tenths = (ratio * 10.0).round();
    separated(tenths / 10.0, u8::from(tenths % 10.0 != 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_have_as_many_figures_as_they_deserve() {
        let written = [1.149, 2.96, 9.94, 9.96, 26.54, 71.46].map(ratio_number);
        assert_eq!(written, ["1.1", "3", "9.9", "10", "27", "71"]);
    }

    #[test]
    fn numbers_are_separated_and_signed() {
        assert_eq!(separated(1234567.0, 0), "1,234,567");
        assert_eq!(separated(-1.25, 2), "−1.25");
        assert_eq!(separated(-0.001, 1), "0.0");
        assert_eq!(separated(999.96, 1), "1,000.0");
        assert_eq!(separated(0.07, 1), "0.1");
        // Differences of numbers at the end of what there is.
        assert_eq!(separated(f64::INFINITY, 3), "inf");
        assert_eq!(separated(f64::NAN, 9), "NaN");
    }

    #[test]
    fn numbers_are_rounded_as_rust_writes_them() {
        let numbers = (0..20_000).map(|step| f64::from(step * step % 7919) / 64.0);
        for number in numbers.chain([0.05, 0.15, 0.25, 0.35, 2.5, 1e14, 123_456_789.125, 1e18]) {
            for decimals in 0..4 {
                let written = separated(number, decimals).replace(',', "");
                assert_eq!(written, format!("{number:.*}", usize::from(decimals)));
            }
        }
    }
}
