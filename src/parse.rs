//! [`Sources`] → documents and records, one file at a time, no other file known.
//!
//! Afterwards every value has the type that its schema says, every place in the sources is
//! known, and nothing has been checked that needs a second file: references, links, tags and
//! ids across files are the business of `plan`.

pub mod allow;
pub mod article;
pub mod collection;
mod contents;
mod files;
pub mod front_matter;
pub mod glossary;
mod images;
pub mod indicator;
pub mod known;
pub mod locate;
pub mod markdown;
pub mod period;
pub mod record;
pub mod site;
pub mod slug;
pub mod style;
pub mod tags;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod theme;
pub mod yaml;

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::japanese::style::WordList;
use crate::load::{SourcePath, Sources};

pub use known::Known;

/// Everything the sources say, file by file.
#[derive(Debug)]
pub struct Parsed {
    /// `site.yaml`.
    pub site: site::Site,
    /// `content/tags.yaml`.
    pub tags: Vec<tags::Tag>,
    /// `content/glossary.yaml`.
    pub glossary: Vec<glossary::Term>,
    /// `content/style.yaml`.
    pub words: WordList,
    /// In the order of `site.yaml`.
    pub collections: Vec<collection::Collection>,
    /// `content/index.md`.
    pub home: article::Home,
    /// Sections in the order of their `order` and id, each with its articles in theirs.
    pub sections: Vec<article::Section>,
    /// The theme with the project's overrides applied.
    pub theme: theme::Theme,
    /// Images in `content/`, copied as they are.
    pub images: Vec<Image>,
    /// The shapes that maps are drawn from.
    pub shapes: Option<site::Shapes>,
}

/// An image file of the content.
#[derive(Clone, Debug)]
pub struct Image {
    /// Where it lies.
    pub file: SourcePath,
    /// Its bytes as they are on disk.
    pub bytes: Arc<[u8]>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Parses every source. `None` when `site.yaml` or the theme is so broken that nothing can be
/// planned; the report then says why. Drafts are left out unless asked for.
///
/// Problems are added in the order of files, whatever the threads do.
pub fn parse(sources: &Sources, drafts: bool, report: &mut Report) -> Option<Parsed> {
    parse_again(sources, drafts, &mut Known::default(), report)
}

/// Does what [`parse`] does, with what is known of articles, and leaves what is known of them then.
pub fn parse_again(
    sources: &Sources,
    drafts: bool,
    known: &mut Known,
    report: &mut Report,
) -> Option<Parsed> {
    let file = SourcePath::new("site.yaml");
    let Some(bytes) = sources.get(&file) else {
        let message = Message::new("site.yaml がありません", "there is no site.yaml");
        let help = Message::new(
            "プロジェクトのフォルダーで実行しているか確かめます。新しく始めるなら `shirube init my-guide` です",
            "run it in the project's folder; `shirube init my-guide` begins a new guide",
        );
        let place = Place::file(&file);
        report.add(Diagnostic::new(Code::MissingFile, place, message).with_help(help));
        return None;
    };
    let site = site::parse(&file, bytes, report)?;
    let theme = theme::parse(sources, &site, report);
    let contents = contents::parse(sources, &site, drafts, known, report);
    Some(Parsed {
        tags: contents.tags,
        glossary: contents.glossary,
        words: contents.words,
        collections: contents.collections,
        home: contents.home,
        sections: contents.sections,
        theme: theme?,
        images: contents.images,
        shapes: contents.shapes,
        site,
    })
}
