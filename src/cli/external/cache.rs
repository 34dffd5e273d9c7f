//! What earlier runs found out: `.shirube/external.json`.
//!
//! Days are those of the run, so that the same day gives the same result. A cache that can't be
//! read, or of another version, counts as empty: it only saves requests.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::files;
use super::verdict::Verdict;

/// Changes when the meaning of what is kept does.
const VERSION: u32 = 1;
const NAME: &str = "external.json";
/// A larger file is none of ours.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Verdicts by link, with the day they are of.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cache {
    version: u32,
    links: BTreeMap<String, Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    day: Date,
    verdict: Verdict,
}

impl Cache {
    /// Reads the cache of a project from its `.shirube/`.
    pub(super) fn read(state: &Path) -> Self {
        let mut text = String::new();
        let read = File::open(state.join(NAME))
            .and_then(|file| file.take(LARGEST).read_to_string(&mut text));
        let cache = read
            .ok()
            .and_then(|_| serde_json::from_str::<Self>(&text).ok());
        let empty = Self {
            version: VERSION,
            links: BTreeMap::new(),
        };
        cache
            .filter(|cache| cache.version == VERSION)
            .unwrap_or(empty)
    }

    /// What is known of a link, if it is at most so many days old. What may only have failed on
    /// that day holds for that day.
    pub(super) fn get(&self, link: &str, today: Date, age: u16) -> Option<&Verdict> {
        let entry = self.links.get(link)?;
        let days = today.since(entry.day).ok()?.get_days();
        let limit = if entry.verdict.is_lasting() {
            i32::from(age)
        } else {
            0
        };
        // A day in the future is a clock's fault. At age 0 nothing is believed.
        (age > 0 && (0..=limit).contains(&days)).then_some(&entry.verdict)
    }

    pub(super) fn insert(&mut self, link: String, day: Date, verdict: Verdict) {
        self.links.insert(link, Entry { day, verdict });
    }

    /// Forgets links that the guide doesn't have.
    pub(super) fn keep(&mut self, has: impl Fn(&str) -> bool) {
        self.links.retain(|link, _| has(link));
    }

    /// Writes the cache as a whole or not at all. A link in its place is replaced, not followed.
    pub(super) fn write(&self, state: &Path) -> io::Result<()> {
        match fs::symlink_metadata(state) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            Err(_) => fs::create_dir(state)?,
        }
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        files::replace(&state.join(NAME), &text)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::verdict::{Reason, Verdict};
    use super::Cache;

    #[test]
    fn what_is_old_or_may_have_passed_is_asked_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path().join(".shirube");
        let mut cache = Cache::read(&state);
        let day = date(2026, 11, 21);
        cache.insert("a".to_owned(), day, Verdict::Alive);
        cache.insert("b".to_owned(), day, Verdict::Dead(Reason::Timeout));
        cache.insert("c".to_owned(), day, Verdict::Moved("d".to_owned()));
        cache.keep(|link| link != "c");
        cache.write(&state).expect("written");
        cache.write(&state).expect("written again");
        let cache = Cache::read(&state);
        let known = |link, today, age| cache.get(link, today, age).is_some();
        assert!(known("a", day, 7) && known("b", day, 7) && !known("c", day, 7));
        assert!(known("a", date(2026, 11, 28), 7) && !known("a", date(2026, 11, 29), 7));
        assert!(!known("b", date(2026, 11, 22), 7));
        assert!(!known("a", date(2026, 11, 20), 7) && !known("a", day, 0));
        assert_eq!(std::fs::read_dir(&state).expect("there").count(), 1);
    }

    #[test]
    fn what_is_no_cache_counts_as_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("external.json");
        for text in [
            "",
            "{",
            "[]",
            "{\"version\":2,\"links\":{\"a\":{\"day\":\"2026-11-21\",\"verdict\":\"alive\"}}}",
        ] {
            #[expect(clippy::disallowed_methods, reason = "a test makes what it reads")]
            std::fs::write(&path, text).expect("written");
            let cache = Cache::read(folder.path());
            assert!(cache.get("a", date(2026, 11, 21), 7).is_none(), "{text}");
        }
    }
}
