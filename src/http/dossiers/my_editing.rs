//! Writing a dossier at the producer's door: begun anew, as a renewal, or changed. What was typed
//! is shown again until it is saved.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::form::{Field, Kind, with_wrongs};
use super::shown::Fact;
use super::texts::Texts;
use super::{fields, identity, onward, shown};
use crate::http::desk::{Shell, Signed, page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::http::query;
use crate::office::{self, DossierRefused, DossierView, Office, Refusal, Right, TypedDossier};
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "dossiers/edit.html")]
struct Form<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    title: String,
    action: String,
    version: i64,
    fields: Vec<Field>,
    refusals: &'a [Refusal],
    /// What stands in the register where it differs from what was typed.
    stands: Vec<Fact>,
    begun_from: bool,
}

/// The form to begin a dossier
///
/// `producer` names whose it is, `copies` the dossier and `renews` the certificate that it
/// begins with.
#[utoipa::path(
    get,
    path = "/my/dossiers/new",
    tag = "pages",
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "What is named is not there, or not in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn blank(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let written = written.unwrap_or_default();
    let (typed, begun_from) = match begun_with(&front, &signed, &written).await {
        Ok(begun) => begun,
        Err(error) => return signed.refuse(&front, error),
    };
    shown_form(
        &front,
        &signed,
        StatusCode::OK,
        None,
        &typed,
        &[],
        begun_from,
    )
    .await
}

/// What a new dossier begins with, as the address says.
async fn begun_with(
    front: &Front,
    signed: &Signed,
    written: &str,
) -> Result<(Typed, bool), office::Error> {
    let (office, access) = (front.office(), &signed.access);
    let own = access.producers(Right::Lodge);
    let asked = |wanted: &str| {
        let found = query::pairs(written).find(|(name, _)| name == wanted);
        found.map(|(_, value)| value)
    };
    let producer = asked("producer").and_then(|id| id.parse().ok());
    let producer = producer.or(own.first().copied());
    if let Some(dossier) = asked("copies").and_then(|id| id.parse().ok()) {
        let (producer, before) = office.renewal_of_dossier(access, dossier).await?;
        return Ok((as_typed(producer, &before), true));
    }
    let number = asked("renews").and_then(|number| number.parse().ok());
    if let Some((producer, number)) = producer.zip(number) {
        let before = office
            .renewal_of_certificate(access, producer, number)
            .await?;
        return Ok((as_typed(producer, &before), true));
    }
    let mut blank = TypedDossier::default();
    if let Some(id) = producer {
        // The council with which it is registered is the likely one.
        blank.council = office.producer(access, id).await?.council.to_string();
    }
    Ok((as_typed(producer.unwrap_or_default(), &blank), false))
}

/// Begins a dossier by a form
#[utoipa::path(
    post,
    path = "/my/dossiers/new",
    tag = "pages",
    responses(
        (status = 303, description = "Begun: to its page"),
        (status = 404, description = "What is named is not there, or not in reach", body = String, content_type = "text/html"),
        (status = 422, description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn begin(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut sent, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let producer = sent.optional("producer", &NUMBER).unwrap_or_default();
    let (access, written) = (signed.access.clone(), fields::typed_dossier(&typed));
    let act =
        async move |office: Arc<Office>| office.begin_dossier(&access, producer, &written).await;
    match front.act(act).await.map_err(shown::refusals) {
        Ok(begun) => onward(&format!("/my/dossiers/{}", begun.id)),
        Err(Ok((status, refusals))) => {
            shown_form(&front, &signed, status, None, &typed, &refusals, false).await
        }
        Err(Err(error)) => signed.refuse(&front, error),
    }
}

/// The form to change a dossier
#[utoipa::path(
    get,
    path = "/my/dossiers/{id}/edit",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It is not open", body = String, content_type = "text/html"),
    ),
)]
pub async fn filled(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let dossier = match to_change(&front, &signed, &id).await {
        Ok(dossier) => dossier,
        Err(error) => return signed.refuse(&front, error),
    };
    let typed = as_typed(dossier.producer.id, &as_written(&dossier));
    shown_form(
        &front,
        &signed,
        StatusCode::OK,
        Some(&dossier),
        &typed,
        &[],
        false,
    )
    .await
}

/// Changes a dossier by a form
#[utoipa::path(
    post,
    path = "/my/dossiers/{id}/edit",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 303, description = "Saved: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It was changed meanwhile: the form again, with what changed", body = String, content_type = "text/html"),
        (status = 422, description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn save(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let (mut sent, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let version = sent.optional("version", &NUMBER).unwrap_or_default();
    let (access, written) = (signed.access.clone(), fields::typed_dossier(&typed));
    let act = async move |office: Arc<Office>| {
        office.change_dossier(&access, id, version, &written).await
    };
    match front.act(act).await.map_err(shown::refusals) {
        Ok(_) => onward(&format!("/my/dossiers/{id}")),
        Err(Ok((status, refusals))) => {
            // As it stands now: who saves this page again has seen what changed.
            match front.office().dossier(&signed.access, id).await {
                Ok(dossier) => {
                    let dossier = Some(&dossier);
                    shown_form(&front, &signed, status, dossier, &typed, &refusals, false).await
                }
                Err(error) => signed.refuse(&front, error),
            }
        }
        Err(Err(error)) => signed.refuse(&front, error),
    }
}

/// A dossier that somebody may change now.
async fn to_change(front: &Front, signed: &Signed, id: &str) -> Result<DossierView, Error> {
    let id = identity(id)?;
    let access = &signed.access;
    let dossier = front.office().dossier(access, id).await?;
    let own = access
        .producers(Right::Lodge)
        .contains(&dossier.producer.id);
    let refused = if !own && !access.reaches(Right::Lodge, dossier.council) {
        DossierRefused::NoSuchDossier(id)
    } else if !dossier.state.is_open() {
        DossierRefused::State(dossier.state)
    } else {
        return Ok(dossier);
    };
    Err(office::Error::from(refused).into())
}

async fn shown_form(
    front: &Front,
    signed: &Signed,
    status: StatusCode,
    dossier: Option<&DossierView>,
    typed: &Typed,
    refusals: &[Refusal],
    begun_from: bool,
) -> Response {
    let language = signed.language();
    let words = Texts::of(language);
    let mut all = all_fields(front, language, words, typed);
    if dossier.is_none() {
        let mut producers = Vec::new();
        let mut ids = signed.access.producers(Right::Lodge);
        ids.extend(
            typed
                .get("producer")
                .parse::<i64>()
                .ok()
                .filter(|id| !ids.contains(id)),
        );
        for id in ids {
            // One out of reach is not there to be chosen.
            if let Ok(producer) = front.office().producer(&signed.access, id).await {
                producers.push((id.to_string(), producer.name));
            }
        }
        let choice = Kind::Choice(producers);
        let field = Field::new("producer", words.producer, typed.get("producer"), choice);
        all.insert(0, field.required());
    }
    let stale = status == StatusCode::CONFLICT;
    let form = Form {
        shell: Shell::new(front, signed),
        words,
        title: match dossier {
            Some(dossier) => format!("{} {}", words.edit_title, dossier.id),
            None => words.new_dossier.to_owned(),
        },
        action: match dossier {
            Some(dossier) => format!("/my/dossiers/{}/edit", dossier.id),
            None => "/my/dossiers/new".to_owned(),
        },
        version: dossier.map_or(0, |dossier| dossier.version),
        stands: dossier
            .filter(|_| stale)
            .map(|now| standing(&all, now))
            .unwrap_or_default(),
        fields: with_wrongs(all, refusals, language),
        refusals,
        begun_from,
    };
    page(status, signed, &form)
}

/// What stands in the register where it differs from what was typed.
fn standing(fields: &[Field], dossier: &DossierView) -> Vec<Fact> {
    let now = as_typed(dossier.producer.id, &as_written(dossier));
    let same = |one: &str, other: &str| one.replace("\r\n", "\n").trim() == other.trim();
    let differing = fields
        .iter()
        .filter(|field| !same(&field.value, now.get(field.name)));
    differing
        .map(|field| Fact {
            name: field.label,
            value: now.get(field.name).to_owned(),
        })
        .collect()
}

fn all_fields(
    front: &Front,
    language: Language,
    words: &'static Texts,
    typed: &Typed,
) -> Vec<Field> {
    let councils = front.office().councils_to_lodge_with().into_iter();
    let councils = councils.map(|council| {
        (
            council.code.to_string(),
            format!("{} ({})", council.name.get(language), council.code),
        )
    });
    let sets = front.office().sets_in_force().map(|set| {
        let name = match language {
            Language::Vi => format!("{}. {} ({})", set.set_no, set.set_vi, set.group_vi),
            Language::En => format!("{}. {}", set.set_no, set.set_en),
        };
        (set.set_no.to_string(), name)
    });
    let line = |name, label| Field::new(name, label, typed.get(name), Kind::Line("text"));
    let choice =
        |name, label, choices| Field::new(name, label, typed.get(name), Kind::Choice(choices));
    let prose = Field::new(
        "description",
        words.description,
        typed.get("description"),
        Kind::Prose,
    );
    vec![
        line("product", words.product)
            .hint(words.product_hint)
            .required(),
        choice("set_no", words.set, sets.collect()).required(),
        choice("council", words.council, councils.collect())
            .hint(words.council_hint)
            .required(),
        prose.for_later(words.description_hint),
        line("address", words.made_at).for_later(words.needed_to_lodge),
        line("commune", words.commune).for_later(words.needed_to_lodge),
        line("product_code", words.product_code),
        line("gtin", words.gtin).hint(words.gtin_hint),
        line("renews", words.renews).hint(words.renews_hint),
    ]
}

fn as_typed(producer: i64, written: &TypedDossier) -> Typed {
    Typed::of([
        ("producer", producer.to_string()),
        ("council", written.council.clone()),
        ("set_no", written.set_no.clone()),
        ("product", written.product.clone()),
        ("description", written.description.clone()),
        ("address", written.address.clone()),
        ("commune", written.commune.clone()),
        ("product_code", written.product_code.clone()),
        ("gtin", written.gtin.clone()),
        ("renews", written.renews.clone()),
    ])
}

fn as_written(dossier: &DossierView) -> TypedDossier {
    TypedDossier {
        council: dossier.council.to_string(),
        set_no: dossier.set_no.to_string(),
        product: dossier.product.clone(),
        description: dossier.description.clone(),
        address: dossier.address.clone(),
        commune: dossier.commune.clone(),
        product_code: dossier.product_code.clone().unwrap_or_default(),
        gtin: dossier.gtin.clone().unwrap_or_default(),
        renews: dossier
            .renews
            .map(|number| number.to_string())
            .unwrap_or_default(),
    }
}
