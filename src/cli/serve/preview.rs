//! Requests → responses: the guide as a plain host would serve it, with a script in its pages that
//! follows changes. What isn't an output of the guide isn't there: no address leads to a disk.

use memchr::memmem;
use shirube::fingerprint::{Fingerprint, Mixer};
use shirube::pipeline::live::{File, Snapshot};
use shirube::plan::OutputPath;
use shirube::plan::route::Content;

use super::address::{self, Leads};
use super::content_type;
use super::http::{Method, Request, Response};
use super::problems::{self, State};
use crate::cli::language::MessageLanguage;

/// Below this, addresses are the server's own.
pub(super) const OWN: &str = "/__shirube/";
/// Where browsers are told of changes.
pub(super) const EVENTS: &str = "/__shirube/events";
const SCRIPT: &str = "/__shirube/live.js";
/// What is known of the page whose path follows.
const STATE: &str = "/__shirube/state";

const LIVE: &str = include_str!("live.js");

/// What a response is made from.
pub(super) struct Preview<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) language: MessageLanguage,
}

/// What there is at a path.
enum Found {
    /// A file and whether it stands for one that isn't there.
    File(OutputPath, File, bool),
    /// The same path with `/` at its end.
    Folder,
    Above,
    /// A template fails on this page, or no guide could be made yet.
    Broken(Box<State>),
    Missing,
}

impl Preview<'_> {
    /// The response to a request for a path in plain characters.
    pub(super) fn respond(&self, request: &Request, path: &str) -> Response {
        match path.strip_prefix(STATE) {
            Some(page) if page.starts_with('/') => return self.state(page),
            _ if path == SCRIPT => return tagged(request, content_type::of(SCRIPT), LIVE.into()),
            _ if path.starts_with(OWN) => return Response::plain(404),
            _ => {}
        }
        match self.find(path) {
            Found::File(name, file, is_missing) => {
                let mut bytes = file.bytes;
                if file.is_page {
                    let page = self.fingerprint(&bytes);
                    bytes = self.with_script(&bytes, &hex(page));
                }
                let content_type = content_type::of(name.as_str());
                if is_missing {
                    return Response::new(404, content_type, bytes);
                }
                tagged(request, content_type, bytes)
            }
            Found::Folder => {
                let target = request.target.split('#').next().unwrap_or_default();
                let location = match target.split_once('?') {
                    Some((path, query)) => format!("{path}/?{query}"),
                    None => format!("{target}/"),
                };
                Response::plain(301).with("Location", location)
            }
            Found::Above => Response::plain(302).with("Location", self.base()),
            Found::Broken(state) => self.broken(&state),
            Found::Missing => Response::plain(404),
        }
    }

    fn find(&self, path: &str) -> Found {
        let Some(guide) = self.snapshot.guide() else {
            return Found::Broken(Box::new(self.problems()));
        };
        let output = match address::leads(path, &self.base()) {
            Leads::Above => return Found::Above,
            Leads::Outside => None,
            Leads::Inside(output, folder) => {
                let is_folder = folder.is_some_and(|folder| guide.route_at(&folder).is_some());
                if is_folder && guide.route_at(&output).is_none() {
                    return Found::Folder;
                }
                Some(output)
            }
        };
        let found = output.and_then(|path| Some((self.snapshot.file(&path)?, path)));
        match found {
            Some((Ok(file), path)) => Found::File(path, file, false),
            Some((Err(problem), _)) => {
                let mut state = self.problems();
                state.add(&problem, self.snapshot, self.language);
                Found::Broken(Box::new(state))
            }
            None => self.missing(),
        }
    }

    /// The guide's page for what isn't there. It is made to be shown at any address of the place
    /// where the guide is published, and is shown here instead.
    fn missing(&self) -> Found {
        let path = OutputPath::new("404.html".to_owned());
        let Some(guide) = self.snapshot.guide() else {
            return Found::Missing;
        };
        match self.snapshot.file(&path) {
            Some(Ok(mut file)) => {
                file.bytes = replaced(&file.bytes, &guide.base_url, &self.base());
                Found::File(path, file, true)
            }
            _ => Found::Missing,
        }
    }

    fn base(&self) -> String {
        base(self.snapshot)
    }

    /// What a page shows, whatever the style sheet is called: a new one is put into an open page.
    fn fingerprint(&self, page: &[u8]) -> Fingerprint {
        let name = self.snapshot.guide().map(|guide| &guide.assets.style_name);
        let name = name.map(String::as_bytes).unwrap_or_default();
        let mut mixer = Mixer::default();
        let mut rest = page;
        while let Some(at) = memmem::find(rest, name).filter(|_| !name.is_empty()) {
            let (before, after) = rest.split_at(at);
            mixer.bytes(before);
            rest = after.get(name.len()..).unwrap_or_default();
        }
        mixer.bytes(rest).finish()
    }

    fn style(&self) -> Option<String> {
        let guide = self.snapshot.guide()?;
        Some(format!("{}{}", self.base(), guide.address(Content::Style)))
    }

    /// A page with the script that follows changes.
    fn with_script(&self, page: &[u8], fingerprint: &str) -> Vec<u8> {
        let language = self.language.pick("ja", "en");
        let style = self.style().unwrap_or_default();
        let script = format!(
            "<script src=\"{SCRIPT}\" defer data-page=\"{fingerprint}\" \
             data-style=\"{}\" data-language=\"{language}\"></script>",
            escaped(&style)
        );
        let at = memmem::rfind(page, b"</body>").unwrap_or(page.len());
        let (before, after) = page.split_at(at);
        [before, script.as_bytes(), after].concat()
    }

    fn problems(&self) -> State {
        problems::state(self.snapshot, self.language)
    }

    /// What is known of a page, for the script in it.
    fn state(&self, path: &str) -> Response {
        let mut state = self.problems();
        state.style = self.style();
        match self.find(path) {
            Found::File(_, file, _) if file.is_page => {
                state.page = Some(hex(self.fingerprint(&file.bytes)));
            }
            Found::Broken(broken) => state = *broken,
            _ => {}
        }
        // Only maps with keys that are no text could fail.
        let json = serde_json::to_vec(&state).unwrap_or_default();
        Response::new(200, content_type::of("state.json"), json)
    }

    /// A page in the place of one that can't be made; the script shows why.
    fn broken(&self, state: &State) -> Response {
        let (language, text) = self.language.pick(
            ("ja", "このページはまだ作れません。直すと、ここに出ます。"),
            (
                "en",
                "This page can't be made yet. It appears here once it is mended.",
            ),
        );
        let mut list = String::new();
        for problem in &state.problems {
            list += &format!("<li>{}</li>", escaped(&problem.text()));
        }
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>shirube</title></head>\
             <body><p>{text}</p><noscript><ul>{list}</ul></noscript></body></html>\n"
        );
        let page = self.with_script(page.as_bytes(), "");
        Response::new(500, "text/html; charset=utf-8", page)
            .with("Content-Security-Policy", "default-src 'self'")
    }
}

/// The path that the guide is published at, beginning and ending with `/`.
pub(super) fn base(snapshot: &Snapshot) -> String {
    let guide = snapshot.guide();
    let url = guide.and_then(|guide| url::Url::parse(&guide.base_url).ok());
    url.map_or_else(|| "/".to_owned(), |url| url.path().to_owned())
}

/// A response that a browser needn't load again while it stays the same.
fn tagged(request: &Request, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let tag = format!("\"{}\"", hex(Fingerprint::of(&bytes)));
    let known = request.if_none_match.as_deref().unwrap_or_default();
    let is_known = known.split(',').any(|known| {
        let known = known.trim();
        known.strip_prefix("W/").unwrap_or(known) == tag
    });
    let response = if is_known {
        Response::new(304, content_type, Vec::new())
    } else {
        Response::new(200, content_type, bytes)
    };
    response.with("ETag", tag)
}

/// Whether a request is only for the head of what it would get.
pub(super) fn is_head(request: &Request) -> bool {
    request.method == Method::Head
}

fn hex(fingerprint: Fingerprint) -> String {
    let bytes = fingerprint.to_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, from.as_bytes()).filter(|_| !from.is_empty()) {
        let (before, after) = rest.split_at(at);
        replaced.extend_from_slice(before);
        replaced.extend_from_slice(to.as_bytes());
        rest = after.get(from.len()..).unwrap_or_default();
    }
    replaced.extend_from_slice(rest);
    replaced
}
