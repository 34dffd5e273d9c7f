//! `shirube init`: a new guide in an empty folder.

use std::fs::DirEntry;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use shirube::scaffold::{Starter, StarterLanguage, starter};

use super::arguments::base_url;
use super::language::MessageLanguage;
use super::{Stop, day, files, session};

/// Begin a guide of your own in an empty folder.
///
/// It writes a small complete guide that builds at once: settings, a section with two articles,
/// three regions, a statistic, tags, a glossary, and a copy of the theme. Everything that it says
/// is a sample to be replaced. On a terminal it asks for what isn't given.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Init {
    /// The folder; made if it doesn't exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The language of the guide [default: the language of messages]
    #[arg(long, value_name = "LANG", value_enum)]
    language: Option<MessageLanguage>,

    /// The guide's name
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// Where the guide will be published [default: https://guide.example/]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,

    /// The day that the first articles are published on, as YYYY-MM-DD
    ///
    /// [default: the day of SOURCE_DATE_EPOCH (seconds since 1970) if that is set, or today; both
    /// in UTC]
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    today: Option<Date>,

    /// The language of messages [default: by LC_ALL, LC_MESSAGES or LANG, or ja]
    #[arg(long, value_name = "LANG", value_enum)]
    lang: Option<MessageLanguage>,
}

const EXAMPLES: &str = "\
Examples:
  shirube init my-guide
  shirube init .
  shirube init my-guide --language en --title \"A guide to Iceland\" --base-url https://guide.example/";

const BASE_URL: &str = "https://guide.example/";

/// Asks for what isn't given and writes the guide.
pub(super) fn init(arguments: &Init) -> Result<(), Stop> {
    let messages = MessageLanguage::choose(arguments.lang);
    let today = session::today(arguments.today)?;
    refuse_full(&arguments.folder, messages)?;
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let mut input = io::stdin().lock();
    let mut ask = |question: [&str; 2], usual: &str| {
        if asks {
            answer(messages.pick(question[0], question[1]), usual, &mut input)
        } else {
            Ok(usual.to_owned())
        }
    };
    let language = match arguments.language {
        Some(language) => language,
        None => {
            let usual = messages.pick("ja", "en");
            let words = [
                "ガイドの言語（ja か en）",
                "The language of the guide (ja or en)",
            ];
            match ask(words, usual)?.as_str() {
                "ja" => MessageLanguage::Ja,
                "en" => MessageLanguage::En,
                other => return Err(unknown_language(other, messages)),
            }
        }
    };
    let title = match &arguments.title {
        Some(title) if title.replace(char::is_control, " ").trim().is_empty() => {
            let text = messages.pick("エラー: 名前が空です", "error: the title is empty");
            return Err(Stop::Usage(text.to_owned()));
        }
        Some(title) => title.replace(char::is_control, " ").trim().to_owned(),
        None => ask(
            ["ガイドの名前", "The guide's name"],
            language.pick("見本のガイド", "A sample guide"),
        )?,
    };
    let address = match &arguments.base_url {
        Some(address) => address.clone(),
        None => {
            let words = ["公開先のアドレス", "Where it will be published"];
            let text = ask(words, BASE_URL)?;
            base_url(&text).map_err(|error| Stop::Usage(format!("error: {text}: {error}")))?
        }
    };
    let guide = starter(&Starter {
        language: language.pick(StarterLanguage::Japanese, StarterLanguage::English),
        title,
        base_url: address,
        today,
    });
    for (path, bytes) in &guide {
        files::create(&files::below(&arguments.folder, path), bytes, messages)?;
    }
    let (count, folder) = (guide.len(), arguments.folder.display());
    let mut stdout = io::stdout().lock();
    let text = messages.pick(
        format!("{count}  ファイル → {folder}\n次に: そのフォルダーで `shirube build` を実行すると、public/ にガイドができます。"),
        format!("{count}  files → {folder}\nNext: run `shirube build` in that folder; it makes the guide in public/."),
    );
    writeln!(stdout, "{text}")?;
    Ok(stdout.flush()?)
}

/// Refuses a folder with anything but a repository in it, and what is no folder.
fn refuse_full(folder: &Path, language: MessageLanguage) -> Result<(), Stop> {
    let shown = folder.display();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(files::unwritable(folder, &error, language)),
    };
    // A guide may well begin in a new repository.
    let is_other = |entry: &io::Result<DirEntry>| {
        entry
            .as_ref()
            .map_or(true, |entry| entry.file_name() != ".git")
    };
    if !entries.into_iter().any(|entry| is_other(&entry)) {
        return Ok(());
    }
    Err(Stop::Failed(language.pick(
        format!("エラー: {shown} は空ではありません。何も書きませんでした"),
        format!("error: {shown} isn't empty; nothing was written"),
    )))
}

/// One line from a terminal, or what is usual when it is empty.
fn answer(question: &str, usual: &str, input: &mut impl BufRead) -> Result<String, Stop> {
    let mut output = io::stderr().lock();
    write!(output, "{question} [{usual}]: ")?;
    output.flush()?;
    let mut line = String::new();
    input.read_line(&mut line)?;
    let line = line.trim();
    Ok(if line.is_empty() { usual } else { line }.to_owned())
}

fn unknown_language(given: &str, language: MessageLanguage) -> Stop {
    Stop::Usage(language.pick(
        format!("エラー: `{given}` の見本はありません。ja か en です"),
        format!("error: there is no sample in `{given}`; it is ja or en"),
    ))
}
