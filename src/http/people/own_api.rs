//! One's own account, for programs of who signed in: no token can.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::json;

use super::attempts::Attempt;
use super::shapes;
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{DATE, TEXT};
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::office::{Access, ApiToken, Grant, TokenSecret};

#[derive(Serialize)]
struct Own {
    account: i64,
    name: String,
    language: &'static str,
    roles: Vec<Grant>,
    tokens: Vec<ApiToken>,
}

/// Shows one's own account
#[utoipa::path(
    get,
    path = "/api/v1/account",
    tag = "people",
    responses((status = 200, description = "The account, its roles and tokens", body = shapes::Own), NotLetIn),
)]
pub async fn show(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
) -> Result<Response, Error> {
    let office = front.office();
    let person = match access.account() {
        None => None,
        Some(id) => office.person(id).await?,
    };
    let person = person.ok_or_else(|| Error::new(&problem::SESSION_MISSING))?;
    let own = Own {
        account: person.id,
        name: person.name,
        language: person.language.tag(),
        roles: access.grants().to_vec(),
        tokens: office.own_tokens(&access).await?,
    };
    Ok(paging::private_answer(own, None))
}

/// Changes one's own password
///
/// Every session of the account ends, this one too, and the tokens that act as its person are
/// revoked.
#[utoipa::path(
    post,
    path = "/api/v1/account/password",
    tag = "people",
    request_body = shapes::NewPassword,
    responses((status = 204, description = "Changed: sign in again"), NotLetIn, NotRead),
)]
pub async fn password(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let (now, new) = (fields.required("now", &TEXT), fields.required("new", &TEXT));
    let (now, new) = fields.finish(now.zip(new))?;
    let account = access.account().unwrap_or_default();
    (front.attempts()).on(Attempt::Password, &account.to_string())?;
    let (now, new) = (SecretString::from(now), SecretString::from(new));
    let repeated = new.clone();
    let changed =
        front.act(async move |office| office.change_password(&access, now, new, repeated).await);
    changed.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Sets the language of one's pages
#[utoipa::path(
    post,
    path = "/api/v1/account/language",
    tag = "people",
    request_body = shapes::OwnLanguage,
    responses((status = 204, description = "Set"), NotLetIn, NotRead),
)]
pub async fn language(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let language = fields.required("language", &TEXT);
    let language = fields.finish(language)?;
    let set = front.act(async move |office| office.set_language(&access, &language).await);
    set.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Signs out everywhere
#[utoipa::path(
    post,
    path = "/api/v1/account/sign-out-everywhere",
    tag = "people",
    responses((status = 204, description = "Every session of the account has ended, this one too, and its tokens are revoked"), NotLetIn),
)]
pub async fn everywhere(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
) -> Result<Response, Error> {
    let out = front.act(async move |office| office.sign_out_everywhere(&access).await);
    out.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Makes a token by which a program acts as oneself
///
/// With the scope `desk`. The answer holds the token, this once. Who has a second factor must have
/// shown it within the last five minutes: `factor_needed`.
#[utoipa::path(
    post,
    path = "/api/v1/account/tokens",
    tag = "people",
    request_body = shapes::NewOwnToken,
    responses((status = 201, description = "Made", body = shapes::OwnToken), NotLetIn, NotRead),
)]
pub async fn make_token(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let name = fields.required("name", &TEXT);
    let expires_on = fields.optional("expires_on", &DATE);
    let name = fields.finish(name)?;
    let secret = TokenSecret::fresh()?;
    let shown = secret.show().to_owned();
    let making = front.act(async move |office| {
        let making = office.create_own_token(&access, name, expires_on, &secret);
        making.await
    });
    let mut made = json!(making.await?);
    made["token"] = shown.into();
    let mut response = (StatusCode::CREATED, Json(made)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Revokes a token of one's own
#[utoipa::path(
    post,
    path = "/api/v1/account/tokens/{id}/revoke",
    tag = "people",
    params(("id" = i64, Path, description = "The token's number", example = 3)),
    responses(
        (status = 200, description = "Revoked", body = shapes::Revoked),
        (status = 404, description = "`no_such_token`: none of one's own", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn revoke_token(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::new(&problem::NOT_THERE))?;
    let revoking = front.act(async move |office| office.revoke_own_token(&access, id).await);
    revoking.await?;
    Ok(done(json!({ "revoked": id })))
}
