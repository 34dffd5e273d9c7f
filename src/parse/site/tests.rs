//! What `site.yaml` and the map may say.

use super::{RedirectTarget, Site, parse, parse_shapes};
use crate::parse::target::Target;
use crate::parse::testing::check;

/// A `site.yaml` that is valid as far as it goes.
const MINIMAL: &str = "\
title: 標
tagline: 町をくらべる
description: 町の案内
base_url: https://guide.example
languages: [ja, en]
theme: guide
collections: [regions]
";

fn site(more: &str, expected: &[&str]) -> Option<Site> {
    check("site.yaml", &format!("{MINIMAL}{more}"), parse, expected)
}

#[test]
fn the_least_that_a_site_needs() {
    let site = site("", &[]).expect("site");
    assert_eq!(site.base_url, "https://guide.example/");
    assert_eq!(site.languages.len(), 2);
    assert_eq!(site.limits.file_bytes, 2_000_000);
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    check(
        "site.yaml",
        "theme: guide\ntitel: 標\n",
        parse,
        &[
            "missing-field languages \"theme\"",
            "missing-field title \"theme\"",
            "missing-field tagline \"theme\"",
            "missing-field description \"theme\"",
            "missing-field base_url \"theme\"",
            "missing-field collections \"theme\"",
            "unknown-key titel \"titel\"",
        ],
    );
    check("site.yaml", "- a\n", parse, &["wrong-type  \"a\""]);
}

#[test]
fn redirects_lead_from_paths_to_paths_or_targets() {
    let site = site(
        "redirects:\n  /old/: /new/\n  /old.html: region:tokushima\n",
        &[],
    );
    let redirects = site.expect("site").redirects;
    assert!(
        matches!(&redirects[0], (from, RedirectTarget::Path(to)) if from == "/old/" && to == "/new/")
    );
    assert!(matches!(
        &redirects[1].1,
        RedirectTarget::Target(Target::Record { .. })
    ));
}

#[test]
fn wrong_settings_are_pointed_at() {
    for (more, expected) in [
        (
            "redirects: {old: /new/}",
            "bad-target redirects.old \"old\"",
        ),
        (
            "redirects: {/../x: /new/}",
            "bad-target redirects./../x \"/../x\"",
        ),
        (
            "redirects: {/a/: //evil.example}",
            "bad-target redirects./a/ \"//evil.example\"",
        ),
        (
            "redirects: {/a/: b.md}",
            "bad-target redirects./a/ \"b.md\"",
        ),
        (
            "redirects: {/a/: \"javascript:x\"}",
            "unsafe-link redirects./a/ \"\\\"javascript:x\\\"\"",
        ),
        (
            "navigation: [{label: 町, to: /regions/}]",
            "bad-target navigation[0].to \"/regions/\"",
        ),
        (
            "repository: {edit: https://code.example/}",
            "bad-url repository.edit \"https://code.example/\"",
        ),
        (
            "limits: {file_bytes: 2MB}",
            "wrong-type limits.file_bytes \"2MB\"",
        ),
        (
            "output: {atomic: maybe}",
            "wrong-type output.atomic \"maybe\"",
        ),
        (
            "limits: {file_bytes: 0}",
            "out-of-range limits.file_bytes \"0\"",
        ),
        (
            "licences: [{name: 地図}]",
            "missing-field licences[0].licence \"name\"",
        ),
    ] {
        site(more, &[expected]);
    }
    for (from, to, expected) in [
        ("[ja, en]", "[]", "missing-field languages \"[]\""),
        ("[ja, en]", "[ja, ja]", "duplicate-id languages[1] \"ja\""),
        (
            "[ja, en]",
            "[Japanese]",
            "unknown-choice languages[0] \"Japanese\"",
        ),
        (
            "[regions]",
            "[regions, regions]",
            "duplicate-id collections[1] \"regions\"",
        ),
        (
            "[regions]",
            "[articles]",
            "bad-id collections[0] \"articles\"",
        ),
        ("theme: guide", "theme: ../x", "bad-id theme \"../x\""),
        (
            "https://guide.example",
            "https://guide.example/?a",
            "bad-url base_url \"https://guide.example/?a\"",
        ),
    ] {
        let text = MINIMAL.replace(from, to);
        let mut report = crate::diagnostic::Report::default();
        let file = crate::load::SourcePath::new("site.yaml");
        parse(&file, text.as_bytes(), &mut report);
        let found = crate::parse::testing::summary(&text, &report);
        assert_eq!(found.first().map(String::as_str), Some(expected));
    }
}

#[test]
fn the_map_stays_inside_the_content() {
    let map = |file: &str, inset: &str| {
        format!(
            "map: {{collection: regions, file: {file}, property: id, credit: x, licence: y, inset: {inset}}}"
        )
    };
    let fine = "{west: 122, south: 24, east: 131, north: 30}";
    assert!(site(&map("maps/japan.geojson", fine), &[]).is_some());
    site(
        &map("../x.geojson", fine),
        &["bad-file-name map.file \"../x.geojson\""],
    );
    site(
        &map("maps/japan.svg", fine),
        &["bad-file-name map.file \"maps/japan.svg\""],
    );
    let turned = "{west: 131, south: 24, east: 122, north: 30}";
    site(
        &map("a.geojson", turned),
        &["out-of-range map.inset \"{west: 131, south: 24, east: 122, north: 30}\""],
    );
}

fn feature(id: &str, kind: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{id},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
    )
}

#[test]
fn shapes_are_polygons_with_an_id() {
    let square = "[[[1,1],[2,1],[2,2],[1,1]]]";
    let features = [
        feature(r#"{"slug":"a"}"#, "Polygon", square),
        feature(
            r#"{"slug":"b"}"#,
            "MultiPolygon",
            &format!("[{square},{square}]"),
        ),
        feature(r#"{"slug":"a"}"#, "Polygon", square),
        feature(r#"{"slug":"Ä"}"#, "Polygon", square),
        feature(r#"{"name":"c"}"#, "Polygon", square),
        feature(r#"{"slug":"d"}"#, "Point", "[1,1]"),
        feature(r#"{"slug":"e"}"#, "Polygon", "[[[1,1],[2,1],[1,1]]]"),
        feature(r#"{"slug":"f"}"#, "Polygon", "[[[1,1],[2,1],[2,2],[1,2]]]"),
        feature(
            r#"{"slug":"g"}"#,
            "Polygon",
            "[[[1,91],[2,1],[2,2],[1,91]]]",
        ),
        feature(r#"{"slug":"h"}"#, "Polygon", "[]"),
        feature(r#"{"slug":"i"}"#, "Polygon", "[[[1]]]"),
    ];
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    let file = crate::load::SourcePath::new("content/maps/a.geojson");
    let mut report = crate::diagnostic::Report::default();
    let shapes = parse_shapes(&file, text.as_bytes(), "slug", &mut report).expect("shapes");
    let ids: Vec<&str> = shapes.records.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(shapes.records[1].1.len(), 2);
    let found: Vec<String> = report
        .diagnostics()
        .iter()
        .map(|found| {
            format!(
                "{} {}",
                found.code,
                found.place.field.as_deref().unwrap_or("")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "duplicate-id features[2].properties",
            "bad-id features[3].properties",
            "missing-field features[4].properties",
            "wrong-type features[5].geometry",
            "out-of-range features[6].geometry",
            "out-of-range features[7].geometry",
            "out-of-range features[8].geometry",
            "out-of-range features[9].geometry",
            "out-of-range features[10].geometry",
        ]
    );
}

#[test]
fn what_is_not_geojson_is_pointed_at() {
    let read = |file: &_, bytes: &[u8], report: &mut _| parse_shapes(file, bytes, "slug", report);
    let name = "content/maps/a.geojson";
    check(name, "{\"type\":\n \"Feat", read, &["yaml-syntax  \"t\""]);
    check(name, "[]", read, &["yaml-syntax  \"[\""]);
}
