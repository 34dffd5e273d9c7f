//! Keys that are declared once: the reader reads by the declaration, and schemas for editors and
//! questions about a new file are made from it.

use super::{Reader, Value};

/// A key of a mapping: all that is known about it before a file is read.
#[derive(Clone, Copy, Debug)]
pub struct Key<T> {
    /// As it is written.
    pub name: &'static str,
    /// Whether it may be left out.
    pub need: Need,
    /// What its value is.
    pub kind: Kind<T>,
    /// What it is for, in Japanese and English.
    pub about: [&'static str; 2],
}

/// Whether a key may be left out or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may.
    Optional,
    /// It may not.
    Required,
    /// It may not: without it nobody can tell where a number comes from.
    Sourced,
    /// It may only where the key `hidden` is true.
    UnlessHidden,
    /// It may only where the key `formula` is given.
    UnlessDerived,
    /// It may only there: elsewhere nobody could tell where a number comes from.
    SourcedUnlessDerived,
}

/// What a value is: how it is described and how it is read.
#[derive(Clone, Copy, Debug)]
pub struct Kind<T> {
    /// Its description.
    pub shape: fn() -> Shape,
    /// Its reader; gives `None` after it has noted why.
    pub read: fn(&mut Reader<'_>, &Value<'_>) -> Option<T>,
}

/// A key without its reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// As it is written.
    pub name: String,
    /// Whether it may be left out.
    pub need: Need,
    /// What its value looks like.
    pub shape: Shape,
    /// What it is for, in Japanese and English.
    pub about: [String; 2],
}

/// What a value looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Words, plain or one per language.
    Text,
    /// Words in one language.
    String,
    /// Markdown in one language.
    Markdown,
    /// An id.
    Slug,
    /// An id that may hold underscores.
    Name,
    /// A name that no key of every record has.
    FieldName,
    /// One word, whatever it means.
    Word,
    /// Hiragana.
    Reading,
    /// A language's tag.
    Language,
    /// One of the site's languages.
    SiteLanguage,
    /// A web address with `http` or `https`.
    Url,
    /// Such an address that holds these words, or with `None` neither `?` nor `#`.
    Address(Option<&'static str>),
    /// A link target.
    Target,
    /// A path of the site.
    SitePath,
    /// Where a redirect leads: a path, a target or an address.
    Redirect,
    /// The path of a GeoJSON file below `content/`.
    MapFile,
    /// Two different ids with `+` between them.
    Pair,
    /// A day.
    Date,
    /// A period.
    Period,
    /// `true` or `false`.
    Boolean,
    /// A number from one to the other; infinite where there is no bound.
    Number(f64, f64),
    /// A whole number from one to the other.
    Whole(i64, i64),
    /// One of these words; each with what it means in Japanese and English.
    Choice(Vec<(String, [String; 2])>),
    /// The id of one of the collection's groups.
    Group,
    /// A prefix of link targets.
    Prefix,
    /// A mapping of languages, the site's first one always among them.
    ByLanguage(Box<Shape>),
    /// A list.
    List {
        /// What it holds.
        of: Box<Shape>,
        /// The least number of items.
        least: usize,
        /// The greatest number of items.
        most: Option<usize>,
        /// Whether no item may stand in it twice.
        unique: bool,
    },
    /// A mapping with these keys.
    Mapping(Vec<Declaration>),
    /// Such a mapping with at least one of them.
    Rule(Vec<Declaration>),
    /// A mapping with free keys.
    Entries {
        /// What keys look like.
        names: Box<Shape>,
        /// What values look like.
        of: Box<Shape>,
    },
    /// A mapping whose further keys hang on its `kind`.
    ByKind {
        /// The keys of every kind.
        common: Vec<Declaration>,
        /// Kinds and the further keys that they have.
        kinds: Vec<(Vec<&'static str>, Vec<Declaration>)>,
    },
    /// One of these.
    Either(Vec<Shape>),
}

impl Shape {
    /// A list of any length.
    pub fn list(of: Self) -> Self {
        let of = Box::new(of);
        Self::List {
            of,
            least: 0,
            most: None,
            unique: false,
        }
    }
}

impl<T> Key<T> {
    /// The key without its reader.
    pub fn declaration(&self) -> Declaration {
        Declaration {
            name: self.name.to_owned(),
            need: self.need,
            shape: (self.kind.shape)(),
            about: self.about.map(str::to_owned),
        }
    }
}

/// Declares the keys of a mapping, each in one place:
///
/// ```text
/// declare! {
///     /// A way to begin.
///     static DIRECTION: DirectionKeys = {
///         title: Required Text = TEXT, "見出し", "The heading";
///     }
/// }
/// ```
macro_rules! declare {
    ($(#[$doc:meta])* $visibility:vis static $table:ident: $type:ident = {
        $($name:ident: $need:ident $value:ty = $kind:expr, $ja:literal, $en:literal;)+
    }) => {
        $(#[$doc])*
        $visibility static $table: $type = $type {
            $($name: $crate::parse::yaml::Key {
                name: stringify!($name),
                need: $crate::parse::yaml::Need::$need,
                kind: $kind,
                about: [$ja, $en],
            }),+
        };

        $(#[$doc])*
        $visibility struct $type {
            $(pub(crate) $name: $crate::parse::yaml::Key<$value>),+
        }

        impl $type {
            /// Every key, in the order that people write them in.
            pub(crate) fn declarations(&self) -> Vec<$crate::parse::yaml::Declaration> {
                vec![$(self.$name.declaration()),+]
            }
        }
    };
}

/// A kind: lists of another kind.
macro_rules! list_of {
    ($kind:expr) => {
        $crate::parse::yaml::Kind {
            shape: || $crate::parse::yaml::Shape::list(($kind.shape)()),
            read: |reader, value| Some(reader.list(value, $kind.read)),
        }
    };
}

/// A kind: a mapping of declared keys.
macro_rules! mapping_of {
    ($table:expr, $read:expr) => {
        $crate::parse::yaml::Kind {
            shape: || $crate::parse::yaml::Shape::Mapping($table.declarations()),
            read: |reader, value| $read(reader, value),
        }
    };
}

/// A kind: one of a few words, each with what it stands for and what it means.
macro_rules! choice_of {
    ($($word:literal => $value:expr, $ja:literal, $en:literal;)+) => {
        $crate::parse::yaml::Kind {
            shape: || $crate::parse::yaml::Shape::Choice(vec![
                $(($word.to_owned(), [$ja.to_owned(), $en.to_owned()])),+
            ]),
            read: |reader, value| reader.choice(value, &[$(($word, $value)),+]),
        }
    };
}

pub(crate) use {choice_of, declare, list_of, mapping_of};
