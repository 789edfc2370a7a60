//! `/account/passkeys`: the passkeys of one's own account.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::{Texts, answer, page_of, shapes};
use crate::http::acts::NotLetIn;
use crate::http::desk::{self, Shell, Signed};
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::people;
use crate::http::scripts;
use crate::office::{PasskeyView, Refusal};
use crate::scheme::check::instant;

const HERE: &str = "/account/passkeys";
/// Where a second factor is shown, and back.
const CONFIRM: &str = "/sign-in/factor?next=%2Faccount%2Fpasskeys";

#[derive(Template)]
#[template(path = "passkeys/own.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    refusals: Vec<Refusal>,
    passkeys: Vec<Line>,
    name: &'a str,
    /// Whether a second factor was shown just now.
    fresh: bool,
    confirm: &'static str,
    script: String,
}

struct Line {
    credential: String,
    name: String,
    added: String,
    used: Option<String>,
}

/// Own passkeys
#[utoipa::path(
    get,
    path = "/account/passkeys",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, signed: Signed) -> Response {
    show(&front, &signed, "", None).await
}

async fn show(front: &Front, signed: &Signed, name: &str, error: Option<&Error>) -> Response {
    let own = async {
        let office = front.office();
        let passkeys = office.own_passkeys(&signed.access).await?;
        Ok::<_, crate::office::Error>((passkeys, office.is_confirmed(&signed.access).await?))
    };
    let (passkeys, fresh) = match own.await {
        Ok(own) => own,
        Err(error) => return signed.refuse(front, error),
    };
    let line = |passkey: PasskeyView| Line {
        credential: passkey.credential,
        name: passkey.name,
        added: instant(passkey.added_at),
        used: passkey.used_at.map(instant),
    };
    let page = Page {
        shell: Shell::new(front, signed),
        words: Texts::of(signed.language()),
        refusals: error.map(people::refusals).unwrap_or_default(),
        passkeys: passkeys.into_iter().map(line).collect(),
        name,
        fresh,
        confirm: CONFIRM,
        script: scripts::PASSKEY.address(),
    };
    let status = error.map_or(StatusCode::OK, Error::status);
    scripts::allow(desk::page(status, signed, &page))
}

/// Add a passkey
#[utoipa::path(
    post,
    path = "/account/passkeys",
    tag = "pages",
    request_body(content = shapes::NewPasskey, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Added; or to be confirmed with a second factor first"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn add(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let page = page_of(request.headers());
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let name = fields.required("name", &TEXT);
    let ceremony = fields.required("ceremony", &TEXT);
    let answered = fields.required("answer", &TEXT);
    let adding = async {
        let ((name, ceremony), answered) = fields.finish(name.zip(ceremony).zip(answered))?;
        let answered = answer(&answered)?;
        let access = signed.access.clone();
        let adding = front.act(async move |office| {
            let adding = office.add_passkey(&access, &page, &name, &ceremony, answered);
            adding.await
        });
        Ok::<_, Error>(adding.await?)
    };
    match adding.await {
        Ok(_) => Redirect::to(HERE).into_response(),
        Err(error) if error.code == "factor_needed" => Redirect::to(CONFIRM).into_response(),
        Err(error) => show(&front, &signed, typed.get("name"), Some(&error)).await,
    }
}

/// Remove a passkey
#[utoipa::path(
    post,
    path = "/account/passkeys/{credential}/remove",
    tag = "pages",
    params(("credential" = String, Path, description = "What its authenticator calls it")),
    responses(
        (status = 303, description = "Removed; or to be confirmed with a second factor first"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn remove(
    State(front): State<Front>,
    signed: Signed,
    Path(credential): Path<String>,
) -> Response {
    let access = signed.access.clone();
    let removing = front.act(async move |office| office.remove_passkey(&access, &credential).await);
    match removing.await.map_err(Error::from) {
        Ok(()) => Redirect::to(HERE).into_response(),
        Err(error) if error.code == "factor_needed" => Redirect::to(CONFIRM).into_response(),
        Err(error) => show(&front, &signed, "", Some(&error)).await,
    }
}

#[derive(Serialize)]
struct Passkeys {
    passkeys: Vec<PasskeyView>,
}

/// Own passkeys
///
/// They are added and removed in the browser, where their authenticators are.
#[utoipa::path(
    get,
    path = "/api/v1/account/passkeys",
    tag = "people",
    responses(
        (status = 200, description = "All of them", body = shapes::Passkeys),
        NotLetIn,
    ),
)]
pub async fn list(State(front): State<Front>, signed: Signed) -> Result<Response, Error> {
    let passkeys = front.office().own_passkeys(&signed.access).await?;
    Ok(paging::private_answer(Passkeys { passkeys }, None))
}
