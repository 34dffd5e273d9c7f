//! Asks on a terminal for what a new file must say.

use std::io::{BufRead, Write};

use shirube::parse::yaml::Shape;
use shirube::scaffold::{self, Answers, Ask, Question};

use super::super::Stop;
use super::super::language::MessageLanguage;

/// Asks one question after the other until none is open.
pub(super) fn ask(
    questions: &[Question],
    answers: &mut Answers,
    language: MessageLanguage,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Result<(), Stop> {
    while let Some(question) = scaffold::missing(questions, answers).first() {
        if let Shape::Choice(choices) = &question.shape {
            writeln!(
                output,
                "{}: {}",
                question.name,
                language.of(&question.about)
            )?;
            for (word, [ja, en]) in choices {
                writeln!(output, "    {word}  {}", language.pick(ja, en))?;
            }
        } else {
            writeln!(output, "{}", described(question, language))?;
        }
        if may_be_null(question) {
            let hint = language.pick("分からなければ Enter", "Enter if it isn't known");
            writeln!(output, "    {hint}")?;
        }
        write!(output, "> ")?;
        output.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            let text = language.pick("何も書きませんでした", "nothing was written");
            return Err(Stop::Failed(format!("\n{text}")));
        }
        let answer = line.trim();
        match &question.shape {
            _ if answer.is_empty() && may_be_null(question) => {
                answers.insert(question.name.clone(), "null".to_owned());
            }
            _ if answer.is_empty() => {}
            Shape::Choice(choices) if !choices.iter().any(|(word, _)| word == answer) => {
                let text = language.pick("上のどれかを書きます", "write one of the above");
                writeln!(output, "{text}")?;
            }
            _ => {
                answers.insert(question.name.clone(), answer.to_owned());
            }
        }
    }
    Ok(())
}

/// `source.url: where it was published (a web address, such as https://example.org/)`
pub(super) fn described(question: &Question, language: MessageLanguage) -> String {
    let (name, about) = (&question.name, language.of(&question.about));
    let kind = kind(&question.shape, language);
    language.pick(
        format!("{name}: {about}（{kind}）"),
        format!("{name}: {about} ({kind})"),
    )
}

fn may_be_null(question: &Question) -> bool {
    matches!(question.ask, Ask::OrNull | Ask::UnlessEverywhere)
}

/// What an answer looks like.
fn kind(shape: &Shape, language: MessageLanguage) -> String {
    let (ja, en) = match shape {
        Shape::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|(word, _)| word.as_str()).collect();
            let words = words.join(" | ");
            return words;
        }
        Shape::List { of, .. } => {
            let one = kind(of, language);
            return language.pick(
                format!("{one}、いくつでも。例: a, b"),
                format!("{one}, any number of them, such as a, b"),
            );
        }
        Shape::Number(least, most) if least.is_finite() && most.is_finite() => {
            return language.pick(
                format!("{least} から {most} の数"),
                format!("a number from {least} to {most}"),
            );
        }
        Shape::Whole(least, most) => {
            return language.pick(
                format!("{least} から {most} の整数"),
                format!("a whole number from {least} to {most}"),
            );
        }
        Shape::Number(..) => ("数。例: 9736", "a number, such as 9736"),
        Shape::Date => ("日付。例: 2026-11-21", "a day, such as 2026-11-21"),
        Shape::Period => (
            "時点。例: 2024、FY2025、2025-10",
            "a period, such as 2024, FY2025, 2025-10",
        ),
        Shape::Url => (
            "アドレス。例: https://example.org/",
            "a web address, such as https://example.org/",
        ),
        Shape::Reading => ("ひらがな。例: とくしま", "hiragana, such as とくしま"),
        Shape::Boolean => ("true か false", "true or false"),
        Shape::Slug | Shape::Name => ("id。例: tokushima", "an id, such as tokushima"),
        Shape::Target => (
            "行き先。例: region:tokushima",
            "a target, such as region:tokushima",
        ),
        Shape::Markdown => ("文。Markdown", "text in Markdown"),
        _ => ("文", "text"),
    };
    language.pick(ja, en).to_owned()
}

#[cfg(test)]
mod tests {
    use shirube::diagnostic::Message;

    use super::*;

    fn question(name: &str, shape: Shape, ask: Ask) -> Question {
        Question {
            name: name.to_owned(),
            about: Message::new("何か", "something"),
            shape,
            ask,
            fact: false,
        }
    }

    #[test]
    fn every_open_question_is_asked_until_it_is_answered() {
        let choices = vec![("low".to_owned(), ["低い".to_owned(), "low one".to_owned()])];
        let questions = [
            question("title", Shape::String, Ask::Always),
            question("level", Shape::Choice(choices), Ask::OrNull),
            question("since", Shape::Period, Ask::OrNull),
            question("note", Shape::String, Ask::Never),
        ];
        let mut answers = Answers::new();
        let mut output = Vec::new();
        let asked = ask(
            &questions,
            &mut answers,
            MessageLanguage::En,
            &mut "\n  a title\nhigh\nlow\n\n".as_bytes(),
            &mut output,
        );
        assert!(asked.is_ok());
        let found: Vec<(&str, &str)> = (answers.iter())
            .map(|(name, answer)| (name.as_str(), answer.as_str()))
            .collect();
        assert_eq!(
            found,
            [("level", "low"), ("since", "null"), ("title", "a title")]
        );
        let output = String::from_utf8(output).expect("UTF-8");
        assert_eq!(
            output.matches("title: something (text)\n> ").count(),
            2,
            "{output}"
        );
        assert!(output.contains("    low  low one\n"), "{output}");
        assert!(output.contains("write one of the above"), "{output}");
    }

    #[test]
    fn the_end_of_the_input_ends_the_questions() {
        let questions = [question("title", Shape::String, Ask::Always)];
        let mut answers = Answers::new();
        let asked = ask(
            &questions,
            &mut answers,
            MessageLanguage::Ja,
            &mut "".as_bytes(),
            &mut Vec::new(),
        );
        assert!(matches!(asked, Err(Stop::Failed(_))));
    }
}
