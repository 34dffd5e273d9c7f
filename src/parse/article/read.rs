//! Reads the front matter of articles, section fronts and the home page.

use crate::diagnostic::Report;
use crate::load::SourcePath;
use crate::parse::article::keys::{ARTICLE, DIRECTION, HOME, SECTION};
use crate::parse::article::{Article, Direction, Home, Section};
use crate::parse::front_matter;
use crate::parse::markdown::{self, Document};
use crate::parse::text::Language;
use crate::parse::yaml::{self, Keys, Reader, Value};

/// Places in a section that nobody numbered come last.
const UNORDERED: i64 = i64::MAX;

/// Reads an article of a section in a language.
pub fn parse_article(
    file: &SourcePath,
    bytes: &[u8],
    (section, slug, language): (&str, &str, &Language),
    languages: &[Language],
    report: &mut Report,
) -> Option<Article> {
    let (article, body) = read(file, bytes, languages, report, |reader, keys| {
        article(reader, keys, section, slug, language)
    })?;
    Some(Article { body, ..article? })
}

/// Reads a section's front page in a language; its articles are still empty.
pub fn parse_section(
    file: &SourcePath,
    bytes: &[u8],
    (section, language): (&str, &Language),
    languages: &[Language],
    report: &mut Report,
) -> Option<Section> {
    let (front, body) = read(file, bytes, languages, report, |reader, keys| {
        let title = keys.read(reader, &SECTION.title);
        let description = keys.read(reader, &SECTION.description);
        let order = keys.read(reader, &SECTION.order);
        Some((title?, description?, order.unwrap_or(UNORDERED)))
    })?;
    let (title, description, order) = front?;
    Some(Section {
        id: section.to_owned(),
        file: file.clone(),
        language: language.clone(),
        title,
        description,
        order,
        body,
        articles: Vec::new(),
    })
}

/// Reads `content/index.md`.
pub fn parse_home(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
) -> Option<Home> {
    let (front, body) = read(file, bytes, languages, report, |reader, keys| {
        let title = keys.read(reader, &HOME.title);
        let description = keys.read(reader, &HOME.description);
        let directions = keys.read(reader, &HOME.directions);
        Some((title?, description?, directions.unwrap_or_default()))
    })?;
    let (title, description, directions) = front?;
    Some(Home {
        file: file.clone(),
        title,
        description,
        directions,
        body,
    })
}

/// Splits a file and reads both parts, so that the problems of both are known at once.
fn read<T>(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
    read: impl FnOnce(&mut Reader<'_>, &mut Keys<'_>) -> Option<T>,
) -> Option<(Option<T>, Document)> {
    let parts = front_matter::split(file, bytes, report)?;
    let node = yaml::parse(file, parts.yaml, parts.yaml_offset, report);
    let front = node.and_then(|node| {
        let mut reader = Reader {
            file,
            languages,
            report,
        };
        let mut keys = reader.keys(&Value::root(&node))?;
        let front = read(&mut reader, &mut keys);
        keys.finish(&mut reader);
        front
    });
    let body = markdown::parse(file, parts.body, parts.body_offset, report);
    Some((front, body))
}

fn article(
    reader: &mut Reader<'_>,
    keys: &mut Keys<'_>,
    section: &str,
    slug: &str,
    language: &Language,
) -> Option<Article> {
    let title = keys.read(reader, &ARTICLE.title);
    let description = keys.read(reader, &ARTICLE.description);
    let answer = keys.read(reader, &ARTICLE.answer);
    let tags = keys.read(reader, &ARTICLE.tags);
    let published = keys.read(reader, &ARTICLE.published);
    let updated = keys.read(reader, &ARTICLE.updated);
    let review_by = keys.read(reader, &ARTICLE.review_by);
    let order = keys.read(reader, &ARTICLE.order);
    let related = keys.read(reader, &ARTICLE.related);
    let sources = keys.read(reader, &ARTICLE.sources);
    let former_paths = keys.read(reader, &ARTICLE.former_paths);
    let draft = keys.read(reader, &ARTICLE.draft);
    Some(Article {
        section: section.to_owned(),
        slug: slug.to_owned(),
        file: reader.file.clone(),
        language: language.clone(),
        title: title?,
        description: description?,
        answer,
        tags: tags.unwrap_or_default(),
        published: published?,
        updated,
        review_by,
        order: order.unwrap_or(UNORDERED),
        related: related.unwrap_or_default(),
        sources: sources.unwrap_or_default(),
        former_paths: former_paths.unwrap_or_default(),
        draft: draft.unwrap_or(false),
        body: Document::default(),
    })
}

pub(super) fn direction(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Direction> {
    let mut keys = reader.keys(value)?;
    let title = keys.read(reader, &DIRECTION.title);
    let text = keys.read(reader, &DIRECTION.text);
    let to = keys.read(reader, &DIRECTION.to);
    keys.finish(reader);
    Some(Direction {
        title: title?,
        text: text?,
        to: to?,
    })
}
