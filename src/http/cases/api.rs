//! `/api/v1/cases`.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{asked, fields, identity, made, shapes};
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::{tag_of, tagged};
use crate::http::fields::Fields;
use crate::http::forms::{NUMBER, TEXT};
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Access, CasePage, Office};

/// Lists cases
///
/// Those that whoever asks may see, the newest first. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/cases",
    tag = "cases",
    params(
        ("council" = Option<String>, Query, description = "Only those that this council was told of", example = "CB"),
        ("state" = Option<String>, Query, description = "`open`, `investigating`, `referred` or `closed`", example = "open"),
        ("kind" = Option<String>, Query, description = "`false_claim`, `expired`, `wrong_product`, `copied_code` or `other`", example = "expired"),
        ("province" = Option<String>, Query, description = "Only those in this province of today", example = "VN-04@2"),
        ("product_set" = Option<String>, Query, description = "Only those of this set of products: catalogue and number", example = "2023-11"),
        ("mine" = Option<u8>, Query, description = "1: only those assigned to whoever asks", example = 0),
        ("unseen" = Option<u8>, Query, description = "1: only those that the council has not acknowledged", example = 0),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Cases of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of cases", body = shapes::CaseList),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = asked::cases(written.as_deref().unwrap_or_default(), paging::USUAL)?;
    let found = front.office().cases(&access, &asked).await?;
    let next = found.next;
    let next = next.map(|after| asked::next("/api/v1/cases", &asked, &after));
    let page = CasePage {
        cases: found.cases,
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}

/// Counts cases
///
/// Those that whoever asks may see: by state, kind, province and set of products.
#[utoipa::path(
    get,
    path = "/api/v1/cases/counts",
    tag = "cases",
    responses((status = 200, description = "How many", body = shapes::CaseCounts), NotLetIn),
)]
pub async fn counts(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
) -> Result<Response, Error> {
    let counts = front.office().case_counts(&access, None).await?;
    Ok(paging::private_answer(counts, None))
}

/// Opens a case
///
/// It needs something to stand on: checks of one's own journal, codes or certificate numbers, or
/// a shopper's report. The councils concerned are told with it.
#[utoipa::path(
    post,
    path = "/api/v1/cases",
    tag = "cases",
    request_body = shapes::NewCase,
    responses(
        (status = 201, description = "The case", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn open(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut body = Fields::read(request).await?;
    let written = fields::case(&mut body);
    let wanted = fields::evidence(&mut body);
    body.finish(Some(()))?;
    let act = async move |office: Arc<Office>| office.open_case(&access, &written, &wanted).await;
    let case = front.act(act).await?;
    let id = case.id;
    Ok(made(done(case), id))
}

/// A case
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 200, description = "The case whole, with a tag in `ETag`", body = shapes::Case),
        (status = 304, description = "It is as `If-None-Match` says"),
        (status = 404, description = "`no_such_case`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let case = front.office().case(&access, identity(&id)?).await?;
    // Who acknowledged it and which files were written is no change of the case.
    let tag = tag_of(&case)?;
    Ok(tagged(case, &tag, &headers))
}

/// Changes what a case says
///
/// While it is not closed. What it holds stays.
#[utoipa::path(
    put,
    path = "/api/v1/cases/{id}",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    request_body = shapes::ChangedCase,
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn change(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut body = Fields::read(request).await?;
    let version = fields::version(&mut body);
    let written = fields::case(&mut body);
    let (version, written) = fields::finish(body, version, written)?;
    let act = async move |office: Arc<Office>| {
        let seen = (id, version);
        office.change_case(&access, seen, &written).await
    };
    Ok(done(front.act(act).await?))
}

/// Adds evidence to a case
///
/// Nothing is ever taken out. What is of another certificate tells its councils too.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/evidence",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    request_body = shapes::AddedEvidence,
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn add(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut body = Fields::read(request).await?;
    let version = fields::version(&mut body);
    let wanted = fields::evidence(&mut body);
    let (version, wanted) = fields::finish(body, version, wanted)?;
    let act = async move |office: Arc<Office>| {
        let seen = (id, version);
        office.add_to_case(&access, seen, &wanted).await
    };
    Ok(done(front.act(act).await?))
}

/// Strikes evidence of a case
///
/// With a reason. It still shows, and the check page no longer judges it.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/evidence/{line}/strike",
    tag = "cases",
    params(
        ("id" = String, Path, description = "The case's number", example = "1"),
        ("line" = String, Path, description = "The evidence's place in the case", example = "1"),
    ),
    request_body = shapes::Struck,
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn strike(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path((id, line)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Error> {
    let (id, place) = (identity(&id)?, identity(&line)?);
    let mut body = Fields::read(request).await?;
    let version = fields::version(&mut body);
    let reason = body.optional("reason", &TEXT).unwrap_or_default();
    let (version, reason) = fields::finish(body, version, reason)?;
    let act = async move |office: Arc<Office>| {
        let seen = (id, version);
        office.strike_from_case(&access, seen, place, &reason).await
    };
    Ok(done(front.act(act).await?))
}

/// Assigns a case to an inspector
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/assignment",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    request_body = shapes::Assignment,
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn assign(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut body = Fields::read(request).await?;
    let version = fields::version(&mut body);
    let account = body.required("account", &NUMBER);
    let (version, account) = body.finish(version.zip(account))?;
    let act = async move |office: Arc<Office>| {
        let seen = (id, version);
        office.assign_case(&access, seen, account).await
    };
    Ok(done(front.act(act).await?))
}

/// Moves a case
///
/// `begin`; `refer` and `close` with an outcome in words, and to close with a result; `reopen`
/// with a reason.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/moves",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    request_body = shapes::Moved,
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn step(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut body = Fields::read(request).await?;
    let version = fields::version(&mut body);
    let step = body.required("move", &fields::MOVE);
    let written = fields::step(&mut body);
    let (version, step) = body.finish(version.zip(step))?;
    let act = async move |office: Arc<Office>| {
        let seen = (id, version);
        office.move_case(&access, seen, step, &written).await
    };
    Ok(done(front.act(act).await?))
}

/// Acknowledges a case for a council
///
/// Says that a council that was told of it has read it.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/acknowledgement",
    tag = "cases",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 200, description = "The case as it is now", body = shapes::Case),
        shapes::NotDone,
        NotLetIn,
    ),
)]
pub async fn acknowledge(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let act = async move |office: Arc<Office>| office.acknowledge_case(&access, id).await;
    Ok(done(front.act(act).await?))
}
