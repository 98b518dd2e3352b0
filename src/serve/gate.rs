//! Who may ask: this machine's own browser, looking at the preview itself.
//!
//! Another web site can make a browser send requests here, under a name of its own (DNS rebinding) or from its pages. So
//! the `Host` must be ours, an `Origin` must be the very same, and what a browser says of another site's page is
//! refused, but for a link that a person followed.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Method, header};

/// See the module.
pub(super) struct Gate {
    address: SocketAddr,
    /// The name that was given with `--host`, if it is one.
    name: Option<String>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The host is not ours.
    Host,
    /// It comes from another site.
    Origin,
}

impl Gate {
    pub(super) fn new(host: &str, address: SocketAddr) -> Gate {
        let name = host.parse::<IpAddr>().is_err().then(|| host.trim_end_matches('.').to_ascii_lowercase());
        Gate { address, name }
    }

    /// What to open in a browser.
    pub(super) fn url(&self) -> String {
        let port = self.address.port();
        match (&self.name, self.address.ip()) {
            (Some(name), _) => format!("http://{name}:{port}/"),
            (None, ip) if ip.is_unspecified() => format!("http://localhost:{port}/"),
            (None, IpAddr::V4(ip)) => format!("http://{ip}:{port}/"),
            (None, IpAddr::V6(ip)) => format!("http://[{ip}]:{port}/"),
        }
    }

    /// Whether the request may be answered.
    pub(super) fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("\u{0}"));
        let host = one(headers, header::HOST.as_str()).filter(|host| self.is_ours(host)).ok_or(Refusal::Host)?;
        if headers.contains_key(header::ORIGIN) {
            let origin = one(headers, header::ORIGIN.as_str()).ok_or(Refusal::Origin)?;
            if origin.strip_prefix("http://").is_none_or(|origin| !origin.eq_ignore_ascii_case(host)) {
                return Err(Refusal::Origin);
            }
        }
        let followed = *method == Method::GET
            && text("sec-fetch-mode") == Some("navigate")
            && text("sec-fetch-dest") == Some("document")
            && text("sec-fetch-user") == Some("?1");
        match text("sec-fetch-site") {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if followed => Ok(()),
            Some(_) => Err(Refusal::Origin),
        }
    }

    /// The port is not looked at: a forwarded one differs, and a name of ours cannot be another's.
    fn is_ours(&self, host: &str) -> bool {
        let Some(host) = without_port(host) else { return false };
        let host = host.to_ascii_lowercase();
        if self.name.as_deref() == Some(&host) {
            return true;
        }
        let ip = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            Some(host) => host.parse::<std::net::Ipv6Addr>().ok().map(IpAddr::V6),
            None => host.parse::<std::net::Ipv4Addr>().ok().map(IpAddr::V4),
        };
        if self.address.ip().is_loopback() {
            let loopback = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
            return loopback || ip == Some(self.address.ip());
        }
        // An address cannot be rebound as a name can, and which ones this machine has is not ours to know.
        host == "localhost" || ip.is_some()
    }
}

/// The one value of a header.
fn one<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// `None` where what follows the name is not a port.
fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, rest) = host.split_at(end);
    match rest.strip_prefix(':') {
        None => rest.is_empty().then_some(name),
        Some(port) => port.parse::<u16>().is_ok().then_some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(gate: &Gate, host: &str) -> bool {
        gate.is_ours(host)
    }

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let gate = Gate::new("127.0.0.1", "127.0.0.1:7878".parse().unwrap());
        for ours in ["localhost", "localhost:7878", "127.0.0.1:7878", "[::1]:7878", "LOCALHOST:80"] {
            assert!(host(&gate, ours), "{ours}");
        }
        for foreign in [
            "",
            "evil.example",
            "localhost.evil.example",
            "evil.localhost",
            "127.0.0.1.evil.example",
            "0.0.0.0:7878",
            "192.168.0.1",
            "localhost:x",
            "localhost:7878:1",
            "[::1",
            "127.1",
            "0x7f000001",
            "2130706433",
            "user@localhost",
            "localhost/",
        ] {
            assert!(!host(&gate, foreign), "{foreign}");
        }
    }

    #[test]
    fn an_address_given_by_name_is_asked_for_by_name() {
        let gate = Gate::new("box.lan", "192.168.0.5:7878".parse().unwrap());
        assert!(host(&gate, "box.lan:7878") && host(&gate, "192.168.0.5:7878"));
        assert!(!host(&gate, "evil.example"));
    }
}
