//! What the script asks for: a challenge to answer.

use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::json;

use super::page_of;
use super::shapes;
use crate::http::acts::NotLetIn;
use crate::http::desk::Signed;
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::guard;
use crate::http::paging;
use crate::http::peer::Peer;
use crate::http::people::Attempt;
use crate::office::PasskeyChallenge;

/// Ask for a passkey to sign in with
///
/// Without `step` for any passkey of this service; with it for one of the account whose password
/// was shown.
#[utoipa::path(
    post,
    path = "/sign-in/passkey/begin",
    tag = "pages",
    request_body = shapes::Beginning,
    responses(
        (status = 200, description = "What the browser is to be asked for", body = shapes::Challenge),
        (status = "4XX", description = "`passkeys_not_here`, `passkey_other_address`, `no_passkey`, `sign_in_over`, `too_many_attempts`, or a body that cannot be read", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn sign_in(
    State(front): State<Front>,
    peer: Peer,
    request: Request,
) -> Result<Response, Error> {
    guard::not_foreign(&front, request.headers())?;
    front.attempts().from(Attempt::Passkey, peer)?;
    let page = page_of(request.headers());
    let mut fields = Fields::read(request).await?;
    let step = fields.optional("step", &TEXT);
    let step = fields.finish(Some(step))?;
    let asking = front.act(async move |office| match step {
        None => office.begin_passkey_sign_in(&page).await,
        Some(step) => office.begin_passkey_half(&page, &step).await,
    });
    Ok(challenge(&asking.await?))
}

/// Ask for a passkey to confirm with
#[utoipa::path(
    post,
    path = "/sign-in/factor/passkey/begin",
    tag = "pages",
    request_body = shapes::Nothing,
    responses(
        (status = 200, description = "What the browser is to be asked for", body = shapes::Challenge),
        (status = 422, description = "`passkeys_not_here`, `passkey_other_address`, `no_passkey`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn factor(
    State(front): State<Front>,
    signed: Signed,
    peer: Peer,
    request: Request,
) -> Result<Response, Error> {
    front.attempts().from(Attempt::Passkey, peer)?;
    let page = page_of(request.headers());
    Fields::read(request).await?.finish(Some(()))?;
    let access = signed.access;
    let asking = front.act(async move |office| office.begin_passkey_factor(&access, &page).await);
    Ok(challenge(&asking.await?))
}

/// Ask for a new passkey
#[utoipa::path(
    post,
    path = "/account/passkeys/begin",
    tag = "pages",
    request_body = shapes::Nothing,
    responses(
        (status = 200, description = "What the browser is to be asked for", body = shapes::Challenge),
        (status = 422, description = "`passkeys_not_here`, `passkey_other_address`, `too_many_passkeys`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn adding(
    State(front): State<Front>,
    signed: Signed,
    request: Request,
) -> Result<Response, Error> {
    let page = page_of(request.headers());
    Fields::read(request).await?.finish(Some(()))?;
    let access = signed.access;
    let asking = front.act(async move |office| office.begin_adding_passkey(&access, &page).await);
    Ok(challenge(&asking.await?))
}

fn challenge(challenge: &PasskeyChallenge) -> Response {
    let answer = json!({
        "ceremony": challenge.ceremony.show(),
        "options": challenge.options,
    });
    paging::private_answer(answer, None)
}
