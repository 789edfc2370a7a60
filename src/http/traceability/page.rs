//! `/my/certificates/{number}/traceability`: the form of the producer's code. What was typed
//! stands in it again with what is refused.

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::shapes;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::office::{Refusal, TraceabilityView};
use crate::scheme::number::CertificateNumber;

#[derive(Template)]
#[template(path = "traceability/form.html")]
struct Page<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    number: CertificateNumber,
    product: String,
    view: TraceabilityView,
    typed: &'a Typed,
    refusals: &'a [Refusal],
    saved: bool,
}

/// The form of a product's traceability code
#[utoipa::path(
    get,
    path = "/my/certificates/{number}/traceability",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("done" = Option<String>, Query, description = "What was just done"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "No such certificate of one's own", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn form(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let number: CertificateNumber = match number.parse() {
        Ok(number) => number,
        Err(error) => return signed.refuse(&front, Error::from(error)),
    };
    let saved = written.is_some_and(|written| written.contains("done=traceability"));
    show(&front, &signed, number, (None, &[], StatusCode::OK, saved)).await
}

/// Gives a product's traceability code
#[utoipa::path(
    post,
    path = "/my/certificates/{number}/traceability",
    tag = "pages",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    request_body(content = shapes::TraceabilityCode, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Saved: to the form"),
        (status = "4XX", description = "The form again with what was typed, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn set(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let number: CertificateNumber = match number.parse() {
        Ok(number) => number,
        Err(error) => return signed.refuse(&front, Error::from(error)),
    };
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = signed.access.clone();
    let setting = async {
        let code = fields.optional("code", &TEXT).unwrap_or_default();
        let code = fields.finish(Some(code))?;
        let setting =
            front.act(async move |office| office.set_traceability(&access, number, &code).await);
        Ok::<_, Error>(setting.await?)
    };
    match setting.await {
        Ok(_) => Redirect::to(&format!(
            "/my/certificates/{number}/traceability?done=traceability"
        ))
        .into_response(),
        Err(error) if !error.errors.is_empty() => {
            let status = error.status();
            let shown = (Some(&typed), error.errors.as_slice(), status, false);
            show(&front, &signed, number, shown).await
        }
        Err(error) => signed.refuse(&front, error),
    }
}

async fn show(
    front: &Front,
    signed: &Signed,
    number: CertificateNumber,
    (typed, refusals, status, saved): (Option<&Typed>, &[Refusal], StatusCode, bool),
) -> Response {
    let office = front.office();
    let found = async {
        let view = office.traceability(&signed.access, number).await?;
        Ok::<_, crate::office::Error>((office.certificate(number).await?, view))
    };
    let (certificate, view) = match found.await {
        Ok(found) => found,
        Err(error) => return signed.refuse(front, error),
    };
    let standing = Typed::of([("code", view.code.clone().unwrap_or_default())]);
    let shown = Page {
        shell: Shell::new(front, signed),
        own: Texts::of(signed.language()),
        number,
        product: certificate.product,
        view,
        typed: typed.unwrap_or(&standing),
        refusals,
        saved,
    };
    page(status, signed, &shown)
}
