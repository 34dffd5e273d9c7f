//! `shirube schema`: JSON Schemas for editors.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use shirube::diagnostic::Report;
use shirube::schema::{self, Schema};
use shirube::{load, parse};

use super::Stop;
use super::files;
use super::language::MessageLanguage;
use super::position::Positions;
use super::session::{self, Printer};

/// Write JSON Schemas, so that editors complete, explain and check YAML as it is typed.
///
/// There is one for site.yaml, tags.yaml, glossary.yaml, style.yaml, _collection.yaml, front
/// matter, and for each collection's records and indicators. They come from what `check` goes by. Run it again
/// when fields, options, tags or records change; what stayed the same isn't written.
///
/// Without --output it also writes .vscode/settings.json, which gives each file its schema, and
/// .vscode/extensions.json, unless they exist.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct SchemaArguments {
    /// The project: the folder with site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// The folder for the schemas [default: .vscode/schemas/ in the project]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Print problems only
    #[arg(long, short)]
    quiet: bool,

    /// The language of messages
    ///
    /// [default: by LC_ALL, LC_MESSAGES or LANG, or the first of languages in site.yaml, or ja]
    ///
    /// Descriptions in the schemas are in the first language of the guide, Japanese or English.
    #[arg(long, value_name = "LANG", value_enum)]
    lang: Option<MessageLanguage>,
}

const EXAMPLES: &str = "\
Examples:
  shirube schema                     for VS Code, into .vscode/
  shirube schema --output schemas    for other editors";

/// Writes the schemas of a project without errors.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<(), Stop> {
    let language = MessageLanguage::for_project(arguments.lang, &arguments.root);
    let schemas = schemas(arguments, language)?;
    let code = files::below(&arguments.root, ".vscode");
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => code.join("schemas"),
    };
    let mut changed = remove_others(&folder, &schemas, language)?;
    for schema in &schemas {
        let path = folder.join(&schema.name);
        changed += usize::from(files::update(&path, schema.text.as_bytes(), language)?);
    }
    let mut notes = Vec::new();
    if arguments.output.is_none() {
        let settings = code.join("settings.json");
        if !connected(&settings, &schemas) {
            if settings.exists() {
                notes.push(by_hand(&settings, &schemas, language));
            } else {
                files::create(&settings, schema::settings(&schemas).as_bytes(), language)?;
                changed += 1;
            }
        }
        let extensions = code.join("extensions.json");
        if !extensions.exists() {
            files::create(&extensions, schema::extensions().as_bytes(), language)?;
            changed += 1;
        }
    }
    if arguments.quiet {
        return Ok(());
    }
    let (count, folder) = (schemas.len(), folder.display());
    let mut stdout = io::stdout().lock();
    let line = language.pick(
        format!("{count}  スキーマ → {folder}（変わったファイル {changed}）"),
        format!("{count}  schemas → {folder} (files changed: {changed})"),
    );
    writeln!(stdout, "{line}")?;
    for note in notes {
        writeln!(stdout, "{note}")?;
    }
    Ok(stdout.flush()?)
}

fn schemas(arguments: &SchemaArguments, language: MessageLanguage) -> Result<Vec<Schema>, Stop> {
    let mut report = Report::default();
    let sources = load::load(&arguments.root, &mut report)
        .map_err(|error| session::failed(&error.message(), language))?;
    let parsed = parse::parse(&sources, true, &mut report);
    parse::locate::locate(&mut report, &sources);
    match parsed {
        Some(parsed) if !report.has_errors() => Ok(schema::schemas(&parsed)),
        _ => {
            let printer = Printer {
                language,
                root: &arguments.root,
                is_terminal: session::terminals().1,
            };
            let positions = Positions::new(&sources);
            printer.print(report.diagnostics(), &positions, io::stderr().lock())?;
            Err(Stop::Problems)
        }
    }
}

/// Removes schemas of collections that are no more; how many there were. Only files that say that
/// this command made them are touched.
fn remove_others(
    folder: &Path,
    schemas: &[Schema],
    language: MessageLanguage,
) -> Result<usize, Stop> {
    let mut removed = 0;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let known = schemas.iter().any(|schema| path.ends_with(&schema.name));
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let json = path.extension().is_some_and(|ending| ending == "json");
        if known || !is_file || !json {
            continue;
        }
        if fs::read_to_string(&path).is_ok_and(|text| text.contains(schema::MARK)) {
            fs::remove_file(&path).map_err(|error| files::unwritable(&path, &error, language))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Whether settings name every schema that they would name if they were written anew.
fn connected(settings: &Path, schemas: &[Schema]) -> bool {
    let text = fs::read_to_string(settings).unwrap_or_default();
    let mut yaml = schemas.iter().filter(|schema| schema.is_yaml());
    yaml.all(|schema| text.contains(&format!(".vscode/schemas/{}\"", schema.name)))
}

fn by_hand(settings: &Path, schemas: &[Schema], language: MessageLanguage) -> String {
    let path = settings.display();
    let line = language.pick(
        format!("{path} はそのままにしました。次の設定を足してください:"),
        format!("{path} was left as it is. Add these settings to it:"),
    );
    format!("{line}\n{}", schema::settings(schemas).trim_end())
}
