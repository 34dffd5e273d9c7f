//! Mappings whose keys a schema knows.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::{Key, Need};
use super::reader::{Reader, Value, listed};
use super::{Entry, Scalar};
use crate::diagnostic::{Code, Message, nearest};

/// Whoever has more wrong keys in one mapping didn't mistype them.
const MOST_SLIPS: usize = 100;

/// How the value of a key looks that isn't plain text.
fn example(key: &str) -> &'static str {
    match key {
        "as_of" => "2024",
        "published" => "2026-11-21",
        "words" => "{more: 多い, less: 少ない}",
        _ => "…",
    }
}

/// Keys longer than this are no slip of a known key.
const LONGEST_SLIP: usize = 60;

/// A mapping whose keys are asked for one by one; what nobody asked for is unknown.
#[derive(Debug)]
pub struct Keys<'tree> {
    pub(super) value: Value<'tree>,
    pub(super) entries: &'tree [Entry],
    /// Where each key stands in `entries`.
    positions: BTreeMap<&'tree str, usize>,
    asked: Vec<&'tree str>,
}

impl<'tree> Keys<'tree> {
    pub(super) fn new(value: Value<'tree>, entries: &'tree [Entry]) -> Self {
        let keys = entries.iter().map(|entry| entry.key.as_str());
        Self {
            value,
            entries,
            positions: keys.zip(0..).collect(),
            asked: Vec::new(),
        }
    }

    /// The mapping itself.
    pub fn value(&self) -> &Value<'tree> {
        &self.value
    }

    /// The value of a key, also a null one; the key is known from now on.
    pub fn get(&mut self, key: &'tree str) -> Option<Value<'tree>> {
        self.asked.push(key);
        let entry = self.entries.get(*self.positions.get(key)?)?;
        Some(self.value.entry(entry))
    }

    /// The value of a declared key.
    pub fn read<T>(&mut self, reader: &mut Reader<'_>, key: &Key<T>) -> Option<T> {
        self.read_with(reader, key, key.kind.read)
    }

    /// The value of a declared key whose kind hangs on something that only this file knows.
    pub fn read_with<'run, T, U>(
        &mut self,
        reader: &mut Reader<'run>,
        key: &Key<T>,
        read: impl FnOnce(&mut Reader<'run>, &Value<'tree>) -> Option<U>,
    ) -> Option<U> {
        match key.need {
            Need::Required => self.required(reader, key.name, read),
            Need::Sourced => self.required_or(reader, Code::MissingSource, key.name, read),
            Need::UnlessHidden if !self.is_hidden() => self.required(reader, key.name, read),
            Need::UnlessDerived if !self.is_derived() => self.required(reader, key.name, read),
            Need::SourcedUnlessDerived if !self.is_derived() => {
                self.required_or(reader, Code::MissingSource, key.name, read)
            }
            Need::Optional
            | Need::UnlessHidden
            | Need::UnlessDerived
            | Need::SourcedUnlessDerived => self.optional(reader, key.name, read),
        }
    }

    /// Whether the mapping has a `formula`.
    pub(crate) fn is_derived(&self) -> bool {
        let formula = self.entries.iter().find(|entry| entry.key == "formula");
        formula.is_some_and(|entry| !self.value.entry(entry).node.is_null())
    }

    fn is_hidden(&self) -> bool {
        let hidden = self.entries.iter().find(|entry| entry.key == "hidden");
        let value = hidden.map(|entry| self.value.entry(entry));
        value.and_then(|value| value.scalar().and_then(Scalar::boolean)) == Some(true)
    }

    /// The value of a key that may be left out or null.
    pub fn optional<'run, T>(
        &mut self,
        reader: &mut Reader<'run>,
        key: &'tree str,
        read: impl FnOnce(&mut Reader<'run>, &Value<'tree>) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key).filter(|value| !value.node.is_null())?;
        read(reader, &value)
    }

    /// The value of a key that must be there; `missing-field` if it isn't or is null.
    pub fn required<'run, T>(
        &mut self,
        reader: &mut Reader<'run>,
        key: &'tree str,
        read: impl FnOnce(&mut Reader<'run>, &Value<'tree>) -> Option<T>,
    ) -> Option<T> {
        self.required_or(reader, Code::MissingField, key, read)
    }

    /// Like [`Keys::required`], with the code to report.
    pub fn required_or<'run, T>(
        &mut self,
        reader: &mut Reader<'run>,
        code: Code,
        key: &'tree str,
        read: impl FnOnce(&mut Reader<'run>, &Value<'tree>) -> Option<T>,
    ) -> Option<T> {
        match self.get(key) {
            Some(value) if !value.node.is_null() => read(reader, &value),
            found => {
                self.missing(reader, code, key, found);
                None
            }
        }
    }

    fn missing(&self, reader: &mut Reader<'_>, code: Code, key: &str, found: Option<Value<'tree>>) {
        let example = example(key);
        let help = Message::new(
            format!("`{key}: {example}` を書き足します"),
            format!("add `{key}: {example}`"),
        );
        let message = match &found {
            Some(_) => Message::new(
                format!("`{key}` に値がありません"),
                format!("`{key}` has no value"),
            ),
            None => Message::new(
                format!("`{key}` がありません"),
                format!("`{key}` is missing"),
            ),
        };
        match found {
            Some(value) => reader.problem_with_help(code, &value, message, help),
            None => reader.missing_key(&self.value, code, key, message, help),
        }
    }

    /// Reports every key that nobody asked for, with the nearest known one.
    pub fn finish(self, reader: &mut Reader<'_>) {
        let asked: BTreeSet<&str> = self.asked.iter().copied().collect();
        let unknown = |entry: &&Entry| !asked.contains(entry.key.as_str());
        for (number, entry) in self.entries.iter().filter(unknown).enumerate() {
            let key = entry.key.as_str();
            let near = (key.len() <= LONGEST_SLIP && number < MOST_SLIPS)
                .then(|| nearest(key, self.asked.iter().copied()))
                .flatten();
            let help = match near {
                Some(near) => Message::new(
                    format!("`{near}` のことですか"),
                    format!("did you mean `{near}`?"),
                ),
                None => {
                    let known = listed(&self.asked);
                    Message::new(
                        format!("書けるもの: {known}"),
                        format!("what can stand here: {known}"),
                    )
                }
            };
            let shown: String = key.chars().take(LONGEST_SLIP).collect();
            reader.key_problem(
                Code::UnknownKey,
                &self.value.entry(entry),
                Message::new(
                    format!("`{shown}` という項目はありません"),
                    format!("there is no key `{shown}` here"),
                ),
                Some(help),
            );
        }
    }
}
