//! Folders that no collection of `site.yaml` claims.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Message, Place, nearest};
use crate::load::SourcePath;
use crate::parse::site::Site;

/// Reports a folder that no collection of `site.yaml` claims, once a folder.
pub(in crate::parse) fn unlisted(
    file: &SourcePath,
    collection: &str,
    site: &Site,
    reported: &mut BTreeSet<String>,
) -> Option<Diagnostic> {
    let folder = file.folder().to_owned();
    if site.collections.iter().any(|id| id == collection) || !reported.insert(folder.clone()) {
        return None;
    }
    let near = nearest(collection, site.collections.iter().map(String::as_str));
    let help = match near {
        Some(near) => Message::new(
            format!(
                "フォルダー名は `{near}` のことですか。新しいコレクションなら、site.yaml の `collections` に `{collection}` を足します"
            ),
            format!(
                "did you mean the folder `{near}`? For a new collection add `{collection}` to `collections` in site.yaml"
            ),
        ),
        None => Message::new(
            format!("site.yaml の `collections` に `{collection}` を足します"),
            format!("add `{collection}` to `collections` in site.yaml"),
        ),
    };
    let message = Message::new(
        format!("フォルダー `{folder}` のコレクションが site.yaml にありません"),
        format!("site.yaml lists no collection for the folder `{folder}`"),
    );
    Some(Diagnostic::new(Code::MissingReference, Place::file(file), message).with_help(help))
}
