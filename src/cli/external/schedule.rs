//! Many links, several at a time, of each host one after the other with a pause between.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::client::Client;
use super::verdict::{Next, Task, Verdict};

/// Requests at the same time, each to another host.
const WORKERS: usize = 16;

/// How hosts are treated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manners {
    /// Between the end of a request and the next to the same host.
    pub(super) pause: Duration,
    /// When to stop asking. A request that has begun is finished.
    pub(super) deadline: Instant,
}

/// Asks for every link; those that the deadline cut off have no verdict.
pub(super) fn ask(
    client: &Client,
    manners: Manners,
    links: impl Iterator<Item = Task>,
) -> BTreeMap<String, Verdict> {
    let mut state = State::default();
    for task in links {
        state.add(task, Instant::now());
    }
    let workers = WORKERS.min(state.hosts.len());
    let board = Board {
        state: Mutex::new(state),
        changed: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| board.work(client, manners));
        }
    });
    board
        .state
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .verdicts
}

struct Board {
    state: Mutex<State>,
    /// A host became free, or everything is done.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// What is left to ask, by host and port.
    hosts: BTreeMap<String, Host>,
    /// Requests under way.
    busy: usize,
    verdicts: BTreeMap<String, Verdict>,
}

#[derive(Default)]
struct Host {
    tasks: VecDeque<(Task, Instant)>,
    busy: bool,
    /// When it may be asked again.
    ready: Option<Instant>,
}

impl State {
    fn add(&mut self, task: Task, ready: Instant) {
        let host = self.hosts.entry(host_of(&task)).or_default();
        host.tasks.push_back((task, ready));
    }

    /// Takes a request that may begin now; else says when the next may.
    fn take(&mut self, now: Instant) -> Result<Task, Option<Instant>> {
        let mut next: Option<Instant> = None;
        for host in self.hosts.values_mut().filter(|host| !host.busy) {
            let ready = |at: Instant| host.ready.map_or(at, |ready| ready.max(at));
            let first = host
                .tasks
                .iter()
                .enumerate()
                .min_by_key(|(_, task)| ready(task.1));
            let Some((position, at)) = first.map(|(position, task)| (position, ready(task.1)))
            else {
                continue;
            };
            if at <= now
                && let Some((task, _)) = host.tasks.remove(position)
            {
                host.busy = true;
                self.busy += 1;
                return Ok(task);
            }
            next = Some(next.map_or(at, |next| next.min(at)));
        }
        Err(next)
    }
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, client: &Client, manners: Manners) {
        while let Some(task) = self.next(manners.deadline) {
            let host = host_of(&task);
            let answer = client.ask(task.method, task.url.as_str());
            let link = task.link.clone();
            let next = task.after(answer, manners.pause);
            let now = Instant::now();
            let mut state = self.lock();
            state.busy -= 1;
            if let Some(host) = state.hosts.get_mut(&host) {
                host.busy = false;
                host.ready = Some(now + manners.pause);
            }
            match next {
                Next::Done(verdict) => {
                    state.verdicts.insert(link, verdict);
                }
                Next::Ask(task, wait) => state.add(*task, now + wait),
            }
            self.changed.notify_all();
        }
    }

    /// Waits for a request that may begin; `None` when nothing is left or time is up.
    fn next(&self, deadline: Instant) -> Option<Task> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if now >= deadline {
                return None;
            }
            let until = match state.take(now) {
                Ok(task) => return Some(task),
                // Another worker may yet add what follows from its answer.
                Err(None) if state.busy > 0 => deadline,
                Err(None) => return None,
                Err(Some(next)) => next.min(deadline),
            };
            let wait = until.saturating_duration_since(now);
            let woken = self.changed.wait_timeout(state, wait);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn host_of(task: &Task) -> String {
    let host = task.url.host_str().unwrap_or_default();
    format!(
        "{host}:{}",
        task.url.port_or_known_default().unwrap_or_default()
    )
}
