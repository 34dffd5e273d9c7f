//! What is printed while a guide is served: addresses and news on standard output, problems on
//! standard error as `build` prints them. When nobody reads it, serving goes on.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use shirube::diagnostic::Severity;
use shirube::load::LoadError;
use shirube::pipeline::live::Snapshot;

use crate::cli::language::MessageLanguage;
use crate::cli::position::Positions;
use crate::cli::selection::Counts;
use crate::cli::session::{self, Printer};

/// Where the guide is. Printed even when only problems are wanted: nobody could find it else.
pub(super) fn greet(url: &str, time: Duration, language: MessageLanguage) -> io::Result<()> {
    let seconds = time.as_secs_f64();
    let text = language.pick(
        format!("{url} で見られます（{seconds:.2} 秒、Ctrl-C で終わります）"),
        format!("serving at {url} ({seconds:.2} s; Ctrl-C ends it)"),
    );
    print(&text)
}

pub(super) fn say_goodbye(language: MessageLanguage) -> io::Result<()> {
    print(language.pick("終わりました", "stopped"))
}

pub(super) fn tell_of_version(snapshot: &Snapshot, time: Duration, language: MessageLanguage) {
    let seconds = time.as_secs_f64();
    let number = snapshot.version();
    let text = if snapshot.is_current() {
        language.pick(
            format!("{number}: 変更を反映しました、{seconds:.2} 秒"),
            format!("{number}: changes followed, {seconds:.2} s"),
        )
    } else {
        language.pick(
            format!("{number}: エラーがあるので、前のページのままです、{seconds:.2} 秒"),
            format!("{number}: there are errors, so the last good pages stay, {seconds:.2} s"),
        )
    };
    let _ = print(&text);
}

/// The problems of a version that have this severity.
pub(super) fn print_problems(
    snapshot: &Snapshot,
    severity: Severity,
    root: &Path,
    language: MessageLanguage,
) {
    let printer = Printer {
        language,
        root,
        is_terminal: session::terminals().1,
    };
    let problems = snapshot.report().diagnostics().iter();
    let problems = problems.filter(|problem| problem.severity == severity);
    let positions = Positions::new(snapshot.sources());
    let _ = printer.print(problems, &positions, io::stderr().lock());
}

/// How many problems a version has.
pub(super) fn count_problems(snapshot: &Snapshot, language: MessageLanguage) {
    let problems = snapshot.report().diagnostics().iter();
    let counts = Counts::of(problems).text(language);
    let _ = print(&format!("{}: {counts}", snapshot.version()));
}

pub(super) fn tell_of_failure(error: &LoadError, language: MessageLanguage) {
    let label = language.pick("エラー", "error");
    complain(label, language.of(&error.message()));
}

pub(super) fn warn_of_network(language: MessageLanguage) {
    warn(
        language,
        "同じネットワークの誰もが、このガイドを下書きも含めて読めます",
        "everyone in the network can read this guide, drafts included",
    );
}

pub(super) fn warn_of_blindness(error: &notify::Error, language: MessageLanguage) {
    warn(
        language,
        &format!("ファイルの変更を見張れないので、くり返し読みます: {error}"),
        &format!("can't watch the files, so they are read again and again: {error}"),
    );
}

pub(super) fn cannot_open(language: MessageLanguage) {
    warn(
        language,
        "ブラウザーを開けません。アドレスを自分で開いてください",
        "can't open a browser; open the address yourself",
    );
}

fn warn(language: MessageLanguage, ja: &str, en: &str) {
    complain(language.pick("警告", "warning"), language.pick(ja, en));
}

fn complain(label: &str, text: &str) {
    let _ = writeln!(io::stderr(), "{label}: {text}");
}

fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}
