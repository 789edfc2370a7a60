//! Who asks: the address of the connection, or what a trusted proxy says of it. It counts
//! attempts, and is neither logged nor kept.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use super::front::Front;
use crate::config::Config;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// Reads the connection's address and, if that is a trusted proxy's, the last address of
    /// `X-Forwarded-For` that is not: what stands before it, anybody can write.
    pub fn of(config: &Config, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let connected = extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a connection, as in a test, everybody is the same nobody.
        let unknown = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let mut peer = connected.map_or(unknown, |info| info.0.ip().to_canonical());
        let trusted = |peer: IpAddr| config.trusted_proxies.iter().any(|net| net.holds(peer));
        let written = headers.get_all(FORWARDED_FOR).into_iter();
        let written: Vec<&str> = written
            .filter_map(|list| list.to_str().ok())
            .flat_map(|list| list.split(','))
            .collect();
        let mut before = written.into_iter().rev();
        while trusted(peer) {
            match before
                .next()
                .map(|address| address.trim().parse::<IpAddr>())
            {
                Some(Ok(address)) => peer = address.to_canonical(),
                Some(Err(_)) | None => break,
            }
        }
        Self(peer)
    }

    /// Whether somebody asks for others, or says so.
    pub fn is_forwarded(headers: &HeaderMap) -> bool {
        headers.contains_key(FORWARDED_FOR)
    }

    /// What attempts are counted by: an address, or the network that one subscriber of IPv6 has.
    pub fn counted(self) -> IpAddr {
        self.within(64)
    }

    /// What shoppers' reports are counted by: an address, or the network that one site may have
    /// of IPv6. Whoever has one could report from each of the 65,536 within it.
    pub fn counted_by_site(self) -> IpAddr {
        self.within(48)
    }

    /// The address, of IPv6 so many bits.
    fn within(self, bits: u32) -> IpAddr {
        match self.0 {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let rest = 128 - bits;
                IpAddr::V6((address.to_bits() >> rest << rest).into())
            }
        }
    }
}

impl FromRequestParts<Front> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Infallible> {
        let config = front.office().config();
        Ok(Self::of(config, &parts.extensions, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::{FORWARDED_FOR, Peer};
    use crate::config::Config;
    use axum::extract::ConnectInfo;
    use axum::http::{Extensions, HeaderMap};
    use std::net::SocketAddr;

    fn peer(trusted: &[&str], connected: &str, forwarded: &[&str]) -> String {
        let mut config = Config::new(None, false).unwrap();
        let trusted = trusted.iter().map(|network| network.parse().unwrap());
        config.trusted_proxies = trusted.collect();
        let mut extensions = Extensions::new();
        let connected: SocketAddr = connected.parse().unwrap();
        extensions.insert(ConnectInfo(connected));
        let mut headers = HeaderMap::new();
        for list in forwarded {
            headers.append(FORWARDED_FOR, list.parse().unwrap());
        }
        Peer::of(&config, &extensions, &headers).0.to_string()
    }

    #[test]
    fn what_a_stranger_writes_into_forwarded_for_is_not_believed() {
        assert_eq!(peer(&[], "203.0.113.9:4", &["198.51.100.1"]), "203.0.113.9");
        let proxy = ["10.0.0.0/8"];
        assert_eq!(
            peer(&proxy, "203.0.113.9:4", &["198.51.100.1"]),
            "203.0.113.9"
        );
        assert_eq!(
            peer(&proxy, "10.0.0.2:4", &["198.51.100.1"]),
            "198.51.100.1"
        );
        // The first was written by who asked, the last by the proxy.
        assert_eq!(
            peer(&proxy, "10.0.0.2:4", &["192.0.2.1, 198.51.100.1"]),
            "198.51.100.1"
        );
        assert_eq!(
            peer(
                &proxy,
                "10.0.0.2:4",
                &["192.0.2.1", "198.51.100.1, 10.0.0.7"]
            ),
            "198.51.100.1"
        );
        assert_eq!(peer(&proxy, "10.0.0.2:4", &["x, 10.0.0.7"]), "10.0.0.7");
        assert_eq!(peer(&proxy, "10.0.0.2:4", &[]), "10.0.0.2");
        assert_eq!(
            peer(&proxy, "[::ffff:10.0.0.2]:4", &["2001:db8::1"]),
            "2001:db8::1"
        );
    }

    #[test]
    fn of_ipv6_a_network_is_counted_and_for_reports_a_site() {
        let peer = Peer("2001:db8:7:9::1".parse().unwrap());
        assert_eq!(peer.counted().to_string(), "2001:db8:7:9::");
        assert_eq!(peer.counted_by_site().to_string(), "2001:db8:7::");
        let peer = Peer("203.0.113.9".parse().unwrap());
        assert_eq!(peer.counted_by_site(), peer.counted());
    }
}
