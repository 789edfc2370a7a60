//! `/desk/producers`: officers look producers up, register them, and change what is registered.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::form::{Field, Kind, with_wrongs};
use super::texts::Texts;
use super::{asked, fields, identity, onward, shown};
use crate::http::desk::{Shell, Signed, page};
use crate::http::fields::{Fields, Typed, fresh_key};
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::http::query;
use crate::office::{self, Office, ProducerView, Refusal, Right};
use crate::scheme::producer::ProducerKind;
use crate::scheme::province::Province;

#[derive(Template)]
#[template(path = "dossiers/producers.html")]
struct List<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    producers: Vec<ProducerView>,
    text: &'a str,
    next: Option<String>,
    may_register: bool,
}

#[derive(Template)]
#[template(path = "dossiers/producer.html")]
struct One<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    title: String,
    action: String,
    id: Option<i64>,
    version: i64,
    /// So that a second click registers no second one.
    once: String,
    fields: Vec<Field>,
    refusals: &'a [Refusal],
    warnings: Vec<String>,
    saved: bool,
    may_change: bool,
    may_write: bool,
}

/// Producers
#[utoipa::path(
    get,
    path = "/desk/producers",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = match asked::producers(written.as_deref().unwrap_or_default(), true) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    let found = match front.office().producers(&signed.access, &asked).await {
        Ok(found) => found,
        Err(error) => return signed.refuse(&front, error),
    };
    let next = found.next;
    let list = List {
        shell: Shell::new(&front, &signed),
        words: Texts::of(signed.language()),
        producers: found.producers,
        text: asked.text.as_deref().unwrap_or_default(),
        next: next.map(|after| asked::next_producers("/desk/producers", &asked, &after)),
        may_register: signed.access.allows(Right::Producers),
    };
    page(StatusCode::OK, &signed, &list)
}

/// The form to register a producer
#[utoipa::path(
    get,
    path = "/desk/producers/new",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn blank(State(front): State<Front>, signed: Signed) -> Response {
    shown_form(
        &front,
        &signed,
        StatusCode::OK,
        None,
        &Typed::default(),
        &Outcome::default(),
    )
}

/// Registers a producer by a form
#[utoipa::path(
    post,
    path = "/desk/producers/new",
    tag = "pages",
    responses(
        (status = 303, description = "Registered: to its page"),
        (status = 422, description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn register(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let typed = match Fields::of_form(request).await {
        Ok((_, typed)) => typed,
        Err(error) => return signed.refuse(&front, error),
    };
    let (access, written) = (signed.access.clone(), fields::typed_producer(&typed));
    let form = typed.sent_to("/desk/producers/new");
    let act = async move |office: Arc<Office>| {
        let form = form.as_ref();
        office.register_producer_once(&access, form, &written).await
    };
    match front.act(act).await {
        Ok(registered) => {
            let named = if registered.warnings.is_empty() {
                ""
            } else {
                "&namesake=1"
            };
            onward(&format!(
                "/desk/producers/{}?saved=1{named}",
                registered.producer.id
            ))
        }
        Err(error) => refused(&front, &signed, None, &typed, error),
    }
}

/// A producer
#[utoipa::path(
    get,
    path = "/desk/producers/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The producer's number", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn one(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(written): RawQuery,
) -> Response {
    let producer = match seen(&front, &signed, &id).await {
        Ok(producer) => producer,
        Err(response) => return response,
    };
    let written = written.unwrap_or_default();
    let said = |wanted| query::pairs(&written).any(|(name, _)| name == wanted);
    let may_change = signed.access.reaches(Right::Producers, producer.council);
    let warnings = if said("namesake") && may_change {
        let office = front.office();
        match office
            .warnings_of_producer(&signed.access, producer.id)
            .await
        {
            Ok(warnings) => warnings,
            Err(error) => return signed.refuse(&front, error),
        }
    } else {
        Vec::new()
    };
    let outcome = Outcome {
        saved: said("saved"),
        warnings,
        refusals: Vec::new(),
    };
    let typed = as_typed(&producer);
    shown_form(
        &front,
        &signed,
        StatusCode::OK,
        Some(&producer),
        &typed,
        &outcome,
    )
}

/// Changes a producer by a form
#[utoipa::path(
    post,
    path = "/desk/producers/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The producer's number", example = "1")),
    responses(
        (status = 303, description = "Saved: to its page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "It was changed meanwhile: the form again, with what changed", body = String, content_type = "text/html"),
        (status = 422, description = "The form again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn change(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let producer = match seen(&front, &signed, &id).await {
        Ok(producer) => producer,
        Err(response) => return response,
    };
    let (mut sent, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let version = sent.optional("version", &NUMBER).unwrap_or_default();
    let (access, written, id) = (
        signed.access.clone(),
        fields::typed_producer(&typed),
        producer.id,
    );
    let act = async move |office: Arc<Office>| {
        office.change_producer(&access, id, version, &written).await
    };
    match front.act(act).await {
        Ok(changed) => {
            let named = if changed.warnings.is_empty() {
                ""
            } else {
                "&namesake=1"
            };
            onward(&format!("/desk/producers/{id}?saved=1{named}"))
        }
        Err(error) => refused(&front, &signed, Some(&producer), &typed, error),
    }
}

async fn seen(front: &Front, signed: &Signed, id: &str) -> Result<ProducerView, Response> {
    let id = identity(id).map_err(|error| signed.refuse(front, error))?;
    let producer = front.office().producer(&signed.access, id).await;
    producer.map_err(|error| signed.refuse(front, error))
}

/// What came of a form.
#[derive(Default)]
struct Outcome {
    refusals: Vec<Refusal>,
    saved: bool,
    warnings: Vec<Refusal>,
}

fn refused(
    front: &Front,
    signed: &Signed,
    producer: Option<&ProducerView>,
    typed: &Typed,
    error: office::Error,
) -> Response {
    match shown::refusals(error) {
        Ok((status, refusals)) => {
            let outcome = Outcome {
                refusals,
                ..Outcome::default()
            };
            shown_form(front, signed, status, producer, typed, &outcome)
        }
        Err(error) => signed.refuse(front, error),
    }
}

fn shown_form(
    front: &Front,
    signed: &Signed,
    status: StatusCode,
    producer: Option<&ProducerView>,
    typed: &Typed,
    outcome: &Outcome,
) -> Response {
    let language = signed.language();
    let words = Texts::of(language);
    let all = all_fields(front, signed, words, typed);
    let may_change = signed.access.allows(Right::Producers)
        && producer.is_none_or(|known| signed.access.reaches(Right::Producers, known.council));
    let warnings = outcome.warnings.iter();
    let warnings = warnings.map(|warning| warning.message.get(language).to_owned());
    let one = One {
        shell: Shell::new(front, signed),
        words,
        title: producer.map_or(words.new_producer.to_owned(), |known| known.name.clone()),
        action: match producer {
            Some(known) => format!("/desk/producers/{}", known.id),
            None => "/desk/producers/new".to_owned(),
        },
        id: producer.map(|known| known.id),
        version: producer.map_or(0, |known| known.version),
        once: fresh_key(),
        fields: with_wrongs(all, &outcome.refusals, language),
        refusals: &outcome.refusals,
        warnings: warnings.collect(),
        saved: outcome.saved,
        may_change,
        may_write: producer.is_some_and(|known| signed.access.reaches(Right::Lodge, known.council)),
    };
    page(status, signed, &one)
}

fn all_fields(front: &Front, signed: &Signed, words: &'static Texts, typed: &Typed) -> Vec<Field> {
    let language = signed.language();
    let kinds = ProducerKind::ALL.map(|kind| {
        (
            kind.name().to_owned(),
            kind.words().get(language).to_owned(),
        )
    });
    // Provinces of the past stand for producers that were registered then.
    let provinces = Province::all()
        .iter()
        .filter(|unit| unit.valid_to.is_none() || unit.unit_id == typed.get("unit"));
    let provinces = provinces
        .map(|unit| (unit.unit_id.clone(), unit.name.clone()))
        .collect();
    let councils = front
        .office()
        .councils_to_register_with(&signed.access)
        .into_iter();
    let councils = councils.map(|council| {
        (
            council.code.to_string(),
            format!("{} ({})", council.name.get(language), council.code),
        )
    });
    let line = |name, label, kind| Field::new(name, label, typed.get(name), Kind::Line(kind));
    let choice =
        |name, label, choices| Field::new(name, label, typed.get(name), Kind::Choice(choices));
    vec![
        choice("kind", words.kind, kinds.into()).required(),
        line("name", words.name, "text").required(),
        line("address", words.address, "text").required(),
        choice("unit", words.unit, provinces).required(),
        choice("council", words.council, councils.collect()).required(),
        line("business_code", words.business_code, "text"),
        line("representative", words.representative, "text"),
        line("phone", words.phone, "tel"),
        line("email", words.email, "email"),
    ]
}

fn as_typed(producer: &ProducerView) -> Typed {
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    Typed::of([
        ("kind", producer.kind.name().to_owned()),
        ("name", producer.name.clone()),
        ("address", producer.address.clone()),
        ("unit", producer.unit.clone()),
        ("council", producer.council.to_string()),
        ("business_code", or_empty(&producer.business_code)),
        ("representative", or_empty(&producer.representative)),
        ("phone", or_empty(&producer.phone)),
        ("email", or_empty(&producer.email)),
    ])
}
