//! What each file of `content/` is, by its path alone.

use crate::diagnostic::{Code, Diagnostic, Message};
use crate::load::SourcePath;
use crate::parse::site::Site;
use crate::parse::slug::is_slug;
use crate::parse::text::Language;

#[cfg(test)]
mod tests;
mod unlisted;
mod wording;

pub(super) use unlisted::unlisted;
use wording::{bad_name, misplaced, problem, rename, svg, unused};

/// Endings of images that can be shown.
pub(super) const IMAGE_ENDINGS: &[&str] = &["gif", "jpeg", "jpg", "png", "webp"];

/// What a file of `content/` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `index.md`
    Home,
    /// `tags.yaml`
    Tags,
    /// `glossary.yaml`
    Glossary,
    /// `style.yaml`
    Style,
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
        (["glossary.yaml"], _) => Ok(Role::Glossary),
        (["style.yaml"], _) => Ok(Role::Style),
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
