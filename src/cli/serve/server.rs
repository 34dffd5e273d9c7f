//! What the threads of a served guide share, and how changes are followed.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use shirube::diagnostic::{Diagnostic, Severity};
use shirube::load::LoadError;
use shirube::pipeline::live::{Changes, Snapshot};
use shirube::pipeline::{Live, Request, Writing};
use shirube::plan::Options;

use super::Serve;
use super::address::Names;
use super::events::Listeners;
use super::pending::Pending;
use super::terminal;
use super::watch::Watch;
use crate::cli::language::MessageLanguage;
use crate::cli::{Stop, session};

/// How long nothing has to change before what pages don't need is made.
const BREATH: Duration = Duration::from_millis(100);
/// How long a request for the search waits for the first index.
const SEARCH_TIME: Duration = Duration::from_secs(60);
/// Until a project that can't be read is tried again.
const AGAIN: Duration = Duration::from_millis(500);
/// How long responses on their way may take at the end.
const LAST_RESPONSES: Duration = Duration::from_secs(2);

/// What all threads share.
pub(super) struct Server {
    pub(super) live: Live,
    pool: ThreadPool,
    /// For what can wait: it leaves a processor to what can't.
    slow_pool: ThreadPool,
    pub(super) pending: Arc<Pending>,
    pub(super) watch: Watch,
    pub(super) listeners: Listeners,
    pub(super) names: Names,
    pub(super) language: MessageLanguage,
    /// As it was given, for messages.
    root: PathBuf,
    quiet: bool,
    is_over: AtomicBool,
    pub(super) connections: Mutex<BTreeMap<u64, TcpStream>>,
    /// A connection has ended.
    pub(super) has_room: Condvar,
    /// Whether there is more to do for the latest version, and whether it was done once.
    rest: Mutex<Rest>,
    rest_changed: Condvar,
}

#[derive(Default)]
struct Rest {
    is_due: bool,
    has_search: bool,
}

impl Server {
    pub(super) fn open(
        arguments: &Serve,
        names: Names,
        language: MessageLanguage,
    ) -> Result<Self, Stop> {
        let site = &arguments.site;
        let today = session::today(site.today)?;
        let pool = session::threads(site.jobs)?;
        let half = (pool.current_num_threads() / 2).max(1);
        let slow_pool = session::threads(half.try_into().ok())?;
        let failed = |error: LoadError| session::failed(&error.message(), language);
        let root = site.root.canonicalize().map_err(|cause| {
            failed(LoadError {
                path: site.root.clone(),
                cause,
            })
        })?;
        let pending = Arc::new(Pending::default());
        // Before anything is read, so that no change is missed.
        let (watch, error) = Watch::new(&root, &pending);
        if let Some(error) = error {
            terminal::warn_of_blindness(&error, language);
        }
        let request = Request {
            root: &root,
            output: None,
            drafts: site.drafts,
            writing: Writing::default(),
            options: Options {
                today,
                base_url: site.base_url.clone(),
            },
        };
        let live = pool.install(|| Live::open(&request)).map_err(failed)?;
        Ok(Self {
            live,
            pool,
            slow_pool,
            pending,
            watch,
            listeners: Listeners::default(),
            names,
            language,
            root: site.root.clone(),
            quiet: site.quiet,
            is_over: AtomicBool::new(false),
            connections: Mutex::default(),
            has_room: Condvar::new(),
            rest: Mutex::default(),
            rest_changed: Condvar::new(),
        })
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Prints problems as `build` does.
    pub(super) fn print(&self, snapshot: &Snapshot, severity: Severity) {
        terminal::print_problems(snapshot, severity, &self.root, self.language);
    }

    /// Follows changes until it is over.
    pub(super) fn follow(&self) {
        let mut is_failing = false;
        while self.pending.wait_until_due().is_some() {
            self.watch.settle();
            let (changes, number) = self.pending.take();
            let since = Instant::now();
            match self.pool.install(|| self.live.refresh(&changes)) {
                Ok(Some(snapshot)) => {
                    self.listeners.tell("pages", snapshot.version());
                    self.rest_is_due();
                    self.print(&snapshot, Severity::Error);
                    if !self.quiet {
                        terminal::tell_of_version(&snapshot, since.elapsed(), self.language);
                    }
                    is_failing = false;
                }
                Ok(None) => is_failing = false,
                Err(error) => {
                    if !is_failing {
                        terminal::tell_of_failure(&error, self.language);
                    }
                    is_failing = true;
                    // Mostly it goes by itself: a file that went while it was read.
                    thread::sleep(AGAIN);
                    self.pending.note(Changes::everything());
                }
            }
            self.pending.followed(number);
            self.live.forget_past();
        }
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn rest_is_due(&self) {
        self.rest().is_due = true;
        self.rest_changed.notify_all();
    }

    /// Makes what pages don't need, for the latest version each time.
    pub(super) fn make_rest(&self) {
        let mut printed = Vec::new();
        loop {
            {
                let mut rest = self.rest();
                while !rest.is_due && !self.is_over() {
                    let waited = self.rest_changed.wait(rest);
                    rest = waited.unwrap_or_else(PoisonError::into_inner);
                }
                while rest.is_due && !self.is_over() {
                    rest.is_due = false;
                    let waited = self.rest_changed.wait_timeout(rest, BREATH);
                    rest = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
            }
            if self.is_over() {
                return;
            }
            if let Some(judged) = self.slow_pool.install(|| self.live.judge()) {
                self.listeners.tell("rest", judged.version());
                // Errors were printed when they came.
                let warnings = warnings(&judged);
                if printed != warnings {
                    self.print(&judged, Severity::Warning);
                    printed = warnings;
                }
                if !self.quiet {
                    terminal::count_problems(&judged, self.language);
                }
            }
            if self.is_over() {
                return;
            }
            if self.slow_pool.install(|| self.live.index()).is_some() {
                self.rest().has_search = true;
                self.rest_changed.notify_all();
            }
        }
    }

    pub(super) fn wait_for_search(&self) {
        let until = Instant::now() + SEARCH_TIME;
        let mut rest = self.rest();
        while !rest.has_search && !self.is_over() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.rest_changed.wait_timeout(rest, left);
            rest = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What is to be done from time to time.
    pub(super) fn tick(&self) {
        self.listeners.prune();
        self.live.forget_past();
        if self.watch.is_blind() {
            self.watch.settle();
        }
    }

    /// Ends all waiting.
    pub(super) fn end(&self, address: SocketAddr) {
        self.is_over.store(true, Ordering::SeqCst);
        self.pending.close();
        self.listeners.close();
        self.rest_changed.notify_all();
        for stream in self.connections().values() {
            // Only those are cut off that have asked for nothing yet.
            let _ = stream.shutdown(Shutdown::Read);
        }
        self.has_room.notify_all();
        // Wakes the thread that waits for connections.
        let own: IpAddr = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let own = SocketAddr::new(own, address.port());
        let _ = TcpStream::connect_timeout(&own, Duration::from_secs(1));
    }

    /// Responses on their way get a moment.
    pub(super) fn wait_for_connections(&self) {
        let until = Instant::now() + LAST_RESPONSES;
        let mut connections = self.connections();
        while !connections.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.has_room.wait_timeout(connections, left);
            connections = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn warnings(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let problems = snapshot.report().diagnostics().iter();
    problems
        .filter(|problem| problem.severity == Severity::Warning)
        .cloned()
        .collect()
}
