//! What a shopper sends: a multipart body, whose photographs go to the disk as they arrive.

use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use tokio::time::timeout;

use crate::http::body::media_type;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{
    self, Incoming, LARGEST_SENT, MOST_REPORT_PHOTOGRAPHS, Refusal, TypedShopperReport,
};

/// How long a part of a photograph may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long all of a body may take: three photographs over a slow line.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// Bytes of all text fields: a code and a long description.
const LARGEST_TEXT: usize = 64 * 1024;

/// What was sent.
pub(super) struct Sent {
    /// The text fields.
    pub typed: Typed,
    /// The photographs that arrived.
    pub photographs: Vec<Incoming>,
    /// Why others did not.
    pub refusals: Vec<Refusal>,
}

/// Whether a body is a form with files.
pub(super) fn is_multipart(request: &Request) -> bool {
    media_type(request.headers())
        .is_some_and(|written| written.eq_ignore_ascii_case("multipart/form-data"))
}

/// Reads a form. Where its report will not be taken anyway, its photographs are let go, and what
/// was typed can still be shown again.
pub(super) async fn read(
    front: &Front,
    request: Request,
    keep_photographs: bool,
) -> Result<Sent, Error> {
    if !is_multipart(&request) {
        return Err(Error::new(&problem::CONTENT_TYPE)
            .saying("Hãy gửi multipart/form-data.", "Send multipart/form-data."));
    }
    let reading = read_all(front, request, keep_photographs);
    let sent = timeout(LONGEST, reading).await;
    sent.map_err(|_| Error::new(&problem::BODY_TIMEOUT))?
}

async fn read_all(
    front: &Front,
    mut request: Request,
    keep_photographs: bool,
) -> Result<Sent, Error> {
    // One more photograph than is taken, so that this is said rather than that it is too much.
    let whole = (LARGEST_SENT + 64 * 1024) * (MOST_REPORT_PHOTOGRAPHS + 1) + LARGEST_TEXT;
    DefaultBodyLimit::max(whole).apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Error::new(&problem::MALFORMED_MULTIPART))?;
    let (mut pairs, mut size) = (Vec::new(), 0);
    let (mut photographs, mut refusals) = (Vec::new(), Vec::new());
    while let Some(field) = soon(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name() {
            // A form in which nothing was chosen sends one nameless, empty file.
            Some("") => {}
            Some(_) if name == "photo" => {
                let keeping = keep_photographs && photographs.len() <= MOST_REPORT_PHOTOGRAPHS;
                match photograph(front, field, keeping).await? {
                    Ok(Some(incoming)) => photographs.push(incoming),
                    Ok(None) => {}
                    Err(office::Error::Refused(refused)) => refusals.extend(refused),
                    Err(error) => return Err(error.into()),
                }
            }
            Some(_) => {
                return Err(Error::new(&problem::UNKNOWN_FIELD).saying(
                    "Tệp chỉ được gửi trong trường photo.",
                    "Files are taken in the field photo alone.",
                ));
            }
            None => {
                let value = text(field, LARGEST_TEXT - size).await?;
                size += name.len() + value.len();
                pairs.push((name, value));
                if size > LARGEST_TEXT {
                    return Err(too_much());
                }
            }
        }
    }
    Ok(Sent {
        typed: Typed::of_pairs(pairs),
        photographs,
        refusals,
    })
}

/// One photograph. That it is refused is its own affair; that the body breaks off is everybody's.
async fn photograph(
    front: &Front,
    mut field: Field<'_>,
    keep: bool,
) -> Result<Result<Option<Incoming>, office::Error>, Error> {
    let mut incoming = match keep {
        true => Some(front.office().receive_report_photograph().await?),
        false => None,
    };
    let mut refused = None;
    while let Some(part) = soon(field.chunk()).await? {
        // The rest of what is refused is read and let go, so that the answer arrives.
        if let Some(incoming) = incoming.as_mut().filter(|_| refused.is_none()) {
            refused = incoming.write(&part).await.err();
        }
    }
    Ok(match refused {
        None => Ok(incoming),
        Some(refused) => Err(refused),
    })
}

async fn text(mut field: Field<'_>, most: usize) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(part) = soon(field.chunk()).await? {
        if all.len() + part.len() > most {
            return Err(too_much());
        }
        all.extend_from_slice(&part);
    }
    // What is no UTF-8 becomes U+FFFD.
    Ok(String::from_utf8_lossy(&all).into_owned())
}

fn too_much() -> Error {
    Error::new(&problem::TOO_LARGE).saying(
        "Nội dung gửi lên quá lớn: nhiều nhất 3 ảnh, mỗi ảnh tối đa 10 MB, và 4.000 ký tự. Hãy bớt đi rồi gửi lại.",
        "This is too much: at most 3 photographs of 10 MB each, and 4,000 characters. Send less.",
    )
}

async fn soon<T>(part: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Error> {
    let part = timeout(PATIENCE, part).await;
    let part = part.map_err(|_| Error::new(&problem::BODY_TIMEOUT))?;
    part.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_much(),
        _ => Error::new(&problem::MALFORMED_MULTIPART),
    })
}

/// The fields of a report, of a form or of a program's body, with everything that is wrong.
pub(super) fn report(fields: &mut Fields, refusals: Vec<Refusal>) -> TypedShopperReport {
    let before = fields.faults_so_far();
    let mut text = |name| fields.optional(name, &TEXT).unwrap_or_default();
    let report = TypedShopperReport {
        code: text("code"),
        once: text("once"),
        reason: text("reason"),
        product: text("product"),
        description: text("description"),
        shop: text("shop"),
        shop_address: text("shop_address"),
        province: text("province"),
        contact: text("contact"),
    };
    // What is no text is said to be none, and not to be missing too.
    let wrong = match fields.faults_so_far() == before {
        true => report.refusals(),
        false => Vec::new(),
    };
    for refusal in wrong.into_iter().chain(refusals) {
        fields.refuse_for(refusal);
    }
    report
}

/// Keeps a report that was sent, and returns its number.
pub(super) async fn keep(
    front: &Front,
    report: TypedShopperReport,
    photographs: Vec<Incoming>,
) -> Result<String, Error> {
    let turn = match photographs.is_empty() {
        true => None,
        false => Some(front.picture_turn().await?),
    };
    let keeping = async move |office: std::sync::Arc<office::Office>| {
        let _turn = turn;
        office.report_suspicion(&report, photographs).await
    };
    Ok(front.act(keeping).await?.to_string())
}
