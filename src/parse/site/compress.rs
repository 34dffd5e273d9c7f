//! `output.compress`: which outputs have compressed copies beside them, and what these are called.

/// Endings of files that are text.
const TEXTS: [&str; 14] = [
    "atom",
    "css",
    "csv",
    "geojson",
    "htm",
    "html",
    "js",
    "json",
    "md",
    "mjs",
    "svg",
    "txt",
    "webmanifest",
    "xml",
];

/// The least size in bytes of a file that has copies. A smaller one takes as many packets of a
/// network as its copy.
const LEAST: u64 = 1_024;

/// How a copy is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli, RFC 7932.
    Brotli,
    /// gzip, RFC 1952.
    Gzip,
}

/// The copies that text files get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compress {
    brotli: bool,
    gzip: bool,
}

impl Encoding {
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// What a copy's name has behind the name of its file and a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// The name of a file's copy.
    pub fn name_of(self, file: &str) -> String {
        format!("{file}.{}", self.ending())
    }
}

impl FromIterator<Encoding> for Compress {
    fn from_iter<T: IntoIterator<Item = Encoding>>(encodings: T) -> Self {
        let mut compress = Self::default();
        for encoding in encodings {
            match encoding {
                Encoding::Brotli => compress.brotli = true,
                Encoding::Gzip => compress.gzip = true,
            }
        }
        compress
    }
}

impl Compress {
    /// Every kind of copy that there is.
    pub const ALL: Self = Self {
        brotli: true,
        gzip: true,
    };

    /// The copies that a file of a name and a size in bytes should have, unless compressing it
    /// gains nothing.
    pub fn of(self, name: &str, length: u64) -> impl Iterator<Item = Encoding> {
        let has_copies = self.encodings().next().is_some() && length >= LEAST && is_text(name);
        self.encodings().filter(move |_| has_copies)
    }

    /// The file whose copy may stand at a path.
    pub fn copied(self, path: &str) -> Option<&str> {
        let source = |encoding: Encoding| path.strip_suffix(encoding.ending())?.strip_suffix('.');
        self.encodings()
            .find_map(source)
            .filter(|path| is_text(path))
    }

    fn encodings(self) -> impl Iterator<Item = Encoding> {
        let wanted = move |encoding: &Encoding| match encoding {
            Encoding::Brotli => self.brotli,
            Encoding::Gzip => self.gzip,
        };
        Encoding::ALL.into_iter().filter(wanted)
    }
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| TEXTS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_some_size_have_copies() {
        let both = Compress::ALL;
        let names = |compress: Compress, name: &str, length| -> Vec<String> {
            let encodings = compress.of(name, length);
            encodings.map(|encoding| encoding.name_of(name)).collect()
        };
        assert_eq!(names(both, "a.html", LEAST), ["a.html.br", "a.html.gz"]);
        let gzip: Compress = [Encoding::Gzip; 2].into_iter().collect();
        assert_eq!(names(gzip, "a.csv", 5_000), ["a.csv.gz"]);
        for (compress, name, length) in [
            (both, "a.html", LEAST - 1),
            (both, "a.png", 5_000),
            (both, "html", 5_000),
            (Compress::default(), "a.html", 5_000),
        ] {
            assert!(names(compress, name, length).is_empty(), "{name}");
        }
    }

    #[test]
    fn the_file_of_a_copy_is_known() {
        let both = Compress::ALL;
        assert_eq!(both.copied("a/b.html.br"), Some("a/b.html"));
        for path in ["a/b.html", "a/b.png.br", "br", "a/b.htmlbr"] {
            assert_eq!(both.copied(path), None, "{path}");
        }
        assert_eq!(Compress::default().copied("b.html.br"), None);
    }
}
