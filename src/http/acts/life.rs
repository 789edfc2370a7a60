//! Withdrawing certificates by a decision: revoke, suspend; and lift.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;

use super::{done, shapes};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{COUNCIL, DATE, GROUND, TEXT, TEXTS, YEAR};
use crate::http::front::Front;
use crate::office::{Access, Lifting, Right, Which, Withdrawal};

/// Revokes certificates by a decision, for good
///
/// All that are named, or none. Sent again with the same decision, day and ground it changes
/// nothing, and says so. The next verification on this server knows of it.
#[utoipa::path(
    post,
    path = "/api/v1/acts/revoke",
    tag = "acts",
    request_body = shapes::Withdrawal,
    responses(
        (status = 200, description = "What is revoked now, and what was before", body = shapes::Changed),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`, `no_such_decision`, or `not_there` for several: not in the register, or another council's; `errors` names each", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`status_contended`: somebody else is changing the same certificates", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn revoke(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let act = withdrawal(&access, request).await?;
    let changed = front.act(async move |office| office.revoke(&act).await);
    Ok(done(changed.await?))
}

/// Suspends certificates by a decision
///
/// Until that is lifted, or they are revoked. All that are named, or none.
#[utoipa::path(
    post,
    path = "/api/v1/acts/suspend",
    tag = "acts",
    request_body = shapes::Withdrawal,
    responses(
        (status = 200, description = "What is suspended now, and what was before", body = shapes::Changed),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`, `no_such_decision`, or `not_there` for several: not in the register, or another council's; `errors` names each", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`status_contended`: somebody else is changing the same certificates", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn suspend(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let act = withdrawal(&access, request).await?;
    let changed = front.act(async move |office| office.suspend(&act).await);
    Ok(done(changed.await?))
}

/// Lifts a suspension by a decision
///
/// The certificates are in force again: all that are named, or none.
#[utoipa::path(
    post,
    path = "/api/v1/acts/lift",
    tag = "acts",
    request_body = shapes::Lifting,
    responses(
        (status = 200, description = "What is in force again, and what was before", body = shapes::Changed),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`, `no_such_decision`, or `not_there` for several: not in the register, or another council's; `errors` names each", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`status_contended`: somebody else is changing the same certificates", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn lift(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let which = which(&mut fields);
    let decision = fields.required("decision", &TEXT);
    let decided_on = fields.required("decided_on", &DATE);
    let read = (|| {
        Some(Lifting {
            which: which?,
            within: access.reach(Right::Life),
            actor: access.actor,
            decision: decision?,
            decided_on: decided_on?,
        })
    })();
    let act = fields.finish(read)?;
    let changed = front.act(async move |office| office.lift(&act).await);
    Ok(done(changed.await?))
}

async fn withdrawal(access: &Access, request: Request) -> Result<Withdrawal, Error> {
    let mut fields = Fields::read(request).await?;
    let which = which(&mut fields);
    let decision = fields.required("decision", &TEXT);
    let decided_on = fields.required("decided_on", &DATE);
    let ground = fields.required("ground", &GROUND);
    let read = (|| {
        Some(Withdrawal {
            which: which?,
            within: access.reach(Right::Life),
            actor: access.actor,
            decision: decision?,
            decided_on: decided_on?,
            ground: ground?,
        })
    })();
    fields.finish(read)
}

/// `numbers`, or in their place `all_of`.
fn which(fields: &mut Fields) -> Option<Which> {
    let faults = fields.faults_so_far();
    let numbers = fields.optional("numbers", &TEXTS);
    let all_of = fields.object("all_of").and_then(|all| all_of(all, fields));
    match (numbers, all_of) {
        (Some(_), Some(_)) => {
            fields.refuse(
                "all_of",
                "numbers_and_all_of",
                "Vừa có numbers vừa có all_of. Hãy chỉ gửi một trong hai.".to_owned(),
                "There are both numbers and all_of. Send one of them.".to_owned(),
            );
            None
        }
        (None, Some(all_of)) => Some(all_of),
        (Some(numbers), None) if !numbers.is_empty() => Some(Which::Numbers(numbers)),
        _ => {
            // What is there and wrong was said.
            if fields.faults_so_far() == faults {
                fields.refuse(
                    "numbers",
                    "missing_field",
                    "Thiếu số giấy chứng nhận. Hãy gửi numbers, hoặc all_of với số quyết định."
                        .to_owned(),
                    "No certificate is named. Send numbers, or all_of with a decision.".to_owned(),
                );
            }
            None
        }
    }
}

fn all_of(mut all: Fields, whole: &mut Fields) -> Option<Which> {
    let decision = all.required("decision", &TEXT);
    let council = all.optional("council", &COUNCIL);
    let year = all.optional("year", &YEAR);
    let read = decision.map(|decision| Which::AllOf {
        decision,
        council,
        year,
    });
    all.finish_into(whole, read)
}
