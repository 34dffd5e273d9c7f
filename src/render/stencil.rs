//! Templates that print thousands of alike views: run once for each shape of a view, then only
//! filled in.
//!
//! A view's **shape** is everything but its texts: which values are there, how long lists are,
//! flags, numbers, which texts are empty. A template that merely prints texts gives the same
//! output for two views of one shape, but for those texts. So it is run once for a shape, with marks in
//! place of texts, and what comes out is cut at the marks: a stencil. Later views of that shape
//! are poured into it, escaped where the template escapes.
//!
//! A template that looks at a text (compares, cuts or measures it) can't be used so. Where that
//! must be possible, a view says [`constant`] and the text becomes part of the shape. Every so
//! many views are printed by the template too; a difference is an error that names the template.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Serialize, Serializer};
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::{Fingerprint, Mixer};

mod trace;

use trace::Trace;

/// The stencils of one site, found by what they print and the shape of its view.
#[derive(Debug, Default)]
pub(super) struct Stencils {
    known: RwLock<BTreeMap<Fingerprint, Arc<Stencil>>>,
}

/// What a template prints for a shape.
#[derive(Debug)]
enum Stencil {
    Pieces(Vec<Piece>),
    /// The template does more with texts than to print them, as its output shows.
    Unfit,
}

#[derive(Debug)]
enum Piece {
    Finished(Box<[u8]>),
    /// The text at a position of the view.
    Text(usize),
    /// The same, escaped for HTML.
    Escaped(usize),
}

/// Why a stencil's output isn't the template's.
pub(super) enum Misprint {
    /// The template fails.
    Template(Box<Diagnostic>),
    /// The template looks at texts.
    LooksAtTexts,
}

/// What a template is run with beside the view.
pub(super) struct Print<'a> {
    /// Stands for the template and for everything that it is given beside the view.
    pub(super) by: Fingerprint,
    /// Whether the template is to be run as well, to compare.
    pub(super) proof: bool,
    /// Runs the template on a view.
    pub(super) template: &'a dyn Fn(Value) -> Result<Vec<u8>, Box<Diagnostic>>,
}

impl Stencils {
    /// Adds to `out` what a template prints for a view.
    pub(super) fn print<V: Serialize>(
        &self,
        view: &V,
        out: &mut Vec<u8>,
        print: &Print<'_>,
    ) -> Result<(), Misprint> {
        let trace = Trace::of(view);
        let mut key = Mixer::default();
        let key = key.part(print.by).bytes(&trace.shape).finish();
        let stencil = match self.find(key) {
            Some(stencil) => stencil,
            None => self.cut(key, view, print)?,
        };
        let run = || (print.template)(Value::from_serializable(view)).map_err(Misprint::Template);
        let Stencil::Pieces(pieces) = &*stencil else {
            out.extend(run()?);
            return Ok(());
        };
        let start = out.len();
        for piece in pieces {
            match piece {
                Piece::Finished(bytes) => out.extend_from_slice(bytes),
                Piece::Text(position) => out.extend_from_slice(trace.text(*position).as_bytes()),
                Piece::Escaped(position) => escape(trace.text(*position), out),
            }
        }
        if print.proof && out.get(start..) != Some(&*run()?) {
            return Err(Misprint::LooksAtTexts);
        }
        Ok(())
    }

    fn find(&self, key: Fingerprint) -> Option<Arc<Stencil>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&key).map(Arc::clone)
    }

    fn cut<V: Serialize>(
        &self,
        key: Fingerprint,
        view: &V,
        print: &Print<'_>,
    ) -> Result<Arc<Stencil>, Misprint> {
        let printed = (print.template)(marked(view)).map_err(Misprint::Template)?;
        let stencil = Arc::new(cut(&printed).map_or(Stencil::Unfit, Stencil::Pieces));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(known.entry(key).or_insert(stencil)))
    }
}

/// Begins and ends a mark; no text of a theme has a reason to hold them.
const BEGIN: &str = "\u{E0F0}";
const END: &str = "\u{E0F1}";

/// The view with a mark instead of each text: `<` tells whether the template escapes it.
fn marked<V: Serialize>(view: &V) -> Value {
    let mut json = serde_json::to_value(view).unwrap_or_default();
    for (position, path) in Trace::paths(view).iter().enumerate() {
        if let Some(text) = json.pointer_mut(path) {
            *text = format!("{BEGIN}<{position}{END}").into();
        }
    }
    Value::from_serializable(&json)
}

/// Cuts a template's output at the marks; `None` when a mark was changed.
fn cut(printed: &[u8]) -> Option<Vec<Piece>> {
    let printed = std::str::from_utf8(printed).ok()?;
    let mut parts = printed.split(BEGIN);
    let mut pieces = vec![finished(parts.next()?)];
    for part in parts {
        let (mark, rest) = part.split_once(END)?;
        pieces.push(match (mark.strip_prefix('<'), mark.strip_prefix("&lt;")) {
            (Some(position), _) => Piece::Text(position.parse().ok()?),
            (_, Some(position)) => Piece::Escaped(position.parse().ok()?),
            _ => return None,
        });
        pieces.push(finished(rest));
    }
    let whole = pieces
        .iter()
        .all(|piece| !matches!(piece, Piece::Finished(bytes) if has_remains(bytes)));
    whole.then_some(pieces)
}

/// Whether a piece holds what is left of a mark that the template encoded or cut.
fn has_remains(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    [END, "%EE%83%B0", "%ee%83%b0", "e0f0", "E0F0"]
        .iter()
        .any(|remains| text.contains(remains))
}

fn finished(text: &str) -> Piece {
    Piece::Finished(text.as_bytes().into())
}

fn escape(text: &str, out: &mut Vec<u8>) {
    let plain = |byte: &u8| !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if text.as_bytes().iter().all(plain) {
        out.extend_from_slice(text.as_bytes());
    } else {
        // Writing into memory can't fail.
        let _ = tera::escape_html(text, out);
    }
}

/// For `serialize_with`: a text that templates may look at.
pub(super) fn constant<T: Serialize, S: Serializer>(
    text: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(trace::CONSTANT, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row<'a> {
        name: &'a str,
        #[serde(serialize_with = "constant")]
        kind: &'static str,
        note: Option<&'a str>,
        more: Vec<&'a str>,
        count: usize,
    }

    fn row<'a>(name: &'a str, note: Option<&'a str>, more: Vec<&'a str>) -> Row<'a> {
        Row {
            name,
            kind: "plain",
            note,
            more,
            count: 2,
        }
    }

    /// What a template prints for views one after the other, by stencils, and whether all proofs
    /// were right.
    fn printed(template: &str, rows: &[Row<'_>], proof: bool) -> Option<Vec<String>> {
        let mut tera = tera::Tera::new();
        tera.add_raw_template("row.html", template)
            .expect("a template");
        let stencils = Stencils::default();
        let run = |view: Value| {
            let mut context = tera::Context::new();
            context.insert_value("row", view);
            Ok(tera
                .render("row.html", &context)
                .expect("rendered")
                .into_bytes())
        };
        let print = Print {
            by: Fingerprint::default(),
            proof,
            template: &run,
        };
        rows.iter()
            .map(|row| {
                let mut out = b"> ".to_vec();
                stencils.print(row, &mut out, &print).ok()?;
                Some(String::from_utf8(out).expect("UTF-8"))
            })
            .collect()
    }

    #[test]
    fn texts_are_filled_in_as_the_template_escapes_them() {
        let template = "{% if row.kind == 'plain' %}<b>{{ row.name }}</b>{{ row.name | safe }}\
            {% if row.note %} ({{ row.note }}){% endif %}\
            {% for word in row.more %}[{{ word }}]{% endfor %}{{ row.count }}{% endif %}";
        let rows = [
            row("a<b", None, vec![]),
            row("\"あ\"", Some("x"), vec!["1", "&2"]),
            row("", Some(""), vec!["", "3"]),
            row("c", None, vec![]),
        ];
        let expected = [
            "> <b>a&lt;b</b>a<b2",
            "> <b>&quot;あ&quot;</b>\"あ\" (x)[1][&amp;2]2",
            "> <b></b>[][3]2",
            "> <b>c</b>c2",
        ];
        assert_eq!(
            printed(template, &rows, true).expect("no misprint"),
            expected
        );
    }

    #[test]
    fn joined_texts_are_filled_in() {
        let rows = [row("", None, vec!["a", "b"]), row("", None, vec!["<", "d"])];
        let printed = printed("{{ row.more | join(sep=', ') }}", &rows, true);
        assert_eq!(printed.expect("no misprint"), ["> a, b", "> &lt;, d"]);
    }

    #[test]
    fn a_template_that_changes_texts_is_run_each_time() {
        let rows = [row("A b", None, vec![]), row("C d", None, vec![])];
        for (template, expected) in [
            ("{{ row.name | lower }}", ["> a b", "> c d"]),
            ("{{ row.name | truncate(length=1) }}", ["> A…", "> C…"]),
        ] {
            let printed = printed(template, &rows, true);
            // Letters that have no other case aren't changed, so `lower` is only noticed by proof.
            if let Some(printed) = printed {
                assert_eq!(printed, expected);
            }
        }
    }

    #[test]
    fn a_template_that_looks_at_texts_is_found_by_proof() {
        let template = "{% if row.name == 'a' %}A{% else %}B{% endif %}";
        let rows = [row("a", None, vec![])];
        assert!(printed(template, &rows, true).is_none());
        let template = "{{ row.name | upper }}";
        assert!(printed(template, &rows, true).is_none());
    }
}
