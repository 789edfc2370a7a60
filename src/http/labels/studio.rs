//! `/my/certificates/{number}/labels`: a label is designed, seen and downloaded.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use askama::Template;

use super::asked::Asked;
use super::choices::{Choice, Kinds, designs, printers, wordings};
use super::figures::Figures;
use super::refused::{refused, said};
use super::said::{Finding, facts, finding, names, number as written_number, self_test};
use super::shapes::LabelParameters;
use super::subject::Subject;
use super::table::{OfPrinter, table};
use super::texts::Texts;
use super::wishes::Wishes;
use crate::http::desk::{Shell, Signed, page as shown};
use crate::http::error::Error;
use crate::http::fields::Typed;
use crate::http::front::Front;
use crate::http::scripts;
use crate::label::Format;
use crate::office::Refusal;
use crate::scheme::number::CertificateNumber;

#[derive(Template)]
#[template(path = "labels/studio.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    script: String,
    number: CertificateNumber,
    product: String,
    typed: Typed,
    refusals: Vec<Refusal>,
    designs: Vec<Choice>,
    kinds: Vec<Choice>,
    wordings: Vec<Choice>,
    printers: Vec<Choice>,
    usual_module: String,
    usual_dpi: u32,
    shown: Option<Shown>,
    table_kinds: Vec<String>,
    table: Vec<OfPrinter>,
}

impl Page<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        let mut refusals = self.refusals.iter();
        refusals.any(|refusal| refusal.column == Some(field))
    }
}

/// A label that can be made.
struct Shown {
    picture: String,
    findings: Vec<Finding>,
    facts: Vec<(&'static str, String)>,
    /// What the names in the code cost.
    names: Option<String>,
    /// An address and what it gives.
    files: Vec<(String, String)>,
    sheets: String,
    proof: String,
}

/// The label studio
///
/// The parameters are those of the label in the API, and `printer` in place of `dpi`.
#[utoipa::path(
    get,
    path = "/my/certificates/{number}/labels",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        LabelParameters,
        ("printer" = Option<String>, Query, description = "`thermal-203`, `thermal-300`, `thermal-600`, `office`, `digital`, `flexo` or `offset`", example = "office"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying everything that is wrong; or a page that says why there are no labels", body = String, content_type = "text/html"),
    ),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    Path(number): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = Asked::read(written.as_deref().unwrap_or_default());
    match show(&front, &signed, &number, asked).await {
        Ok(response) => response,
        Err(error) => signed.refuse(&front, error),
    }
}

async fn show(
    front: &Front,
    signed: &Signed,
    number: &str,
    asked: Asked,
) -> Result<Response, Error> {
    let subject = Subject::find(front, &signed.access, number).await?;
    let kinds = Kinds::of(front, &subject).await?;
    let (status, shown_label, refusals) = match made(front, signed, &subject, &asked).await {
        Ok(label) => (StatusCode::OK, Some(label), Vec::new()),
        Err(error) if error.status().is_client_error() => (error.status(), None, said(error)),
        Err(error) => return Err(error),
    };
    let language = signed.language();
    let config = &front.office().config().label;
    let typed = &asked.typed;
    let page = Page {
        shell: Shell::new(front, signed),
        words: Texts::of(language),
        script: scripts::LABELS.address(),
        number: subject.number(),
        product: subject.listed.certificate.product.clone(),
        refusals,
        designs: designs(typed, subject.is_of_a_place(), language),
        kinds: kinds.choices(typed, language),
        wordings: wordings(typed, language),
        printers: printers(typed, language),
        usual_module: written_number(config.module_mm, 2, language),
        usual_dpi: config.dpi,
        shown: shown_label,
        table_kinds: kinds
            .texts()
            .map(|(kind, _)| kind.words().get(language).to_owned())
            .collect(),
        table: table(&kinds, language),
        typed: asked.typed,
    };
    Ok(scripts::allow(shown(status, signed, &page)))
}

/// The label that is asked for, measured and tested.
async fn made(
    front: &Front,
    signed: &Signed,
    subject: &Subject,
    asked: &Asked,
) -> Result<Shown, Error> {
    let language = signed.language();
    let mut fields = asked.fields();
    let wishes = Wishes::take(&mut fields, &front.office().config().label);
    let wishes = fields.finish(wishes)?;
    let label = subject.label(front.office(), wishes.content).await?;
    let tested = front.clone();
    let measured = front.in_turn(move || {
        let extent = wishes.extent(&label)?;
        let report = tested.tested().report(&label, &extent)?;
        report.check()?;
        Ok((Figures::of(&label, &extent)?, report))
    });
    let (figures, report) = measured.await?.map_err(|error| refused(&error))?;
    let number = subject.number();
    let file = |format: Format| {
        let (name, query) = (format.name(), &asked.query);
        format!("/api/v1/certificates/{number}/label?format={name}{query}")
    };
    Ok(Shown {
        picture: file(Format::Svg),
        findings: vec![finding(&figures, language), self_test(&report, language)],
        facts: facts(&figures, language),
        names: figures.names.as_ref().map(|cost| names(cost, language)),
        files: Format::ALL
            .map(|format| (file(format), format.words().get(language).to_owned()))
            .into(),
        sheets: sheets_address(number, &asked.typed),
        proof: format!(
            "/api/v1/certificates/{number}/label/proof?dpi={}",
            wishes.dpi
        ),
    })
}

/// The page of sheets with the same label.
fn sheets_address(number: CertificateNumber, typed: &Typed) -> String {
    let mut address = format!("/my/certificates/{number}/sheets?");
    for name in ["design", "wording", "kind", "printer", "dpi"] {
        let value = typed.get(name);
        if !value.is_empty() {
            crate::http::query::push(&mut address, name, value);
        }
    }
    address.replacen("?&", "?", 1)
}
