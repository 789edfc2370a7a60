//! Dossiers and their files as pages show them.

use crate::http::front::Front;
use crate::office::{self, DossierFileView, DossierView, Error, Refusal, TrailLine};
use crate::scheme::check::instant;
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;
use crate::scheme::product::{Catalogue, ProductSet};
use crate::scheme::words::{Language, Text};

use super::texts::Texts;

/// One fact: its name and what it is.
pub(super) struct Fact {
    pub name: &'static str,
    pub value: String,
}

/// A file in a list.
pub(super) struct ShownFile {
    pub id: i64,
    pub name: String,
    pub address: String,
    pub small: String,
    pub size: String,
    pub at: String,
}

/// A line of a history.
pub(super) struct Happened {
    pub at: String,
    pub who: String,
    pub what: String,
    pub more: String,
}

/// What a dossier says, fact by fact.
pub(super) fn facts(
    front: &Front,
    dossier: &DossierView,
    words: &Texts,
    language: Language,
) -> Vec<Fact> {
    let mut facts = vec![
        Fact {
            name: words.product,
            value: dossier.product.clone(),
        },
        Fact {
            name: words.set,
            value: set(dossier, language),
        },
        Fact {
            name: words.producer,
            value: format!(
                "{} ({})",
                dossier.producer.name,
                dossier.producer.kind.words().get(language)
            ),
        },
        Fact {
            name: words.council,
            value: council(front, dossier.council, language),
        },
        Fact {
            name: words.description,
            value: dossier.description.clone(),
        },
        Fact {
            name: words.address,
            value: dossier.address.clone(),
        },
        Fact {
            name: words.commune,
            value: dossier.commune.clone(),
        },
    ];
    let optional = [
        (words.product_code, dossier.product_code.clone()),
        (words.gtin, dossier.gtin.clone()),
        (
            words.renews,
            dossier.renews.map(|number| number.to_string()),
        ),
        (words.edition, dossier.edition.clone()),
        (words.stars, dossier.stars.map(|stars| format!("{stars} ★"))),
        (words.lodged_at, dossier.lodged_at.map(instant)),
    ];
    for (name, value) in optional {
        facts.extend(value.map(|value| Fact { name, value }));
    }
    for fact in &mut facts {
        if fact.value.is_empty() {
            words.not_yet.clone_into(&mut fact.value);
        }
    }
    facts
}

/// A council by name and code.
pub(super) fn council(front: &Front, code: CouncilCode, language: Language) -> String {
    let held = front.office().held();
    let name = held
        .trust
        .council(code)
        .map(|council| council.name.get(language).to_owned());
    name.map_or_else(|| code.to_string(), |name| format!("{name} ({code})"))
}

fn set(dossier: &DossierView, language: Language) -> String {
    let catalogue = Catalogue::named(dossier.catalogue);
    let set = catalogue.and_then(|catalogue| ProductSet::find(catalogue, dossier.set_no));
    match (set, language) {
        (None, _) => dossier.set_no.to_string(),
        (Some(set), Language::Vi) => format!("{}. {} ({})", set.set_no, set.set_vi, set.group_vi),
        (Some(set), Language::En) => format!("{}. {}", set.set_no, set.set_en),
    }
}

/// The pictures and the documents of a dossier.
pub(super) fn files(dossier: i64, files: Vec<DossierFileView>) -> (Vec<ShownFile>, Vec<ShownFile>) {
    let (pictures, documents): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.kind == "picture");
    let shown = |file: DossierFileView| {
        let address = format!("/api/v1/dossiers/{dossier}/files/{}", file.id);
        ShownFile {
            id: file.id,
            small: format!("{address}?size=small"),
            address,
            name: file.name,
            size: size(file.size),
            at: instant(file.added_at),
        }
    };
    let shown = |files: Vec<DossierFileView>| files.into_iter().map(shown).collect();
    (shown(pictures), shown(documents))
}

fn size(bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{},{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What happened, for people. Who of an office did it is for the office to know.
pub(super) fn history(
    lines: Vec<TrailLine>,
    language: Language,
    with_names: bool,
) -> Vec<Happened> {
    let shown = |line: TrailLine| {
        let of_body = |name: &str| line.body[name].as_str().map(str::to_owned);
        let more = of_body("reason").or_else(|| of_body("name"));
        Happened {
            at: instant(line.happened_at),
            who: if with_names {
                line.name.unwrap_or(line.actor)
            } else {
                String::new()
            },
            what: line.words.get(language).to_owned(),
            more: more.unwrap_or_default(),
        }
    };
    lines.into_iter().map(shown).collect()
}

/// What follows, for a dossier's producer.
pub(super) fn what_next(state: DossierState, words: &'static Texts) -> &'static str {
    match state {
        DossierState::Draft => words.next_draft,
        DossierState::Lodged => words.next_lodged,
        DossierState::Returned => words.next_returned,
        DossierState::AtDistrict => words.next_at_district,
        DossierState::AtProvince => words.next_at_province,
        DossierState::ProposedToCentre => words.next_proposed,
        DossierState::Decided => words.next_decided,
        DossierState::Refused => words.next_refused,
        DossierState::Withdrawn => words.next_withdrawn,
    }
}

/// What keeps a form from being done, to be shown with it, and the status of the page; what is
/// no affair of the form comes back.
pub(super) fn refusals(
    error: office::Error,
) -> Result<(axum::http::StatusCode, Vec<Refusal>), office::Error> {
    use axum::http::StatusCode;
    let whole = |code, message: Text| Refusal {
        row: None,
        column: None,
        code,
        message,
    };
    match error {
        Error::Refused(refusals) => Ok((StatusCode::UNPROCESSABLE_ENTITY, refusals)),
        Error::Stale(stale) => Ok((StatusCode::CONFLICT, vec![whole("stale", stale.words())])),
        Error::Dossier(office::DossierRefused::State(state)) => {
            let words = office::DossierRefused::State(state).words();
            Ok((StatusCode::CONFLICT, vec![whole("dossier_state", words)]))
        }
        other => Err(other),
    }
}
