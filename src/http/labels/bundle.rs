//! `GET /api/v1/labels.zip`: the labels of every certificate of a decision. They are made and sent
//! a few at a time, so that a long decision takes no more memory than a short one.

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use futures_util::stream;

use super::packing::{Entry, Packing};
use super::refused::refusal;
use super::shapes::LabelParameters;
use super::subject::Subject;
use super::wishes::FileWishes;
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{COUNCIL, NUMBER, TEXT};
use crate::http::front::Front;
use crate::http::saved::saved;
use crate::label::{self, Label, MOST_LABELS};
use crate::office::{Access, ListedView, Refusal};

/// What can go wrong while it is sent: the connection is cut, so that half a file never looks
/// like a whole one.
type Broken = Box<dyn std::error::Error + Send + Sync>;

/// Makes the labels of a whole decision
///
/// A ZIP with a file a certificate, named by its number; `list.csv`, which says of each
/// certificate its file or why it has none; and `report.txt`. Certificates that are not in force,
/// or whose label cannot be made so, are left out.
#[utoipa::path(
    get,
    path = "/api/v1/labels.zip",
    tag = "labels",
    params(
        ("council" = String, Query, description = "The council's code", example = "CB"),
        ("decision" = String, Query, description = "The decision's number", example = "852/QĐ-UBND"),
        ("year" = Option<i32>, Query, description = "The decision's year, when its number returned in another", example = 2026),
        ("format" = Option<String>, Query, description = "`svg` (if not given), `pdf`, `png` or `zpl`", example = "pdf"),
        LabelParameters,
        ("copies" = Option<u32>, Query, description = "How often a `zpl` file prints its label; 1 if not given", minimum = 1, maximum = 10000),
    ),
    responses(
        (status = 200, description = "The labels", body = Vec<u8>, content_type = "application/zip"),
        (status = 404, description = "`no_such_decision`: there is none of this council, or it is out of reach", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`, `no_compact_code`: of every certificate", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that cannot be read, are not known, or make none of the labels; `errors` names all of them", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`, `not_ready`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn bundle(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let mut fields = Fields::of_query(written.as_deref().unwrap_or_default());
    let council = fields.required("council", &COUNCIL);
    let decision = fields.required("decision", &TEXT);
    let year = fields.optional("year", &NUMBER);
    // What is no year has no decisions.
    let year = year.map(|year| i32::try_from(year).unwrap_or(0));
    let wishes = FileWishes::take(&mut fields, &front.office().config().label);
    let read = council.zip(decision).zip(wishes);
    let ((council, decision), wishes) = fields.finish(read)?;
    let office = front.office();
    let found = office
        .certificates_of_decision(&access, council, &decision, year)
        .await?;
    if found.len() > MOST_LABELS {
        let error = label::Error::TooManyLabels {
            count: found.len(),
            most: MOST_LABELS,
        };
        return Err(Error::of_refusals(vec![refusal(&error, Some("decision"))]));
    }
    let mut candidates = Vec::with_capacity(found.len());
    for listed in found {
        let label = wish(&front, &listed, &wishes).await;
        match label {
            Err(error) if error.status().is_server_error() => return Err(error),
            label => candidates.push((listed, label)),
        }
    }
    let entries = front.in_turn(move || measure(candidates, &wishes)).await?;
    if let Some(refusal) = none_is_made(&entries) {
        return Err(Error::of_refusals(vec![refusal]));
    }
    let title = format!("{council} · {decision}");
    Ok(sent(Packing::new(front, title, entries, wishes)))
}

async fn wish(front: &Front, listed: &ListedView, wishes: &FileWishes) -> Result<Label, Error> {
    let number = listed.certificate.number;
    front.office().may_print(number).await?;
    let subject = Subject {
        listed: listed.clone(),
    };
    subject.label(front.office(), wishes.label.content).await
}

fn measure(candidates: Vec<(ListedView, Result<Label, Error>)>, wishes: &FileWishes) -> Vec<Entry> {
    let measured = candidates.into_iter().map(|(listed, label)| {
        let label = label
            .map_err(|error| Refusal {
                row: None,
                column: error.field,
                code: error.code,
                message: error.detail,
            })
            .and_then(|label| match wishes.label.extent(&label) {
                Ok(extent) => Ok((label, extent)),
                Err(error) => Err(refusal(&error, None)),
            });
        Entry { listed, label }
    });
    measured.collect()
}

/// Why there is nothing to send, by the first reason.
fn none_is_made(entries: &[Entry]) -> Option<Refusal> {
    let mut refusal = None;
    for entry in entries {
        match &entry.label {
            Ok(_) => return None,
            Err(reason) => refusal = refusal.or(Some(reason.clone())),
        }
    }
    refusal
}

fn sent(packing: Packing) -> Response {
    let parts = stream::try_unfold(Some(packing), next);
    saved(Body::from_stream(parts), "application/zip", "labels.zip")
}

/// The next part, and what is left.
async fn next(packing: Option<Packing>) -> Result<Option<(Bytes, Option<Packing>)>, Broken> {
    let Some(packing) = packing else {
        return Ok(None);
    };
    let front = packing.front().clone();
    let packed = front.in_turn(move || packing.some()).await;
    let packed = packed.map_err(|error| Broken::from(error.code))?;
    let (bytes, rest) = packed.map_err(broken)?;
    Ok(Some((Bytes::from(bytes), rest)))
}

fn broken(error: std::io::Error) -> Broken {
    tracing::error!(%error, "labels could not be sent to their end");
    error.into()
}
