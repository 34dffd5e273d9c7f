//! Which pages a term stands on, as bytes: `docs/search.md`, "Files".

use crate::search::terms::Place;

/// Appends a number as unsigned LEB128.
pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads a number that [`push_number`] wrote and takes it off the bytes; `None` when they end too
/// early.
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0usize;
    for (position, byte) in bytes.iter().enumerate() {
        let bits = usize::from(byte & 0x7F);
        number |= bits.checked_shl(7 * position as u32)?;
        if byte & 0x80 == 0 {
            *bytes = &bytes[position + 1..];
            return Some(number);
        }
    }
    None
}

/// The pages that a term stands on, by place; each page once.
#[derive(Debug, Default)]
pub(super) struct Lists {
    of_place: [Vec<u32>; Place::ALL.len()],
}

impl Lists {
    /// Forgets all pages.
    pub(super) fn clear(&mut self) {
        self.of_place.iter_mut().for_each(Vec::clear);
    }

    /// Adds a page.
    pub(super) fn push(&mut self, page: u32, place: Place) {
        self.of_place[place as usize].push(page);
    }

    /// Adds the pages of a posting in an index of so many pages, by the number that `renumber`
    /// gives them; those without one are left out.
    pub(super) fn extend(
        &mut self,
        posting: &[u8],
        pages: usize,
        renumber: impl Fn(u32) -> Option<u32>,
    ) {
        each(posting, pages, |place, page| {
            self.of_place[place].extend(renumber(page));
        });
    }

    /// Appends the posting of all pages that were added, in an index of so many pages; nothing
    /// where there are none.
    pub(super) fn write(&mut self, pages: usize, bytes: &mut Vec<u8>) {
        let mut mask = 0u8;
        for (place, list) in self.of_place.iter_mut().enumerate() {
            if !list.is_empty() {
                mask |= 1 << place;
                if !list.is_sorted_by(|left, right| left < right) {
                    list.sort_unstable();
                    list.dedup();
                }
            }
        }
        if mask != 0 {
            bytes.push(mask);
            let lists = self.of_place.iter().filter(|list| !list.is_empty());
            lists.for_each(|list| push_list(bytes, list, pages));
        }
    }
}

/// Whether a posting in an index of so many pages names one of some pages, which are sorted.
pub(super) fn names_any(posting: &[u8], pages: usize, some: &[u32]) -> bool {
    let mut found = false;
    match some {
        [] => {}
        [only] => each(posting, pages, |_, page| found |= page == *only),
        _ => each(posting, pages, |_, page| {
            found |= some.binary_search(&page).is_ok();
        }),
    }
    found
}

/// Calls `found` with every place, as a number, and page of a posting. What is broken ends early.
fn each(posting: &[u8], pages: usize, mut found: impl FnMut(usize, u32)) {
    let Some((mask, mut rest)) = posting.split_first() else {
        return;
    };
    for place in (0..Place::ALL.len()).filter(|place| mask & 1 << place != 0) {
        let Some(count) = take_number(&mut rest) else {
            return;
        };
        let low_bits = low_bits(count, pages);
        let mut reader = BitReader::new(rest);
        reader.pages(count, low_bits, |page| found(place, page));
        rest = reader.rest();
    }
}

/// How many bits of a gap are written as they are, where a list has so many of all pages.
fn low_bits(count: usize, pages: usize) -> u32 {
    let mut low_bits = 0;
    while low_bits < 31 && (count << (low_bits + 1)).saturating_mul(10) <= pages * 7 && count > 0 {
        low_bits += 1;
    }
    low_bits
}

/// Appends a list of pages: its length, then Rice-coded gaps.
fn push_list(bytes: &mut Vec<u8>, list: &[u32], pages: usize) {
    push_number(bytes, list.len());
    let low_bits = low_bits(list.len(), pages);
    let mut bits = Bits::new(bytes);
    let mut next = 0;
    for page in list {
        let gap = page - next;
        let ones = gap >> low_bits;
        let low = u64::from(gap) & ((1 << low_bits) - 1);
        if ones + 1 + low_bits <= 32 {
            let ones_and_zero = ((1 << ones) - 1) << 1;
            bits.push(ones_and_zero << low_bits | low, ones + 1 + low_bits);
        } else {
            bits.push_ones(ones);
            bits.push(0, 1);
            bits.push(low, low_bits);
        }
        next = page + 1;
    }
    bits.finish();
}

/// Bits that are read from memory at once.
const WINDOW: u32 = 57;

/// Reads what [`Bits`] wrote.
struct BitReader<'bytes> {
    bytes: &'bytes [u8],
    /// The next bit, counted from the first.
    position: usize,
}

impl<'bytes> BitReader<'bytes> {
    fn new(bytes: &'bytes [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// At least [`WINDOW`] bits from the next one on, the first highest; zeros behind the end.
    fn window(&self) -> u64 {
        let rest = self.bytes.get(self.position / 8..).unwrap_or_default();
        let window = match rest.first_chunk::<8>() {
            Some(bytes) => u64::from_be_bytes(*bytes),
            None => {
                let mut bytes = [0; 8];
                bytes[..rest.len()].copy_from_slice(rest);
                u64::from_be_bytes(bytes)
            }
        };
        window << (self.position % 8)
    }

    /// Calls `found` with so many pages, or with fewer where the bytes end.
    fn pages(&mut self, count: usize, low_bits: u32, mut found: impl FnMut(u32)) {
        let end = self.bytes.len() * 8;
        let mut next = 0u32;
        // So many bits of the window are yet to be read.
        let (mut window, mut left) = (0u64, 0);
        for _ in 0..count {
            let mut ones = window.leading_ones();
            let mut length = ones + 1 + low_bits;
            if length > left {
                (window, left) = (self.window(), WINDOW);
                ones = window.leading_ones();
                length = ones + 1 + low_bits;
            }
            let gap = if length <= left {
                let low = (window << ones << 1)
                    .checked_shr(64 - low_bits)
                    .unwrap_or(0);
                window <<= length;
                left -= length;
                self.position += length as usize;
                ones << low_bits | low as u32
            } else {
                let Some(gap) = self.long_gap(low_bits) else {
                    return;
                };
                left = 0;
                gap
            };
            if self.position > end {
                return;
            }
            let page = next.wrapping_add(gap);
            found(page);
            next = page.wrapping_add(1);
        }
    }

    /// A gap that a window is too short for; `None` behind the end.
    fn long_gap(&mut self, low_bits: u32) -> Option<u32> {
        let mut high = 0u32;
        let mut window = self.window();
        loop {
            let ones = window.leading_ones().min(WINDOW - 1);
            high = high.wrapping_add(ones);
            self.position += ones as usize;
            if ones + 1 + low_bits < WINDOW {
                window <<= ones + 1;
                break;
            }
            window = self.window();
            if window >> 63 == 0 {
                window <<= 1;
                break;
            }
        }
        self.position += 1 + low_bits as usize;
        if self.position > self.bytes.len() * 8 {
            return None;
        }
        let low = match low_bits {
            0 => 0,
            _ => (window >> (64 - low_bits)) as u32,
        };
        Some(high.wrapping_shl(low_bits) | low)
    }

    /// The bytes behind the one that the last bit stands in.
    fn rest(&self) -> &'bytes [u8] {
        let end = self.position.div_ceil(8).min(self.bytes.len());
        &self.bytes[end..]
    }
}

/// Bits appended to bytes, the highest first.
struct Bits<'bytes> {
    bytes: &'bytes mut Vec<u8>,
    pending: u64,
    length: u32,
}

impl<'bytes> Bits<'bytes> {
    fn new(bytes: &'bytes mut Vec<u8>) -> Self {
        Self {
            bytes,
            pending: 0,
            length: 0,
        }
    }

    /// Appends a number of `length` bits, at most 32.
    fn push(&mut self, number: u64, length: u32) {
        self.pending = self.pending << length | number;
        self.length += length;
        if self.length >= 32 {
            self.length -= 32;
            let full = (self.pending >> self.length) as u32;
            self.bytes.extend_from_slice(&full.to_be_bytes());
        }
    }

    fn push_ones(&mut self, mut count: u32) {
        while count > 0 {
            let now = count.min(32);
            self.push((1 << now) - 1, now);
            count -= now;
        }
    }

    fn finish(self) {
        let rest = ((self.pending << (32 - self.length)) as u32).to_be_bytes();
        let length = self.length.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&rest[..length]);
    }
}

#[cfg(test)]
mod tests {
    use super::{Lists, names_any, push_number, take_number};
    use crate::search::terms::Place;

    fn posting(found: &[(u32, Place)], pages: usize) -> Vec<u8> {
        let mut lists = Lists::default();
        for (page, place) in found {
            lists.push(*page, *place);
        }
        let mut bytes = Vec::new();
        lists.write(pages, &mut bytes);
        bytes
    }

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        let mut bytes = Vec::new();
        push_number(&mut bytes, 0);
        push_number(&mut bytes, 300);
        assert_eq!(bytes, [0, 0xAC, 0x02]);
        let mut rest = &bytes[..];
        assert_eq!(take_number(&mut rest), Some(0));
        assert_eq!(take_number(&mut rest), Some(300));
        assert_eq!(take_number(&mut rest), None);
        assert_eq!(take_number(&mut &[0xFF; 30][..]), None);
    }

    #[test]
    fn a_posting_has_a_list_for_each_place() {
        // 100 pages, one in the title: 1 × 2^6 × 10 ≤ 700, so k is 6; page 70 is gap 70:
        // one 1, a 0, then 000110.
        // Three in the text: 3 × 2^4 × 10 ≤ 700, so k is 4: gaps 2 (0 0010), 0 (0 0000),
        // 20 (10 0100).
        let found = [
            (2, Place::Text),
            (3, Place::Text),
            (24, Place::Text),
            (70, Place::Title),
        ];
        assert_eq!(
            posting(&found, 100),
            [0b0100_0001, 1, 0b1000_0110, 3, 0b0001_0000, 0b0010_0100]
        );
    }

    #[test]
    fn what_was_written_is_read() {
        for pages in [1u32, 2, 7, 100, 5_000, 3_000_000] {
            for step in [1, 2, 3, 17, 900, 70_001] {
                let found: Vec<(u32, Place)> = (0..pages)
                    .rev()
                    .step_by(step)
                    .map(|page| (page, Place::of_bits(u64::from(page / 3))))
                    .take(2_000)
                    .collect();
                let bytes = posting(&found, pages as usize);
                let mut lists = Lists::default();
                lists.extend(&bytes, pages as usize, Some);
                let mut again = Vec::new();
                lists.write(pages as usize, &mut again);
                assert_eq!(bytes, again, "{pages} {step}");
                let read: usize = lists.of_place.iter().map(Vec::len).sum();
                assert_eq!(read, found.len(), "{pages} {step}");
                for (page, _) in &found {
                    assert!(names_any(&bytes, pages as usize, &[*page]));
                    let absent = found.iter().all(|(other, _)| *other != page + 1);
                    assert_eq!(!names_any(&bytes, pages as usize, &[page + 1]), absent);
                }
                // Nothing breaks where bytes are missing or wrong.
                for end in 0..bytes.len().min(50) {
                    lists.extend(&bytes[..end], pages as usize, Some);
                    let mut wrong = bytes.clone();
                    wrong[end] ^= 0xFF;
                    lists.extend(&wrong, pages as usize, |_| None);
                }
            }
        }
    }
}
