//! `shirube check --fix`: what was mended, file by file.

use std::io::{self, Write};
use std::path::Path;

use shirube::pipeline::{self, Mended};

use super::Stop;
use super::arguments::SiteArguments;
use super::language::MessageLanguage;
use super::session;

/// Mends the sources and says what was mended.
pub(super) fn mend(
    arguments: &SiteArguments,
    language: MessageLanguage,
    target: &mut dyn Write,
) -> Result<(), Stop> {
    let mended = session::work(arguments, None, language, pipeline::mend)?;
    if !arguments.quiet {
        print(&mended, &arguments.root, language, target)?;
    }
    Ok(())
}

fn print(
    mended: &Mended,
    root: &Path,
    language: MessageLanguage,
    target: &mut dyn Write,
) -> io::Result<()> {
    if mended.is_empty() {
        let nothing = language.pick("直せるところはありませんでした", "nothing could be mended");
        return writeln!(target, "{nothing}\n");
    }
    let prefix = session::prefix(root);
    for (file, codes) in mended {
        let names = codes.iter().map(|(code, count)| format!("{code} {count}"));
        let names = names.collect::<Vec<_>>().join(language.pick("、", ", "));
        let count: usize = codes.values().sum();
        let line = language.pick(
            format!("{prefix}{file}: {count} か所を直しました（{names}）"),
            format!("{prefix}{file}: {count} mended ({names})"),
        );
        writeln!(target, "{line}")?;
    }
    writeln!(target)
}
