//! The kinds of values that every file uses, see [`Kind`].

use jiff::civil::Date;

use super::declared::{Kind, Shape};
use super::values::GREATEST_NUMBER;
use crate::parse::period::Period;
use crate::parse::target::Target;
use crate::parse::text::Text;

/// Words, plain or one per language.
pub(crate) const TEXT: Kind<Text> = Kind {
    shape: || Shape::Text,
    read: |reader, value| reader.text(value),
};

/// Words in one language.
pub(crate) const STRING: Kind<String> = Kind {
    shape: || Shape::String,
    read: |reader, value| reader.string(value),
};

/// An id.
pub(crate) const SLUG: Kind<String> = Kind {
    shape: || Shape::Slug,
    read: |reader, value| reader.slug(value),
};

/// The key of a field or an option.
pub(crate) const NAME: Kind<String> = Kind {
    shape: || Shape::Name,
    read: |reader, value| reader.name(value),
};

/// A reading in hiragana.
pub(crate) const READING: Kind<String> = Kind {
    shape: || Shape::Reading,
    read: |reader, value| reader.reading(value),
};

/// A web address.
pub(crate) const URL: Kind<String> = Kind {
    shape: || Shape::Url,
    read: |reader, value| reader.url(value),
};

/// A link target.
pub(crate) const TARGET: Kind<Target> = Kind {
    shape: || Shape::Target,
    read: |reader, value| reader.target(value),
};

/// A day.
pub(crate) const DATE: Kind<Date> = Kind {
    shape: || Shape::Date,
    read: |reader, value| reader.date(value),
};

/// A period.
pub(crate) const PERIOD: Kind<Period> = Kind {
    shape: || Shape::Period,
    read: |reader, value| reader.period(value),
};

/// `true` or `false`.
pub(crate) const BOOLEAN: Kind<bool> = Kind {
    shape: || Shape::Boolean,
    read: |reader, value| reader.boolean(value),
};

/// Any number.
pub(crate) const NUMBER: Kind<f64> = Kind {
    shape: || Shape::Number(-GREATEST_NUMBER, GREATEST_NUMBER),
    read: |reader, value| reader.number(value),
};

/// A number within bounds, both included.
pub(crate) const fn number_within<const LEAST: i32, const MOST: i32>() -> Kind<f64> {
    Kind {
        shape: || Shape::Number(f64::from(LEAST), f64::from(MOST)),
        read: |reader, value| reader.number_within(value, f64::from(LEAST), f64::from(MOST)),
    }
}

/// A whole number within bounds, both included.
pub(crate) const fn whole<const LEAST: i64, const MOST: i64>() -> Kind<i64> {
    Kind {
        shape: || Shape::Whole(LEAST, MOST),
        read: |reader, value| reader.whole(value, LEAST, MOST),
    }
}
