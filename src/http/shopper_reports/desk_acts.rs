//! What an inspector does with a report by the forms of its page.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::desk_one::Shown;
use super::{identity, shapes};
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::{NUMBER, TEXT};
use crate::http::front::Front;
use crate::http::people;
use crate::office::Office;

/// Takes a report up by a form
#[utoipa::path(
    post,
    path = "/desk/shopper-reports/{id}/take-up",
    tag = "pages",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    request_body(content = shapes::Version, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Taken up: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn take_up(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, mut fields, typed) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let acting = async {
        let version = fields.required("version", &NUMBER);
        let version = fields.finish(version)?;
        let access = signed.access.clone();
        let act =
            async move |office: Arc<Office>| office.take_report_up(&access, id, version).await;
        Ok(front.act(act).await?)
    };
    answer(&front, &signed, id, acting.await.map(drop), &typed).await
}

/// Merges a report with another by a form
#[utoipa::path(
    post,
    path = "/desk/shopper-reports/{id}/merge",
    tag = "pages",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    request_body(content = shapes::Merging, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Merged: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn merge(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, mut fields, typed) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let acting = async {
        let version = fields.required("version", &NUMBER);
        let original = fields.required("original", &NUMBER);
        let (version, original) = fields.finish(version.zip(original))?;
        let access = signed.access.clone();
        let act = async move |office: Arc<Office>| {
            office.merge_report(&access, id, version, original).await
        };
        Ok(front.act(act).await?)
    };
    answer(&front, &signed, id, acting.await.map(drop), &typed).await
}

/// Dismisses a report by a form
#[utoipa::path(
    post,
    path = "/desk/shopper-reports/{id}/dismiss",
    tag = "pages",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    request_body(content = shapes::Dismissal, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Dismissed: to its page"),
        (status = "4XX", description = "Its page, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn dismiss(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (id, mut fields, typed) = match sent(&front, &signed, &id, request).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let acting = async {
        let version = fields.required("version", &NUMBER);
        let reason = fields.required("dismissed_for", &TEXT);
        let answer = fields.optional("public_answer", &TEXT).unwrap_or_default();
        let (version, reason) = fields.finish(version.zip(reason))?;
        let access = signed.access.clone();
        let act = async move |office: Arc<Office>| {
            let said = (reason.as_str(), answer.as_str());
            office.dismiss_report(&access, id, version, said).await
        };
        Ok(front.act(act).await?)
    };
    answer(&front, &signed, id, acting.await.map(drop), &typed).await
}

/// Shows how to reach whoever reported
///
/// In the answer to the form, and in no address. Each look is a line of the trail.
#[utoipa::path(
    post,
    path = "/desk/shopper-reports/{id}/contact",
    tag = "pages",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    responses(
        (status = 200, description = "Its page, with the contact", body = String, content_type = "text/html"),
        (status = "4XX", description = "Its page, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn contact(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = signed.access.clone();
    let looking = front.act(async move |office| office.look_at_contact(&access, id).await);
    match looking.await {
        Ok(contact) => {
            let shown = Shown {
                contact: Some(&contact),
                ..Shown::default()
            };
            shown.show(&front, &signed, id).await
        }
        Err(error) => {
            let nothing = Typed::default();
            answer(&front, &signed, id, Err(error.into()), &nothing).await
        }
    }
}

/// Erases how to reach whoever reported, by a form
#[utoipa::path(
    post,
    path = "/desk/shopper-reports/{id}/contact/erase",
    tag = "pages",
    params(("id" = String, Path, description = "The report's identity", example = "1")),
    responses(
        (status = 303, description = "Erased: to its page"),
        (status = "4XX", description = "Its page, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn erase_contact(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = signed.access.clone();
    let erasing = front.act(async move |office| office.erase_contact(&access, id).await);
    let erased = erasing.await.map_err(Error::from);
    answer(&front, &signed, id, erased, &Typed::default()).await
}

async fn sent(
    front: &Front,
    signed: &Signed,
    id: &str,
    request: Request,
) -> Result<(i64, Fields, Typed), Response> {
    let id = identity(id).map_err(|error| signed.refuse(front, error))?;
    let read = Fields::of_form(request).await;
    let (fields, typed) = read.map_err(|error| signed.refuse(front, error))?;
    Ok((id, fields, typed))
}

/// The report's page: what was done, or what kept it from being done.
async fn answer(
    front: &Front,
    signed: &Signed,
    id: i64,
    done: Result<(), Error>,
    typed: &Typed,
) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/desk/shopper-reports/{id}")).into_response(),
        Err(error) if error.status().is_client_error() => {
            let refusals = people::refusals(&error);
            let shown = Shown {
                status: error.status(),
                refusals: &refusals,
                typed,
                contact: None,
            };
            shown.show(front, signed, id).await
        }
        Err(error) => signed.refuse(front, error),
    }
}
