//! Who may use which route: every route, in one place. A test compares this table with the
//! OpenAPI document and with what the router answers; a guarded route without a row here is
//! closed.

mod cases;
mod journal;
mod shopper_reports;

use axum::http::Method;

use crate::office::Right;
use cases::CASES;
use journal::JOURNAL;
use shopper_reports::SHOPPER_REPORTS;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Anybody; who asks is not looked at.
    Public,
    /// Who was let in and has this right.
    Of(Right),
}

use Policy::{Of, Public};

/// A route: method, path as the router names it, policy.
type Row = (&'static str, &'static str, Policy);

/// Every route.
pub const POLICIES: &[Row] = &joined::<
    { REST.len() + CASES.len() + JOURNAL.len() + SHOPPER_REPORTS.len() },
>(&[REST, CASES, JOURNAL, SHOPPER_REPORTS]);

/// Tables one after the other.
const fn joined<const N: usize>(tables: &[&[Row]]) -> [Row; N] {
    let mut all = [("", "", Public); N];
    let (mut table, mut place) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            all[place] = tables[table][row];
            place += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

const REST: &[Row] = &[
    ("GET", "/", Public),
    ("POST", "/", Public),
    ("GET", "/icon.svg", Public),
    ("GET", "/v/{digits}", Public),
    ("GET", "/s/{digits}", Public),
    ("POST", "/s/{digits}/place", Public),
    ("GET", "/c/{number}", Public),
    ("GET", "/01/{gtin}", Public),
    ("GET", "/.well-known/gs1resolver", Public),
    ("GET", "/inspector", Public),
    ("GET", "/inspector/worker.js", Public),
    ("GET", "/inspector/app.webmanifest", Public),
    ("GET", "/inspector/files/{version}/{file}", Public),
    ("GET", "/widget", Public),
    ("GET", "/widget.js", Public),
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
    (
        "GET",
        "/desk/certificates/{number}/reprints",
        Of(Right::Reprint),
    ),
    (
        "POST",
        "/desk/certificates/{number}/reprints",
        Of(Right::Reprint),
    ),
    (
        "POST",
        "/desk/certificates/{number}/reprints/withdraw",
        Of(Right::Reprint),
    ),
    (
        "POST",
        "/api/v1/certificates/{number}/reprints",
        Of(Right::Reprint),
    ),
    (
        "DELETE",
        "/api/v1/certificates/{number}/reprints",
        Of(Right::Reprint),
    ),
    ("GET", "/desk/reports", Of(Right::Reports)),
    ("GET", "/desk/reports.csv", Of(Right::Reports)),
    ("GET", "/desk/reports.xlsx", Of(Right::Reports)),
    ("GET", "/api/v1/reports", Of(Right::Reports)),
    ("GET", "/desk/scans", Of(Right::Scans)),
    ("GET", "/api/v1/scans", Of(Right::Scans)),
    ("GET", "/api/v1/scans/{number}", Of(Right::Scans)),
    ("GET", "/my/certificates", Of(Right::Lodge)),
    (
        "GET",
        "/my/certificates/{number}/traceability",
        Of(Right::Labels),
    ),
    (
        "POST",
        "/my/certificates/{number}/traceability",
        Of(Right::Labels),
    ),
    (
        "PUT",
        "/api/v1/certificates/{number}/traceability",
        Of(Right::Labels),
    ),
    ("GET", "/api/v1/my/certificates", Of(Right::Lodge)),
    (
        "GET",
        "/api/v1/certificates/{number}/label",
        Of(Right::Labels),
    ),
    (
        "GET",
        "/api/v1/certificates/{number}/label/report",
        Of(Right::Labels),
    ),
    (
        "GET",
        "/api/v1/certificates/{number}/label/proof",
        Of(Right::Labels),
    ),
    ("GET", "/my/certificates/{number}/labels", Of(Right::Labels)),
    ("GET", "/my/certificates/{number}/sheets", Of(Right::Labels)),
    (
        "POST",
        "/my/certificates/{number}/sheets",
        Of(Right::Labels),
    ),
    ("POST", "/api/v1/label-sheets", Of(Right::Labels)),
    ("GET", "/api/v1/labels.zip", Of(Right::Labels)),
    ("GET", "/api/v1/label-runs", Of(Right::Labels)),
    ("POST", "/api/v1/label-runs", Of(Right::Labels)),
    ("GET", "/api/v1/label-runs/{id}", Of(Right::Labels)),
    (
        "GET",
        "/api/v1/label-runs/{id}/texts.csv",
        Of(Right::Labels),
    ),
    ("GET", "/api/v1/label-runs/{id}/files", Of(Right::Labels)),
    ("POST", "/api/v1/label-runs/{id}/files", Of(Right::Labels)),
    ("GET", "/my/label-runs", Of(Right::Labels)),
    ("POST", "/my/label-runs", Of(Right::Labels)),
    ("GET", "/my/label-runs/{id}", Of(Right::Labels)),
    ("POST", "/my/label-runs/{id}/files", Of(Right::Labels)),
    ("GET", "/api/v1/account", Of(Right::Own)),
    ("POST", "/api/v1/account/password", Of(Right::Own)),
    ("POST", "/api/v1/account/language", Of(Right::Own)),
    (
        "POST",
        "/api/v1/account/sign-out-everywhere",
        Of(Right::Own),
    ),
    ("POST", "/api/v1/account/tokens", Of(Right::Own)),
    ("POST", "/api/v1/account/tokens/{id}/revoke", Of(Right::Own)),
    ("GET", "/desk/trail", Of(Right::Trail)),
    ("GET", "/desk/upkeep", Of(Right::Upkeep)),
    ("GET", "/api/v1/trail", Of(Right::Trail)),
    ("GET", "/api/v1/upkeep", Of(Right::Upkeep)),
    ("GET", "/api/v1/producers", Of(Right::Work)),
    ("POST", "/api/v1/producers", Of(Right::Producers)),
    ("GET", "/api/v1/producers/{id}", Of(Right::Work)),
    ("PUT", "/api/v1/producers/{id}", Of(Right::Producers)),
    ("GET", "/api/v1/dossiers", Of(Right::Work)),
    ("POST", "/api/v1/dossiers", Of(Right::Lodge)),
    ("GET", "/api/v1/dossiers/{id}", Of(Right::Work)),
    ("PUT", "/api/v1/dossiers/{id}", Of(Right::Lodge)),
    ("POST", "/api/v1/dossiers/{id}/lodge", Of(Right::Lodge)),
    ("POST", "/api/v1/dossiers/{id}/withdraw", Of(Right::Lodge)),
    ("POST", "/api/v1/dossiers/{id}/take-in", Of(Right::Receive)),
    ("POST", "/api/v1/dossiers/{id}/return", Of(Right::Receive)),
    ("GET", "/api/v1/dossiers/{id}/files", Of(Right::Work)),
    ("POST", "/api/v1/dossiers/{id}/files", Of(Right::Lodge)),
    ("GET", "/api/v1/dossiers/{id}/files/{file}", Of(Right::Work)),
    (
        "DELETE",
        "/api/v1/dossiers/{id}/files/{file}",
        Of(Right::Lodge),
    ),
    ("GET", "/desk/producers", Of(Right::Work)),
    ("GET", "/desk/producers/new", Of(Right::Producers)),
    ("POST", "/desk/producers/new", Of(Right::Producers)),
    ("GET", "/desk/producers/{id}", Of(Right::Work)),
    ("POST", "/desk/producers/{id}", Of(Right::Producers)),
    ("GET", "/desk/dossiers", Of(Right::Work)),
    ("GET", "/desk/dossiers/{id}", Of(Right::Work)),
    ("POST", "/desk/dossiers/{id}/take-in", Of(Right::Receive)),
    ("POST", "/desk/dossiers/{id}/return", Of(Right::Receive)),
    ("GET", "/my/dossiers", Of(Right::Lodge)),
    ("GET", "/my/dossiers/new", Of(Right::Lodge)),
    ("POST", "/my/dossiers/new", Of(Right::Lodge)),
    ("GET", "/my/dossiers/{id}", Of(Right::Lodge)),
    ("GET", "/my/dossiers/{id}/edit", Of(Right::Lodge)),
    ("POST", "/my/dossiers/{id}/edit", Of(Right::Lodge)),
    ("POST", "/my/dossiers/{id}/lodge", Of(Right::Lodge)),
    ("POST", "/my/dossiers/{id}/withdraw", Of(Right::Lodge)),
    ("POST", "/my/dossiers/{id}/files", Of(Right::Lodge)),
    (
        "POST",
        "/my/dossiers/{id}/files/{file}/remove",
        Of(Right::Lodge),
    ),
    ("GET", "/desk/sessions", Of(Right::Work)),
    ("POST", "/desk/sessions", Of(Right::Receive)),
    ("GET", "/desk/sessions/{id}", Of(Right::Work)),
    ("POST", "/desk/sessions/{id}/conclude", Of(Right::Receive)),
    ("GET", "/desk/sessions/{id}/sheet", Of(Right::Score)),
    ("POST", "/desk/sessions/{id}/sheet", Of(Right::Score)),
    ("GET", "/api/v1/sessions", Of(Right::Work)),
    ("POST", "/api/v1/sessions", Of(Right::Receive)),
    ("GET", "/api/v1/sessions/{id}", Of(Right::Work)),
    ("POST", "/api/v1/sessions/{id}/conclude", Of(Right::Receive)),
    ("GET", "/api/v1/sessions/{id}/sheets/mine", Of(Right::Score)),
    ("PUT", "/api/v1/sessions/{id}/sheets/mine", Of(Right::Score)),
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
    ("GET", "/api/v1/preparations", Of(Right::Work)),
    ("POST", "/api/v1/preparations", Of(Right::Prepare)),
    ("GET", "/api/v1/preparations/template.xlsx", Of(Right::Work)),
    ("GET", "/api/v1/preparations/template.csv", Of(Right::Work)),
    ("GET", "/api/v1/preparations/{id}", Of(Right::Work)),
    ("PUT", "/api/v1/preparations/{id}", Of(Right::Prepare)),
    ("GET", "/api/v1/preparations/{id}/lines", Of(Right::Work)),
    (
        "POST",
        "/api/v1/preparations/{id}/lines",
        Of(Right::Prepare),
    ),
    (
        "DELETE",
        "/api/v1/preparations/{id}/lines",
        Of(Right::Prepare),
    ),
    (
        "POST",
        "/api/v1/preparations/{id}/import",
        Of(Right::Prepare),
    ),
    ("POST", "/api/v1/preparations/{id}/scan", Of(Right::Prepare)),
    ("GET", "/api/v1/preparations/{id}/scan", Of(Right::Work)),
    ("GET", "/api/v1/preparations/{id}/form", Of(Right::Work)),
    (
        "GET",
        "/api/v1/preparations/{id}/labels/{line}",
        Of(Right::Work),
    ),
    (
        "POST",
        "/api/v1/preparations/{id}/submit",
        Of(Right::Prepare),
    ),
    (
        "POST",
        "/api/v1/preparations/{id}/approve",
        Of(Right::Approve),
    ),
    (
        "POST",
        "/api/v1/preparations/{id}/abandon",
        Of(Right::Prepare),
    ),
    ("GET", "/desk/decisions", Of(Right::Work)),
    ("GET", "/desk/decisions/new", Of(Right::Prepare)),
    ("POST", "/desk/decisions/new", Of(Right::Prepare)),
    ("GET", "/desk/decisions/{id}", Of(Right::Work)),
    ("POST", "/desk/decisions/{id}/change", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/lines", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/remove", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/gather", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/import", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/scan", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/submit", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/abandon", Of(Right::Prepare)),
    ("POST", "/desk/decisions/{id}/approve", Of(Right::Approve)),
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
