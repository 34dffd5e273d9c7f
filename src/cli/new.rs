//! `shirube new`: a new file of content that passes `check`.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use shirube::diagnostic::{Code, Diagnostic, Report, Severity, nearest};
use shirube::load::{self, SourcePath, Sources};
use shirube::parse::{self, Parsed};
use shirube::pipeline;
use shirube::plan::Options;
use shirube::scaffold::{self, Answers, Question};

use super::language::MessageLanguage;
use super::position::Positions;
use super::session::{self, Printer};
use super::{Stop, day, files};
use form::Form;

mod ask;
mod form;

/// Write a new article, record or indicator.
///
/// On a terminal it asks for what must be known. Elsewhere, and for anything else that the file
/// can say, give --field. The file is checked before it is written: if something is wrong, the
/// problems are shown and nothing is written. A file that exists is never touched.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES, override_usage = "shirube new [OPTIONS] article <SECTION> <SLUG>
       shirube new [OPTIONS] indicator <COLLECTION> <ID>
       shirube new [OPTIONS] <COLLECTION> <ID>")]
pub(super) struct New {
    /// `article`, `indicator`, or the collection of a new record
    #[arg(value_name = "WHAT")]
    what: String,

    /// Where it belongs and what it is called: its section and slug, its collection and id, its id
    #[arg(value_name = "NAME", num_args = 1..=2, required = true)]
    names: Vec<String>,

    /// What a key says, such as `title=引っ越す前に` or `source.url=https://…`; repeatable
    ///
    /// Items of a list are separated by commas. `null` stands for what isn't known.
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    fields: Vec<(String, String)>,

    /// The project: the folder with site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// The day that the file is written on, as YYYY-MM-DD
    ///
    /// [default: the day of SOURCE_DATE_EPOCH (seconds since 1970) if that is set, or today; both
    /// in UTC]
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    today: Option<Date>,

    /// The language of messages
    ///
    /// [default: by LC_ALL, LC_MESSAGES or LANG, or the first of languages in site.yaml, or ja]
    #[arg(long, value_name = "LANG", value_enum)]
    lang: Option<MessageLanguage>,
}

const EXAMPLES: &str = "\
Examples:
  shirube new article moving rent-first
  shirube new communities sample-rb --field name=見本.rb --field kana=みほんあーるびー
  shirube new indicator regions rent-sample --field values.tokyo=9736";

/// Asks, checks, writes.
pub(super) fn new(arguments: &New) -> Result<(), Stop> {
    let language = MessageLanguage::for_project(arguments.lang, &arguments.root);
    let today = session::today(arguments.today)?;
    let options = Options {
        today,
        base_url: None,
    };
    let (sources, parsed) = read(arguments, language)?;
    let form = Form::new(&arguments.what, &arguments.names, &parsed, language)?;
    let path = files::below(&arguments.root, &form.path);
    // A broken link is there, too.
    if path.symlink_metadata().is_ok() {
        let path = path.display();
        return Err(Stop::Failed(language.pick(
            format!("エラー: {path} はもうあります。何も書きませんでした"),
            format!("error: {path} exists already; nothing was written"),
        )));
    }
    let mut answers = given(&form.questions, &arguments.fields, language)?;
    if form
        .questions
        .iter()
        .any(|question| question.name == "published")
    {
        let published = answers.entry("published".to_owned());
        published.or_insert_with(|| today.to_string());
    }
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let mut checker = Checker::new(sources, options);
    loop {
        if asks {
            ask::ask(
                &form.questions,
                &mut answers,
                language,
                &mut io::stdin().lock(),
                &mut io::stderr().lock(),
            )?;
        } else {
            refuse_missing(&form.questions, &answers, language)?;
        }
        let text = form.text(&answers, language);
        let problems = checker.problems(&form.path, &text);
        if !problems.has_errors() {
            files::create(&path, text.as_bytes(), language)?;
            checker.print(problems, arguments, language)?;
            let mut stdout = io::stdout().lock();
            writeln!(stdout, "{}\n{}", path.display(), form.next(language))?;
            return Ok(stdout.flush()?);
        }
        let again = to_answer_again(&form.questions, &problems);
        let nothing = language.pick("何も書きませんでした", "nothing was written");
        checker.print(problems, arguments, language)?;
        match again {
            Some(names) if asks => answers.retain(|name, _| !names.contains(name.as_str())),
            _ => {
                let _ = writeln!(io::stderr(), "{nothing}");
                return Err(Stop::Problems);
            }
        }
    }
}

/// The project as far as it can be read.
fn read(arguments: &New, language: MessageLanguage) -> Result<(Sources, Parsed), Stop> {
    let mut report = Report::default();
    let sources = load::load(&arguments.root, &mut report)
        .map_err(|error| session::failed(&error.message(), language))?;
    match parse::parse(&sources, true, &mut report) {
        Some(parsed) => Ok((sources, parsed)),
        None => {
            parse::locate::locate(&mut report, &sources);
            print(&sources, &report, arguments, language)?;
            Err(Stop::Problems)
        }
    }
}

/// The answers of the command line.
fn given(
    questions: &[Question],
    fields: &[(String, String)],
    language: MessageLanguage,
) -> Result<Answers, Stop> {
    let mut answers = Answers::new();
    for (name, value) in fields {
        let names = || questions.iter().map(|question| question.name.as_str());
        if !names().any(|known| known == name) {
            let near = match nearest(name, names()) {
                Some(near) => language.pick(
                    format!("。`{near}` のことですか"),
                    format!("; did you mean `{near}`?"),
                ),
                None => {
                    let names: Vec<&str> = names().collect();
                    let names = names.join(", ");
                    language.pick(
                        format!("。書けるもの: {names}"),
                        format!("; there are: {names}"),
                    )
                }
            };
            return Err(Stop::Usage(language.pick(
                format!("エラー: `{name}` という項目はありません{near}"),
                format!("error: there is no key `{name}`{near}"),
            )));
        }
        if answers.insert(name.clone(), value.clone()).is_some() {
            return Err(Stop::Usage(language.pick(
                format!("エラー: --field {name} が二度書かれています"),
                format!("error: --field {name} stands there twice"),
            )));
        }
    }
    Ok(answers)
}

/// Where nobody can be asked, everything that is missing is named at once.
fn refuse_missing(
    questions: &[Question],
    answers: &Answers,
    language: MessageLanguage,
) -> Result<(), Stop> {
    let missing = scaffold::missing(questions, answers);
    if missing.is_empty() {
        return Ok(());
    }
    let mut text = language
        .pick(
            "エラー: 必要な項目がありません。--field で書きます:",
            "error: these keys are missing; give them with --field:",
        )
        .to_owned();
    for question in missing {
        text += &format!("\n  {}", ask::described(question, language));
    }
    Err(Stop::Usage(text))
}

/// The questions whose answers have problems; `None` if there is a problem with something else.
fn to_answer_again<'a>(questions: &'a [Question], problems: &Report) -> Option<BTreeSet<&'a str>> {
    let errors = problems.diagnostics().iter();
    let errors = errors.filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| {
            let field = problem.place.field.as_deref()?.replace("[0]", "");
            let asked = |question: &&Question| {
                field == question.name || field.starts_with(&format!("{}[", question.name))
            };
            questions
                .iter()
                .find(asked)
                .map(|question| question.name.as_str())
        })
        .collect()
}

/// Judges a new file among the sources.
struct Checker {
    sources: Sources,
    options: Options,
    /// What was wrong before.
    known: BTreeSet<(String, Code, String)>,
}

impl Checker {
    fn new(sources: Sources, options: Options) -> Self {
        let before = pipeline::judge(&sources, true, &options);
        let known = before.diagnostics().iter().map(key).collect();
        Self {
            sources,
            options,
            known,
        }
    }

    /// What is wrong with the file, or with others because of it.
    fn problems(&mut self, path: &str, text: &str) -> Report {
        self.sources.insert(SourcePath::new(path), text.as_bytes());
        let after = pipeline::judge(&self.sources, true, &self.options);
        let mut report = Report::default();
        let new = |problem: &&Diagnostic| {
            problem.place.file.as_str() == path || !self.known.contains(&key(problem))
        };
        let new = after.diagnostics().iter().filter(new);
        new.for_each(|problem| report.add(problem.clone()));
        report
    }

    fn print(
        &self,
        problems: Report,
        arguments: &New,
        language: MessageLanguage,
    ) -> Result<(), Stop> {
        let mut sources = Sources::default();
        for problem in problems.diagnostics() {
            if let Some(bytes) = self.sources.get(&problem.place.file) {
                sources.insert(problem.place.file.clone(), bytes.clone());
            }
        }
        print(&sources, &problems, arguments, language)
    }
}

fn key(problem: &Diagnostic) -> (String, Code, String) {
    let file = problem.place.file.to_string();
    (file, problem.code, problem.message.en.clone())
}

fn print(
    sources: &Sources,
    report: &Report,
    arguments: &New,
    language: MessageLanguage,
) -> Result<(), Stop> {
    let printer = Printer {
        language,
        root: &arguments.root,
        is_terminal: session::terminals().1,
    };
    let positions = Positions::new(sources);
    Ok(printer.print(report.diagnostics(), &positions, io::stderr().lock())?)
}

/// `name=value`
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("it has to be NAME=VALUE; what isn't known is `null`".to_owned()),
    }
}
