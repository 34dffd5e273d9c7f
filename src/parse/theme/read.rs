//! Reads a theme from `themes/<name>/` with `overrides/` laid over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::{SourcePath, Sources};
use crate::parse::site::Site;
use crate::parse::theme::scripts::{self, Publishing};
use crate::parse::theme::{Theme, labels};
use crate::parse::yaml::{Reader, Value, read_file, utf8};

/// Where a project puts what replaces the theme's files.
const OVERRIDES: &str = "overrides";

/// Files of the theme by their path below its folder, after overrides.
pub(super) type Files<'sources> =
    BTreeMap<&'sources str, (&'sources SourcePath, &'sources Arc<[u8]>)>;

/// Reads the theme that `site.yaml` names. `None` after a report when it can't be used at all.
pub fn parse(sources: &Sources, site: &Site, report: &mut Report) -> Option<Theme> {
    let folder = format!("themes/{}", site.theme);
    if sources.below(&folder).next().is_none() {
        report.add(missing_theme(sources, site));
        return None;
    }
    let mut files = Files::new();
    for root in [folder.as_str(), OVERRIDES] {
        for file in sources.below(root) {
            if let (Some(path), Some(bytes)) =
                (file.as_str().get(root.len() + 1..), sources.get(file))
            {
                files.insert(path, (file, bytes));
            }
        }
    }
    let settings = settings(&files, &folder, site, report)?;
    let labels = labels::read(sources, &folder, OVERRIDES, site, report);
    let templates = below(&files, "templates/").filter_map(|(path, file, bytes)| {
        let (text, _) = utf8(file, bytes, report)?;
        Some((path.to_owned(), file.clone(), Arc::from(text)))
    });
    let templates = templates.collect();
    let styles = settings.styles.iter().filter_map(|path| {
        let (file, bytes) = files.get(format!("styles/{path}").as_str())?;
        let (text, _) = utf8(file, bytes, report)?;
        Some((path.clone(), Arc::from(text)))
    });
    let styles = styles.collect();
    let copied = below(&files, "static/")
        .map(|(path, _, bytes)| (path.to_owned(), Arc::clone(bytes)))
        .collect();
    Some(Theme {
        name: site.theme.clone(),
        templates,
        styles,
        scripts: scripts::publish(&files, &settings.publishing, report),
        files: copied,
        entry_scripts: settings.scripts,
        labels,
    })
}

/// The theme's files in a folder (with `/` at its end), by their path below it.
pub(super) fn below<'files>(
    files: &'files Files<'_>,
    folder: &'files str,
) -> impl Iterator<Item = (&'files str, &'files SourcePath, &'files Arc<[u8]>)> {
    files.iter().filter_map(move |(path, (file, bytes))| {
        let path = path.strip_prefix(folder)?;
        // Notes for people and hidden files are no part of the theme.
        let hidden =
            path.split('/').any(|name| name.starts_with('.')) || path.ends_with("README.md");
        (!hidden).then_some((path, *file, *bytes))
    })
}

/// `theme.yaml`.
struct Settings {
    styles: Vec<String>,
    scripts: Vec<String>,
    publishing: Publishing,
}

fn settings(files: &Files<'_>, folder: &str, site: &Site, report: &mut Report) -> Option<Settings> {
    let Some((file, bytes)) = files.get("theme.yaml") else {
        let place = Place::file(&SourcePath::new(&format!("{folder}/theme.yaml")));
        let message = Message::new("theme.yaml がありません", "there is no theme.yaml");
        let help = Message::new(
            "`styles:` と `scripts:` に、読み込むファイルを順に並べます",
            "list the files to load, in their order, below `styles:` and `scripts:`",
        );
        report.add(Diagnostic::new(Code::MissingFile, place, message).with_help(help));
        return None;
    };
    read_file(file, bytes, &site.languages, report, |reader, value| {
        let mut keys = reader.keys(value)?;
        keys.optional(reader, "name", Reader::text);
        keys.optional(reader, "description", Reader::text);
        let styles = keys.required(reader, "styles", |reader, value| {
            Some(paths(reader, value, files, "styles"))
        });
        let scripts = keys.optional(reader, "scripts", |reader, value| {
            Some(paths(reader, value, files, "scripts"))
        });
        let bundles = keys.optional(reader, "bundles", |reader, value| {
            Some(reader.list(value, |reader, value| {
                let members = paths(reader, value, files, "scripts");
                scripts::bundle(reader, value, members)
            }))
        });
        let minify = keys.optional(reader, "minify", Reader::boolean);
        keys.finish(reader);
        Some(Settings {
            styles: styles?,
            scripts: scripts.unwrap_or_default(),
            publishing: Publishing {
                bundles: bundles.unwrap_or_default(),
                minify: minify.unwrap_or_default(),
            },
        })
    })
}

/// A list of files that exist in a folder of the theme.
fn paths(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    files: &Files<'_>,
    folder: &str,
) -> Vec<String> {
    reader.list(value, |reader, value| {
        let path = reader.string(value)?;
        if files.contains_key(format!("{folder}/{path}").as_str()) {
            return Some(path);
        }
        let prefix = format!("{folder}/");
        let known = below(files, &prefix).map(|(path, ..)| path);
        let near = crate::diagnostic::nearest(&path, known);
        let message = Message::new(
            format!("テーマに `{folder}/{path}` がありません"),
            format!("the theme has no `{folder}/{path}`"),
        );
        let help = match near {
            Some(near) => Message::new(
                format!("`{near}` のことですか"),
                format!("did you mean `{near}`?"),
            ),
            None => Message::new(
                "ファイルを置くか、この行を消します",
                "add the file, or remove this line",
            ),
        };
        reader.problem_with_help(Code::MissingFile, value, message, help);
        None
    })
}

fn missing_theme(sources: &Sources, site: &Site) -> Diagnostic {
    let name = &site.theme;
    let mut themes: Vec<&str> = sources
        .below("themes")
        .filter_map(|file| file.as_str().split('/').nth(1))
        .collect();
    themes.dedup();
    let message = Message::new(
        format!("テーマのフォルダー `themes/{name}/` がありません"),
        format!("there is no theme folder `themes/{name}/`"),
    );
    let help = if themes.is_empty() {
        Message::new(
            format!("テーマを `themes/{name}/` に置きます"),
            format!("put the theme into `themes/{name}/`"),
        )
    } else {
        let themes = themes.join("`, `");
        Message::new(
            format!("あるテーマ: `{themes}`"),
            format!("themes that exist: `{themes}`"),
        )
    };
    Diagnostic::new(
        Code::MissingFile,
        Place::field(&site.file, "theme"),
        message,
    )
    .with_help(help)
}
