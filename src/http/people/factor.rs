//! A fresh second factor, for what signs: shown in the session that one has.

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::after::{After, LARGEST_WITH_KEPT};
use super::attempts::Attempt;
use super::entering::lead_on;
use super::gate::{self, Gate};
use super::shapes;
use crate::http::cookie;
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::peer::Peer;
use crate::http::scripts;
use crate::http::visitor::Visitor;

#[derive(Template)]
#[template(path = "people/factor.html")]
struct Page<'a> {
    gate: Gate<'a>,
}

/// A fresh second factor
#[utoipa::path(
    get,
    path = "/sign-in/factor",
    tag = "pages",
    params(("next" = Option<String>, Query, description = "The page to be led to; one of this service", example = "/desk")),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let after = After::of_query(request.uri().query());
    show(&front, &signed.visitor, after, None)
}

/// The page for somebody whose act the guard did not let through, with what they sent.
pub fn interrupted(front: &Front, visitor: &Visitor, after: After, error: &Error) -> Response {
    show(front, visitor, after, Some(error))
}

fn show(front: &Front, visitor: &Visitor, after: After, error: Option<&Error>) -> Response {
    let mut gate = Gate::new(front, visitor, after);
    if let Some(error) = error {
        gate = gate.refusing(error);
    }
    scripts::allow(gate::page(visitor, error, &Page { gate }))
}

/// Show a fresh second factor
#[utoipa::path(
    post,
    path = "/sign-in/factor",
    tag = "pages",
    request_body(content = shapes::FreshFactor, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "To the page that was wanted"),
        (status = 200, description = "A page: what was typed before, to be sent again", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit(
    State(front): State<Front>,
    signed: Signed,
    peer: Peer,
    request: Request,
) -> Response {
    let config = front.office().config();
    let session = cookie::session(config, request.headers()).map(str::to_owned);
    let (mut fields, typed) = match Fields::of_form_within(request, LARGEST_WITH_KEPT).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let after = After::of_form(&mut fields, &typed);
    let code = fields.required("one_time_code", &TEXT);
    let showing = async {
        let code = fields.finish(code)?;
        front.attempts().from(Attempt::Factor, peer)?;
        let account = signed.access.account().unwrap_or_default();
        front.attempts().on(Attempt::Factor, &account.to_string())?;
        let access = signed.access.clone();
        let checking = front.act(async move |office| {
            let session = session.unwrap_or_default();
            office.freshen_with_code(&access, &session, &code).await
        });
        Ok::<_, Error>(checking.await?)
    };
    match showing.await {
        Ok(()) => lead_on(&front, &signed.visitor, after),
        Err(error) => show(&front, &signed.visitor, after, Some(&error)),
    }
}
