//! What a writer finds of the last build where it is about to put something.

use std::fs::{self, Metadata};
use std::path::PathBuf;

use super::block::{Block, FileEntry, Stamp};
use super::error::WriteError;
use super::path::{join, split};
use super::standing::{self, Standing};
use super::{Folder, Writer};
use crate::fingerprint::Fingerprint;

impl Writer {
    /// A file of the last build that this very program made and nobody touched since, with its
    /// fingerprint.
    pub(super) fn recognised<'a>(
        &self,
        folder: &'a Folder,
        folder_name: &str,
        name: &str,
    ) -> Option<(&'a FileEntry, Fingerprint)> {
        if self.whole || self.fresh || self.old.program != self.program {
            return None;
        }
        let (file, metadata) = self.found(folder, folder_name, name).ok()??;
        let fingerprint = file.fingerprint.filter(|_| file.is_at(&metadata))?;
        Some((file, fingerprint))
    }

    fn old_block<'a>(&self, folder: &'a Folder, name: &str) -> Result<&'a Block, WriteError> {
        if let Some(block) = folder.old.get() {
            return Ok(block);
        }
        let block = self.old.block(name)?;
        Ok(folder.old.get_or_init(|| block))
    }

    fn standing<'a>(&self, folder: &'a Folder, name: &str) -> Result<&'a Standing, WriteError> {
        if let Some(standing) = folder.standing.get() {
            return Ok(standing);
        }
        let standing = if name.is_empty() {
            Standing::Folder
        } else {
            let around = split(name).0;
            match self.standing(&self.folders.get(around), around)? {
                Standing::Folder => standing::in_real_folder(&self.place.output, name, &self.old)?,
                other => other.clone(),
            }
        };
        Ok(folder.standing.get_or_init(|| standing))
    }

    /// A file of the last build that still stands at its place, whoever changed it since; `None`
    /// where nothing stands, or a folder of ours.
    pub(super) fn found<'a>(
        &self,
        folder: &'a Folder,
        folder_name: &str,
        name: &str,
    ) -> Result<Option<(&'a FileEntry, Metadata)>, WriteError> {
        match self.standing(folder, folder_name)? {
            Standing::Folder => {}
            Standing::Nothing => return Ok(None),
            Standing::Foreign(path) => {
                return Err(WriteError::ForeignFile { path: path.clone() });
            }
        }
        let path = self.path_of(folder_name, name);
        let Some(metadata) = standing::metadata(&path)? else {
            return Ok(None);
        };
        let known = self.old_block(folder, folder_name)?.get(name);
        if let Some(known) = known.filter(|_| metadata.is_file()) {
            return Ok(Some((known, metadata)));
        }
        let relative = join(folder_name, name);
        let foreign = if known.is_none() && metadata.is_dir() && self.old.has_folder(&relative) {
            standing::foreign_below(&self.place.output, &relative, &self.old)?
        } else {
            Some(path)
        };
        match foreign {
            Some(path) => Err(WriteError::ForeignFile { path }),
            None => Ok(None),
        }
    }

    /// Where a file stands in the output.
    fn path_of(&self, folder: &str, name: &str) -> PathBuf {
        let output = &self.place.output;
        let length = output.as_os_str().len() + folder.len() + name.len() + 2;
        let mut path = PathBuf::with_capacity(length);
        path.push(output);
        path.push(folder);
        path.push(name);
        path
    }

    /// The stamp of the file in the output, if that has the very same bytes.
    pub(super) fn there(
        &self,
        folder: &Folder,
        folder_name: &str,
        file: &FileEntry,
        bytes: &[u8],
    ) -> Result<Option<Stamp>, WriteError> {
        let Some((known, metadata)) = self.found(folder, folder_name, &file.name)? else {
            return Ok(None);
        };
        if !known.same_bytes(file) || metadata.len() != file.length {
            return Ok(None);
        }
        if self.fresh || !known.is_at(&metadata) {
            // Copied, touched or changed by someone: only its bytes can tell.
            let path = self.place.output.join(folder_name).join(&*file.name);
            #[expect(clippy::disallowed_methods, reason = "write touches files")]
            let found = fs::read(&path).map_err(|cause| WriteError::io(&path, cause))?;
            if found != bytes {
                return Ok(None);
            }
        }
        Ok(Some(Stamp::of(&metadata)))
    }
}
