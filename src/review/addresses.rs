//! When two web addresses lead to the same page.

use url::Url;

/// Parameters that only say where a reader came from.
const TRACKING: [&str; 10] = [
    "fbclid", "gclid", "yclid", "msclkid", "igshid", "mc_cid", "mc_eid", "_ga", "ref", "ref_src",
];

/// An address without what doesn't change its page: scheme, `www.`, a slash or `index.html` at
/// the end, parameters for tracking, their order, the anchor.
pub(super) fn normal(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return address.to_owned();
    };
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let path = url.path();
    let path = ["index.html", "index.htm", "index.php"]
        .iter()
        .find_map(|name| path.strip_suffix(name).filter(|rest| rest.ends_with('/')))
        .unwrap_or(path)
        .trim_end_matches('/');
    let mut parameters: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&&**name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    parameters.sort();
    let mut normal = format!("{host}{port}{path}");
    for (position, (name, value)) in parameters.iter().enumerate() {
        normal.push(if position == 0 { '?' } else { '&' });
        normal.push_str(&format!("{name}={value}"));
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn what_leads_to_the_same_page_is_the_same() {
        for same in [
            "http://www.example.org/a/",
            "https://EXAMPLE.org/a/index.html",
            "https://example.org/a?utm_source=x&fbclid=1#top",
            "https://example.org:443/a",
        ] {
            assert_eq!(normal(same), "example.org/a", "{same}");
        }
        assert_eq!(
            normal("https://example.org/?b=2&a=1"),
            "example.org?a=1&b=2"
        );
        for other in ["https://example.org/A", "https://example.org:8080/a"] {
            assert_ne!(normal(other), "example.org/a", "{other}");
        }
    }
}
