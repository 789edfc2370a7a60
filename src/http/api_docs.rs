//! The OpenAPI document, and a page that shows it without any other host.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::{Extension, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::lists::Sendable;
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
    document
        .components
        .get_or_insert_default()
        .add_security_scheme("token", SecurityScheme::Http(token));
    document
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
