//! Where the tags of raw HTML are. Follows the HTML standard's tokenizer as far as tags go.

use std::ops::Range;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text, entities as written.
    Text(&'a str),
    Start(StartTag<'a>),
    /// The name in lower case.
    End(String),
    Comment,
    /// A declaration, a processing instruction, a tag that never ends.
    Refused(&'a str),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct StartTag<'a> {
    /// In lower case.
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute<'a>>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// In lower case.
    pub(super) name: String,
    /// As written, entities included.
    pub(super) value: &'a str,
}

/// Elements whose content is no HTML; it goes with them.
const RAW: &[&str] = &[
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
];

/// Splits HTML into pieces with their bytes.
pub(super) fn pieces(html: &str) -> Vec<(Piece<'_>, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut scanner = Scanner { html, position: 0 };
    let mut text_start = 0;
    while let Some(open) = scanner.find("<") {
        scanner.position = open;
        let Some(piece) = scanner.markup() else {
            scanner.position = open + 1;
            continue;
        };
        push_text(&mut pieces, html, text_start..open);
        let is_raw = matches!(&piece, Piece::Start(tag) if RAW.contains(&tag.name.as_str()));
        let name = match &piece {
            Piece::Start(tag) if is_raw => format!("</{}", tag.name),
            _ => String::new(),
        };
        pieces.push((piece, open..scanner.position));
        if is_raw {
            scanner.position = scanner.find_ignoring_case(&name).unwrap_or(html.len());
        }
        text_start = scanner.position;
    }
    push_text(&mut pieces, html, text_start..html.len());
    pieces
}

fn push_text<'a>(pieces: &mut Vec<(Piece<'a>, Range<usize>)>, html: &'a str, range: Range<usize>) {
    if let Some(text) = html.get(range.clone()).filter(|text| !text.is_empty()) {
        pieces.push((Piece::Text(text), range));
    }
}

struct Scanner<'a> {
    html: &'a str,
    position: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.html.get(self.position..).unwrap_or_default()
    }

    fn find(&self, text: &str) -> Option<usize> {
        self.rest().find(text).map(|found| self.position + found)
    }

    fn find_ignoring_case(&self, text: &str) -> Option<usize> {
        let found = self
            .rest()
            .as_bytes()
            .windows(text.len())
            .position(|window| window.eq_ignore_ascii_case(text.as_bytes()));
        found.map(|found| self.position + found)
    }

    fn byte(&self) -> Option<u8> {
        self.html.as_bytes().get(self.position).copied()
    }

    /// Goes past everything up to the first byte that isn't right, and returns it.
    fn take_while(&mut self, right: impl Fn(u8) -> bool) -> &'a str {
        let start = self.position;
        while self.byte().is_some_and(&right) {
            self.position += 1;
        }
        self.html.get(start..self.position).unwrap_or_default()
    }

    /// What begins at a `<`; `None` if the sign only means "less than".
    fn markup(&mut self) -> Option<Piece<'a>> {
        let start = self.position;
        let rest = self.rest();
        let after = rest.get(1..).unwrap_or_default();
        if rest.starts_with("<!--") {
            // `<!-->` is a whole comment too.
            self.position += 2;
            self.position = self.find("-->").map_or(self.html.len(), |end| end + 3);
            return Some(Piece::Comment);
        }
        let is_letter = |text: &str| text.starts_with(|letter: char| letter.is_ascii_alphabetic());
        if is_letter(after) {
            self.position += 1;
            let tag = self.start_tag();
            return Some(tag.map_or_else(|| self.refuse(start), Piece::Start));
        }
        if after.strip_prefix('/').is_some_and(is_letter) {
            self.position += 2;
            let tag = self.start_tag();
            return Some(tag.map_or_else(|| self.refuse(start), |tag| Piece::End(tag.name)));
        }
        if after.starts_with(['!', '?', '/']) {
            let end = self.find(">").map_or(self.html.len(), |end| end + 1);
            self.position = end;
            return Some(Piece::Refused(
                self.html.get(start..end).unwrap_or_default(),
            ));
        }
        None
    }

    fn refuse(&mut self, start: usize) -> Piece<'a> {
        self.position = self.html.len();
        Piece::Refused(self.html.get(start..).unwrap_or_default())
    }

    /// A tag from its name on; `None` if it doesn't end.
    fn start_tag(&mut self) -> Option<StartTag<'a>> {
        let name = self.take_while(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>'));
        let mut attributes = Vec::new();
        loop {
            self.take_while(|byte| is_space(byte) || byte == b'/');
            if self.byte()? == b'>' {
                self.position += 1;
                let name = name.to_ascii_lowercase();
                return Some(StartTag { name, attributes });
            }
            attributes.push(self.attribute()?);
        }
    }

    fn attribute(&mut self) -> Option<Attribute<'a>> {
        let start = self.position;
        // An equals sign may begin a name.
        self.position += 1;
        self.take_while(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let name = self.html.get(start..self.position).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        self.take_while(is_space);
        if self.byte()? != b'=' {
            return Some(Attribute { name, value: "" });
        }
        self.position += 1;
        self.take_while(is_space);
        let value = match self.byte()? {
            quote @ (b'"' | b'\'') => {
                self.position += 1;
                let value = self.take_while(|byte| byte != quote);
                self.byte()?;
                self.position += 1;
                value
            }
            _ => self.take_while(|byte| !is_space(byte) && byte != b'>'),
        };
        Some(Attribute { name, value })
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    fn shown(html: &str) -> Vec<String> {
        pieces(html)
            .into_iter()
            .map(|(piece, range)| match piece {
                Piece::Text(text) => format!("text {text}"),
                Piece::Start(tag) => {
                    let attributes: Vec<String> = tag
                        .attributes
                        .iter()
                        .map(|attribute| format!(" {}={}", attribute.name, attribute.value))
                        .collect();
                    format!("start {}{}", tag.name, attributes.concat())
                }
                Piece::End(name) => format!("end {name}"),
                Piece::Comment => format!("comment {}", &html[range]),
                Piece::Refused(text) => format!("refused {text}"),
            })
            .collect()
    }

    #[test]
    fn tags_and_attributes_are_read_as_browsers_do() {
        assert_eq!(
            shown("a < b <ABBR title='x>y' lang=ja/>z</abbr >"),
            [
                "text a < b ",
                "start abbr title=x>y lang=ja/",
                "text z",
                "end abbr"
            ]
        );
        assert_eq!(shown("<br/><a/b=1>"), ["start br", "start a b=1"]);
        assert_eq!(
            shown("<!-->x<!-- a > b -->"),
            ["comment <!-->", "text x", "comment <!-- a > b -->"]
        );
        assert_eq!(
            shown("<?php x ?></ >"),
            ["refused <?php x ?>", "refused </ >"]
        );
        assert_eq!(shown("x<kbd a=\"b>"), ["text x", "refused <kbd a=\"b>"]);
    }

    #[test]
    fn what_stands_in_a_script_is_no_html() {
        assert_eq!(
            shown("<script>a<b></b></SCRIPT>x"),
            ["start script", "end script", "text x"]
        );
        assert_eq!(shown("<style>a"), ["start style"]);
    }
}
