//! Schemas and the settings of a collection's pages.

use super::{Better, Collection, FieldKind, PairRule, Pairs, Shared, parse};
use crate::parse::testing::{check, languages};
use crate::parse::text::Language;

const START: &str = "\
prefix: place
name: {ja: 町, en: Towns}
description: 町
counter: 町
groups: {basics: 基本}
";

fn schema(more: &str, expected: &[&str]) -> Option<Collection> {
    check(
        "content/places/_collection.yaml",
        &format!("{START}{more}"),
        |file, bytes, report| parse(file, bytes, &languages(), report),
        expected,
    )
}

#[test]
fn a_collection_is_named_after_its_folder() {
    let places = schema("", &[]).expect("collection");
    assert_eq!(places.id, "places");
    assert_eq!(places.name.get(&Language::new("en")), "Towns");
    assert_eq!(places.compare.pairs, Pairs::None);
    assert!(places.aliases.is_empty());
    let places = schema("aliases: [村, 集落]", &[]).expect("collection");
    assert_eq!(places.aliases, ["村", "集落"]);
}

#[test]
fn numbers_have_settings_of_their_own() {
    let field = "fields:
  fee:
    label: 料金
    kind: money
    group: basics
    currency: JPY
    decimals: 1
    minimum: 0
    maximum: 10
    better: lower
    words: {more: 高い, less: {ja: 安い, en: cheaper}}
    compare: false
    unknown: 問い合わせ
";
    let places = schema(field, &[]).expect("collection");
    let fee = &places.fields[0];
    assert_eq!(
        fee.kind,
        FieldKind::Money {
            currency: "JPY".to_owned()
        }
    );
    assert_eq!(
        (fee.decimals, fee.better, fee.compare),
        (1, Better::Lower, false)
    );
    assert_eq!(fee.maximum, Some(10.0));
    let words = fee.words.as_ref().expect("words");
    assert_eq!(words.less.get(&Language::new("en")), "cheaper");
}

#[test]
fn words_may_also_stand_by_language() {
    let field = "fields:
  people:
    label: 人口
    kind: number
    group: basics
    words: {ja: {more: 多い, less: 少ない}, en: {more: more, less: fewer}}
";
    let places = schema(field, &[]).expect("collection");
    let words = places.fields[0].words.as_ref().expect("words");
    assert_eq!(words.more.get(&Language::new("ja")), "多い");
    assert_eq!(words.less.get(&Language::new("en")), "fewer");
}

#[test]
fn wrong_fields_are_pointed_at() {
    for (field, expected) in [
        (
            "id: {label: x, kind: text, group: basics}",
            "duplicate-id fields.id \"id\"",
        ),
        (
            "Fee: {label: x, kind: text, group: basics}",
            "bad-id fields.Fee \"Fee\"",
        ),
        (
            "a: {label: x, kind: txt, group: basics}",
            "unknown-choice fields.a.kind \"txt\"",
        ),
        (
            "a: {label: x, kind: text, group: basic}",
            "unknown-choice fields.a.group \"basic\"",
        ),
        (
            "a: {kind: text, group: basics}",
            "missing-field fields.a.label \"kind\"",
        ),
        (
            "a: {label: x, kind: text, group: basics, unit: 円}",
            "unknown-key fields.a.unit \"unit\"",
        ),
        (
            "a: {label: x, kind: money, group: basics}",
            "missing-field fields.a.currency \"label\"",
        ),
        (
            "a: {label: x, kind: money, group: basics, currency: EUR}",
            "unknown-choice fields.a.currency \"EUR\"",
        ),
        (
            "a: {label: x, kind: choice, group: basics}",
            "missing-field fields.a.options \"label\"",
        ),
        (
            "a: {label: x, kind: choice, group: basics, options: {A: x}}",
            "bad-id fields.a.options.A \"A\"",
        ),
        (
            "a: {label: x, kind: reference, group: basics}",
            "missing-field fields.a.collection \"label\"",
        ),
        (
            "a: {label: x, kind: number, group: basics, minimum: 2, maximum: 1}",
            "out-of-range fields.a.maximum \"1\"",
        ),
        (
            "a: {label: x, kind: number, group: basics, decimals: 9}",
            "out-of-range fields.a.decimals \"9\"",
        ),
        (
            "a: {label: x, kind: number, group: basics, words: {more: 多い}}",
            "missing-field fields.a.words.less \"more\"",
        ),
        ("a: 3", "wrong-type fields.a \"3\""),
    ] {
        schema(&format!("fields:\n  {field}\n"), &[expected]);
    }
}

#[test]
fn pairs_are_all_none_or_rules() {
    let fields = "fields:
  mode: {label: x, kind: choice, group: basics, options: {online: x}}
  spot: {label: x, kind: place, group: basics}
";
    let compare = |pairs: &str| {
        let text = format!("{fields}compare: {{pairs: {pairs}, featured: [a+b]}}\n");
        schema(&text, &[]).expect("collection").compare
    };
    assert_eq!(compare("all").pairs, Pairs::All);
    assert_eq!(compare("none").featured, [("a".to_owned(), "b".to_owned())]);
    let rule = PairRule {
        same: vec!["mode".to_owned()],
        differ: vec!["spot".to_owned()],
        both: vec![("mode".to_owned(), "online".to_owned())],
        with: vec!["a".to_owned()],
        nearest: Some(3),
        within_km: Some(40.0),
    };
    assert_eq!(
        compare("[{same: [mode], differ: [spot], both: {mode: online}, with: [a], nearest: 3, within_km: 40}]").pairs,
        Pairs::Rules(vec![rule])
    );
}

#[test]
fn wrong_page_settings_are_pointed_at() {
    let fields = "fields:\n  mode: {label: x, kind: choice, group: basics, options: {online: x}}\n";
    for (setting, expected) in [
        ("page: {near: 3}", "missing-reference page.near \"near\""),
        (
            "page: {columns: [a, b, c, d, e, f]}",
            "out-of-range page.columns \"[a, b, c, d, e, f]\"",
        ),
        ("page: {lead: A}", "wrong-type page.lead \"A\""),
        (
            "page: {summary: mode}",
            "unknown-choice page.summary \"mode\"",
        ),
        ("page: {colums: []}", "unknown-key page.colums \"colums\""),
        (
            "compare: {pairs: al}",
            "unknown-choice compare.pairs \"al\"",
        ),
        ("compare: {}", "missing-field compare.pairs \"{}\""),
        (
            "compare: {pairs: [{}]}",
            "missing-field compare.pairs[0] \"{}\"",
        ),
        (
            "compare: {pairs: [{nearest: 1}]}",
            "missing-reference compare.pairs[0].nearest \"nearest\"",
        ),
        (
            "compare: {pairs: [{both: {mode: onlin}}]}",
            "unknown-choice compare.pairs[0].both.mode \"onlin\"",
        ),
        (
            "compare: {pairs: all, featured: [a]}",
            "bad-target compare.featured[0] \"a\"",
        ),
        (
            "compare: {pairs: all, languages: [fr]}",
            "unknown-choice compare.languages[0] \"fr\"",
        ),
    ] {
        schema(&format!("{fields}{setting}\n"), &[expected]);
    }
}

#[test]
fn a_prefix_must_not_mean_something_else() {
    for prefix in ["javascript", "article", "https"] {
        let text = START.replace("place", prefix);
        check(
            "content/places/_collection.yaml",
            &text,
            |file, bytes, report| parse(file, bytes, &languages(), report),
            &[&format!("bad-id prefix {prefix:?}")],
        );
    }
}

const STATUS_FIELDS: &str = "fields:
  state: {label: 状況, kind: choice, group: basics, options: {open: 続く, ended: 終わり}}
  until: {label: 期限, kind: date, group: basics}
";

#[test]
fn a_status_names_its_fields_and_options() {
    let status = "status: {field: state, open: [open], until: until}\n";
    let places = schema(&format!("{STATUS_FIELDS}{status}"), &[]).expect("collection");
    let status = places.status;
    assert_eq!((status.field, status.until), (Some(0), Some(1)));
    assert_eq!(status.open, ["open"]);
}

#[test]
fn a_status_of_wrong_names_is_reported() {
    for (status, problem) in [
        (
            "{field: until, open: [open]}",
            "unknown-choice status.field \"until\"",
        ),
        (
            "{field: state, open: [closed]}",
            "unknown-choice status.open[0] \"closed\"",
        ),
        ("{field: state}", "missing-field status.open \"field\""),
        ("{until: state}", "unknown-choice status.until \"state\""),
        ("{}", "missing-field status.until \"{}\""),
        (
            "{until: until, ends: x}",
            "unknown-key status.ends \"ends\"",
        ),
    ] {
        schema(&format!("{STATUS_FIELDS}status: {status}\n"), &[problem]);
    }
}

#[test]
fn addresses_may_be_shared() {
    let field = |shared: &str| {
        format!("fields:\n  url: {{label: a, kind: url, group: basics, shared: {shared}}}\n")
    };
    let shared = |text: &str| {
        schema(&field(text), &[]).expect("collection").fields[0]
            .shared
            .clone()
    };
    assert_eq!(shared("true"), Shared::All);
    assert_eq!(shared("false"), Shared::None);
    let these = Shared::These(vec!["https://a.example/".to_owned()]);
    assert_eq!(shared("[\"https://a.example/\"]"), these);
    schema(&field("[a]"), &["bad-url fields.url.shared[0] \"a\""]);
}
