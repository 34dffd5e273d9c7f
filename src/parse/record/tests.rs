//! Records against a schema.

use super::{FieldValue, Record, parse, parse_prose};
use crate::parse::collection;
use crate::parse::collection::Field;
use crate::parse::period::Period;
use crate::parse::testing::{check, languages};

const SCHEMA: &str = "\
prefix: place
name: 町
description: 町
counter: 町
groups: {basics: 基本}
fields:
  area: {label: 地方, kind: choice, group: basics, required: true, options: {east: 東, west: 西}}
  kinds: {label: 種類, kind: choice, group: basics, many: true, options: {sea: 海, hill: 山}}
  people: {label: 人口, kind: number, group: basics, minimum: 0, maximum: 1000}
  share: {label: 割合, kind: percent, group: basics}
  fee: {label: 料金, kind: money, group: basics, currency: JPY}
  open: {label: 公開, kind: boolean, group: basics}
  topics: {label: 話題, kind: tags, group: basics}
  started: {label: 始まり, kind: date, group: basics}
  site: {label: サイト, kind: url, group: basics}
  spot: {label: 場所, kind: place, group: basics}
  sister: {label: 姉妹, kind: reference, group: basics, collection: places}
  note: {label: 備考, kind: text, group: basics}
  more: {label: 文章, kind: markdown, group: basics}
";

fn fields() -> Vec<Field> {
    let read = |file: &_, bytes: &[u8], report: &mut _| {
        collection::parse(file, bytes, &languages(), report)
    };
    let schema = check("content/places/_collection.yaml", SCHEMA, read, &[]);
    schema.expect("schema").fields
}

fn records(name: &str, text: &str, expected: &[&str]) -> Vec<Record> {
    let fields = fields();
    let read =
        |file: &_, bytes: &[u8], report: &mut _| parse(file, bytes, &fields, &languages(), report);
    check(name, text, read, expected)
}

const START: &str = "id: aoba\nname: {ja: 青葉, en: Aoba}\nkana: あおば\nsources: [{url: https://a.example/, as_of: 2024}]\n";

#[test]
fn every_kind_of_value_is_read() {
    let text = format!(
        "{START}aliases: [青葉町]
former_ids: [old]
area: west
kinds: [hill, sea]
people: 12.5
share: 100
fee: not_applicable
open: true
topics: [migration]
started: FY2020
site: https://b.example/
spot: {{lat: 34.0, lon: 134.5}}
sister: sakura
note: null
more: これは**文章**です
"
    );
    let records = records("content/places/aoba.yaml", &text, &[]);
    let record = &records[0];
    assert_eq!(record.id, "aoba");
    assert_eq!(record.aliases, ["青葉町"]);
    assert_eq!(record.former_ids, ["old"]);
    assert_eq!(record.sources[0].as_of, Some(Period::Year(2024)));
    assert_eq!(record.values.len(), 13);
    assert!(matches!(&record.values[0], FieldValue::Choices(ids) if ids == &["west"]));
    assert!(matches!(&record.values[1], FieldValue::Choices(ids) if ids == &["sea", "hill"]));
    assert!(matches!(record.values[2], FieldValue::Number(12.5)));
    assert!(matches!(record.values[4], FieldValue::NotApplicable));
    assert!(matches!(record.values[5], FieldValue::Boolean(true)));
    assert!(matches!(&record.values[6], FieldValue::Tags(ids) if ids == &["migration"]));
    assert!(matches!(
        record.values[7],
        FieldValue::Date(Period::FiscalYear(2020))
    ));
    assert!(matches!(
        record.values[9],
        FieldValue::Place {
            lat: 34.0,
            lon: 134.5
        }
    ));
    assert!(matches!(&record.values[10], FieldValue::References(ids) if ids == &["sakura"]));
    assert!(matches!(record.values[11], FieldValue::Unknown));
    assert!(matches!(&record.values[12], FieldValue::Markdown(_)));
}

#[test]
fn wrong_values_are_pointed_at_and_become_unknown() {
    for (line, expected) in [
        ("area: north", "unknown-choice area \"north\""),
        ("area: [west]", "wrong-type area \"[west]\""),
        ("kinds: sea", "wrong-type kinds \"sea\""),
        ("kinds: [sea, see]", "unknown-choice kinds[1] \"see\""),
        ("people: \"12\"", "wrong-type people \"\\\"12\\\"\""),
        ("people: 1001", "out-of-range people \"1001\""),
        ("people: .nan", "out-of-range people \".nan\""),
        ("share: 101", "out-of-range share \"101\""),
        ("fee: 3,000円", "wrong-type fee \"3,000円\""),
        ("open: yes", "wrong-type open \"yes\""),
        ("topics: [Migration]", "bad-id topics[0] \"Migration\""),
        (
            "started: 2024-02-30",
            "impossible-date started \"2024-02-30\"",
        ),
        ("site: b.example", "bad-url site \"b.example\""),
        ("spot: {lat: 91, lon: 0}", "out-of-range spot.lat \"91\""),
        ("spot: {lat: 9}", "missing-field spot.lon \"lat\""),
        ("sister: [sakura]", "wrong-type sister \"[sakura]\""),
        ("note: 12", "wrong-type note \"12\""),
        ("note: \"not_applicable\"", ""),
        ("peeple: 3", "unknown-key peeple \"peeple\""),
        ("aliases: 青葉", "wrong-type aliases \"青葉\""),
        ("everywhere: 1", "wrong-type everywhere \"1\""),
    ] {
        let area = if line.starts_with("area") {
            ""
        } else {
            "area: west\n"
        };
        let text = format!("{START}{area}{line}\n");
        let expected: Vec<&str> = [expected]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        let records = records("content/places/aoba.yaml", &text, &expected);
        assert_eq!(records.len(), 1, "{line}");
    }
}

#[test]
fn id_name_and_kana_are_needed_and_not_null() {
    let found = records(
        "content/places/list.yaml",
        "- {id: a, name: null, kana: アオバ, area: null}\n- {id: b, name: B, kana: び}\n- 3\n",
        &[
            "missing-field [0].name \"null\"",
            "bad-reading [0].kana \"アオバ\"",
            "missing-field [1].area \"id\"",
            "wrong-type [2] \"3\"",
        ],
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "[1]");
}

#[test]
fn a_single_record_is_named_like_its_file() {
    let text = START.replace("aoba", "akaba") + "area: west\n";
    records(
        "content/places/aoba.yaml",
        &text,
        &["bad-file-name id \"akaba\""],
    );
}

#[test]
fn facts_need_a_source() {
    let start = "id: aoba\nname: 青葉\nkana: あおば\n";
    let file = "content/places/aoba.yaml";
    records(file, &format!("{start}area: null\n"), &[]);
    for more in [
        "area: west\n",
        "area: west\nsources: []\n",
        "area: west\nsources: null\n",
    ] {
        records(
            file,
            &format!("{start}{more}"),
            &["missing-source sources \"id\""],
        );
    }
    records(
        file,
        &format!("{start}area: west\nsources: [{{title: x}}]\n"),
        &["missing-field sources[0].url \"title\""],
    );
}

#[test]
fn a_record_that_stands_for_all_leaves_references_out() {
    let text = format!("{START}area: west\neverywhere: true\nsister: sakura\n");
    records(
        "content/places/aoba.yaml",
        &text,
        &["unknown-key sister \"sister\""],
    );
}

#[test]
fn markdown_in_yaml_points_at_its_value() {
    let text = format!("{START}area: west\nmore: |\n  一行目\n\n  [押す](javascript:alert(1))\n");
    let found = records(
        "content/places/aoba.yaml",
        &text,
        &["unsafe-link more \"一行目\\n\\n  [押す](javascript:alert(1))\""],
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn prose_has_no_front_matter() {
    let name = "content/places/aoba.md";
    assert!(check(name, "町の文章。\n", parse_prose, &[]).is_some());
    check(
        name,
        "---\ntitle: x\n---\n",
        parse_prose,
        &["open-front-matter  \"---\""],
    );
    check(name, " \n", parse_prose, &["empty-file  \"\""]);
}
