//! What each file of `content/` is, by its path alone.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Severity};
use crate::load::SourcePath;
use crate::parse::site::Site;
use crate::parse::slug::{is_slug, suggest};
use crate::parse::text::Language;

/// Endings of images that can be shown.
pub(super) const IMAGE_ENDINGS: &[&str] = &["gif", "jpeg", "jpg", "png", "webp"];

/// What a file of `content/` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `index.md`
    Home,
    /// `tags.yaml`
    Tags,
    /// The file that `map.file` names.
    Map,
    /// `articles/<section>/index.md`
    Section { section: String, language: Language },
    /// `articles/<section>/<slug>.md`
    Article {
        section: String,
        slug: String,
        language: Language,
    },
    /// `<collection>/_collection.yaml`
    Schema { collection: String },
    /// `<collection>/*.yaml`
    Records { collection: String },
    /// `<collection>/<id>.md`
    Prose { collection: String, id: String },
    /// `indicators/<collection>/<id>.yaml`
    Indicator { collection: String },
    /// An image anywhere.
    Image,
    /// For people who look into the folder: `README.md`, hidden files.
    Nothing,
}

impl Role {
    /// The collection that the file belongs to.
    pub(super) fn collection(&self) -> Option<&str> {
        match self {
            Self::Schema { collection }
            | Self::Records { collection }
            | Self::Prose { collection, .. }
            | Self::Indicator { collection } => Some(collection),
            _ => None,
        }
    }
}

/// What a file below `content/` is, or why it can't be part of the guide.
pub(super) fn role(file: &SourcePath, site: &Site) -> Result<Role, Box<Diagnostic>> {
    let path = file.as_str();
    let names: Vec<&str> = path.split('/').skip(1).collect();
    if names.iter().any(|name| name.starts_with('.')) || names.last() == Some(&"README.md") {
        return Ok(Role::Nothing);
    }
    if site.map.as_ref().is_some_and(|map| map.file == *file) {
        return Ok(Role::Map);
    }
    let ending = file.ending();
    let lower = ending.to_ascii_lowercase();
    if lower == "svg" {
        return Err(svg(file));
    }
    let known = ["md", "yaml"].contains(&lower.as_str()) || IMAGE_ENDINGS.contains(&lower.as_str());
    if lower == "yml" || (known && lower != ending) {
        let right = if lower == "yml" { "yaml" } else { &lower };
        return Err(rename(file, &format!("{}.{right}", file.stem())));
    }
    if !known {
        return Err(unused(file));
    }
    if let [folders @ .., _] = names.as_slice()
        && let Some(folder) = folders.iter().find(|folder| !is_slug(folder))
    {
        return Err(bad_name(file, folder, ""));
    }
    if IMAGE_ENDINGS.contains(&ending) {
        return named(file, file.stem(), Role::Image);
    }
    text_role(file, &names, site)
}

/// The role of Markdown and YAML.
fn text_role(file: &SourcePath, names: &[&str], site: &Site) -> Result<Role, Box<Diagnostic>> {
    let stem = file.stem();
    match (names, file.ending()) {
        (["index.md"], _) => Ok(Role::Home),
        (["tags.yaml"], _) => Ok(Role::Tags),
        (["articles", section, _], "md") => {
            let (slug, language) = language_of(file, stem, site)?;
            let section = (*section).to_owned();
            if slug == "index" {
                return Ok(Role::Section { section, language });
            }
            let slug = slug.to_owned();
            let name = slug.clone();
            named(
                file,
                &name,
                Role::Article {
                    section,
                    slug,
                    language,
                },
            )
        }
        (["indicators", collection, _], "yaml") => {
            let collection = (*collection).to_owned();
            named(file, stem, Role::Indicator { collection })
        }
        (["articles" | "indicators", ..], _) => Err(misplaced(file)),
        ([collection, "_collection.yaml"], _) => Ok(Role::Schema {
            collection: (*collection).to_owned(),
        }),
        ([collection, _], ending) => {
            let collection = (*collection).to_owned();
            let id = stem.to_owned();
            let role = if ending == "yaml" {
                Role::Records { collection }
            } else {
                Role::Prose { collection, id }
            };
            named(file, stem, role)
        }
        _ => Err(misplaced(file)),
    }
}

/// Splits `stagnation.en` into slug and language; without one it is the site's first.
fn language_of<'stem>(
    file: &SourcePath,
    stem: &'stem str,
    site: &Site,
) -> Result<(&'stem str, Language), Box<Diagnostic>> {
    let first = site.languages.first().cloned();
    let first = first.unwrap_or_else(|| Language::new("ja"));
    let Some((slug, tag)) = stem.rsplit_once('.') else {
        return Ok((stem, first));
    };
    if tag == first.as_str() {
        return Err(rename(file, &format!("{slug}.md")));
    }
    let language = site.languages.iter().find(|known| known.as_str() == tag);
    match language {
        Some(language) => Ok((slug, language.clone())),
        None => {
            let others: Vec<&str> = site
                .languages
                .iter()
                .skip(1)
                .map(Language::as_str)
                .collect();
            let message = Message::new(
                format!("`{tag}` は site.yaml の `languages` にありません"),
                format!("`{tag}` isn't one of the `languages` of site.yaml"),
            );
            let help = if others.is_empty() {
                Message::new(
                    format!("`{slug}.md` とするか、site.yaml の `languages` に `{tag}` を足します"),
                    format!("name it `{slug}.md`, or add `{tag}` to `languages` in site.yaml"),
                )
            } else {
                let others = others.join(", ");
                Message::new(
                    format!("`{slug}.<言語>.md` と書けるのは: {others}"),
                    format!("`{slug}.<language>.md` is for: {others}"),
                )
            };
            Err(problem(Code::BadFileName, file, message, help))
        }
    }
}

/// The role, if the name can become a URL.
fn named(file: &SourcePath, name: &str, role: Role) -> Result<Role, Box<Diagnostic>> {
    if is_slug(name) {
        return Ok(role);
    }
    Err(bad_name(file, name, file.ending()))
}

fn bad_name(file: &SourcePath, name: &str, ending: &str) -> Box<Diagnostic> {
    let message = Message::new(
        format!("`{name}` は URL になるので、この名前は使えません"),
        format!("`{name}` becomes a URL and can't be named so"),
    );
    let rule = Message::new(
        "半角の a-z、0-9 と、間の `-` だけにします",
        "use a-z, 0-9 and single `-` inside only",
    );
    let dot = if ending.is_empty() { "" } else { "." };
    let help = match suggest(name) {
        Some(slug) => Message::new(
            format!("{}。例: `{slug}{dot}{ending}`", rule.ja),
            format!("{}, such as `{slug}{dot}{ending}`", rule.en),
        ),
        None => rule,
    };
    problem(Code::BadFileName, file, message, help)
}

fn rename(file: &SourcePath, name: &str) -> Box<Diagnostic> {
    problem(
        Code::BadFileName,
        file,
        Message::new(
            "ファイル名が決まりと違います",
            "the file's name isn't as agreed",
        ),
        Message::new(
            format!("`{name}` に変えます"),
            format!("rename it to `{name}`"),
        ),
    )
}

fn misplaced(file: &SourcePath) -> Box<Diagnostic> {
    problem(
        Code::BadFileName,
        file,
        Message::new(
            "この場所のファイルはガイドに入りません",
            "a file in this place isn't part of the guide",
        ),
        Message::new(
            "記事は `content/articles/<分野>/<名前>.md`、データは `content/<コレクション>/<id>.yaml`、統計は `content/indicators/<コレクション>/<名前>.yaml` に置きます。人のための覚え書きは `README.md` に書けます",
            "articles stand in `content/articles/<section>/<name>.md`, data in `content/<collection>/<id>.yaml`, statistics in `content/indicators/<collection>/<name>.yaml`; notes for people can go into `README.md`",
        ),
    )
}

fn svg(file: &SourcePath) -> Box<Diagnostic> {
    problem(
        Code::BadFileName,
        file,
        Message::new(
            "SVG はプログラムを含められるので、画像として使えません",
            "an SVG can hold scripts and can't be used as an image",
        ),
        Message::new(
            "PNG か WebP に書き出して置き換えます",
            "export it as PNG or WebP and use that",
        ),
    )
}

/// A stray file does no harm, but whoever put it there thinks that it is published: a warning.
fn unused(file: &SourcePath) -> Box<Diagnostic> {
    let endings = IMAGE_ENDINGS.join(", ");
    let mut diagnostic = problem(
        Code::BadFileName,
        file,
        Message::new(
            "この種類のファイルはガイドに入りません",
            "files of this kind aren't part of the guide",
        ),
        Message::new(
            format!(
                "使えるのは md、yaml、画像（{endings}）と、site.yaml の `map` が指す地図です。要らなければ content/ の外に移します"
            ),
            format!(
                "md, yaml, images ({endings}) and the map that `map` in site.yaml names can be used; move it out of content/ if it isn't needed"
            ),
        ),
    );
    diagnostic.severity = Severity::Warning;
    diagnostic
}

fn problem(code: Code, file: &SourcePath, message: Message, help: Message) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, Place::file(file), message).with_help(help))
}

/// Reports a folder that no collection of `site.yaml` claims, once a folder.
pub(super) fn unlisted(
    file: &SourcePath,
    collection: &str,
    site: &Site,
    reported: &mut BTreeSet<String>,
) -> Option<Diagnostic> {
    let folder = file.folder().to_owned();
    if site.collections.iter().any(|id| id == collection) || !reported.insert(folder.clone()) {
        return None;
    }
    let near = crate::diagnostic::nearest(collection, site.collections.iter().map(String::as_str));
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
