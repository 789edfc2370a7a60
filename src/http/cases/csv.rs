//! `/desk/cases.csv`: a list of cases for spreadsheets. No cell is a formula.

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::asked;
use super::shown;
use super::texts::Texts;
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::http::saved::saved;
use crate::office::{BYTE_ORDER_MARK, CaseLine, harmless};
use crate::scheme::check::instant;
use crate::scheme::words::Language;

/// Cases that are read at once.
const AT_ONCE: u32 = 500;
/// Cases of a file. More are filtered first.
const MOST: usize = 20_000;

/// A list of cases as CSV
#[utoipa::path(
    get,
    path = "/desk/cases.csv",
    tag = "pages",
    params(
        ("state" = Option<String>, Query, description = "Only in this state"),
        ("kind" = Option<String>, Query, description = "Only of this kind"),
        ("province" = Option<String>, Query, description = "Only in this province"),
        ("product_set" = Option<String>, Query, description = "Only of this set of products"),
    ),
    responses((status = 200, description = "The newest first, at most 20,000", body = String, content_type = "text/csv")),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let written = written.as_deref().unwrap_or_default();
    match written_out(&front, &signed, written).await {
        Ok(bytes) => saved(bytes, "text/csv; charset=utf-8", "cases.csv"),
        Err(error) => signed.refuse(&front, error),
    }
}

async fn written_out(front: &Front, signed: &Signed, written: &str) -> Result<Vec<u8>, Error> {
    let mut asked = asked::cases(written, AT_ONCE)?;
    asked.limit = AT_ONCE;
    let mut lines = Vec::new();
    loop {
        let page = front.office().cases(&signed.access, &asked).await?;
        lines.extend(page.cases);
        match page.next {
            Some(next) if lines.len() < MOST => asked.after = Some(next),
            _ => break,
        }
    }
    table(&lines, signed.language()).map_err(|error| {
        tracing::error!(%error, "a list of cases could not be written");
        Error::new(&problem::INTERNAL)
    })
}

fn table(lines: &[CaseLine], language: Language) -> Result<Vec<u8>, csv::Error> {
    let words = Texts::of(language);
    let mut rows = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    rows.write_record([
        words.reference,
        words.kind,
        words.state,
        words.province,
        words.certificate,
        words.set,
        words.product,
        words.producer,
        words.shop,
        words.assignee,
        words.opened,
        words.changed_at,
    ])?;
    for line in lines {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let set = line.product_set.as_deref();
        let cells = [
            line.reference.clone(),
            line.kind.words().get(language).to_owned(),
            line.state.words().get(language).to_owned(),
            line.province
                .as_deref()
                .map(shown::province)
                .unwrap_or_default(),
            line.number
                .map(|number| number.to_string())
                .unwrap_or_default(),
            set.map(|set| shown::product_set(set, language))
                .unwrap_or_default(),
            text(&line.product),
            text(&line.producer),
            line.shop.clone(),
            text(&line.assignee),
            instant(line.opened_at),
            instant(line.changed_at),
        ];
        rows.write_record(cells.map(harmless))?;
    }
    rows.into_inner().map_err(|error| error.into_error().into())
}
