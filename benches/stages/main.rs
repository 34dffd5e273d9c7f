//! How long each stage takes, of the repository's own guide: so that a regression is seen.
//!
//!     cargo bench --bench stages [-- FILTER]
//!
//! See benches/README.md. Nothing here is a test: no time is right or wrong.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark fails where it can't go on, and its macros make public items"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use shirube::diagnostic::Report;
use shirube::fingerprint::Fingerprint;
use shirube::load::{self, SourcePath, Sources};
use shirube::parse::markdown;
use shirube::parse::site::{Compress, Encoding};
use shirube::plan::{Guide, Options, OutputPath, Route};
use shirube::render::Renderer;
use shirube::render::highlight::Highlighter;
use shirube::search::Index;
use shirube::write::{Counter, Settings, Writer};
use shirube::{parse, plan, review};

/// Comparisons that are written in one go.
const PAGES: usize = 1_000;
/// Lines of a block of code: what a page of this guide has at most.
const CODE_LINES: usize = 40;

/// The repository's guide, as it was read.
struct Project {
    sources: Sources,
    options: Options,
}

impl Project {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let today = include_str!("../../tests/today").trim();
        Self {
            sources: load::load(root, &mut Report::default()).expect("readable"),
            options: Options {
                today: today.parse().expect("a day"),
                base_url: None,
            },
        }
    }

    fn parsed(&self) -> parse::Parsed {
        parse::parse(&self.sources, false, &mut Report::default()).expect("a guide")
    }

    fn planned(&self, parsed: parse::Parsed) -> Guide {
        plan::plan(parsed, &self.options, &mut Report::default())
    }

    fn renderer(&self) -> Renderer {
        let guide = Arc::new(self.planned(self.parsed()));
        Renderer::new(guide, &mut Report::default()).expect("whole templates")
    }
}

fn sources_to_guide(criterion: &mut Criterion) {
    let project = Project::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    criterion.bench_function("load", |bencher| {
        bencher.iter(|| load::load(root, &mut Report::default()));
    });
    criterion.bench_function("parse", |bencher| bencher.iter(|| project.parsed()));
    criterion.bench_function("plan", |bencher| {
        let parsed = || project.parsed();
        bencher.iter_batched(
            parsed,
            |parsed| project.planned(parsed),
            BatchSize::LargeInput,
        );
    });
    let guide = project.planned(project.parsed());
    criterion.bench_function("review", |bencher| {
        bencher.iter(|| {
            let mut report = Report::default();
            review::review(&guide, &project.sources, project.options.today, &mut report);
            report
        });
    });
}

fn texts(criterion: &mut Criterion) {
    let project = Project::new();
    let (path, text) = longest_article(&project.sources);
    let mut group = criterion.benchmark_group("texts");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("markdown of the longest article", |bencher| {
        bencher.iter(|| markdown::parse(&path, &text, 0, &mut Report::default()));
    });
    let highlighter = Highlighter::new();
    for (language, line) in [
        (
            "rust",
            "let rent = per_unit * f64::from(metres) / 3.3; // 円\n",
        ),
        (
            "js",
            "const hours = (days, minutes) => (days * minutes) / 60; // 分\n",
        ),
        (
            "yaml",
            "- {name: \"町\", rent: 4614, url: https://guide.example/}\n",
        ),
    ] {
        let code = line.repeat(CODE_LINES);
        group.throughput(Throughput::Bytes(code.len() as u64));
        group.bench_function(
            format!("highlighting {CODE_LINES} lines of {language}"),
            |bencher| {
                // A block that has been read is not read again.
                let mut number = 0;
                let mut next = || {
                    number += 1;
                    format!("{code}{number}\n")
                };
                let highlight = |code: String| highlighter.block(language, &code);
                bencher.iter_batched(&mut next, highlight, BatchSize::SmallInput);
            },
        );
    }
    group.finish();
}

/// The body of the longest article, without its front matter.
fn longest_article(sources: &Sources) -> (SourcePath, String) {
    let articles = sources.paths().filter(|path| {
        path.as_str().starts_with("content/articles/") && path.as_str().ends_with(".md")
    });
    let text = |path: &SourcePath| {
        let bytes = sources.get(path).expect("there");
        String::from_utf8_lossy(bytes).into_owned()
    };
    let texts = articles.map(|path| (path.clone(), text(path)));
    let (path, text) = texts.max_by_key(|(_, text)| text.len()).expect("articles");
    let body = text.splitn(3, "---\n").last().expect("a body");
    (path, body.to_owned())
}

fn pages(criterion: &mut Criterion) {
    let project = Project::new();
    criterion.bench_function("renderer", |bencher| {
        let guide = || Arc::new(project.planned(project.parsed()));
        let renderer = |guide| Renderer::new(guide, &mut Report::default());
        bencher.iter_batched(guide, renderer, BatchSize::LargeInput);
    });
    let renderer = project.renderer();
    let mut group = criterion.benchmark_group("page");
    for kind in [
        "home",
        "article",
        "record",
        "collection",
        "comparison",
        "indicator",
        "data",
    ] {
        let routes = routes(&renderer, kind, 1);
        let Some(route) = routes.first() else {
            continue;
        };
        let bytes = renderer.render(route).expect("a page").len();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(kind, |bencher| bencher.iter(|| renderer.render(route)));
        group.bench_function(format!("{kind}, its fingerprint"), |bencher| {
            bencher.iter(|| renderer.fingerprint(route));
        });
    }
    group.finish();
}

/// The first routes of a kind.
fn routes(renderer: &Renderer, kind: &str, most: usize) -> Vec<Route> {
    let guide = renderer.guide();
    let families = guide.families().into_iter();
    let routes = families
        .filter(|family| family.kind == kind)
        .flat_map(|family| (0..family.len).map(move |at| guide.route(&family, at)));
    routes.take(most).collect()
}

fn index(criterion: &mut Criterion) {
    let renderer = Project::new().renderer();
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10);
    group.bench_function("index from nothing", |bencher| {
        bencher.iter_with_large_drop(|| Index::default().update(&renderer, 0));
    });
    let mut index = Index::default();
    index.update(&renderer, 0);
    group.bench_function("index of which nothing changed", |bencher| {
        bencher.iter_with_large_drop(|| index.update(&renderer, 0));
    });
    group.finish();
}

fn files(criterion: &mut Criterion) {
    let renderer = Project::new().renderer();
    let made = |route: Route| {
        let bytes = renderer.render(&route).expect("a page");
        let fingerprint = renderer.fingerprint(&route).expect("a fingerprint");
        (route.path, fingerprint, bytes)
    };
    let routes = routes(&renderer, "comparison", PAGES);
    let pages: Vec<(OutputPath, Fingerprint, Vec<u8>)> = routes.into_iter().map(made).collect();
    let count = pages.len();
    let mut group = criterion.benchmark_group("write");
    group.sample_size(20);
    group.throughput(Throughput::Elements(count as u64));
    let none = Compress::default();
    let folder = || tempfile::tempdir_in(memory()).expect("a folder");
    group.bench_function(format!("{count} new comparisons"), |bencher| {
        bencher.iter_batched(
            folder,
            |folder| {
                write(folder.path(), &pages, none);
                folder
            },
            BatchSize::PerIteration,
        );
    });
    let kept = folder();
    write(kept.path(), &pages, none);
    group.bench_function(
        format!("{count} comparisons of which none changed"),
        |bencher| {
            bencher.iter(|| write(kept.path(), &pages, none));
        },
    );
    let (path, _, page) = pages.first().expect("comparisons");
    for encoding in [Encoding::Brotli, Encoding::Gzip] {
        group.throughput(Throughput::Bytes(page.len() as u64));
        let name = format!("a comparison and its copy ({})", encoding.ending());
        let compress = [encoding].into_iter().collect();
        group.bench_function(name, |bencher| {
            bencher.iter(|| Counter::new(compress).put(path, page));
        });
    }
    group.finish();
}

/// A memory file system where there is one, so that no disk is measured.
fn memory() -> &'static Path {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() {
        shared
    } else {
        Path::new("/tmp")
    }
}

/// Writes pages as a build does: what is known stays.
fn write(root: &Path, pages: &[(OutputPath, Fingerprint, Vec<u8>)], compress: Compress) {
    let writer = Writer::open(&Settings {
        output: &root.join("public"),
        state: &root.join(".shirube"),
        program: Fingerprint::of(b"benchmark"),
        atomic: false,
        compress,
        fresh: false,
        wait: false,
        say: &|_| {},
    });
    let writer = writer.expect("an output");
    for (path, fingerprint, bytes) in pages {
        match writer.known(path) {
            Some(known) if known.fingerprint == *fingerprint => writer.keep(known),
            _ => writer.put(path, Some(*fingerprint), bytes).expect("room"),
        }
    }
    writer.finish(None).expect("written");
}

criterion_group! {
    name = stages;
    config = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    targets = sources_to_guide, texts, pages, index, files
}
criterion_main!(stages);
