//! How large a file may be.
//!
//! Sizes are checked before anything is read, so the limits of `site.yaml` are needed before it is
//! parsed. [`Limits::of`] looks for the two numbers and nothing else; whether the file is YAML, and
//! whether the limits are what the schema asks for, is said by `parse`.

use serde::Deserialize;

use crate::diagnostic::Message;

use super::SourcePath;

/// Bytes that a file other than an image may have when `site.yaml` doesn't say.
pub const FILE_BYTES: u64 = 2_000_000;
/// Bytes that an image may have when `site.yaml` doesn't say.
pub const IMAGE_BYTES: u64 = 5_000_000;

/// A `site.yaml` of more bytes gets the defaults: serde_yaml takes quadratic time for deep nesting.
const LARGEST_SITE: usize = 64_000;

const IMAGE_ENDINGS: [&str; 7] = ["avif", "gif", "ico", "jpeg", "jpg", "png", "webp"];

/// The limits in force, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    file_bytes: u64,
    image_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: FILE_BYTES,
            image_bytes: IMAGE_BYTES,
        }
    }
}

/// What is looked for in `site.yaml`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Settings {
    limits: Wanted,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    file_bytes: Option<u64>,
    image_bytes: Option<u64>,
}

impl Limits {
    /// What `site.yaml` says, and the defaults for what it doesn't.
    pub(super) fn of(site: &str) -> Self {
        let settings: Settings = if site.len() <= LARGEST_SITE {
            serde_yaml::from_str(site).unwrap_or_default()
        } else {
            Settings::default()
        };
        let defaults = Self::default();
        let Wanted {
            file_bytes,
            image_bytes,
        } = settings.limits;
        Self {
            file_bytes: file_bytes.unwrap_or(defaults.file_bytes),
            image_bytes: image_bytes.unwrap_or(defaults.image_bytes),
        }
    }

    /// How many bytes a file may have.
    pub(super) fn bytes(self, path: &SourcePath) -> u64 {
        if is_image(path) {
            self.image_bytes
        } else {
            self.file_bytes
        }
    }
}

/// What to do about a file that is too large.
pub(super) fn help(path: &SourcePath) -> Message {
    if is_image(path) {
        Message::new(
            "画像を縮小するか圧縮してください。どうしても必要なら site.yaml の limits.image_bytes を上げます",
            "scale or compress the image; if it must be this large, raise limits.image_bytes in site.yaml",
        )
    } else {
        Message::new(
            "ファイルを分けてください。どうしても必要なら site.yaml の limits.file_bytes を上げます",
            "split the file; if it must be this large, raise limits.file_bytes in site.yaml",
        )
    }
}

fn is_image(path: &SourcePath) -> bool {
    IMAGE_ENDINGS.contains(&path.ending())
}

#[cfg(test)]
mod tests {
    use super::{FILE_BYTES, IMAGE_BYTES, Limits};

    #[test]
    fn both_ways_of_writing_a_mapping_are_read() {
        let block =
            "title: x\nlimits:  # small\n  # image_bytes: 1\n  file_bytes: 3000000\nmap: {}\n";
        let flow = "limits: {image_bytes: 7, file_bytes: 3000000}\n";
        assert_eq!(
            Limits::of(block),
            Limits {
                file_bytes: 3_000_000,
                image_bytes: IMAGE_BYTES
            }
        );
        assert_eq!(
            Limits::of(flow),
            Limits {
                file_bytes: 3_000_000,
                image_bytes: 7
            }
        );
    }

    #[test]
    fn what_is_no_number_leaves_the_default() {
        let limits = Limits::of("limits:\n  file_bytes: many\nother:\n  image_bytes: 1\n");
        assert_eq!(
            limits,
            Limits {
                file_bytes: FILE_BYTES,
                image_bytes: IMAGE_BYTES
            }
        );
    }
}
