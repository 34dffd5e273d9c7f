//! Reads `labels/<language>.yaml`: nested or flat words by key, the same keys in every language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, nearest};
use crate::load::{SourcePath, Sources};
use crate::parse::site::Site;
use crate::parse::text::Language;
use crate::parse::yaml::{Content, Reader, Value, read_file};

/// Every word by language and dotted key.
type Labels = BTreeMap<Language, BTreeMap<String, Arc<str>>>;

/// A label with the file that it stands in.
type Found = BTreeMap<String, Arc<str>>;

/// Reads the labels of the site's languages, the project's over the theme's.
///
/// A key that one language has and another lacks is `missing-label` in the file that lacks it.
pub(super) fn read(
    sources: &Sources,
    theme: &str,
    overrides: &str,
    site: &Site,
    report: &mut Report,
) -> Labels {
    let mut labels = Labels::new();
    let mut readable = Vec::new();
    for language in &site.languages {
        let file = SourcePath::new(&format!("{theme}/labels/{language}.yaml"));
        let own = SourcePath::new(&format!("{overrides}/labels/{language}.yaml"));
        // A project can bring a language that its theme doesn't speak.
        let Some((file, bytes)) = [&file, &own]
            .into_iter()
            .find_map(|file| Some((file.clone(), sources.get(file)?)))
        else {
            report.add(missing_language(&file, language));
            continue;
        };
        let found = read_file(&file, bytes, &site.languages, report, flatten);
        // Of a file that can't be read no label is known to be missing.
        if let Some(found) = found {
            labels.insert(language.clone(), found);
            readable.push((language, file));
        }
    }
    let all: BTreeSet<String> = labels.values().flat_map(BTreeMap::keys).cloned().collect();
    for (language, file) in &readable {
        let own = labels.get(language);
        for key in &all {
            if own.is_some_and(|own| !own.contains_key(key)) {
                report.add(missing_label(file, key, &labels));
            }
        }
    }
    for (language, base) in &readable {
        let file = SourcePath::new(&format!("{overrides}/labels/{language}.yaml"));
        if file == *base {
            continue;
        }
        let found = sources
            .get(&file)
            .and_then(|bytes| read_file(&file, bytes, &site.languages, report, flatten));
        let own = labels.entry((*language).clone()).or_default();
        for (key, word) in found.unwrap_or_default() {
            if all.contains(&key) {
                own.insert(key, word);
            } else {
                report.add(unknown_label(&file, &key, &all));
            }
        }
    }
    labels
}

fn flatten(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Found> {
    let mut found = Found::new();
    collect(reader, value, "", &mut found);
    Some(found)
}

/// The nesting of `value` is bounded by the YAML reader.
fn collect(reader: &mut Reader<'_>, value: &Value<'_>, prefix: &str, found: &mut Found) {
    for (key, value) in reader.entries(value) {
        let path = if prefix.is_empty() {
            key.to_owned()
        } else {
            format!("{prefix}.{key}")
        };
        if matches!(value.node.content, Content::Mapping(_)) {
            collect(reader, &value, &path, found);
        } else if let Some(word) = reader.verbatim(&value) {
            let again = found.insert(path.clone(), Arc::from(word)).is_some();
            if again {
                let message = Message::new(
                    format!("`{path}` が二度書かれています"),
                    format!("`{path}` stands here twice"),
                );
                let help = Message::new("どちらかを消します", "remove one of the two");
                reader.key_problem(Code::DuplicateKey, &value, message, Some(help));
            }
        }
    }
}

fn missing_language(file: &SourcePath, language: &Language) -> Diagnostic {
    let message = Message::new(
        format!("テーマに言語 `{language}` の言葉のファイルがありません"),
        format!("the theme has no file of words in the language `{language}`"),
    );
    let help = Message::new(
        format!(
            "ほかの言語の labels を `{file}` に写して訳すか、site.yaml の `languages` から `{language}` を外します"
        ),
        format!(
            "copy another language's labels to `{file}` and translate them, or remove `{language}` from `languages` in site.yaml"
        ),
    );
    Diagnostic::new(Code::MissingFile, Place::file(file), message).with_help(help)
}

fn missing_label(file: &SourcePath, key: &str, labels: &Labels) -> Diagnostic {
    let word = labels.values().find_map(|words| words.get(key));
    let word = word.map_or("", |word| word.as_ref());
    let message = Message::new(
        format!("言葉 `{key}` がありません"),
        format!("the label `{key}` is missing"),
    );
    let help = Message::new(
        format!("ほかの言語では: `{key}: {word}`"),
        format!("in another language it is: `{key}: {word}`"),
    );
    Diagnostic::new(Code::MissingLabel, Place::field(file, key), message).with_help(help)
}

fn unknown_label(file: &SourcePath, key: &str, all: &BTreeSet<String>) -> Diagnostic {
    let message = Message::new(
        format!("テーマに `{key}` という言葉はありません"),
        format!("the theme has no label `{key}`"),
    );
    let diagnostic = Diagnostic::new(Code::UnknownKey, Place::field(file, key), message);
    match nearest(key, all.iter().map(String::as_str)) {
        Some(near) => diagnostic.with_help(Message::new(
            format!("`{near}` のことですか"),
            format!("did you mean `{near}`?"),
        )),
        None => diagnostic,
    }
}
