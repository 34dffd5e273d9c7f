//! Which program this is: by its own bytes, so that no two builds of it are taken for one.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};

use rayon::prelude::*;
use shirube::fingerprint::{Fingerprint, Mixer};

/// Bytes that a thread goes through at a time.
const PIECE: u64 = 1 << 21;

/// Of all bytes of this program.
///
/// # Errors
///
/// When they can't be read; what is remembered may be another program's then.
pub(super) fn fingerprint() -> io::Result<Fingerprint> {
    let path = std::env::current_exe()?;
    let length = fs::metadata(&path)?.len();
    let piece = |number: u64| {
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(number * PIECE))?;
        Fingerprint::of_all(file.take(PIECE))
    };
    let pieces = (0..length.div_ceil(PIECE)).into_par_iter().map(piece);
    let pieces = pieces.collect::<io::Result<Vec<Fingerprint>>>()?;
    let mut whole = Mixer::default();
    pieces.into_iter().for_each(|piece| {
        whole.part(piece);
    });
    Ok(whole.finish())
}
