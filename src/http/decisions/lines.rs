//! `/api/v1/preparations/{id}/lines`: the lines of a decision.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::api::place;
use super::sent::{done, identity, keyed, once, seen};
use super::shapes;
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{Form, NUMBER};
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{Access, Gathering, NewLine, line_columns};

/// What stands in a column: a text, or a number.
static CELL: Form<String> = Form {
    read: |value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    },
    code: "not_text",
    vi: "phải là một chuỗi ký tự hoặc một số.",
    en: "must be a string or a number.",
};

/// The dossiers to gather: some, or `"all"`.
static DOSSIERS: Form<Gathering> = Form {
    read: |value| match value {
        Value::String(all) if all == "all" => Some(Gathering::All),
        Value::Array(some) => {
            let some = some.iter().map(Value::as_i64).collect::<Option<_>>();
            some.map(Gathering::These)
        }
        _ => None,
    },
    code: "not_dossiers",
    vi: "phải là \"all\" hoặc một danh sách số hồ sơ, ví dụ [12, 15].",
    en: "must be \"all\" or a list of dossiers, such as [12, 15].",
};

/// Lists the lines of a decision
///
/// In order, with their certificates once it is released. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/preparations/{id}/lines",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "The decision's identity", example = "12"),
        ("after" = Option<i64>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Lines of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of lines", body = shapes::Lines),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let (mut after, mut limit) = (0, paging::USUAL);
    for (name, value) in query::pairs(written.as_deref().unwrap_or_default()) {
        match name.as_str() {
            "after" => after = place(&value)?,
            "limit" => limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận after và limit.",
                    "Only after and limit are taken.",
                ));
            }
        }
    }
    let page = front
        .office()
        .decision_lines(&access, id, (after, limit))
        .await?;
    let next = page
        .next
        .map(|after| format!("/api/v1/preparations/{id}/lines?limit={limit}&after={after}"));
    let answer = json!({ "lines": page.lines, "next": next });
    Ok(paging::private_answer(answer, next.as_deref()))
}

/// Adds a line, or gathers assessed dossiers
///
/// Send `line`, or `dossiers`: a list of them, or `"all"` that the council may certify and that
/// are in no decision. It is checked as issuing will check it; nothing is added if anything is
/// wrong. An approval is void afterwards.
#[utoipa::path(
    post,
    path = "/api/v1/preparations/{id}/lines",
    tag = "decisions",
    params(("id" = String, Path, description = "The decision's identity", example = "12"),("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),),
    request_body = shapes::NewLines,
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 404, description = "`no_such_preparation`: there is none, or it is another council's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
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
    let (request, once) = keyed(request).await?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let dossiers = fields.optional("dossiers", &DOSSIERS);
    let line = fields.object("line").and_then(|mut line| {
        let mut cells = NewLine::new();
        for (column, _, required) in line_columns() {
            let cell = match required {
                true => line.required(column, &CELL),
                false => line.optional(column, &CELL),
            };
            cells.extend(cell.map(|cell| (column, cell)));
        }
        line.finish_into(&mut fields, Some(cells))
    });
    if dossiers.is_some() == line.is_some() && fields.faults_so_far() == 0 {
        fields.refuse(
            "line",
            "line_or_dossiers",
            "Hãy gửi line hoặc dossiers, một trong hai.".to_owned(),
            "Send line or dossiers, one of them.".to_owned(),
        );
    }
    let version = fields.finish(version)?;
    let adding = front.act(async move |office| {
        let (once, seen) = (once.as_ref(), seen(id, version));
        match (dossiers, line) {
            (Some(which), _) => office.gather_lines(&access, once, seen, which).await,
            (None, line) => {
                let line = line.unwrap_or_default();
                office.add_line(&access, once, seen, line).await
            }
        }
    });
    Ok(done(adding.await?, StatusCode::OK))
}

/// Removes lines
///
/// An approval is void afterwards.
#[utoipa::path(
    delete,
    path = "/api/v1/preparations/{id}/lines",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "The decision's identity", example = "12"),
        ("version" = i64, Query, description = "The version that was seen"),
        ("line" = Vec<String>, Query, description = "The lines, as `line=3&line=4`; `all` for all of them", example = json!(["3"])),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible ASCII characters: the same request with the same key is one act and gets the same answer; with another request it is refused as `idempotency_key_reused`"),
    ),
    responses(
        (status = 200, description = "What was done", body = shapes::Receipt),
        (status = 400, description = "`bad_query`: a parameter that is missing, cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_preparation`, `no_such_line`", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale`: somebody else changed it; `preparation_state`, `release_begun`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`idempotency_key_reused`, `not_an_idempotency_key`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn remove(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let written = written.unwrap_or_default();
    let (mut version, mut lines, mut all) = (None, Vec::new(), false);
    for (name, value) in query::pairs(&written) {
        match (name.as_str(), value.as_str()) {
            ("line", "all") => all = true,
            ("line", line) => lines.push(line.parse().map_err(|_| unread("line"))?),
            ("version", seen) => version = Some(seen.parse().map_err(|_| unread("version"))?),
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận version và line.",
                    "Only version and line are taken.",
                ));
            }
        }
    }
    let version = version.ok_or_else(|| unread("version"))?;
    if lines.is_empty() && !all {
        return Err(unread("line"));
    }
    let route = format!("DELETE /api/v1/preparations/{id}/lines");
    let once = once(&headers, &route, written.as_bytes())?;
    let removing = front.act(async move |office| {
        let lines = (!all).then_some(lines);
        let seen = seen(id, version);
        office
            .remove_lines(&access, once.as_ref(), seen, lines)
            .await
    });
    Ok(done(removing.await?, StatusCode::OK))
}

fn unread(field: &'static str) -> Error {
    paging::refused(
        field,
        "Hãy gửi version và line, ví dụ ?version=3&line=4, hoặc line=all.",
        "Send version and line, such as ?version=3&line=4, or line=all.",
    )
}
