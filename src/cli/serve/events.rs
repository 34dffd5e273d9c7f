//! Browsers that are told when there is something new, as server-sent events.
//!
//! No thread waits for them: their connections lie here, and what is told fits into the system's
//! buffers. Whoever can't take it is dropped and comes back by itself.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::http;

/// Browsers that are told at most.
const MOST: usize = 256;

/// Those who listen.
#[derive(Default)]
pub(super) struct Listeners {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    streams: Vec<TcpStream>,
    /// How many events there have been.
    number: u64,
    /// The latest, for who comes later.
    latest: String,
    is_closed: bool,
}

impl Listeners {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a connection, which hears the latest event first; gives it back when there are too
    /// many.
    pub(super) fn add(&self, mut stream: TcpStream) -> Result<(), TcpStream> {
        let mut state = self.lock();
        if state.streams.len() >= MOST {
            state.tell(":\n\n");
        }
        if state.streams.len() >= MOST || state.is_closed || stream.set_nonblocking(true).is_err() {
            // It is only to be told so.
            let _ = stream.set_nonblocking(false);
            return Err(stream);
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\
             {}Connection: close\r\n\r\nretry: 1000\n\n{}",
            http::COMMON,
            state.latest
        );
        if stream.write_all(head.as_bytes()).is_ok() {
            state.streams.push(stream);
        }
        Ok(())
    }

    /// Tells everyone that a version has come (`pages`) or that more is known of it (`rest`).
    pub(super) fn tell(&self, stage: &str, version: u64) {
        let mut state = self.lock();
        state.number += 1;
        state.latest = format!("id: {}\nevent: {stage}\ndata: {version}\n\n", state.number);
        let event = state.latest.clone();
        state.tell(&event);
    }

    /// Drops those who are gone.
    pub(super) fn prune(&self) {
        self.lock().tell(":\n\n");
    }

    /// Ends all connections.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        for stream in state.streams.drain(..) {
            // Its other end may be gone.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl State {
    fn tell(&mut self, text: &str) {
        self.streams
            .retain_mut(|stream| is_there(stream) && stream.write_all(text.as_bytes()).is_ok());
    }
}

/// Whether the other end hasn't hung up. What it sends is of no concern.
fn is_there(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0; 256]) {
        Ok(read) => read > 0,
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    }
}
