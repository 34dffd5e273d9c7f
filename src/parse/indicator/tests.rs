//! Indicators: what they need, and how their values are read.

use super::{Aggregate, Indicator, IndicatorValue, Scale, parse};
use crate::parse::collection::Group;
use crate::parse::testing::{check, languages};
use crate::parse::text::Text;

const RENT: &str = "\
label: {ja: 家賃, en: Rent}
unit: 円
group: housing
scale: ratio
words: {more: 高い, less: 安い}
source:
  statistic: 小売物価統計調査
  publisher: 総務省統計局
  url: https://stat.example/
  licence: 統計数値
as_of: 2024
values:
  aoba: 4296
  sakura: null
  kaede: not_applicable
";

fn indicator(text: &str, expected: &[&str]) -> Option<Indicator> {
    let groups = [Group {
        id: "housing".to_owned(),
        label: Text::plain("住まい"),
    }];
    check(
        "content/indicators/regions/rent.yaml",
        text,
        |file, bytes, report| parse(file, bytes, &groups, &languages(), report),
        expected,
    )
}

#[test]
fn an_indicator_is_named_after_its_file() {
    let rent = indicator(RENT, &[]).expect("indicator");
    assert_eq!(rent.id, "rent");
    assert_eq!(rent.short, rent.label);
    assert_eq!(
        (rent.scale, rent.aggregate, rent.decimals),
        (Scale::Ratio, Aggregate::None, 0)
    );
    assert_eq!(
        rent.values,
        [
            ("aoba".to_owned(), IndicatorValue::Known(4296.0)),
            ("sakura".to_owned(), IndicatorValue::Unknown),
            ("kaede".to_owned(), IndicatorValue::NotApplicable),
        ]
    );
}

#[test]
fn a_number_without_its_source_or_period_is_refused() {
    for (without, expected) in [
        ("as_of: 2024\n", "missing-source as_of \"label\""),
        (
            "  publisher: 総務省統計局\n",
            "missing-source source.publisher \"statistic\"",
        ),
        (
            "  url: https://stat.example/\n",
            "missing-source source.url \"statistic\"",
        ),
        (
            "  licence: 統計数値\n",
            "missing-source source.licence \"statistic\"",
        ),
    ] {
        assert!(indicator(&RENT.replace(without, ""), &[expected]).is_none());
    }
    let start = RENT.find("source:").expect("source");
    let end = RENT.find("as_of").expect("as_of");
    let text = format!("{}{}", &RENT[..start], &RENT[end..]);
    indicator(&text, &["missing-source source \"label\""]);
    indicator(
        &RENT.replace("as_of: 2024", "as_of: null"),
        &["missing-source as_of \"null\""],
    );
}

#[test]
fn wrong_settings_and_values_are_pointed_at() {
    for (from, to, expected) in [
        (
            "group: housing",
            "group: houses",
            "unknown-choice group \"houses\"",
        ),
        (
            "scale: ratio",
            "scale: rate",
            "unknown-choice scale \"rate\"",
        ),
        ("scale: ratio\n", "", "missing-field scale \"label\""),
        (
            "words: {more: 高い, less: 安い}\n",
            "",
            "missing-field words \"label\"",
        ),
        (
            "as_of: 2024",
            "as_of: 令和6年",
            "impossible-date as_of \"令和6年\"",
        ),
        (
            "aoba: 4296",
            "aoba: \"4296\"",
            "wrong-type values.aoba \"\\\"4296\\\"\"",
        ),
        (
            "aoba: 4296",
            "aoba: 4,296",
            "wrong-type values.aoba \"4,296\"",
        ),
        (
            "aoba: 4296",
            "aoba: .inf",
            "out-of-range values.aoba \".inf\"",
        ),
        ("aoba: 4296", "青葉: 4296", "bad-id values.青葉 \"青葉\""),
        (
            "aoba: 4296",
            "sakura: 4296",
            "duplicate-key values.sakura \"sakura\"",
        ),
        (
            "unit: 円",
            "unit: 円\nnational: {source: null}",
            "missing-field national.value \"source\"",
        ),
        (
            "unit: 円",
            "unit: 円\nreview_by: 2027-02-29",
            "impossible-date review_by \"2027-02-29\"",
        ),
        (
            "unit: 円",
            "unit: 円\ndecimal: 1",
            "unknown-key decimal \"decimal\"",
        ),
    ] {
        indicator(&RENT.replace(from, to), &[expected]);
    }
}

#[test]
fn a_hidden_indicator_needs_no_words() {
    let text = RENT.replace("words: {more: 高い, less: 安い}", "hidden: true");
    assert!(indicator(&text, &[]).expect("indicator").hidden);
}
