//! An edge's own door: codes, lists, and the way to the programme's main address.
//!
//! ```text
//! a request -> headers -> the watch of every door (limits, names, counts)
//! a code -> checking -> office::Edge -> the one judge, by the pack
//! a list -> lists, as the pack has it
//! everything else -> elsewhere: a redirection, or a refusal
//! ```

mod checking;
mod elsewhere;
mod health;
mod lists;
mod number_page;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::error::Error;
use super::headers::{AroundLayer, after_panic};
use super::pictures::Pictures;
use super::watch::{Behind, DoorLayer, Watch};
use super::{Doors, any_origin, icon, problem, scripts};
use crate::config::Config;
use crate::office::{Edge, EdgePack};
use lists::Sent;

/// How long caches may keep what an edge says: a revocation reaches them within a minute.
const A_MINUTE: &str = "public, max-age=60";

/// The state of the routes. Cheap to clone.
#[derive(Clone)]
struct Front(Arc<Inner>);

struct Inner {
    edge: Arc<Edge>,
    watch: Arc<Watch>,
    /// Where the programme itself is, `https://ocop.gov.vn`.
    main: String,
    pictures: Pictures,
    sent: Sent,
}

impl Front {
    fn edge(&self) -> &Edge {
        &self.0.edge
    }

    fn config(&self) -> &Config {
        self.0.edge.config()
    }

    fn pack(&self) -> Result<Arc<EdgePack>, Error> {
        self.edge().held().ok_or_else(not_yet)
    }
}

/// The doors of an edge that runs; `main` is the origin of the programme's main address.
pub fn doors(edge: Arc<Edge>, main: String) -> Doors {
    let watch = Watch::new(edge.config());
    let public = watched(Arc::clone(&edge), main, Arc::clone(&watch));
    Doors::new(&watch, public, Behind::Edge(edge))
}

/// Every route of an edge.
pub fn router(edge: Arc<Edge>, main: String) -> Router {
    let watch = Watch::new(edge.config());
    watched(edge, main, watch)
}

fn watched(edge: Arc<Edge>, main: String, watch: Arc<Watch>) -> Router {
    let front = Front(Arc::new(Inner {
        edge,
        watch: Arc::clone(&watch),
        main,
        pictures: Pictures::default(),
        sent: Sent::default(),
    }));
    let open = Router::new()
        .route("/api/v1/verify", post(checking::verify))
        .route("/pack", get(lists::pack))
        .route("/trust", get(lists::trust))
        .route("/.well-known/ocop-trust-list", get(lists::trust))
        .route("/trust.json", get(lists::trust_json))
        .route("/.well-known/jwks.json", get(lists::keys))
        .route("/status/{council}", get(lists::status))
        // Before the layer, so that a preflight reaches it.
        .method_not_allowed_fallback(elsewhere::other_method)
        .layer(any_origin());
    Router::new()
        .route("/v/{digits}", get(checking::token))
        .route("/s/{digits}", get(checking::token))
        .route("/c/{number}", get(checking::number))
        .route("/assets/{file}", get(scripts::asset))
        .route("/icon.svg", get(icon))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .merge(open)
        .fallback(elsewhere::elsewhere)
        .method_not_allowed_fallback(elsewhere::other_method)
        .layer((
            AroundLayer,
            DoorLayer(watch),
            CatchPanicLayer::custom(after_panic),
            DefaultBodyLimit::max(64 * 1024),
        ))
        .with_state(front)
}

fn not_yet() -> Error {
    let mut error = Error::new(&problem::NOT_READY).saying(
        "Máy chủ biên này chưa có gói dữ liệu của chương trình. Hãy thử lại sau vài giây, hoặc dùng trang chính.",
        "This edge has no pack of the programme yet. Try again in some seconds, or use the main address.",
    );
    error.retry_after = Some(10);
    error
}

/// An answer that caches may keep for a minute.
fn for_a_minute(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    let value = axum::http::HeaderValue::from_static(A_MINUTE);
    headers.insert(axum::http::header::CACHE_CONTROL, value);
    response
}
