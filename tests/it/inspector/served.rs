//! A programme that serves packs over HTTP, on a network that can be cut.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http_body_util::BodyExt;
use ocop::clock::{Clock, MachineClock};
use ocop::signer::KeyFile;

use crate::custody::programme::{Programme, codes, root};

/// What happens to the packs on their way.
#[derive(Default)]
pub struct Network {
    /// After how many bytes the next packs are cut, the first first.
    pub cuts: Vec<usize>,
    /// What is sent in place of a pack.
    pub instead: Option<Vec<u8>>,
    /// Whether nothing is answered any more.
    pub silent: bool,
    /// A path that is answered with 503.
    pub away: Option<&'static str>,
    /// What was asked for: the range, and with which status it was answered.
    pub asked: Vec<(String, u16)>,
}

pub struct Served {
    pub programme: Programme,
    pub network: Arc<Mutex<Network>>,
    pub origin: String,
    /// Codes of certificates that were issued.
    pub codes: Vec<String>,
    /// Its first pack.
    pub pack: Vec<u8>,
}

/// The instant now, as tests type them.
pub fn now() -> String {
    MachineClock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A programme of a root key with some products and a pack.
pub async fn programme_of(root: KeyFile, products: usize) -> (Programme, Vec<String>, Vec<u8>) {
    let programme = Programme::of_root(root).await.and_council().await;
    programme.clock.set(&now());
    let programme = programme.with_lists_and_packs().await;
    let issued = programme.issue("CB", "1/QĐ-UBND", "2026-08-05", products);
    let codes = codes(&issued.await.expect("issued"));
    let pack = programme.pack().await;
    (programme, codes, pack)
}

impl Served {
    /// A programme with so many products.
    pub async fn with(products: usize) -> Self {
        let (programme, codes, pack) = programme_of(root(1), products).await;
        let network = Arc::new(Mutex::new(Network::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let way = from_fn_with_state(Arc::clone(&network), on_the_way);
        let router = ocop::http::router(Arc::clone(&programme.office)).layer(way);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            programme,
            network,
            origin: format!("http://{address}"),
            codes,
            pack,
        }
    }

    /// Issues some more, and makes a pack of it.
    pub async fn newer_pack(&self, decision: &str, products: usize) -> Vec<u8> {
        self.programme.clock.set(&now());
        let issued = self.programme.issue("CB", decision, "2026-08-06", products);
        issued.await.expect("issued");
        self.programme.pack().await
    }

    /// What was asked of the packs since the last time.
    pub fn asked(&self) -> Vec<(String, u16)> {
        std::mem::take(&mut self.network.lock().unwrap().asked)
    }
}

async fn on_the_way(
    State(network): State<Arc<Mutex<Network>>>,
    request: Request,
    next: Next,
) -> Response {
    if network.lock().unwrap().silent {
        std::future::pending::<()>().await;
    }
    if network.lock().unwrap().away == Some(request.uri().path()) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if request.uri().path() != "/pack" {
        return next.run(request).await;
    }
    let range = request.headers().get(header::RANGE);
    let range = range.map_or("", |range| range.to_str().unwrap()).to_owned();
    let mut response = next.run(request).await;
    let cut = {
        let mut network = network.lock().unwrap();
        network.asked.push((range, response.status().as_u16()));
        if let Some(instead) = network.instead.clone() {
            response = instead.into_response();
        }
        (!network.cuts.is_empty()).then(|| network.cuts.remove(0))
    };
    let Some(after) = cut else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let whole = body.collect().await.unwrap().to_bytes();
    assert!(after < whole.len(), "there is more to cut off than it has");
    let length = HeaderValue::from(whole.len());
    parts.headers.insert(header::CONTENT_LENGTH, length);
    let begin = whole.slice(..after);
    let pieces = stream::unfold(0, move |step| {
        let begin = begin.clone();
        async move {
            match step {
                0 => Some((Ok::<Bytes, std::io::Error>(begin), 1)),
                // What was sent arrives before the connection ends.
                1 => {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    Some((Err(std::io::Error::other("cut")), 2))
                }
                _ => None,
            }
        }
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}
