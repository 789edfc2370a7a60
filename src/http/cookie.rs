//! The cookie by which a browser shows its session.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::config::Config;
use crate::office::Secret;

/// Bound to the host, to TLS and to every path by its name.
pub const NAME: &str = "__Host-ocop";
/// Of a demonstration, which has no TLS.
const DEMONSTRATION: &str = "ocop-demonstration";

fn name(config: &Config) -> &'static str {
    if config.demonstration {
        DEMONSTRATION
    } else {
        NAME
    }
}

/// The session that a request shows.
pub fn session<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = name(config);
    let cookies = headers.get_all(header::COOKIE).into_iter();
    cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value))
}

/// Hands a session to the browser: until it is closed, at most, and to no script.
pub fn give(config: &Config, secret: &Secret) -> HeaderValue {
    written(config, secret.show(), "")
}

/// Takes it back.
pub fn take(config: &Config) -> HeaderValue {
    written(config, "", "; Max-Age=0")
}

fn written(config: &Config, value: &str, more: &str) -> HeaderValue {
    let secure = if config.demonstration { "" } else { "; Secure" };
    let cookie = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}",
        name(config)
    );
    // A name, base64url and attributes.
    let mut cookie = HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""));
    cookie.set_sensitive(true);
    cookie
}
