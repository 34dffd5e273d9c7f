//! A theme's scripts as they are published: bundles joined, comments and white space dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Message, Report};
use crate::parse::theme::read::{Files, below};
use crate::parse::yaml::{Reader, Value, utf8};

/// What `theme.yaml` says about publishing scripts.
#[derive(Debug, Default)]
pub(super) struct Publishing {
    /// Scripts below `scripts/` that become one, in this order and under the name of the last.
    pub(super) bundles: Vec<Vec<String>>,
    /// Whether comments and white space are dropped.
    pub(super) minify: bool,
}

/// All scripts: path below `scripts/`, and bytes.
pub(super) fn publish(
    files: &Files<'_>,
    publishing: &Publishing,
    report: &mut Report,
) -> Vec<(String, Arc<[u8]>)> {
    let mut scripts: BTreeMap<String, Arc<[u8]>> = below(files, "scripts/")
        .map(|(path, _, bytes)| (path.to_owned(), Arc::clone(bytes)))
        .collect();
    for bundle in &publishing.bundles {
        let mut joined = String::new();
        for member in bundle {
            let Some((file, bytes)) = files.get(format!("scripts/{member}").as_str()) else {
                continue;
            };
            if let Some((text, _)) = utf8(file, bytes, report) {
                joined.push_str(&without_imports_of(bundle, text));
            }
            scripts.remove(member);
        }
        if let Some(last) = bundle.last() {
            scripts.insert(last.clone(), joined.into_bytes().into());
        }
    }
    let finish = |(path, bytes): (String, Arc<[u8]>)| match std::str::from_utf8(&bytes) {
        Ok(text) if publishing.minify && path.ends_with(".js") => {
            let minified = minifier::js::minify(text).to_string();
            (path, minified.into_bytes().into())
        }
        _ => (path, bytes),
    };
    scripts.into_iter().map(finish).collect()
}

/// A script without its imports of a bundle's members, each of which stands on a line.
fn without_imports_of(bundle: &[String], text: &str) -> String {
    let names: Vec<&str> = bundle.iter().map(|member| name(member)).collect();
    let imports_member = |line: &str| {
        let Some((start, path)) = line.trim_end().rsplit_once("\"./") else {
            return false;
        };
        let path = path.strip_suffix("\";").unwrap_or_default();
        start.starts_with("import ") && names.contains(&path)
    };
    text.split_inclusive('\n')
        .filter(|line| !imports_member(line))
        .collect()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A bundle of `theme.yaml`: scripts of one folder.
pub(super) fn bundle(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    paths: Vec<String>,
) -> Option<Vec<String>> {
    let last = paths.last()?;
    if paths.iter().all(|path| folder(path) == folder(last)) {
        return Some(paths);
    }
    let message = Message::new(
        "一つにまとめるスクリプトは、同じフォルダーに置きます",
        "scripts of a bundle must lie in one folder",
    );
    reader.problem(Code::WrongType, value, message);
    None
}

#[cfg(test)]
mod tests {
    use super::without_imports_of;

    #[test]
    fn imports_of_members_go_and_others_stay() {
        let bundle = ["search/fold.js".to_owned(), "search/engine.js".to_owned()];
        let text = "import { a, b } from \"./fold.js\";\nimport \"./fold.js\";\nimport { c } from \"./other.js\";\nexport const d = \"./fold.js\";\n";
        assert_eq!(
            without_imports_of(&bundle, text),
            "import { c } from \"./other.js\";\nexport const d = \"./fold.js\";\n"
        );
    }
}
