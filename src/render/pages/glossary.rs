//! The glossary.

use crate::diagnostic::Diagnostic;
use crate::japanese::kana;
use crate::parse::glossary::Term;
use crate::render::page::{Finished, PageContext};
use crate::render::view::{GlossaryPage, TermEntry, TermGroup};

pub(in crate::render) fn render(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let guide = context.guide;
    let title = context.label("glossary");
    let site = context.text(&guide.site.title);
    let description = context
        .wording
        .glossary_description(site, guide.glossary.len());
    let file = guide.glossary.first().map(|term| &term.place.file);
    let language = guide.language(0);
    let rows = kana::ROWS.into_iter().map(Some).chain([None]);
    let view = GlossaryPage {
        head: context.head(title, Vec::new(), file),
        description: description.clone(),
        groups: rows.filter_map(|row| group(context, row)).collect(),
        language: (language != context.tag()).then(|| language.to_string()),
    };
    context.finish("glossary.html", "glossary", title, &description, &view)
}

/// The terms of a row of the kana table, or those that belong to none; `None` without terms.
fn group(context: &PageContext<'_>, row: Option<char>) -> Option<TermGroup> {
    let glossary = context.guide.glossary.iter();
    let terms: Vec<TermEntry> = glossary
        .filter(|term| kana::row(&term.kana) == row)
        .map(|term| entry(context, term))
        .collect();
    let name = match row {
        Some(kana) => context.wording.kana_row(kana),
        None => context.label("kana_other").to_owned(),
    };
    // No term's id holds kana or `_`.
    let id = row.unwrap_or('_').to_string();
    (!terms.is_empty()).then_some(TermGroup { id, name, terms })
}

fn entry(context: &PageContext<'_>, term: &Term) -> TermEntry {
    TermEntry {
        id: term.id.clone(),
        name: context.text(&term.name).to_owned(),
        kana: term.kana.clone(),
        aliases: term.aliases.clone(),
        text_html: context.html(&term.text),
        sources: term
            .sources
            .iter()
            .map(|source| context.source(source))
            .collect(),
    }
}
