//! The search page. Its script finds pages in the index; the lists serve readers without one.

use crate::diagnostic::Diagnostic;
use crate::plan::route::Page;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::{articles, home, tags};
use crate::render::view::SearchPage;

pub(in crate::render) fn render(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let title = context.label("search");
    let has_tags = !context.guide.used_tags.is_empty();
    let view = SearchPage {
        head: context.head(title, Vec::new(), None),
        sections: articles::by_section(context),
        collections: home::collection_cards(context),
        tags: tags::entries(context).of_articles,
        tags_url: has_tags.then(|| context.href(Page::Tags)),
    };
    let description = context.text(&context.guide.site.description);
    context.finish("search.html", "search", title, description, &view)
}
