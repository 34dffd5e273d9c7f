//! What files are by their path.

use super::{Role, role};
use crate::diagnostic::{Code, Severity};
use crate::load::SourcePath;
use crate::parse::site::{self, Site};
use crate::parse::testing::check;
use crate::parse::text::Language;

fn site() -> Site {
    let text = "\
title: 標
tagline: a
description: b
base_url: https://guide.example/
languages: [ja, en]
theme: guide
collections: [towns]
map: {collection: towns, file: maps/towns.geojson, property: id, credit: a, licence: b}
";
    check("site.yaml", text, site::parse, &[]).expect("site")
}

fn role_of(path: &str) -> Result<Role, (Code, Severity)> {
    role(&SourcePath::new(path), &site()).map_err(|problem| (problem.code, problem.severity))
}

#[test]
fn roles_follow_from_paths() {
    let towns = || "towns".to_owned();
    let article = |slug: &str, language: &str| Role::Article {
        section: "career".to_owned(),
        slug: slug.to_owned(),
        language: Language::new(language),
    };
    let section = |language: &str| Role::Section {
        section: "career".to_owned(),
        language: Language::new(language),
    };
    for (path, expected) in [
        ("content/index.md", Role::Home),
        ("content/tags.yaml", Role::Tags),
        ("content/glossary.yaml", Role::Glossary),
        ("content/style.yaml", Role::Style),
        ("content/maps/towns.geojson", Role::Map),
        ("content/README.md", Role::Nothing),
        ("content/towns/README.md", Role::Nothing),
        ("content/.keep", Role::Nothing),
        ("content/articles/career/index.md", section("ja")),
        ("content/articles/career/index.en.md", section("en")),
        ("content/articles/career/a-b.md", article("a-b", "ja")),
        ("content/articles/career/a-b.en.md", article("a-b", "en")),
        ("content/articles/career/photo.jpg", Role::Image),
        (
            "content/towns/_collection.yaml",
            Role::Schema {
                collection: towns(),
            },
        ),
        (
            "content/towns/aoba.yaml",
            Role::Records {
                collection: towns(),
            },
        ),
        (
            "content/towns/aoba.md",
            Role::Prose {
                collection: towns(),
                id: "aoba".to_owned(),
            },
        ),
        (
            "content/indicators/towns/rent.yaml",
            Role::Indicator {
                collection: towns(),
            },
        ),
    ] {
        assert_eq!(role_of(path), Ok(expected), "{path}");
    }
}

#[test]
fn what_could_be_meant_as_content_is_an_error() {
    for path in [
        "content/articles/a.md",
        "content/articles/career/more/a.md",
        "content/articles/career/a.yaml",
        "content/articles/career/a.fr.md",
        "content/articles/career/a.ja.md",
        "content/articles/career/A.md",
        "content/articles/キャリア/a.md",
        "content/about.md",
        "content/index.en.md",
        "content/towns/aoba.yml",
        "content/towns/Aoba.yaml",
        "content/towns/aoba.en.md",
        "content/towns/a/b.yaml",
        "content/indicators/rent.yaml",
        "content/indicators/towns/rent.md",
        "content/articles/career/photo.JPG",
        "content/articles/career/my_photo.jpg",
        "content/articles/career/icon.svg",
    ] {
        assert_eq!(
            role_of(path),
            Err((Code::BadFileName, Severity::Error)),
            "{path}"
        );
    }
}

#[test]
fn a_stray_file_is_a_warning() {
    for path in [
        "content/towns/data.csv",
        "content/notes.txt",
        "content/maps/other.geojson",
    ] {
        assert_eq!(
            role_of(path),
            Err((Code::BadFileName, Severity::Warning)),
            "{path}"
        );
    }
}
