//! A guide in memory: what it still shows when its files say something else, and what it lets go of.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and change the files they need, and fail where they can't"
)]

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use shirube::pipeline::live::{Changes, Snapshot};
use shirube::pipeline::{Live, Request, Writing};
use shirube::plan::{Options, OutputPath};
use support::Project;

const ARTICLE: &str = "content/articles/living/first.md";

fn live(project: &Project) -> Live {
    let request = Request {
        root: &project.root(),
        output: None,
        drafts: false,
        options: Options {
            today: support::today().parse().expect("a day"),
            base_url: None,
        },
        writing: Writing::default(),
    };
    let live = Live::open(&request).expect("the project can be read");
    live.judge();
    live.index();
    live
}

fn follow(live: &Live, project: &Project, file: &str) -> Arc<Snapshot> {
    let root = project.root().canonicalize().expect("a folder");
    let changes = Changes {
        paths: [root.join(file)].into(),
        everything: false,
    };
    let next = live.refresh(&changes).expect("readable");
    next.expect("another version")
}

/// Every output of the guide that is shown, and the entry of its search.
fn shown(snapshot: &Snapshot) -> BTreeMap<String, Vec<u8>> {
    let guide = snapshot.guide().expect("a guide");
    let families = guide.families();
    let routes = families
        .iter()
        .flat_map(|family| (0..family.len).map(|at| guide.route(family, at).path));
    let entry = OutputPath::new("search/entry.bin".to_owned());
    let files = routes.chain([entry]).map(|path| {
        let file = snapshot.file(&path).expect("a file").expect("made");
        (path.as_str().to_owned(), file.bytes)
    });
    files.collect()
}

#[test]
fn the_last_good_guide_needs_no_files() {
    let project = Project::base();
    let live = live(&project);
    let good = shown(&live.snapshot());
    assert!(good.len() > 20, "{}", good.len());

    let text = project.read(ARTICLE).expect("an article");
    project.write(
        ARTICLE,
        format!("別の文です。\n{text}\n[町](town:nowhere)\n"),
    );
    let broken = follow(&live, &project, ARTICLE);
    assert!(!broken.is_current());
    assert!(broken.report().has_errors());
    assert!(live.judge().is_some());
    assert!(live.index().is_none(), "it is that of the guide shown");
    assert!(shown(&live.snapshot()) == good);

    // Gone without anybody having said so.
    fs::remove_dir_all(project.root().join("content")).expect("removed");
    live.forget_past();
    assert!(shown(&live.snapshot()) == good);
}

#[test]
fn files_that_are_read_again_and_say_the_same_are_no_change() {
    let project = Project::base();
    let live = live(&project);
    let text = project.read(ARTICLE).expect("an article");
    project.write(ARTICLE, text);
    let again = live.refresh(&Changes::everything()).expect("readable");
    assert!(again.is_none());
}

#[test]
fn a_replaced_guide_goes_when_it_is_told_to() {
    let project = Project::base();
    let live = live(&project);
    live.forget_past();
    let old = Arc::downgrade(&live.snapshot());
    let text = project.read(ARTICLE).expect("an article");
    project.write(ARTICLE, format!("{text}\n新しい文です。\n"));
    let looked_at = old.upgrade().expect("the latest");
    follow(&live, &project, ARTICLE);
    live.forget_past();
    assert!(old.upgrade().is_some(), "somebody looks at it");
    drop(looked_at);
    assert!(
        old.upgrade().is_some(),
        "whoever looked at it is not held up"
    );
    live.forget_past();
    assert!(old.upgrade().is_none());
}

/// Edits of a text alone, of what lists show of it, and of what others link to.
#[test]
fn after_any_edit_of_an_article_the_guide_is_what_a_new_one_would_be() {
    let project = Project::base();
    let other = "content/articles/living/other.md";
    let text = project.read(ARTICLE).expect("an article");
    project.write(
        other,
        "---\ntitle: 別の記事\ndescription: 説明です。\npublished: 2026-11-02\n---\n\n[前の記事](first.md#sagasu)の続きです。\n",
    );
    let live = live(&project);
    let longer = "長い本文です。".repeat(200);
    let texts = [
        format!("{text}\nもう一文です。\n"),
        text.replace("はじめての引っ越し", "新しい題名"),
        text.replace("引っ越しの前に。", "別の説明です。"),
        text.replace("published: 2026-11-01", "published: 2026-11-20"),
        format!("{text}\n{longer}\n"),
        format!("{text}\n[桜町](town:sakura)と[別の記事](other.md)です。\n"),
        text.replace("tags: [living]", "tags: []"),
        text.replace("tags: [living]", "tags: [living]\norder: -5"),
        text.replace("tags: [living]", "tags: [living]\nformer_paths: [/old/]"),
        text.replace("#sagasu", "#betsu"),
        format!("{text}\n子供の話です。\n"),
        format!("前の一行です。\n{text}"),
        text.replace("tags: [living]", "tags: [living]\ndraft: true"),
        text.clone(),
        format!("{text}\nさらに一文です。\n"),
    ];
    for (number, text) in texts.into_iter().enumerate() {
        project.write(ARTICLE, &text);
        follow(&live, &project, ARTICLE);
        live.judge();
        live.index();
        let (now, new) = (live.snapshot(), self::live(&project).snapshot());
        assert_eq!(now.report(), new.report(), "{number}");
        assert_eq!(now.is_current(), new.guide().is_some(), "{number}");
        if now.is_current() {
            assert!(shown(&now) == shown(&new), "{number}");
        }
    }
}
