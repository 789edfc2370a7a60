//! What is done with a case by forms of its page: each leads back to the page.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::new_page::said;
use super::{fields, identity, onward, show_page};
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::{NUMBER, TEXT};
use crate::http::front::Front;
use crate::office::{self, CaseView, Office};

/// The page of the case: anew, or with what is wrong.
pub(super) async fn answer(
    front: &Front,
    signed: &Signed,
    (id, typed): (i64, &Typed),
    done: Result<CaseView, Error>,
) -> Response {
    match done {
        Ok(case) => onward(case.id),
        Err(error) if matches!(error.status().as_u16(), 404 | 500..) => signed.refuse(front, error),
        Err(error) => {
            let (status, refusals) = said(error);
            show_page::show(front, signed, id, status, Some(typed), &refusals).await
        }
    }
}

/// Carries out what a form of the page asks for, which `read` takes from its fields, and leads back
/// to the page.
async fn by_form<F, A>(
    front: &Front,
    signed: &Signed,
    id: &str,
    request: Request,
    read: impl FnOnce(i64, Fields) -> Result<F, Error>,
) -> Response
where
    F: FnOnce(Arc<Office>) -> A,
    A: Future<Output = Result<CaseView, office::Error>> + Send + 'static,
{
    let id = match identity(id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(front, error),
    };
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(front, error),
    };
    // Which of the page's forms it was, so that it is opened again.
    fields.optional("act", &TEXT);
    let done = match read(id, fields) {
        Ok(act) => front.act(act).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    answer(front, signed, (id, &typed), done).await
}

/// Changes what a case says, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/change",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn change(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let access = signed.access.clone();
    by_form(&front, &signed, &id, request, |id, mut fields| {
        let version = fields::version(&mut fields);
        let written = fields::case(&mut fields);
        let (version, written) = fields::finish(fields, version, written)?;
        let act = async move |office: Arc<Office>| {
            office.change_case(&access, (id, version), &written).await
        };
        Ok(act)
    })
    .await
}

/// Adds evidence to a case, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/evidence",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn add(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let access = signed.access.clone();
    by_form(&front, &signed, &id, request, |id, mut fields| {
        let version = fields::version(&mut fields);
        let wanted = fields::evidence(&mut fields);
        let (version, wanted) = fields::finish(fields, version, wanted)?;
        let act = async move |office: Arc<Office>| {
            office.add_to_case(&access, (id, version), &wanted).await
        };
        Ok(act)
    })
    .await
}

/// Strikes evidence of a case, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/strike",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn strike(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let access = signed.access.clone();
    by_form(&front, &signed, &id, request, |id, mut fields| {
        let version = fields::version(&mut fields);
        let place = fields.required("place", &NUMBER);
        let reason = fields.optional("reason", &TEXT).unwrap_or_default();
        let (version, place) = fields.finish(version.zip(place))?;
        let act = async move |office: Arc<Office>| {
            let seen = (id, version);
            office.strike_from_case(&access, seen, place, &reason).await
        };
        Ok(act)
    })
    .await
}

/// Assigns a case, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/assign",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn assign(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let access = signed.access.clone();
    by_form(&front, &signed, &id, request, |id, mut fields| {
        let version = fields::version(&mut fields);
        let account = fields.required("account", &NUMBER);
        let (version, account) = fields.finish(version.zip(account))?;
        let act = async move |office: Arc<Office>| {
            office.assign_case(&access, (id, version), account).await
        };
        Ok(act)
    })
    .await
}

/// Moves a case, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/move",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn step(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let access = signed.access.clone();
    by_form(&front, &signed, &id, request, |id, mut fields| {
        let version = fields::version(&mut fields);
        let step = fields.required("move", &fields::MOVE);
        let written = fields::step(&mut fields);
        let (version, step) = fields.finish(version.zip(step))?;
        let act = async move |office: Arc<Office>| {
            let seen = (id, version);
            office.move_case(&access, seen, step, &written).await
        };
        Ok(act)
    })
    .await
}

/// Acknowledges a case for a council, by a form
#[utoipa::path(
    post,
    path = "/desk/cases/{id}/acknowledge",
    tag = "pages",
    params(("id" = String, Path, description = "The case's number", example = "1")),
    responses(
        (status = 303, description = "Done: to its page"),
        (status = "4XX", description = "Its page, with what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn acknowledge(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = signed.access.clone();
    let act = async move |office: Arc<Office>| office.acknowledge_case(&access, id).await;
    let done = front.act(act).await.map_err(Error::from);
    answer(&front, &signed, (id, &Typed::default()), done).await
}
