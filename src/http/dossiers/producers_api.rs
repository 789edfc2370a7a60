//! `/api/v1/producers`.

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
use crate::http::forms::NUMBER;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Access, ProducerPage};

/// Lists producers
///
/// Those of the councils in reach, and one's own, in the order in which they were registered.
/// Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/producers",
    tag = "dossiers",
    params(
        ("council" = Option<String>, Query, description = "Only those registered with this council", example = "CB"),
        ("text" = Option<String>, Query, description = "Whose name holds this, with or without diacritics", example = "ban moi"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Producers of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of producers", body = shapes::ProducerList),
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
    let asked = asked::producers(written.as_deref().unwrap_or_default(), false)?;
    let found = front.office().producers(&access, &asked).await?;
    let next = found.next;
    let next = next.map(|after| asked::next_producers("/api/v1/producers", &asked, &after));
    let page = ProducerPage {
        producers: found.producers,
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}

/// Registers a producer
#[utoipa::path(
    post,
    path = "/api/v1/producers",
    tag = "dossiers",
    request_body = shapes::NewProducer,
    responses(
        (status = 201, description = "Registered; another of the same name is warned of", body = shapes::RegisteredProducer),
        shapes::NotDone,
        NotLetIn,
        NotRead,
    ),
)]
pub async fn register(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Result<Response, Error> {
    let mut fields = Fields::read(request).await?;
    let typed = fields::producer(&mut fields);
    let typed = fields.finish(Some(typed))?;
    let act = front.act(async move |office| office.register_producer(&access, &typed).await);
    let registered = act.await?;
    let address = format!("/api/v1/producers/{}", registered.producer.id);
    Ok(made(registered, &address))
}

/// A producer
#[utoipa::path(
    get,
    path = "/api/v1/producers/{id}",
    tag = "dossiers",
    params(("id" = String, Path, description = "The producer's number", example = "1")),
    responses(
        (status = 200, description = "The producer, with its version as `ETag`", body = shapes::Producer),
        (status = 304, description = "It is as `If-None-Match` says"),
        (status = 404, description = "`no_such_producer`: there is none, or none in reach", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn one(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let producer = front.office().producer(&access, identity(&id)?).await?;
    let version = producer.version.to_string();
    Ok(tagged(producer, &version, &headers))
}

/// Changes what is registered of a producer
#[utoipa::path(
    put,
    path = "/api/v1/producers/{id}",
    tag = "dossiers",
    params(("id" = String, Path, description = "The producer's number", example = "1")),
    request_body = shapes::ChangedProducer,
    responses(
        (status = 200, description = "The producer as it is now", body = shapes::RegisteredProducer),
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
    let mut fields = Fields::read(request).await?;
    let typed = fields::producer(&mut fields);
    let version = fields.required("version", &NUMBER);
    let version = fields.finish(version)?;
    let act = async move |office: std::sync::Arc<crate::office::Office>| {
        office.change_producer(&access, id, version, &typed).await
    };
    Ok(done(front.act(act).await?))
}
