//! Whether a text file is UTF-8, and what it seems to be if it isn't.

use crate::diagnostic::{Code, Diagnostic, Message, Place};

use super::SourcePath;
use super::sources::Content;

const TEXT_ENDINGS: [&str; 16] = [
    "css",
    "csv",
    "geojson",
    "html",
    "js",
    "json",
    "md",
    "mjs",
    "svg",
    "tsv",
    "txt",
    "webmanifest",
    "xml",
    "xsl",
    "yaml",
    "yml",
];
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What goes on to `parse`, and the problem if it had to be changed.
///
/// A byte order mark is dropped, as it is part of no text.
pub(super) fn checked(path: &SourcePath, bytes: Vec<u8>) -> (Content, Option<Diagnostic>) {
    if !TEXT_ENDINGS.contains(&path.ending()) {
        return (Content::binary(bytes), None);
    }
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    match simdutf8::compat::from_utf8(text) {
        Ok(text) => (text.into(), None),
        Err(error) => {
            let start = error.valid_up_to();
            let problem = not_utf8(path, text, start);
            // One U+FFFD stands where the first bad byte was, so places before it stay true.
            let readable = String::from_utf8_lossy(text);
            ((&*readable).into(), Some(problem))
        }
    }
}

fn not_utf8(path: &SourcePath, text: &[u8], start: usize) -> Diagnostic {
    let place = Place::span(path, start..start + char::REPLACEMENT_CHARACTER.len_utf8());
    let message = Message::new(
        "UTF-8 として読めない文字があります",
        "this text isn't UTF-8",
    );
    let help = match guess(text) {
        Some(encoding) => Message::new(
            format!(
                "{encoding} のようです。エディターで文字コードを UTF-8 にして保存し直してください"
            ),
            format!("it looks like {encoding}; save it again as UTF-8"),
        ),
        None => Message::new(
            "エディターで文字コードを UTF-8 にして保存し直してください",
            "save it again as UTF-8",
        ),
    };
    Diagnostic::new(Code::NotUtf8, place, message).with_help(help)
}

/// The encodings that Japanese editors save in. Both of the older ones write a character as two
/// bytes, and only Shift_JIS begins it with 0x81 to 0x9F.
fn guess(text: &[u8]) -> Option<&'static str> {
    if text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF") {
        return Some("UTF-16");
    }
    let high = |byte: &u8| *byte >= 0x80;
    let mut rest = text;
    let mut shift_jis = false;
    while let Some(start) = rest.iter().position(high) {
        match rest.get(start..) {
            Some([0x81..=0x9F, 0x40..=0xFC, after @ ..]) => {
                shift_jis = true;
                rest = after;
            }
            Some([0xA1..=0xFE, 0x40..=0xFE, after @ ..]) => rest = after,
            _ => return None,
        }
    }
    Some(if shift_jis { "Shift_JIS" } else { "EUC-JP" })
}

#[cfg(test)]
mod tests {
    use super::{SourcePath, checked, guess};
    use crate::diagnostic::Code;

    #[test]
    fn text_that_is_not_utf8_keeps_its_places() {
        let (content, problem) = checked(&SourcePath::new("a.md"), b"ab\xFFcd".to_vec());
        assert_eq!(content.bytes.as_ref(), "ab\u{FFFD}cd".as_bytes());
        let problem = problem.expect("a problem");
        assert_eq!(problem.code, Code::NotUtf8);
        assert_eq!(problem.place.span, Some((2, 5)));
    }

    #[test]
    fn images_are_left_alone_and_byte_order_marks_go() {
        let (content, problem) = checked(&SourcePath::new("a.png"), b"\xFF\xD8".to_vec());
        assert_eq!(
            (content.bytes.as_ref(), problem),
            (b"\xFF\xD8".as_slice(), None)
        );
        let (content, problem) = checked(&SourcePath::new("a.md"), b"\xEF\xBB\xBFa".to_vec());
        assert_eq!((content.bytes.as_ref(), problem), (b"a".as_slice(), None));
    }

    #[test]
    fn old_japanese_encodings_are_recognised() {
        assert_eq!(guess(b"name: \x93\xBF\x93\x87\x8C\xA7"), Some("Shift_JIS"));
        assert_eq!(guess(b"name: \xC6\xC1\xC5\xE7\xB8\xA9"), Some("EUC-JP"));
        assert_eq!(guess(b"\xFF\xFEa\0"), Some("UTF-16"));
        assert_eq!(guess(b"caf\xE9 au lait"), None);
    }
}
