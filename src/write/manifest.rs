//! The record of what a build wrote, in `.shirube/`: how the next one knows its own files.
//!
//! A text file: a first line with the version, a line with the output folder, then for every
//! folder a line `/<folder>` and for every file in it `<hash> <length> <name>`, all sorted; last
//! the checksum of everything before it. It is written beside its place and moved there, and a
//! record that is broken or of another version counts as none.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use xxhash_rust::xxh3::Xxh3Default;

use super::error::WriteError;
use super::listing::{FileEntry, Listing};

const VERSION: &str = "shirube output 1";

/// What an earlier build wrote.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) listing: Listing,
    /// When the record was written. A file of the output that changed later was changed by
    /// someone else.
    pub(super) written: SystemTime,
}

impl Manifest {
    /// Of an output that doesn't exist yet.
    pub(super) fn none() -> Self {
        Self {
            listing: Listing::default(),
            written: SystemTime::UNIX_EPOCH,
        }
    }
}

/// The record at a path; `None` when there is none that can be relied on.
pub(super) fn read(path: &Path) -> Result<Option<Manifest>, WriteError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::io(path, error)),
    };
    let written = file.metadata().and_then(|metadata| metadata.modified());
    let parsed = written.and_then(|written| Ok((written, parse(BufReader::new(file))?)));
    match parsed {
        Ok((written, listing)) => Ok(listing.map(|listing| Manifest { listing, written })),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(WriteError::io(path, error)),
    }
}

fn parse(mut input: impl BufRead) -> io::Result<Option<Listing>> {
    let mut listing = Listing::default();
    let mut hasher = Xxh3Default::new();
    let mut folder: Option<(String, Vec<FileEntry>)> = None;
    let mut line = String::new();
    for number in 0_usize.. {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            break;
        }
        let text = line.strip_suffix('\n').unwrap_or_default();
        if let Some(checksum) = text.strip_prefix("checksum ") {
            let right = checksum == format!("{:016x}", hasher.digest());
            let complete = close(&mut listing, folder.take()) && input.fill_buf()?.is_empty();
            return Ok((right && complete).then_some(listing));
        }
        hasher.update(line.as_bytes());
        let good = match number {
            0 => text == VERSION,
            1 => text.starts_with("folder "),
            _ => {
                if let Some(name) = text.strip_prefix('/') {
                    close(&mut listing, folder.replace((name.to_owned(), Vec::new())))
                } else {
                    add_file(folder.as_mut(), text)
                }
            }
        };
        if !good {
            return Ok(None);
        }
    }
    Ok(None)
}

fn close(listing: &mut Listing, folder: Option<(String, Vec<FileEntry>)>) -> bool {
    folder.is_none_or(|(name, files)| listing.add_folder(&name, files).is_ok())
}

fn add_file(folder: Option<&mut (String, Vec<FileEntry>)>, text: &str) -> bool {
    let mut parts = text.splitn(3, ' ');
    let hash = parts
        .next()
        .and_then(|hash| u64::from_str_radix(hash, 16).ok());
    let length = parts.next().and_then(|length| length.parse().ok());
    match (folder, hash, length, parts.next()) {
        (Some((_, files)), Some(hash), Some(length), Some(name)) => {
            let name = name.into();
            files.push(FileEntry {
                name,
                length,
                hash,
                staged: false,
            });
            true
        }
        _ => false,
    }
}

/// Writes the record, replacing an older one as a whole.
pub(super) fn write(path: &Path, output: &str, listing: &Listing) -> Result<(), WriteError> {
    let mut beside: PathBuf = path.to_owned();
    beside.set_extension("new");
    let save = || -> io::Result<()> {
        let mut writer = Summed {
            inner: BufWriter::new(File::create(&beside)?),
            hasher: Xxh3Default::new(),
        };
        // The folder is for people who look at the file; a name with a line break must not break it.
        write!(writer, "{VERSION}\nfolder {}\n", output.escape_debug())?;
        for (folder, files) in listing.folders() {
            writeln!(writer, "/{folder}")?;
            for file in files {
                writeln!(writer, "{:016x} {} {}", file.hash, file.length, file.name)?;
            }
        }
        let Summed { mut inner, hasher } = writer;
        writeln!(inner, "checksum {:016x}", hasher.digest())?;
        inner.flush()?;
        fs::rename(&beside, path)
    };
    save().map_err(|cause| WriteError::io(path, cause))
}

/// Passes bytes on and takes their checksum.
struct Summed<W> {
    inner: W,
    hasher: Xxh3Default,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing() -> Listing {
        let mut listing = Listing::default();
        let top = vec![
            FileEntry::new("index.html", b"a"),
            FileEntry::new("404.html", b"b"),
        ];
        listing.add_folder("", top).expect("no name twice");
        let below = vec![FileEntry::new("with space.html", b"c")];
        listing.add_folder("a/b", below).expect("no name twice");
        listing
    }

    #[test]
    fn what_was_written_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.manifest");
        write(&path, "public", &listing()).expect("written");
        let manifest = read(&path).expect("readable").expect("valid");
        assert_eq!(manifest.listing, listing());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn any_damage_makes_it_void() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.manifest");
        assert!(read(&path).expect("no error").is_none());
        write(&path, "public", &listing()).expect("written");
        let whole = fs::read_to_string(&path).expect("text");
        let cut: String = whole
            .lines()
            .take(4)
            .map(|line| format!("{line}\n"))
            .collect();
        let broken = [
            whole.replace("index", "inbex"),
            whole.replace("output 1", "output 2"),
            format!("{whole}more\n"),
            cut,
            String::new(),
        ];
        for text in broken {
            File::create(&path)
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .expect("written");
            assert!(read(&path).expect("no error").is_none(), "{text}");
        }
        File::create(&path)
            .and_then(|mut file| file.write_all(b"\xFF"))
            .expect("written");
        assert!(read(&path).expect("no error").is_none());
    }
}
