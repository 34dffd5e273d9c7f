//! `shirube serve`: the guide on this machine, followed while it is written.
//!
//! Threads: one hears of changes (the watcher's), one follows them, one makes what pages don't
//! need, one waits for connections, and each connection has one for as long as it is answered.
//! Browsers that wait for changes have none.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use rayon::ThreadPool;
use shirube::load::LoadError;
use shirube::pipeline::live::Snapshot;
use shirube::pipeline::{Live, Request};
use shirube::plan::Options;

use super::arguments::SiteArguments;
use super::language::MessageLanguage;
use super::{Stop, session};
use address::{Leads, Names};
use events::Listeners;
use http::{Method, Refusal, Response};
use pending::Pending;
use preview::Preview;
use watch::Watch;

mod address;
mod content_type;
mod events;
mod http;
mod pending;
mod preview;
mod problems;
mod terminal;
mod watch;

/// Ports that are tried when none is given.
const PORTS: RangeInclusive<u16> = 1111..=1130;
/// Connections that are answered at once; others wait.
const CONNECTIONS: usize = 64;
/// How often browsers are looked for that went without a word, and files that can't be watched.
const TICK: Duration = Duration::from_secs(1);
/// How long a request for the search waits for the first index.
const SEARCH_TIME: Duration = Duration::from_secs(60);
/// Until a project that can't be read is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// Show the guide in a browser and follow changes.
///
/// Pages are made in memory; nothing is written. An open page reloads when what it shows has
/// changed. If something is wrong with the sources, the last good pages stay and the problems are
/// shown on them. It ends with Ctrl-C.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Serve {
    #[command(flatten)]
    site: SiteArguments,

    /// The port [default: 1111, or the next free one]
    ///
    /// 0 takes any free one.
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,

    /// The name or address to listen on
    ///
    /// With any but those of this machine alone, everyone in the network can read the guide,
    /// drafts included.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,

    /// Open the guide in a browser
    #[arg(long)]
    open: bool,
}

const EXAMPLES: &str = "\
Examples:
  shirube serve                  at http://127.0.0.1:1111/
  shirube serve --open --drafts  with unfinished articles, in a new tab
  shirube serve --port 8000 --host 0.0.0.0";

/// What all threads share.
struct Server {
    live: Live,
    pool: ThreadPool,
    /// For what can wait: it leaves a processor to what can't.
    slow_pool: ThreadPool,
    pending: Arc<Pending>,
    watch: Watch,
    listeners: Listeners,
    names: Names,
    language: MessageLanguage,
    /// As it was given, for messages.
    root: PathBuf,
    quiet: bool,
    is_over: AtomicBool,
    connections: Mutex<BTreeMap<u64, TcpStream>>,
    /// A connection has ended.
    has_room: Condvar,
    /// Whether there is more to do for the latest version, and whether it was done once.
    rest: Mutex<Rest>,
    rest_changed: Condvar,
}

#[derive(Default)]
struct Rest {
    is_due: bool,
    has_search: bool,
}

/// Serves a guide until it is told to end.
pub(super) fn serve(arguments: &Serve) -> Result<(), Stop> {
    let since = Instant::now();
    let site = &arguments.site;
    let language = MessageLanguage::for_project(site.lang, &site.root);
    let (listener, address) = listen(arguments, language)?;
    let is_local = address.ip().is_loopback();
    if !is_local {
        terminal::warn_of_network(language);
    }
    let (over, ended) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens when it is over already.
        let _ = over.send(());
    })
    .map_err(|error| Stop::Failed(format!("error: {error}")))?;
    let server = Arc::new(Server::open(
        arguments,
        Names::new(&arguments.host, is_local),
        language,
    )?);
    let url = url(&arguments.host, address, &server.live.snapshot());
    terminal::greet(&url, since.elapsed(), language)?;
    let threads = [
        spawn(&server, |server| server.follow()),
        spawn(&server, move |server| server.listen(&listener)),
    ];
    // It isn't waited for at the end: what it makes is of use to nobody then.
    spawn(&server, |server| server.make_rest());
    server.rest_is_due();
    if arguments.open && open::that_detached(&url).is_err() {
        terminal::cannot_open(language);
    }
    while let Err(mpsc::RecvTimeoutError::Timeout) = ended.recv_timeout(TICK) {
        server.tick();
    }
    server.end(address);
    for thread in threads {
        // A thread that failed has said so itself.
        let _ = thread.join();
    }
    server.wait_for_connections();
    if !site.quiet {
        terminal::say_goodbye(language)?;
    }
    Ok(())
}

fn spawn(
    server: &Arc<Server>,
    work: impl FnOnce(&Arc<Server>) + Send + 'static,
) -> thread::JoinHandle<()> {
    let server = Arc::clone(server);
    thread::spawn(move || work(&server))
}

/// The port that was given, else the first of the usual ones that is free.
fn listen(arguments: &Serve, language: MessageLanguage) -> Result<(TcpListener, SocketAddr), Stop> {
    let host = arguments.host.trim_start_matches('[').trim_end_matches(']');
    let ports = match arguments.port {
        Some(port) => port..=port,
        None => PORTS,
    };
    let mut problem = None;
    for port in ports {
        let bound = TcpListener::bind((host, port));
        match bound.and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((address, listener)) => return Ok((listener, address)),
            Err(error) => {
                let is_busy = error.kind() == io::ErrorKind::AddrInUse;
                problem = Some((port, error));
                if !is_busy {
                    break;
                }
            }
        }
    }
    let (port, error) = problem.unwrap_or((0, io::ErrorKind::AddrNotAvailable.into()));
    Err(Stop::Failed(language.pick(
        format!("エラー: {host} のポート {port} で待ち受けられません: {error}"),
        format!("error: can't listen on port {port} of {host}: {error}"),
    )))
}

/// Where the guide is found.
fn url(host: &str, address: SocketAddr, snapshot: &Snapshot) -> String {
    let path = preview::base(snapshot);
    let host = match host.parse::<IpAddr>() {
        Ok(IpAddr::V6(own)) if own.is_unspecified() => "[::1]".to_owned(),
        Ok(IpAddr::V6(own)) => format!("[{own}]"),
        Ok(own) if own.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
        _ => host.to_owned(),
    };
    format!("http://{host}:{}{path}", address.port())
}

impl Server {
    fn open(arguments: &Serve, names: Names, language: MessageLanguage) -> Result<Self, Stop> {
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

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Follows changes until it is over.
    fn follow(&self) {
        let mut is_failing = false;
        while self.pending.wait_until_due().is_some() {
            self.watch.settle();
            let (changes, number) = self.pending.take();
            let since = Instant::now();
            match self.pool.install(|| self.live.refresh(&changes)) {
                Ok(Some(snapshot)) => {
                    self.listeners.tell("pages", snapshot.version());
                    self.rest_is_due();
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
                    self.pending
                        .note(shirube::pipeline::live::Changes::everything());
                }
            }
            self.pending.followed(number);
        }
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rest_is_due(&self) {
        self.rest().is_due = true;
        self.rest_changed.notify_all();
    }

    /// Makes what pages don't need, for the latest version each time.
    fn make_rest(&self) {
        let mut printed = None;
        loop {
            {
                let mut rest = self.rest();
                while !rest.is_due && !self.is_over() {
                    let waited = self.rest_changed.wait(rest);
                    rest = waited.unwrap_or_else(PoisonError::into_inner);
                }
                rest.is_due = false;
            }
            if self.is_over() {
                return;
            }
            if let Some(judged) = self.slow_pool.install(|| self.live.judge()) {
                self.listeners.tell("rest", judged.version());
                if printed.as_ref() != Some(judged.report()) {
                    terminal::print_problems(&judged, &self.root, self.quiet, self.language);
                    printed = Some(judged.report().clone());
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

    fn wait_for_search(&self) {
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
    fn tick(&self) {
        self.listeners.prune();
        if self.watch.is_blind() {
            self.watch.settle();
        }
    }

    fn connections(&self) -> MutexGuard<'_, BTreeMap<u64, TcpStream>> {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers connections until it is over.
    fn listen(self: &Arc<Self>, listener: &TcpListener) {
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
        self.watch.settle();
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

    /// Ends all waiting.
    fn end(&self, address: SocketAddr) {
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
    fn wait_for_connections(&self) {
        let until = Instant::now() + Duration::from_secs(2);
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

/// A connection that is being answered; forgotten also when answering fails.
struct Open<'a>(&'a Server, u64);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.forget(self.1);
    }
}
