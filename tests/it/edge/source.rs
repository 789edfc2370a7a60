//! The programme's address, as an edge meets it: it sends a pack, with its tag.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What the programme's address sends.
#[derive(Clone, Default)]
pub struct Source(Arc<Mutex<Sent>>);

/// What is sent, and what was asked.
#[derive(Default)]
pub struct Sent {
    pack: Vec<u8>,
    tag: u64,
    pub asked: Vec<String>,
    pub unchanged: usize,
}

impl Source {
    /// Sends this from now on.
    pub fn send(&self, pack: Vec<u8>) {
        let mut sent = self.0.lock().unwrap();
        sent.pack = pack;
        sent.tag += 1;
    }

    /// Looks at what was asked.
    pub fn with<T>(&self, read: impl FnOnce(&Sent) -> T) -> T {
        read(&self.0.lock().unwrap())
    }

    /// Serves until what is given is aborted.
    pub async fn serve(&self, on: SocketAddr) -> (SocketAddr, tokio::task::JoinHandle<()>) {
        let listener = tokio::net::TcpListener::bind(on).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = axum::Router::new()
            .fallback(answer)
            .with_state(self.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (address, task)
    }
}

async fn answer(
    State(source): State<Source>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let mut sent = source.0.lock().unwrap();
    sent.asked.push(query.unwrap_or_default());
    let tag = format!("\"{}\"", sent.tag);
    let known = headers.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        sent.unchanged += 1;
        return StatusCode::NOT_MODIFIED.into_response();
    }
    ([(header::ETAG, tag)], sent.pack.clone()).into_response()
}
