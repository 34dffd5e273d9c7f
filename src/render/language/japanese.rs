//! Japanese.

use jiff::civil::Date;

use super::{
    Highlight, IndicatorSummary, OverlapSentence, PairSentence, Wording, ratio_number, separated,
};
use crate::parse::markdown::READING_STEP;
use crate::parse::period::Period;

/// Plain です・ます.
pub(super) struct Japanese;

/// Characters that are read in a minute.
const READING_SPEED: usize = READING_STEP;

impl Wording for Japanese {
    fn quantity(&self, value: f64, decimals: u8, unit: &str) -> String {
        separated(value, decimals) + unit
    }

    fn spoken(&self, value: f64, decimals: u8, unit: &str) -> String {
        // 1万千円 would be no number that anyone says.
        let is_scaled = unit.starts_with(['千', '万', '億']);
        if decimals > 0 || is_scaled || value.abs() < 10_000.0 {
            return self.quantity(value, decimals, unit);
        }
        let sign = if value < 0.0 { "−" } else { "" };
        let whole = value.abs().round() as u64;
        let (oku, man, rest) = (whole / 100_000_000, whole / 10_000 % 10_000, whole % 10_000);
        let mut out = sign.to_owned();
        for (part, name) in [(oku, "億"), (man, "万"), (rest, "")] {
            if part > 0 {
                out.push_str(&separated(part as f64, 0));
                out.push_str(name);
            }
        }
        out + unit
    }

    fn money(&self, value: f64, decimals: u8, currency: &str) -> String {
        let unit = match currency {
            "JPY" => "円",
            "USD" => "米ドル",
            "EUR" => "ユーロ",
            other => other,
        };
        if value == 0.0 {
            return "無料".to_owned();
        }
        self.quantity(value, decimals, unit)
    }

    fn points(&self) -> &'static str {
        "ポイント"
    }

    fn period(&self, period: &Period) -> String {
        match period {
            Period::Year(year) => format!("{year}年"),
            Period::FiscalYear(year) => format!("{year}年度"),
            Period::Month(year, month) => format!("{year}年{month}月"),
            Period::Day(day) => self.day(*day),
            Period::Range(from, to) => format!("{}〜{}", self.period(from), self.period(to)),
            Period::Mean(from, to) => format!("{from}〜{to}年の平均"),
        }
    }

    fn day(&self, day: Date) -> String {
        format!("{}年{}月{}日", day.year(), day.month(), day.day())
    }

    fn dated(&self, period: &str) -> String {
        format!("（{period}の資料）")
    }

    fn bracketed(&self, text: &str) -> String {
        format!("（{text}）")
    }

    fn rank(&self, word: &str, rank: usize, of: usize) -> String {
        format!("{word}順{rank}位/{of}")
    }

    fn place(&self, rank: usize) -> String {
        format!("{rank}位")
    }

    fn order(&self, word: &str) -> String {
        format!("{word}順")
    }

    fn reading_time(&self, characters: usize) -> String {
        format!("約{}分", characters.div_ceil(READING_SPEED).max(1))
    }

    fn counted(&self, count: usize, counter: &str) -> String {
        format!("{}{counter}", separated(count as f64, 0))
    }

    fn articles(&self, count: usize) -> String {
        format!("{count}本")
    }

    fn pairs(&self, count: usize) -> String {
        format!("{}組", separated(count as f64, 0))
    }

    fn indicators(&self, count: usize) -> String {
        format!("{count}の統計")
    }

    fn filled(&self, known: usize, total: usize) -> String {
        if known == total {
            format!("{total}項目すべてを確認しています")
        } else {
            format!("{total}項目のうち{known}項目を確認しています")
        }
    }

    fn distance(&self, kilometres: f64) -> String {
        format!("約{}km", separated(kilometres.round().max(1.0), 0))
    }

    fn median(&self, count: usize, counter: &str) -> String {
        format!("{count}{counter}の中央値")
    }

    fn together(&self, name: &str, count: usize, counter: &str) -> String {
        format!("{name}（{}の合計から）", self.counted(count, counter))
    }

    fn list(&self, items: &[String]) -> String {
        items.join("、")
    }

    fn facts(&self, items: &[String]) -> String {
        items.join(" ・ ")
    }

    fn range(&self, from: &str, to: &str) -> String {
        if from == to {
            from.to_owned()
        } else {
            format!("{from}〜{to}")
        }
    }

    fn named(&self, name: &str, value: &str) -> String {
        format!("{name} {value}")
    }

    fn holders(&self, names: &[String], counter: &str) -> String {
        match names {
            [first, second, _, ..] => {
                let all = self.counted(names.len(), counter);
                format!("{first}、{second}など{all}")
            }
            names => names.join("と"),
        }
    }

    fn compare_title(&self, left: &str, right: &str) -> String {
        format!("{left}と{right}を比べる")
    }

    fn compare_description(&self, left: &str, right: &str, rows: usize) -> String {
        format!("{left}と{right}の違いを{rows}項目で並べました。")
    }

    fn compare_intro(&self, rows: usize) -> String {
        format!("{rows}項目で比べます。")
    }

    fn compare_index_title(&self, collection: &str) -> String {
        format!("{collection}の比較")
    }

    fn within(&self, what: &str, division: &str) -> String {
        format!("{division}の{what}")
    }

    fn indicators_title(&self, collection: &str) -> String {
        format!("{collection}の統計")
    }

    fn indicator_description(&self, label: &str, period: &str, publisher: &str) -> String {
        format!("{label}の地図、順位、出典。{publisher}、{period}。")
    }

    fn tag_title(&self, tag: &str) -> String {
        format!("タグ「{tag}」")
    }

    fn tag_description(&self, tag: &str) -> String {
        format!("「{tag}」に関する記事と情報の一覧です。")
    }

    fn glossary_description(&self, site: &str, count: usize) -> String {
        format!("「{site}」に出てくる言葉{count}語の、読みと短い説明です。")
    }

    fn kana_row(&self, kana: char) -> String {
        format!("{kana}行")
    }

    fn record_description(&self, name: &str, collection: &str, facts: &str) -> String {
        if facts.is_empty() {
            format!("{name}（{collection}）の情報と出典。")
        } else {
            format!("{name}（{collection}）の情報と出典。{facts}。")
        }
    }

    fn citation(&self, site: &str, name: &str, url: &str, day: &str) -> String {
        format!("「{name}」{site}、{day}、{url}（各項目の出典はファイルに記載）")
    }

    fn difference(&self, name: &str, amount: &str, word: &str) -> String {
        [name, "が", amount, word].concat()
    }

    fn equal(&self) -> String {
        "同じ".to_owned()
    }

    fn ratio(&self, ratio: f64) -> String {
        ["約", &ratio_number(ratio), "倍"].concat()
    }

    fn ratio_sentence(&self, sentence: &PairSentence<'_>, ratio: &str) -> String {
        let PairSentence {
            subject,
            left,
            right,
            greater,
        } = sentence;
        format!(
            "{subject}は{}が{}、{}が{}で、{}は{}の{ratio}です。",
            left.0, left.1, right.0, right.1, greater.0, greater.1
        )
    }

    fn difference_sentence(&self, sentence: &PairSentence<'_>, amount: &str, word: &str) -> String {
        let PairSentence {
            subject,
            left,
            right,
            greater,
        } = sentence;
        format!(
            "{subject}は{}が{}、{}が{}で、{}のほうが{amount}{word}です。",
            left.0, left.1, right.0, right.1, greater.0
        )
    }

    fn contrast_sentence(&self, sentence: &PairSentence<'_>) -> String {
        let PairSentence {
            subject,
            left,
            right,
            ..
        } = sentence;
        format!(
            "{subject}は、{}が「{}」、{}が「{}」です。",
            left.0, left.1, right.0, right.1
        )
    }

    fn overlap_sentence(&self, sentence: &OverlapSentence<'_>) -> String {
        let OverlapSentence {
            subject,
            names,
            common,
            left,
            right,
        } = sentence;
        let quoted = |words: &[String]| format!("「{}」", words.join("」「"));
        let mut parts = Vec::new();
        if !common.is_empty() {
            parts.push(format!("{}が共通", quoted(common)));
        }
        if !left.is_empty() {
            parts.push(format!("{}だけが{}", names.0, quoted(left)));
        }
        if !right.is_empty() {
            parts.push(format!("{}だけが{}", names.1, quoted(right)));
        }
        format!("{subject}は、{}です。", parts.join("、"))
    }

    fn no_difference(&self) -> String {
        "どちらも確認できた項目には、違いが見つかりません。".to_owned()
    }

    fn highlight(&self, highlight: &Highlight<'_>) -> String {
        let Highlight {
            subject,
            among,
            rank,
            word,
            value,
        } = highlight;
        let place = match rank {
            1 => "最も".to_owned(),
            rank => format!("{rank}番目に"),
        };
        match word.strip_suffix('い') {
            Some(stem) => format!("{subject}は{among}で{place}{stem}く、{value}です。"),
            None => format!("{subject}は{value}です（{among}の{word}順で{rank}位）。"),
        }
    }

    fn indicator_summary(&self, summary: &IndicatorSummary<'_>) -> String {
        let IndicatorSummary {
            subject,
            more,
            less,
            greatest,
            least,
            national,
            counter,
        } = summary;
        let mut sentence = format!(
            "{subject}が最も{more}のは{}（{}）、最も{less}のは{}（{}）です。",
            self.holders(&greatest.0, counter),
            greatest.1,
            self.holders(&least.0, counter),
            least.1
        );
        if let Some((name, value)) = national {
            sentence.push_str(&format!("{name}は{value}です。"));
        }
        sentence
    }

    fn better(&self, word: &str) -> String {
        format!("比較の表では、{word}ほうに印をつけています。")
    }

    fn map_title(&self, label: &str) -> String {
        format!("{label}の地図")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_counts_are_said_in_man_without_rounding() {
        assert_eq!(Japanese.spoken(5_043_000.0, 0, "人"), "504万3,000人");
        assert_eq!(Japanese.spoken(123_802_000.0, 0, "人"), "1億2,380万2,000人");
        assert_eq!(Japanese.spoken(-12_000.0, 0, "人"), "−1万2,000人");
        assert_eq!(Japanese.spoken(9_040.0, 0, "円"), "9,040円");
        assert_eq!(Japanese.spoken(700_000.0, 0, "人"), "70万人");
    }

    #[test]
    fn a_highlight_bends_the_adjective() {
        let mut highlight = Highlight {
            subject: "家賃",
            among: "47都道府県",
            rank: 5,
            word: "安い",
            value: "3,710円",
        };
        assert_eq!(
            Japanese.highlight(&highlight),
            "家賃は47都道府県で5番目に安く、3,710円です。"
        );
        highlight.rank = 1;
        highlight.word = "上位";
        assert_eq!(
            Japanese.highlight(&highlight),
            "家賃は3,710円です（47都道府県の上位順で1位）。"
        );
    }
}
