//! How every way of signing in ends: with a session, its cookie, and the page that was wanted or
//! the form that was kept.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::after::{After, Kept};
use super::gate::{self, Gate};
use crate::http::cookie;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::visitor::Visitor;
use crate::office::{Entered, Secret};

/// Where somebody arrives who wanted nothing in particular.
const DESK: &str = "/desk";

#[derive(Template)]
#[template(path = "people/send_again.html")]
struct Again<'a> {
    gate: Gate<'a>,
    kept: Kept,
}

/// Lets somebody in who has shown who they are: begins their session, ends the one that their
/// browser had, and leads them on.
///
/// # Errors
/// When the register does not answer.
pub async fn enter(
    front: &Front,
    visitor: &Visitor,
    headers: &HeaderMap,
    entered: Entered,
    after: After,
) -> Result<Response, Error> {
    let before = cookie::session(front.office().config(), headers).map(str::to_owned);
    let beginning = front.act(async move |office| {
        let secret = Secret::fresh()?;
        let signing = office.sign_in_as(entered, &secret, before.as_deref());
        signing.await?;
        Ok(secret)
    });
    let secret = beginning.await?;
    let mut response = lead_on(front, visitor, after);
    let cookie = cookie::give(front.office().config(), &secret);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Leads somebody on who is in: to the page that they wanted, or to their form.
pub fn lead_on(front: &Front, visitor: &Visitor, mut after: After) -> Response {
    if let Some(kept) = after.kept.take() {
        let gate = Gate::new(front, visitor, after);
        return gate::page(visitor, None, &Again { gate, kept });
    }
    let mut response = Redirect::to(after.next.as_deref().unwrap_or(DESK)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
