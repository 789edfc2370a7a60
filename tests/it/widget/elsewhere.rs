//! Servers of other people, on origins of their own, that remember what they were asked.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a server answers.
pub struct Answer {
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Answer {
    pub fn of(kind: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            kind,
            bytes: bytes.into(),
        }
    }
}

/// A server that runs as long as the test.
pub struct Server {
    pub origin: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn begin(
        answer: impl Fn(&str) -> Option<Answer> + Clone + Send + Sync + 'static,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let router = Router::new().fallback(async move |request: Request| {
            let mut line = format!("{} {}", request.method(), request.uri());
            // What a service could know a visitor by.
            for name in [header::COOKIE, header::REFERER, header::AUTHORIZATION] {
                if let Some(value) = request.headers().get(&name) {
                    line.push_str(&format!(" {name}: {value:?}"));
                }
            }
            heard.lock().unwrap().push(line);
            said(answer(request.uri().path()))
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, asked }
    }

    /// Every request, with what was told beside its path.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn said(answer: Option<Answer>) -> Response {
    let any = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    match answer {
        Some(Answer { kind, bytes }) => {
            ([(header::CONTENT_TYPE, kind), any], bytes).into_response()
        }
        None => (StatusCode::NOT_FOUND, [any]).into_response(),
    }
}
