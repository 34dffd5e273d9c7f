//! One request to another site.
//!
//! Only headers are read: a body is left where it is, however long it is.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri};
use ureq::tls::{TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::address::is_public;

/// Bytes of headers that an answer may have.
const HEADER_BYTES: usize = 32 * 1024;
/// How long finding and reaching a host may take, of the whole time for a request.
const CONNECT: Duration = Duration::from_secs(10);
/// Says who asks, and where to read why.
const USER_AGENT: &str = concat!("shirube/", env!("CARGO_PKG_VERSION"), " (link check)");

/// How a site is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// For the headers alone.
    Head,
    /// As a browser asks; for sites that answer nothing else.
    Get,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A status, where it leads, and how long to wait, if the site says so.
    Status {
        code: u16,
        location: Option<String>,
        /// Whether the site gives a cookie.
        cookie: bool,
        retry_after: Option<Duration>,
    },
    /// No answer in time.
    Timeout,
    /// The host has no address.
    NoHost,
    /// Its address is one of this machine or of a private network; nothing was sent.
    Local,
    /// The connection failed or what came isn't HTTP.
    Broken,
    /// The certificate isn't valid.
    Certificate,
}

/// Asks sites.
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    /// `timeout` is for a whole request. Local addresses are for tests only.
    ///
    /// # Errors
    ///
    /// When this processor can't do the cryptography that https needs.
    pub(super) fn new(timeout: Duration, allow_local: bool) -> Result<Self, String> {
        let provider =
            cryptography().ok_or("this processor lacks what https needs here (AES, AVX2)")?;
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(provider))
            .build();
        // No proxy: through one, nobody would know which address is asked in the end.
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT.min(timeout)))
            .max_response_header_size(HEADER_BYTES)
            .max_idle_connections(0)
            .user_agent(USER_AGENT)
            .accept("text/html, */*;q=0.8")
            .tls_config(tls)
            .build();
        let resolver = PublicHosts { allow_local };
        Ok(Self {
            agent: Agent::with_parts(config, DefaultConnector::new(), resolver),
        })
    }

    /// Sends one request; redirects are answers like others.
    pub(super) fn ask(&self, method: Method, url: &str) -> Answer {
        let answer = match method {
            Method::Head => self.agent.head(url).call(),
            Method::Get => self.agent.get(url).call(),
        };
        match answer {
            Ok(response) => Answer::Status {
                code: response.status().as_u16(),
                location: header(response.headers(), "location"),
                cookie: response.headers().contains_key("set-cookie"),
                retry_after: header(response.headers(), "retry-after")
                    .and_then(|seconds| seconds.trim().parse().ok())
                    .map(Duration::from_secs),
            },
            Err(error) => failure(&error),
        }
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    // Addresses in headers are ASCII by the rules and UTF-8 in practice.
    let value = headers.get(name)?.as_bytes();
    Some(String::from_utf8_lossy(value).into_owned())
}

fn failure(error: &ureq::Error) -> Answer {
    match error {
        ureq::Error::HostNotFound | ureq::Error::Timeout(ureq::Timeout::Resolve) => Answer::NoHost,
        ureq::Error::Timeout(_) => Answer::Timeout,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Answer::Certificate,
        ureq::Error::Io(error) if error.get_ref().is_some_and(|own| own.is::<LocalAddress>()) => {
            Answer::Local
        }
        ureq::Error::Io(error) if error.get_ref().is_some_and(|own| own.is::<rustls::Error>()) => {
            Answer::Certificate
        }
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Answer::Timeout,
        _ => Answer::Broken,
    }
}

/// Finds hosts, and of their addresses those that may be asked. What is connected to is what was
/// looked at here, so that a name can't lead elsewhere a moment later.
#[derive(Debug)]
struct PublicHosts {
    allow_local: bool,
}

impl Resolver for PublicHosts {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout);
        let found = found.map_err(|error| match error {
            // What the system says of a name that it doesn't know.
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })?;
        let mut public = self.empty();
        for address in found.iter() {
            if self.allow_local || is_public(address.ip()) {
                public.push(*address);
            }
        }
        if public.is_empty() {
            return Err(ureq::Error::Io(io::Error::other(LocalAddress)));
        }
        Ok(public)
    }
}

/// A host has no address that may be asked.
#[derive(Debug)]
struct LocalAddress;

impl fmt::Display for LocalAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an address of this machine or of a private network")
    }
}

impl std::error::Error for LocalAddress {}

#[cfg(target_arch = "x86_64")]
fn cryptography() -> Option<rustls::crypto::CryptoProvider> {
    let able = is_x86_feature_detected!("adx")
        && is_x86_feature_detected!("aes")
        && is_x86_feature_detected!("avx")
        && is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("pclmulqdq")
        && is_x86_feature_detected!("ssse3");
    able.then(rustls_graviola::default_provider)
}

#[cfg(target_arch = "aarch64")]
fn cryptography() -> Option<rustls::crypto::CryptoProvider> {
    let able = std::arch::is_aarch64_feature_detected!("aes")
        && std::arch::is_aarch64_feature_detected!("neon")
        && std::arch::is_aarch64_feature_detected!("pmull")
        && std::arch::is_aarch64_feature_detected!("sha2");
    able.then(rustls_graviola::default_provider)
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn cryptography() -> Option<rustls::crypto::CryptoProvider> {
    Some(rustls::crypto::ring::default_provider())
}
