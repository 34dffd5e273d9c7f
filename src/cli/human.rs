//! Problems for people: the line of the source, what is wrong under it, what to do.
//!
//! Drawn by annotate-snippets, the compiler's own: it counts the columns of wide characters, cuts
//! the long single lines that Japanese paragraphs are around the problem, shows control characters
//! as pictures instead of sending them to the terminal, and lets us name the levels.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use shirube::diagnostic::{Diagnostic, Severity};

use super::language::{MessageLanguage, one_line};
use super::position::Positions;

/// Columns where there is no terminal to ask.
const COLUMNS: usize = 100;

/// Bytes of the longest source that is drawn around a problem. Cutting it takes time for all of it,
/// which a line with thousands of problems would need thousands of times.
const LONGEST: usize = 20_000;

/// How problems are drawn.
pub(super) struct Style {
    /// Whether colours may be used.
    pub(super) colours: bool,
    /// The terminal's columns, if it is one.
    pub(super) columns: Option<usize>,
    pub(super) language: MessageLanguage,
    /// Put before paths of sources so that they lead there from where the command runs.
    pub(super) prefix: String,
}

/// One problem, ending with a line break.
pub(super) fn text(problem: &Diagnostic, positions: &Positions<'_>, style: &Style) -> String {
    let renderer = if style.colours {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(style.columns.unwrap_or(COLUMNS));
    let title = one_line(style.language.of(&problem.message));
    let text = renderer.render(&[group(problem, &title, positions, style)]);
    // The renderer lets these through, and some terminals take them for the beginning of commands.
    let is_command = |character: char| matches!(character, '\u{80}'..='\u{9f}');
    text.replace(is_command, "\u{fffd}") + "\n"
}

fn group<'a>(
    problem: &'a Diagnostic,
    title: &'a str,
    positions: &'a Positions<'_>,
    style: &Style,
) -> Group<'a> {
    let language = style.language;
    let level = match problem.severity {
        Severity::Error => Level::ERROR.with_name(language.pick("エラー", "error")),
        Severity::Warning => Level::WARNING.with_name(language.pick("警告", "warning")),
    };
    let title = level.primary_title(title).id(problem.code.name());
    let path = format!("{}{}", style.prefix, problem.place.file);
    let group = match positions.of(&problem.place) {
        Some(position) if position.text.len() > LONGEST => {
            let start = position.start;
            let origin = Origin::path(path).line(start.line);
            title.element(origin.char_column(start.column))
        }
        Some(position) => {
            let (start, end) = position.span;
            let snippet = Snippet::source(position.text)
                .line_start(position.start.line)
                .path(path)
                .annotation(AnnotationKind::Primary.span(start..end));
            title.element(snippet)
        }
        None => title.element(Origin::path(path)),
    };
    match &problem.help {
        Some(help) => {
            let level = Level::HELP.with_name(language.pick("対処", "help"));
            group.element(level.message(language.of(help)))
        }
        None => group,
    }
}

#[cfg(test)]
mod tests {
    use shirube::diagnostic::{Code, Diagnostic, Message, Place};
    use shirube::load::{SourcePath, Sources};

    use super::{MessageLanguage, Positions, Style, text};

    const STYLE: Style = Style {
        colours: false,
        columns: None,
        language: MessageLanguage::En,
        prefix: String::new(),
    };

    fn drawn(source: &str, marked: &str) -> String {
        let file = SourcePath::new("content/a.md");
        let mut sources = Sources::default();
        sources.insert(file.clone(), source.as_bytes());
        let start = source.find(marked).expect("the marked text");
        let place = Place::span(&file, start..start + marked.len());
        let message = Message::new("だめです", "this is wrong");
        let problem = Diagnostic::new(Code::BadReading, place, message)
            .with_help(Message::new("直す", "mend it"));
        text(&problem, &Positions::new(&sources), &STYLE)
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let expected = "\
error[bad-reading]: this is wrong
 --> content/a.md:2:12
  |
2 | name: 徳島県（重要）です
  |               ^^^^
  |
  = help: mend it
";
        assert_eq!(
            drawn("id: x\nname: 徳島県（重要）です\n", "重要"),
            expected.replace(":2:12", ":2:11")
        );
    }

    #[test]
    fn a_long_paragraph_is_cut_around_the_problem() {
        let long = "長い段落です。".repeat(100);
        let drawing = drawn(&format!("{long}ここ{long}"), "ここ");
        assert!(drawing.contains("ここ") && drawing.contains("content/a.md:1:701"));
        assert!(
            drawing.lines().all(|line| line.chars().count() < 110),
            "{drawing}"
        );
    }

    #[test]
    fn of_an_endless_line_only_the_place_is_named() {
        let long = "長い段落です。".repeat(1000);
        assert_eq!(
            drawn(&format!("{long}ここ{long}"), "ここ"),
            "error[bad-reading]: this is wrong\n--> content/a.md:1:7001\n = help: mend it\n"
        );
    }

    #[test]
    fn a_source_cannot_send_commands_to_the_terminal() {
        for command in ["\u{1b}[31m", "\u{9b}31m"] {
            let drawing = drawn(&format!("a {command} b"), "b");
            let sent = |character: char| character.is_control() && character != '\n';
            assert!(!drawing.contains(sent), "{drawing:?}");
        }
    }

    #[test]
    fn a_message_cannot_begin_a_line() {
        let place = Place::file(&SourcePath::new("content/a.md"));
        let message = Message::new("", "`a\n::error::\u{1b}b` can't be an id");
        let problem = Diagnostic::new(Code::BadId, place, message);
        let drawing = text(&problem, &Positions::new(&Sources::default()), &STYLE);
        assert!(
            drawing.starts_with("error[bad-id]: `a␊::error::␛b` can't be an id\n"),
            "{drawing}"
        );
    }

    #[test]
    fn without_a_place_the_file_is_named() {
        let place = Place::file(&SourcePath::new("content/a.md"));
        let message = Message::new("だめです", "this is wrong");
        let problem = Diagnostic::new(Code::EmptyFile, place, message);
        let drawing = text(&problem, &Positions::new(&Sources::default()), &STYLE);
        assert_eq!(
            drawing,
            "error[empty-file]: this is wrong\n--> content/a.md\n"
        );
    }
}
