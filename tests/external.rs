//! `shirube check --external` against servers on this machine that behave badly.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use support::{Project, Run};

/// A server that notes what it is asked for; it goes when the tests do.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                thread::spawn(move || answer(stream, &noted));
            }
        });
        Self { address, asked }
    }

    /// Every request so far, such as `HEAD /ok`.
    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }
}

/// Answers one request as its path says. Whoever asked may be gone: then writing fails.
fn answer(mut stream: TcpStream, noted: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    while lines
        .next()
        .and_then(Result::ok)
        .is_some_and(|line| !line.is_empty())
    {}
    let request = first.trim_end_matches(" HTTP/1.1").to_owned();
    let before = {
        let mut noted = noted.lock().expect("no panic");
        noted.push(request.clone());
        noted.iter().filter(|other| **other == request).count() - 1
    };
    let (method, path) = request.split_once(' ').expect("method and path");
    let status = |status: &str, headers: &str| {
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n")
    };
    let text = match (path, method) {
        ("/moved", _) => status("301 Moved", "Location: /ok?new\r\n"),
        ("/found", _) => status("302 Found", "Location: /ok\r\n"),
        ("/loop", _) => status("302 Found", "Location: /pool\r\n"),
        ("/pool", _) => status("302 Found", "Location: /loop\r\n"),
        ("/strange", _) => status("301 Moved", "Location: file:///etc/passwd\r\n"),
        ("/missing", _) => status("404 Not Found", ""),
        ("/gone", _) => status("410 Gone", ""),
        ("/forbidden", _) => status("403 Forbidden", ""),
        ("/error", _) => status("500 Internal Server Error", ""),
        ("/busy", _) if before == 0 => status("429 Too Many Requests", "Retry-After: 1\r\n"),
        ("/shy", "HEAD") => status("405 Method Not Allowed", ""),
        ("/closed", _) => return,
        ("/slow", _) => {
            thread::sleep(Duration::from_millis(600));
            status("200 OK", "")
        }
        ("/endless", "GET") => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
            return;
        }
        ("/endless", _) => status("501 Not Implemented", ""),
        ("/headers", _) => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            while stream
                .write_all(b"X-More: 0123456789012345678901234567890123456789\r\n")
                .is_ok()
            {}
            return;
        }
        ("/noise", _) => "SSH-2.0-server\r\n\r\n".to_owned(),
        _ => status("200 OK", ""),
    };
    let _ = stream.write_all(text.as_bytes());
}

/// A project whose only links to other sites are these, one a line from line 10 on.
fn project(links: &[String]) -> Project {
    let project = Project::base();
    // The base's own links lead to hosts that don't exist.
    for file in support::files(&project.root()) {
        let text = project.read(&file).unwrap_or_default();
        if file.ends_with(".yaml") && text.contains("https://") && file != "site.yaml" {
            project.write(
                &file,
                text.replace("https://", &format!("{}/base/", links[0])),
            );
        }
    }
    let mut text = project
        .read("content/articles/living/first.md")
        .expect("there");
    for link in &links[1..] {
        text += &format!("\n[link]({link})\n");
    }
    project.write("content/articles/living/first.md", text);
    project
}

const QUICK: [&str; 6] = [
    "check",
    "--external",
    "--external-pause",
    "0.01",
    "--lang",
    "en",
];

fn check(project: &Project, more: &[&str]) -> Run {
    let run = project.run(&[&QUICK[..], more].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

#[test]
fn links_are_judged_by_what_sites_answer_and_asked_again_only_when_need_be() {
    let server = Server::start();
    let mut links = vec![server.address.clone()];
    let paths = [
        "/ok",
        "/ok#anchor",
        "/moved",
        "/found",
        "/loop",
        "/strange",
        "/missing",
        "/gone",
        "/forbidden",
        "/error",
        "/busy",
        "/shy",
        "/closed",
        "/endless",
        "/headers",
        "/noise",
    ];
    links.extend(paths.map(|path| format!("{}{path}", server.address)));
    let project = project(&links);
    let local = ["--external-allow-local"];

    let run = check(&project, &local);

    let expected = [
        ("/moved", Some("moved-external-link")),
        ("/loop", Some("in a circle")),
        ("/strange", Some("no web address")),
        ("/missing", Some("404")),
        ("/gone", Some("410")),
        ("/error", Some("500")),
        ("/closed", Some("the connection fails")),
        ("/headers", Some("the connection fails")),
        ("/noise", Some("the connection fails")),
        ("/ok", None),
        ("/found", None),
        ("/forbidden", None),
        ("/busy", None),
        ("/shy", None),
        ("/endless", None),
    ];
    for (path, words) in expected {
        let blocks = run.stdout.split("\n\n").filter(|block| {
            let first = block.lines().next().unwrap_or_default();
            first.contains(&format!("{path} ")) || first.contains(&format!("{path}:"))
        });
        let found: Vec<&str> = blocks.collect();
        match words {
            Some(words) => {
                assert_eq!(found.len(), 1, "{path}: {}", run.stdout);
                assert!(found[0].contains(words), "{path}: {}", found[0]);
                assert!(
                    found[0].contains("--> content/articles/living/first.md:"),
                    "{}",
                    found[0]
                );
            }
            None => assert!(found.is_empty(), "{path}: {found:?}"),
        }
    }
    assert!(
        run.stdout.contains("/ok?new"),
        "where it moved: {}",
        run.stdout
    );
    assert!(run.stderr.contains("in doubt (403)"), "{}", run.stderr);
    let asked = server.asked();
    let times = |request: &str| asked.iter().filter(|asked| *asked == request).count();
    assert_eq!(
        (times("HEAD /ok"), times("GET /ok")),
        (2, 0),
        "once itself, once from /found"
    );
    assert_eq!(
        (times("HEAD /busy"), times("GET /busy")),
        (2, 0),
        "{asked:?}"
    );
    assert_eq!(
        (times("HEAD /error"), times("GET /error")),
        (1, 3),
        "{asked:?}"
    );
    assert!(!asked.iter().any(|request| request.contains('#')));

    let again = check(&project, &local);
    assert_eq!(again.stdout, run.stdout);
    assert_eq!(server.asked(), asked, "everything was known");
    assert!(
        again.stderr.contains("(20 known from before)"),
        "{}",
        again.stderr
    );

    check(
        &project,
        &[
            "--external-allow-local",
            "--external-age",
            "0",
            "--external-minutes",
            "0",
        ],
    );
    assert_eq!(server.asked(), asked, "no time to ask");
}

#[test]
fn a_comment_allows_a_link_that_leads_nowhere() {
    let server = Server::start();
    let project = project(std::slice::from_ref(&server.address));
    let article = "content/articles/living/first.md";
    let mut text = project.read(article).expect("there");
    for path in ["/missing", "/gone"] {
        text += &format!(
            "\n<!-- shirube-allow dead-external-link: it is quoted -->\n[link]({}{path})\n\n[link]({}{path})\n",
            server.address, server.address
        );
    }
    project.write(article, text);

    let run = check(&project, &["--external-allow-local"]);
    let dead = run.stdout.matches("warning[dead-external-link]").count();
    assert_eq!(dead, 2, "those that no comment allows: {}", run.stdout);
    assert!(!run.stdout.contains("unused-allow"), "{}", run.stdout);

    let run = project.run(&["check", "--lang", "en"]);
    assert!(!run.stdout.contains("unused-allow"), "{}", run.stdout);
}

#[test]
fn a_site_that_takes_too_long_is_not_waited_for() {
    let (server, slow) = (Server::start(), Server::start());
    let project = project(&[server.address.clone(), format!("{}/slow", slow.address)]);
    let run = check(
        &project,
        &["--external-allow-local", "--external-timeout", "0.2"],
    );
    assert!(
        run.stdout
            .contains("/slow leads nowhere: no answer in time"),
        "{}",
        run.stdout
    );
    assert!(slow.asked().len() <= 4, "HEAD, GET and two more");
}

#[test]
fn nothing_of_this_machine_is_asked() {
    let server = Server::start();
    let port = server.address.rsplit(':').next().expect("a port");
    let mut links = vec![server.address.clone()];
    let hosts = [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "2130706433",
        "127.1",
    ];
    links.extend(hosts.map(|host| format!("http://{host}:{port}/secret")));
    let run = check(&project(&links), &[]);
    assert_eq!(server.asked(), Vec::<String>::new());
    let dead = run.stdout.matches("warning[dead-external-link]").count();
    assert!(dead >= hosts.len(), "{}", run.stdout);
}

#[test]
fn a_guide_with_errors_is_mended_first() {
    let server = Server::start();
    let project = project(std::slice::from_ref(&server.address));
    project.write("content/tags.yaml", "- id: [");
    let run = project.run(&[&QUICK[..], &["--external-allow-local"]].concat());
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("no link to another site was asked for"),
        "{}",
        run.stderr
    );
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[test]
fn nothing_is_asked_unless_wanted() {
    let server = Server::start();
    let project = project(&[
        server.address.clone(),
        format!("{}/missing", server.address),
    ]);
    let run = project.run(&["check", "--lang", "en"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.ends_with("0 errors, 0 warnings\n"),
        "{}",
        run.stdout
    );
    assert_eq!(server.asked(), Vec::<String>::new());
    assert_eq!(project.read(".shirube/external.json"), None);
    assert_eq!(project.run(&["check", "--external-age", "1"]).code, 2);
    assert_eq!(
        project
            .run(&["check", "--external", "--external-pause", "-1"])
            .code,
        2
    );
}
