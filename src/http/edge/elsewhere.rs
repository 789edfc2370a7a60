//! What an edge does not do: pages lead to the main address, acts are refused. Nothing that is
//! sent to an edge by mistake is passed on, so no password or token goes through it.

use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::Front;
use crate::http::error::Error;
use crate::http::message_page::refuse;
use crate::http::problem;
use crate::http::visitor::Visitor;

/// The same address at the programme itself, for whoever only looks.
pub async fn elsewhere(
    State(front): State<Front>,
    method: Method,
    mut visitor: Visitor,
    uri: Uri,
) -> Response {
    let main = &front.0.main;
    let is_api = uri.path().starts_with("/api/");
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let location = HeaderValue::try_from(format!("{main}{path}"));
    let looks = matches!(method, Method::GET | Method::HEAD) && !is_api;
    if let (true, Ok(location)) = (looks, location) {
        let headers = [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        return (StatusCode::TEMPORARY_REDIRECT, headers).into_response();
    }
    visitor.json |= is_api;
    let error = Error::new(&problem::NOT_AT_EDGE).saying(
        format!("Máy chủ biên này chỉ kiểm tra mã. Hãy dùng {main}."),
        format!("This edge only checks codes. Use {main}."),
    );
    refuse(error, front.config(), &visitor)
}

/// An address that is there, for another method.
pub async fn other_method(State(front): State<Front>, mut visitor: Visitor, uri: Uri) -> Response {
    visitor.json |= uri.path().starts_with("/api/");
    refuse(Error::new(&problem::METHOD), front.config(), &visitor)
}
