//! What the forms of a decision's page do: the same acts as the API's, answered by the page.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa::IntoResponses;

use super::sent::{identity, of_typed, seen};
use super::show_page::{Beside, said, show};
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::{DATE, NUMBER, TEXT, TICKED};
use crate::http::front::Front;
use crate::office::{self, Access, Gathering, NewLine, Office, Once, Receipt, Seen, line_columns};

/// The version that was on the page, the form's key, and what else was read.
type Finished<T> = (Seen, Option<Once>, T);

/// A form of the page, as far as every form goes.
struct Sent {
    id: i64,
    fields: Fields,
    typed: Typed,
    version: Option<i64>,
    once: Option<Once>,
}

impl Sent {
    async fn read(id: &str, request: Request) -> Result<Self, Error> {
        let id = identity(id)?;
        let route = request.uri().path().to_owned();
        let (mut fields, typed) = Fields::of_form(request).await?;
        let once = of_typed(&route, &typed);
        fields.optional("once", &TEXT);
        let version = fields.required("version", &NUMBER);
        Ok(Self {
            id,
            fields,
            typed,
            version,
            once,
        })
    }

    /// The version that was on the page, and what else was read, if nothing was wrong.
    fn finish<T>(self, read: Option<T>) -> (i64, Typed, Result<Finished<T>, Error>) {
        let (id, once) = (self.id, self.once);
        let finished = self.fields.finish(self.version.zip(read));
        let finished = finished.map(|(version, read)| (seen(id, version), once, read));
        (id, self.typed, finished)
    }
}

/// What the forms of the page answer.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "a description: nothing constructs it")]
enum Answers {
    /// Back to the decision
    #[response(status = 303)]
    Done,
    /// The page again: somebody else changed it, or it is not where this can be done
    #[response(status = 409, content_type = "text/html")]
    Conflict(String),
    /// The page again, with what is to mend
    #[response(status = 422, content_type = "text/html")]
    ToMend(String),
}

/// Carries out what a form asks for, and answers by the page.
async fn carry_out<T, F>(
    front: &Front,
    signed: &Signed,
    sent: Sent,
    read: Option<T>,
    done: &str,
    act: impl FnOnce(Arc<Office>, Access, Finished<T>) -> F,
) -> Response
where
    F: Future<Output = Result<Receipt, office::Error>> + Send + 'static,
{
    let (id, typed, finished) = sent.finish(read);
    let access = signed.access.clone();
    let outcome = match finished {
        Err(error) => Err(error),
        Ok(finished) => {
            let acting = front.act(move |office| act(office, access, finished));
            acting.await.map_err(Error::from)
        }
    };
    answer(front, signed, (id, typed), outcome, done).await
}

/// Leads back to the page, or shows it again with what was typed and what is to mend.
async fn answer(
    front: &Front,
    signed: &Signed,
    (id, typed): (i64, Typed),
    outcome: Result<Receipt, Error>,
    done: &str,
) -> Response {
    match outcome {
        Ok(receipt) => {
            let done = if receipt.approval_voided {
                "voided"
            } else {
                done
            };
            Redirect::to(&format!("/desk/decisions/{id}?done={done}")).into_response()
        }
        // It is not there, or the page cannot say it.
        Err(error) if error.problem.status == 404 && error.code == "no_such_preparation" => {
            signed.refuse(front, error)
        }
        Err(error) => {
            let beside = Beside {
                status: error.status(),
                refusals: said(error),
                typed,
                ..Beside::default()
            };
            show(front, signed, id, beside).await
        }
    }
}

/// Changes what a decision says of itself
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/change",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn change(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let mut sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let number = sent.fields.required("number", &TEXT);
    let decided_on = sent.fields.required("decided_on", &DATE);
    let authority = sent.fields.optional("authority", &TEXT);
    let read = number.zip(decided_on);
    let read = read.map(|(number, decided_on)| (number, decided_on, authority));
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "saved",
        |office, access, (seen, once, read)| async move {
            office
                .change_decision(&access, once.as_ref(), seen, read)
                .await
        },
    )
    .await
}

/// Adds a product
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/lines",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn add_line(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let mut sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let mut read = NewLine::new();
    for (column, _, _) in line_columns() {
        let cell = sent.fields.optional(column, &TEXT);
        read.extend(cell.map(|cell| (column, cell)));
    }
    let read = Some(read);
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "saved",
        |office, access, (seen, once, read)| async move {
            office.add_line(&access, once.as_ref(), seen, read).await
        },
    )
    .await
}

/// Removes lines
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/remove",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn remove_lines(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let mut sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let lines = sent.fields.optional("line", &TICKED);
    let all = sent.fields.optional("all", &TEXT).is_some();
    let lines: Vec<i64> = lines
        .unwrap_or_default()
        .iter()
        .filter_map(|line| line.parse().ok())
        .collect();
    let read = Some((!all).then_some(lines));
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "saved",
        |office, access, (seen, once, read)| async move {
            office
                .remove_lines(&access, once.as_ref(), seen, read)
                .await
        },
    )
    .await
}

/// Gathers assessed dossiers
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/gather",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn gather(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let read = Some(Gathering::All);
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "saved",
        |office, access, (seen, once, read)| async move {
            office
                .gather_lines(&access, once.as_ref(), seen, read)
                .await
        },
    )
    .await
}

/// Hands a decision in for approval
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/submit",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn submit(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let read = Some(());
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "submitted",
        |office, access, (seen, once, ())| async move {
            office.submit_decision(&access, once.as_ref(), seen).await
        },
    )
    .await
}

/// Approves a decision
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/approve",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn approve(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let mut sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    sent.fields.required("looked", &TEXT);
    let read = sent.fields.required("digest", &TEXT);
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "approved",
        |office, access, (seen, once, read)| async move {
            office
                .approve_decision(&access, once.as_ref(), seen, &read)
                .await
        },
    )
    .await
}

/// Gives a decision up
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/abandon",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(Answers),
)]
pub async fn abandon(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let sent = match Sent::read(&id, request).await {
        Ok(sent) => sent,
        Err(error) => return signed.refuse(&front, error),
    };
    let read = Some(());
    carry_out(
        &front,
        &signed,
        sent,
        read,
        "saved",
        |office, access, (seen, once, ())| async move {
            office.abandon_decision(&access, once.as_ref(), seen).await
        },
    )
    .await
}
