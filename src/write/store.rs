//! What stages remember from one run to the next: small files in `.shirube/`, each replaced as a
//! whole.
//!
//! A file is a cache: it may always be missing. One that is broken, cut off or of another version
//! counts as none. The checksum finds accidents; it is no proof against someone who writes a file
//! on purpose, so who reads one must not panic on any bytes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::WriteError;
use super::place::make_state;
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::Moment;

/// The first bytes of every file, with the version of this format.
const MAGIC: &[u8; 16] = b"shirube store 1\n";
/// Magic, version, checksum of what follows.
const HEADER: usize = 48;

/// What was written under a name by the same version; `None` when there is nothing that can be
/// relied on. `state` is the project's `.shirube/`; `version` stands for whatever decides how the
/// bytes are to be understood: their format, or the program that made them.
pub fn read(state: &Path, name: &str, version: Fingerprint) -> Option<Vec<u8>> {
    let path = place(state, name);
    // No link is followed, and no pipe is waited for.
    let is_real = fs::symlink_metadata(state).ok()?.is_dir();
    if !is_real || !fs::symlink_metadata(&path).ok()?.is_file() {
        return None;
    }
    let mut file = File::open(&path).ok()?;
    let length = usize::try_from(file.metadata().ok()?.len()).ok()?;
    let mut header = [0; HEADER];
    file.read_exact(&mut header).ok()?;
    // What another version left is not worth reading.
    let is_ours =
        header.starts_with(MAGIC) && header[MAGIC.len()..].starts_with(&version.to_bytes());
    if !is_ours {
        return None;
    }
    let mut bytes = Vec::with_capacity(length.checked_sub(HEADER)?);
    file.read_to_end(&mut bytes).ok()?;
    (header == self::header(version, &bytes)).then_some(bytes)
}

/// Replaces what stands under a name, at one moment: a reader meets the old bytes or the new ones,
/// and so does the next run when this one is killed. Where two write at once, one of them wins.
///
/// # Errors
///
/// When the file can't be written; what stood there before stays. Nothing is lost by that but time.
pub fn write(
    state: &Path,
    name: &str,
    version: Fingerprint,
    bytes: &[u8],
) -> Result<(), WriteError> {
    Batch::open(state, |other| other == name)?.write(name, version, bytes)
}

/// Several files that are replaced, each as [`write()`] does it.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    state: &'a Path,
}

impl<'a> Batch<'a> {
    /// Makes ready to write files whose names are among these.
    ///
    /// # Errors
    ///
    /// When nothing can be written there.
    pub fn open(state: &'a Path, is_among: impl Fn(&str) -> bool) -> Result<Self, WriteError> {
        make_state(state)?;
        remove_unfinished(state, is_among).map_err(|cause| WriteError::io(state, cause))?;
        Ok(Self { state })
    }

    /// Replaces what stands under a name, which must be one that this was opened for.
    ///
    /// # Errors
    ///
    /// As for [`write()`].
    pub fn write(&self, name: &str, version: Fingerprint, bytes: &[u8]) -> Result<(), WriteError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = place(self.state, name);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let unfinished = format!("{name}.{}-{count}.new", std::process::id());
        let unfinished = self.state.join(unfinished);
        let save = || {
            let mut options = OpenOptions::new();
            let mut file = options.write(true).create_new(true).open(&unfinished)?;
            file.write_all(&header(version, bytes))?;
            file.write_all(bytes)?;
            fs::rename(&unfinished, &path)
        };
        match save() {
            Ok(()) => Ok(()),
            // Another writer has cleared our file away and puts its own in place.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(cause) => {
                // It may never have been made; the first error is the one to tell.
                let _ = fs::remove_file(&unfinished);
                Err(WriteError::io(&path, cause))
            }
        }
    }
}

/// The time as it is stamped on files that are written now, beside which files that are read may
/// be put; `None` where nothing can be written, or no project is.
pub fn moment(state: &Path) -> Option<Moment> {
    // Where there is no guide nothing is left behind.
    let site = state.parent()?.join("site.yaml");
    if !fs::symlink_metadata(site).ok()?.is_file() {
        return None;
    }
    make_state(state).ok()?;
    // What a killed process left would be older. One that runs has told its time already, or goes
    // without.
    remove_unfinished(state, |name| name == "clock").ok()?;
    let path = state.join(format!("clock.{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).open(&path).ok()?;
    let moment = file.metadata().ok().and_then(|now| Moment::of(&now));
    let _ = fs::remove_file(&path);
    moment
}

fn place(state: &Path, name: &str) -> PathBuf {
    debug_assert!(!name.contains(['/', '\\', '.']), "a plain name: {name}");
    state.join(format!("{name}.store"))
}

fn header(version: Fingerprint, bytes: &[u8]) -> [u8; HEADER] {
    let sum = Mixer::default().part(version).bytes(bytes).finish();
    let mut header = [0; HEADER];
    let parts: [&[u8]; 3] = [MAGIC, &version.to_bytes(), &sum.to_bytes()];
    for (place, part) in header.chunks_exact_mut(16).zip(parts) {
        place.copy_from_slice(part);
    }
    header
}

/// Clears up after writers of files with these names that were killed.
fn remove_unfinished(state: &Path, is_among: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(state)? {
        let found = entry?.file_name();
        let unfinished = found.to_str().and_then(|found| found.strip_suffix(".new"));
        let name = unfinished.and_then(|unfinished| unfinished.split('.').next());
        if name.is_some_and(&is_among) {
            match fs::remove_file(state.join(&found)) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    reason = "tests make the files that they need"
)]
mod tests {
    use super::*;

    fn version(text: &str) -> Fingerprint {
        Fingerprint::of(text.as_bytes())
    }

    #[test]
    fn what_was_written_is_read_by_the_same_version_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path().join("new/.shirube");
        assert_eq!(read(&state, "terms", version("1")), None);
        for bytes in [&b"first"[..], b"", b"third"] {
            write(&state, "terms", version("1"), bytes).expect("written");
            assert_eq!(read(&state, "terms", version("1")).as_deref(), Some(bytes));
        }
        assert_eq!(read(&state, "terms", version("2")), None);
        assert_eq!(read(&state, "term", version("1")), None);
        let ignored = fs::read_to_string(state.join(".gitignore")).expect("read");
        assert_eq!(ignored, "*\n");
    }

    #[test]
    fn any_damage_makes_it_void() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path();
        write(state, "terms", version("1"), b"bytes").expect("written");
        let path = state.join("terms.store");
        let whole = fs::read(&path).expect("read");
        for position in 0..whole.len() {
            let mut broken = whole.clone();
            broken[position] ^= 1;
            fs::write(&path, &broken).expect("written");
            assert_eq!(read(state, "terms", version("1")), None, "{position}");
            fs::write(&path, &whole[..position]).expect("written");
            assert_eq!(read(state, "terms", version("1")), None, "{position}");
        }
        fs::write(&path, [&whole[..], b"x"].concat()).expect("written");
        assert_eq!(read(state, "terms", version("1")), None);
    }

    #[test]
    fn unfinished_files_go_and_others_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path();
        for name in ["terms.1-0.new", "terms-of.1-0.new", "terms.json"] {
            fs::write(state.join(name), "x").expect("written");
        }
        write(state, "terms", version("1"), b"bytes").expect("written");
        let mut names: Vec<String> = fs::read_dir(state)
            .expect("read")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .collect();
        names.sort();
        assert_eq!(
            names,
            [
                ".gitignore",
                "terms-of.1-0.new",
                "terms.json",
                "terms.store"
            ]
        );
    }

    #[test]
    #[cfg(unix)]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path();
        write(state, "real", version("1"), b"bytes").expect("written");
        std::os::unix::fs::symlink("real.store", state.join("link.store")).expect("linked");
        assert_eq!(read(state, "link", version("1")), None);
        write(state, "link", version("1"), b"other").expect("written");
        let real = read(state, "real", version("1"));
        assert_eq!(real.as_deref(), Some(&b"bytes"[..]));
    }
}
