//! `shirube serve` on a project, and what it answers, read off the wire.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, ChildStdout, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Project;

/// Longer than anything takes on the slowest machine.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A server that ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    pub(crate) url: String,
    pub(crate) stdout: Arc<Mutex<String>>,
    pub(crate) stderr: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The head, with names as they were sent.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut values = fields.filter(|(other, _)| other.eq_ignore_ascii_case(name));
        values.next().map(|(_, value)| value)
    }
}

/// Serves a project at any free port.
pub(crate) fn serve(project: &Project, arguments: &[&str]) -> Server {
    let mut all = vec!["serve", "--port", "0", "--lang", "en"];
    all.extend(arguments);
    let mut command = project.command(&all);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let stdout: Arc<Mutex<String>> = Arc::default();
    let stderr: Arc<Mutex<String>> = Arc::default();
    let out: ChildStdout = child.stdout.take().expect("a pipe");
    let err: ChildStderr = child.stderr.take().expect("a pipe");
    let readers = vec![collect(out, &stdout), collect(err, &stderr)];
    let line = wait_for("the address", || {
        let text = stdout.lock().expect("text").clone();
        let ended = child.try_wait().expect("a state");
        assert!(
            ended.is_none(),
            "it ended: {}",
            stderr.lock().expect("text")
        );
        text.lines()
            .find(|line| line.contains("http://"))
            .map(str::to_owned)
    });
    let from = line.find("http://").expect("an address");
    let url = line[from..].split(' ').next().expect("a word").to_owned();
    let host = url["http://".len()..].split('/').next().expect("a host");
    let port = host.rsplit(':').next().expect("a port").parse();
    Server {
        child,
        port: port.expect("a number"),
        url,
        stdout,
        stderr,
        readers,
    }
}

fn collect(pipe: impl Read + Send + 'static, text: &Arc<Mutex<String>>) -> JoinHandle<()> {
    let text = Arc::clone(text);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            *text.lock().expect("text") += &(line + "\n");
        }
    })
}

/// Asks until there is an answer.
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + LIMIT;
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < until, "waited too long for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

impl Server {
    /// Sends bytes and reads what comes back until the connection ends.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // It may have refused already and hung up.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(&bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).expect("UTF-8");
        let status = head.split(' ').nth(1).expect("a status");
        Answer {
            status: status.parse().expect("a number"),
            head,
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(LIMIT)).expect("a limit");
        stream
    }

    /// Sends a request with further fields, each ending with a line break.
    pub(crate) fn ask(&self, method: &str, path: &str, fields: &str) -> Answer {
        let port = self.port;
        let host = format!("Host: 127.0.0.1:{port}\r\n");
        self.raw(format!("{method} {path} HTTP/1.1\r\n{host}{fields}\r\n").as_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// What the script in a page is told.
    pub(crate) fn state(&self, path: &str) -> Value {
        let answer = self.get(&format!("/__shirube/state{path}"));
        assert_eq!(answer.status, 200, "{answer:?}");
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    /// Listens to events.
    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let request = format!("GET /__shirube/events HTTP/1.1\r\n{host}\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut events = Events(BufReader::new(stream));
        let head = events.line();
        assert!(head.contains(" 200 "), "{head}");
        while !events.line().is_empty() {}
        events
    }

    /// What was printed to standard output.
    pub(crate) fn printed(&self) -> String {
        self.stdout.lock().expect("text").clone()
    }

    /// Ends it as Ctrl-C does: the exit code, and what was printed to standard output and error.
    #[cfg(unix)]
    pub(crate) fn interrupt(mut self) -> (Option<i32>, String, String) {
        let killed = std::process::Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
        let status = wait_for("the end", || self.child.try_wait().expect("a state"));
        for reader in self.readers.drain(..) {
            reader.join().expect("read");
        }
        let stderr = self.stderr.lock().expect("text").clone();
        (status.code(), self.printed(), stderr)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Events as they come.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line in time");
        line.trim_end().to_owned()
    }

    /// Kind and version of the next event.
    pub(crate) fn next(&mut self) -> (String, u64) {
        let mut kind = String::new();
        loop {
            let line = self.line();
            if let Some(found) = line.strip_prefix("event: ") {
                kind = found.to_owned();
            } else if let Some(version) = line.strip_prefix("data: ") {
                return (kind, version.parse().expect("a number"));
            }
        }
    }

    /// Waits until all is known of a version; how many times pages changed till then.
    pub(crate) fn until_done(&mut self, version: u64) -> usize {
        let mut changes = 0;
        loop {
            let (kind, number) = self.next();
            changes += usize::from(kind == "pages");
            if kind == "rest" && number >= version {
                return changes;
            }
        }
    }
}
