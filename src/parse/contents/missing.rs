//! What every guide has and this one lacks.

use std::collections::BTreeSet;

use super::Job;
use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, nearest};
use crate::load::SourcePath;
use crate::parse::files::Role;
use crate::parse::site::Site;

/// Reports the files that must exist and don't.
pub(super) fn missing_files(jobs: &[Job<'_>], site: &Site, report: &mut Report) {
    let has = |wanted: &Role| jobs.iter().any(|(.., role)| role == wanted);
    if !has(&Role::Home) {
        report.add(missing(
            Place::file(&SourcePath::new("content/index.md")),
            Message::new(
                "トップページ `content/index.md` がありません",
                "there is no home page `content/index.md`",
            ),
            Message::new(
                "`---`、`title: …`、`description: …`、`---` の四行から始めます",
                "begin with the four lines `---`, `title: …`, `description: …`, `---`",
            ),
        ));
    }
    for (index, id) in site.collections.iter().enumerate() {
        let schema = Role::Schema {
            collection: id.clone(),
        };
        if !has(&schema) {
            report.add(missing(
                Place::field(&site.file, format!("collections[{index}]")),
                Message::new(
                    format!("コレクション `{id}` の `content/{id}/_collection.yaml` がありません"),
                    format!("the collection `{id}` has no `content/{id}/_collection.yaml`"),
                ),
                match nearest(id, unlisted(jobs, site)) {
                    Some(near) => Message::new(
                        format!("フォルダー `{near}` のことですか"),
                        format!("did you mean the folder `{near}`?"),
                    ),
                    None => Message::new(
                        format!("そのファイルを作るか、`collections` から `{id}` を消します"),
                        format!("add that file, or remove `{id}` from `collections`"),
                    ),
                },
            ));
        }
    }
    if let Some(map) = &site.map
        && !has(&Role::Map)
    {
        report.add(missing(
            Place::field(&site.file, "map.file"),
            Message::new(
                format!("地図 `{}` がありません", map.file),
                format!("there is no map `{}`", map.file),
            ),
            Message::new(
                "ファイルを置くか、`map:` を消します",
                "add the file, or remove `map:`",
            ),
        ));
    }
    fronts(jobs, site, report);
}

/// Folders with a schema that no collection of the site claims.
fn unlisted<'jobs>(jobs: &'jobs [Job<'_>], site: &'jobs Site) -> impl Iterator<Item = &'jobs str> {
    jobs.iter().filter_map(|(.., role)| match role {
        Role::Schema { collection } if !site.collections.contains(collection) => {
            Some(collection.as_str())
        }
        _ => None,
    })
}

/// Every section with articles needs a front page in the site's first language.
fn fronts(jobs: &[Job<'_>], site: &Site, report: &mut Report) {
    let mut sections = BTreeSet::new();
    let mut with_front = BTreeSet::new();
    for (.., role) in jobs {
        match role {
            Role::Article { section, .. } => {
                sections.insert(section);
            }
            Role::Section { section, language } => {
                sections.insert(section);
                if site.languages.first() == Some(language) {
                    with_front.insert(section);
                }
            }
            _ => {}
        }
    }
    for section in sections.difference(&with_front) {
        let file = SourcePath::new(&format!("content/articles/{section}/index.md"));
        report.add(missing(
            Place::file(&file),
            Message::new(
                format!("分野 `{section}` の最初のページ `{file}` がありません"),
                format!("the section `{section}` has no front page `{file}`"),
            ),
            Message::new(
                "`---`、`title: …`、`description: …`、`---` の四行から始めます",
                "begin with the four lines `---`, `title: …`, `description: …`, `---`",
            ),
        ));
    }
}

fn missing(place: Place, message: Message, help: Message) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, place, message).with_help(help)
}
