//! Connections: one thread and one response each, and never more than a fixed number at once.

use std::collections::BTreeMap;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use shirube::pipeline::live::Snapshot;

use super::address::{self, Leads};
use super::http::{self, Method, Refusal, Response};
use super::preview::{self, Preview};
use super::server::Server;

/// Connections that are answered at once; others wait.
const CONNECTIONS: usize = 64;

impl Server {
    pub(super) fn connections(&self) -> MutexGuard<'_, BTreeMap<u64, TcpStream>> {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers connections until it is over.
    pub(super) fn listen(self: &Arc<Self>, listener: &TcpListener) {
        let mut number = 0;
        while !self.is_over() {
            let Ok((stream, _)) = listener.accept() else {
                // Too many open files, mostly; some are closed in a moment.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            let Ok(handle) = stream.try_clone() else {
                continue;
            };
            number += 1;
            {
                let mut connections = self.connections();
                while connections.len() >= CONNECTIONS && !self.is_over() {
                    let waited = self.has_room.wait(connections);
                    connections = waited.unwrap_or_else(PoisonError::into_inner);
                }
                connections.insert(number, handle);
            }
            let server = Arc::clone(self);
            let answering = thread::Builder::new().spawn(move || {
                let _open = Open(&server, number);
                server.answer(stream);
            });
            if answering.is_err() {
                self.forget(number);
            }
        }
    }

    fn forget(&self, number: u64) {
        self.connections().remove(&number);
        self.has_room.notify_all();
    }

    /// Answers one request.
    fn answer(&self, mut stream: TcpStream) {
        let request = match http::read(&mut stream) {
            Ok(request) => request,
            Err(Refusal::Gone) => return,
            Err(Refusal::Status(status)) => {
                // Whoever is gone needs no answer.
                let _ = http::send(&mut stream, &Response::plain(status), false);
                return;
            }
        };
        let response = match self.judge(&request) {
            Err(response) => response,
            Ok(path) if path == preview::EVENTS => match self.listeners.add(stream) {
                Ok(()) => return,
                Err(back) => {
                    stream = back;
                    Response::plain(503)
                }
            },
            Ok(path) => self.respond(&request, &path),
        };
        // As above.
        let _ = http::send(&mut stream, &response, preview::is_head(&request));
    }

    /// The path of a request that may be answered.
    fn judge(&self, request: &http::Request) -> Result<String, Response> {
        if !self.names.know(&request.host) {
            return Err(Response::plain(421));
        }
        if request.method == Method::Other {
            return Err(Response::plain(405).with("Allow", "GET, HEAD"));
        }
        let path = address::path(&request.target).ok_or_else(|| Response::plain(400))?;
        if path.starts_with(preview::OWN) && !self.names.trust(request) {
            return Err(Response::plain(403));
        }
        if path == preview::EVENTS && request.method == Method::Head {
            return Err(Response::plain(405).with("Allow", "GET"));
        }
        Ok(path)
    }

    /// Answers with the files as they are at this moment.
    fn respond(&self, request: &http::Request, path: &str) -> Response {
        // Where that takes reading all files, what belongs to a page isn't worth it.
        let is_page = path.ends_with('/') || path.ends_with(".html");
        if is_page || !self.watch.is_blind() {
            self.watch.settle();
        }
        self.pending.wait_until_followed();
        let mut snapshot = self.live.snapshot();
        if self.awaits_search(&snapshot, path) {
            self.wait_for_search();
            snapshot = self.live.snapshot();
        }
        let preview = Preview {
            snapshot: &snapshot,
            language: self.language,
        };
        preview.respond(request, path)
    }

    fn awaits_search(&self, snapshot: &Snapshot, path: &str) -> bool {
        match address::leads(path, &preview::base(snapshot)) {
            Leads::Inside(output, _) => snapshot.awaits_search(&output),
            _ => false,
        }
    }
}

/// A connection that is being answered; forgotten also when answering fails.
struct Open<'a>(&'a Server, u64);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.forget(self.1);
    }
}
