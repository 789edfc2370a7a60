//! The guard before the routes that not everybody may use: lets in by token, or says why not.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::Error;
use super::front::Front;
use super::policy::{self, Policy};
use super::problem;
use crate::office::{Access, NotAdmitted, Scope};

/// Lets a request through if the policy of its route allows, with its [`Access`] in the
/// request's extensions.
///
/// Says to the log which token did what, by its number; never the token, and never an address,
/// which can hold what is personal.
pub async fn guard(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    let scope = match policy::of(request.method(), route) {
        Some(Policy::Public) => return next.run(request).await,
        Some(Policy::Scope(scope)) => scope,
        None => {
            tracing::error!(route, "a route without a policy is closed");
            return Error::new(&problem::INTERNAL).into_response();
        }
    };
    let access = match admitted(&front, request.headers(), scope).await {
        Ok(access) => access,
        Err(error) => return error.into_response(),
    };
    let (token, method) = (access.token, request.method().clone());
    request.extensions_mut().insert(access);
    let response = next.run(request).await;
    let status = response.status().as_u16();
    tracing::info!(token, %method, route, status, "acted");
    response
}

async fn admitted(front: &Front, headers: &HeaderMap, scope: Scope) -> Result<Access, Error> {
    let presented = bearer(headers)?;
    match front.office().admit(presented).await? {
        Err(refused) => Err(unknown(refused)),
        Ok(access) if access.allows(scope) => Ok(access),
        Ok(_) => Err(Error::new(&problem::FORBIDDEN).saying(
            format!("Mã truy cập này không cho phép việc đó: cần quyền {scope}. Hãy dùng mã khác, hoặc tạo mã có quyền này bằng `ocop token create`."),
            format!("This token does not allow that: it takes the scope {scope}. Use another, or make one with `ocop token create`."),
        )),
    }
}

/// What the request shows: `Authorization: Bearer …`, once.
fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let Some(first) = shown.next() else {
        return Err(Error::new(&problem::TOKEN_MISSING));
    };
    let text = first.to_str().ok().filter(|_| shown.next().is_none());
    let (scheme, token) = text
        .and_then(|text| text.split_once(' '))
        .ok_or_else(|| unknown(NotAdmitted::Unknown))?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(Error::new(&problem::TOKEN_MISSING))
    }
}

fn unknown(refused: NotAdmitted) -> Error {
    let words = refused.words();
    let mut error = Error::new(&problem::TOKEN_REFUSED).saying(words.vi, words.en);
    error.code = refused.code();
    error
}
