//! The cookies by which a browser shows its session, and a sign-in that it began elsewhere.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::config::Config;
use crate::office::Secret;

/// Bound to the host, to TLS and to every path by its name.
pub const NAME: &str = "__Host-ocop";
/// Of a demonstration, which has no TLS.
const DEMONSTRATION: &str = "ocop-demonstration";

/// The same of a sign-in at an identity provider, until it is back.
const BOUND: &str = "__Host-ocop-provider";
const BOUND_IN_DEMONSTRATION: &str = "ocop-provider-demonstration";

fn name(config: &Config) -> &'static str {
    if config.demonstration {
        DEMONSTRATION
    } else {
        NAME
    }
}

fn name_of_bound(config: &Config) -> &'static str {
    if config.demonstration {
        BOUND_IN_DEMONSTRATION
    } else {
        BOUND
    }
}

/// The session that a request shows.
pub fn session<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a str> {
    shown(headers, name(config))
}

/// The sign-in at an identity provider that a request shows.
pub fn bound<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a str> {
    shown(headers, name_of_bound(config))
}

fn shown<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value))
}

/// Hands a session to the browser: until it is closed, at most, and to no script.
pub fn give(config: &Config, secret: &Secret) -> HeaderValue {
    written(config, name(config), secret.show(), "")
}

/// Takes it back.
pub fn take(config: &Config) -> HeaderValue {
    written(config, name(config), "", "; Max-Age=0")
}

/// Binds a sign-in at an identity provider to the browser that begins it, for ten minutes. It
/// comes back from another site, by a link: `SameSite=Lax` lets that through.
pub fn bind(config: &Config, secret: &Secret) -> HeaderValue {
    let name = name_of_bound(config);
    written(config, name, secret.show(), "; Max-Age=600")
}

/// Takes it back.
pub fn unbind(config: &Config) -> HeaderValue {
    written(config, name_of_bound(config), "", "; Max-Age=0")
}

fn written(config: &Config, name: &str, value: &str, more: &str) -> HeaderValue {
    let secure = if config.demonstration { "" } else { "; Secure" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
    // A name, base64url and attributes.
    let mut cookie = HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""));
    cookie.set_sensitive(true);
    cookie
}
