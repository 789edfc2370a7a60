//! Who may use which route: every route, in one place. A test compares this table with the
//! OpenAPI document and with what the router answers; a guarded route without a row here is
//! closed.

use axum::http::Method;

use crate::office::Right;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Anybody; who asks is not looked at.
    Public,
    /// Who was let in and has this right.
    Of(Right),
}

use Policy::{Of, Public};

/// Every route: method, path as the router names it, policy.
pub const POLICIES: &[(&str, &str, Policy)] = &[
    ("GET", "/", Public),
    ("POST", "/", Public),
    ("GET", "/icon.svg", Public),
    ("GET", "/v/{digits}", Public),
    ("GET", "/s/{digits}", Public),
    ("GET", "/c/{number}", Public),
    ("GET", "/register", Public),
    ("GET", "/register.csv", Public),
    ("GET", "/register.json", Public),
    ("GET", "/producers/{number}", Public),
    ("GET", "/problems/{code}", Public),
    ("GET", "/healthz", Public),
    ("GET", "/readyz", Public),
    ("GET", "/trust", Public),
    ("GET", "/trust.json", Public),
    ("GET", "/.well-known/ocop-trust-list", Public),
    ("GET", "/.well-known/jwks.json", Public),
    ("GET", "/status", Public),
    ("GET", "/status/{council}", Public),
    ("GET", "/pack", Public),
    ("POST", "/api/v1/verify", Public),
    ("GET", "/api/v1/certificates", Public),
    ("GET", "/api/v1/certificates/{number}", Public),
    ("GET", "/api/v1/certificates/{number}/proof", Public),
    ("GET", "/api/v1/expiring", Public),
    ("GET", "/api/v1/log/consistency", Public),
    ("GET", "/api/v1/openapi.json", Public),
    ("GET", "/log/checkpoint", Public),
    ("GET", "/log/tile/{*path}", Public),
    ("GET", "/sign-in", Public),
    ("POST", "/sign-in", Public),
    ("POST", "/sign-in/code", Public),
    ("POST", "/sign-out", Public),
    ("GET", "/sign-in/factor", Of(Right::Own)),
    ("POST", "/sign-in/factor", Of(Right::Own)),
    ("GET", "/assets/{file}", Public),
    ("POST", "/sign-in/passkey/begin", Public),
    ("POST", "/sign-in/passkey", Public),
    ("GET", "/sign-in/provider", Public),
    ("GET", "/sign-in/provider/back", Public),
    ("POST", "/sign-in/factor/passkey/begin", Of(Right::Own)),
    ("POST", "/sign-in/factor/passkey", Of(Right::Own)),
    ("GET", "/account/passkeys", Of(Right::Own)),
    ("POST", "/account/passkeys", Of(Right::Own)),
    ("POST", "/account/passkeys/begin", Of(Right::Own)),
    (
        "POST",
        "/account/passkeys/{credential}/remove",
        Of(Right::Own),
    ),
    ("GET", "/api/v1/account/passkeys", Of(Right::Own)),
    ("GET", "/welcome/{secret}", Public),
    ("POST", "/welcome/{secret}", Public),
    ("GET", "/account", Of(Right::Own)),
    ("POST", "/account/password", Of(Right::Own)),
    ("POST", "/account/language", Of(Right::Own)),
    ("POST", "/account/sign-out-everywhere", Of(Right::Own)),
    ("POST", "/account/tokens", Of(Right::Own)),
    ("POST", "/account/tokens/{id}/revoke", Of(Right::Own)),
    ("GET", "/desk/people", Of(Right::People)),
    ("POST", "/desk/people", Of(Right::People)),
    ("GET", "/desk/people/{id}", Of(Right::People)),
    ("POST", "/desk/people/{id}/roles", Of(Right::People)),
    (
        "POST",
        "/desk/people/{id}/roles/{role}/take",
        Of(Right::People),
    ),
    ("POST", "/desk/people/{id}/close", Of(Right::People)),
    ("POST", "/desk/people/{id}/reopen", Of(Right::People)),
    ("POST", "/desk/people/{id}/invite", Of(Right::People)),
    ("GET", "/api/v1/people", Of(Right::People)),
    ("POST", "/api/v1/people", Of(Right::People)),
    ("GET", "/api/v1/people/{id}", Of(Right::People)),
    ("POST", "/api/v1/people/{id}/roles", Of(Right::People)),
    (
        "DELETE",
        "/api/v1/people/{id}/roles/{role}",
        Of(Right::People),
    ),
    ("POST", "/api/v1/people/{id}/close", Of(Right::People)),
    ("POST", "/api/v1/people/{id}/reopen", Of(Right::People)),
    ("POST", "/api/v1/people/{id}/invite", Of(Right::People)),
    ("GET", "/desk", Of(Right::Own)),
    ("GET", "/api/v1/work-lists", Of(Right::Work)),
    ("GET", "/desk/certificates", Of(Right::Work)),
    ("GET", "/desk/certificates/{number}", Of(Right::Work)),
    ("GET", "/desk/certificates/{number}/{act}", Of(Right::Life)),
    ("POST", "/desk/certificates/{number}/{act}", Of(Right::Life)),
    ("GET", "/desk/reports", Of(Right::Reports)),
    ("GET", "/desk/reports.csv", Of(Right::Reports)),
    ("GET", "/desk/reports.xlsx", Of(Right::Reports)),
    ("GET", "/api/v1/reports", Of(Right::Reports)),
    ("GET", "/desk/trail", Of(Right::Trail)),
    ("GET", "/desk/upkeep", Of(Right::Upkeep)),
    ("GET", "/api/v1/trail", Of(Right::Trail)),
    ("GET", "/api/v1/upkeep", Of(Right::Upkeep)),
    ("POST", "/api/v1/acts/revoke", Of(Right::Life)),
    ("POST", "/api/v1/acts/suspend", Of(Right::Life)),
    ("POST", "/api/v1/acts/lift", Of(Right::Life)),
    ("POST", "/api/v1/acts/supersede", Of(Right::Life)),
    ("POST", "/api/v1/acts/renew", Of(Right::Life)),
    ("POST", "/api/v1/keys/{kid}/retire", Of(Right::Keys)),
    ("POST", "/api/v1/keys/{kid}/compromise", Of(Right::Keys)),
    ("POST", "/api/v1/councils/{code}/succeed", Of(Right::Keys)),
    ("GET", "/api/v1/trust/draft", Of(Right::Publish)),
    ("POST", "/api/v1/trust", Of(Right::Publish)),
];

/// The policy of a route. HEAD is GET without the body.
pub fn of(method: &Method, path: &str) -> Option<Policy> {
    let method = match method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let mut rows = POLICIES.iter();
    rows.find(|row| row.0 == method && row.1 == path)
        .map(|row| row.2)
}
