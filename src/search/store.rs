//! An [`Index`] as bytes, for the next run.
//!
//! Whoever keeps the bytes makes sure that the next program understands them: they depend on how
//! this one finds pages, and hold no version.

use crate::fingerprint::Fingerprint;
use crate::search::Index;
use crate::search::cut::{Block, Kind, Sizes};
use crate::search::postings::{push_number, take_number};

impl Index {
    /// The index as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let blocks: usize = self.blocks.iter().map(|block| block.bytes.len() + 16).sum();
        let infos: usize = self.infos.iter().map(|info| info.len() + 20).sum();
        let mut bytes = Vec::with_capacity(blocks + infos + 200);
        push_number(&mut bytes, self.pages.len());
        for (fingerprint, info) in self.pages.iter().zip(&self.infos) {
            bytes.extend_from_slice(&fingerprint.to_bytes());
            push_number(&mut bytes, info.len());
            bytes.extend_from_slice(info);
        }
        push_number(&mut bytes, self.sizes.len());
        for (kind, size) in &self.sizes {
            push_number(&mut bytes, *kind as usize);
            push_number(&mut bytes, *size);
        }
        push_number(&mut bytes, self.blocks.len());
        for block in &self.blocks {
            push_number(&mut bytes, block.kind as usize);
            push_number(&mut bytes, block.size);
            push_number(&mut bytes, usize::from(block.is_cut));
            push_number(&mut bytes, block.bytes.len());
            bytes.extend_from_slice(&block.bytes);
        }
        bytes
    }

    /// What [`Index::to_bytes`] gave; `None` of bytes that it never gives. Bytes that someone changed
    /// may give an index that finds something else, but no panic.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let mut index = Self::default();
        for _ in 0..take_number(bytes)? {
            let fingerprint = bytes.split_off(..16)?.try_into().ok()?;
            index.pages.push(Fingerprint::from_bytes(fingerprint));
            let length = take_number(bytes)?;
            index.infos.push(bytes.split_off(..length)?.into());
        }
        let mut sizes = Sizes::new();
        for _ in 0..take_number(bytes)? {
            sizes.insert(take_kind(bytes)?, take_number(bytes)?);
        }
        index.sizes = sizes;
        for _ in 0..take_number(bytes)? {
            index.blocks.push(Block {
                kind: take_kind(bytes)?,
                size: take_number(bytes)?,
                is_cut: take_number(bytes)? == 1,
                bytes: {
                    let length = take_number(bytes)?;
                    bytes.split_off(..length)?.into()
                },
            });
        }
        let is_whole = bytes.is_empty() && index.sizes.contains_key(&Kind::Pages);
        is_whole.then_some(index)
    }
}

fn take_kind(bytes: &mut &[u8]) -> Option<Kind> {
    Kind::ALL.get(take_number(bytes)?).copied()
}
