//! One request and one response on a connection, which is closed afterwards.
//!
//! httparse reads the head. Everything has a limit: the head's size, the time until it is there,
//! the time until the response is gone.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// Bytes of the longest head.
const LONGEST_HEAD: usize = 16 * 1024;
/// Fields of the longest head.
const MOST_FIELDS: usize = 100;
/// Until the head is there.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// Until the response is gone.
const RESPONSE_TIME: Duration = Duration::from_secs(30);
/// Bytes written at once, so that time is looked at in between.
const CHUNK: usize = 64 * 1024;
/// What is still read of a request that nobody wants, so that it gets its response.
const REST: usize = 64 * 1024;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: Method,
    /// As it was sent: path and query.
    pub(super) target: String,
    pub(super) host: String,
    pub(super) origin: Option<String>,
    /// What the browser says of who asks: `same-origin`, `cross-site`.
    pub(super) site: Option<String>,
    pub(super) if_none_match: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
    Other,
}

/// What is sent.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Name and value of further fields.
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Response {
    pub(super) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            content_type,
            fields: Vec::new(),
            body: body.into(),
        }
    }

    /// A status and its name as text.
    pub(super) fn plain(status: u16) -> Self {
        let text = format!("{status} {}\n", reason(status));
        Self::new(status, "text/plain; charset=utf-8", text)
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }
}

/// Why there is no request.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is nobody to answer.
    Gone,
    /// With this status.
    Status(u16),
}

impl From<io::Error> for Refusal {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// Reads the head of a request.
pub(super) fn read(stream: &mut TcpStream) -> Result<Request, Refusal> {
    let until = Instant::now() + HEAD_TIME;
    let mut head = Vec::with_capacity(2048);
    let mut buffer = [0; 2048];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Refusal::Status(408));
        }
        stream.set_read_timeout(Some(left))?;
        let read = match stream.read(&mut buffer) {
            Ok(0) => return Err(Refusal::Gone),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if is_late(&error) && !head.is_empty() => return Err(Refusal::Status(408)),
            Err(_) => return Err(Refusal::Gone),
        };
        head.extend_from_slice(buffer.get(..read).unwrap_or_default());
        if let Some(request) = parse(&head)? {
            return Ok(request);
        }
        if head.len() > LONGEST_HEAD {
            return Err(Refusal::Status(431));
        }
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// `None` when the head isn't whole yet.
fn parse(head: &[u8]) -> Result<Option<Request>, Refusal> {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::Status(431)),
        Err(_) => return Err(Refusal::Status(400)),
    }
    let field = |name: &str| -> Result<Option<String>, Refusal> {
        let mut values = parsed
            .headers
            .iter()
            .filter(|field| field.name.eq_ignore_ascii_case(name))
            .map(|field| std::str::from_utf8(field.value));
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(Ok(value)), None) => Ok(Some(value.to_owned())),
            // Two of them, or no text: nobody says which one counts.
            _ => Err(Refusal::Status(400)),
        }
    };
    Ok(Some(Request {
        method: match parsed.method {
            Some("GET") => Method::Get,
            Some("HEAD") => Method::Head,
            _ => Method::Other,
        },
        target: parsed.path.unwrap_or_default().to_owned(),
        host: field("host")?.ok_or(Refusal::Status(400))?,
        origin: field("origin")?,
        site: field("sec-fetch-site")?,
        if_none_match: field("if-none-match")?,
    }))
}

/// Sends a response and closes the connection.
pub(super) fn send(
    stream: &mut TcpStream,
    response: &Response,
    without_body: bool,
) -> io::Result<()> {
    let mut text = format!(
        "HTTP/1.1 {} {}\r\n",
        response.status,
        reason(response.status)
    );
    if response.status != 304 {
        text += &format!("Content-Type: {}\r\n", response.content_type);
        text += &format!("Content-Length: {}\r\n", response.body.len());
    }
    for (name, value) in &response.fields {
        text += &format!("{name}: {value}\r\n");
    }
    text += COMMON;
    text += "Connection: close\r\n\r\n";
    let mut bytes = text.into_bytes();
    if !without_body && response.status != 304 {
        bytes.extend_from_slice(&response.body);
    }
    let until = Instant::now() + RESPONSE_TIME;
    for chunk in bytes.chunks(CHUNK) {
        write(stream, chunk, until)?;
    }
    close(stream)
}

fn write(stream: &mut TcpStream, mut bytes: &[u8], until: Instant) -> io::Result<()> {
    while !bytes.is_empty() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match stream.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A connection with something unread would be reset, and the response with it.
fn close(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let mut buffer = [0; 4096];
    let mut rest = 0;
    while rest < REST {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => rest += read,
        }
    }
    Ok(())
}

/// No browser is to guess types, to keep anything, or to let other sites have it.
pub(super) const COMMON: &str = "Cache-Control: no-cache\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    X-Frame-Options: SAMEORIGIN\r\n";

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_or_refused() {
        let request = parse(b"GET /a/?b HTTP/1.1\r\nHOST: localhost:1\r\nOrigin: x\r\n\r\n");
        let request = request.expect("fine").expect("whole");
        assert_eq!(request.method, Method::Get);
        assert_eq!(request.target, "/a/?b");
        assert_eq!(request.host, "localhost:1");
        assert_eq!(request.origin.as_deref(), Some("x"));
        assert!(matches!(parse(b"GET / HTTP/1.1\r\nHost: a\r\n"), Ok(None)));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(101));
        for (head, status) in [
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("GET / b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("\u{16}\u{3}\u{1}", 400),
            (many.as_str(), 431),
        ] {
            let refused = parse(head.as_bytes());
            let is_right = matches!(refused, Err(Refusal::Status(found)) if found == status);
            assert!(is_right, "{head:?}: {refused:?}");
        }
    }
}
