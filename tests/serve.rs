//! `shirube serve`: what is answered, to whom, and how it follows the files. Nothing here waits for
//! a fixed time, only for something to happen.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::path::Path;
use std::time::{Duration, Instant};

use server::{Server, serve, wait_for};
use support::{Project, files, golden};

const ARTICLE: &str = "content/articles/living/first.md";
const PAGE: &str = "/articles/living/first/";

/// Shorter than the time that it has to be quiet.
const BURST: Duration = Duration::from_millis(40);

/// What the page of the article shows.
fn page(server: &Server) -> String {
    let answer = server.get(PAGE);
    assert_eq!(answer.status, 200, "{}", answer.head);
    answer.text()
}

fn add(project: &Project, text: &str) {
    let old = project.read(ARTICLE).expect("an article");
    project.write(ARTICLE, format!("{old}\n{text}\n"));
}

fn version(server: &Server) -> u64 {
    server.state("/")["version"].as_u64().expect("a number")
}

/// Every file of a project with its bytes.
fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |file: String| (file.clone(), fs::read(root.join(file)).expect("read"));
    files(root).into_iter().map(read).collect()
}

/// A page as it is built: without the script that only served pages have.
fn without_script(page: &str) -> String {
    let Some(start) = page.find("<script src=\"/__shirube/") else {
        return page.to_owned();
    };
    let end = start + page[start..].find("</script>").expect("an end") + "</script>".len();
    format!("{}{}", &page[..start], &page[end..])
}

#[test]
fn everything_is_served_as_it_is_built() {
    let project = Project::base();
    project.lay_over(&golden().join("languages/site"));
    let run = project.run(&["build", "--output", "../built"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let before = contents(&project.root());
    let built = project.root().with_file_name("built");
    let server = serve(&project, &[]);
    let mut pages = 0;
    for file in files(&built) {
        let expected = fs::read(built.join(&file)).expect("read");
        let address = match file.strip_suffix("index.html") {
            Some(folder) => format!("/{folder}"),
            None => format!("/{file}"),
        };
        let answer = server.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.head);
        if file.ends_with(".html") {
            pages += 1;
            let text = answer.text();
            let is_redirect = !text.contains("/__shirube/live.js");
            assert_eq!(
                is_redirect,
                text.contains("http-equiv=\"refresh\""),
                "{file}"
            );
            assert_eq!(without_script(&text).into_bytes(), expected, "{file}");
            assert_eq!(
                answer.field("content-type"),
                Some("text/html; charset=utf-8")
            );
        } else {
            assert_eq!(answer.body, expected, "{file}");
        }
    }
    assert!(pages > 20, "{pages}");
    drop(server);
    assert_eq!(contents(&project.root()), before, "something was written");
}

#[test]
fn types_tags_and_redirects_are_those_of_a_host() {
    let project = Project::base();
    project.write("themes/plain/static/favicon.svg", "<svg/>");
    project.write("themes/plain/static/a.webmanifest", "{}");
    let server = serve(&project, &[]);
    for (path, expected) in [
        ("/", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/data/towns.csv", "text/csv; charset=utf-8"),
        ("/data/towns/aoba.json", "application/json; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("/a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/search/entry.bin", "application/octet-stream"),
        ("/__shirube/live.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.field("content-type"), Some(expected), "{path}");
        assert_eq!(answer.field("x-content-type-options"), Some("nosniff"));
        let head = server.ask("HEAD", path, "");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(head.field("content-length"), answer.field("content-length"));
        let tag = answer.field("etag").expect("a tag").to_owned();
        let known = server.ask("GET", path, &format!("If-None-Match: \"x\", {tag}\r\n"));
        assert_eq!((known.status, known.body.len()), (304, 0), "{path}");
    }
    let style = server.state("/")["style"]
        .as_str()
        .expect("a path")
        .to_owned();
    let style = server.get(&style);
    assert_eq!(style.field("content-type"), Some("text/css; charset=utf-8"));

    let folder = server.get("/towns/aoba?a=b");
    assert_eq!(folder.status, 301);
    assert_eq!(folder.field("location"), Some("/towns/aoba/?a=b"));
    let missing = server.get("/towns/nowhere/");
    assert_eq!(missing.status, 404);
    assert_eq!(
        missing.field("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(!missing.text().contains("https://guide.example/assets"));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "X"] {
        let answer = server.ask(method, "/", "Content-Length: 3\r\n");
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.field("allow"), Some("GET, HEAD"));
    }
}

#[test]
fn a_guide_below_a_path_is_served_there() {
    let project = Project::base();
    let server = serve(&project, &["--base-url", "https://guide.example/sub/path/"]);
    assert!(server.url.ends_with("/sub/path/"), "{}", server.url);
    for above in ["/", "/sub/path"] {
        let answer = server.get(above);
        assert_eq!(
            (answer.status, answer.field("location")),
            (302, Some("/sub/path/"))
        );
    }
    assert_eq!(server.get(&format!("/sub/path{PAGE}")).status, 200);
    let folder = server.get("/sub/path/towns");
    assert_eq!(folder.field("location"), Some("/sub/path/towns/"));
    for outside in [
        PAGE,
        "/sub/",
        "/sub/pathtowns/",
        "/sub/path//towns/",
        "//towns/",
    ] {
        let answer = server.get(outside);
        assert_eq!(answer.status, 404, "{outside}");
        assert_eq!(answer.field("location"), None, "{outside}");
    }
    let style = server.state("/sub/path/")["style"].clone();
    assert_eq!(server.get(style.as_str().expect("a path")).status, 200);
    // What isn't there is shown with its styles all the same.
    assert!(
        server
            .get("/sub/path/no/")
            .text()
            .contains("\"/sub/path/assets/")
    );
}

#[test]
fn nothing_but_the_guide_can_be_read() {
    let project = Project::base();
    project.write("secret.txt", "secret");
    project.write("public/old.html", "secret");
    project.write(".shirube/secret", "secret");
    project.write("content/towns/aoba.yaml~", "secret");
    let server = serve(&project, &[]);
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/.%2e/secret.txt",
        "/towns/../../secret.txt",
        "/towns/..%5c..%5csecret.txt",
        "/towns\\..\\..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "/secret.txt",
        "/secret.txt%00.html",
        "/site.yaml",
        "/content/index.md",
        "/content/towns/aoba.yaml",
        "/themes/plain/theme.yaml",
        "/.shirube/secret",
        "/public/old.html",
        "/old.html",
        "/./",
        "//etc/passwd",
        "/etc/passwd",
        "///",
        "/%2Fetc/passwd",
        "file:///etc/passwd",
        "http://evil.example/",
        "*",
        "/__shirube/",
        "/__shirube/../secret.txt",
        "/__shirube/state/../../secret.txt",
        "/__shirube/state",
        "/__shirube/secret.txt",
        "/towns/aoba/\r\nX: y",
    ] {
        let answer = server.get(path);
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.head
        );
        assert!(!answer.text().contains("secret"), "{path}");
        assert!(!answer.text().contains("root:"), "{path}");
    }
    let raw = |bytes: &[u8]| server.raw(bytes).status;
    assert_eq!(raw(b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
    assert_eq!(raw(b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
    assert_eq!(raw(b"GET /\r\n\r\n"), 400);
    assert_eq!(server.get(&format!("/{}", "a".repeat(5000))).status, 400);
    assert_eq!(server.get(&format!("/{}", "a".repeat(50_000))).status, 431);
    let fields = format!("X: {}\r\n", "a".repeat(50_000));
    assert_eq!(server.ask("GET", "/", &fields).status, 431);
    assert_eq!(server.ask("GET", "/", &"X: y\r\n".repeat(200)).status, 431);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn other_sites_get_nothing() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let with_host = |host: &str, fields: &str, path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\n{host}{fields}\r\n");
        server.raw(request.as_bytes()).status
    };
    let port = server.port;
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        assert_eq!(
            with_host(&format!("Host: {host}:{port}\r\n"), "", "/"),
            200,
            "{host}"
        );
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.example",
        "192.168.1.1",
        "0.0.0.0",
        "",
        "user@localhost",
    ] {
        for path in ["/", "/__shirube/events", "/__shirube/state/"] {
            let status = with_host(&format!("Host: {host}\r\n"), "", path);
            assert_eq!(status, 421, "{host} {path}");
        }
    }
    assert_eq!(with_host("", "", "/"), 400);
    assert_eq!(
        with_host("Host: localhost\r\nHost: evil.example\r\n", "", "/"),
        400
    );
    let own = format!("Host: localhost:{port}\r\n");
    for fields in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        for path in ["/__shirube/events", "/__shirube/state/"] {
            assert_eq!(with_host(&own, fields, path), 403, "{fields} {path}");
        }
    }
    let fields = format!("Origin: http://localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!(with_host(&own, &fields, "/__shirube/state/"), 200);
}

#[test]
fn a_page_shows_what_was_just_written() {
    let project = Project::base();
    let server = serve(&project, &[]);
    for number in 0..20 {
        let text = format!("Written {number}.");
        add(&project, &text);
        assert!(page(&server).contains(&text), "{number}");
    }
    // By rename, as many editors write.
    let text = project.read(ARTICLE).expect("an article");
    project.write(
        "content/articles/living/.first.md.tmp",
        format!("{text}\nRenamed.\n"),
    );
    let temporary = project.root().join("content/articles/living/.first.md.tmp");
    fs::rename(temporary, project.root().join(ARTICLE)).expect("renamed");
    assert!(page(&server).contains("Renamed."));
    // By keeping the old file under another name.
    let old = project.root().join(ARTICLE);
    fs::rename(&old, project.root().join(format!("{ARTICLE}~"))).expect("renamed");
    project.write(ARTICLE, format!("{text}\nBacked up.\n"));
    assert!(page(&server).contains("Backed up."));

    // Lists follow too, and the search.
    project.write(ARTICLE, text.replace("title: ", "title: Retitled "));
    assert!(server.get("/articles/living/").text().contains("Retitled"));
    let old = server.get("/search/entry.bin").body;
    project.write(
        ARTICLE,
        format!("{text}\nSomething that nobody has written yet.\n"),
    );
    wait_for("the search", || {
        (server.get("/search/entry.bin").body != old).then_some(())
    });
}

#[test]
fn files_and_folders_come_and_go() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let text = project.read(ARTICLE).expect("an article");
    project.write("content/articles/living/second.md", &text);
    assert_eq!(server.get("/articles/living/second/").status, 200);
    project.remove("content/articles/living/second.md");
    assert_eq!(server.get("/articles/living/second/").status, 404);

    let front = project
        .read("content/articles/living/index.md")
        .expect("a front page");
    project.write("content/articles/moving/index.md", &front);
    project.write("content/articles/moving/third.md", &text);
    assert_eq!(server.get("/articles/moving/third/").status, 200);
    let folder = project.root().join("content/articles/moving");
    let renamed = project.root().join("content/articles/leaving");
    fs::rename(&folder, &renamed).expect("renamed");
    assert_eq!(server.get("/articles/moving/third/").status, 404);
    assert_eq!(server.get("/articles/leaving/third/").status, 200);
    // What is written in the renamed folder is followed too.
    project.write(
        "content/articles/leaving/third.md",
        format!("{text}\nStill here.\n"),
    );
    assert!(
        server
            .get("/articles/leaving/third/")
            .text()
            .contains("Still here.")
    );
    let away = project.root().with_file_name("away");
    fs::rename(&renamed, &away).expect("renamed");
    assert_eq!(server.get("/articles/leaving/third/").status, 404);

    // All of the content at once, as when a branch is switched.
    let content = project.root().join("content");
    let aside = project.root().with_file_name("aside");
    fs::rename(&content, &aside).expect("renamed");
    let state = server.state("/");
    assert_eq!(state["current"], false, "{state}");
    assert_eq!(server.get(PAGE).status, 200);
    fs::rename(&aside, &content).expect("renamed");
    assert_eq!(server.state("/")["errors"], 0);
    add(&project, "After all that.");
    assert!(page(&server).contains("After all that."));
}

#[test]
fn one_burst_is_one_change() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let mut events = server.events();
    events.until_done(1);
    let number = (0..100).find(|number| {
        let before = version(&server);
        let since = Instant::now();
        burst(&project, *number);
        let is_burst = since.elapsed() < BURST;
        if is_burst {
            assert_eq!(events.until_done(before + 1), 1);
            assert_eq!(version(&server), before + 1, "{}", server.printed());
        } else {
            // This machine was busy with something else in between.
            events.until_done(version(&server));
        }
        is_burst
    });
    let number = number.expect("a moment without other work");
    assert!(page(&server).contains(&format!("Saved {number} 4.")));
    assert_eq!(server.get("/articles/living/new-3/").status, 200);
    assert_eq!(server.get("/articles/living/new-0/").status, 404);
    // What changes nothing is no change.
    let before = version(&server);
    let same = project.read(ARTICLE).expect("an article");
    project.write(ARTICLE, same);
    project.write("content/articles/living/.first.md.swp", "x");
    project.write("public/index.html", "x");
    assert_eq!(version(&server), before);
}

/// Saves one file five times, makes others, and removes half of them.
fn burst(project: &Project, number: usize) {
    for save in 0..5 {
        add(project, &format!("Saved {number} {save}."));
    }
    let text = project.read(ARTICLE).expect("an article");
    for new in 0..4 {
        project.write(&format!("content/articles/living/new-{new}.md"), &text);
    }
    for new in 0..2 {
        project.remove(&format!("content/articles/living/new-{new}.md"));
    }
}

#[test]
fn a_broken_file_keeps_the_last_good_pages() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let mut events = server.events();
    events.until_done(1);
    let good = page(&server);
    let shown = server.state(PAGE)["page"].clone();
    let text = project.read(ARTICLE).expect("an article");
    let broken = format!("{text}\n[県](town:no-such-<b>town</b>)\n");
    project.write(ARTICLE, broken.replace("<b>town</b>", "town"));
    assert_eq!(events.until_done(2), 1);
    assert_eq!(page(&server), good);
    let state = server.state(PAGE);
    assert_eq!(state["page"], shown);
    assert_eq!(
        (&state["current"], &state["errors"]),
        (&false.into(), &1.into())
    );
    let problem = &state["problems"][0];
    assert_eq!(problem["file"], ARTICLE);
    assert_eq!(problem["code"], "dead-link");
    let line = text.lines().count() + 2;
    assert_eq!(problem["line"], line, "{problem}");
    assert!(problem["column"].as_u64().expect("a number") >= 1);
    wait_for("the terminal", || {
        let printed = server.stderr.lock().expect("text").clone();
        printed
            .contains(&format!("{ARTICLE}:{line}:"))
            .then_some(())
    });

    project.write(ARTICLE, format!("{text}\nMended.\n"));
    events.until_done(3);
    let state = server.state(PAGE);
    assert_eq!(
        (&state["current"], &state["errors"]),
        (&true.into(), &0.into())
    );
    assert_ne!(state["page"], shown);
    assert!(page(&server).contains("Mended."));
}

#[test]
fn a_guide_that_is_broken_at_first_appears_once_it_is_mended() {
    let project = Project::base();
    let site = project.read("site.yaml").expect("settings");
    project.write("site.yaml", "title: [");
    let server = serve(&project, &[]);
    wait_for("the terminal", || {
        let printed = server.stderr.lock().expect("text").clone();
        printed.contains("error[yaml-syntax]").then_some(())
    });
    let answer = server.get("/");
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("/__shirube/live.js"));
    let state = server.state("/");
    assert!(state["page"].is_null(), "{state}");
    assert_eq!(state["problems"][0]["file"], "site.yaml");
    project.write("site.yaml", site);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_template_that_fails_on_one_page_fails_there_alone() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let template = "themes/plain/templates/article.html";
    let good = project.read(template).expect("a template");
    let broken = good.replace("<h1>", "<h1>{{ page.no_such.thing }}");
    assert_ne!(good, broken);
    project.write(template, broken);
    assert_eq!(server.get("/").status, 200);
    let answer = server.get(PAGE);
    assert_eq!(answer.status, 500);
    let state = server.state(PAGE);
    assert!(state["page"].is_null(), "an open page stays: {state}");
    assert_eq!(state["problems"][0]["code"], "template");
    assert_eq!(state["problems"][0]["file"], template);
    project.write(template, "{% nonsense");
    assert_eq!(server.get(PAGE).status, 500);
    assert_eq!(server.state("/")["current"], false);
    project.write(template, good);
    assert_eq!(server.get(PAGE).status, 200);
}

#[test]
fn styles_settings_and_data_are_followed() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let before = server.state("/");
    let old = before["style"].as_str().expect("a path").to_owned();
    let style = project
        .read("themes/plain/styles/main.css")
        .expect("a style");
    project.write(
        "themes/plain/styles/main.css",
        format!("{style}\n.new {{ color: red }}\n"),
    );
    let after = server.state("/");
    assert_eq!(after["page"], before["page"], "only the style changed");
    let new = after["style"].as_str().expect("a path").to_owned();
    assert_ne!(new, old);
    assert!(server.get(&new).text().contains(".new"));
    assert!(
        !server.get(&old).text().contains(".new"),
        "pages sent before still ask for it"
    );

    let site = project.read("site.yaml").expect("settings");
    project.write("site.yaml", site.replace("title: 見本", "title: 手本"));
    assert!(server.get("/").text().contains("手本"));
    let town = project.read("content/towns/aoba.yaml").expect("a record");
    project.write(
        "content/towns/aoba.yaml",
        town.replace("name: ", "name: 新"),
    );
    assert!(server.get("/towns/aoba/").text().contains('新'));
    let template = project
        .read("themes/plain/templates/home.html")
        .expect("a template");
    project.write(
        "overrides/templates/home.html",
        template.replace("<h1>", "<h1>Over: "),
    );
    assert!(server.get("/").text().contains("Over: "));
}

#[test]
fn slow_and_silent_clients_hold_nobody_up() {
    let project = Project::base();
    let server = serve(&project, &[]);
    let mut listeners: Vec<_> = (0..100).map(|_| server.events()).collect();
    let silent: Vec<_> = (0..40).map(|_| server.connect()).collect();
    let slow: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
            stream
        })
        .collect();
    add(&project, "For all.");
    assert!(page(&server).contains("For all."));
    for events in &mut listeners {
        while events.next() != ("pages".to_owned(), 2) {}
    }
    // They are told to go after a while.
    for mut stream in slow {
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        assert!(text.starts_with("HTTP/1.1 408 "), "{text}");
    }
    for stream in silent {
        // Closed already, or now.
        let _ = stream.shutdown(Shutdown::Both);
    }
    assert_eq!(server.get("/").status, 200);
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_and_writes_nothing() {
    let project = Project::base();
    let before = contents(&project.root());
    let server = serve(&project, &["--drafts"]);
    let _listening = server.events();
    let _silent = server.connect();
    assert_eq!(server.get("/search/entry.bin").status, 200);
    let (code, stdout, stderr) = server.interrupt();
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    assert!(stdout.contains("stopped"), "{stdout}");
    assert_eq!(contents(&project.root()), before);
}

#[test]
fn ports_and_hosts_are_chosen_and_said() {
    let project = Project::base();
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let run = project.run(&["serve", "--port", &port, "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(&port), "{}", run.stderr);

    let server = serve(&project, &["--host", "0.0.0.0"]);
    assert!(
        server.url.starts_with("http://127.0.0.1:"),
        "{}",
        server.url
    );
    wait_for("a warning", || {
        let printed = server.stderr.lock().expect("text").clone();
        printed.contains("everyone in the network").then_some(())
    });
    let asked = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        server.raw(request.as_bytes()).status
    };
    assert_eq!(asked("192.168.7.7:80"), 200);
    assert_eq!(asked("evil.example"), 421);

    let run = project.run(&["serve", "--root", "nowhere", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
}
