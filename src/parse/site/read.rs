//! Reads `site.yaml`.

use crate::diagnostic::{Code, Message, Report};
use crate::load::SourcePath;
use crate::parse::site::map::map;
use crate::parse::site::paths::{bad_path, is_site_path, site_path};
use crate::parse::site::{Licence, Limits, NavigationItem, RedirectTarget, Repository, Site};
use crate::parse::target::Target;
use crate::parse::text::{Language, is_language_tag};
use crate::parse::yaml::{Content, Keys, Reader, Value, parse_file};

/// Folders of `content/` that can't be collections.
const OTHER_FOLDERS: &[&str] = &["articles", "indicators"];

/// Reads the settings; `None` after a report when a required one is missing or wrong.
pub fn parse(file: &SourcePath, bytes: &[u8], report: &mut Report) -> Option<Site> {
    let node = parse_file(file, bytes, report)?;
    let value = Value::root(&node);
    // Texts can be read only once the languages are known.
    let mut reader = Reader {
        file,
        languages: &[],
        report,
    };
    let mut keys = reader.keys(&value)?;
    let languages = keys.required(&mut reader, "languages", languages);
    let fallback = [Language::new("ja")];
    let mut reader = Reader {
        file,
        languages: languages.as_deref().unwrap_or(&fallback),
        report,
    };
    let reader = &mut reader;
    let title = keys.required(reader, "title", Reader::text);
    let tagline = keys.required(reader, "tagline", Reader::text);
    let description = keys.required(reader, "description", Reader::text);
    let base_url = keys.required(reader, "base_url", base_url);
    let theme = keys.required(reader, "theme", Reader::slug);
    let collections = keys.required(reader, "collections", collections);
    let navigation = list(reader, &mut keys, "navigation", navigation);
    let repository = keys.optional(reader, "repository", repository);
    let redirects = keys.optional(reader, "redirects", redirects);
    let map = keys.optional(reader, "map", map);
    let licences = list(reader, &mut keys, "licences", licence);
    let limits = keys.optional(reader, "limits", limits);
    keys.finish(reader);
    Some(Site {
        file: file.clone(),
        title: title?,
        tagline: tagline?,
        description: description?,
        base_url: base_url?,
        languages: languages?,
        theme: theme?,
        collections: collections?,
        navigation,
        repository: repository.unwrap_or_default(),
        redirects: redirects.unwrap_or_default(),
        map,
        licences,
        limits: limits.unwrap_or_default(),
    })
}

fn list<'tree, 'run, T>(
    reader: &mut Reader<'run>,
    keys: &mut Keys<'tree>,
    key: &'tree str,
    read: impl Fn(&mut Reader<'run>, &Value<'_>) -> Option<T>,
) -> Vec<T> {
    let items = keys.optional(reader, key, |reader, value| Some(reader.list(value, read)));
    items.unwrap_or_default()
}

fn languages(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<Language>> {
    let mut languages: Vec<Language> = Vec::new();
    let items = reader.items(value);
    // What is wrong with the list or its items has been said then.
    let wrong = !items.is_empty() || !matches!(value.node.content, Content::List(_));
    for value in items {
        let tag = value.word().unwrap_or_default();
        let language = Language::new(tag);
        if !is_language_tag(tag) {
            let message = Message::new(
                format!("`{tag}` は言語の名前ではありません"),
                format!("`{tag}` isn't a language"),
            );
            let help = Message::new("例: `ja`、`en`、`zh-Hant`", "such as `ja`, `en`, `zh-Hant`");
            reader.problem_with_help(Code::UnknownChoice, &value, message, help);
        } else if languages.contains(&language) {
            duplicate(reader, &value, tag);
        } else {
            languages.push(language);
        }
    }
    if languages.is_empty() && !wrong {
        let message = Message::new("言語が一つもありません", "there is no language");
        let help = Message::new(
            "`languages: [ja]` のように書きます",
            "write `languages: [ja]`",
        );
        reader.problem_with_help(Code::MissingField, value, message, help);
    }
    (!languages.is_empty()).then_some(languages)
}

fn duplicate(reader: &mut Reader<'_>, value: &Value<'_>, word: &str) {
    let message = Message::new(
        format!("`{word}` が二度書かれています"),
        format!("`{word}` stands here twice"),
    );
    let help = Message::new("どちらかを消します", "remove one of the two");
    reader.problem_with_help(Code::DuplicateId, value, message, help);
}

/// A web address of a folder, with `/` at its end.
fn base_url(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<String> {
    let mut address = reader.url(value)?;
    if address.contains(['?', '#']) {
        let message = Message::new(
            "公開先のアドレスに `?` や `#` は使えません",
            "the address of publication can't have `?` or `#`",
        );
        let help = Message::new(
            "例: `https://guide.example/`",
            "such as `https://guide.example/`",
        );
        reader.problem_with_help(Code::BadUrl, value, message, help);
        return None;
    }
    if !address.ends_with('/') {
        address.push('/');
    }
    Some(address)
}

fn collections(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<String>> {
    let mut ids: Vec<String> = Vec::new();
    for value in reader.items(value) {
        let Some(id) = reader.slug(&value) else {
            continue;
        };
        if OTHER_FOLDERS.contains(&id.as_str()) {
            let message = Message::new(
                format!("`{id}` は別の用途のフォルダーなので、コレクションにできません"),
                format!("the folder `{id}` is for something else and can't be a collection"),
            );
            let help = Message::new("別の名前にします", "choose another name");
            reader.problem_with_help(Code::BadId, &value, message, help);
        } else if ids.contains(&id) {
            duplicate(reader, &value, &id);
        } else {
            ids.push(id);
        }
    }
    Some(ids)
}

fn navigation(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<NavigationItem> {
    let mut keys = reader.keys(value)?;
    let label = keys.required(reader, "label", Reader::text);
    let to = keys.required(reader, "to", Reader::target);
    keys.finish(reader);
    Some(NavigationItem {
        label: label?,
        to: to?,
    })
}

fn repository(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Repository> {
    let mut keys = reader.keys(value)?;
    let edit = keys.optional(reader, "edit", |reader, value| {
        pattern(reader, value, "{path}")
    });
    let report = keys.optional(reader, "report", |reader, value| {
        pattern(reader, value, "{title}")
    });
    keys.finish(reader);
    Some(Repository { edit, report })
}

/// A web address with a gap for what differs from page to page.
fn pattern(reader: &mut Reader<'_>, value: &Value<'_>, gap: &str) -> Option<String> {
    let pattern = reader.url(value)?;
    if pattern.contains(gap) {
        return Some(pattern);
    }
    let message = Message::new(
        format!("`{gap}` が入っていません"),
        format!("it lacks `{gap}`"),
    );
    let help = Message::new(
        format!("ページごとに変わるところに `{gap}` と書きます"),
        format!("write `{gap}` where the address differs from page to page"),
    );
    reader.problem_with_help(Code::BadUrl, value, message, help);
    None
}

fn redirects(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<(String, RedirectTarget)>> {
    let mut redirects = Vec::new();
    // A list is answered with an example.
    reader.keys_like(value, "/old/: /new/")?;
    for (from, value) in reader.entries(value) {
        if !is_site_path(from) {
            let (message, help) = bad_path(from);
            reader.key_problem(Code::BadTarget, &value, message, Some(help));
            continue;
        }
        let to = match value.word() {
            Some(path) if path.starts_with('/') => {
                site_path(reader, &value).map(RedirectTarget::Path)
            }
            _ => reader.target(&value).and_then(|target| match target {
                Target::Anchor(_) | Target::File { .. } => {
                    let (message, help) = bad_path(value.word().unwrap_or_default());
                    reader.problem_with_help(Code::BadTarget, &value, message, help);
                    None
                }
                target => Some(RedirectTarget::Target(target)),
            }),
        };
        redirects.extend(to.map(|to| (from.to_owned(), to)));
    }
    Some(redirects)
}

fn licence(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Licence> {
    let mut keys = reader.keys(value)?;
    let name = keys.required(reader, "name", Reader::text);
    let url = keys.optional(reader, "url", Reader::url);
    let licence = keys.required(reader, "licence", Reader::text);
    let licence_url = keys.optional(reader, "licence_url", Reader::url);
    let note = keys.optional(reader, "note", Reader::text);
    keys.finish(reader);
    Some(Licence {
        name: name?,
        url,
        licence: licence?,
        licence_url,
        note,
    })
}

fn limits(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Limits> {
    const MOST: i64 = 1_000_000_000;
    let mut keys = reader.keys(value)?;
    let bytes = |reader: &mut Reader<'_>, value: &Value<'_>| {
        let bytes = reader.whole(value, 1, MOST)?;
        u64::try_from(bytes).ok()
    };
    let file_bytes = keys.optional(reader, "file_bytes", bytes);
    let image_bytes = keys.optional(reader, "image_bytes", bytes);
    keys.finish(reader);
    let usual = Limits::default();
    Some(Limits {
        file_bytes: file_bytes.unwrap_or(usual.file_bytes),
        image_bytes: image_bytes.unwrap_or(usual.image_bytes),
    })
}
