//! `POST /api/v1/label-sheets`: labels on sheets, as one PDF.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;

use super::refused::{refusal, refused};
use super::shapes::SheetRequest;
use super::sheet_wishes::{Line, take_lines, take_order};
use super::subject::Subject;
use crate::http::acts::{NotLetIn, NotRead};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::front::Front;
use crate::http::saved::saved;
use crate::label::{self, Design, Label, MOST_LABELS, SheetOrder, print_sheets};
use crate::office::{Access, Refusal};

/// Lays labels on sheets
///
/// Of one or several certificates in force, one after the other from the left and from the top;
/// each label as large as its place allows. At most 10,000 labels.
#[utoipa::path(
    post,
    path = "/api/v1/label-sheets",
    tag = "labels",
    request_body = SheetRequest,
    responses(
        (status = 200, description = "The sheets", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`; or `not_there`, of several", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_in_force`, `no_compact_code`", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`", body = document::Problem, content_type = "application/problem+json"),
        NotRead,
        NotLetIn,
    ),
)]
pub async fn sheets(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let order = take_order(&mut fields, &front.office().config().label);
    let lines = take_lines(&mut fields);
    let (order, lines) = fields.finish(order.zip(lines))?;
    let pdf = printed(&front, &access, order, lines).await?;
    Ok(saved(pdf, "application/pdf", "labels.pdf"))
}

/// The sheets as a PDF.
///
/// # Errors
/// Every line that names no certificate whose labels may be printed; what does not fit; or busy.
pub async fn printed(
    front: &Front,
    access: &Access,
    order: SheetOrder,
    lines: Vec<Line>,
) -> Result<Vec<u8>, Error> {
    let count: usize = lines.iter().map(|line| line.count as usize).sum();
    if count > MOST_LABELS {
        return Err(refused(&label::Error::TooManyLabels {
            count,
            most: MOST_LABELS,
        }));
    }
    let mut labels = Vec::with_capacity(lines.len());
    let mut refusals = Vec::new();
    for (row, line) in (1..).zip(lines) {
        let label = async {
            let subject = Subject::find(front, access, &line.number).await?;
            subject.label(front.office(), line.content).await
        };
        match label.await {
            Ok(label) => {
                let (width, height) = order.sheet.label_mm;
                match label.extent_within(width, Some(height), order.dpi) {
                    Ok(_) => labels.push((label, line.count)),
                    Err(error) => refusals.push(Refusal {
                        row: Some(row),
                        ..refusal(&error, Some("label_mm"))
                    }),
                }
            }
            Err(error) if error.status().is_server_error() => return Err(error),
            Err(error) => refusals.push(Refusal {
                row: Some(row),
                column: error.field.or(Some("number")),
                code: error.code,
                message: error.detail,
            }),
        }
    }
    if !refusals.is_empty() {
        return Err(Error::of_refusals(refusals));
    }
    let tested = front.clone();
    let pdf = front.in_turn(move || {
        check(&tested, &labels, &order)?;
        print_sheets(&labels, &order)
    });
    pdf.await?.map_err(|error| refused(&error))
}

/// Tests a label of each version and design: others differ from it in what they say alone.
fn check(front: &Front, labels: &[(Label, u32)], order: &SheetOrder) -> Result<(), label::Error> {
    let (width, height) = order.sheet.label_mm;
    let mut seen: Vec<(Design, u8)> = Vec::new();
    for (label, _) in labels {
        let extent = label.extent_within(width, Some(height), order.dpi)?;
        let alike = (label.design, extent.version());
        if !seen.contains(&alike) {
            seen.push(alike);
            front.tested().check(label, &extent)?;
        }
    }
    Ok(())
}
