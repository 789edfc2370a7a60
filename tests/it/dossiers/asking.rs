//! Requests of people about producers and dossiers.

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{Grant, Role};
use serde_json::Value;
use tower::ServiceExt;

use super::people::Place;
use crate::door::Reply;
use crate::support::Person;

/// Sends a request as somebody's browser.
pub async fn ask(
    place: &Place,
    who: &Person,
    request: axum::http::request::Builder,
    body: impl Into<Body>,
) -> Reply {
    let request = who.sends(request).body(body.into()).unwrap();
    let answer = place.office.router().oneshot(request).await;
    let (parts, body) = answer.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.to_vec(),
    }
}

pub async fn get(place: &Place, who: &Person, path: &str) -> Reply {
    ask(place, who, Request::get(path), Body::empty()).await
}

pub async fn send(place: &Place, who: &Person, method: &str, path: &str, body: Value) -> Reply {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("content-type", "application/json");
    ask(place, who, request, body.to_string()).await
}

/// A form with files, as a browser sends it.
pub async fn upload(
    place: &Place,
    who: &Person,
    path: &str,
    kind: &str,
    files: &[(&str, &[u8])],
) -> Reply {
    let mut body =
        format!("--edge\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n")
            .into_bytes();
    for (name, bytes) in files {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let request = Request::post(path).header("content-type", "multipart/form-data; boundary=edge");
    ask(place, who, request, body).await
}

pub async fn secretary(place: &Place, council: &str) -> Person {
    let grant = Grant::of_council(Role::Secretary, council.parse().unwrap());
    place.office.person(&[grant]).await
}

pub async fn owner(place: &Place) -> Person {
    place.office.person(&[Grant::of_producer(place.ours)]).await
}
