//! Who may ask, and what an address asks for.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use shirube::plan::OutputPath;

use super::http::Request;

/// Bytes of the longest address.
const LONGEST: usize = 4096;

/// The names that a server answers to. A page of another site can let its own name lead here, but
/// then its name is asked for.
#[derive(Debug)]
pub(super) struct Names {
    /// The name that was given with `--host`, in small letters.
    given: String,
    /// Whether only this machine is served.
    is_local: bool,
}

impl Names {
    pub(super) fn new(given: &str, is_local: bool) -> Self {
        Self {
            given: given.to_ascii_lowercase(),
            is_local,
        }
    }

    /// Whether the value of a request's `Host` field is one of these, on any port.
    pub(super) fn know(&self, host: &str) -> bool {
        let Some(name) = name_of(host) else {
            return false;
        };
        let name = name.to_ascii_lowercase();
        let bare = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'));
        match bare.unwrap_or(&name).parse::<IpAddr>() {
            // Nobody can let an address lead elsewhere.
            Ok(address) => address.is_loopback() || !self.is_local,
            Err(_) => name == "localhost" || name == self.given,
        }
    }

    /// Whether a request comes from a page that was served here, or from no page at all.
    pub(super) fn trust(&self, request: &Request) -> bool {
        let own = format!("http://{}", request.host);
        let origin = request.origin.as_deref();
        let site = request.site.as_deref();
        origin.is_none_or(|origin| origin.eq_ignore_ascii_case(&own))
            && site.is_none_or(|site| site == "same-origin" || site == "none")
    }
}

/// A `Host` field without its port.
fn name_of(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') {
        host.find(']')? + 1
    } else {
        host.find(':').unwrap_or(host.len())
    };
    let (name, port) = host.split_at_checked(end)?;
    let port = match port.strip_prefix(':') {
        Some(port) => port,
        None if port.is_empty() => "",
        None => return None,
    };
    port.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(name)
}

/// The path of a request's target in plain characters, beginning with `/`, without its query.
/// `None` for what no link leads to: `..`, encoded slashes, control characters.
pub(super) fn path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?;
    if !path.starts_with('/') || path.len() > LONGEST {
        return None;
    }
    let names = path.split('/').map(|name| {
        let name = percent_decode_str(name).decode_utf8().ok()?;
        let is_plain = !name.contains(['/', '\\']) && !name.contains(char::is_control);
        (is_plain && name != "." && name != "..").then(|| name.into_owned())
    });
    let names: Vec<String> = names.collect::<Option<_>>()?;
    Some(names.join("/"))
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// To a path of the output, and the one that it would be as a folder.
    Inside(OutputPath, Option<OutputPath>),
    /// Above the guide: to the guide's own address.
    Above,
    /// Out of the guide.
    Outside,
}

/// Where a path leads in a guide that begins at `base`, which begins and ends with `/`.
pub(super) fn leads(path: &str, base: &str) -> Leads {
    match path.strip_prefix(base) {
        Some(below) if below.starts_with('/') => Leads::Outside,
        Some(below) => {
            let is_file = !below.is_empty() && !below.ends_with('/');
            let folder = is_file.then(|| OutputPath::of_address(&format!("{below}/")));
            Leads::Inside(OutputPath::of_address(below), folder)
        }
        None if path == "/" || format!("{path}/") == base => Leads::Above,
        None => Leads::Outside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names_are_known() {
        let local = Names::new("127.0.0.1", true);
        for own in ["127.0.0.1:1111", "localhost", "LOCALHOST:80", "[::1]:1111"] {
            assert!(local.know(own), "{own}");
        }
        for other in [
            "evil.example",
            "localhost.evil.example:1111",
            "127.0.0.1.evil.example",
            "192.168.0.2",
            "localhost:1111@evil.example",
            "[::1",
            "",
            ":1111",
        ] {
            assert!(!local.know(other), "{other}");
        }
        let open = Names::new("desk.example", false);
        assert!(open.know("desk.example:1111") && open.know("192.168.0.2:1111"));
        assert!(!open.know("other.example"));
    }

    #[test]
    fn what_climbs_or_hides_is_no_path() {
        assert_eq!(path("/a/%E7%9C%8C/?q=/../").as_deref(), Some("/a/県/"));
        for bad in [
            "/../a",
            "/a/..",
            "/%2e%2e/a",
            "/.%2E/a",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/%00",
            "/a%0d%0ab",
            "/%ff",
            "a",
            "",
            "http://evil.example/",
            "*",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
        assert_eq!(path(&format!("/{}", "a".repeat(LONGEST))), None);
        // Decoded once only.
        assert_eq!(path("/%252e%252e/").as_deref(), Some("/%2e%2e/"));
    }

    #[test]
    fn a_guide_may_lie_below_a_path() {
        let inside = |path: &str| OutputPath::new(path.to_owned());
        assert_eq!(leads("/", "/sub/"), Leads::Above);
        assert_eq!(leads("/sub", "/sub/"), Leads::Above);
        assert_eq!(leads("/a", "/sub/"), Leads::Outside);
        assert_eq!(leads("/sub//a", "/sub/"), Leads::Outside);
        let home = Leads::Inside(inside("index.html"), None);
        assert_eq!(leads("/sub/", "/sub/"), home);
        let file = Leads::Inside(inside("a"), Some(inside("a/index.html")));
        assert_eq!(leads("/a", "/"), file);
    }
}
