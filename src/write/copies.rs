//! Compressed copies of text files, which a host sends in their place.
//!
//! A copy is made from its file's bytes alone, so it carries their length and hash as its
//! fingerprint: a file that stayed the same keeps its copies, and nothing is compressed again.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::block::FileEntry;
use crate::fingerprint::{Fingerprint, Mixer};
use crate::parse::site::Encoding;

/// Quality 5 of 11: 7 takes three times as long for 2 % less; from 9 on, tables are so large that
/// clearing them for each file takes most of the time.
const BROTLI_QUALITY: i32 = 5;
/// The window is as wide as the file, between these powers of two. At 16 and less the encoder has
/// tables as large as those of quality 9.
const BROTLI_WINDOW: (u32, u32) = (17, 22);
/// Level 6 of 9, as everywhere.
const GZIP: Compression = Compression::new(6);

/// A file's bytes in an encoding; `None` where they get no fewer by it. The same bytes always give
/// the same: neither a time nor a name is in them.
pub(super) fn compressed(encoding: Encoding, bytes: &[u8]) -> Option<Vec<u8>> {
    let written = match encoding {
        Encoding::Brotli => brotli(bytes),
        Encoding::Gzip => gzip(bytes),
    };
    // Writing into memory doesn't fail.
    written.ok().filter(|copy| copy.len() < bytes.len())
}

/// What the copy of a file is recognised by.
pub(super) fn fingerprint(encoding: Encoding, file: &FileEntry) -> Fingerprint {
    let mut mixer = Mixer::default();
    mixer.text(encoding.ending());
    mixer.number(file.length).number(file.hash).finish()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let (least, most) = BROTLI_WINDOW;
    let width = usize::BITS - bytes.len().leading_zeros();
    let parameters = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        // At most 22.
        lgwin: i32::try_from(width.clamp(least, most)).unwrap_or_default(),
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut copy = Vec::with_capacity(bytes.len() / 3);
    brotli::BrotliCompress(&mut &*bytes, &mut copy, &parameters)?;
    Ok(copy)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), GZIP);
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn unpacked(encoding: Encoding, copy: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        match encoding {
            Encoding::Brotli => brotli::Decompressor::new(copy, 4096).read_to_end(&mut bytes),
            Encoding::Gzip => flate2::read::GzDecoder::new(copy).read_to_end(&mut bytes),
        }
        .expect("whole");
        bytes
    }

    #[test]
    fn a_copy_holds_the_bytes_and_nothing_of_the_moment() {
        let text = "神山町の家賃は徳島市より低い。".repeat(100);
        for length in [1_030, 2_000, text.len()] {
            let bytes = &text.as_bytes()[..length];
            for encoding in [Encoding::Brotli, Encoding::Gzip] {
                let copy = compressed(encoding, bytes).expect("smaller");
                assert_eq!(unpacked(encoding, &copy), bytes);
                assert_eq!(compressed(encoding, bytes), Some(copy.clone()));
                if encoding == Encoding::Gzip {
                    // No flag, no time.
                    assert_eq!(copy[3..8], [0; 5]);
                }
            }
        }
    }

    #[test]
    fn what_gains_nothing_has_no_copy() {
        // Numbers of a generator, which no one can write shorter.
        let mut state = 1_u64;
        let noise = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        });
        let noise: Vec<u8> = noise.take(5_000).collect();
        for encoding in [Encoding::Brotli, Encoding::Gzip] {
            assert_eq!(compressed(encoding, &noise), None);
        }
    }
}
