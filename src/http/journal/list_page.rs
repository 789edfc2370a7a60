//! `/desk/journal`: one's own checks, found by verdict, device and day, and chosen for a case.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::asked;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::front::Front;
use crate::http::query;
use crate::http::tone::{self, Tone};
use crate::office::{Error, JournalCheck, JournalPage, JournalQuery, JournalRecord};
use crate::scheme::check::instant;
use crate::scheme::number::CertificateNumber;
use crate::scheme::verdict::Kind;
use crate::scheme::words::{Language, Text};

/// Lines of a page for people.
const OF_A_PAGE: u32 = 30;
/// Checks that are taken along to a case.
const MOST_CHOSEN: usize = 100;

#[derive(Template)]
#[template(path = "journal/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    kinds: Vec<Choice>,
    of_devices: Vec<Choice>,
    from: String,
    until: String,
    lines: Vec<Line>,
    next: Option<String>,
    csv: String,
    devices: Vec<Device>,
}

struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

struct Line {
    id: i64,
    at: String,
    verdict: Option<Mark>,
    /// What was concluded here, where it is something else.
    again: Option<Mark>,
    number: Option<CertificateNumber>,
    product: Option<String>,
    producer: Option<String>,
    stars: Option<u8>,
    more: Vec<String>,
}

struct Device {
    name: String,
    entries: u64,
    synchronised: String,
}

/// A conclusion: its drawing and its words.
pub(super) struct Mark {
    pub icon: &'static str,
    pub words: String,
}

/// Of a genuine certificate an entry does not say whether its revocation could be checked.
const GENUINE_THEN: Text = Text::new("Giấy chứng nhận thật", "Genuine certificate");

impl Mark {
    /// Of what a device concluded.
    pub fn on_device(kind: Kind, language: Language) -> Self {
        match kind {
            Kind::Genuine => Self {
                icon: tone::icon(kind, Tone::Reserved),
                words: GENUINE_THEN.get(language).to_owned(),
            },
            kind => Self::of(kind, language),
        }
    }

    /// Of a conclusion whose evidence is not at hand.
    pub fn of(kind: Kind, language: Language) -> Self {
        Self {
            icon: tone::icon(kind, Tone::of_kind(kind)),
            words: kind.words().get(language).to_owned(),
        }
    }
}

/// One's own journal
#[utoipa::path(
    get,
    path = "/desk/journal",
    tag = "pages",
    params(
        ("verdict" = Option<String>, Query, description = "Only with this conclusion of the device", example = "expired"),
        ("device" = Option<String>, Query, description = "Only of this device of one's own"),
        ("from" = Option<String>, Query, description = "Only from this day on (UTC+07:00)", example = "2026-08-01"),
        ("until" = Option<String>, Query, description = "Only until the end of this day", example = "2026-08-31"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = match asked::read(written.as_deref().unwrap_or_default(), OF_A_PAGE) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    let office = front.office();
    let found = async {
        let devices = office.journals(&signed.access).await?;
        Ok::<_, Error>((office.journal(&signed.access, &asked).await?, devices))
    };
    match found.await {
        Ok((found, devices)) => show(&front, &signed, &asked, found, &devices),
        Err(error) => signed.refuse(&front, error),
    }
}

/// Takes checks that were chosen along to a new case
///
/// The page's boxes come as `entries`, each of its own.
#[utoipa::path(
    get,
    path = "/desk/journal/case",
    tag = "pages",
    params(("entries" = Option<Vec<i64>>, Query, description = "The numbers of the checks", example = json!([1, 2]))),
    responses((status = 303, description = "To the form of a new case, or back when nothing was chosen")),
)]
pub async fn case(RawQuery(written): RawQuery) -> Response {
    let (mut chosen, mut language) = (Vec::new(), String::new());
    for (name, value) in query::pairs(written.as_deref().unwrap_or_default()) {
        match (name.as_str(), value.parse::<i64>()) {
            ("entries", Ok(id)) if chosen.len() < MOST_CHOSEN => chosen.push(id.to_string()),
            ("lang", _) => query::push(&mut language, "lang", &value),
            _ => {}
        }
    }
    let address = match chosen.is_empty() {
        true => format!("/desk/journal{}", language.replacen('&', "?", 1)),
        false => format!("/desk/cases/new?entries={}{language}", chosen.join(",")),
    };
    Redirect::to(&address).into_response()
}

fn show(
    front: &Front,
    signed: &Signed,
    asked: &JournalQuery,
    found: JournalPage,
    devices: &[JournalRecord],
) -> Response {
    let language = signed.language();
    let own = Texts::of(language);
    let kinds = Kind::ALL.into_iter().rev();
    let next = found.next.as_deref();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let checks = found.checks.into_iter();
    let shown = List {
        shell: Shell::new(front, signed),
        own,
        kinds: kinds
            .map(|kind| Choice {
                value: kind.name().to_owned(),
                words: kind.words().get(language).to_owned(),
                chosen: asked.verdict == Some(kind),
            })
            .collect(),
        of_devices: devices
            .iter()
            .map(|journal| Choice {
                value: journal.device.to_string(),
                words: short(&journal.device.to_string()),
                chosen: asked.device == Some(journal.device),
            })
            .collect(),
        from: day(asked.from),
        until: day(asked.until),
        lines: checks.map(|check| Line::of(check, own, language)).collect(),
        next: next.map(|after| asked::next("/desk/journal", asked, after)),
        csv: asked::address("/desk/journal.csv", asked),
        devices: devices
            .iter()
            .map(|journal| Device {
                name: short(&journal.device.to_string()),
                entries: journal.head.size,
                synchronised: instant(journal.synchronised_at),
            })
            .collect(),
    };
    page(StatusCode::OK, signed, &shown)
}

/// Enough of a device's id to tell one's own devices apart.
pub(super) fn short(device: &str) -> String {
    format!("{}…", &device[..device.len().min(8)])
}

impl Line {
    fn of(check: JournalCheck, own: &'static Texts, language: Language) -> Self {
        let confirmed = check.is_confirmed();
        let again = check.judged_again.filter(|_| check.differs());
        let mut more = Vec::new();
        if check.additions > 0 {
            more.push(format!("{} {}", check.additions, own.additions));
        }
        if check.shelf {
            more.push(own.shelf.to_owned());
        }
        if check.clock_ahead {
            more.push(own.clock_ahead.to_owned());
        }
        Self {
            id: check.id,
            at: instant(check.at),
            verdict: (check.verdict).map(|kind| Mark::on_device(kind, language)),
            again: again.map(|kind| Mark::of(kind, language)),
            number: check.number,
            product: check.product.filter(|_| confirmed),
            producer: check.producer.filter(|_| confirmed),
            stars: check.stars_on_package,
            more,
        }
    }
}
