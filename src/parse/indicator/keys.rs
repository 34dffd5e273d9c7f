//! The keys of an indicator, and the kinds that fields share with it.

use jiff::civil::Date;

use crate::parse::collection::{Better, Group, Words};
use crate::parse::indicator::formula::{Formula, formula};
use crate::parse::indicator::read::{national, source, values};
use crate::parse::indicator::words::words;
use crate::parse::indicator::{Aggregate, IndicatorSource, IndicatorValue, National, Scale};
use crate::parse::period::Period;
use crate::parse::text::Text;
use crate::parse::yaml::declared::{choice_of, declare, mapping_of};
use crate::parse::yaml::kinds::{BOOLEAN, DATE, NUMBER, PERIOD, STRING, TEXT, URL, whole};
use crate::parse::yaml::{Kind, Reader, Shape, Value};

declare! {
    /// The keys of an indicator.
    pub(crate) static INDICATOR: IndicatorKeys = {
        label: Required Text = TEXT, "正式な名前", "Its full name";
        short: Optional Text = TEXT, "文と狭い画面に出る短い名前", "Its name in sentences and on narrow screens";
        unit: Optional Text = TEXT, "数のあとに付く単位。数だけなら書かない", "Written after numbers; left out for a bare number";
        decimals: Optional i64 = DECIMALS, "小数点より下の桁数", "Digits after the point";
        group: Required String = GROUP, "どのまとまりに出すか。`_collection.yaml` の `groups` のどれか", "One of `groups` in `_collection.yaml`";
        scale: Required Scale = SCALE, "数の性質。何を計算してよいかが決まる", "What may be computed from its numbers";
        better: Optional Better = BETTER, "多くの人にとってどちらがよいか。人によるものは書かない", "Which numbers most readers would rather have";
        words: UnlessHidden Words = WORDS, "二つの数を比べるときの言葉。例: {more: 高い, less: 安い}", "How two numbers are told apart, such as {more: higher, less: lower}";
        aggregate: Optional Aggregate = AGGREGATE, "全国の値の求め方", "How the national value follows from the records";
        national: Optional National = mapping_of!(NATIONAL, national), "公表された全国の値", "A published national value";
        formula: Optional Formula = FORMULA, "ほかの統計からの出し方。統計のid、数、+ − × ÷ と括弧。例: physicians ÷ population × 1000", "How it follows from other indicators: their ids, numbers, + − × ÷ and brackets";
        source: SourcedUnlessDerived IndicatorSource = SOURCE_KIND, "出典。どこで公表されたか", "Where it was published";
        as_of: SourcedUnlessDerived Period = PERIOD, "時点。いつの値か", "What time it speaks of";
        review_by: Optional Date = DATE, "見直しの期限。次の公表を確かめる日で、過ぎると警告が出る", "When a newer publication should be looked for; past it, a warning";
        note: Optional Text = TEXT, "読者が知っておくこと", "What a reader must know";
        not_applicable: Optional Text = TEXT, "「該当なし」の代わりに出す言葉", "Shown instead of the word for a value that makes no sense";
        hidden: Optional bool = BOOLEAN, "`true`: 検査だけをして、ページと比較には出さない", "`true`: checked, but without page and rows";
        values: UnlessDerived Vec<(String, IndicatorValue)> = VALUES, "レコードのidと、その数。分からなければ null、当てはまらなければ not_applicable", "A record's id and its number; null if it isn't known, or not_applicable";
    }
}

declare! {
    /// The keys of `source:`; all that a reader needs to find it again is required.
    pub(super) static SOURCE: IndicatorSourceKeys = {
        statistic: Sourced Text = TEXT, "統計の名前", "The statistic's name";
        publisher: Sourced Text = TEXT, "公表した機関", "Who published it";
        url: Sourced String = URL, "統計のページかファイル", "The statistic's page or file";
        read_from: Optional Text = TEXT, "公表元でなく写しを読んだときは、その写し", "What was really read, when that is another copy";
        checked: Optional Text = TEXT, "何と突き合わせたか", "How the numbers were cross-checked";
        licence: Sourced Text = TEXT, "ライセンスか利用の条件", "The licence or terms";
        licence_url: Optional String = URL, "ライセンスのページ", "The licence's page";
    }
}

declare! {
    /// The keys of `national:`.
    pub(super) static NATIONAL: NationalKeys = {
        value: Required f64 = NUMBER, "全国の値", "The national value";
        source: Optional IndicatorSource = SOURCE_KIND, "全国の値の出典。書かなければこの統計の出典", "Its own source, if it isn't the indicator's";
    }
}

declare! {
    /// The keys of `words:` in one mapping.
    pub(super) static TWO_TEXTS: TwoTextsKeys = {
        more: Required Text = TEXT, "大きいほうの言い方。例: 高い", "What the greater number is called, such as higher";
        less: Required Text = TEXT, "小さいほうの言い方。例: 安い", "What the smaller number is called, such as lower";
    }
}

declare! {
    /// The keys of `words:` in one language.
    pub(super) static TWO_WORDS: TwoWordsKeys = {
        more: Required String = STRING, "大きいほうの言い方。例: 高い", "What the greater number is called, such as higher";
        less: Required String = STRING, "小さいほうの言い方。例: 安い", "What the smaller number is called, such as lower";
    }
}

/// Digits after the point.
pub(crate) const DECIMALS: Kind<i64> = whole::<0, 6>();

/// Which numbers are better.
pub(crate) const BETTER: Kind<Better> = choice_of! {
    "higher" => Better::Higher, "大きいほうがよい", "the higher one is better";
    "lower" => Better::Lower, "小さいほうがよい", "the lower one is better";
    "neutral" => Better::Neutral, "どちらがよいとも言わない", "neither is better";
};

/// How two numbers are told apart.
pub(crate) const WORDS: Kind<Words> = Kind {
    shape: || {
        Shape::Either(vec![
            Shape::Mapping(TWO_TEXTS.declarations()),
            Shape::ByLanguage(Box::new(Shape::Mapping(TWO_WORDS.declarations()))),
        ])
    },
    read: |reader, value| words(reader, value),
};

const SCALE: Kind<Scale> = choice_of! {
    "ratio" => Scale::Ratio, "0が「ない」を意味する量（円、人、時間）。何倍かを言える", "amounts with a true zero: yen, people, hours";
    "interval" => Scale::Interval, "0に意味がない量（気温）。差だけを言える", "no true zero, such as degrees: differences only";
    "share" => Scale::Share, "全体に占める割合（%）。差はポイント", "parts of a whole in percent";
    "index" => Scale::Index, "指数（全国＝100など）。差だけを言える", "index numbers: differences only";
};

const AGGREGATE: Kind<Aggregate> = choice_of! {
    "sum" => Aggregate::Sum, "合計が全国の値になる", "the national value is the sum";
    "none" => Aggregate::None, "合計に意味がない。代わりに中央値を出す", "it isn't; the median is shown instead";
};

const SOURCE_KIND: Kind<IndicatorSource> = mapping_of!(SOURCE, source);

const FORMULA: Kind<Formula> = Kind {
    shape: || Shape::String,
    read: |reader, value| formula(reader, value),
};

const VALUES: Kind<Vec<(String, IndicatorValue)>> = Kind {
    shape: || Shape::Entries {
        names: Box::new(Shape::Slug),
        of: Box::new((NUMBER.shape)()),
    },
    read: |reader, value| values(reader, value),
};

/// The id of one of a collection's groups; which there are, only [`group`] knows.
pub(crate) const GROUP: Kind<String> = Kind {
    shape: || Shape::Group,
    read: |reader, value| reader.name(value),
};

/// The id of one of the groups.
pub(crate) fn group(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    groups: &[Group],
) -> Option<String> {
    let ids: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    let found = value.word().filter(|word| ids.contains(word));
    if found.is_none() {
        reader.unknown_choice(value, &ids);
    }
    found.map(str::to_owned)
}
