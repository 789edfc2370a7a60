//! The register as open data: CSV for spreadsheets, JSON for programs, sent page by page so that
//! it takes no more memory for many certificates than for few.

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream::{self, Stream};

use super::asked::Asked;
use super::shapes;
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::office::{self, BYTE_ORDER_MARK, CertificateQuery, ListedView, harmless};

/// Certificates that are read at once.
const PAGE: u32 = 500;

const COLUMNS: [&str; 12] = [
    "number",
    "status",
    "stars",
    "product",
    "producer",
    "council",
    "catalogue",
    "set_no",
    "group",
    "issued_on",
    "valid_through",
    "url",
];

/// The register as CSV
///
/// Every certificate, or those that pass the filters of `/api/v1/certificates`, in the order of
/// issuing. UTF-8 with a byte order mark; a cell that a spreadsheet would take for a formula
/// begins with an apostrophe.
#[utoipa::path(
    get,
    path = "/register.csv",
    tag = "register",
    params(
        ("q" = Option<String>, Query, description = "As of `/api/v1/certificates`, with all its filters", example = "che shan"),
        ("province" = Option<String>, Query, description = "Only this province's", example = "VN-04@2"),
        ("status" = Option<String>, Query, description = "Only what is worth this today", example = "in_force"),
    ),
    responses(
        (status = 200, description = "The certificates", body = String, content_type = "text/csv"),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`: of `producer`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "As of `/api/v1/certificates`", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`not_ready`: the register is being indexed", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn csv(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked::OpenData.read(written.as_deref().unwrap_or_default(), PAGE)?;
    let written = |page: &[ListedView], first: bool, _last: bool| {
        let mut rows = csv::Writer::from_writer(Vec::new());
        if first {
            rows.write_record(COLUMNS)?;
        }
        for listed in page {
            rows.write_record(cells(listed))?;
        }
        let rows = rows.into_inner().map_err(|error| error.into_error())?;
        Ok(match first {
            true => [BYTE_ORDER_MARK.as_bytes(), &rows].concat(),
            false => rows,
        })
    };
    all(
        front,
        asked,
        "text/csv; charset=utf-8",
        "register.csv",
        written,
    )
    .await
}

fn cells(listed: &ListedView) -> [String; 12] {
    let certificate = &listed.certificate;
    [
        certificate.number.to_string(),
        listed.status.name().to_owned(),
        certificate.stars.to_string(),
        harmless(certificate.product.clone()),
        harmless(certificate.producer.clone()),
        certificate.council.to_string(),
        listed.catalogue.name().to_owned(),
        listed.set_no.to_string(),
        listed.group.to_owned(),
        certificate.issued_on.to_string(),
        certificate.valid_through.to_string(),
        certificate.url.clone().unwrap_or_default(),
    ]
}

/// The register as JSON
///
/// The same as `/register.csv`, as one array.
#[utoipa::path(
    get,
    path = "/register.json",
    tag = "register",
    params(
        ("q" = Option<String>, Query, description = "As of `/api/v1/certificates`, with all its filters", example = "che shan"),
        ("province" = Option<String>, Query, description = "Only this province's", example = "VN-04@2"),
        ("status" = Option<String>, Query, description = "Only what is worth this today", example = "in_force"),
    ),
    responses(
        (status = 200, description = "The certificates", body = Vec<shapes::CertificateRow>),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_number`, `mistyped_number`, `not_a_number`: of `producer`", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "As of `/api/v1/certificates`", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`not_ready`: the register is being indexed", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn json(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked::OpenData.read(written.as_deref().unwrap_or_default(), PAGE)?;
    let written = |page: &[ListedView], first: bool, last: bool| {
        let mut rows = Vec::new();
        for (place, listed) in page.iter().enumerate() {
            let before: &[u8] = match first && place == 0 {
                true => b"[\n",
                false => b",\n",
            };
            rows.extend_from_slice(before);
            serde_json::to_writer(&mut rows, listed)?;
        }
        match (last, first && page.is_empty()) {
            (_, true) => rows.extend_from_slice(b"[]\n"),
            (true, false) => rows.extend_from_slice(b"\n]\n"),
            (false, false) => {}
        }
        Ok(rows)
    };
    all(front, asked, "application/json", "register.json", written).await
}

/// What can go wrong while it is sent: the connection is cut, so that half a register never looks
/// like a whole one.
type Broken = Box<dyn std::error::Error + Send + Sync>;
type Written = Result<Vec<u8>, Broken>;

/// Sends every page. The first is read before anything is sent, so that what is refused is
/// refused with its status.
async fn all(
    front: Front,
    mut asked: CertificateQuery,
    content_type: &'static str,
    name: &'static str,
    write: impl Fn(&[ListedView], bool, bool) -> Written + Send + 'static,
) -> Result<Response, Error> {
    let first = front.office().certificates(&asked).await?;
    asked.after = first.next.clone();
    let begun = write(&first.certificates, true, first.next.is_none());
    let rest = rest(front, asked, write);
    let sent = stream::StreamExt::chain(stream::iter([begun.map(Bytes::from)]), rest);
    let mut response = Response::new(Body::from_stream(sent));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    if let Ok(disposition) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    let cache = HeaderValue::from_static("public, max-age=60");
    headers.insert(header::CACHE_CONTROL, cache);
    Ok(response)
}

fn rest(
    front: Front,
    asked: CertificateQuery,
    write: impl Fn(&[ListedView], bool, bool) -> Written + Send + 'static,
) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
    stream::try_unfold(
        (front, asked, write),
        |(front, mut asked, write)| async move {
            if asked.after.is_none() {
                return Ok(None);
            }
            let page = front.office().certificates(&asked).await.map_err(broken)?;
            asked.after = page.next;
            let rows = write(&page.certificates, false, asked.after.is_none())?;
            Ok(Some((Bytes::from(rows), (front, asked, write))))
        },
    )
}

fn broken(error: office::Error) -> Broken {
    tracing::error!(code = error.code(), %error, "open data could not be sent to its end");
    error.into()
}
