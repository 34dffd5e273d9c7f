//! 128 bits that stand for what something is made of: equal fingerprints mean equal things.
//!
//! XXH3, which is fast and finds accidental changes. It is no proof against someone who makes two
//! different files with one fingerprint on purpose: all that would do is leave their own page as
//! it was.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// What something is made of, in 128 bits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Of all that is read, which is never in memory as a whole; [`Fingerprint::of`] the same bytes
    /// is equal.
    ///
    /// # Errors
    ///
    /// When it can't be read.
    pub fn of_all(mut reader: impl Read) -> io::Result<Self> {
        let mut hasher = Xxh3Default::new();
        let mut piece = vec![0; 1 << 18];
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok(Self(hasher.digest128())),
                Ok(length) => hasher.update(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Sixteen bytes, the same on every machine.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    /// What [`Fingerprint::to_bytes`] gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_le_bytes(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// Puts the parts of something together. The order of parts counts, and so does where one ends.
#[derive(Clone, Default)]
pub struct Mixer {
    hasher: Xxh3Default,
}

impl Mixer {
    /// Adds bytes and where they end.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.hasher.update(bytes);
        self.hasher.update(&(bytes.len() as u64).to_le_bytes());
        self
    }

    /// Adds a text and where it ends.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.hasher.update(&number.to_le_bytes());
        self
    }

    /// Adds something that has its own fingerprint.
    pub fn part(&mut self, part: Fingerprint) -> &mut Self {
        self.hasher.update(&part.to_bytes());
        self
    }

    /// Adds all that a value's `Debug` tells of it, which for a derived one is all of it.
    pub fn debug(&mut self, value: &impl fmt::Debug) -> &mut Self {
        // Hashing can't fail.
        let _ = fmt::write(&mut Told(self), format_args!("{value:?}"));
        self.number(u64::MAX)
    }

    /// Adds all that a value hashes of itself.
    pub fn hash(&mut self, value: &impl Hash) -> &mut Self {
        value.hash(&mut Told(self));
        self.number(u64::MAX)
    }

    /// All that was added.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint(self.hasher.digest128())
    }
}

/// Passes on what a value tells of itself.
struct Told<'a>(&'a mut Mixer);

impl fmt::Write for Told<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.hasher.update(text.as_bytes());
        Ok(())
    }
}

impl Hasher for Told<'_> {
    fn write(&mut self, bytes: &[u8]) {
        self.0.hasher.update(bytes);
    }

    /// Nobody asks: the mixer is finished instead.
    fn finish(&self) -> u64 {
        self.0.hasher.digest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_ends_and_their_order() {
        let of = |parts: &[&str]| {
            let mut mixer = Mixer::default();
            for part in parts {
                mixer.text(part);
            }
            mixer.finish()
        };
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab", "c"]), of(&["c", "ab"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
        let fingerprint = of(&["a"]);
        assert_eq!(Fingerprint::from_bytes(fingerprint.to_bytes()), fingerprint);
    }

    #[test]
    fn what_is_read_piece_by_piece_is_the_same() {
        let bytes: Vec<u8> = (0..600_000_u32)
            .map(|number| (number % 251) as u8)
            .collect();
        for length in [0, 1, 240, 1 << 18, bytes.len()] {
            let read = Fingerprint::of_all(&bytes[..length]).expect("memory can be read");
            assert_eq!(read, Fingerprint::of(&bytes[..length]));
        }
    }
}
