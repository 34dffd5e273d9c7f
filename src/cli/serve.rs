//! `shirube serve`: the guide on this machine, followed while it is written.
//!
//! Threads: one hears of changes (the watcher's), one follows them, one makes what pages don't
//! need, one waits for connections, and each connection has one for as long as it is answered.
//! Browsers that wait for changes have none.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::ops::RangeInclusive;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use clap::Args;
use shirube::diagnostic::Severity;
use shirube::pipeline::live::Snapshot;

use super::Stop;
use super::arguments::SiteArguments;
use super::language::MessageLanguage;
use address::Names;
use server::Server;

mod address;
mod connections;
mod content_type;
mod events;
mod http;
mod pending;
mod preview;
mod problems;
mod server;
mod terminal;
mod watch;

/// Ports that are tried when none is given.
const PORTS: RangeInclusive<u16> = 1111..=1130;
/// How often browsers are looked for that went without a word, and files that can't be watched.
const TICK: Duration = Duration::from_secs(1);

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
    let interrupt = over.clone();
    ctrlc::set_handler(move || {
        if interrupt.send(()).is_err() {
            // Asked for again while it ends: somebody is in a hurry.
            std::process::exit(1);
        }
    })
    .map_err(|error| Stop::Failed(format!("error: {error}")))?;
    let server = Arc::new(Server::open(
        arguments,
        Names::new(&arguments.host, is_local),
        language,
    )?);
    let first = server.live.snapshot();
    let url = url(&arguments.host, address, &first);
    server.print(&first, Severity::Error);
    drop(first);
    terminal::greet(&url, since.elapsed(), language)?;
    let threads = [
        spawn(&server, &over, |server| server.follow()),
        spawn(&server, &over, move |server| server.listen(&listener)),
    ];
    // It isn't waited for at the end: what it makes is of use to nobody then.
    spawn(&server, &over, |server| server.make_rest());
    drop(over);
    server.rest_is_due();
    if arguments.open && open::that_detached(&url).is_err() {
        terminal::cannot_open(language);
    }
    while let Err(mpsc::RecvTimeoutError::Timeout) = ended.recv_timeout(TICK) {
        server.tick();
    }
    drop(ended);
    server.end(address);
    let failed = threads.map(JoinHandle::join).iter().any(Result::is_err);
    server.wait_for_connections();
    if failed {
        // What failed has said so itself.
        return Err(Stop::Problems);
    }
    if !site.quiet {
        terminal::say_goodbye(language)?;
    }
    Ok(())
}

/// A thread; when it ends, by failing maybe, everything does.
fn spawn(
    server: &Arc<Server>,
    over: &mpsc::Sender<()>,
    work: impl FnOnce(&Arc<Server>) + Send + 'static,
) -> JoinHandle<()> {
    let server = Arc::clone(server);
    let at_end = AtEnd(over.clone());
    thread::spawn(move || {
        let _at_end = at_end;
        work(&server);
    })
}

struct AtEnd(mpsc::Sender<()>);

impl Drop for AtEnd {
    fn drop(&mut self) {
        // Nobody listens when it is over already.
        let _ = self.0.send(());
    }
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
