//! The OpenAPI document, and a page that shows it without any other host.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::{Extension, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::cookie;
use super::lists::Sendable;
use super::policy::{POLICIES, Policy};
use super::problem;

/// Where the document stands.
const DOCUMENT: &str = "/api/v1/openapi.json";
/// The page's scripts are this service's own; it styles its elements from them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(
    info(title = "OCOP certificates", version = "1"),
    tags(
        (name = "verify", description = "Checking a code"),
        (name = "register", description = "The public register"),
        (name = "lists", description = "What verifiers fetch; any origin may"),
        (name = "log", description = "The transparency log, for monitors"),
        (name = "acts", description = "What programs do by a token; see `ocop token create`"),
        (name = "people", description = "Accounts, roles and signing in"),
        (name = "evaluation", description = "Producers, dossiers, score sheets"),
        (name = "labels", description = "Labels to print"),
        (name = "cases", description = "Cases of false claims, for inspectors and councils"),
        (name = "decisions", description = "Decisions: prepared, approved, released"),
        (name = "labels", description = "Labels, runs of labels with serials, and how often those are scanned"),
        (name = "shopper reports", description = "What shoppers report, and what inspectors do with it"),
        (name = "journal", description = "What inspectors checked, as their devices kept it"),
        (name = "pages", description = "What people see"),
        (name = "service", description = "For those who run the service"),
    ),
)]
struct Document;

/// The document without the routes, which the router adds.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let mut words = String::from(
        "Anyone may check a certificate: no key, no account. Acts take a token (`Authorization: \
         Bearer ocop_…`) and are done whole or not at all. Problems are RFC 9457, in English \
         (`detail`) and Vietnamese (`detail_vi`), with a stable `code`:\n\n| code | status | |\n|---|---|---|\n",
    );
    for problem in problem::ALL.iter() {
        words.push_str(&format!(
            "| `{}` | {} | {} |\n",
            problem.code, problem.status, problem.words.en
        ));
    }
    document.info.description = Some(words);
    document.info.license = None;
    let token = Http::builder()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("ocop_…")
        .description(Some(
            "A token of `ocop token create`, with the scope of the act",
        ))
        .build();
    let session = ApiKeyValue::with_description(
        cookie::NAME,
        "What a browser was given when its person signed in. To act, the request must come from \
         the service's own pages (`Origin`).",
    );
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    document
}

/// Routes that take a body and write nothing.
const ONLY_ANSWERED: [&str; 4] = [
    "/",
    "/api/v1/label-sheets",
    "/api/v1/verify",
    "/s/{digits}/place",
];
/// What a route may answer that writes.
const UNKNOWN: &str = "`outcome_unknown`: the register was lost while it recorded, and nobody \
    knows whether it did: ask the same again, which is done once";

/// Says of every route how it may be sent away at the door, where it does not say so itself, and
/// of those that write that their outcome may not be known.
pub fn sent_away(document: &mut utoipa::openapi::OpenApi) {
    let answers = [
        ("408", "`body_timeout`: the body did not arrive in time"),
        (
            "429",
            "`too_many_requests`: try again after `Retry-After` seconds",
        ),
        (
            "503",
            "`overloaded`, `took_too_long`: try again after `Retry-After` seconds",
        ),
    ];
    for (path, item) in &mut document.paths.paths {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.delete,
        ];
        for (place, operation) in operations.into_iter().enumerate() {
            let Some(operation) = operation else { continue };
            if ["/healthz", "/readyz"].contains(&path.as_str()) {
                continue;
            }
            // What is only fetched has no body.
            for (status, words) in answers.iter().skip(usize::from(place == 0)) {
                let problem = Content::new(Some(Ref::from_schema_name("Problem")));
                let answer = ResponseBuilder::new()
                    .description(*words)
                    .content("application/problem+json", problem)
                    .build();
                let known = &mut operation.responses.responses;
                known.entry((*status).to_owned()).or_insert(answer.into());
            }
            let writes = place != 0 && !ONLY_ANSWERED.contains(&path.as_str());
            let answer = operation.responses.responses.get_mut("503");
            if let (true, Some(RefOr::T(answer))) = (writes, answer) {
                answer.description = format!("{}; {UNKNOWN}", answer.description);
            }
        }
    }
}

/// Says of every route what must be shown, as its policy has it.
pub fn secure(document: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("GET", &mut item.get),
            ("POST", &mut item.post),
            ("PUT", &mut item.put),
            ("DELETE", &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            let of_method = POLICIES.iter().find(|row| row.0 == method && row.1 == path);
            let Some((_, _, Policy::Of(right))) = of_method else {
                continue;
            };
            let token = right.scope().map(|scope| scope.name());
            let token = token.map(|scope| SecurityRequirement::new("token", [scope]));
            let session = SecurityRequirement::new("session", [] as [&str; 0]);
            operation.security = Some(token.into_iter().chain([session]).collect());
        }
    }
}

/// This document
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    tag = "service",
    responses((status = 200, description = "OpenAPI", body = serde_json::Value)),
)]
pub async fn openapi(
    Extension(Written(document)): Extension<Written>,
    headers: HeaderMap,
) -> Response {
    document.answer(&headers)
}

/// The document with every route, written once.
#[derive(Clone)]
pub struct Written(Sendable);

impl Written {
    /// Writes a document.
    pub fn new(document: &utoipa::openapi::OpenApi) -> Self {
        // Strings, numbers and lists only: there is nothing that could fail.
        let json = serde_json::to_vec(document).unwrap_or_default();
        Self(Sendable::new(json, "application/json"))
    }
}

/// The page that shows the document.
pub fn page<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let page: Router<S> = SwaggerUi::new("/api/v1/docs")
        .config(Config::from(DOCUMENT).validator_url("none"))
        .into();
    page.layer(from_fn(own_policy))
}

async fn own_policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}
