//! `Guide` → the files of the search index, one index a language.
//!
//! `docs/search.md` is the contract with the theme's scripts: what is found, by what, and what
//! the files look like. Nothing here touches a disk, and the same guide gives the same bytes.

mod cut;
pub mod dictionary;
mod files;
pub mod fold;
mod invert;
mod merge;
mod pages;
mod postings;
pub mod reading;
mod store;
mod table;
pub mod terms;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::fingerprint::{Fingerprint, Mixer};
use crate::plan::Page;
use crate::plan::route::OutputPath;
use crate::render::Renderer;
use crate::search::cut::{Block, Kind, Sizes};
use crate::search::dictionary::Dictionary;
use crate::search::files::{CollectionContents, Contents};
use crate::search::invert::Inverter;
use crate::search::merge::{Piece, Renumbering, Segment};
use crate::search::pages::{Findable, Names, Outline, Reader, Subject};
use crate::search::postings::Lists;
use crate::search::table::Table;
use crate::search::terms::Place;

/// A file of the index.
#[derive(Clone, Debug)]
pub struct IndexFile {
    /// Where it goes.
    pub path: OutputPath,
    /// What it is recognised by: equal fingerprints mean equal bytes, made by the same program.
    pub fingerprint: Fingerprint,
    unpacked: Arc<[u8]>,
}

impl IndexFile {
    /// What it holds. Packed anew each time, which is the greater part of the work.
    pub fn bytes(&self) -> Vec<u8> {
        files::gzip(&self.unpacked)
    }
}

/// The index of a language as it was made last, from which the next one is made: only pages that
/// are new or found by something else are read. An empty one makes everything anew; the files are
/// the same in either case.
///
/// For 10,000 articles of 7 kB it takes about 30 MB.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// What each page's contribution follows from, by its number.
    pages: Vec<Fingerprint>,
    /// What each page shows as a result, as it stands in a file.
    infos: Vec<Box<[u8]>>,
    /// All terms in order.
    blocks: Vec<Block>,
    /// The sizes that the blocks were cut by.
    sizes: Sizes,
}

/// Pages whose terms are gathered together; their terms are in memory at once.
const BATCH: usize = 256;

impl Index {
    /// Brings the index up to date with a guide and gives all of its files. `language` is a
    /// position in the site's list, for an index that was made before the same language.
    pub fn update(&mut self, renderer: &Renderer, language: usize) -> Vec<IndexFile> {
        let guide = renderer.guide();
        let names = Names::new(pages::reviewed(guide, guide.language(language)));
        let reader = Reader {
            guide,
            renderer,
            names: &names,
            mentioned: pages::mentioned(guide),
            language,
        };
        let findable = pages::findable(guide, language);
        let outlines: Vec<Outline> = findable
            .par_iter()
            .map(|page| reader.outline(page))
            .collect();
        let dictionary = || Dictionary::new(names.all());
        self.read(&reader, &findable, &outlines, dictionary);
        let folder = guide.language_folder(language);
        files::files(
            &self.blocks,
            cut::pages(&self.infos, self.sizes[&Kind::Pages]),
            facets(&reader, &findable, &outlines),
            &contents(&reader, &findable),
        )
        .into_par_iter()
        .map(|(path, unpacked)| IndexFile {
            path: OutputPath::new(format!("{folder}search/{path}")),
            fingerprint: Fingerprint::of(&unpacked),
            unpacked,
        })
        .collect()
    }

    /// What the index follows from: equal fingerprints of indexes mean equal indexes.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut mixer = Mixer::default();
        for page in &self.pages {
            mixer.part(*page);
        }
        mixer.finish()
    }

    /// Reads the pages that the index doesn't know and forgets those that are gone.
    fn read(
        &mut self,
        reader: &Reader<'_>,
        findable: &[Findable],
        outlines: &[Outline],
        dictionary: impl FnOnce() -> Dictionary,
    ) {
        let fingerprints = outlines.iter().map(|outline| outline.fingerprint);
        let fingerprints: Vec<Fingerprint> = fingerprints.collect();
        if fingerprints == self.pages && !self.sizes.is_empty() {
            return;
        }
        let (numbers, mut unread) = renumbered(&self.pages, &fingerprints);
        let mut old = std::mem::take(self);
        // Most lists change where most pages do: then those of the last index are of no use.
        if unread.len() > fingerprints.len() / 2 {
            old = Self::default();
            unread = (0..fingerprints.len()).collect();
        }
        let mut renumbering = Renumbering {
            before: old.pages.len(),
            after: fingerprints.len(),
            numbers,
        };
        renumbering.numbers.truncate(old.pages.len());
        let (segments, read) = if unread.is_empty() {
            Default::default()
        } else {
            read_pages(reader, &dictionary(), findable, &unread)
        };
        let mut infos = vec![Box::<[u8]>::default(); fingerprints.len()];
        for (info, number) in old.infos.into_iter().zip(&renumbering.numbers) {
            if let Some(place) = number.and_then(|number| infos.get_mut(number as usize)) {
                *place = info;
            }
        }
        for (page, info) in unread.into_iter().zip(read) {
            infos[page] = info;
        }
        let pieces = merge::merged(&old.blocks, &segments, &renumbering);
        drop((segments, old.blocks)); // much memory, and blocks take some more
        let mut bytes = Sizes::from([(Kind::Pages, infos.iter().map(|info| info.len()).sum())]);
        for piece in &pieces {
            match piece {
                Piece::Same(block) => *bytes.entry(block.kind).or_default() += block.size,
                Piece::New(_, sizes) => sizes.iter().for_each(|(kind, size)| {
                    *bytes.entry(*kind).or_default() += size;
                }),
            }
        }
        bytes.retain(|kind, size| *kind == Kind::Pages || *size > 0);
        let sizes = cut::sizes(&bytes);
        *self = Self {
            pages: fingerprints,
            infos,
            blocks: cut::terms(pieces, &sizes, |kind| {
                sizes.get(&kind) == old.sizes.get(&kind)
            }),
            sizes,
        };
    }
}

/// The new number of each old page that is still there, and the numbers of all new ones.
fn renumbered(old: &[Fingerprint], new: &[Fingerprint]) -> (Vec<Option<u32>>, Vec<usize>) {
    let mut known: Vec<(Fingerprint, u32)> = old.iter().copied().zip(0..).collect();
    known.sort_unstable();
    let mut numbers = vec![None; old.len()];
    let mut unread = Vec::new();
    for (number, fingerprint) in new.iter().enumerate() {
        let position = known.partition_point(|(other, _)| other < fingerprint);
        let page = known
            .get(position)
            .filter(|(other, _)| other == fingerprint);
        let free = page.and_then(|(_, page)| numbers.get_mut(*page as usize));
        match free {
            Some(place @ None) => *place = Some(number as u32),
            // Two pages with the same address: no guide has them.
            Some(Some(_)) | None => unread.push(number),
        }
    }
    (numbers, unread)
}

/// The terms of some pages, and what each shows as a result.
fn read_pages(
    reader: &Reader<'_>,
    dictionary: &Dictionary,
    findable: &[Findable],
    unread: &[usize],
) -> (Vec<Segment>, Vec<Box<[u8]>>) {
    let batches = unread.par_chunks(BATCH).map(|batch| {
        let mut inverter = Inverter::default();
        let mut infos: Vec<Box<[u8]>> = Vec::with_capacity(batch.len());
        for page in batch {
            let (info, terms) = reader.read(&findable[*page], dictionary);
            inverter.add(*page as u32, terms);
            infos.push(serde_json::to_vec(&info).unwrap_or_default().into());
        }
        (inverter.segment(findable.len()), infos)
    });
    let (segments, infos): (Vec<_>, Vec<Vec<_>>) = batches.unzip();
    (segments, infos.into_iter().flatten().collect())
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
fn facets(reader: &Reader<'_>, findable: &[Findable], outlines: &[Outline]) -> Vec<u8> {
    let guide = reader.guide;
    let tag = guide.language(reader.language);
    let mut kinds: Vec<(pages::Kind, Lists)> = Vec::new();
    let mut places: BTreeMap<usize, Lists> = BTreeMap::new();
    let mut tags: BTreeMap<usize, Lists> = BTreeMap::new();
    for (page, (found, outline)) in (0..).zip(findable.iter().zip(outlines)) {
        // Pages of a kind mostly stand together.
        match kinds.iter_mut().rfind(|(kind, _)| *kind == found.kind) {
            Some((_, lists)) => lists.push(page, Place::Text),
            None => {
                let mut lists = Lists::default();
                lists.push(page, Place::Text);
                kinds.push((found.kind, lists));
            }
        }
        let belongs = [(&mut places, &outline.places), (&mut tags, &outline.tags)];
        for (lists, positions) in belongs {
            for position in positions {
                let lists = lists.entry(*position).or_default();
                lists.push(page, Place::Text);
            }
        }
    }
    let mut facets = Table::default();
    let mut add = |group: &str, id: &str, name: &str, lists: Option<&mut Lists>| {
        let facet = format!("{group}\t{id}\t{}", one_line(name));
        if let Some(lists) = lists {
            facets.push_with(facet.as_bytes(), |bytes| lists.write(findable.len(), bytes));
        }
    };
    for (kind, lists) in &mut kinds {
        let (id, name) = (reader.kind_id(*kind), reader.kind_name(*kind));
        add("kind", id, name, Some(lists));
    }
    if let Some(collection) = reader.place_collection() {
        for (position, record) in guide.collections[collection].records.iter().enumerate() {
            let name = record.name.get(tag);
            add("place", &record.id, name, places.get_mut(&position));
        }
    }
    for position in &guide.used_tags {
        let carried = &guide.tags[*position];
        let name = carried.name.get(tag);
        add("tag", &carried.id, name, tags.get_mut(position));
    }
    facets.take_block()
}

/// A name without line feeds and tabs, which stand between names in the index.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
