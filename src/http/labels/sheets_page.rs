//! `/my/certificates/{number}/sheets`: labels of one producer's certificates on sheets.

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::choices::{Choice, Kinds, designs, printers, wordings};
use super::refused::said;
use super::sheet_form::{SheetForm, papers};
use super::sheets::printed;
use super::subject::Subject;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page as shown};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::front::Front;
use crate::http::saved::saved;
use crate::office::Refusal;
use crate::scheme::number::CertificateNumber;

/// Certificates that the form offers.
const OFFERED: u32 = 50;

#[derive(Template)]
#[template(path = "labels/sheets.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    number: CertificateNumber,
    typed: Typed,
    refusals: Vec<Refusal>,
    designs: Vec<Choice>,
    kinds: Vec<Choice>,
    wordings: Vec<Choice>,
    printers: Vec<Choice>,
    usual_dpi: u32,
    sheets: Vec<Choice>,
    offered: Vec<(String, String, String)>,
}

impl Page<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        let mut refusals = self.refusals.iter();
        refusals.any(|refusal| refusal.column == Some(field))
    }
}

/// Labels on sheets
#[utoipa::path(
    get,
    path = "/my/certificates/{number}/sheets",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("design" = Option<String>, Query, description = "What is chosen already; so are `wording`, `kind`, `printer` and `dpi`"),
    ),
    responses(
        (status = 200, description = "A form", body = String, content_type = "text/html"),
        (status = "4XX", description = "A page that says why there are no labels", body = String, content_type = "text/html"),
    ),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let typed = Typed::of_query(written.as_deref().unwrap_or_default());
    match show(&front, &signed, &number, typed, None).await {
        Ok(response) => response,
        Err(error) => signed.refuse(&front, error),
    }
}

/// Labels on sheets, as a PDF
#[utoipa::path(
    post,
    path = "/my/certificates/{number}/sheets",
    tag = "pages",
    params(("number" = String, Path, description = "The certificate number", example = "CB-0-8"),),
    request_body(content = super::shapes::SheetForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The sheets", body = Vec<u8>, content_type = "application/pdf"),
        (status = "4XX", description = "The form again with what was typed, saying everything that is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn print(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let typed = match Fields::of_form(request).await {
        Ok((_, typed)) => typed,
        Err(error) => return signed.refuse(&front, error),
    };
    let made = async {
        // The certificate of the address is in reach, or nothing is said of the form.
        Subject::find(&front, &signed.access, &number).await?;
        let form = SheetForm::read(&typed, &front.office().config().label)?;
        printed(&front, &signed.access, form.order, form.lines).await
    };
    match made.await {
        Ok(pdf) => saved(pdf, "application/pdf", &format!("{number}-labels.pdf")),
        Err(error) if error.status().is_client_error() => {
            let again = show(&front, &signed, &number, typed, Some(error)).await;
            again.unwrap_or_else(|error| signed.refuse(&front, error))
        }
        Err(error) => signed.refuse(&front, error),
    }
}

async fn show(
    front: &Front,
    signed: &Signed,
    number: &str,
    typed: Typed,
    error: Option<Error>,
) -> Result<Response, Error> {
    let subject = Subject::find(front, &signed.access, number).await?;
    let number = subject.number();
    let kinds = Kinds::of(front, &subject).await?;
    let mut offered = front
        .office()
        .certificates_beside(&signed.access, number, OFFERED)
        .await?;
    // One that is suspended may be printed too, when its chair allows it.
    if offered
        .iter()
        .all(|listed| listed.certificate.number != number)
    {
        offered.insert(0, subject.listed.clone());
    }
    let (status, refusals) = match error {
        Some(error) => (error.status(), said(error)),
        None => (StatusCode::OK, Vec::new()),
    };
    let language = signed.language();
    let page = Page {
        shell: Shell::new(front, signed),
        words: Texts::of(language),
        number,
        refusals,
        designs: designs(&typed, subject.is_of_a_place(), language),
        kinds: kinds.choices(&typed, language),
        wordings: wordings(&typed, language),
        printers: printers(&typed, language),
        usual_dpi: front.office().config().label.dpi,
        sheets: papers(&typed, language),
        offered: offered
            .into_iter()
            .map(|listed| {
                let certificate = listed.certificate;
                let number = certificate.number.to_string();
                let typed = typed.get(&number).to_owned();
                (number, certificate.product, typed)
            })
            .collect(),
        typed,
    };
    Ok(shown(status, signed, &page))
}
