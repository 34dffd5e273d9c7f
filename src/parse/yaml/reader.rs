//! Walking a tree: every value knows its field path, every problem is noted and the walk goes on.

use std::ops::Range;

use super::keys::Keys;
use super::{Content, Entry, Node, Scalar};
use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::text::Language;

/// Reads the values of one file and notes their problems.
///
/// Every `read` function takes a [`Value`] and gives `None` after it has noted why.
#[derive(Debug)]
pub struct Reader<'run> {
    /// The file.
    pub file: &'run SourcePath,
    /// The site's languages, the first one first; never empty.
    pub languages: &'run [Language],
    /// Where problems go.
    pub report: &'run mut Report,
}

/// A value with its path in the file.
#[derive(Clone, Debug)]
pub struct Value<'tree> {
    /// The value.
    pub node: &'tree Node,
    /// Its field path, empty for the whole file.
    pub path: String,
    /// The bytes of its key, if it has one.
    pub key_span: Option<Range<usize>>,
}

/// Bytes of a key that a path shows. Many problems below one long key must not repeat it whole.
const LONGEST_STEP: usize = 120;

/// The path of a key below a path.
pub(crate) fn join(path: &str, key: &str) -> String {
    let end = (0..=LONGEST_STEP.min(key.len())).rev();
    let end = end.into_iter().find(|end| key.is_char_boundary(*end));
    let key = key.get(..end.unwrap_or(0)).unwrap_or_default();
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

impl<'tree> Value<'tree> {
    /// The whole file.
    pub fn root(node: &'tree Node) -> Self {
        Self {
            node,
            path: String::new(),
            key_span: None,
        }
    }

    /// Its scalar, unless it is a list, a mapping or null.
    pub fn scalar(&self) -> Option<&'tree Scalar> {
        match &self.node.content {
            Content::Scalar(scalar) if !scalar.is_null() => Some(scalar),
            _ => None,
        }
    }

    /// The text of its scalar, whatever it means.
    pub fn word(&self) -> Option<&'tree str> {
        self.scalar().map(|scalar| scalar.text.as_str())
    }

    fn item(&self, index: usize, node: &'tree Node) -> Self {
        Self {
            node,
            path: format!("{}[{index}]", self.path),
            key_span: None,
        }
    }

    pub(super) fn entry(&self, entry: &'tree Entry) -> Self {
        Self {
            node: &entry.value,
            path: join(&self.path, &entry.key),
            key_span: Some(entry.key_span.clone()),
        }
    }
}

impl Reader<'_> {
    /// Notes a problem of a value.
    pub fn problem(&mut self, code: Code, value: &Value<'_>, message: Message) {
        let diagnostic = Diagnostic::new(code, self.place(value), message);
        self.report.add(diagnostic);
    }

    /// Notes a problem of a value and what to do about it.
    pub fn problem_with_help(
        &mut self,
        code: Code,
        value: &Value<'_>,
        message: Message,
        help: Message,
    ) {
        let diagnostic = Diagnostic::new(code, self.place(value), message).with_help(help);
        self.report.add(diagnostic);
    }

    /// Notes a problem of a value's key.
    pub fn key_problem(
        &mut self,
        code: Code,
        value: &Value<'_>,
        message: Message,
        help: Option<Message>,
    ) {
        let mut place = self.place(value);
        if let Some(key) = &value.key_span {
            place.span = Some((key.start, key.end));
        }
        let mut diagnostic = Diagnostic::new(code, place, message);
        diagnostic.help = help;
        self.report.add(diagnostic);
    }

    /// Notes that a value is of another kind than the schema says.
    pub fn wrong_type(&mut self, value: &Value<'_>, expected: [&str; 2], help: Option<Message>) {
        let [ja, en] = expected;
        let [found_ja, found_en] = describe(value.node);
        let [subject_ja, subject_en] = subject(value);
        let message = Message::new(
            format!("{subject_ja}は{ja}で書きます（今は{found_ja}です）"),
            format!("{subject_en} must be {en}, not {found_en}"),
        );
        let mut diagnostic = Diagnostic::new(Code::WrongType, self.place(value), message);
        diagnostic.help = help;
        self.report.add(diagnostic);
    }

    /// A mapping whose keys the schema knows.
    pub fn keys<'tree>(&mut self, value: &Value<'tree>) -> Option<Keys<'tree>> {
        self.keys_like(value, "")
    }

    /// A mapping whose keys the schema knows, with an example for those who wrote something else.
    pub fn keys_like<'tree>(&mut self, value: &Value<'tree>, example: &str) -> Option<Keys<'tree>> {
        let Content::Mapping(entries) = &value.node.content else {
            let help = if example.is_empty() {
                Message::new("`名前: 値` の形で書きます", "write it as `name: value`")
            } else {
                Message::new(
                    format!("`{example}` のように書きます"),
                    format!("write it like `{example}`"),
                )
            };
            self.wrong_type(
                value,
                ["「名前: 値」の組", "a mapping of names to values"],
                Some(help),
            );
            return None;
        };
        Some(Keys::new(value.clone(), entries))
    }

    /// A mapping whose keys are free, such as ids.
    pub fn entries<'tree>(&mut self, value: &Value<'tree>) -> Vec<(&'tree str, Value<'tree>)> {
        let Some(keys) = self.keys(value) else {
            return Vec::new();
        };
        let entry = |entry: &'tree Entry| (entry.key.as_str(), value.entry(entry));
        keys.entries.iter().map(entry).collect()
    }

    /// The values of a list.
    pub fn items<'tree>(&mut self, value: &Value<'tree>) -> Vec<Value<'tree>> {
        match &value.node.content {
            Content::List(items) => items
                .iter()
                .enumerate()
                .map(|(index, node)| value.item(index, node))
                .collect(),
            _ => {
                let word = value.word().unwrap_or_default();
                let word = if word.len() > 80 { "" } else { word };
                let words = word.split(['、', '，', ',', '［', '］']).map(str::trim);
                let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
                let example = if words.is_empty() {
                    "a, b".to_owned()
                } else {
                    words.join(", ")
                };
                let help = Message::new(
                    format!(
                        "`[{example}]` のように半角の角括弧で囲むか、一行に一つずつ `- ` を付けて並べます"
                    ),
                    format!(
                        "put it in brackets like `[{example}]`, or write one `- ` line for each item"
                    ),
                );
                self.wrong_type(value, ["並び", "a list"], Some(help));
                Vec::new()
            }
        }
    }

    /// The values of a list, each read; those with problems are left out.
    pub fn list<T>(
        &mut self,
        value: &Value<'_>,
        mut read: impl FnMut(&mut Self, &Value<'_>) -> Option<T>,
    ) -> Vec<T> {
        self.items(value)
            .iter()
            .filter_map(|item| read(self, item))
            .collect()
    }

    /// Notes that a mapping lacks a key; points at the mapping's first key.
    pub fn missing_key(
        &mut self,
        mapping: &Value<'_>,
        code: Code,
        key: &str,
        message: Message,
        help: Message,
    ) {
        let head = mapping.node.head();
        let place = Place {
            file: self.file.clone(),
            field: Some(join(&mapping.path, key)),
            span: Some((head.start, head.end)),
        };
        let diagnostic = Diagnostic::new(code, place, message);
        self.report.add(diagnostic.with_help(help));
    }

    /// Where diagnostics about a value point.
    pub fn place(&self, value: &Value<'_>) -> Place {
        let span = value.node.pointer();
        Place {
            file: self.file.clone(),
            field: (!value.path.is_empty()).then(|| value.path.clone()),
            span: Some((span.start, span.end)),
        }
    }
}

/// What to do about a word that is several with Japanese commas between them.
pub(super) fn separated(word: &str) -> Message {
    let words: Vec<&str> = word.split(['、', '，']).map(str::trim).collect();
    let words = words.join(", ");
    Message::new(
        format!("半角の `,` で区切ります: `{words}`"),
        format!("separate them by `,`: `{words}`"),
    )
}

/// Names that a help text lists; nobody reads more.
const MOST_NAMES: usize = 60;

/// Names for a help text: "`a`, `b`".
pub(crate) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    let more = if names.len() > MOST_NAMES {
        ", …"
    } else {
        ""
    };
    quoted.join(", ") + more
}

/// What a message calls the value, in both languages: its key or item, or "this".
fn subject(value: &Value<'_>) -> [String; 2] {
    match value.path.rsplit('.').next() {
        Some(name) if !name.is_empty() => [format!("`{name}` "), format!("`{name}`")],
        _ => ["ここ".to_owned(), "this".to_owned()],
    }
}

/// What kind of value a node is, in both languages.
pub(crate) fn describe(node: &Node) -> [&'static str; 2] {
    match &node.content {
        Content::List(_) => ["並び", "a list"],
        Content::Mapping(_) => ["「名前: 値」の組", "a mapping"],
        Content::Scalar(scalar) if scalar.is_null() => ["空", "empty"],
        Content::Scalar(scalar) if scalar.boolean().is_some() => ["真偽値", "true or false"],
        Content::Scalar(scalar) if scalar.number().is_some() => ["数", "a number"],
        Content::Scalar(scalar) if !scalar.plain => ["引用符で囲んだ文字", "quoted text"],
        Content::Scalar(_) => ["文字", "text"],
    }
}
