//! Live values in running text: `{{region:tokushima/rent}}`.

/// A piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they are. May hold a `{{` that nothing closes.
    Text(&'a str),
    /// A live value: what stands between the braces, as written.
    Value(&'a str),
}

/// Splits a text into words and live values. Only running text holds values; don't ask for those
/// of code.
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text }
}

/// Whether some text of a Markdown source may hold a live value; hardly any source has the mark of
/// one, which may be written as `&#123;`.
pub fn may_stand_in(source: &str) -> bool {
    memchr::memchr2(b'{', b'&', source.as_bytes()).is_some()
}

/// See [`pieces`].
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let Some((start, end)) = first_value(self.rest) else {
            return Some(Piece::Text(std::mem::take(&mut self.rest)));
        };
        if start > 0 {
            let (words, rest) = self.rest.split_at(start);
            self.rest = rest;
            return Some(Piece::Text(words));
        }
        let (value, rest) = self.rest.split_at(end);
        self.rest = rest;
        let inner = value
            .strip_prefix("{{")
            .and_then(|value| value.strip_suffix("}}"));
        Some(Piece::Value(inner.unwrap_or_default()))
    }
}

/// Where the first `{{…}}` starts and ends; of several `{{` before its `}}` the last counts.
fn first_value(text: &str) -> Option<(usize, usize)> {
    // Hardly any text has one, and this looks at all of them.
    let brace = memchr::memchr(b'{', text.as_bytes())?;
    let open = brace + text.get(brace..)?.find("{{")?;
    let close = open + 2 + text.get(open + 2..)?.find("}}")?;
    let start = text.get(..close)?.rfind("{{")?;
    Some((start, close + 2))
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn values_are_told_from_words() {
        let all = |text| pieces(text).collect::<Vec<_>>();
        assert_eq!(
            all("家賃は{{a:b/c}}円"),
            [
                Piece::Text("家賃は"),
                Piece::Value("a:b/c"),
                Piece::Text("円")
            ]
        );
        assert_eq!(all("{{a"), [Piece::Text("{{a")]);
        assert_eq!(all("{{a{{b}}"), [Piece::Text("{{a"), Piece::Value("b")]);
        assert_eq!(all("{{}}"), [Piece::Value("")]);
        assert_eq!(all("{{{}}"), [Piece::Text("{"), Piece::Value("")]);
    }
}
