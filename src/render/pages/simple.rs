//! Redirects and the page for addresses that nothing has.

use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::plan::guide::RedirectTo;
use crate::plan::route::{Page, Route};
use crate::render::page::{Aim, Finished, PageContext, root_of_depth};
use crate::render::view::{NotFoundPage, RedirectPage};
use crate::render::{Renderer, engine, prints};

pub(in crate::render) fn not_found(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let guide = context.guide;
    let mut pages = vec![Page::Home];
    pages.extend((0..guide.collections.len()).map(Page::Collection));
    pages.extend((0..guide.sections.len()).map(Page::Section));
    let title = context.label("not_found");
    let view = NotFoundPage {
        head: context.head(title, Vec::new(), None),
        links: pages
            .into_iter()
            .map(|page| context.link(context.page_name(page), page))
            .collect(),
    };
    context.finish("not_found.html", "not-found", title, title, &view)
}

/// A page that only leads on.
pub(in crate::render) fn redirect(
    renderer: &Renderer,
    position: usize,
    route: &Route,
    aim: Aim,
) -> Result<Finished, Box<Diagnostic>> {
    let guide = &renderer.guide;
    let (address, language) = match &guide.redirects[position].to {
        RedirectTo::Page(page, language, anchor) => {
            let mut address = guide.page_address(*page, *language);
            if let Some(anchor) = anchor {
                address = format!("{address}#{anchor}");
            }
            (address, *language)
        }
        RedirectTo::Address(address) => (address.clone(), 0),
    };
    let root = root_of_depth(route.path.as_str().matches('/').count());
    let view = RedirectPage {
        url: format!("{root}{address}"),
        canonical: format!("{}{address}", guide.base_url),
        language: guide.language(language).to_string(),
    };
    if aim == Aim::Print {
        let print = prints::of_redirect(renderer, language, &view);
        return Ok(Finished::Print(print));
    }
    let mut context = Context::new();
    context.insert_value("page", engine::value(&view));
    context.insert_value("labels", renderer.labels[language].value.clone());
    renderer
        .template("redirect.html", &context)
        .map(Finished::Page)
}
