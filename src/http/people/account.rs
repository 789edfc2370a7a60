//! One's own account: password, language, tokens, signing out everywhere.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;

use super::after::After;
use super::attempts::Attempt;
use super::desk_texts::Texts;
use super::factor;
use super::gate::refusals;
use super::shapes;
use super::sign_in::signed_out;
use crate::http::desk::{Shell, Signed, page as desk_page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::{DATE, NUMBER, TEXT};
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{self, ApiToken, PersonView, Refusal, TokenSecret, TokenState};
use crate::scheme::check::date;

/// Where the page is.
const HERE: &str = "/account";

#[derive(Template)]
#[template(path = "people/account.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    refusals: Vec<Refusal>,
    typed: Typed,
    person: PersonView,
    tokens: Vec<Line>,
    /// A token that was just made.
    made: Option<String>,
}

struct Line {
    id: i64,
    name: String,
    through: String,
    used: String,
    works: bool,
    state: &'static str,
}

/// One's own account
#[utoipa::path(
    get,
    path = "/account",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, signed: Signed) -> Response {
    show(&front, &signed, Typed::default(), None, None).await
}

async fn show(
    front: &Front,
    signed: &Signed,
    typed: Typed,
    made: Option<String>,
    refused: Option<Error>,
) -> Response {
    let office = front.office();
    let (person, tokens) = match (
        office.myself(&signed.access).await,
        office.own_tokens(&signed.access).await,
    ) {
        (Ok(person), Ok(tokens)) => (person, tokens),
        (Err(error), _) | (_, Err(error)) => return signed.refuse(front, error),
    };
    let words = Texts::of(signed.language());
    let line = |token: ApiToken| Line {
        id: token.id,
        name: token.name,
        through: date(token.expires_on),
        used: token.last_used_on.map_or_else(String::new, date),
        works: token.state == TokenState::Active,
        state: match token.state {
            TokenState::Active => words.token_active,
            TokenState::Expired => words.token_expired,
            TokenState::Revoked => words.token_revoked,
        },
    };
    let status = refused.as_ref().map_or(StatusCode::OK, Error::status);
    let page = Page {
        shell: Shell::new(front, signed),
        words,
        refusals: refused.as_ref().map(refusals).unwrap_or_default(),
        typed,
        person,
        tokens: tokens.into_iter().map(line).collect(),
        made,
    };
    let mut response = desk_page(status, signed, &page);
    if let Some(seconds) = refused.and_then(|error| error.retry_after) {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn back() -> Response {
    Redirect::to(HERE).into_response()
}

/// Change one's password
///
/// Signs out everywhere.
#[utoipa::path(
    post,
    path = "/account/password",
    tag = "pages",
    request_body(content = shapes::PasswordChange, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Changed; to the page to sign in"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "`busy`: the page again", body = String, content_type = "text/html"),
    ),
)]
pub async fn password(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    for name in ["password_now", "password", "repeated"] {
        fields.optional(name, &TEXT);
    }
    let access = signed.access.clone();
    let changing = async {
        fields.finish(Some(()))?;
        let account = access.account().unwrap_or_default();
        front
            .attempts()
            .on(Attempt::Password, &account.to_string())?;
        let [now, new, repeated] = ["password_now", "password", "repeated"]
            .map(|name| SecretString::from(typed.get(name)));
        let changing = front
            .act(async move |office| office.change_password(&access, now, new, repeated).await);
        Ok::<_, Error>(changing.await?)
    };
    match changing.await {
        Ok(()) => signed_out(&front),
        Err(error) => show(&front, &signed, Typed::default(), None, Some(error)).await,
    }
}

/// Set one's language
#[utoipa::path(
    post,
    path = "/account/language",
    tag = "pages",
    request_body(content = shapes::LanguageChange, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Set; back to the page"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn language(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let language = fields.required("language", &TEXT);
    let access = signed.access.clone();
    let setting = async {
        let language = fields.finish(language)?;
        let setting = front.act(async move |office| office.set_language(&access, &language).await);
        Ok::<_, Error>(setting.await?)
    };
    match setting.await {
        Ok(()) => back(),
        Err(error) => show(&front, &signed, typed, None, Some(error)).await,
    }
}

/// Sign out everywhere
#[utoipa::path(
    post,
    path = "/account/sign-out-everywhere",
    tag = "pages",
    responses((status = 303, description = "Signed out; to the page to sign in")),
)]
pub async fn everywhere(State(front): State<Front>, signed: Signed) -> Response {
    let access = signed.access.clone();
    let ending = front.act(async move |office| office.sign_out_everywhere(&access).await);
    match ending.await {
        Ok(()) => signed_out(&front),
        Err(error) => signed.refuse(&front, error),
    }
}

/// Make a token by which a program acts as oneself
///
/// The page shows the token, this once.
#[utoipa::path(
    post,
    path = "/account/tokens",
    tag = "pages",
    request_body(content = shapes::NewToken, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The page, with the token", body = String, content_type = "text/html"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn make_token(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let request = match confirmed(&front, &signed, request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let name = fields.required("name", &TEXT);
    let expires_on = fields.optional("expires", &DATE);
    let access = signed.access.clone();
    let making = async {
        let name = fields.finish(name)?;
        let making = front.act(async move |office| {
            let secret = TokenSecret::fresh()?;
            let making = office.create_own_token(&access, name, expires_on, &secret);
            making.await?;
            Ok::<_, office::Error>(secret)
        });
        Ok::<_, Error>(making.await?)
    };
    match making.await {
        Ok(secret) => {
            let made = Some(secret.show().to_owned());
            show(&front, &signed, Typed::default(), made, None).await
        }
        Err(error) => show(&front, &signed, typed, None, Some(error)).await,
    }
}

/// The request, if whoever sent it has shown a second factor just now, or has none; else the page
/// that asks for one, and keeps what they typed.
async fn confirmed(front: &Front, signed: &Signed, request: Request) -> Result<Request, Response> {
    let access = signed.access.clone();
    let asked = front.act(async move |office| office.is_confirmed(&access).await);
    match asked.await {
        Ok(true) => Ok(request),
        Ok(false) => {
            let (asked, body) = request.into_parts();
            let after = After::of_request(&asked, body).await;
            let error = Error::new(&problem::FACTOR_NEEDED);
            Err(factor::interrupted(front, &signed.visitor, after, &error))
        }
        Err(error) => Err(signed.refuse(front, error)),
    }
}

/// Revoke a token of one's own
#[utoipa::path(
    post,
    path = "/account/tokens/{id}/revoke",
    tag = "pages",
    params(("id" = i64, Path, description = "The token's number")),
    responses(
        (status = 303, description = "Revoked; back to the page"),
        (status = 404, description = "`no_such_token`", body = String, content_type = "text/html"),
    ),
)]
pub async fn revoke_token(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let access = signed.access.clone();
    let id = (NUMBER.read)(&id.into()).unwrap_or_default();
    let revoking = front.act(async move |office| office.revoke_own_token(&access, id).await);
    match revoking.await {
        Ok(()) => back(),
        Err(error) => signed.refuse(&front, error),
    }
}
