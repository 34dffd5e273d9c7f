//! Paths of the site, as they stand in `redirects` and `former_paths`.

use crate::diagnostic::{Code, Message};
use crate::parse::yaml::{Reader, Value};

/// A path of the site: starts with `/`, without `..`, `//`, `?` and `#`.
pub(crate) fn site_path(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<String> {
    let path = reader.string(value)?;
    if is_site_path(&path) {
        return Some(path);
    }
    let (message, help) = bad_path(&path);
    reader.problem_with_help(Code::BadTarget, value, message, help);
    None
}

/// Whether a text is such a path.
pub(super) fn is_site_path(path: &str) -> bool {
    let odd = |character: char| {
        character.is_control() || character.is_whitespace() || "\\?#%:\"<>|*".contains(character)
    };
    let Some(names) = path.strip_prefix('/') else {
        return false;
    };
    let names = names.strip_suffix('/').unwrap_or(names);
    let fine = |name: &str| !name.is_empty() && !name.starts_with('.') && !name.ends_with('.');
    !path.chars().any(odd) && names.split('/').all(fine)
}

/// What is wrong with another, and what to write.
pub(super) fn bad_path(path: &str) -> (Message, Message) {
    (
        Message::new(
            format!("`{path}` はこのサイトのパスではありません"),
            format!("`{path}` isn't a path of this site"),
        ),
        match path.strip_prefix('/').unwrap_or(path) {
            rest if rest == path && path.len() < 200 && is_site_path(&format!("/{path}")) => {
                Message::new(
                    format!("`/` で始めます: `/{path}`"),
                    format!("begin it with `/`: `/{path}`"),
                )
            }
            _ => Message::new(
                "`/old/page/` のように `/` で始め、`..` や `?` を入れずに書きます",
                "begin it with `/`, such as `/old/page/`, without `..` and `?`",
            ),
        },
    )
}
