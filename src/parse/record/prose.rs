//! `<id>.md` beside a record: Markdown without front matter.

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::markdown::{self, Document};
use crate::parse::yaml::utf8;

/// Reads a record's prose.
pub fn parse_prose(file: &SourcePath, bytes: &[u8], report: &mut Report) -> Option<Document> {
    let (text, offset) = utf8(file, bytes, report)?;
    if text.trim().is_empty() {
        let message = Message::new("中身がありません", "there is nothing in it");
        let place = Place::span(file, offset..offset);
        report.add(Diagnostic::new(Code::EmptyFile, place, message));
        return None;
    }
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() == "---" {
        let place = Place::span(file, offset..offset + 3);
        let message = Message::new(
            "レコードの文章には、`---` で始まる設定を書きません",
            "a record's prose has no settings between `---` lines",
        );
        let help = Message::new(
            "設定を消して文章だけにします。データは同じ名前の `.yaml` に書きます",
            "leave the text only; data stands in the `.yaml` file of the same name",
        );
        report.add(Diagnostic::new(Code::FrontMatter, place, message).with_help(help));
        return None;
    }
    Some(markdown::parse(file, text, offset, report))
}
