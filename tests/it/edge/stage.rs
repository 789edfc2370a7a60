//! An edge beside a programme, in one process.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{Edge, EdgeRefused};
use ocop::scheme::seal::PublicKey;
use serde_json::{Value, json};
use tower::ServiceExt;

/// The programme's main address.
pub const MAIN: &str = "https://ocop.test";

/// The edge of a folder, at an instant.
pub fn edge(folder: &Path, root: PublicKey, at: DateTime<Utc>) -> Result<Edge, EdgeRefused> {
    let config = Config::new(Some("ocop.test".to_owned()), false).expect("a host");
    Edge::open(folder, config, root, Arc::new(StoppedClock(at)))
}

/// What answers for an edge.
pub fn door(edge: Edge) -> Router {
    ocop::http::edge_router(Arc::new(edge), MAIN.to_owned())
}

/// An answer.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).expect(name);
        value.to_str().expect("text")
    }
}

pub async fn send(router: &Router, request: Request<Body>) -> Answered {
    let answer = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    Answered {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.expect("a body").to_bytes().to_vec(),
    }
}

pub async fn get(router: &Router, path: &str, accept: &str) -> Answered {
    let request = Request::get(path).header("accept", accept);
    send(router, request.body(Body::empty()).expect("a request")).await
}

pub async fn verify(router: &Router, code: &str, stars: Option<u8>) -> Answered {
    let body = json!({ "code": code, "stars_on_package": stars });
    let request = Request::post("/api/v1/verify").header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string()));
    send(router, request.expect("a request")).await
}
