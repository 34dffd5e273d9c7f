//! How targets are read and what is refused.

use super::{Target, ValueTarget};
use crate::diagnostic::Code;

fn refused(text: &str) -> Option<Code> {
    Target::parse(text).err().map(|error| error.code)
}

#[test]
fn targets_are_read_as_documented() {
    let record = |anchor: Option<&str>| Target::Record {
        prefix: "region".into(),
        id: "tokushima".into(),
        anchor: anchor.map(str::to_owned),
    };
    let cases = [
        ("region:tokushima", record(None)),
        ("region:tokushima#housing", record(Some("housing"))),
        (
            "region:tokushima+tokyo",
            Target::Pair {
                prefix: "region".into(),
                ids: ("tokushima".into(), "tokyo".into()),
                anchor: None,
            },
        ),
        (
            "indicator:regions/rent",
            Target::Indicator {
                collection: "regions".into(),
                id: "rent".into(),
                anchor: None,
            },
        ),
        (
            "article:career/stagnation#why",
            Target::Article {
                section: "career".into(),
                slug: "stagnation".into(),
                anchor: Some("why".into()),
            },
        ),
        ("section:career", Target::Section("career".into())),
        ("tag:migration", Target::Tag("migration".into())),
        ("glossary:u-turn", Target::Term("u-turn".into())),
        ("collection:regions", Target::Collection("regions".into())),
        ("compare:regions", Target::Comparisons("regions".into())),
        ("page:about/data", Target::Page("about/data".into())),
        ("#midashi", Target::Anchor("midashi".into())),
        (
            "../learning/platforms.md#choose",
            Target::File {
                path: "../learning/platforms.md".into(),
                anchor: Some("choose".into()),
            },
        ),
        (
            "https://example.org/移住?a=b#c",
            Target::External("https://example.org/移住?a=b#c".into()),
        ),
        (
            "mailto:desk@example.org",
            Target::External("mailto:desk@example.org".into()),
        ),
    ];
    for (text, target) in cases {
        assert_eq!(Target::parse(text), Ok(target), "{text}");
    }
}

#[test]
fn schemes_that_run_or_fetch_are_refused_however_they_are_written() {
    for text in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\u{0}script:alert(1)",
        "\u{a0}javascript:x",
        "javascript :x",
        "javascript:x",
        "data:text/html,<script>",
        "VBSCRIPT:x",
        "file:///etc/passwd",
    ] {
        assert_eq!(refused(text), Some(Code::UnsafeLink), "{text:?}");
    }
}

#[test]
fn what_has_no_known_form_is_refused() {
    for text in [
        "",
        "#",
        "# a",
        "/regions/",
        "//example.org",
        "\\\\example.org",
        "region:Tokushima",
        "region:",
        "region:a+b+c",
        "indicator:rent",
        "tag:a#b",
        "glossary:a#b",
        "page:../x",
        "unknown:a/b",
        "mailto:nobody",
        " region:tokushima",
    ] {
        assert_eq!(refused(text), Some(Code::BadTarget), "{text:?}");
    }
    for text in ["https://", "https:example.org", "http://a b", "https:///x"] {
        assert_eq!(refused(text), Some(Code::BadUrl), "{text:?}");
    }
}

#[test]
fn live_values_name_a_record_or_a_nation() {
    assert_eq!(
        ValueTarget::parse("certification:fe/fee_jpy"),
        Ok(ValueTarget::Record {
            prefix: "certification".into(),
            id: "fe".into(),
            name: "fee_jpy".into(),
        })
    );
    assert_eq!(
        ValueTarget::parse(" indicator:regions/rent "),
        Ok(ValueTarget::National {
            collection: "regions".into(),
            id: "rent".into(),
        })
    );
    for wrong in [
        "",
        "region:tokushima",
        "region:徳島/rent",
        "tag:a/b",
        "x/y",
        "a:b/c/d",
    ] {
        assert!(ValueTarget::parse(wrong).is_err(), "{wrong}");
    }
}
