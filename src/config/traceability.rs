//! The traceability portal that product codes lead to: `[traceability]` of the configuration.

use serde::{Deserialize, Serialize};

/// Where the code stands in a portal's address.
const CODE: &str = "{code}";

/// The portal that the programme names. No other host is ever linked.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TraceabilityConfig {
    /// The address of a product's page, `https://truyxuat.example.vn/{code}`.
    pub portal: String,
}

impl TraceabilityConfig {
    /// Whether the address is one: protected, with the code once, after the host.
    pub(super) fn is_sound(&self, demonstration: bool) -> bool {
        let rest = self.portal.strip_prefix("https://");
        let rest = rest.or_else(|| {
            let unprotected = self.portal.strip_prefix("http://");
            unprotected.filter(|_| demonstration)
        });
        let Some((host, path)) = rest.and_then(|rest| rest.split_once('/')) else {
            return false;
        };
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        !host.is_empty()
            && !host.contains(['{', '}', '@'])
            && path.matches(CODE).count() == 1
            && plain(&self.portal)
    }

    /// The address of a code's page; none of what is an address itself, for no host is linked
    /// that the programme did not name.
    pub fn link(&self, code: &str) -> Option<String> {
        if code.contains("://") {
            return None;
        }
        let mut written = String::with_capacity(code.len());
        for byte in code.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                written.push(char::from(byte));
            } else {
                written.push_str(&format!("%{byte:02X}"));
            }
        }
        Some(self.portal.replace(CODE, &written))
    }

    /// The code in what somebody typed, where that is the portal's own address of it.
    pub fn code_in<'a>(&self, typed: &'a str) -> Option<&'a str> {
        let (before, after) = self.portal.split_once(CODE)?;
        let code = typed.strip_prefix(before)?.strip_suffix(after)?;
        // What was written otherwise in an address stays as it was typed.
        let plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        (!code.is_empty() && code.bytes().all(plain)).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::TraceabilityConfig;

    fn portal(portal: &str) -> TraceabilityConfig {
        TraceabilityConfig {
            portal: portal.to_owned(),
        }
    }

    #[test]
    fn a_portal_is_protected_and_has_the_code_once_after_its_host() {
        assert!(portal("https://truyxuat.example.vn/sp/{code}").is_sound(false));
        assert!(portal("http://127.0.0.1:1/{code}").is_sound(true));
        for wrong in [
            "http://truyxuat.example.vn/{code}",
            "https://{code}.example.vn/",
            "https://{code}",
            "https://truyxuat.example.vn/",
            "https://truyxuat.example.vn/{code}/{code}",
            "https://a@b.example/{code}",
            "https:///{code}",
            "javascript:alert({code})",
        ] {
            assert!(!portal(wrong).is_sound(false), "{wrong}");
        }
    }

    #[test]
    fn a_code_cannot_leave_its_place_in_the_address() {
        let portal = portal("https://truyxuat.example.vn/sp/{code}?lang=vi");
        assert_eq!(
            portal.link("A/../b c?d#e").as_deref(),
            Some("https://truyxuat.example.vn/sp/A%2F..%2Fb%20c%3Fd%23e?lang=vi")
        );
        assert_eq!(portal.link("https://elsewhere.example"), None);
        let own = "https://truyxuat.example.vn/sp/VN-1?lang=vi";
        assert_eq!(portal.code_in(own), Some("VN-1"));
        assert_eq!(portal.code_in("https://elsewhere.example/sp/VN-1"), None);
        assert_eq!(
            portal.code_in("https://truyxuat.example.vn/sp/a/b?lang=vi"),
            None
        );
    }
}
