//! Taking an invitation up: the page that its link leads to.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use secrecy::SecretString;

use super::after::After;
use super::attempts::Attempt;
use super::entering::enter;
use super::gate::{self, Gate};
use super::shapes;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::guard;
use crate::http::message_page;
use crate::http::peer::Peer;
use crate::http::visitor::Visitor;
use crate::label::{Symbol, inline_svg};
use crate::office::{TakingUp, TotpSecret, Welcome};

#[derive(Template)]
#[template(path = "people/welcome.html")]
struct Page<'a> {
    gate: Gate<'a>,
    secret: &'a str,
    welcome: Welcome,
    /// What is to be shared with an authenticator, in groups of four.
    totp: String,
    picture: String,
}

/// Take an invitation up
#[utoipa::path(
    get,
    path = "/welcome/{secret}",
    tag = "pages",
    params(("secret" = String, Path, description = "What the link ends in")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "`no_such_invitation`: used, replaced, out of date or never made", body = String, content_type = "text/html"),
        (status = 429, description = "`too_many_attempts`", body = String, content_type = "text/html"),
    ),
)]
pub async fn page(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    Path(secret): Path<String>,
) -> Response {
    let shown = async {
        front.attempts().from(Attempt::Invitation, peer)?;
        show(&front, &visitor, &secret, None, None).await
    };
    shown
        .await
        .unwrap_or_else(|error| message_page::refuse(error, front.office().config(), &visitor))
}

async fn show(
    front: &Front,
    visitor: &Visitor,
    secret: &str,
    totp: Option<TotpSecret>,
    refused: Option<Error>,
) -> Result<Response, Error> {
    let welcome = front.office().welcome(secret).await?;
    let totp = match totp {
        Some(totp) => totp,
        None => TotpSecret::fresh()?,
    };
    let host = front.office().config().host.as_deref().unwrap_or_default();
    // A colon would end the issuer.
    let host = host.split(':').next().unwrap_or_default();
    let address = totp.address(&format!("OCOP {host}"), &welcome.email)?;
    let picture = inline_svg(&Symbol::encode(&address)?);
    let mut gate = Gate::new(front, visitor, After::default());
    if let Some(error) = &refused {
        gate = gate.refusing(error);
    }
    let groups: Vec<String> = totp
        .written()
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    let page = Page {
        gate,
        secret,
        welcome,
        totp: groups.join(" "),
        picture,
    };
    Ok(gate::page(visitor, refused.as_ref(), &page))
}

/// Take an invitation up, with a password and a second factor
///
/// Ends in a session.
#[utoipa::path(
    post,
    path = "/welcome/{secret}",
    tag = "pages",
    params(("secret" = String, Path, description = "What the link ends in")),
    request_body(content = shapes::TakingUp, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Signed in; to the desk"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "`busy`: the form again", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let refuse = |error| message_page::refuse(error, front.office().config(), &visitor);
    let headers = request.headers().clone();
    let read = match guard::not_foreign(&front, &headers) {
        Ok(()) => Fields::of_form(request).await,
        Err(error) => Err(error),
    };
    let (mut fields, typed) = match read {
        Ok(read) => read,
        Err(error) => return refuse(error),
    };
    for name in ["password", "repeated", "totp", "one_time_code"] {
        // What is missing is refused with the rest.
        fields.optional(name, &TEXT);
    }
    let chosen = TakingUp {
        secret: secret.clone(),
        password: SecretString::from(typed.get("password")),
        repeated: SecretString::from(typed.get("repeated")),
        totp: TotpSecret::read(typed.get("totp")),
        code: typed.get("one_time_code").to_owned(),
    };
    let taking = async {
        front.attempts().from(Attempt::Invitation, peer)?;
        fields.finish(Some(()))?;
        let taking = front.act(async move |office| office.take_up(chosen).await);
        let entered = taking.await?;
        enter(&front, &visitor, &headers, entered, After::default()).await
    };
    match taking.await {
        Ok(response) => response,
        Err(error) => {
            let totp = TotpSecret::read(typed.get("totp"));
            let shown = show(&front, &visitor, &secret, totp, Some(error));
            shown.await.unwrap_or_else(refuse)
        }
    }
}
