//! Every output is found by its path, and nothing else is.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use shirube::diagnostic::Report;
use shirube::plan::{Guide, Options, OutputPath, Route, plan};
use shirube::{load, parse};

use support::{Project, golden, today};

/// Pairs in steps of so many: the guide has thousands of them, and all are made in one way.
const STEP: usize = 97;

#[test]
fn every_output_of_every_case_is_found_by_its_path() {
    let mut judged = 0;
    for entry in fs::read_dir(golden()).expect("tests/golden") {
        let project = Project::base();
        let site = entry.expect("an entry").path().join("site");
        project.lay_over(&site);
        if let Some(guide) = guide_of(&project.root()) {
            judge(&guide, 1);
            judged += 1;
        }
    }
    assert!(judged > 20, "only {judged} cases have a guide");
}

#[test]
fn every_output_of_the_guide_is_found_by_its_path() {
    let guide = guide_of(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a guide without errors");
    judge(&guide, STEP);
}

fn guide_of(root: &Path) -> Option<Guide> {
    let mut report = Report::default();
    let sources = load::load(root, &mut report).ok()?;
    let parsed = parse::parse(&sources, true, &mut report)?;
    let options = Options {
        today: today().parse().expect("a day"),
        base_url: None,
    };
    let guide = plan(parsed, &options, &mut report);
    (!report.has_errors()).then_some(guide)
}

fn judge(guide: &Guide, step: usize) {
    let mut routes: Vec<Route> = Vec::new();
    for family in guide.families() {
        let step = if family.is_pairs() { step } else { 1 };
        let positions = (0..family.len).step_by(step);
        routes.extend(positions.map(|position| guide.route(&family, position)));
    }
    let paths: BTreeSet<&OutputPath> = routes.iter().map(|route| &route.path).collect();
    for route in &routes {
        let Some(found) = guide.route_at(&route.path) else {
            panic!("{} isn't found", route.path.as_str());
        };
        assert_eq!(found.content, route.content, "{}", route.path.as_str());
        assert_eq!(found.path, route.path);
    }
    let mut wrong = 0;
    for (number, route) in routes.iter().enumerate() {
        for path in mangled(route.path.as_str(), number) {
            let path = OutputPath::new(path);
            match guide.route_at(&path) {
                Some(found) => {
                    let real = OutputPath::of_address(&guide.address(found.content));
                    assert_eq!(real, path);
                    let known = paths.contains(&path) || step > 1;
                    assert!(known, "no family has {}", path.as_str());
                }
                None => {
                    wrong += 1;
                    assert!(!paths.contains(&path), "{} isn't found", path.as_str());
                }
            }
        }
    }
    assert!(wrong > routes.len(), "only {wrong} paths lead nowhere");
}

/// Paths that are nearly the one given.
fn mangled(path: &str, number: usize) -> Vec<String> {
    let at = path.len() * (number % 7) / 7;
    let cut = (0..=at)
        .rev()
        .find(|at| path.is_char_boundary(*at))
        .unwrap_or(0);
    let (front, back) = path.split_at(cut);
    let names: Vec<&str> = path.split('/').collect();
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    [
        format!("en/{path}"),
        path.strip_prefix("en/").unwrap_or(path).to_owned(),
        format!("{path}/"),
        format!("{path}/index.html"),
        path.replace("index.html", ""),
        path.replace("/index.html", ""),
        path.replace(".html", ".json"),
        path.replace("data/", "compare/"),
        path.replacen("index.html", "0index.html", 1),
        path.replace("sitemap-1", "sitemap-01"),
        path.replace("sitemap-1", "sitemap-2"),
        path.replace("sitemap-1", "sitemap-0"),
        path.replace(".csv", "-sources.csv"),
        path.to_uppercase(),
        reversed.join("/"),
        names[1..].join("/"),
        front.to_owned(),
        back.to_owned(),
        format!("{front}x{back}"),
        format!("{front}//{back}"),
        format!("{front}県{back}"),
    ]
    .into_iter()
    .filter(|path| !path.starts_with('/'))
    .collect()
}
