//! `/desk/journal.csv`: one's own checks for a spreadsheet, sent as they are read. No cell is a
//! formula.

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use futures_util::stream;

use super::asked;
use super::texts::Texts;
use crate::http::desk::Signed;
use crate::http::front::Front;
use crate::http::saved::saved;
use crate::office::{
    Access, BYTE_ORDER_MARK, Error, JournalAddition, JournalCheck, JournalQuery, harmless,
};
use crate::scheme::check::instant;
use crate::scheme::words::Language;

/// Checks that are read at once.
const PAGE: u32 = 200;

/// One's own journal as CSV
///
/// Every check that passes the filters of `/desk/journal`, with its notes and where it was made.
#[utoipa::path(
    get,
    path = "/desk/journal.csv",
    tag = "pages",
    params(
        ("verdict" = Option<String>, Query, description = "As of `/desk/journal`, with all its filters", example = "expired"),
    ),
    responses((status = 200, description = "The checks, a line each", body = String, content_type = "text/csv")),
)]
pub async fn csv(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let mut asked = match asked::read(written.as_deref().unwrap_or_default(), PAGE) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    asked.limit = PAGE;
    let reader = Reader {
        language: signed.language(),
        access: signed.access.clone(),
        front: front.clone(),
    };
    // The first is read before anything is sent, so that what is refused is refused as a page.
    let first = match reader.page(&mut asked, true).await {
        Ok(first) => first,
        Err(Broken::Office(error)) => return signed.refuse(&front, error),
        Err(error) => {
            tracing::error!(%error, "a journal could not be written");
            return signed.refuse(&front, Error::Stopped);
        }
    };
    let rest = stream::try_unfold((reader, asked), |(reader, mut asked)| async move {
        if asked.after.is_none() {
            return Ok(None);
        }
        let rows = reader.page(&mut asked, false).await?;
        Ok::<_, Broken>(Some((rows, (reader, asked))))
    });
    let sent = stream::StreamExt::chain(stream::iter([Ok(first)]), rest);
    let body = Body::from_stream(sent);
    saved(body, "text/csv; charset=utf-8", "journal.csv")
}

/// What can go wrong while it is sent: then the connection is cut, so that half a table never
/// looks like a whole one.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Office(#[from] Error),
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

struct Reader {
    front: Front,
    access: Access,
    language: Language,
}

impl Reader {
    /// The next page, after which `asked` is of the one after it.
    async fn page(&self, asked: &mut JournalQuery, first: bool) -> Result<Bytes, Broken> {
        let office = self.front.office();
        let page = office.journal(&self.access, asked).await?;
        asked.after = page.next;
        let begun = if first { BYTE_ORDER_MARK } else { "" };
        let mut rows = csv::Writer::from_writer(begun.as_bytes().to_vec());
        let own = Texts::of(self.language);
        if first {
            rows.write_record(headings(own))?;
        }
        for check in page.checks {
            let mut additions = Vec::new();
            if check.additions > 0 {
                let evidence = office.journal_evidence(&self.access, check.id).await?;
                additions = evidence.additions;
            }
            rows.write_record(self.cells(check, &additions))?;
        }
        let rows = rows.into_inner().map_err(|error| error.into_error());
        Ok(rows.map_err(csv::Error::from)?.into())
    }

    fn cells(&self, check: JournalCheck, additions: &[JournalAddition]) -> [String; 17] {
        let confirmed = check.is_confirmed();
        let words = |kind: Option<crate::scheme::verdict::Kind>| {
            kind.map_or_else(String::new, |kind| {
                kind.words().get(self.language).to_owned()
            })
        };
        let notes = additions.iter().filter_map(|added| added.note.as_deref());
        let place = additions.iter().rev().find_map(|added| added.place);
        let written = |number: Option<f64>| number.map_or_else(String::new, |of| of.to_string());
        let own = Texts::of(self.language);
        [
            check.id.to_string(),
            instant(check.at),
            match check.verdict {
                None => own.typed.to_owned(),
                verdict => words(verdict),
            },
            words(check.judged_again),
            check
                .number
                .map(|number| number.to_string())
                .unwrap_or_default(),
            harmless(check.product.filter(|_| confirmed).unwrap_or_default()),
            harmless(check.producer.filter(|_| confirmed).unwrap_or_default()),
            check
                .stars_on_package
                .map(|stars| stars.to_string())
                .unwrap_or_default(),
            harmless(notes.collect::<Vec<_>>().join("\n")),
            written(place.map(|place| place.latitude)),
            written(place.map(|place| place.longitude)),
            written(place.map(|place| place.accuracy_metres)),
            additions
                .iter()
                .filter(|added| added.photograph.is_some())
                .count()
                .to_string(),
            harmless(check.code),
            harmless(check.device.to_string()),
            check.counter.to_string(),
            harmless(check.hash.to_string()),
        ]
    }
}

fn headings(own: &'static Texts) -> [&'static str; 17] {
    [
        own.title,
        own.checked_at,
        own.verdict,
        own.verdict_again,
        own.number,
        own.product,
        own.producer,
        own.stars_on_package,
        own.notes,
        own.latitude,
        own.longitude,
        own.accuracy,
        own.photographs,
        own.code,
        own.device,
        own.entry_of,
        own.hash,
    ]
}
