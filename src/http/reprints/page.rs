//! `/desk/certificates/{number}/reprints`: the chair's page about labels of a suspended
//! certificate. What was typed stands in the form again with what is refused.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use askama::Template;

use super::shapes;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{Refusal, ReprintView, Right};
use crate::scheme::check::instant;
use crate::scheme::number::CertificateNumber;

#[derive(Template)]
#[template(path = "reprints/form.html")]
struct Page<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    number: CertificateNumber,
    product: String,
    permit: Option<Permit>,
    typed: &'a Typed,
    refusals: &'a [Refusal],
}

struct Permit {
    reason: String,
    who: String,
    at: String,
}

/// The page about labels of a suspended certificate
#[utoipa::path(
    get,
    path = "/desk/certificates/{number}/reprints",
    tag = "pages",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "No such certificate within reach", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn form(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
) -> Response {
    match named(&signed, &number) {
        Ok(number) => {
            let nothing = (&Typed::default(), [].as_slice());
            show(&front, &signed, number, StatusCode::OK, nothing).await
        }
        Err(error) => signed.refuse(&front, error),
    }
}

/// Allows labels of a suspended certificate
#[utoipa::path(
    post,
    path = "/desk/certificates/{number}/reprints",
    tag = "pages",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    request_body(content = shapes::ReprintReason, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Done: to the certificate's page"),
        (status = "4XX", description = "The form again with what was typed, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn allow(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let number = match named(&signed, &number) {
        Ok(number) => number,
        Err(error) => return signed.refuse(&front, error),
    };
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let allowing = async {
        let reason = fields.required("reason", &TEXT);
        let reason = fields.finish(reason)?;
        let access = signed.access.clone();
        let allowing =
            front.act(async move |office| office.allow_reprints(&access, number, &reason).await);
        Ok(allowing.await?)
    };
    match allowing.await {
        Ok(_) => done(number, "reprints"),
        Err(error) => again(&front, &signed, number, error, &typed).await,
    }
}

/// Withdraws the permit for labels of a suspended certificate
#[utoipa::path(
    post,
    path = "/desk/certificates/{number}/reprints/withdraw",
    tag = "pages",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8")),
    responses(
        (status = 303, description = "Done: to the certificate's page"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn withdraw(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
) -> Response {
    let number = match named(&signed, &number) {
        Ok(number) => number,
        Err(error) => return signed.refuse(&front, error),
    };
    let access = signed.access.clone();
    let withdrawing =
        front.act(async move |office| office.withdraw_reprints(&access, number).await);
    match withdrawing.await {
        Ok(()) => done(number, "no-reprints"),
        Err(error) => again(&front, &signed, number, error.into(), &Typed::default()).await,
    }
}

fn named(signed: &Signed, number: &str) -> Result<CertificateNumber, Error> {
    let number: CertificateNumber = number.parse()?;
    if !signed.access.reaches(Right::Reprint, number.council) {
        return Err(Error::new(&problem::NO_SUCH_NUMBER));
    }
    Ok(number)
}

fn done(number: CertificateNumber, act: &str) -> Response {
    Redirect::to(&format!("/desk/certificates/{number}?done={act}")).into_response()
}

/// The page again, with everything that is wrong.
async fn again(
    front: &Front,
    signed: &Signed,
    number: CertificateNumber,
    error: Error,
    typed: &Typed,
) -> Response {
    let status = error.status();
    if !status.is_client_error() {
        return signed.refuse(front, error);
    }
    let refusals = match error.errors.is_empty() {
        false => error.errors,
        true => vec![Refusal {
            row: None,
            column: error.field,
            code: error.code,
            message: error.detail,
        }],
    };
    show(front, signed, number, status, (typed, &refusals)).await
}

async fn show(
    front: &Front,
    signed: &Signed,
    number: CertificateNumber,
    status: StatusCode,
    (typed, refusals): (&Typed, &[Refusal]),
) -> Response {
    let office = front.office();
    let found = async {
        let permit = office.reprints(&signed.access, number).await?;
        Ok::<_, crate::office::Error>((office.certificate(number).await?, permit))
    };
    let (certificate, permit) = match found.await {
        Ok(found) => found,
        Err(error) => return signed.refuse(front, error),
    };
    let shown = Page {
        shell: Shell::new(front, signed),
        own: Texts::of(signed.language()),
        number,
        product: certificate.product,
        permit: permit.map(Permit::of),
        typed,
        refusals,
    };
    page(status, signed, &shown)
}

impl Permit {
    fn of(permit: ReprintView) -> Self {
        Self {
            reason: permit.reason,
            who: permit.name.unwrap_or(permit.allowed_by),
            at: instant(permit.allowed_at),
        }
    }
}
