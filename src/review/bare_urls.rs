//! Web addresses in texts that are no links. In code, and in `<https://…>`, they are meant.

use url::Url;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::Sources;
use crate::parse::markdown::{Document, Packed};
use crate::review::texts::{self, Source};

/// Reports web addresses that readers see but can't follow.
pub(super) fn check(text: &Document, events: &Packed, sources: &Sources, report: &mut Report) {
    let Some(file) = &text.file else { return };
    let bytes = sources.get(file).map_or(&[][..], |bytes| bytes);
    texts::each_words(events, |words, range| {
        let mut source = Source::new(file, bytes, range);
        for address in addresses(words) {
            if let Some(place) = source.place(address) {
                report.add(bare_url(place, address));
            }
        }
    });
}

/// Bytes of the longest address that is looked at; nobody writes a longer one into a text.
const LONGEST: usize = 2000;

/// Each web address in a text; one inside another (`https://a.example/?to=https://…`) is none.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    // Hardly any text has one, and this looks at all of them.
    let from = memchr::memchr(b':', text.as_bytes()).unwrap_or(text.len());
    let mut done = 0;
    let found = text.get(from..).unwrap_or_default().match_indices("://");
    found
        .map(move |(middle, _)| from + middle)
        .filter_map(move |middle| {
            if middle < done {
                return None;
            }
            let before = text.get(..middle)?;
            let start = ["https", "http"]
                .iter()
                .find_map(|scheme| before.strip_suffix(scheme))?
                .len();
            // Brackets before it were meant as a link; that is another check's.
            let meant = text.get(..start)?.strip_suffix(['(', '（']);
            let meant =
                meant.map(|before| before.strip_suffix([' ', '\u{3000}']).unwrap_or(before));
            if meant.is_some_and(|before| before.ends_with([']', '］'])) {
                return None;
            }
            let rest = text.get(start..)?;
            let is_part = |byte: u8| {
                byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'`' | b'|')
            };
            let length = rest.bytes().take_while(|byte| is_part(*byte)).count();
            done = start + length;
            let address = rest.get(..length).filter(|_| length <= LONGEST)?;
            let address =
                address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '*']);
            let url = Url::parse(address).ok()?;
            (url.host_str()?.contains('.')).then_some(address)
        })
}

fn bare_url(place: Place, address: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BareUrl,
        place,
        Message::new(
            "アドレスがリンクになっていません",
            "this web address is no link",
        ),
    )
    .with_help(Message::new(
        format!("ページの名前をつけて `[名前]({address})` と書きます。アドレスを見せたいときは `<{address}>`、例として見せるだけなら `` ` `` で囲みます"),
        format!("name the page and write `[name]({address})`; to show the address itself `<{address}>`, or put it in a code span if it is only an example"),
    ))
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_end_where_words_go_on() {
        let found = |text| addresses(text).collect::<Vec<&str>>();
        assert_eq!(
            found("公式（https://a.example/b?c=1&d）と http://e.example.です"),
            ["https://a.example/b?c=1&d", "http://e.example"]
        );
        assert_eq!(
            found("https://a.example/?to=https://b.example/"),
            ["https://a.example/?to=https://b.example/"]
        );
        let endless = "http://a.example/".repeat(60_000);
        assert_eq!(addresses(&endless).next(), None);
        for none in [
            "「https://」で始まる",
            "http://localhost:8000/",
            "ftp://a.example/",
        ] {
            assert!(found(none).is_empty(), "{none}");
        }
    }
}
