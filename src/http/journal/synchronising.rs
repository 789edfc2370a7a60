//! `/api/v1/journal/{device}`: how far a device's journal has grown here, and what it adds.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use super::shapes;
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXTS;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{self, Access, JournalRefused, MOST_ENTRIES};
use crate::scheme::journal::DeviceId;

/// Bytes of a request: as many entries as one may have, if they are of usual lengths.
const LARGEST: usize = 5 * 1024 * 1024;

/// How far a journal has grown
///
/// Of a device of one's own. A device from which nothing came yet has size 0 and an empty head.
/// `awaited` names photographs that entries name and that have not come.
#[utoipa::path(
    get,
    path = "/api/v1/journal/{device}",
    tag = "journal",
    params(("device" = String, Path, description = "What the device drew by lot: 16 bytes as base64url", example = "AAECAwQFBgcICQoLDA0ODw")),
    responses(
        (status = 200, description = "Its size and the hash of its last entry", body = shapes::JournalHead),
        (status = 404, description = "`no_such_journal`: another account's device, or no device at all", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn head(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(device): Path<String>,
) -> Result<Response, Error> {
    let device = named(&device)?;
    Ok(done(front.office().journal_head(&access, device).await?))
}

/// Takes entries of a journal in
///
/// The texts just as the device wrote them, in the order of their counters; at most 200, and
/// 5 MB. Each is kept once however often it is sent, and all of a request or none. The form of an
/// entry is in `docs/inspecting.md`, its vectors in `tests/vectors/journal.json`.
#[utoipa::path(
    post,
    path = "/api/v1/journal/{device}/entries",
    tag = "journal",
    params(("device" = String, Path, description = "What the device drew by lot: 16 bytes as base64url", example = "AAECAwQFBgcICQoLDA0ODw")),
    request_body = shapes::NewJournalEntries,
    responses(
        (status = 200, description = "All are kept", body = shapes::TakenIn),
        (status = 404, description = "`no_such_journal`: another account's device, or no device at all", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`journal_gap`: entries before the first are missing, ask how far the journal has grown; `journal_forked`: another entry is kept under this counter, begin a new journal", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`bad_entry`: which rows, and why; nothing was kept", body = document::Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too much arrives at once", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
        NotRead,
    ),
)]
pub async fn take_in(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(device): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let device = named(&device)?;
    let mut fields = Fields::read_within(request, LARGEST).await?;
    let entries = fields.required("entries", &TEXTS);
    let entries = fields.finish(entries)?;
    if entries.len() > MOST_ENTRIES {
        return Err(Error::new(&problem::TOO_LARGE).of_field("entries").saying(
            format!("Mỗi lần gửi tối đa {MOST_ENTRIES} mục. Hãy chia thành nhiều lần."),
            format!("A request has at most {MOST_ENTRIES} entries. Send them in parts."),
        ));
    }
    let taking =
        front.act(async move |office| office.take_journal_in(&access, device, entries).await);
    Ok(done(taking.await?))
}

/// The device that an address names.
pub(super) fn named(device: &str) -> Result<DeviceId, Error> {
    let unknown = |_| Error::from(office::Error::from(JournalRefused::NoSuchJournal));
    device.parse().map_err(unknown)
}
