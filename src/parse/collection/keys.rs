//! The keys of `_collection.yaml`.

use crate::parse::collection::fields;
use crate::parse::collection::read::{MOST_COLUMNS, groups, language, names, prefix};
use crate::parse::collection::{
    Better, ChoiceOption, Field, FieldKind, Group, Shared, Words, pairs,
};
use crate::parse::indicator::{BETTER, DECIMALS, GROUP, WORDS};
use crate::parse::record::PLACE;
use crate::parse::text::{Language, Text};
use crate::parse::yaml::declared::{choice_of, declare, list_of};
use crate::parse::yaml::kinds::{BOOLEAN, NAME, NUMBER, SLUG, STRING, TEXT, number_within, whole};
use crate::parse::yaml::{Kind, Shape};

/// Kilometres around the earth, half way.
const FARTHEST: i32 = 20_038;

declare! {
    /// The keys of `_collection.yaml`. Fields, page and comparison need others of them to be read.
    pub(crate) static COLLECTION: CollectionKeys = {
        prefix: Required String = PREFIX, "リンクの行き先の最初の語。例: `region`（`region:tokushima`）", "What link targets start with, such as `region` of `region:tokushima`";
        name: Required Text = TEXT, "読者に見せる名前", "What readers see";
        aliases: Optional Vec<String> = list_of!(STRING), "同じものの別の呼び方。検索で見つかる", "Other words for the same; the search finds it by them";
        description: Required Text = TEXT, "何が載っていて、どう作ったか", "What it holds and how it was made";
        counter: Required Text = TEXT, "数えるときの言葉。例: 件", "The word that counts records";
        groups: Required Vec<Group> = GROUPS, "項目と統計のまとまり。この順でページに出る", "Groups of facts and indicators, in the order of every page";
        fields: Optional () = described(|| Shape::Entries {
            names: Box::new(Shape::FieldName),
            of: Box::new(field_shape()),
        }), "レコードの項目。この順でページに出る", "The fields of records, in the order of every page";
        page: Optional () = described(|| Shape::Mapping(PAGE.declarations())), "ページの見せ方", "How its pages look";
        compare: Optional () = described(|| Shape::Mapping(COMPARE.declarations())), "どの組を比較するか。書かなければ比較しない", "Which pairs are compared; without it none are";
        status: Optional () = described(|| Shape::Mapping(STATUS.declarations())), "今も続いているかどうかを、どの項目で判断するか", "How a record says whether it still exists";
    }
}

declare! {
    /// The keys of a field of every kind.
    pub(super) static FIELD: FieldKeys = {
        label: Required Text = TEXT, "読者に見せる名前", "What readers see";
        kind: Required &'static str = KIND, "値の種類", "What kind of value it holds";
        group: Required String = GROUP, "`groups` のどれか", "One of `groups`";
        required: Optional bool = BOOLEAN, "`true`: どのレコードにも書く。値は null でもよい", "`true`: every record must have it; it may still be null";
        compare: Optional bool = BOOLEAN, "`false`: 比較の表に出さない", "`false`: left out of comparison tables";
        note: Optional Text = TEXT, "読者が知っておくこと", "What a reader must know";
        unknown: Optional Text = TEXT, "「未確認」の代わりに出す言葉", "Shown instead of the word for an unknown value";
    }
}

declare! {
    /// The further keys of numbers.
    pub(super) static NUMBER_FIELD: NumberFieldKeys = {
        unit: Optional Text = TEXT, "数のあとに付く単位", "Written after numbers";
        decimals: Optional i64 = DECIMALS, "小数点より下の桁数", "Digits after the point";
        minimum: Optional f64 = NUMBER, "書ける最小の数", "The least number allowed";
        maximum: Optional f64 = NUMBER, "書ける最大の数", "The greatest number allowed";
        better: Optional Better = BETTER, "多くの人にとってどちらがよいか", "Which numbers most readers would rather have";
        words: Optional Words = WORDS, "二つの数を比べるときの言葉。例: {more: 高い, less: 安い}", "How two numbers are told apart";
    }
}

declare! {
    /// The further keys of money.
    pub(super) static MONEY_FIELD: MoneyFieldKeys = {
        currency: Required &'static str = CURRENCY, "通貨", "The currency";
    }
}

declare! {
    /// The further keys of addresses.
    pub(super) static URL_FIELD: UrlFieldKeys = {
        shared: Optional Shared = SHARED, "複数のレコードに書いてよいアドレス。すべてなら `true`、一部ならその並び", "Addresses that several records may have: `true` for all, or a list";
    }
}

declare! {
    /// The further keys of choices.
    pub(super) static CHOICE_FIELD: ChoiceFieldKeys = {
        many: Optional bool = BOOLEAN, "`true`: いくつでも選べる", "`true`: a list";
        options: Required Vec<ChoiceOption> = OPTIONS, "選べるもの。idと名前", "What can be chosen: ids and names";
    }
}

declare! {
    /// The further keys of references.
    pub(super) static REFERENCE_FIELD: ReferenceFieldKeys = {
        many: Optional bool = BOOLEAN, "`true`: いくつでも選べる", "`true`: a list";
        collection: Required String = SLUG, "どのコレクションのレコードか", "The collection whose records it names";
    }
}

declare! {
    /// The keys of `page:`.
    pub(super) static PAGE: PageKeys = {
        lead: Optional Vec<String> = NAMES, "最初に出す項目や統計", "Fields or indicators that are shown first";
        indicators: Optional Vec<String> = NAMES, "まとまりの中での統計の順", "The order of indicators inside their groups";
        columns: Optional Vec<String> = COLUMNS, "一覧の表の列。五つまで", "The columns of the table, at most 5";
        summary: Optional String = NAME, "一覧に出る説明になる、種類が text の項目", "The text field that describes a record in lists";
        group_by: Optional String = NAME, "一覧を分ける、種類が choice の項目", "A choice field that groups lists";
        distinguish_by: Optional String = NAME, "同じ名前のレコードが二つ以上あるとき、名前のあとに値を添える項目。種類は reference、choice、text。例: prefecture（府中市（東京都））", "A reference, choice or text field whose value stands behind names that several records have";
        totals_by: Optional String = NAME, "合計できる統計を、この項目の値ごとにも出す。種類は一つだけの reference か choice", "A field with one reference or choice, by whose values figures are summed too";
        index_by: Optional String = NAME, "一覧、比較、順位のページを分ける、値が一つの choice か reference の項目。レコードが多いときに書く", "A choice or reference field with one value that large collections are divided by: tables, comparisons and rankings get a page for each of its values";
        near: Optional i64 = whole::<0, 50>(), "近いレコードをいくつ出すか。place の項目が要る", "How many nearest records to show; needs a place field";
    }
}

declare! {
    /// The keys of `compare:`.
    pub(super) static COMPARE: CompareKeys = {
        pairs: Required () = described(|| Shape::Either(vec![
            (ALL_OR_NONE.shape)(),
            Shape::list(Shape::Rule(RULE.declarations())),
        ])), "どの二つを比べるか。`all`、`none`、または決まりの並び", "Which pairs: `all`, `none` or a list of rules";
        minimum_rows: Optional i64 = whole::<0, 1000>(), "比較のページを作るのに必要な、両方の値が分かっている行の数", "Rows known on both sides that a pair needs";
        sitemap: Optional bool = BOOLEAN, "サイトマップに載せるか", "Whether the pages stand in the sitemap";
        languages: Optional Vec<Language> = LANGUAGES, "どの言語で作るか。書かなければすべて", "In which languages; all if left out";
        featured: Optional Vec<(String, String)> = FEATURED, "最初に見せる組。例: `tokushima+tokyo`", "Pairs that are shown first, such as `tokushima+tokyo`";
        unspoken: Optional Vec<String> = NAMES, "文では触れない統計", "Indicators that sentences leave alone";
        brief: Optional bool = BOOLEAN, "比較のページを軽くする。出典、時点、注は、比較の一覧にまとめる。組が多いときに書く", "Light pages for many pairs: sources, periods and notes stand once, on the comparison index";
    }
}

declare! {
    /// The keys of `status:`.
    pub(super) static STATUS: StatusKeys = {
        field: Optional String = NAME, "状況を表す、種類が choice の項目", "The choice field that says the status";
        open: Optional Vec<String> = NAMES, "`field` の値のうち、今も続いていることを表すもの", "The values of `field` that mean that it exists";
        until: Optional String = NAME, "最後の日を表す、種類が date の項目", "The date field with the last day";
    }
}

declare! {
    /// The keys of a pair rule.
    pub(super) static RULE: RuleKeys = {
        same: Optional Vec<String> = NAMES, "値が同じ項目", "Fields whose values are equal";
        differ: Optional Vec<String> = NAMES, "値が違う項目", "Fields whose values differ";
        both: Optional () = described(|| Shape::Entries {
            names: Box::new(Shape::Name),
            of: Box::new(Shape::Word),
        }), "両方が持つ値。例: {mode: online}", "What both have, such as {mode: online}";
        with: Optional Vec<String> = list_of!(SLUG), "二つのうち一方が、このレコードのどれか", "One of the two is one of these records";
        nearest: Optional i64 = whole::<1, 1000>(), "一方が、決まりのほかの条件に合うものをもう一方から近い順に数えて、この件数までに入る。place の項目が要る", "One is among the other's so many nearest of those that fit the rest of the rule; needs a place field";
        within_km: Optional f64 = number_within::<0, FARTHEST>(), "二つの間の距離が、このキロメートル数以内。place の項目が要る", "Both lie within so many kilometres; needs a place field";
    }
}

/// A kind that is read with more than its own value.
const fn described(shape: fn() -> Shape) -> Kind<()> {
    Kind {
        shape,
        read: |_, _| Some(()),
    }
}

const PREFIX: Kind<String> = Kind {
    shape: || Shape::Prefix,
    read: |reader, value| prefix(reader, value),
};

const GROUPS: Kind<Vec<Group>> = Kind {
    shape: || Shape::Entries {
        names: Box::new(Shape::Name),
        of: Box::new(Shape::Text),
    },
    read: |reader, value| groups(reader, value),
};

const OPTIONS: Kind<Vec<ChoiceOption>> = Kind {
    shape: || Shape::Entries {
        names: Box::new(Shape::Name),
        of: Box::new(Shape::Text),
    },
    read: |reader, value| fields::options(reader, value),
};

const SHARED: Kind<Shared> = Kind {
    shape: || Shape::Either(vec![Shape::Boolean, Shape::list(Shape::Url)]),
    read: |reader, value| fields::shared_addresses(reader, value),
};

const NAMES: Kind<Vec<String>> = Kind {
    shape: || Shape::list(Shape::Name),
    read: |reader, value| names(reader, value),
};

const COLUMNS: Kind<Vec<String>> = Kind {
    shape: || Shape::List {
        of: Box::new(Shape::Name),
        least: 0,
        most: Some(MOST_COLUMNS),
        unique: false,
    },
    read: |reader, value| names(reader, value),
};

const LANGUAGES: Kind<Vec<Language>> = Kind {
    shape: || Shape::list(Shape::SiteLanguage),
    read: |reader, value| Some(reader.list(value, language)),
};

const FEATURED: Kind<Vec<(String, String)>> = Kind {
    shape: || Shape::list(Shape::Pair),
    read: |reader, value| Some(reader.list(value, pairs::featured)),
};

/// The words that `pairs` may be.
const ALL_OR_NONE: Kind<()> = choice_of! {
    "all" => (), "すべての組", "every pair";
    "none" => (), "比較しない", "no pair";
};

const CURRENCY: Kind<&'static str> = choice_of! {
    "JPY" => "JPY", "日本円", "Japanese yen";
    "USD" => "USD", "米ドル", "US dollars";
};

const KIND: Kind<&'static str> = choice_of! {
    "text" => "text", "文", "text";
    "markdown" => "markdown", "見出しのないMarkdown", "Markdown without headings";
    "number" => "number", "数", "a number";
    "money" => "money", "金額。換算はしない", "an amount, never converted";
    "percent" => "percent", "割合（%）", "a percentage";
    "boolean" => "boolean", "`true` か `false`", "`true` or `false`";
    "choice" => "choice", "`options` から選ぶ", "one of `options`";
    "tags" => "tags", "`content/tags.yaml` のタグ", "tags of `content/tags.yaml`";
    "date" => "date", "時点。例: 2024、2025-10", "a period, such as 2024 or 2025-10";
    "url" => "url", "ウェブのアドレス", "a web address";
    "place" => "place", "緯度と経度", "latitude and longitude";
    "reference" => "reference", "ほかのコレクションのレコード", "records of another collection";
};

/// What the values of a field look like; which tags and records there are is not said.
pub(crate) fn shape_of(field: &Field) -> Shape {
    let number = |least: f64, most: f64| {
        Shape::Number(
            field.minimum.unwrap_or(least),
            field.maximum.unwrap_or(most),
        )
    };
    let several = |one: Shape| if field.many { Shape::list(one) } else { one };
    match &field.kind {
        FieldKind::Text => Shape::Text,
        FieldKind::Markdown => Shape::Markdown,
        FieldKind::Number | FieldKind::Money { .. } => number(f64::NEG_INFINITY, f64::INFINITY),
        FieldKind::Percent => number(0.0, 100.0),
        FieldKind::Boolean => Shape::Boolean,
        FieldKind::Choice { options } => {
            let label =
                |text: &Text| ["ja", "en"].map(|tag| text.get(&Language::new(tag)).to_owned());
            let options = options.iter();
            several(Shape::Choice(
                options
                    .map(|option| (option.id.clone(), label(&option.label)))
                    .collect(),
            ))
        }
        FieldKind::Tags => Shape::list(Shape::Slug),
        FieldKind::Date => Shape::Period,
        FieldKind::Url => Shape::Url,
        FieldKind::Place => Shape::Mapping(PLACE.declarations()),
        FieldKind::Reference { .. } => several(Shape::Slug),
    }
}

/// The keys of a field by its kind.
fn field_shape() -> Shape {
    let number = NUMBER_FIELD.declarations();
    let mut money = number.clone();
    money.extend(MONEY_FIELD.declarations());
    let plain = vec!["text", "markdown", "boolean", "tags", "date", "place"];
    Shape::ByKind {
        common: FIELD.declarations(),
        kinds: vec![
            (plain, Vec::new()),
            (vec!["number", "percent"], number),
            (vec!["money"], money),
            (vec!["url"], URL_FIELD.declarations()),
            (vec!["choice"], CHOICE_FIELD.declarations()),
            (vec!["reference"], REFERENCE_FIELD.declarations()),
        ],
    }
}
