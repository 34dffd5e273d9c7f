//! Problems as workflow commands of GitHub Actions, which shows them on the lines of a pull
//! request.

use shirube::diagnostic::{Diagnostic, Severity};
use shirube::load::Sources;

use super::language::MessageLanguage;
use super::position;

/// One problem, ending with a line break. `prefix` leads from the repository to the project.
pub(super) fn text(
    problem: &Diagnostic,
    sources: &Sources,
    language: MessageLanguage,
    prefix: &str,
) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let file = format!("{prefix}{}", problem.place.file);
    let mut properties = format!("file={}", property(&file));
    if let Some(position) = position::position(sources, &problem.place) {
        let (start, end) = (position.start, position.end);
        properties += &format!(",line={}", start.line);
        // Columns are dropped by GitHub when the lines differ.
        properties += &if start.line == end.line {
            format!(
                ",col={},endLine={},endColumn={}",
                start.column, end.line, end.column
            )
        } else {
            format!(",endLine={}", end.line)
        };
    }
    let title = property(problem.code.name());
    let mut message = language.of(&problem.message).to_owned();
    if let Some(help) = &problem.help {
        message += language.pick("\n対処: ", "\nhelp: ");
        message += language.of(help);
    }
    format!(
        "::{command} {properties},title={title}::{}\n",
        data(&message)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use shirube::diagnostic::{Code, Diagnostic, Message, Place};
    use shirube::load::{SourcePath, Sources};

    use super::{MessageLanguage, text};

    fn command(place: Place, message: &str) -> String {
        let mut sources = Sources::default();
        sources.insert(place.file.clone(), "a: 徳島\nb: 1\n".as_bytes());
        let problem = Diagnostic::new(Code::BadId, place, Message::new("", message))
            .with_help(Message::new("", "mend it"));
        text(&problem, &sources, MessageLanguage::En, "guide/")
    }

    #[test]
    fn columns_are_given_on_one_line_only() {
        let file = SourcePath::new("content/a.yaml");
        assert_eq!(
            command(Place::span(&file, 3..9), "wrong"),
            "::error file=guide/content/a.yaml,line=1,col=4,endLine=1,endColumn=6,title=bad-id::wrong%0Ahelp: mend it\n"
        );
        assert_eq!(
            command(Place::span(&file, 3..12), "wrong"),
            "::error file=guide/content/a.yaml,line=1,endLine=2,title=bad-id::wrong%0Ahelp: mend it\n"
        );
    }

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let file = SourcePath::new("content/a,b:c%.yaml");
        assert_eq!(
            command(Place::file(&file), "100%\r\n::error::x"),
            "::error file=guide/content/a%2Cb%3Ac%25.yaml,title=bad-id::100%25%0D%0A::error::x%0Ahelp: mend it\n"
        );
    }
}
