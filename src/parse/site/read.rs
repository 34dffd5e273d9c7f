//! Reads `site.yaml`.

use crate::diagnostic::{Code, Message, Report};
use crate::load::SourcePath;
use crate::parse::site::keys::{LICENCE, LIMITS, NAVIGATION, OUTPUT, REPOSITORY, SITE};
use crate::parse::site::paths::{bad_path, is_site_path, site_path};
use crate::parse::site::{
    Licence, Limits, NavigationItem, Output, RedirectTarget, Repository, Site,
};
use crate::parse::target::Target;
use crate::parse::text::{Language, is_language_tag};
use crate::parse::yaml::{Content, Reader, Value, parse_file};

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
    let languages = keys.read(&mut reader, &SITE.languages);
    let fallback = [Language::new("ja")];
    let mut reader = Reader {
        file,
        languages: languages.as_deref().unwrap_or(&fallback),
        report,
    };
    let reader = &mut reader;
    let title = keys.read(reader, &SITE.title);
    let tagline = keys.read(reader, &SITE.tagline);
    let description = keys.read(reader, &SITE.description);
    let base_url = keys.read(reader, &SITE.base_url);
    let theme = keys.read(reader, &SITE.theme);
    let collections = keys.read(reader, &SITE.collections);
    let navigation = keys.read(reader, &SITE.navigation);
    let search = keys.read(reader, &SITE.search);
    let repository = keys.read(reader, &SITE.repository);
    let redirects = keys.read(reader, &SITE.redirects);
    let map = keys.read(reader, &SITE.map);
    let licences = keys.read(reader, &SITE.licences);
    let output = keys.read(reader, &SITE.output);
    let limits = keys.read(reader, &SITE.limits);
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
        navigation: navigation.unwrap_or_default(),
        search: search.unwrap_or(true),
        repository: repository.unwrap_or_default(),
        redirects: redirects.unwrap_or_default(),
        map,
        licences: licences.unwrap_or_default(),
        output: output.unwrap_or_default(),
        limits: limits.unwrap_or_default(),
    })
}

pub(super) fn languages(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<Language>> {
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
pub(super) fn base_url(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<String> {
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

pub(super) fn collections(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<String>> {
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

pub(super) fn navigation(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<NavigationItem> {
    let mut keys = reader.keys(value)?;
    let label = keys.read(reader, &NAVIGATION.label);
    let to = keys.read(reader, &NAVIGATION.to);
    keys.finish(reader);
    Some(NavigationItem {
        label: label?,
        to: to?,
    })
}

pub(super) fn repository(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Repository> {
    let mut keys = reader.keys(value)?;
    let edit = keys.read(reader, &REPOSITORY.edit);
    let report = keys.read(reader, &REPOSITORY.report);
    keys.finish(reader);
    Some(Repository { edit, report })
}

/// A web address with a gap for what differs from page to page.
pub(super) fn pattern(reader: &mut Reader<'_>, value: &Value<'_>, gap: &str) -> Option<String> {
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

pub(super) fn redirects(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
) -> Option<Vec<(String, RedirectTarget)>> {
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

pub(super) fn licence(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Licence> {
    let mut keys = reader.keys(value)?;
    let name = keys.read(reader, &LICENCE.name);
    let url = keys.read(reader, &LICENCE.url);
    let licence = keys.read(reader, &LICENCE.licence);
    let licence_url = keys.read(reader, &LICENCE.licence_url);
    let note = keys.read(reader, &LICENCE.note);
    keys.finish(reader);
    Some(Licence {
        name: name?,
        url,
        licence: licence?,
        licence_url,
        note,
    })
}

pub(super) fn output(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Output> {
    let mut keys = reader.keys(value)?;
    let atomic = keys.read(reader, &OUTPUT.atomic);
    keys.finish(reader);
    Some(Output {
        atomic: atomic.unwrap_or_default(),
    })
}

pub(super) fn limits(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Limits> {
    let mut keys = reader.keys(value)?;
    let file_bytes = keys.read(reader, &LIMITS.file_bytes);
    let image_bytes = keys.read(reader, &LIMITS.image_bytes);
    keys.finish(reader);
    let usual = Limits::default();
    let bytes = |bytes: Option<i64>| bytes.and_then(|bytes| u64::try_from(bytes).ok());
    Some(Limits {
        file_bytes: bytes(file_bytes).unwrap_or(usual.file_bytes),
        image_bytes: bytes(image_bytes).unwrap_or(usual.image_bytes),
    })
}
