//! [`Guide`] → the files of the search index, one index a language.
//!
//! `docs/search.md` is the contract with the theme's scripts: what is found, by what, and what
//! the files look like. Nothing here touches a disk, and the same guide gives the same bytes.

pub mod dictionary;
mod files;
pub mod fold;
mod invert;
mod pages;
mod postings;
pub mod reading;
pub mod terms;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::plan::Page;
use crate::plan::route::OutputPath;
use crate::render::Renderer;
use crate::search::dictionary::Dictionary;
use crate::search::files::{CollectionContents, Contents};
use crate::search::invert::Entry;
use crate::search::pages::{Findable, FoundPage, Reader, Subject};
use crate::search::postings::posting;
use crate::search::terms::Place;

/// A file of the index.
#[derive(Debug)]
pub struct IndexFile {
    /// Where it goes.
    pub path: OutputPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The index of a language (a position in the site's list).
pub fn index(renderer: &Renderer, language: usize) -> Vec<IndexFile> {
    let guide = renderer.guide();
    let names = pages::reviewed(guide, guide.language(language));
    let dictionary = Dictionary::new(names.into_iter());
    let reader = Reader {
        guide,
        renderer,
        dictionary: &dictionary,
        mentioned: pages::mentioned(guide),
        language,
    };
    let findable = pages::findable(guide, language);
    let found: Vec<FoundPage> = findable.par_iter().map(|page| reader.read(page)).collect();
    let facets = facets(&reader, &findable, &found);
    let contents = contents(&reader, &findable);
    let (infos, terms): (Vec<_>, Vec<_>) = found
        .into_iter()
        .map(|page| (page.info, page.terms))
        .unzip();
    let entries = invert::invert(&terms);
    drop(terms); // much memory, and files take some more
    let folder = guide.language_folder(language);
    files::files(&entries, &infos, &facets, &contents)
        .into_iter()
        .map(|(path, bytes)| IndexFile {
            path: OutputPath::new(format!("{folder}search/{path}")),
            bytes,
        })
        .collect()
}

fn contents(reader: &Reader<'_>, findable: &[Findable]) -> Contents {
    let mut contents = Contents {
        pages: findable.len(),
        kinds: BTreeMap::new(),
        collections: BTreeMap::new(),
    };
    for (number, Findable { subject, kind }) in findable.iter().enumerate() {
        let id = reader.kind_id(*kind).to_owned();
        if !contents.kinds.contains_key(&id) {
            let name = reader.kind_name(*kind).to_owned();
            contents.kinds.insert(id.clone(), name);
        }
        if let Subject::Page(Page::Record(collection, _)) = subject {
            let records = contents.collections.entry(id);
            let records = records.or_insert_with(|| CollectionContents {
                pages: [number, number],
                compare: reader.comparisons(*collection),
            });
            records.pages[1] = number + 1;
        }
    }
    contents
}

/// What results can be narrowed by, in the order of display.
fn facets(reader: &Reader<'_>, findable: &[Findable], found: &[FoundPage]) -> Vec<Entry> {
    let guide = reader.guide;
    let tag = guide.language(reader.language);
    let mut facets = Vec::new();
    let mut add = |group: &str, id: &str, name: &str, holds: &dyn Fn(usize) -> bool| {
        let name = one_line(name);
        let pages = (0..found.len()).filter(|page| holds(*page));
        let pages: Vec<(u32, Place)> = pages.map(|page| (page as u32, Place::Text)).collect();
        if !pages.is_empty() {
            facets.push((
                format!("{group}\t{id}\t{name}"),
                posting(&pages, found.len()),
            ));
        }
    };
    let mut kinds = Vec::new();
    for Findable { kind, .. } in findable {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    for kind in kinds {
        add(
            "kind",
            reader.kind_id(kind),
            reader.kind_name(kind),
            &|page| findable[page].kind == kind,
        );
    }
    if let Some(collection) = reader.place_collection() {
        for (position, record) in guide.collections[collection].records.iter().enumerate() {
            add("place", &record.id, record.name.get(tag), &|page| {
                found[page].places.contains(&position)
            });
        }
    }
    for position in &guide.used_tags {
        let carried = &guide.tags[*position];
        add("tag", &carried.id, carried.name.get(tag), &|page| {
            found[page].tags.contains(position)
        });
    }
    facets
}

/// A name without line feeds and tabs, which stand between names in the index.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
