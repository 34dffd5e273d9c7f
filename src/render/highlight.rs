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

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::fingerprint::Mixer;
use crate::render::markdown::escape;

mod seen;

use seen::{Block, Piece, Seen};

/// Longer lines, mostly generated ones, can take a regular expression very long.
const LONGEST_LINE: usize = 2_000;

/// Larger blocks are shown without colours.
const LARGEST_BLOCK: usize = 200_000;

/// The classes by their numbers.
const NAMES: [&str; 16] = [
    "",
    "code-comment",
    "code-string",
    "code-escape",
    "code-number",
    "code-constant",
    "code-keyword",
    "code-operator",
    "code-function",
    "code-type",
    "code-variable",
    "code-tag",
    "code-attribute",
    "code-inserted",
    "code-deleted",
    "code-heading",
];

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

/// Highlights code. Cheap to make: the syntaxes are read when the first block comes that nobody has
/// read before.
/// Shared between threads.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<Syntaxes>,
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Syntaxes {
    set: SyntaxSet,
    /// The number of each scope's class.
    classes: Vec<(Scope, u8)>,
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
        for line in &lines {
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

    /// Says where the blocks stand that an earlier run kept; asked for when the first block comes.
    pub fn recall(&self, source: impl FnOnce() -> Option<Vec<u8>> + Send + 'static) {
        self.seen().recall(source);
    }

    /// What a later run may [recall](Highlighter::recall), if there is more than before.
    pub fn keep(&self) -> Option<Vec<u8>> {
        self.seen().keep()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every line as HTML of its own, without its end.
    fn lines(&self, language: &str, code: &str) -> Vec<String> {
        let plain = || code.lines().map(escape::text).collect();
        if language.is_empty() || code.len() > LARGEST_BLOCK {
            return plain();
        }
        let mut key = Mixer::default();
        // Stands for the language where nobody knows it.
        let unknown = key.text(language).finish();
        let key = key.text(code).finish();
        let (is_unknown, known) = {
            let mut seen = self.seen();
            (seen.get(unknown).is_some(), seen.get(key))
        };
        if is_unknown {
            return plain();
        }
        if let Some(lines) = known.and_then(|block| block.lines(code)) {
            return lines;
        }
        let syntaxes = self.syntaxes.get_or_init(Syntaxes::load);
        let Some(syntax) = syntaxes.find(language) else {
            self.seen().add(unknown, &Block::default());
            return plain();
        };
        let block = syntaxes.read(syntax, code);
        self.seen().add(key, &block);
        block.lines(code).unwrap_or_else(plain)
    }
}

impl Syntaxes {
    fn load() -> Self {
        let number = |class: &str| NAMES.iter().position(|name| *name == class);
        let numbered = |(scope, class): &(&str, &str)| {
            let number = u8::try_from(number(class)?).ok()?;
            Some((Scope::new(scope).ok()?, number))
        };
        let mut classes: Vec<_> = CLASSES.iter().filter_map(numbered).collect();
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

    fn read(&self, syntax: &SyntaxReference, code: &str) -> Block {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let lines = LinesWithEndings::from(code).zip(seen::texts(code));
        Block::new(lines.map(|(line, text)| {
            let read = (line.len() <= LONGEST_LINE)
                .then(|| self.line(line, text, &mut state, &mut stack))
                .flatten();
            let spans = read.unwrap_or_else(|| {
                let mut plain = Spans::default();
                plain.push(Some(text), 0);
                plain
            });
            spans.pieces
        }))
    }

    /// One line. `None` where syntect gives up; the lines after it are read all the same.
    fn line(
        &self,
        line: &str,
        text: &str,
        state: &mut ParseState,
        stack: &mut ScopeStack,
    ) -> Option<Spans> {
        let operations = state.parse_line(line, &self.set).ok()?;
        let mut spans = Spans::default();
        let mut start = 0;
        for (position, operation) in operations {
            spans.push(text.get(start..position.min(text.len())), self.class(stack));
            start = start.max(position.min(text.len()));
            stack.apply(&operation).ok()?;
        }
        spans.push(text.get(start..), self.class(stack));
        Some(spans)
    }

    /// The class of the innermost scope that has one.
    fn class(&self, stack: &ScopeStack) -> u8 {
        let scopes = stack.as_slice().iter().rev();
        scopes
            .filter_map(|scope| {
                let fits = |(of, _): &&(Scope, u8)| of.is_prefix_of(*scope);
                self.classes.iter().find(fits)
            })
            .map(|(_, class)| *class)
            .next()
            .unwrap_or_default()
    }
}

/// Pieces of a line; neighbours of one class are one.
#[derive(Default)]
struct Spans {
    pieces: Vec<Piece>,
}

impl Spans {
    fn push(&mut self, text: Option<&str>, class: u8) {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return;
        };
        // Blocks are far smaller than four gigabytes.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        // Space has no colour: it needn't end a span or begin one.
        let is_blank = text.trim().is_empty();
        match self.pieces.last_mut() {
            Some((last, bytes)) if *last == class || is_blank => *bytes += length,
            _ => self.pieces.push((if is_blank { 0 } else { class }, length)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Highlighter;

    #[test]
    fn every_listed_scope_and_class_is_one() {
        for (scope, class) in super::CLASSES {
            assert!(syntect::parsing::Scope::new(scope).is_ok(), "{scope}");
            assert!(super::NAMES.contains(class), "{class}");
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
