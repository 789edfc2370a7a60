//! People for programs of who signed in: no token can.

use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::json;

use super::asked::{self, Asked};
use super::shapes;
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::http::lists::Sendable;
use crate::http::paging;
use crate::office::{Access, Invited, PersonView};

/// Where the list is.
const HERE: &str = "/api/v1/people";

#[derive(Serialize)]
struct People {
    people: Vec<PersonView>,
    next: Option<String>,
}

/// Lists people
///
/// In the order in which they were invited. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/people",
    tag = "people",
    params(
        ("text" = Option<String>, Query, description = "Only those whose name or address holds this, diacritics or not"),
        ("after" = Option<i64>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "People of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of people", body = shapes::PeoplePage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked::read(written.as_deref().unwrap_or_default())?;
    let page = front.office().people(&access, &asked.query).await?;
    let next = page.next.map(|after| asked.address(HERE, after));
    let page = People {
        people: page.people,
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}

/// Invites somebody
///
/// The answer holds the link, this once.
#[utoipa::path(
    post,
    path = "/api/v1/people",
    tag = "people",
    request_body = shapes::NewPerson,
    responses(
        (status = 201, description = "Invited", body = shapes::Invitation),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn invite(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let new = asked::person(&mut fields);
    let new = fields.finish(new)?;
    let inviting = front.act(async move |office| office.invite(&access, new).await);
    let invited = inviting.await?;
    Ok(link(&front, StatusCode::CREATED, &invited))
}

fn link(front: &Front, status: StatusCode, invited: &Invited) -> Response {
    let origin = front.office().config().origin().unwrap_or_default();
    let body = json!({
        "account": invited.account,
        "link": format!("{origin}{}", invited.path()),
        "expires_at": invited.expires_at,
    });
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Shows somebody
#[utoipa::path(
    get,
    path = "/api/v1/people/{id}",
    tag = "people",
    params(("id" = i64, Path, description = "The account's number", example = 7)),
    responses(
        (status = 200, description = "Somebody", body = shapes::Person),
        (status = 304, description = "As the client has them (`If-None-Match`)"),
        (status = 404, description = "`no_such_account`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn person(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let person = front.office().person_view(&access, asked::id(&id)).await?;
    // Texts and numbers: there is nothing that could not be written.
    let written = serde_json::to_vec(&person).unwrap_or_default();
    let mut response = Sendable::new(written, "application/json").answer(&headers);
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache, private"),
    );
    Ok(response)
}

/// Gives somebody a role
///
/// Ends their sessions. Given again it changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/people/{id}/roles",
    tag = "people",
    params(("id" = i64, Path, description = "The account's number", example = 7)),
    request_body = shapes::NewRole,
    responses(
        (status = 200, description = "Somebody, as they are now", body = shapes::Person),
        (status = 404, description = "`no_such_account`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`account_closed`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn give(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = asked::id(&id);
    let mut fields = Fields::read(request).await?;
    let grant = asked::grant(&mut fields);
    let grant = fields.finish(grant)?;
    let giving = front.act(async move |office| {
        office.give_role(&access, id, grant).await?;
        office.person_view(&access, id).await
    });
    Ok(paging::private_answer(giving.await?, None))
}

/// Takes a role from somebody
///
/// Ends their sessions.
#[utoipa::path(
    delete,
    path = "/api/v1/people/{id}/roles/{role}",
    tag = "people",
    params(
        ("id" = i64, Path, description = "The account's number", example = 7),
        ("role" = i64, Path, description = "The number of the role", example = 12),
    ),
    responses(
        (status = 200, description = "Somebody, as they are now", body = shapes::Person),
        (status = 404, description = "`no_such_account`, `no_such_role`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`own_last_role`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn take(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, role)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (id, role) = (asked::id(&id), asked::id(&role));
    let taking = front.act(async move |office| {
        office.take_role(&access, id, role).await?;
        office.person_view(&access, id).await
    });
    Ok(paging::private_answer(taking.await?, None))
}

/// Closes somebody's account
///
/// Ends their sessions, and their tokens let nobody in. Done again it changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/people/{id}/close",
    tag = "people",
    params(("id" = i64, Path, description = "The account's number", example = 7)),
    responses(
        (status = 200, description = "Somebody, as they are now", body = shapes::Person),
        (status = 404, description = "`no_such_account`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`own_account`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn close(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = asked::id(&id);
    let closing = front.act(async move |office| {
        office.close_account(&access, id).await?;
        office.person_view(&access, id).await
    });
    Ok(paging::private_answer(closing.await?, None))
}

/// Opens somebody's account again
///
/// Done again it changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/people/{id}/reopen",
    tag = "people",
    params(("id" = i64, Path, description = "The account's number", example = 7)),
    responses(
        (status = 200, description = "Somebody, as they are now", body = shapes::Person),
        (status = 404, description = "`no_such_account`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn reopen(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = asked::id(&id);
    let opening = front.act(async move |office| {
        office.reopen_account(&access, id).await?;
        office.person_view(&access, id).await
    });
    Ok(paging::private_answer(opening.await?, None))
}

/// Invites somebody again
///
/// Whatever let them in before does so no more. The answer holds the link, this once.
#[utoipa::path(
    post,
    path = "/api/v1/people/{id}/invite",
    tag = "people",
    params(("id" = i64, Path, description = "The account's number", example = 7)),
    responses(
        (status = 200, description = "Invited again", body = shapes::Invitation),
        (status = 404, description = "`no_such_account`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`account_closed`, `own_account`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn invite_again(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = asked::id(&id);
    let inviting = front.act(async move |office| office.invite_again(&access, id).await);
    Ok(link(&front, StatusCode::OK, &inviting.await?))
}
