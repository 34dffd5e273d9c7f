//! An entry of a list that may be long.

use serde::{Serialize, Serializer};
use tera::Value;

use crate::fingerprint::Fingerprint;

/// An entry of a list that may be long: a template gets it whole; a page's fingerprint is made from
/// the entry's own, which is made once for all lists.
#[derive(Clone, Debug)]
pub enum Listed<T> {
    /// For templates, which don't see that it is wrapped.
    Whole(T),
    /// The same, made once for many pages.
    Shared(Value),
    /// For fingerprints.
    Print(Fingerprint),
}

impl<T: Serialize> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(entry) => entry.serialize(serializer),
            Self::Shared(entry) => entry.serialize(serializer),
            Self::Print(print) => print.serialize(serializer),
        }
    }
}
