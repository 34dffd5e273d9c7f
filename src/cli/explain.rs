//! `shirube explain`: what a code means, why it matters, and how it is mended.

use std::io::{self, Write};

use clap::Args;
use shirube::diagnostic::{Code, Page, Severity, nearest};

use super::Stop;
use super::language::MessageLanguage;

/// Explain a kind of problem, with an example.
///
/// Without a code, lists all of them with what they mean.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Explain {
    /// The name in the brackets of a problem, such as missing-source
    #[arg(value_name = "CODE")]
    code: Option<String>,

    /// The language of the text
    ///
    /// [default: by LC_ALL, LC_MESSAGES or LANG, or that of site.yaml in this folder, or ja]
    #[arg(long, value_name = "LANG", value_enum)]
    lang: Option<MessageLanguage>,
}

const EXAMPLES: &str = "\
Examples:
  shirube explain                  every code, with its severity and meaning
  shirube explain missing-source   one of them, with a wrong and a right example";

/// Prints one page, or the list of all codes.
pub(super) fn explain(arguments: &Explain) -> Result<(), Stop> {
    let language = MessageLanguage::choose(arguments.lang);
    let text = match &arguments.code {
        Some(name) => page(name, language)?,
        None => list(language),
    };
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    Ok(output.flush()?)
}

fn page(name: &str, language: MessageLanguage) -> Result<String, Stop> {
    let code = Code::from_name(name).ok_or_else(|| Stop::Usage(unknown(name, language)))?;
    let page = code.page();
    let severity = severity(code, language).trim_end();
    let half = language.pick(page.ja, page.en);
    Ok(language.pick(
        format!("# {code}（{severity}）\n\n{half}\n"),
        format!("# {code} ({severity})\n\n{half}\n"),
    ))
}

fn unknown(name: &str, language: MessageLanguage) -> String {
    let names = Code::ALL.iter().map(|code| code.name());
    let meant = nearest(&name.to_lowercase(), names);
    let name = name.escape_debug();
    let mut text = language.pick(
        format!("エラー: 「{name}」という種類の問題はありません"),
        format!("error: there is no problem called `{name}`"),
    );
    text += &match meant {
        Some(meant) => language.pick(
            format!("\n対処: 「{meant}」のことですか"),
            format!("\nhelp: did you mean `{meant}`?"),
        ),
        None => {
            language
                .pick("\n対処: shirube explain", "\nhelp: shirube explain")
                .to_owned()
                + language.pick(" と打つと、すべての名前が出ます", " lists all names")
        }
    };
    text
}

/// A line a code, sorted by name.
fn list(language: MessageLanguage) -> String {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    let width = codes
        .iter()
        .map(|code| code.name().len())
        .max()
        .unwrap_or(0);
    let line = |code: Code| {
        let page = code.page();
        let summary = Page::summary(language.pick(page.ja, page.en));
        let severity = severity(code, language);
        format!("{:width$}  {severity}  {summary}\n", code.name())
    };
    codes.into_iter().map(line).collect()
}

/// Both severities take the same columns.
fn severity(code: Code, language: MessageLanguage) -> &'static str {
    match code.severity() {
        Severity::Error => language.pick("エラー", "error  "),
        Severity::Warning => language.pick("警告　", "warning"),
    }
}
