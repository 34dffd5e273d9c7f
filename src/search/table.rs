//! Terms in the order of the index with their postings, packed as in a block of its files:
//! `docs/search.md`, "A block of terms".

use std::cmp::Ordering;

use crate::search::postings::{push_number, take_number};

/// A term and its posting.
pub(super) type Entry<'a> = (&'a [u8], &'a [u8]);

/// Terms that are put together to a block.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Each followed by a line feed.
    text: Vec<u8>,
    lengths: Vec<u8>,
    count: usize,
    postings: Vec<u8>,
}

impl Table {
    /// Adds a term behind all others.
    pub(super) fn push(&mut self, term: &[u8], posting: &[u8]) {
        self.push_with(term, |postings| postings.extend_from_slice(posting));
    }

    /// Adds a term behind all others with the posting that `write` appends; nothing where that
    /// is empty.
    pub(super) fn push_with(&mut self, term: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.postings.len();
        write(&mut self.postings);
        let length = self.postings.len() - start;
        if length > 0 {
            self.text.extend_from_slice(term);
            self.text.push(b'\n');
            push_number(&mut self.lengths, length);
            self.count += 1;
        }
    }

    /// Whether no term was added.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The size by which blocks are cut: that of all terms, as [`size`] counts it.
    pub(super) fn size(&self) -> usize {
        self.text.len() + self.count + self.postings.len()
    }

    /// The block of all terms; none are left.
    pub(super) fn take_block(&mut self) -> Vec<u8> {
        let mut block =
            Vec::with_capacity(self.text.len() + self.lengths.len() + self.postings.len() + 4);
        push_number(&mut block, self.text.len());
        block.extend_from_slice(&self.text);
        block.extend_from_slice(&self.lengths);
        block.extend_from_slice(&self.postings);
        self.text.clear();
        self.lengths.clear();
        self.postings.clear();
        self.count = 0;
        block
    }
}

/// What a term adds to the size of its block, about.
pub(super) fn size((term, posting): Entry<'_>) -> usize {
    term.len() + posting.len() + 2
}

/// The terms of a block in order. What is broken ends early.
#[derive(Clone)]
pub(super) struct Entries<'a> {
    text: &'a [u8],
    lengths: &'a [u8],
    postings: &'a [u8],
}

/// See [`Entries`].
pub(super) fn entries(block: &[u8]) -> Entries<'_> {
    split(block).unwrap_or(Entries {
        text: &[],
        lengths: &[],
        postings: &[],
    })
}

fn split(mut block: &[u8]) -> Option<Entries<'_>> {
    let length = take_number(&mut block)?;
    let (text, mut postings) = block.split_at_checked(length)?;
    let lengths = postings;
    for _ in memchr::memchr_iter(b'\n', text) {
        take_number(&mut postings)?;
    }
    Some(Entries {
        text,
        lengths,
        postings,
    })
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let end = memchr::memchr(b'\n', self.text)?;
        let term = &self.text[..end];
        self.text = &self.text[end + 1..];
        let length = take_number(&mut self.lengths)?;
        let (posting, postings) = self.postings.split_at_checked(length)?;
        self.postings = postings;
        Some((term, posting))
    }
}

/// The first term of a block; empty where there is none.
pub(super) fn first(block: &[u8]) -> &[u8] {
    let text = text(block);
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    &text[..end]
}

/// The last term of a block; empty where there is none.
pub(super) fn last(block: &[u8]) -> &[u8] {
    let text = text(block);
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let start = memchr::memrchr(b'\n', text).map_or(0, |before| before + 1);
    &text[start..]
}

fn text(mut block: &[u8]) -> &[u8] {
    let length = take_number(&mut block);
    length
        .and_then(|length| block.get(..length))
        .unwrap_or_default()
}

/// How JavaScript compares two strings: by UTF-16 code units. Both are UTF-8, which sorts alike but
/// for U+E000 to U+FFFF (0xEE, 0xEF), which come behind all that lies beyond.
pub(super) fn order(left: &[u8], right: &[u8]) -> Ordering {
    let difference = left.iter().zip(right).find(|(one, other)| one != other);
    match difference {
        Some((one, other)) => {
            let rank = |byte: u8| byte | if matches!(byte, 0xEE | 0xEF) { 0x10 } else { 0 };
            rank(*one).cmp(&rank(*other))
        }
        None => left.len().cmp(&right.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, entries, first, last, order};

    #[test]
    fn terms_sort_as_in_javascript() {
        let texts = [
            "",
            "a",
            "ab",
            "~",
            "é",
            "の",
            "\u{D7FF}",
            "\u{E000}",
            "\u{FFFD}",
            "😀",
            "😀a",
            "a😀",
            "a\u{E000}",
            "\u{10FFFF}",
        ];
        for left in texts {
            for right in texts {
                assert_eq!(
                    order(left.as_bytes(), right.as_bytes()),
                    left.encode_utf16().cmp(right.encode_utf16()),
                    "{left} {right}"
                );
            }
        }
    }

    #[test]
    fn a_block_gives_its_terms_and_breaks_nothing() {
        let mut table = Table::default();
        let long = vec![7; 300];
        let all: [(&[u8], &[u8]); 3] = [(b"a", b"1"), (b"bc", &long), ("の".as_bytes(), b"22")];
        for (term, posting) in all {
            table.push(term, posting);
        }
        table.push(b"none", b"");
        let sizes: usize = all.iter().copied().map(super::size).sum();
        assert_eq!(table.size(), sizes);
        let block = table.take_block();
        assert!(table.is_empty());
        assert_eq!(entries(&block).collect::<Vec<_>>(), all);
        assert_eq!((first(&block), last(&block)), (&b"a"[..], "の".as_bytes()));
        let empty = table.take_block();
        assert_eq!((first(&empty), last(&empty)), (&b""[..], &b""[..]));
        for end in 0..block.len() {
            assert!(entries(&block[..end]).count() <= 3);
            let mut wrong = block.clone();
            wrong[end] ^= 0xFF;
            assert!(entries(&wrong).count() <= 300);
        }
    }
}
