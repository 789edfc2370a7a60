//! Where a request comes from, as coarsely as a trusted proxy may say it: a province, and never
//! more. Anybody else's word for it is not looked at.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use super::front::Front;
use super::label_texts::provinces;
use crate::config::Config;
use crate::scheme::province::Province;

/// The province that a request comes from, where it is known.
#[derive(Clone, Copy, Debug)]
pub struct Region(pub Option<&'static Province>);

impl Region {
    /// Reads the configured header of a trusted proxy: `VN-04`, a province of today by its code.
    pub fn of(config: &Config, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let read = || {
            let name = config.scans.region_header.as_deref()?;
            let connected = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
            let mut trusted = config.trusted_proxies.iter();
            trusted.find(|network| network.holds(connected))?;
            let mut written = headers.get_all(name).into_iter();
            let code = written.next()?.to_str().ok()?.trim();
            // Of what comes twice, somebody else may have written one.
            match written.next() {
                None => provinces()
                    .iter()
                    .find(|province| code.strip_prefix("VN-") == Some(&province.code))
                    .copied(),
                Some(_) => None,
            }
        };
        Self(read())
    }
}

impl FromRequestParts<Front> for Region {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Infallible> {
        let config = front.office().config();
        Ok(Self::of(config, &parts.extensions, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::Region;
    use crate::config::Config;
    use axum::extract::ConnectInfo;
    use axum::http::{Extensions, HeaderMap};
    use std::net::SocketAddr;

    fn region(header: Option<&str>, connected: &str, written: &[&str]) -> Option<String> {
        let mut config = Config::new(None, false).unwrap();
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        config.scans.region_header = header.map(str::to_owned);
        let connected: SocketAddr = connected.parse().unwrap();
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(connected));
        let mut headers = HeaderMap::new();
        for value in written {
            headers.append("x-region", value.parse().unwrap());
        }
        let Region(found) = Region::of(&config, &extensions, &headers);
        found.map(|province| province.unit_id.clone())
    }

    #[test]
    fn a_province_is_believed_of_a_trusted_proxy_alone() {
        let known = Some("X-Region");
        let proxy = "10.0.0.2:4";
        assert_eq!(region(known, proxy, &["VN-04"]).as_deref(), Some("VN-04@2"));
        assert_eq!(region(known, "203.0.113.9:4", &["VN-04"]), None);
        assert_eq!(region(None, proxy, &["VN-04"]), None);
        for wrong in ["", "VN", "04", "VN-00", "vn-04", "VN-04@1", "Cao Bang"] {
            assert_eq!(region(known, proxy, &[wrong]), None, "{wrong}");
        }
        assert_eq!(region(known, proxy, &["VN-04", "VN-01"]), None);
        assert_eq!(region(known, proxy, &[]), None);
    }
}
