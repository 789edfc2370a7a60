//! For whom passkeys are made: the host that labels carry, and its one origin.

use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use super::PasskeyRefused;
use crate::config::Config;
use crate::office::Office;

/// What people see of whom a passkey is for.
const NAME: &str = "OCOP";

impl Office {
    /// The verifier of passkeys, for a page at an origin.
    ///
    /// # Errors
    /// [`PasskeyRefused::NotHere`] without a host name, [`PasskeyRefused::OtherAddress`] when the
    /// page is elsewhere: its browser would refuse, and not say why.
    pub(super) fn relying_party(&self, page: &str) -> Result<Webauthn, PasskeyRefused> {
        let (id, origin) = place(&self.config).ok_or(PasskeyRefused::NotHere)?;
        if page != origin {
            return Err(PasskeyRefused::OtherAddress(origin));
        }
        let url = Url::parse(&origin).map_err(|_| PasskeyRefused::NotHere)?;
        WebauthnBuilder::new(&id, &url)
            .and_then(|builder| builder.rp_name(NAME).build())
            .map_err(|_| PasskeyRefused::NotHere)
    }
}

/// The name that passkeys are bound to, and the origin of the pages that may use them.
///
/// WebAuthn takes names, never numbers: a demonstration on this machine is `localhost` for it,
/// and one at the number of another has no passkeys.
fn place(config: &Config) -> Option<(String, String)> {
    let host = config.host.as_deref()?;
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, format!(":{port}")),
        None => (host, String::new()),
    };
    let number: Option<std::net::IpAddr> = name.parse().ok();
    match number {
        None => Some((name.to_owned(), config.origin()?)),
        Some(number) if number.is_loopback() && config.demonstration => {
            Some(("localhost".to_owned(), format!("http://localhost{port}")))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::config::Config;

    #[test]
    fn passkeys_are_bound_to_a_name_and_never_to_a_number() {
        let at = |host: &str, demonstration| {
            place(&Config::new(Some(host.to_owned()), demonstration).expect("a host"))
        };
        let both = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        assert_eq!(
            at("ocop.gov.vn", false),
            both("ocop.gov.vn", "https://ocop.gov.vn")
        );
        assert_eq!(
            at("127.0.0.1:8080", true),
            both("localhost", "http://localhost:8080")
        );
        assert_eq!(
            at("localhost:8080", true),
            both("localhost", "http://localhost:8080")
        );
        assert_eq!(at("192.168.1.7:8080", true), None);
        assert_eq!(at("127.0.0.1", false), None);
    }
}
