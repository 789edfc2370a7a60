//! `/api/v1/label-runs`: runs as programs begin and see them.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use super::{asked, identity, shapes};
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::{tag_of, tagged};
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{self, Access, LabelRunQuery, PreparationRefused};

/// Lists runs of labels
///
/// The newest first: of one's own certificates, or of the councils within reach. Follow `next`
/// until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/label-runs",
    tag = "labels",
    params(
        ("number" = Option<String>, Query, description = "Only those of this certificate", example = "CB-0-8"),
        ("after" = Option<i64>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Runs of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of runs", body = shapes::LabelRuns),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_a_number`, `mistyped_number`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = read(written.as_deref().unwrap_or_default())?;
    let page = front.office().label_runs(&access, &asked).await?;
    let next = page
        .next
        .map(|after| address("/api/v1/label-runs", &asked, after));
    let answer = json!({ "label_runs": page.runs, "next": next });
    Ok(paging::private_answer(answer, next.as_deref()))
}

/// The parameters of a list.
///
/// # Errors
/// When one cannot be read.
pub fn read(written: &str) -> Result<LabelRunQuery, Error> {
    let mut asked = LabelRunQuery {
        limit: paging::USUAL,
        ..LabelRunQuery::default()
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "lang" => {}
            "number" if value.is_empty() => {}
            "number" => {
                let number = value.trim().parse().map_err(Error::from);
                asked.number = Some(number.map_err(|error| error.of_field("number"))?);
            }
            "after" => {
                asked.after = Some(value.parse().map_err(|_| {
                    paging::refused(
                        "after",
                        "Không có trang này. Hãy bắt đầu lại từ trang đầu.",
                        "There is no such page. Begin again at the first.",
                    )
                })?);
            }
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận number, after và limit.",
                    "Only number, after and limit are taken.",
                ));
            }
        }
    }
    Ok(asked)
}

/// The address of the next page.
pub fn address(path: &str, asked: &LabelRunQuery, after: i64) -> String {
    let mut address = format!("{path}?limit={}", asked.limit);
    if let Some(number) = asked.number {
        query::push(&mut address, "number", &number.to_string());
    }
    query::push(&mut address, "after", &after.to_string());
    address
}

/// Begins a run of labels
///
/// Its counts follow those of the certificate's runs before it, and are never given again. The
/// texts can be fetched at once; files, if any are ordered, are made in the background.
#[utoipa::path(
    post,
    path = "/api/v1/label-runs",
    tag = "labels",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one run and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::NewLabelRun,
    responses(
        (status = 201, description = "The run", body = shapes::LabelRun),
        (status = 404, description = "`no_such_number`: there is none, or it is out of reach", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`: no labels are printed of what does not hold; `no_compact_code`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn begin(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Error> {
    let key = key(&headers)?;
    let (mut run, look) = asked::new_run(Fields::read(request).await?)?;
    if let Some(look) = look {
        run.files = Some(asked::wanted(&front, &access, (run.number, run.kind), look).await?);
    }
    let beginning =
        front.act(async move |office| office.begin_label_run(&access, key.as_deref(), &run).await);
    let run = beginning.await?;
    let place = format!("/api/v1/label-runs/{}", run.id);
    let mut response = done(run);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::try_from(place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// The key of a request, if it carries one.
fn key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let refused = || office::Error::from(PreparationRefused::NotAnIdempotencyKey);
    let key = key.to_str().map_err(|_| refused())?;
    // RFC 8941 writes a text in quotes; most clients do not.
    Ok(Some(key.trim().trim_matches('"').to_owned()))
}

/// A run of labels
///
/// With how far its files are.
#[utoipa::path(
    get,
    path = "/api/v1/label-runs/{id}",
    tag = "labels",
    params(
        ("id" = String, Path, description = "The run's identity", example = "1"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that is known"),
    ),
    responses(
        (status = 200, description = "The run", body = shapes::LabelRun),
        (status = 304, description = "It is as it was"),
        (status = 404, description = "`no_such_label_run`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let run = front.office().label_run(&access, identity(&id)?).await?;
    let tag = tag_of(&run)?;
    Ok(tagged(run, &tag, &headers))
}

/// Orders files of a recorded run
///
/// Again, or others than before. Its serials stay as they are.
#[utoipa::path(
    post,
    path = "/api/v1/label-runs/{id}/files",
    tag = "labels",
    params(("id" = String, Path, description = "The run's identity", example = "1")),
    request_body = shapes::LabelFiles,
    responses(
        (status = 200, description = "The run, whose files are being made", body = shapes::LabelRun),
        (status = 404, description = "`no_such_label_run`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`: no labels are printed of what does not hold; `no_compact_code`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn order(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let look = asked::files(Fields::read(request).await?)?;
    let run = front.office().label_run(&access, id).await?;
    let wanted = asked::wanted(&front, &access, (run.number, run.kind), look).await?;
    let ordering =
        front.act(async move |office| office.order_label_files(&access, id, &wanted).await);
    Ok(done(ordering.await?))
}
