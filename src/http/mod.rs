//! The door: API, pages and lists over HTTP. axum lives here and only here.
//!
//! ```text
//! a request -> headers -> visitor (language, HTML or JSON, stars) -> front -> office
//!     verdict -> answer (JSON) | verdict_page (HTML)
//!     refusal -> error (problem+json) | message_page (HTML)
//! an act -> guard (policy, token) -> acts -> office
//! ```

mod acts;
mod answer;
mod api_docs;
mod asked;
mod body;
mod cases;
mod code_pages;
mod cookie;
mod decisions;
mod desk;
mod desk_certificates;
mod document;
mod dossiers;
mod edge;
mod error;
mod etag;
mod expiring;
mod fields;
mod forms;
mod frame;
mod front;
mod gtin;
mod guard;
mod headers;
mod health;
mod inspector;
mod journal;
mod label_runs;
mod label_texts;
mod labels;
mod leaving;
mod limits;
mod lists;
mod log;
mod message_page;
mod my_certificates;
mod packs;
mod paging;
mod parameters;
mod passkeys;
mod peer;
mod people;
mod pictures;
mod policy;
mod problem;
mod provider;
mod query;
mod range;
mod region;
mod register;
mod reports;
mod reprints;
mod saved;
mod scan_place;
mod scans;
mod scoring;
mod scripts;
mod serve;
mod shopper_reports;
mod start_page;
mod status_lists;
mod stored;
mod texts;
mod tone;
mod traceability;
mod verdict_page;
mod verify;
mod visitor;
mod watch;
mod widget;
mod witness;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use axum::Router;
pub use edge::{doors as edge_doors, router as edge_router};
pub use error::Error;
pub use label_runs::{LookNames, RunLook, make_label_files};
pub use policy::{POLICIES, Policy};
pub use problem::Problem;
pub use serve::{Connections, serve, serve_and_drain};
pub use verdict_page::render as verdict_page;
pub use visitor::Visitor;
pub use witness::router as witness_router;

use crate::office::Office;
use front::Front;
use watch::{Behind, DoorLayer, Watch};

/// The doors of a service or an edge, which watch together.
pub struct Doors {
    /// Every route.
    pub public: Router,
    /// The connections that ask for them.
    pub connections: Connections,
    /// The figures, for an address of their own.
    pub metrics: Router,
}

impl Doors {
    /// The doors of a program that runs: these also measure how far it is behind.
    fn new(watch: &Arc<Watch>, public: Router, behind: Behind) -> Self {
        tokio::spawn(Arc::clone(watch).measure_lag());
        Self {
            public,
            connections: watch.connections().clone(),
            metrics: watch::router(Arc::clone(watch), behind),
        }
    }
}

/// The doors of a service that runs.
pub fn doors(office: Arc<Office>) -> Doors {
    let watch = Watch::new(office.config());
    let public = watched(Arc::clone(&office), Arc::clone(&watch));
    Doors::new(&watch, public, Behind::Office(office))
}

/// Every route of the service.
pub fn router(office: Arc<Office>) -> Router {
    let watch = Watch::new(office.config());
    watched(office, watch)
}

fn watched(office: Arc<Office>, watch: Arc<Watch>) -> Router {
    let front = Front::new(office, Arc::clone(&watch));
    let open = OpenApiRouter::new()
        .routes(routes!(verify::verify))
        .merge(register::open_routes())
        .routes(routes!(expiring::expiring))
        .routes(routes!(lists::trust))
        .routes(routes!(lists::well_known_trust))
        .routes(routes!(lists::trust_json))
        .routes(routes!(lists::jwks))
        .routes(routes!(status_lists::status))
        .routes(routes!(status_lists::aggregation))
        .routes(routes!(log::checkpoint))
        .routes(routes!(log::proof))
        .routes(routes!(log::consistency))
        .routes(routes!(packs::pack))
        .merge(widget::open_routes())
        .routes(routes!(gtin::gtin))
        .routes(routes!(gtin::description));
    let described = OpenApiRouter::new().routes(routes!(api_docs::openapi));
    let pages = OpenApiRouter::with_openapi(api_docs::document())
        .routes(routes!(start_page::start, start_page::submit))
        .merge(register::pages())
        .merge(cases::open_routes())
        .merge(inspector::router())
        .merge(widget::pages())
        .routes(routes!(scripts::asset))
        .routes(routes!(code_pages::token))
        .routes(routes!(code_pages::serial))
        .routes(routes!(scan_place::place))
        .routes(routes!(code_pages::number))
        .routes(routes!(code_pages::problem_kind))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz));
    let acts = acts::router(&front)
        .merge(desk::router(&front))
        .merge(my_certificates::router(&front))
        .merge(labels::router(&front))
        .merge(label_runs::router(&front))
        .merge(decisions::router(&front))
        .merge(people::router(&front))
        .merge(passkeys::router(&front))
        .merge(provider::router())
        .merge(desk_certificates::router(&front))
        .merge(reports::router(&front))
        .merge(scans::router(&front))
        .merge(journal::router(&front))
        .merge(reprints::router(&front))
        .merge(shopper_reports::router(&front))
        .merge(cases::router(&front))
        .merge(traceability::router(&front))
        .merge(dossiers::router(&front))
        .merge(scoring::router(&front));
    let (acts, acts_document) = acts.split_for_parts();
    let (open, open_document) = open.split_for_parts();
    let (described, its_document) = described.split_for_parts();
    let (pages, mut document) = pages.split_for_parts();
    document.merge(open_document);
    document.merge(its_document);
    document.merge(acts_document);
    api_docs::secure(&mut document);
    api_docs::sent_away(&mut document);
    parameters::describe(&mut document);
    let described = described.layer(Extension(api_docs::Written::new(&document)));
    let open = open
        .route("/log/tile/{*path}", get(log::tile))
        .merge(described)
        // Before the layer, so that a preflight reaches it.
        .method_not_allowed_fallback(other_method)
        .layer(any_origin());
    pages
        .route("/icon.svg", get(icon))
        .merge(open)
        .merge(acts)
        .merge(api_docs::page())
        .fallback(nothing_here)
        .method_not_allowed_fallback(other_method)
        // In one: a layer of the router is a box around every route, copied for every request.
        .layer((
            headers::AroundLayer,
            DoorLayer(watch),
            CatchPanicLayer::custom(headers::after_panic),
            DefaultBodyLimit::max(64 * 1024),
        ))
        .with_state(front)
}

/// What any web page may fetch: there is nothing here that depends on who asks.
fn any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            header::IF_RANGE,
            header::RANGE,
        ])
        .expose_headers([header::CONTENT_RANGE, header::ETAG, header::LINK])
}

async fn icon() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("image/svg+xml"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=86400"),
        ),
    ];
    (headers, frame::ICON).into_response()
}

async fn nothing_here(State(front): State<Front>, mut visitor: Visitor, uri: Uri) -> Response {
    visitor.json |= uri.path().starts_with("/api/");
    let error = Error::new(&problem::NOT_FOUND);
    message_page::refuse(error, front.office().config(), &visitor)
}

async fn other_method(State(front): State<Front>, mut visitor: Visitor, uri: Uri) -> Response {
    visitor.json |= uri.path().starts_with("/api/");
    let error = Error::new(&problem::METHOD);
    message_page::refuse(error, front.office().config(), &visitor)
}
