//! Signing in through the identity provider: there, and back.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookie;
use super::error::Error;
use super::front::Front;
use super::peer::Peer;
use super::people::{self, After, Attempt};
use super::query;
use super::visitor::Visitor;
use crate::office::{ProviderReturn, SignIn};

/// The routes of the identity provider.
pub fn router() -> OpenApiRouter<Front> {
    OpenApiRouter::new()
        .routes(routes!(leave))
        .routes(routes!(back))
}

/// Sign in through the identity provider
///
/// A link, not a form: a page lets its forms lead nowhere else.
#[utoipa::path(
    get,
    path = "/sign-in/provider",
    tag = "pages",
    params(("next" = Option<String>, Query, description = "The page to be led to; one of this service", example = "/desk")),
    responses(
        (status = 303, description = "To the provider"),
        (status = "4XX", description = "The page to sign in, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "`provider_unreachable` or `provider_misconfigured`: the page to sign in", body = String, content_type = "text/html"),
    ),
)]
pub async fn leave(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    request: Request,
) -> Response {
    let after = After::of_query(request.uri().query());
    let next = after.next.clone();
    let leaving = async {
        front.attempts().from(Attempt::Provider, peer)?;
        let beginning = front.act(async move |office| office.begin_provider_sign_in(next).await);
        Ok::<_, Error>(beginning.await?)
    };
    match leaving.await {
        Ok(to) => {
            let mut response = Redirect::to(&to.address).into_response();
            let config = front.office().config();
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            headers.insert(header::SET_COOKIE, cookie::bind(config, &to.bound));
            response
        }
        Err(error) => people::show_sign_in(&front, &visitor, "", after, Some(&error)),
    }
}

/// Come back from the identity provider
#[utoipa::path(
    get,
    path = "/sign-in/provider/back",
    tag = "pages",
    params(
        ("state" = Option<String>, Query, description = "What this service gave"),
        ("code" = Option<String>, Query, description = "What the provider gave"),
        ("error" = Option<String>, Query, description = "What the provider says in its place"),
    ),
    responses(
        (status = 303, description = "Signed in; to the page that was wanted"),
        (status = 200, description = "A page: for the second factor", body = String, content_type = "text/html"),
        (status = "4XX", description = "The page to sign in, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "`provider_unreachable`, `provider_misconfigured` or `provider_client_refused`: the page to sign in", body = String, content_type = "text/html"),
    ),
)]
pub async fn back(State(front): State<Front>, visitor: Visitor, request: Request) -> Response {
    let config = front.office().config();
    let headers = request.headers().clone();
    let mut returned = ProviderReturn {
        bound: cookie::bound(config, &headers).map(str::to_owned),
        ..ProviderReturn::default()
    };
    for (name, value) in query::pairs(request.uri().query().unwrap_or_default()) {
        match name.as_str() {
            "state" => returned.state = Some(value),
            "code" => returned.code = Some(value),
            "error" => returned.error = Some(value),
            _ => {}
        }
    }
    let ending = front.act(async move |office| office.end_provider_sign_in(returned).await);
    let ended = ending.await.map_err(Error::from);
    let mut response = match ended {
        Ok(entry) => {
            let after = After::page(entry.next.as_deref());
            match entry.sign_in {
                SignIn::Half(half) => people::show_code(&front, &visitor, half.show(), after, None),
                SignIn::Entered(entered) => {
                    let entering = people::enter(&front, &visitor, &headers, entered, after);
                    entering.await.unwrap_or_else(|error| {
                        people::show_sign_in(&front, &visitor, "", After::default(), Some(&error))
                    })
                }
            }
        }
        Err(error) => people::show_sign_in(&front, &visitor, "", After::default(), Some(&error)),
    };
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, cookie::unbind(config));
    response
}
