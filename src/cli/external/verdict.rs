//! Answers → what is to be said of a link.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::client::{Answer, Method};

/// Redirects that are followed, as browsers do it, but fewer.
const REDIRECTS: usize = 8;
/// How often a site that gave no good answer is asked again.
const RETRIES: u32 = 2;
/// A site that wants to be left alone for longer isn't waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is known of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// It leads to something.
    Alive,
    /// It leads to something, which has another address for good.
    Moved(String),
    /// It leads nowhere.
    Dead(Reason),
    /// The site doesn't tell programs: a status such as 403.
    Refused(u16),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reason {
    /// The status that the site answers with.
    Status(u16),
    /// There is no such host.
    NoHost,
    /// The host is this machine or in a private network.
    Local,
    /// Nobody answers in time.
    Timeout,
    /// The connection fails.
    Broken,
    /// The certificate isn't valid.
    Certificate,
    /// Redirects lead in a circle, or too far.
    Redirects,
    /// A redirect leads to what is no web address.
    BadRedirect,
}

impl Verdict {
    /// Whether it will hold for a while: what failed may only have failed today.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Alive | Self::Moved(_) => true,
            Self::Dead(Reason::Status(code)) => *code < 500,
            Self::Dead(Reason::BadRedirect | Reason::Local | Reason::Redirects) => true,
            Self::Dead(_) | Self::Refused(_) => false,
        }
    }
}

/// A link that is being looked at: what to ask next, and how it came to that.
#[derive(Clone, Debug)]
pub(super) struct Task {
    /// The address that the content has, without its anchor.
    pub(super) link: String,
    /// What is asked next.
    pub(super) url: Url,
    pub(super) method: Method,
    /// Addresses that led on from here.
    visited: Vec<String>,
    /// Where permanent redirects, from the first on, led.
    moved: Option<String>,
    /// Whether a redirect on the way was for the time being.
    for_now: bool,
    /// Whether a redirect gave a cookie, and may lead elsewhere who brings it back.
    cookie: bool,
    /// How often this request failed.
    failures: u32,
}

/// What follows from an answer.
#[derive(Debug)]
pub(super) enum Next {
    Done(Verdict),
    /// Ask again, not before this time has passed.
    Ask(Box<Task>, Duration),
}

impl Task {
    /// The first request for a link; `None` if it isn't a web address.
    pub(super) fn new(link: &str) -> Option<Self> {
        let mut url = Url::parse(link).ok().filter(is_web)?;
        url.set_fragment(None);
        Some(Self {
            link: link.to_owned(),
            url,
            method: Method::Head,
            visited: Vec::new(),
            moved: None,
            for_now: false,
            cookie: false,
            failures: 0,
        })
    }

    /// What to do with an answer. `pause` is the shortest wait before a failed request is tried
    /// again; each further one takes twice as long.
    pub(super) fn after(mut self, answer: Answer, pause: Duration) -> Next {
        let reason = match answer {
            Answer::Status {
                code: code @ (301 | 302 | 303 | 307 | 308),
                location: Some(location),
                cookie,
                ..
            } => {
                self.cookie |= cookie;
                return self.redirected(code, &location);
            }
            Answer::Status {
                code: 200..=299 | 304,
                ..
            } => return Next::Done(self.alive()),
            Answer::Status {
                code: code @ (429 | 503),
                retry_after,
                ..
            } => return self.busy(code, retry_after, pause),
            Answer::Local => return Next::Done(Verdict::Dead(Reason::Local)),
            Answer::NoHost => Reason::NoHost,
            Answer::Timeout => Reason::Timeout,
            Answer::Broken => Reason::Broken,
            Answer::Certificate => return Next::Done(Verdict::Dead(Reason::Certificate)),
            Answer::Status { code, .. } => Reason::Status(code),
        };
        // Some sites answer HEAD with an error, or not at all.
        if self.method == Method::Head && reason != Reason::NoHost {
            self.method = Method::Get;
            return Next::Ask(Box::new(self), Duration::ZERO);
        }
        match reason {
            Reason::Status(code @ (404 | 410)) => Next::Done(Verdict::Dead(Reason::Status(code))),
            Reason::Status(code) if code < 500 => Next::Done(Verdict::Refused(code)),
            reason => self.again(pause, Verdict::Dead(reason)),
        }
    }

    fn alive(self) -> Verdict {
        match self.moved {
            Some(address) => Verdict::Moved(address),
            None => Verdict::Alive,
        }
    }

    /// The site asks for patience, which it gets within limits.
    fn busy(self, code: u16, wait: Option<Duration>, pause: Duration) -> Next {
        let otherwise = match code {
            429 => Verdict::Refused(code),
            code => Verdict::Dead(Reason::Status(code)),
        };
        match wait {
            Some(wait) if wait > PATIENCE => Next::Done(Verdict::Refused(code)),
            Some(wait) => self.again(wait.max(pause), otherwise),
            None => self.again(pause, otherwise),
        }
    }

    fn again(mut self, wait: Duration, otherwise: Verdict) -> Next {
        if self.failures >= RETRIES {
            return Next::Done(otherwise);
        }
        let wait = wait * 2_u32.pow(self.failures);
        self.failures += 1;
        Next::Ask(Box::new(self), wait.min(PATIENCE))
    }

    fn redirected(mut self, code: u16, location: &str) -> Next {
        let Some(mut to) = self.url.join(location).ok().filter(is_web) else {
            return Next::Done(Verdict::Dead(Reason::BadRedirect));
        };
        to.set_fragment(None);
        self.visited.push(self.url.to_string());
        if self.visited.len() > REDIRECTS || self.visited.iter().any(|seen| seen == to.as_str()) {
            return Next::Done(match self.cookie {
                true => Verdict::Refused(code),
                false => Verdict::Dead(Reason::Redirects),
            });
        }
        self.for_now |= !matches!(code, 301 | 308);
        if !self.for_now {
            self.moved = Some(to.to_string());
        }
        self.url = to;
        self.failures = 0;
        Next::Ask(Box::new(self), Duration::ZERO)
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, Method, Next, Reason, Task, Verdict};

    fn status(code: u16, location: Option<&str>, retry_after: Option<u64>) -> Answer {
        Answer::Status {
            code,
            location: location.map(str::to_owned),
            cookie: false,
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    /// The verdict after these answers, the last of them again and again, and how long it was
    /// waited for in milliseconds.
    fn verdict(link: &str, answers: &[Answer]) -> (Verdict, u128) {
        let mut task = Task::new(link).expect("a web address");
        let mut waited = Duration::ZERO;
        let last = answers.last().expect("an answer");
        for answer in answers.iter().chain(std::iter::repeat_n(last, 20)) {
            match task.after(answer.clone(), Duration::from_millis(100)) {
                Next::Done(verdict) => return (verdict, waited.as_millis()),
                Next::Ask(next, wait) => {
                    waited += wait;
                    task = *next;
                }
            }
        }
        panic!("{answers:?} lead to no verdict");
    }

    #[test]
    fn answers_lead_to_verdicts() {
        let ok = || status(200, None, None);
        let to = |code: u16, to: &str| status(code, Some(to), None);
        let moved = |to: &str| Verdict::Moved(to.to_owned());
        let dead = |code| Verdict::Dead(Reason::Status(code));
        for (answers, expected) in [
            (vec![ok()], (Verdict::Alive, 0)),
            // HEAD isn't believed.
            (vec![status(404, None, None), ok()], (Verdict::Alive, 0)),
            (vec![Answer::Broken, ok()], (Verdict::Alive, 0)),
            (vec![status(404, None, None)], (dead(404), 0)),
            (vec![status(410, None, None)], (dead(410), 0)),
            (vec![status(403, None, None)], (Verdict::Refused(403), 0)),
            (vec![status(500, None, None)], (dead(500), 300)),
            (
                vec![status(429, None, Some(1)), ok()],
                (Verdict::Alive, 1000),
            ),
            (
                vec![status(429, None, Some(3600))],
                (Verdict::Refused(429), 0),
            ),
            (vec![status(429, None, None)], (Verdict::Refused(429), 300)),
            (vec![status(503, None, None)], (dead(503), 300)),
            (vec![Answer::Timeout], (Verdict::Dead(Reason::Timeout), 300)),
            (vec![Answer::NoHost], (Verdict::Dead(Reason::NoHost), 300)),
            (vec![Answer::Local], (Verdict::Dead(Reason::Local), 0)),
            (vec![to(301, "/b"), ok()], (moved("https://a.example/b"), 0)),
            (vec![to(302, "/b"), ok()], (Verdict::Alive, 0)),
            (
                vec![
                    to(308, "//b.example/#x"),
                    to(302, "/c"),
                    to(301, "/d"),
                    ok(),
                ],
                (moved("https://b.example/"), 0),
            ),
            (
                vec![to(302, "/b"), to(301, "/c"), ok()],
                (Verdict::Alive, 0),
            ),
            (vec![to(301, "/b"), status(404, None, None)], (dead(404), 0)),
            (vec![to(301, "/a")], (Verdict::Dead(Reason::Redirects), 0)),
            (
                vec![to(301, "file:///etc/passwd")],
                (Verdict::Dead(Reason::BadRedirect), 0),
            ),
            (vec![status(301, None, None)], (Verdict::Refused(301), 0)),
        ] {
            let shown = format!("{answers:?}");
            assert_eq!(
                verdict("https://a.example/a#anchor", &answers),
                expected,
                "{shown}"
            );
        }
        let far: Vec<Answer> = (0..20).map(|step| to(302, &format!("/{step}"))).collect();
        assert_eq!(
            verdict("https://a.example/a", &far).0,
            Verdict::Dead(Reason::Redirects)
        );
    }

    #[test]
    fn a_circle_that_a_cookie_may_break_is_nobodys_fault() {
        let circle = Answer::Status {
            code: 302,
            location: Some("/a".to_owned()),
            cookie: true,
            retry_after: None,
        };
        assert_eq!(
            verdict("https://a.example/a", &[circle]).0,
            Verdict::Refused(302)
        );
    }

    #[test]
    fn only_web_addresses_are_asked_without_their_anchor() {
        let task = Task::new("HTTPS://a.example/b#c").expect("a web address");
        assert_eq!(
            (task.url.as_str(), task.method),
            ("https://a.example/b", Method::Head)
        );
        for link in ["ftp://a.example/", "file:///a", "javascript:x", "a", ""] {
            assert!(Task::new(link).is_none(), "{link}");
        }
    }
}
