//! `/api/v1/dossiers`.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{asked, fields, identity, made, shapes};
use crate::http::acts::{NotLetIn, NotRead, done};
use crate::http::document;
use crate::http::error::Error;
use crate::http::etag::tagged;
use crate::http::fields::Fields;
use crate::http::forms::{NUMBER, TEXT};
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Access, DossierPage, Office, TypedDossier};

/// Lists dossiers
///
/// Those that whoever asks may see, the newest first. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers",
    tag = "dossiers",
    params(
        ("council" = Option<String>, Query, description = "Only those that this council has", example = "CB"),
        ("producer" = Option<i64>, Query, description = "Only this producer's", example = 1),
        ("state" = Option<String>, Query, description = "Only those in this state", example = "lodged"),
        ("text" = Option<String>, Query, description = "Whose product holds this, with or without diacritics", example = "che shan"),
        ("scored" = Option<u8>, Query, description = "1: those that a council in reach scored, wherever they are now; other filters but `council` do not apply", example = 0),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Dossiers of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of dossiers", body = shapes::DossierList),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn list(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = asked::dossiers(written.as_deref().unwrap_or_default(), false)?;
    let found = front.office().dossiers(&access, &asked).await?;
    let next = found.next;
    let next = next.map(|after| asked::next_dossiers("/api/v1/dossiers", &asked, &after));
    let page = DossierPage {
        dossiers: found.dossiers,
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}

/// Begins a dossier
///
/// A draft: what is needed to lodge it may come later.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers",
    tag = "dossiers",
    request_body = shapes::NewDossier,
    responses(
        (status = 201, description = "The dossier, a draft", body = shapes::Dossier),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn begin(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut body = Fields::read(request).await?;
    let copies = body.optional("copies", &NUMBER);
    let producer = if copies.is_some() {
        body.optional("producer", &NUMBER)
    } else {
        body.required("producer", &NUMBER)
    };
    // What is sent is put over what is copied, so it is read twice: what is wrong with it is
    // said before anything is looked up.
    let sent = fields::dossier(&mut body, TypedDossier::default());
    body.finish(Some(()))?;
    let act = async move |office: std::sync::Arc<Office>| {
        let (producer, before) = begun_with(&office, &access, producer, copies, &sent).await?;
        office
            .begin_dossier(&access, producer, &over(sent, before))
            .await
    };
    let begun = front.act(act).await?;
    let address = format!("/api/v1/dossiers/{}", begun.id);
    Ok(made(begun, &address))
}

/// What a renewal begins with.
async fn begun_with(
    office: &Office,
    access: &Access,
    producer: Option<i64>,
    copies: Option<i64>,
    sent: &TypedDossier,
) -> Result<(i64, TypedDossier), crate::office::Error> {
    let certificate = sent.renews.trim().parse().ok();
    match (copies, producer, certificate) {
        (Some(dossier), producer, _) => {
            let (whose, before) = office.renewal_of_dossier(access, dossier).await?;
            Ok((producer.unwrap_or(whose), before))
        }
        (None, Some(producer), Some(number)) => {
            let before = office
                .renewal_of_certificate(access, producer, number)
                .await?;
            Ok((producer, before))
        }
        (None, producer, _) => Ok((producer.unwrap_or_default(), TypedDossier::default())),
    }
}

/// What was sent, over what it began with.
fn over(sent: TypedDossier, before: TypedDossier) -> TypedDossier {
    let either = |sent: String, before: String| if sent.is_empty() { before } else { sent };
    TypedDossier {
        council: either(sent.council, before.council),
        set_no: either(sent.set_no, before.set_no),
        product: either(sent.product, before.product),
        description: either(sent.description, before.description),
        address: either(sent.address, before.address),
        commune: either(sent.commune, before.commune),
        product_code: either(sent.product_code, before.product_code),
        gtin: either(sent.gtin, before.gtin),
        renews: either(sent.renews, before.renews),
    }
}

/// A dossier
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{id}",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 200, description = "The dossier but for its files, with its version in `ETag`", body = shapes::Dossier),
        (status = 304, description = "It is as `If-None-Match` says"),
        (status = 404, description = "`no_such_dossier`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let dossier = front.office().dossier(&access, identity(&id)?).await?;
    // It names its producer, which changes by itself.
    let version = format!("{}.{}", dossier.version, dossier.producer.version);
    Ok(tagged(dossier, &version, &headers))
}

/// Changes what a dossier says
///
/// While it is a draft, or was handed back.
#[utoipa::path(
    put,
    path = "/api/v1/dossiers/{id}",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    request_body = shapes::ChangedDossier,
    responses(
        (status = 200, description = "The dossier as it is now", body = shapes::Dossier),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn change(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut body = Fields::read(request).await?;
    let version = body.required("version", &NUMBER);
    let typed = fields::dossier(&mut body, TypedDossier::default());
    let version = body.finish(version)?;
    let act = async move |office: std::sync::Arc<Office>| {
        office.change_dossier(&access, id, version, &typed).await
    };
    Ok(done(front.act(act).await?))
}

/// Lodges a dossier
///
/// It must be complete, with at least one picture, and go to a council of the level that scores
/// first.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{id}/lodge",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    request_body = shapes::Version,
    responses(
        (status = 200, description = "The dossier as it is now", body = shapes::Dossier),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn lodge(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let version = fields::version_alone(Fields::read(request).await?)?;
    let act = async move |office: std::sync::Arc<Office>| {
        office.lodge_dossier(&access, id, version).await
    };
    Ok(done(front.act(act).await?))
}

/// Withdraws a dossier
///
/// Until all was decided of it. Nothing follows.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{id}/withdraw",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    request_body = shapes::Version,
    responses(
        (status = 200, description = "The dossier as it is now", body = shapes::Dossier),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn withdraw(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let version = fields::version_alone(Fields::read(request).await?)?;
    let act = async move |office: std::sync::Arc<Office>| {
        office.withdraw_dossier(&access, id, version).await
    };
    Ok(done(front.act(act).await?))
}

/// Takes a lodged dossier in
///
/// At the district or province, as the edition of the day has it.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{id}/take-in",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    request_body = shapes::Version,
    responses(
        (status = 200, description = "The dossier as it is now", body = shapes::Dossier),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn take_in(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let version = fields::version_alone(Fields::read(request).await?)?;
    let act = async move |office: std::sync::Arc<Office>| {
        office.take_dossier_in(&access, id, version).await
    };
    Ok(done(front.act(act).await?))
}

/// Hands a dossier back for completion
///
/// Its producer reads the reason.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{id}/return",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    request_body = shapes::Return,
    responses(
        (status = 200, description = "The dossier as it is now", body = shapes::Dossier),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn hand_back(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = identity(&id)?;
    let mut fields = Fields::read(request).await?;
    let version = fields.required("version", &NUMBER);
    let reason = fields.required("reason", &TEXT);
    let (version, reason) = fields.finish(version.zip(reason))?;
    let act = async move |office: std::sync::Arc<Office>| {
        office.return_dossier(&access, id, version, &reason).await
    };
    Ok(done(front.act(act).await?))
}
