//! The guard before the routes that not everybody may use: lets in by session or token, or says
//! why not.
//!
//! ```text
//! policy of the route -> Authorization: token | cookie: session (and, to act, the same origin)
//!                     -> the right -> a fresh second factor, where it signs
//! ```

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};

use utoipa_axum::router::UtoipaMethodRouter;

use super::cookie;
use super::error::Error;
use super::front::Front;
use super::message_page;
use super::people::{self, After};
use super::policy::{self, Policy};
use super::problem;
use super::query;
use super::visitor::Visitor;
use super::watch::current_request;
use crate::office::{Access, NoSession, NotAdmitted, Right};

/// Routes with the guard before them.
pub fn guarded(
    front: &Front,
    (schemas, paths, route): UtoipaMethodRouter<Front>,
) -> UtoipaMethodRouter<Front> {
    // Around each method alone, so that another method is told which ones there are.
    let guard = from_fn_with_state(front.clone(), guard);
    (schemas, paths, route.route_layer(guard))
}

/// Lets a request through if the policy of its route allows, with its [`Access`] in the
/// request's extensions.
///
/// Says to the log who did what, by their number; never the token or session, and never an
/// address, which can hold what is personal.
async fn guard(State(front): State<Front>, request: Request, next: Next) -> Response {
    let (mut asked, body) = request.into_parts();
    let route = asked.extensions.get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    let right = match policy::of(&asked.method, route) {
        Some(Policy::Public) => return next.run(Request::from_parts(asked, body)).await,
        Some(Policy::Of(right)) => right,
        None => {
            tracing::error!(route, "a route without a policy is closed");
            return Error::new(&problem::INTERNAL).into_response();
        }
    };
    let access = match admitted(&front, &asked, right).await {
        Ok(access) => access,
        Err(error) => return refuse(&front, &asked, body, error).await,
    };
    let (actor, method) = (access.actor.written(), asked.method.clone());
    asked.extensions.insert(access);
    let response = next.run(Request::from_parts(asked, body)).await;
    let status = response.status().as_u16();
    let request = current_request().map(tracing::field::display);
    tracing::info!(request, actor, %method, route, status, "acted");
    response
}

async fn admitted(front: &Front, asked: &Parts, right: Right) -> Result<Access, Error> {
    let headers = &asked.headers;
    let access = if headers.contains_key(header::AUTHORIZATION) {
        let presented = bearer(headers)?;
        front.office().admit(presented).await?.map_err(unknown)?
    } else if let Some(presented) = cookie::session(front.office().config(), headers) {
        if !asked.method.is_safe() {
            same_origin(front, headers)?;
        }
        let admitted = front.office().admit_session(presented).await?;
        admitted.map_err(not_signed_in)?
    } else if is_api(asked) && right.scope().is_some() {
        return Err(Error::new(&problem::TOKEN_MISSING));
    } else {
        return Err(not_signed_in(NoSession::None));
    };
    if !access.allows(right) {
        return Err(forbidden(&access, right));
    }
    let signs = right.needs_fresh_factor() && !asked.method.is_safe();
    if signs && access.is_session() && !access.is_fresh(front.office().clock().now()) {
        return Err(Error::new(&problem::FACTOR_NEEDED));
    }
    Ok(access)
}

/// What a browser sends along for every site is no sign that its person wants the act: the
/// request must come from a page of this service.
fn same_origin(front: &Front, headers: &HeaderMap) -> Result<(), Error> {
    let one = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let from_here = match (one("origin"), one("sec-fetch-site")) {
        (Some(origin), _) => {
            let config = front.office().config();
            let host = one("host").unwrap_or_default();
            // Behind a proxy the host is the configured one; a demonstration is asked by any
            // address that it listens on.
            config.origin().is_some_and(|own| own == origin)
                || config.demonstration && origin.strip_prefix("http://") == Some(host)
        }
        (None, Some(site)) => site == "same-origin",
        (None, None) => false,
    };
    match from_here {
        true => Ok(()),
        false => Err(Error::new(&problem::OTHER_ORIGIN)),
    }
}

/// The same before there is a session: a program that says nothing of where it comes from may
/// try, a page of another site may not.
pub fn not_foreign(front: &Front, headers: &HeaderMap) -> Result<(), Error> {
    let silent = ["origin", "sec-fetch-site"];
    match silent.iter().any(|name| headers.contains_key(*name)) {
        true => same_origin(front, headers),
        false => Ok(()),
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

fn not_signed_in(refused: NoSession) -> Error {
    let words = refused.words();
    let mut error = Error::new(&problem::SESSION_MISSING).saying(words.vi, words.en);
    error.code = refused.code();
    error
}

fn forbidden(access: &Access, right: Right) -> Error {
    if access.is_session() {
        let names = |language| {
            let roles = right.roles().iter();
            let names: Vec<String> = roles
                .map(|role| role.words().get(language).to_owned())
                .collect();
            names.join(", ")
        };
        use crate::scheme::words::Language::{En, Vi};
        return Error::new(&problem::FORBIDDEN).saying(
            format!("Vai trò của bạn không cho phép việc này. Việc này dành cho: {}. Nếu cần, hãy nhờ văn phòng điều phối chương trình giao vai trò.", names(Vi)),
            format!("Your role does not allow this. It is for: {}. If you need it, ask the programme office for the role.", names(En)),
        );
    }
    match right.scope() {
        Some(scope) => Error::new(&problem::FORBIDDEN).saying(
            format!("Mã truy cập này không cho phép việc đó: cần quyền {scope}. Hãy dùng mã khác, hoặc tạo mã có quyền này bằng `ocop token create`."),
            format!("This token does not allow that: it takes the scope {scope}. Use another, or make one with `ocop token create`."),
        ),
        None => Error::new(&problem::FORBIDDEN).saying(
            "Mã truy cập không làm được việc này: phải có người đăng nhập làm.",
            "No token can do this: a person must sign in and do it.",
        ),
    }
}

fn is_api(asked: &Parts) -> bool {
    asked.uri.path().starts_with("/api/")
}

/// The refusal, as problem details or as a page. Who only wanted to see a page is led to sign in,
/// and back; who sent a form keeps what they typed into it.
async fn refuse(front: &Front, asked: &Parts, body: Body, error: Error) -> Response {
    let mut visitor = Visitor::of(asked.uri.query(), &asked.headers);
    visitor.json |= is_api(asked);
    let to_sign_in = error.problem == &problem::SESSION_MISSING;
    let to_factor = error.problem == &problem::FACTOR_NEEDED;
    if visitor.json || !to_sign_in && !to_factor {
        return message_page::refuse(error, front.office().config(), &visitor);
    }
    if asked.method.is_safe() {
        let mut address = String::from("/sign-in?");
        let here = asked.uri.path_and_query();
        query::push(
            &mut address,
            "next",
            here.map_or("/desk", |here| here.as_str()),
        );
        return Redirect::to(&address.replacen("?&", "?", 1)).into_response();
    }
    // What another site sent is not kept: its person never typed it.
    let after = match same_origin(front, &asked.headers) {
        Ok(()) => After::of_request(asked, body).await,
        Err(_) => After::default(),
    };
    if to_factor {
        people::factor_needed(front, &visitor, after, &error)
    } else {
        people::not_signed_in(front, &visitor, after, &error)
    }
}
