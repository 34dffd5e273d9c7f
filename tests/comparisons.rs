//! Comparison pages are poured into stencils; each must be what its template prints, in the guide
//! as it is and with templates of one's own.

#![allow(
    clippy::expect_used,
    reason = "tests fail where the guide can't be read or rendered"
)]

use crate::support;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use shirube::diagnostic::Report;
use shirube::load::{self, SourcePath};
use shirube::parse;
use shirube::plan::route::Content;
use shirube::plan::{self, Options, Page, Route};
use shirube::render::Renderer;

use support::today;

/// The guide with overrides of its theme, and the routes of its comparisons.
fn guide(overrides: &[(&str, &str)]) -> (Arc<plan::Guide>, Vec<Route>) {
    let mut report = Report::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = load::load(root, &mut report).expect("the guide");
    for (path, text) in overrides {
        let path = format!("overrides/templates/{path}");
        sources.insert(SourcePath::new(&path), text.as_bytes());
    }
    let options = Options {
        today: today().parse().expect("a day"),
        base_url: None,
    };
    let parsed = parse::parse(&sources, false, &mut report).expect("a guide");
    let guide = Arc::new(plan::plan(parsed, &options, &mut report));
    assert!(!report.has_errors(), "{:#?}", report.diagnostics());
    let mut routes = Vec::new();
    for family in guide.families() {
        routes.extend((0..family.len).map(|position| guide.route(&family, position)));
    }
    routes.retain(|route| matches!(route.content, Content::Page(Page::Compare(..), _)));
    (guide, routes)
}

fn renderer(guide: &Arc<plan::Guide>) -> Renderer {
    let mut report = Report::default();
    Renderer::new(Arc::clone(guide), &mut report).expect("templates without mistakes")
}

/// Of brief comparisons, of which the guide has tens of thousands, every so many are compared.
const BRIEF: usize = 29;

/// Compares every so many pages; gives how many those are.
fn compare(overrides: &[(&str, &str)], every: usize) -> usize {
    let (guide, routes) = guide(overrides);
    let (poured, plain) = (renderer(&guide), renderer(&guide).without_stencils());
    let is_brief = |route: &&Route| match route.content {
        Content::Page(Page::Compare(collection, ..), _) => {
            guide.collections[collection].compare.brief
        }
        _ => false,
    };
    let (brief, full): (Vec<&Route>, Vec<&Route>) = routes.iter().partition(is_brief);
    let full = full.into_iter().step_by(every);
    let brief = brief.into_iter().step_by(every * BRIEF);
    let routes: Vec<&Route> = full.chain(brief).collect();
    routes.par_iter().for_each(|route| {
        let path = route.path.as_str();
        let poured = poured.render(route).expect(path);
        let plain = plain.render(route).expect(path);
        let (poured, plain) = (
            String::from_utf8_lossy(&poured),
            String::from_utf8_lossy(&plain),
        );
        assert_eq!(poured, plain, "{path}");
    });
    routes.len()
}

#[test]
fn every_comparison_of_the_guide_is_what_its_template_prints() {
    let pages = compare(&[], 1);
    assert!(pages > 1081 + 1600, "{pages} pages");
}

const LOOKS: &str = "{% component compare_row(row: map, span: integer, labels: map) -%}\
    <tr class=\"{% if row.a.bar is not none and row.a.bar > 50 %}much{% endif %}\">\
    <th>{{ row.label | upper }}{{ row.label | length }}</th>\
    <td>{% if row.a.value_html == row.b.value_html %}={% endif %}{{ row.a.value_html | safe }}</td>\
    <td>{{ row.b.value_html | truncate(length=2) }}{% for letter in row.difference %}.{% endfor %}</td></tr>\
    {%- endcomponent compare_row %}";

const OLD: &str = "{% extends \"shell.html\" %}{% block main -%}\
    {% if page.a.name is ending_with(pat=\"県\") %}{{ page.a.name | replace(from=\"県\", to=\"\") }}{% endif %}\
    {% set both = page.a.name ~ page.b.name %}{% if both | length > 6 %}long{% endif %}{{ both }}\
    {% for group in page.groups %}{{ group.rows | length }}{% for row in group.rows %}\
    {{ <compare_row row={row} span={3} labels={labels} /> }}{% endfor %}{% endfor %}\
    {{ page.a }}{{ page.sentences[0] | default(value=\"\") }}{% endblock main %}";

#[test]
fn templates_of_ones_own_may_look_at_whatever_they_like() {
    assert!(compare(&[("parts/compare_row.html", LOOKS)], 23) > 40);
    assert!(compare(&[("compare.html", OLD)], 23) > 40);
    assert!(compare(&[("compare_brief.html", OLD)], 23) > 40);
    let both = [("compare.html", OLD), ("parts/compare_row.html", LOOKS)];
    assert!(compare(&both, 23) > 40);
}
