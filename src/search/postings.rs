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

/// The posting of a term: `found` is sorted by page, each page once; `pages` is how many there
/// are in the index.
pub(super) fn posting(found: &[(u32, Place)], pages: usize) -> Vec<u8> {
    let mask = found
        .iter()
        .fold(0u8, |mask, (_, place)| mask | 1 << *place as u8);
    let mut bytes = vec![mask];
    for place in Place::ALL {
        if mask & 1 << place as u8 != 0 {
            let members = found.iter().filter(|(_, other)| *other == place);
            push_list(&mut bytes, members.map(|(page, _)| *page), pages);
        }
    }
    bytes
}

/// Appends a list of pages: its length, then Rice-coded gaps.
fn push_list(bytes: &mut Vec<u8>, list: impl Iterator<Item = u32> + Clone, pages: usize) {
    let count = list.clone().count();
    push_number(bytes, count);
    let mut low_bits = 0;
    while (count << (low_bits + 1)) * 10 <= pages * 7 {
        low_bits += 1;
    }
    let mut bits = Bits::new(bytes);
    let mut next = 0;
    for page in list {
        let gap = page - next;
        bits.push_ones(gap >> low_bits);
        bits.push(0, 1);
        bits.push(gap, low_bits);
        next = page + 1;
    }
    bits.finish();
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

    /// Appends the low `length` bits of a number, at most 32.
    fn push(&mut self, number: u32, length: u32) {
        let low = u64::from(number) & ((1 << length) - 1);
        self.pending = self.pending << length | low;
        self.length += length;
        while self.length >= 8 {
            self.length -= 8;
            self.bytes.push((self.pending >> self.length) as u8);
        }
    }

    fn push_ones(&mut self, mut count: u32) {
        while count > 0 {
            let now = count.min(32);
            self.push(u32::MAX, now);
            count -= now;
        }
    }

    fn finish(mut self) {
        let fill = (8 - self.length % 8) % 8;
        self.push(0, fill);
    }
}

#[cfg(test)]
mod tests {
    use super::{posting, push_number};
    use crate::search::terms::Place;

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        let mut bytes = Vec::new();
        push_number(&mut bytes, 0);
        push_number(&mut bytes, 300);
        assert_eq!(bytes, [0, 0xAC, 0x02]);
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
}
