//! Code → HTML with classes.
//!
//! syntect reads the code; of the many scopes that it knows, those that a reader can tell
//! apart become one class each, so that pages stay small and a theme has few rules to write:
//!
//! | class | for |
//! |---|---|
//! | `code` | the `<pre>` |
//! | `code-numbers` | a `<pre>` with line numbers |
//! | `code-line` | a line of it; the number is the style sheet's counter and so is never copied |
//! | `code-comment` | comments |
//! | `code-string` | strings, regular expressions |
//! | `code-escape` | escapes and placeholders in strings |
//! | `code-number` | numbers |
//! | `code-constant` | `true`, `None`, constants |
//! | `code-keyword` | keywords and modifiers |
//! | `code-operator` | operators |
//! | `code-function` | names of functions, where defined or called |
//! | `code-type` | names of types, classes, modules |
//! | `code-variable` | parameters and the language's own variables |
//! | `code-tag` | elements' names |
//! | `code-attribute` | attributes, keys of data, decorators |
//! | `code-inserted`, `code-deleted`, `code-heading` | changes in a diff, headings in Markdown |
//!
//! Everything else, punctuation above all, has no class.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::fingerprint::{Fingerprint, Mixer};
use crate::render::markdown::escape;

/// Longer lines, mostly generated ones, can take a regular expression very long.
const LONGEST_LINE: usize = 2_000;

/// Larger blocks are shown without colours.
const LARGEST_BLOCK: usize = 200_000;

/// Bytes of highlighted code that are remembered: the same few commands stand in many articles, and
/// reading code takes far longer than everything else that is done with a text.
const MOST_REMEMBERED: usize = 8_000_000;

/// Scopes and their classes; the longest scope that fits counts.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "code-comment"),
    ("string", "code-string"),
    ("constant.character.escape", "code-escape"),
    ("constant.other.placeholder", "code-escape"),
    ("constant.numeric", "code-number"),
    ("constant", "code-constant"),
    ("keyword", "code-keyword"),
    ("keyword.operator", "code-operator"),
    ("storage", "code-keyword"),
    ("entity.name.function", "code-function"),
    ("support.function", "code-function"),
    ("variable.function", "code-function"),
    ("support.macro", "code-function"),
    ("entity.name", "code-type"),
    ("entity.other.inherited-class", "code-type"),
    ("support.type", "code-type"),
    ("support.class", "code-type"),
    ("storage.type.numeric", "code-type"),
    ("variable.parameter", "code-variable"),
    ("variable.language", "code-variable"),
    ("entity.name.tag", "code-tag"),
    ("entity.other.attribute-name", "code-attribute"),
    ("variable.annotation", "code-attribute"),
    ("support.type.property-name", "code-attribute"),
    ("markup.inserted", "code-inserted"),
    ("markup.deleted", "code-deleted"),
    ("markup.heading", "code-heading"),
    // Inside a string but no part of it: `${name}`.
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("source", ""),
];

/// Highlights code. Cheap to make: the syntaxes are read when the first known language comes.
/// Shared between threads.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<Syntaxes>,
    done: Mutex<Done>,
}

/// Blocks that have been highlighted, by their language and code.
#[derive(Debug, Default)]
struct Done {
    blocks: BTreeMap<Fingerprint, Arc<[String]>>,
    bytes: usize,
}

impl Done {
    fn remember(&mut self, key: Fingerprint, lines: &Arc<[String]>) {
        let bytes: usize = lines.iter().map(String::len).sum();
        // Two threads may have met the same block.
        if self.bytes + bytes <= MOST_REMEMBERED && !self.blocks.contains_key(&key) {
            self.bytes += bytes;
            self.blocks.insert(key, Arc::clone(lines));
        }
    }
}

#[derive(Debug)]
struct Syntaxes {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

impl Highlighter {
    /// A highlighter that hasn't read anything yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A code block. `info` is what stands behind the fence: a language, then `numbers` for
    /// line numbers. Code in an unknown language is shown plain.
    pub fn block(&self, info: &str, code: &str) -> String {
        let mut words = info.split([' ', ',', '\t']).filter(|word| !word.is_empty());
        let language = words.next().filter(|word| *word != "numbers").unwrap_or("");
        let numbers = info.split([' ', ',', '\t']).any(|word| word == "numbers");
        let lines = self.lines(language, code);
        let mut html = String::from("<pre class=\"code");
        if numbers {
            html.push_str(" code-numbers");
        }
        html.push('"');
        if !language.is_empty() {
            html.push_str(" data-language=\"");
            escape::push(&mut html, language);
            html.push('"');
        }
        html.push_str(" tabindex=\"0\"><code>");
        for line in lines.iter() {
            if numbers {
                html.push_str("<span class=\"code-line\">");
                html.push_str(line);
                html.push_str("</span>\n");
            } else {
                html.push_str(line);
                html.push('\n');
            }
        }
        html.push_str("</code></pre>\n");
        html
    }

    /// Every line as HTML of its own, without its end.
    fn lines(&self, language: &str, code: &str) -> Arc<[String]> {
        let plain = || code.lines().map(escape::text).collect();
        if language.is_empty() || code.len() > LARGEST_BLOCK {
            return plain();
        }
        let syntaxes = self.syntaxes.get_or_init(Syntaxes::load);
        let Some(syntax) = syntaxes.find(language) else {
            return plain();
        };
        let done = || self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let key = Mixer::default().text(language).text(code).finish();
        if let Some(lines) = done().blocks.get(&key) {
            return Arc::clone(lines);
        }
        let lines: Arc<[String]> = syntaxes.highlight(syntax, code).into();
        done().remember(key, &lines);
        lines
    }
}

impl Syntaxes {
    fn load() -> Self {
        let mut classes: Vec<(Scope, &'static str)> = CLASSES
            .iter()
            .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
            .collect();
        classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Self {
            set: SyntaxSet::load_defaults_newlines(),
            classes,
        }
    }

    fn find(&self, language: &str) -> Option<&SyntaxReference> {
        self.set
            .find_syntax_by_token(language)
            .filter(|syntax| syntax.name != "Plain Text")
    }

    fn highlight(&self, syntax: &SyntaxReference, code: &str) -> Vec<String> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        LinesWithEndings::from(code)
            .map(|line| {
                let text = line.trim_end_matches(['\n', '\r']);
                if line.len() > LONGEST_LINE {
                    return escape::text(text);
                }
                self.line(line, text, &mut state, &mut stack)
                    .unwrap_or_else(|| escape::text(text))
            })
            .collect()
    }

    /// One line. `None` where syntect gives up; the lines after it are read all the same.
    fn line(
        &self,
        line: &str,
        text: &str,
        state: &mut ParseState,
        stack: &mut ScopeStack,
    ) -> Option<String> {
        let operations = state.parse_line(line, &self.set).ok()?;
        let mut spans = Spans::default();
        let mut start = 0;
        for (position, operation) in operations {
            spans.push(text.get(start..position.min(text.len())), self.class(stack));
            start = start.max(position.min(text.len()));
            stack.apply(&operation).ok()?;
        }
        spans.push(text.get(start..), self.class(stack));
        Some(spans.finish())
    }

    /// The class of the innermost scope that has one.
    fn class(&self, stack: &ScopeStack) -> &'static str {
        let scopes = stack.as_slice().iter().rev();
        scopes
            .filter_map(|scope| {
                let fits = |(of, _): &&(Scope, &str)| of.is_prefix_of(*scope);
                self.classes.iter().find(fits)
            })
            .map(|(_, class)| *class)
            .next()
            .unwrap_or_default()
    }
}

/// Pieces of a line; neighbours of one class are one `<span>`.
#[derive(Default)]
struct Spans {
    html: String,
    class: &'static str,
}

impl Spans {
    fn push(&mut self, text: Option<&str>, class: &'static str) {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return;
        };
        // Space has no colour: it needn't end a span or begin one.
        if class != self.class && !text.trim().is_empty() {
            self.close();
            if !class.is_empty() {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.class = class;
        }
        escape::push(&mut self.html, text);
    }

    fn close(&mut self) {
        if !self.class.is_empty() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::Highlighter;

    #[test]
    fn every_listed_scope_is_one() {
        for (scope, _) in super::CLASSES {
            assert!(syntect::parsing::Scope::new(scope).is_ok(), "{scope}");
        }
    }

    #[test]
    fn unknown_languages_and_long_lines_are_plain() {
        let code = Highlighter::new();
        assert!(!code.block("klingon", "let <x>").contains("<span"));
        assert!(code.block("klingon", "let <x>").contains("let &lt;x&gt;"));
        let long = format!("// {}", "a".repeat(3_000));
        assert!(!code.block("rust", &long).contains("<span"));
    }
}
