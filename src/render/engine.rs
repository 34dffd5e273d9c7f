//! The template engine: compiles a theme's templates, and turns its errors into diagnostics.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::value::Map;
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::theme::Theme;

/// Compiles all templates of a theme; `None` when one is broken.
pub(super) fn compile(theme: &Theme, report: &mut Report) -> Option<Tera> {
    let mut tera = Tera::new();
    let templates = theme
        .templates
        .iter()
        .map(|(name, _, text)| (name.as_str(), &**text));
    match tera.add_raw_templates(templates) {
        Ok(()) => Some(tera),
        Err(error) => {
            report.add(diagnostic(theme, "shell.html", &error));
            None
        }
    }
}

/// A template error with the template's file and place. `rendered` is the template that was
/// asked for, in case the error doesn't say where it happened.
pub(super) fn diagnostic(theme: &Theme, rendered: &str, error: &tera::Error) -> Diagnostic {
    let file_of = |name: &str| {
        let found = theme.templates.iter().find(|(known, _, _)| known == name);
        found.map(|(_, file, _)| file.clone())
    };
    match error.kind() {
        ErrorKind::SyntaxError(at) | ErrorKind::RenderingError(at) => {
            let file = file_of(at.filename()).or_else(|| file_of(rendered));
            let range = at.span().range.clone();
            template_error(file.map(|file| Place::span(&file, range)), at.message())
        }
        _ => template_error(
            file_of(rendered).map(|file| Place::file(&file)),
            &error.to_string(),
        ),
    }
}

fn template_error(place: Option<Place>, message: &str) -> Diagnostic {
    let place = place.unwrap_or_else(|| Place::file(&SourcePath::new("themes")));
    Diagnostic::new(
        Code::Template,
        place,
        Message::new(
            format!("テンプレートの誤り: {message}"),
            format!("error in the template: {message}"),
        ),
    )
    .with_help(Message::new(
        "テンプレートで使える値は themes/README.md にあります。",
        "themes/README.md lists what templates are given",
    ))
}

/// Dotted keys as nested maps: `compare.index` becomes `labels.compare.index`.
pub(super) fn nested(words: &BTreeMap<String, Arc<str>>) -> Value {
    #[derive(Default)]
    struct Node {
        word: Option<Arc<str>>,
        children: BTreeMap<String, Node>,
    }
    fn value(node: Node) -> Value {
        match node.word {
            Some(word) => Value::normal_string(&word),
            None => {
                let entries = node.children.into_iter();
                let map: Map = entries
                    .map(|(key, child)| (key.into(), value(child)))
                    .collect();
                Value::from(map)
            }
        }
    }
    let mut top = Node::default();
    for (key, word) in words {
        let mut node = &mut top;
        for name in key.split('.') {
            node = node.children.entry(name.to_owned()).or_default();
        }
        node.word = Some(word.clone());
    }
    value(top)
}

/// A view as a template value.
pub(super) fn value<T: Serialize>(view: &T) -> Value {
    Value::from_serializable(view)
}

/// What every page template gets.
pub(super) fn context(shell: Value, page: Value, labels: Value) -> Context {
    let mut context = Context::new();
    context.insert_value("shell", shell);
    context.insert_value("page", page);
    context.insert_value("labels", labels);
    context
}
