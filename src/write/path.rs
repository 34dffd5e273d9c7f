//! Paths below the output, with `/` between names.

/// Whether a path could neither leave the output folder nor mean something else on some system.
pub(super) fn is_plain(path: &str) -> bool {
    path.split('/').all(is_plain_name)
}

/// The same of one name.
pub(super) fn is_plain_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..")
        && !name.contains(['\\', ':', '/'])
        && !name.contains(char::is_control)
}

/// A path's folder, empty at the top, and its last name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A folder and a name as one path.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        [folder, "/", name].concat()
    }
}

/// `a`, `a/b` and `a/b/c` of `a/b/c`; nothing of an empty path.
pub(super) fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let inner = path
        .match_indices('/')
        .filter_map(|(end, _)| path.get(..end));
    inner.chain((!path.is_empty()).then_some(path))
}
