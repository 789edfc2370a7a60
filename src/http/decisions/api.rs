//! `/api/v1/preparations`: decisions as programs see and begin them.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::sent::{done, identity, keyed, seen};
use super::shapes;
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::{tag_of, tagged};
use crate::http::fields::Fields;
use crate::http::forms::{COUNCIL, DATE, NUMBER, TEXT};
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{Access, NewPreparation, PreparationQuery};
use crate::scheme::preparation::PreparationState;

/// Lists decisions
///
/// The newest first, of the councils within reach. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/preparations",
    tag = "decisions",
    params(
        ("state" = Option<String>, Query, description = "Only in this state: draft, submitted, approved, released, abandoned"),
        ("council" = Option<String>, Query, description = "Only this council's, by its code", example = "CB"),
        ("after" = Option<i64>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Decisions of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of decisions, and how many are in each state", body = shapes::Preparations),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = read(written.as_deref().unwrap_or_default())?;
    let page = front.office().preparations(&access, &asked).await?;
    let counts = front.office().count_preparations(&access).await?;
    let counts: serde_json::Map<String, Value> = counts
        .into_iter()
        .map(|(state, count)| (state.name().to_owned(), json!(count)))
        .collect();
    let next = page.next.map(|after| address(&asked, after));
    let answer = json!({ "preparations": page.preparations, "counts": counts, "next": next });
    Ok(paging::private_answer(answer, next.as_deref()))
}

fn read(written: &str) -> Result<PreparationQuery, Error> {
    let mut asked = PreparationQuery {
        limit: paging::USUAL,
        ..PreparationQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "state" => asked.state = Some(state(&value)?),
            "council" if value.is_empty() => {}
            "council" => asked.council = Some(paging::council(&value)?),
            "after" => asked.after = Some(place(&value)?),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận state, council, after và limit.",
                    "Only state, council, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

/// The parameter `state`.
///
/// # Errors
/// When it is none.
pub fn state(value: &str) -> Result<PreparationState, Error> {
    value.parse().map_err(|_| {
        paging::refused(
            "state",
            "state phải là draft, submitted, approved, released hoặc abandoned.",
            "state must be draft, submitted, approved, released or abandoned.",
        )
    })
}

/// The parameter `after`.
///
/// # Errors
/// When it is none.
pub fn place(value: &str) -> Result<i64, Error> {
    value.parse().map_err(|_| {
        paging::refused(
            "after",
            "Không có trang này. Hãy bắt đầu lại từ trang đầu.",
            "There is no such page. Begin again at the first.",
        )
    })
}

fn address(asked: &PreparationQuery, after: i64) -> String {
    let mut address = format!("/api/v1/preparations?limit={}", asked.limit);
    if let Some(state) = asked.state {
        query::push(&mut address, "state", state.name());
    }
    if let Some(council) = asked.council {
        query::push(&mut address, "council", council.as_str());
    }
    query::push(&mut address, "after", &after.to_string());
    address
}

/// Begins a decision
#[utoipa::path(
    post,
    path = "/api/v1/preparations",
    tag = "decisions",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::NewPreparation,
    responses(
        (status = 201, description = "The decision, a draft", body = shapes::Receipt),
        (status = 404, description = "`no_such_council`: there is none, or it is out of reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn prepare(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let (request, once) = keyed(request).await?;
    let mut fields = Fields::read(request).await?;
    let council = fields.required("council", &COUNCIL);
    let number = fields.required("number", &TEXT);
    let decided_on = fields.required("decided_on", &DATE);
    let authority = fields.optional("authority", &TEXT);
    let new = council.zip(number).zip(decided_on);
    let ((council, number), decided_on) = fields.finish(new)?;
    let new = NewPreparation {
        council,
        number,
        decided_on,
        authority,
    };
    let preparing =
        front.act(async move |office| office.prepare_decision(&access, once.as_ref(), new).await);
    Ok(done(preparing.await?, StatusCode::CREATED))
}

/// A decision
///
/// With everything that would be refused of it now (`refusals`; rows are lines), the digest of
/// exactly what is to be signed, and how its release goes.
#[utoipa::path(
    get,
    path = "/api/v1/preparations/{id}",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "The decision's identity", example = "12"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that is known"),
    ),
    responses(
        (status = 200, description = "The decision", body = shapes::Preparation),
        (status = 304, description = "It is as it was"),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let view = front.office().preparation(&access, identity(&id)?).await?;
    // What is refused can change without the decision: the tag is of the whole.
    let tag = format!("{}-{}", view.version, tag_of(&view)?);
    Ok(tagged(view, &tag, &headers))
}

/// Changes what a decision says of itself
///
/// Its council stays. An approval is void afterwards, and the decision a draft again.
#[utoipa::path(
    put,
    path = "/api/v1/preparations/{id}",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::ChangedPreparation,
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
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
    let (request, once) = keyed(request).await?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let number = fields.required("number", &TEXT);
    let decided_on = fields.required("decided_on", &DATE);
    let authority = fields.optional("authority", &TEXT);
    let ((version, number), decided_on) = fields.finish(version.zip(number).zip(decided_on))?;
    let facts = (number, decided_on, authority);
    let changing = front.act(async move |office| {
        let seen = seen(id, version);
        office
            .change_decision(&access, once.as_ref(), seen, facts)
            .await
    });
    Ok(done(changing.await?, StatusCode::OK))
}
