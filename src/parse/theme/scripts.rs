//! A theme's scripts as they are published: bundles joined, comments and white space dropped.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
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
        let mut declared = BTreeMap::new();
        for member in bundle {
            let Some((file, bytes)) = files.get(format!("scripts/{member}").as_str()) else {
                continue;
            };
            if let Some((text, _)) = utf8(file, bytes, report) {
                for (name, span) in declarations(text) {
                    if let Some(first) = declared.insert(name.to_owned(), file.as_str()) {
                        report.add(declared_twice(name, first, Place::span(file, span)));
                    }
                }
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
            // It looks behind the end of a script that ends inside a comment.
            let minified = minifier::js::minify(&format!("{text}\n")).to_string();
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

/// The names that lines of a script declare at its top, with their bytes.
fn declarations(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let line_start = start;
        start += line.len();
        let rest = line.strip_prefix("export ").unwrap_or(line);
        let rest = rest.strip_prefix("async ").unwrap_or(rest);
        let rest = ["const ", "let ", "class ", "function "]
            .iter()
            .find_map(|word| rest.strip_prefix(word))?;
        let is_name = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
        let length = rest.find(|char| !is_name(char)).unwrap_or(rest.len());
        let name_start = line_start + line.len() - rest.len();
        let name = &rest[..length];
        (length > 0).then_some((name, name_start..name_start + length))
    })
}

fn declared_twice(name: &str, first: &str, place: Place) -> Diagnostic {
    let message = Message::new(
        format!("「{name}」は、同じ bundle の {first} にもあります"),
        format!("`{name}` is declared in {first} of the same bundle too"),
    );
    let help = Message::new(
        "一つのファイルにまとめるので、別の名前にします",
        "the bundle becomes one file: choose another name",
    );
    Diagnostic::new(Code::DuplicateId, place, message).with_help(help)
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
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{Publishing, declarations, publish, without_imports_of};
    use crate::diagnostic::Report;
    use crate::load::SourcePath;

    #[test]
    fn a_broken_script_is_published_and_nothing_panics() {
        for script in ["let a = 1;\n/*", "/* あ", "`${", "'あ", "/[", "a /"] {
            let file = SourcePath::new("themes/a/scripts/a.js");
            let bytes: Arc<[u8]> = script.as_bytes().into();
            let files = BTreeMap::from([("scripts/a.js", (&file, &bytes))]);
            let publishing = Publishing {
                minify: true,
                ..Publishing::default()
            };
            let scripts = publish(&files, &publishing, &mut Report::default());
            assert_eq!(scripts.len(), 1);
        }
    }

    #[test]
    fn names_at_the_top_are_found() {
        let text = "let a = 1;\nexport async function b() {\n  const inner = 2;\n}\nconst [c] = d;\nexport class E {}\n";
        let found: Vec<_> = declarations(text).collect();
        assert_eq!(found, [("a", 4..5), ("b", 33..34), ("E", 88..89)]);
    }

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
